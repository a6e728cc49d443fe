//! What goes wrong, and when: decided by the seed alone before anything starts.

use std::time::Duration;

use serde_json::{Value, json};

use crate::dice::Dice;

/// The connections that can be disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Link {
    /// From Rapport to Zoom.
    Zoom,
    /// From Rapport to the mail server.
    Mail,
    /// From Rapport to PostgreSQL.
    Database,
    /// From people and from Zoom's events to Rapport.
    Front,
}

/// How the mail server misbehaves with the next mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailFault {
    /// "Try again later".
    Refuse,
    /// Takes the mail, then the connection breaks before the answer.
    LoseAnswer,
    /// The connection breaks in the middle of the mail.
    CutInside,
    /// Answers after so many milliseconds.
    Slow(u64),
}

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Act {
    /// SIGKILL to one process.
    Kill(usize),
    /// SIGKILL to all at once: the power goes.
    KillAll,
    /// One process stands still (SIGSTOP) for so many milliseconds.
    Freeze(usize, u64),
    /// Every open connection breaks.
    Cut(Link),
    /// No connection for so many milliseconds.
    Block(Link, u64),
    /// Every piece of data takes `delay` milliseconds more, for `ms`.
    Slow { link: Link, delay: u64, ms: u64 },
    /// Trouble at Zoom, in the words of the sandbox's control plane.
    Zoom(Value),
    /// Trouble at the mail server.
    Mail(MailFault),
    /// Time moves on by so many minutes, for everybody.
    Jump(i64),
    /// Rapport's clock is off by so many seconds from Zoom's.
    Skew(i64),
    /// Zoom takes the previous refresh token for a minute more (`grace`), or not (`strict`).
    Rotation(&'static str),
    /// The disk of the database is full for so many milliseconds.
    FillDisk(u64),
    /// The database server stops at once and starts again.
    RestartDatabase,
    /// The key that seals secrets is changed, by a command that is killed after so many milliseconds if it still runs.
    ChangeKey(u64),
}

/// An act and its moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// After the start of the disturbance.
    pub(crate) at: Duration,
    /// What.
    pub(crate) act: Act,
}

/// Everything that goes wrong in a run.
#[derive(Debug, PartialEq)]
pub(crate) struct Plan {
    /// In order of time.
    pub(crate) steps: Vec<Step>,
    /// For each process, how each of its lives is armed (the variable `FAILPOINTS`).
    pub(crate) arms: Vec<Vec<String>>,
}

/// Every place in Rapport where a process may die; a test compares it with the source.
pub(crate) const PLACES: [&str; 48] = [
    "compare.before_commit",
    "compare.before_delete",
    "confirm.after_zoom",
    "confirm.before_zoom",
    "connect.after_commit",
    "connect.after_zoom",
    "connect.before_commit",
    "connect.before_zoom",
    "create.after_commit",
    "create.after_zoom",
    "create.before_commit",
    "create.before_zoom",
    "delete.after_zoom",
    "delete.before_zoom",
    "event.after_commit",
    "event.before_commit",
    "forget.after_commit",
    "forget.before_commit",
    "gone.after_commit",
    "gone.before_commit",
    "lost.after_commit",
    "lost.before_commit",
    "mail.after_commit",
    "mail.after_smtp",
    "mail.before_commit",
    "mail.before_smtp",
    "mail.handed_over",
    "processed.after_commit",
    "processed.before_commit",
    "recreate.after_commit",
    "recreate.before_commit",
    "refresh.after_commit",
    "refresh.after_zoom",
    "refresh.before_commit",
    "refresh.before_zoom",
    "refresh.leased",
    "remove.after_commit",
    "remove.before_commit",
    "reschedule.after_commit",
    "reschedule.before_commit",
    "revoke.after_zoom",
    "revoke.before_zoom",
    "schedule.after_commit",
    "schedule.before_commit",
    "update.after_commit",
    "update.after_zoom",
    "update.before_commit",
    "update.before_zoom",
];

/// Routes that matter most, so that faults meet them.
const ROUTES: [(&str, &str); 5] = [
    ("POST", "/v2/users/*/meetings"),
    ("DELETE", "/v2/meetings/*"),
    ("GET", "/v2/users/*/meetings"),
    ("POST", "/oauth/token"),
    ("POST", "/oauth/data/compliance"),
];

/// What kinds of trouble a run can have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Means {
    /// How many processes there are.
    pub(crate) processes: usize,
    /// The database is a server that can be restarted and whose connections can be cut.
    pub(crate) database_server: bool,
    /// The disk can be filled.
    pub(crate) small_disk: bool,
}

impl Plan {
    /// The plan of a seed.
    pub(crate) fn new(seed: u64, length: Duration, means: Means) -> Self {
        let dice = Dice::new(seed, 1);
        let mut steps = Vec::new();
        let mut at = Duration::from_millis(dice.between(500, 2_000));
        while at < length {
            steps.push(Step { at, act: act(&dice, means) });
            at += Duration::from_millis(dice.between(300, 2_200));
        }
        let arms = (0..means.processes).map(|_| (0..200).map(|_| arm(&dice)).collect()).collect();
        Self { steps, arms }
    }
}

