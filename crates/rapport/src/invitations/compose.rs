//! What a queued mail says, decided when it leaves: from what Zoom is known to hold then, so that it is never stale.

use domain::{MeetingId, WorkspaceId};
use store::emails::{self, Email, EmailKind, EmailState, Told};
use store::meetings::{self, Desired, Invitee, Meeting, Series};
use store::users::{self, User};
use store::venue_changes::{self, VenueChange};
use store::{Db, StoreError, workspaces};

use super::facts::{Reader, calendar_file, facts, lines, name_of, was};
use super::names::same_person;
use super::pages::page_of;
use super::series::SeriesFacts;
use super::way::way_in;
use crate::app::App;
use crate::calendar::Method;
use crate::mail::outbox::SendError;
use crate::mail::{CalendarPart, OutgoingMail};
use crate::views::mail::{
    CancellationMail, InvitationMail, MeetingFacts, News, RenderedMail, UpdateMail, WayIn, WayNews,
};

/// What to do with a queued mail.
pub(super) enum Verdict {
    Send {
        mail: Box<OutgoingMail>,
        /// What it tells about the meeting; nothing new in a cancellation.
        told: Option<Told>,
    },
    /// It must not leave any more, and why.
    Withdraw(&'static str),
    /// Another mail says it, and which.
    Overtaken(&'static str),
}

/// Everything that a mail is made of.
struct Scene<'a> {
    app: &'a App,
    email: &'a Email,
    /// As Zoom has it.
    meeting: Meeting,
    host: User,
    workspace: String,
    reader: Invitee,
    /// All mail to this reader about this meeting, oldest first; about its series too, if it is a date of one.
    mails: Vec<Email>,
    /// Its other dates.
    series: SeriesFacts,
    /// The reader's page.
    page: Option<String>,
    /// When it last came to Zoom or left it.
    venue: Option<VenueChange>,
}

pub(super) async fn verdict(app: &App, workspace: WorkspaceId, email: &Email) -> Result<Verdict, SendError> {
    let db = app.store.begin_read().await;
    let Some(meeting) = meetings::get(&db, workspace, email.meeting_id).await? else {
        return Ok(Verdict::Withdraw("Not sent: the meeting was deleted."));
    };
    let reader = meeting.invitees.iter().find(|invitee| invitee.id == email.invitee_id).cloned();
    let host = users::get(&db, workspace, meeting.host_id).await?;
    let row = workspaces::get(&db, workspace).await?;
    let (Some(reader), Some(host), Some(row)) = (reader, host, row) else {
        return Ok(Verdict::Withdraw("Not sent: the invitee or the host was deleted."));
    };
    let mut mails = emails::of_meeting(&db, workspace, meeting.id).await?;
    mails.retain(|mail| mail.invitee_id == reader.id);
    if let Some(series) = meeting.series_id() {
        mails.extend(about_series(&db, workspace, series, &reader).await?);
    }
    let series = SeriesFacts::of(&db, workspace, &meeting).await?;
    let page = page_of(app, &db, workspace, reader.id).await?;
    let venue = venue_changes::last(&db, workspace, meeting.id).await?;
    drop(db);
    let scene = Scene { app, email, meeting, host, workspace: row.name, reader, mails, series, page, venue };
    match email.kind {
        EmailKind::Invitation => scene.invitation(),
        EmailKind::Update => scene.update(),
        EmailKind::Cancellation => scene.cancellation(),
    }
}

/// All mail to the same person about the series of a date.
async fn about_series(
    db: &impl Db,
    workspace: WorkspaceId,
    series: MeetingId,
    reader: &Invitee,
) -> Result<Vec<Email>, StoreError> {
    let Some(whole) = meetings::get(db, workspace, series).await? else { return Ok(Vec::new()) };
    let Some(there) = same_person(&whole.invitees, reader) else { return Ok(Vec::new()) };
    let mut mails = emails::of_meeting(db, workspace, series).await?;
    mails.retain(|mail| mail.invitee_id == there.id);
    Ok(mails)
}

impl Scene<'_> {
    fn invitation(mut self) -> Result<Verdict, SendError> {
        if let Some(verdict) = self.too_late() {
            return Ok(verdict);
        }
        let Some(link) = way_in(self.app, &self.meeting)? else {
            return Ok(Verdict::Withdraw("Not sent: the meeting has no Zoom link any more."));
        };
        self.meeting = self.meeting.as_in_zoom();
        let way = link.way_in(&Reader::of(&self.reader, &self.meeting));
        let mail = InvitationMail {
            meeting: self.facts(),
            way: way.clone(),
            agenda: lines(self.meeting.agenda.as_str()),
            page: self.page.clone(),
        };
        Ok(self.send(mail.render()?, Method::Request, &way))
    }

