//! The Zoom card: how a connection stands, in words.

use domain::{Language, PersonName, Plan, Zone, display};
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::comparisons::{self, Comparison, Difference};
use store::compliance_receipts::{ConfirmState, ReceiptSource};
use store::grants::{Grant, GrantState};
use store::integration_calls::{self as calls, DayHealth};
use store::{connections as stored, forget, meetings, oauth_states};

use super::words::{and, count, count_people, in_sentence, on, or};
use crate::connections::{
    Asked, OLD_PAIR, OWN_SETTINGS, PAIR_LIFE, Shared, disabled_without, is_app_refused, shared,
};
use crate::http::context::Ctx;
use crate::http::error::AppError;
use crate::i18n;
use crate::views::integrations::{
    ComparisonFinding, ComparisonReport, HealthDay, OnceMore, Permission, ZoomAccount, ZoomCard,
};

/// Why a person has to connect again.
const REFUSED: &str = "The refresh token was refused. This happens after a password change, after 90 days without use, \
    or when an admin removes the app. Nothing was deleted.";
const OTHER_APP: &str = "Your connection was made with the app that was in use before. Connect the same account once \
    more. Nothing was deleted: your meetings and their links are kept.";
pub(super) const APP_REFUSED: &str = "Zoom does not accept this server’s app credentials";
pub(super) const TELL_THEM: &str = "Only the person who runs Rapport here can mend that: tell them.";
/// Days of the health strip.
const DAYS: i64 = 30;

pub(super) async fn card(ctx: &Ctx) -> Result<ZoomCard, AppError> {
    let db = ctx.app.store.begin_read().await;
    let (now, zone) = (ctx.now(), ctx.zone());
    let found = stored::of_user(&db, ctx.workspace(), ctx.user()).await?;
    if !ctx.me.zoom_feature.is_on() {
        return Ok(ZoomCard::TurnedOff { email: found.map(|(_, grant)| grant.email.to_string()) });
    }
    let Some((connection, grant)) = found else {
        let client_id = ctx.app.zoom.client_id();
        let pending = oauth_states::pending(&db, ctx.workspace(), ctx.user(), &client_id, now).await?;
        drop(db);
        if let Some(until) = pending {
            return Ok(ZoomCard::Waiting { until: display::time(until, zone) });
        }
        return Ok(ZoomCard::NotConnected { removed_in_zoom: removed_in_zoom(ctx).await? });
    };
    if grant.state != GrantState::Healthy {
        let upcoming = forget::upcoming(&db, grant.id, ctx.workspace(), ctx.user(), now).await?;
        let shared = shared(&db, grant.id, ctx.workspace(), ctx.user()).await?;
        let since = grant.last_error_at.unwrap_or(now);
        let (title, reason) = if grant.state == GrantState::OtherApp {
            ("Rapport uses another Zoom app now".to_owned(), OTHER_APP)
        } else {
            let when = on(&display::day_time(since, now, zone));
            (format!("Zoom stopped accepting our access {when}"), REFUSED)
        };
        return Ok(ZoomCard::NeedsReconnect {
            email: grant.email.to_string(),
            title,
            reason,
            last_working_call: grant.last_ok_at.map(|at| display::stamp(at, now, zone)),
            upcoming: upcoming.meetings,
            shared: shared_line(&shared),
        });
    }
    let since = now - SignedDuration::from_hours(24 * DAYS);
    let days = calls::health(&db, ctx.workspace(), ctx.user(), since).await?;
    let comparison = comparisons::last(&db, ctx.workspace(), ctx.user()).await?;
    let asked = Asked::chosen(&db).await?;
    let shared = shared(&db, grant.id, ctx.workspace(), ctx.user()).await?;
    let waiting = match grant.last_error_at {
        Some(_) => meetings::waiting(&db, ctx.workspace(), ctx.user(), now).await?,
        None => meetings::Waiting::default(),
    };
    drop(db);
    let mut account = account(ctx, &connection, &grant, &days, asked);
    account.shared = shared_line(&shared);
    account.comparison = comparison.map(|comparison| report(ctx, comparison));
    if is_old(&grant, now) {
        let at = |time| display::full_date(zone.local(time).date());
        let text = format!(
            "Zoom last renewed our access on {} and has not since. It may end about {}. Check the connection, or \
             connect the same account again.",
            at(grant.refreshed_at),
            at(grant.refreshed_at + PAIR_LIFE)
        );
        return Ok(ZoomCard::Expiring { account, text });
    }
    // The grant is good: Zoom's trouble, not the person's (RT-09).
    if grant.last_error_at.is_some() {
        let (badge, title, times) = failing(&grant, zone);
        let text = format!("{times}{}", waits(waiting));
        return Ok(ZoomCard::Failing { account, badge, title, text });
    }
    Ok(ZoomCard::Connected(account))
}

