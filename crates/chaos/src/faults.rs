//! Carries the plan out.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use serde_json::json;

use crate::plan::{Act, Plan};
use crate::shared::{lock, now, pause};
use crate::world::{KEY_FILE, TroubleKind, World};

/// How long what a moment's trouble broke may still be felt.
const AFTER: Duration = Duration::from_secs(2);

/// How many faults of each kind were made.
#[derive(Debug, Default)]
pub(crate) struct Made(Mutex<BTreeMap<String, u64>>);

impl Made {
    fn count(&self, what: &str) {
        *lock(&self.0).entry(what.to_owned()).or_default() += 1;
    }

    pub(crate) fn all(&self) -> BTreeMap<String, u64> {
        lock(&self.0).clone()
    }
}

/// Does what the plan says, each step at its time, until `end`.
pub(crate) async fn carry_out(world: Arc<World>, plan: &Plan, begun: Instant, end: Instant) -> Arc<Made> {
    let made = Arc::new(Made::default());
    let mut repairs = Vec::new();
    for step in &plan.steps {
        let due = begun + step.at;
        if due >= end {
            break;
        }
        pause(due.saturating_duration_since(now())).await;
        let (world, made, act) = (world.clone(), made.clone(), step.act.clone());
        // On its own, because some take a while, and the next step does not wait.
        repairs.push(tokio::spawn(async move { apply(&world, &act, &made).await }));
    }
    pause(end.saturating_duration_since(now())).await;
    for repair in repairs {
        let _ = repair.await;
    }
    made
}

async fn apply(world: &World, act: &Act, made: &Made) {
    world.note(&format!("{act:?}"));
    match act {
        Act::Kill(process) => {
            if world.slots[*process].kill() {
                made.count("kill");
            }
        }
        Act::KillAll => {
            for slot in &world.slots {
                if slot.kill() {
                    made.count("kill");
                }
            }
        }
        Act::Freeze(process, ms) => {
            made.count("freeze");
            let time = Duration::from_millis(*ms);
            world.trouble(TroubleKind::Frozen(*process), time + AFTER);
            world.slots[*process].freeze(time).await;
        }
        Act::Cut(link) => {
            made.count(&format!("cut {link:?}"));
            world.trouble(TroubleKind::Link(*link), AFTER);
            world.link(*link).iter().for_each(|proxy| proxy.cut());
        }
        Act::Block(link, ms) => {
            made.count(&format!("block {link:?}"));
            let time = Duration::from_millis(*ms);
            world.trouble(TroubleKind::Link(*link), time + AFTER);
            world.link(*link).iter().for_each(|proxy| proxy.block());
            pause(time).await;
            world.link(*link).iter().for_each(|proxy| proxy.heal());
        }
        Act::Slow { link, delay, ms } => {
            made.count(&format!("slow {link:?}"));
            let time = Duration::from_millis(*ms);
            world.trouble(TroubleKind::Link(*link), time + AFTER);
            world.link(*link).iter().for_each(|proxy| proxy.slow(Duration::from_millis(*delay)));
            pause(time).await;
            world.link(*link).iter().for_each(|proxy| proxy.heal());
        }
        Act::Zoom(fault) => {
            if world.sandbox.post("faults", fault).await.is_ok() {
                made.count(&format!("Zoom {}", fault["kind"].as_str().unwrap_or_default()));
            }
        }
        Act::Mail(fault) => {
            let name = format!("{fault:?}");
            made.count(&format!("mail {}", name.split('(').next().unwrap_or_default()));
            world.post_office.add_fault(*fault);
        }
        Act::Jump(minutes) => {
            made.count("clock jump");
            let _ = world.clocks.jump(SignedDuration::from_mins(*minutes), &world.sandbox).await;
        }
        Act::Skew(seconds) => {
            made.count("clock skew");
            let _ = world.clocks.skew(*seconds).await;
        }
        Act::Rotation(rotation) => {
            made.count(&format!("rotation {rotation}"));
            let _ = world.sandbox.change_app(&json!({ "rotation": rotation })).await;
        }
        Act::FillDisk(ms) => {
            if let Some(disk) = &world.disk {
                made.count("disk full");
                let time = Duration::from_millis(*ms);
                world.trouble(TroubleKind::Storage, time + AFTER);
                disk.fill();
                pause(time).await;
                disk.empty();
            }
        }
        Act::ChangeKey(ms) => {
            made.count("key change");
            match world.slots[0].command(&["keys", "rotate"], Duration::from_millis(*ms)).await {
                Ok(said) => world.note(&said),
                Err(error) => world.note(&format!("the key was not changed: {error:#}")),
            }
            // Nobody may say the new ones either.
            let keys = std::fs::read_to_string(world.folder.join(KEY_FILE)).unwrap_or_default();
            keys.split_whitespace().for_each(|key| world.heard.secret(key));
        }
        Act::RestartDatabase => {
            made.count("database restart");
            world.trouble(TroubleKind::Storage, Duration::from_secs(5) + AFTER);
            if let Err(error) = world.database.restart().await {
                world.note(&format!("the database was not restarted: {error:#}"));
            }
        }
    }
}
