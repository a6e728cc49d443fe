//! Forgetting a Zoom account, and the inbox of its events.

use domain::{EmailId, ReceiptId};
use store::{
    compliance_receipts::{self, ConfirmState, Receipt, ReceiptSource},
    connections,
    emails::{self, EmailKind, NewEmail},
    forget::{self, Counts, Upcoming},
    grants,
    meeting_life::{self, Presence, Session},
    meetings::{self, Known, Problem},
    webhook_inbox::{self, InboxEvent, InboxState},
};

use crate::support::{World, email, minutes};

fn event(world: &World, n: u8, zoom_user: &str) -> InboxEvent {
    InboxEvent {
        body_hash: [n; 32],
        received_at: world.now(),
        event: "meeting.started".into(),
        event_ts: Some(1_805_000_000_000),
        account_id: Some("account".into()),
        user_id: Some(zoom_user.into()),
        client_id: "app".into(),
        body: b"sealed body".to_vec(),
        state: InboxState::Waiting,
    }
}

#[tokio::test]
async fn an_event_is_kept_once_and_emptied_when_handled() {
    let world = World::new().await;
    let tx = world.write().await;
    assert!(webhook_inbox::insert(&tx, &event(&world, 1, "zoom-mara")).await.unwrap());
    assert!(!webhook_inbox::insert(&tx, &event(&world, 1, "zoom-mara")).await.unwrap());
    assert_eq!(webhook_inbox::get(&tx, &[1; 32]).await.unwrap(), Some(event(&world, 1, "zoom-mara")));
    webhook_inbox::mark_processed(&tx, &[1; 32], world.now()).await.unwrap();
    let handled = webhook_inbox::get(&tx, &[1; 32]).await.unwrap().unwrap();
    assert_eq!(handled.state, InboxState::Processed);
    assert_eq!((handled.body.len(), handled.account_id, handled.user_id), (0, None, None));
    assert!(!webhook_inbox::insert(&tx, &event(&world, 1, "zoom-mara")).await.unwrap());
    assert_eq!(webhook_inbox::get(&tx, &[2; 32]).await.unwrap(), None);
}

