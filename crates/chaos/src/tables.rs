//! The database as text: every row of every table, read apart from Rapport's own way of reading it.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use store::dump;

use crate::database::Database;

/// Rows by table.
#[derive(Debug, Default)]
pub(crate) struct Tables(BTreeMap<String, Vec<Row>>);

/// One row: text by column. Ids and bytes are lower-case hexadecimal, times microseconds.
#[derive(Debug, Clone)]
pub(crate) struct Row(BTreeMap<String, Option<String>>);

impl Tables {
    /// Reads these tables.
    pub(crate) async fn read(database: &Database, names: &[&str]) -> Result<Self> {
        let mut tables = BTreeMap::new();
        for name in names {
            let rows = dump::rows(&database.store.begin_read().await, name).await?;
            tables.insert((*name).to_owned(), rows.into_iter().map(Row).collect());
        }
        Ok(Self(tables))
    }

    /// Reads all of them.
    pub(crate) async fn read_all(database: &Database) -> Result<Self> {
        let names = dump::tables(&database.store.begin_read().await).await?;
        Self::read(database, &names.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    pub(crate) fn rows(&self, table: &str) -> impl Iterator<Item = &Row> {
        self.0.get(table).into_iter().flatten()
    }

    /// Every value that is not NULL: table, column, text.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.0.iter().flat_map(|(table, rows)| {
            let values = rows.iter().flat_map(|row| &row.0);
            values.filter_map(|(column, value)| Some((table.as_str(), column.as_str(), value.as_deref()?)))
        })
    }
}

impl Row {
    /// A column; empty if it is NULL.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.opt(column).unwrap_or_default()
    }

    pub(crate) fn opt(&self, column: &str) -> Option<&str> {
        self.0.get(column)?.as_deref()
    }

    pub(crate) fn number(&self, column: &str) -> i64 {
        self.text(column).parse().unwrap_or_default()
    }

    pub(crate) fn is_true(&self, column: &str) -> bool {
        matches!(self.text(column), "1" | "true" | "t")
    }

    pub(crate) fn time(&self, column: &str) -> Option<Timestamp> {
        let micros = self.opt(column)?.parse().ok()?;
        Some(Timestamp::UNIX_EPOCH + SignedDuration::from_micros(micros))
    }

    /// An id as it is written in addresses and markers.
    pub(crate) fn id(&self, column: &str) -> String {
        let hex = self.text(column);
        if hex.len() != 32 {
            return hex.to_owned();
        }
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// All of it on one line, for a report.
    pub(crate) fn shown(&self) -> String {
        let fields = self.0.iter().filter_map(|(column, value)| {
            let value = value.as_deref()?;
            let short: String = value.chars().take(60).collect();
            Some(format!("{column}={short}"))
        });
        fields.collect::<Vec<_>>().join(" ")
    }
}
