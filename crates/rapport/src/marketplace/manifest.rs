//! The app manifest that Zoom's portal takes (Zoom reference F.4), for a user-managed app, and the rules it has to meet.

use std::fmt;

use serde_json::{Value, json};
use url::{Host, Url};

use super::public_url;
use super::urls::ZoomUrl;
use crate::config::{Config, Fact, PublisherConfig};
use crate::connections::Asked;

/// One thing in a manifest that Zoom refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Where, as Zoom's own validation names it: `/oauth_information/scopes[0]`.
    pub setting: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.message)
    }
}

/// The body of `POST /v2/marketplace/apps` for this configuration, and for what is asked of Zoom.
pub fn manifest(config: &Config, asked: Asked) -> anyhow::Result<Value> {
    let origin = public_url(config)?;
    let say = |fact: Fact| said(&config.publisher, fact);
    let url = |which: ZoomUrl| which.at(&origin).to_string();
    let calls = asked.uses().into_iter().map(|used| (used.scope, used.reason));
    let reasons: Vec<_> =
        calls.chain(asked.event_reasons()).map(|(scope, reason)| format!("{scope}: {reason}")).collect();
    let scopes: Vec<_> =
        asked.scopes().iter().map(|(scope, _)| json!({ "scope": scope, "optional": false })).collect();
    let events: Vec<_> = asked.events.events().into_iter().map(|(name, _)| name).collect();
    let domain = origin.host_str().unwrap_or_default();
    Ok(json!({
        "app_type": "general",
        "app_name": say(Fact::AppName),
        "contact_name": say(Fact::ContactName),
        "contact_email": say(Fact::ContactEmail),
        "company_name": say(Fact::Name),
        "manifest": {
            "display_information": {
                "display_name": say(Fact::AppName),
                "description": "Schedule, move, start and remove Zoom meetings with the contacts of your CRM.",
                "long_description": "Connect your own Zoom account, then schedule a meeting right from a contact. \
                    Invitees get the join link by mail and in their calendar. Move or remove the meeting in one place, \
                    and Zoom, mail and calendar follow. Disconnect whenever you like: everything that came from Zoom is \
                    deleted.",
                "company_name": say(Fact::Name),
                "privacy_url": url(ZoomUrl::Privacy),
                "terms_url": url(ZoomUrl::Terms),
                "support_url": url(ZoomUrl::Support),
                "doc_url": url(ZoomUrl::Documentation),
            },
            "oauth_information": {
                "usage": "USER_OPERATION",
                "development_redirect_uri": url(ZoomUrl::Redirect),
                "production_redirect_uri": url(ZoomUrl::Redirect),
                "oauth_allow_list": [url(ZoomUrl::Redirect)],
                "strict_mode": true,
                "subdomain_strict_mode": true,
                "scopes": scopes,
                "scope_description": reasons.join("\n"),
                "enable_private_pkce_client": false,
                "enable_public_pkce_client": false,
            },
            "developer_information": {
                "developer_name": say(Fact::ContactName),
                "developer_email": say(Fact::ContactEmail),
                "company_name": say(Fact::Name),
                "website": say(Fact::Website),
                "privacy_policy": url(ZoomUrl::Privacy),
                "terms_of_use": url(ZoomUrl::Terms),
                "support": url(ZoomUrl::Support),
            },
            "features": {
                "products": ["ZOOM_MEETING"],
                "development_home_uri": url(ZoomUrl::Home),
                "production_home_uri": url(ZoomUrl::Home),
                "domain_allow_list": [{ "domain": domain, "explanation": "Hosts the app, its OAuth redirect and its webhook." }],
                "event_subscription": {
                    "enable": true,
                    "events": [{
                        "subscription_id": "rapport-meetings",
                        "subscription_name": "Changes made in Zoom",
                        "event_usage": "EVENT_FOR_USER",
                        "event_types": events,
                        "development_webhook_url": url(ZoomUrl::Webhook),
                        "production_webhook_url": url(ZoomUrl::Webhook),
                        "development_event_custom_header": null,
                        "production_event_custom_header": null,
                    }],
                },
            },
        },
    }))
}

fn said(publisher: &PublisherConfig, fact: Fact) -> String {
    publisher.known(fact).map_or_else(Fact::placeholder, str::to_owned)
}

/// Everything in the body that Zoom would refuse, by the rules of the reference.
pub fn objections(body: &Value) -> Vec<Objection> {
    let mut rules = Rules { found: Vec::new() };
    for field in ["app_name", "contact_name", "contact_email", "company_name"] {
        rules.filled(&format!("/{field}"), &body[field]);
    }
    let manifest = &body["manifest"];
    let display = &manifest["display_information"];
    let name = display["display_name"].as_str().unwrap_or_default();
    rules.filled("/display_information/display_name", &display["display_name"]);
    rules.hold(
        name.chars().count() < 50,
        "/display_information/display_name",
        "must be shorter than 50 characters",
    );
    let short = display["description"].as_str().unwrap_or_default();
    rules.hold(
        short.chars().count() <= 150,
        "/display_information/description",
        "must have 150 characters or fewer",
    );
    for field in ["privacy_url", "terms_url", "support_url", "doc_url"] {
        rules.public(&format!("/display_information/{field}"), &display[field]);
    }
    rules.filled("/developer_information/website", &manifest["developer_information"]["website"]);
    rules.oauth(&manifest["oauth_information"]);
    rules.features(&manifest["features"], &manifest["oauth_information"]);
    rules.found
}

