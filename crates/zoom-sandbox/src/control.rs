//! The sandbox in the hands of a test or of the program that embeds it: look at everything, change everything.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    app_change::AppChange,
    clock::{SandboxClock, shift},
    faults::{Fault, glob_matches},
    seed::{MeetingChange, SeedMeeting, SeedUser},
    shared::{RequestEntry, Shared, lock},
    summaries::{MeetingSummary, TokenPair, UserSummary, meeting_summary, user_summary},
    webhooks::{deliver, validate},
    world::{
        World,
        admin::{Removal, UserChange},
        delivery::{Confirmation, Delivery, Mail},
        user::{Plan, UserStatus},
    },
};

/// Handle to a running sandbox; clones mean the same one.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

impl Control {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Sandbox time.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// Moves sandbox time forward and does what became due, except deliveries: see [`Self::deliver_pending`].
    pub fn advance(&self, by: SignedDuration) {
        self.shared.clock.advance(by);
        self.time_moved();
    }

    /// Lets this much sandbox time pass: the clock stops wherever something is due, and events are delivered and tried
    /// again on the way, each at its moment. [`Self::advance`] jumps.
    pub async fn run_for(&self, by: SignedDuration) {
        let end = shift(self.now(), by);
        loop {
            self.deliver_pending().await;
            let now = self.now();
            let next = self.shared.read(|world, _| world.next_due());
            match next.filter(|due| *due > now && *due < end) {
                Some(due) => {
                    let step = due.duration_since(now);
                    // A clock that runs moves by whole seconds; the next one is due for sure.
                    let whole = SignedDuration::from_secs(step.as_secs().saturating_add(1));
                    self.advance(if self.shared.clock.is_explicit() { step } else { whole });
                }
                None => break,
            }
        }
        self.advance(end.duration_since(self.now()).max(SignedDuration::ZERO));
        self.deliver_pending().await;
    }

    /// Sets sandbox time.
    pub fn set_time(&self, to: Timestamp) {
        self.shared.clock.set(to);
        self.time_moved();
    }

    fn time_moved(&self) {
        // Reading lets the world catch up with the clock.
        self.shared.read(|_, _| ());
        self.shared.changed();
    }

    /// All users.
    pub fn users(&self) -> Vec<UserSummary> {
        self.shared.read(|world, _| world.users.iter().map(|user| user_summary(world, user)).collect())
    }

    /// Meetings of a user that exist now, soonest first; empty if there is no such user.
    pub fn meetings(&self, email: &str) -> Vec<MeetingSummary> {
        self.shared.read(|world, now| {
            let Some(user) = world.user(email) else { return Vec::new() };
            let meetings = world.meetings_of(&user.id, now);
            meetings.into_iter().map(|meeting| meeting_summary(world, meeting)).collect()
        })
    }

    /// Everything but secrets, as `GET /_sandbox/state` answers it.
    pub fn state(&self) -> Value {
        let faults = self.faults();
        let explicit = self.shared.clock.is_explicit();
        self.shared.read(|world, now| {
            let meetings = world.meetings.values().filter(|meeting| meeting.is_planned(now)).map(|meeting| {
                let mut body = json!(meeting_summary(world, meeting));
                body["host"] = json!(world.user(&meeting.host_id).map(|host| &host.email));
                body
            });
            json!({
                "now": now, "clock": if explicit { "explicit" } else { "real" }, "account_id": world.account.id,
                "app": {
                    "name": world.app.name, "client_id": world.app.client_id,
                    "redirect_uris": world.app.redirect_uris, "strict_redirects": world.app.strict_redirects,
                    "subdomain_check": world.app.subdomain_check, "approval": world.app.approval,
                    "deauthorization_form": world.app.deauthorization_form,
                    // Values may be secrets.
                    "webhook_headers": world.app.webhook_headers.keys().collect::<Vec<_>>(),
                    "scopes": world.app.scopes, "webhook_url": world.app.webhook.url,
                    "webhook_validated_at": world.app.webhook.validated_at,
                    "webhook_enabled": world.app.webhook.is_enabled(),
                    "webhook_failures": world.app.webhook.failures, "rotation": world.app.rotation,
                    "decline": world.app.decline, "refresh_token_days": world.app.refresh_token_days,
                },
                "users": world.users.iter().map(|user| user_summary(world, user)).collect::<Vec<_>>(),
                "meetings": meetings.collect::<Vec<_>>(), "compliance": world.confirmations, "faults": faults,
                "deliveries": world.deliveries.len(), "mails": world.mails,
            })
        })
    }

