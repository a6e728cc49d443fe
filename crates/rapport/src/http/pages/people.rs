use axum::http::StatusCode;
use axum::response::Response;
use domain::{EmailAddress, InvitedId, Role, UserId, display};
use serde::Deserialize;
use store::invited_people::{self, Invited};
use store::outbox::EmailState;
use store::people::{self, Member};
use store::users::{self, User};
use store::{join_emails, removed_people};

use super::words::{in_sentence, on};
use crate::accounts::{
    InviteError, RoleError, change_role, invite, invite_again, may_remove, withdraw_invitation,
};
use crate::http::client::{Client, Device};
use crate::http::context::{AdminCtx, Ctx, Path, person};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page};
use crate::http::session::keep_session;
use crate::views::form::{Choice, FormErrors, FormField, Wrong};
use crate::views::people::{InvitedRow, MemberRow, PeoplePage, PersonPage, RoleChoice};
use crate::views::shell::NoteKind;

pub(super) const PAGE: &str = "/settings/people";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct InviteForm {
    email: String,
    role: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct RoleForm {
    role: String,
}

/// `GET /settings/people`
pub(in crate::http) async fn list(ctx: Ctx) -> Result<Response, AppError> {
    let form = InviteForm { role: Role::Member.as_str().to_owned(), ..InviteForm::default() };
    page(StatusCode::OK, &view(&ctx, &form, &Wrong::new()).await?)
}

/// `POST /settings/people/invite`
pub(in crate::http) async fn send(
    ctx: AdminCtx,
    client: Client,
    ProtectedForm(form): ProtectedForm<InviteForm>,
) -> Result<Response, AppError> {
    let email = EmailAddress::parse(&form.email);
    let role = form.role.parse::<Role>();
    let mut wrong = Wrong::new();
    match (email, role) {
        (Ok(email), Ok(role)) => {
            match invite(&ctx.app, ctx.by(), client.origin(), email.clone(), role).await {
                Ok(()) => return Ok(ctx.done(PAGE, Some(invited(&ctx, &email)))),
                Err(InviteError::Store(error)) => return Err(error.into()),
                Err(error @ InviteError::NotAllowed) => wrong.push(("role", "Role", error.to_string())),
                Err(error) => wrong.push(("email", "Email", error.to_string())),
            }
        }
        (email, role) => {
            wrong.extend(email.err().map(|error| ("email", "Email", error.to_string())));
            wrong.extend(role.err().map(|_| ("role", "Role", "Choose a role.".to_owned())));
        }
    }
    page(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, &form, &wrong).await?)
}

/// `POST /settings/people/invited/{id}/again`
pub(in crate::http) async fn again(
    ctx: AdminCtx,
    client: Client,
    Path(id): Path<InvitedId>,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let told = match invite_again(&ctx.app, ctx.by(), client.origin(), id).await {
        Ok(email) => invited(&ctx, &email),
        Err(InviteError::Store(error)) => return Err(error.into()),
        Err(error) => notice(NoteKind::Warn, "Nothing was sent", error.to_string()),
    };
    Ok(ctx.done(PAGE, Some(told)))
}

/// `POST /settings/people/invited/{id}/withdraw`
pub(in crate::http) async fn withdraw(
    ctx: AdminCtx,
    Path(id): Path<InvitedId>,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let told = match withdraw_invitation(&ctx.app, ctx.by(), id).await {
        Ok(email) => {
            notice(NoteKind::Ok, "Invitation withdrawn", format!("The link of {email} leads nowhere now."))
        }
        Err(InviteError::Store(error)) => return Err(error.into()),
        Err(error) => notice(NoteKind::Info, "Nothing was withdrawn", error.to_string()),
    };
    Ok(ctx.done(PAGE, Some(told)))
}

/// `GET /settings/people/{id}`
pub(in crate::http) async fn one(ctx: AdminCtx, Path(id): Path<UserId>) -> Result<Response, AppError> {
    page(StatusCode::OK, &person_view(&ctx, id, None).await?)
}

/// `POST /settings/people/{id}`
pub(in crate::http) async fn set_role(
    ctx: AdminCtx,
    device: Device,
    Path(id): Path<UserId>,
    ProtectedForm(form): ProtectedForm<RoleForm>,
) -> Result<Response, AppError> {
    let found = users::get(&ctx.app.store.begin_read().await, ctx.workspace(), id).await?;
    let found = found.ok_or(not_found("person"))?;
    let Ok(role) = form.role.parse::<Role>() else {
        let error = Some("Choose a role.".to_owned());
        return page(StatusCode::UNPROCESSABLE_ENTITY, &person_view(&ctx, id, error).await?);
    };
    let here = (&device.place(), &ctx.me.session);
    match change_role(&ctx.app, ctx.by(), here, id, role).await {
        Ok(renewed) => {
            let title = format!("{} is {} now", found.name, with_article(role));
            let text = if id == ctx.user() {
                "You were logged out everywhere else."
            } else {
                "It holds at once. They were logged out everywhere and log in again."
            };
            let mut response = ctx.done(PAGE, Some(notice(NoteKind::Ok, title, text)));
            if let Some(session) = renewed {
                keep_session(&ctx.app, &mut response, session);
            }
            Ok(response)
        }
        Err(RoleError::NotFound) => Err(not_found("person")),
        Err(RoleError::Store(error)) => Err(error.into()),
        Err(error @ (RoleError::NotAllowed | RoleError::LastOwner)) => {
            let error = Some(error.to_string());
            page(StatusCode::UNPROCESSABLE_ENTITY, &person_view(&ctx, id, error).await?)
        }
    }
}

