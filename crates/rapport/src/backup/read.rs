use std::io::{BufRead, BufReader, Read};

use flate2::read::GzDecoder;
use serde_json::Value;
use store::audit_log::Action;
use store::backup::{self, Cell, Column, tables};
use store::{Store, Tx};

use super::format::{Line, VERSION, from_json};
use super::{About, BackupError};
use crate::audit;
use crate::keys::{Keys, rotate};

/// Rows that are put into the database at a time.
const BATCH: usize = 500;
/// No line of a backup is longer, so that a file that is none does not fill the memory.
const LONGEST: u64 = 64 << 20;

/// What was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub about: About,
    /// Jobs that are put aside until somebody runs them again.
    pub put_aside: u64,
}

/// Puts a backup into an empty database, as a whole or not at all. Work that says something outside is put aside: it may
/// have been done since.
pub async fn restore<R: Read + Send>(store: &Store, keys: &Keys, file: R) -> Result<Restored, BackupError> {
    let mut lines = Lines { file: BufReader::new(GzDecoder::new(file)), rows: 0 };
    let Line::RapportBackup { version, schema, made_at, key } = lines.special()? else {
        return Err(BackupError::NotOurs("its first line says something else".to_owned()));
    };
    let known = store::newest_schema();
    if version > VERSION || schema > known {
        return Err(BackupError::TooNew { found: schema, known });
    }
    if let Some(key) = &key {
        keys.seal_with(key).map_err(|_| BackupError::OtherKey(key.clone()))?;
    }
    // What is in use is not even looked at closer: its schema stays as it is.
    if store.schema_version().await.is_ok_and(|version| version > 0)
        && !backup::is_unused(&store.begin_read().await).await?
    {
        return Err(BackupError::InUse);
    }
    store.migrate_to(schema).await?;
    let here = store.schema_version().await?;
    if here > schema {
        return Err(BackupError::Migrated { found: schema, here });
    }
    let tx = store.begin_write().await?;
    backup::be_patient(&tx).await?;
    if !backup::is_unused(&tx).await? {
        return Err(BackupError::InUse);
    }
    for table in tables().into_iter().rev() {
        if backup::columns_of(&tx, table).await?.is_empty() {
            continue;
        }
        backup::clear(&tx, table).await?;
    }
    let rows = fill(&tx, &mut lines).await?;
    if let Some(other) = rotate::sealed_by_another(&tx, keys).await? {
        return Err(BackupError::OtherKey(other));
    }
    let put_aside = backup::settle(
        &tx,
        &format!("put back from the backup of {made_at}: look whether it was done since"),
    )
    .await?;
    tx.commit().await?;
    store.migrate().await?;
    let tx = store.begin_write().await?;
    audit::operator_did(&tx, Action::Restored, format!("Backup of {made_at}")).await?;
    tx.commit().await?;
    Ok(Restored { about: About { made_at, schema, key, rows }, put_aside })
}

/// Every table, up to the last line.
async fn fill(tx: &Tx, lines: &mut Lines<impl BufRead>) -> Result<u64, BackupError> {
    let known = tables();
    let mut into: Option<(String, Vec<Column>)> = None;
    let mut batch: Vec<Vec<Cell>> = Vec::new();
    loop {
        let line = lines.next()?;
        if let (Value::Array(row), Some((table, columns))) = (&line, &into) {
            let cells = row.iter().zip(columns).map(|(value, column)| from_json(value, column));
            let cells = cells.collect::<Option<Vec<_>>>().filter(|_| row.len() == columns.len());
            batch.push(
                cells.ok_or_else(|| {
                    BackupError::NotOurs(format!("a row of {table} does not fit its columns"))
                })?,
            );
            lines.rows += 1;
            if batch.len() == BATCH {
                backup::put(tx, table, columns, &batch).await?;
                batch.clear();
            }
            continue;
        }
        if let Some((table, columns)) = &into {
            backup::put(tx, table, columns, &batch).await?;
            batch.clear();
        }
        match serde_json::from_value(line).map_err(|error| BackupError::NotOurs(error.to_string()))? {
            Line::Table { name, columns } if known.contains(&name.as_str()) => {
                into = Some((name.clone(), matching(tx, &name, &columns).await?));
            }
            Line::End { rows } if rows == lines.rows => {
                lines.ended()?;
                return Ok(rows);
            }
            other => return Err(BackupError::NotOurs(format!("it has an odd line: {other:?}"))),
        }
    }
}

/// The columns of the backup, as this database has them.
async fn matching(tx: &Tx, table: &str, names: &[String]) -> Result<Vec<Column>, BackupError> {
    let here = backup::columns_of(tx, table).await?;
    let columns = names.iter().map(|name| here.iter().find(|column| column.name == *name).cloned());
    let columns = columns.collect::<Option<Vec<_>>>().filter(|columns| columns.len() == here.len());
    columns.ok_or_else(|| BackupError::NotOurs(format!("{table} has other columns than the schema it names")))
}

struct Lines<R> {
    file: R,
    rows: u64,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Value, BackupError> {
        let mut text = Vec::new();
        let ended = || BackupError::CutOff(self.rows);
        let read = (&mut self.file).take(LONGEST).read_until(b'\n', &mut text);
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Err(ended()),
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData
                ) =>
            {
                return Err(BackupError::NotOurs(error.to_string()));
            }
            read => read?,
        };
        if text.last() != Some(&b'\n') {
            return Err(ended());
        }
        serde_json::from_slice(&text).map_err(|error| BackupError::NotOurs(error.to_string()))
    }

    /// Nothing stands behind the last line, and the checksum of everything fits: it is compared where the file ends.
    fn ended(&mut self) -> Result<(), BackupError> {
        match self.file.fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => Err(BackupError::NotOurs("something stands behind its end".to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Err(BackupError::CutOff(self.rows))
            }
            Err(error) => Err(BackupError::NotOurs(error.to_string())),
        }
    }

    fn special(&mut self) -> Result<Line, BackupError> {
        serde_json::from_value(self.next()?).map_err(|error| BackupError::NotOurs(error.to_string()))
    }
}
