//! The scopes: what the code calls, what the table says, and what the sandbox asks for are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rapport::connections::{Asked, MeetingEvents, NEEDED, OWN_SETTINGS, USES, WITHOUT_SCOPE};
use rapport::marketplace::rehearsal::prove;
use rapport::marketplace::scopes::needed;
use testing::TestApp;

fn crate_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rapport(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command.args(["marketplace", "scopes"]).args(arguments).output().unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Method, route and scope of each function of the client, as its documentation says. A test of the client holds its
/// requests against Zoom's own description.
fn client(file: &str) -> BTreeMap<String, (String, String)> {
    let text = fs::read_to_string(crate_folder().join("../zoom/src").join(file)).unwrap();
    let mut functions = BTreeMap::new();
    let mut words = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            words.push_str(doc);
        } else if let Some(rest) = line.strip_prefix("pub async fn ").or_else(|| line.strip_prefix("pub fn "))
        {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let quoted: Vec<_> = words.split('`').skip(1).step_by(2).collect();
            let call = quoted.iter().find(|word| word.contains(" /"));
            let scope = quoted.iter().find(|word| word.matches(':').count() == 2);
            if let (Some(call), Some(scope)) = (call, scope) {
                let call = call.split('?').next().unwrap_or(call);
                functions.insert(name, ((*call).to_owned(), (*scope).to_owned()));
            }
            words.clear();
        } else if !line.starts_with('#') {
            words.clear();
        }
    }
    // All pages of the list are the list.
    if let Some(list) = functions.get("list").cloned() {
        functions.insert("pages".to_owned(), list);
    }
    functions
}

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text: String = fs::read_to_string(&path).unwrap().split_whitespace().collect();
            found.push((path, text));
        }
    }
}

/// Names of the functions that are called on what `accessor` gives, wherever the application does so.
fn called(accessor: &str) -> BTreeSet<String> {
    let mut all = Vec::new();
    sources(&crate_folder().join("src"), &mut all);
    let mut names = BTreeSet::new();
    // The rehearsal holds the sandbox's own handle, which has the same words.
    all.retain(|(path, _)| !path.components().any(|part| part.as_os_str() == "rehearsal"));
    for (path, text) in &all {
        for (at, _) in text.match_indices(accessor) {
            // `..meetings()` in a struct is no accessor.
            if text[..at].ends_with('.') {
                continue;
            }
            let rest = &text[at + accessor.len()..];
            let name: String = rest
                .strip_prefix('.')
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            assert!(
                !name.is_empty(),
                "{}: call Zoom where it is seen, right after {accessor}",
                path.display()
            );
            names.insert(name);
        }
    }
    names
}

#[test]
fn rt_21_the_table_is_the_calls_that_the_code_can_make() {
    let mut made = BTreeSet::new();
    for (accessor, file) in
        [(".meetings()", "meetings.rs"), (".users()", "users.rs"), (".past_meetings()", "past_meetings.rs")]
    {
        let known = client(file);
        assert!(known.len() >= 3, "{file}: {known:?}");
        for name in called(accessor) {
            let Some(call) = known.get(&name) else { panic!("{file} does not document the call of {name}") };
            made.insert(call.clone());
        }
    }
    let table: BTreeSet<_> = Asked::MOST
        .uses()
        .iter()
        .map(|used| (format!("{} {}", used.method, used.route), used.scope.to_owned()))
        .collect();
    assert_eq!(made, table, "the calls in the code (left) are not the rows of USES (right)");
}

#[test]
fn rt_21_calls_of_the_app_itself_are_in_the_table_without_scopes() {
    let allowed = BTreeMap::from([
        ("authorize_url", None),
        ("exchange", Some("/oauth/token")),
        ("refresh", Some("/oauth/token")),
        ("revoke", Some("/oauth/revoke")),
        ("confirm", Some("/oauth/data/compliance")),
    ]);
    let mut made = BTreeSet::new();
    for name in called(".oauth()").into_iter().chain(called(".compliance()")) {
        let route =
            allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} needs a row in WITHOUT_SCOPE"));
        made.extend(*route);
    }
    assert_eq!(made, WITHOUT_SCOPE.iter().map(|(_, route, _)| *route).collect());
}

