//! The client against the sandbox: two programs that share no types, so that a mistake in one shows against the other.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod calls;
mod events;
mod resources;

use jiff::Timestamp;
use secrecy::SecretString;
use url::Url;
use zoom::meetings::StartTime;
use zoom::retry::Policy;
use zoom::transport::{Options, http_client};
use zoom::{AccessToken, App, Client, Credentials, Endpoints, NewMeeting, Pkce, TokenSet};
use zoom_sandbox::{CLIENT_ID, CLIENT_SECRET, Sandbox, SandboxClock};

const MARA: &str = "mara@halden.example"; // Basic
const OSKAR: &str = "oskar@halden.example"; // Licensed
const REDIRECT: &str = "http://127.0.0.1:8080/integrations/zoom/callback";
/// What Rapport asks for.
const SCOPES: [&str; 5] = [
    "user:read:user",
    "meeting:write:meeting",
    "meeting:read:meeting",
    "meeting:read:list_meetings",
    "meeting:delete:meeting",
];

struct World {
    sandbox: Sandbox,
    http: reqwest::Client,
    app: App,
}

impl World {
    /// An app with these scopes; with all that there are, if none is named.
    async fn new(scopes: &[&str]) -> Self {
        let now: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let mut builder = Sandbox::builder().clock(SandboxClock::Explicit(now)).redirect_uri(REDIRECT);
        if !scopes.is_empty() {
            builder = builder.scopes(scopes.iter().copied());
        }
        let sandbox = builder.start().await.unwrap();
        let http = http_client(&Options { proxy_from_environment: false, ..Options::default() }).unwrap();
        let credentials =
            Credentials { client_id: CLIENT_ID.to_owned(), client_secret: CLIENT_SECRET.into() };
        let endpoints = Endpoints::single(sandbox.url().parse().unwrap());
        let app = App::new(http.clone(), endpoints, credentials).with_retry(Policy::none());
        Self { sandbox, http, app }
    }

    /// Somebody presses Allow; returns the code that their browser brings back.
    async fn consent(&self, user: &str, pkce: &Pkce) -> SecretString {
        let mut url = self.app.oauth().authorize_url(&redirect(), "st4te", pkce);
        url.query_pairs_mut().append_pair("auto_approve", "1").append_pair("login_as", user);
        let response = self.http.get(url).send().await.unwrap();
        let back: Url = response.headers()["location"].to_str().unwrap().parse().unwrap();
        assert!(back.query_pairs().any(|(name, value)| name == "state" && value == "st4te"), "{back}");
        let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        code.into()
    }

    async fn connect(&self, user: &str) -> TokenSet {
        let pkce = Pkce::from_random([1; 32]);
        let code = self.consent(user, &pkce).await;
        self.app.oauth().exchange(&code, &pkce, &redirect()).await.unwrap()
    }

    fn client(&self, tokens: &TokenSet) -> Client<AccessToken> {
        self.app.client(tokens.access_token())
    }
}

fn redirect() -> Url {
    REDIRECT.parse().unwrap()
}

fn kick_off() -> NewMeeting {
    NewMeeting {
        topic: Some("Kick-off 🚒".into()),
        agenda: Some("marker-1".into()),
        start_time: Some(StartTime::At("2026-03-03T09:30:00Z".parse().unwrap())),
        duration_minutes: Some(45),
        timezone: Some("Europe/Berlin".into()),
        ..NewMeeting::default()
    }
}
