//! Meetings that come again: one meeting stands for the whole series, and each date is a meeting of its own.

use domain::{InviteeId, MeetingId, Repeat, RepeatError, UserId, WorkspaceId};
use jiff::Timestamp;
use store::meeting_series::{self, SeriesDate};
use store::meetings::{self, Details, Meeting, MeetingRow, NewInvitee, NewMeeting, Series};
use store::{Db, StoreError, Tx, invitee_pages};

use super::overlap::Overlaps;
use crate::app::App;
use crate::invitations;

/// When a meeting takes place that comes again, or once.
pub fn starts(details: &Details, repeat: Option<&Repeat>) -> Result<Vec<Timestamp>, RepeatError> {
    match repeat {
        Some(repeat) => repeat.dates(details.zone.local(details.starts_at), &details.zone),
        None => Ok(vec![details.starts_at]),
    }
}

/// Stores a meeting; one that comes again with all its dates.
pub(super) async fn create(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &NewMeeting,
    dates: &[Timestamp],
) -> Result<(), StoreError> {
    store_with_pages(app, tx, workspace, meeting).await?;
    if !matches!(meeting.series, Series::Whole(_)) {
        return Ok(());
    }
    for at in dates {
        let date = NewMeeting {
            id: MeetingId::new(&*app.clock, &*app.random),
            starts_at: *at,
            series: Series::Date { of: meeting.id, planned_at: *at },
            invitees: meeting.invitees.iter().map(|invitee| again(app, invitee)).collect(),
            ..meeting.clone()
        };
        store_with_pages(app, tx, workspace, &date).await?;
    }
    meeting_series::set_end(tx, workspace, meeting.id).await
}

/// One more date of a series.
pub(super) async fn add_date(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    whole: &Meeting,
    details: &Details,
) -> Result<(), StoreError> {
    let Details { topic, agenda, starts_at, duration, zone } = details.clone();
    let date = NewMeeting {
        id: MeetingId::new(&*app.clock, &*app.random),
        host_id: whole.host_id,
        contact_id: whole.contact_id,
        topic,
        agenda,
        starts_at,
        duration,
        zone,
        waiting_room: whole.waiting_room,
        passcode_wanted: whole.passcode_wanted,
        cloud_recording: whole.cloud_recording,
        send_invitation: whole.send_invitation,
        place: whole.place.clone(),
        series: Series::Date { of: whole.id, planned_at: starts_at },
        invitees: whole
            .invitees
            .iter()
            .map(|invitee| NewInvitee {
                id: InviteeId::new(&*app.clock, &*app.random),
                contact_id: invitee.contact_id,
                email: invitee.email.clone(),
                name: invitee.name.clone(),
                zone: invitee.zone.clone(),
                language: invitee.language.clone(),
            })
            .collect(),
        created_at: app.now(),
    };
    store_with_pages(app, tx, workspace, &date).await
}

async fn store_with_pages(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: &NewMeeting,
) -> Result<(), StoreError> {
    meetings::create(tx, workspace, meeting).await?;
    for invitee in &meeting.invitees {
        invitations::create_page(app, tx, workspace, invitee.id).await?;
    }
    Ok(())
}

fn again(app: &App, invitee: &NewInvitee) -> NewInvitee {
    NewInvitee { id: InviteeId::new(&*app.clock, &*app.random), ..invitee.clone() }
}

/// The host's other meetings at any of these times. `except`: the meeting itself, or the series with its dates.
pub async fn overlaps(
    db: &impl Db,
    workspace: WorkspaceId,
    host: UserId,
    (starts, duration): (&[Timestamp], domain::Minutes),
    except: Option<MeetingId>,
    known: &Overlaps,
) -> Result<Vec<MeetingRow>, StoreError> {
    let mut own: Vec<_> = except.into_iter().collect();
    if let Some(series) = except {
        own.extend(meeting_series::dates(db, workspace, series).await?.iter().map(|date| date.meeting));
    }
    let mut found: Vec<MeetingRow> = Vec::new();
    for start in starts {
        let others = meetings::overlapping(db, workspace, host, *start, duration.after(*start)).await?;
        for row in known.unknown(others) {
            if !own.contains(&row.id) && !found.iter().any(|one| one.id == row.id) {
                found.push(row);
            }
        }
    }
    Ok(found)
}

/// Arranges the dates of a series anew, as `whole` is wanted from now on: those to come get the new times in their order,
/// lacking ones are added, and what is left over is off. Exceptions do not outlive it.
pub(super) async fn arrange(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    whole: &Meeting,
    repeat: &Repeat,
    starts: &[Timestamp],
) -> Result<(), StoreError> {
    let now = app.now();
    meeting_series::set_rule(tx, workspace, whole.id, repeat).await?;
    // One that has begun keeps its time; one that was held early leaves its place in the plan.
    let (old, begun): (Vec<_>, Vec<_>) = meeting_series::dates(tx, workspace, whole.id)
        .await?
        .into_iter()
        .filter(|date| date.starts_at > now || date.planned_at > now)
        .partition(|date| date.starts_at > now);
    for date in &begun {
        meeting_series::leave(tx, workspace, date.meeting).await?;
    }
    let (standing, removed): (Vec<_>, Vec<_>) = old.into_iter().partition(SeriesDate::stands);
    for date in &removed {
        meeting_series::leave(tx, workspace, date.meeting).await?;
        meetings::set_known(tx, workspace, date.meeting, meetings::Known::Gone, now).await?;
    }
    let mut standing = standing.into_iter();
    for at in starts {
        let details = Details { starts_at: *at, ..whole.details() };
        match standing.next() {
            Some(date) => {
                meeting_series::replan(tx, workspace, date.meeting, &details, now).await?;
                // An answer to another time is none to this one.
                if date.starts_at != *at {
                    invitee_pages::forget_answers(tx, workspace, date.meeting, None).await?;
                }
            }
            None => add_date(app, tx, workspace, whole, &details).await?,
        }
    }
    for date in standing {
        // It goes from Zoom with the rule that made it.
        meeting_series::leave(tx, workspace, date.meeting).await?;
        meetings::mark_removed_desired(tx, workspace, date.meeting, false, None, now).await?;
        meetings::set_known(tx, workspace, date.meeting, meetings::Known::Gone, now).await?;
    }
    meeting_series::set_end(tx, workspace, whole.id).await
}
