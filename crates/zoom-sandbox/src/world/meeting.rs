//! A meeting, and what a create or update call does to it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    meeting_settings,
    recurrence::{Occurrence, Rule},
    registrant::Registrant,
    session::Session,
};
use crate::{random::Random, zones};

/// Zoom's numbers for kinds of meetings.
pub(crate) const INSTANT: u8 = 1;
pub(crate) const SCHEDULED: u8 = 2;
/// Recurring without a fixed time.
pub(crate) const ANY_TIME: u8 = 3;
/// A user's personal meeting room; its id is the PMI.
pub(crate) const ROOM: u8 = 4;
/// Answered with an error: webinars have endpoints of their own.
pub(crate) const WEBINAR: u8 = 5;
/// Recurring at a fixed time.
pub(crate) const SERIES: u8 = 8;
pub(crate) const SCREEN_SHARE: u8 = 10;

const PASSCODE_ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz";

/// What a create or update call says, already checked. `None` means "not mentioned".
#[derive(Debug, Clone, Default)]
pub(crate) struct MeetingInput {
    pub(crate) topic: Option<String>,
    pub(crate) kind: Option<u8>,
    pub(crate) start_time: Option<Timestamp>,
    /// Minutes.
    pub(crate) duration: Option<u32>,
    pub(crate) timezone: Option<String>,
    pub(crate) agenda: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) default_password: Option<bool>,
    pub(crate) pre_schedule: Option<bool>,
    /// Id or email.
    pub(crate) schedule_for: Option<String>,
    pub(crate) template_id: Option<String>,
    pub(crate) tracking_fields: Option<Value>,
    pub(crate) recurrence: Option<Rule>,
    pub(crate) settings: Map<String, Value>,
    /// Name of the OAuth app that asks; `None` for Zoom's own pages.
    pub(crate) app: Option<String>,
}

/// A meeting. No `Debug`: it holds the passcode.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Meeting {
    pub(crate) id: i64,
    /// Of the next or running session; each session has its own.
    pub(crate) uuid: String,
    pub(crate) host_id: String,
    /// Who scheduled it, if not the host.
    #[serde(default)]
    pub(crate) assistant_id: Option<String>,
    pub(crate) topic: String,
    pub(crate) kind: u8,
    /// Of a series, the first occurrence's.
    pub(crate) start_time: Option<Timestamp>,
    pub(crate) duration: u32,
    pub(crate) timezone: String,
    pub(crate) agenda: String,
    pub(crate) created_at: Timestamp,
    pub(crate) password: String,
    /// The `pwd` of the join link.
    pub(crate) encrypted_password: String,
    /// The host's PMI, if the meeting takes place in the personal room.
    #[serde(default)]
    pub(crate) pmi: Option<i64>,
    pub(crate) pre_schedule: bool,
    #[serde(default)]
    pub(crate) template_id: Option<String>,
    pub(crate) tracking_fields: Option<Value>,
    #[serde(default)]
    pub(crate) recurrence: Option<Rule>,
    #[serde(default)]
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) settings: Map<String, Value>,
    #[serde(default)]
    pub(crate) registrants: Vec<Registrant>,
    /// In the registration link.
    #[serde(default)]
    pub(crate) registration_token: String,
    #[serde(default)]
    pub(crate) host_key: String,
    /// The OAuth app that made it.
    #[serde(default)]
    pub(crate) app: Option<String>,
    pub(crate) deleted_at: Option<Timestamp>,
    /// Gone from the trash too: cannot be recovered.
    #[serde(default)]
    pub(crate) purged: bool,
    pub(crate) sessions: Vec<Session>,
}

impl Meeting {
    pub(crate) fn new(
        id: i64,
        host_id: &str,
        zone: &str,
        input: MeetingInput,
        now: Timestamp,
        random: &Random,
    ) -> Self {
        let kind = input.kind.unwrap_or(SCHEDULED);
        let mut settings = meeting_settings::defaults();
        meeting_settings::merge(&mut settings, input.settings);
        // Zoom asks for one of both: without a waiting room there is a passcode, wanted or not.
        let open = input.default_password == Some(false) && meeting_settings::flag(&settings, "waiting_room");
        let password = input
            .password
            .unwrap_or_else(|| if open { String::new() } else { random.text(6, PASSCODE_ALPHABET) });
        let start = input.start_time.unwrap_or(now);
        let mut meeting = Self {
            id,
            uuid: random.meeting_uuid(),
            host_id: host_id.to_owned(),
            assistant_id: None,
            topic: input.topic.filter(|topic| !topic.is_empty()).unwrap_or_else(|| "Zoom Meeting".to_owned()),
            kind,
            // A scheduled meeting without a time starts now; the other kinds have none.
            start_time: has_time(kind).then_some(start),
            duration: input.duration.unwrap_or(60),
            timezone: input.timezone.unwrap_or_else(|| zone.to_owned()),
            agenda: input.agenda.unwrap_or_default(),
            created_at: now,
            encrypted_password: if password.is_empty() { String::new() } else { new_link_password(random) },
            password,
            pmi: None,
            pre_schedule: input.pre_schedule.unwrap_or_default(),
            template_id: input.template_id,
            tracking_fields: input.tracking_fields,
            recurrence: None,
            occurrences: Vec::new(),
            settings,
            registrants: Vec::new(),
            registration_token: random.zoom_id(),
            host_key: Self::new_host_key(random),
            app: input.app,
            deleted_at: None,
            purged: false,
            sessions: Vec::new(),
        };
        if let Some(rule) = input.recurrence.filter(|_| kind == SERIES) {
            meeting.repeat(rule, start);
        }
        meeting
    }

