//! The words and the rows of a meeting; what is done with them is in [`crate::meetings`].

use domain::{
    Agenda, ContactId, EmailAddress, GrantId, InviteeId, MeetingId, Minutes, PersonName, Place, Repeat,
    Topic, UserId, Zone,
};
use jiff::Timestamp;

use crate::columns::text_columns;

domain::text_enum! {
    /// What the user wants.
    pub enum Desired {
        /// The meeting takes place.
        Scheduled = "scheduled",
        /// It was removed.
        Removed = "removed",
    }
}

domain::text_enum! {
    /// What Zoom is known to have.
    pub enum Known {
        /// Not there yet, as far as we know: see [`Meeting::asked_zoom`].
        Nothing = "nothing",
        /// There, with an id and a link.
        InZoom = "in_zoom",
        /// Deleted there, by us or by somebody in Zoom.
        Gone = "gone",
        /// We have no access to it any more, as after a disconnection; it may still be there.
        Forgotten = "forgotten",
        /// Nothing, and nothing is wanted there: the meeting takes place elsewhere, see [`Meeting::place`].
        Elsewhere = "elsewhere",
        /// Perhaps still there, and nothing is wanted there any more: the meeting takes place elsewhere by now.
        Leaving = "leaving",
    }
}

domain::text_enum! {
    /// Why the wish has not been carried to Zoom.
    pub enum Problem {
        /// Zoom does not answer; tried again by itself.
        ZoomUnreachable = "zoom_unreachable",
        /// Zoom said no.
        ZoomRefused = "zoom_refused",
        /// The host has no working connection.
        NotConnected = "not_connected",
        /// The connection lacks a permission.
        PermissionMissing = "permission_missing",
        /// The meeting is running, and Zoom neither changes nor deletes a running one.
        Running = "running",
        /// The host does not have the Zoom integration: it was turned off for them.
        TurnedOff = "turned_off",
    }
}

domain::text_enum! {
    /// What an invitee said.
    pub enum Answer {
        /// Nothing yet.
        None = "none",
        /// They come.
        Accepted = "accepted",
        /// They do not.
        Declined = "declined",
        /// They would rather meet at another time.
        Proposed = "proposed",
    }
}

domain::text_enum! {
    /// What an event said that happened to a meeting in Zoom.
    pub enum Heard {
        /// It was changed there.
        Changed = "changed",
        /// It was deleted there.
        Deleted = "deleted",
    }
}

text_columns! { Desired Known Problem Answer Heard }

/// What can be changed about a meeting that exists: as people want it, or as Zoom holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// What it is about.
    pub topic: Topic,
    /// What is planned.
    pub agenda: Agenda,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
    /// The zone in which it was planned.
    pub zone: Zone,
}

impl Details {
    /// Whether people who know the one would miss a part of the other.
    pub fn is_at_another_time(&self, other: &Self) -> bool {
        self.starts_at != other.starts_at || self.duration != other.duration
    }
}

/// Whether a meeting comes again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Series {
    /// It takes place once.
    #[default]
    None,
    /// It stands for all dates of a series and is in no list; mail about all of them is about it.
    Whole(Repeat),
    /// It is one date of a series.
    Date {
        /// The meeting that stands for all dates.
        of: MeetingId,
        /// The start that the rule gave it: its name in calendars, wherever it is moved.
        planned_at: Timestamp,
    },
}

/// A meeting to schedule: desired, and not yet in Zoom.
#[derive(Debug, Clone)]
pub struct NewMeeting {
    /// The new id.
    pub id: MeetingId,
    /// Who holds it.
    pub host_id: UserId,
    /// With whom it was scheduled.
    pub contact_id: Option<ContactId>,
    /// What it is about.
    pub topic: Topic,
    /// What is planned.
    pub agenda: Agenda,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
    /// The zone in which it was planned.
    pub zone: Zone,
    /// Whether people wait until the host lets them in.
    pub waiting_room: bool,
    /// Whether a passcode is asked for.
    pub passcode_wanted: bool,
    /// Whether Zoom records it.
    pub cloud_recording: bool,
    /// Whether the invitees get an email.
    pub send_invitation: bool,
    /// Where it takes place, if not in Zoom.
    pub place: Option<Place>,
    /// Whether it comes again.
    pub series: Series,
    /// Who comes, in the order they were chosen.
    pub invitees: Vec<NewInvitee>,
    /// When it was scheduled.
    pub created_at: Timestamp,
}

/// Somebody to invite.
#[derive(Debug, Clone)]
pub struct NewInvitee {
    /// The new id.
    pub id: InviteeId,
    /// The contact they are, if they are one.
    pub contact_id: Option<ContactId>,
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// Their name, if known.
    pub name: Option<PersonName>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
    /// Their language, if known.
    pub language: Option<String>,
}

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// Their id in this meeting.
    pub id: InviteeId,
    /// The contact they are, if they are one.
    pub contact_id: Option<ContactId>,
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// Their name, if known.
    pub name: Option<PersonName>,
    /// Where their clock stands, if known.
    pub zone: Option<Zone>,
    /// Their language, if known.
    pub language: Option<String>,
    /// What they said.
    pub answer: Answer,
    /// What they wrote to the host with it.
    pub answer_message: Option<String>,
}

