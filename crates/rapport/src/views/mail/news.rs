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
        let link =
            |is_new| meeting.say(if is_new { Message::UpdateNewLink } else { Message::UpdateSameLink });
        match self {
            Self::Invitation => {
                meeting.with(Message::InvitationOpening, &[host, ("workspace", &meeting.workspace)])
            }
            Self::Moved { new_link } => {
                format!("{} {}", meeting.with(Message::UpdateMoved, &[host]), link(new_link))
            }
            Self::Changed { new_link } => {
                format!("{} {}", meeting.with(Message::UpdateChanged, &[host]), link(new_link))
            }
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
