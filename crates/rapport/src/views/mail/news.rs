use super::{MeetingFacts, one_line};
use crate::i18n::Message;

/// What a mail about a meeting tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Come to it.
    Invitation,
    /// It is at another time.
    Moved {
        /// What became of the way in.
        way: WayNews,
    },
    /// Something else about it is new.
    Changed {
        /// The same.
        way: WayNews,
    },
    /// It is off.
    Cancellation,
}

/// What became of the way into a meeting since the reader was told last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayNews {
    /// Nothing.
    Same,
    /// The join link is another one, so that the old one is dead.
    NewLink,
    /// It took place elsewhere, and does so in Zoom now.
    ToZoom,
    /// It took place in Zoom, and does so elsewhere now.
    LeftZoom,
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
        let with_way = |message, way| {
            let news = meeting.with(message, &[host]);
            let more = match way {
                WayNews::LeftZoom => Message::UpdateLeftZoom,
                _ if elsewhere => return news,
                WayNews::ToZoom => Message::UpdateToZoom,
                WayNews::NewLink => Message::UpdateNewLink,
                WayNews::Same => Message::UpdateSameLink,
            };
            format!("{news} {}", meeting.say(more))
        };
        match self {
            Self::Invitation => {
                let message =
                    if elsewhere { Message::InvitationOpeningElsewhere } else { Message::InvitationOpening };
                meeting.with(message, &[host, ("workspace", &meeting.workspace)])
            }
            Self::Moved { way } => with_way(Message::UpdateMoved, way),
            Self::Changed { way } => with_way(Message::UpdateChanged, way),
            // The link stays good for the other dates.
            Self::Cancellation if elsewhere || meeting.series.is_one() => {
                meeting.with(Message::CancellationOpeningElsewhere, &[host])
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
