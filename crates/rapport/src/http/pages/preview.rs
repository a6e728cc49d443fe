//! What a time means for everyone: the strip of the day, the verdict, and the invitation as it will be read.

use domain::{MeetingId, Minutes, Place, Plan, Zone, display};
use jiff::Timestamp;
use store::contacts::Contact;
use store::meeting_series;
use store::meetings::{self as stored, MeetingRow};

use super::words::{and, their_time};
use crate::http::context::{Ctx, person};
use crate::http::error::AppError;
use crate::invitations::{Reader, all_dates, facts, lines, names, was};
use crate::meetings::{self, InviteeChoice, Overlaps, day_bounds};
use crate::views::details::{EmailPreview, OverlapWarning, TheirTime, TimesPane, Verdict};
use crate::views::mail::{News, WayNews};
use crate::views::strip::{Span, StripRow, TimeStrip};

/// Working hours, in local time: 9 to 18.
const WORK: (i8, i8) = (9, 18);

/// A planned time and the people it concerns.
pub(super) struct Day<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) zone: &'a Zone,
    pub(super) start: Timestamp,
    pub(super) minutes: Minutes,
    pub(super) invitees: &'a [InviteeChoice],
    /// Whom it is with, if they have no address to be mailed at.
    pub(super) unmailed: Option<&'a Contact>,
    /// All its dates, if it comes again.
    pub(super) starts: &'a [Timestamp],
    /// The meeting itself, when it exists already.
    pub(super) except: Option<MeetingId>,
    /// Where it takes place, if not in Zoom.
    pub(super) place: Option<&'a Place>,
}

/// What the mail of the preview is for.
pub(super) enum Occasion {
    /// Come to this meeting.
    Invitation,
    /// It is at another time than this one, or something else about it changed.
    Update {
        /// When it starts as people know it.
        starts_at: Timestamp,
        /// Whether it is in Zoom as people know it.
        in_zoom: bool,
    },
}

/// First name, or the address of somebody whose name is not known.
pub(super) fn first_name(invitee: &InviteeChoice) -> String {
    names::first_name(invitee.name.as_ref(), &invitee.email).to_owned()
}

/// Somebody besides the host whose clock matters.
struct Guest<'a> {
    first_name: String,
    name: &'a str,
    zone: Option<&'a Zone>,
    id: uuid::Uuid,
}

