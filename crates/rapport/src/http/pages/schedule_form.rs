//! Reads the schedule form: what was typed becomes domain values or sentences, and the preview of what it means.

use domain::{Agenda, ContactId, EmailAddress, Minutes, Plan, StartError, Topic, Zone, parse_start};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::contacts::{self, Contact, ContactChoice};

use super::preview;
use super::words::{and, zone_choices};
use crate::accounts::new_token;
use crate::http::context::{Ctx, person};
use crate::http::error::AppError;
use crate::invitations::names;
use crate::meetings::{InviteeChoice, ScheduleRequest};
use crate::views::form::{Choice, FormErrors, FormField};
use crate::views::schedule::{Invitee, LimitWarning, ScheduleForm};

/// Nobody plans further ahead; a year with a typing mistake is more likely.
const FURTHEST: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);

/// The fields as they are posted; buttons that only check come along by their names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ScheduleInput {
    idempotency_key: String,
    topic: String,
    date: String,
    start: String,
    duration: String,
    duration_other: String,
    zone: String,
    invitee: Vec<String>,
    add_invitee: String,
    agenda: String,
    waiting_room: Option<String>,
    passcode: Option<String>,
    cloud_recording: Option<String>,
    preview: String,
    duration_kept: String,
    check: Option<String>,
    remove_invitee: Option<String>,
    fix_invitee: Option<String>,
    duration_fix: Option<String>,
    duration_keep: Option<String>,
}

/// What the form says.
pub(super) struct Reading {
    /// The form to show again.
    pub(super) form: ScheduleForm,
    /// The meeting, if nothing needs a change.
    pub(super) request: Option<ScheduleRequest>,
}

impl ScheduleInput {
    /// An empty form: the next full hour of tomorrow's working day, half an hour.
    pub(super) fn fresh(contact: &Contact, zone: &Zone, now: Timestamp, key: String) -> Self {
        let mut day = zone.local(now).date().tomorrow().unwrap_or(zone.local(now).date());
        while day.weekday().to_monday_zero_offset() >= 5 {
            day = day.tomorrow().unwrap_or(day);
        }
        Self {
            idempotency_key: key,
            date: day.to_string(),
            start: "10:00".into(),
            duration: "30".into(),
            zone: zone.id().to_owned(),
            invitee: vec![contact.id.to_string()],
            waiting_room: Some("on".into()),
            passcode: Some("on".into()),
            preview: "times".into(),
            ..Self::default()
        }
    }

    /// A button was pressed that schedules nothing.
    pub(super) fn only_checks(&self) -> bool {
        [&self.check, &self.remove_invitee, &self.fix_invitee, &self.duration_fix, &self.duration_keep]
            .iter()
            .any(|button| button.is_some())
    }

    /// What the pressed button changes in the fields.
    fn press_buttons(&mut self) {
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
    }

    fn minutes_text(&self) -> &str {
        if self.duration == "other" { &self.duration_other } else { &self.duration }
    }
}

