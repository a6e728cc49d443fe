//! The dates of a series: what Zoom is asked to repeat, and which of its occurrences is which of our meetings. A date goes
//! to Zoom with its series; after that it is moved and removed like any other meeting, by Zoom's name of it.

use domain::{End, MeetingId, Minutes, Repeat, WorkspaceId};
use jiff::Timestamp;
use jiff::civil::DateTime;
use store::meeting_series::{self, SeriesDate};
use store::meetings::{self, Details, Heard, Known, Meeting};
use store::{StoreError, Tx, invitee_pages, reminders};
use zoom::meetings::{Occurrence, Recurrence, RecurrenceType};

use super::answer::{self, Version};
use super::{Client, SyncError, UTC};
use crate::app::App;
use crate::jobs::SyncMeeting;

/// What Zoom is asked to repeat: the dates that have not begun.
pub(super) struct Plan {
    first: DateTime,
    zone: String,
    recurrence: Recurrence,
    /// The same in UTC, if the clocks of the zone do not change between the first date and the last.
    in_utc: Option<Timestamp>,
    planned: Vec<Timestamp>,
}

impl Plan {
    /// Of a series; `None` for any other meeting, and when all its dates have begun.
    pub(super) async fn of(
        app: &App,
        workspace: WorkspaceId,
        meeting: &Meeting,
    ) -> Result<Option<Self>, SyncError> {
        let Some(repeat) = meeting.repeat() else { return Ok(None) };
        let rows = meeting_series::dates(&app.store.begin_read().await, workspace, meeting.id).await?;
        let planned: Vec<_> =
            rows.iter().map(|row| row.planned_at).filter(|planned| *planned > app.now()).collect();
        let Some(first) = planned.first().copied() else { return Ok(None) };
        let zone = &meeting.zone;
        let steady = planned.iter().all(|at| zone.offset_minutes(*at) == zone.offset_minutes(first));
        Ok(Some(Self {
            first: zone.local(first),
            zone: zone.id().to_owned(),
            recurrence: recurrence(repeat, planned.len()),
            in_utc: steady.then_some(first),
            planned,
        }))
    }

    /// A wall clock time, in whose zone Zoom repeats it (RT-52).
    pub(super) fn start(&self) -> zoom::meetings::StartTime {
        zoom::meetings::StartTime::Local(self.first)
    }

    pub(super) fn zone(&self) -> &str {
        &self.zone
    }

    pub(super) fn recurrence(&self) -> Recurrence {
        self.recurrence.clone()
    }

    /// The start in UTC, for a zone that Zoom does not know. Not where the clocks change in between: the dates after
    /// that would be an hour off.
    pub(super) fn start_in(&self, zone: &str) -> Option<zoom::meetings::StartTime> {
        if zone == UTC { self.in_utc.map(zoom::meetings::StartTime::At) } else { None }
    }

    /// Whether Zoom repeats it as it is planned.
    pub(super) fn is_in(&self, there: &zoom::Meeting) -> bool {
        let starts: Vec<_> = standing(there).map(|one| one.planned_at).collect();
        self.planned.iter().all(|planned| starts.contains(planned))
    }
}

/// A rule in Zoom's words. It counts the dates, so that its end is the same in every zone.
fn recurrence(repeat: &Repeat, times: usize) -> Recurrence {
    use domain::Cycle;
    let kind = match repeat.cycle() {
        Cycle::Daily => RecurrenceType::Daily,
        Cycle::Weekly(_) => RecurrenceType::Weekly,
        Cycle::MonthlyOn(_) | Cycle::MonthlyOnThe(..) => RecurrenceType::Monthly,
    };
    let mut rule = Recurrence::every(repeat.every(), kind);
    match repeat.cycle() {
        Cycle::Daily => {}
        Cycle::Weekly(days) => rule.weekly_days.clone_from(days),
        Cycle::MonthlyOn(day) => rule.monthly_day = u8::try_from(*day).ok(),
        Cycle::MonthlyOnThe(week, day) => {
            rule.monthly_week = Some(*week);
            rule.monthly_week_day = Some(*day);
        }
    }
    rule.end_times = u32::try_from(times).ok();
    rule
}

/// The rule that Zoom says, if meetings here can be repeated like that.
fn rule_of(there: &zoom::Meeting, dates: usize) -> Option<Repeat> {
    use domain::Cycle;
    let said = there.recurrence.as_ref()?;
    let cycle = match (said.kind, said.monthly_week.zip(said.monthly_week_day)) {
        (RecurrenceType::Daily, _) => Cycle::Daily,
        (RecurrenceType::Weekly, _) => Cycle::Weekly(said.weekly_days.clone()),
        (RecurrenceType::Monthly, Some((week, day))) => Cycle::MonthlyOnThe(week, day),
        (RecurrenceType::Monthly, None) => Cycle::MonthlyOn(i8::try_from(said.monthly_day?).ok()?),
        _ => return None,
    };
    Repeat::new(cycle, said.repeat_interval.unwrap_or(1), End::After(dates)).ok()
}

