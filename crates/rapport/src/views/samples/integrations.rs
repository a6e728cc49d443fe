//! The Zoom card in all its states, and Disconnect.

use super::shell;
use crate::views::integrations::{
    ComparisonFinding, ComparisonReport, DisconnectPage, HealthDay, IntegrationsPage, Permission,
    ZoomAccount, ZoomCard,
};
use crate::views::shell::{Nav, ZoomLine};

fn account() -> ZoomAccount {
    let permission = |scope: &str, meaning: &str| Permission {
        scope: scope.into(),
        meaning: meaning.into(),
        granted: true,
    };
    let mut health = vec![HealthDay::Good; 30];
    health[18] = HealthDay::Troubled;
    health[0] = HealthDay::Quiet;
    ZoomAccount {
        email: "mara@halden.example".into(),
        plan: "Basic".into(),
        plan_note: Some("40-minute limit".into()),
        plan_is_premium: false,
        since: "12 January 2027".into(),
        last_call: Some("09:40, worked".into()),
        last_call_worked: true,
        shared: None,
        comparison: Some(ComparisonReport {
            summary: "Last compared today, 02:30: 12 meetings to come, 2 differences found.".into(),
            findings: vec![
                ComparisonFinding {
                    meeting: Some(("Fortnightly check-in".into(), "/meetings/m7".into())),
                    text: "was at another time in Zoom. That time was taken over, and the invitees are told."
                        .into(),
                },
                ComparisonFinding {
                    meeting: None,
                    text: "A meeting in Zoom comes from another Rapport. It was left alone.".into(),
                },
            ],
        }),
        cannot: "You cannot move or rename meetings".into(),
        connect_once_more: None,
        permissions: vec![
            permission("meeting:write:meeting", "Create the meetings you schedule"),
            permission("meeting:read:meeting", "Start them"),
            permission("meeting:read:list_meetings", "Find them in your list, so that none is created twice"),
            permission("meeting:update:meeting", "Move them"),
            permission("meeting:delete:meeting", "Remove them"),
            permission("user:read:user", "Show your Zoom email address and plan"),
        ],
        health,
        health_text: "412 calls, 2 failed and were retried".into(),
        health_label: "Calls to Zoom over the last 30 days: 29 days without errors, 1 day with 2 errors"
            .into(),
    }
}

/// Mockup 06.
pub fn integrations() -> IntegrationsPage {
    IntegrationsPage {
        shell: shell("Integrations", Nav::Settings),
        zoom: ZoomCard::Connected(account()),
        finish: false,
        preview: None,
        unpublished: false,
        app_line: None,
    }
}

/// Connected, but a permission was not granted; and a better plan.
pub fn integrations_missing() -> IntegrationsPage {
    let mut account = account();
    account.permissions[3].granted = false;
    account.plan = "Licensed".into();
    account.plan_note = Some("Cloud recording available".into());
    account.plan_is_premium = true;
    IntegrationsPage { zoom: ZoomCard::Connected(account), ..integrations() }
}

/// Nothing connected, for everyone.
pub fn integrations_not_connected() -> IntegrationsPage {
    let mut page =
        IntegrationsPage { zoom: ZoomCard::NotConnected { removed_in_zoom: None }, ..integrations() };
    page.shell.zoom = ZoomLine::NotConnected;
    page
}

/// Gone to the consent page, and not back yet.
pub fn integrations_waiting() -> IntegrationsPage {
    IntegrationsPage { zoom: ZoomCard::Waiting { until: "09:52".into() }, ..integrations_not_connected() }
}

/// Back from Zoom without having been logged in.
pub fn integrations_finish() -> IntegrationsPage {
    IntegrationsPage { finish: true, ..integrations_not_connected() }
}

/// Mockup 06c.
pub fn integrations_preview() -> IntegrationsPage {
    let text = "Preview: turned on for 2 people in this workspace.";
    IntegrationsPage {
        preview: Some(text.into()),
        unpublished: true,
        app_line: Some("Connecting uses this server’s development app."),
        ..integrations_not_connected()
    }
}

/// Turned off for somebody who had connected.
pub fn integrations_turned_off() -> IntegrationsPage {
    let mut page = IntegrationsPage {
        zoom: ZoomCard::TurnedOff { email: Some("mara@halden.example".into()) },
        ..integrations()
    };
    page.shell.zoom = ZoomLine::TurnedOff;
    page
}

/// After a deauthorization.
pub fn integrations_removed() -> IntegrationsPage {
    let text = "Data deleted on 15 March at 18:04, confirmed to Zoom at 18:05.";
    IntegrationsPage {
        zoom: ZoomCard::NotConnected { removed_in_zoom: Some(text.into()) },
        ..integrations_not_connected()
    }
}

/// Mockup 06b.
pub fn integrations_needs_reconnect() -> IntegrationsPage {
    let mut page = IntegrationsPage {
        zoom: ZoomCard::NeedsReconnect {
            email: "mara@halden.example".into(),
            title: "Zoom stopped accepting our access on Monday 15 March at 20:17".into(),
            reason: "The refresh token was refused. Nothing was deleted.",
            last_working_call: Some("15 Mar, 20:01".into()),
            upcoming: 8,
            shared: None,
        },
        ..integrations()
    };
    page.shell.zoom = ZoomLine::NeedsReconnect;
    page
}

/// Zoom gives no answer.
pub fn integrations_not_answering() -> IntegrationsPage {
    let text = "Last tried 09:41. We try again at 09:46. Your connection is kept.";
    let account =
        ZoomAccount { last_call_worked: false, last_call: Some("09:41, no answer".into()), ..account() };
    let mut page = IntegrationsPage {
        zoom: ZoomCard::Failing {
            account,
            badge: "Zoom is not answering",
            title: "Zoom is not answering",
            text: text.into(),
        },
        ..integrations()
    };
    page.shell.zoom = ZoomLine::NotAnswering;
    page
}

/// Zoom has not renewed our access for two months.
pub fn integrations_expiring() -> IntegrationsPage {
    let text =
        "Zoom last renewed our access on 3 January and did not answer since. It may end about 3 April.";
    IntegrationsPage { zoom: ZoomCard::Expiring { account: account(), text: text.into() }, ..integrations() }
}

/// Mockup 07.
pub fn disconnect() -> DisconnectPage {
    DisconnectPage {
        shell: shell("Disconnect Zoom", Nav::Settings),
        email: "mara@halden.example".into(),
        tokens: 2,
        identities: 1,
        meetings: 37,
        events: 112,
        attendance: 31,
        shared: None,
        upcoming_meetings: 8,
        upcoming_people: 11,
        can_remove: true,
        remove: false,
    }
}
