use testing::TestApp;

use crate::support::{add, find, lumen, people};

const EVERYTHING: [(&str, &str); 6] = [
    ("name", "Lumen Freight"),
    ("about", "Road and rail logistics"),
    ("domain", "https://www.LumenFreight.example/"),
    ("zone", "Europe/Lisbon"),
    ("vat_number", "PT500000142"),
    ("address", "Rua da Cintura 12, Lisbon"),
];

#[tokio::test]
async fn a_company_is_added_with_everything_that_was_typed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = add(&mara, &EVERYTHING).await;
    page.assert_ok().assert_notice("Company added").assert_heading("Lumen Freight");
    for text in
        ["Road and rail logistics", "lumenfreight.example", "PT500000142", "Rua da Cintura 12", "in Lisbon"]
    {
        page.assert_text(text);
    }
    let edit = mara.get(&page.link("Edit company")).await;
    assert_eq!(edit.field("Domain").value, "lumenfreight.example");
    for (label, at) in [("Name", 0), ("What it does", 1), ("Time zone", 3), ("VAT number", 4), ("Address", 5)]
    {
        assert_eq!(edit.field(label).value, EVERYTHING[at].1, "{label}");
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_adds_one_company() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/companies/new").await.form("Create company").set("name", "Lumen Freight");
    let first = mara.send(form.clone()).await;
    let second = mara.send(form).await;
    assert_eq!(first.path, second.path);
    assert_eq!(mara.get("/companies").await.select("tbody tr").len(), 1);
}

#[tokio::test]
async fn what_cannot_be_saved_is_named_and_nothing_that_was_typed_is_lost() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    lumen(&mara).await;
    for (name, domain, label, sentence) in [
        ("  ", "", "Name", "Enter a name."),
        ("LUMEN freight", "", "Name", "There is a company of this name already."),
        ("Other", "lumenfreight.example", "Domain", "This is the domain of Lumen Freight."),
        ("Other", "nonsense", "Domain", "That is not a domain, as in lumenfreight.com."),
        (
            "Other",
            "ana@gmail.com",
            "Domain",
            "Anybody can have an address at gmail.com, so it says nothing about where people work.",
        ),
    ] {
        let page = add(&mara, &[("name", name), ("domain", domain), ("about", "Kept")]).await;
        page.assert_status(422).assert_notice("The company was not saved.");
        assert_eq!(page.field(label).error.as_deref(), Some(sentence));
        assert_eq!(page.field("What it does").value, "Kept");
        assert_eq!(page.field("Domain").value, domain);
    }
}

#[tokio::test]
async fn an_edited_company_keeps_its_people_and_they_are_found_by_its_new_name() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    let company = find(&mara, "Lumen Freight").await;
    let form = mara.get(&format!("{company}/edit")).await.form("Save changes").set("name", "Lumière Fret");
    mara.send(form).await.assert_ok().assert_notice("Company saved").assert_heading("Lumière Fret");
    assert_eq!(people(&mara, &company).await, ["Ana Ferreira"]);
    mara.get("/contacts?q=lumiere").await.assert_text("Ana Ferreira");
    mara.get("/contacts?q=freight").await.assert_no_text("Ana Ferreira");
}

#[tokio::test]
async fn a_deleted_company_leaves_its_people_where_they_are() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    let ana = app.contact("Ana Ferreira").email("ana@home.example").company("Lumen Freight").create().await;
    let rui =
        mara.post("/contacts/new", &[("name", "Rui Matos"), ("email", "rui@lumenfreight.example")]).await;
    let edit = mara.get(&format!("{}/edit", rui.path)).await.form("Save changes").set("company", "");
    mara.send(edit).await.assert_ok();

    let page = mara.get(&format!("{company}/delete")).await;
    page.assert_heading("Delete Lumen Freight?").assert_text("1 person stays as a contact");
    let done = mara.send(page.form("Delete company")).await;
    done.assert_ok().assert_notice("Company deleted, its people stay");
    mara.get(&company).await.assert_status(404).assert_heading("This company does not exist");
    mara.get(&format!("/contacts/{ana}"))
        .await
        .assert_heading("Ana Ferreira")
        .assert_no_text("Lumen Freight");
    mara.get("/contacts?q=lumen+freight").await.assert_no_text("Ana Ferreira");
}

#[tokio::test]
async fn the_list_is_searched_and_comes_in_pages() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.get("/companies").await.assert_ok().assert_heading("No companies yet");
    for number in 0..60 {
        app.contact("Somebody").company(&format!("Company {number:02}")).create().await;
    }
    let names = |page: &testing::Page| page.select("tbody td:first-child b");
    let first = mara.get("/companies").await;
    assert_eq!((names(&first).len(), first.has_link("Previous")), (50, false));
    first.assert_text("50 of 60");
    let second = mara.get(&first.link("Next")).await;
    assert_eq!(names(&second).first().map(String::as_str), Some("Company 50"));
    assert_eq!(names(&mara.get(&second.link("Previous")).await), names(&first));
    let found = mara.get("/companies?q=company+07").await;
    assert_eq!(names(&found), ["Company 07"]);
    found.assert_text("1 found").assert_text("1 person");
    mara.get("/companies?q=%25").await.assert_heading("No company matches “%”");
}

#[tokio::test]
async fn the_people_of_a_company_are_a_filter_of_the_contacts() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for number in 0..25 {
        app.contact(&format!("Person {number:02}")).company("Lumen Freight").create().await;
    }
    app.contact("Person 1 Weber").company("Brandt Optik").create().await;
    let company = find(&mara, "Lumen Freight").await;
    assert_eq!(people(&mara, &company).await.len(), 20);
    let all = mara.get(&mara.get(&company).await.link("All people")).await;
    all.assert_no_text("Person 1 Weber").assert_text("25 found");
    assert_eq!(
        all.attributes("input[name=company]", "value"),
        [company.rsplit('/').next().unwrap_or_default()]
    );
    let found = mara.get(&format!("{}&q=person+1", all.path)).await;
    assert_eq!(found.select("tbody tr").len(), 12, "the search stays within the company");
    mara.get(&found.link("Show contacts of every company")).await.assert_text("Person 1 Weber");
}

#[tokio::test]
async fn the_history_is_that_of_its_people_and_says_whom_it_is_about() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    let ana = app.contact("Ana Ferreira").company("Lumen Freight").create().await;
    let jonas = app.contact("Jonas Weber").company("Brandt Optik").create().await;
    for (contact, note) in [(ana, "Wants the SSO timeline"), (jonas, "Not about Lumen")] {
        let form = mara.get(&format!("/contacts/{contact}")).await.form("Save note").set("note", note);
        mara.send(form).await.assert_ok();
    }
    mara.get(&company)
        .await
        .assert_text("Wants the SSO timeline")
        .assert_text("about Ana")
        .assert_no_text("Not about Lumen");
}
