use axum::http::StatusCode;
use axum::response::Response;
use domain::{Zone, display};
use jiff::{Timestamp, ToSpan};
use store::activities::{self, ActivityKind, TimelineFilter, TimelineItem};
use store::contacts::{self, ContactQuery, ContactSort};
use store::emails::{EmailKind, EmailState};
use store::meetings::{self, MeetingRow};

use super::meeting_life::Running;
use super::meetings::first_person;
use super::outcome;
use super::place;
use super::tasks;
use super::timeline::mail_word;
use super::words::{and, is_soon, repeats, role, start_button, their_time};
use crate::connections::ZoomStandingNow;
use crate::http::context::Ctx;
use crate::http::error::AppError;
use crate::http::respond::page as respond;
use crate::invitations::names;
use crate::invitations::open_join_url;
use crate::meetings::{MeetingStatus, day_bounds, row_status};
use crate::views::badge::Badge;
use crate::views::icon::icon;
use crate::views::spark::WeekSpark;
use crate::views::today::{
    BriefItem, FeedItem, FirstSteps, NextMeeting, ScheduleRow, ScheduledMeeting, TodayPage,
};

/// Weeks of the little diagram.
const WEEKS: i64 = 12;
/// Meetings asked about at a time.
const QUESTIONS: usize = 3;
/// Lines of recent activity.
const FEED: u32 = 6;

pub(in crate::http) async fn page(ctx: Ctx) -> Result<Response, AppError> {
    let (now, zone) = (ctx.now(), ctx.zone().clone());
    let (midnight, end_of_today) = day_bounds(now, &zone);
    let (_, tomorrow_end) = day_bounds(end_of_today, &zone);
    let db = ctx.app.store.begin_read().await;
    let rows = meetings::in_range(&db, ctx.workspace(), ctx.user(), midnight, tomorrow_end, 60).await?;
    let next = meetings::upcoming(&db, ctx.workspace(), ctx.user(), now, 1).await?;
    let bounds = week_bounds(now, &zone);
    let weeks = meetings::count_per_week(&db, ctx.workspace(), ctx.user(), &bounds).await?;
    let week_start = bounds.iter().rev().nth(1).copied().unwrap_or(midnight);
    let held = meetings::count_between(&db, ctx.workspace(), ctx.user(), week_start, now).await?;
    let feed = activities::recent(&db, ctx.workspace(), FEED).await?;
    drop(db);
    // The steps are for people who may take them.
    let nothing_yet =
        ctx.me.user.role.can_write() && next.is_empty() && weeks.iter().all(|count| *count == 0);
    let first_steps = if nothing_yet { Some(first_steps(&ctx).await?) } else { None };
    let running = [Running::among(&ctx, &rows).await?, Running::among(&ctx, &next).await?];
    let [today_running, running] = running;
    let next = match next.first() {
        Some(row) => Some(next_meeting(&ctx, row, &running).await?),
        None => None,
    };
    let view = TodayPage {
        shell: ctx.shell("Today"),
        weekday: display::weekday_and_week(now, &zone),
        time: display::time(now, &zone),
        zone: zone.id().to_owned(),
        city: zone.city(),
        date: display::day_month(zone.local(now).date()),
        first_steps,
        next,
        schedule: schedule(&ctx, &rows, &today_running),
        spark: weeks.iter().any(|count| *count > 0).then(|| WeekSpark {
            weeks: weeks.into_iter().map(u64::from).collect(),
            held,
            first_label: week_label(bounds.first().copied().unwrap_or(now), &zone),
            last_label: week_label(now, &zone),
        }),
        questions: outcome::questions(&ctx, None).await?.into_iter().take(QUESTIONS).collect(),
        tasks: tasks::soon(&ctx).await?,
        activity: feed.iter().map(|item| feed_item(&ctx, item)).collect(),
    };
    respond(StatusCode::OK, &view)
}

fn week_label(at: Timestamp, zone: &Zone) -> String {
    format!("Week {}", zone.local(at).date().iso_week_date().week())
}

/// Mondays of the last twelve weeks and the one after, at midnight.
fn week_bounds(now: Timestamp, zone: &Zone) -> Vec<Timestamp> {
    let today = zone.local(now).date();
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    (-(WEEKS - 1)..=1)
        .map(|week| monday.saturating_add((week * 7).days()))
        .filter_map(|date| zone.instant(date.at(0, 0, 0, 0)).ok())
        .collect()
}

