//! The test plan that goes with a submission (Zoom reference F.3): step by step, each scope and how to reach it.

use std::fs;
use std::path::Path;

use domain::Language;

use super::document::{Block, Document, line};
use super::public_url;
use crate::config::Config;
use crate::connections::{Asked, MeetingEvents, OWN_SETTINGS};
use crate::i18n;

/// One step of the reviewer.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// What they do.
    pub does: &'static str,
    /// What they then see.
    pub sees: &'static str,
    /// Scopes that Zoom is asked for.
    pub scopes: &'static [&'static str],
    /// The screen's route.
    pub path: &'static str,
    /// Name of its picture in the browser tests.
    pub picture: &'static str,
}

/// The steps, in order.
pub const STEPS: [Step; 11] = [
    Step {
        does: "Open the address above and log in with the reviewer's account.",
        sees: "Today, with three contacts to work with. No Zoom account is connected.",
        scopes: &[],
        path: "/login",
        picture: "login",
    },
    Step {
        does: "Open **Settings**, **Integrations** and press **Connect Zoom**. On Zoom's page, log in with your Zoom account and press **Allow**.",
        sees: "You are back on Integrations. The card shows the email address and plan of your Zoom account.",
        scopes: &["user:read:user"],
        path: "/settings/integrations",
        picture: "integrations",
    },
    Step {
        does: "Open **Contacts**, choose a contact, and press **Schedule meeting**. Enter a topic, a date and a time in the future, and press **Schedule meeting**.",
        sees: "The meeting is on the contact's page with its join link. It is also in Zoom's own list of your meetings. The contact was mailed an invitation.",
        scopes: &["meeting:write:meeting"],
        path: "/contacts/{id}/meetings/new",
        picture: "schedule-dialog",
    },
    Step {
        does: "Press the meeting's topic, then **Start meeting**.",
        sees: "Zoom opens the meeting with you as its host. End it again.",
        scopes: &["meeting:read:meeting"],
        path: "/meetings/{id}/start",
        picture: "meeting",
    },
    Step {
        does: "On the contact's page press **Reschedule**, choose another time, and save.",
        sees: "The meeting shows the new time, here and in Zoom. Its join link is the same. The contact was mailed the new time.",
        scopes: &["meeting:read:meeting", "meeting:update:meeting"],
        path: "/meetings/{id}/reschedule",
        picture: "meeting-reschedule-dialog",
    },
    Step {
        does: "In Zoom's web portal, change the topic of that meeting. Then reload its page here.",
        sees: "The new topic. Zoom told us by an event that something changed, and the meeting was read.",
        scopes: &["meeting:read:meeting"],
        path: "/meetings/{id}",
        picture: "contact",
    },
    Step {
        does: "Open **Settings**, **Integrations** and press **Compare with Zoom**.",
        sees: "How many meetings were compared with your list in Zoom, and that they agree. The same happens each night.",
        scopes: &["meeting:read:list_meetings"],
        path: "/settings/integrations",
        picture: "integrations-compared",
    },
    Step {
        does: "On the contact's page press **Remove meeting**, and confirm.",
        sees: "The meeting is gone here and in Zoom. The contact was mailed a cancellation.",
        scopes: &["meeting:delete:meeting"],
        path: "/meetings/{id}/remove",
        picture: "meeting-remove-dialog",
    },
    Step {
        does: "Open **Settings**, **Integration activity**.",
        sees: "Every call to Zoom and every event of the steps above, with time and result and without contents.",
        scopes: &[],
        path: "/settings/activity",
        picture: "activity",
    },
    Step {
        does: "Open **Settings**, **Integrations** and press **Disconnect Zoom**. Read what will be deleted, and confirm.",
        sees: "Nothing is connected. In Zoom's App Marketplace, under Added Apps, the app is gone.",
        scopes: &[],
        path: "/settings/integrations/zoom/disconnect",
        picture: "disconnect",
    },
    Step {
        does: "Connect again as in step 2. Then open Zoom's App Marketplace, **Manage**, **Added Apps**, and remove the app there.",
        sees: "Within seconds, Integrations says that the app was removed in Zoom and that the data was deleted. Integration activity shows the deauthorization, and the confirmation to Zoom.",
        scopes: &["user:read:user"],
        path: "/settings/integrations",
        picture: "integrations-not-connected",
    },
];

