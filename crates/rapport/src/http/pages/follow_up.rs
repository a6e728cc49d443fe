//! The schedule form as another meeting leaves it: **Schedule a follow-up**. It makes a new meeting in Zoom with a link of
//! its own (RT-46).

use domain::{MeetingId, Zone};
use jiff::{Timestamp, ToSpan};
use store::meetings::{self, Meeting};

use super::details_form::{MeetingInput, shown_duration};
use super::place;
use crate::http::context::Ctx;
use crate::http::error::{AppError, not_found};

/// The form after this meeting.
pub(super) async fn follow_up(ctx: &Ctx, id: MeetingId, key: String) -> Result<MeetingInput, AppError> {
    let found = meetings::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    Ok(filled(&found.ok_or(not_found("meeting"))?, ctx.now(), key))
}

fn filled(meeting: &Meeting, now: Timestamp, idempotency_key: String) -> MeetingInput {
    let on = |on: bool| on.then(|| "on".to_owned());
    let minutes = meeting.duration.get().to_string();
    let (date, start) = next(meeting.starts_at, &meeting.zone, now);
    let mut input = MeetingInput {
        idempotency_key,
        topic: meeting.topic.to_string(),
        agenda: meeting.agenda.as_str().to_owned(),
        date,
        start,
        duration: shown_duration(&minutes),
        duration_other: minutes.clone(),
        // Whoever planned it that long knows.
        duration_kept: minutes,
        zone: meeting.zone.id().to_owned(),
        invitee: meeting
            .invitees
            .iter()
            .map(|invitee| {
                invitee.contact_id.map_or(invitee.email.to_string(), |contact| contact.to_string())
            })
            .collect(),
        waiting_room: on(meeting.waiting_room),
        passcode: on(meeting.passcode_wanted),
        cloud_recording: on(meeting.cloud_recording),
        send_invitation: on(meeting.send_invitation),
        preview: "times".into(),
        ..MeetingInput::default()
    };
    place::fill(&mut input, meeting.place.as_ref());
    input
}

/// The same weekday and time of day, a week after the meeting, or the first such day to come after a longer pause.
fn next(starts_at: Timestamp, zone: &Zone, now: Timestamp) -> (String, String) {
    let local = zone.local(starts_at);
    let today = zone.local(now).date();
    let mut date = local.date().saturating_add(1.week());
    if let Ok(missed) = date.until(today)
        && missed.get_days() >= 0
    {
        let weeks = i64::from(missed.get_days()) / 7 + 1;
        date = date.saturating_add(weeks.weeks());
    }
    (date.to_string(), local.strftime("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follow_up_is_a_week_later_or_on_the_next_such_day() {
        let zone = Zone::parse("Europe/Stockholm").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let next = |start: &str, now: &str| next(at(start), &zone, at(now)).0;
        assert_eq!(next("2027-03-18T15:00:00Z", "2027-03-16T08:00:00Z"), "2027-03-25");
        assert_eq!(next("2027-03-18T15:00:00Z", "2027-03-24T08:00:00Z"), "2027-03-25");
        // On the very day there may not be the time any more.
        assert_eq!(next("2027-03-18T15:00:00Z", "2027-03-25T08:00:00Z"), "2027-04-01");
        assert_eq!(next("2026-01-06T15:00:00Z", "2027-03-16T08:00:00Z"), "2027-03-23");
        assert_eq!(next("2026-01-06T15:00:00Z", "2027-03-17T08:00:00Z"), "2027-03-23");
    }

    #[test]
    fn the_clock_on_the_wall_stays_across_a_change_of_clocks() {
        let zone = Zone::parse("Europe/Stockholm").unwrap();
        let start = "2027-03-25T15:00:00Z".parse().unwrap();
        assert_eq!(next(start, &zone, start), ("2027-04-01".into(), "16:00".into()));
    }
}
