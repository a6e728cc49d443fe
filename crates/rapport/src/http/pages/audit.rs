use axum::http::StatusCode;
use axum::response::Response;
use domain::{UserId, display};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::audit_log::{self, Action, ActionKind, Actor, AuditFilter, AuditFrom, AuditSearch, Entry};
use store::users::{self, User};

use crate::audit::{KEPT_DAYS, person_did};
use crate::csv::Csv;
use crate::http::context::{AdminCtx, Query, person};
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::pages::words::count;
use crate::http::respond::{page as respond, table};
use crate::views::audit::{AuditChoice, AuditOption, AuditPage, AuditRow};
use crate::views::tone::Tone;

const PAGE: &str = "/settings/audit";
/// Lines of a page.
const ROWS: u32 = 25;
/// Lines that an export reads at a time.
const AT_ONCE: u32 = 500;
/// How far back one can look, the usual first.
const REACHES: [(&str, &str, Option<i64>); 4] = [
    ("7", "Last 7 days", Some(7)),
    ("30", "Last 30 days", Some(30)),
    ("90", "Last 90 days", Some(90)),
    ("all", "Any time", None),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct AuditQuery {
    who: String,
    what: String,
    days: String,
    q: String,
    older: Option<u64>,
    newer: Option<u64>,
}

impl AuditQuery {
    fn reach(&self) -> (&'static str, Option<i64>) {
        let reach = REACHES.iter().find(|(value, ..)| *value == self.days).unwrap_or(&REACHES[0]);
        (reach.0, reach.2)
    }

    fn search(&self) -> &str {
        self.q.trim()
    }

    /// Actions that are looked for by their name on the page.
    fn named_actions(&self) -> Vec<Action> {
        let text = self.search().to_lowercase();
        let named = |one: &&Action| !text.is_empty() && action(**one).0.to_lowercase().contains(&text);
        Action::ALL.iter().filter(named).copied().collect()
    }

    fn filter<'a>(&'a self, actions: &'a [Action], now: Timestamp) -> AuditFilter<'a> {
        AuditFilter {
            user: self.who.parse().ok(),
            kind: self.what.parse().ok(),
            since: self.reach().1.map(|days| now - SignedDuration::from_hours(24 * days)),
            search: Some(AuditSearch { text: self.search(), actions })
                .filter(|search| !search.text.is_empty()),
        }
    }
}

pub(in crate::http) async fn page(
    ctx: AdminCtx,
    Query(query): Query<AuditQuery>,
) -> Result<Response, AppError> {
    let actions = query.named_actions();
    let filter = query.filter(&actions, ctx.now());
    let from = match (query.older, query.newer) {
        (Some(number), _) => AuditFrom::OlderThan(number),
        (None, Some(number)) => AuditFrom::NewerThan(number),
        (None, None) => AuditFrom::Newest,
    };
    let db = ctx.app.store.begin_read().await;
    let found = audit_log::list(&db, ctx.workspace(), filter, from, ROWS).await?;
    let people = users::list_ever(&db, ctx.workspace()).await?;
    drop(db);
    let chosen = [("who", &query.who), ("what", &query.what), ("days", &query.days), ("q", &query.q)];
    let href = |key: &str, entry: Option<&Entry>| {
        let mut link = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in chosen.iter().filter(|(_, value)| !value.is_empty()) {
            link.append_pair(key, value);
        }
        entry.map(|entry| format!("{PAGE}?{}", link.append_pair(key, &entry.number.to_string()).finish()))
    };
    let view = AuditPage {
        shell: ctx.shell("Audit log"),
        kept_days: KEPT_DAYS,
        search: query.search().to_owned(),
        filters: choices(&people, filter, query.reach().0),
        chosen: chosen.iter().map(|(name, value)| (*name, (*value).clone())).collect(),
        filtered: filter.user.is_some()
            || filter.kind.is_some()
            || filter.since.is_some()
            || filter.search.is_some(),
        range: format!("{} of {}", found.entries.len(), found.total),
        newer_href: href("newer", found.entries.first().filter(|_| found.newer)),
        older_href: href("older", found.entries.last().filter(|_| found.older)),
        rows: found.entries.iter().map(|entry| row(&ctx, entry)).collect(),
    };
    respond(StatusCode::OK, &view)
}

/// What the page shows, all of it, as a table for spreadsheets. A file, not a page: no cache keeps it.
pub(in crate::http) async fn export(
    ctx: AdminCtx,
    ProtectedForm(query): ProtectedForm<AuditQuery>,
) -> Result<Response, AppError> {
    let actions = query.named_actions();
    let filter = query.filter(&actions, ctx.now());
    let mut csv = Csv::new(&["Number", "Time (UTC)", "Who", "Action", "On", "From"]);
    let (mut from, mut lines) = (AuditFrom::Newest, 0);
    loop {
        let db = ctx.app.store.begin_read().await;
        let entries = audit_log::entries(&db, ctx.workspace(), filter, from, AT_ONCE).await?;
        drop(db);
        let Some(last) = entries.last() else { break };
        from = AuditFrom::OlderThan(last.number);
        lines += entries.len();
        for entry in &entries {
            let name = entry.person.as_ref().map_or_else(|| who(entry.actor), |(_, name)| name.as_str());
            csv.row(&[
                &entry.number.to_string(),
                &entry.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                name,
                action(entry.action).0,
                &on(entry),
                entry.address.as_deref().unwrap_or_default(),
            ]);
        }
    }
    let tx = ctx.app.store.begin_write().await?;
    person_did(&tx, ctx.by(), Action::Exported, count(lines as u64, "line")).await?;
    tx.commit().await?;
    Ok(table("audit-log.csv", csv))
}

fn choices(people: &[User], filter: AuditFilter<'_>, days: &str) -> Vec<AuditChoice> {
    let option = |value: String, label: &str, chosen| AuditOption { value, label: label.to_owned(), chosen };
    let everyone = option(String::new(), "Everyone", filter.user.is_none());
    let persons = people
        .iter()
        .map(|user| option(UserId::to_string(&user.id), user.name.as_str(), filter.user == Some(user.id)));
    let all = option(String::new(), "All actions", filter.kind.is_none());
    let kinds = ActionKind::ALL.iter().map(|kind| {
        let label = match kind {
            ActionKind::Access => "Access",
            ActionKind::Connections => "Zoom connections",
            ActionKind::Settings => "Settings",
        };
        option(kind.to_string(), label, filter.kind == Some(*kind))
    });
    let reaches = REACHES.iter().map(|(value, label, _)| option((*value).to_owned(), label, *value == days));
    vec![
        AuditChoice {
            label: "Person",
            name: "who",
            options: std::iter::once(everyone).chain(persons).collect(),
        },
        AuditChoice { label: "Action", name: "what", options: std::iter::once(all).chain(kinds).collect() },
        AuditChoice { label: "Time", name: "days", options: reaches.collect() },
    ]
}

fn row(ctx: &AdminCtx, entry: &Entry) -> AuditRow {
    let (action, tone) = action(entry.action);
    AuditRow {
        time: display::day_time(entry.at, ctx.now(), ctx.zone()),
        at: entry.at.to_string(),
        person: entry.person.as_ref().map(|(id, name)| person(name.as_str(), id.as_uuid())),
        who: who(entry.actor),
        action,
        tone,
        on: on(entry),
        from: entry.address.clone().unwrap_or_default(),
    }
}

/// Who acted, where it was nobody who is still here.
pub(super) const fn who(actor: Actor) -> &'static str {
    match actor {
        Actor::Person => "Somebody who left",
        Actor::Zoom => "Zoom",
        Actor::Rapport => "Rapport",
        Actor::Operator => "Command line",
    }
}