    /// Back to the default users and app, no meetings, no faults; the app's addresses and secrets stay.
    pub fn reset(&self) {
        lock(&self.shared.faults).clear();
        lock(&self.shared.meters).clear();
        self.shared.forget_requests();
        self.shared.write(|world, _, random| {
            let fresh = World::new(random);
            let old = std::mem::replace(world, fresh);
            (world.app, world.base_url) = (old.app, old.base_url);
            world.end_empty_after = old.end_empty_after;
        });
    }

    /// Adds a meeting as if its host had made it in Zoom. `None` if there is no such user.
    pub fn seed_meeting(&self, email: &str, seed: SeedMeeting) -> Option<MeetingSummary> {
        self.shared.write(|world, now, random| {
            let host = world.user(email)?.clone();
            let id = world.add_meeting(&host, seed.into_input(), now, random);
            world.meetings.get(&id).map(|meeting| meeting_summary(world, meeting))
        })
    }

    /// Deletes a meeting as if its host had done so in Zoom.
    pub fn delete_meeting(&self, id: i64) -> bool {
        self.shared.write(|world, now, _| {
            let host = world.meetings.get(&id).and_then(|meeting| world.user(&meeting.host_id)).cloned();
            host.is_some_and(|host| world.delete_meeting(id, &host, now).is_ok())
        })
    }

    /// Deletes one date of a series as if its host had done so in Zoom: the one whose id this is (C.6); false if there is
    /// none.
    pub fn delete_occurrence(&self, id: i64, occurrence: i64) -> bool {
        self.shared.write(|world, now, _| {
            let host = world.meetings.get(&id).and_then(|meeting| world.user(&meeting.host_id)).cloned();
            host.is_some_and(|host| world.delete_occurrence(id, occurrence, &host, now).is_ok())
        })
    }

    /// Changes a meeting as if its host had done so in Zoom; false if it does not exist or runs.
    pub fn change_meeting(&self, id: i64, change: MeetingChange) -> bool {
        self.shared.write(|world, now, random| {
            let host = world.meetings.get(&id).and_then(|meeting| world.user(&meeting.host_id)).cloned();
            host.is_some_and(|host| {
                world.update_meeting(id, None, &host, change.into_input(), now, random).is_ok()
            })
        })
    }

    /// Brings a deleted meeting back, as Zoom's "Recently deleted" does; false if it is not there.
    pub fn recover_meeting(&self, id: i64) -> bool {
        self.shared.write(|world, now, _| {
            let host = world.meetings.get(&id).and_then(|meeting| world.user(&meeting.host_id)).cloned();
            host.is_some_and(|host| world.recover_meeting(id, &host, now).is_ok())
        })
    }

    /// Deletes a deleted meeting for good, which otherwise happens after seven days.
    pub fn purge_meeting(&self, id: i64) -> bool {
        self.shared.write(|world, now, _| world.purge_meeting(id, now))
    }

    /// Starts a meeting; false if it does not exist.
    pub fn start_meeting(&self, id: i64) -> bool {
        self.shared.write(|world, now, random| world.start_meeting(id, now, random).is_ok())
    }

    /// Ends a running meeting; false if it does not run.
    pub fn end_meeting(&self, id: i64) -> bool {
        self.shared.write(|world, now, _| world.end_meeting(id, now))
    }

