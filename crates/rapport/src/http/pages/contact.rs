use axum::http::StatusCode;
use axum::response::Response;
use domain::{ContactId, NoteBody, Zone, difference, display};
use serde::Deserialize;
use store::activities;
use store::contacts::{self as stored, Contact};
use store::deals::DealFilter;
use store::emails::{self, Email, EmailState};
use store::meetings::{self, MeetingRow};

use super::contacts::company;
use super::deals::lines;
use super::meeting_life::Running;
use super::outcome;
use super::place;
use super::tasks;
use super::timeline::{self, mail_word};
use super::words::{can_reschedule, repeats, send_word, start_button, their_time, tile};
use crate::accounts::new_token;
use crate::contacts;
use crate::http::context::{Ctx, Path, Query, WriteCtx, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page as respond};
use crate::invitations::names;
use crate::invitations::open_join_url;
use crate::meetings::row_status;
use crate::views::badge::Badge;
use crate::views::contact::{
    Colleague, ContactMeeting, ContactPage, Detail, InviteeLine, LocalClock, TimelineCounts, TimelineFilter,
};
use crate::views::form::FormField;
use crate::views::icon::icon;
use crate::views::shell::NoteKind;

/// Entries of a page of the timeline.
const ENTRIES: u32 = 30;
/// Deals shown.
const DEALS: u32 = 10;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TimelineQuery {
    show: String,
    before: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct NoteForm {
    idempotency_key: String,
    note: String,
}

pub(in crate::http) async fn page(
    ctx: Ctx,
    Path(id): Path<ContactId>,
    Query(query): Query<TimelineQuery>,
) -> Result<Response, AppError> {
    show(&ctx, id, &query, FormField::default(), StatusCode::OK).await
}

pub(in crate::http) async fn add_note(
    ctx: WriteCtx,
    Path(id): Path<ContactId>,
    ProtectedForm(form): ProtectedForm<NoteForm>,
) -> Result<Response, AppError> {
    let body = match NoteBody::parse(&form.note) {
        Ok(body) => body,
        Err(error) => {
            let field = FormField::wrong(form.note, error.to_string());
            return show(&ctx, id, &TimelineQuery::default(), field, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let known = stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    known.ok_or(not_found("contact"))?;
    contacts::add_note(&ctx.app, ctx.workspace(), ctx.user(), id, &form.idempotency_key, body).await?;
    Ok(ctx.done(format!("/contacts/{id}"), Some(notice(NoteKind::Ok, "Note saved", ""))))
}

async fn show(
    ctx: &Ctx,
    id: ContactId,
    query: &TimelineQuery,
    note: FormField,
    status: StatusCode,
) -> Result<Response, AppError> {
    let db = ctx.app.store.begin_read().await;
    let contact = stored::get(&db, ctx.workspace(), id).await?.ok_or(not_found("contact"))?;
    let filter = TimelineFilter::from_word(&query.show);
    let wanted = match filter {
        TimelineFilter::All => activities::TimelineFilter::All,
        TimelineFilter::Meetings => activities::TimelineFilter::Meetings,
        TimelineFilter::Notes => activities::TimelineFilter::Notes,
        TimelineFilter::Emails => activities::TimelineFilter::Emails,
        TimelineFilter::Tasks => activities::TimelineFilter::Tasks,
    };
    let entries =
        activities::for_contact(&db, ctx.workspace(), id, wanted, query.before.as_deref(), ENTRIES).await?;
    let upcoming = meetings::for_contact(&db, ctx.workspace(), id, ctx.now()).await?;
    let ids: Vec<_> = upcoming.iter().map(|row| row.id).collect();
    let mails = emails::of_meetings(&db, ctx.workspace(), &ids).await?;
    let of_contact = DealFilter { contact: Some(id), ..DealFilter::default() };
    let deals = store::deals::list(&db, ctx.workspace(), of_contact, true, ctx.now(), DEALS).await?;
    let colleagues = stored::colleagues(&db, ctx.workspace(), id).await?;
    drop(db);
    let older = entries.next.as_deref().map(|before| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("show", filter.word())
            .append_pair("before", before)
            .finish();
        format!("/contacts/{id}?{query}#timeline")
    });
    let running = Running::among(ctx, &upcoming).await?;
    let meetings =
        upcoming.iter().map(|row| meeting(ctx, row, &mails, &running)).collect::<Result<_, _>>()?;
    let questions = outcome::questions(ctx, Some(id)).await?;
    let todo = tasks::for_contact(ctx, id).await?;
    let view = ContactPage {
        questions,
        tasks: tasks::rows(ctx, &todo, false),
        shell: ctx.shell(contact.name.as_str()),
        id: id.to_string(),
        person: person(contact.name.as_str(), id.as_uuid()),
        first_name: contact.name.first_name().to_owned(),
        title: contact.title.clone().unwrap_or_default(),
        company: company(contact.company_id, contact.company_name.as_deref()),
        email: contact.primary_email.as_ref().map(ToString::to_string).unwrap_or_default(),
        bounced: contact.email_bounced,
        phone: contact.phone.clone().unwrap_or_default(),
        clock: contact.zone.as_ref().map(|zone| clock(ctx, zone)),
        meetings,
        note,
        idempotency_key: new_token(&*ctx.app.random),
        filter,
        counts: TimelineCounts {
            meetings: entries.counts.meetings,
            notes: entries.counts.notes,
            emails: entries.counts.emails,
            tasks: entries.counts.tasks,
        },
        months: timeline::months(ctx, &entries.items),
        older_href: older,
        details: details(ctx, &contact),
        deals: lines(ctx, &deals),
        colleagues: colleagues
            .into_iter()
            .map(|colleague| Colleague {
                id: colleague.id.to_string(),
                person: person(colleague.name.as_str(), colleague.id.as_uuid()),
                title: colleague.title.unwrap_or_default(),
            })
            .collect(),
    };
    respond(status, &view)
}

pub(super) fn clock(ctx: &Ctx, zone: &Zone) -> LocalClock {
    LocalClock {
        time: display::time(ctx.now(), zone),
        zone: zone.id().to_owned(),
        city: zone.city(),
        difference: difference(zone, ctx.zone(), ctx.now()),
    }
}

fn details(ctx: &Ctx, contact: &Contact) -> Vec<Detail> {
    let plain = |label, value: String| (!value.is_empty()).then_some(Detail { label, value, person: None });
    let owner = contact.owner_name.as_ref().zip(contact.owner_id).map(|(name, id)| Detail {
        label: "Owner",
        value: name.to_string(),
        person: Some(person(name.as_str(), id.as_uuid())),
    });
    let touched = contact.last_touched.map(|(at, _)| display::day(at, ctx.now(), ctx.zone()));
    [
        plain("Title", contact.title.clone().unwrap_or_default()),
        plain("Time zone", contact.zone.as_ref().map(|zone| zone.id().to_owned()).unwrap_or_default()),
        plain("Language", contact.language.clone().unwrap_or_default()),
        owner,
        plain("Source", contact.source.clone().unwrap_or_default()),
        plain("Last touched", touched.unwrap_or_default()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn meeting(
    ctx: &Ctx,
    row: &MeetingRow,
    mails: &[Email],
    running: &Running,
) -> Result<ContactMeeting, AppError> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let date = zone.local(row.starts_at).date();
    let status = row_status(row, now);
    let who = row.contact.as_ref();
    let own = ctx.hosts(row.host_id);
    let badge = running.badge(ctx, row);
    Ok(ContactMeeting {
        id: row.id.to_string(),
        repeats: repeats(row),
        tile: tile(date, zone.local(now).date()),
        topic: row.topic.to_string(),
        badge: badge.map(|(tone, text)| Badge { tone, icon: "", text }),
        when: display::day_time_range(row.starts_at, row.duration, now, zone),
        their_time: who
            .and_then(|who| their_time(row.starts_at, who.name.first_name(), who.zone.as_ref(), zone))
            .unwrap_or_default(),
        invitees: last_mails(mails, row).into_iter().map(mail_line).collect(),
        can_reschedule: own && can_reschedule(&status, row.ends_at(), now),
        can_remove: own,
        start: start_button(&status, own, row.starts_at, row.ends_at(), now),
        join_url: open_join_url(&ctx.app, row.id, row.join_url.as_deref())?.unwrap_or_default(),
        place: row.place.as_ref().map(place::line),
        send_again: (own && (row.has_link() || row.place.is_some()) && row.ends_at() > now)
            .then(|| send_word(mails.iter().any(|mail| mail.meeting_id == row.id))),
    })
}

/// The last mail to each invitee that was not overtaken by another one.
fn last_mails<'a>(mails: &'a [Email], row: &MeetingRow) -> Vec<&'a Email> {
    let mut last: Vec<&Email> = Vec::new();
    let of_meeting =
        mails.iter().filter(|mail| mail.meeting_id == row.id && mail.state != EmailState::Overtaken);
    for mail in of_meeting {
        match last.iter_mut().find(|other| other.invitee_id == mail.invitee_id) {
            Some(other) if other.revision <= mail.revision => *other = mail,
            Some(_) => {}
            None => last.push(mail),
        }
    }
    last
}

/// What became of a mail.
fn mail_line(mail: &Email) -> InviteeLine {
    let name = names::first_name(mail.to_name.as_ref(), &mail.to_address);
    let what = mail_word(mail.kind);
    let (icon, ok, became) = match mail.state {
        EmailState::Queued => (icon!("mail-clock"), false, format!("to {name} is queued")),
        EmailState::Sent => (icon!("mail-check"), true, format!("sent to {name}")),
        EmailState::Failed => (icon!("mail-x"), false, format!("to {name} failed")),
        EmailState::Overtaken => (icon!("mail"), false, format!("to {name} was not needed")),
    };
    InviteeLine { icon, ok, text: format!("{what} {became}") }
}
