//! Reads topic, time and agenda, for scheduling and for rescheduling: what was typed becomes domain values or sentences,
//! and the preview of what it means.

use domain::{Agenda, MeetingId, Minutes, Place, Plan, Repeat, StartError, Topic, Zone, parse_start};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::contacts::Contact;
use store::meetings::Details;

use super::alternative_hosts;
use super::preview::{self, Occasion};
use super::repeat;
use super::words::{and, zone_choices};
use crate::accounts::new_token;
use crate::http::context::Ctx;
use crate::http::error::AppError;
use crate::meetings::{self, CHANGES_A_DAY, InviteeChoice, Overlaps};
use crate::views::details::{ChangesLeft, DetailsForm, LimitWarning};
use crate::views::form::{FieldLink, FormErrors, FormField};

/// Nobody plans further ahead; a year with a typing mistake is more likely.
const FURTHEST: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);
/// From here on the form says how many of Zoom's changes are left today.
const FEW_CHANGES: u64 = 25;

/// The fields as they are posted; buttons that only check come along by their names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct MeetingInput {
    pub(in crate::http) idempotency_key: String,
    pub(in crate::http) topic: String,
    pub(in crate::http) date: String,
    pub(in crate::http) start: String,
    pub(in crate::http) duration: String,
    pub(in crate::http) duration_other: String,
    pub(in crate::http) zone: String,
    pub(in crate::http) place: String,
    pub(in crate::http) phone: String,
    pub(in crate::http) address: String,
    pub(in crate::http) link: String,
    pub(in crate::http) invitee: Vec<String>,
    pub(in crate::http) add_invitee: String,
    pub(in crate::http) contact_email: String,
    pub(in crate::http) agenda: String,
    pub(in crate::http) alternative_hosts: String,
    pub(in crate::http) waiting_room: Option<String>,
    pub(in crate::http) passcode: Option<String>,
    pub(in crate::http) cloud_recording: Option<String>,
    pub(in crate::http) send_invitation: Option<String>,
    pub(in crate::http) tell: Option<String>,
    pub(in crate::http) preview: String,
    pub(in crate::http) duration_kept: String,
    pub(in crate::http) check: Option<String>,
    pub(in crate::http) remove_invitee: Option<String>,
    pub(in crate::http) fix_invitee: Option<String>,
    pub(in crate::http) duration_fix: Option<String>,
    pub(in crate::http) duration_keep: Option<String>,
    pub(in crate::http) overlap_kept: String,
    pub(in crate::http) overlap_keep: Option<String>,
    pub(in crate::http) repeat: String,
    pub(in crate::http) every: String,
    pub(in crate::http) weekday: Vec<String>,
    pub(in crate::http) repeat_end: String,
    pub(in crate::http) times: String,
    pub(in crate::http) until: String,
}

/// Whose form it is.
pub(super) struct Purpose<'a> {
    /// The plan of the Zoom account.
    pub(super) plan: Option<&'a Plan>,
    /// Who is invited.
    pub(super) people: &'a [InviteeChoice],
    /// Whom it is with, if they have no address to be mailed at.
    pub(super) unmailed: Option<&'a Contact>,
    /// The meeting itself, when it exists: it is no reason against a time.
    pub(super) meeting: Option<MeetingId>,
    /// Where it takes place, if not in Zoom.
    pub(super) place: Option<&'a Place>,
    /// When it takes place now, when it exists: that was decided before.
    pub(super) now_at: Option<(Timestamp, Minutes)>,
    /// What can be chosen about other dates.
    pub(super) repetition: Repetition,
    /// What the mail tells.
    pub(super) occasion: Occasion,
    /// Whether empty fields are wrong too.
    pub(super) strict: bool,
}

/// What a form says about other dates than the first.
pub(super) enum Repetition {
    /// Nothing: it takes place once.
    Once,
    /// It may take place once, or come again.
    Offered,
    /// It comes again.
    Series,
    /// It is one date of a series, whose other dates are rescheduled there.
    Date(String),
}

/// What nothing has to be changed about.
pub(super) struct Read {
    pub(super) details: Details,
    /// How it comes again, if it does.
    pub(super) repeat: Option<Repeat>,
}