/// Our own checks have not got a new pair for weeks: the stored one nears the end of its life.
fn is_old(grant: &Grant, now: Timestamp) -> bool {
    now.duration_since(grant.refreshed_at) > OLD_PAIR
}

/// What waits for Zoom, as a sentence behind another one.
fn waits(waiting: meetings::Waiting) -> String {
    let meetings = match waiting.meetings {
        0 => return String::new(),
        1 => "1 meeting waits for Zoom".to_owned(),
        n => format!("{n} meetings wait for Zoom"),
    };
    match waiting.people {
        0 => format!(" {meetings}."),
        n => format!(" {meetings}, and {} for their email about it.", count_people(n)),
    }
}

/// Badge, title and text.
fn failing(grant: &Grant, zone: &Zone) -> (&'static str, &'static str, String) {
    let tried = grant.last_error_at.map(|at| display::time(at, zone)).unwrap_or_default();
    let next = display::time(grant.next_check_at, zone);
    let times = format!("Last tried {tried}. We try again at {next}, and your connection is kept.");
    if is_app_refused(grant.last_error.as_deref()) {
        return ("App credentials refused", APP_REFUSED, format!("{TELL_THEM} {times}"));
    }
    ("Zoom is not answering", "Zoom is not answering", times)
}

async fn removed_in_zoom(ctx: &Ctx) -> Result<Option<String>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let receipt = store::compliance_receipts::last_of_user(&db, ctx.workspace(), ctx.user()).await?;
    let Some(receipt) = receipt.filter(|receipt| receipt.source == ReceiptSource::Zoom) else {
        return Ok(None);
    };
    let (now, zone) = (ctx.now(), ctx.zone());
    let told = match (receipt.confirm_state, receipt.confirmed_at) {
        (ConfirmState::Confirmed, Some(at)) => {
            let same_day = zone.local(at).date() == zone.local(receipt.deleted_at).date();
            let when = if same_day {
                format!("at {}", display::time(at, zone))
            } else {
                on(&display::day_time(at, now, zone))
            };
            format!(", confirmed to Zoom {when}.")
        }
        (ConfirmState::Confirmed | ConfirmState::NotNeeded, _) => ".".to_owned(),
        (ConfirmState::Pending, _) => ". Zoom is being told.".to_owned(),
        (ConfirmState::NoLongerOffered, _) => ". Zoom no longer takes confirmations of that.".to_owned(),
        (ConfirmState::Failed, _) => ". Zoom did not take our confirmation of that.".to_owned(),
    };
    Ok(Some(format!("Data deleted {}{told}", on(&display::day_time(receipt.deleted_at, now, zone)))))
}

/// `You cannot move or rename meetings, or remove meetings`
pub(super) fn cannot(missing: &[&str]) -> String {
    let things: Vec<_> = missing.iter().map(|scope| disabled_without(scope)).collect();
    format!("You cannot {}", or(&things))
}

/// `Oskar Berg uses this Zoom account too`; `None` when nobody does.
pub(super) fn who_shares(shared: &Shared) -> Option<String> {
    if shared.is_nobody() {
        return None;
    }
    let mut who: Vec<&str> = shared.colleagues.iter().map(PersonName::as_str).collect();
    if shared.outside {
        who.push(if who.is_empty() {
            "Somebody outside this workspace"
        } else {
            "somebody outside this workspace"
        });
    }
    let verb = if shared.is_one() { "uses" } else { "use" };
    Some(format!("{} {verb} this Zoom account too", and(&who)))
}

/// What a shared account means.
pub(super) fn shared_line(shared: &Shared) -> Option<String> {
    who_shares(shared)
        .map(|who| format!("{who}. Whoever disconnects it ends it for everybody, and all are told."))
}

/// The last thirty days, oldest first; the database knows only those with calls. Days are UTC, as Zoom counts them.
fn strip(ctx: &Ctx, days: &[DayHealth]) -> Vec<HealthDay> {
    let today = domain::Zone::UTC.local(ctx.now()).date();
    (0..DAYS)
        .rev()
        .map(|ago| {
            let date = today.saturating_sub(ago.days());
            match days.iter().find(|day| day.day == date) {
                None => HealthDay::Quiet,
                Some(day) if day.failed == 0 => HealthDay::Good,
                Some(_) => HealthDay::Troubled,
            }
        })
        .collect()
}

