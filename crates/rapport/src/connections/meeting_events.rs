//! What Zoom is to tell of running meetings, for the whole installation.

use store::audit_log::Action;
use store::installation_settings::{self, Setting};
use store::{Db, StoreError};

use crate::app::App;
use crate::audit::{By, person_did};
use crate::i18n::Message;

use super::scopes::EVENTS;

domain::text_enum! {
    /// How much.
    pub enum MeetingEvents {
        /// Nothing: events that come all the same change nothing.
        Off = "off",
        /// When they are started and end. Costs no permission beyond those that scheduling needs.
        Times = "times",
        /// That, and who comes and leaves.
        People = "people",
    }
}

/// The scope that events about people cost, and what it is for.
pub(super) const PEOPLE_SCOPE: (&str, Message) =
    ("meeting:read:participant", Message::PermissionMeetingParticipant);
/// Why events about people cannot be done without it.
pub(super) const PEOPLE_REASON: &str = "Lets Zoom tell who joins and leaves, so that the meeting's page shows who is there, and the host learns at once that an invitee did not come.";
/// Events of [`MeetingEvents::Times`], and what they do.
const TIMES: [(&str, &str); 2] = [
    ("meeting.started", "Shows that the meeting runs, and since when"),
    ("meeting.ended", "Shows from when to when the meeting was held"),
];
/// Events that [`MeetingEvents::People`] adds.
const PEOPLE: [(&str, &str); 2] = [
    (
        "meeting.participant_joined",
        "Shows who is there, and afterwards whether somebody who was invited came",
    ),
    ("meeting.participant_left", "Shows who has left"),
];

impl MeetingEvents {
    /// What was chosen; when meetings run, as long as nobody chose.
    pub async fn chosen(db: &impl Db) -> Result<Self, StoreError> {
        let stored = installation_settings::get(db, Setting::MeetingEvents).await?;
        Ok(stored.and_then(|(word, _)| word.parse().ok()).unwrap_or(Self::Times))
    }

    /// Every event that changes something then, and what it does.
    pub fn events(self) -> Vec<(&'static str, &'static str)> {
        let times = if self == Self::Off { &[][..] } else { &TIMES };
        let people = if self == Self::People { &PEOPLE[..] } else { &[] };
        [&EVENTS[..], times, people].concat()
    }

    /// In words: "Zoom tells …".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Off => "nothing of running meetings",
            Self::Times => "when meetings run",
            Self::People => "when meetings run and who is there",
        }
    }
}

/// Chooses, and writes down who did.
pub async fn choose_meeting_events(app: &App, by: By, wanted: MeetingEvents) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    if MeetingEvents::chosen(&tx).await? == wanted {
        return Ok(());
    }
    installation_settings::put(&tx, Setting::MeetingEvents, wanted.as_str(), app.now()).await?;
    let words = format!("Zoom tells {}", wanted.in_words());
    person_did(&tx, by, Action::ZoomApp, words).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_asks_for_the_events_of_the_one_before_and_more() {
        let [off, times, people] = MeetingEvents::ALL.to_vec()[..] else { panic!() };
        assert_eq!(off.events(), EVENTS);
        assert!(times.events().starts_with(&off.events()) && people.events().starts_with(&times.events()));
        assert_eq!((times.events().len(), people.events().len()), (EVENTS.len() + 2, EVENTS.len() + 4));
    }
}