fn act(dice: &Dice, means: Means) -> Act {
    let process = dice.index(means.processes);
    let kind = dice.weighted(&[
        (14, "kill"),
        (2, "kill all"),
        (3, "freeze"),
        (11, "cut"),
        (6, "block"),
        (6, "slow"),
        (30, "zoom"),
        (14, "mail"),
        (7, "jump"),
        (3, "skew"),
        (2, "rotation"),
        (3, "key"),
        (if means.small_disk { 3 } else { 0 }, "disk"),
        (if means.database_server { 3 } else { 0 }, "restart"),
    ]);
    match kind {
        "kill" => Act::Kill(process),
        "kill all" => Act::KillAll,
        "freeze" => Act::Freeze(process, dice.between(500, 4_000)),
        "cut" => Act::Cut(link(dice, means)),
        "block" => Act::Block(link(dice, means), dice.between(300, 3_000)),
        "slow" => {
            Act::Slow { link: link(dice, means), delay: dice.between(50, 900), ms: dice.between(500, 4_000) }
        }
        "mail" => Act::Mail(match dice.below(4) {
            0 => MailFault::Refuse,
            1 => MailFault::CutInside,
            2 => MailFault::Slow(dice.between(200, 2_500)),
            _ => MailFault::LoseAnswer,
        }),
        // Beyond the life of an access token in most cases, so that refreshing happens all the time.
        "jump" => Act::Jump(i64::try_from(dice.between(20, 100)).unwrap_or(60)),
        "skew" => Act::Skew(i64::try_from(dice.between(0, 240)).unwrap_or(0) - 120),
        "rotation" => Act::Rotation(if dice.chance(50) { "grace" } else { "strict" }),
        "disk" => Act::FillDisk(dice.between(500, 3_000)),
        "restart" => Act::RestartDatabase,
        "key" => Act::ChangeKey(dice.between(50, 12_000)),
        _ => Act::Zoom(zoom(dice)),
    }
}

fn link(dice: &Dice, means: Means) -> Link {
    dice.weighted(&[
        (5, Link::Zoom),
        (4, Link::Mail),
        (2, Link::Front),
        (if means.database_server { 4 } else { 0 }, Link::Database),
    ])
}

fn zoom(dice: &Dice) -> Value {
    let mut fault = match dice.weighted(&[
        (4, "latency"),
        (4, "status"),
        (2, "drop_before"),
        (6, "drop_after"),
        (3, "truncate"),
        (1, "html"),
        (1, "xml"),
        (2, "rate_second"),
        (1, "rate_day"),
        (1, "ok_with_error"),
    ]) {
        "latency" => json!({ "kind": "latency", "ms": dice.between(300, 4_000) }),
        "status" => json!({ "kind": "status", "status": dice.pick(&[500, 502, 503, 504]) }),
        kind => json!({ "kind": kind }),
    };
    fault["times"] = json!(dice.between(1, 3));
    if dice.chance(75) {
        let (method, route) = dice.pick(&ROUTES);
        fault["method"] = json!(method);
        fault["route"] = json!(route);
    }
    fault
}

/// Some lives end at a place, after it was passed a few times; some are only slowed down there; some are left alone.
fn arm(dice: &Dice) -> String {
    let place = dice.pick(&PLACES);
    let passes = dice.below(4);
    let kill = if passes == 0 {
        format!("{place}=1*return(kill)")
    } else {
        format!("{place}={passes}*off->1*return(kill)")
    };
    let slow = format!("{}=40%sleep({})", dice.pick(&PLACES), dice.between(50, 700));
    match dice.below(10) {
        0 | 1 => String::new(),
        2 => slow,
        3 | 4 => format!("{kill};{slow}"),
        _ => kill,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEANS: Means = Means { processes: 3, database_server: true, small_disk: true };

    #[test]
    fn the_same_seed_is_the_same_plan() {
        let length = Duration::from_mins(3);
        assert_eq!(Plan::new(7, length, MEANS), Plan::new(7, length, MEANS));
        assert_ne!(Plan::new(7, length, MEANS), Plan::new(8, length, MEANS));
    }

    #[test]
    fn what_is_not_possible_is_not_planned() {
        let means = Means { processes: 1, database_server: false, small_disk: false };
        let plan = Plan::new(3, Duration::from_hours(1), means);
        let impossible = |act: &Act| match act {
            Act::RestartDatabase | Act::FillDisk(_) => true,
            Act::Cut(link) | Act::Block(link, _) | Act::Slow { link, .. } => *link == Link::Database,
            Act::Kill(process) | Act::Freeze(process, _) => *process != 0,
            _ => false,
        };
        assert!(!plan.steps.iter().any(|step| impossible(&step.act)));
    }
}
