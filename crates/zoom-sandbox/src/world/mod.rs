//! Everything the sandbox knows: pure state, changed only by the functions here. Time and randomness are passed in.

mod access;
pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod app;
pub(crate) mod delivery;
pub(crate) mod grant;
mod life;
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

use crate::{
    random::Random,
    scopes::{self, Permission},
    webhooks::app_events,
};
use account::Account;
use app::App;
use delivery::{Confirmation, Delivery, Mail};
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
    /// Deleted meetings and when each is gone for good; for the same reason. Found again after loading.
    #[serde(skip)]
    pub(crate) trash: BTreeSet<(Timestamp, i64)>,
    /// How long a meeting that everybody left goes on; `None`: until somebody ends it.
    #[serde(default)]
    pub(crate) end_empty_after: Option<SignedDuration>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) next_delivery: u64,
    pub(crate) confirmations: Vec<Confirmation>,
    /// What Zoom would have mailed to the app's owner.
    #[serde(default)]
    pub(crate) mails: Vec<Mail>,
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
            trash: BTreeSet::new(),
            end_empty_after: None,
            deliveries: Vec::new(),
            next_delivery: 1,
            confirmations: Vec::new(),
            mails: Vec::new(),
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
            lost: false,
        });
        self.next_delivery += 1;
        let surplus = self.deliveries.len().saturating_sub(KEPT_DELIVERIES);
        self.deliveries.drain(..surplus);
    }

    /// Queues a meeting event. Apps hear only of hosts who authorized them with a scope that covers it.
    pub(crate) fn publish_meeting(&mut self, event: &str, host_id: &str, payload: &Value, now: Timestamp) {
        let wanted = if event.starts_with("meeting.participant") {
            &scopes::PARTICIPANT_EVENTS
        } else {
            &scopes::MEETING_READ
        };
        self.publish_for(wanted, event, host_id, payload, now);
    }

    /// Queues an event about a user's things, if that user granted the app the permission.
    pub(crate) fn publish_for(
        &mut self,
        wanted: &Permission,
        event: &str,
        user_id: &str,
        payload: &Value,
        now: Timestamp,
    ) {
        if self.grant(user_id).is_some_and(|grant| wanted.is_in(&grant.scopes)) {
            self.publish(event, app_events::envelope(event, payload, now), now);
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
        let body = app_events::app_deauthorized(self, user_id, now, &hex::encode(random.bytes::<32>()));
        self.publish("app_deauthorized", body, now);
        true
    }
}

/// How long Zoom trusts an answered validation.
pub(crate) const VALIDATION_EVERY: SignedDuration = SignedDuration::from_hours(72);
