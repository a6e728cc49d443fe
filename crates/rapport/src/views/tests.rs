//! Every page is rendered with samples and asked what a person, a screen reader or an attacker would ask of it.

use scraper::{Html, Selector};

use super::samples::{self, HOSTILE, hostile, pages};

pub(super) fn page(name: &str) -> Html {
    let found = pages::rendered().into_iter().find(|(page, _)| *page == name);
    Html::parse_document(&found.unwrap_or_else(|| panic!("no sample page {name}")).1)
}

pub(super) fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| words(&element.text().collect::<String>())).collect()
}

pub(super) fn attributes(page: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(attribute).map(str::to_owned)).collect()
}

pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names of links and buttons, as assistive technology hears them.
pub(super) fn names(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector)
        .map(|element| match element.attr("aria-label") {
            Some(label) => label.to_owned(),
            None => words(&element.text().collect::<String>()),
        })
        .collect()
}

#[test]
fn every_page_has_one_heading_a_title_and_a_main_part() {
    for (name, html) in pages::rendered() {
        let page = Html::parse_document(&html);
        assert_eq!(all(&page, "h1").len(), 1, "{name}");
        assert_eq!(all(&page, "main").len(), 1, "{name}");
        assert!(all(&page, "title")[0].ends_with(" · Rapport"), "{name}");
    }
}

#[test]
fn nothing_is_inline_so_that_the_content_policy_can_forbid_it() {
    for (name, html) in pages::rendered() {
        let page = Html::parse_document(&html);
        assert!(all(&page, "style, script:not([src]), [style]").is_empty(), "{name}");
        assert!(!html.contains("javascript:") && !html.contains("onclick"), "{name}");
    }
}

#[test]
fn what_people_typed_arrives_as_text() {
    for (name, render) in hostile::all() {
        let html = render();
        assert!(!html.contains("<script>alert"), "{name}");
        let page = Html::parse_document(&html);
        let text = page.root_element().text().collect::<String>();
        let values = attributes(&page, "input", "value").concat();
        assert!(text.contains(HOSTILE) || values.contains(HOSTILE), "{name} lost what was typed");
    }
}

#[expect(unreachable_pub, reason = "of another package")]
#[path = "../../../../fuzz/src/templates.rs"]
mod target;

#[test]
fn no_text_that_is_kept_changes_a_page() {
    for (file, text) in testing::kept_inputs("templates", 6) {
        for (page, (name, _)) in hostile::all().enumerate() {
            let input = [&[u8::try_from(page).unwrap()], text.get(1..).unwrap_or_default()].concat();
            let held = std::panic::catch_unwind(|| target::templates(&input));
            assert!(held.is_ok(), "{file} breaks {name}");
        }
    }
}

#[test]
fn a_textarea_cannot_be_closed_from_inside() {
    let note = all(&page("contact-hostile"), "textarea#new-note");
    assert!(note[0].starts_with("</textarea>"), "{note:?}");
}

#[test]
fn every_posting_form_carries_the_csrf_token() {
    // An invitee has no session that somebody could abuse: their page's address is all there is.
    for (name, html) in pages::rendered().into_iter().filter(|(name, _)| !name.starts_with("invitee")) {
        let page = Html::parse_document(&html);
        let forms = all(&page, "form[method=post]").len();
        let tokens = attributes(&page, "form[method=post] input[name=csrf]", "value");
        assert_eq!(tokens, vec!["csrf-token"; forms], "{name}");
    }
}

#[test]
fn every_field_has_a_label_and_every_error_is_tied_to_its_field() {
    for (name, html) in pages::rendered() {
        let page = Html::parse_document(&html);
        let labelled = attributes(&page, "label[for]", "for");
        for id in attributes(&page, "input.input, textarea, select", "id") {
            assert!(labelled.contains(&id), "{name}: {id} has no label");
        }
        let ids = attributes(&page, "[id]", "id");
        for described in attributes(&page, "[aria-describedby]", "aria-describedby") {
            for id in described.split(' ') {
                assert!(ids.contains(&id.to_owned()), "{name}: {id} does not exist");
            }
        }
    }
}

#[test]
fn ids_are_unique_on_every_page() {
    for (name, html) in pages::rendered() {
        let mut ids = attributes(&Html::parse_document(&html), "[id]", "id");
        ids.sort();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    }
}

#[test]
fn icons_used_on_pages_exist() {
    for (name, html) in pages::rendered() {
        for href in attributes(&Html::parse_document(&html), "use", "href") {
            let icon = href.rsplit('#').next().unwrap().to_owned();
            let file = format!("{}/assets/icons/{icon}.svg", env!("CARGO_MANIFEST_DIR"));
            assert!(std::path::Path::new(&file).exists(), "{name}: {icon}");
        }
    }
}

