//! After the storm: everything is put in order, people finish what they began, and Rapport gets time to become quiet.

use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::plan::Link;
use crate::shared::{now, pause};
use crate::tables::{Row, Tables};
use crate::users::Person;
use crate::world::World;

/// How long becoming quiet may take. Whoever takes over a refresh from a dead process waits for a steady clock, and then for
/// a newer pair, a minute each, and only then moves on.
const PATIENCE: Duration = Duration::from_mins(10);
/// How long stopping may take; longer than Rapport's own grace.
const STOPPING: Duration = Duration::from_secs(40);

/// Ends all trouble.
pub(crate) async fn heal(world: &World) -> Result<()> {
    for link in [Link::Front, Link::Zoom, Link::Mail, Link::Database] {
        world.link(link).iter().for_each(|proxy| proxy.heal());
    }
    if let Some(disk) = &world.disk {
        disk.empty();
    }
    world.post_office.heal();
    world.sandbox.heal().await?;
    world.clocks.skew(0).await?;
    // Armed lives end, as the last of all crashes; from now on nothing dies.
    for slot in &world.slots {
        slot.calm();
        slot.kill();
    }
    let lives: Vec<_> = world.slots.iter().map(|slot| slot.lives().len()).collect();
    let until = now() + Duration::from_mins(1);
    while now() < until && world.slots.iter().zip(&lives).any(|(slot, lives)| slot.lives().len() <= *lives) {
        pause(Duration::from_millis(50)).await;
    }
    while now() < until && world.http.get(format!("{}/readyz", world.origin)).send().await.is_err() {
        pause(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Four of five people who are not connected connect again, and everybody makes sure that it works.
pub(crate) async fn reconnect(world: &World, people: &mut [Person]) {
    for person in people {
        let _ = person.check().await;
        if person.dice.chance(80) {
            for _ in 0..3 {
                if person.connect(world).await.is_ok() {
                    break;
                }
            }
        }
    }
}

/// Two people leave for good, each in their way, so that every run can check what forgetting means.
pub(crate) async fn farewells(world: &World, people: &mut [Person]) {
    if let [_, leaving, removing, ..] = people {
        let _ = leaving.connect(world).await;
        let _ = leaving.disconnect(world).await;
        let _ = removing.connect(world).await;
        let _ = removing.deauthorize(world).await;
    }
}

/// Waits until nothing is left to do, moving time on to whatever comes next. What is left if it does not end.
pub(crate) async fn quiet(world: &World) -> Result<Option<String>> {
    let until = now() + PATIENCE;
    let mut calm = 0;
    let mut left = String::new();
    while now() < until {
        let open = open(world).await?;
        match open {
            Open::Nothing => {
                calm += 1;
                if calm == 3 {
                    return Ok(None);
                }
            }
            Open::Now(what) => {
                calm = 0;
                left = what;
            }
            Open::Later(at, what) => {
                calm = 0;
                left = what;
                let by = at.duration_since(world.clocks.now()) + SignedDuration::from_secs(1);
                // In steps that an event on its way survives, and not one for each job.
                let step = by.clamp(SignedDuration::from_mins(1), SignedDuration::from_mins(90));
                world.clocks.pass(step, &world.sandbox).await?;
            }
        }
        pause(Duration::from_millis(400)).await;
    }
    Ok(Some(left))
}

enum Open {
    Nothing,
    /// Something runs, or could.
    Now(String),
    /// Something waits for its time.
    Later(Timestamp, String),
}

async fn open(world: &World) -> Result<Open> {
    let tables = Tables::read(&world.database, &["jobs", "grants"]).await?;
    let mut next: Option<(Timestamp, String)> = None;
    let mut later = |at: Timestamp, what: String| {
        if next.as_ref().is_none_or(|(known, _)| at < *known) {
            next = Some((at, what));
        }
    };
    let now = world.clocks.now();
    // While a lease lasts somebody works, or died: then it runs out. Either takes its real time.
    let leased = |row: &Row| row.time("lease_until").is_some_and(|until| until > now);
    let refreshing = tables.rows("grants").any(leased);
    for job in tables.rows("jobs").filter(|job| job.text("state") == "pending") {
        let at = if refreshing || leased(job) { now } else { job.time("run_at").unwrap_or(now) };
        later(
            at,
            format!(
                "the job {} {}, last error {:?}",
                job.text("kind"),
                job.text("id"),
                job.text("last_error")
            ),
        );
    }
    let deliveries = world.sandbox.get("deliveries").await?;
    for delivery in deliveries["deliveries"].as_array().into_iter().flatten() {
        let at = delivery["next_attempt_at"].as_str().and_then(|at| at.parse().ok());
        if let Some(at) = at {
            later(at, format!("the event {} of Zoom", delivery["event"]));
        } else if is_given_up(delivery) {
            // The operator of the sandbox sends it again: Rapport must be able to hear of it one day.
            let path = format!("deliveries/{}/redeliver", delivery["id"]);
            world.sandbox.post(&path, &json!({})).await?;
            return Ok(Open::Now(format!("the event {} of Zoom, given up", delivery["event"])));
        }
    }
    Ok(match next {
        None => Open::Nothing,
        Some((at, what)) if at <= now => Open::Now(what),
        Some((at, what)) => Open::Later(at, what),
    })
}

/// Zoom tried for the last time, without success, and not because Rapport refused it.
fn is_given_up(delivery: &Value) -> bool {
    let last =
        &delivery["attempts"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default()["outcome"];
    match last["status"].as_u64() {
        Some(status) => status >= 500,
        None => !last["unreachable"].is_null(),
    }
}

/// Stops every process as a service manager would; those that had to be killed.
pub(crate) async fn stop(world: &World) -> Vec<usize> {
    let mut stubborn = Vec::new();
    for slot in &world.slots {
        if !slot.stop(STOPPING).await {
            stubborn.push(slot.number());
        }
    }
    stubborn
}