#[test]
fn the_events_that_are_asked_for_are_those_that_change_something() {
    let code = fs::read_to_string(crate_folder().join("src/connections/apply.rs")).unwrap();
    let (_, rest) = code.split_once("async fn happened_in_zoom").unwrap();
    let (body, _) = rest.split_once("\n}\n").unwrap();
    let mut handled: BTreeSet<String> = body
        .split("EventKind::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect())
        .collect();
    handled.insert("AppDeauthorized".to_owned());
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    // Those about people in a meeting have no "meeting" in their name.
    let variant = |name: &str| name.replace("meeting.participant", "participant");
    let asked = MeetingEvents::People.events().into_iter();
    let asked = asked.map(|(name, _)| variant(name).split(['.', '_']).map(capital).collect::<String>());
    assert_eq!(handled, asked.collect());
}

#[test]
fn every_screen_of_the_table_is_a_route() {
    let router = fs::read_to_string(crate_folder().join("src/http/router.rs")).unwrap();
    for used in &Asked::MOST.uses() {
        assert!(router.contains(&format!(".route(\"{}\"", used.path)), "{} is no route", used.path);
    }
}

#[tokio::test]
async fn rt_21_beginning_with_no_scope_ends_with_exactly_the_table() {
    let proof = prove(&needed(&USES), Asked::AT_FIRST).await.unwrap();
    assert!(proof.holds(), "{proof}");
    assert_eq!(proof.found.len(), NEEDED.len());
    for found in &proof.found {
        assert_eq!(found.asked_at.scope.as_ref(), Some(&found.scope), "Zoom named it");
        let broken = found.breaks.as_ref().unwrap();
        assert!(broken.words.contains(&found.scope), "{broken}");
    }
    assert_eq!(proof.found[0].asked_at.step, "Connect Zoom");
}

#[tokio::test]
async fn rt_21_what_is_chosen_costs_its_scope_and_no_other() {
    let uses = Asked::MOST.uses();
    let proof = prove(&needed(&uses), Asked::MOST).await.unwrap();
    assert!(proof.holds(), "{proof}");
    assert_eq!(proof.found.len(), NEEDED.len() + 1);
    assert!(proof.found.iter().any(|found| found.scope == OWN_SETTINGS.scope), "{proof}");
}

#[test]
fn rt_21_a_scope_too_many_is_named_and_fails() {
    let portal = format!("{} meeting:read:invitation", needed(&USES).join(" "));
    let output = rapport(&["--prove", "--portal", &portal]);
    assert!(!output.status.success(), "{}", says(&output));
    assert!(says(&output).contains("nothing needs it: meeting:read:invitation"), "{}", says(&output));
}

#[test]
fn rt_21_a_scope_too_few_is_named_and_fails() {
    let portal = needed(&USES)[1..].join(",");
    let output = rapport(&["--prove", "--portal", &portal]);
    assert!(!output.status.success(), "{}", says(&output));
    assert!(says(&output).contains("not listed: user:read:user"), "{}", says(&output));
}

#[test]
fn the_table_is_printed_for_people_and_for_programs() {
    let text = says(&rapport(&[]));
    assert!(text.contains("meeting:update:meeting") && text.contains("PATCH /meetings/{id}"), "{text}");
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&rapport(&["--json"]).stdout).unwrap();
    assert_eq!(rows.len(), USES.len());
    assert_eq!((&rows[0]["scope"], &rows[0]["path"]), (&USES[0].scope.into(), &USES[0].path.into()));
    assert!(!rapport(&["--portal", "user:read:user"]).status.success());
}

#[tokio::test]
async fn rt_25_whoever_connects_is_told_which_permission_the_app_lacks() {
    let app = TestApp::builder().without_scope("user:read:user").start().await;
    let mara = app.user("mara").await;
    mara.connect_zoom().await.assert_notice("Zoom asks for the permission user:read:user");
}
