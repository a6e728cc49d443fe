//! The people of a workspace, and joining it.

use askama::Template;

use super::dialog::dialog_page;
use super::form::{Choice, FormErrors, FormField};
use super::shell::{Person, Public, Shell};

/// `GET /settings/people`, and the POST of its form when something needs a change.
///
/// `POST /settings/people/invite` takes `csrf`, `email` and `role`.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/people.html")]
pub struct PeoplePage {
    /// What surrounds the page; its title is `People`.
    pub shell: Shell,
    /// Everybody, by name.
    pub members: Vec<MemberRow>,
    /// Who was asked and has not joined; empty for people who may not ask.
    pub invited: Vec<InvitedRow>,
    /// The note on top, when the form was not accepted.
    pub errors: Option<FormErrors>,
    /// Whom to invite.
    pub email: FormField,
    /// As what.
    pub role: FormField,
    /// What the reader may give.
    pub roles: Vec<Choice>,
    /// Mail does not leave this server.
    pub stays_inside: bool,
}

/// Somebody who is here.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Who.
    pub person: Person,
    /// What they log in with.
    pub email: String,
    /// `Admin`
    pub role: &'static str,
    /// `Today, 09:31`
    pub seen: String,
    /// Whether Zoom is connected.
    pub zoom: bool,
    /// It is the reader.
    pub me: bool,
    /// Where their role is changed, if the reader may.
    pub href: Option<String>,
    /// Where they are removed, if the reader may.
    pub remove: Option<String>,
}

/// Somebody who was asked.
#[derive(Debug, Clone)]
pub struct InvitedRow {
    /// Their address.
    pub email: String,
    /// `Admin`
    pub role: &'static str,
    /// `Invited by Mara Lindqvist today, 09:31`
    pub when: String,
    /// What became of the mail: `Sent`, `Link has run out`.
    pub state: String,
    /// Whether that is no good news.
    pub warn: bool,
    /// `/settings/people/invited/{id}`; both forms post below it.
    pub href: String,
}

/// `GET /settings/people/{id}`: posts `csrf` and `role` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/person.html")]
pub struct PersonPage {
    /// What surrounds the page; its title is `People`.
    pub shell: Shell,
    /// Where the form goes.
    pub action: String,
    /// Who.
    pub name: String,
    /// What they log in with.
    pub email: String,
    /// What cannot be done, and why.
    pub error: Option<String>,
    /// What can be chosen.
    pub roles: Vec<RoleChoice>,
}

/// A role to choose.
#[derive(Debug, Clone)]
pub struct RoleChoice {
    /// What is posted.
    pub value: &'static str,
    /// `Admin`
    pub label: &'static str,
    /// What it means.
    pub text: &'static str,
    /// Whether it is theirs.
    pub chosen: bool,
}

/// `GET /join/{token}`, and its POST when something needs a change. Posts `csrf`, `name`, `zone` and `password`.
#[derive(Clone, Template)]
#[template(path = "account/join.html")]
pub struct JoinPage {
    /// Head of the page.
    pub public: Public,
    /// What the link holds.
    pub token: String,
    /// `Halden Studio`
    pub workspace: String,
    /// What they will log in with.
    pub email: String,
    /// `Admin`
    pub role: &'static str,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// Full name.
    pub name: FormField,
    /// IANA id.
    pub zone: FormField,
    /// All zones.
    pub zones: Vec<Choice>,
    /// Only its error is used: a password is never shown again.
    pub password: FormField,
}

/// The same when the link leads nowhere (any more).
#[derive(Debug, Clone, Template)]
#[template(path = "account/join_gone.html")]
pub struct JoinGonePage {
    /// Head of the page.
    pub public: Public,
    /// Somebody has an account with that address by now.
    pub has_account: bool,
}

/// `GET /settings/people/{id}/remove`; posts `csrf`, `heir` and `upcoming` (`keep` or `remove`) to the same address.
/// Counts come from the database when the page is rendered.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/remove_member.html", blocks = ["dialog"])]
pub struct RemoveMemberPage {
    /// What surrounds the page; its title is `People`.
    pub shell: Shell,
    /// Where the form goes.
    pub action: String,
    /// Who.
    pub name: String,
    /// What they log in with.
    pub email: String,
    /// Who takes over.
    pub heir: FormField,
    /// Who may.
    pub heirs: Vec<Choice>,
    /// Contacts that they look after.
    pub contacts: u64,
    /// Deals of theirs.
    pub deals: u64,
    /// Meetings to come that somebody else can host.
    pub meetings: u64,
    /// Tasks that are not done.
    pub tasks: u64,
    /// Where they are logged in.
    pub sessions: usize,
    /// Tokens of their programs.
    pub api_tokens: u64,
    /// Their connection, if there is one.
    pub zoom: Option<TheirZoom>,
    /// Whether **Remove them from Zoom and tell the invitees** is selected.
    pub remove: bool,
}
dialog_page!(RemoveMemberPage);

/// The Zoom account of whoever is removed.
#[derive(Debug, Clone)]
pub struct TheirZoom {
    /// Its address.
    pub email: String,
    /// Their meetings to come in it; the choice is only shown when there are any.
    pub meetings: u64,
    /// People who would get a cancellation email.
    pub people: u64,
    /// Whether removing them is possible (not when Zoom refuses our access).
    pub can_remove: bool,
    /// `Oskar Berg uses this Zoom account too, so it stays connected for them. …`
    pub shared: Option<String>,
}
