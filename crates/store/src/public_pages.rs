//! Public pages: whether strangers may read one, which is decided once for all its languages, and texts of the publisher's
//! own, each in one language.

use std::collections::BTreeMap;

use domain::Language;
use jiff::Timestamp;

use crate::{
    Db, StoreError, Tx,
    columns::{columns, text_columns, values},
    query::insert_sql,
};

domain::text_enum! {
    /// The pages that Zoom's review asks for (Zoom reference F.2 and F.3).
    pub enum PublicPage {
        /// User documentation: adding, using, removing.
        Documentation = "documentation",
        /// Where to get help.
        Support = "support",
        /// Privacy policy.
        Privacy = "privacy",
        /// Terms of use.
        Terms = "terms",
    }
}

text_columns! { PublicPage }

/// What is stored of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredPage {
    /// Whether strangers may read it, in every language that is offered.
    pub published: bool,
    /// Markdown of the publisher's own; a language that is not here has the text that comes with the program.
    pub texts: BTreeMap<Language, String>,
}

const PAGES: &str = "SELECT p.name, p.published, t.language, t.text FROM public_pages p \
    LEFT JOIN public_page_texts t ON t.page = p.name";

/// What is stored of a page; nothing changed yet is the default.
pub async fn get(db: &impl Db, page: PublicPage) -> Result<StoredPage, StoreError> {
    let sql = format!("{PAGES} WHERE p.name = $1");
    let rows = db.all(&sql, values![page], |row| {
        Ok((row.get("published")?, row.opt::<String>("language")?, row.opt("text")?))
    });
    Ok(gathered(rows.await?))
}

/// What is stored of all pages; one that is not there was never changed.
pub async fn all(db: &impl Db) -> Result<BTreeMap<PublicPage, StoredPage>, StoreError> {
    let rows = db.all(PAGES, values![], |row| {
        let text = (row.get("published")?, row.opt::<String>("language")?, row.opt("text")?);
        Ok((row.get("name")?, text))
    });
    let mut pages: BTreeMap<PublicPage, Vec<_>> = BTreeMap::new();
    for (page, row) in rows.await? {
        pages.entry(page).or_default().push(row);
    }
    Ok(pages.into_iter().map(|(page, rows)| (page, gathered(rows))).collect())
}

/// A page from its rows, one for each text. A language of a newer program is passed over.
fn gathered(rows: Vec<(bool, Option<String>, Option<String>)>) -> StoredPage {
    let published = rows.first().is_some_and(|(published, ..)| *published);
    let texts = rows.into_iter().filter_map(|(_, language, text)| Some((language?.parse().ok()?, text?)));
    StoredPage { published, texts: texts.collect() }
}

/// The pages that strangers may read.
pub async fn published(db: &impl Db) -> Result<Vec<PublicPage>, StoreError> {
    db.all("SELECT name FROM public_pages WHERE published", values![], |row| row.get("name")).await
}

/// Lets strangers read a page, or no longer.
pub async fn set_published(tx: &Tx, page: PublicPage, on: bool, now: Timestamp) -> Result<(), StoreError> {
    let columns = columns! { name: page, published: on, changed_at: now };
    let (mut sql, values) = insert_sql("public_pages", columns);
    sql.push_str(
        " ON CONFLICT (name) DO UPDATE SET published = excluded.published, changed_at = excluded.changed_at",
    );
    tx.exec(&sql, values).await.map(drop)
}

/// Stores the text of a page in one language in place of what was there; `None` goes back to the text that comes with
/// the program.
pub async fn set_text(
    tx: &Tx,
    page: PublicPage,
    language: Language,
    text: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(text) = text else {
        let sql = "DELETE FROM public_page_texts WHERE page = $1 AND language = $2";
        return tx.exec(sql, values![page, language]).await.map(drop);
    };
    // A text alone publishes nothing.
    tx.insert_new("public_pages", columns! { name: page, published: false, changed_at: now }).await?;
    let columns = columns! { page: page, language: language, text: text, changed_at: now };
    let (mut sql, values) = insert_sql("public_page_texts", columns);
    sql.push_str(
        " ON CONFLICT (page, language) DO UPDATE SET text = excluded.text, changed_at = excluded.changed_at",
    );
    tx.exec(&sql, values).await.map(drop)
}
