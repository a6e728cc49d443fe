use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Random, random_bytes};
use sha2::{Digest, Sha256};

/// A fresh unguessable token of 256 bits, safe in cookies and URLs.
pub fn new_token(random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>(random))
}

/// What the database keeps of a token. The tokens are random, so one round of SHA-256 is enough.
pub fn hash_token(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
