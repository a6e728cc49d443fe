//! The field for one contact, by address or name, with the choice among several who are called so.

use super::form::{Choice, FormField};
use super::shell::Person;

/// Posts `contact` (an address or a name) and `contact_id` (which one of several who are called so).
#[derive(Debug, Clone, Default)]
pub struct ContactField {
    /// What was typed.
    pub typed: FormField,
    /// Id of who is meant by it; empty when the text alone says it.
    pub id: String,
    /// Those who are called so, when there are several.
    pub called: Vec<Called>,
    /// Contacts, offered while typing.
    pub known: Vec<Choice>,
}

/// One of several contacts who are called the same.
#[derive(Debug, Clone)]
pub struct Called {
    /// Contact id.
    pub id: String,
    /// Who it is.
    pub person: Person,
    /// What tells them apart: `Head of operations · Lumen Freight · ana@lumen.example`
    pub known: String,
}
