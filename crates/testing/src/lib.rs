//! The whole of Rapport in one test: the application without a socket, a database in a folder that vanishes, mail
//! that stays inside, and a real Zoom sandbox in the same process. Time stands still until the test moves it.
//!
//! ```no_run
//! # async fn test() {
//! use testing::TestApp;
//!
//! let app = TestApp::start().await;
//! let mara = app.user("mara").await;
//! mara.connect_zoom().await.assert_ok();
//! let page = mara.post("/contacts/new", &[("name", "Ana Ferreira")]).await;
//! page.assert_ok().assert_heading("Ana Ferreira");
//! # }
//! ```
//!
//! People act through [`Browser`]s: they read a page, fill in its form and press its button, so that a form that
//! lost a hidden field fails the test as it would fail a person.
#![warn(missing_docs)]
#![expect(clippy::expect_used, reason = "a test has no one to report to: it stops")]

mod app;
mod browser;
mod builder;
mod contact;
mod event;
mod form;
mod kept;
mod leftovers;
mod logs;
mod mail;
mod names;
mod page;
pub mod smtp;
mod text;
mod user;
mod zoom_time;

pub use app::TestApp;
pub use browser::Browser;
pub use builder::Builder;
pub use contact::ContactBuilder;
pub use form::Form;
pub use kept::kept_inputs;
pub use logs::Logs;
pub use mail::Mail;
pub use names::Names;
pub use page::{Field, Page};
pub use user::{PASSWORD, TestUser};

/// Where links of the application lead in tests. Nothing listens there: requests never leave the process.
pub const PUBLIC_URL: &str = "https://crm.example.com";

/// When tests begin: Tuesday, 9 March 2027, 10:00 in Stockholm. Summer time begins there on 28 March.
pub const START: jiff::Timestamp = jiff::Timestamp::constant(1_804_582_800, 0);
