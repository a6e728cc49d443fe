//! The OAuth redirect URL: it must lead to us, and Zoom must have it on its list, byte for byte (Zoom reference A.3).

use domain::random_bytes;
use url::Url;

use super::visit::Unreached;
use super::{Finding, Subject};
use crate::marketplace::urls::ZoomUrl;

pub(super) async fn look(subject: &Subject) -> Finding {
    let url = ZoomUrl::Redirect.at(&subject.public_url);
    // Somebody who comes without an answer from Zoom is sent to the login page of the same address.
    let visit = match subject.get(&url).await {
        Ok(visit) => visit,
        Err(Unreached(why)) => {
            return Finding::fail(format!("{url} was asked for, but {why}"), "See Reachable from outside.");
        }
    };
    let us = subject.public_url.origin().ascii_serialization();
    match visit.leads_to(&url) {
        Some(to) if to == us => {}
        Some(other) => {
            return Finding::fail(
                format!("{url} leads on to {other}"),
                "Let the proxy pass redirects on as they are, and set `public_url` to the address that people use.",
            );
        }
        None => {
            return Finding::fail(
                format!("{url} answers with status {}, as Rapport does not", visit.status),
                "Let the proxy or tunnel lead to Rapport for every path.",
            );
        }
    }
    match asked(subject, &url).await {
        Ok(finding) => finding,
        Err(Unreached(why)) => Finding::warn(
            format!("{url} leads here; whether Zoom has it on its list could not be asked, as {why}"),
            format!("See Zoom credentials. The URL to paste in Zoom's portal is {url}"),
        ),
    }
}

/// Asks for Zoom's consent page as a browser would.
async fn asked(subject: &Subject, redirect: &Url) -> Result<Finding, Unreached> {
    let Ok(zoom) = &subject.zoom else {
        return Err(Unreached("there is no Zoom app".to_owned()));
    };
    let state = hex::encode(random_bytes::<16>(&*subject.random));
    let pkce = zoom::Pkce::from_random(random_bytes::<32>(&*subject.random));
    let consent = subject.get(&zoom.in_use().authorize_url(redirect, &state, &pkce)).await?;
    let text = String::from_utf8_lossy(&consent.body);
    let says = |words: &str| text.contains(words);
    Ok(if says("4700") || says("4,700") || says("Invalid redirect") {
        Finding::fail(
            format!("Zoom refuses {redirect} (error 4700): it is not on the app's list"),
            format!(
                "Paste this into OAuth redirect URL and into the allow list, exactly as it is: {redirect}"
            ),
        )
    } else if consent.status >= 500 {
        return Err(Unreached(format!("Zoom answered {}", consent.status)));
    } else if (300..400).contains(&consent.status) {
        // The real Zoom looks at the list only once somebody has logged in.
        Finding::pass(format!("{redirect} leads here; Zoom wants a login before it says more"))
    } else {
        Finding::pass(format!("{redirect} leads here, and Zoom takes it"))
    })
}
