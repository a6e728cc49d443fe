//! Who a token stands for.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use crate::connections::ZoomStandingNow;

/// The person of the token.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// Their id.
    id: Uuid,
    /// Their name.
    #[schema(examples("Mara Lindqvist"))]
    name: String,
    /// What they log in with.
    #[schema(examples("mara@halden.example"))]
    email: String,
    /// What they may do in the workspace.
    #[schema(value_type = RoleWord)]
    role: &'static str,
    /// What this token may do: never more than the role.
    #[schema(value_type = MayWord)]
    token_may: &'static str,
    /// Where their clock stands: an IANA name.
    #[schema(examples("Europe/Stockholm"))]
    zone: String,
    /// Their workspace.
    #[schema(examples("Halden Studio"))]
    workspace: String,
    /// How their Zoom connection stands.
    #[schema(value_type = ZoomWord)]
    zoom: &'static str,
}

/// What a person may do.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum RoleWord {
    Owner,
    Admin,
    Member,
    ReadOnly,
}

/// What a token may do.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum MayWord {
    Read,
    Write,
}

/// How a Zoom connection stands.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the words for the document")]
pub(super) enum ZoomWord {
    Connected,
    NotAnswering,
    NeedsReconnect,
    NotConnected,
    TurnedOff,
}

/// Who am I
#[utoipa::path(get, path = "/me", tag = "Me", operation_id = "getMe",
    responses((status = 200, description = "The person of the token.", body = Me)))]
pub(super) async fn get(caller: Caller) -> Json<Me> {
    let user = &caller.me.user;
    Json(Me {
        id: user.id.as_uuid(),
        name: user.name.to_string(),
        email: user.email.to_string(),
        role: user.role.as_str(),
        token_may: caller.may().as_str(),
        zone: user.zone.id().to_owned(),
        workspace: caller.me.workspace_name.clone(),
        zoom: match caller.zoom_standing() {
            ZoomStandingNow::Connected => "connected",
            ZoomStandingNow::NotAnswering => "not_answering",
            ZoomStandingNow::AppRefused => "app_refused",
            ZoomStandingNow::NeedsReconnect | ZoomStandingNow::OtherApp => "needs_reconnect",
            ZoomStandingNow::NotConnected => "not_connected",
            ZoomStandingNow::TurnedOff => "turned_off",
        },
    })
}
