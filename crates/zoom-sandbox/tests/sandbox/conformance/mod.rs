//! Real answers of the sandbox against Zoom's published description and against samples of its documentation.

mod answers;
mod requests;
mod samples;
mod schema;
mod world;
