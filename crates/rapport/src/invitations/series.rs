//! What people are told of a series: its dates, and which one a mail is about.

use domain::WorkspaceId;
use jiff::Timestamp;
use store::meeting_series::{self, SeriesDate};
use store::meetings::{self, Meeting, Series};
use store::{Db, StoreError};

use super::facts::Reader;
use crate::calendar::{RepeatedDate, Repeats};
use crate::i18n::{self, Message, dates};
use crate::views::mail::SeriesLines;

/// So many dates are listed; of more, the first ten.
const LISTED: usize = 12;

/// The dates around a meeting, if it comes again.
#[derive(Debug, Clone, Default)]
pub struct SeriesFacts {
    /// Of a whole series: what its rule made since it was arranged, in order.
    dates: Vec<SeriesDate>,
    /// Of a date: the revision of its series that people were told.
    revision: i64,
}

impl SeriesFacts {
    /// Reads them.
    pub async fn of(db: &impl Db, workspace: WorkspaceId, meeting: &Meeting) -> Result<Self, StoreError> {
        match &meeting.series {
            Series::None => Ok(Self::default()),
            Series::Whole(_) => {
                let mut dates = meeting_series::dates(db, workspace, meeting.id).await?;
                dates.retain(|date| date.planned_at >= meeting.starts_at);
                Ok(Self { dates, revision: 0 })
            }
            Series::Date { of, .. } => {
                let whole = meetings::get(db, workspace, *of).await?;
                let revision = whole.map_or(0, |whole| whole.as_in_zoom().revision);
                Ok(Self { dates: Vec::new(), revision })
            }
        }
    }

    /// When people come next.
    pub(crate) fn next(&self, meeting: &Meeting, now: Timestamp) -> Timestamp {
        let next = self.dates.iter().find(|date| date.stands() && date.ends_at() > now);
        next.map_or(meeting.starts_at, |date| date.starts_at)
    }

    /// For a calendar.
    pub(super) fn repeats<'a>(&self, meeting: &'a Meeting) -> Repeats<'a> {
        match &meeting.series {
            Series::None => Repeats::No,
            Series::Whole(repeat) => {
                let dates = self.dates.iter().map(|date| RepeatedDate {
                    planned_at: date.planned_at,
                    starts_at: date.starts_at,
                    minutes: i64::from(date.duration.get()),
                    sequence: date.revision,
                    stands: date.stands(),
                });
                Repeats::Whole { zone: &meeting.zone, repeat, dates: dates.collect() }
            }
            Series::Date { of, planned_at } => {
                Repeats::Date { series: *of, planned_at: *planned_at, zone: &meeting.zone }
            }
        }
    }

    /// The revision of the entry in a calendar: a date is newer than its series.
    pub(super) fn sequence(&self, meeting: &Meeting) -> i64 {
        self.revision + meeting.revision
    }

    /// In words.
    pub(crate) fn lines(&self, meeting: &Meeting, reader: &Reader, now: Timestamp) -> SeriesLines {
        match meeting.series {
            Series::None => SeriesLines::None,
            Series::Date { .. } => SeriesLines::One(i18n::text(reader.language, Message::SeriesOne)),
            Series::Whole(_) => {
                let standing = self.dates.iter().filter(|date| date.stands() && date.ends_at() > now);
                all_dates(&standing.map(|date| date.starts_at).collect::<Vec<_>>(), reader)
            }
        }
    }
}

/// The dates of a series, by the reader's clock. The time stands with those that are at another one than the first.
pub(crate) fn all_dates(starts: &[Timestamp], reader: &Reader) -> SeriesLines {
    let Reader { zone, language, .. } = reader;
    let usual = starts.first().map(|at| zone.local(*at).time());
    let line = |at: &Timestamp| {
        let local = zone.local(*at);
        let day = dates::long_day(*language, local.date());
        if Some(local.time()) == usual {
            day
        } else {
            format!("{day}, {}", dates::time(*language, *at, zone))
        }
    };
    let listed = if starts.len() > LISTED { LISTED - 2 } else { starts.len() };
    let more = starts.last().filter(|_| starts.len() > listed).map(|last| {
        let values = [("n", &*(starts.len() - listed).to_string()), ("date", &line(last))];
        i18n::with(*language, Message::SeriesMore, &values)
    });
    SeriesLines::All {
        heading: i18n::with(*language, Message::SeriesDates, &[("n", &starts.len().to_string())]),
        lines: starts.iter().take(listed).map(line).chain(more).collect(),
    }
}
