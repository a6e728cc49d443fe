use testing::{Page, TestUser};

/// Adds a company through its form.
pub(crate) async fn add(user: &TestUser, fields: &[(&str, &str)]) -> Page {
    user.post("/companies/new", fields).await
}

/// Adds Lumen Freight with its domain; the path of its page.
pub(crate) async fn lumen(user: &TestUser) -> String {
    let page = add(user, &[("name", "Lumen Freight"), ("domain", "lumenfreight.example")]).await;
    page.assert_ok().assert_heading("Lumen Freight");
    page.path
}

/// Who works there, as the page says.
pub(crate) async fn people(user: &TestUser, company: &str) -> Vec<String> {
    user.get(company).await.assert_ok().select(".people-t tbody td:first-child b")
}

/// The path of the company of that name, from the list.
pub(crate) async fn find(user: &TestUser, name: &str) -> String {
    let links = user.get("/companies").await.links();
    let found = links.into_iter().find(|(text, to)| text.ends_with(name) && to.starts_with("/companies/"));
    found.unwrap_or_else(|| panic!("no company {name}")).1
}
