//! How a connection is doing: found out early, said truthfully, told once.

use jiff::SignedDuration;
use store::grants::GrantState;
use testing::{Mail, TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind, Rotation};

use crate::support::{MARA, SETTINGS, grant, meeting_page, needs_reconnect, schedule, token_calls};

const BROKEN: &str = "Zoom needs to be connected again";
const ENDED: &str = "Zoom is no longer connected";

fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

async fn connected() -> (TestApp, TestUser) {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    app.run_schedules().await;
    (app, mara)
}

async fn mails(app: &TestApp, subject: &str) -> Vec<Mail> {
    let mut all = app.mails().await;
    all.retain(|mail| mail.subject == subject);
    all
}

/// The server runs on for a while, looking after its work every ten minutes.
async fn serve_for(app: &TestApp, time: SignedDuration) {
    let end = app.now() + time;
    while app.now() < end {
        app.advance(SignedDuration::from_mins(10));
        app.run_schedules().await;
    }
}

#[tokio::test]
async fn rt_04_the_button_is_not_fooled_by_a_token_in_hand() {
    let (app, mara) = connected().await;
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().invalidate_refresh_token(MARA);
    let page = mara.press(SETTINGS, "Check connection").await;
    page.assert_notice("Zoom refuses our access").assert_text("Needs reconnect");
    app.run_jobs().await;
}

#[tokio::test]
async fn rt_04_pressing_twice_renews_once() {
    let (app, mara) = connected().await;
    app.advance(SignedDuration::from_mins(10));
    let before = token_calls(&app);
    for _ in 0..2 {
        mara.press(SETTINGS, "Check connection").await.assert_notice("the connection works");
    }
    assert_eq!(token_calls(&app), before + 1);
}

#[tokio::test]
async fn rt_07_a_connection_that_died_while_the_program_was_off_is_found_when_it_starts() {
    let (app, mara) = connected().await;
    app.sandbox().invalidate_refresh_token(MARA);
    app.advance(hours(24 * 3));
    app.run_schedules().await;
    assert!(needs_reconnect(&grant(&app).await), "nobody had to press anything");
    mara.get("/contacts").await.assert_text("Zoom stopped accepting our access");
    assert_eq!(mails(&app, BROKEN).await.len(), 1);
}

#[tokio::test]
async fn rt_08_an_idle_connection_is_renewed_long_before_its_tokens_die() {
    let (app, mara) = connected().await;
    let before = token_calls(&app);
    // The sandbox lets refresh tokens live for 90 days.
    for _ in 0..130 {
        app.advance(hours(24));
        app.run_schedules().await;
        let age = app.now().duration_since(grant(&app).await.refreshed_at);
        assert!(age < hours(24 * 3), "{age}");
    }
    let renewals = token_calls(&app) - before;
    assert!((100..=130).contains(&renewals), "once a day or less, not {renewals} times");
    assert!(!needs_reconnect(&grant(&app).await));
    mara.press(SETTINGS, "Check connection").await.assert_notice("the connection works");
}

#[tokio::test]
async fn rt_08_connections_made_together_are_not_looked_at_together() {
    let app = TestApp::start().await;
    for name in ["mara", "oskar"] {
        app.user(name).await.connect_zoom().await.assert_ok();
    }
    let oskar = crate::support::grant_of(&app, zoom_sandbox::OSKAR_ID).await.unwrap();
    assert_ne!(grant(&app).await.next_check_at, oskar.next_check_at);
}

#[tokio::test]
async fn rt_10_a_break_is_told_once_by_mail_and_on_every_page_until_it_is_mended() {
    let (app, mara) = connected().await;
    for round in 1..=2 {
        app.advance(hours(1));
        app.sandbox().invalidate_refresh_token(MARA);
        mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom refuses our access");
        let again = rapport::connections::check(app.app(), mara.workspace, mara.id).await.unwrap();
        assert!(again.unwrap().is_err());
        serve_for(&app, hours(5)).await;
        let told = mails(&app, BROKEN).await;
        assert_eq!(told.len(), round, "once for each break");
        assert_eq!(told[0].to, "Mara Lindqvist <mara@halden.example>");
        assert!(told[0].text.contains("https://crm.example.com/settings/integrations"), "{}", told[0].text);
        for page in ["/", "/contacts", "/meetings"] {
            let page = mara.get(page).await;
            page.assert_text("Zoom stopped accepting our access");
            assert!(page.has_link("Reconnect Zoom"));
        }
        mara.get(SETTINGS).await.assert_text("Needs reconnect").assert_no_text("wait until you reconnect");
        mara.connect_zoom().await.assert_ok();
        mara.get("/contacts").await.assert_no_text("Zoom stopped accepting our access");
    }
}

