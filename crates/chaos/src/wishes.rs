//! What people asked for, and whether Rapport said yes: the checks compare it with what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use crate::shared::lock;

/// How a form ended, as its sender saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// Rapport sent the person on: it is promised.
    Accepted,
    /// Rapport showed the form again, or a page that says no.
    Refused,
    /// No answer came, or an error: it may have happened, but at most once.
    Unknown,
}

/// A meeting somebody asked for. The topic is its name: no two have the same.
#[derive(Debug, Clone)]
pub(crate) struct Scheduled {
    pub(crate) topic: String,
    /// `2027-01-20`
    pub(crate) date: String,
    /// `14:05`, in UTC
    pub(crate) start: String,
    pub(crate) minutes: u64,
    pub(crate) invitees: usize,
    pub(crate) ending: Ending,
}

/// Everything people asked for.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    scheduled: Mutex<Vec<Scheduled>>,
    removed: Mutex<BTreeSet<String>>,
    moved: Mutex<BTreeMap<String, Vec<Moved>>>,
    counts: Mutex<BTreeMap<&'static str, u64>>,
}

/// A new time somebody asked for.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    pub(crate) date: String,
    pub(crate) start: String,
    pub(crate) ending: Ending,
}

impl Wishes {
    pub(crate) fn schedule(&self, wish: Scheduled) {
        self.count(match wish.ending {
            Ending::Accepted => "scheduled",
            Ending::Refused => "schedule refused",
            Ending::Unknown => "schedule without an answer",
        });
        lock(&self.scheduled).push(wish);
    }

    /// Rapport said that this meeting is removed.
    pub(crate) fn remove(&self, meeting: &str) {
        self.count("removed");
        lock(&self.removed).insert(meeting.to_owned());
    }

    /// Somebody asked for another time.
    pub(crate) fn move_to(&self, meeting: &str, wish: Moved) {
        self.count(match wish.ending {
            Ending::Accepted => "moved",
            Ending::Refused => "move refused",
            Ending::Unknown => "move without an answer",
        });
        lock(&self.moved).entry(meeting.to_owned()).or_default().push(wish);
    }

    /// One more of this.
    pub(crate) fn count(&self, what: &'static str) {
        *lock(&self.counts).entry(what).or_default() += 1;
    }

    pub(crate) fn all_scheduled(&self) -> Vec<Scheduled> {
        lock(&self.scheduled).clone()
    }

    pub(crate) fn all_removed(&self) -> BTreeSet<String> {
        lock(&self.removed).clone()
    }

    pub(crate) fn all_moved(&self) -> BTreeMap<String, Vec<Moved>> {
        lock(&self.moved).clone()
    }

    pub(crate) fn counts(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.counts).clone()
    }
}
