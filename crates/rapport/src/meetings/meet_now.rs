use domain::{Agenda, Minutes, PersonName, Topic, UserId, WorkspaceId, Zone};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use super::overlap::Overlaps;
use super::retry;
use super::schedule::{InviteeChoice, ScheduleError, ScheduleRequest, Scheduled, schedule_once};
use super::status::MeetingStatus;
use crate::accounts::form_key;
use crate::app::App;
use crate::connections::own_defaults;

/// Somebody wants to meet a contact at once.
#[derive(Debug, Clone)]
pub struct MeetNowRequest {
    /// The contact, with the address that is mailed.
    pub invitee: InviteeChoice,
    /// Their name.
    pub contact_name: PersonName,
    /// The host's name.
    pub host_name: PersonName,
    /// The host's zone.
    pub zone: Zone,
    /// Of the form: pressing twice makes one meeting.
    pub idempotency_key: String,
}

/// **Meet now**: a meeting that starts at once, and its invitation. It is a scheduled meeting for Zoom: an instant one
/// is on none of Zoom's lists, so after a lost answer it could not be found again (RT-30).
///
/// `None` if the invitee is no contact.
pub async fn meet_now(
    app: &App,
    workspace: WorkspaceId,
    host: UserId,
    request: MeetNowRequest,
) -> Result<Option<Scheduled>, ScheduleError> {
    let Some(contact) = request.invitee.contact else { return Ok(None) };
    let begins = own_defaults(&app.store.begin_read().await, workspace, host).await?;
    // Not the time: whoever presses twice wants one meeting.
    let key = form_key(&request.idempotency_key, &format!("meet now {contact}"));
    let wish = ScheduleRequest {
        contact,
        new_address: None,
        topic: Topic::of_two(&request.host_name, &request.contact_name),
        agenda: Agenda::default(),
        starts_at: next_minute(app.now()),
        zone: request.zone,
        minutes: Minutes::HALF_HOUR,
        repeat: None,
        place: None,
        invitees: vec![request.invitee],
        waiting_room: begins.waiting_room,
        passcode: begins.passcode,
        cloud_recording: begins.cloud_recording,
        alternative_hosts: String::new(),
        send_invitation: true,
        // Whoever presses it wants to meet now.
        overlaps: Overlaps::Any,
        idempotency_key: request.idempotency_key,
    };
    let mut scheduled = schedule_once(app, workspace, host, wish, &key).await?;
    // The second click of two finds the meeting while the first one waits for Zoom: then it waits too.
    if scheduled.status == MeetingStatus::Pending {
        scheduled.status = retry(app, workspace, scheduled.meeting).await?;
    }
    Ok(Some(scheduled))
}

/// The minute that begins next: Zoom may move a start in the past (Zoom reference C.5), and people read minutes.
fn next_minute(now: Timestamp) -> Timestamp {
    let up = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    now.round(up).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_starts_with_a_minute_that_has_not_passed() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(next_minute(at("2027-03-16T08:42:00.000001Z")), at("2027-03-16T08:43:00Z"));
        assert_eq!(next_minute(at("2027-03-16T08:42:00Z")), at("2027-03-16T08:42:00Z"));
    }
}
