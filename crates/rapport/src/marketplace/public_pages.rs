//! The pages that Zoom's review reads: user documentation, support, privacy, terms. Each comes with a text that is true of
//! this program, in every language that Rapport has words in; a publisher may write other texts, chooses the languages, and
//! decides when strangers see a page.

use std::collections::BTreeSet;

use domain::{Language, Languages};
use store::audit_log::Action;
use store::installation_settings::{self as settings, Setting};
use store::public_pages::{self as stored, StoredPage};
use store::{Db, StoreError, Tx};

use super::default_texts::default_text;
use super::markdown::to_html;
use super::urls::ZoomUrl;
use crate::app::App;
use crate::audit::{By, person_did};
use crate::config::{Fact, PublisherConfig};
use crate::connections::Asked;
use crate::i18n::{self, Message};

pub use store::public_pages::PublicPage;

/// Longer than any page that people read.
pub const LONGEST: usize = 60_000;

/// The address of a page.
pub const fn url(page: PublicPage) -> ZoomUrl {
    match page {
        PublicPage::Documentation => ZoomUrl::Documentation,
        PublicPage::Support => ZoomUrl::Support,
        PublicPage::Privacy => ZoomUrl::Privacy,
        PublicPage::Terms => ZoomUrl::Terms,
    }
}

/// Its title.
pub fn title(page: PublicPage, language: Language) -> String {
    let message = match page {
        PublicPage::Documentation => Message::DocumentationTitle,
        PublicPage::Support => Message::SupportTitle,
        PublicPage::Privacy => Message::PrivacyTitle,
        PublicPage::Terms => Message::TermsTitle,
    };
    i18n::text(language, message)
}

/// Its text as Markdown: the publisher's own in this language, else the one that comes with the program.
pub fn text(page: PublicPage, stored: &StoredPage, language: Language) -> &str {
    stored.texts.get(&language).map_or(default_text(page, language), String::as_str)
}

/// How what only the publisher knows begins in a page, until it is said. In English whatever the language: it tells the
/// publisher which key of the configuration to set.
pub(super) const GAP: &str = "<mark lang=\"en\">";

/// A page as it is read.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// HTML of its text.
    pub html: String,
    /// What only the publisher knows and has not said: marked in the text.
    pub missing: Vec<Fact>,
}

/// What is stored of a page.
pub async fn get(app: &App, page: PublicPage) -> Result<StoredPage, StoreError> {
    stored::get(&app.store.begin_read().await, page).await
}

/// All pages with what is stored of them, in the order of Zoom's portal.
pub async fn all(app: &App) -> Result<Vec<(PublicPage, StoredPage)>, StoreError> {
    let mut stored = stored::all(&app.store.begin_read().await).await?;
    Ok(PublicPage::ALL.iter().map(|page| (*page, stored.remove(page).unwrap_or_default())).collect())
}

/// The pages that strangers may read, in the order of Zoom's portal.
pub async fn published(app: &App) -> Result<Vec<PublicPage>, StoreError> {
    let published = stored::published(&app.store.begin_read().await).await?;
    Ok(PublicPage::ALL.iter().copied().filter(|page| published.contains(page)).collect())
}

/// The languages that the pages are offered in: English alone until others are chosen.
pub async fn offered(app: &App) -> Result<Languages, StoreError> {
    chosen(&app.store.begin_read().await).await
}

async fn chosen(db: &impl Db) -> Result<Languages, StoreError> {
    let stored = settings::get(db, Setting::PublicLanguages).await?;
    Ok(stored.map(|(tags, _)| Languages::read(&tags)).unwrap_or_default())
}

/// Offers the pages in these languages from now on.
pub async fn set_offered(app: &App, by: By, languages: &Languages) -> Result<(), StoreError> {
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    if chosen(&tx).await? == *languages {
        return Ok(());
    }
    settings::put(&tx, Setting::PublicLanguages, &languages.to_string(), app.now()).await?;
    let words = format!("Public pages offered in {}", in_words(languages));
    person_did(&tx, by, Action::PublicPage, words).await?;
    tx.commit().await
}

/// `English, German`
pub fn in_words(languages: &Languages) -> String {
    languages.iter().map(Language::label).collect::<Vec<_>>().join(", ")
}

/// What only the publisher knows and has not said, in any of these languages.
pub fn missing(
    publisher: &PublisherConfig,
    page: PublicPage,
    stored: &StoredPage,
    languages: &Languages,
) -> BTreeSet<Fact> {
    languages
        .iter()
        .flat_map(|language| {
            render(publisher, language, Asked::AT_FIRST, text(page, stored, language)).missing
        })
        .collect()
}

