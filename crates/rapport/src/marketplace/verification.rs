//! Proof for Zoom that the domain is ours: a text that Zoom's portal gives, served as a file at two places and as a meta
//! tag on public pages (Zoom reference F.3 and I.5).

use store::audit_log::Action;
use store::installation_settings::{self as settings, Setting};
use store::{Store, StoreError};

use crate::app::App;
use crate::audit::{By, person_did};

/// Longer than what Zoom gives.
const LONGEST: usize = 200;

/// Why a text is not taken; a sentence for the person.
#[derive(Debug, thiserror::Error)]
pub enum VerificationError {
    /// It is no single word of plain characters.
    #[error(
        "Copy only the text inside the file, or what stands in content=\"…\" of the tag: letters, digits and the characters _ - . = + / : with no spaces."
    )]
    Form,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The text, if one was set.
pub async fn token(store: &Store) -> Result<Option<String>, StoreError> {
    let found = settings::get(&store.begin_read().await, Setting::DomainVerification).await?;
    Ok(found.map(|(token, _)| token))
}

/// Sets the text; an empty one takes it back.
pub async fn set(app: &App, by: By, text: &str) -> Result<(), VerificationError> {
    let text = text.trim();
    if !text.is_empty() && !is_plain(text) {
        return Err(VerificationError::Form);
    }
    let tx = app.store.begin_write().await?;
    let words = if text.is_empty() {
        settings::remove(&tx, Setting::DomainVerification).await?;
        "Domain verification taken back".to_owned()
    } else {
        settings::put(&tx, Setting::DomainVerification, text, app.now()).await?;
        format!("Domain verification: {text}")
    };
    person_did(&tx, by, Action::DomainVerification, words).await?;
    Ok(tx.commit().await?)
}

/// Nothing that could become markup.
fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.=+/:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_could_become_markup_is_taken() {
        assert!(is_plain("ZOOM_verify_6f2d41-AbC=="));
        for text in ["<script>", "a b", "a\"b", "a&b", "ü", "a\nb", &"x".repeat(201)] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
