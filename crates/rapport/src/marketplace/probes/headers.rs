//! Headers that every answer of ours carries, as they arrive outside (Zoom reference F.3: OWASP's four).

use super::visit::Unreached;
use super::{Finding, Subject};

/// What a page must carry, and a part that its value must have.
const NEEDED: [(&str, &str); 4] = [
    ("content-security-policy", "default-src"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", ""),
    ("x-frame-options", ""),
];

pub(super) async fn look(subject: &Subject) -> Finding {
    let mut url = subject.public_url.clone();
    url.set_path("/login");
    let visit = match subject.get(&url).await {
        Ok(visit) => visit,
        Err(Unreached(why)) => {
            return Finding::fail(format!("a page was asked for, but {why}"), "See Reachable from outside.");
        }
    };
    let https = url.scheme() == "https";
    let hsts = https.then_some(("strict-transport-security", "max-age="));
    let lacks = |(name, part): &(&str, &str)| {
        !visit
            .headers
            .get_all(*name)
            .iter()
            .any(|value| value.to_str().is_ok_and(|value| value.contains(part)))
    };
    let missing: Vec<_> = NEEDED.into_iter().chain(hsts).filter(lacks).map(|(name, _)| name).collect();
    if !missing.is_empty() {
        return Finding::fail(
            format!("pages arrive without {}", missing.join(", ")),
            "Rapport sends them: let the proxy or tunnel in front of it pass headers on as they are.",
        );
    }
    let is_open = |cookie: &str| !cookie.to_ascii_lowercase().split(';').any(|part| part.trim() == "secure");
    let cookies: Vec<_> =
        visit.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()).collect();
    if https && cookies.iter().any(|cookie| is_open(cookie)) {
        return Finding::fail(
            "cookies arrive without Secure",
            "Restart Rapport with `public_url` as it is now, and let the proxy pass cookies on as they are.",
        );
    }
    Finding::pass(match (https, cookies.is_empty()) {
        (true, false) => "all are there, and cookies are Secure",
        (true, true) => "all are there",
        (false, _) => "all are there but HSTS, which is for https",
    })
}
