//! Starting a meeting: a fresh link for the host, and for nobody else.

use jiff::SignedDuration;
use testing::Logs;
use zoom_sandbox::{Fault, FaultKind};

use crate::desk::Desk;

#[tokio::test]
async fn rt_53_starting_fetches_a_fresh_link_and_nothing_keeps_it() {
    let logs = Logs::capture();
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let path = format!("/meetings/{id}/start");
    let first = desk.mara.fetch(&path).await;
    assert_eq!(first.status, 303);
    let link = first.location.clone().unwrap();
    let number = desk.in_zoom()[0].id;
    assert!(link.starts_with(&format!("{}/s/{number}?zak=", desk.app.sandbox_url())), "{link}");
    assert_eq!(first.header("cache-control"), "no-store");
    desk.app.advance(SignedDuration::from_hours(3));
    let later = desk.mara.fetch(&path).await.location.unwrap();
    assert_ne!(link, later, "the first link has died meanwhile");

    let zak = link.split_once("zak=").unwrap().1;
    for text in [zak, "zak="] {
        assert!(!desk.app.database_holds(text), "the database keeps {text}");
        assert!(!logs.text().contains(text), "the log keeps {text}");
    }
    for page in [
        format!("/meetings/{id}"),
        "/".into(),
        "/settings/activity".into(),
        format!("/contacts/{}", desk.ana),
    ] {
        assert!(!desk.mara.get(&page).await.html().contains("zak"), "{page}");
    }
    for mail in desk.app.mails().await {
        assert!(!mail.raw.contains("zak"), "{}", mail.raw);
    }
    assert!(!desk.mara.get(&format!("/meetings/{id}/invitation.ics")).await.html().contains("zak"));
}

#[tokio::test]
async fn rt_54_a_colleague_cannot_start_it_as_the_host() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let oskar = desk.app.user("oskar").await;
    oskar.connect_zoom().await.assert_ok();
    let before = desk.zoom().requests().len();
    let page = oskar.fetch(&format!("/meetings/{id}/start")).await;
    page.assert_status(403).assert_text("Only the host can start this meeting");
    assert_eq!(page.location, None);
    assert_eq!(desk.zoom().requests().len(), before, "Zoom is not even asked");
    desk.app.visitor().get(&format!("/meetings/{id}/start")).await.assert_no_text("zak");
}

#[tokio::test]
async fn trouble_while_starting_is_said_in_plain_words() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let path = format!("/meetings/{id}/start");
    desk.zoom().add_fault(Fault::new(FaultKind::Status { status: 503 }).on("GET", "/v2/meetings/*").times(1));
    desk.mara.get(&path).await.assert_status(503).assert_text("Zoom is not answering. Try again in a moment");
    assert!(desk.mara.fetch(&path).await.location.is_some(), "the next try works");
    desk.zoom().revoke_grant("mara@halden.example");
    desk.mara.get(&path).await.assert_status(409).assert_text("Reconnect Zoom in Settings, Integrations");
    desk.app.run_jobs().await;
}

#[tokio::test]
async fn a_meeting_that_is_not_in_zoom_cannot_be_started() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let id = desk.schedule().await;
    let page = desk.page(id).await;
    assert!(!page.has_link("Start meeting: Rollout kick-off"));
    desk.mara.get(&format!("/meetings/{id}/start")).await.assert_status(409).assert_text("is not in Zoom");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    assert!(desk.page(id).await.has_link("Start meeting: Rollout kick-off"));
    desk.remove(id).await;
    desk.mara.get(&format!("/meetings/{id}/start")).await.assert_status(409);
}

#[tokio::test]
async fn an_expired_token_does_not_keep_the_host_waiting() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.app.advance(SignedDuration::from_hours(2));
    assert_eq!(desk.mara.fetch(&format!("/meetings/{id}/start")).await.status, 303);
    desk.zoom().expire_access_tokens();
    assert_eq!(desk.mara.fetch(&format!("/meetings/{id}/start")).await.status, 303);
}

#[tokio::test]
async fn rt_34_starting_a_meeting_that_zoom_has_lost_offers_to_create_it_again() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.zoom_tells_nothing();
    desk.zoom().delete_meeting(desk.one_in_zoom().id);
    let page = desk.mara.get(&format!("/meetings/{id}/start")).await;
    page.assert_notice("The meeting was not started").assert_text("No longer in Zoom");
    assert!(page.has_button("Create it again in Zoom"));
    desk.app.run_jobs().await;
}

#[tokio::test]
async fn starting_without_the_permission_names_it() {
    let app = testing::TestApp::builder().without_scope("meeting:read:meeting").start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
    mara.connect_zoom().await.assert_ok();
    let form = mara.get(&format!("/contacts/{ana}/meetings/new")).await.form("Schedule meeting");
    mara.send(form.set("topic", "Rollout")).await.assert_ok();
    app.run_jobs().await;
    let start = mara.get(&format!("/contacts/{ana}")).await;
    let (_, path) = start.links().into_iter().find(|(_, to)| to.ends_with("/start")).unwrap();
    mara.get(&path).await.assert_status(409).assert_text("meeting:read:meeting");
}
