//! Secrets are not printed by accident, and not compared in a time that tells where they differ; and only few places
//! connect to anywhere.

use crate::tree::{File, assert_none, files};

/// Names of fields that hold secrets.
const NAMES: [&str; 5] = ["csrf", "password", "token", "secret", "verifier"];

/// Fields that are named like a secret and hold none.
const NO_SECRETS: [(&str, &str); 2] = [
    ("CredentialErrors.client_secret", "a sentence about what was entered"),
    ("CredentialErrors.webhook_secret", "a sentence about what was entered"),
];

/// Comparisons of secrets that need no constant time: file, how many, and why.
const COMPARED: [(&str, usize, &str); 5] = [
    (
        "crates/rapport/src/meetings/sync/answer.rs",
        1,
        "the link that is stored with the one that Zoom says now",
    ),
    (
        "crates/rapport/src/connections/tokens.rs",
        1,
        "a token that a request used with the one that is stored",
    ),
    ("crates/rapport/src/connections/credentials.rs", 2, "two entries of the installation's own settings"),
    ("crates/zoom/src/token.rs", 1, "two tokens that are both ours"),
    ("crates/zoom/src/token/refreshing.rs", 1, "two tokens that are both ours"),
];

/// What opens connections.
const CONNECTS: [&str; 6] =
    ["TcpStream::connect", "UdpSocket", "UnixStream", "reqwest::", "http_client(", "SmtpConnection"];

/// Who may open them, and where to. Nowhere does the address come from what a user typed.
const MAY_CONNECT: [(&str, &str); 5] = [
    ("crates/rapport/src/mail/", "the mail server of the configuration"),
    ("crates/rapport/src/marketplace/probes/", "the installation's own public address"),
    ("crates/rapport/src/marketplace/rehearsal/", "the installation itself and its sandbox"),
    ("crates/rapport/src/connections/zoom_app.rs", "Zoom, as the configuration says"),
    ("crates/rapport/src/server.rs", "makes the client for Zoom"),
];

/// Whether a field of this name holds a secret: `csrf`, `token`, `access_token`, but not `token_hash`.
fn is_secret(field: &str) -> bool {
    NAMES.iter().any(|name| field == *name || field.ends_with(&format!("_{name}")))
}

/// Fields of secrets as plain text or bytes in items that derive `Debug`, as `Item.field`. Sealed bytes may be printed:
/// their comment says so, and a column of that name holds sealed values.
fn printed(file: &File, sealed: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = file.text.lines();
    let mut derives = false;
    while let Some(line) = lines.next() {
        let code = line.trim_start();
        if code.starts_with("#[derive(") {
            derives |= code.contains("Debug");
        }
        let item = ["struct ", "enum "].iter().find_map(|kind| code.split_once(kind));
        let item = item.filter(|(before, _)| before.is_empty() || before.starts_with("pub"));
        let Some((_, rest)) = item else { continue };
        let indent = line.len() - code.len();
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
        if !std::mem::take(&mut derives) || !line.trim_end().ends_with('{') {
            continue;
        }
        let mut comment = String::new();
        for line in lines.by_ref() {
            let code = line.trim_start();
            if code.starts_with('}') && line.len() - code.len() == indent {
                break;
            }
            if code.starts_with("///") {
                comment.push_str(code);
                continue;
            }
            let comment = std::mem::take(&mut comment);
            let Some((field, kind)) = code.split_once(": ") else { continue };
            let field = field.rsplit(' ').next().unwrap();
            let plain = ["String", "Vec<u8>", "str"].iter().any(|plain| kind.contains(plain));
            let plain = plain && !kind.contains("SecretString");
            let is_sealed = comment.contains("sealed") && sealed.contains(&format!("\"{field}\""));
            if is_secret(field) && plain && !is_sealed {
                found.push(format!("{name}.{field}"));
            }
        }
    }
    found
}

#[test]
fn what_prints_itself_prints_no_secret() {
    let sealed = files("crates/store/src", &["sealed.rs"]).remove(0).text;
    let mut all = files("crates/rapport/src", &[".rs"]);
    all.append(&mut files("crates/store/src", &[".rs"]));
    let mut excused = Vec::new();
    let mut breaches = Vec::new();
    for file in &all {
        for field in printed(file, &sealed) {
            if NO_SECRETS.iter().any(|(excuse, _)| *excuse == field) {
                excused.push(field);
            } else {
                breaches.push(format!("{}: {field} is printed by Debug; hide it, or seal it", file.path));
            }
        }
    }
    assert_none(&breaches);
    assert_eq!(excused, NO_SECRETS.map(|(field, _)| field), "an excuse without its field");
}

#[test]
fn a_secret_that_would_be_printed_is_found() {
    let text = "#[derive(Debug)]\npub(super) struct Visitor {\n    /// The token, sealed.\n    token: Vec<u8>,\n    \
                csrf: Option<String>,\n    csrf_hash: String,\n    secret: SecretString,\n}\n\
                struct Quiet {\n    token: String,\n}\n";
    let file = File { path: String::new(), text: text.to_owned() };
    assert_eq!(printed(&file, "\"token\""), ["Visitor.csrf"]);
    assert_eq!(printed(&file, ""), ["Visitor.token", "Visitor.csrf"]);
}

#[test]
fn secrets_are_compared_in_constant_time() {
    let mut breaches = Vec::new();
    let all = files("crates", &[".rs"]).into_iter().filter(|file| {
        let shipped = ["crates/rapport/src/", "crates/store/src/", "crates/zoom/src/", "crates/jobs/src/"];
        shipped.iter().any(|folder| file.path.starts_with(folder))
    });
    for file in all {
        let found = file.text.lines().filter(|line| {
            line.contains("expose_secret()") && (line.contains(" == ") || line.contains(" != "))
        });
        let (found, excuse) = (found.count(), COMPARED.iter().find(|(path, ..)| *path == file.path));
        let (expected, why) = excuse.map_or((0, ""), |(_, count, why)| (*count, *why));
        if found != expected {
            breaches.push(format!(
                "{}: {found} secrets are compared by == or !=, not {expected} ({why}): use `subtle`",
                file.path
            ));
        }
    }
    assert_none(&breaches);
}

#[test]
fn only_few_places_connect_to_anywhere() {
    let folders = ["crates/rapport/src", "crates/store/src", "crates/jobs/src", "crates/domain/src"];
    let all: Vec<_> = folders.iter().flat_map(|folder| files(folder, &[".rs"])).collect();
    let mut used = vec![false; MAY_CONNECT.len()];
    let mut breaches = Vec::new();
    for file in &all {
        let connects = |line: &&str| {
            !line.trim_start().starts_with("//") && CONNECTS.iter().any(|word| line.contains(word))
        };
        let Some(line) = file.text.lines().find(connects) else { continue };
        match MAY_CONNECT.iter().position(|(path, _)| file.path.starts_with(path)) {
            Some(place) => used[place] = true,
            None => breaches.push(format!("{}: {}", file.path, line.trim())),
        }
    }
    assert_none(&breaches);
    assert!(used.iter().all(|used| *used), "{MAY_CONNECT:?}: {used:?}");
}
