//! What was promised to people was done: once, and as they asked.

use super::{Findings, about_meeting};
use crate::evidence::Evidence;
use crate::wishes::Ending;
use crate::world::World;

pub(super) fn check(world: &World, evidence: &Evidence, findings: &mut Findings) {
    let moved = world.wishes.all_moved();
    for wish in world.wishes.all_scheduled() {
        findings.checked("forms sent to schedule");
        let found: Vec<_> =
            evidence.tables.rows("meetings").filter(|row| row.text("topic") == wish.topic).collect();
        let promised = wish.ending == Ending::Accepted;
        let about =
            || found.iter().flat_map(|row| about_meeting(evidence, &row.id("id"))).collect::<Vec<_>>();
        if found.len() > 1 || (promised && found.is_empty()) {
            let what = format!("{} was {:?}, and there are {} of it", wish.topic, wish.ending, found.len());
            findings.violation(what, about());
            continue;
        }
        let Some(meeting) = found.first() else { continue };
        let (id, hex) = (meeting.id("id"), meeting.text("id"));
        let invitees =
            evidence.tables.rows("meeting_invitees").filter(|row| row.text("meeting_id") == hex).count();
        let at =
            meeting.time("starts_at").map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
        let minutes = u64::try_from(meeting.number("duration_minutes")).unwrap_or_default();
        let mut times = vec![format!("{} {}", wish.date, wish.start)];
        for again in moved.get(&id).into_iter().flatten() {
            let time = format!("{} {}", again.date, again.start);
            match again.ending {
                Ending::Accepted => times = vec![time],
                Ending::Unknown | Ending::Refused => times.push(time),
            }
        }
        if !times.contains(&at) || minutes != wish.minutes || invitees != wish.invitees {
            let what = format!(
                "{} was asked for at {times:?}, {} minutes, {} invitees; it is at {at}, {minutes} minutes, {invitees} invitees",
                wish.topic, wish.minutes, wish.invitees
            );
            findings.violation(what, about());
        }
    }
    for id in world.wishes.all_removed() {
        findings.checked("removals promised");
        let row = evidence.tables.rows("meetings").find(|row| row.id("id") == id);
        if row.is_none_or(|row| row.text("desired") != "removed") {
            findings.violation(
                format!("the removal of {id} was promised and forgotten"),
                about_meeting(evidence, &id),
            );
        }
    }
}
