//! What many at once, and a database that goes away, do to the program: nothing.
#![expect(clippy::unwrap_used, reason = "tests")]

mod outage;
mod processes;
mod program;
mod side_by_side;
