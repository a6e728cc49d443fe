//! Sealing of secrets at rest: XChaCha20-Poly1305 with a key id and associated data.
//!
//! A process knows a ring of keys, and the database says which of them seals ([`store::sealing_key`]), so that all
//! processes change at once and what was sealed before still opens. [`rotate`] changes the key, [`places`] says where
//! each sealed value stands.

mod file;
mod key;
pub(crate) mod places;
mod reseal;
pub mod rotate;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use domain::Random;
use secrecy::SecretString;

use key::{Key, KeyId, id_in};

/// The keys that seal and open secrets in the database. Clones share them.
#[derive(Clone)]
pub struct Keys {
    ring: Arc<RwLock<Ring>>,
    /// Where they can be read again.
    file: Option<Arc<Path>>,
}

struct Ring {
    /// The newest first; at least one.
    keys: Vec<Arc<Key>>,
    /// Which of them seals.
    sealing: KeyId,
}

/// Why a sealed value does not open, or a key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The value was sealed with a key that is not here.
    #[error(
        "a secret in the database was sealed with another key ({0}); restore the key file of this data folder"
    )]
    OtherKey(String),
    /// The value is damaged or stands in the wrong place.
    #[error("a secret in the database at {0} is damaged")]
    Damaged(String),
    /// The key has the wrong form.
    #[error(
        "the secret key must be 64 hexadecimal digits; several of them, the newest first, are parted by spaces or lines"
    )]
    Form,
    /// The key file cannot be read or written.
    #[error("cannot use the key file {path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.id())
    }
}

impl Ring {
    fn from_hex(text: &str) -> Result<Self, KeyError> {
        let keys = text.split_ascii_whitespace().map(|key| Key::from_hex(key).map(Arc::new));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let sealing = keys.first().ok_or(KeyError::Form)?.id;
        Ok(Self { keys, sealing })
    }

    fn get(&self, id: KeyId) -> Option<Arc<Key>> {
        self.keys.iter().find(|key| key.id == id).cloned()
    }
}