fn invited(ctx: &AdminCtx, email: &EmailAddress) -> crate::views::shell::Notice {
    let text = if ctx.app.mailer.stays_inside() {
        "This server sends no email yet: the invitation is in its mailbox, where only you see it. Hand the link over."
    } else {
        "The link works once, within seven days."
    };
    notice(NoteKind::Ok, format!("{email} is invited"), text)
}

async fn view(ctx: &Ctx, form: &InviteForm, wrong: &Wrong) -> Result<PeoplePage, AppError> {
    let db = ctx.app.store.begin_read().await;
    let members = people::list(&db, ctx.workspace()).await?;
    let manages = ctx.me.user.role.manages_workspace();
    let mut invited = Vec::new();
    if manages {
        let mut mails = join_emails::newest(&db, ctx.workspace()).await?;
        for one in invited_people::list(&db, ctx.workspace()).await? {
            invited.push(invited_row(ctx, &members, &one, mails.remove(&one.id)));
        }
    }
    drop(db);
    let (mut email, mut role) = (FormField::new(&form.email), FormField::new(&form.role));
    let fields = [("email", &mut email), ("role", &mut role)];
    let errors = FormErrors::beside("Nobody was invited.", fields, wrong);
    Ok(PeoplePage {
        shell: ctx.shell("People"),
        members: members.iter().map(|member| member_row(ctx, member)).collect(),
        invited,
        errors: (!wrong.is_empty()).then_some(errors),
        email,
        role,
        roles: ROLES
            .iter()
            .filter(|(role, _)| ctx.me.user.role.may_change(Role::ReadOnly, *role))
            .map(|(role, _)| Choice::new(role.as_str(), role.label()))
            .collect(),
        stays_inside: ctx.app.mailer.stays_inside(),
    })
}

fn member_row(ctx: &Ctx, member: &Member) -> MemberRow {
    let (me, them) = (&ctx.me.user, &member.user);
    // Changing to the same is changing nothing: whoever may do that may do more.
    let may = me.role.may_change(them.role, Role::Member);
    MemberRow {
        person: person(them.name.as_str(), them.id.as_uuid()),
        email: them.email.to_string(),
        role: them.role.label(),
        seen: member.seen_at.map_or_else(String::new, |at| display::day_time(at, ctx.now(), ctx.zone())),
        zoom: member.zoom,
        me: me.id == them.id,
        href: may.then(|| format!("{PAGE}/{}", them.id)),
        remove: may_remove(me, them).is_ok().then(|| format!("{PAGE}/{}/remove", them.id)),
    }
}

fn invited_row(
    ctx: &Ctx,
    members: &[Member],
    invited: &Invited,
    mail: Option<(EmailState, Option<String>)>,
) -> InvitedRow {
    let by = invited.invited_by.and_then(|id| members.iter().find(|member| member.user.id == id));
    let by = by.map_or("the command line", |member| member.user.name.as_str());
    let when = on(&display::day_time(invited.invited_at, ctx.now(), ctx.zone()));
    let until = display::day_time(invited.expires_at, ctx.now(), ctx.zone());
    let (state, warn) = match mail {
        _ if invited.expires_at <= ctx.now() => ("The link has run out".to_owned(), true),
        Some((EmailState::Failed, words)) => (format!("Not delivered: {}", words.unwrap_or_default()), true),
        Some((EmailState::Queued, _)) => ("On its way".to_owned(), false),
        Some(_) => (format!("Sent, works until {}", in_sentence(&until)), false),
        None => (format!("Link handed over, works until {}", in_sentence(&until)), false),
    };
    InvitedRow {
        email: invited.email.to_string(),
        role: invited.role.label(),
        when: format!("Invited by {by} {when}"),
        state,
        warn,
        href: format!("{PAGE}/invited/{}", invited.id),
    }
}

const ROLES: [(Role, &str); 4] = [
    (Role::Owner, "Everything, owners included"),
    (Role::Admin, "Everything but owners: people, settings, the audit log"),
    (Role::Member, "All contacts and deals, their own meetings"),
    (Role::ReadOnly, "Looks at everything, changes nothing"),
];

fn with_article(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Admin => "an admin",
        Role::Member => "a member",
        Role::ReadOnly => "read-only",
    }
}

/// Somebody who works here.
pub(super) async fn member(ctx: &Ctx, id: UserId) -> Result<User, AppError> {
    let db = ctx.app.store.begin_read().await;
    let found = users::get(&db, ctx.workspace(), id).await?.ok_or(not_found("person"))?;
    if removed_people::was_removed(&db, ctx.workspace(), id).await? {
        return Err(not_found("person"));
    }
    Ok(found)
}

async fn person_view(ctx: &AdminCtx, id: UserId, error: Option<String>) -> Result<PersonPage, AppError> {
    let found = member(ctx, id).await?;
    let mine = ctx.me.user.role;
    let offered = ROLES.iter().filter(|(role, _)| *role == found.role || mine.may_change(found.role, *role));
    Ok(PersonPage {
        shell: ctx.shell("People"),
        action: format!("{PAGE}/{id}"),
        name: found.name.to_string(),
        email: found.email.to_string(),
        error,
        roles: offered
            .map(|(role, text)| RoleChoice {
                value: role.as_str(),
                label: role.label(),
                text,
                chosen: *role == found.role,
            })
            .collect(),
    })
}
