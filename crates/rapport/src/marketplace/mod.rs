//! The Marketplace kit: what a publisher needs to get the app through Zoom's review, made from the code that runs.

pub mod urls;
