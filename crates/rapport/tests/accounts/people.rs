//! The people of a workspace: who is here, what they may do, and who is asked to join.

use jiff::SignedDuration;
use store::dump;
use testing::{Page, TestApp, TestUser};

async fn role_of(app: &TestApp, name: &str) -> String {
    let email = format!("{name}@halden.example");
    let rows = dump::rows(&app.app().store.begin_read().await, "users").await.unwrap();
    let row = rows.into_iter().find(|row| row["email"].as_deref() == Some(&email)).unwrap();
    row["role"].clone().unwrap()
}

async fn make(app: &TestApp, name: &str, role: &str) -> TestUser {
    let user = app.user(name).await;
    let sql = format!("UPDATE users SET role = '{role}' WHERE email = '{name}@halden.example'");
    app.database().run(&sql).await;
    user
}

async fn change(who: &TestUser, whom: &TestUser, role: &str) -> Page {
    let path = format!("/settings/people/{}", whom.id);
    let csrf = who.get("/settings/profile").await.form("Save changes").value("csrf").unwrap();
    who.post_raw(&path, &[("csrf", &csrf), ("role", role)]).await
}

async fn invite(who: &TestUser, email: &str, role: &str) -> Page {
    let form = who.get("/settings/people").await.form("Send invitation");
    who.send(form.set("email", email).force("role", role)).await
}

#[tokio::test]
async fn everybody_sees_who_is_here_and_only_admins_see_more() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    oskar.connect_zoom().await.assert_ok();
    let page = mara.get("/settings/people").await;
    page.assert_ok().assert_heading("People");
    let rows = page.select("ul.people li");
    assert!(
        rows[0].contains("Mara Lindqvist You mara@halden.example Owner Zoom not connected Last seen: Today"),
        "{rows:?}"
    );
    assert!(rows[1].contains("Oskar Berg oskar@halden.example Member Zoom connected"), "{rows:?}");
    assert!(page.has_link("Change role of Oskar Berg") && page.has_button("Send invitation"));
    invite(&mara, "nina@halden.example", "member").await.assert_ok();
    let page = oskar.get("/settings/people").await;
    page.assert_text("Mara Lindqvist").assert_no_text("nina@halden.example");
    assert!(!page.has_link("Change role of Mara Lindqvist") && !page.has_button("Send invitation"));
    app.run_jobs().await;
}

#[tokio::test]
async fn a_changed_role_holds_at_once_and_a_cookie_from_before_is_worth_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    let elsewhere = app.user("oskar").await;
    oskar.get("/contacts/new").await.assert_ok();
    let stolen = oskar.cookie("rapport_session").unwrap();
    let page = mara.get(&mara.get("/settings/people").await.link("Change role of Oskar Berg")).await;
    let form = page.form("Change role").set("role", "read_only");
    let told = mara.send(form).await;
    told.assert_ok()
        .assert_notice("Oskar Berg is read-only now")
        .assert_text("They were logged out everywhere");
    for browser in [&oskar, &elsewhere] {
        browser.get("/contacts").await.assert_heading("Log in");
    }
    let thief = app.visitor();
    thief.set_cookie("rapport_session", &stolen);
    thief.get("/contacts").await.assert_heading("Log in");
    let oskar = app.user("oskar").await;
    oskar.get("/contacts").await.assert_heading("Contacts");
    oskar.fetch("/contacts/new").await.assert_status(403);
    thief.set_cookie("rapport_session", &stolen);
    thief.get("/contacts").await.assert_heading("Log in");
    mara.get("/settings/audit")
        .await
        .assert_text("Changed role")
        .assert_text("Oskar Berg, Member to Read only");
}

#[tokio::test]
async fn whoever_changes_their_own_role_goes_on_with_a_new_session_and_every_other_ends() {
    let app = TestApp::start().await;
    app.user("mara").await;
    let adam = make(&app, "adam", "admin").await;
    let elsewhere = app.user("adam").await;
    let before = adam.cookie("rapport_session").unwrap();
    let page = change(&adam, &adam, "member").await;
    page.assert_status(303);
    assert_ne!(adam.cookie("rapport_session").unwrap(), before);
    adam.get("/settings/people").await.assert_ok().assert_notice("Adam");
    elsewhere.get("/contacts").await.assert_heading("Log in");
    let thief = app.visitor();
    thief.set_cookie("rapport_session", &before);
    thief.get("/contacts").await.assert_heading("Log in");
}

#[tokio::test]
async fn an_admin_makes_no_owners_and_nobody_raises_themselves() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let adam = make(&app, "adam", "admin").await;
    let oskar = app.user("oskar").await;
    for (who, whom, role) in
        [(&adam, &adam, "owner"), (&adam, &oskar, "owner"), (&adam, &mara, "member"), (&adam, &mara, "owner")]
    {
        let page = change(who, whom, role).await;
        page.assert_status(422).assert_text("Only an owner changes who is an owner.");
    }
    change(&oskar, &oskar, "admin").await.assert_status(403);
    for (name, role) in [("mara", "owner"), ("adam", "admin"), ("oskar", "member")] {
        assert_eq!(role_of(&app, name).await, role);
    }
    // What an admin may.
    change(&adam, &oskar, "admin").await.assert_status(303);
    change(&adam, &adam, "member").await.assert_status(303);
    assert_eq!(
        (role_of(&app, "oskar").await, role_of(&app, "adam").await),
        ("admin".into(), "member".into())
    );
    // The page offers nothing else.
    let oskar = app.user("oskar").await;
    let page = oskar.get(&format!("/settings/people/{}", adam.id)).await;
    assert_eq!(page.attributes("input[name=role]", "value"), ["admin", "member", "read_only"]);
    assert!(!oskar.get("/settings/people").await.has_link("Change role of Mara Lindqvist"));
    change(&mara, &oskar, "nonsense").await.assert_status(422).assert_text("Choose a role.");
}

