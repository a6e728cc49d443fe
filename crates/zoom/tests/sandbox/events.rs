//! What the sandbox sends is signed as Zoom signs it, and says what Zoom says.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use zoom::meetings::{DeleteOptions, MeetingUpdate};
use zoom::webhook::{
    Event, EventKind, Operation, SIGNATURE_HEADER, TIMESTAMP_HEADER, Window, answer_url_validation, verify,
};
use zoom_sandbox::{AppChange, WEBHOOK_SECRET};

use crate::{OSKAR, World, kick_off};

/// A receiver that is built of nothing but this crate.
#[derive(Clone)]
struct Inbox {
    now: jiff::Timestamp,
    events: Arc<Mutex<Vec<Event>>>,
}

async fn receive(State(inbox): State<Inbox>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name| headers.get(name).map_or("", |value| value.to_str().unwrap());
    let (timestamp, signature) = (header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER));
    // The sandbox's day goes by within the test.
    let window = Window { future: std::time::Duration::from_hours(24), ..Window::default() };
    if verify(&body, timestamp, signature, &WEBHOOK_SECRET.into(), inbox.now, window).is_err() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let event = Event::parse(&body).unwrap();
    if let EventKind::UrlValidation { plain_token } = &event.kind {
        let answer = answer_url_validation(plain_token, &WEBHOOK_SECRET.into()).unwrap();
        return axum::Json(answer).into_response();
    }
    inbox.events.lock().unwrap().push(event);
    StatusCode::NO_CONTENT.into_response()
}

#[tokio::test]
async fn what_the_sandbox_sends_is_understood() {
    let world = World::new(&[]).await;
    let inbox = Inbox { now: world.sandbox.clock().now(), events: Arc::default() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(receive).with_state(inbox.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let control = world.sandbox.control();
    control.change_app(AppChange { webhook_url: Some(url), ..AppChange::default() });
    control.validate_webhook().await.unwrap();

    let tokens = world.connect(OSKAR).await;
    let client = world.client(&tokens);
    let created = client.meetings().create(&kick_off()).await.unwrap();
    let shorter = MeetingUpdate { duration_minutes: Some(30), ..MeetingUpdate::default() };
    client.meetings().update(&created.id, &shorter).await.unwrap();
    let id = created.id.as_str().parse().unwrap();
    control.start_meeting(id);
    let jill = control.join_meeting(id, "Jill", "").unwrap();
    control.advance(SignedDuration::from_mins(5));
    control.leave_meeting(id, &jill);
    control.end_meeting(id);
    client.meetings().delete(&created.id, &DeleteOptions::default()).await.unwrap();
    client.meetings().recover(&created.id).await.unwrap();
    assert!(control.deauthorize(OSKAR));
    control.deliver_pending().await;

    let events = inbox.events.lock().unwrap();
    let is = |what: fn(&EventKind) -> bool| events.iter().find(|event| what(&event.kind));
    let event = is(|kind| matches!(kind, EventKind::MeetingCreated(_))).unwrap();
    assert_eq!(event.operation, Some(Operation::Single));
    assert_eq!(event.operator.as_ref().unwrap().email.as_deref(), Some(OSKAR));
    let EventKind::MeetingCreated(meeting) = &event.kind else { panic!() };
    assert_eq!((&meeting.id, meeting.topic.as_deref()), (&created.id, Some("Kick-off 🚒")));
    let EventKind::MeetingUpdated(change) =
        &is(|kind| matches!(kind, EventKind::MeetingUpdated(_))).unwrap().kind
    else {
        panic!()
    };
    assert_eq!(change.object.duration_minutes, Some(30));
    assert_eq!(change.old_object.as_ref().unwrap().duration_minutes, Some(45));
    let EventKind::ParticipantLeft(meeting) =
        &is(|kind| matches!(kind, EventKind::ParticipantLeft(_))).unwrap().kind
    else {
        panic!()
    };
    let left = meeting.participant.as_ref().unwrap();
    assert_eq!((left.user_name.as_deref(), &left.email), (Some("Jill"), &None));
    let EventKind::MeetingEnded(meeting) =
        &is(|kind| matches!(kind, EventKind::MeetingEnded(_))).unwrap().kind
    else {
        panic!()
    };
    assert!(meeting.end_time > meeting.start_time);
    for what in [
        (|kind| matches!(kind, EventKind::MeetingStarted(_))) as fn(&EventKind) -> bool,
        |kind| matches!(kind, EventKind::ParticipantJoined(_)),
        |kind| matches!(kind, EventKind::MeetingDeleted(_)),
        |kind| matches!(kind, EventKind::MeetingRecovered(_)),
        |kind| matches!(kind, EventKind::AppDeauthorized(_)),
    ] {
        assert!(is(what).is_some(), "{events:?}");
    }
    let unknown: Vec<_> =
        events.iter().filter(|event| matches!(event.kind, EventKind::Unknown { .. })).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(events.iter().all(|event| event.account_id.is_some()));
}
