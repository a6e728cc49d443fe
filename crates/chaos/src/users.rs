//! People at work: each logs in, connects, schedules, removes, starts, disconnects, without a care for what breaks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use jiff::SignedDuration;
use serde_json::json;

use crate::browser::{Browser, Page};
use crate::dice::Dice;
use crate::form::{Form, linked_ids};
use crate::shared::{now, pause};
use crate::wishes::{Ending, Moved, Scheduled};
use crate::world::World;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a-password-of-this-run";

/// Pages that people look at in between.
const PAGES: [&str; 6] =
    ["/", "/meetings", "/contacts", "/settings/integrations", "/settings/activity", "/settings/profile"];

/// One person.
pub(crate) struct Person {
    pub(crate) number: usize,
    pub(crate) email: String,
    /// Their Zoom account; two people may share one.
    pub(crate) zoom_email: String,
    pub(crate) browser: Browser,
    pub(crate) dice: Dice,
    /// Contacts of the workspace.
    pub(crate) contacts: Vec<String>,
    pub(crate) topics: u64,
}

impl Person {
    /// Works until `end`. Whatever fails is simply the next thing to do again.
    pub(crate) async fn work(mut self, world: Arc<World>, end: Instant) -> Self {
        while now() < end {
            let done = self.act(&world).await;
            if done.is_err() {
                world.wishes.count("no answer");
            }
            pause(Duration::from_millis(self.dice.between(50, 600))).await;
        }
        self
    }

    async fn act(&mut self, world: &World) -> Result<()> {
        let what = self.dice.weighted(&[
            (38, "schedule"),
            (13, "move"),
            (13, "remove"),
            (7, "start"),
            (5, "check"),
            (14, "look"),
            (5, "connect"),
            (3, "disconnect"),
            (2, "deauthorize"),
        ]);
        match what {
            "schedule" => self.schedule(world).await,
            "move" => self.move_one(world).await,
            "remove" => self.remove(world).await,
            "start" => self.start(world).await,
            "check" => self.check().await,
            "connect" => self.connect(world).await,
            "disconnect" => self.disconnect(world).await,
            "deauthorize" => self.deauthorize(world).await,
            _ => self.open(self.dice.pick(&PAGES).to_owned()).await.map(drop),
        }
    }

    /// Opens a page, logging in again if need be.
    pub(crate) async fn open(&mut self, path: impl AsRef<str>) -> Result<Page> {
        let page = self.browser.get(path.as_ref()).await?;
        if !page.wants_login() {
            return Ok(page);
        }
        self.log_in().await?;
        self.browser.get(path.as_ref()).await
    }

    pub(crate) async fn log_in(&mut self) -> Result<()> {
        let page = self.browser.get("/login").await?;
        let Some(mut form) = Form::of(&page.body, "/login") else { return Ok(()) };
        form.set("email", self.email.clone());
        form.set("password", PASSWORD);
        let answer = self.browser.post(&form).await?;
        if !answer.accepted() {
            bail!("logging in was answered with {}", answer.status);
        }
        Ok(())
    }

    /// Sends a form: once, twice at the same time, or in a tab that is closed at once; and again, as people do, while
    /// no answer comes.
    async fn send(&mut self, form: &Form) -> Result<Option<Page>> {
        if self.dice.chance(15) {
            let mut tab = self.browser.clone();
            let patience = Duration::from_millis(self.dice.between(1, 150));
            let _ = tokio::time::timeout(patience, tab.post(form)).await;
        }
        if self.dice.chance(25) {
            let mut tab = self.browser.clone();
            let (one, two) = tokio::join!(self.browser.post(form), tab.post(form));
            if let Some(page) = [one, two].into_iter().flatten().find(Page::accepted) {
                return Ok(Some(page));
            }
        }
        let mut last = None;
        for _ in 0..self.dice.between(1, 4) {
            match self.browser.post(form).await {
                Ok(page) if page.status < 500 => return Ok(Some(page)),
                Ok(page) => last = Some(page),
                Err(_) => {}
            }
            pause(Duration::from_millis(300)).await;
        }
        Ok(last)
    }

    async fn schedule(&mut self, world: &World) -> Result<()> {
        let contact = self.dice.pick(&self.contacts).clone();
        let page = self.open(format!("/contacts/{contact}/meetings/new")).await?;
        let Some(mut form) = Form::of(&page.body, "/meetings") else {
            return self.connect(world).await;
        };
        // Without Zoom only meetings elsewhere are offered, and this is about Zoom.
        if page.body.contains("id=\"no-zoom\"") {
            return self.connect(world).await;
        }
        self.topics += 1;
        let topic = format!("Chaos {}-{}", self.number, self.topics);
        let (date, start) = self.some_time(world);
        let minutes = *self.dice.pick(&[15, 30, 40, 60]);
        form.set("topic", topic.clone());
        form.set("date", date.clone());
        form.set("start", start.clone());
        form.set("zone", "UTC");
        form.set("duration", minutes.to_string());
        form.set("agenda", if self.dice.chance(30) { "A long agenda. ".repeat(40) } else { String::new() });
        let mut invitees = 1;
        if self.dice.chance(40) {
            let other = self.dice.pick(&self.contacts).clone();
            if other != contact {
                form.add("invitee", other);
                invitees += 1;
            }
        }
        if self.dice.chance(40) {
            form.set("add_invitee", format!("guest-{}-{}@guests.example", self.number, self.topics));
            invitees += 1;
        }
        let answer = self.send(&form).await?;
        let ending = ending(answer.as_ref());
        world.wishes.schedule(Scheduled { topic, date, start, minutes, invitees, ending });
        Ok(())
    }