/// Every file below `folder` whose path does not contain `samples`, as one text.
fn sources(folder: &std::path::Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("samples") {
            continue;
        }
        if path.is_dir() {
            sources(&path, text);
        } else {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_icon_is_used() {
    let project = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    sources(&project.join("templates"), &mut text);
    sources(&project.join("src"), &mut text);
    for entry in std::fs::read_dir(project.join("assets/icons")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "svg") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(text.contains(&format!("\"{name}\"")), "{name} is not used, delete it");
        }
    }
}

#[test]
fn today_offers_to_start_the_next_meeting() {
    let page = page("today");
    let links = names(&page, "main a");
    assert!(links.contains(&"Start meeting: Rollout kick-off, Iberia".to_owned()), "{links:?}");
    assert!(links.contains(&"Schedule meeting".to_owned()) && links.contains(&"New contact".to_owned()));
    assert!(names(&page, "main button").contains(&"Copy join link: Rollout kick-off, Iberia".to_owned()));
    assert_eq!(all(&page, "h1"), ["16 March"]);
}

#[test]
fn a_meeting_without_a_link_cannot_be_started_or_copied() {
    let page = page("contact");
    let links = names(&page, ".mlist > li:nth-child(2) a, .mlist > li:nth-child(2) button");
    assert_eq!(
        links,
        [
            "Fortnightly check-in",
            "Reschedule: Fortnightly check-in",
            "Remove meeting: Fortnightly check-in",
            "Open meeting",
            "Schedule a follow-up"
        ]
    );
}

#[test]
fn the_first_run_leads_through_three_steps() {
    for (name, current, done) in [
        ("today-first-run-1", "New contact", "You have done 0 of 3."),
        ("today-first-run-2", "Connect Zoom", "You have done 1 of 3."),
        ("today-first-run-3", "Schedule meeting", "You have done 2 of 3."),
    ] {
        let page = page(name);
        assert_eq!(names(&page, ".start .btn.primary"), [current], "{name}");
        assert_eq!(all(&page, ".start-h p"), [done], "{name}");
    }
}

#[test]
fn a_contact_without_an_address_cannot_be_met_at_once_and_the_reason_stands_beside() {
    let page = page("contact-bare");
    assert_eq!(attributes(&page, ".chead .btn", "href").len(), 1, "a meeting can be scheduled all the same");
    assert_eq!(attributes(&page, ".chead .btn", "aria-describedby"), ["no-email"]);
    assert!(all(&page, "#no-email")[0].starts_with("Ana has no email address"));
}

#[test]
fn the_contact_page_has_its_labels() {
    let page = page("contact");
    assert_eq!(names(&page, ".composer button"), ["Save note"]);
    let links = names(&page, "main a");
    for label in [
        "Schedule meeting",
        "Edit",
        "Remove meeting: Rollout kick-off, Iberia",
        "Start meeting: Depot walk-through",
    ] {
        assert!(links.contains(&label.to_owned()), "{label} is missing in {links:?}");
    }
}

#[test]
fn the_list_says_how_it_is_sorted() {
    assert_eq!(attributes(&page("contacts"), "th", "aria-sort"), ["none", "descending"]);
    assert_eq!(attributes(&page("contacts-one"), "th", "aria-sort"), ["ascending", "none"]);
    assert_eq!(all(&page("contacts"), "caption"), ["Contacts, sorted by last touched, newest first"]);
}

#[test]
fn a_refused_form_keeps_its_values_and_links_to_its_fields() {
    let page = page("contact-errors");
    assert_eq!(attributes(&page, "[data-form-errors] a", "href"), ["#name", "#email"]);
    assert_eq!(attributes(&page, "[aria-invalid=true]", "id"), ["name", "email"]);
    assert_eq!(attributes(&page, "#email", "value"), ["ana@lumen"]);
    assert_eq!(attributes(&page, "option[selected]", "value"), ["Europe/Lisbon"]);
}

#[test]
fn a_password_is_never_shown_again() {
    for name in ["login-refused", "setup-refused"] {
        let values = attributes(&page(name), "input[type=password]", "value");
        assert!(values.iter().all(String::is_empty), "{name}");
    }
}

#[test]
fn the_theme_and_the_state_of_zoom_are_in_the_shell() {
    let page = page("today-first-run-1");
    assert_eq!(attributes(&page, "html", "data-theme"), ["system"]);
    assert_eq!(all(&page, ".me small"), ["Zoom not connected"]);
    assert_eq!(all(&page, ".quiet a"), ["open the sandbox", "mailbox"]);
}

#[test]
fn a_long_topic_is_shown_whole() {
    let topic = words(&samples::long_topic());
    assert_eq!(all(&page("today-hostile"), ".next h2"), [topic]);
}

#[test]
fn an_error_page_leads_somewhere() {
    assert_eq!(attributes(&page("not-found"), ".problem a", "href"), ["/"]);
    assert_eq!(attributes(&page("not-found-public"), ".problem a", "href"), ["/login"]);
}
