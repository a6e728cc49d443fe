//! At which addresses Zoom really found us: the last redirect and the last event, compared on the settings page with what
//! ought to be entered in Zoom's portal.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use store::installation_settings::{self as settings, Setting};
use store::{StoreError, Tx};

/// The same address is written again at most this often: events come by the hundred.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// What this process wrote last.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<HashMap<Setting, (String, Timestamp)>>);

impl Seen {
    /// Writes the address down if that is news.
    pub(super) async fn note(
        &self,
        tx: &Tx,
        setting: Setting,
        address: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.knows(setting, address, now) {
            return Ok(());
        }
        settings::put(tx, setting, address, now).await?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(setting, (address.to_owned(), now));
        Ok(())
    }

    fn knows(&self, setting: Setting, address: &str, now: Timestamp) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&setting).is_some_and(|(last, at)| last == address && now.duration_since(*at) < AGAIN)
    }
}