/// Markdown with the publisher's values in it: `{{publisher.support_email}}` stands for that key of the configuration,
/// `{{zoom.permissions}}` for the list of permissions in this language.
pub fn render(publisher: &PublisherConfig, language: Language, asked: Asked, text: &str) -> Rendered {
    let mut html = to_html(text);
    let mut missing = Vec::new();
    for fact in Fact::ALL.iter().copied() {
        let mark = format!("{{{{{}}}}}", fact.key());
        if !html.contains(&mark) {
            continue;
        }
        let value = match publisher.known(fact) {
            Ok(value) => linked(value),
            Err(fact) => {
                missing.push(fact);
                format!("{GAP}{}</mark>", escaped(&fact.placeholder()))
            }
        };
        html = html.replace(&mark, &value);
    }
    let items = asked.scopes().into_iter().map(|(scope, meaning)| {
        format!("<li><code>{}</code> {}</li>", escaped(scope), escaped(&i18n::text(language, meaning)))
    });
    let permissions: String = items.collect();
    let html = html.replace("<p>{{zoom.permissions}}</p>", &format!("<ul>{permissions}</ul>"));
    Rendered { html, missing }
}

/// Stores another text in one language; one that is empty, or the one that comes with the program, goes back to that.
pub async fn set_text(
    app: &App,
    by: By,
    page: PublicPage,
    language: Language,
    text: &str,
) -> Result<(), StoreError> {
    let text = text.replace("\r\n", "\n");
    let own = (!text.trim().is_empty() && text.trim() != default_text(page, language).trim()).then_some(text);
    let (tx, before) = locked(app, page).await?;
    if before.texts.get(&language) == own.as_ref() {
        return Ok(());
    }
    stored::set_text(&tx, page, language, own.as_deref(), app.now()).await?;
    let what = if own.is_some() { "text changed" } else { "back to the text that comes with the program" };
    let words = format!("{}: {what} ({})", title(page, Language::English), language.label());
    person_did(&tx, by, Action::PublicPage, words).await?;
    tx.commit().await
}

/// Lets strangers read a page in every language that is offered, or no longer.
pub async fn set_published(app: &App, by: By, page: PublicPage, on: bool) -> Result<(), StoreError> {
    let (tx, before) = locked(app, page).await?;
    if before.published == on {
        return Ok(());
    }
    stored::set_published(&tx, page, on, app.now()).await?;
    let what = if on { "published" } else { "no longer published" };
    let words = format!("{}: {what}", title(page, Language::English));
    person_did(&tx, by, Action::PublicPage, words).await?;
    tx.commit().await
}

/// A page as it stays until the transaction ends.
async fn locked(app: &App, page: PublicPage) -> Result<(Tx, StoredPage), StoreError> {
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    let stored = stored::get(&tx, page).await?;
    Ok((tx, stored))
}

/// The value as text; an address as a link.
fn linked(value: &str) -> String {
    let text = escaped(value);
    if value.starts_with("https://") || value.starts_with("http://") {
        format!("<a href=\"{text}\">{text}</a>")
    } else if value.contains('@') && !value.contains(char::is_whitespace) {
        format!("<a href=\"mailto:{text}\">{text}</a>")
    } else {
        text
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_and_missing_ones_are_marked() {
        let publisher = PublisherConfig {
            name: Some("Halden & <b>Sons</b>".into()),
            support_email: Some("help@halden.example".into()),
            ..PublisherConfig::default()
        };
        let page = render(
            &publisher,
            Language::German,
            Asked::MOST,
            "By {{publisher.name}}, {{publisher.support_email}}, {{publisher.support_hours}}.\n\n{{zoom.permissions}}",
        );
        assert!(page.html.contains("Halden &amp; &lt;b&gt;Sons&lt;/b&gt;"), "{}", page.html);
        assert!(page.html.contains("<a href=\"mailto:help@halden.example\">"), "{}", page.html);
        assert!(page.html.contains("<mark lang=\"en\">[publisher.support_hours: "), "{}", page.html);
        assert_eq!(page.missing, [Fact::SupportHours]);
        for (scope, meaning) in Asked::MOST.scopes() {
            let item = format!("<li><code>{scope}</code> {}</li>", i18n::text(Language::German, meaning));
            assert!(page.html.contains(&item), "{item}: {}", page.html);
        }
    }

    #[test]
    fn every_mark_of_the_texts_is_known() {
        for page in PublicPage::ALL {
            for language in Language::ALL {
                let text = default_text(*page, *language);
                let html = render(&PublisherConfig::default(), *language, Asked::AT_FIRST, text).html;
                assert!(!html.contains("{{"), "{page} in {}: {html}", language.label());
            }
        }
    }
}