    /// Somebody joins a running meeting, or waits in its waiting room: see [`Self::admit`]. The email of a user makes it
    /// that user; others are guests, whose email Zoom hides. Returns the participant's id within the meeting, `None` if
    /// it does not run.
    pub fn join_meeting(&self, id: i64, name: &str, email: &str) -> Option<String> {
        self.shared.write(|world, now, random| world.join_meeting(id, name, email, now, random))
    }

    /// The host lets a participant in from the waiting room; false if nobody of this id waits.
    pub fn admit(&self, id: i64, participant: &str) -> bool {
        self.shared.write(|world, now, _| world.admit(id, participant, now))
    }

    /// A participant leaves; false if nobody of this id is there.
    pub fn leave_meeting(&self, id: i64, participant: &str) -> bool {
        self.shared.write(|world, now, _| world.leave_meeting(id, participant, now))
    }

    /// Connects a user as if they had allowed the app every scope it has; `None` if there is no such active user.
    pub fn connect(&self, email: &str) -> Option<TokenPair> {
        self.shared.write(|world, now, random| {
            let user_id = world.user(email).filter(|user| user.is_active())?.id.clone();
            let code = world.issue_code(&user_id, "", world.app.scopes.clone(), None, now, random);
            let tokens = world.exchange_code(&code, Some(""), None, now, random).ok()?;
            Some(TokenPair { access_token: tokens.access, refresh_token: tokens.refresh? })
        })
    }

    /// Removes the app for a user and sends `app_deauthorized`; false if it was not connected.
    pub fn deauthorize(&self, email: &str) -> bool {
        self.with_grant(email, |world, user_id, now, shared| world.deauthorize(user_id, now, &shared.random))
    }

    /// Forgets a user's tokens without telling the app, as when an admin removes an app before its deauthorization
    /// address was set. False if the user was not connected.
    pub fn revoke_grant(&self, email: &str) -> bool {
        self.with_grant(email, |world, user_id, _, _| {
            world.grants.retain(|grant| grant.user_id != user_id);
            true
        })
    }

    /// Makes a user's refresh token useless; the access token lives until it expires.
    pub fn invalidate_refresh_token(&self, email: &str) -> bool {
        self.with_grant(email, |world, user_id, now, _| {
            for grant in world.grants.iter_mut().filter(|grant| grant.user_id == user_id) {
                grant.refresh.expires_at = now;
                grant.previous_refresh = None;
            }
            true
        })
    }

    /// A user's access tokens are expired from now on; the refresh token still works.
    pub fn expire_access_token(&self, email: &str) -> bool {
        self.with_grant(email, |world, user_id, now, _| {
            for grant in world.grants.iter_mut().filter(|grant| grant.user_id == user_id) {
                grant.expire_access(now);
            }
            true
        })
    }

    /// Every access token is expired from now on; refresh tokens still work.
    pub fn expire_access_tokens(&self) {
        self.shared.write(|world, now, _| {
            for grant in &mut world.grants {
                grant.expire_access(now);
            }
            for token in &mut world.app_tokens {
                token.expires_at = token.expires_at.min(now);
            }
        });
    }

    /// Changes a licence; false if there is no such user. The app is not told: see [`Self::change_user`].
    pub fn set_plan(&self, email: &str, plan: Plan) -> bool {
        self.shared.write(|world, _, _| world.user_mut(email).map(|user| user.plan = plan).is_some())
    }

    /// Changes a user as an admin does, and sends `user.updated` and `user.settings_updated`. False if there is no such
    /// user, or if the new email is another user's.
    pub fn change_user(&self, email: &str, change: UserChange) -> bool {
        self.shared.write(|world, now, _| world.change_user(email, change, now))
    }

    /// Deactivates or activates a user. Tokens of an inactive user are refused. False if nothing changed.
    pub fn set_user_status(&self, email: &str, status: UserStatus) -> bool {
        self.shared.write(|world, now, _| world.set_status(email, status, now))
    }

