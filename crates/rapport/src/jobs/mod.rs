//! Work that outlives a request. Each job only decides between done, again and never; the use cases do the rest.

mod confirm_compliance;
mod process_zoom_event;
mod revoke_token;
mod send_email;
mod sync_meeting;

use ::jobs::Runner;

use crate::app::App;

pub use confirm_compliance::ConfirmCompliance;
pub use process_zoom_event::ProcessZoomEvent;
pub use revoke_token::RevokeToken;
pub use send_email::SendEmail;
pub use sync_meeting::SyncMeeting;

/// Every job of the program, the urgent first: people wait for invitations, and a token must not live on. Recurring work
/// is taught here too, with `Runner::schedule`.
pub fn register(runner: Runner<App>) -> Runner<App> {
    runner
        .register::<SyncMeeting>()
        .register::<SendEmail>()
        .register::<RevokeToken>()
        .register::<ProcessZoomEvent>()
        .register::<ConfirmCompliance>()
}
