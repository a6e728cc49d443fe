//! The table of data from Zoom against the schema, and against what the tables really hold.

use std::collections::BTreeSet;

use rapport::marketplace::design::data_flow::{Deletion, FLOWS, Protection};
use store::dump;
use testing::TestApp;
use zoom_sandbox::{ACCOUNT_ID, MARA_ID};

const MARA: &str = "mara@halden.example";

/// Tables that hold nothing of Zoom's.
const OURS: [&str; 54] = [
    "alternative_hosts",
    "api_tokens",
    "audit_chains",
    "audit_log",
    "calendar_feeds",
    "comparison_findings",
    "comparisons",
    "companies",
    "company_refusals",
    "connections",
    "contact_emails",
    "contact_phones",
    "contacts",
    "deals",
    "feature_flag_users",
    "feature_flag_workspaces",
    "feature_flags",
    "idempotency_keys",
    "installation_settings",
    "login_attempts",
    "mailbox_readers",
    "invited_people",
    "join_emails",
    "join_links",
    "people_seen",
    "removed_people",
    "oauth_exchanges",
    "invitee_pages",
    "meeting_invitees",
    "meeting_places",
    "meeting_outcomes",
    "notes",
    "oauth_states",
    "password_resets",
    "proposed_times",
    "public_page_texts",
    "public_pages",
    "reminder_plans",
    "reminder_settings",
    "reminders",
    "schedules",
    "search_pending",
    "schema_versions",
    "sealing_key",
    "session_places",
    "sessions",
    "tasks",
    "user_emails",
    "user_languages",
    "venue_changes",
    "workspaces",
    "zoom_credentials",
    "meeting_series",
    "series_dates",
];

/// Columns of our own in tables that also hold something of Zoom's.
const OUR_COLUMNS: [(&str, &str); 16] = [
    ("activities", "workspace_id id contact_id kind at actor_id meeting_id email_id note_id text"),
    (
        "compliance_receipts",
        "id received_at source person_name deleted_tokens deleted_identities deleted_meetings deleted_events \
         deleted_attendance deleted_at",
    ),
    (
        "emails",
        "workspace_id id meeting_id invitee_id kind turn revision to_address to_name state attempts server_words message_id \
         created_at sent_at told_revision handed_over_at unclear",
    ),
    ("event_marks", "grant_id noted_at"),
    (
        "grants",
        "id client_id generation connected_at lease_owner lease_until refreshed_at next_check_at lease_overtaken",
    ),
    ("integration_calls", "id workspace_id user_id at direction what duration_ms tries receipt_id"),
    (
        "jobs",
        "id workspace_id kind dedupe_key run_at attempts max_attempts lease_until leased_by run_again_at last_error \
         state created_at finished_at turn",
    ),
    ("mailbox_messages", "workspace_id id received_at from_addr to_addr subject message_id"),
    ("meeting_attendance", "workspace_id meeting_id grant_id invitee_id confirmed_by updated_at"),
    ("meeting_life", "workspace_id meeting_id grant_id updated_at"),
    (
        "meetings",
        "repeats workspace_id id host_id contact_id waiting_room passcode_wanted cloud_recording send_invitation desired \
         revision tell_invitees removal_message created_at updated_at",
    ),
    ("search_grams", "workspace_id"),
    ("search_postings", "workspace_id kind item_id"),
    ("search_words", "workspace_id"),
    ("users", "workspace_id id email email_folded name role password_hash zone theme created_at"),
    ("webhook_inbox", "received_at state processed_at client_id"),
];
const OUR_COLUMNS_OF_ZOOM_MEETINGS: &str =
    "workspace_id meeting_id grant_id created_at revision link_revision";

fn described(table: &str) -> BTreeSet<&'static str> {
    FLOWS.iter().filter(|flow| flow.table == table).flat_map(|flow| flow.columns).copied().collect()
}

#[tokio::test]
async fn every_column_is_ours_or_has_a_row_in_the_table() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    let db = app.app().store.begin_read().await;
    let tables = dump::tables(&db).await.unwrap();
    for table in &tables {
        let flows = described(table);
        if OURS.contains(&table.as_str()) {
            assert!(flows.is_empty(), "{table} is on both lists");
            continue;
        }
        assert!(
            !flows.is_empty(),
            "the table {table} is new: does it hold anything of Zoom's? See data_flow.rs"
        );
        let ours = OUR_COLUMNS.iter().find(|(name, _)| name == table).map_or(
            if table == "zoom_meetings" { OUR_COLUMNS_OF_ZOOM_MEETINGS } else { "" },
            |(_, columns)| columns,
        );
        let ours: BTreeSet<_> = ours.split_whitespace().collect();
        let Some(row) = dump::rows(&db, table).await.unwrap().into_iter().next() else { continue };
        let real: BTreeSet<_> = row.keys().map(String::as_str).collect();
        for column in &real {
            let known = flows.contains(column) || ours.contains(column);
            assert!(known, "{table}.{column} is new: does it hold anything of Zoom's? See data_flow.rs");
        }
        for column in &flows {
            assert!(real.contains(column), "{table}.{column} does not exist");
        }
    }
    for flow in FLOWS.iter().filter(|flow| !flow.table.is_empty()) {
        assert!(tables.iter().any(|table| table == flow.table), "{} is no table", flow.table);
    }
}

#[tokio::test]
async fn what_came_from_zoom_is_only_where_the_table_says_and_gone_when_it_says() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.use_zoom(&app).await;
    let meeting = app.sandbox().meetings(MARA).pop().unwrap();
    let ids = [MARA_ID.to_owned(), ACCOUNT_ID.to_owned(), meeting.id.to_string(), meeting.uuid.clone()];
    let secrets = [meeting.join_url.clone()];
    let db = app.app().store.begin_read().await;
    let mut holders = BTreeSet::new();
    for table in dump::tables(&db).await.unwrap() {
        for row in dump::rows(&db, &table).await.unwrap() {
            for (column, value) in row {
                let Some(value) = value else { continue };
                // Bytes are shown as hexadecimal.
                let bytes = hex::decode(&value).unwrap_or_default();
                let holds = |text: &String| {
                    value.contains(text.as_str())
                        || bytes.windows(text.len()).any(|part| part == text.as_bytes())
                };
                if ids.iter().any(holds) || secrets.iter().any(holds) {
                    holders.insert((table.clone(), column.clone()));
                    let sealed = FLOWS.iter().any(|flow| {
                        let here = flow.table == table && flow.columns.contains(&column.as_str());
                        here && flow.protection == Protection::Sealed
                    });
                    assert!(!sealed, "{table}.{column} holds something in clear that should be sealed");
                }
            }
        }
    }
    drop(db);
    for (table, column) in &holders {
        assert!(
            described(table).contains(column.as_str()),
            "{table}.{column} holds data of Zoom and has no row"
        );
    }
    assert!(holders.contains(&("grants".to_owned(), "zoom_user_id".to_owned())), "{holders:?}");

    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    let db = app.app().store.begin_read().await;
    for flow in FLOWS.iter().filter(|flow| flow.deletion == Deletion::WithConnection) {
        for row in dump::rows(&db, flow.table).await.unwrap() {
            for column in flow.columns {
                assert_eq!(row[*column], None, "{}.{column} outlived the connection", flow.table);
            }
        }
    }
}
