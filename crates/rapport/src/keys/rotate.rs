//! Changing the key while everything runs: a new key is put before the others, the database names it as the one that
//! seals, every process follows within seconds, and what older keys have sealed is sealed anew. Each step can be
//! repeated, and an end in between loses nothing: the older keys stay until [`retire`].

use domain::Random;
use jiff::SignedDuration;
use store::audit_log::Action;
use store::{Db, Store, StoreError, sealing_key};
use zeroize::Zeroizing;

use super::key::{Key, KeyId};
use super::{KeyError, Keys, file, reseal};
use crate::audit;

pub use super::reseal::Resealed;

/// A process may still hold something that it sealed before it learned of the new key, but not for so long.
const SETTLED: SignedDuration = SignedDuration::from_hours(1);

/// Why a key is not changed.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key cannot be read or written.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The keys do not stand in a file.
    #[error(
        "the key stands in the configuration, where Rapport cannot write: put a new one (`rapport keys new`) before it in \
         `secret_key`, parted by a space, restart every process, and run this again"
    )]
    NoFile,
    /// The same, where keys are to go.
    #[error(
        "nothing is sealed with {0} any more, but the keys stand in the configuration, where Rapport cannot write: take the \
         older ones out of `secret_key`"
    )]
    NotOurs(String),
    /// Something still needs the older keys.
    #[error("{0} secrets are still sealed with an older key and could not be sealed anew: {1}")]
    Unfinished(u64, String),
    /// Retiring is too early.
    #[error(
        "the key was changed less than an hour ago, and a process may still be writing with the older one; try again then"
    )]
    TooEarly,
    /// The database knows no key yet.
    #[error("nothing has been sealed in this database yet; start `rapport serve` once")]
    Unused,
}

/// One key of the ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// Its name.
    pub id: String,
    /// Whether it seals.
    pub seals: bool,
    /// How many secrets are sealed with it.
    pub sealed: u64,
}

/// Every key that this process knows, the newest first.
pub async fn list(db: &impl Db, keys: &Keys) -> Result<Vec<KeyUse>, RotateError> {
    follow(db, keys).await?;
    let (ids, sealing) = (keys.ids(), keys.id());
    let counts = reseal::count(db, &ids).await?;
    let uses = ids.iter().map(hex::encode).zip(counts);
    Ok(uses.map(|(id, sealed)| KeyUse { seals: id == sealing, id, sealed }).collect())
}

/// A new key, for a place where Rapport cannot write.
pub fn fresh(random: &dyn Random) -> Zeroizing<String> {
    file::fresh(random)
}

/// Seals with the key that the database names; whether that changed anything.
pub async fn follow(db: &impl Db, keys: &Keys) -> Result<bool, RotateError> {
    let before = keys.id();
    let named = sealing_key::noted(db).await?.ok_or(RotateError::Unused)?;
    keys.seal_with(&named)?;
    Ok(named != before)
}

/// Lets every process seal with a newer key: the newest in the file, or a fresh one if that seals already; its name.
/// [`reseal`] comes next, and once more after all processes have followed.
pub async fn begin(store: &Store, keys: &Keys, random: &dyn Random) -> Result<String, RotateError> {
    // Before the choice is held: sealing anew writes in transactions of its own.
    follow(&store.begin_read().await, keys).await?;
    // What an interrupted change left. One that does not open is no reason to keep sealing with a key that got out.
    reseal(store, keys, random).await?;
    let tx = store.begin_write().await?;
    // Two who change the key at once do it one after the other, the file included.
    let (named, _) = sealing_key::hold(&tx).await?.ok_or(RotateError::Unused)?;
    keys.read_again()?;
    keys.seal_with(&named)?;
    let newest = match keys.ids().first().map(hex::encode) {
        Some(newest) if newest != named => newest,
        _ => add(keys, random)?,
    };
    sealing_key::change(&tx, &newest).await?;
    audit::operator_did(&tx, Action::Key, format!("{named} to {newest}")).await?;
    tx.commit().await?;
    keys.seal_with(&newest)?;
    Ok(newest)
}

/// Puts a fresh key before the others in the file.
fn add(keys: &Keys, random: &dyn Random) -> Result<String, RotateError> {
    let path = keys.file.as_ref().ok_or(RotateError::NoFile)?;
    let (fresh, known) = (file::fresh(random), file::read(path)?);
    let id = hex::encode(Key::from_hex(&fresh)?.id);
    file::replace(path, random, &Zeroizing::new(format!("{}\n{}\n", *fresh, known.trim_end())))?;
    keys.read_again()?;
    Ok(id)
}

/// Seals anew what older keys have sealed.
pub async fn reseal(store: &Store, keys: &Keys, random: &dyn Random) -> Result<Resealed, RotateError> {
    Ok(reseal::everything(store, keys, random).await?)
}

/// The name of a key that has sealed something in this database and is not here.
pub(crate) async fn sealed_by_another(db: &impl Db, keys: &Keys) -> Result<Option<String>, StoreError> {
    let ids = reseal::keys_in_use(db).await?;
    Ok(ids.into_iter().find(|id| !matches!(keys.get(*id), Ok(Some(_)))).map(hex::encode))
}

/// Takes the older keys out of the file, once nothing needs them; their names.
pub async fn retire(store: &Store, keys: &Keys, random: &dyn Random) -> Result<Vec<String>, RotateError> {
    follow(&store.begin_read().await, keys).await?;
    let found = reseal(store, keys, random).await?;
    let tx = store.begin_write().await?;
    let (named, since) = sealing_key::hold(&tx).await?.ok_or(RotateError::Unused)?;
    keys.seal_with(&named)?;
    keys.read_again()?;
    // One that is newer was put there for the next change.
    let older: Vec<KeyId> =
        keys.ids().into_iter().skip_while(|id| hex::encode(id) != named).skip(1).collect();
    if older.is_empty() {
        return Ok(Vec::new());
    }
    if tx.now().duration_since(since) < SETTLED {
        return Err(RotateError::TooEarly);
    }
    let left: u64 = reseal::count(&tx, &older).await?.iter().sum();
    if left > 0 {
        return Err(RotateError::Unfinished(left, found.reason.unwrap_or_default()));
    }
    let gone: Vec<_> = older.iter().map(hex::encode).collect();
    let path = keys.file.as_ref().ok_or_else(|| RotateError::NotOurs(gone.join(", ")))?;
    let known = file::read(path)?;
    let kept = known
        .split_ascii_whitespace()
        .filter(|key| Key::from_hex(key).is_ok_and(|key| !older.contains(&key.id)));
    let kept = Zeroizing::new(kept.fold(String::new(), |text, key| text + key + "\n"));
    audit::operator_did(&tx, Action::Key, format!("without {}", gone.join(", "))).await?;
    // The file first: if the entry is not kept after all, the next try finds nothing to do, and no secret is lost.
    file::replace(path, random, &kept)?;
    tx.commit().await?;
    Ok(gone)
}
