//! Work that outlives a request. Each job only decides between done, again and never; the use cases do the rest.

mod compare_meetings;
mod confirm_compliance;
mod forget_attempts;
mod forget_audit_entries;
mod forget_form_keys;
mod process_zoom_event;
mod purge_events;
mod read_own_settings;
mod refresh_connection;
mod remind_of_tasks;
mod remove_reviewer;
mod resume_zoom;
mod revoke_token;
mod rewrite_database;
mod search_words;
mod send_email;
mod send_join_email;
mod send_password_reset;
mod send_reminder;
mod send_user_email;
mod sync_meeting;
mod write_down_failed_login;

use ::jobs::{Recurrence, Runner};
use jiff::{SignedDuration, civil::time};

use crate::app::App;

pub use compare_meetings::{CompareAll, CompareMeetings};
pub use confirm_compliance::ConfirmCompliance;
pub use forget_attempts::ForgetAttempts;
pub use forget_audit_entries::ForgetAuditEntries;
pub use forget_form_keys::ForgetFormKeys;
pub use process_zoom_event::ProcessZoomEvent;
pub use purge_events::PurgeEvents;
pub use read_own_settings::ReadOwnSettings;
pub use refresh_connection::{LookAfterConnections, LookAtAccounts, RefreshConnection};
pub use remind_of_tasks::RemindOfTasks;
pub use remove_reviewer::RemoveReviewer;
pub use resume_zoom::ResumeZoom;
pub use revoke_token::RevokeToken;
pub use rewrite_database::RewriteDatabase;
pub use search_words::{ForgetSearchWords, ReadSearchWords};
pub use send_email::SendEmail;
pub use send_join_email::SendJoinEmail;
pub use send_password_reset::SendPasswordReset;
pub use send_reminder::{Remind, SendReminder};
pub use send_user_email::SendUserEmail;
pub use sync_meeting::SyncMeeting;
pub use write_down_failed_login::WriteDownFailedLogin;

/// Every job of the program, the urgent first: people wait for invitations, and a token must not live on. Then the
/// recurring work, and when it is due.
pub fn register(runner: Runner<App>) -> Runner<App> {
    runner
        .register::<SyncMeeting>()
        .register::<SendEmail>()
        .register::<SendUserEmail>()
        .register::<SendPasswordReset>()
        .register::<SendJoinEmail>()
        .register::<SendReminder>()
        .register::<RevokeToken>()
        .register::<ProcessZoomEvent>()
        .register::<ConfirmCompliance>()
        .register::<ResumeZoom>()
        .register::<CompareMeetings>()
        .register::<CompareAll>()
        .register::<ForgetFormKeys>()
        .register::<ForgetAuditEntries>()
        .register::<ForgetAttempts>()
        .register::<ReadOwnSettings>()
        .register::<WriteDownFailedLogin>()
        .register::<RefreshConnection>()
        .register::<RemoveReviewer>()
        .register::<RewriteDatabase>()
        .register::<ReadSearchWords>()
        .register::<ForgetSearchWords>()
        .register::<RemindOfTasks>()
        .schedule("look at all accounts", Recurrence::DailyAt(time(2, 10, 0, 0)), LookAtAccounts {})
        .schedule("compare all meetings with Zoom", Recurrence::DailyAt(time(2, 30, 0, 0)), CompareAll {})
        .schedule("forget old form keys", Recurrence::DailyAt(time(3, 10, 0, 0)), ForgetFormKeys {})
        .schedule(
            "look after connections",
            Recurrence::Every(SignedDuration::from_mins(1)),
            LookAfterConnections {},
        )
        .schedule("send reminders", Recurrence::Every(SignedDuration::from_mins(1)), Remind {})
        .schedule("remind of tasks", Recurrence::Every(SignedDuration::from_mins(1)), RemindOfTasks {})
        .schedule(
            "read words for the search",
            Recurrence::Every(SignedDuration::from_mins(1)),
            ReadSearchWords {},
        )
        .schedule("forget unused words", Recurrence::DailyAt(time(3, 40, 0, 0)), ForgetSearchWords {})
        .schedule(
            "forget tries to log in",
            Recurrence::Every(SignedDuration::from_mins(15)),
            ForgetAttempts {},
        )
        .schedule("forget old audit entries", Recurrence::DailyAt(time(3, 30, 0, 0)), ForgetAuditEntries {})
        .schedule("purge old events", Recurrence::DailyAt(time(3, 20, 0, 0)), PurgeEvents {})
}
