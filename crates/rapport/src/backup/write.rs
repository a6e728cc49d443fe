use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use store::backup::{Cell, tables};
use store::{Store, sealing_key};

use super::format::{Line, VERSION, to_json};
use super::{About, BackupError};

/// Writes everything in the database as it is at this moment. Others read and write meanwhile; memory stays small.
pub async fn write<W: Write + Send>(
    store: &Store,
    made_at: jiff::Timestamp,
    file: W,
) -> Result<About, BackupError> {
    let snapshot = store.snapshot().await?;
    let schema = store::schema_version(&snapshot).await?;
    let key = sealing_key::noted(&snapshot).await?;
    let mut out = GzEncoder::new(file, Compression::default());
    line(&mut out, &Line::RapportBackup { version: VERSION, schema, made_at, key: key.clone() })?;
    let mut rows = 0;
    for table in tables() {
        let columns = snapshot.columns(table).await?;
        let names = columns.iter().map(|column| column.name.clone()).collect();
        line(&mut out, &Line::Table { name: table.to_owned(), columns: names })?;
        let mut last: Option<Vec<Cell>> = None;
        loop {
            let batch = snapshot.rows_after(table, &columns, last.as_deref()).await?;
            for row in &batch {
                line(&mut out, &row.iter().map(to_json).collect::<Vec<Value>>())?;
                rows += 1;
            }
            match batch.into_iter().next_back() {
                Some(row) => last = Some(row),
                None => break,
            }
        }
    }
    line(&mut out, &Line::End { rows })?;
    out.finish()?.flush()?;
    Ok(About { made_at, schema, key, rows })
}

fn line(out: &mut impl Write, what: &impl serde::Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, what)?;
    out.write_all(b"\n")
}
