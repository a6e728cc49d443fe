//! A meeting and its life: scheduled, started, ended, started again, deleted, expired.

use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::meeting_settings;
use crate::{clock::shift, random::Random};

/// A Basic host's meeting ends after this long.
pub(crate) const BASIC_LIMIT: SignedDuration = SignedDuration::from_mins(40);
const PASSCODE_ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz";

/// What a create or update call says, already checked. `None` means "not mentioned".
#[derive(Debug, Clone, Default)]
pub(crate) struct MeetingInput {
    pub(crate) topic: Option<String>,
    /// 1 instant, 2 scheduled, 3 recurring without a fixed time.
    pub(crate) kind: Option<u8>,
    pub(crate) start_time: Option<Timestamp>,
    /// Minutes.
    pub(crate) duration: Option<u32>,
    pub(crate) timezone: Option<String>,
    pub(crate) agenda: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) default_password: Option<bool>,
    pub(crate) pre_schedule: Option<bool>,
    pub(crate) tracking_fields: Option<Value>,
    pub(crate) settings: Map<String, Value>,
}

/// Somebody in a meeting.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Participant {
    pub(crate) id: String,
    pub(crate) uuid: String,
    pub(crate) name: String,
    /// Empty for guests, as in Zoom's events.
    pub(crate) email: String,
    pub(crate) user_id: Option<String>,
    pub(crate) joined_at: Timestamp,
    pub(crate) left_at: Option<Timestamp>,
}

/// One run of a meeting, from start to end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) uuid: String,
    pub(crate) started_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) participants: Vec<Participant>,
}

/// A meeting. No `Debug`: it holds the passcode.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Meeting {
    pub(crate) id: i64,
    /// Of the next or running session; each session has its own.
    pub(crate) uuid: String,
    pub(crate) host_id: String,
    pub(crate) topic: String,
    pub(crate) kind: u8,
    pub(crate) start_time: Option<Timestamp>,
    pub(crate) duration: u32,
    pub(crate) timezone: String,
    pub(crate) agenda: String,
    pub(crate) created_at: Timestamp,
    pub(crate) password: String,
    /// The `pwd` of the join link.
    pub(crate) encrypted_password: String,
    pub(crate) pre_schedule: bool,
    pub(crate) tracking_fields: Option<Value>,
    pub(crate) settings: Map<String, Value>,
    pub(crate) deleted_at: Option<Timestamp>,
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
        let kind = input.kind.unwrap_or(2);
        let mut settings = meeting_settings::defaults();
        settings.extend(meeting_settings::known(&input.settings));
        // Zoom asks for one of both: without a waiting room there is a passcode, wanted or not.
        let open = input.default_password == Some(false) && settings["waiting_room"] == Value::Bool(true);
        let password = input
            .password
            .unwrap_or_else(|| if open { String::new() } else { random.text(6, PASSCODE_ALPHABET) });
        Self {
            id,
            uuid: random.meeting_uuid(),
            host_id: host_id.to_owned(),
            topic: input.topic.filter(|topic| !topic.is_empty()).unwrap_or_else(|| "Zoom Meeting".to_owned()),
            kind,
            // A scheduled meeting without a time starts now; the other kinds have none.
            start_time: (kind == 2).then(|| input.start_time.unwrap_or(now)),
            duration: input.duration.unwrap_or(60),
            timezone: input.timezone.unwrap_or_else(|| zone.to_owned()),
            agenda: input.agenda.unwrap_or_default(),
            created_at: now,
            encrypted_password: if password.is_empty() { String::new() } else { new_link_password(random) },
            password,
            pre_schedule: input.pre_schedule.unwrap_or_default(),
            tracking_fields: input.tracking_fields,
            settings,
            deleted_at: None,
            sessions: Vec::new(),
        }
    }

    /// Applies a PATCH. A start time in the past is ignored, as Zoom documents.
    pub(crate) fn apply(&mut self, input: MeetingInput, now: Timestamp, random: &Random) {
        if let Some(topic) = input.topic {
            self.topic = topic;
        }
        if let Some(kind) = input.kind {
            self.kind = kind;
        }
        if let Some(start) = input.start_time.filter(|start| *start >= now && self.kind == 2) {
            self.start_time = Some(start);
        }
        if let Some(duration) = input.duration {
            self.duration = duration;
        }
        if let Some(timezone) = input.timezone {
            self.timezone = timezone;
        }
        if let Some(agenda) = input.agenda {
            self.agenda = agenda;
        }
        if let Some(password) = input.password.filter(|password| *password != self.password) {
            self.password = password;
            self.encrypted_password = new_link_password(random);
        }
        if let Some(pre_schedule) = input.pre_schedule {
            self.pre_schedule = pre_schedule;
        }
        if input.tracking_fields.is_some() {
            self.tracking_fields = input.tracking_fields;
        }
        self.settings.extend(meeting_settings::known(&input.settings));
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
        });
        true
    }

    /// Whether the id still leads somewhere at `now`.
    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        self.deleted_at.is_none() && (self.is_started() || self.expires_at() > now)
    }

    /// Zoom's rules: a scheduled id lives 30 days past its date or last use, a recurring one 365 days,
    /// an instant one until it ends, or a day if it never starts.
    fn expires_at(&self) -> Timestamp {
        let last_end = self.sessions.last().and_then(|session| session.ended_at);
        match self.kind {
            1 => last_end.unwrap_or_else(|| days_after(self.created_at, 1)),
            2 => {
                let planned = self.start_time.unwrap_or(self.created_at);
                days_after(last_end.map_or(planned, |end| end.max(planned)), 30)
            }
            _ => days_after(last_end.unwrap_or(self.created_at), 365),
        }
    }

    /// When the last minute of the plan has passed.
    pub(crate) fn planned_end(&self) -> Option<Timestamp> {
        self.start_time.map(|start| shift(start, SignedDuration::from_mins(i64::from(self.duration))))
    }
}

fn days_after(from: Timestamp, days: i64) -> Timestamp {
    from.checked_add((days * 24).hours()).unwrap_or(Timestamp::MAX)
}

fn new_link_password(random: &Random) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    format!("{}.1", random.text(30, ALPHABET))
}
