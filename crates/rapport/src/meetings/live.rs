//! What Zoom tells of running meetings. A meeting is found by Zoom's id and the grant that the event is about, people by
//! their address (RT-69); what came late or twice changes nothing (RT-63).

use domain::{InviteeId, MeetingId, UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use store::grants::{self, Grant};
use store::meeting_life::{self, Attendee, Presence, Session};
use store::meetings::{self, Meeting};
use store::{StoreError, Tx};
use zoom::webhook::{MeetingObject, Participant};

use crate::app::App;
use crate::connections::MeetingEvents;

/// Longest name that is kept.
const LONGEST: usize = 200;
/// Zoom ends every meeting after 30 hours: one that seems to run for longer has ended, and nobody told us.
const LONGEST_MEETING: SignedDuration = SignedDuration::from_hours(30);
/// From so long after its planned end on, a meeting that still runs counts as over for whoever did not come.
const WAITED: SignedDuration = SignedDuration::from_mins(15);

/// `meeting.started` and `meeting.ended`. `at`: when the event happened.
pub async fn ran_in_zoom(
    app: &App,
    grant: &Grant,
    object: &MeetingObject,
    ended: bool,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let Some(tx) = listening(app, grant, MeetingEvents::Times).await? else { return Ok(()) };
    let started_at = object.start_time.or(at.filter(|_| !ended));
    let ended_at = if ended { object.end_time.or(at) } else { None };
    note(app, &tx, grant, object, started_at, ended_at).await?;
    tx.commit().await
}

/// `meeting.participant_joined` and `meeting.participant_left`. `at`: when the event happened.
pub async fn seen_in_zoom(
    app: &App,
    grant: &Grant,
    object: &MeetingObject,
    left: bool,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let Some(person) = &object.participant else { return Ok(()) };
    let Some(number) = person.user_id.as_deref().or(person.id.as_deref()) else { return Ok(()) };
    let Some(tx) = listening(app, grant, MeetingEvents::People).await? else { return Ok(()) };
    // It also says that the meeting runs, should that event have been lost.
    for (workspace, id) in note(app, &tx, grant, object, object.start_time, None).await? {
        let Some(meeting) = meetings::get(&tx, workspace, id).await? else { continue };
        let name: String = person.user_name.iter().flat_map(|name| name.chars()).take(LONGEST).collect();
        let said = Presence {
            uuid: object.uuid.as_deref().unwrap_or_default(),
            participant: number,
            name: name.trim(),
            is_host: person.id.as_deref() == Some(grant.zoom_user_id.as_str()),
            joined_at: person.join_time.or(at).filter(|_| !left),
            left_at: person.leave_time.or(at).filter(|_| left),
            invitee_id: by_address(&meeting, person),
        };
        meeting_life::note_presence(&tx, workspace, id, grant.id, &said, app.now()).await?;
    }
    tx.commit().await
}

/// A transaction that holds the grant, so that a farewell comes before or after; `None` if it is gone, or if nobody asked
/// for such events.
async fn listening(app: &App, grant: &Grant, least: MeetingEvents) -> Result<Option<Tx>, StoreError> {
    let tx = app.store.begin_write().await?;
    let wanted = MeetingEvents::chosen(&tx).await? >= least;
    let there = grants::get_for_update(&tx, grant.id).await?.is_some();
    Ok((wanted && there).then_some(tx))
}

/// Notes a time that the meeting was started, for each of ours that it is; of a series, the date that is nearest.
async fn note(
    app: &App,
    tx: &Tx,
    grant: &Grant,
    object: &MeetingObject,
    started_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
) -> Result<Vec<(WorkspaceId, MeetingId)>, StoreError> {
    let about = started_at.or(ended_at).unwrap_or_else(|| app.now());
    let found = meeting_life::meetings_of_grant(tx, grant.id, object.id.as_str(), about).await?;
    for (workspace, meeting_id) in &found {
        let session = Session {
            meeting_id: *meeting_id,
            uuid: object.uuid.clone().unwrap_or_default(),
            started_at,
            ended_at,
        };
        meeting_life::note_session(tx, *workspace, grant.id, &session, app.now()).await?;
    }
    Ok(found)
}

/// Who of the invited this is, on the evidence of the address that Zoom gave. Zoom hides the addresses of guests.
fn by_address(meeting: &Meeting, person: &Participant) -> Option<InviteeId> {
    let address = person.email.as_deref()?.parse::<domain::EmailAddress>().ok()?.folded();
    let found = meeting.invitees.iter().find(|invitee| invitee.email.folded() == address)?;
    Some(found.id)
}

/// Somebody says who of the invited a person was, or that it was none of them (`None`). Whether there was such a person.
pub async fn confirm_attendee(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    meeting: MeetingId,
    who: (&str, &str),
    invitee: Option<InviteeId>,
) -> Result<bool, StoreError> {
    let tx = app.store.begin_write().await?;
    let noted = meeting_life::confirm(&tx, workspace, meeting, who, invitee, user, app.now()).await?;
    tx.commit().await?;
    Ok(noted)
}

/// How a meeting goes or went, as far as Zoom said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Zoom said nothing.
    Unknown,
    /// It runs.
    Running {
        /// Since when.
        since: Timestamp,
    },
    /// It was held.
    Held {
        /// When it was started first.
        from: Timestamp,
        /// When it ended last.
        to: Timestamp,
        /// For how many minutes it ran, in all.
        minutes: i64,
    },
}