#[tokio::test]
async fn rt_10_an_outage_is_shown_with_its_times_ends_by_itself_and_nobody_is_mailed() {
    let (app, mara) = connected().await;
    app.advance(hours(2));
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    let page = mara.press(SETTINGS, "Check connection").await;
    // 12:00 in Stockholm.
    page.assert_text("Last tried 12:00. We try again at 12:05, and your connection is kept.")
        .assert_no_text("waits for Zoom");
    assert!(page.has_button("Try again") && !page.has_button("Check connection"));
    serve_for(&app, hours(3)).await;
    assert_eq!(grant(&app).await.state, GrantState::Healthy);
    mara.get(SETTINGS).await.assert_text("Zoom is not answering");
    mara.get("/contacts").await.assert_text("Zoom is not answering").assert_no_text("Needs attention");
    app.sandbox().clear_faults();
    serve_for(&app, hours(2)).await;
    let page = mara.get(SETTINGS).await;
    page.assert_no_text("Zoom is not answering").assert_text("Connected").assert_text("worked");
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn the_card_of_an_outage_says_what_waits_for_zoom() {
    let (app, mara) = connected().await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let rui = app.contact("Rui Matos").email("rui@lumen.example").create().await;
    app.advance(hours(2));
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    schedule(&mara, ana, "Rollout").await.assert_ok();
    let page = mara.press(SETTINGS, "Try again").await;
    page.assert_text(
        "your connection is kept. 1 meeting waits for Zoom, and 1 person for their email about it.",
    );
    let silent = [("topic", "Planning"), ("date", "2027-03-11"), ("start", "16:00")];
    mara.post(&format!("/contacts/{rui}/meetings/new"), &silent).await.assert_ok();
    mara.get(SETTINGS).await.assert_text("2 meetings wait for Zoom, and 2 people for their email about it.");
    // A colleague's meetings do not wait in mine.
    app.user("oskar").await.get(SETTINGS).await.assert_no_text("waits for Zoom");
    app.sandbox().clear_faults();
    mara.press(SETTINGS, "Try again").await.assert_no_text("wait for Zoom").assert_text("Connected");
    app.run_jobs_until_done().await;
    mara.get(SETTINGS).await.assert_no_text("wait for Zoom");
}

#[tokio::test]
async fn rt_10_a_connection_that_was_not_renewed_for_two_months_is_expiring() {
    let (app, mara) = connected().await;
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }).on("POST", "/oauth/token"));
    app.advance(hours(24 * 61));
    app.run_schedules().await;
    let page = mara.get(SETTINGS).await;
    page.assert_text("Expiring").assert_text("Our access to Zoom may end soon").assert_text("7 June 2027");
    app.sandbox().clear_faults();
    mara.press(SETTINGS, "Check connection").await.assert_no_text("Expiring").assert_text("Connected");
    app.run_jobs_until_done().await;
}

#[tokio::test]
async fn rt_10_the_strip_shows_thirty_days_and_which_had_trouble() {
    let (app, mara) = connected().await;
    app.advance(hours(24));
    mara.press(SETTINGS, "Check connection").await.assert_notice("the connection works");
    app.advance(hours(24));
    app.sandbox().add_fault(Fault::new(FaultKind::Status { status: 503 }).times(1));
    mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom did not answer");
    let page = mara.get(SETTINGS).await;
    let classes = page.attributes(".bars i", "class");
    assert_eq!(classes.len(), 30);
    assert_eq!(classes[26..], ["no-calls", "all-well", "all-well", "trouble"]);
    page.assert_text("1 failed");
}

