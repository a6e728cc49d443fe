use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use domain::{Random, random_bytes};
use store::users::PasswordHash;

use crate::app::App;

/// Characters that a password needs.
const SHORTEST: usize = 12;

/// What is wrong with a password that somebody chooses; `None` if nothing is.
pub fn password_problem(password: &str) -> Option<String> {
    (password.chars().count() < SHORTEST).then(|| format!("Use at least {SHORTEST} characters."))
}

/// [`hash_password`] where it holds up nobody else.
pub(super) async fn hash_aside(app: &App, password: String) -> anyhow::Result<PasswordHash> {
    let random = app.random.clone();
    tokio::task::spawn_blocking(move || hash_password(&password, &*random)).await?
}

/// Argon2id in its PHC form, with the library's recommended cost.
pub fn hash_password(password: &str, random: &dyn Random) -> anyhow::Result<PasswordHash> {
    let salt = random_bytes::<16>(random);
    let hash: phc::PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?;
    Ok(PasswordHash::new(hash.to_string()))
}

/// Checks a password. `None` and a hash that no password has cost the same time, so that an address cannot be told by the
/// clock.
pub(super) async fn verify(password: String, hash: Option<PasswordHash>) -> bool {
    // Hash of a random password, made once with the default parameters.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          kI1eWyGkPNiPpUjFKZb2AHyZKLVKvVG2gz9mYqnE7cA";
    let matches = tokio::task::spawn_blocking(move || {
        let own = hash.as_ref().and_then(|hash| phc::PasswordHash::new(hash.expose()).ok());
        let known = own.is_some();
        own.or_else(|| phc::PasswordHash::new(NOBODY).ok()).is_some_and(|hash| {
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known
        })
    });
    matches.await.unwrap_or(false)
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

    #[tokio::test]
    async fn an_account_without_a_password_takes_as_long_as_any() {
        let time = async |hash| {
            let start = tokio::time::Instant::now();
            assert!(!verify("correct horse".into(), hash).await);
            start.elapsed()
        };
        let nobody = time(None).await;
        let ended = time(Some(PasswordHash::new("!".to_owned()))).await;
        // Without the work it is a thousandth.
        assert!(ended > nobody / 10, "{ended:?} against {nobody:?}");
    }
}
