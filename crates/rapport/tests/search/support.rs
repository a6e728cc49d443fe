use testing::TestUser;

/// The names of what was found, in order. What is underlined in them is left out of account.
pub(crate) async fn found(user: &TestUser, asked: &str) -> Vec<String> {
    let query: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    let html = user.get(&format!("/search?q={query}")).await.assert_ok().html();
    let results = html.split("data-search-results").nth(1).unwrap_or_default();
    let names = results.split("<b>").skip(1).filter_map(|rest| rest.split("</b>").next());
    names.map(|name| name.replace("<mark>", "").replace("</mark>", "")).collect()
}