fn action(action: Action) -> (&'static str, Tone) {
    match action {
        Action::SetUp => ("Set up the workspace", Tone::Neutral),
        Action::LoggedIn => ("Logged in", Tone::Neutral),
        Action::LogInFailed => ("Failed log in", Tone::Warn),
        Action::LoggedOut => ("Logged out", Tone::Neutral),
        Action::PasswordAsked => ("Asked for a new password", Tone::Neutral),
        Action::PasswordChanged => ("Changed password", Tone::Neutral),
        Action::SessionsEnded => ("Logged out elsewhere", Tone::Neutral),
        Action::Invited => ("Invited somebody", Tone::Neutral),
        Action::InvitationWithdrawn => ("Withdrew an invitation", Tone::Neutral),
        Action::Joined => ("Joined", Tone::Neutral),
        Action::RoleChanged => ("Changed role", Tone::Neutral),
        Action::MemberRemoved => ("Removed somebody", Tone::Bad),
        Action::LockedOut => ("Ended access", Tone::Bad),
        Action::ZoomConnected => ("Connected Zoom", Tone::Neutral),
        Action::ZoomDisconnected => ("Disconnected Zoom", Tone::Neutral),
        Action::ZoomRemoved => ("Removed the app", Tone::Bad),
        Action::ZoomDeleted => ("Deleted Zoom data", Tone::Bad),
        Action::ZoomDownloaded => ("Downloaded Zoom data", Tone::Neutral),
        Action::Feature => ("Changed availability", Tone::Neutral),
        Action::ZoomApp => ("Changed Zoom app", Tone::Neutral),
        Action::DomainVerification => ("Changed verification", Tone::Neutral),
        Action::PublicPage => ("Changed public pages", Tone::Neutral),
        Action::CalendarFeed => ("Changed calendar feed", Tone::Neutral),
        Action::ApiToken => ("Changed API tokens", Tone::Neutral),
        Action::Reviewer => ("Changed reviewer account", Tone::Neutral),
        Action::Key => ("Changed the secret key", Tone::Neutral),
        Action::Restored => ("Restored a backup", Tone::Warn),
        Action::Exported => ("Exported the audit log", Tone::Neutral),
        Action::Aged => ("Removed old entries", Tone::Neutral),
    }
}

/// To whom or what, and more about it.
fn on(entry: &Entry) -> String {
    let about = entry.about.as_ref().map(|name| match entry.action {
        Action::ZoomRemoved | Action::ZoomDeleted => format!("Zoom connection of {name}"),
        _ => name.to_string(),
    });
    let parts = [about, Some(entry.words.clone()).filter(|words| !words.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