#[tokio::test]
async fn the_last_owner_stays_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = app.user("oskar").await;
    let page = change(&mara, &mara, "admin").await;
    page.assert_status(422).assert_text("A workspace has at least one owner.");
    change(&mara, &oskar, "owner").await.assert_status(303);
    change(&mara, &mara, "member").await.assert_status(303);
    assert_eq!(
        (role_of(&app, "mara").await, role_of(&app, "oskar").await),
        ("member".into(), "owner".into())
    );
    mara.fetch("/settings/audit").await.assert_status(403);
}

#[tokio::test]
async fn of_two_owners_who_take_it_from_each_other_at_once_one_stays() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let oskar = make(&app, "oskar", "owner").await;
    let (first, second) = tokio::join!(change(&mara, &oskar, "admin"), change(&oskar, &mara, "admin"));
    let roles = [role_of(&app, "mara").await, role_of(&app, "oskar").await];
    assert_eq!(roles.iter().filter(|role| *role == "owner").count(), 1, "{roles:?}");
    let done = [&first, &second].into_iter().filter(|page| page.status == 303).count();
    assert_eq!(done, 1, "{} {}", first.status, second.status);
}

#[tokio::test]
async fn an_invitation_names_what_is_wrong_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.user("oskar").await;
    app.outsider("nina").await;
    let page = invite(&mara, "no address", "member").await;
    page.assert_status(422).assert_notice("Nobody was invited.");
    assert_eq!(page.field("Email").value, "no address");
    for (email, sentence) in [
        ("Oskar@halden.example", "Oskar@halden.example has joined already."),
        ("nina@halden.example", "nina@halden.example has an account in another workspace here."),
    ] {
        let page = invite(&mara, email, "member").await;
        assert!(page.field("Email").error.unwrap().starts_with(sentence), "{:?}", page.field("Email").error);
    }
    invite(&mara, "pia@halden.example", "member").await.assert_notice("pia@halden.example is invited");
    let page = invite(&mara, "Pia@halden.example", "admin").await;
    assert!(page.field("Email").error.unwrap().contains("was invited already"));
    let adam = make(&app, "adam", "admin").await;
    let page = invite(&adam, "tom@halden.example", "owner").await;
    assert_eq!(page.field("Role").error.as_deref(), Some("Only an owner makes owners. Choose another role."));
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn an_invitation_of_an_owner_is_an_owners_to_send_again_and_to_withdraw() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let adam = make(&app, "adam", "admin").await;
    invite(&mara, "pia@halden.example", "owner").await.assert_ok();
    for button in ["Send again to pia@halden.example", "Withdraw invitation of pia@halden.example"] {
        let page = adam.press("/settings/people", button).await;
        page.assert_text("Only an owner makes owners.");
    }
    mara.get("/settings/people").await.assert_text("pia@halden.example");
    let page = mara.press("/settings/people", "Withdraw invitation of pia@halden.example").await;
    page.assert_notice("Invitation withdrawn");
    app.run_jobs().await;
    assert!(app.mails().await.is_empty(), "withdrawn before it left");
    let log = mara.get("/settings/audit").await;
    log.assert_text("Invited somebody").assert_text("Withdrew an invitation");
}

#[tokio::test]
async fn nobody_is_asked_again_and_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    invite(&mara, "pia@halden.example", "member").await.assert_ok();
    for _ in 0..4 {
        let page = mara.press("/settings/people", "Send again to pia@halden.example").await;
        page.assert_notice("pia@halden.example is invited");
    }
    let page = mara.press("/settings/people", "Send again to pia@halden.example").await;
    page.assert_notice("Nothing was sent").assert_text("Try again in 24 hours.");
    app.advance(SignedDuration::from_hours(23));
    app.run_schedules().await;
    mara.press("/settings/people", "Send again to pia@halden.example")
        .await
        .assert_notice("Nothing was sent");
    app.advance(SignedDuration::from_hours(1));
    let page = mara.press("/settings/people", "Send again to pia@halden.example").await;
    page.assert_notice("pia@halden.example is invited");
    app.run_jobs().await;
}

#[tokio::test]
async fn a_workspace_invites_so_many_in_a_day() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for n in 0..50 {
        invite(&mara, &format!("person{n}@halden.example"), "member").await.assert_ok();
    }
    let page = invite(&mara, "one-more@halden.example", "member").await;
    assert!(page.field("Email").error.unwrap().starts_with("Too many invitations were sent."));
    app.leave_jobs();
}
