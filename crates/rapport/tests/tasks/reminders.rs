use jiff::SignedDuration;
use testing::{Mail, TestApp};

use crate::list::add;

/// The mails about tasks, after the program looked at the clock.
async fn told(app: &TestApp) -> Vec<Mail> {
    app.run_schedules().await;
    let mails = app.mails().await;
    mails.into_iter().filter(|mail| mail.text.contains("https://crm.example.com/tasks")).collect()
}

#[tokio::test]
async fn the_morning_of_the_day_brings_one_mail_about_everything_that_is_due() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").create().await;
    app.run_schedules().await;
    add(&mara, "Send the offer", "2027-03-10", "Ana Ferreira").await;
    add(&mara, "Call Sofia", "2027-03-10", "").await;
    add(&mara, "Long promised", "2027-03-08", "").await;
    add(&mara, "Much later", "2027-03-20", "").await;
    app.set_time("2027-03-10T06:59:00Z".parse().unwrap());
    assert!(told(&app).await.is_empty(), "one minute before eight in Stockholm");
    app.set_time("2027-03-10T07:00:00Z".parse().unwrap());
    let mails = told(&app).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "3 tasks are due");
    for line in ["Send the offer, Ana Ferreira", "Call Sofia", "Long promised (Monday 8 March 2027)"] {
        assert!(mails[0].text.lines().any(|one| one == line), "{}", mails[0].text);
    }
    assert!(!mails[0].text.contains("Much later"));
    app.advance(SignedDuration::from_mins(5));
    assert_eq!(told(&app).await.len(), 1, "once");
}

#[tokio::test]
async fn what_is_done_moved_or_wanted_without_a_mail_is_not_mailed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.run_schedules().await;
    for what in ["Done before", "Moved away"] {
        add(&mara, what, "2027-03-10", "").await;
    }
    let form = mara.get("/tasks/new").await.form("Save task");
    mara.send(form.set("what", "Quiet").set("due", "2027-03-11").set("remind", "off")).await.assert_ok();
    mara.press("/tasks", "Done: Done before").await.assert_ok();
    let edit = mara.get("/tasks").await.link("Edit task: Moved away");
    mara.send(mara.get(&edit).await.form("Save task").set("due", "2027-03-12")).await.assert_ok();
    app.set_time("2027-03-11T08:00:00Z".parse().unwrap());
    assert!(told(&app).await.is_empty());
    // The mail of another morning names what is late all the same.
    app.set_time("2027-03-12T07:00:00Z".parse().unwrap());
    let mails = told(&app).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("Moved away") && mails[0].text.contains("Quiet"), "{}", mails[0].text);
    assert!(!mails[0].text.contains("Done before"));
}

#[tokio::test]
async fn a_reminder_in_the_readers_language_goes_to_whoever_does_it() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let form = oskar.get("/settings/profile").await.form("Save changes");
    oskar.send(form.set("language", "de")).await.assert_ok();
    app.run_schedules().await;
    let form = mara.get("/tasks/new").await.form("Save task");
    let form = form.set("what", "Angebot senden").set("due", "2027-03-10");
    mara.send(form.set("owner", &oskar.id.to_string())).await.assert_ok();
    app.set_time("2027-03-10T07:00:00Z".parse().unwrap());
    let mails = told(&app).await;
    assert_eq!(
        (mails[0].to.as_str(), mails[0].subject.as_str()),
        ("Oskar Berg <oskar@halden.example>", "Fällig: Angebot senden")
    );
}

#[tokio::test]
async fn a_server_that_slept_over_the_day_does_not_remind_of_it() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.run_schedules().await;
    add(&mara, "Send the offer", "2027-03-10", "").await;
    app.set_time("2027-03-10T21:30:00Z".parse().unwrap());
    assert!(told(&app).await.is_empty());
    mara.get("/tasks").await.assert_text("Send the offer");
}

#[tokio::test]
async fn a_task_that_is_done_reminds_of_nothing_else() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.run_schedules().await;
    add(&mara, "Done the evening before", "2027-03-10", "").await;
    let form = mara.get("/tasks/new").await.form("Save task");
    mara.send(form.set("what", "Quiet").set("due", "2027-03-10").set("remind", "off")).await.assert_ok();
    mara.press("/tasks", "Done: Done the evening before").await.assert_ok();
    app.set_time("2027-03-10T07:00:00Z".parse().unwrap());
    assert!(told(&app).await.is_empty());
}
