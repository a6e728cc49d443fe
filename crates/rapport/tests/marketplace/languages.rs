//! The public pages in the languages that the publisher chose.

use axum::http::Method;
use domain::Language;
use store::installation_settings::{self, Setting};
use testing::{Page, TestApp, TestUser};

use crate::publisher::publish;

const ZOOM_APP: &str = "/settings/zoom-app";

/// Ticks these languages and no others, and saves.
async fn offer(owner: &TestUser, tags: &[&str]) -> Page {
    let mut form = owner.get(ZOOM_APP).await.form("Save languages");
    for language in Language::ALL.iter().filter(|language| **language != Language::English) {
        let tag = language.as_str();
        form = if tags.contains(&tag) { form.set("languages", tag) } else { form.untick("languages", tag) };
    }
    owner.send(form).await
}

/// Opens a page as somebody whose browser asks for these languages.
async fn reads(app: &TestApp, path: &str, accept_language: &str) -> Page {
    let headers = [("accept-language", accept_language)];
    app.visitor().request(Method::GET, path, &headers, String::new()).await
}

fn language(page: &Page) -> String {
    page.assert_ok();
    let spoken = page.attributes("html", "lang").remove(0);
    assert_eq!(page.header("content-language"), spoken);
    assert!(page.header("vary").contains("accept-language"), "{}", page.header("vary"));
    spoken
}

#[tokio::test]
async fn english_alone_is_offered_until_others_are_chosen() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    publish(&mara, "privacy").await;
    let page = reads(&app, "/privacy?lang=de", "de").await;
    assert_eq!(language(&page), "en");
    page.assert_heading("Privacy policy");
    assert!(page.select("nav").is_empty() && page.select("link[rel=alternate]").is_empty());

    let page = offer(&mara, &["de", "sv"]).await;
    page.assert_notice("Public pages are offered in English, German, Swedish");
    page.assert_text("Mara Lindqvist Public pages offered in English, German, Swedish");
    let page = mara.get(ZOOM_APP).await;
    assert!(page.field("English").checked && page.field("English").disabled);
    assert!(page.field("German").checked && !page.field("French").checked);
    assert_eq!(language(&reads(&app, "/privacy?lang=de", "").await), "de");

    offer(&mara, &[]).await.assert_notice("Public pages are offered in English");
    assert_eq!(language(&reads(&app, "/privacy?lang=de", "de").await), "en");
    assert_eq!(mara.get(ZOOM_APP).await.rows("Public pages offered in").len(), 2);
    offer(&mara, &[]).await.assert_ok();
    assert_eq!(mara.get(ZOOM_APP).await.rows("Public pages offered in").len(), 2, "nothing was changed");
}

#[tokio::test]
async fn the_address_decides_then_the_browser_and_english_is_there_for_the_rest() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    publish(&mara, "privacy").await;
    offer(&mara, &["de", "pt"]).await.assert_ok();
    for (path, browser, expected) in [
        ("/privacy?lang=de", "pt", "de"),
        ("/privacy?lang=de-AT", "pt", "de"),
        ("/privacy?lang=EN", "de", "en"),
        ("/privacy", "de-AT, en;q=0.5", "de"),
        ("/privacy", "fr, pt-BR;q=0.9, de;q=0.8", "pt"),
        ("/privacy", "fr", "en"),
        ("/privacy", "de;q=0, *;q=0.1", "en"),
        ("/privacy", "de;;q=,,", "en"),
        ("/privacy", "", "en"),
        // Not offered, or no language at all: as if the address named none.
        ("/privacy?lang=fr", "de", "de"),
        ("/privacy?lang=%3Cscript%3E", "pt", "pt"),
        ("/privacy?lang=", "de", "de"),
    ] {
        assert_eq!(language(&reads(&app, path, browser).await), expected, "{path} {browser}");
    }
    let two_lines = [("accept-language", "fr"), ("accept-language", "de;q=0.5")];
    let page = app.visitor().request(Method::GET, "/privacy", &two_lines, String::new()).await;
    assert_eq!(language(&page), "de");
    assert_eq!(page.header("set-cookie"), "");
}

