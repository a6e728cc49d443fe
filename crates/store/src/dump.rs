//! The database as text, for those who look for what must not be there: every table, row and column as it is stored.

use std::collections::BTreeMap;

use crate::{Reader, StoreError, columns::values, query::Query as _};

/// Text by column; `None` for NULL. Ids and bytes are lower-case hexadecimal.
pub type TextRow = BTreeMap<String, Option<String>>;

/// The names of all tables.
pub async fn tables(db: &Reader) -> Result<Vec<String>, StoreError> {
    db.all(db.dialect.tables(), values![], |row| row.get("name")).await
}

/// Every row of a table, one of [`tables`].
pub async fn rows(db: &Reader, table: &str) -> Result<Vec<TextRow>, StoreError> {
    let columns = db.all(db.dialect.columns_of(), values![table], |row| {
        Ok((row.get::<String>("name")?, row.get::<String>("kind")?))
    });
    let columns = columns.await?;
    let texts: Vec<_> = columns.iter().map(|(name, kind)| db.dialect.as_text(name, kind)).collect();
    let sql = format!("SELECT {} FROM {table}", texts.join(", "));
    db.all(&sql, values![], |row| {
        let texts = (0..columns.len()).map(|index| row.0.try_get_by_index(index));
        let texts = texts.collect::<Result<Vec<Option<String>>, _>>()?;
        Ok(columns.iter().map(|(name, _)| name.clone()).zip(texts).collect())
    })
    .await
}
