use testing::TestApp;

use crate::support::{add, lumen, people};

#[tokio::test]
async fn whoever_is_added_with_an_address_at_the_domain_joins() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    let page =
        mara.post("/contacts/new", &[("name", "Ana Ferreira"), ("email", "ana@LumenFreight.example")]).await;
    page.assert_notice("The address belongs to Lumen Freight, so the contact does too.");
    mara.post("/contacts/new", &[("name", "Jonas"), ("email", "jonas@other.example")]).await.assert_ok();
    let typed = [("name", "Rui"), ("email", "rui@lumenfreight.example"), ("company", "Matos Consulting")];
    mara.post("/contacts/new", &typed).await.assert_ok();
    assert_eq!(people(&mara, &company).await, ["Ana Ferreira"], "what was typed counts more");
}

#[tokio::test]
async fn whoever_is_there_already_joins_when_the_domain_becomes_known() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
    app.contact("Rui Matos").email("rui@lumenfreight.example").create().await;
    app.contact("Near").email("near@notlumenfreight.example").create().await;
    app.contact("Elsewhere").email("else@lumenfreight.example").company("Other").create().await;
    let page = add(&mara, &[("name", "Lumen Freight")]).await;
    assert!(people(&mara, &page.path).await.is_empty());
    let form = mara.get(&page.link("Edit company")).await.form("Save changes");
    let saved = mara.send(form.set("domain", "lumenfreight.example")).await;
    saved.assert_notice("Company saved, 2 people joined by their address");
    assert_eq!(people(&mara, &page.path).await, ["Ana Ferreira", "Rui Matos"]);
    mara.get("/contacts?q=lumen+ana").await.assert_text("Ana Ferreira");
}

#[tokio::test]
async fn a_company_can_say_that_nobody_joins_by_the_address() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").email("ana@lumenfreight.example").create().await;
    let form = mara.get("/companies/new").await.form("Create company");
    let form = form.set("name", "Lumen Freight").set("domain", "lumenfreight.example").untick("joins", "on");
    let page = mara.send(form).await;
    page.assert_ok().assert_text("Nobody joins by their address.");
    mara.post("/contacts/new", &[("name", "Rui"), ("email", "rui@lumenfreight.example")]).await.assert_ok();
    assert!(people(&mara, &page.path).await.is_empty());
}

#[tokio::test]
async fn whoever_was_taken_out_stays_out_until_somebody_types_the_company_again() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    let ana =
        mara.post("/contacts/new", &[("name", "Ana"), ("email", "ana@lumenfreight.example")]).await.path;
    let edit = async |fields: &[(&str, &str)]| {
        let mut form = mara.get(&format!("{ana}/edit")).await.form("Save changes");
        for (name, value) in fields {
            form = form.set(name, value);
        }
        mara.send(form).await.assert_ok();
    };
    edit(&[("company", "")]).await;
    assert!(people(&mara, &company).await.is_empty());
    // Neither the company's form nor another address of the same domain brings her back.
    let form = mara.get(&format!("{company}/edit")).await.form("Save changes");
    mara.send(form).await.assert_notice("Company saved");
    edit(&[("email", "ana.ferreira@lumenfreight.example")]).await;
    assert!(people(&mara, &company).await.is_empty());
    edit(&[("company", "Lumen Freight")]).await;
    assert_eq!(people(&mara, &company).await, ["Ana"]);
}

#[tokio::test]
async fn a_new_address_brings_somebody_without_a_company_to_one() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    let ana = app.contact("Ana").email("ana@home.example").create().await;
    let form = mara.get(&format!("/contacts/{ana}/edit")).await.form("Save changes");
    let saved = mara.send(form.set("email", "ana@lumenfreight.example")).await;
    saved.assert_notice("The address belongs to Lumen Freight");
    assert_eq!(people(&mara, &company).await, ["Ana"]);
}
