//! Settings, API tokens.

use axum::http::Method;
use testing::TestApp;

use crate::support::{Program, TOKENS, make_token, mara};

#[tokio::test]
async fn a_token_is_shown_once_and_a_form_sent_twice_makes_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get(TOKENS).await.form("Make token").set("name", "Export").set("may", "write");
    let page = mara.send_only(form.clone()).await;
    page.assert_ok().assert_text("Copy it now: it is not shown again");
    assert!(page.header("set-cookie").is_empty() && page.header("cache-control") == "no-store");
    mara.send(form).await.assert_notice("This token was made before");
    let page = mara.get(TOKENS).await;
    page.assert_text("Reads and writes").assert_text("Ends on 7 June 2027").assert_no_text("Your new token");
    assert_eq!(page.select(".jobs li b"), ["Export"]);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.post(TOKENS, &[("name", " "), ("may", "write"), ("lasts", "365")]).await;
    page.assert_status(422).assert_notice("No token was made");
    assert_eq!(page.field("Name").error.as_deref(), Some("Give it a name."));
    assert_eq!(page.field("Ends after").value, "365");
    let page = mara.post(TOKENS, &[("name", &"x".repeat(61)), ("lasts", "30")]).await;
    assert_eq!(page.field("Name").error.as_deref(), Some("Use at most 60 characters on one line."));
    let csrf = mara.get(TOKENS).await.form("Make token").value("csrf").unwrap();
    let page = mara.post_raw(TOKENS, &[("csrf", &csrf), ("name", "Export"), ("lasts", "36500")]).await;
    assert_eq!(page.field("Ends after").error.as_deref(), Some("Choose one of the list."));
    assert!(mara.get(TOKENS).await.text().contains("You have none"));
}

#[tokio::test]
async fn nobody_has_more_tokens_than_they_can_keep_an_eye_on() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for n in 0..25 {
        make_token(&mara, &format!("Number {n}"), "read").await;
    }
    let page = mara.post(TOKENS, &[("name", "One more"), ("lasts", "90")]).await;
    let error = page.assert_status(422).field("Name").error;
    assert_eq!(error.as_deref(), Some("You have 25 tokens. Revoke one that you do not need."));
}

#[tokio::test]
async fn who_only_reads_makes_tokens_that_only_read() {
    let (app, _mara, _) = mara().await;
    let rita = app.user("rita").await;
    app.database().run("UPDATE users SET role = 'read_only' WHERE email = 'rita@halden.example'").await;
    rita.get(TOKENS).await.assert_text("Your role is read-only");
    let csrf = rita.get(TOKENS).await.form("Make token").value("csrf").unwrap();
    let fields = [("csrf", csrf.as_str()), ("name", "Forged"), ("may", "write"), ("lasts", "90")];
    let token = rita.post_raw(TOKENS, &fields).await.field("Token Forged").value;
    // Nor does it write when they may again: it was never made for that.
    app.database().run("UPDATE users SET role = 'member' WHERE email = 'rita@halden.example'").await;
    assert_eq!(Program::with(&app, &token).get("/me").await.json["token_may"], "read");
}

#[tokio::test]
async fn owners_revoke_the_tokens_of_others_and_members_only_their_own() {
    let (app, mara, program) = mara().await;
    let oskar = app.user("oskar").await;
    let his = Program::of(&app, &oskar, "read").await;
    let page = oskar.get(TOKENS).await;
    page.assert_no_text("Tokens of others").assert_no_text("Mara Lindqvist.");
    // The owner's token, asked for by its address.
    let hers = mara.get(TOKENS).await.form("Revoke: Nightly export").action;
    let csrf = page.form("Make token").value("csrf").unwrap();
    oskar.post_raw(&hers, &[("csrf", &csrf)]).await.assert_status(404);
    program.get("/me").await.is(200);
    let page = mara.press(TOKENS, "Revoke: Nightly export of Oskar Berg").await;
    page.assert_notice("Nightly export is revoked");
    his.get("/me").await.is(401);
    program.get("/me").await.is(200);
}

#[tokio::test]
async fn making_and_revoking_stand_in_the_audit_log() {
    let (app, mara, _) = mara().await;
    let oskar = app.user("oskar").await;
    make_token(&oskar, "Board", "read").await;
    mara.press(TOKENS, "Revoke: Board of Oskar Berg").await.assert_ok();
    let page = mara.get("/settings/audit?days=all").await;
    page.assert_text("Made “Nightly export”, reads and writes, until 7 June 2027");
    page.assert_text("Made “Board”, reads, until 7 June 2027");
    page.assert_text("Revoked “Board” of Oskar Berg");
}

#[tokio::test]
async fn a_token_is_made_by_its_person_and_not_by_another_site() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let csrf = mara.get(TOKENS).await.form("Make token").value("csrf").unwrap();
    let body = format!("csrf={csrf}&name=Forged&lasts=90");
    mara.request(Method::POST, TOKENS, &headers, body).await.assert_status(403);
    mara.get(TOKENS).await.assert_text("You have none");
}
