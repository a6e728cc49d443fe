//! The dates of a series, on the pages of the series and of its dates.

use domain::display;
use jiff::Timestamp;
use store::meeting_series::{self, SeriesDate};
use store::meetings::{self, Meeting, Series};

use crate::http::context::Ctx;
use crate::http::error::AppError;
use crate::meetings::is_lost_alone;
use crate::views::series::{SeriesBlock, SeriesRow};
use crate::views::tone::Tone;

/// The dates of a series that have not ended; none for any other meeting.
pub(super) async fn to_come(ctx: &Ctx, whole: &Meeting) -> Result<Vec<SeriesDate>, AppError> {
    if whole.repeat().is_none() {
        return Ok(Vec::new());
    }
    let db = ctx.app.store.begin_read().await;
    Ok(meeting_series::dates_to_come(&db, ctx.workspace(), whole.id, ctx.now()).await?)
}

/// When people meet next; of a meeting that takes place once, when that is.
pub(super) async fn next(ctx: &Ctx, meeting: &Meeting) -> Result<Timestamp, AppError> {
    let dates = to_come(ctx, meeting).await?;
    Ok(dates.iter().find(|date| date.stands()).map_or(meeting.starts_at, |date| date.starts_at))
}

/// Whether Zoom has lost this date, and not its series.
pub(super) async fn lost_alone(ctx: &Ctx, date: &Meeting) -> Result<bool, AppError> {
    Ok(is_lost_alone(&ctx.app.store.begin_read().await, ctx.workspace(), date).await?)
}

/// What the page says of it.
pub(super) async fn block(ctx: &Ctx, meeting: &Meeting) -> Result<Option<SeriesBlock>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let (series, repeat) = match &meeting.series {
        Series::None => return Ok(None),
        Series::Whole(repeat) => (meeting.id, repeat.clone()),
        Series::Date { of, .. } => {
            let whole = meetings::get(&db, ctx.workspace(), *of).await?;
            let Some(repeat) = whole.as_ref().and_then(Meeting::repeat).cloned() else { return Ok(None) };
            (*of, repeat)
        }
    };
    let dates = meeting_series::dates(&db, ctx.workspace(), series).await?;
    let words = repeat.to_string();
    if meeting.id == series {
        let next = dates.iter().find(|date| date.stands() && date.ends_at() > ctx.now());
        let rows = dates.iter().map(|date| row(ctx, date, next.is_some_and(|next| next == date))).collect();
        return Ok(Some(SeriesBlock { words, href: None, place: None, dates: rows }));
    }
    let standing = || dates.iter().filter(|date| date.stands());
    let place = standing().position(|date| date.meeting == meeting.id);
    Ok(Some(SeriesBlock {
        words,
        href: Some(format!("/meetings/{series}")),
        place: place.map(|at| format!("Date {} of {}", at + 1, standing().count())),
        dates: Vec::new(),
    }))
}

fn row(ctx: &Ctx, date: &SeriesDate, is_next: bool) -> SeriesRow {
    let badge = if !date.stands() {
        Some((Tone::Bad, "Removed"))
    } else if date.ends_at() <= ctx.now() {
        Some((Tone::Neutral, "Over"))
    } else if date.starts_at != date.planned_at {
        Some((Tone::Warn, "Moved"))
    } else {
        is_next.then_some((Tone::Ok, "Next"))
    };
    SeriesRow {
        href: format!("/meetings/{}", date.meeting),
        when: display::day_time_range(date.starts_at, date.duration, ctx.now(), ctx.zone()),
        badge,
    }
}