async fn first_steps(ctx: &Ctx) -> Result<FirstSteps, AppError> {
    let query = ContactQuery {
        search: None,
        company: None,

        reachable: false,
        sort: ContactSort::Name,
        after: None,
        limit: 1,
        now: ctx.now(),
    };
    let contacts = contacts::list(&ctx.app.store.begin_read().await, ctx.workspace(), &query).await?.total;
    let standing = ctx.zoom_standing();
    let zoom_offered = standing != ZoomStandingNow::TurnedOff;
    let zoom_connected = zoom_offered && standing != ZoomStandingNow::NotConnected;
    Ok(FirstSteps { contacts, zoom_connected, zoom_offered })
}

async fn next_meeting(ctx: &Ctx, row: &MeetingRow, running: &Running) -> Result<NextMeeting, AppError> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let status = row_status(row, now);
    let contact = row.contact.as_ref();
    Ok(NextMeeting {
        id: row.id.to_string(),
        repeats: repeats(row),
        starts_at: row.starts_at.to_string(),
        badge: match running.badge(ctx, row) {
            Some((_, words)) if running.is_running(row.id) => words,
            _ => display::until(row.starts_at, now, zone),
        },
        running: running.is_running(row.id),
        soon: is_soon(row.starts_at, row.ends_at(), now) || running.is_running(row.id),
        time: display::time(row.starts_at, zone),
        until: display::time(row.ends_at(), zone),
        topic: row.topic.to_string(),
        person: first_person(row),
        contact_href: contact.map(|contact| format!("/contacts/{}", contact.id)).unwrap_or_default(),
        role: contact
            .map(|contact| role(contact.title.as_deref(), contact.company_name.as_deref(), ", "))
            .unwrap_or_default(),
        their_time: contact
            .and_then(|who| their_time(row.starts_at, who.name.first_name(), who.zone.as_ref(), zone))
            .unwrap_or_default(),
        start: start_button(&status, ctx.hosts(row.host_id), row.starts_at, row.ends_at(), now),
        place: row.place.as_ref().map(place::line),
        join_url: open_join_url(&ctx.app, row.id, row.join_url.as_deref())?.unwrap_or_default(),
        connect_zoom: status == MeetingStatus::NotConnected,
        brief: brief(ctx, row).await?,
    })
}

/// What was noted last about the contact, and what this meeting is for.
async fn brief(ctx: &Ctx, row: &MeetingRow) -> Result<Vec<BriefItem>, AppError> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let db = ctx.app.store.begin_read().await;
    let mut items = Vec::new();
    if let Some(contact) = &row.contact {
        let notes =
            activities::for_contact(&db, ctx.workspace(), contact.id, TimelineFilter::Notes, None, 1).await?;
        if let Some((item, body)) =
            notes.items.first().and_then(|item| Some((item, item.note_body.as_ref()?)))
        {
            items.push(BriefItem {
                icon: icon!("history"),
                label: format!("Last note, {}", display::near_day(item.at, now, zone)),
                text: format!("“{body}”"),
                meta: item.actor_name.as_ref().map(ToString::to_string).unwrap_or_default(),
            });
        }
    }
    drop(db);
    if let Some(contact) = &row.contact {
        items.extend(tasks::promised(ctx, contact.id).await?);
    }
    let db = ctx.app.store.begin_read().await;
    let meeting = meetings::get(&db, ctx.workspace(), row.id).await?;
    if let Some(meeting) = meeting.filter(|meeting| !meeting.agenda.is_empty()) {
        items.push(BriefItem {
            icon: icon!("list"),
            label: "Agenda".into(),
            text: meeting.agenda.to_string(),
            meta: String::new(),
        });
    }
    Ok(items)
}

fn schedule(ctx: &Ctx, rows: &[MeetingRow], running: &Running) -> Vec<ScheduleRow> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let today = zone.local(now).date();
    let mut schedule = Vec::new();
    let mut now_drawn = false;
    let mut tomorrow_drawn = false;
    for row in rows {
        if !now_drawn && row.starts_at > now {
            schedule.push(ScheduleRow::Now(display::time(now, zone)));
            now_drawn = true;
        }
        if !tomorrow_drawn && zone.local(row.starts_at).date() != today {
            schedule.push(ScheduleRow::Day("Tomorrow".into()));
            tomorrow_drawn = true;
        }
        schedule.push(ScheduleRow::Meeting(Box::new(scheduled(ctx, row, running))));
    }
    if !now_drawn && !rows.is_empty() {
        schedule.push(ScheduleRow::Now(display::time(now, zone)));
    }
    schedule
}

