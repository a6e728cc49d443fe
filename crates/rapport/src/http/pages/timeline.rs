//! The timeline of a contact or a company, as a page shows it.

use domain::display;
use jiff::Timestamp;
use store::activities::{ActivityKind, TimelineItem};
use store::emails::{EmailKind, EmailState};

use super::words::{and, in_sentence};
use crate::http::context::Ctx;
use crate::views::badge::Badge;
use crate::views::contact::{Glyph, TimelineEntry, TimelineMonth};
use crate::views::icon::icon;
use crate::views::tone::Tone;

/// What a mail is called.
pub(super) fn mail_word(kind: EmailKind) -> &'static str {
    match kind {
        EmailKind::Invitation => "Invitation",
        EmailKind::Update => "Update",
        EmailKind::Cancellation => "Cancellation",
    }
}

/// The entries of one contact, by month.
pub(super) fn months(ctx: &Ctx, items: &[TimelineItem]) -> Vec<TimelineMonth> {
    by_month(ctx, items.iter().map(|item| (item.at, entry(ctx, item))))
}

/// The entries of several contacts, by month: each says whom it is about, and what happened with several at once stands
/// there once.
pub(super) fn months_of_several(ctx: &Ctx, mut items: Vec<TimelineItem>) -> Vec<TimelineMonth> {
    // What happened in the same moment may stand in any order, so that it can stand together.
    let meeting = |item: &TimelineItem| item.meeting.as_ref().map(|meeting| meeting.id);
    items.sort_by(|a, b| {
        let kind = |item: &TimelineItem| item.kind.as_str();
        b.at.cmp(&a.at).then(kind(a).cmp(kind(b))).then(meeting(a).cmp(&meeting(b)))
    });
    let same = |a: &TimelineItem, b: &TimelineItem| {
        let mail = |item: &TimelineItem| item.email.as_ref().map(|email| email.id);
        a.kind == b.kind
            && a.at == b.at
            && meeting(a).is_some()
            && meeting(a) == meeting(b)
            && mail(a) == mail(b)
            && a.text == b.text
    };
    by_month(
        ctx,
        items.chunk_by(same).map(|items| {
            let mut names: Vec<_> = items.iter().map(|item| item.contact_name.first_name()).collect();
            names.sort_unstable();
            names.dedup();
            let mut entry = entry(ctx, &items[0]);
            let with = match items[0].kind {
                ActivityKind::DealAdded
                | ActivityKind::DealMoved
                | ActivityKind::NoteAdded
                | ActivityKind::TaskDone => {
                    format!("about {}", and(&names))
                }
                ActivityKind::CallLogged
                | ActivityKind::MeetingScheduled
                | ActivityKind::MeetingHeld
                | ActivityKind::MeetingMissed
                | ActivityKind::MeetingDropped
                | ActivityKind::MeetingChanged
                | ActivityKind::MeetingRemoved => format!("with {}", and(&names)),
                // These name the person or their address anyway.
                _ => String::new(),
            };
            if !with.is_empty() {
                entry.by = [entry.by, with]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · ");
            }
            (items[0].at, entry)
        }),
    )
}

fn by_month(ctx: &Ctx, entries: impl Iterator<Item = (Timestamp, TimelineEntry)>) -> Vec<TimelineMonth> {
    let mut months: Vec<TimelineMonth> = Vec::new();
    for (at, entry) in entries {
        let month = display::month_year(ctx.zone().local(at).date());
        match months.last_mut() {
            Some(last) if last.name == month => last.items.push(entry),
            _ => months.push(TimelineMonth { name: month, items: vec![entry] }),
        }
    }
    months
}

