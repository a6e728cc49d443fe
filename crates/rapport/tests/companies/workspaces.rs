//! Companies of another workspace do not exist.

use testing::TestApp;

use crate::support::{add, lumen};

#[tokio::test]
async fn another_workspaces_company_is_neither_seen_nor_changed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let company = lumen(&mara).await;
    let nina = app.outsider("nina").await;
    for path in ["", "/edit", "/delete", "/meetings/new"] {
        let page = nina.get(&format!("{company}{path}")).await;
        page.assert_status(404).assert_heading("This company does not exist");
    }
    nina.get("/companies").await.assert_heading("No companies yet");
    let id = company.rsplit('/').next().unwrap_or_default();
    nina.get(&format!("/contacts?company={id}")).await.assert_ok().assert_no_text("Lumen");
    nina.get(&format!("/meetings?view=agenda&company={id}")).await.assert_ok().assert_no_text("Lumen");

    // The same name and domain are free there.
    let own = add(&nina, &[("name", "Lumen Freight"), ("domain", "lumenfreight.example")]).await;
    own.assert_ok();
    let mut edit =
        nina.get(&format!("{}/edit", own.path)).await.form("Save changes").set("name", "Taken over");
    edit.action.clone_from(&company);
    nina.send(edit).await.assert_status(404);
    let mut delete = nina.get(&format!("{}/delete", own.path)).await.form("Delete company");
    delete.action = format!("{company}/delete");
    nina.send(delete).await.assert_status(404);
    mara.get(&company).await.assert_heading("Lumen Freight");
    nina.post("/contacts/new", &[("name", "Rui"), ("email", "rui@lumenfreight.example")]).await.assert_ok();
    mara.get(&company).await.assert_no_text("Rui");
}
