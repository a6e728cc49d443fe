//! Users of the account and their personal rooms.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    World,
    meeting::{Meeting, MeetingInput, ROOM},
    user::{Plan, User},
};
use crate::random::Random;

impl World {
    /// Adds a user and their personal room.
    pub(crate) fn add_user(&mut self, user: User, random: &Random) {
        self.open_room(&user, random);
        self.users.push(user);
    }

    /// Adds what a state file from before there were personal rooms and registration lacks.
    pub(crate) fn complete(&mut self, random: &Random) {
        for meeting in self.meetings.values_mut().filter(|meeting| meeting.registration_token.is_empty()) {
            meeting.registration_token = random.zoom_id();
            meeting.host_key = Meeting::new_host_key(random);
        }
        let homeless = self.users.iter().filter(|user| !self.meetings.contains_key(&user.pmi));
        for user in homeless.cloned().collect::<Vec<_>>() {
            self.open_room(&user, random);
        }
    }

    /// Changes what a user says about themselves; `profile` holds Zoom's names and was checked.
    pub(crate) fn change_profile(
        &mut self,
        user_id: &str,
        mut profile: Map<String, Value>,
        now: Timestamp,
        random: &Random,
    ) {
        let Some(before) = self.user(user_id).cloned() else { return };
        let mut user = before.clone();
        let mut take = |name: &str| profile.remove(name).and_then(|value| value.as_str().map(str::to_owned));
        user.first_name = take("first_name").unwrap_or(user.first_name);
        user.last_name = take("last_name").unwrap_or(user.last_name);
        user.timezone = take("timezone").unwrap_or(user.timezone);
        let number = |value: Value| value.as_i64();
        user.plan = profile.remove("type").and_then(number).and_then(Plan::of_number).unwrap_or(user.plan);
        if let Some(pmi) = profile.remove("pmi").and_then(number).filter(|pmi| *pmi != user.pmi) {
            self.meetings.remove(&user.pmi);
            user.pmi = pmi;
            self.open_room(&user, random);
        }
        user.profile.extend(profile);
        if let Some(place) = self.users.iter_mut().find(|other| other.id == user.id) {
            place.clone_from(&user);
        }
        self.publish_user_change(&before, &user, &user, now);
    }

    fn open_room(&mut self, user: &User, random: &Random) {
        let topic = format!("{}'s Personal Meeting Room", user.display_name());
        let input = MeetingInput { topic: Some(topic), kind: Some(ROOM), ..MeetingInput::default() };
        let zone = if user.timezone.is_empty() { "UTC" } else { &user.timezone };
        // More users must not mean other meeting ids in a run that is repeated.
        let random = random.branch(user.pmi.unsigned_abs());
        let room = Meeting::new(user.pmi, &user.id, zone, input, user.created_at, &random);
        self.meetings.insert(user.pmi, room);
    }
}
