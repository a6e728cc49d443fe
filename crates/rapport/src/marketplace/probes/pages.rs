//! What Zoom's reviewer opens without a login: the public pages, and the proof that the domain is ours.

use domain::Language;
use store::{Store, StoreError, public_pages as stored};

use super::visit::Unreached;
use super::{Finding, Subject};
use crate::marketplace::public_pages::{GAP, PublicPage, title, url};
use crate::marketplace::urls::ZoomUrl;
use crate::marketplace::verification;

/// Each public page is published, there for strangers, and without gaps.
pub(super) async fn public(subject: &Subject) -> Finding {
    let read = async |store: &Store| stored::published(&store.begin_read().await).await;
    let published = match look_up(subject, read).await {
        Ok(published) => published,
        Err(finding) => return finding,
    };
    let (mut hidden, mut broken, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for page in PublicPage::ALL.iter().copied() {
        if !published.contains(&page) {
            hidden.push(title(page, Language::English));
            continue;
        }
        let address = url(page).at(&subject.public_url);
        match subject.get(&address).await {
            Err(Unreached(why)) => broken.push(format!("{address} was asked for, but {why}")),
            Ok(visit) if visit.status != 200 => {
                broken.push(format!("{address} answers a stranger with status {}", visit.status));
            }
            Ok(visit) if String::from_utf8_lossy(&visit.body).contains(GAP) => {
                gaps.push(title(page, Language::English));
            }
            Ok(_) => {}
        }
    }
    if !broken.is_empty() {
        let cure = "Let the proxy or tunnel lead to Rapport for every path, without a login in front.";
        return Finding::fail(broken.join("; "), cure);
    }
    if !hidden.is_empty() {
        return Finding::fail(
            format!("not published: {}", hidden.join(", ")),
            "Read them under Settings, Zoom app, change what is not true of you, and publish them.",
        );
    }
    if !gaps.is_empty() {
        return Finding::fail(
            format!("strangers see a gap in: {}", gaps.join(", ")),
            "Set what Publisher names, or write those pages anew under Settings, Zoom app.",
        );
    }
    Finding::pass("all four are published, and whole")
}

/// Zoom finds the text that its portal gave, at both places.
pub(super) async fn verification(subject: &Subject) -> Finding {
    let token = match look_up(subject, verification::token).await {
        Ok(Some(token)) => token,
        Ok(None) => {
            return Finding::warn(
                "no verification text is set",
                "Zoom asks for proof of each domain. Copy the text that its portal gives into Settings, Zoom app; or prove \
                 the domain by a DNS record, which this program cannot see.",
            );
        }
        Err(finding) => return finding,
    };
    for place in [ZoomUrl::VerificationFile, ZoomUrl::VerificationFolder] {
        let address = place.at(&subject.public_url);
        let found = match subject.get(&address).await {
            Ok(visit) if visit.status == 200 && visit.body == token.as_bytes() => continue,
            Ok(visit) if visit.status == 200 => format!("{address} shows another text"),
            Ok(visit) => format!("{address} answers with status {}", visit.status),
            Err(Unreached(why)) => format!("{address} was asked for, but {why}"),
        };
        return Finding::fail(
            found,
            "Let the proxy or tunnel lead to Rapport for every path, and cache nothing.",
        );
    }
    Finding::pass("the text is found at both places")
}

/// Something of the database, or that it cannot be read.
async fn look_up<T>(
    subject: &Subject,
    read: impl AsyncFnOnce(&Store) -> Result<T, StoreError>,
) -> Result<T, Finding> {
    let found = match &subject.store {
        Ok(store) => read(store).await.map_err(|error| error.to_string()),
        Err(why) => Err(why.clone()),
    };
    found.map_err(|why| Finding::fail(format!("could not be looked at: {why}"), "See Database."))
}
