//! Proof key for code exchange (RFC 7636, reference A.10).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The secret that ties a code to who asked for it. Kept from the consent page to the exchange.
///
/// `Debug` hides it.
#[derive(Debug, Clone)]
pub struct Pkce {
    verifier: SecretString,
}

/// The text is not a verifier: 43 to 128 of `A-Z a-z 0-9 - . _ ~`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a PKCE verifier is 43 to 128 characters of A-Z, a-z, 0-9, '-', '.', '_' and '~'")]
pub struct InvalidVerifier;

impl Pkce {
    /// From 32 bytes of good randomness, which become a verifier of 43 characters.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self { verifier: URL_SAFE_NO_PAD.encode(bytes).into() }
    }

    /// From a verifier that was kept.
    ///
    /// # Errors
    /// [`InvalidVerifier`] if RFC 7636 section 4.1 does not allow it.
    pub fn from_verifier(verifier: SecretString) -> Result<Self, InvalidVerifier> {
        let text = verifier.expose_secret();
        let good = (43..=128).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        if good { Ok(Self { verifier }) } else { Err(InvalidVerifier) }
    }

    /// What is kept, encrypted, until the callback.
    pub fn verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// What goes to the consent page: `S256`.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose_secret()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b() {
        let pkce = Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into()).unwrap();
        assert_eq!(pkce.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_new_verifier_can_be_kept_and_restored() {
        let pkce = Pkce::from_random([0xfe; 32]);
        let restored = Pkce::from_verifier(pkce.verifier().clone()).unwrap();
        assert_eq!(restored.challenge(), pkce.challenge());
    }

    #[test]
    fn a_verifier_of_the_wrong_kind_is_refused() {
        for bad in ["", &"a".repeat(42), &"a".repeat(129), &"ä".repeat(30), &"a b".repeat(20)] {
            assert_eq!(Pkce::from_verifier((*bad).into()).unwrap_err(), InvalidVerifier);
        }
    }
}
