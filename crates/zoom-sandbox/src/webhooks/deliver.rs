//! Sends what is due to the app's webhook address, and tries again what did not arrive.

use std::{sync::Arc, time::Duration};

use super::{send::Target, validate};
use crate::{shared::Shared, world::delivery::Outcome};

/// The longest pause of the background task; new work wakes it earlier.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Delivers whatever becomes due, for as long as the sandbox lives.
pub(crate) async fn run(shared: Arc<Shared>) {
    loop {
        deliver_due(&shared).await;
        let next = shared.read(|world, now| world.next_due().map(|due| due.duration_since(now)));
        let wait =
            next.map_or(LONGEST_PAUSE, |due| Duration::try_from(due).unwrap_or_default().min(LONGEST_PAUSE));
        if shared.clock.is_explicit() {
            // Time stands still, so only a change can make something due.
            shared.work.notified().await;
        } else {
            let _ = tokio::time::timeout(wait.max(Duration::from_millis(5)), shared.work.notified()).await;
        }
    }
}

/// Sends everything that is due now, in order, and returns how many attempts were made.
pub(crate) async fn deliver_due(shared: &Shared) -> usize {
    let _alone = shared.delivering.lock().await;
    let mut attempts = 0;
    if shared.read(|world, now| {
        world.app.webhook.is_enabled() && world.app.webhook.validate_at.is_some_and(|at| at <= now)
    }) {
        // The result is noted in the world.
        let _ = validate::saved_address_alone(shared).await;
        attempts += 1;
    }
    while let Some((id, body, target)) = next_due(shared) {
        let answer = target.post(shared, &body).await;
        let outcome = answer.map_or_else(Outcome::Unreachable, |(status, _)| Outcome::Status(status));
        attempts += 1;
        shared.write(|world, now, _| {
            if let Some(delivery) = world.deliveries.iter_mut().find(|delivery| delivery.id == id) {
                delivery.record(now, outcome);
            }
        });
    }
    attempts
}

/// The oldest of what is due; nothing while the address is disabled.
fn next_due(shared: &Shared) -> Option<(u64, String, Target)> {
    shared.read(|world, now| {
        let target = Target::saved(&world.app).filter(|_| world.app.webhook.is_enabled())?;
        world
            .deliveries
            .iter()
            .filter(|delivery| delivery.next_attempt_at.is_some_and(|at| at <= now))
            .min_by_key(|delivery| (delivery.next_attempt_at, delivery.id))
            .map(|delivery| (delivery.id, delivery.body.clone(), target))
    })
}