/// Reads the form. With `strict`, empty fields are wrong too.
pub(super) async fn read(
    ctx: &Ctx,
    contact: &Contact,
    plan: Option<&Plan>,
    mut input: ScheduleInput,
    strict: bool,
) -> Result<Reading, AppError> {
    input.press_buttons();
    if input.idempotency_key.is_empty() {
        // Two forms without a key are two forms, not the same one twice.
        input.idempotency_key = new_token(&*ctx.app.random);
    }
    let db = ctx.app.store.begin_read().await;
    let known = contacts::with_email(&db, ctx.workspace()).await?;
    let mut invitees = resolve(ctx, contact, &known, &input.invitee).await?;
    let mut add_invitee = FormField::new(input.add_invitee.trim());
    let mut suggestion = None;
    if !add_invitee.value.is_empty() {
        if let Some(found) = find_invitee(ctx, &known, &add_invitee.value).await? {
            if !invitees.iter().any(|(_, invitee)| invitee.email == found.1.email) {
                invitees.push(found);
            }
            add_invitee.value.clear();
        } else {
            suggestion = suggest(&add_invitee.value, &known);
            add_invitee.error =
                Some("That is neither an email address nor the name of a contact with one.".into());
        }
    } else if invitees.is_empty() {
        add_invitee.error = Some("Invite at least one person.".into());
    }

    let topic = Topic::parse(&input.topic);
    let agenda = Agenda::parse(&input.agenda);
    let zone = Zone::parse(&input.zone);
    let zone_error = zone.as_ref().err().map(ToString::to_string);
    let zone = zone.unwrap_or_else(|_| ctx.zone().clone());
    let start = parse_start(&input.date, &input.start, &zone);
    let minutes = Minutes::parse(input.minutes_text());
    let past = start.as_ref().is_ok_and(|start| *start < ctx.now());
    let limit = match (&minutes, plan) {
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
        Err(error) if strict || !input.topic.trim().is_empty() => Some(error.to_string()),
        _ => None,
    };
    let people: Vec<_> = invitees.iter().map(|(_, invitee)| invitee.clone()).collect();
    let names: Vec<_> = people.iter().map(preview::first_name).collect();
    let mut form = ScheduleForm {
        idempotency_key: input.idempotency_key.clone(),
        errors: None,
        topic: FormField { value: input.topic.clone(), error: topic_error },
        date: FormField { value: input.date.clone(), error: date_error },
        start: FormField { value: input.start.clone(), error: start_error },
        duration: FormField {
            value: shown_duration(&input),
            error: minutes.as_ref().err().map(ToString::to_string),
        },
        duration_other: input.minutes_text().to_owned(),
        limit,
        duration_kept: input.duration_kept.parse().ok(),
        zone: FormField { value: zone.id().to_owned(), error: zone_error },
        zones: zone_choices(start.as_ref().copied().unwrap_or(ctx.now())),
        their_times: Vec::new(),
        invitees: invitees.iter().map(|(value, invitee)| chip(value, invitee)).collect(),
        add_invitee,
        invitee_suggestion: suggestion,
        known_contacts: known
            .iter()
            .map(|one| Choice::new(one.email.to_string(), one.name.to_string()))
            .collect(),
        agenda: FormField {
            value: input.agenda.clone(),
            error: agenda.as_ref().err().map(ToString::to_string),
        },
        waiting_room: input.waiting_room.is_some(),
        passcode: input.passcode.is_some(),
        cloud_recording: input.cloud_recording.is_some(),
        show_email: input.preview == "email",
        times: None,
        email: None,
        told: and(&names),
    };
    if let (Ok(start), Ok(minutes)) = (&start, &minutes) {
        let day = preview::Day { ctx, zone: &zone, start: *start, minutes: *minutes, invitees: &people };
        form.their_times = day.their_times();
        form.times = Some(day.times().await?);
        form.email = day.email(&input.topic, &input.agenda);
    }
    let wrong = form.wrong_fields().len();
    if strict && (wrong > 0 || form.limit.is_some()) {
        form.errors = Some(summary(&form));
    }
    let request = match (topic, agenda, start, minutes) {
        (Ok(topic), Ok(agenda), Ok(starts_at), Ok(minutes)) if wrong == 0 && form.limit.is_none() => {
            Some(ScheduleRequest {
                contact: contact.id,
                topic,
                agenda,
                starts_at,
                zone,
                minutes,
                invitees: people,
                waiting_room: form.waiting_room,
                passcode: form.passcode,
                // The switch is disabled without the licence; a forged post does not bring it back.
                cloud_recording: form.cloud_recording && plan.is_some_and(|plan| plan.can_record_to_cloud()),
                send_invitation: true,
                idempotency_key: input.idempotency_key,
            })
        }
        _ => None,
    };
    Ok(Reading { form, request })
}

