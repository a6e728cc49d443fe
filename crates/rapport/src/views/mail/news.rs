use super::{MeetingFacts, one_line};
use crate::i18n::Message;

/// What a mail about a meeting tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Come to it.
    Invitation,
    /// It is at another time.
    Moved {
        /// Whether the join link is another one, so that the old one is dead.
        new_link: bool,
    },
    /// Something else about it is new.
    Changed {
        /// The same.
        new_link: bool,
    },
    /// It is off.
    Cancellation,
}

impl News {
    /// `Moved: Rollout kick-off`; an invitation has the topic alone.
    pub fn title(self, meeting: &MeetingFacts) -> String {
        let message = match self {
            Self::Invitation => return meeting.topic.clone(),
            Self::Moved { .. } => Message::UpdateMovedTitle,
            Self::Changed { .. } => Message::UpdateChangedTitle,
            Self::Cancellation => Message::CancellationTitle,
        };
        meeting.with(message, &[("topic", &meeting.topic)])
    }

    /// `Moved: Rollout kick-off, Tue 16 March 09:00`
    pub fn subject(self, meeting: &MeetingFacts) -> String {
        one_line(&format!("{}, {}", self.title(meeting), meeting.short))
    }

    /// `Mara Lindqvist moved your meeting. The join link is the same.`
    pub fn opening(self, meeting: &MeetingFacts) -> String {
        let host = ("host", meeting.host_name.as_str());
        let elsewhere = meeting.place.is_some();
        let with_link = |message, is_new| {
            let news = meeting.with(message, &[host]);
            match (elsewhere, is_new) {
                (true, _) => news,
                (false, true) => format!("{news} {}", meeting.say(Message::UpdateNewLink)),
                (false, false) => format!("{news} {}", meeting.say(Message::UpdateSameLink)),
            }
        };
        match self {
            Self::Invitation => {
                let message =
                    if elsewhere { Message::InvitationOpeningElsewhere } else { Message::InvitationOpening };
                meeting.with(message, &[host, ("workspace", &meeting.workspace)])
            }
            Self::Moved { new_link } => with_link(Message::UpdateMoved, new_link),
            Self::Changed { new_link } => with_link(Message::UpdateChanged, new_link),
            Self::Cancellation if elsewhere => meeting.with(Message::CancellationOpeningElsewhere, &[host]),
            Self::Cancellation => meeting.with(Message::CancellationOpening, &[host]),
        }
    }

    /// What the attached file does.
    pub fn calendar(self, meeting: &MeetingFacts) -> String {
        meeting.say(match self {
            Self::Invitation => Message::InvitationCalendar,
            Self::Moved { .. } | Self::Changed { .. } => Message::UpdateCalendar,
            Self::Cancellation => Message::CancellationCalendar,
        })
    }
}