fn scheduled(ctx: &Ctx, row: &MeetingRow, running: &Running) -> ScheduledMeeting {
    let (now, zone) = (ctx.now(), ctx.zone());
    let status = row_status(row, now);
    let names: Vec<_> =
        row.invitees.iter().map(|invitee| names::full_name(invitee.name.as_ref(), &invitee.email)).collect();
    let contact = row.contact.as_ref();
    let badge = running.badge(ctx, row);
    ScheduledMeeting {
        id: row.id.to_string(),
        repeats: repeats(row),
        time: display::time(row.starts_at, zone),
        topic: row.topic.to_string(),
        person: first_person(row),
        who: role(Some(&and(&names)), contact.and_then(|contact| contact.company_name.as_deref()), ", "),
        elsewhere: contact
            .and_then(|who| who.zone.as_ref())
            .filter(|theirs| theirs.offset_minutes(row.starts_at) != zone.offset_minutes(row.starts_at))
            .map(|theirs| format!("{} in {}", display::time(row.starts_at, theirs), theirs.city()))
            .unwrap_or_default(),
        length: display::length(row.duration),
        past: row.ends_at() <= now && !running.is_running(row.id),
        badge: badge.map(|(tone, text)| Badge { tone, icon: "", text }),
        start: start_button(&status, ctx.hosts(row.host_id), row.starts_at, row.ends_at(), now),
        place: row.place.as_ref().map(place::line),
    }
}

fn feed_item(ctx: &Ctx, item: &TimelineItem) -> FeedItem {
    let topic = item.meeting.as_ref().map(|meeting| meeting.topic.to_string()).unwrap_or_default();
    let actor = item.actor_name.as_ref().map(ToString::to_string).unwrap_or_default();
    let failed = item.email.as_ref().is_some_and(|email| email.state == EmailState::Failed);
    let (icon, before, after) = match item.kind {
        ActivityKind::ContactAdded => (icon!("user-round"), format!("{actor} added"), String::new()),
        ActivityKind::NoteAdded => (icon!("sticky-note"), format!("{actor} added a note on"), String::new()),
        ActivityKind::DealAdded | ActivityKind::DealMoved => {
            let did = if item.kind == ActivityKind::DealAdded { "added" } else { "moved" };
            let deal = item.text.clone().unwrap_or_default();
            (icon!("square-kanban"), format!("{actor} {did} {deal}, with"), String::new())
        }
        ActivityKind::TaskDone => {
            let what = item.text.clone().unwrap_or_default();
            (icon!("check"), format!("{actor} did “{what}” for"), String::new())
        }
        ActivityKind::CallLogged => (icon!("phone"), format!("{actor} talked to"), String::new()),
        ActivityKind::MeetingScheduled => {
            (icon!("calendar-plus"), format!("{topic} scheduled with"), String::new())
        }
        ActivityKind::MeetingChanged => {
            let what = if item.moved_from.is_some() { "moved" } else { "changed" };
            (icon!("calendar-clock"), format!("{topic} {what}, with"), String::new())
        }
        ActivityKind::MeetingRemoved => (icon!("video-off"), format!("{topic} removed, with"), String::new()),
        ActivityKind::MeetingHeld => (icon!("video"), format!("{topic} with"), String::new()),
        ActivityKind::InvitationAccepted => (icon!("check"), format!("{topic} accepted by"), String::new()),
        ActivityKind::InvitationDeclined => (icon!("x"), format!("{topic} declined by"), String::new()),
        ActivityKind::TimeProposed => {
            (icon!("calendar-clock"), format!("Another time for {topic} proposed by"), String::new())
        }
        ActivityKind::MeetingMissed => {
            (icon!("video-off"), format!("Nobody came to {topic} with"), String::new())
        }
        ActivityKind::MeetingDropped => {
            (icon!("video-off"), format!("{topic} was dropped, with"), String::new())
        }
        ActivityKind::InvitationSent | ActivityKind::UpdateSent | ActivityKind::CancellationSent => {
            let what = match item.kind {
                ActivityKind::UpdateSent => mail_word(EmailKind::Update),
                ActivityKind::CancellationSent => mail_word(EmailKind::Cancellation),
                _ => mail_word(EmailKind::Invitation),
            };
            let state = match item.email.as_ref().map(|email| email.state) {
                Some(EmailState::Failed) => "failed",
                Some(EmailState::Queued) => "is queued",
                Some(EmailState::Overtaken) => "was not needed",
                _ => "was sent",
            };
            (if failed { icon!("mail-x") } else { icon!("mail") }, format!("{what} to"), state.to_owned())
        }
    };
    FeedItem {
        icon,
        failed,
        before,
        name: item.contact_name.to_string(),
        href: format!("/contacts/{}", item.contact_id),
        after,
        time: display::short_stamp(item.at, ctx.now(), ctx.zone()),
    }
}