/// A date that Zoom has.
struct There {
    id: String,
    /// When Zoom's rule put it: its id says so (Zoom reference C.6).
    planned_at: Timestamp,
    starts_at: Timestamp,
    duration: Option<Minutes>,
}

fn standing(there: &zoom::Meeting) -> impl Iterator<Item = There> + '_ {
    there.occurrences.iter().filter(|one| one.status.as_deref() != Some("deleted")).filter_map(read)
}

fn read(one: &Occurrence) -> Option<There> {
    let (id, starts_at) = (one.occurrence_id.clone()?, one.start_time?);
    let minutes = one.duration_minutes.and_then(|minutes| i64::try_from(minutes).ok());
    Some(There {
        planned_at: id
            .parse()
            .ok()
            .and_then(|millis| Timestamp::from_millisecond(millis).ok())
            .unwrap_or(starts_at),
        id,
        starts_at,
        duration: minutes.and_then(|minutes| Minutes::try_from(minutes).ok()),
    })
}

/// Whether Zoom has no such date of a series (any more). Its answer about a date has a code for that which has other
/// meanings too (Zoom reference C.8), so the series is asked (RT-59).
pub(super) async fn is_gone(
    zoom: &Client,
    series: &zoom::MeetingId,
    occurrence_id: &str,
) -> Result<bool, zoom::Error> {
    match zoom.meetings().get(series).await {
        Ok(there) => Ok(!standing(&there).any(|one| one.id == occurrence_id)),
        Err(error) if error.is_meeting_gone() => Ok(true),
        Err(error) => Err(error),
    }
}

/// Whether a date has to wait until Zoom has its series as it is wanted: then it is looked at together with all.
pub(super) async fn waits(app: &App, workspace: WorkspaceId, date: &Meeting) -> Result<bool, StoreError> {
    let Some(series) = date.series_id() else { return Ok(false) };
    let whole = meetings::get(&app.store.begin_read().await, workspace, series).await?;
    Ok(whole
        .is_some_and(|whole| matches!(whole.known, Known::Nothing | Known::Forgotten) || whole.is_changing()))
}

/// Brings what Zoom says about the dates of a series to the meetings that they are, in the transaction that stores the
/// series. What then still differs is looked at by each date's own job.
pub(super) async fn settle(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    whole: &Meeting,
    there: &zoom::Meeting,
) -> Result<(), SyncError> {
    let Some(series) = &whole.zoom else { return Ok(()) };
    let listed: Vec<_> = standing(there).collect();
    for row in ahead(app, tx, workspace, whole.id).await? {
        let Some(date) = meetings::get_for_update(tx, workspace, row.meeting).await? else { continue };
        match find(&listed, &row) {
            Some(one) => adopt(app, tx, workspace, series, &date, one, there).await?,
            None if date.known == Known::InZoom && row.stands() && !date.is_changing() => {
                look(app, tx, workspace, date.id, Heard::Deleted).await?;
            }
            None if row.stands() => {
                tracing::error!(meeting = %date.id, "Zoom does not repeat the meeting at this date (RT-52)");
            }
            None => {}
        }
    }
    Ok(())
}

async fn ahead(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    series: MeetingId,
) -> Result<Vec<SeriesDate>, StoreError> {
    let mut rows = meeting_series::dates(tx, workspace, series).await?;
    rows.retain(|row| row.starts_at > app.now());
    Ok(rows)
}

/// By its plan: Zoom names an occurrence after that (Zoom reference C.6), and after a new rule another date has the old name.
fn find<'a>(listed: &'a [There], row: &SeriesDate) -> Option<&'a There> {
    let named =
        |one: &&There| row.occurrence_id.as_deref() == Some(&one.id) && one.id.parse::<i64>().is_err();
    listed.iter().find(|one| one.planned_at == row.planned_at).or_else(|| listed.iter().find(named))
}

async fn look(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    date: MeetingId,
    heard: Heard,
) -> Result<(), StoreError> {
    meetings::hear(tx, workspace, date, heard, app.now()).await?;
    SyncMeeting::enqueue(tx, workspace, date).await.map(drop)
}

