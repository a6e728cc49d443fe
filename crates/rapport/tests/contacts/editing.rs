use testing::TestApp;

const EVERYTHING: [(&str, &str); 7] = [
    ("name", "Ana Ferreira"),
    ("email", "ana.ferreira@lumenfreight.example"),
    ("phone", "+351 210 000 142"),
    ("title", "Head of Operations"),
    ("company", "Lumen Freight"),
    ("zone", "Europe/Lisbon"),
    ("language", "Portuguese, English"),
];

#[tokio::test]
async fn a_contact_is_added_with_everything_that_was_typed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.post("/contacts/new", &EVERYTHING).await;
    page.assert_ok().assert_notice("Contact added").assert_heading("Ana Ferreira");
    for text in
        ["ana.ferreira@lumenfreight.example", "+351 210 000 142", "Lumen Freight", "Lisbon", "Portuguese"]
    {
        page.assert_text(text);
    }
    page.assert_text("Mara Lindqvist");
    let edit = mara.get(&page.link("Edit")).await;
    for (label, (_, value)) in
        ["Name", "Email", "Phone", "Job title", "Company", "Time zone", "Language"].iter().zip(EVERYTHING)
    {
        assert_eq!(edit.field(label).value, value, "{label}");
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_adds_one_contact() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let form = mara.get("/contacts/new").await.form("Create contact").set("name", "Ana Ferreira");
    let first = mara.send(form.clone()).await;
    let second = mara.send(form).await;
    assert_eq!(first.path, second.path, "both lead to the one contact");
    assert_eq!(mara.get("/contacts").await.select("tbody tr").len(), 1);
}

#[tokio::test]
async fn the_name_is_enough_and_needed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.post("/contacts/new", &[("name", "  ")]).await;
    page.assert_status(422).assert_notice("The contact was not saved.");
    assert_eq!(page.field("Name").error.as_deref(), Some("Enter a name."));
    mara.post("/contacts/new", &[("name", "Ana")]).await.assert_ok().assert_heading("Ana");
}

#[tokio::test]
async fn wrong_values_are_named_and_nothing_that_was_typed_is_lost() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let long = "x".repeat(121);
    let form = mara.get("/contacts/new").await.form("Create contact");
    let form = form.set("name", "Ana").set("email", "ana@").set("title", &long).force("zone", "Mars/Olympus");
    let page = mara.send(form).await;
    page.assert_status(422);
    assert_eq!(page.field("Name").value, "Ana");
    assert_eq!(page.field("Email").value, "ana@");
    assert!(page.field("Email").error.is_some());
    assert_eq!(page.field("Job title").value, long);
    assert!(page.field("Job title").error.is_some());
    assert!(page.field("Time zone").error.is_some());
    // Mended, the same form works.
    let form =
        page.form("Create contact").set("email", "ana@lumen.example").set("title", "").force("zone", "");
    mara.send(form).await.assert_ok().assert_heading("Ana");
    assert_eq!(mara.get("/contacts").await.select("tbody tr").len(), 1);
}

#[tokio::test]
async fn a_contact_is_changed_and_emptied_fields_are_empty() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.post("/contacts/new", &EVERYTHING).await;
    let edit = page.link("Edit");
    let fields =
        [("name", "Ana Silva"), ("email", ""), ("phone", ""), ("company", "Tidewater"), ("zone", "")];
    let page = mara.post(&edit, &fields).await;
    page.assert_ok().assert_notice("Contact saved").assert_heading("Ana Silva").assert_text("Tidewater");
    for gone in ["Ferreira", "lumenfreight", "+351", "Lisbon"] {
        page.assert_no_text(gone);
    }
    page.assert_text("Ana has no email address to invite.");
    assert!(page.links().iter().any(|(name, _)| name == "Schedule meeting"), "they can meet all the same");
}

#[tokio::test]
async fn a_company_is_known_by_its_name_whatever_the_capitals() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    mara.post("/contacts/new", &[("name", "Ana"), ("company", "Lumen Freight")]).await.assert_ok();
    let page = mara.post("/contacts/new", &[("name", "Rui"), ("company", "lumen freight")]).await;
    page.assert_heading("Colleagues").assert_text("Ana");
}

#[tokio::test]
async fn markup_and_odd_characters_stay_text() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let name = "<script>alert('ana')</script> “O’Neill” & Søn 🚒";
    let page = mara.post("/contacts/new", &[("name", name), ("company", "<b>Bold</b> & Co")]).await;
    page.assert_ok();
    assert_eq!(page.select("h1"), [name]);
    assert!(page.select("h1 script, b:has(b)").is_empty());
    let list = mara.get("/contacts").await;
    list.assert_ok();
    assert_eq!(list.rows("O’Neill").len(), 1);
}
