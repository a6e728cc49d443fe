//! The inbox of events, and their order.

use jiff::Timestamp;
use store::{
    event_marks,
    webhook_inbox::{self, InboxEvent, InboxState},
};

use crate::support::{World, minutes};

fn event(n: u8, at: Timestamp) -> InboxEvent {
    InboxEvent {
        body_hash: [n; 32],
        received_at: at,
        event: "meeting.updated".into(),
        event_ts: None,
        account_id: None,
        user_id: None,
        client_id: "app".into(),
        body: b"sealed".to_vec(),
        state: InboxState::Waiting,
    }
}

#[tokio::test]
async fn rt_63_a_late_event_does_not_move_a_mark_back() {
    let world = World::new().await;
    let (mara, oskar) = (world.add_grant("zoom-mara").await, world.add_grant("zoom-oskar").await);
    let tx = world.write().await;
    let start = world.now();
    let advance = async |grant, subject: &str, after: i64| {
        event_marks::advance(&tx, grant, subject, start + minutes(after), start).await.unwrap()
    };
    assert!(advance(mara, "meeting:1", 5).await);
    assert!(!advance(mara, "meeting:1", 4).await);
    assert!(advance(mara, "meeting:1", 5).await, "another event of the same moment");
    assert!(advance(mara, "meeting:1", 6).await);
    assert!(advance(mara, "meeting:2", 1).await, "another meeting");
    assert!(advance(oskar, "meeting:1", 1).await, "another account");
}

#[tokio::test]
async fn marks_and_handled_events_are_forgotten_in_time_and_waiting_ones_kept() {
    let world = World::new().await;
    let mara = world.add_grant("zoom-mara").await;
    let tx = world.write().await;
    let start = world.now();
    event_marks::advance(&tx, mara, "meeting:1", start, start).await.unwrap();
    assert_eq!(event_marks::purge(&tx, start).await.unwrap(), 0);
    assert_eq!(event_marks::purge(&tx, start + minutes(1)).await.unwrap(), 1);

    for n in 1..=3 {
        assert!(webhook_inbox::insert(&tx, &event(n, start + minutes(n.into()))).await.unwrap());
        assert!(!webhook_inbox::insert(&tx, &event(n, start)).await.unwrap(), "the same body again");
    }
    webhook_inbox::mark_processed(&tx, &[2; 32], start).await.unwrap();
    let purge = async |handled: i64, stuck: i64| {
        webhook_inbox::purge(&tx, start + minutes(handled), start + minutes(stuck)).await.unwrap()
    };
    assert_eq!(purge(2, 0).await, 0);
    assert_eq!(purge(3, 0).await, 1);
    assert_eq!(webhook_inbox::get(&tx, &[2; 32]).await.unwrap(), None);
    assert_eq!(purge(60, 2).await, 1, "what nobody could handle goes too, later");
    assert!(webhook_inbox::get(&tx, &[3; 32]).await.unwrap().is_some());
}
