//! A form that is sent twice does its work once: its key is stored in the transaction that does the work.

use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::{StoreError, idempotency_keys};

use crate::app::App;

/// How long a form stays known. Nobody leaves one open for longer and then sends it twice.
const FORM_LIFE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// The idempotency key of a form with what it asks for: sent twice it is one wish, but somebody who goes back, changes
/// the form and sends it again wishes something else, though the form still has its key.
pub fn form_key(key: &str, wish: &str) -> String {
    format!("{key}:{}", hex::encode(Sha256::digest(wish.as_bytes())))
}

/// Deletes the keys that are too old to be sent again.
pub async fn forget_form_keys(app: &App) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    idempotency_keys::delete_older(&tx, app.now() - FORM_LIFE).await?;
    tx.commit().await
}
