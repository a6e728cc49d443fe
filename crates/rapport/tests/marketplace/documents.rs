//! The technical design document, the manifest and the test plan, as the command makes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rapport::config::{Config, Fact};
use rapport::connections::{Asked, NEEDED, USES};
use rapport::marketplace::document::{Block, Document, Span};
use rapport::marketplace::manifest::{manifest, objections};
use rapport::marketplace::{design, test_plan};
use serde_json::json;

use crate::publisher;

/// The configuration of a publisher who has said everything.
fn complete() -> Config {
    let mut config = Config::with_data(Path::new("data"));
    config.publisher = publisher::complete();
    config.public_url = Some("https://crm.halden.example".parse().unwrap());
    config
}

fn rapport(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.arg("marketplace").args(arguments).output().unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// No key in braces is left: each was a fact, or it is misspelt.
fn assert_complete(document: &Document) {
    assert_eq!(document.missing(), []);
    let text = document.text();
    assert!(!text.contains("{publisher") && !text.contains("[publisher"), "{text}");
}

#[test]
fn the_design_names_every_scope_column_and_library_and_each_third_party() {
    let mut config = complete();
    config.mail.smtp = serde_json::from_value(json!("smtps://ada:hunter2@mail.example.com")).unwrap();
    config.database.url = serde_json::from_value(json!("postgres://ada:hunter2@db.example.com/crm")).unwrap();
    let document = design::document(&config, Asked::AT_FIRST).unwrap();
    assert_complete(&document);
    let text = document.text();
    for used in &USES {
        assert!(text.contains(used.scope) && text.contains(used.route), "{}", used.scope);
    }
    for flow in design::data_flow::FLOWS {
        assert!(flow.columns.iter().all(|column| text.contains(&format!("`{}.{column}`", flow.table))));
    }
    for library in ["axum", "rustls", "sea-orm"] {
        assert!(text.contains(&format!("`{library}`")), "{library}");
    }
    let pictures = document.blocks.iter().filter_map(|block| match block {
        Block::Drawing { picture, .. } => Some(picture.svg()),
        _ => None,
    });
    let drawn: String = pictures.collect();
    for party in ["mail.example.com", "db.example.com", "zoom.us", "api.zoom.us", "our hosting provider"] {
        assert!(drawn.contains(party) && text.contains(party), "{party}");
    }
    assert!(!text.contains("hunter2") && !drawn.contains("hunter2"));
}

#[test]
fn what_only_the_publisher_knows_is_marked_and_listed() {
    let config = Config::with_data(Path::new("data"));
    let document = design::document(&config, Asked::AT_FIRST).unwrap();
    let missing = document.missing();
    for fact in Fact::ALL {
        assert!(missing.contains(fact), "{fact} is asked nowhere in the design");
    }
    assert!(document.text().contains("\\[publisher.penetration\\_test"));
    assert!(document.text().contains("NOT READY"), "an address without HTTPS is said");

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let output = rapport(&["design-doc", "--out", out]);
    assert!(output.status.success(), "{}", says(&output));
    assert!(says(&output).contains(&Fact::PenetrationTest.to_string()), "{}", says(&output));
    for file in ["technical-design.md", "technical-design.html", "technical-design.docx", "drawing-1.svg"] {
        assert!(folder.path().join(file).metadata().unwrap().len() > 1000, "{file}");
    }
}

#[test]
fn the_three_formats_say_the_same() {
    let document = design::document(&complete(), Asked::AT_FIRST).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for format in rapport::marketplace::document::Format::ALL {
        document.write(format, folder.path(), "design").unwrap();
    }
    // Parts of a DOCX are stored as they are.
    let read =
        |name: &str| String::from_utf8_lossy(&fs::read(folder.path().join(name)).unwrap()).into_owned();
    // Where a long name may go on in the next line.
    let html = read("design.html").replace("<wbr>", "");
    let texts = [read("design.md"), html, read("design.docx")];
    for block in &document.blocks {
        let cells: Vec<&Vec<Span>> = match block {
            Block::Table { rows, .. } => rows.iter().flatten().collect(),
            Block::Paragraph(spans) => vec![spans],
            _ => Vec::new(),
        };
        for span in cells.into_iter().flatten() {
            let Span::Code(code) = span else { continue };
            let found = texts.iter().all(|text| text.contains(code.as_str()));
            assert!(found, "{code} is not in all of them");
        }
    }
}

#[test]
fn the_manifest_of_a_complete_publisher_meets_zooms_rules() {
    let body = manifest(&complete(), Asked::AT_FIRST).unwrap();
    assert_eq!(objections(&body), []);
    let scopes: BTreeSet<_> = body["manifest"]["oauth_information"]["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scope| scope["scope"].as_str().unwrap())
        .collect();
    assert_eq!(scopes, NEEDED.iter().map(|(scope, _)| *scope).collect());
    let redirect = "https://crm.halden.example/integrations/zoom/callback";
    assert_eq!(body["manifest"]["oauth_information"]["production_redirect_uri"], redirect);
}

#[test]
fn each_rule_of_the_manifest_is_held() {
    let good = manifest(&complete(), Asked::AT_FIRST).unwrap();
    let broken = |pointer: &str, value: serde_json::Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        objections(&body).into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join("\n")
    };
    let oauth = "/manifest/oauth_information";
    for (pointer, value, said) in [
        ("/contact_email".to_owned(), json!(""), "/contact_email: is missing"),
        ("/manifest/display_information/display_name".into(), json!("n".repeat(50)), "shorter than 50"),
        ("/manifest/display_information/description".into(), json!("d".repeat(151)), "150 characters"),
        ("/manifest/display_information/privacy_url".into(), json!("http://halden.example"), "https://"),
        (format!("{oauth}/usage"), json!("USER"), "USER_OPERATION or ADMIN_MANAGEMENT"),
        (format!("{oauth}/scopes/0/scope"), json!("user:read"), "classic scope"),
        (
            format!("{oauth}/scopes/0/scope"),
            json!("user:read:user:admin"),
            "user:read:user:admin is not a valid scope name when usage is USER_OPERATION",
        ),
        (format!("{oauth}/scopes"), json!([]), "at least one scope must not be optional"),
        (
            format!("{oauth}/oauth_allow_list"),
            json!(["https://crm.halden.example/other"]),
            "not on the allow list",
        ),
        (format!("{oauth}/production_redirect_uri"), json!("https://localhost/callback"), "public domain"),
        ("/manifest/features/products".into(), json!([]), "needs a product"),
        (
            "/manifest/features/event_subscription/events/0/event_usage".into(),
            json!("EVENT_FOR_ADMIN"),
            "must be EVENT_FOR_USER",
        ),
    ] {
        let objections = broken(&pointer, value);
        assert!(objections.contains(said), "{pointer}: {objections}");
    }
}

#[test]
fn a_manifest_that_zoom_would_refuse_fails_and_says_what_to_set() {
    let output = rapport(&["manifest"]);
    assert!(!output.status.success());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("/contact_email: is missing: set publisher.contact_email"), "{errors}");
    assert!(errors.contains("production_redirect_uri: must begin with https://"), "{errors}");
    let body: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(body["app_type"], "general");
}

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_test_plan_reaches_every_scope_on_screens_that_exist() {
    let reached: BTreeSet<_> = test_plan::STEPS.iter().flat_map(|step| step.scopes).copied().collect();
    assert_eq!(reached, NEEDED.iter().map(|(scope, _)| *scope).collect());
    let router = fs::read_to_string(project().join("crates/rapport/src/http/router.rs")).unwrap();
    let pages = fs::read_to_string(project().join("e2e/lib/pages.mjs")).unwrap();
    for step in &test_plan::STEPS {
        assert!(router.contains(&format!(".route(\"{}\"", step.path)), "{} is no route", step.path);
        assert!(
            pages.contains(&format!("[\"{}\",", step.picture)),
            "nobody takes the picture {}",
            step.picture
        );
    }
}

#[test]
fn the_test_plan_shows_the_pictures_it_finds_and_names_the_others() {
    let screens = tempfile::tempdir().unwrap();
    // A PNG of one pixel, as far as its size is read.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01".to_vec();
    png.extend([8, 6, 0, 0, 0]);
    fs::write(screens.path().join("login-light.png"), &png).unwrap();
    let (document, missing) = test_plan::document(&complete(), screens.path(), Asked::AT_FIRST).unwrap();
    assert_complete(&document);
    assert_eq!(missing.len(), test_plan::STEPS.len() - 1);
    assert!(
        missing.contains(&"activity-light.png".to_owned())
            && !missing.contains(&"login-light.png".to_owned())
    );
    let out = tempfile::tempdir().unwrap();
    let arguments =
        ["test-plan", "--screens", screens.path().to_str().unwrap(), "--out", out.path().to_str().unwrap()];
    let output = rapport(&arguments);
    assert!(says(&output).contains("activity-light.png"), "{}", says(&output));
    assert_eq!(fs::read(out.path().join("login-light.png")).unwrap(), png);
    assert!(
        fs::read_to_string(out.path().join("test-plan.html")).unwrap().contains("data:image/png;base64,")
    );
}