/// What Zoom told about a meeting that was created there.
#[derive(Debug, Clone)]
pub struct NewZoomMeeting {
    /// The grant with which it was created.
    pub grant_id: GrantId,
    /// Zoom's id, 10 or 11 digits.
    pub zoom_id: String,
    /// Zoom's uuid of the instance.
    pub uuid: Option<String>,
    /// The join link, sealed.
    pub join_url: Vec<u8>,
    /// The passcode, sealed.
    pub passcode: Option<Vec<u8>>,
    /// How to join by telephone, sealed.
    pub dial_in: Option<Vec<u8>>,
    /// What Zoom holds.
    pub held: Details,
    /// The revision of the meeting that this is.
    pub revision: i64,
    /// The revision with which the join link came.
    pub link_revision: i64,
    /// When the last event came that this answers.
    pub heard_at: Option<Timestamp>,
    /// Zoom's name of a date of a series.
    pub occurrence_id: Option<String>,
    /// By which rule Zoom repeats it.
    pub repeat: Option<Repeat>,
}

/// The same, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoomMeeting {
    /// The grant with which it was created.
    pub grant_id: GrantId,
    /// Zoom's id, 10 or 11 digits.
    pub zoom_id: String,
    /// Zoom's uuid of the instance.
    pub uuid: Option<String>,
    /// The join link, sealed.
    pub join_url: Vec<u8>,
    /// The passcode, sealed.
    pub passcode: Option<Vec<u8>>,
    /// How to join by telephone, sealed.
    pub dial_in: Option<Vec<u8>>,
    /// What Zoom holds.
    pub held: Details,
    /// The revision of the meeting that this is; behind [`Meeting::revision`] while a change is on its way.
    pub revision: i64,
    /// The revision with which the join link came. Whoever was told an older one needs the new link.
    pub link_revision: i64,
    /// What an event said and Zoom was not asked about yet, and when the event came.
    pub heard: Option<(Heard, Timestamp)>,
    /// Zoom's name of a date of a series.
    pub occurrence_id: Option<String>,
    /// By which rule Zoom repeats it.
    pub repeat: Option<Repeat>,
    /// When we learned it.
    pub created_at: Timestamp,
}

/// A meeting with everything about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Who holds it.
    pub host_id: UserId,
    /// Their name.
    pub host_name: PersonName,
    /// With whom it was scheduled.
    pub contact_id: Option<ContactId>,
    /// What it is about.
    pub topic: Topic,
    /// What is planned.
    pub agenda: Agenda,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
    /// The zone in which it was planned.
    pub zone: Zone,
    /// Whether people wait until the host lets them in.
    pub waiting_room: bool,
    /// Whether a passcode is asked for.
    pub passcode_wanted: bool,
    /// Whether Zoom records it.
    pub cloud_recording: bool,
    /// Whether the invitees get an email.
    pub send_invitation: bool,
    /// What the user wants.
    pub desired: Desired,
    /// What Zoom is known to have.
    pub known: Known,
    /// What stands between the two.
    pub problem: Option<Problem>,
    /// The same in more words.
    pub problem_detail: Option<String>,
    /// When it is tried again.
    pub retry_at: Option<Timestamp>,
    /// How often invitees had to be told something new: 0 at first. `SEQUENCE` of the calendar entry.
    pub revision: i64,
    /// Whether the invitees are told of the last change or the removal.
    pub tell_invitees: bool,
    /// Whether somebody removed it in Zoom, and not here.
    pub removed_in_zoom: bool,
    /// Whether Zoom was ever asked to create it: if so and it is [`Known::Nothing`], it may be there all the same.
    pub asked_zoom: bool,
    /// What they are told beside it.
    pub removal_message: Option<String>,
    /// When it was scheduled.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Where it takes place, if not in Zoom.
    pub place: Option<Place>,
    /// Whether it comes again.
    pub series: Series,
    /// When the last date of a series ends; otherwise, when the meeting does.
    pub last_ends_at: Timestamp,
    /// Who comes.
    pub invitees: Vec<Invitee>,
    /// What came from Zoom.
    pub zoom: Option<ZoomMeeting>,
}

impl Meeting {
    /// What people want it to be.
    pub fn details(&self) -> Details {
        Details {
            topic: self.topic.clone(),
            agenda: self.agenda.clone(),
            starts_at: self.starts_at,
            duration: self.duration,
            zone: self.zone.clone(),
        }
    }

    /// The meeting as Zoom has it: what people are told, and the only thing they are told. The meeting itself where
    /// Zoom has none.
    #[must_use]
    pub fn as_in_zoom(&self) -> Self {
        let Some(zoom) = self.zoom.as_ref().filter(|_| self.place.is_none()) else { return self.clone() };
        let Details { topic, agenda, starts_at, duration, zone } = zoom.held.clone();
        Self { topic, agenda, starts_at, duration, zone, revision: zoom.revision, ..self.clone() }
    }

    /// Whether a change is on its way to Zoom.
    pub fn is_changing(&self) -> bool {
        self.desired == Desired::Scheduled
            && self.place.is_none()
            && self.zoom.as_ref().is_some_and(|zoom| zoom.revision < self.revision)
    }

    /// When it ends; a series with its last date.
    pub fn ends_at(&self) -> Timestamp {
        match self.series {
            Series::Whole(_) => self.last_ends_at,
            Series::None | Series::Date { .. } => self.duration.after(self.starts_at),
        }
    }

    /// The rule, if it stands for a whole series.
    pub fn repeat(&self) -> Option<&Repeat> {
        match &self.series {
            Series::Whole(repeat) => Some(repeat),
            Series::None | Series::Date { .. } => None,
        }
    }

    /// The series it is a date of.
    pub fn series_id(&self) -> Option<MeetingId> {
        match self.series {
            Series::Date { of, .. } => Some(of),
            Series::None | Series::Whole(_) => None,
        }
    }
}