#[tokio::test]
async fn wrong_app_credentials_are_named_and_no_reason_to_reconnect() {
    let (app, mara) = connected().await;
    app.advance(hours(2));
    app.sandbox().change_app(zoom_sandbox::AppChange {
        client_secret: Some("rotated".to_owned()),
        ..zoom_sandbox::AppChange::default()
    });
    let page = mara.press(SETTINGS, "Check connection").await;
    page.assert_notice("Zoom does not accept this server’s app credentials")
        .assert_text("Only the person who runs Rapport here can mend that")
        .assert_no_text("Zoom did not answer")
        .assert_no_text("Zoom is not answering");
    assert_eq!(page.select(".ih .badge"), ["App credentials refused"]);
    assert_eq!(grant(&app).await.state, GrantState::Healthy);
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn rt_11_the_meeting_stays_and_names_the_real_cause() {
    let (app, mara) = connected().await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    app.sandbox().revoke_grant(MARA);
    schedule(&mara, ana, "Rollout").await.assert_ok().assert_no_text("invalid");
    app.run_jobs().await;
    let page = meeting_page(&mara, "Rollout").await;
    page.assert_text("No Zoom link yet").assert_text("Zoom stopped accepting our access");
    assert!(page.has_link("Reconnect Zoom"));
    let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(told, [BROKEN], "nobody is invited to a meeting without a link");
}

#[tokio::test]
async fn rt_14_a_meeting_waits_for_zoom_and_is_given_to_nobody_else() {
    let (app, mara) = connected().await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    app.sandbox().revoke_grant(MARA);
    schedule(&mara, ana, "Rollout").await.assert_ok();
    serve_for(&app, hours(12)).await;
    meeting_page(&mara, "Rollout").await.assert_text("No Zoom link yet").assert_no_text("http");
    mara.connect_zoom().await.assert_ok();
    app.run_jobs().await;
    let made = app.sandbox().meetings(MARA).pop().unwrap();
    let invitation = app.mails().await.pop().unwrap();
    assert!(invitation.text.contains(&made.join_url), "{}", invitation.text);
}

/// The answer to a refresh is lost, and Zoom has made the old pair void with it.
#[tokio::test]
async fn a_lost_answer_under_strict_rotation_ends_in_reconnect_and_is_told_once() {
    for kind in [FaultKind::DropAfter, FaultKind::Truncate] {
        let (app, mara) = connected().await;
        app.advance(hours(2));
        app.sandbox().add_fault(Fault::new(kind).on("POST", "/oauth/token").times(1));
        mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom refuses our access");
        serve_for(&app, hours(1)).await;
        assert!(needs_reconnect(&grant(&app).await));
        assert_eq!(mails(&app, BROKEN).await.len(), 1);
    }
}

#[tokio::test]
async fn a_lost_answer_under_rotation_with_grace_is_made_up_for() {
    for kind in [FaultKind::DropAfter, FaultKind::Truncate] {
        let app = TestApp::builder().rotation(Rotation::Grace).start().await;
        let mara = app.user("mara").await;
        mara.connect_zoom().await.assert_ok();
        app.advance(hours(2));
        app.sandbox().add_fault(Fault::new(kind).on("POST", "/oauth/token").times(1));
        mara.press(SETTINGS, "Check connection").await.assert_notice("the connection works");
        app.advance(hours(2));
        mara.press(SETTINGS, "Check connection").await.assert_notice("the connection works");
        assert!(app.mails().await.is_empty());
    }
}

#[tokio::test]
async fn a_removal_in_zoom_is_told_by_mail_and_for_a_week_on_every_page() {
    let (app, mara) = connected().await;
    app.advance(SignedDuration::from_mins(10));
    app.sandbox().deauthorize(MARA);
    app.deliver_events().await;
    assert_eq!(mails(&app, ENDED).await.len(), 1);
    mara.get("/contacts").await.assert_text(ENDED);
    mara.get(SETTINGS).await.assert_text("Removed in Zoom").assert_no_text("Needs attention");
    app.advance(hours(24 * 8));
    mara.get("/contacts").await.assert_no_text(ENDED);
    mara.connect_zoom().await.assert_ok();
    mara.get("/contacts").await.assert_no_text(ENDED);
}

#[tokio::test]
async fn whoever_disconnects_is_not_told_and_a_colleague_with_the_same_account_is() {
    let (app, mara) = connected().await;
    let oskar = app.user("oskar").await;
    oskar.connect_zoom_as(MARA).await.assert_ok();
    let page = mara.get("/settings/integrations/zoom/disconnect").await;
    mara.send(page.form("Disconnect Zoom")).await.assert_notice("Zoom disconnected");
    app.deliver_events().await;
    let told = mails(&app, ENDED).await;
    assert_eq!(told.len(), 1);
    assert!(told[0].to.contains("oskar@halden.example"));
    mara.get("/contacts").await.assert_no_text(ENDED);
    oskar.get("/contacts").await.assert_text(ENDED);
}

#[tokio::test]
async fn news_that_are_no_longer_true_are_not_mailed() {
    let (app, mara) = connected().await;
    app.advance(hours(1));
    app.sandbox().invalidate_refresh_token(MARA);
    mara.press(SETTINGS, "Check connection").await.assert_notice("Zoom refuses our access");
    mara.connect_zoom().await.assert_ok();
    app.run_jobs().await;
    assert!(app.mails().await.is_empty());
}
