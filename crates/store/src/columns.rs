//! How values of Rust become columns and back: the one place that knows the stored form of each type.

use domain::{
    ActivityId, Agenda, ApiTokenId, CallId, CompanyId, ContactId, DealId, EmailAddress, EmailDomain, EmailId,
    GrantId, InvitedId, InviteeId, JobId, Language, MeetingId, MessageId, Minutes, NoteBody, NoteId,
    PersonName, ProposalId, ReceiptId, Role, TaskId, Theme, Topic, UserId, WorkspaceId, Zone,
};
use jiff::Timestamp;
use sea_orm::{QueryResult, TryGetable, Value};
use uuid::Uuid;

use crate::{StoreError, micros::Micros};

/// A type that fills one column.
pub(crate) trait Column: Sized {
    /// The form in which it is stored.
    type Stored: TryGetable;

    /// From the stored form; the error says why it is refused.
    fn read(stored: Self::Stored) -> Result<Self, String>;

    /// To the stored form.
    fn write(&self) -> Self::Stored;
}

/// A value that can be put into a statement.
pub(crate) trait Bind {
    /// As the database library wants it.
    fn bind(&self) -> Value;
}

impl<T: Column> Bind for T
where
    T::Stored: Into<Value>,
{
    fn bind(&self) -> Value {
        self.write().into()
    }
}

impl<T: Column> Bind for Option<T>
where
    Option<T::Stored>: Into<Value>,
{
    fn bind(&self) -> Value {
        self.as_ref().map(Column::write).into()
    }
}

impl Bind for str {
    fn bind(&self) -> Value {
        self.into()
    }
}

impl Bind for Option<&str> {
    fn bind(&self) -> Value {
        self.map(str::to_owned).into()
    }
}

/// The values of a statement, in the order of `$1`, `$2`, …
macro_rules! values {
    () => { Vec::new() };
    ($($value:expr),+ $(,)?) => {{
        use $crate::columns::Bind as _;
        vec![$(($value).bind()),+]
    }};
}
pub(crate) use values;

/// The columns of an insert: `columns! { id: contact.id, name: contact.name }`.
macro_rules! columns {
    ($($name:ident: $value:expr),+ $(,)?) => {{
        use $crate::columns::Bind as _;
        vec![$((stringify!($name), ($value).bind())),+]
    }};
}
pub(crate) use columns;

/// One row of a result.
pub struct Row(pub(crate) QueryResult);

impl Row {
    /// A column that is never NULL.
    pub(crate) fn get<T: Column>(&self, column: &'static str) -> Result<T, StoreError> {
        read(self.0.try_get::<T::Stored>("", column)?, column)
    }

    /// A column that may be NULL.
    pub(crate) fn opt<T: Column>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let stored = self.0.try_get::<Option<T::Stored>>("", column)?;
        stored.map(|stored| read(stored, column)).transpose()
    }
}

fn read<T: Column>(stored: T::Stored, column: &'static str) -> Result<T, StoreError> {
    T::read(stored).map_err(|problem| StoreError::Corrupt { column, problem })
}

macro_rules! plain_columns {
    ($($name:ty)+) => { $(
        impl Column for $name {
            type Stored = Self;
            fn read(stored: Self) -> Result<Self, String> {
                Ok(stored)
            }
            fn write(&self) -> Self {
                self.clone()
            }
        }
    )+ };
}

macro_rules! id_columns {
    ($($name:ident)+) => { $(
        impl Column for $name {
            type Stored = Uuid;
            fn read(stored: Uuid) -> Result<Self, String> {
                Ok(Self::from_uuid(stored))
            }
            fn write(&self) -> Uuid {
                self.as_uuid()
            }
        }
    )+ };
}

/// Types whose `Display` is read back by their `FromStr`.
macro_rules! text_columns {
    ($($name:ty)+) => { $(
        impl $crate::columns::Column for $name {
            type Stored = String;
            fn read(stored: String) -> Result<Self, String> {
                stored.parse().map_err(|error| format!("{error}"))
            }
            fn write(&self) -> String {
                self.to_string()
            }
        }
    )+ };
}
pub(crate) use text_columns;

/// Counts: never negative, stored as a signed number because both databases have no other.
macro_rules! count_columns {
    ($($name:ty)+) => { $(
        impl Column for $name {
            type Stored = i64;
            fn read(stored: i64) -> Result<Self, String> {
                Self::try_from(stored).map_err(|error| error.to_string())
            }
            fn write(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )+ };
}

plain_columns! { i64 bool String Vec<u8> Uuid }
count_columns! { u16 u32 u64 }
id_columns! {
    WorkspaceId UserId ContactId CompanyId DealId NoteId ProposalId MeetingId InviteeId GrantId EmailId ActivityId ApiTokenId JobId CallId
    ReceiptId MessageId TaskId InvitedId
}
text_columns! { EmailAddress EmailDomain PersonName Zone Topic Agenda NoteBody Role Theme Language }

impl Column for Timestamp {
    type Stored = i64;
    fn read(stored: i64) -> Result<Self, String> {
        Micros(stored).instant()
    }
    fn write(&self) -> i64 {
        Micros::from(*self).0
    }
}

/// A day, as `2027-03-19`: sorts as text.
impl Column for jiff::civil::Date {
    type Stored = String;
    fn read(stored: String) -> Result<Self, String> {
        stored.parse().map_err(|error: jiff::Error| error.to_string())
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl Column for Minutes {
    type Stored = i64;
    fn read(stored: i64) -> Result<Self, String> {
        Self::try_from(stored).map_err(|error| error.to_string())
    }
    fn write(&self) -> i64 {
        (*self).into()
    }
}

impl Column for [u8; 32] {
    type Stored = Vec<u8>;
    fn read(stored: Vec<u8>) -> Result<Self, String> {
        stored.try_into().map_err(|bytes: Vec<u8>| format!("{} bytes instead of 32", bytes.len()))
    }
    fn write(&self) -> Vec<u8> {
        self.to_vec()
    }
}