    /// Deletes a user with all meetings and sends `user.deleted`; their tokens find no owner any more.
    pub fn delete_user(&self, email: &str) -> bool {
        self.shared.write(|world, now, _| world.remove_user(email, Removal::Deleted, now))
    }

    /// The user leaves the account: as [`Self::delete_user`], but with `user.disassociated`.
    pub fn disassociate_user(&self, email: &str) -> bool {
        self.shared.write(|world, now, _| world.remove_user(email, Removal::Disassociated, now))
    }

    /// Adds a user to the account and returns it; the existing one if the email is taken.
    pub fn add_user(&self, user: SeedUser) -> UserSummary {
        self.shared.write(|world, now, random| {
            let known = world.user(&user.email).cloned();
            let user = known.unwrap_or_else(|| {
                let user = user.into_user(now, random);
                world.add_user(user.clone(), random);
                user
            });
            user_summary(world, &user)
        })
    }

    /// Changes the app. A new webhook address starts unvalidated: see [`Self::validate_webhook`].
    pub fn change_app(&self, change: AppChange) {
        self.shared.write(|world, now, _| change.apply_to(world, now));
    }

    /// Sends `endpoint.url_validation` and says what was wrong with the answer, if anything.
    ///
    /// # Errors
    ///
    /// A sentence for the owner of the address.
    pub async fn validate_webhook(&self) -> Result<(), String> {
        validate::saved_address(&self.shared).await
    }

    /// Adds a fault; returns the id to remove it by.
    pub fn add_fault(&self, fault: Fault) -> u64 {
        lock(&self.shared.faults).add(fault)
    }

    /// Removes one fault; false if it is not there any more.
    pub fn remove_fault(&self, id: u64) -> bool {
        lock(&self.shared.faults).remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Faults still in force.
    pub fn faults(&self) -> Vec<Fault> {
        lock(&self.shared.faults).list(self.shared.clock.now())
    }

    /// Calls clients made under `/v2` and `/oauth`, oldest first.
    pub fn requests(&self) -> Vec<RequestEntry> {
        self.shared.requests()
    }

    /// How many calls had this method and path; `*` in the path stands for any characters.
    pub fn request_count(&self, method: &str, path: &str) -> usize {
        self.shared.count_requests(|one| one.method == method && glob_matches(path, &one.path))
    }

    /// All events and attempts, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.read(|world, _| world.deliveries.clone())
    }

    /// What Zoom would have mailed to the app's owner, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.read(|world, _| world.mails.clone())
    }

    /// Sends an event once more; false if there is no such delivery.
    pub fn redeliver(&self, id: u64) -> bool {
        self.shared.write(|world, now, _| {
            let found = world.deliveries.iter_mut().find(|delivery| delivery.id == id);
            found.map(|delivery| delivery.next_attempt_at = Some(now)).is_some()
        })
    }

    /// Sends what is due and waits for the answers. Returns the number of attempts this call made.
    pub async fn deliver_pending(&self) -> usize {
        deliver::deliver_due(&self.shared).await
    }

    /// Data compliance confirmations, oldest first.
    pub fn compliance(&self) -> Vec<Confirmation> {
        self.shared.read(|world, _| world.confirmations.clone())
    }

    /// Which clock runs.
    pub fn clock_kind(&self) -> SandboxClock {
        if self.shared.clock.is_explicit() { SandboxClock::Explicit(self.now()) } else { SandboxClock::Real }
    }

    fn with_grant(
        &self,
        email: &str,
        act: impl FnOnce(&mut World, &str, Timestamp, &Shared) -> bool,
    ) -> bool {
        self.shared.write(|world, now, _| {
            let Some(user_id) = world.user(email).map(|user| user.id.clone()) else { return false };
            world.grant(&user_id).is_some() && act(world, &user_id, now, &self.shared)
        })
    }
}
