//! Reads the schedule form: topic and time as every form of a meeting, and who is invited.

use domain::{ContactId, EmailAddress, PlaceKind, Zone};
use jiff::Timestamp;
use store::contacts::{self, Contact, ContactChoice};
use store::meetings::Details;

use super::alternative_hosts;
use super::details_form::{self, MeetingInput, Purpose, Read, Repetition, summary};
use super::place::{self, ZOOM};
use super::preview::Occasion;
use super::schedule::HostZoom;
use crate::http::context::{Ctx, person};
use crate::http::error::AppError;
use crate::invitations::names;
use crate::meetings::{InviteeChoice, ScheduleRequest};
use crate::views::details::DetailsForm;
use crate::views::form::{Choice, FormField};
use crate::views::schedule::{Invitee, NoAddress, ScheduleForm};

/// What the form says.
pub(in crate::http) struct Reading {
    /// Topic and time, to show again.
    pub(in crate::http) details: DetailsForm,
    /// The rest of the form, to show again.
    pub(in crate::http) form: ScheduleForm,
    /// The meeting, if nothing needs a change.
    pub(in crate::http) request: Option<ScheduleRequest>,
}

/// An empty form: the next full hour of tomorrow's working day, half an hour.
pub(in crate::http) fn fresh(
    contact: &Contact,
    zone: &Zone,
    now: Timestamp,
    key: String,
    zoom: &mut HostZoom,
) -> MeetingInput {
    zoom.says_where_it_begins();
    let mut day = zone.local(now).date().tomorrow().unwrap_or(zone.local(now).date());
    while day.weekday().to_monday_zero_offset() >= 5 {
        day = day.tomorrow().unwrap_or(day);
    }
    let on = |wanted: bool| wanted.then(|| "on".to_owned());
    let defaults = zoom.defaults;
    MeetingInput {
        idempotency_key: key,
        date: day.to_string(),
        start: "10:00".into(),
        duration: "30".into(),
        zone: zone.id().to_owned(),
        place: if zoom.is_usable() { ZOOM } else { PlaceKind::Phone.as_str() }.to_owned(),
        phone: contact.phone.clone().unwrap_or_default(),
        invitee: vec![contact.id.to_string()],
        waiting_room: on(defaults.waiting_room),
        passcode: on(defaults.passcode),
        cloud_recording: on(defaults.cloud_recording),
        send_invitation: on(true),
        preview: "times".into(),
        ..MeetingInput::default()
    }
}