/// The radio that is selected: a length without a radio of its own is "Other".
fn shown_duration(input: &ScheduleInput) -> String {
    match input.duration.as_str() {
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

/// The note on top of a form that was sent and not accepted.
fn summary(form: &ScheduleForm) -> FormErrors {
    let fields = form.wrong_fields();
    let title = match fields.len() {
        0 => "Nothing was scheduled. The length needs a decision.".to_owned(),
        1 => "Nothing was scheduled. 1 field needs a change.".to_owned(),
        n => format!("Nothing was scheduled. {n} fields need a change."),
    };
    FormErrors { title, text: String::new(), fields }
}

fn chip(value: &str, invitee: &InviteeChoice) -> Invitee {
    let name = names::full_name(invitee.name.as_ref(), &invitee.email);
    let id = invitee.contact.map_or(uuid::Uuid::nil(), ContactId::as_uuid);
    Invitee { value: value.to_owned(), person: person(name, id) }
}

/// What is posted for an invitee, and who that is.
type Chosen = (String, InviteeChoice);

/// The posted invitees; ids of nobody and broken addresses are dropped.
async fn resolve(
    ctx: &Ctx,
    contact: &Contact,
    known: &[ContactChoice],
    posted: &[String],
) -> Result<Vec<Chosen>, AppError> {
    let ids: Vec<ContactId> = posted.iter().filter_map(|value| value.parse().ok()).collect();
    let mut found = contacts::by_ids(&ctx.app.store.begin_read().await, ctx.workspace(), &ids).await?;
    found.sort_by_key(|other| other.id != contact.id);
    let mut chosen: Vec<Chosen> = Vec::new();
    for value in posted {
        let choice = match value.parse::<ContactId>() {
            Ok(id) => found.iter().find(|contact| contact.id == id).and_then(contact_choice),
            Err(_) => find_invitee(ctx, known, value).await?.map(|(_, choice)| choice),
        };
        if let Some(choice) = choice
            && !chosen.iter().any(|(_, other)| other.email == choice.email)
        {
            chosen.push((value.clone(), choice));
        }
    }
    Ok(chosen)
}

fn contact_choice(contact: &Contact) -> Option<InviteeChoice> {
    Some(InviteeChoice {
        contact: Some(contact.id),
        name: Some(contact.name.clone()),
        email: contact.primary_email.clone()?,
        zone: contact.zone.clone(),
        language: contact.language.clone(),
    })
}

/// Somebody by address or by a contact's name.
async fn find_invitee(ctx: &Ctx, known: &[ContactChoice], text: &str) -> Result<Option<Chosen>, AppError> {
    let db = ctx.app.store.begin_read().await;
    if let Some(named) = known.iter().find(|one| one.name.as_str().to_lowercase() == text.to_lowercase()) {
        let found = contacts::get(&db, ctx.workspace(), named.id).await?;
        return Ok(found.as_ref().and_then(contact_choice).map(|choice| (named.id.to_string(), choice)));
    }
    let Ok(email) = EmailAddress::parse(text) else { return Ok(None) };
    if let Some(id) = contacts::find_by_email(&db, ctx.workspace(), &email).await? {
        let found = contacts::get(&db, ctx.workspace(), id).await?;
        if let Some(mut choice) = found.as_ref().and_then(contact_choice) {
            choice.email = email;
            return Ok(Some((id.to_string(), choice)));
        }
    }
    let choice =
        InviteeChoice { contact: None, name: None, email: email.clone(), zone: None, language: None };
    Ok(Some((email.to_string(), choice)))
}

/// A known address that begins like what was typed.
fn suggest(typed: &str, known: &[ContactChoice]) -> Option<String> {
    let typed = typed.to_lowercase();
    let local = typed.split(['@', ' ']).next().filter(|local| local.chars().count() >= 3)?;
    let fits = |one: &&ContactChoice| {
        one.email.as_str().to_lowercase().starts_with(local)
            || one.name.as_str().to_lowercase().starts_with(local)
    };
    known.iter().find(fits).map(|one| one.email.to_string())
}
