use testing::TestApp;

use crate::support::add;

#[tokio::test]
async fn a_deal_is_added_and_edited_with_everything_that_was_typed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").email("ana@lumen.example").company("Lumen Freight").create().await;
    let typed =
        [("title", "Rollout"), ("value", "18.400,50"), ("currency", "SEK"), ("contact", "ANA@lumen.example")];
    let page = add(&mara, &typed).await;
    page.assert_ok().assert_notice("Deal added").assert_heading("Rollout");
    for text in ["SEK 18,400.50", "Ana Ferreira", "Lumen Freight", "Qualified, since today", "Mara Lindqvist"]
    {
        page.assert_text(text);
    }
    let edit = mara.get(&page.link("Edit deal")).await;
    assert_eq!(
        (edit.field("Value").value, edit.field("Contact").value),
        ("18400.50".into(), "ana@lumen.example".into())
    );
    let form =
        edit.form("Save changes").set("title", "Rollout two").set("contact", "").set("company", "Brandt");
    let page = mara.send(form).await;
    page.assert_notice("Deal saved")
        .assert_heading("Rollout two")
        .assert_text("Brandt")
        .assert_no_text("Ana Ferreira");
    page.assert_text("The deal has no contact to invite.");
}

#[tokio::test]
async fn the_same_form_sent_twice_adds_one_deal() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/deals/new").await.form("Create deal").set("title", "Rollout").set("value", "5");
    let first = mara.send(form.clone()).await;
    assert_eq!(mara.send(form).await.path, first.path);
    assert_eq!(mara.get("/deals").await.select(".deal").len(), 1);
}

#[tokio::test]
async fn what_cannot_be_saved_is_named_and_nothing_that_was_typed_is_lost() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for email in ["ana@one.example", "ana@two.example"] {
        app.contact("Ana Ferreira").email(email).create().await;
    }
    for (title, value, contact, label, sentence) in [
        (" ", "5", "", "Title", "Say what the deal is about."),
        ("Rollout", "much", "", "Value", "Enter an amount, as in 18400 or 18,400.50."),
        (
            "Rollout",
            "5",
            "Nobody",
            "Contact",
            "No contact has this address or name. Add the contact first, or leave it empty.",
        ),
        (
            "Rollout",
            "5",
            "ana ferreira",
            "Contact",
            "Several contacts are called so. Choose the one you mean.",
        ),
    ] {
        let typed = [("title", title), ("value", value), ("contact", contact), ("company", "Kept")];
        let page = add(&mara, &typed).await;
        page.assert_status(422).assert_notice("The deal was not saved.");
        assert_eq!(page.field(label).error.as_deref(), Some(sentence));
        assert_eq!(
            (page.field("Company").value.as_str(), page.field("Value").value.as_str()),
            ("Kept", value)
        );
    }
    mara.get("/companies").await.assert_no_text("Kept");
}

#[tokio::test]
async fn a_deal_is_deleted_after_a_question() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let deal = add(&mara, &[("title", "Rollout"), ("value", "5")]).await.path;
    let ask = mara.get(&format!("{deal}/delete")).await;
    ask.assert_heading("Delete Rollout?");
    mara.send(ask.form("Delete deal")).await.assert_notice("Deal deleted");
    mara.get(&deal).await.assert_status(404).assert_heading("This deal does not exist");
    mara.get("/search?q=rollout").await.assert_text("Nothing matches");
}

#[tokio::test]
async fn of_two_contacts_of_one_name_the_chosen_one_is_taken_and_stays() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    // Neither has an address, so that no text tells them apart.
    app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    let second = app.contact("Ana Ferreira").company("Brandt Optik").create().await;
    let form = mara.get("/deals/new").await.form("Create deal");
    let form = form.set("title", "Rollout").set("value", "5").set("contact", "ana ferreira");
    let page = mara.send(form).await;
    page.assert_status(422).assert_text("Lumen Freight").assert_text("Brandt Optik");
    assert_eq!(page.attributes("input[type=radio][name=contact_id]", "value").len(), 2);
    let page = mara.send(page.form("Create deal").set("contact_id", &second.to_string())).await;
    page.assert_notice("Deal added").assert_text("Brandt Optik");
    let deal = page.path;

    // Saved again without a look at the contact, it is the same one.
    let form = mara.get(&format!("{deal}/edit")).await.form("Save changes").set("title", "Rollout two");
    mara.send(form).await.assert_notice("Deal saved");
    assert_eq!(mara.get(&deal).await.link("Ana Ferreira"), format!("/contacts/{second}"));
}

#[tokio::test]
async fn a_deal_begun_at_a_contact_is_with_that_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").create().await;
    let second = app.contact("Ana Ferreira").create().await;
    let form = mara.get(&format!("/deals/new?contact={second}")).await.form("Create deal");
    let page = mara.send(form.set("title", "Rollout").set("value", "5")).await;
    page.assert_notice("Deal added");
    assert_eq!(page.link("Ana Ferreira"), format!("/contacts/{second}"));
}