    /// Three to eight weeks ahead, so that no jump of the clocks reaches it.
    fn some_time(&self, world: &World) -> (String, String) {
        let ahead =
            SignedDuration::from_mins(i64::try_from(self.dice.between(21 * 1_440, 56 * 1_440)).unwrap_or(0));
        let at = world.clocks.now() + ahead;
        (at.strftime("%Y-%m-%d").to_string(), at.strftime("%H:%M").to_string())
    }

    /// A meeting on the list, if there is any.
    async fn some_meeting(&mut self) -> Result<Option<String>> {
        let page = self.open("/meetings").await?;
        let ids = linked_ids(&page.body, "/meetings/");
        Ok((!ids.is_empty()).then(|| self.dice.pick(&ids).clone()))
    }

    async fn move_one(&mut self, world: &World) -> Result<()> {
        let Some(id) = self.some_meeting().await? else { return Ok(()) };
        let page = self.open(format!("/meetings/{id}/reschedule")).await?;
        let Some(mut form) = Form::of(&page.body, "/reschedule") else { return Ok(()) };
        let (date, start) = self.some_time(world);
        form.set("date", date.clone());
        form.set("start", start.clone());
        form.set("zone", "UTC");
        let answer = self.send(&form).await?;
        world.wishes.move_to(&id, Moved { date, start, ending: ending(answer.as_ref()) });
        Ok(())
    }

    async fn remove(&mut self, world: &World) -> Result<()> {
        let Some(id) = self.some_meeting().await? else { return Ok(()) };
        let page = self.open(format!("/meetings/{id}/remove")).await?;
        let Some(mut form) = Form::of(&page.body, "/remove") else { return Ok(()) };
        if self.dice.chance(15) {
            form.fields.retain(|(name, _)| name != "tell");
        }
        if ending(self.send(&form).await?.as_ref()) == Ending::Accepted {
            world.wishes.remove(&id);
        }
        Ok(())
    }

    async fn start(&mut self, world: &World) -> Result<()> {
        let Some(id) = self.some_meeting().await? else { return Ok(()) };
        let page = self.open(format!("/meetings/{id}/start")).await?;
        if let Some(place) = page.location.filter(|place| place.contains("zak=")) {
            world.heard.secret(&place);
            world.heard.secret(place.split("zak=").nth(1).unwrap_or_default());
            world.wishes.count("started");
        }
        Ok(())
    }

    pub(crate) async fn check(&mut self) -> Result<()> {
        let page = self.open("/settings/integrations").await?;
        match Form::of(&page.body, "/zoom/check") {
            Some(form) => self.browser.post(&form).await.map(drop),
            None => Ok(()),
        }
    }

    /// Connects, or reconnects, if the page offers it.
    pub(crate) async fn connect(&mut self, world: &World) -> Result<()> {
        let page = self.open("/settings/integrations").await?;
        let Some(form) = Form::of(&page.body, "/zoom/connect") else { return Ok(()) };
        let consent = self.browser.post(&form).await?;
        let Some(consent) = consent.location.filter(|place| place.contains("/oauth/authorize")) else {
            return Ok(());
        };
        let consent = format!("{consent}&auto_approve=1&login_as={}", self.zoom_email);
        let back = world.http.get(consent).send().await?;
        let back = back.headers().get("location").and_then(|place| place.to_str().ok()).unwrap_or_default();
        let Some(path) = back.strip_prefix(&world.origin) else { return Ok(()) };
        if let Some(code) = crate::tap::between(&format!("{path}&"), "code=", "&").next() {
            world.heard.secret(code);
        }
        let done = self.browser.get(path).await?;
        if done.accepted() {
            world.wishes.count("consents");
        }
        Ok(())
    }

    pub(crate) async fn disconnect(&mut self, world: &World) -> Result<()> {
        let page = self.open("/settings/integrations/zoom/disconnect").await?;
        let Some(mut form) = Form::of(&page.body, "/zoom/disconnect") else { return Ok(()) };
        form.set("upcoming", if self.dice.chance(40) { "remove" } else { "keep" });
        if ending(self.send(&form).await?.as_ref()) == Ending::Accepted {
            world.wishes.count("disconnects");
        }
        Ok(())
    }

    /// Removes the app on Zoom's own pages.
    pub(crate) async fn deauthorize(&mut self, world: &World) -> Result<()> {
        let path = format!("users/{}/deauthorize", self.zoom_email);
        if world.sandbox.post(&path, &json!({})).await.is_ok() {
            world.wishes.count("deauthorizations");
        }
        Ok(())
    }
}

fn ending(answer: Option<&Page>) -> Ending {
    match answer {
        Some(page) if page.wants_login() => Ending::Refused,
        Some(page) if page.accepted() => Ending::Accepted,
        Some(page) if page.status < 500 => Ending::Refused,
        _ => Ending::Unknown,
    }
}
