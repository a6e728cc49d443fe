//! What Zoom answers about a meeting, as it is stored.

use domain::{Agenda, GrantId, Minutes, Repeat, Topic};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use store::meetings::{Details, Meeting, NewZoomMeeting, Series, ZoomMeeting};

use super::SyncError;
use crate::app::App;
use crate::keys::places;
use crate::meetings::dial_in::DialIn;
use crate::meetings::marker::without_marker;

/// What Zoom holds. A part that Zoom does not say, or that no meeting here can be, is as we want it. The zone is
/// always ours: Zoom's list of zones is shorter (Zoom reference G), and the start is an instant. When a series takes place
/// is looked at date by date, and what it is about, all together.
pub(super) fn held(meeting: &Meeting, there: &zoom::Meeting) -> Details {
    let ours = meeting.details();
    let agenda = there.agenda.as_deref().map(without_marker).unwrap_or_default();
    let minutes = there.duration_minutes.and_then(|minutes| i64::try_from(minutes).ok());
    let theirs = Details {
        topic: there
            .topic
            .as_deref()
            .and_then(|topic| Topic::parse(topic).ok())
            .unwrap_or(ours.topic.clone()),
        agenda: Agenda::parse(&agenda).unwrap_or(ours.agenda.clone()),
        starts_at: there.start_time.unwrap_or(ours.starts_at),
        duration: minutes.and_then(|minutes| Minutes::try_from(minutes).ok()).unwrap_or(ours.duration),
        zone: ours.zone.clone(),
    };
    match meeting.series {
        Series::None => {}
        Series::Whole(_) => {
            return words(ours.clone(), Details { topic: theirs.topic, agenda: theirs.agenda, ..ours });
        }
        Series::Date { .. } => {
            return Details { starts_at: theirs.starts_at, duration: theirs.duration, ..ours };
        }
    }
    words(ours, theirs)
}

/// Zoom may join lines or drop spaces: that is no change.
fn words(ours: Details, theirs: Details) -> Details {
    Details {
        topic: if same_words(theirs.topic.as_str(), ours.topic.as_str()) { ours.topic } else { theirs.topic },
        agenda: if same_words(theirs.agenda.as_str(), ours.agenda.as_str()) {
            ours.agenda
        } else {
            theirs.agenda
        },
        ..theirs
    }
}

/// Who may start it besides its host, as Zoom has it.
pub(super) fn alternative_hosts(there: &zoom::Meeting) -> &str {
    there.settings.alternative_hosts.as_deref().unwrap_or_default()
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Zoom's link for invitees. An invitation without one is worse than a late one (RT-37).
pub(super) fn join_url(there: &zoom::Meeting) -> Result<&str, SyncError> {
    let link = there.join_url.as_deref().filter(|link| !link.is_empty());
    link.ok_or_else(|| SyncError::doubtful("Zoom's answer has no join link"))
}

/// Whether Zoom's link for invitees is not the one that is known.
pub(super) fn is_new_link(
    app: &App,
    meeting: &Meeting,
    known: &ZoomMeeting,
    there: &zoom::Meeting,
) -> Result<bool, SyncError> {
    let stored = app.keys.open(&places::zoom_meeting(meeting.id, "join_url"), &known.join_url)?;
    Ok(join_url(there)? != stored.expose_secret())
}

/// Whether Zoom's telephone numbers are not those that are known. People are not told: they are in no mail's subject, and
/// the page has them.
pub(super) fn is_new_dial_in(
    app: &App,
    meeting: &Meeting,
    known: &ZoomMeeting,
    there: &zoom::Meeting,
) -> Result<bool, SyncError> {
    Ok(DialIn::stored(app, meeting.id, known)? != DialIn::of(there))
}

/// Which wish a stored answer belongs to.
pub(super) struct Version {
    pub(super) held: Details,
    pub(super) revision: i64,
    pub(super) link_revision: i64,
    pub(super) heard_at: Option<Timestamp>,
    pub(super) occurrence_id: Option<String>,
    pub(super) repeat: Option<Repeat>,
}

/// Everything that came from Zoom: id, uuid, link, passcode and numbers always together (RT-35).
pub(super) fn row(
    app: &App,
    meeting: &Meeting,
    grant_id: GrantId,
    there: &zoom::Meeting,
    version: Version,
) -> Result<NewZoomMeeting, SyncError> {
    let seal = |column: &str, text: &str| {
        app.keys.seal(&*app.random, &places::zoom_meeting(meeting.id, column), text)
    };
    let passcode = there.password.as_ref().map(ExposeSecret::expose_secret).filter(|text| !text.is_empty());
    let dial_in = DialIn::of(there).map(|dial_in| serde_json::to_string(&dial_in));
    let dial_in = dial_in.transpose().map_err(|error| SyncError::doubtful(&error.to_string()))?;
    Ok(NewZoomMeeting {
        grant_id,
        zoom_id: there.id.to_string(),
        uuid: there.uuid.clone(),
        join_url: seal("join_url", join_url(there)?),
        passcode: passcode.map(|text| seal("passcode", text)),
        dial_in: dial_in.map(|text| seal("dial_in", &text)),
        held: version.held,
        revision: version.revision,
        link_revision: version.link_revision,
        heard_at: version.heard_at,
        occurrence_id: version.occurrence_id,
        repeat: version.repeat,
    })
}
