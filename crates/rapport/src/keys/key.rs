//! One key, and the form of what it seals: version (1 byte) · key id (4 bytes) · nonce (24 bytes) · ciphertext with tag.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{Random, random_bytes};
use hmac::{Hmac, Mac};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::KeyError;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const HEADER: usize = 1 + 4 + NONCE;

/// What names a key without giving anything of it away: the start of its hash.
pub(super) type KeyId = [u8; 4];

/// One key.
pub(super) struct Key {
    pub(super) id: KeyId,
    cipher: XChaCha20Poly1305,
    /// Derived from the key, and good for nothing but [`Key::prove`].
    proof: Zeroizing<[u8; 32]>,
}

impl Key {
    /// From 64 hexadecimal digits.
    pub(super) fn from_hex(text: &str) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        hex::decode_to_slice(text, bytes.as_mut()).map_err(|_| KeyError::Form)?;
        let digest = Sha256::digest(bytes.as_ref());
        let id = [digest[0], digest[1], digest[2], digest[3]];
        let cipher = XChaCha20Poly1305::new_from_slice(bytes.as_ref()).map_err(|_| KeyError::Form)?;
        let proof = Zeroizing::new(mac(bytes.as_ref(), b"rapport: which installation answers"));
        Ok(Self { id, cipher, proof })
    }

    /// See [`super::Keys::prove`].
    pub(super) fn prove(&self, challenge: &str) -> String {
        hex::encode(mac(self.proof.as_ref(), challenge.as_bytes()))
    }

    /// Seals a secret for one place.
    pub(super) fn seal(&self, random: &dyn Random, place: &str, secret: &str) -> Vec<u8> {
        let nonce = random_bytes::<NONCE>(random);
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let mut sealed = Vec::with_capacity(HEADER + secret.len() + 16);
        sealed.extend_from_slice(&mark(self.id));
        sealed.extend_from_slice(&nonce);
        #[expect(clippy::expect_used, reason = "fails only beyond 256 GiB of plaintext")]
        let text = self.cipher.encrypt(&XNonce::from(nonce), payload).expect("a secret fits");
        sealed.extend_from_slice(&text);
        sealed
    }

    /// Opens what [`seal`](Self::seal) made for the same place.
    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Result<SecretString, KeyError> {
        let damaged = || KeyError::Damaged(place.to_owned());
        let (header, text) = sealed.split_at_checked(HEADER).ok_or_else(damaged)?;
        let nonce: [u8; NONCE] = header[5..].try_into().map_err(|_| damaged())?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        let bytes = self.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| damaged())
    }
}

/// What everything begins with that is sealed with this key.
pub(super) fn mark(id: KeyId) -> [u8; 5] {
    [VERSION, id[0], id[1], id[2], id[3]]
}

/// The key that a value is sealed with; `None` for what is no sealed value.
pub(super) fn id_in(sealed: &[u8]) -> Option<KeyId> {
    match sealed {
        [VERSION, a, b, c, d, rest @ ..] if rest.len() >= NONCE => Some([*a, *b, *c, *d]),
        _ => None,
    }
}

/// HMAC-SHA-256 (RFC 2104).
fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "a key of any length is taken")]
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("a key");
    mac.update(text);
    mac.finalize().into_bytes().into()
}
