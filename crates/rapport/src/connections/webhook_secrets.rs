//! What Zoom signs an app's events with. When Zoom gives the app a new secret, no event is lost: the one before counts on
//! for a day, and until the new one is entered, Zoom is asked to send again what does not fit.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq as _;

/// How long the secret before still counts: longer than Zoom repeats an event (Zoom reference J5).
const STILL_COUNTS: SignedDuration = SignedDuration::from_hours(24);
/// How long a new one may be under way: Zoom repeats after 5, 20 and 60 minutes.
pub(super) const EXPECTED: SignedDuration = SignedDuration::from_mins(60);

/// The secrets of one app.
#[derive(Debug, Clone, Default)]
pub(super) struct WebhookSecrets {
    /// The newest. Without it no event is accepted.
    pub(super) current: Option<SecretString>,
    /// Those before it, and until when they count; without an end while the configuration names them.
    pub(super) before: Vec<(SecretString, Option<Timestamp>)>,
    /// Until when Zoom may sign with one that is not known here yet.
    pub(super) expected_until: Option<Timestamp>,
}

impl WebhookSecrets {
    /// From the configuration: one, or several parted by spaces, the newest first.
    pub(super) fn configured(text: Option<&SecretString>) -> Self {
        let mut secrets = text.map_or("", |text| text.expose_secret()).split_ascii_whitespace();
        Self {
            current: secrets.next().map(SecretString::from),
            before: secrets.map(|secret| (SecretString::from(secret), None)).collect(),
            expected_until: None,
        }
    }

    /// The same once `current` was entered, which may be what is there already.
    pub(super) fn with(&self, current: Option<SecretString>, now: Timestamp) -> Self {
        let still = self.before.iter().find(|(_, until)| until.is_none_or(|until| now < until));
        let replaced =
            self.current.as_ref().filter(|old| current.as_ref().is_some_and(|new| !is_same(old, new)));
        let before = match (replaced, still) {
            // What is typed may be a slip: the one that Zoom signed with stays.
            (Some(_), Some(still)) if self.another_is_expected(now) => Some(still.clone()),
            (Some(old), _) => Some((old.clone(), Some(now + STILL_COUNTS))),
            (None, still) => still.cloned(),
        };
        Self { current, before: before.into_iter().collect(), expected_until: self.expected_until }
    }

    /// Those that count now, the newest first.
    pub(super) fn counting(&self, now: Timestamp) -> impl Iterator<Item = &SecretString> {
        let before = self.before.iter().filter(move |(_, until)| until.is_none_or(|until| now < until));
        self.current.iter().chain(before.map(|(secret, _)| secret))
    }

    /// Whether what fits none of them may be signed with one that will be entered soon.
    pub(super) fn another_is_expected(&self, now: Timestamp) -> bool {
        self.expected_until.is_some_and(|until| now < until)
    }
}

fn is_same(one: &SecretString, other: &SecretString) -> bool {
    bool::from(one.expose_secret().as_bytes().ct_eq(other.expose_secret().as_bytes()))
}

impl PartialEq for WebhookSecrets {
    fn eq(&self, other: &Self) -> bool {
        let parts = |all: &Self| {
            let before = all.before.iter().map(|(secret, until)| (secret.expose_secret().to_owned(), *until));
            (
                all.current.as_ref().map(|secret| secret.expose_secret().to_owned()),
                before.collect::<Vec<_>>(),
                all.expected_until,
            )
        };
        parts(self) == parts(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_may_name_several_of_which_all_count() {
        let text = SecretString::from("new old\nolder");
        let secrets = WebhookSecrets::configured(Some(&text));
        let counting: Vec<_> =
            secrets.counting(Timestamp::UNIX_EPOCH).map(ExposeSecret::expose_secret).collect();
        assert_eq!(counting, ["new", "old", "older"]);
        assert!(WebhookSecrets::configured(None).counting(Timestamp::UNIX_EPOCH).next().is_none());
    }
}
