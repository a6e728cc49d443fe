use testing::{Page, TestUser};

/// Adds a deal through its form.
pub(crate) async fn add(user: &TestUser, fields: &[(&str, &str)]) -> Page {
    user.post("/deals/new", fields).await
}

/// The titles in a column of the board.
pub(crate) async fn column(user: &TestUser, stage: &str) -> Vec<String> {
    user.get("/deals").await.assert_ok().select(&format!(".lane.{stage} .deal b a"))
}

/// Presses a stage in the menu of the only deal on the board.
pub(crate) async fn move_on_board(user: &TestUser, to: &str) -> Page {
    let form = user.get("/deals").await.form(to);
    user.send(form).await
}
