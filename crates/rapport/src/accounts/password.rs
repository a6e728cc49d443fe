use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use domain::{Random, random_bytes};
use store::users::PasswordHash;

/// Argon2id in its PHC form, with the library's recommended cost.
pub fn hash_password(password: &str, random: &dyn Random) -> anyhow::Result<PasswordHash> {
    let salt = random_bytes::<16>(random);
    let hash: phc::PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?;
    Ok(PasswordHash::new(hash.to_string()))
}

/// Checks a password. `None` costs the same time, so that an unknown address cannot be told by the clock.
pub(super) async fn verify(password: String, hash: Option<PasswordHash>) -> bool {
    // Hash of a random password, made once with the default parameters.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          kI1eWyGkPNiPpUjFKZb2AHyZKLVKvVG2gz9mYqnE7cA";
    let known = hash.is_some();
    let matches = tokio::task::spawn_blocking(move || {
        let text = hash.as_ref().map_or(NOBODY, PasswordHash::expose);
        phc::PasswordHash::new(text)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    });
    matches.await.unwrap_or(false) && known
}

#[cfg(test)]
mod tests {
    use domain::SeededRandom;

    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_person_passes() {
        let hash = hash_password("correct horse", &SeededRandom::new(1)).unwrap();
        assert!(verify("correct horse".into(), Some(hash.clone())).await);
        assert!(!verify("correct horse ".into(), Some(hash)).await);
        assert!(!verify("correct horse".into(), None).await);
    }
}