/// Stores which occurrence a date is, and Zoom's link with it.
async fn adopt(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    series: &meetings::ZoomMeeting,
    date: &Meeting,
    one: &There,
    there: &zoom::Meeting,
) -> Result<(), SyncError> {
    let ours = date.details();
    let held =
        Details { starts_at: one.starts_at, duration: one.duration.unwrap_or(ours.duration), ..ours.clone() };
    let stands = date.desired == meetings::Desired::Scheduled;
    let settled = stands && held == ours;
    let new_link = match &date.zoom {
        Some(known) => answer::is_new_link(app, date, known, there)?,
        None => false,
    };
    let known = date.zoom.as_ref().filter(|zoom| zoom.occurrence_id.as_deref() == Some(&one.id));
    if let Some(known) = known.filter(|zoom| zoom.zoom_id == series.zoom_id) {
        if stands && !date.is_changing() && known.held.is_at_another_time(&held) {
            return Ok(look(app, tx, workspace, date.id, Heard::Changed).await?);
        }
        if !settled {
            // Its own wish waited for the series.
            return Ok(SyncMeeting::enqueue(tx, workspace, date.id).await.map(drop)?);
        }
        if !date.is_changing() && !new_link && !answer::is_new_dial_in(app, date, known, there)? {
            return Ok(());
        }
    }
    let revision = if settled { date.revision } else { date.revision - 1 };
    let link_revision = match &date.zoom {
        Some(_) if new_link => revision,
        Some(known) => known.link_revision,
        // The mail about the series tells it.
        None => -1,
    };
    let version = Version {
        held,
        revision,
        link_revision,
        heard_at: None,
        occurrence_id: Some(one.id.clone()),
        repeat: None,
    };
    let row = answer::row(app, date, series.grant_id, there, version)?;
    meetings::set_in_zoom(tx, workspace, date.id, &row, app.now()).await?;
    if !settled {
        SyncMeeting::enqueue(tx, workspace, date.id).await?;
    }
    Ok(())
}

/// Notes the reminders of all dates to come.
pub(super) async fn plan_reminders(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    series: MeetingId,
) -> Result<(), StoreError> {
    for row in ahead(app, tx, workspace, series).await?.iter().filter(|row| row.stands()) {
        reminders::plan(tx, workspace, row.meeting, row.starts_at, app.now()).await?;
    }
    Ok(())
}

/// Notes what is known of the removed dates of a series in which Zoom has no part any more, or never had.
pub(super) async fn set_known(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    series: MeetingId,
    known: Known,
) -> Result<(), StoreError> {
    for row in meeting_series::dates_to_come(tx, workspace, series, app.now()).await? {
        meetings::set_known(tx, workspace, row.meeting, known, app.now()).await?;
    }
    Ok(())
}

/// How somebody arranged the dates anew in Zoom: new ones that no meeting here is, and the rule that makes them.
pub(super) struct Rearranged {
    pub(super) repeat: Repeat,
    /// The first date to come, new or not.
    first: Option<Timestamp>,
    starts: Vec<There>,
    /// Our dates that are not in Zoom any more, in order: the new ones are what became of them.
    left: Vec<SeriesDate>,
}

/// Whether Zoom repeats a series at dates that nobody here knows. A rule that meetings here cannot have is left alone.
pub(super) async fn rearranged(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    whole: &Meeting,
    there: &zoom::Meeting,
) -> Result<Option<Rearranged>, StoreError> {
    if whole.repeat().is_none() {
        return Ok(None);
    }
    let rows = meeting_series::dates(tx, workspace, whole.id).await?;
    let mut starts: Vec<_> = standing(there).filter(|one| one.starts_at > app.now()).collect();
    let dates = starts.len();
    let first = starts.iter().map(|one| one.planned_at).min();
    let known = |one: &There, row: &SeriesDate| {
        row.occurrence_id.as_deref() == Some(&one.id) || row.planned_at == one.planned_at
    };
    let left: Vec<_> = rows
        .iter()
        .filter(|row| row.stands() && row.starts_at > app.now() && !starts.iter().any(|one| known(one, row)))
        .cloned()
        .collect();
    starts.retain(|one| !rows.iter().any(|row| known(one, row)));
    starts.sort_by_key(|one| one.starts_at);
    if starts.is_empty() {
        return Ok(None);
    }
    Ok(rule_of(there, dates).map(|repeat| Rearranged { repeat, first, starts, left }))
}

impl Rearranged {
    /// When the series begins from now on, if any of our dates moved.
    pub(super) fn moved_to(&self) -> Option<Timestamp> {
        self.first.filter(|_| !self.left.is_empty())
    }

    /// Our dates become those of Zoom: moved as far as there are any, then new ones. The series is `whole`, as it is
    /// wanted now.
    pub(super) async fn take_over(
        &self,
        app: &App,
        tx: &Tx,
        workspace: WorkspaceId,
        whole: &Meeting,
    ) -> Result<(), StoreError> {
        meeting_series::set_rule(tx, workspace, whole.id, &self.repeat).await?;
        let mut left = self.left.iter();
        for one in &self.starts {
            let details = Details {
                starts_at: one.planned_at,
                duration: one.duration.unwrap_or(whole.duration),
                ..whole.details()
            };
            match left.next() {
                Some(row) => {
                    meeting_series::replan(tx, workspace, row.meeting, &details, app.now()).await?;
                    invitee_pages::forget_answers(tx, workspace, row.meeting, None).await?;
                }
                None => crate::meetings::series::add_date(app, tx, workspace, whole, &details).await?,
            }
        }
        meeting_series::set_end(tx, workspace, whole.id).await
    }
}
