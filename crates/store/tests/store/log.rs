//! The log of what was exchanged with Zoom.

use domain::{CallId, ReceiptId, UserId};
use store::{
    compliance_receipts::{self, ConfirmState, Receipt, ReceiptSource},
    connections,
    integration_calls::{
        self, Call, CallCounts, CallDirection, CallFilter, CallKind, CallResult, CallTab, Stats,
    },
};

use crate::support::{World, minutes, name};

fn call(world: &World, user: UserId, direction: CallDirection, what: CallKind, result: CallResult) -> Call {
    Call {
        id: CallId::new(&world.clock, &*world.random),
        workspace_id: Some(world.ws),
        user_id: Some(user),
        at: world.now(),
        direction,
        name: "POST /users/me/meetings".into(),
        what,
        result,
        result_words: None,
        status: Some(201),
        duration_ms: 214,
        tries: 1,
        receipt_id: None,
    }
}

async fn record(world: &World, calls: &[Call]) {
    let tx = world.write().await;
    for call in calls {
        integration_calls::record(&tx, call).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn receipt(world: &World) -> Receipt {
    Receipt {
        id: ReceiptId::new(&world.clock, &*world.random),
        received_at: world.now(),
        source: ReceiptSource::Zoom,
        account_hash: "a".into(),
        user_hash: "u".into(),
        person_name: Some(name("Oskar Berg")),
        deleted_tokens: 2,
        deleted_identities: 1,
        deleted_meetings: 19,
        deleted_events: 58,
        deleted_attendance: 0,
        deleted_at: world.now(),
        confirm_state: ConfirmState::Confirmed,
        confirm_status: Some(200),
        confirmed_at: Some(world.now()),
    }
}

const EVERYBODY: CallFilter = CallFilter { tab: CallTab::All, user: None };

#[tokio::test]
async fn lines_come_newest_first_with_the_person_and_the_receipt() {
    let world = World::new().await;
    let oskar = world.add_user("oskar@halden.example", "Oskar Berg").await;
    let receipt = receipt(&world);
    let tx = world.write().await;
    compliance_receipts::create(&tx, &receipt).await.unwrap();
    tx.commit().await.unwrap();
    let create = call(&world, world.mara, CallDirection::Call, CallKind::Meeting, CallResult::Worked);
    world.clock.advance(minutes(1));
    let mut removed =
        call(&world, oskar, CallDirection::Event, CallKind::Deauthorization, CallResult::Processed);
    removed.receipt_id = Some(receipt.id);
    record(&world, &[create.clone(), removed.clone()]).await;

    let db = world.read().await;
    let page = integration_calls::list(&db, world.ws, EVERYBODY, None, 10).await.unwrap();
    let [first, second] = page.rows.as_slice() else { panic!("{page:?}") };
    assert_eq!((&first.call, &first.receipt), (&removed, &Some(receipt)));
    assert_eq!(first.person_name, Some(name("Oskar Berg")));
    assert_eq!((&second.call, &second.receipt), (&create, &None));
    let events = CallCounts { all: 2, deauthorizations: 1, events: 1, ..CallCounts::default() };
    assert_eq!(page.counts, events);

    let only_mara = CallFilter { tab: CallTab::All, user: Some(world.mara) };
    let page = integration_calls::list(&db, world.ws, only_mara, None, 10).await.unwrap();
    assert_eq!((page.rows.len(), page.counts.all, page.counts.events), (1, 1, 0));
    let tab = CallFilter { tab: CallTab::Deauthorizations, user: None };
    assert_eq!(integration_calls::list(&db, world.ws, tab, None, 10).await.unwrap().rows.len(), 1);
    let none = CallFilter { tab: CallTab::DataCompliance, user: None };
    assert_eq!(integration_calls::list(&db, world.ws, none, None, 10).await.unwrap().rows.len(), 0);
}

#[tokio::test]
async fn a_long_log_is_read_in_pages() {
    let world = World::new().await;
    let calls: Vec<_> = (0..5)
        .map(|_| call(&world, world.mara, CallDirection::Call, CallKind::Connection, CallResult::Worked))
        .collect();
    record(&world, &calls).await;
    let db = world.read().await;
    let mine = CallFilter { tab: CallTab::Connections, user: Some(world.mara) };
    let first = integration_calls::list(&db, world.ws, mine, None, 3).await.unwrap();
    let rest = integration_calls::list(&db, world.ws, mine, first.next.as_deref(), 3).await.unwrap();
    assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (3, 2, None));
    let back = integration_calls::list(&db, world.ws, mine, rest.previous.as_deref(), 3).await.unwrap();
    assert_eq!(back.rows, first.rows);
}

#[tokio::test]
async fn health_counts_the_users_calls_by_day() {
    let world = World::new().await;
    let start = world.now();
    let line = |result| call(&world, world.mara, CallDirection::Call, CallKind::Meeting, result);
    let mut calls = vec![line(CallResult::Worked), line(CallResult::Worked), line(CallResult::Failed)];
    calls.push(call(&world, world.mara, CallDirection::Event, CallKind::Event, CallResult::Processed));
    world.clock.advance(minutes(2 * 24 * 60));
    let later = call(&world, world.mara, CallDirection::Call, CallKind::Meeting, CallResult::Refused);
    calls.push(later);
    record(&world, &calls).await;
    let db = world.read().await;
    let health = integration_calls::health(&db, world.ws, world.mara, start).await.unwrap();
    let days: Vec<_> = health.iter().map(|day| (day.day.to_string(), day.ok, day.failed)).collect();
    assert_eq!(days, [("2027-03-16".to_owned(), 2, 1), ("2027-03-18".to_owned(), 0, 1)]);
    let since = integration_calls::health(&db, world.ws, world.mara, start + minutes(1)).await.unwrap();
    assert_eq!(since.len(), 1);
}

#[tokio::test]
async fn the_numbers_above_the_log_are_the_workspaces() {
    let world = World::new().await;
    world.add_user("oskar@halden.example", "Oskar Berg").await;
    let grant = world.add_grant("zoom-mara").await;
    let receipt = receipt(&world);
    let old = call(&world, world.mara, CallDirection::Event, CallKind::Event, CallResult::Processed);
    world.clock.advance(minutes(25 * 60));
    let mut removed =
        call(&world, world.mara, CallDirection::Event, CallKind::Deauthorization, CallResult::Processed);
    removed.receipt_id = Some(receipt.id);
    let tx = world.write().await;
    connections::connect(&tx, world.ws, world.mara, grant, world.now()).await.unwrap();
    world.break_grant(&tx, grant).await;
    compliance_receipts::create(&tx, &receipt).await.unwrap();
    tx.commit().await.unwrap();
    let mut retried = call(&world, world.mara, CallDirection::Event, CallKind::Event, CallResult::Processed);
    (retried.tries, retried.at) = (3, world.now() - minutes(1));
    let mut lost = call(&world, world.mara, CallDirection::Event, CallKind::Event, CallResult::Failed);
    (lost.tries, lost.at) = (20, world.now() - minutes(2));
    record(&world, &[old, removed, retried, lost]).await;
    let expected = Stats {
        people: 2,
        connected: 1,
        needs_reconnect: 1,
        events_24h: 3,
        retried_24h: 1,
        lost_24h: 1,
        deauthorizations: 1,
        confirmed: 1,
    };
    let db = world.read().await;
    assert_eq!(integration_calls::stats(&db, world.ws, world.now()).await.unwrap(), expected);
    let other = world.add_workspace("Other").await;
    assert_eq!(integration_calls::stats(&db, other, world.now()).await.unwrap(), Stats::default());
}
