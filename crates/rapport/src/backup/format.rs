//! The lines of a backup, JSON, compressed by gzip: what it is, then each table with its columns and rows, then the end
//! with the number of rows, so that half a file is known as half.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::backup::{Cell, Column, Kind};
use uuid::Uuid;

/// The version of this form.
pub(super) const VERSION: u32 = 1;

/// A line that is no row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    /// The first.
    RapportBackup { version: u32, schema: i64, made_at: Timestamp, key: Option<String> },
    /// Rows of this table follow.
    Table { name: String, columns: Vec<String> },
    /// The last.
    End { rows: u64 },
}

/// A value as JSON: bytes in base64, ids as they are written in addresses.
pub(super) fn to_json(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Id(id) => id.to_string().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Flag(flag) => (*flag).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Bytes(bytes) => STANDARD.encode(bytes).into(),
    }
}

/// The value that a column gets; `None` if it does not fit.
pub(super) fn from_json(value: &Value, column: &Column) -> Option<Cell> {
    if value.is_null() {
        return Some(Cell::Null);
    }
    Some(match column.kind {
        Kind::Id => Cell::Id(value.as_str()?.parse::<Uuid>().ok()?),
        Kind::Number => Cell::Number(value.as_i64()?),
        Kind::Flag => Cell::Flag(value.as_bool()?),
        Kind::Text => Cell::Text(value.as_str()?.to_owned()),
        Kind::Bytes => Cell::Bytes(STANDARD.decode(value.as_str()?).ok()?),
    })
}
