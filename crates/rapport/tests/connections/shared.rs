//! One Zoom account for several people: each is told of the others, and what one does says what it means for them.

use domain::UserId;
use jiff::SignedDuration;
use store::integration_calls::{self as calls, CallFilter, CallTab};
use testing::{TestApp, TestUser};
use zoom_sandbox::MeetingChange;

use crate::support::{MARA, SETTINGS, grant_of, meeting_page, schedule};

const DISCONNECT: &str = "/settings/integrations/zoom/disconnect";
const SHARED: &str = "Somebody else uses your Zoom account";

/// Mara and Oskar use Mara's Zoom account; nothing is in the mailbox that was not in it before.
async fn both(app: &TestApp) -> (TestUser, TestUser) {
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom_as(MARA).await.assert_ok();
    app.run_jobs().await;
    (mara, oskar)
}

/// Somebody of another workspace, which is younger.
async fn outsider(app: &TestApp) -> TestUser {
    app.advance(SignedDuration::from_secs(1));
    app.outsider("nina").await
}

async fn shared_mails(app: &TestApp) -> Vec<testing::Mail> {
    let mut all = app.mails().await;
    all.retain(|mail| mail.subject == SHARED);
    all
}

#[tokio::test]
async fn both_are_told_of_each_other_when_the_second_connects() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok().assert_no_text("uses this Zoom account too");
    let oskar = app.user("oskar").await;
    let page = oskar.connect_zoom_as(MARA).await;
    page.assert_notice("Mara Lindqvist uses this Zoom account too");
    app.run_jobs().await;

    let told = shared_mails(&app).await;
    assert_eq!(told.len(), 1, "who connects reads it on the page");
    assert_eq!(told[0].to, "Mara Lindqvist <mara@halden.example>");
    for words in [
        "Oskar Berg connected the Zoom account that you use",
        "https://crm.example.com/settings/integrations",
    ] {
        assert!(told[0].text.contains(words), "{words} is not in {}", told[0].text);
    }
    mara.get(SETTINGS).await.assert_text("Oskar Berg uses this Zoom account too");
    oskar.get(SETTINGS).await.assert_text("Mara Lindqvist uses this Zoom account too");

    // Whoever connects once more is no news.
    app.advance(SignedDuration::from_mins(5));
    oskar.connect_zoom_as(MARA).await.assert_ok();
    app.run_jobs().await;
    assert_eq!(shared_mails(&app).await.len(), 1);
}

#[tokio::test]
async fn people_of_another_workspace_are_told_without_names() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let nina = outsider(&app).await;
    mara.connect_zoom().await.assert_ok();
    let page = nina.connect_zoom_as(MARA).await;
    page.assert_notice("Somebody outside this workspace uses this Zoom account too");
    app.run_jobs().await;
    let told = shared_mails(&app).await;
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("Somebody of another workspace connected"), "{}", told[0].text);
    assert!(!told[0].raw.contains("Nina") && !told[0].raw.contains("Elsewhere"), "{}", told[0].raw);
    for (person, foreign) in [(&mara, "Nina"), (&nina, "Mara Lindqvist")] {
        for path in [SETTINGS, DISCONNECT] {
            let page = person.get(path).await;
            page.assert_text("Somebody outside this workspace uses this Zoom account too")
                .assert_no_text(foreign);
        }
    }
}

#[tokio::test]
async fn the_news_of_somebody_who_has_left_again_are_not_mailed() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    mara.connect_zoom().await.assert_ok();
    oskar.connect_zoom_as(MARA).await.assert_ok();
    oskar.connect_zoom().await.assert_notice("Zoom connected as oskar@halden.example");
    app.run_jobs().await;
    assert!(shared_mails(&app).await.is_empty());
    mara.get(SETTINGS).await.assert_no_text("uses this Zoom account too");
}