impl MeetingInput {
    /// A button was pressed that only checks.
    pub(super) fn only_checks(&self) -> bool {
        [
            &self.check,
            &self.remove_invitee,
            &self.fix_invitee,
            &self.duration_fix,
            &self.duration_keep,
            &self.overlap_keep,
        ]
        .iter()
        .any(|button| button.is_some())
    }

    /// What the pressed button changes in the fields.
    pub(super) fn press_buttons(&mut self, ctx: &Ctx) {
        if let Some(value) = self.remove_invitee.take() {
            self.invitee.retain(|invitee| *invitee != value);
        }
        if let Some(address) = self.fix_invitee.take() {
            self.add_invitee = address;
        }
        if let Some(minutes) = self.duration_fix.take() {
            self.duration = minutes;
        }
        if let Some(minutes) = self.duration_keep.take() {
            self.duration_kept = minutes;
        }
        if let Some(meetings) = self.overlap_keep.take() {
            self.overlap_kept = meetings;
        }
        if self.idempotency_key.is_empty() {
            // Two forms without a key are two forms, not the same one twice.
            self.idempotency_key = new_token(&*ctx.app.random);
        }
    }

    /// The meetings at the same time that the host was asked about and keeps.
    pub(super) fn overlaps(&self) -> Overlaps {
        Overlaps::read(&self.overlap_kept)
    }

    fn minutes_text(&self) -> &str {
        if self.duration == "other" { &self.duration_other } else { &self.duration }
    }
}

/// Reads the fields. The details are there if nothing about them needs a change.
pub(super) async fn read(
    ctx: &Ctx,
    input: &MeetingInput,
    purpose: Purpose<'_>,
) -> Result<(DetailsForm, Option<Read>), AppError> {
    let topic = Topic::parse(&input.topic);
    let agenda = Agenda::parse(&input.agenda);
    let zone = Zone::parse(&input.zone);
    let zone_error = zone.as_ref().err().map(ToString::to_string);
    let zone = zone.unwrap_or_else(|_| ctx.zone().clone());
    let start = parse_start(&input.date, &input.start, &zone);
    let minutes = Minutes::parse(input.minutes_text());
    let past = start.as_ref().is_ok_and(|start| *start < ctx.now());
    let limit = match (&minutes, purpose.plan) {
        (Ok(minutes), Some(plan)) => limit_warning(*minutes, plan, &input.duration_kept),
        _ => None,
    };
    let (date_error, start_error) = match &start {
        Err(error @ (StartError::NotATime | StartError::Skipped { .. })) => (None, Some(error.to_string())),
        Err(error) => (Some(error.to_string()), None),
        Ok(_) if past => (None, Some("This time has passed. Choose a later one.".to_owned())),
        Ok(start) if *start > ctx.now() + FURTHEST => {
            (Some("Choose a date within the next five years.".to_owned()), None)
        }
        Ok(_) => (None, None),
    };
    // A topic that is missing is wrong only when the person is done; one that is too long is wrong at once.
    let topic_error = match &topic {
        Err(error) if purpose.strict || !input.topic.trim().is_empty() => Some(error.to_string()),
        _ => None,
    };
    let (hosts, _) = alternative_hosts::read(&input.alternative_hosts, purpose.plan);
    let names: Vec<_> = purpose.people.iter().map(preview::first_name).collect();
    let mut form = DetailsForm {
        idempotency_key: input.idempotency_key.clone(),
        errors: None,
        topic: FormField { value: input.topic.clone(), error: topic_error },
        date: FormField { value: input.date.clone(), error: date_error },
        start: FormField { value: input.start.clone(), error: start_error },
        duration: FormField {
            value: shown_duration(&input.duration),
            error: minutes.as_ref().err().map(ToString::to_string),
        },
        duration_other: input.minutes_text().to_owned(),
        limit,
        duration_kept: input.duration_kept.parse().ok(),
        zone: FormField { value: zone.id().to_owned(), error: zone_error },
        zones: zone_choices(start.as_ref().copied().unwrap_or(ctx.now())),
        their_times: Vec::new(),
        alternative_hosts: hosts,
        agenda: FormField {
            value: input.agenda.clone(),
            error: agenda.as_ref().err().map(ToString::to_string),
        },
        show_email: input.preview == "email",
        times: None,
        email: None,
        told: and(&names),
        changes_left: changes_left(ctx).await?,
        overlap: None,
        overlap_kept: input.overlap_kept.clone(),
        repeat: None,
        all_dates: match &purpose.repetition {
            Repetition::Date(href) => Some(href.clone()),
            _ => None,
        },
    };
    let mut repeat = None;
    let mut starts = Vec::new();
    if let Repetition::Offered | Repetition::Series = purpose.repetition {
        let once = matches!(purpose.repetition, Repetition::Offered);
        // Without a start the dates are wrong, but what was chosen is not lost.
        let read = repeat::read(input, start.as_ref().copied().unwrap_or(ctx.now()), &zone, once);
        form.repeat = Some(read.form);
        (repeat, starts) = (read.repeat, read.starts);
    }
    if let (Ok(start), Ok(minutes)) = (&start, &minutes) {
        let day = preview::Day {
            ctx,
            zone: &zone,
            start: *start,
            minutes: *minutes,
            invitees: purpose.people,
            unmailed: purpose.unmailed,
            except: purpose.meeting,
            starts: if repeat.is_some() { &starts } else { &[] },
            place: purpose.place,
        };
        form.their_times = day.their_times();
        form.times = Some(day.times().await?);
        if !past && purpose.now_at != Some((*start, *minutes)) {
            form.overlap = day.overlap(&input.overlaps(), purpose.plan).await?;
        }
        form.email = day.email(&input.topic, &input.agenda, &purpose.occasion);
    }
    let fine = form.wrong_fields(None).is_empty() && form.limit.is_none();
    let details = match (topic, agenda, start, minutes) {
        (Ok(topic), Ok(agenda), Ok(starts_at), Ok(duration)) if fine => {
            Some(Read { details: Details { topic, agenda, starts_at, duration, zone }, repeat })
        }
        _ => None,
    };
    Ok((form, details))
}