fn entry(ctx: &Ctx, item: &TimelineItem) -> TimelineEntry {
    let name = &item.contact_name;
    let (now, zone) = (ctx.now(), ctx.zone());
    let by = item.actor_name.as_ref().map(ToString::to_string).unwrap_or_default();
    let topic = item.meeting.as_ref().map(|meeting| meeting.topic.to_string()).unwrap_or_default();
    let meeting_time = |before: &str| {
        let when = item.meeting.as_ref();
        let when =
            when.map(|meeting| display::day_time_range(meeting.starts_at, meeting.duration, now, zone));
        format!("{before}{}", in_sentence(&when.unwrap_or_default()))
    };
    let (glyph, title, by, badge, text, said) = match item.kind {
        ActivityKind::ContactAdded => {
            (Glyph::Contact, format!("{} was added", name.first_name()), by, None, String::new(), false)
        }
        ActivityKind::NoteAdded => {
            let text = item.note_body.as_ref().map(ToString::to_string).unwrap_or_default();
            (Glyph::Note, "Note".to_owned(), by, None, text, false)
        }
        ActivityKind::DealAdded | ActivityKind::DealMoved => {
            let title = if item.kind == ActivityKind::DealAdded { "Deal added" } else { "Deal moved" };
            let text = item.text.clone().unwrap_or_default();
            (Glyph::Deal, title.to_owned(), [text, by].join(" · "), None, String::new(), false)
        }
        ActivityKind::TaskDone => {
            let what = item.text.clone().unwrap_or_default();
            (Glyph::Task, "Task done".to_owned(), [what, by].join(" · "), None, String::new(), false)
        }
        ActivityKind::CallLogged => {
            (Glyph::Call, "Call".to_owned(), by, None, item.text.clone().unwrap_or_default(), false)
        }
        ActivityKind::MeetingScheduled => {
            (Glyph::Meeting, topic, meeting_time("scheduled for "), None, String::new(), false)
        }
        ActivityKind::MeetingHeld | ActivityKind::MeetingMissed | ActivityKind::MeetingDropped => {
            let text = item.text.clone().unwrap_or_default();
            let (glyph, before) = match item.kind {
                ActivityKind::MeetingMissed => (Glyph::Removed, "nobody came "),
                ActivityKind::MeetingDropped => (Glyph::Removed, "was dropped, planned for "),
                _ => (Glyph::Meeting, ""),
            };
            (glyph, topic, meeting_time(before), None, text, false)
        }
        ActivityKind::MeetingChanged => {
            let by = changed(item, |at| in_sentence(&display::day_time(at, now, zone)));
            (Glyph::Meeting, topic, by, None, String::new(), false)
        }
        ActivityKind::MeetingRemoved => {
            let text = item.text.clone().unwrap_or_default();
            let by = if item.actor_id.is_none() { "was deleted in Zoom" } else { "was removed" };
            (Glyph::Removed, topic, by.to_owned(), None, text, false)
        }
        ActivityKind::InvitationAccepted | ActivityKind::InvitationDeclined | ActivityKind::TimeProposed => {
            let (glyph, what) = match item.kind {
                ActivityKind::InvitationAccepted => (Glyph::Meeting, "comes to it"),
                ActivityKind::InvitationDeclined => (Glyph::Removed, "declined it"),
                _ => (Glyph::Meeting, "proposes another time"),
            };
            let by = format!("{} {what}", name.first_name());
            (glyph, topic, by, None, item.text.clone().unwrap_or_default(), true)
        }
        ActivityKind::InvitationSent | ActivityKind::UpdateSent | ActivityKind::CancellationSent => {
            mail_entry(item, &topic)
        }
    };
    let when = display::stamp(item.at, now, zone);
    TimelineEntry { glyph, title, by, badge, when, text, said }
}

/// "was moved from Tue 30 March, 14:00 to Wed 31 March, 16:00", and where, if not here.
fn changed(item: &TimelineItem, when: impl Fn(Timestamp) -> String) -> String {
    let place = if item.actor_id.is_none() { " in Zoom" } else { "" };
    match (item.moved_from, &item.meeting) {
        (Some(from), Some(meeting)) => {
            format!("was moved{place} from {} to {}", when(from), when(meeting.starts_at))
        }
        _ => format!("was changed{place}"),
    }
}

fn mail_entry(item: &TimelineItem, topic: &str) -> (Glyph, String, String, Option<Badge>, String, bool) {
    let title = match item.kind {
        ActivityKind::UpdateSent => mail_word(EmailKind::Update),
        ActivityKind::CancellationSent => mail_word(EmailKind::Cancellation),
        _ => mail_word(EmailKind::Invitation),
    };
    let Some(email) = &item.email else {
        return (Glyph::Email, title.to_owned(), format!("for {topic}"), None, String::new(), false);
    };
    let failed = email.state == EmailState::Failed;
    let (tone, word) = mail_state(email.state);
    let words = if failed { email.server_words.clone() } else { None };
    let text = match words {
        // Our own words say why a mail was held back.
        Some(words) if words.starts_with("Not sent") => words,
        Some(words) => format!("The mail server said “{words}”."),
        None => String::new(),
    };
    let badge = Badge {
        tone,
        icon: if email.state == EmailState::Sent { icon!("check") } else { "" },
        text: word.into(),
    };
    (
        if failed { Glyph::EmailFailed } else { Glyph::Email },
        title.to_owned(),
        format!("to {} for {topic}", email.to_address),
        Some(badge),
        text,
        failed,
    )
}

/// State of a mail as a badge: what the mail server said, nothing more.
pub(super) fn mail_state(state: EmailState) -> (Tone, &'static str) {
    match state {
        EmailState::Queued => (Tone::Neutral, "Queued"),
        EmailState::Sent => (Tone::Ok, "Sent"),
        EmailState::Failed => (Tone::Bad, "Failed"),
        EmailState::Overtaken => (Tone::Neutral, "Not needed"),
    }
}
