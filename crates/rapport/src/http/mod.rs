//! The web side: one router, extractors that carry authorisation, pages, and the endpoints that Zoom calls.

mod api;
mod arrival;
mod before_login;
mod client;
mod context;
mod csrf;
mod error;
mod events;
mod frame;
mod headers;
mod health;
mod measure;
mod overload;
mod pages;
mod rate;
mod request_id;
mod respond;
mod router;
mod serve;
mod session;
mod statics;
mod webhooks;

pub use router::router;
pub use serve::{serve, serve_metrics};