impl Keys {
    /// From 64 hexadecimal digits, or several keys parted by spaces, the newest first.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        Ok(Self { ring: Arc::new(RwLock::new(Ring::from_hex(text)?)), file: None })
    }

    /// From a file, which is made with a fresh key, readable by its owner only, if it does not exist.
    pub fn from_file(path: &Path, random: &dyn Random) -> Result<Self, KeyError> {
        let ring = Ring::from_hex(&file::read_or_make(path, random)?)?;
        Ok(Self { ring: Arc::new(RwLock::new(ring)), file: Some(path.into()) })
    }

    /// Names the key that seals without giving anything of it away: the start of its hash.
    pub fn id(&self) -> String {
        hex::encode(self.sealing().id)
    }

    /// Seals with this key from now on: the one that the database names. The key file is read again if it is not here.
    pub fn seal_with(&self, id: &str) -> Result<(), KeyError> {
        let other = || KeyError::OtherKey(id.to_owned());
        let mut wanted = KeyId::default();
        hex::decode_to_slice(id, &mut wanted).map_err(|_| other())?;
        if self.sealing().id == wanted {
            return Ok(());
        }
        let found = self.get(wanted)?.ok_or_else(other)?;
        self.ring.write().unwrap_or_else(PoisonError::into_inner).sealing = found.id;
        Ok(())
    }

    /// What only a process that holds this key can answer to `challenge`, in hex: how an installation knows itself when
    /// it asks for its own public address. Says nothing about the key.
    pub fn prove(&self, challenge: &str) -> String {
        self.sealing().prove(challenge)
    }

    /// Seals `secret` for one of the [`places`].
    pub fn seal(&self, random: &dyn Random, place: &str, secret: &str) -> Vec<u8> {
        self.sealing().seal(random, place, secret)
    }

    /// Opens what [`seal`](Self::seal) made for the same place, with whichever key of the ring.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<SecretString, KeyError> {
        let id = id_in(sealed).ok_or_else(|| KeyError::Damaged(place.to_owned()))?;
        self.get(id)?.ok_or_else(|| KeyError::OtherKey(hex::encode(id)))?.open(place, sealed)
    }

    /// Every key, the newest first.
    fn ids(&self) -> Vec<KeyId> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).keys.iter().map(|key| key.id).collect()
    }

    fn sealing(&self) -> Arc<Key> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        // A ring seals with one of its own keys; the newest is one of them.
        ring.get(ring.sealing).unwrap_or_else(|| Arc::clone(&ring.keys[0]))
    }

    /// A key of the ring. One that is not here may have come into the file since it was read.
    fn get(&self, id: KeyId) -> Result<Option<Arc<Key>>, KeyError> {
        let known = self.ring.read().unwrap_or_else(PoisonError::into_inner).get(id);
        if known.is_some() {
            return Ok(known);
        }
        self.read_again()?;
        Ok(self.ring.read().unwrap_or_else(PoisonError::into_inner).get(id))
    }

    /// Takes over what the key file holds now. The key that seals stays, even where the file has it no more: what is
    /// sealed with it must open here until the database names another.
    fn read_again(&self) -> Result<(), KeyError> {
        let Some(path) = &self.file else { return Ok(()) };
        let mut fresh = Ring::from_hex(&file::read(path)?)?;
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        fresh.sealing = ring.sealing;
        if fresh.get(ring.sealing).is_none() {
            fresh.keys.extend(ring.get(ring.sealing));
        }
        *ring = fresh;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::SeededRandom;
    use secrecy::ExposeSecret;

    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys::from_hex(&hex::encode([byte; 32])).unwrap()
    }

    #[test]
    fn a_sealed_secret_opens_in_its_own_place_only() {
        let random = SeededRandom::new(1);
        let sealed = keys(7).seal(&random, "grants:a:access_token", "secret");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(keys(7).open("grants:a:access_token", &sealed).unwrap().expose_secret(), "secret");
        assert!(matches!(keys(7).open("grants:b:access_token", &sealed), Err(KeyError::Damaged(_))));
    }

    #[test]
    fn another_key_is_told_apart_from_damage() {
        let random = SeededRandom::new(1);
        let mut sealed = keys(7).seal(&random, "x", "secret");
        assert!(matches!(keys(8).open("x", &sealed), Err(KeyError::OtherKey(_))));
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        assert!(matches!(keys(7).open("x", &sealed), Err(KeyError::Damaged(_))));
        assert!(matches!(keys(7).open("x", &sealed[..9]), Err(KeyError::Damaged(_))));
    }

    #[test]
    fn only_who_holds_the_key_answers_a_challenge() {
        assert_eq!(keys(7).prove("abc"), keys(7).prove("abc"));
        assert_ne!(keys(7).prove("abc"), keys(8).prove("abc"));
        assert_ne!(keys(7).prove("abc"), keys(7).prove("abd"));
    }

    #[test]
    fn the_key_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let first = Keys::from_file(&path, &SeededRandom::new(1)).unwrap();
        let again = Keys::from_file(&path, &SeededRandom::new(2)).unwrap();
        assert_eq!(first.id(), again.id());
    }

    #[test]
    fn of_several_keys_the_newest_seals_until_another_is_named_and_each_opens() {
        let random = SeededRandom::new(1);
        let (new, old) = (keys(8), keys(7));
        let both = Keys::from_hex(&format!("{}\n{}\n", hex::encode([8; 32]), hex::encode([7; 32]))).unwrap();
        let by_old = old.seal(&random, "x", "secret");
        assert_eq!(both.open("x", &by_old).unwrap().expose_secret(), "secret");
        assert_eq!(both.id(), new.id());
        both.seal_with(&old.id()).unwrap();
        assert_eq!(old.open("x", &both.seal(&random, "x", "more")).unwrap().expose_secret(), "more");
        assert!(matches!(both.seal_with(&keys(9).id()), Err(KeyError::OtherKey(_))));
        assert_eq!(both.id(), old.id(), "who cannot change goes on");
    }

    #[test]
    fn a_key_that_came_into_the_file_later_is_found_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let random = SeededRandom::new(1);
        let running = Keys::from_file(&path, &random).unwrap();
        let before = running.id();
        let old = std::fs::read_to_string(&path).unwrap();
        file::replace(&path, &random, &format!("{}\n{old}", hex::encode([9; 32]))).unwrap();
        let sealed = keys(9).seal(&random, "x", "secret");
        assert_eq!(running.open("x", &sealed).unwrap().expose_secret(), "secret");
        assert_eq!(running.id(), before, "it seals as before until the database names the new one");
        file::replace(&path, &random, &hex::encode([9; 32])).unwrap();
        assert!(matches!(running.open("x", &keys(3).seal(&random, "x", "?")), Err(KeyError::OtherKey(_))));
        assert!(running.open("x", &running.seal(&random, "x", "own")).is_ok(), "what it seals with stays");
    }

    #[cfg(unix)]
    #[test]
    fn the_key_file_stays_out_of_reach_for_others_and_leaves_no_drafts() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let random = SeededRandom::new(1);
        Keys::from_file(&path, &random).unwrap();
        file::replace(&path, &random, &hex::encode([9; 32])).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
