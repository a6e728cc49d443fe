//! Integration activity.

use super::{shell, typed};
use crate::views::activity::{
    ActivityFilter, ActivityIcon, ActivityNumber, ActivityPage, ActivityRow, ActivityStep, StepState,
};
use crate::views::shell::Nav;
use crate::views::tone::Tone;

/// Mockup 14.
pub fn activity() -> ActivityPage {
    let row = |time: &str, icon, what: &str, code: &str, person: &str, tone, result: &str, took: &str| {
        ActivityRow {
            time: time.into(),
            icon,
            what: what.into(),
            code: (!code.is_empty()).then(|| code.into()),
            person: person.into(),
            tone,
            result: result.into(),
            took: took.into(),
            steps: vec![],
            open: false,
        }
    };
    let step = |time: &str, title: &str, text: &str| ActivityStep {
        time: time.into(),
        title: title.into(),
        text: text.into(),
        state: StepState::Done,
    };
    let filter = |label: &str, count: Option<u64>, word: &str| ActivityFilter {
        label: label.into(),
        count,
        href: format!("/settings/activity?show={word}"),
        current: word == "all",
    };
    let number = |label: &str, number: &str, text: &str| ActivityNumber {
        label: label.into(),
        number: number.into(),
        text: text.into(),
    };
    let mut deauthorized = row(
        "Mon 18:04",
        ActivityIcon::Disconnected,
        "Deauthorization received",
        "app_deauthorized",
        "Oskar Berg",
        Tone::Ok,
        "Data deleted, confirmed",
        "1.2 s",
    );
    deauthorized.open = true;
    deauthorized.steps = vec![
        step("18:04:11", "Deauthorization received", "Signature checked, event 8f21 seen for the first time"),
        step("18:04:11", "Data deleted", "1 account, 2 tokens, 19 meeting links, 58 event payloads"),
        step("18:04:12", "Confirmed to Zoom", "Data compliance call answered 200"),
        step("18:04:12", "Oskar was told by email", "Delivered"),
    ];
    let mut waiting = row(
        "Fri 11:20",
        ActivityIcon::Disconnected,
        "Deauthorization received",
        "app_deauthorized",
        "Freya Holm",
        Tone::Warn,
        "Data deleted, waiting for Zoom",
        "0.4 s",
    );
    waiting.steps = vec![
        step("11:20:01", "Deauthorization received", ""),
        step("11:20:01", "Data deleted", "1 account, 2 tokens"),
        ActivityStep {
            state: StepState::Waiting,
            ..step("11:25", "Confirming to Zoom", "Answered 503, next try at 11:25")
        },
    ];
    ActivityPage {
        shell: shell("Integration activity", Nav::Settings),
        numbers: vec![
            number("Zoom connections", "3", "of 5 people, 1 needs reconnect"),
            number("Events from Zoom, 24 h", "64", "1 retried, 0 lost"),
            number("Deauthorizations", "2", "both confirmed to Zoom"),
        ],
        show: "all",
        filters: vec![
            filter("All", None, "all"),
            filter("Connections", Some(14), "connections"),
            filter("Deauthorizations", Some(2), "deauthorizations"),
            filter("Data compliance", Some(2), "compliance"),
            filter("Events", Some(640), "events"),
        ],
        rows: vec![
            row(
                "Today 09:40",
                ActivityIcon::Check,
                "Connection checked",
                "GET users/me",
                "Mara Lindqvist",
                Tone::Ok,
                "Worked",
                "184 ms",
            ),
            row(
                "Today 09:20",
                ActivityIcon::Meeting,
                "Meeting created",
                "POST meetings",
                "Mara Lindqvist",
                Tone::Ok,
                "Worked",
                "312 ms",
            ),
            row(
                "Today 08:32",
                ActivityIcon::Event,
                "Event received",
                "meeting.ended",
                "Mara Lindqvist",
                Tone::Ok,
                "Processed",
                "9 ms",
            ),
            deauthorized,
            row(
                "Mon 18:02",
                ActivityIcon::Event,
                "Event received",
                "meeting.updated",
                "Freya Holm",
                Tone::Warn,
                "Processed on retry 2",
                "11 ms",
            ),
            row(
                "Mon 16:15",
                ActivityIcon::Token,
                "Token refreshed",
                "POST oauth/token",
                "Freya Holm",
                Tone::Ok,
                "Worked",
                "221 ms",
            ),
            row(
                "Mon 11:48",
                ActivityIcon::Refused,
                "Event refused",
                "",
                "Unknown",
                Tone::Bad,
                "Signature did not match",
                "2 ms",
            ),
            row(
                "Mon 10:30",
                ActivityIcon::Token,
                "Token issued",
                "POST oauth/token",
                "Freya Holm",
                Tone::Ok,
                "Worked",
                "640 ms",
            ),
            waiting,
            row(
                "Fri 15:07",
                ActivityIcon::Removed,
                "Meeting removed",
                "DELETE meetings",
                "Mara Lindqvist",
                Tone::Ok,
                "Worked",
                "198 ms",
            ),
            row(
                "Fri 15:06",
                ActivityIcon::Compliance,
                "Data compliance",
                "POST oauth/data/compliance",
                "Oskar Berg",
                Tone::Ok,
                "Worked",
                "98 ms",
            ),
        ],
        range: "1–11 of 658".into(),
        newer_href: None,
        older_href: Some("/settings/activity?before=x".into()),
    }
}

/// No calls yet.
pub fn activity_empty() -> ActivityPage {
    ActivityPage { numbers: vec![], rows: vec![], range: String::new(), ..activity() }
}

/// Words of others that try to break out.
pub fn activity_hostile() -> ActivityPage {
    let mut page = activity();
    page.rows[0].what = typed();
    page.rows[0].code = Some(typed());
    page.rows[0].person = typed();
    page.rows[0].result = typed();
    page
}
