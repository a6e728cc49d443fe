//! What is known at the end of a run, gathered once, so that all checks look at the same.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::Result;
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders as _};
use serde_json::Value;

use crate::processes::Life;
use crate::shared::lock;
use crate::smtp::Copy;
use crate::tables::Tables;
use crate::world::{Trouble, World};

/// A meeting as Zoom has it.
#[derive(Debug, Clone)]
pub(crate) struct ZoomMeeting {
    pub(crate) id: String,
    pub(crate) host: String,
    pub(crate) topic: String,
    pub(crate) start: Option<Timestamp>,
    pub(crate) minutes: i64,
    pub(crate) join_url: String,
    /// The meeting of ours that its marker names.
    pub(crate) marker: Option<String>,
}

/// A mail that somebody received.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub(crate) copy: Copy,
    pub(crate) message_id: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) calendar: String,
}

/// Everything that the checks look at.
pub(crate) struct Evidence {
    pub(crate) tables: Tables,
    /// The bytes of an embedded database's files.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) zoom: Vec<ZoomMeeting>,
    /// Ids of Zoom users by address.
    pub(crate) zoom_users: BTreeMap<String, String>,
    pub(crate) zoom_state: Value,
    pub(crate) deliveries: Vec<Value>,
    pub(crate) requests: Vec<Value>,
    /// In the order in which they arrived.
    pub(crate) mails: Vec<Mail>,
    /// When each row of the outbox was first seen as sent.
    pub(crate) seen_sent: BTreeMap<String, Instant>,
    /// Every line of every process, by its number.
    pub(crate) logs: Vec<Vec<String>>,
    pub(crate) lives: Vec<Vec<Life>>,
    pub(crate) troubles: Vec<Trouble>,
    /// When the healing began.
    pub(crate) healed: Instant,
}

impl Evidence {
    pub(crate) async fn gather(
        world: &World,
        seen_sent: BTreeMap<String, Instant>,
        healed: Instant,
    ) -> Result<Self> {
        let state = world.sandbox.get("state").await?;
        let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        let zoom = list(&state, "meetings").iter().map(zoom_meeting).collect();
        let users = list(&state, "users")
            .into_iter()
            .filter_map(|user| Some((user["email"].as_str()?.to_owned(), user["id"].as_str()?.to_owned())))
            .filter(|(email, _)| email.ends_with("@zoom.example"));
        let files = world.database.files();
        Ok(Self {
            tables: Tables::read_all(&world.database).await?,
            files: files.into_iter().map(|(path, bytes)| (path.display().to_string(), bytes)).collect(),
            zoom,
            zoom_users: users.collect(),
            zoom_state: state,
            deliveries: list(&world.sandbox.get("deliveries").await?, "deliveries"),
            requests: list(&world.sandbox.get("requests").await?, "requests"),
            mails: world.post_office.copies().into_iter().map(mail).collect(),
            seen_sent,
            logs: world.slots.iter().map(|slot| slot.said()).collect(),
            lives: world.slots.iter().map(|slot| slot.lives()).collect(),
            troubles: lock(&world.troubles).clone(),
            healed,
        })
    }

    /// Zoom's meetings that carry the marker of this meeting.
    pub(crate) fn in_zoom(&self, meeting: &str) -> Vec<&ZoomMeeting> {
        self.zoom.iter().filter(|one| one.marker.as_deref() == Some(meeting)).collect()
    }
}

fn zoom_meeting(value: &Value) -> ZoomMeeting {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let agenda = text("agenda");
    let marker = agenda.split("Rapport meeting ").nth(1).map(|rest| rest.chars().take(36).collect());
    ZoomMeeting {
        id: value["id"].to_string(),
        host: text("host"),
        topic: text("topic"),
        start: text("start_time").parse().ok(),
        minutes: value["duration"].as_i64().unwrap_or_default(),
        join_url: text("join_url"),
        marker,
    }
}

fn mail(copy: Copy) -> Mail {
    let parsed = MessageParser::default().parse(&copy.raw);
    let calendar = parsed.as_ref().and_then(|message| {
        let parts = message.parts.iter();
        let mut calendar = parts.filter(|part| {
            part.content_type()
                .is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
        });
        calendar.find_map(|part| part.text_contents()).map(unfold)
    });
    let text = parsed.as_ref().and_then(|message| message.body_text(0)).unwrap_or_default().into_owned();
    Mail {
        message_id: parsed.as_ref().and_then(|message| message.message_id()).unwrap_or_default().to_owned(),
        subject: parsed.as_ref().and_then(|message| message.subject()).unwrap_or_default().to_owned(),
        text,
        calendar: calendar.unwrap_or_default(),
        copy,
    }
}

/// Long lines of a calendar object go on after a line break and a space (RFC 5545, 3.1).
fn unfold(text: &str) -> String {
    text.replace("\r\n ", "").replace("\n ", "")
}