impl Day<'_> {
    fn guests(&self) -> impl Iterator<Item = Guest<'_>> {
        let unmailed = self.unmailed.map(|contact| Guest {
            first_name: contact.name.first_name().to_owned(),
            name: contact.name.as_str(),
            zone: contact.zone.as_ref(),
            id: contact.id.as_uuid(),
        });
        let invited = self.invitees.iter().map(|invitee| Guest {
            first_name: first_name(invitee),
            name: names::full_name(invitee.name.as_ref(), &invitee.email),
            zone: invitee.zone.as_ref(),
            id: invitee.contact.map_or(uuid::Uuid::nil(), domain::ContactId::as_uuid),
        });
        unmailed.into_iter().chain(invited)
    }

    /// The start for each invitee whose clock shows another time.
    pub(super) fn their_times(&self) -> Vec<TheirTime> {
        let mut times: Vec<TheirTime> = Vec::new();
        for guest in self.guests() {
            let Some(theirs) = guest.zone else { continue };
            if their_time(self.start, "", Some(theirs), self.zone).is_none() {
                continue;
            }
            let date = theirs.local(self.start).date();
            let differs = date != self.zone.local(self.start).date();
            times.push(TheirTime {
                time: display::time(self.start, theirs),
                who: format!("{} in {}", guest.first_name, theirs.city()),
                other_day: differs.then(|| display::weekday_day(date)),
            });
        }
        times
    }

    /// The day from 6 to 22 for everyone whose zone is known.
    pub(super) async fn times(&self) -> Result<TimesPane, AppError> {
        let (from, to) = day_bounds(self.start, self.zone);
        let db = self.ctx.app.store.begin_read().await;
        let mut others = stored::overlapping(&db, self.ctx.workspace(), self.ctx.user(), from, to).await?;
        let own = match self.except {
            Some(series) => meeting_series::dates(&db, self.ctx.workspace(), series).await?,
            None => Vec::new(),
        };
        others.retain(|row| Some(row.id) != self.except && !own.iter().any(|date| date.meeting == row.id));
        let me = &self.ctx.me.user;
        let mut rows = vec![StripRow {
            name: "You".into(),
            city: self.zone.city(),
            time: display::time(self.start, self.zone),
            person: person(me.name.as_str(), me.id.as_uuid()),
            working: self.working(self.zone, from),
            busy: others.iter().map(|row| span(row.starts_at, row.ends_at(), from)).collect(),
        }];
        for guest in self.guests() {
            let Some(theirs) = guest.zone else { continue };
            rows.push(StripRow {
                name: guest.first_name,
                city: theirs.city(),
                time: display::time(self.start, theirs),
                person: person(guest.name, guest.id),
                working: self.working(theirs, from),
                busy: Vec::new(),
            });
        }
        Ok(TimesPane {
            day: display::weekday_day_long(self.zone.local(self.start).date()),
            strip: TimeStrip { rows, slot: span(self.start, self.end(), from) },
            verdict: self.verdict(&others),
        })
    }

    /// What else the host has at that time and was not asked about. `plan` is that of the Zoom account, if it is a Zoom
    /// meeting.
    pub(super) async fn overlap(
        &self,
        known: &Overlaps,
        plan: Option<&Plan>,
    ) -> Result<Option<OverlapWarning>, AppError> {
        let db = self.ctx.app.store.begin_read().await;
        let once = [self.start];
        let times = (if self.starts.is_empty() { &once } else { self.starts }, self.minutes);
        let (workspace, host) = (self.ctx.workspace(), self.ctx.user());
        let none = Overlaps::Known(Vec::new());
        let all = meetings::overlaps(&db, workspace, host, times, self.except, &none).await?;
        let keep: Vec<_> = all.iter().map(|row| row.id.to_string()).collect();
        let others = known.unknown(all);
        let Some(first) = others.first() else { return Ok(None) };
        let title = match others.len() {
            1 => format!("You have {} at that time", first.topic),
            n if self.starts.is_empty() => format!("You have {n} meetings at that time"),
            n => format!("You have {n} meetings at these times"),
        };
        let each = others.iter().map(|row| {
            let time = if self.starts.is_empty() {
                display::time_range(row.starts_at, row.duration, self.zone)
            } else {
                display::day_time_range(row.starts_at, row.duration, self.ctx.now(), self.zone)
            };
            format!("{}, {time}", row.topic)
        });
        let each = and(&each.collect::<Vec<_>>());
        let both_in_zoom = self.place.is_none() && others.iter().any(|row| row.place.is_none());
        let text = match plan.filter(|_| both_in_zoom) {
            Some(plan) => {
                let label = plan.label();
                format!("{each}. Zoom {label} may not start one while you hold the other.")
            }
            None => format!("{each}."),
        };
        Ok(Some(OverlapWarning { title, text, keep: keep.join(",") }))
    }

    fn end(&self) -> Timestamp {
        self.minutes.after(self.start)
    }

    /// Working hours of somebody on the day of the meeting where they are, seen from the host's midnight.
    fn working(&self, zone: &Zone, midnight: Timestamp) -> Option<Span> {
        let date = zone.local(self.start).date();
        let at = |hour: i8| zone.instant(date.at(hour, 0, 0, 0)).ok();
        Some(span(at(WORK.0)?, at(WORK.1)?, midnight))
    }

    fn verdict(&self, others: &[MeetingRow]) -> Verdict {
        if self.start < self.ctx.now() {
            return Verdict::Impossible("This time has passed".into());
        }
        let overlap = others.iter().find(|row| row.starts_at < self.end() && self.start < row.ends_at());
        if let Some(other) = overlap {
            return Verdict::Careful(format!("You have {} at that time", other.topic));
        }
        let mine = ("you".to_owned(), Some(self.zone));
        let theirs = self.guests().map(|guest| (guest.first_name, guest.zone));
        for (name, zone) in std::iter::once(mine).chain(theirs) {
            let Some(zone) = zone else { continue };
            let (start, end) = (zone.local(self.start), zone.local(self.end()));
            let time = display::time(self.start, zone);
            if start.date().weekday().to_monday_zero_offset() >= 5 {
                return Verdict::Careful(format!("On the weekend for {name}"));
            }
            if start.hour() < WORK.0 {
                return Verdict::Careful(format!("Before working hours for {name} ({time})"));
            }
            let late = end.date() != start.date() || (end.hour(), end.minute()) > (WORK.1, 0);
            if late {
                return Verdict::Careful(format!("After working hours for {name} ({time})"));
            }
        }
        Verdict::Good("Within working hours for everyone".into())
    }

    /// The mail as the first invitee reads it.
    pub(super) fn email(&self, topic: &str, agenda: &str, occasion: &Occasion) -> Option<EmailPreview> {
        let first = self.invitees.first()?;
        let me = &self.ctx.me.user;
        let zone = first.zone.as_ref().unwrap_or(self.zone);
        let reader = Reader::new(first.name.as_ref(), zone, first.language.as_deref());
        let topic = match topic.trim() {
            "" => "Your topic",
            text => text,
        };
        let (news, before) = match occasion {
            Occasion::Invitation => (News::Invitation, None),
            Occasion::Update { starts_at, in_zoom } => {
                let way = match (in_zoom, self.place.is_none()) {
                    (true, false) => WayNews::LeftZoom,
                    (false, true) => WayNews::ToZoom,
                    _ => WayNews::Same,
                };
                if *starts_at == self.start {
                    (News::Changed { way }, None)
                } else {
                    (News::Moved { way }, Some(*starts_at))
                }
            }
        };
        let others: Vec<_> = self.invitees[1..].iter().map(first_name).collect();
        let first_at = self.starts.first().copied().unwrap_or(self.start);
        let mut meeting =
            facts(topic, (first_at, self.minutes), me, &self.ctx.me.workspace_name, &reader, self.place);
        if !self.starts.is_empty() {
            meeting.series = all_dates(self.starts, &reader);
        }
        Some(EmailPreview {
            from: format!("{}, {}", me.name, self.ctx.me.workspace_name),
            to: names::full_name(first.name.as_ref(), &first.email).to_owned(),
            meeting,
            news,
            was: before.map(|before| was(self.start, &reader, (before, self.minutes))),
            agenda: lines(agenda),
            others: (!others.is_empty()).then(|| {
                let get = if others.len() == 1 { "gets" } else { "get" };
                format!("{} {get} the same email with their own time, in their language.", and(&others))
            }),
        })
    }
}

/// From one instant to another, in minutes since midnight.
fn span(from: Timestamp, to: Timestamp, midnight: Timestamp) -> Span {
    let minutes = |at: Timestamp| at.duration_since(midnight).as_mins();
    Span { from: minutes(from), to: minutes(to) }
}
