//! Public pages: text of the publisher's own, and whether strangers may read it.

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
    /// Markdown; `None` for the text that comes with the program.
    pub text: Option<String>,
    /// Whether strangers may read it.
    pub published: bool,
}

/// What is stored of a page; nothing changed yet is the default.
pub async fn get(db: &impl Db, page: PublicPage) -> Result<StoredPage, StoreError> {
    let sql = "SELECT text, published FROM public_pages WHERE name = $1";
    let found = db
        .one(sql, values![page], |row| {
            Ok(StoredPage { text: row.opt("text")?, published: row.get("published")? })
        })
        .await?;
    Ok(found.unwrap_or_default())
}

/// The pages that strangers may read.
pub async fn published(db: &impl Db) -> Result<Vec<PublicPage>, StoreError> {
    db.all("SELECT name FROM public_pages WHERE published", values![], |row| row.get("name")).await
}

/// Stores a page in place of what was there.
pub async fn put(tx: &Tx, page: PublicPage, stored: &StoredPage, now: Timestamp) -> Result<(), StoreError> {
    let columns = columns! { name: page, text: stored.text, published: stored.published, changed_at: now };
    let (mut sql, values) = insert_sql("public_pages", columns);
    sql.push_str(
        " ON CONFLICT (name) DO UPDATE SET text = excluded.text, published = excluded.published, \
         changed_at = excluded.changed_at",
    );
    tx.exec(&sql, values).await.map(drop)
}
