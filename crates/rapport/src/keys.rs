//! Sealing of secrets at rest: XChaCha20-Poly1305 with a key id and associated data.
//!
//! Sealed form: version (1 byte) · key id (4 bytes) · nonce (24 bytes) · ciphertext with tag. The associated
//! data names the place (table, row, column), so that a sealed value moved elsewhere does not open.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{Random, random_bytes};
use hmac::{Hmac, Mac};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const HEADER: usize = 1 + 4 + NONCE;

/// The key that seals secrets in the database.
#[derive(Clone)]
pub struct Keys {
    id: [u8; 4],
    cipher: XChaCha20Poly1305,
    /// Derived from the key, and good for nothing but [`Keys::prove`].
    proof: Zeroizing<[u8; 32]>,
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
    #[error("the secret key must be 64 hexadecimal digits")]
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
        write!(f, "Keys({})", hex::encode(self.id))
    }
}

impl Keys {
    /// From 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(text.trim(), bytes.as_mut()).map_err(|_| KeyError::Form)?;
        let digest = Sha256::digest(bytes.as_ref());
        let id = [digest[0], digest[1], digest[2], digest[3]];
        let cipher = XChaCha20Poly1305::new_from_slice(bytes.as_ref()).map_err(|_| KeyError::Form)?;
        let proof = Zeroizing::new(mac(bytes.as_ref(), b"rapport: which installation answers"));
        Ok(Self { id, cipher, proof })
    }

    /// Names the key without giving anything of it away: the start of its hash.
    pub fn id(&self) -> String {
        hex::encode(self.id)
    }

    /// From a file, which is made with a fresh key, readable by its owner only, if it does not exist.
    pub fn from_file(path: &Path, random: &dyn Random) -> Result<Self, KeyError> {
        let fail = |source| KeyError::File { path: path.to_owned(), source };
        match std::fs::read_to_string(path) {
            Ok(text) => return Self::from_hex(&Zeroizing::new(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(fail(error)),
        }
        let bytes = Zeroizing::new(random_bytes::<32>(random));
        let text = Zeroizing::new(hex::encode(bytes.as_ref()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Written under a name of its own first: processes that start at once agree on one whole key.
        let draft = path.with_extension(format!("key-{}", hex::encode(random_bytes::<8>(random))));
        options.open(&draft).and_then(|mut file| file.write_all(text.as_bytes())).map_err(fail)?;
        let linked = std::fs::hard_link(&draft, path);
        std::fs::remove_file(&draft).map_err(fail)?;
        match linked {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let theirs = std::fs::read_to_string(path).map_err(fail)?;
                return Self::from_hex(&Zeroizing::new(theirs));
            }
            linked => linked.map_err(fail)?,
        }
        Self::from_hex(&text)
    }

    /// What only a process that holds this key can answer to `challenge`, in hex: how an installation knows itself when
    /// it asks for its own public address. Says nothing about the key.
    pub fn prove(&self, challenge: &str) -> String {
        hex::encode(mac(self.proof.as_ref(), challenge.as_bytes()))
    }

    /// Seals `secret` for one place, for example `grants:CLIENT:USER:access_token`.
    pub fn seal(&self, random: &dyn Random, place: &str, secret: &str) -> Vec<u8> {
        let nonce = random_bytes::<NONCE>(random);
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let mut sealed = Vec::with_capacity(HEADER + secret.len() + 16);
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.id);
        sealed.extend_from_slice(&nonce);
        #[expect(clippy::expect_used, reason = "fails only beyond 256 GiB of plaintext")]
        let text = self.cipher.encrypt(&XNonce::from(nonce), payload).expect("a secret fits");
        sealed.extend_from_slice(&text);
        sealed
    }

    /// Opens what [`seal`](Self::seal) made for the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<SecretString, KeyError> {
        let damaged = || KeyError::Damaged(place.to_owned());
        if sealed.len() < HEADER || sealed[0] != VERSION {
            return Err(damaged());
        }
        if sealed[1..5] != self.id {
            return Err(KeyError::OtherKey(hex::encode(&sealed[1..5])));
        }
        let nonce: [u8; NONCE] = sealed[5..HEADER].try_into().map_err(|_| damaged())?;
        let payload = Payload { msg: &sealed[HEADER..], aad: place.as_bytes() };
        let bytes = self.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| damaged())
    }
}

/// HMAC-SHA-256 (RFC 2104).
fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "a key of any length is taken")]
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("a key");
    mac.update(text);
    mac.finalize().into_bytes().into()
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
        assert_eq!(first.id, again.id);
    }
}