/// Reads the form. With `strict`, empty fields are wrong too.
pub(in crate::http) async fn read(
    ctx: &Ctx,
    contact: &Contact,
    zoom: &HostZoom,
    mut input: MeetingInput,
    strict: bool,
) -> Result<Reading, AppError> {
    input.press_buttons(ctx);
    let db = ctx.app.store.begin_read().await;
    let known = contacts::with_email(&db, ctx.workspace()).await?;
    let mut invitees = resolve(ctx, contact, &known, &input.invitee).await?;
    let no_address = contact.primary_email.is_none().then(|| new_address(contact, &input, &mut invitees));
    let unmailed = no_address.as_ref().is_some_and(|(_, address)| address.is_none());
    let mut add_invitee = FormField::new(input.add_invitee.trim());
    let mut suggestion = None;
    if !add_invitee.value.is_empty() {
        if called(&known, &add_invitee.value).nth(1).is_some() {
            let choose = "Several contacts are called so. Type the address of the one you mean.";
            add_invitee.error = Some(choose.into());
        } else if let Some(found) = find_invitee(ctx, &known, &add_invitee.value).await? {
            if !invitees.iter().any(|(_, invitee)| invitee.email == found.1.email) {
                invitees.push(found);
            }
            add_invitee.value.clear();
        } else {
            suggestion = suggest(&add_invitee.value, &known);
            add_invitee.error =
                Some("That is neither an email address nor the name of a contact with one.".into());
        }
    } else if invitees.is_empty() && no_address.is_none() {
        add_invitee.error = Some("Invite at least one person.".into());
    }
    let mut place = place::read(&input, strict);
    if place.form.is_zoom() && !zoom.is_usable() && strict {
        place.form.kind.error = Some(place::NO_ZOOM.to_owned());
    }
    let plan = zoom.plan.as_ref().filter(|_| place.form.is_zoom());
    let people: Vec<_> = invitees.iter().map(|(_, invitee)| invitee.clone()).collect();
    let purpose = Purpose {
        plan,
        people: &people,
        unmailed: unmailed.then_some(contact),
        meeting: None,
        place: place.place.as_ref(),
        now_at: None,
        repetition: Repetition::Offered,
        occasion: Occasion::Invitation,
        strict,
    };
    let (mut details, read) = details_form::read(ctx, &input, purpose).await?;
    if place.is_open() {
        details.email = None;
    }
    let (no_address, new_address) = no_address.unzip();
    let form = ScheduleForm {
        no_address,
        invitees: invitees.iter().map(|(value, invitee)| chip(value, invitee)).collect(),
        add_invitee,
        invitee_suggestion: suggestion,
        known_contacts: known
            .iter()
            .map(|one| Choice::new(one.email.to_string(), one.name.to_string()))
            .collect(),
        place: place.form,
        waiting_room: input.waiting_room.is_some(),
        // What cannot be chosen is not posted.
        passcode: input.passcode.is_some() || zoom.defaults.passcode_required,
        cloud_recording: input.cloud_recording.is_some(),
        send_invitation: input.send_invitation.is_some(),
    };
    if !form.send_invitation {
        details.told.clear();
    }
    let wrong_place = form.place.wrong_fields();
    let wrong_address = form.no_address.as_ref().and_then(NoAddress::wrong_field);
    let fine = form.add_invitee.error.is_none() && wrong_place.is_empty() && wrong_address.is_none();
    if strict && (read.is_none() || !fine) {
        let mut wrong = details.wrong_fields(Some(&form.add_invitee));
        let below = wrong
            .iter()
            .position(|field| matches!(field.id.as_str(), "add-invitee" | "agenda" | "alternative_hosts"));
        let at = below.unwrap_or(wrong.len());
        wrong.splice(at..at, wrong_place.into_iter().chain(wrong_address));
        details.errors = Some(summary("Nothing was scheduled", wrong, &details));
    }
    let request = read.filter(|_| fine).map(
        |Read { details: Details { topic, agenda, starts_at, duration, zone }, repeat }| ScheduleRequest {
            repeat,
            contact: contact.id,
            new_address: new_address.flatten(),
            topic,
            agenda,
            starts_at,
            zone,
            minutes: duration,
            invitees: people,
            alternative_hosts: alternative_hosts::read(&input.alternative_hosts, plan).1.unwrap_or_default(),
            waiting_room: form.waiting_room && form.place.is_zoom(),
            passcode: form.passcode && form.place.is_zoom(),
            place: place.place,
            // The switch is disabled where it cannot be; a forged post does not bring it back.
            cloud_recording: form.cloud_recording && form.place.is_zoom() && zoom.may_record(),
            send_invitation: form.send_invitation,
            overlaps: input.overlaps(),
            idempotency_key: input.idempotency_key,
        },
    );
    Ok(Reading { details, form, request })
}

/// The address that a contact without one gets with this form; with it, they are invited.
fn new_address(
    contact: &Contact,
    input: &MeetingInput,
    invitees: &mut Vec<Chosen>,
) -> (NoAddress, Option<EmailAddress>) {
    let mut field = FormField::new(input.contact_email.trim());
    let address = match EmailAddress::parse(&field.value) {
        Ok(address) => Some(address),
        Err(_) if field.value.is_empty() => None,
        Err(error) => {
            field.error = Some(error.to_string());
            None
        }
    };
    if let Some(email) = &address {
        let choice = InviteeChoice {
            contact: Some(contact.id),
            name: Some(contact.name.clone()),
            email: email.clone(),
            zone: contact.zone.clone(),
            language: contact.language.clone(),
        };
        invitees.retain(|(_, other)| other.email != *email);
        invitees.insert(0, (contact.id.to_string(), choice));
    }
    (NoAddress { first_name: contact.name.first_name().to_owned(), email: field }, address)
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

/// The contact as an invitee, if there is an address.
pub(super) fn contact_choice(contact: &Contact) -> Option<InviteeChoice> {
    Some(InviteeChoice {
        contact: Some(contact.id),
        name: Some(contact.name.clone()),
        email: contact.primary_email.clone()?,
        zone: contact.zone.clone(),
        language: contact.language.clone(),
    })
}

/// The contacts of this name.
fn called<'a>(known: &'a [ContactChoice], text: &str) -> impl Iterator<Item = &'a ContactChoice> {
    let name = text.to_lowercase();
    known.iter().filter(move |one| one.name.as_str().to_lowercase() == name)
}

/// Somebody by address or by a contact's name.
async fn find_invitee(ctx: &Ctx, known: &[ContactChoice], text: &str) -> Result<Option<Chosen>, AppError> {
    let db = ctx.app.store.begin_read().await;
    if let Some(named) = called(known, text).next() {
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
