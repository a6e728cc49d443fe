//! How a meeting changes, what Zoom holds beside it, and what mails told.

use domain::MeetingId;
use store::comparisons::{self, Difference, Finding};
use store::emails::{self, EmailKind, EmailState, NewEmail, Told};
use store::meetings::{self, Details, Heard, Known, Meeting, NewZoomMeeting};

use crate::support::{World, email, minutes};

async fn get(world: &World, id: MeetingId) -> Meeting {
    meetings::get(&world.read().await, world.ws, id).await.unwrap().unwrap()
}

/// A meeting in Zoom.
async fn in_zoom(world: &World) -> MeetingId {
    let id = world.add_meeting(&world.meeting("Kick-off", world.now() + minutes(60))).await;
    let grant = world.add_grant("zoom-mara").await;
    world.put_in_zoom(id, grant, "82000000142").await;
    id
}

async fn change(world: &World, id: MeetingId, seen: i64, details: &Details) -> bool {
    let tx = world.write().await;
    let done = meetings::change(&tx, world.ws, id, seen, details, true, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    done
}

#[tokio::test]
async fn a_change_is_a_new_revision_that_zoom_does_not_have_yet() {
    let world = World::new().await;
    let id = in_zoom(&world).await;
    let before = get(&world, id).await;
    let later = Details { starts_at: before.starts_at + minutes(60), ..before.details() };
    assert!(change(&world, id, 0, &later).await);
    let meeting = get(&world, id).await;
    assert_eq!((meeting.revision, meeting.starts_at, meeting.tell_invitees), (1, later.starts_at, true));
    assert!(meeting.is_changing());
    assert_eq!(meeting.as_in_zoom().starts_at, before.starts_at, "people are told what Zoom has");
    let unsettled =
        meetings::unsettled(&world.read().await, world.ws, world.mara, world.now()).await.unwrap();
    assert_eq!(unsettled, [id]);
}

#[tokio::test]
async fn of_two_changes_made_for_the_same_revision_one_counts() {
    let world = World::new().await;
    let id = in_zoom(&world).await;
    let details = get(&world, id).await.details();
    assert!(change(&world, id, 0, &details).await);
    assert!(!change(&world, id, 0, &details).await);
    let tx = world.write().await;
    assert!(meetings::mark_removed_desired(&tx, world.ws, id, true, None, world.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!change(&world, id, 2, &details).await, "what is removed is not moved");
}

#[tokio::test]
async fn an_event_that_came_while_zoom_was_asked_is_not_forgotten() {
    let world = World::new().await;
    let id = in_zoom(&world).await;
    let hear = async |heard| {
        let tx = world.write().await;
        meetings::hear(&tx, world.ws, id, heard, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    hear(Heard::Changed).await;
    let asked = get(&world, id).await.zoom.unwrap();
    world.clock.advance(minutes(1));
    hear(Heard::Deleted).await;
    hear(Heard::Changed).await;
    let answer = |heard_at| NewZoomMeeting {
        occurrence_id: None,
        repeat: None,
        grant_id: asked.grant_id,
        zoom_id: asked.zoom_id.clone(),
        uuid: None,
        join_url: asked.join_url.clone(),
        passcode: None,
        dial_in: None,
        held: asked.held.clone(),
        revision: 0,
        link_revision: 0,
        heard_at,
    };
    for (heard_at, left) in [
        (None, Some(Heard::Deleted)),
        (asked.heard.map(|(_, at)| at), Some(Heard::Deleted)),
        (Some(world.now()), None),
    ] {
        let tx = world.write().await;
        meetings::set_in_zoom(&tx, world.ws, id, &answer(heard_at), world.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(get(&world, id).await.zoom.unwrap().heard.map(|(heard, _)| heard), left, "{heard_at:?}");
    }
}

#[tokio::test]
async fn only_what_zoom_has_lost_is_created_again() {
    let world = World::new().await;
    let id = in_zoom(&world).await;
    let tx = world.write().await;
    assert!(!meetings::recreate(&tx, world.ws, id, world.now()).await.unwrap());
    meetings::set_known(&tx, world.ws, id, Known::Gone, world.now()).await.unwrap();
    assert!(meetings::recreate(&tx, world.ws, id, world.now()).await.unwrap());
    assert!(!meetings::recreate(&tx, world.ws, id, world.now()).await.unwrap());
    tx.commit().await.unwrap();
    let meeting = get(&world, id).await;
    assert_eq!((meeting.known, meeting.revision, meeting.zoom), (Known::Nothing, 1, None));
}

#[tokio::test]
async fn a_meeting_is_found_by_what_zoom_calls_it() {
    let world = World::new().await;
    let id = in_zoom(&world).await;
    let db = world.read().await;
    assert_eq!(meetings::of_zoom(&db, "account", "82000000142").await.unwrap(), [(world.ws, id)]);
    assert!(meetings::of_zoom(&db, "another account", "82000000142").await.unwrap().is_empty());
    assert!(meetings::of_zoom(&db, "account", "1").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_mail_keeps_what_it_told() {
    let world = World::new().await;
    let mut new = world.meeting("Kick-off", world.now() + minutes(60));
    new.invitees = vec![world.invitee(None, "ana@x.example")];
    world.add_meeting(&new).await;
    let queued = |kind| NewEmail {
        id: domain::EmailId::new(&world.clock, &*world.random),
        workspace_id: world.ws,
        meeting_id: new.id,
        invitee_id: new.invitees[0].id,
        kind,
        revision: 1,
        to_address: email("ana@x.example"),
        to_name: None,
        message_id: "1@x".into(),
        created_at: world.now(),
    };
    let (sent, other) = (queued(EmailKind::Update), queued(EmailKind::Invitation));
    let told = Told { revision: 2, starts_at: new.starts_at, duration: new.duration };
    let tx = world.write().await;
    assert!(emails::queue(&tx, &sent).await.unwrap() && emails::queue(&tx, &other).await.unwrap());
    emails::note_told(&tx, world.ws, sent.id, told).await.unwrap();
    emails::mark_overtaken(&tx, world.ws, other.id, "Not needed.").await.unwrap();
    tx.commit().await.unwrap();
    let db = world.read().await;
    assert_eq!(emails::get(&db, world.ws, sent.id).await.unwrap().unwrap().told, Some(told));
    let other = emails::get(&db, world.ws, other.id).await.unwrap().unwrap();
    assert_eq!((other.state, other.told), (EmailState::Overtaken, None));
}

#[tokio::test]
async fn the_last_comparison_replaces_the_one_before() {
    let world = World::new().await;
    let id = in_zoom(&world).await;
    let findings = [
        Finding { kind: Difference::Moved, meeting: Some(id) },
        Finding { kind: Difference::Unknown, meeting: None },
    ];
    for found in [&findings[..], &findings[..1]] {
        let tx = world.write().await;
        comparisons::put(&tx, world.ws, world.mara, world.now(), 3, found).await.unwrap();
        tx.commit().await.unwrap();
        let last = comparisons::last(&world.read().await, world.ws, world.mara).await.unwrap().unwrap();
        assert_eq!((last.compared, last.at, last.findings.len()), (3, world.now(), found.len()));
        assert_eq!(last.findings[0].meeting.as_ref().unwrap().1.as_str(), "Kick-off");
        world.clock.advance(minutes(5));
    }
}