struct Rules {
    found: Vec<Objection>,
}

impl Rules {
    fn hold(&mut self, holds: bool, setting: &str, message: &str) {
        if !holds {
            self.found.push(Objection { setting: setting.to_owned(), message: message.to_owned() });
        }
    }

    /// There, and no placeholder.
    fn filled(&mut self, setting: &str, value: &Value) {
        match value.as_str() {
            Some(text) if text.starts_with("[publisher.") => {
                self.hold(false, setting, &format!("is missing: set {}", text.trim_matches(['[', ']'])));
            }
            Some(text) => self.hold(!text.is_empty(), setting, "is missing"),
            None => self.hold(false, setting, "is missing"),
        }
    }

    /// An address that Zoom's servers and everybody can reach.
    fn public(&mut self, setting: &str, value: &Value) {
        let url = value.as_str().and_then(|text| Url::parse(text).ok());
        let Some(url) = url else { return self.hold(false, setting, "is not an address") };
        self.hold(url.scheme() == "https", setting, "must begin with https:// (set `public_url`)");
        let local = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || !name.contains('.'),
            _ => true,
        };
        self.hold(!local, setting, "must stand on a public domain, not on this machine or a bare address");
    }

    fn oauth(&mut self, oauth: &Value) {
        let user = oauth["usage"] == "USER_OPERATION";
        let usage = user || oauth["usage"] == "ADMIN_MANAGEMENT";
        self.hold(usage, "/oauth_information/usage", "must be USER_OPERATION or ADMIN_MANAGEMENT");
        let allowed = oauth["oauth_allow_list"].as_array().map_or(&[][..], Vec::as_slice);
        self.hold(!allowed.is_empty(), "/oauth_information/oauth_allow_list", "must not be empty");
        for field in ["development_redirect_uri", "production_redirect_uri"] {
            let setting = format!("/oauth_information/{field}");
            self.public(&setting, &oauth[field]);
            let strict = oauth["strict_mode"] == true;
            self.hold(!strict || allowed.contains(&oauth[field]), &setting, "is not on the allow list");
        }
        let scopes = oauth["scopes"].as_array().map_or(&[][..], Vec::as_slice);
        let needed = scopes.iter().any(|scope| scope["optional"] == false);
        self.hold(needed, "/oauth_information/scopes", "at least one scope must not be optional");
        for (scope, at) in scopes.iter().zip(0..) {
            let setting = format!("/oauth_information/scopes[{at}]");
            let name = scope["scope"].as_str().unwrap_or_default();
            let parts: Vec<_> = name.split(':').collect();
            self.hold(
                parts.len() >= 3,
                &setting,
                &format!("{name} is a classic scope, which new apps cannot have"),
            );
            let admin = matches!(parts.get(3), Some(&("admin" | "master")));
            let usage = oauth["usage"].as_str().unwrap_or_default();
            let fits = parts.len() < 3 || admin != user;
            self.hold(fits, &setting, &format!("{name} is not a valid scope name when usage is {usage}"));
        }
    }

    fn features(&mut self, features: &Value, oauth: &Value) {
        let products = features["products"].as_array().is_some_and(|products| !products.is_empty());
        for field in ["development_home_uri", "production_home_uri"] {
            let setting = format!("/features/{field}");
            self.hold(products || features[field].is_null(), &setting, "needs a product");
            if !features[field].is_null() {
                self.public(&setting, &features[field]);
            }
        }
        let list = features["domain_allow_list"].as_array().is_some_and(|list| !list.is_empty());
        self.hold(products || !list, "/features/domain_allow_list", "needs a product");
        let subscriptions =
            features["event_subscription"]["events"].as_array().map_or(&[][..], Vec::as_slice);
        let place = "/features/event_subscription/events";
        self.hold(subscriptions.len() <= 20, place, "an app has 20 subscriptions at most");
        let wanted = if oauth["usage"] == "USER_OPERATION" { "EVENT_FOR_USER" } else { "EVENT_FOR_ADMIN" };
        for (one, at) in subscriptions.iter().zip(0..) {
            let usage = format!("{place}[{at}]/event_usage");
            self.hold(one["event_usage"] == wanted, &usage, &format!("must be {wanted}"));
            let types = one["event_types"].as_array().is_some_and(|types| !types.is_empty());
            self.hold(types, &format!("{place}[{at}]/event_types"), "must not be empty");
            for field in ["development_webhook_url", "production_webhook_url"] {
                self.public(&format!("{place}[{at}]/{field}"), &one[field]);
            }
        }
    }
}
