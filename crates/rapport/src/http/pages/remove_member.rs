//! Removing somebody: the page that says what happens first, and the act.

use axum::http::StatusCode;
use axum::response::Response;
use domain::UserId;
use serde::Deserialize;
use store::grants::GrantState;
use store::removed_people::{self, Belongings};
use store::users::{self, User};
use store::{api_tokens, connections, forget, session_places};

use super::people::{PAGE, member};
use super::words::{and, count};
use super::zoom_card::who_shares;
use crate::accounts::{InZoom, RemoveMemberError, Removed, may_remove, remove_member};
use crate::connections::shared;
use crate::http::context::{AdminCtx, Path};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, forbidden, not_found};
use crate::http::respond::notice;
use crate::views::form::{Choice, FormField};
use crate::views::people::{RemoveMemberPage, TheirZoom};
use crate::views::shell::NoteKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct RemoveForm {
    heir: String,
    upcoming: String,
}

/// `GET /settings/people/{id}/remove`
pub(in crate::http) async fn form(ctx: AdminCtx, Path(id): Path<UserId>) -> Result<Response, AppError> {
    let them = person(&ctx, id).await?;
    let form = RemoveForm { heir: ctx.user().to_string(), ..RemoveForm::default() };
    ctx.dialog(StatusCode::OK, &view(&ctx, &them, &form, None).await?)
}

/// `POST /settings/people/{id}/remove`
pub(in crate::http) async fn submit(
    ctx: AdminCtx,
    Path(id): Path<UserId>,
    ProtectedForm(form): ProtectedForm<RemoveForm>,
) -> Result<Response, AppError> {
    let them = users::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let them = them.ok_or(not_found("person"))?;
    let in_zoom = if form.upcoming == "remove" { InZoom::Remove } else { InZoom::Leave };
    let removed = match form.heir.parse() {
        Ok(heir) => remove_member(&ctx.app, ctx.by(), id, heir, in_zoom).await,
        Err(_) => Err(RemoveMemberError::Heir),
    };
    let told = match removed {
        Ok(Removed::Now(had)) => {
            let heir = form.heir.parse().ok();
            notice(NoteKind::Ok, format!("{} was removed", them.name), handed_over(&ctx, heir, had).await?)
        }
        Ok(Removed::Before) => notice(NoteKind::Info, format!("{} was removed before", them.name), ""),
        Err(RemoveMemberError::StillInZoom(left)) => notice(
            NoteKind::Warn,
            format!("{} is still here", them.name),
            format!(
                "{} could not be removed in Zoom yet. They are removed, and people are told, as soon as Zoom takes it; \
                 try again then, or leave them in Zoom.",
                count(u64::try_from(left).unwrap_or(u64::MAX), "meeting")
            ),
        ),
        Err(error @ RemoveMemberError::Heir) => {
            let page = view(&ctx, &them, &form, Some(error.to_string())).await?;
            return ctx.dialog(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(RemoveMemberError::NotFound) => return Err(not_found("person")),
        Err(error @ (RemoveMemberError::NotAllowed | RemoveMemberError::Oneself)) => {
            return Err(forbidden(&error.to_string()));
        }
        Err(RemoveMemberError::Store(error)) => return Err(error.into()),
    };
    Ok(ctx.done(PAGE, Some(told)))
}

/// Somebody who is here and whom the reader may remove.
async fn person(ctx: &AdminCtx, id: UserId) -> Result<User, AppError> {
    let found = member(ctx, id).await?;
    may_remove(&ctx.me.user, &found).map_err(|error| forbidden(&error.to_string()))?;
    Ok(found)
}

async fn handed_over(ctx: &AdminCtx, heir: Option<UserId>, had: Belongings) -> Result<String, AppError> {
    let Belongings { contacts, deals, meetings, tasks } = had;
    let parts = [(contacts, "contact"), (deals, "deal"), (meetings, "meeting"), (tasks, "task")];
    let parts: Vec<_> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(n, what)).collect();
    let Some(heir) = heir.filter(|_| !parts.is_empty()) else { return Ok(String::new()) };
    let heir = users::get(&ctx.app.store.begin_read().await, ctx.workspace(), heir).await?;
    Ok(heir.map(|heir| format!("{} has {} now.", heir.name, and(&parts))).unwrap_or_default())
}

async fn view(
    ctx: &AdminCtx,
    them: &User,
    form: &RemoveForm,
    error: Option<String>,
) -> Result<RemoveMemberPage, AppError> {
    let (workspace, now) = (ctx.workspace(), ctx.now());
    let db = ctx.app.store.begin_read().await;
    let had = removed_people::belongings(&db, workspace, them.id, now).await?;
    let heirs = users::list(&db, workspace).await?;
    let zoom = match connections::of_user(&db, workspace, them.id).await? {
        Some((_, grant)) => {
            let upcoming = forget::upcoming(&db, grant.id, workspace, them.id, now).await?;
            let shared = shared(&db, grant.id, workspace, them.id).await?;
            Some(TheirZoom {
                email: grant.email.to_string(),
                meetings: upcoming.meetings,
                people: upcoming.people,
                can_remove: grant.state == GrantState::Healthy,
                shared: who_shares(&shared).map(|who| {
                    format!(
                        "{who}, so it stays connected for them. Meetings in it go along if whoever takes over uses \
                         it too."
                    )
                }),
            })
        }
        None => None,
    };
    Ok(RemoveMemberPage {
        shell: ctx.shell("People"),
        action: format!("{PAGE}/{}/remove", them.id),
        name: them.name.to_string(),
        email: them.email.to_string(),
        heir: FormField { value: form.heir.clone(), error },
        heirs: heirs
            .iter()
            .filter(|heir| heir.id != them.id && heir.role.can_write())
            .map(|heir| Choice::new(heir.id.to_string(), heir.name.as_str()))
            .collect(),
        contacts: had.contacts,
        deals: had.deals,
        meetings: had.meetings,
        tasks: had.tasks,
        sessions: session_places::of_user(&db, workspace, them.id, now).await?.len(),
        api_tokens: api_tokens::count(&db, workspace, them.id).await?,
        remove: form.upcoming == "remove",
        zoom,
    })
}
