//! What DNS says about who may send mail for our sender's domain. Receivers look at these before they show an
//! invitation; Zoom's review does not, but people who get no invitation do.

use super::dns::{Found, Unresolved};
use super::{Finding, Subject};

/// The domain of `mail.from`; `None` while mail stays inside, where nobody looks it up.
fn domain(subject: &Subject) -> Option<String> {
    let mailer = subject.mailer.as_ref().ok().filter(|mailer| !mailer.stays_inside())?;
    mailer.sender().rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase())
}

async fn texts(subject: &Subject, name: &str) -> Result<Found, Finding> {
    subject.means.outside.dns.txt(name).await.map_err(|Unresolved(why)| {
        Finding::warn(
            format!("the TXT records of {name} could not be looked up: {why}"),
            "Look whether this machine's name servers answer, and try again.",
        )
    })
}

/// Records that begin with this version tag (RFC 7208, 4.5; RFC 7489, 6.6.3).
fn of_version(found: Found, version: &str) -> Vec<String> {
    let is = |text: &String| {
        let text = text.trim_start().to_ascii_lowercase();
        text.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ';']))
    };
    match found {
        Found::Texts(texts) => texts.into_iter().filter(is).collect(),
        Found::OtherRecords | Found::NoSuchName => Vec::new(),
    }
}

/// Which servers may send for the domain (RFC 7208).
pub(super) async fn spf(subject: &Subject) -> Option<Finding> {
    let domain = domain(subject)?;
    let found = match texts(subject, &domain).await {
        Ok(found) => found,
        Err(finding) => return Some(finding),
    };
    if matches!(found, Found::NoSuchName) {
        return Some(Finding::fail(
            format!("{domain}, the domain of `mail.from`, does not exist: receivers refuse such mails"),
            "Set `mail.from` to an address of a domain that is yours.",
        ));
    }
    Some(judge_spf(&domain, &of_version(found, "v=spf1")))
}

fn judge_spf(domain: &str, records: &[String]) -> Finding {
    let [record] = records else {
        return if records.is_empty() {
            Finding::warn(
                format!("{domain} names no servers that may send for it (SPF)"),
                format!(
                    "Add a TXT record to {domain}, with what your mail provider names: v=spf1 include:… -all"
                ),
            )
        } else {
            Finding::fail(
                format!("{domain} has {} SPF records, and receivers then believe none", records.len()),
                "Leave one record that begins with v=spf1, with the servers of all of them.",
            )
        };
    };
    let terms: Vec<String> = record.split_whitespace().skip(1).map(str::to_ascii_lowercase).collect();
    let has = |wanted: &str| terms.iter().any(|term| term == wanted);
    if has("+all") || has("all") {
        return Finding::fail(
            format!("{domain} lets every server in the world send for it: {record}"),
            "End the record with -all or ~all.",
        );
    }
    let ends = has("-all") || has("~all") || terms.iter().any(|term| term.starts_with("redirect="));
    if ends {
        Finding::pass(format!(
            "{domain} says who may send for it, make sure your mail server is among them: {record}"
        ))
    } else {
        Finding::warn(
            format!("{domain} says who may send for it, but not that others may not: {record}"),
            "End the record with -all or ~all.",
        )
    }
}

/// The key that the mail server signs with (RFC 6376).
pub(super) async fn dkim(subject: &Subject) -> Option<Finding> {
    let domain = domain(subject)?;
    let selector = subject.means.dkim_selector.as_deref();
    let name = match selector {
        Some(selector) => format!("{selector}._domainkey.{domain}"),
        // A selector cannot be guessed; but below a name that does not exist there is none (RFC 8020).
        None => format!("_domainkey.{domain}"),
    };
    let found = match texts(subject, &name).await {
        Ok(found) => found,
        Err(finding) => return Some(finding),
    };
    let sign = format!(
        "Let your mail server sign for {domain}, publish its key as a TXT record, and set `mail.dkim_selector`."
    );
    Some(match (selector, found) {
        (Some(_), Found::Texts(texts)) => judge_dkim(&name, &texts.join(" ")),
        (Some(_), _) => {
            Finding::fail(format!("there is no key at {name}: receivers cannot check signatures"), sign)
        }
        (None, Found::NoSuchName) => {
            Finding::warn(format!("{domain} has no key to check signatures with (DKIM)"), sign)
        }
        (None, _) => Finding::warn(
            format!("{domain} has keys (DKIM), but which of them signs is not known here"),
            "Set `mail.dkim_selector` to the selector in the DKIM-Signature header of a mail you sent (s=…).",
        ),
    })
}

fn judge_dkim(name: &str, record: &str) -> Finding {
    let tags: Vec<_> = record.split(';').filter_map(|tag| tag.split_once('=')).collect();
    match tags.iter().find(|(tag, _)| tag.trim() == "p").map(|(_, key)| key.trim()) {
        Some("") => Finding::fail(
            format!("the key at {name} is taken back (p= is empty)"),
            "Publish the current key.",
        ),
        Some(_) => Finding::pass(format!("there is a key at {name}")),
        None => {
            Finding::fail(format!("what is at {name} is no DKIM key"), "Publish it as v=DKIM1; k=rsa; p=…")
        }
    }
}

/// What receivers do with mails that neither SPF nor DKIM vouches for (RFC 7489): from the domain itself, or from the
/// nearest domain above that says so.
pub(super) async fn dmarc(subject: &Subject) -> Option<Finding> {
    let domain = domain(subject)?;
    let mut at = domain.as_str();
    loop {
        let found = match texts(subject, &format!("_dmarc.{at}")).await {
            Ok(found) => of_version(found, "v=dmarc1"),
            Err(finding) => return Some(finding),
        };
        if !found.is_empty() {
            return Some(judge_dmarc(at, &found));
        }
        match at.split_once('.') {
            Some((_, above)) if above.contains('.') => at = above,
            _ => break,
        }
    }
    Some(Finding::warn(
        format!(
            "{domain} does not say what to do with forged mails (DMARC); large providers trust such domains less"
        ),
        format!(
            "Add a TXT record to _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:… and later p=quarantine."
        ),
    ))
}

fn judge_dmarc(domain: &str, records: &[String]) -> Finding {
    let [record] = records else {
        return Finding::fail(
            format!("{domain} has {} DMARC records, and receivers then believe none", records.len()),
            format!("Leave one TXT record at _dmarc.{domain}."),
        );
    };
    let policy = record.split(';').filter_map(|tag| tag.split_once('=')).find(|(tag, _)| tag.trim() == "p");
    match policy.map(|(_, policy)| policy.trim().to_ascii_lowercase()).as_deref() {
        Some("reject" | "quarantine") => {
            Finding::pass(format!("{domain} has forged mails turned away: {record}"))
        }
        Some("none") => Finding::warn(
            format!("{domain} has forged mails counted, and delivered all the same: {record}"),
            "When the reports show that your own mails pass, set p=quarantine.",
        ),
        _ => Finding::fail(
            format!("the DMARC record of {domain} has no policy that exists: {record}"),
            "It needs p=none, p=quarantine or p=reject.",
        ),
    }
}
