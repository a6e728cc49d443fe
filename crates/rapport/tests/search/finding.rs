use testing::{TestApp, TestUser};

use crate::support::found;

async fn three(app: &TestApp, mara: &TestUser) {
    app.contact("Ana Ferreira")
        .email("ana.ferreira@lumenfreight.example")
        .company("Lumen Freight")
        .create()
        .await;
    app.contact("Yuki Tanaka").email("y.tanaka@hoshino.example").company("Hoshino Labs").create().await;
    let typed =
        [("name", "Inês O’Connor"), ("phone", "+351 (0)210 000-142 ext. 7"), ("company", "Havn Analytics")];
    mara.post("/contacts/new", &typed).await.assert_ok();
}

#[tokio::test]
async fn names_are_found_whole_begun_and_from_within_the_best_first() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app, &mara).await;
    // A person of Havn Analytics answers too, but with the company's name, and so after those who are called so.
    assert_eq!(found(&mara, "ana").await, ["Ana Ferreira", "Yuki Tanaka", "Inês O’Connor", "Havn Analytics"]);
    assert_eq!(found(&mara, "ANA fer").await, ["Ana Ferreira"]);
    assert_eq!(found(&mara, "ines oconn").await, ["Inês O’Connor"]);
    assert_eq!(found(&mara, "O'Connor").await, ["Inês O’Connor"]);
    assert_eq!(found(&mara, "ana tanaka ferreira").await, Vec::<String>::new(), "every word has to answer");
}

#[tokio::test]
async fn typing_mistakes_are_forgiven_where_nothing_else_was_meant() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app, &mara).await;
    for asked in ["ferrera", "fereira", "Ferreria", "anna ferreira", "ferreira ana"] {
        assert_eq!(found(&mara, asked).await, ["Ana Ferreira"], "{asked}");
    }
    assert_eq!(found(&mara, "hoshnio").await, ["Yuki Tanaka", "Hoshino Labs"]);
    assert!(found(&mara, "xyz").await.is_empty());
}

#[tokio::test]
async fn addresses_and_companies_are_found() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app, &mara).await;
    assert_eq!(found(&mara, "y.tanaka@hoshino.example").await, ["Yuki Tanaka"]);
    assert_eq!(found(&mara, "lumenfr").await, ["Ana Ferreira"]);
    assert_eq!(found(&mara, "lumen freight").await, ["Ana Ferreira", "Lumen Freight"]);
}

#[tokio::test]
async fn a_phone_number_is_found_however_it_is_written() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app, &mara).await;
    for asked in ["+351 210 000 142", "00351210000142", "0210 000 142", "(210) 000-142", "210.000", "000142"]
    {
        assert_eq!(found(&mara, asked).await, ["Inês O’Connor"], "{asked}");
    }
    for asked in ["+351 210 000 143", "000143"] {
        assert!(found(&mara, asked).await.is_empty(), "{asked}: a number is not forgiven a slip");
    }
}

#[tokio::test]
async fn meetings_are_found_by_their_topic_until_they_are_removed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_ok();
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
    let fields = [("topic", "Rollout kick-off, Ibéria"), ("date", "2027-03-11"), ("start", "14:00")];
    mara.post(&format!("/contacts/{ana}/meetings/new"), &fields).await.assert_ok();
    app.run_jobs().await;
    assert_eq!(found(&mara, "iberia").await, ["Rollout kick-off, Ibéria"]);
    assert_eq!(found(&mara, "rolout kickoff").await, Vec::<String>::new(), "kick-off is two words");
    assert_eq!(found(&mara, "rolout kick").await, ["Rollout kick-off, Ibéria"]);
    let page = mara.get("/search?q=rollout").await;
    page.assert_text("Thu 11 March, 14:00").assert_text("Ana Ferreira");
    let meeting = page.attributes(".results a", "href").into_iter().find(|to| to.starts_with("/meetings/"));
    let form = mara.get(&format!("{}/remove", meeting.unwrap_or_default())).await.form("Remove meeting");
    mara.send(form).await.assert_ok();
    app.run_jobs().await;
    assert!(found(&mara, "iberia").await.is_empty());
}

#[tokio::test]
async fn what_was_changed_is_found_by_its_new_words_and_no_longer_by_the_old() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").email("ana@lumen.example").company("Lumen Freight").create().await;
    let form = mara.get(&format!("/contacts/{ana}/edit")).await.form("Save changes");
    mara.send(form.set("name", "Ana Sousa").set("email", "sousa@lumen.example")).await.assert_ok();
    assert_eq!(found(&mara, "sousa").await, ["Ana Sousa"]);
    assert!(found(&mara, "ferreira").await.is_empty());
    let company = mara.get("/search?q=lumen").await.attributes(".results a[href^='/companies/']", "href");
    let edit = mara.get(&format!("{}/edit", company[0])).await.form("Save changes");
    mara.send(edit.set("name", "Kestrel")).await.assert_ok();
    assert_eq!(found(&mara, "kestrel").await, ["Ana Sousa", "Kestrel"]);
    assert!(found(&mara, "freight").await.is_empty());
    let delete = mara.get(&format!("{}/delete", company[0])).await.form("Delete company");
    mara.send(delete).await.assert_ok();
    assert!(found(&mara, "kestrel").await.is_empty());
}

#[tokio::test]
async fn another_workspace_finds_nothing_of_it() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app, &mara).await;
    let nina = app.outsider("nina").await;
    for asked in ["ana", "lumen", "+351 210 000 142", "ferrera"] {
        let query: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        nina.get(&format!("/search?q={query}")).await.assert_ok().assert_text("Nothing matches");
    }
}

#[tokio::test]
async fn odd_questions_find_nothing_and_break_nothing() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    three(&app, &mara).await;
    let long = "ana ".repeat(5000);
    for asked in ["%", "_", "'", "\\", "^an", "\u{0}", "💥", "a' OR 1=1 --", long.as_str(), "\u{10ffff}"] {
        let query: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        if query.len() < 60_000 {
            mara.get(&format!("/search?q={query}")).await.assert_ok();
        }
    }
    assert_eq!(found(&mara, "a_a").await, found(&mara, "a a").await, "signs only part words");
}
