//! What a queued mail says, decided when it leaves: from what Zoom is known to hold then, so that it is never stale.

use domain::WorkspaceId;
use store::emails::{self, Email, EmailKind, EmailState, Told};
use store::meetings::{self, Desired, Invitee, Meeting};
use store::users::{self, User};
use store::venue_changes::{self, VenueChange};
use store::workspaces;

use super::facts::{Reader, calendar_file, facts, lines, name_of, was};
use super::pages::page_of;
use super::send::way_in;
use crate::app::App;
use crate::calendar::Method;
use crate::mail::outbox::SendError;
use crate::mail::{CalendarPart, OutgoingMail};
use crate::views::mail::{
    CancellationMail, InvitationMail, MeetingFacts, News, RenderedMail, UpdateMail, WayNews,
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
    /// All mail to this reader about this meeting, oldest first.
    mails: Vec<Email>,
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
    let page = page_of(app, &db, workspace, reader.id).await?;
    let venue = venue_changes::last(&db, workspace, meeting.id).await?;
    drop(db);
    let scene = Scene { app, email, meeting, host, workspace: row.name, reader, mails, page, venue };
    match email.kind {
        EmailKind::Invitation => scene.invitation(),
        EmailKind::Update => scene.update(),
        EmailKind::Cancellation => scene.cancellation(),
    }
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
        let mail = InvitationMail {
            meeting: self.facts(),
            join_url: link.join_url.clone(),
            meeting_number: link.number.clone(),
            passcode: link.passcode.clone(),
            agenda: lines(self.meeting.agenda.as_str()),
            page: self.page.clone(),
        };
        Ok(self.send(mail.render()?, Method::Request, link.link()))
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
        if waiting.clone().any(|mail| mail.revision > self.email.revision) {
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
        let mail = UpdateMail {
            meeting: self.facts(),
            news: if moved { News::Moved { way } } else { News::Changed { way } },
            was: (!same_time).then(|| was(self.meeting.starts_at, &reader, (told.starts_at, told.duration))),
            join_url: link.join_url.clone(),
            meeting_number: link.number.clone(),
            passcode: link.passcode.clone(),
            agenda: lines(self.meeting.agenda.as_str()),
            page: self.page.clone(),
        };
        Ok(self.send(mail.render()?, Method::Request, link.link()))
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
        Ok(self.send(mail.render()?, Method::Cancel, None))
    }

    /// What every mail says.
    fn facts(&self) -> MeetingFacts {
        let Self { meeting, host, workspace, reader, .. } = self;
        let time = (meeting.starts_at, meeting.duration);
        facts(
            meeting.topic.as_str(),
            time,
            host,
            workspace,
            &Reader::of(reader, meeting),
            meeting.place.as_ref(),
        )
    }

    /// What the reader was told last, as far as anybody knows.
    fn told(&self) -> Option<Told> {
        let told = self
            .mails
            .iter()
            .filter(|mail| mail.may_have_arrived() && mail.id != self.email.id)
            .filter_map(|mail| mail.told);
        told.max_by_key(|told| told.revision)
    }

    /// Nobody needs news of a meeting that is over or off.
    fn too_late(&self) -> Option<Verdict> {
        if self.meeting.as_in_zoom().ends_at() <= self.app.now() {
            return Some(Verdict::Withdraw("Not sent: the meeting was over before it could leave."));
        }
        let removed = self.meeting.desired == Desired::Removed;
        removed.then_some(Verdict::Withdraw("Not sent: the meeting was removed first."))
    }

    fn send(&self, rendered: RenderedMail, method: Method, join_url: Option<&str>) -> Verdict {
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
                calendar: Some(CalendarPart {
                    method: method.as_str(),
                    body: calendar_file(method, meeting, (&host.name, &host.email), join_url, app.now()),
                }),
            }),
        }
    }
}