/// Puts together the times that a meeting was started. Those that ended before it was to start belong to a date before it
/// was moved, or to a try.
pub fn life(starts_at: Timestamp, sessions: &[Session], now: Timestamp) -> Life {
    let ours = || sessions.iter().filter(|session| counts(session, starts_at));
    let running =
        ours().filter(|session| session.ended_at.is_none()).filter_map(|session| session.started_at);
    let since = running.filter(|since| now.duration_since(*since) < LONGEST_MEETING).max();
    if let Some(since) = since {
        return Life::Running { since };
    }
    let held: Vec<_> = ours().filter_map(|session| session.started_at.zip(session.ended_at)).collect();
    let Some(from) = held.iter().map(|(from, _)| *from).min() else { return Life::Unknown };
    let to = held.iter().map(|(_, to)| *to).max().unwrap_or(from);
    let seconds: i64 = held.iter().map(|(from, to)| to.duration_since(*from).as_secs().max(0)).sum();
    Life::Held { from, to, minutes: (seconds + 30) / 60 }
}

fn counts(session: &Session, starts_at: Timestamp) -> bool {
    session.ended_at.is_none_or(|end| end > starts_at)
}

/// Whether Zoom said that a meeting has ended, though it was planned for longer.
pub async fn has_ended(app: &App, workspace: WorkspaceId, meeting: &Meeting) -> Result<bool, StoreError> {
    let sessions = meeting_life::sessions(&app.store.begin_read().await, workspace, meeting.id).await?;
    Ok(matches!(life(meeting.starts_at, &sessions, app.now()), Life::Held { .. }))
}

/// Who was there at the date the meeting has now.
pub fn attendance(starts_at: Timestamp, sessions: &[Session], everybody: Vec<Attendee>) -> Vec<Attendee> {
    let ours = |one: &Attendee| {
        sessions.iter().any(|session| session.uuid == one.uuid && counts(session, starts_at))
    };
    everybody.into_iter().filter(ours).collect()
}

/// Whether nobody but the host came: the host was seen, nobody else was, and there is nobody to wait for any more. Somebody
/// whom nobody knows may be an invitee with another name, so then it is not said.
pub fn nobody_came(life: Life, there: &[Attendee], ends_at: Timestamp, now: Timestamp) -> bool {
    let over = match life {
        Life::Unknown => false,
        Life::Running { .. } => now >= ends_at + WAITED,
        Life::Held { .. } => true,
    };
    over && !there.is_empty() && there.iter().all(|one| one.is_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        "2027-03-18T15:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    fn session(from: i64, to: Option<i64>) -> Session {
        let meeting_id = MeetingId::from_uuid(uuid::Uuid::nil());
        Session { meeting_id, uuid: format!("{from}"), started_at: Some(at(from)), ended_at: to.map(at) }
    }

    #[test]
    fn a_meeting_that_was_started_twice_was_held_for_both_times() {
        let both = [session(-2, Some(10)), session(12, Some(30))];
        assert_eq!(life(at(0), &both, at(40)), Life::Held { from: at(-2), to: at(30), minutes: 30 });
        let again = [session(-2, Some(10)), session(12, None)];
        assert_eq!(life(at(0), &again, at(20)), Life::Running { since: at(12) });
    }

    #[test]
    fn what_ended_before_the_start_was_for_another_date() {
        assert_eq!(life(at(0), &[session(-90, Some(-60))], at(5)), Life::Unknown);
    }

    #[test]
    fn a_meeting_whose_end_was_lost_does_not_run_for_ever() {
        let lost = [session(0, None)];
        assert_eq!(life(at(0), &lost, at(29 * 60)), Life::Running { since: at(0) });
        assert_eq!(life(at(0), &lost, at(31 * 60)), Life::Unknown);
    }

    #[test]
    fn nobody_came_only_when_the_host_waited_alone() {
        let one = |is_host| Attendee {
            uuid: "0".into(),
            participant: "1".into(),
            name: "Somebody".into(),
            is_host,
            first_joined_at: Some(at(0)),
            last_joined_at: Some(at(0)),
            last_left_at: None,
            invitee_id: None,
            confirmed_by: None,
        };
        let running = Life::Running { since: at(0) };
        let held = Life::Held { from: at(0), to: at(20), minutes: 20 };
        assert!(!nobody_came(running, &[one(true)], at(30), at(44)));
        assert!(nobody_came(running, &[one(true)], at(30), at(45)));
        assert!(nobody_came(held, &[one(true)], at(30), at(21)));
        assert!(!nobody_came(held, &[], at(30), at(60)), "nobody was seen, so Zoom may not have told");
        assert!(!nobody_came(held, &[one(true), one(false)], at(30), at(60)));
        assert!(!nobody_came(Life::Unknown, &[one(true)], at(30), at(60)));
    }
}
