//! The faults in force, and which of them hit the next call or event.

use jiff::{SignedDuration, Timestamp};

use super::{Fault, FaultKind};
use crate::{
    clock::shift,
    random::Random,
    world::{World, delivery::Delivery},
};

/// All faults of one sandbox.
pub(crate) struct Faults {
    list: Vec<Fault>,
    last_id: u64,
    /// Apart from the sandbox's own randomness, so that chance depends on the calls alone.
    dice: Random,
}

impl Faults {
    pub(crate) fn new(dice: Random) -> Self {
        Self { list: Vec::new(), last_id: 0, dice }
    }

    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.last_id += 1;
        self.list.push(Fault { id: self.last_id, ..fault });
        self.last_id
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.list.len();
        self.list.retain(|fault| fault.id != id);
        self.list.len() != before
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
    }

    /// Those still in force, with what is left of them.
    pub(crate) fn list(&mut self, now: Timestamp) -> Vec<Fault> {
        self.drop_spent(now);
        self.list.clone()
    }

    /// Whether a body must be read to know what a call is.
    pub(crate) fn look_for_refreshes(&self) -> bool {
        self.list.iter().any(|fault| fault.kind == FaultKind::LostRefresh)
    }

    /// Faults for this call, counted as used: every pause, and the first that is not a pause.
    pub(crate) fn take(
        &mut self,
        method: &str,
        path: &str,
        is_refresh: bool,
        now: Timestamp,
    ) -> Vec<FaultKind> {
        let is_pause = |kind: &FaultKind| matches!(kind, FaultKind::Latency { .. });
        self.take_where(now, |fault, taken| {
            !fault.kind.is_about_events()
                && fault.method.as_deref().is_none_or(|name| name == "*" || name.eq_ignore_ascii_case(method))
                && fault.route.as_deref().is_none_or(|route| glob_matches(route, path))
                && (fault.kind != FaultKind::LostRefresh || is_refresh)
                && (is_pause(&fault.kind) || taken.iter().all(is_pause))
        })
    }

    /// Lets events queued since `first` be lost, copied or late.
    pub(crate) fn disturb(&mut self, world: &mut World, first: u64, now: Timestamp) {
        if self.list.is_empty() {
            return;
        }
        let fresh = world.deliveries.iter().filter(|delivery| delivery.id >= first);
        for id in fresh.map(|delivery| delivery.id).collect::<Vec<_>>() {
            let Some(place) = world.deliveries.iter().position(|delivery| delivery.id == id) else {
                continue;
            };
            let event = world.deliveries[place].event.clone();
            let kinds = self.take_where(now, |fault, _| {
                fault.kind.is_about_events()
                    && fault.event.as_deref().is_none_or(|wanted| glob_matches(wanted, &event))
            });
            for kind in kinds {
                match kind {
                    FaultKind::LoseEvent => {
                        let delivery = &mut world.deliveries[place];
                        (delivery.lost, delivery.next_attempt_at) = (true, None);
                    }
                    FaultKind::DuplicateEvent { copies } => {
                        for _ in 0..copies {
                            let copy =
                                Delivery { id: world.next_delivery, ..world.deliveries[place].clone() };
                            world.next_delivery += 1;
                            world.deliveries.push(copy);
                        }
                    }
                    FaultKind::DelayEvent { seconds } => {
                        put_off(&mut world.deliveries[place], i64::from(seconds) * 1000);
                    }
                    FaultKind::ShuffleEvents { seconds } => {
                        let span = u64::from(seconds.max(1)) * 1000;
                        let wait = i64::try_from(self.dice.number(0, span)).unwrap_or_default();
                        put_off(&mut world.deliveries[place], wait);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Takes what `wants` wants, in order of adding, if chance agrees, and counts it as used.
    fn take_where(&mut self, now: Timestamp, wants: impl Fn(&Fault, &[FaultKind]) -> bool) -> Vec<FaultKind> {
        if self.list.is_empty() {
            return Vec::new();
        }
        self.drop_spent(now);
        let mut taken = Vec::new();
        for fault in &mut self.list {
            if !wants(fault, &taken) || fault.probability.is_some_and(|chance| self.dice.chance() >= chance) {
                continue;
            }
            if let Some(times) = &mut fault.times {
                *times = times.saturating_sub(1);
            }
            taken.push(fault.kind.clone());
        }
        self.drop_spent(now);
        taken
    }

    fn drop_spent(&mut self, now: Timestamp) {
        self.list.retain(|fault| fault.times != Some(0) && fault.until.is_none_or(|until| until > now));
    }
}

fn put_off(delivery: &mut Delivery, milliseconds: i64) {
    let wait = SignedDuration::from_millis(milliseconds);
    delivery.next_attempt_at = delivery.next_attempt_at.map(|at| shift(at, wait));
}

/// Whether `path` fits `pattern`, where `*` stands for any characters, none included.
pub(crate) fn glob_matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| path.strip_prefix(start)) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(previous) = last.replace(part) {
            let Some(at) = rest.find(previous) else { return false };
            rest = &rest[at + str::len(previous)..];
        }
    }
    match last {
        None => rest.is_empty(),
        Some(end) => rest.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn faults() -> Faults {
        Faults::new(Random::seeded(1))
    }

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(glob_matches("/v2/users/*/meetings", "/v2/users/me/meetings"));
        assert!(glob_matches("/v2/*", "/v2/meetings/123"));
        assert!(glob_matches("*", "/oauth/token"));
        assert!(glob_matches("/v2/*/me/*", "/v2/users/me/zak"));
        assert!(!glob_matches("/v2/*/me/*", "/v2/users/you/zak"));
        assert!(!glob_matches("/v2/users/me", "/v2/users/me/zak"));
        assert!(!glob_matches("/v2/users/*/meetings", "/v2/users/me"));
    }

    #[test]
    fn a_counted_fault_ends_by_itself() {
        let mut faults = faults();
        faults.add(Fault::new(FaultKind::DropAfter).on("POST", "/oauth/token").times(1));
        assert!(faults.take("GET", "/oauth/token", false, NOW).is_empty());
        assert_eq!(faults.take("POST", "/oauth/token", false, NOW), [FaultKind::DropAfter]);
        assert!(faults.take("POST", "/oauth/token", false, NOW).is_empty());
    }

    #[test]
    fn chance_hits_about_as_often_as_it_says_and_repeats_itself() {
        let run = || {
            let mut faults = faults();
            faults.add(Fault::new(FaultKind::DropBefore).probability(0.25));
            (0..1000).map(|_| faults.take("GET", "/v2/x", false, NOW).len()).collect::<Vec<_>>()
        };
        let hits: usize = run().iter().sum();
        assert!((200..300).contains(&hits), "{hits}");
        assert_eq!(run(), run());
    }

    #[test]
    fn a_counted_fault_by_chance_counts_only_its_hits() {
        let mut faults = faults();
        faults.add(Fault::new(FaultKind::DropBefore).probability(0.5).times(3));
        let hits: usize = (0..100).map(|_| faults.take("GET", "/v2/x", false, NOW).len()).sum();
        assert_eq!(hits, 3);
    }
}