#[tokio::test]
async fn forgetting_deletes_what_was_counted_and_keeps_what_people_typed() {
    let world = World::new().await;
    let oskar = world.add_user("oskar@halden.example", "Oskar Berg").await;
    let (grant, other) = (world.add_grant("zoom-mara").await, world.add_grant("zoom-other").await);
    let past = world.add_meeting(&world.meeting("Past", world.now() - minutes(600))).await;
    let mut next = world.meeting("Next", world.now() + minutes(60));
    next.invitees = vec![world.invitee(None, "ana@x.example"), world.invitee(None, "rui@x.example")];
    world.add_meeting(&next).await;
    let mut after = world.meeting("After", world.now() + minutes(120));
    after.invitees = vec![world.invitee(None, "Ana@x.example")];
    world.add_meeting(&after).await;
    let kept = world.add_meeting(&world.meeting("With the other account", world.now() + minutes(30))).await;
    for (n, meeting) in [past, next.id, after.id].into_iter().enumerate() {
        world.put_in_zoom(meeting, grant, &n.to_string()).await;
    }
    world.put_in_zoom(kept, other, "9").await;
    let tx = world.write().await;
    for user in [world.mara, oskar] {
        connections::connect(&tx, world.ws, user, grant, world.now()).await.unwrap();
    }
    for n in 1..=3 {
        webhook_inbox::insert(&tx, &event(&world, n, "zoom-mara")).await.unwrap();
    }
    webhook_inbox::insert(&tx, &event(&world, 4, "zoom-other")).await.unwrap();
    for (n, invitee) in [&next.invitees[0], &after.invitees[0]].into_iter().enumerate() {
        let meeting = [next.id, after.id][n];
        let mail = NewEmail {
            id: EmailId::new(&world.clock, &*world.random),
            workspace_id: world.ws,
            meeting_id: meeting,
            invitee_id: invitee.id,
            kind: EmailKind::Invitation,
            revision: 0,
            to_address: invitee.email.clone(),
            to_name: None,
            message_id: format!("{n}@rapport.example"),
            created_at: world.now(),
        };
        emails::queue(&tx, &mail).await.unwrap();
    }
    let session = Session {
        meeting_id: past,
        uuid: "u==".into(),
        started_at: Some(world.now() - minutes(600)),
        ended_at: None,
    };
    meeting_life::note_session(&tx, world.ws, grant, &session, world.now()).await.unwrap();
    let presence = Presence {
        uuid: "u==",
        participant: "1",
        name: "Ana",
        is_host: false,
        joined_at: Some(world.now() - minutes(599)),
        left_at: None,
        invitee_id: None,
    };
    meeting_life::note_presence(&tx, world.ws, past, grant, &presence, world.now()).await.unwrap();
    let words = Some("words of Zoom");
    meetings::set_problem(&tx, world.ws, next.id, Problem::ZoomRefused, words, None, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let expected = Counts { tokens: 2, identities: 1, meetings: 3, events: 3, attendance: 2 };
    let db = world.read().await;
    assert_eq!(forget::counts(&db, grant).await.unwrap(), expected);
    let upcoming = async |host| forget::upcoming(&db, grant, world.ws, host, world.now()).await.unwrap();
    assert_eq!(upcoming(world.mara).await, Upcoming { meetings: 2, people: 1 });
    assert_eq!(upcoming(oskar).await, Upcoming::default(), "he shares the account and hosts nothing");
    assert_eq!(expected.records(), 11);
    let upcoming = meetings::upcoming_of_grant(&db, grant, world.now()).await.unwrap();
    assert_eq!(upcoming, [(world.ws, next.id), (world.ws, after.id)]);

    let tx = world.write().await;
    assert_eq!(forget::delete_everything(&tx, grant, world.now()).await.unwrap(), expected);
    tx.commit().await.unwrap();
    assert_eq!(grants::get(&db, grant).await.unwrap(), None);
    assert!(connections::of_user(&db, world.ws, world.mara).await.unwrap().is_none());
    assert!(connections::of_user(&db, world.ws, oskar).await.unwrap().is_none(), "everybody who shared it");
    for meeting in [past, next.id, after.id] {
        let meeting = meetings::get(&db, world.ws, meeting).await.unwrap().unwrap();
        assert_eq!((meeting.known, meeting.zoom, meeting.problem_detail), (Known::Forgotten, None, None));
    }
    let untouched = meetings::get(&db, world.ws, kept).await.unwrap().unwrap();
    assert_eq!((untouched.known, untouched.zoom.is_some()), (Known::InZoom, true));
    assert!(meeting_life::sessions(&db, world.ws, past).await.unwrap().is_empty());
    assert!(meeting_life::attendance(&db, world.ws, past).await.unwrap().is_empty());
    let emptied = webhook_inbox::get(&db, &[1; 32]).await.unwrap().unwrap();
    assert_eq!((emptied.body, emptied.account_id, emptied.user_id), (Vec::new(), None, None));
    assert_eq!(webhook_inbox::count_of_account(&db, "account", "zoom-other").await.unwrap(), 1);

    let tx = world.write().await;
    assert!(
        !webhook_inbox::insert(&tx, &event(&world, 1, "zoom-mara")).await.unwrap(),
        "a repeat is still known"
    );
    assert_eq!(
        forget::delete_everything(&tx, grant, world.now()).await.unwrap(),
        Counts::default(),
        "again is harmless"
    );
}

#[tokio::test]
async fn nothing_of_a_forgotten_account_is_left_in_the_database() {
    let world = World::new().await;
    let mut grant = world.grant("zoom-user-id-of-mara");
    grant.email = email("only-in-zoom@halden.example");
    let tx = world.write().await;
    grants::upsert(&tx, &grant).await.unwrap();
    webhook_inbox::insert(&tx, &event(&world, 1, "zoom-user-id-of-mara")).await.unwrap();
    tx.commit().await.unwrap();
    let meeting = world.add_meeting(&world.meeting("Kept topic", world.now())).await;
    world.put_in_zoom(meeting, grant.id, "81234567890").await;
    let tx = world.write().await;
    forget::delete_everything(&tx, grant.id, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.store.truncate_log().await.unwrap();
    assert!(world.database.holds("Kept topic").await);
    for trace in
        ["zoom-user-id-of-mara", "only-in-zoom", "81234567890", "sealed link", "sealed body", "sealed access"]
    {
        assert!(!world.database.holds(trace).await, "{trace} is still there");
    }
}

#[tokio::test]
async fn a_receipt_tells_what_was_deleted_and_whether_zoom_was_told() {
    let world = World::new().await;
    let receipt = Receipt {
        id: ReceiptId::new(&world.clock, &*world.random),
        received_at: world.now(),
        source: ReceiptSource::Zoom,
        account_hash: "a1".into(),
        user_hash: "u1".into(),
        person_name: None,
        deleted_tokens: 0,
        deleted_identities: 0,
        deleted_meetings: 0,
        deleted_events: 0,
        deleted_attendance: 0,
        deleted_at: world.now(),
        confirm_state: ConfirmState::Pending,
        confirm_status: None,
        confirmed_at: None,
    }
    .with_counts(&Counts { tokens: 2, identities: 1, meetings: 19, events: 58, ..Counts::default() });
    let tx = world.write().await;
    compliance_receipts::create(&tx, &receipt).await.unwrap();
    assert_eq!(compliance_receipts::get(&tx, receipt.id).await.unwrap().unwrap(), receipt);
    let state = ConfirmState::Confirmed;
    compliance_receipts::set_confirmed(&tx, receipt.id, state, Some(200), world.now()).await.unwrap();
    let told = compliance_receipts::get(&tx, receipt.id).await.unwrap().unwrap();
    assert_eq!((told.confirm_state, told.confirm_status), (ConfirmState::Confirmed, Some(200)));
    assert_eq!((told.deleted_meetings, told.deleted_events), (19, 58));
}

/// What SQLite leaves inside its file.
mod sqlite {
    use super::*;

    #[tokio::test]
    async fn no_copy_of_a_moved_row_outlives_the_rewriting_of_the_file() {
        let world = World::new().await;
        let account = |n: u8| format!("zoom-user-{n:03}-of-many");
        let hash = |round: u8, n: u8| {
            let mut hash = [n; 32];
            (hash[0], hash[1]) = (n.wrapping_mul(97).wrapping_add(round), round);
            hash
        };
        // Events come and are handled some time later, so that rows and entries of indexes move about.
        for round in 0..3 {
            let tx = world.write().await;
            for n in 0..200 {
                let body = vec![b'x'; 300 + (usize::from(n) * 137) % 900];
                let one = InboxEvent { body_hash: hash(round, n), body, ..event(&world, n, &account(n)) };
                webhook_inbox::insert(&tx, &one).await.unwrap();
                if let Some(earlier) = n.checked_sub(50) {
                    webhook_inbox::mark_processed(&tx, &hash(round, earlier), world.now()).await.unwrap();
                }
            }
            for n in 150..200 {
                webhook_inbox::mark_processed(&tx, &hash(round, n), world.now()).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        world.store.truncate_log().await.unwrap();
        let left = async || {
            let mut left = 0;
            for n in 0..200 {
                left += usize::from(world.database.holds(&account(n)).await);
            }
            left
        };
        assert!(left().await > 0, "without this there would be no need to rewrite the file");
        world.store.rewrite_file().await.unwrap();
        assert_eq!(left().await, 0);
    }
}
