//! Deals of another workspace do not exist.

use testing::TestApp;

use crate::support::add;

#[tokio::test]
async fn another_workspaces_deal_is_neither_seen_nor_changed() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let ana = app.contact("Ana Ferreira").create().await;
    let deal = add(&mara, &[("title", "Lumen rollout"), ("value", "5")]).await.path;
    let nina = app.outsider("nina").await;
    for path in ["", "/edit", "/delete", "/meetings/new"] {
        let page = nina.get(&format!("{deal}{path}")).await;
        page.assert_status(404).assert_heading("This deal does not exist");
    }
    nina.get("/deals").await.assert_heading("No deals yet");
    nina.get(&format!("/deals/new?contact={ana}")).await.assert_ok().assert_no_text("Ana");
    let typed = [("title", "Taken over"), ("value", "5"), ("contact", "Ana Ferreira")];
    add(&nina, &typed).await.assert_status(422);

    let own = add(&nina, &[("title", "Own"), ("value", "5")]).await;
    let forms = [
        (own.form("Move to Won"), format!("{deal}/move")),
        (
            nina.get(&format!("{}/edit", own.path)).await.form("Save changes").set("title", "Taken over"),
            deal.clone(),
        ),
        (nina.get(&format!("{}/delete", own.path)).await.form("Delete deal"), format!("{deal}/delete")),
    ];
    for (mut form, action) in forms {
        form.action = action;
        nina.send(form).await.assert_status(404);
    }
    mara.get(&deal).await.assert_heading("Lumen rollout").assert_text("Qualified");
}
