//! Settings, API tokens: made, shown once, revoked.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{ApiTokenId, display};
use secrecy::ExposeSecret;
use serde::Deserialize;
use store::api_tokens::{self, ApiToken, May};

use super::words::on;
use crate::accounts::{
    ApiTokenWish, Lasts, MOST_API_TOKENS, Made, make_api_token, new_token, revoke_api_token,
};
use crate::http::api;
use crate::http::context::{Ctx, Path};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page};
use crate::views::api_tokens::{ApiTokensPage, TokenRow};
use crate::views::form::{Choice, FormErrors, FormField, Wrong};
use crate::views::shell::NoteKind;

const PAGE: &str = "/settings/api-tokens";
/// Longest name, in characters.
const LONGEST: usize = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TokenForm {
    idempotency_key: String,
    name: String,
    may: String,
    lasts: String,
}

/// `GET /settings/api-tokens`
pub(in crate::http) async fn list(ctx: Ctx) -> Result<Response, AppError> {
    let form = TokenForm { lasts: Lasts::Quarter.days().to_string(), ..TokenForm::default() };
    page(StatusCode::OK, &view(&ctx, form).await?)
}

/// `POST /settings/api-tokens`: answers with the token itself, so that it stands in no address and no cookie.
pub(in crate::http) async fn make(
    ctx: Ctx,
    ProtectedForm(form): ProtectedForm<TokenForm>,
) -> Result<Response, AppError> {
    let wish = match parse(&ctx, &form) {
        Ok(wish) => wish,
        Err(wrong) => return again(&ctx, form, &wrong).await,
    };
    let name = wish.name.clone();
    match make_api_token(&ctx.app, ctx.by(), wish).await? {
        Made::Token(token) => {
            let fresh = TokenForm { lasts: form.lasts, may: form.may, ..TokenForm::default() };
            let view = view(&ctx, fresh).await?;
            let new = Some(token.expose_secret().to_owned());
            page(StatusCode::OK, &ApiTokensPage { new, new_name: name, ..view })
        }
        Made::Before => {
            let text = "It was shown then, and is not shown again. Lost it? Revoke it and make another.";
            Ok(ctx.done(PAGE, Some(notice(NoteKind::Info, "This token was made before", text))))
        }
        Made::TooMany => {
            let sentence = format!("You have {MOST_API_TOKENS} tokens. Revoke one that you do not need.");
            again(&ctx, form, &vec![("name", "Name", sentence)]).await
        }
    }
}

/// `POST /settings/api-tokens/{id}/revoke`
pub(in crate::http) async fn revoke(
    ctx: Ctx,
    Path(id): Path<ApiTokenId>,
    ProtectedForm(NoFields {}): ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let of_anybody = ctx.me.user.role.manages_workspace();
    let Some(name) = revoke_api_token(&ctx.app, ctx.by(), id, of_anybody).await? else {
        return Err(not_found("token"));
    };
    let text = "Programs that have it do not come in any more.";
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, format!("{name} is revoked"), text))))
}

fn parse(ctx: &Ctx, form: &TokenForm) -> Result<ApiTokenWish, Wrong> {
    let mut wrong = Wrong::new();
    let name = form.name.trim();
    if name.is_empty() {
        wrong.push(("name", "Name", "Give it a name.".to_owned()));
    } else if name.chars().count() > LONGEST || name.contains(char::is_control) {
        wrong.push(("name", "Name", format!("Use at most {LONGEST} characters on one line.")));
    }
    let lasts = Lasts::ALL.into_iter().find(|one| one.days().to_string() == form.lasts);
    if lasts.is_none() {
        wrong.push(("lasts", "Ends after", "Choose one of the list.".to_owned()));
    }
    let may = if ctx.me.user.role.can_write() { form.may.parse().unwrap_or(May::Read) } else { May::Read };
    match lasts {
        Some(lasts) if wrong.is_empty() => Ok(ApiTokenWish {
            name: name.to_owned(),
            may,
            lasts,
            idempotency_key: form.idempotency_key.clone(),
        }),
        _ => Err(wrong),
    }
}

async fn again(ctx: &Ctx, form: TokenForm, wrong: &Wrong) -> Result<Response, AppError> {
    let mut view = view(ctx, form).await?;
    let fields = [("name", &mut view.name), ("lasts", &mut view.lasts)];
    view.errors = Some(FormErrors::beside("No token was made.", fields, wrong));
    page(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn view(ctx: &Ctx, form: TokenForm) -> Result<ApiTokensPage, AppError> {
    let all = api_tokens::list(&ctx.app.store.begin_read().await, ctx.workspace()).await?;
    let (mine, mut others): (Vec<_>, Vec<_>) = all.iter().partition(|token| token.owner.0 == ctx.user());
    if !ctx.me.user.role.manages_workspace() {
        others.clear();
    }
    let key =
        if form.idempotency_key.is_empty() { new_token(&*ctx.app.random) } else { form.idempotency_key };
    Ok(ApiTokensPage {
        shell: ctx.shell("API tokens"),
        new: None,
        new_name: String::new(),
        address: ctx.app.link(api::FOLDER),
        idempotency_key: key,
        errors: None,
        name: FormField::new(form.name),
        may: FormField::new(form.may),
        may_write: ctx.me.user.role.can_write(),
        lasts: FormField::new(form.lasts),
        lengths: Lasts::ALL.iter().map(|one| Choice::new(one.days().to_string(), in_words(*one))).collect(),
        mine: mine.into_iter().map(|token| row(ctx, token, None)).collect(),
        others: others.into_iter().map(|token| row(ctx, token, Some(token.owner.1.to_string()))).collect(),
    })
}

fn in_words(lasts: Lasts) -> &'static str {
    match lasts {
        Lasts::Month => "30 days",
        Lasts::Quarter => "90 days",
        Lasts::Year => "A year",
    }
}

fn row(ctx: &Ctx, token: &ApiToken, owner: Option<String>) -> TokenRow {
    let ended = token.expires_at <= ctx.now();
    let day = display::full_date(ctx.zone().local(token.expires_at).date());
    TokenRow {
        id: token.id.to_string(),
        name: token.name.clone(),
        owner,
        may: match token.may {
            May::Read => "Reads",
            May::Write => "Reads and writes",
        },
        used: match token.last_used_at {
            Some(at) => format!("Last used {}", on(&display::day_time(at, ctx.now(), ctx.zone()))),
            None => "Never used".to_owned(),
        },
        ends: format!("{} {day}", if ended { "Ended on" } else { "Ends on" }),
        ended,
    }
}
