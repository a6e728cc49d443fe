//! The field for one contact: who is meant by what somebody typed.

use domain::ContactId;
use store::contacts::{self, Contact};

use crate::http::context::{Ctx, person};
use crate::http::error::AppError;
use crate::views::contact_field::{Called, ContactField};
use crate::views::form::{Choice, FormField};

/// The field as it begins: with this contact, or with nobody.
pub(super) async fn of(ctx: &Ctx, contact: Option<ContactId>) -> Result<(String, String), AppError> {
    let contact = match contact {
        Some(id) => contacts::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?,
        None => None,
    };
    let id = contact.as_ref().map(|contact| contact.id.to_string()).unwrap_or_default();
    Ok((contact.as_ref().map(text_for).unwrap_or_default(), id))
}

/// What the field says for a contact: what nobody else is called, if there is such a thing.
pub(super) fn text_for(contact: &Contact) -> String {
    contact.primary_email.as_ref().map_or_else(|| contact.name.to_string(), ToString::to_string)
}

/// Who is meant by an address or a whole name, and among several the one who was chosen; `None` for an empty field; else a
/// sentence that says what to change.
pub(super) async fn read(
    ctx: &Ctx,
    text: &str,
    chosen: &str,
) -> Result<Result<Option<ContactId>, String>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Ok(None));
    }
    let found = contacts::called(&ctx.app.store.begin_read().await, ctx.workspace(), text).await?;
    if let Some(chosen) = chosen.parse().ok().filter(|id| found.contains(id)) {
        return Ok(Ok(Some(chosen)));
    }
    Ok(match found.as_slice() {
        [] => {
            Err("No contact has this address or name. Add the contact first, or leave it empty.".to_owned())
        }
        [one] => Ok(Some(*one)),
        _ => Err("Several contacts are called so. Choose the one you mean.".to_owned()),
    })
}

/// The field with what was typed, and who is called so.
pub(super) async fn view(ctx: &Ctx, text: String, id: String) -> Result<ContactField, AppError> {
    let db = ctx.app.store.begin_read().await;
    let known = contacts::with_email(&db, ctx.workspace()).await?;
    let called = match text.trim() {
        "" => Vec::new(),
        text => contacts::called(&db, ctx.workspace(), text).await?,
    };
    let called = contacts::by_ids(&db, ctx.workspace(), &called).await?;
    drop(db);
    Ok(ContactField {
        typed: FormField::new(text),
        id,
        called: if called.len() > 1 { called.into_iter().map(choice).collect() } else { Vec::new() },
        known: known.iter().map(|one| Choice::new(one.email.to_string(), one.name.to_string())).collect(),
    })
}

fn choice(contact: Contact) -> Called {
    let parts = [
        contact.title,
        contact.company_name,
        contact.primary_email.map(|email| email.to_string()),
        contact.phone,
    ];
    let known: Vec<_> = parts.into_iter().flatten().collect();
    Called {
        id: contact.id.to_string(),
        person: person(contact.name.as_str(), contact.id.as_uuid()),
        known: if known.is_empty() { "Nothing but the name is known".to_owned() } else { known.join(" · ") },
    }
}
