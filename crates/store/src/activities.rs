//! The timeline: what happened with a contact, append-only, with one writer ([`record`]).

use domain::{
    ActivityId, CompanyId, ContactId, EmailAddress, EmailId, MeetingId, Minutes, NoteBody, NoteId,
    PersonName, Topic, UserId, WorkspaceId,
};
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{Row, columns, text_columns, values},
    emails::EmailState,
    micros::Micros,
    paging::{Cursor, Order, Seek, cut},
};

domain::text_enum! {
    /// What an entry of the timeline tells.
    pub enum ActivityKind {
        /// The contact was added.
        ContactAdded = "contact_added",
        /// A note was written.
        NoteAdded = "note_added",
        /// A deal was added.
        DealAdded = "deal_added",
        /// A deal was moved to another stage.
        DealMoved = "deal_moved",
        /// Something was done for them.
        TaskDone = "task_done",
        /// Somebody talked to them on the phone; the time is that of the call.
        CallLogged = "call_logged",
        /// A meeting was scheduled.
        MeetingScheduled = "meeting_scheduled",
        /// A meeting was moved, or something else about it changed; nobody did it here when there is no actor, but
        /// somebody in Zoom.
        MeetingChanged = "meeting_changed",
        /// A meeting was removed; without an actor, in Zoom.
        MeetingRemoved = "meeting_removed",
        /// The contact comes to a meeting.
        InvitationAccepted = "invitation_accepted",
        /// The contact does not come to it.
        InvitationDeclined = "invitation_declined",
        /// The contact would rather meet at another time.
        TimeProposed = "time_proposed",
        /// A meeting took place.
        MeetingHeld = "meeting_held",
        /// Nobody came to a meeting.
        MeetingMissed = "meeting_missed",
        /// A meeting did not take place.
        MeetingDropped = "meeting_dropped",
        /// An invitation goes to the contact; its current state is that of the email.
        InvitationSent = "invitation_sent",
        /// News of a changed meeting go to the contact; their current state is that of the email.
        UpdateSent = "update_sent",
        /// A cancellation goes to the contact; its current state is that of the email.
        CancellationSent = "cancellation_sent",
    }
}

text_columns! { ActivityKind }

impl ActivityKind {
    /// Whether it counts as being in touch: everything but being added to the list, and what becomes of deals and tasks.
    const fn touches(self) -> bool {
        !matches!(self, Self::ContactAdded | Self::DealAdded | Self::DealMoved | Self::TaskDone)
    }
}

domain::text_enum! {
    /// The part of a timeline that is shown.
    pub enum TimelineFilter {
        /// Everything.
        All = "all",
        /// Meetings scheduled, held and removed.
        Meetings = "meetings",
        /// Notes and calls.
        Notes = "notes",
        /// Mail to the contact.
        Emails = "emails",
        /// What was done for them.
        Tasks = "tasks",
    }
}

impl TimelineFilter {
    fn kinds(self) -> &'static [ActivityKind] {
        use ActivityKind::{
            CallLogged, CancellationSent, InvitationAccepted, InvitationDeclined, InvitationSent,
            MeetingChanged, MeetingDropped, MeetingHeld, MeetingMissed, MeetingRemoved, MeetingScheduled,
            NoteAdded, TaskDone, TimeProposed, UpdateSent,
        };
        match self {
            Self::All => ActivityKind::ALL,
            Self::Meetings => &[
                MeetingScheduled,
                MeetingChanged,
                MeetingHeld,
                MeetingMissed,
                MeetingDropped,
                MeetingRemoved,
                InvitationAccepted,
                InvitationDeclined,
                TimeProposed,
            ],
            Self::Notes => &[NoteAdded, CallLogged],
            Self::Tasks => &[TaskDone],
            Self::Emails => &[InvitationSent, UpdateSent, CancellationSent],
        }
    }
}

/// An entry to add.
#[derive(Debug, Clone)]
pub struct NewActivity {
    /// The new id.
    pub id: ActivityId,
    /// Whose timeline it belongs to.
    pub contact_id: ContactId,
    /// The meeting it is about.
    pub meeting_id: Option<MeetingId>,
    /// The email it is about.
    pub email_id: Option<EmailId>,
    /// The note it is about.
    pub note_id: Option<NoteId>,
    /// Who did it; `None` when the program did.
    pub actor_id: Option<UserId>,
    /// What happened.
    pub kind: ActivityKind,
    /// When.
    pub at: Timestamp,
    /// Words of its own, such as the message of a cancellation.
    pub text: Option<String>,
    /// When the meeting starts, as it stands now.
    pub starts_at: Option<Timestamp>,
    /// When it was to start before, if it was moved.
    pub moved_from: Option<Timestamp>,
}

