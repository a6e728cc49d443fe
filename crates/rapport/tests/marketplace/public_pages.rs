//! The pages that Zoom's review reads: written, previewed, published.

use rapport::config::PublisherConfig;
use testing::{Page, TestApp, TestUser};

use crate::publisher::publish;

const PLACES: [(&str, &str); 4] =
    [("documentation", "/docs/zoom"), ("support", "/support"), ("privacy", "/privacy"), ("terms", "/terms")];

async fn press(owner: &TestUser, name: &str, button: &str) -> Page {
    owner.press(&format!("/settings/zoom-app/pages/{name}"), button).await
}

#[tokio::test]
async fn rt_23_zooms_reviewer_finds_adding_using_removing_and_the_other_pages() {
    let publisher = PublisherConfig {
        name: Some("Halden Studio".into()),
        support_email: Some("help@halden.example".into()),
        ..PublisherConfig::default()
    };
    let app = TestApp::builder().publisher(publisher).start().await;
    let mara = app.user("mara").await;
    mara.post("/settings/zoom-app", &[("verification", "ZOOM_verify_6f2d41")]).await.assert_ok();
    for (name, place) in PLACES {
        app.visitor().get(place).await.assert_status(404);
        publish(&mara, name).await;
    }
    let reviewer = app.visitor();
    for (_, place) in PLACES {
        let page = reviewer.get(place).await;
        page.assert_ok();
        assert_eq!(page.header("x-robots-tag"), "");
        assert!(page.attributes("meta[name=robots]", "content").is_empty(), "{place}");
        assert_eq!(page.attributes("meta[name=zoom-domain-verification]", "content"), ["ZOOM_verify_6f2d41"]);
        assert_eq!(
            page.links().iter().filter(|(_, href)| PLACES.iter().any(|(_, other)| href == other)).count(),
            3
        );
    }
    let page = reviewer.get("/docs/zoom").await;
    for heading in ["Adding the app", "Using the app", "Removing the app", "Troubleshooting", "Questions"] {
        page.assert_heading(heading);
    }
    page.assert_text("What happens to your data").assert_text("Halden Studio");
    for (scope, _) in rapport::connections::NEEDED {
        page.assert_text(scope);
    }
    assert_eq!(page.link("help@halden.example"), "mailto:help@halden.example");
}

#[tokio::test]
async fn before_a_page_is_published_only_who_runs_the_installation_sees_it_and_robots_stay_away() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let outsider = app.outsider("eve").await;
    for (_, place) in PLACES {
        app.visitor().get(place).await.assert_status(404);
        oskar.get(place).await.assert_status(404);
        outsider.get(place).await.assert_status(404);
        let page = mara.get(place).await;
        page.assert_ok().assert_text("Not published");
        assert_eq!(page.header("x-robots-tag"), "noindex");
        assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    }
    assert!(!app.visitor().get("/login").await.links().iter().any(|(_, href)| href == "/privacy"));
    press(&mara, "terms", "Publish page").await;
    app.visitor().get("/terms").await.assert_ok();
    press(&mara, "terms", "Unpublish page").await.assert_notice("no longer published");
    app.visitor().get("/terms").await.assert_status(404);
    oskar.get("/settings/zoom-app/pages/terms").await.assert_status(403);
}

#[tokio::test]
async fn what_only_the_publisher_knows_is_marked_until_it_is_said() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let page = mara.get("/privacy").await;
    assert!(page.select("mark").iter().any(|mark| mark.starts_with("[publisher.hosting_region: ")));
    mara.get("/settings/zoom-app/pages/privacy")
        .await
        .assert_text("publisher.hosting_region is not set: country or region where data is stored");
    mara.get("/settings/zoom-app").await.assert_text("missing");
}

#[tokio::test]
async fn a_text_of_ones_own_is_previewed_saved_and_taken_back() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let own = "# Help\n\nWrite **to us**. <script>alert(1)</script> [x](javascript:alert(1))";
    let form = mara.get("/settings/zoom-app/pages/support").await.form("Show preview").set("text", own);
    let page = mara.send(form).await;
    page.assert_heading("Help").assert_text("<script>alert(1)</script>");
    assert!(!page.html().contains("<script>alert") && !page.html().contains("href=\"javascript:"));
    mara.get("/support").await.assert_no_text("to us");

    let form = page.form("Save text");
    mara.send(form).await.assert_notice("Support: saved");
    mara.get("/support").await.assert_heading("Help").assert_text("Write to us.");
    press(&mara, "support", "Reset to default text").await.assert_notice("Support: back to the default text");
    mara.get("/support").await.assert_no_text("to us").assert_heading("Security");
    let changes = mara.get("/settings/zoom-app").await.rows("Support: ");
    assert_eq!(changes.len(), 2, "{changes:?}");

    let form =
        mara.get("/settings/zoom-app/pages/support").await.form("Save text").set("text", &"x".repeat(60_001));
    let page = mara.send(form).await;
    page.assert_status(422).assert_notice("Nothing was saved.");
    assert_eq!(page.field("Text").error.unwrap(), "Shorten it to 60000 characters.");
}
