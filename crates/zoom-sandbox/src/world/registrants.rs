//! Registering for a meeting, and approving who registered.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    Refusal, World,
    meeting::Meeting,
    registrant::{Registrant, Standing},
    user::{Plan, User},
};
use crate::{
    limits::{REGISTRATIONS_PER_DAY, STANDING_CHANGES_PER_DAY},
    links,
    random::Random,
    webhooks::meeting_events as events,
};

/// How many may register; the default of Zoom's licences.
const SEATS: usize = 100;

/// Why somebody was not registered, or their registration not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoRegistration {
    Meeting(Refusal),
    NotAsked(i64),
    Full,
    /// Email of the registrant, and how often a day it is allowed.
    DailyLimit(String, u32),
}

impl From<Refusal> for NoRegistration {
    fn from(refusal: Refusal) -> Self {
        Self::Meeting(refusal)
    }
}

/// What becomes of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Approve,
    Deny,
    Cancel,
}

impl World {
    /// A meeting of this host that asks for registration.
    pub(crate) fn meeting_with_registration(
        &self,
        id: i64,
        host: &User,
        now: Timestamp,
    ) -> Result<&Meeting, NoRegistration> {
        if host.plan != Plan::Licensed {
            return Err(Refusal::NeedsLicence { account_id: self.account.id.clone() }.into());
        }
        let meeting = self.own_meeting(id, &host.id, now)?;
        if meeting.asks_for_registration() { Ok(meeting) } else { Err(NoRegistration::NotAsked(id)) }
    }

    /// Name and email of whom a personal join link belongs to; `None` if it opens this meeting no more.
    pub(crate) fn guest(&self, id: i64, token: &str, now: Timestamp) -> Option<(String, String)> {
        let mut here = self.meetings.values().filter(|meeting| meeting.id == id || meeting.pmi == Some(id));
        if let Some((meeting, name)) = links::invited(self, token, now) {
            return here.any(|one| one.id == meeting).then(|| (name, String::new()));
        }
        let one = here.flat_map(|meeting| &meeting.registrants).find(|one| one.token == token)?;
        one.may_join().then(|| (one.name(), one.email.clone()))
    }

    /// What answers and events both show of a registrant; the join link only once they may use it.
    pub(crate) fn shown_registrant(&self, meeting: &Meeting, one: &Registrant) -> Map<String, Value> {
        let mut shown = one.answers.clone();
        shown.insert("id".to_owned(), json!(one.id));
        shown.insert("email".to_owned(), json!(one.email));
        shown.insert("status".to_owned(), json!(one.standing.name()));
        if one.may_join() {
            let url = links::personal_join_url(&self.base_url, meeting, &one.token);
            shown.insert("join_url".to_owned(), json!(url));
        }
        shown
    }

    /// Registers somebody; an address that is registered already keeps its registration. Returns its id.
    pub(crate) fn register(
        &mut self,
        id: i64,
        host: &User,
        mut answers: Map<String, Value>,
        occurrences: Vec<i64>,
        now: Timestamp,
        random: &Random,
    ) -> Result<String, NoRegistration> {
        let meeting = self.meeting_with_registration(id, host, now)?;
        if occurrences.iter().any(|wanted| !meeting.occurrences.iter().any(|one| one.id == *wanted)) {
            return Err(Refusal::UnknownOccurrence.into());
        }
        let Some(Value::String(email)) = answers.remove("email") else {
            return Err(NoRegistration::NotAsked(id));
        };
        let auto = answers.remove("auto_approve") == Some(Value::Bool(true));
        let manual = meeting.settings.get("approval_type").and_then(Value::as_i64) == Some(1);
        let known = meeting.registrant(&email).map(|registrant| registrant.id.clone());
        if known.is_none() && meeting.registrants.len() >= SEATS {
            return Err(NoRegistration::Full);
        }
        let counted = format!("register {id} {}", email.to_lowercase());
        if !self.spend(&counted, REGISTRATIONS_PER_DAY, now) {
            return Err(NoRegistration::DailyLimit(email, REGISTRATIONS_PER_DAY));
        }
        if let Some(known) = known {
            return Ok(known);
        }
        let registrant = Registrant {
            id: random.zoom_id(),
            email,
            answers,
            standing: if manual && !auto { Standing::Pending } else { Standing::Approved },
            registered_at: now,
            token: random.zoom_id(),
            pin: random.number(100_000, 900_000),
            occurrences,
        };
        let registrant_id = registrant.id.clone();
        let Some(meeting) = self.meetings.get_mut(&id) else {
            return Err(Refusal::NotFound(id.to_string()).into());
        };
        meeting.registrants.push(registrant);
        self.publish_registration("meeting.registration_created", id, &registrant_id, now);
        Ok(registrant_id)
    }

    /// Approves, denies or cancels registrations, named by id or email. Who is not registered is passed over.
    pub(crate) fn judge(
        &mut self,
        id: i64,
        host: &User,
        named: &[&str],
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<(), NoRegistration> {
        let meeting = self.meeting_with_registration(id, host, now)?;
        let concerned = meeting.registrants.iter().filter(|one| named.iter().any(|name| one.is(name)));
        let concerned: Vec<(String, String)> =
            concerned.map(|one| (one.id.clone(), one.email.clone())).collect();
        for (registrant_id, email) in concerned {
            if !self.spend(&format!("judge {registrant_id}"), STANDING_CHANGES_PER_DAY, now) {
                return Err(NoRegistration::DailyLimit(email, STANDING_CHANGES_PER_DAY));
            }
            let meeting = self.meetings.get_mut(&id);
            let mut all = meeting.into_iter().flat_map(|meeting| &mut meeting.registrants);
            if let Some(one) = all.find(|one| one.id == registrant_id) {
                one.standing = verdict.standing();
            }
            self.publish_registration(verdict.event(), id, &registrant_id, now);
        }
        Ok(())
    }

    fn publish_registration(&mut self, event: &str, id: i64, registrant_id: &str, now: Timestamp) {
        let Some(meeting) = self.meetings.get(&id) else { return };
        let Some(one) = meeting.registrants.iter().find(|one| one.id == registrant_id) else { return };
        let payload = events::registration(self, meeting, one);
        let host = meeting.host_id.clone();
        self.publish_meeting(event, &host, &payload, now);
    }
}

impl Meeting {
    /// Who registered with this address.
    pub(crate) fn registrant(&self, email: &str) -> Option<&Registrant> {
        self.registrants.iter().find(|one| one.email.eq_ignore_ascii_case(email))
    }
}

impl Registrant {
    fn name(&self) -> String {
        let answer = |name: &str| self.answers.get(name).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", answer("first_name"), answer("last_name")).trim().to_owned()
    }

    fn is(&self, id_or_email: &str) -> bool {
        self.id == id_or_email || self.email.eq_ignore_ascii_case(id_or_email)
    }
}

impl Verdict {
    pub(crate) fn parse(action: &str) -> Option<Self> {
        Some(match action {
            "approve" => Self::Approve,
            "deny" => Self::Deny,
            "cancel" => Self::Cancel,
            _ => return None,
        })
    }

    fn standing(self) -> Standing {
        if self == Self::Approve { Standing::Approved } else { Standing::Denied }
    }

    fn event(self) -> &'static str {
        match self {
            Self::Approve => "meeting.registration_approved",
            Self::Deny => "meeting.registration_denied",
            Self::Cancel => "meeting.registration_cancelled",
        }
    }
}