    /// Six digits with which somebody else takes over as host.
    pub(crate) fn new_host_key(random: &Random) -> String {
        random.number(100_000, 900_000).to_string()
    }

    /// Applies a PATCH of the whole meeting. A start time in the past is ignored, and so is a series' without a new
    /// rule, as Zoom documents.
    pub(crate) fn apply(&mut self, input: MeetingInput, now: Timestamp, random: &Random) {
        if let Some(topic) = input.topic {
            self.topic = topic;
        }
        if let Some(duration) = input.duration {
            self.duration = duration;
            for one in self.occurrences.iter_mut().filter(|one| one.start_time > now) {
                one.duration = duration;
            }
        }
        if let Some(timezone) = input.timezone {
            self.timezone = timezone;
        }
        let planned = self.next_start(now);
        // What is planned can be planned otherwise; an instant meeting and a personal room stay what they are.
        let changeable = |kind: u8| !matches!(kind, INSTANT | ROOM);
        self.kind = input.kind.filter(|kind| changeable(*kind) && changeable(self.kind)).unwrap_or(self.kind);
        let start = input.start_time.filter(|start| *start >= now);
        match (self.kind, input.recurrence) {
            (SERIES, Some(rule)) => self.repeat(rule, start.or(planned).unwrap_or(now)),
            (SERIES, None) => {}
            (kind, _) => {
                (self.recurrence, self.occurrences) = (None, Vec::new());
                self.start_time = has_time(kind).then(|| start.or(planned).unwrap_or(now));
            }
        }
        if let Some(agenda) = input.agenda {
            self.agenda = agenda;
        }
        if let Some(password) = input.password.filter(|password| *password != self.password) {
            self.password = password;
            self.encrypted_password = new_link_password(random);
        }
        self.pre_schedule = input.pre_schedule.unwrap_or(self.pre_schedule);
        self.template_id = input.template_id.or(self.template_id.take());
        self.tracking_fields = input.tracking_fields.or(self.tracking_fields.take());
        meeting_settings::merge(&mut self.settings, input.settings);
    }

    /// Applies a PATCH of one occurrence: only some fields can differ from the series.
    pub(crate) fn apply_to_occurrence(&mut self, id: i64, input: MeetingInput, now: Timestamp) {
        let Some(one) = self.occurrences.iter_mut().find(|one| one.id == id) else { return };
        one.start_time = input.start_time.filter(|start| *start >= now).unwrap_or(one.start_time);
        one.duration = input.duration.unwrap_or(one.duration);
        one.agenda = input.agenda.or(one.agenda.take());
        let own = |name: &String| meeting_settings::OF_AN_OCCURRENCE.contains(&name.as_str());
        meeting_settings::merge(
            &mut one.settings,
            input.settings.into_iter().filter(|(name, _)| own(name)).collect(),
        );
    }

    fn repeat(&mut self, rule: Rule, first: Timestamp) {
        self.occurrences = rule.occurrences(first, &zones::find_or_utc(&self.timezone), self.duration);
        self.start_time = Some(self.occurrences.first().map_or(first, |one| one.start_time));
        self.recurrence = Some(rule);
    }

    /// Whether participants have to register. Only meetings with a date can ask for it.
    pub(crate) fn asks_for_registration(&self) -> bool {
        has_time(self.kind) && self.settings.get("approval_type").and_then(Value::as_i64) != Some(2)
    }

    pub(crate) fn session(&self) -> Option<&Session> {
        self.sessions.last().filter(|session| session.ended_at.is_none())
    }

    pub(crate) fn session_mut(&mut self) -> Option<&mut Session> {
        self.sessions.last_mut().filter(|session| session.ended_at.is_none())
    }

    pub(crate) fn is_started(&self) -> bool {
        self.session().is_some()
    }

    /// Word for the portal; the API only knows waiting and started.
    pub(crate) fn state(&self) -> &'static str {
        match (self.is_started(), self.sessions.is_empty()) {
            (true, _) => "started",
            (false, true) => "waiting",
            (false, false) => "finished",
        }
    }

    /// Starts a session; false if one is running already.
    pub(crate) fn start(&mut self, now: Timestamp, random: &Random) -> bool {
        if self.is_started() {
            return false;
        }
        if !self.sessions.is_empty() {
            self.uuid = random.meeting_uuid();
        }
        self.sessions.push(Session {
            uuid: self.uuid.clone(),
            started_at: now,
            ended_at: None,
            participants: Vec::new(),
            emptied_at: None,
        });
        true
    }
}

fn has_time(kind: u8) -> bool {
    matches!(kind, SCHEDULED | SERIES | SCREEN_SHARE)
}

fn new_link_password(random: &Random) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    format!("{}.1", random.text(30, ALPHABET))
}
