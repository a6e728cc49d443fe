//! The pages that Zoom's review reads: user documentation, support, privacy, terms. Each comes with a text that is true of
//! this program; a publisher may write another one, and decides when strangers see it.

use store::public_pages::{self as stored, StoredPage};
use store::setting_changes::SettingSubject;
use store::{StoreError, Tx};

use super::markdown::to_html;
use super::urls::ZoomUrl;
use crate::app::App;
use crate::config::{Fact, PublisherConfig};
use crate::connections::NEEDED;
use crate::settings::{Editor, record};

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
pub const fn title(page: PublicPage) -> &'static str {
    match page {
        PublicPage::Documentation => "Using Zoom with Rapport",
        PublicPage::Support => "Support",
        PublicPage::Privacy => "Privacy policy",
        PublicPage::Terms => "Terms of use",
    }
}

/// The text that comes with the program.
pub const fn default_text(page: PublicPage) -> &'static str {
    match page {
        PublicPage::Documentation => include_str!("texts/documentation.md"),
        PublicPage::Support => include_str!("texts/support.md"),
        PublicPage::Privacy => include_str!("texts/privacy.md"),
        PublicPage::Terms => include_str!("texts/terms.md"),
    }
}

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

/// The pages that strangers may read, in the order of Zoom's portal.
pub async fn published(app: &App) -> Result<Vec<PublicPage>, StoreError> {
    let published = stored::published(&app.store.begin_read().await).await?;
    Ok(PublicPage::ALL.iter().copied().filter(|page| published.contains(page)).collect())
}

/// Markdown with the publisher's values in it: `{{publisher.support_email}}` stands for that key of the configuration,
/// `{{zoom.permissions}}` for the list of permissions.
pub fn render(publisher: &PublisherConfig, text: &str) -> Rendered {
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
                format!("<mark>{}</mark>", escaped(&fact.placeholder()))
            }
        };
        html = html.replace(&mark, &value);
    }
    let items = NEEDED
        .map(|(scope, meaning)| format!("<li><code>{}</code> {}</li>", escaped(scope), escaped(meaning)));
    let permissions = items.concat();
    let html = html.replace("<p>{{zoom.permissions}}</p>", &format!("<ul>{permissions}</ul>"));
    Rendered { html, missing }
}

/// Stores another text; one that is empty, or the one that comes with the program, goes back to that.
pub async fn set_text(app: &App, by: Editor, page: PublicPage, text: &str) -> Result<(), StoreError> {
    let text = text.replace("\r\n", "\n");
    let own = (!text.trim().is_empty() && text.trim() != default_text(page).trim()).then_some(text);
    let words = match &own {
        Some(_) => format!("{}: text changed", title(page)),
        None => format!("{}: back to the text that comes with the program", title(page)),
    };
    change(app, by, page, words, |stored| stored.text = own).await
}

/// Lets strangers read a page, or no longer.
pub async fn set_published(app: &App, by: Editor, page: PublicPage, on: bool) -> Result<(), StoreError> {
    let words = format!("{}: {}", title(page), if on { "published" } else { "no longer published" });
    change(app, by, page, words, |stored| stored.published = on).await
}

async fn change(
    app: &App,
    by: Editor,
    page: PublicPage,
    words: String,
    how: impl FnOnce(&mut StoredPage),
) -> Result<(), StoreError> {
    let tx: Tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    let mut page_now = stored::get(&tx, page).await?;
    let before = page_now.clone();
    how(&mut page_now);
    if page_now == before {
        return Ok(());
    }
    stored::put(&tx, page, &page_now, app.now()).await?;
    record(app, &tx, by, SettingSubject::PublicPage, words).await?;
    tx.commit().await
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
            "By {{publisher.name}}, {{publisher.support_email}}, {{publisher.support_hours}}.\n\n{{zoom.permissions}}",
        );
        assert!(page.html.contains("Halden &amp; &lt;b&gt;Sons&lt;/b&gt;"), "{}", page.html);
        assert!(page.html.contains("<a href=\"mailto:help@halden.example\">"), "{}", page.html);
        assert!(page.html.contains("<mark>[publisher.support_hours: "), "{}", page.html);
        assert_eq!(page.missing, [Fact::SupportHours]);
        for (scope, _) in NEEDED {
            assert!(page.html.contains(scope));
        }
    }

    #[test]
    fn every_mark_of_the_texts_is_known() {
        for page in PublicPage::ALL {
            let html = render(&PublisherConfig::default(), default_text(*page)).html;
            assert!(!html.contains("{{"), "{page}: {html}");
        }
    }
}