/// The radio that is selected: a length without a radio of its own is "Other".
pub(super) fn shown_duration(minutes: &str) -> String {
    match minutes {
        choice @ ("15" | "30" | "40" | "60") => choice.to_owned(),
        _ => "other".to_owned(),
    }
}

fn limit_warning(minutes: Minutes, plan: &Plan, kept: &str) -> Option<LimitWarning> {
    let limit = plan.meeting_limit_minutes()?;
    let wanted = minutes.get();
    if wanted <= limit || kept == wanted.to_string() {
        return None;
    }
    Some(LimitWarning {
        title: format!("Zoom {} ends meetings at {limit} minutes", plan.label()),
        text: format!(
            "Everyone is disconnected after {limit} minutes. They can join again with the same link, or you can \
             plan for {limit} minutes."
        ),
        limit: u64::from(limit),
        wanted: u64::from(wanted),
    })
}

/// Said only when few are left: most people never come near (RT-56).
async fn changes_left(ctx: &Ctx) -> Result<Option<ChangesLeft>, AppError> {
    let left = meetings::changes_left(&ctx.app, ctx.workspace(), ctx.user()).await?;
    let Some(left) = left.filter(|left| *left <= FEW_CHANGES) else { return Ok(None) };
    let (_, midnight) = meetings::day_bounds(ctx.now(), &Zone::UTC);
    let when = domain::display::time(midnight, ctx.zone());
    let text = if left == 0 {
        format!("What you ask for now is saved here and reaches Zoom after {when}.")
    } else {
        format!("Zoom counts every meeting that is scheduled or changed, and begins anew at {when}.")
    };
    Ok(Some(ChangesLeft { title: format!("{left} of {CHANGES_A_DAY} Zoom changes left today"), text }))
}

/// The note on top of a form that was sent and not accepted. `nothing` is "Nothing was scheduled".
pub(super) fn summary(nothing: &str, fields: Vec<FieldLink>, details: &DetailsForm) -> FormErrors {
    let open = match (&details.limit, &details.overlap) {
        (Some(_), Some(_)) => "The length and the time need",
        (None, Some(_)) => "The time needs",
        _ => "The length needs",
    };
    let title = match fields.len() {
        0 => format!("{nothing}. {open} a decision."),
        1 => format!("{nothing}. 1 field needs a change."),
        n => format!("{nothing}. {n} fields need a change."),
    };
    FormErrors { title, text: String::new(), fields }
}