fn account(
    ctx: &Ctx,
    connection: &stored::Connection,
    grant: &Grant,
    days: &[DayHealth],
    asked: Asked,
) -> ZoomAccount {
    let (now, zone) = (ctx.now(), ctx.zone());
    let plan = Plan::from_zoom_type(grant.plan_type);
    let missing = asked.missing(&grant.scopes);
    let total: u64 = days.iter().map(|day| day.ok + day.failed).sum();
    let failed: u64 = days.iter().map(|day| day.failed).sum();
    let troubled = days.iter().filter(|day| day.failed > 0).count();
    let last = grant.last_error_at.or(grant.last_ok_at);
    let worked = grant.last_error_at.is_none();
    ZoomAccount {
        email: grant.email.to_string(),
        plan: plan.label(),
        plan_note: match plan.meeting_limit_minutes() {
            Some(minutes) => Some(format!("{minutes}-minute limit")),
            None => plan.can_record_to_cloud().then(|| "Cloud recording available".to_owned()),
        },
        plan_is_premium: plan.can_record_to_cloud(),
        since: display::full_date(zone.local(connection.connected_at).date()),
        last_call: last.map(|at| {
            format!("{}, {}", display::short_stamp(at, now, zone), if worked { "worked" } else { "failed" })
        }),
        last_call_worked: worked,
        shared: None,
        comparison: None,
        permissions: asked
            .scopes()
            .into_iter()
            .map(|(scope, meaning)| Permission {
                scope: scope.to_owned(),
                meaning: i18n::text(Language::English, meaning),
                granted: !missing.contains(&scope),
            })
            .collect(),
        cannot: cannot(&missing),
        connect_once_more: once_more(&missing),
        health: strip(ctx, days),
        health_text: format!(
            "{}, {}",
            count(total, "call"),
            if failed == 0 { "none failed".to_owned() } else { format!("{failed} failed") }
        ),
        health_label: format!(
            "Calls to Zoom over the last {DAYS} days: {}",
            if troubled == 0 { "no failures".to_owned() } else { format!("{troubled} days with failures") }
        ),
    }
}

/// What was decided since the person connected, and waits for them.
fn once_more(missing: &[&str]) -> Option<OnceMore> {
    let lacks = |wanted: &str| missing.contains(&wanted);
    let begins = lacks(OWN_SETTINGS.scope);
    let sees = Asked::MOST.event_reasons().is_some_and(|(scope, _)| lacks(scope));
    let (title, text) = match (sees, begins) {
        (false, false) => return None,
        (true, false) => (
            "Connect once more to see who comes",
            "This installation shows who is in a meeting. Zoom tells it as soon as you allow that, too.",
        ),
        (false, true) => (
            "Connect once more to begin as in Zoom",
            "New meetings begin as you have set it in Zoom, as soon as you allow Rapport to read that, too.",
        ),
        (true, true) => (
            "Connect once more to allow more",
            "Then you see who is in a meeting, and new meetings begin as you have set it in Zoom.",
        ),
    };
    Some(OnceMore { title, text })
}

fn report(ctx: &Ctx, comparison: Comparison) -> ComparisonReport {
    let when = in_sentence(&display::day_time(comparison.at, ctx.now(), ctx.zone()));
    let found = u64::try_from(comparison.findings.len()).unwrap_or_default();
    let result = match found {
        0 => "nothing differs".to_owned(),
        n => format!("{} found", count(n, "difference")),
    };
    let compared = count(comparison.compared, "meeting");
    ComparisonReport {
        summary: format!("Last compared {when}: {compared} to come, {result}."),
        findings: comparison
            .findings
            .into_iter()
            .map(|finding| ComparisonFinding {
                meeting: finding.meeting.map(|(id, topic)| (topic.to_string(), format!("/meetings/{id}"))),
                text: difference(finding.kind).to_owned(),
            })
            .collect(),
    }
}

/// What was found, and what was done about it.
fn difference(kind: Difference) -> &'static str {
    match kind {
        Difference::Missing => {
            "was not in Zoom’s list. Zoom was asked again; if it is gone, its page offers to create it again."
        }
        Difference::Moved => {
            "was at another time in Zoom. That time was taken over, and the invitees are told."
        }
        Difference::Renamed => "had another topic in Zoom. It was taken over.",
        Difference::Waiting => "had not reached Zoom as it is wanted. It was sent again.",
        Difference::LeftOver => "was removed here and still in Zoom. It was deleted there.",
        Difference::Copy => "was removed here, and Zoom has a copy that was made there. It was left alone.",
        Difference::Twice => {
            "is in Zoom twice. The second one may be a copy that you made, so it was left alone."
        }
        Difference::Unknown => {
            "A meeting in Zoom comes from a Rapport that knows it, but not from this one. It was left alone."
        }
    }
}
