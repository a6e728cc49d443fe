//! The rules of the house, held by tests: who may know whom, what may not be in the tree,
//! and that the documents tell the truth about it.

#![expect(clippy::unwrap_used, reason = "a rule that cannot be checked is broken")]

mod crates;
mod documents;
mod secrets;
mod source;
mod tree;
