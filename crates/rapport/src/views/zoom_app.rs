//! Settings, Zoom app: what holds for the whole installation.

use askama::Template;

use super::form::{FormErrors, FormField};
use super::public_pages::PublicPages;
use super::shell::Shell;

/// `GET /settings/zoom-app`
#[derive(Debug, Clone, Template)]
#[template(path = "settings/zoom_app/page.html")]
pub struct ZoomAppPage {
    /// What surrounds the page; its title is `Zoom app`.
    pub shell: Shell,
    /// The note on top, when a post was not accepted.
    pub errors: Option<FormErrors>,
    /// Who can use Zoom.
    pub availability: Availability,
    /// The credentials of both environments.
    pub credentials: Credentials,
    /// What to paste into Zoom's portal.
    pub addresses: Vec<AddressLine>,
    /// What Zoom looks for to believe that the domain is ours. Posts `csrf` and `verification` to
    /// `/settings/zoom-app/verification`.
    pub verification: FormField,
    /// What Zoom is to tell of running meetings.
    pub meeting_events: Vec<EventChoice>,
    /// Whether new meetings begin as in each person's Zoom settings. Posts `csrf` and `own` (`on`, `off`) to
    /// `/settings/zoom-app/own-settings`.
    pub own_settings: bool,
    /// What both choices cost in Zoom's portal.
    pub portal: PortalNeeds,
    /// The public pages and their languages.
    pub public_pages: PublicPages,
    /// Who changed what, the newest first.
    pub changes: Vec<ChangeLine>,
}

/// What the app has to have in Zoom's portal.
#[derive(Debug, Clone)]
pub struct PortalNeeds {
    /// Its scopes.
    pub scopes: Vec<&'static str>,
    /// Events that it subscribes to.
    pub events: Vec<&'static str>,
}

/// What Zoom may tell of running meetings. Posts `csrf` and `events` to `/settings/zoom-app/events`.
#[derive(Debug, Clone)]
pub struct EventChoice {
    /// Its word in the form.
    pub word: &'static str,
    /// `When meetings run`
    pub title: &'static str,
    /// What it shows and costs.
    pub text: &'static str,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// Who can use Zoom. Posts `csrf`, `reach` (`off`, `chosen`, `everyone`), `whole_workspace` and `people` (ids) to
/// `/settings/zoom-app/availability`.
#[derive(Debug, Clone)]
pub struct Availability {
    /// The chosen word.
    pub reach: &'static str,
    /// Whether everybody of this workspace is chosen.
    pub whole_workspace: bool,
    /// Everybody of this workspace.
    pub people: Vec<PersonChoice>,
}

/// Somebody who may be chosen.
#[derive(Debug, Clone)]
pub struct PersonChoice {
    /// Their id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Whether they are chosen.
    pub chosen: bool,
}

/// The credentials of both environments.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The client id that the configuration names; it wins over all that is entered here.
    pub configured: Option<String>,
    /// Zoom is simulated.
    pub simulated: bool,
    /// The app in use is for accounts of its owner only.
    pub unpublished: bool,
    /// Development, production.
    pub cards: Vec<CredentialsCard>,
}

/// The credentials of one environment. Posts `csrf`, `client_id`, `client_secret` and `webhook_secret` to
/// `/settings/zoom-app/credentials/{environment}`.
#[derive(Debug, Clone)]
pub struct CredentialsCard {
    /// `development` or `production`.
    pub environment: &'static str,
    /// Whether these are in use.
    pub in_use: bool,
    /// Whether id and secret are stored.
    pub stored: bool,
    /// Whether a webhook secret is stored.
    pub webhook_stored: bool,
    /// Until what time of day another webhook secret is expected.
    pub new_secret_until: Option<String>,
    /// Client id.
    pub client_id: FormField,
    /// Only its error is used: a secret is never shown again.
    pub client_secret: FormField,
    /// The same.
    pub webhook_secret: FormField,
}

/// One address of Zoom's portal.
#[derive(Debug, Clone)]
pub struct AddressLine {
    /// `id` of its field.
    pub id: String,
    /// Name of the field in the portal.
    pub field: String,
    /// The address.
    pub address: String,
    /// Whether Zoom last used another one.
    pub differs: bool,
    /// What Zoom last used, and when.
    pub note: Option<String>,
}

/// `GET /settings/zoom-app/use/{environment}`, and its POST when not everything holds. Posts `csrf` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/zoom_app/switch.html")]
pub struct SwitchPage {
    /// What surrounds the page; its title is `Zoom app`.
    pub shell: Shell,
    /// `development` or `production`.
    pub environment: &'static str,
    /// A post was refused.
    pub refused: bool,
    /// Whether everything holds.
    pub possible: bool,
    /// What must hold.
    pub lines: Vec<Precondition>,
    /// `3 connections`: how many have to be made again.
    pub people: Option<String>,
}

/// One thing that must hold.
#[derive(Debug, Clone)]
pub struct Precondition {
    /// What.
    pub name: String,
    /// Whether it does.
    pub passed: bool,
    /// What was found.
    pub found: String,
    /// What helps if it does not.
    pub cure: String,
}

/// One change of a setting.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// `Today, 09:40`
    pub when: String,
    /// Who.
    pub person: String,
    /// What.
    pub words: String,
}
