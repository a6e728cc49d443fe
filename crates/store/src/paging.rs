//! Pages of long lists by keyset: a cursor names the row at the edge, so that pages neither skip nor repeat rows
//! while others are added.

use sea_orm::Value;
use uuid::Uuid;

use crate::columns::Bind as _;

/// The edge of a page and the direction to go on, as the text that stands in a link.
pub(crate) struct Cursor {
    backwards: bool,
    id: Uuid,
    key: String,
}

impl Cursor {
    /// Reads a cursor; a text that is none means the first page, because links get cut and typed.
    pub(crate) fn parse(text: Option<&str>) -> Option<Self> {
        let mut parts = text?.splitn(3, '.');
        let backwards = match parts.next()? {
            "next" => false,
            "back" => true,
            _ => return None,
        };
        Some(Self { backwards, id: Uuid::try_parse(parts.next()?).ok()?, key: parts.next()?.to_owned() })
    }

    /// As [`Cursor::parse`], for lists in the order of time.
    pub(crate) fn parse_time(text: Option<&str>) -> Option<Self> {
        Self::parse(text).filter(|cursor| cursor.key.parse::<i64>().is_ok())
    }

    fn text(direction: &str, id: Uuid, key: &str) -> String {
        format!("{direction}.{id}.{key}")
    }
}

/// What a list is sorted by, before its id.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    /// A time, newest first.
    NewestFirst(&'static str),
    /// A time, oldest first.
    OldestFirst(&'static str),
    /// A text, from A to Z.
    Alphabetical(&'static str),
}

/// The pieces of SQL that continue a list after a cursor.
pub(crate) struct Seek {
    /// Empty, or ` AND …`.
    pub(crate) condition: String,
    /// What the condition binds.
    pub(crate) values: Vec<Value>,
    /// `ORDER BY …`
    pub(crate) order_by: String,
}

impl Seek {
    /// Continues after `cursor`; `id` is the column that settles ties and `first` the number of the next `$n`.
    pub(crate) fn new(order: Order, id: &str, cursor: Option<&Cursor>, first: usize) -> Self {
        let (column, naturally_up) = match order {
            Order::NewestFirst(column) => (column, false),
            Order::OldestFirst(column) | Order::Alphabetical(column) => (column, true),
        };
        let up = naturally_up != cursor.is_some_and(|cursor| cursor.backwards);
        let (sign, direction) = if up { ('>', "ASC") } else { ('<', "DESC") };
        let order_by = format!("ORDER BY {column} {direction}, {id} {direction}");
        let Some(cursor) = cursor else {
            return Self { condition: String::new(), values: Vec::new(), order_by };
        };
        let key = match order {
            Order::NewestFirst(_) | Order::OldestFirst(_) => cursor.key.parse::<i64>().unwrap_or(0).bind(),
            Order::Alphabetical(_) => cursor.key.bind(),
        };
        Self {
            condition: format!(" AND ({column}, {id}) {sign} (${first}, ${})", first + 1),
            values: vec![key, cursor.id.into()],
            order_by,
        }
    }
}

/// Rows of one page with the cursors of its neighbours.
pub(crate) struct Cut<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

/// Makes a page of `limit` from rows that were read with one more than that.
pub(crate) fn cut<T>(
    mut rows: Vec<T>,
    cursor: Option<&Cursor>,
    limit: u32,
    key: impl Fn(&T) -> (Uuid, String),
) -> Cut<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let backwards = cursor.is_some_and(|cursor| cursor.backwards);
    if backwards {
        rows.reverse();
    }
    let edge = |row: Option<&T>, direction: &str| {
        row.map(|row| {
            let (id, key) = key(row);
            Cursor::text(direction, id, &key)
        })
    };
    let has_previous = if backwards { more } else { cursor.is_some() };
    let has_next = if backwards { true } else { more };
    Cut {
        previous: edge(rows.first().filter(|_| has_previous), "back"),
        next: edge(rows.last().filter(|_| has_next), "next"),
        rows,
    }
}