    fn update(mut self) -> Result<Verdict, SendError> {
        if let Some(verdict) = self.too_late() {
            return Ok(verdict);
        }
        let Some(link) = way_in(self.app, &self.meeting)? else {
            return Ok(Verdict::Withdraw("Not sent: the meeting has no Zoom link any more."));
        };
        let link_revision = self.meeting.zoom.as_ref().map_or(0, |zoom| zoom.link_revision);
        self.meeting = self.meeting.as_in_zoom();
        let told = self.told();
        if told.is_some_and(|told| told.revision >= self.meeting.revision) {
            return Ok(Verdict::Overtaken("Not needed: the mail before it said so already."));
        }
        let mut waiting = self.mails.iter().filter(|mail| mail.state == EmailState::Queued);
        let newer =
            |mail: &Email| mail.meeting_id == self.email.meeting_id && mail.revision > self.email.revision;
        if waiting.clone().any(newer) {
            return Ok(Verdict::Overtaken("Not needed: the meeting changed again first."));
        }
        if waiting.any(|mail| mail.id != self.email.id) {
            return Err(SendError::NotYet);
        }
        let Some(told) = told else {
            return Ok(Verdict::Withdraw("Not sent: the invitation never arrived either."));
        };
        let moved = told.starts_at != self.meeting.starts_at;
        let same_time = !moved && told.duration == self.meeting.duration;
        let way = match self.venue.filter(|venue| told.revision < venue.revision) {
            Some(venue) if venue.to_zoom => WayNews::ToZoom,
            Some(_) => WayNews::LeftZoom,
            None if told.revision < link_revision => WayNews::NewLink,
            None => WayNews::Same,
        };
        let reader = Reader::of(&self.reader, &self.meeting);
        let way_in = link.way_in(&reader);
        let mail = UpdateMail {
            meeting: self.facts(),
            news: if moved { News::Moved { way } } else { News::Changed { way } },
            was: (!same_time).then(|| was(self.meeting.starts_at, &reader, (told.starts_at, told.duration))),
            way: way_in.clone(),
            agenda: lines(self.meeting.agenda.as_str()),
            page: self.page.clone(),
        };
        Ok(self.send(mail.render()?, Method::Request, &way_in))
    }

    fn cancellation(mut self) -> Result<Verdict, SendError> {
        let before = self.mails.iter().filter(|mail| mail.id != self.email.id);
        if before.clone().any(|mail| mail.state == EmailState::Queued) {
            return Err(SendError::NotYet);
        }
        let invited =
            before.clone().any(|mail| mail.kind == EmailKind::Invitation && mail.may_have_arrived());
        if !invited {
            return Ok(Verdict::Withdraw("Not sent: the invitation never arrived either."));
        }
        // The time that they know, not one that they were never told.
        if let Some(told) = self.told() {
            self.meeting.starts_at = told.starts_at;
            self.meeting.duration = told.duration;
        }
        let mail = CancellationMail {
            meeting: self.facts(),
            message: lines(self.meeting.removal_message.as_deref().unwrap_or_default()),
        };
        Ok(self.send(mail.render()?, Method::Cancel, &WayIn::default()))
    }

    /// What every mail says.
    fn facts(&self) -> MeetingFacts {
        let Self { meeting, host, workspace, reader, .. } = self;
        let starts_at = self.series.next(meeting, self.app.now());
        let its = Reader::of(reader, meeting);
        let mut facts = facts(
            meeting.topic.as_str(),
            (starts_at, meeting.duration),
            host,
            workspace,
            &its,
            meeting.place.as_ref(),
        );
        facts.series = self.series.lines(meeting, &its, self.app.now());
        facts
    }

    /// What the reader was told last, as far as anybody knows.
    fn told(&self) -> Option<Told> {
        let told = self
            .mails
            .iter()
            .filter(|mail| mail.meeting_id == self.email.meeting_id)
            .filter(|mail| mail.may_have_arrived() && mail.id != self.email.id)
            .filter_map(|mail| mail.told);
        told.max_by_key(|told| told.revision).or_else(|| self.told_with_series())
    }

    /// What whoever was told of the series knows of this date.
    fn told_with_series(&self) -> Option<Told> {
        let Series::Date { planned_at, .. } = self.meeting.series else { return None };
        let mails = self.mails.iter().filter(|mail| mail.meeting_id != self.email.meeting_id);
        let told = mails.filter(|mail| mail.may_have_arrived()).filter_map(|mail| mail.told);
        let told = told.max_by_key(|told| told.revision)?;
        Some(Told { revision: -1, starts_at: planned_at, duration: told.duration })
    }

    /// Nobody needs news of a meeting that is over or off.
    fn too_late(&self) -> Option<Verdict> {
        if self.meeting.as_in_zoom().ends_at() <= self.app.now() {
            return Some(Verdict::Withdraw("Not sent: the meeting was over before it could leave."));
        }
        let removed = self.meeting.desired == Desired::Removed;
        removed.then_some(Verdict::Withdraw("Not sent: the meeting was removed first."))
    }

    fn send(&self, rendered: RenderedMail, method: Method, way: &WayIn) -> Verdict {
        let Self { app, email, meeting, host, reader, .. } = self;
        let told =
            Told { revision: meeting.revision, starts_at: meeting.starts_at, duration: meeting.duration };
        Verdict::Send {
            told: (method == Method::Request).then_some(told),
            mail: Box::new(OutgoingMail {
                workspace: email.workspace_id,
                message_id: email.message_id.clone(),
                date: app.now(),
                host: Some((host.name.to_string(), host.email.clone())),
                to: (name_of(reader).to_owned(), email.to_address.clone()),
                subject: rendered.subject,
                text: rendered.text,
                html: rendered.html,
                only_for: None,
                calendar: Some(CalendarPart {
                    method: method.as_str(),
                    body: calendar_file(
                        method,
                        meeting,
                        &self.series,
                        (&host.name, &host.email),
                        way,
                        app.now(),
                    ),
                }),
            }),
        }
    }
}
