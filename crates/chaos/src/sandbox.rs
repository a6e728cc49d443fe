//! Zoom: the real `zoom-sandbox` binary, and its control plane over HTTP.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::shared::{now, pause};

/// A running sandbox.
pub(crate) struct Sandbox {
    http: reqwest::Client,
    /// Without a slash at the end; not through any proxy.
    pub(crate) url: String,
    _child: Child,
}

/// How to start it.
pub(crate) struct Options<'a> {
    pub(crate) program: &'a Path,
    pub(crate) port: u16,
    pub(crate) public_url: &'a str,
    pub(crate) webhook_url: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) users: &'a [String],
    pub(crate) folder: &'a Path,
}

/// What Rapport asks for; the sandbox's app must have the same.
const SCOPES: [&str; 6] = [
    "user:read:user",
    "meeting:write:meeting",
    "meeting:read:meeting",
    "meeting:read:list_meetings",
    "meeting:update:meeting",
    "meeting:delete:meeting",
];

impl Sandbox {
    pub(crate) async fn start(http: reqwest::Client, options: Options<'_>) -> Result<Self> {
        let users: Vec<_> = options
            .users
            .iter()
            .map(|email| json!({ "email": email, "first_name": "Zoom", "last_name": "User", "plan": "licensed" }))
            .collect();
        let seed = options.folder.join("zoom-seed.json");
        std::fs::write(&seed, json!({ "users": users }).to_string())?;
        let log = std::fs::File::create(options.folder.join("zoom-sandbox.log"))?;
        let mut command = Command::new(options.program);
        command.args(["serve", "--listen", &format!("127.0.0.1:{}", options.port)]);
        command.args(["--public-url", options.public_url, "--webhook-url", options.webhook_url]);
        command.args(["--redirect-uri", options.redirect_uri]).arg("--seed").arg(&seed);
        for scope in SCOPES {
            command.args(["--scope", scope]);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        let child = command.spawn().context("cannot start zoom-sandbox")?;
        let sandbox = Self { http, url: format!("http://127.0.0.1:{}", options.port), _child: child };
        let until = now() + Duration::from_secs(30);
        while sandbox.get("state").await.is_err() {
            if now() > until {
                bail!("zoom-sandbox does not answer; see zoom-sandbox.log");
            }
            pause(Duration::from_millis(50)).await;
        }
        Ok(sandbox)
    }

    /// Asks the control plane.
    pub(crate) async fn get(&self, what: &str) -> Result<Value> {
        let answer = self.http.get(format!("{}/_sandbox/{what}", self.url)).send().await?;
        Ok(serde_json::from_str(&answer.error_for_status()?.text().await?)?)
    }

    /// Tells the control plane something.
    pub(crate) async fn post(&self, what: &str, body: &Value) -> Result<()> {
        let request = self.http.post(format!("{}/_sandbox/{what}", self.url)).body(body.to_string());
        request.send().await?.error_for_status()?;
        Ok(())
    }

    /// Changes the app.
    pub(crate) async fn change_app(&self, body: &Value) -> Result<()> {
        let request = self.http.put(format!("{}/_sandbox/app", self.url)).body(body.to_string());
        request.send().await?.error_for_status()?;
        Ok(())
    }

    /// No more faults.
    pub(crate) async fn heal(&self) -> Result<()> {
        self.http.delete(format!("{}/_sandbox/faults", self.url)).send().await?.error_for_status()?;
        Ok(())
    }
}