/// With [`MeetingEvents::People`], the reviewer also sees who comes.
const WHO_COMES: Step = Step {
    does: "Open the meeting that you scheduled, press **Start meeting**, and let somebody join by the link from another browser. Then end the meeting in Zoom.",
    sees: "While it runs, the page says since when and who is there. Afterwards it says from when to when it was held and who came. Somebody whose address Zoom does not tell is taken for an invitee only when you confirm it.",
    scopes: &["meeting:read:participant"],
    path: "/meetings/{id}",
    picture: "meeting",
};

/// With [`Asked::own_settings`], the reviewer also sees their own.
const AS_IN_ZOOM: Step = Step {
    does: "In Zoom's own settings, turn the waiting room off or on. Then open **Settings**, **Integrations**, press **Check connection**, and begin to schedule a meeting.",
    sees: "Waiting room, passcode and cloud recording begin as you have them in Zoom. What your settings demand or do not allow cannot be chosen, and says why.",
    scopes: &[OWN_SETTINGS.scope],
    path: OWN_SETTINGS.path,
    picture: "schedule",
};

/// The steps: the last one ends the connection, so what is seen with it comes before.
fn steps(asked: Asked) -> impl Iterator<Item = &'static Step> {
    let (begin, end) = STEPS.split_at(STEPS.len() - 2);
    let people = (asked.events == MeetingEvents::People).then_some(&WHO_COMES);
    let own = asked.own_settings.then_some(&AS_IN_ZOOM);
    begin.iter().chain(own).chain(people).chain(end)
}

/// The plan, and the pictures that were not found.
pub fn document(config: &Config, screens: &Path, asked: Asked) -> anyhow::Result<(Document, Vec<String>)> {
    let words = |text: &str| line(text, &config.publisher);
    let origin = public_url(config)?;
    let mut blocks = vec![
        Block::Heading(1, "Before you begin".to_owned()),
        Block::List(vec![
            words(&format!("Address: `{origin}`. Any current browser will do; nothing has to be installed.")),
            words(
                "Log in with the reviewer's account. Its address and password were entered in the submission.",
            ),
            words("You need a Zoom account of your own. A free one will do."),
            words(
                "Questions: {publisher.contact_name}, {publisher.contact_email}. Support: {publisher.support_email}.",
            ),
        ]),
        Block::Heading(1, "Where each scope is used".to_owned()),
        Block::Table {
            head: vec!["Scope", "What it is for", "Steps"],
            rows: asked
                .scopes()
                .iter()
                .map(|(scope, purpose)| {
                    let steps: Vec<_> = steps(asked)
                        .zip(1..)
                        .filter(|(step, _)| step.scopes.contains(scope))
                        .map(|(_, at)| format!("{at}"))
                        .collect();
                    [format!("`{scope}`"), i18n::text(Language::English, *purpose), steps.join(", ")]
                        .map(|cell| words(&cell))
                        .to_vec()
                })
                .collect(),
        },
    ];
    let mut missing = Vec::new();
    for (step, at) in steps(asked).zip(1..) {
        blocks.push(Block::Heading(1, format!("Step {at}")));
        blocks.push(Block::Paragraph(words(&format!("**Do.** {}", step.does))));
        blocks.push(Block::Paragraph(words(&format!("**See.** {}", step.sees))));
        if !step.scopes.is_empty() {
            let scopes: Vec<_> = step.scopes.iter().map(|scope| format!("`{scope}`")).collect();
            blocks.push(Block::Paragraph(words(&format!("**Scopes.** {}", scopes.join(", ")))));
        }
        let name = format!("{}-light.png", step.picture);
        match fs::read(screens.join(&name)) {
            Ok(png) => {
                blocks.push(Block::Screenshot { name, png, caption: format!("Step {at}: {}", step.path) });
            }
            Err(_) => missing.push(name),
        }
    }
    let title = "Test plan".to_owned();
    let subtitle = words("{publisher.app_name} by {publisher.name}, release {publisher.release}");
    Ok((Document { title, subtitle, blocks }, missing))
}
