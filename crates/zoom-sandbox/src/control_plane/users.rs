//! `/_sandbox/users`: what an admin of the account does.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Handle, Problem, bad, missing, read};
use crate::{
    control::Control,
    seed::SeedUser,
    world::{admin::UserChange, user::UserStatus},
};

pub(super) async fn list(State(shared): Handle) -> Json<Value> {
    Json(json!({ "users": Control::new(shared).users() }))
}

/// Adds a user: 201, or 200 with the existing one if the email is taken.
pub(super) async fn add(State(shared): Handle, body: Bytes) -> Result<Response, Problem> {
    let new: SeedUser = read(&body)?;
    if !new.email.contains('@') {
        return Err(bad("email is not an email address."));
    }
    let is_known = shared.read(|world, _| world.user(&new.email).is_some());
    let status = if is_known { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(Control::new(shared).add_user(new))).into_response())
}

pub(super) async fn change(
    State(shared): Handle,
    Path(user): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let change: UserChange = read(&body)?;
    if change.email.as_ref().is_some_and(|email| !email.contains('@')) {
        return Err(bad("email is not an email address."));
    }
    if shared.read(|world, _| world.user(&user).is_none()) {
        return Err(missing("user"));
    }
    if Control::new(shared).change_user(&user, change) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(bad("Another user has this email."))
    }
}

pub(super) async fn act(
    State(shared): Handle,
    Path((user, action)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let control = Control::new(shared);
    if !control.users().iter().any(|known| known.id == user || known.email.eq_ignore_ascii_case(&user)) {
        return Err(missing("user"));
    }
    let (done, problem) = match action.as_str() {
        "connect" => {
            let tokens =
                control.connect(&user).ok_or_else(|| bad("An inactive user cannot allow anything."))?;
            return Ok(Json(tokens).into_response());
        }
        "deauthorize" => (control.deauthorize(&user), NOT_CONNECTED),
        "revoke" => (control.revoke_grant(&user), NOT_CONNECTED),
        "invalidate_refresh_token" => (control.invalidate_refresh_token(&user), NOT_CONNECTED),
        "expire_access_token" => (control.expire_access_token(&user), NOT_CONNECTED),
        "activate" => (control.set_user_status(&user, UserStatus::Active), "The user is active already."),
        "deactivate" => {
            (control.set_user_status(&user, UserStatus::Inactive), "The user is inactive already.")
        }
        "delete" => (control.delete_user(&user), ""),
        "disassociate" => (control.disassociate_user(&user), ""),
        _ => return Err(missing("action")),
    };
    if done {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Problem(StatusCode::NOT_FOUND, problem.to_owned()))
    }
}

const NOT_CONNECTED: &str = "This user is not connected to the app.";