#[tokio::test]
async fn a_reader_chooses_a_language_and_keeps_it_on_the_other_pages() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    for page in ["documentation", "support", "privacy"] {
        publish(&mara, page).await;
    }
    offer(&mara, &["de", "sv"]).await.assert_ok();
    let visitor = app.visitor();
    let page = visitor.get("/docs/zoom").await;
    assert_eq!(page.link("Support"), "/support", "whoever chose nothing leaves it to the browser");

    let chooser = "nav[aria-label=Language] a";
    assert_eq!(page.select(chooser), ["English", "Deutsch", "Svenska"]);
    for name in ["lang", "hreflang"] {
        assert_eq!(page.attributes(chooser, name), ["en", "de", "sv"]);
    }
    assert_eq!(page.select("nav [aria-current]"), ["English"]);
    let page = visitor.get(&page.link("Deutsch")).await;
    assert_eq!(page.path, "/docs/zoom?lang=de");
    assert_eq!(page.select("nav [aria-current]"), ["Deutsch"]);
    page.assert_heading("Zoom mit Rapport nutzen").assert_heading("Die App entfernen");
    page.assert_text("meeting:delete:meeting Meetings entfernen").assert_text("Connect Zoom");
    assert_eq!(page.attributes("nav", "aria-label"), ["Sprache", "Weitere Seiten"]);
    assert_eq!(page.link("Datenschutzerklärung"), "/privacy?lang=de");
    let page = visitor.get(&page.link("Hilfe")).await;
    assert_eq!(language(&page), "de");

    let alternates = "link[rel=alternate]";
    let at = |rest: &str| app.app().public_url.join(rest).unwrap().to_string();
    assert_eq!(page.attributes(alternates, "hreflang"), ["en", "de", "sv", "x-default"]);
    assert_eq!(
        page.attributes(alternates, "href"),
        [at("/support?lang=en"), at("/support?lang=de"), at("/support?lang=sv"), at("/support")]
    );
}

#[tokio::test]
async fn every_page_can_be_read_in_every_language() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    offer(&mara, &["de", "fr", "es", "pt", "sv"]).await.assert_ok();
    for place in ["/docs/zoom", "/support", "/privacy", "/terms"] {
        let english = mara.get(place).await;
        for tag in ["de", "fr", "es", "pt", "sv"] {
            let page = mara.get(&format!("{place}?lang={tag}")).await;
            assert_eq!(language(&page), tag);
            assert_ne!(page.headings()[0], "", "{place} {tag}");
            assert_eq!(page.headings().len(), english.headings().len());
            assert_eq!(page.select("title")[0], format!("{} · Rapport", page.headings()[0]));
            // What is missing is told to the publisher, in the language of the settings.
            assert!(page.attributes("mark", "lang").iter().all(|tag| tag == "en"));
            page.assert_no_text("Only owners and admins").assert_no_text("{{");
            assert_eq!(page.link("Zoom app"), ZOOM_APP, "the note above it");
        }
    }
}

#[tokio::test]
async fn each_language_has_a_text_of_its_own_and_one_decision_publishes_them_all() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    offer(&mara, &["de"]).await.assert_ok();
    let page = mara.get(&format!("{ZOOM_APP}/pages/support")).await;
    assert_eq!(page.select("nav [aria-current=true]"), ["English"]);
    let page = mara.get(&page.link("German")).await;
    assert_eq!(page.select("nav [aria-current=true]"), ["German"]);
    assert!(page.field("Text").value.contains("Wer wir sind"), "it begins with the default text");
    assert_eq!(page.attributes("textarea", "lang"), ["de"]);

    let page = mara.send(page.form("Show preview").set("text", "# Hallo\n\n{{zoom.permissions}}")).await;
    page.assert_heading("Hallo").assert_text("Meetings verschieben");
    assert_eq!(page.attributes(".prose", "lang"), ["de"]);
    let page = mara.send(page.form("Save text").set("text", "# Fragen Sie uns")).await;
    page.assert_notice("Support: saved");
    assert_eq!(page.path, format!("{ZOOM_APP}/pages/support?lang=de"));
    assert_eq!(page.link("/support?lang=de"), "/support?lang=de");
    mara.send(page.form("Publish page")).await.assert_notice("Support: published");

    let (german, english) = (reads(&app, "/support", "de").await, reads(&app, "/support", "en").await);
    german.assert_ok().assert_heading("Fragen Sie uns");
    english.assert_ok().assert_heading("Who we are").assert_no_text("Fragen");
    let page = mara.get(ZOOM_APP).await;
    page.assert_text("Own text: German");
    assert_eq!(page.rows("Support: text changed (German)").len(), 1);
    assert_eq!(page.rows("Support: published").len(), 1);

    let german = format!("{ZOOM_APP}/pages/support?lang=de");
    mara.get(&format!("{ZOOM_APP}/pages/support")).await.assert_text("German own text");
    mara.press(&german, "Reset to default text").await.assert_notice("back to the default text");
    mara.press(&german, "Unpublish page").await.assert_notice("no longer published");
    reads(&app, "/support", "de").await.assert_status(404);
    reads(&app, "/support", "en").await.assert_status(404);
    mara.get("/support?lang=de").await.assert_text("Wer wir sind").assert_text("Nicht veröffentlicht");
}