impl NewActivity {
    /// An entry about nothing but its contact.
    pub const fn new(
        id: ActivityId,
        contact_id: ContactId,
        actor_id: Option<UserId>,
        kind: ActivityKind,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            contact_id,
            meeting_id: None,
            email_id: None,
            note_id: None,
            actor_id,
            kind,
            at,
            text: None,
            starts_at: None,
            moved_from: None,
        }
    }
}

/// An entry with what a page shows beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineItem {
    /// Its id.
    pub id: ActivityId,
    /// What happened.
    pub kind: ActivityKind,
    /// When.
    pub at: Timestamp,
    /// Words of its own.
    pub text: Option<String>,
    /// Whose timeline it belongs to.
    pub contact_id: ContactId,
    /// Their name.
    pub contact_name: PersonName,
    /// Who did it.
    pub actor_id: Option<UserId>,
    /// Their name.
    pub actor_name: Option<PersonName>,
    /// The meeting it is about.
    pub meeting: Option<TimelineMeeting>,
    /// When it was to start before, if it was moved.
    pub moved_from: Option<Timestamp>,
    /// The note it is about.
    pub note_body: Option<NoteBody>,
    /// The email it is about.
    pub email: Option<TimelineEmail>,
}

/// The meeting of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineMeeting {
    /// Its id.
    pub id: MeetingId,
    /// What it is about.
    pub topic: Topic,
    /// When it starts, as it was when the entry was made.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub duration: Minutes,
}

/// The email of an entry, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEmail {
    /// Its id.
    pub id: EmailId,
    /// Whether it left.
    pub state: EmailState,
    /// What the mail server said.
    pub server_words: Option<String>,
    /// Where it goes.
    pub to_address: EmailAddress,
    /// To whom.
    pub to_name: Option<PersonName>,
}

/// How many entries each filter shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimelineCounts {
    /// Everything.
    pub all: u64,
    /// Meetings.
    pub meetings: u64,
    /// Notes and calls.
    pub notes: u64,
    /// Emails.
    pub emails: u64,
    /// Tasks that are done.
    pub tasks: u64,
}

/// One page of a timeline, newest first.
#[derive(Debug, Clone)]
pub struct TimelinePage {
    /// The entries.
    pub items: Vec<TimelineItem>,
    /// How many there are, by filter.
    pub counts: TimelineCounts,
    /// How to go on to older ones.
    pub next: Option<String>,
    /// How to go back to newer ones.
    pub previous: Option<String>,
}

/// Adds an entry and notes on the contact when they were last touched.
pub async fn record(tx: &Tx, workspace: WorkspaceId, activity: &NewActivity) -> Result<(), StoreError> {
    let columns = columns! {
        workspace_id: workspace,
        id: activity.id,
        contact_id: activity.contact_id,
        kind: activity.kind,
        at: activity.at,
        actor_id: activity.actor_id,
        meeting_id: activity.meeting_id,
        email_id: activity.email_id,
        note_id: activity.note_id,
        text: activity.text,
        starts_at: activity.starts_at,
        moved_from: activity.moved_from,
    };
    tx.insert("activities", columns).await?;
    if !activity.kind.touches() {
        return Ok(());
    }
    let sql = "UPDATE contacts SET last_touched_at = $3, last_touched_kind = $4 \
        WHERE workspace_id = $1 AND id = $2 AND last_touched_at <= $3";
    tx.exec(sql, values![workspace, activity.contact_id, activity.at, activity.kind]).await.map(drop)
}

const SELECT: &str = "SELECT a.id, a.kind, a.at, a.text, a.contact_id, c.name AS contact_name, a.actor_id, \
    u.name AS actor_name, a.meeting_id, m.topic, COALESCE(a.starts_at, m.starts_at) AS starts_at, a.moved_from, m.duration_minutes, n.body, a.email_id, \
    e.state AS email_state, e.server_words, e.to_address, e.to_name \
    FROM activities a \
    JOIN contacts c ON c.workspace_id = a.workspace_id AND c.id = a.contact_id \
    LEFT JOIN users u ON u.workspace_id = a.workspace_id AND u.id = a.actor_id \
    LEFT JOIN meetings m ON m.workspace_id = a.workspace_id AND m.id = a.meeting_id \
    LEFT JOIN notes n ON n.workspace_id = a.workspace_id AND n.id = a.note_id \
    LEFT JOIN emails e ON e.workspace_id = a.workspace_id AND e.id = a.email_id";

