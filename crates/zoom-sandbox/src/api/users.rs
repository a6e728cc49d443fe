//! `/users/me`: the user, ZAK and tokens; whether an email is in use.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::{
    call::{Call, check_own},
    error::{ApiError, FieldError},
    fields::user::USER,
    input,
    query::{Query, refuse},
    shape::{invalid, unknown_zone},
    user_settings,
};
use crate::{
    clock::zoom_time,
    links,
    scopes::{USER_EMAIL, USER_READ, USER_SETTINGS, USER_TOKEN, USER_UPDATE, USER_ZAK},
    shared::Shared,
    world::{
        World,
        user::{User, UserStatus},
    },
    zones,
};

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_READ)?;
    check_own(&user, &named)?;
    shared.read(|world, now| {
        check_invitation(&user, now)?;
        Ok(Json(user_body(world, &user, now)))
    })
}

pub(crate) async fn update(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let user = call.require(&USER_UPDATE)?;
    check_own(&user, &named)?;
    let body = input::json_object(&body)?;
    let profile = input::fields(USER, &body)?;
    check_profile(&user, &profile)?;
    shared.write(|world, now, random| {
        check_invitation(&user, now)?;
        let wanted = profile.get("pmi").and_then(Value::as_i64).filter(|pmi| *pmi != user.pmi);
        if wanted.is_some_and(|pmi| world.meetings.contains_key(&pmi)) {
            return Err(refuse("pmi"));
        }
        world.change_profile(&user.id, profile, now, random);
        Ok(StatusCode::NO_CONTENT)
    })
}

pub(crate) async fn settings(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_SETTINGS)?;
    check_own(&user, &named)?;
    let options = ["", "meeting_authentication", "recording_authentication", "meeting_security"];
    let option = query.one_of("option", &options, "")?;
    check_invitation(&user, shared.clock.now())?;
    let all = user_settings::document(&user, option);
    Ok(Json(match query.text("custom_query_fields") {
        Some(fields) => user_settings::only(all, fields),
        None => all,
    }))
}

/// Whether anybody uses Zoom with this email, in whatever account.
pub(crate) async fn email(
    State(shared): State<Arc<Shared>>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    call.require(&USER_EMAIL)?;
    let email = query.text("email").ok_or_else(|| ApiError::bad(300, "Email is required."))?;
    let known = |user: &User| user.email.eq_ignore_ascii_case(email);
    let exists = shared.read(|world, _| world.users.iter().any(known));
    Ok(Json(json!({ "existed_email": exists })))
}

pub(crate) async fn zak(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_ZAK)?;
    check_own(&user, &named)?;
    let token = shared.read(|world, now| links::zak(world, &user.id, now, links::ZAK_LIFE));
    Ok(Json(json!({ "token": token })))
}

/// The older way to a ZAK, with a life of the caller's choice up to a year.
pub(crate) async fn token(
    State(shared): State<Arc<Shared>>,
    Path(named): Path<String>,
    query: Query,
    call: Call,
) -> Result<Json<Value>, ApiError> {
    let user = call.require(&USER_TOKEN)?;
    check_own(&user, &named)?;
    query.one_of("type", &["token", "zak", "onbehalf"], "token")?;
    let life = query.number("ttl")?.map_or(links::TOKEN_LIFE, SignedDuration::from_secs);
    if life.is_negative() || life > links::LONGEST_TOKEN_LIFE {
        return Err(refuse("ttl"));
    }
    let token = shared.read(|world, now| links::zak(world, &user.id, now, life));
    Ok(Json(json!({ "token": token })))
}

/// Somebody who did not accept the invitation to the account in time.
fn check_invitation(user: &User, now: Timestamp) -> Result<(), ApiError> {
    if user.invitation_is_over(now) {
        let message = "A valid invitation to join the Zoom account was not found for this user.";
        return Err(ApiError::bad(1120, message));
    }
    Ok(())
}

fn check_profile(user: &User, profile: &Map<String, Value>) -> Result<(), ApiError> {
    let text = |name: &str| profile.get(name).and_then(Value::as_str);
    let changes_type =
        profile.get("type").is_some_and(|kind| kind.as_u64() != Some(u64::from(user.plan.number())));
    if changes_type && user.role_id == "2" {
        let message = "Permission requirements to change the user type of this user were not met.";
        return Err(ApiError::bad(1108, message));
    }
    let mut errors: Vec<FieldError> = Vec::new();
    if text("timezone").is_some_and(|zone| !zone.is_empty() && zones::find(zone).is_none()) {
        errors.push(unknown_zone());
    }
    let is_key = |key: &str| (6..=10).contains(&key.len()) && key.chars().all(|c| c.is_ascii_digit());
    if text("host_key").is_some_and(|key| !is_key(key)) {
        errors.push(invalid("host_key"));
    }
    if text("linkedin_url").is_some_and(|url| !url.is_empty() && !url.contains("linkedin.com")) {
        let message = "The `linkedin_url` field is illegal. The URL must contain `linkedin.com`.";
        return Err(ApiError::bad(300, message));
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::validation(errors)) }
}

fn user_body(world: &World, user: &User, now: Timestamp) -> Value {
    let room = world.meetings.get(&user.pmi);
    // Somebody who was invited but never came is always "new".
    let created_at = if user.status == UserStatus::Pending { now } else { user.created_at };
    let mut body = json!({
        "id": user.id, "first_name": user.first_name, "last_name": user.last_name,
        "display_name": user.display_name(), "email": user.email, "type": user.plan.number(),
        "role_name": role(&user.role_id), "role_id": user.role_id, "pmi": user.pmi, "use_pmi": false,
        "personal_meeting_url": room.map(|room| links::join_url(&world.base_url, room)),
        "timezone": user.timezone, "verified": i32::from(user.status != UserStatus::Pending), "dept": "",
        "job_title": "", "location": "", "cost_center": "", "company": world.account.company,
        "created_at": zoom_time(created_at), "user_created_at": zoom_time(created_at),
        "last_login_time": zoom_time(user.created_at), "last_client_version": "", "pic_url": "", "cms_user_id": "",
        "jid": format!("{}@xmpp.zoom.us", user.id.to_lowercase()), "group_ids": [], "im_group_ids": [],
        "division_ids": [], "account_id": world.account.id, "account_number": world.account.number,
        "language": "en-US", "phone_country": "", "phone_number": "", "phone_numbers": [], "custom_attributes": [],
        "login_types": [100], "status": user.status.name(), "cluster": "us02",
    });
    if let Some(body) = body.as_object_mut() {
        for (name, value) in &user.profile {
            match name.as_str() {
                // Zoom answers these under another name, or not at all.
                "vanity_name" => {
                    let name = value.as_str().unwrap_or_default();
                    body.insert("vanity_url".to_owned(), json!(format!("{}/my/{name}", world.base_url)));
                }
                "group_id" => {
                    body.insert("group_ids".to_owned(), json!([value]));
                }
                "phone_numbers" => {
                    body.insert(name.clone(), unverified(value));
                }
                "display_name" | "about_me" | "linkedin_url" => {}
                _ => {
                    body.insert(name.clone(), value.clone());
                }
            }
        }
    }
    body
}

/// Nobody sends a code to a number here.
fn unverified(numbers: &Value) -> Value {
    let mut numbers = numbers.clone();
    for number in numbers.as_array_mut().into_iter().flatten() {
        number["verified"] = json!(false);
    }
    numbers
}

fn role(id: &str) -> &'static str {
    match id {
        "0" => "Owner",
        "1" => "Admin",
        _ => "Member",
    }
}