#[tokio::test]
async fn a_text_may_be_written_before_its_language_is_offered() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    publish(&mara, "terms").await;
    let page = mara.get(&format!("{ZOOM_APP}/pages/terms?lang=sv")).await;
    page.assert_text("Swedish is not offered");
    mara.send(page.form("Save text").set("text", "## Så här är det")).await.assert_ok();
    assert_eq!(language(&reads(&app, "/terms", "sv").await), "en");
    offer(&mara, &["sv"]).await.assert_ok();
    reads(&app, "/terms", "sv").await.assert_heading("Så här är det");
    mara.get(&format!("{ZOOM_APP}/pages/terms?lang=sv")).await.assert_no_text("is not offered");
}

#[tokio::test]
async fn what_is_missing_counts_in_the_languages_that_are_offered() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    let german = format!("{ZOOM_APP}/pages/terms?lang=de");
    for (path, text) in [
        (format!("{ZOOM_APP}/pages/terms"), "{{publisher.name}}"),
        (german, "{{publisher.name}} {{publisher.website}}"),
    ] {
        let form = mara.get(&path).await.form("Save text").set("text", text);
        mara.send(form).await.assert_ok();
    }
    let row = || async { mara.get(ZOOM_APP).await.rows("Terms of use /terms").remove(0) };
    assert!(row().await.contains("1 missing"), "{}", row().await);
    offer(&mara, &["de"]).await.assert_ok();
    assert!(row().await.contains("2 missing"), "{}", row().await);
}

#[tokio::test]
async fn languages_are_chosen_by_who_runs_the_installation_among_those_there_are() {
    let app = TestApp::start().await;
    let (mara, oskar) = (app.user("mara").await, app.user("oskar").await);
    let csrf = oskar.get("/settings/profile").await.attributes("input[name=csrf]", "value").remove(0);
    let fields = [("csrf", csrf.as_str()), ("languages", "de")];
    oskar.post_raw("/settings/zoom-app/languages", &fields).await.assert_status(403);
    app.visitor().post_raw("/settings/zoom-app/languages", &fields).await;
    let form = mara.get(ZOOM_APP).await.form("Save languages").force("languages", "tlh");
    mara.send(form).await.assert_notice("Nothing was changed");
    mara.get(&format!("{ZOOM_APP}/pages/terms?lang=tlh")).await.assert_status(404);
    let db = app.app().store.begin_read().await;
    assert_eq!(installation_settings::get(&db, Setting::PublicLanguages).await.unwrap(), None);
}

#[tokio::test]
async fn a_language_that_this_program_does_not_know_breaks_no_page() {
    let app = TestApp::start().await;
    let mara = app.user("mara").await;
    publish(&mara, "privacy").await;
    let tx = app.app().store.begin_write().await.unwrap();
    installation_settings::put(&tx, Setting::PublicLanguages, "tlh de ?!", app.now()).await.unwrap();
    tx.commit().await.unwrap();
    let page = reads(&app, "/privacy", "tlh, sv;q=0.9, de;q=0.1").await;
    assert_eq!(language(&page), "de");
    assert_eq!(page.select("nav[aria-label=Sprache] a"), ["English", "Deutsch"]);
    let page = mara.get(ZOOM_APP).await;
    assert!(page.field("German").checked && !page.field("Swedish").checked);
}