/// The timeline of a contact, newest first. `before` is [`TimelinePage::next`] (or `previous`) of another page.
pub async fn for_contact(
    db: &impl Db,
    workspace: WorkspaceId,
    contact: ContactId,
    filter: TimelineFilter,
    before: Option<&str>,
    limit: u32,
) -> Result<TimelinePage, StoreError> {
    let sql = "SELECT kind, COUNT(*) AS n FROM activities WHERE workspace_id = $1 AND contact_id = $2 GROUP BY kind";
    let by_kind: Vec<(ActivityKind, u64)> =
        db.all(sql, values![workspace, contact], |row| Ok((row.get("kind")?, row.get("n")?))).await?;
    let cursor = Cursor::parse_time(before);
    let seek = Seek::new(Order::NewestFirst("a.at"), "a.id", cursor.as_ref(), 4);
    let kinds: Vec<String> = filter.kinds().iter().map(|kind| format!("'{kind}'")).collect();
    let sql = format!(
        "{SELECT} WHERE a.workspace_id = $1 AND a.contact_id = $2 AND a.kind IN ({}){} {} LIMIT $3",
        kinds.join(", "),
        seek.condition,
        seek.order_by
    );
    let values = [values![workspace, contact, i64::from(limit) + 1], seek.values].concat();
    let page = cut(db.all(&sql, values, read).await?, cursor.as_ref(), limit, |item| {
        (item.id.as_uuid(), Micros::from(item.at).0.to_string())
    });
    let counts = count(&by_kind);
    Ok(TimelinePage { items: page.rows, counts, next: page.next, previous: page.previous })
}

/// The newest entries of the whole workspace.
pub async fn recent(
    db: &impl Db,
    workspace: WorkspaceId,
    limit: u32,
) -> Result<Vec<TimelineItem>, StoreError> {
    let sql = format!("{SELECT} WHERE a.workspace_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT $2");
    db.all(&sql, values![workspace, limit], read).await
}

/// The newest entries of everybody who works at the company: one query. `before` is [`TimelinePage::next`] of another
/// page; the counts are left out.
pub async fn for_company(
    db: &impl Db,
    workspace: WorkspaceId,
    company: CompanyId,
    before: Option<&str>,
    limit: u32,
) -> Result<TimelinePage, StoreError> {
    let cursor = Cursor::parse_time(before);
    let seek = Seek::new(Order::NewestFirst("a.at"), "a.id", cursor.as_ref(), 4);
    let sql = format!(
        "{SELECT} WHERE a.workspace_id = $1 AND c.company_id = $2{} {} LIMIT $3",
        seek.condition, seek.order_by
    );
    let values = [values![workspace, company, i64::from(limit) + 1], seek.values].concat();
    let page = cut(db.all(&sql, values, read).await?, cursor.as_ref(), limit, |item| {
        (item.id.as_uuid(), Micros::from(item.at).0.to_string())
    });
    Ok(TimelinePage { items: page.rows, counts: count(&[]), next: page.next, previous: page.previous })
}

fn count(by_kind: &[(ActivityKind, u64)]) -> TimelineCounts {
    let of = |filter: TimelineFilter| {
        by_kind.iter().filter(|(kind, _)| filter.kinds().contains(kind)).map(|(_, n)| n).sum()
    };
    TimelineCounts {
        all: of(TimelineFilter::All),
        meetings: of(TimelineFilter::Meetings),
        notes: of(TimelineFilter::Notes),
        emails: of(TimelineFilter::Emails),
        tasks: of(TimelineFilter::Tasks),
    }
}

fn read(row: &Row) -> Result<TimelineItem, StoreError> {
    let meeting = row.opt("meeting_id")?.map(|id| {
        Ok::<_, StoreError>(TimelineMeeting {
            id,
            topic: row.get("topic")?,
            starts_at: row.get("starts_at")?,
            duration: row.get("duration_minutes")?,
        })
    });
    let email = row.opt("email_id")?.map(|id| {
        Ok::<_, StoreError>(TimelineEmail {
            id,
            state: row.get("email_state")?,
            server_words: row.opt("server_words")?,
            to_address: row.get("to_address")?,
            to_name: row.opt("to_name")?,
        })
    });
    Ok(TimelineItem {
        id: row.get("id")?,
        kind: row.get("kind")?,
        at: row.get("at")?,
        text: row.opt("text")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("contact_name")?,
        actor_id: row.opt("actor_id")?,
        actor_name: row.opt("actor_name")?,
        meeting: meeting.transpose()?,
        moved_from: row.opt("moved_from")?,
        note_body: row.opt("body")?,
        email: email.transpose()?,
    })
}
