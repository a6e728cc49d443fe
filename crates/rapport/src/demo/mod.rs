//! The sample world of `rapport demo`, seeded once per data folder.

mod seed;
mod world;

pub use seed::seed;
pub use world::{LOGIN, PASSWORD};
