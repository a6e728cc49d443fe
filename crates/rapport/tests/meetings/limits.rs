//! RT-56: Zoom allows a user a hundred creations and changes a day.

use jiff::SignedDuration;
use store::integration_calls::{self, Call, CallDirection, CallKind, CallResult};

use crate::desk::Desk;

/// Mara's account has made this many changes now.
async fn changes_made(desk: &Desk, count: usize, status: i64) {
    let app = desk.app.app();
    let tx = app.store.begin_write().await.unwrap();
    for _ in 0..count {
        let call = Call {
            id: domain::CallId::new(&*app.clock, &*app.random),
            workspace_id: Some(desk.mara.workspace),
            user_id: Some(desk.mara.id),
            at: app.now(),
            direction: CallDirection::Call,
            name: "PATCH meetings/{id}".into(),
            what: CallKind::Meeting,
            result: CallResult::Worked,
            result_words: None,
            status: Some(status),
            duration_ms: 1,
            tries: 1,
            receipt_id: None,
        };
        integration_calls::record(&tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn rt_56_the_forms_say_how_many_of_zooms_changes_are_left_when_few_are() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let reschedule = format!("/meetings/{id}/reschedule");
    changes_made(&desk, 30, 429).await;
    changes_made(&desk, 73, 204).await;
    for path in [&desk.form_path(), &reschedule] {
        desk.mara.get(path).await.assert_no_text("Zoom changes left today");
    }
    changes_made(&desk, 19, 204).await;
    for path in [&desk.form_path(), &reschedule] {
        desk.mara
            .get(path)
            .await
            .assert_text("7 of 100 Zoom changes left today")
            .assert_text("begins anew at 01:00");
    }
    changes_made(&desk, 10, 204).await;
    desk.mara
        .get(&reschedule)
        .await
        .assert_text("0 of 100 Zoom changes left today")
        .assert_text("after 01:00");
    desk.app.advance(SignedDuration::from_hours(16));
    desk.mara.get(&reschedule).await.assert_no_text("Zoom changes left today");
}

#[tokio::test]
async fn rt_56_others_have_their_own_hundred() {
    let desk = Desk::new().await;
    let oskar = desk.app.user("oskar").await;
    oskar.connect_zoom().await.assert_ok();
    changes_made(&desk, 95, 204).await;
    oskar.get(&desk.form_path()).await.assert_ok().assert_no_text("Zoom changes left today");
}

#[tokio::test]
async fn forms_are_forgotten_at_night_when_nobody_can_send_them_again() {
    let desk = Desk::new().await;
    let form = desk.form().await;
    desk.schedule_with(form.clone()).await;
    let runner = &desk.app.app().runner;
    runner.enqueue_scheduled().await.unwrap();
    let key = form.value("idempotency_key").unwrap();
    assert!(desk.app.database_holds(&key));
    desk.app.advance(SignedDuration::from_hours(24 * 8));
    runner.enqueue_scheduled().await.unwrap();
    desk.app.run_jobs_until_done().await;
    let store = &desk.app.app().store;
    let tx = store.begin_write().await.unwrap();
    let left =
        store::idempotency_keys::delete_older(&tx, desk.app.now() + SignedDuration::from_hours(1)).await;
    assert_eq!(left.unwrap(), 0);
}

#[tokio::test]
async fn rt_57_each_host_calls_zoom_as_themselves() {
    let desk = Desk::new().await;
    let oskar = desk.app.user("oskar").await;
    oskar.connect_zoom().await.assert_ok();
    desk.schedule().await;
    let form = oskar.get(&desk.form_path()).await.form("Schedule meeting");
    let form = form.set("topic", "Oskar’s own").set("date", "2027-03-18").set("start", "09:00");
    oskar.send(form).await.assert_ok();
    desk.app.run_jobs().await;
    let theirs = desk.zoom().meetings("oskar@halden.example");
    assert_eq!(theirs.iter().map(|meeting| meeting.topic.as_str()).collect::<Vec<_>>(), ["Oskar’s own"]);
    assert_eq!(desk.one_in_zoom().topic, "Rollout kick-off");
}
