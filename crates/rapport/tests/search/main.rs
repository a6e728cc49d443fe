//! Search: what is found by which words, the page and the palette.
#![expect(clippy::expect_used, reason = "a failing helper fails its test")]

mod finding;
mod palette;
mod support;
mod upkeep;