#[tokio::test]
async fn disconnecting_counts_ones_own_meetings_and_says_what_it_means_for_the_others() {
    let app = TestApp::start().await;
    let (mara, oskar) = both(&app).await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let rui = app.contact("Rui Matos").email("rui@lumen.example").create().await;
    schedule(&mara, ana, "Rollout").await.assert_ok();
    schedule(&oskar, rui, "Retrospective").await.assert_ok();
    let later = [("topic", "Planning"), ("date", "2027-03-11"), ("start", "16:00")];
    oskar.post(&format!("/contacts/{rui}/meetings/new"), &later).await.assert_ok();
    app.run_jobs().await;
    let before = app.mails().await.len();
    app.advance(SignedDuration::from_mins(1));

    let page = mara.get(DISCONNECT).await;
    page.assert_text("You have 1 upcoming meeting")
        .assert_text("1 meeting is removed first, then 1 person gets a cancellation email.")
        .assert_text("Oskar Berg uses this Zoom account too and is disconnected with you")
        .assert_text("stay in Zoom");
    // What is deleted is counted for all, because it is deleted for all.
    assert!(page.select("#deleted + ul li")[2].ends_with(" 3"));
    mara.send(page.form("Disconnect Zoom").set("upcoming", "remove"))
        .await
        .assert_notice("Zoom disconnected");
    app.deliver_events().await;

    let left: Vec<_> = app.sandbox().meetings(MARA).into_iter().map(|meeting| meeting.topic).collect();
    assert_eq!(left.len(), 2, "a colleague's meetings are theirs to remove: {left:?}");
    assert!(!left.contains(&"Rollout".to_owned()), "{left:?}");
    let told: Vec<_> = app.mails().await.split_off(before).into_iter().map(|mail| mail.to).collect();
    assert!(told.iter().any(|to| to.contains("ana@lumen.example")), "{told:?}");
    assert!(told.iter().any(|to| to.contains("oskar@halden.example")), "{told:?}");
    assert!(!told.iter().any(|to| to.contains("rui@lumen.example")), "{told:?}");
    meeting_page(&oskar, "Planning").await.assert_no_text("http");
}

#[tokio::test]
async fn an_event_stands_in_the_log_of_everybody_whose_account_it_is_about_and_counts_once() {
    let app = TestApp::start().await;
    let (mara, oskar) = both(&app).await;
    let nina = outsider(&app).await;
    nina.connect_zoom_as(MARA).await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    schedule(&mara, ana, "Rollout").await.assert_ok();
    app.deliver_events().await;
    app.advance(SignedDuration::from_hours(25));
    let meeting = app.sandbox().meetings(MARA).pop().unwrap();
    let change = MeetingChange { topic: Some("Renamed in Zoom".into()), ..MeetingChange::default() };
    assert!(app.sandbox().change_meeting(meeting.id, change));
    app.deliver_events().await;

    let db = app.app().store.begin_read().await;
    let lines = async |person: &TestUser, user: Option<UserId>| {
        let filter = CallFilter { tab: CallTab::Events, user };
        let found = calls::list(&db, person.workspace, filter, None, 50).await.unwrap();
        found.rows.iter().filter(|row| row.call.name == "meeting.updated").count()
    };
    for person in [&mara, &oskar, &nina] {
        assert_eq!(lines(person, Some(person.id)).await, 1, "{}", person.name);
    }
    let stats = calls::stats(&db, mara.workspace, app.now()).await.unwrap();
    assert_eq!(stats.events_24h, 1, "it was one event, whoever may read of it");
}

#[tokio::test]
async fn rt_17_a_removal_in_zoom_is_mailed_to_each_of_them() {
    let app = TestApp::start().await;
    let (_mara, oskar) = both(&app).await;
    let nina = outsider(&app).await;
    nina.connect_zoom_as(MARA).await.assert_ok();
    app.run_jobs().await;
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    assert!(grant_of(&app, zoom_sandbox::MARA_ID).await.is_none());
    let ended = |mails: Vec<testing::Mail>| {
        let mut to: Vec<_> = mails
            .into_iter()
            .filter(|mail| mail.subject == "Zoom is no longer connected")
            .map(|mail| mail.to)
            .collect();
        to.sort();
        to
    };
    assert_eq!(
        ended(app.mails().await),
        ["Mara Lindqvist <mara@halden.example>", "Oskar Berg <oskar@halden.example>"]
    );
    assert_eq!(ended(app.mails_of(nina.workspace).await), ["Nina Test <nina@halden.example>"]);
    oskar.get(SETTINGS).await.assert_text("Removed in Zoom");
}
