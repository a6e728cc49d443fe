//! Tokens for a person's programs.

use domain::{ApiTokenId, display};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use store::api_tokens::{self, Bearer, May, NewApiToken};
use store::audit_log::Action;
use store::{StoreError, idempotency_keys, users};

use super::{form_key, hash_token, new_token};
use crate::app::App;
use crate::audit::{By, person_did};

/// What every token begins with, so that scanners of code find those that were left there.
const PREFIX: &str = "rapport_";
/// Tokens that a person may have; nobody keeps an eye on more.
pub const MOST_API_TOKENS: u64 = 25;
/// How long one that has ended is still shown.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How exactly it is known when one was used.
const USE_COUNTS: SignedDuration = SignedDuration::from_hours(1);

/// How long a token may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
    /// A year.
    Year,
}

impl Lasts {
    /// From the shortest to the longest.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// In days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

/// A token as a person asks for it.
#[derive(Debug, Clone)]
pub struct ApiTokenWish {
    /// What they call it.
    pub name: String,
    /// What it is for.
    pub may: May,
    /// How long it lasts.
    pub lasts: Lasts,
    /// Of the form: the same form sent again makes no second one.
    pub idempotency_key: String,
}

/// What became of it.
#[derive(Debug)]
pub enum Made {
    /// The token, which nobody can read again.
    Token(SecretString),
    /// The form was sent before, and its token was shown then.
    Before,
    /// They have [`MOST_API_TOKENS`] already.
    TooMany,
}

/// Makes a token.
pub async fn make_api_token(app: &App, by: By, wish: ApiTokenWish) -> Result<Made, StoreError> {
    let By { workspace, user, .. } = by;
    let now = app.now();
    let token = format!("{PREFIX}{}", new_token(&*app.random));
    let expires_at = now + SignedDuration::from_hours(24 * wish.lasts.days());
    let id = ApiTokenId::new(&*app.clock, &*app.random);
    let tx = app.store.begin_write().await?;
    // So that two at the same time count each other.
    users::lock(&tx, workspace, user).await?;
    let key =
        form_key(&wish.idempotency_key, &format!("token {} {} {}", wish.name, wish.may, wish.lasts.days()));
    if !idempotency_keys::insert(&tx, workspace, user, &key, &id.to_string(), now).await? {
        return Ok(Made::Before);
    }
    api_tokens::delete_ended(&tx, workspace, user, now - SHOWN).await?;
    if api_tokens::count(&tx, workspace, user).await? >= MOST_API_TOKENS {
        return Ok(Made::TooMany);
    }
    let new = NewApiToken {
        id,
        workspace_id: workspace,
        user_id: user,
        token_hash: hash_token(&token),
        name: wish.name.clone(),
        may: wish.may,
        created_at: now,
        expires_at,
    };
    api_tokens::create(&tx, &new).await?;
    let may = match wish.may {
        May::Read => "reads",
        May::Write => "reads and writes",
    };
    let until = display::full_date(domain::Zone::UTC.local(expires_at).date());
    person_did(&tx, by, Action::ApiToken, format!("Made “{}”, {may}, until {until}", wish.name)).await?;
    tx.commit().await?;
    Ok(Made::Token(token.into()))
}

/// Ends a token at once, one's own or, with `of_anybody`, anybody's in the workspace. Its name, if there was one to end.
pub async fn revoke_api_token(
    app: &App,
    by: By,
    id: ApiTokenId,
    of_anybody: bool,
) -> Result<Option<String>, StoreError> {
    let tx = app.store.begin_write().await?;
    let found = api_tokens::get(&tx, by.workspace, id).await?;
    let Some(token) = found.filter(|token| of_anybody || token.owner.0 == by.user) else { return Ok(None) };
    if !api_tokens::delete(&tx, by.workspace, id).await? {
        return Ok(None);
    }
    let whose = if token.owner.0 == by.user { String::new() } else { format!(" of {}", token.owner.1) };
    person_did(&tx, by, Action::ApiToken, format!("Revoked “{}”{whose}", token.name)).await?;
    tx.commit().await?;
    Ok(Some(token.name))
}

/// Who comes with this token, if it opens anything. When it was used is written down once an hour.
pub async fn bearer(app: &App, token_hash: &[u8; 32]) -> Result<Option<Bearer>, StoreError> {
    let now = app.now();
    let found = api_tokens::find(&app.store.begin_read().await, token_hash, now).await?;
    if let Some(bearer) = found.as_ref().filter(|bearer| counts(bearer.last_used_at, now)) {
        let noted = async {
            let tx = app.store.begin_write().await?;
            api_tokens::note_use(&tx, bearer.person.user.workspace_id, bearer.token, now).await?;
            tx.commit().await
        };
        // The next request does the same.
        if let Err(error) = noted.await {
            tracing::debug!(%error, "the use of a token was not written down");
        }
    }
    Ok(found)
}

fn counts(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| now.duration_since(last) >= USE_COUNTS)
}
