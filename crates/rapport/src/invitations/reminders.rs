//! Reminders of meetings, to the host and to whoever is invited. They go by instants (RT-51). Each minute the program looks
//! which are due; what was moved or removed is silent by itself, because the meeting is looked at again when its reminder
//! is queued, and once more when it leaves. A reminder that is late is none: it is dropped.

use domain::{EmailId, InviteeId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use jobs::{Attempt, Options, enqueue};
use store::emails::EmailState;
use store::meetings::{self, Answer, Desired, Invitee, Known, Meeting};
use store::outbox::{Outbox, OutboxId};
use store::reminders::{self, DuePlan, Reminder, ReminderKind};
use store::users::{self, User};
use store::{Db, StoreError, contacts, removed_people};

use super::facts::{Reader, facts, lines, name_of, time_range};
use super::invited::InvitationMails;
use super::pages::page_of;
use super::way::way_in;
use crate::app::App;
use crate::i18n::dates;
use crate::jobs::SendReminder;
use crate::mail::outbox::{SendError, deliver, withdraw};
use crate::mail::{OutgoingMail, message_id};
use crate::user_mails::to_user;
use crate::views::mail::{HostReminder, InviteeReminder, RenderedMail, ToUser};

/// Plans that are looked at in one round; the rest has its turn a minute later.
const ROUND: u32 = 500;

/// For so long after it was due a reminder is still one.
fn patience(kind: ReminderKind) -> SignedDuration {
    match kind {
        ReminderKind::Day => SignedDuration::from_hours(6),
        ReminderKind::Hour => SignedDuration::from_mins(30),
        ReminderKind::Quarter => SignedDuration::from_mins(10),
    }
}

/// Whether it is too late for a reminder.
fn late(kind: ReminderKind, starts_at: Timestamp, now: Timestamp) -> bool {
    now >= starts_at || now >= kind.due(starts_at) + patience(kind)
}

/// Whether a meeting takes place at this start, as far as everybody was told.
fn stands(meeting: &Meeting, starts_at: Timestamp) -> bool {
    meeting.desired == Desired::Scheduled
        && meeting.known != Known::Gone
        && meeting.starts_at == starts_at
        && meeting.as_in_zoom().starts_at == starts_at
}

/// Queues all reminders that are due.
pub async fn remind(app: &App) -> Result<(), StoreError> {
    // After a while without a look, one that is late may hide the next, which is not.
    for _ in ReminderKind::ALL {
        let due = reminders::due(&app.store.begin_read().await, app.now(), ROUND).await?;
        for plan in due {
            remind_of(app, &plan).await?;
        }
    }
    Ok(())
}

async fn remind_of(app: &App, plan: &DuePlan) -> Result<(), StoreError> {
    let (workspace, now) = (plan.workspace, app.now());
    let tx = app.store.begin_write().await?;
    let meeting = meetings::get_for_update(&tx, workspace, plan.meeting).await?;
    let wanted = !late(plan.kind, plan.starts_at, now)
        // Whoever was told within that time needs no reminder of it.
        && plan.planned_at <= plan.kind.due(plan.starts_at);
    if let Some(meeting) = meeting.as_ref().filter(|_| wanted) {
        if meeting.is_changing() && meeting.desired == Desired::Scheduled {
            // It is on its way to another time, or not: that shows soon.
            return Ok(());
        }
        if !reminders::advance(&tx, plan).await? {
            return Ok(());
        }
        if stands(meeting, plan.starts_at) {
            queue_all(app, &tx, plan, meeting).await?;
        }
    } else if !reminders::advance(&tx, plan).await? {
        return Ok(());
    }
    tx.commit().await
}

/// One for the host, and one for each invitee who knows of the meeting and has not declined.
async fn queue_all(app: &App, tx: &store::Tx, plan: &DuePlan, meeting: &Meeting) -> Result<(), StoreError> {
    let workspace = plan.workspace;
    let chosen = reminders::settings(tx, workspace, meeting.host_id).await?;
    let queue = async |recipient, to_host, to_address| {
        let id = EmailId::new(&*app.clock, &*app.random);
        let reminder = Reminder {
            id,
            workspace_id: workspace,
            meeting_id: meeting.id,
            recipient,
            to_host,
            kind: plan.kind,
            starts_at: plan.starts_at,
            to_address,
            state: EmailState::Queued,
            message_id: message_id(app, id),
            created_at: app.now(),
        };
        if reminders::queue(tx, &reminder).await? {
            enqueue(tx, Some(workspace), &SendReminder { workspace, email: id }, Options::default()).await?;
        }
        Ok::<_, StoreError>(())
    };
    if chosen.for_me.includes(plan.kind)
        && let Some(host) = users::get(tx, workspace, meeting.host_id).await?
        && !removed_people::was_removed(tx, workspace, host.id).await?
    {
        queue(host.id.as_uuid(), true, host.email).await?;
    }
    // On its way to Zoom there is no way in to remind of, and the way they know is not the one any more.
    let has_way = meeting.place.is_some() || meeting.zoom.is_some();
    if chosen.for_invitees.includes(plan.kind) && has_way {
        let mails = InvitationMails::to_meeting(tx, workspace, meeting).await?;
        let comes = |one: &&Invitee| one.answer != Answer::Declined && mails.reached(one);
        for invitee in meeting.invitees.iter().filter(comes) {
            queue(invitee.id.as_uuid(), false, invitee.email.clone()).await?;
        }
    }
    Ok(())
}

/// Sends one queued reminder, unless the meeting was moved or removed since, or it would come too late.
pub async fn send_reminder(
    app: &App,
    workspace: WorkspaceId,
    id: EmailId,
    attempt: &Attempt,
) -> Result<(), SendError> {
    let entry = OutboxId { outbox: Outbox::Reminders, workspace, email: id };
    let db = app.store.begin_read().await;
    let Some(reminder) = reminders::get(&db, workspace, id).await? else { return Ok(()) };
    if reminder.state != EmailState::Queued {
        return Ok(());
    }
    let meeting = meetings::get(&db, workspace, reminder.meeting_id).await?;
    drop(db);
    if late(reminder.kind, reminder.starts_at, app.now()) {
        return withdraw(app, entry, "Not sent: it would have come too late.").await;
    }
    let Some(meeting) = meeting.filter(|meeting| stands(meeting, reminder.starts_at)) else {
        return withdraw(app, entry, "Not sent: the meeting was moved or removed first.").await;
    };
    match compose(app, workspace, &reminder, meeting).await? {
        Some(mail) => deliver(app, entry, &mail, None, attempt).await,
        None => withdraw(app, entry, "Not sent: the recipient was deleted.").await,
    }
}

async fn compose(
    app: &App,
    workspace: WorkspaceId,
    reminder: &Reminder,
    meeting: Meeting,
) -> Result<Option<OutgoingMail>, SendError> {
    let db = app.store.begin_read().await;
    let Some(host) = users::get(&db, workspace, meeting.host_id).await? else { return Ok(None) };
    let Some(to) = to_user(&db, workspace, &host).await? else { return Ok(None) };
    let (rendered, name) = if reminder.to_host {
        let gone = removed_people::was_removed(&db, workspace, host.id).await?;
        if gone || UserId::from_uuid(reminder.recipient) != host.id {
            return Ok(None);
        }
        let names = with_whom(&db, workspace, &meeting).await?;
        (to_host(app, &meeting, &host, names, to)?, host.name.to_string())
    } else {
        let id = InviteeId::from_uuid(reminder.recipient);
        let Some(invitee) = meeting.invitees.iter().find(|one| one.id == id) else { return Ok(None) };
        let link = way_in(app, &meeting)?.unwrap_or_default();
        let place = meeting.place.as_ref();
        let reader = Reader::of(invitee, &meeting);
        let time = (meeting.starts_at, meeting.duration);
        let mail = InviteeReminder {
            meeting: facts(meeting.topic.as_str(), time, &host, &to.workspace, &reader, place),
            way: link.way_in(&reader),
            agenda: lines(meeting.agenda.as_str()),
            page: page_of(app, &db, workspace, id).await?,
        };
        (mail.render()?, name_of(invitee).to_owned())
    };
    let RenderedMail { subject, text, html } = rendered;
    Ok(Some(OutgoingMail {
        workspace,
        message_id: reminder.message_id.clone(),
        date: app.now(),
        host: (!reminder.to_host).then(|| (host.name.to_string(), host.email.clone())),
        to: (name, reminder.to_address.clone()),
        subject,
        text,
        html,
        calendar: None,
        only_for: None,
    }))
}

/// Names of the invitees, or of the contact whom nobody could invite.
async fn with_whom(db: &impl Db, workspace: WorkspaceId, meeting: &Meeting) -> Result<String, StoreError> {
    let names: Vec<_> = meeting.invitees.iter().map(name_of).collect();
    match meeting.contact_id.filter(|_| names.is_empty()) {
        Some(id) => {
            Ok(contacts::get(db, workspace, id).await?.map_or(String::new(), |one| one.name.to_string()))
        }
        None => Ok(names.join(", ")),
    }
}

fn to_host(
    app: &App,
    meeting: &Meeting,
    host: &User,
    with: String,
    to: ToUser,
) -> Result<RenderedMail, SendError> {
    let (at, zone, language) = (meeting.starts_at, &host.zone, to.language);
    let date = zone.local(at).date();
    let range = time_range(language, at, meeting.duration, zone);
    let mail = HostReminder {
        topic: meeting.topic.to_string(),
        with,
        when: format!("{}, {range}", dates::full_date(language, date)),
        short: format!("{} {}", dates::short_day(language, date), dates::time(language, at, zone)),
        link: app.link(&format!("/meetings/{}", meeting.id)),
        to,
    };
    Ok(mail.render()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_late_when_its_meeting_began_or_its_time_has_passed() {
        let start: Timestamp = "2027-03-18T15:00:00Z".parse().unwrap();
        let before = |minutes| start - SignedDuration::from_mins(minutes);
        assert!(!late(ReminderKind::Quarter, start, before(15)));
        assert!(!late(ReminderKind::Quarter, start, before(6)));
        assert!(late(ReminderKind::Quarter, start, before(5)), "it says that there is time left");
        assert!(!late(ReminderKind::Day, start, before(19 * 60)));
        assert!(late(ReminderKind::Day, start, before(18 * 60)));
        assert!(late(ReminderKind::Day, start, start));
    }
}
