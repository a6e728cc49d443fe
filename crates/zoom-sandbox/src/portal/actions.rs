//! The portal's buttons. Each does one thing and leads back to the portal.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, State},
    response::Redirect,
};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    clock::shift,
    control::Control,
    faults::{Fault, FaultKind},
    shared::Shared,
    world::{admin::UserChange, user::Plan},
};

/// What every form sends: whose page it was on.
#[derive(Deserialize)]
pub(crate) struct Who {
    user: String,
}

#[derive(Deserialize)]
pub(crate) struct PlanForm {
    user: String,
    plan: Plan,
}

#[derive(Deserialize)]
pub(crate) struct FaultForm {
    user: String,
    fault: String,
}

#[derive(Deserialize)]
pub(crate) struct ClockForm {
    user: String,
    advance: String,
}

type Page = State<Arc<Shared>>;

pub(crate) async fn meeting(
    State(shared): Page,
    Path((id, action)): Path<(i64, String)>,
    Form(form): Form<Who>,
) -> Redirect {
    let notice = shared.write(|world, now, random| match action.as_str() {
        "start" if world.start_meeting(id, now, random).is_ok() => "started",
        "end" if world.end_meeting(id, now) => "ended",
        "delete" => {
            let host = world.user(&form.user).cloned();
            match host.map(|host| world.delete_meeting(id, &host, now)) {
                Some(Ok(())) => "deleted",
                _ => "nothing",
            }
        }
        _ => "nothing",
    });
    back(&form.user, notice)
}

pub(crate) async fn deauthorize(State(shared): Page, Form(form): Form<Who>) -> Redirect {
    let listens = shared.read(|world, _| world.app.webhook.is_enabled());
    let notice = match (Control::new(shared).deauthorize(&form.user), listens) {
        (true, true) => "deauthorized",
        (true, false) => "removed",
        (false, _) => "nothing",
    };
    back(&form.user, notice)
}

pub(crate) async fn invalidate(State(shared): Page, Form(form): Form<Who>) -> Redirect {
    let done = Control::new(shared).invalidate_refresh_token(&form.user);
    back(&form.user, if done { "invalidated" } else { "nothing" })
}

pub(crate) async fn expire(State(shared): Page, Form(form): Form<Who>) -> Redirect {
    Control::new(shared).expire_access_tokens();
    back(&form.user, "expired")
}

pub(crate) async fn plan(State(shared): Page, Form(form): Form<PlanForm>) -> Redirect {
    let change = UserChange { plan: Some(form.plan), ..UserChange::default() };
    Control::new(shared).change_user(&form.user, change);
    back(&form.user, "plan")
}

pub(crate) async fn faults(State(shared): Page, Form(form): Form<FaultForm>) -> Redirect {
    let until = shift(shared.clock.now(), SignedDuration::from_mins(5));
    let control = Control::new(shared);
    let notice = match form.fault.as_str() {
        "rate" => {
            control.add_fault(Fault::new(FaultKind::RateSecond).on("*", "/v2/*").times(1));
            "rate"
        }
        "outage" => {
            control.add_fault(Fault::new(FaultKind::Status { status: 503 }).until(until));
            "outage"
        }
        _ => {
            control.clear_faults();
            "healthy"
        }
    };
    back(&form.user, notice)
}

pub(crate) async fn clock(State(shared): Page, Form(form): Form<ClockForm>) -> Redirect {
    match form.advance.parse::<SignedDuration>() {
        Ok(by) if !by.is_negative() => {
            shared.clock.advance(by);
            shared.read(|_, _| ());
            shared.changed();
            back(&form.user, "advanced")
        }
        _ => back(&form.user, "duration"),
    }
}

pub(crate) async fn validate(State(shared): Page, Form(form): Form<Who>) -> Redirect {
    let result = Control::new(shared).validate_webhook().await;
    back(&form.user, if result.is_ok() { "validated" } else { "unvalidated" })
}

pub(crate) async fn redeliver(State(shared): Page, Path(id): Path<u64>, Form(form): Form<Who>) -> Redirect {
    let found = Control::new(shared).redeliver(id);
    back(&form.user, if found { "redelivered" } else { "nothing" })
}

/// The sentence for a notice in the address.
pub(crate) fn notice_text(notice: &str) -> Option<&'static str> {
    Some(match notice {
        "started" => "The meeting has started.",
        "ended" => "The meeting has ended.",
        "deleted" => "The meeting is deleted, as if in Zoom.",
        "deauthorized" => "The app is removed for this user. Deauthorization is on its way to the app.",
        "removed" => "The app is removed for this user. It has no webhook address, so it is not told.",
        "invalidated" => "The refresh token no longer works. The app is not told.",
        "expired" => "All access tokens have expired.",
        "plan" => "The plan is changed.",
        "rate" => "The next REST call is answered with 429.",
        "outage" => "For five minutes of sandbox time every call is answered with 503.",
        "healthy" => "All faults are removed.",
        "advanced" => "Sandbox time has moved.",
        "duration" => "Write a time such as 61m, 2h or 1h 30m.",
        "validated" => "The webhook address answered the validation rightly.",
        "unvalidated" => "The webhook address did not answer the validation rightly.",
        "redelivered" => "The event is sent again.",
        "nothing" => "There was nothing to do.",
        _ => return None,
    })
}

fn back(user: &str, notice: &str) -> Redirect {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("user", user)
        .append_pair("notice", notice)
        .finish();
    Redirect::to(&format!("/?{query}"))
}
