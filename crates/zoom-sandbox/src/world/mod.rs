//! Everything the sandbox knows: pure state, changed only by the functions here. Time and randomness are passed in.

mod access;
pub(crate) mod account;
pub(crate) mod app;
pub(crate) mod delivery;
pub(crate) mod grant;
mod lifetime;
pub(crate) mod meeting;
pub(crate) mod meeting_settings;
mod meetings;
pub(crate) mod past;
mod people;
pub(crate) mod recurrence;
pub(crate) mod registrant;
pub(crate) mod registrants;
pub(crate) mod session;
mod tokens;
pub(crate) mod user;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use access::Refusal;
pub(crate) use tokens::{NewTokens, TokenError};

use crate::{random::Random, webhooks::events};
use account::Account;
use app::App;
use delivery::{Confirmation, Delivery};
use grant::{Code, Grant, Issued};
use meeting::Meeting;
use user::User;

/// Deliveries kept for the log.
const KEPT_DELIVERIES: usize = 2000;

/// The whole state of one sandbox; this is what the state file holds.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) account: Account,
    pub(crate) users: Vec<User>,
    pub(crate) app: App,
    pub(crate) codes: Vec<Code>,
    pub(crate) grants: Vec<Grant>,
    /// Tokens of `client_credentials`: the app itself, no user.
    pub(crate) app_tokens: Vec<Issued>,
    pub(crate) meetings: BTreeMap<i64, Meeting>,
    /// Ids of meetings that run, so that the clock need not look at all of them.
    pub(crate) running: BTreeSet<i64>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) next_delivery: u64,
    pub(crate) confirmations: Vec<Confirmation>,
    /// Users for whom `app_deauthorized` was sent.
    pub(crate) deauthorized: BTreeSet<String>,
    /// What is limited per UTC day, and how often it was used: creates and updates per host, registrations.
    pub(crate) spent: BTreeMap<String, (Date, u32)>,
    /// Signs ZAKs and page tokens; made once per world.
    pub(crate) signing_key: String,
    /// Where this sandbox is reached, without a slash at the end.
    #[serde(skip)]
    pub(crate) base_url: String,
}

impl World {
    pub(crate) fn new(random: &Random) -> Self {
        let mut world = Self::empty(random);
        for user in User::defaults() {
            world.add_user(user, random);
        }
        world
    }

    fn empty(random: &Random) -> Self {
        Self {
            account: Account::default(),
            users: Vec::new(),
            app: App::default(),
            codes: Vec::new(),
            grants: Vec::new(),
            app_tokens: Vec::new(),
            meetings: BTreeMap::new(),
            running: BTreeSet::new(),
            deliveries: Vec::new(),
            next_delivery: 1,
            confirmations: Vec::new(),
            deauthorized: BTreeSet::new(),
            spent: BTreeMap::new(),
            signing_key: hex::encode(random.bytes::<32>()),
            base_url: String::new(),
        }
    }

    /// Finds a user by id or email; emails compare without case.
    pub(crate) fn user(&self, id_or_email: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id_or_email || user.email.eq_ignore_ascii_case(id_or_email))
    }

    pub(crate) fn user_mut(&mut self, id_or_email: &str) -> Option<&mut User> {
        self.users
            .iter_mut()
            .find(|user| user.id == id_or_email || user.email.eq_ignore_ascii_case(id_or_email))
    }

    pub(crate) fn grant(&self, user_id: &str) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.user_id == user_id)
    }

    /// Queues an event, if the app listens.
    pub(crate) fn publish(&mut self, event: &str, body: String, now: Timestamp) {
        if !self.app.webhook.is_enabled() {
            return;
        }
        self.deliveries.push(Delivery {
            id: self.next_delivery,
            event: event.to_owned(),
            body,
            created_at: now,
            attempts: Vec::new(),
            next_attempt_at: Some(now),
        });
        self.next_delivery += 1;
        let surplus = self.deliveries.len().saturating_sub(KEPT_DELIVERIES);
        self.deliveries.drain(..surplus);
    }

    /// Queues a meeting event. Apps hear only of hosts who authorized them with a scope that covers it.
    pub(crate) fn publish_meeting(&mut self, event: &str, host_id: &str, payload: &Value, now: Timestamp) {
        let wanted = if event.starts_with("meeting.participant") {
            crate::scopes::PARTICIPANT_EVENTS
        } else {
            crate::scopes::MEETING_READ
        };
        if self.grant(host_id).is_some_and(|grant| wanted.is_in(&grant.scopes)) {
            self.publish(event, events::envelope(event, payload, now), now);
        }
    }

    /// Removes the app for one user, as "Remove app" in the Marketplace does: tokens die, the app is told.
    pub(crate) fn deauthorize(&mut self, user_id: &str, now: Timestamp, random: &Random) -> bool {
        let before = self.grants.len();
        self.grants.retain(|grant| grant.user_id != user_id);
        if self.grants.len() == before {
            return false;
        }
        self.codes.retain(|code| code.user_id != user_id);
        self.deauthorized.insert(user_id.to_owned());
        let body = events::app_deauthorized(self, user_id, now, &hex::encode(random.bytes::<32>()));
        self.publish("app_deauthorized", body, now);
        true
    }

    /// Does what is due by the clock alone: meetings of Basic hosts end after 40 minutes. True if anything changed.
    pub(crate) fn tick(&mut self, now: Timestamp) -> bool {
        let over: Vec<(i64, Timestamp)> = self
            .running
            .iter()
            .filter_map(|id| Some((*id, self.cut_at(*id)?)))
            .filter(|(_, cut_at)| *cut_at <= now)
            .collect();
        for (id, cut_at) in &over {
            self.end_meeting(*id, *cut_at);
        }
        !over.is_empty()
    }

    /// When something is next due without anybody asking.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let cuts = self.running.iter().filter_map(|id| self.cut_at(*id));
        let attempts = self.deliveries.iter().filter_map(|delivery| delivery.next_attempt_at);
        let validation = self.app.webhook.validate_at.filter(|_| self.app.webhook.is_enabled());
        cuts.chain(attempts).chain(validation).min()
    }

    fn cut_at(&self, meeting: i64) -> Option<Timestamp> {
        let meeting = self.meetings.get(&meeting)?;
        let host = self.user(&meeting.host_id)?;
        let started = meeting.session()?.started_at;
        (host.plan == user::Plan::Basic).then(|| crate::clock::shift(started, lifetime::BASIC_LIMIT))
    }
}

/// How long Zoom trusts an answered validation.
pub(crate) const VALIDATION_EVERY: SignedDuration = SignedDuration::from_hours(72);
