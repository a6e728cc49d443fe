//! Settings, Zoom app.

use super::{public, shell, typed};
use crate::views::form::FormField;
use crate::views::public_pages::{
    Alternate, EditorLanguage, LanguageChoice, LanguageLink, PreviewNote, PublicPageForm, PublicPageLine,
    PublicPages, PublicTextPage,
};
use crate::views::shell::Nav;
use crate::views::zoom_app::{
    AddressLine, Availability, ChangeLine, Credentials, CredentialsCard, EventChoice, PersonChoice,
    PortalNeeds, Precondition, SwitchPage, ZoomAppPage,
};

fn person(id: &str, name: &str, email: &str, chosen: bool) -> PersonChoice {
    PersonChoice { id: id.into(), name: name.into(), email: email.into(), chosen }
}

fn card(environment: &'static str, client_id: &str, in_use: bool) -> CredentialsCard {
    CredentialsCard {
        environment,
        in_use,
        stored: in_use,
        webhook_stored: in_use,
        new_secret_until: in_use.then(|| "14:20".to_owned()),
        client_id: FormField::new(client_id),
        client_secret: FormField::default(),
        webhook_secret: FormField::default(),
    }
}

fn language_choice(
    tag: &'static str,
    label: &'static str,
    own_name: &'static str,
    chosen: bool,
) -> LanguageChoice {
    LanguageChoice { tag, label, own_name, chosen, always: tag == "en" }
}

fn editor_language(label: &'static str, current: bool, own_text: bool) -> EditorLanguage {
    let href = "/settings/zoom-app/pages/privacy?lang=de".into();
    EditorLanguage { label, href, current, own_text }
}

fn language_link(tag: &'static str, name: &'static str, current: bool) -> LanguageLink {
    LanguageLink { tag, name, href: format!("/privacy?lang={tag}"), current }
}

fn address(id: &str, field: &str, seen: Option<&str>) -> AddressLine {
    AddressLine {
        id: id.into(),
        field: field.into(),
        address: "https://crm.halden.example/integrations/zoom/callback".into(),
        differs: seen.is_some(),
        note: seen.map(Into::into),
    }
}

/// Production, with something missing.
pub fn switch_page() -> SwitchPage {
    let line = |name: &str, passed: bool, found: &str| Precondition {
        name: name.into(),
        passed,
        found: found.into(),
        cure: "Put a TLS proxy or tunnel in front and set public_url to its https:// address.".into(),
    };
    SwitchPage {
        shell: shell("Zoom app", Nav::Settings),
        environment: "production",
        refused: true,
        possible: false,
        lines: vec![
            line("Client id and client secret are entered", true, "Client id k2bVQ9sTRyWxNaJf0uLmzA."),
            line("The public address is HTTPS", false, "public_url is http://127.0.0.1:8080."),
        ],
        people: Some("3 connections".into()),
    }
}

/// A preview for one of two.
pub fn zoom_app() -> ZoomAppPage {
    ZoomAppPage {
        shell: shell("Zoom app", Nav::Settings),
        availability: Availability {
            reach: "chosen",
            whole_workspace: false,
            people: vec![
                person("u1", "Mara Lindqvist", "mara@halden.example", true),
                person("u2", "Oskar Berg", "oskar@halden.example", false),
            ],
        },
        errors: None,
        credentials: Credentials {
            configured: None,
            simulated: false,
            unpublished: true,
            cards: vec![card("development", "k2bVQ9sTRyWxNaJf0uLmzA", true), card("production", "", false)],
        },
        addresses: vec![
            address(
                "address-0",
                "OAuth redirect URL",
                Some("Zoom last used https://old.example.com/integrations/zoom/callback (Today, 09:40)."),
            ),
            address("address-1", "Documentation URL", None),
        ],
        meeting_events: vec![
            EventChoice { word: "off", title: "Nothing", text: "Meetings show their plan.", chosen: false },
            EventChoice {
                word: "times",
                title: "When meetings run",
                text: "Pages show that a meeting runs.",
                chosen: true,
            },
        ],
        own_settings: true,
        portal: PortalNeeds {
            scopes: vec!["meeting:read:meeting"],
            events: vec!["meeting.started", "meeting.ended"],
        },
        public_pages: PublicPages {
            pages: vec![PublicPageLine {
                title: "Privacy policy".into(),
                href: "/settings/zoom-app/pages/privacy".into(),
                address: "/privacy".into(),
                published: false,
                own_texts: "English, German".into(),
                missing: 3,
            }],
            languages: vec![
                language_choice("en", "English", "English", true),
                language_choice("de", "German", "Deutsch", true),
                language_choice("sv", "Swedish", "Svenska", false),
            ],
        },
        verification: FormField::new("ZOOM_verify_6f2d41"),
        changes: vec![ChangeLine {
            when: "Today, 09:40".into(),
            person: "Mara Lindqvist".into(),
            words: "Zoom: on for 1 person in this workspace (before: off)".into(),
        }],
    }
}

/// A page that is being written.
pub fn public_page_form() -> PublicPageForm {
    PublicPageForm {
        shell: shell("Zoom app", Nav::Settings),
        errors: None,
        name: "privacy",
        title: "Privacy policy".into(),
        language: "de",
        language_label: "German",
        offered: false,
        languages: vec![editor_language("English", false, true), editor_language("German", true, false)],
        address: "/privacy".into(),
        text: FormField::new("## Was wir speichern"),
        changed: false,
        published: false,
        missing: vec!["publisher.name is not set: the company".into()],
        preview: Some("<h2>Was wir speichern</h2>".into()),
    }
}

/// A public page before it is published.
pub fn public_page() -> PublicTextPage {
    PublicTextPage {
        public: public("Privacy policy"),
        language: "de",
        title: "Datenschutzerklärung".into(),
        html: "<h2>Was wir speichern</h2><p><mark lang=\"en\">[publisher.name: the company]</mark></p>"
            .into(),
        preview: Some(PreviewNote {
            title: "Nicht veröffentlicht".into(),
            before: "Veröffentlichen Sie sie unter ".into(),
            after: ".".into(),
        }),
        publisher: Some("Halden Studio".into()),
        verification: Some("ZOOM_verify_6f2d41".into()),
        languages_name: "Sprache".into(),
        languages: vec![language_link("en", "English", false), language_link("de", "Deutsch", true)],
        alternates: vec![Alternate { tag: "x-default", href: "https://crm.halden.example/privacy".into() }],
        others_name: "Weitere Seiten".into(),
        others: vec![("Hilfe".into(), "/support?lang=de".into())],
    }
}

/// Names as bad as they get.
pub fn zoom_app_hostile() -> ZoomAppPage {
    let mut page = zoom_app();
    page.availability.people[0].name = typed();
    page.credentials.cards[0].client_id = FormField::wrong(typed(), typed());
    page.changes[0].words = typed();
    page
}
