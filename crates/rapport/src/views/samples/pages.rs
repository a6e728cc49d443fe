//! All sample pages in one list, for tests and for looking at them.

use askama::Template;

use super::{
    Rendered, account, activity, check, contact, contacts, integrations, jobs, mails, meetings, notice,
    problem, schedule, shell, today, zoom_app,
};
use crate::views::shell::{Nav, NoteKind};

/// Every page of this module's families, rendered.
pub fn rendered() -> Vec<Rendered> {
    let mut noticed = today::typical();
    noticed.shell = shell("Today", Nav::Today);
    noticed.shell.notice = Some(notice(NoteKind::Ok));
    vec![
        ("today", html(&today::typical())),
        ("today-notice", html(&noticed)),
        ("today-empty", html(&today::empty())),
        ("today-first-run-1", html(&today::first_run(0, false))),
        ("today-first-run-2", html(&today::first_run(248, false))),
        ("today-first-run-3", html(&today::first_run(1, true))),
        ("today-hostile", html(&today::hostile())),
        ("contacts", html(&contacts::typical())),
        ("contacts-empty", html(&contacts::empty())),
        ("contacts-one", html(&contacts::one())),
        ("contacts-none", html(&contacts::nothing_found())),
        ("contacts-hostile", html(&contacts::hostile())),
        ("contact-new", html(&contacts::new_form())),
        ("contact-errors", html(&contacts::form_with_errors())),
        ("contact", html(&contact::typical())),
        ("contact-bare", html(&contact::bare())),
        ("contact-note", html(&contact::wrong_note())),
        ("contact-hostile", html(&contact::hostile())),
        ("login", html(&account::login())),
        ("login-refused", html(&account::login_refused())),
        ("setup", html(&account::setup())),
        ("setup-refused", html(&account::setup_refused())),
        ("profile", html(&account::profile())),
        ("calendar-feed", html(&account::calendar_feed())),
        ("calendar-feed-off", html(&account::calendar_feed_off())),
        ("not-found", html(&problem::not_found())),
        ("not-found-public", html(&problem::public_not_found())),
        ("schedule", html(&schedule::schedule())),
        ("schedule-over-limit", html(&schedule::schedule_over_limit())),
        ("schedule-email", html(&schedule::schedule_email())),
        ("schedule-errors", html(&schedule::schedule_errors())),
        ("schedule-unanswered", html(&schedule::schedule_unanswered())),
        ("schedule-not-connected", html(&schedule::schedule_not_connected())),
        ("schedule-needs-reconnect", html(&schedule::schedule_needs_reconnect())),
        ("schedule-hostile", html(&schedule::schedule_hostile())),
        ("schedule-few-changes", html(&schedule::schedule_few_changes())),
        ("reschedule", html(&schedule::reschedule())),
        ("reschedule-needs-reconnect", html(&schedule::reschedule_needs_reconnect())),
        ("reschedule-hostile", html(&schedule::reschedule_hostile())),
        ("choose-contact", html(&schedule::choose_contact())),
        ("choose-contact-empty", html(&schedule::choose_contact_empty())),
        ("meetings", html(&meetings::meetings())),
        ("meetings-agenda", html(&meetings::meetings_agenda())),
        ("meetings-empty", html(&meetings::meetings_empty())),
        ("meetings-hostile", html(&meetings::meetings_hostile())),
        ("meeting", html(&meetings::meeting())),
        ("meeting-waiting", html(&meetings::meeting_waiting())),
        ("meeting-missing", html(&meetings::meeting_missing())),
        ("meeting-hostile", html(&meetings::meeting_hostile())),
        ("remove", html(&meetings::remove())),
        ("remove-hostile", html(&meetings::remove_hostile())),
        ("send-again", html(&meetings::send_again())),
        ("send-again-hostile", html(&meetings::send_again_hostile())),
        ("integrations", html(&integrations::integrations())),
        ("integrations-missing", html(&integrations::integrations_missing())),
        ("integrations-not-connected", html(&integrations::integrations_not_connected())),
        ("integrations-preview", html(&integrations::integrations_preview())),
        ("integrations-turned-off", html(&integrations::integrations_turned_off())),
        ("integrations-removed", html(&integrations::integrations_removed())),
        ("integrations-needs-reconnect", html(&integrations::integrations_needs_reconnect())),
        ("integrations-not-answering", html(&integrations::integrations_not_answering())),
        ("integrations-expiring", html(&integrations::integrations_expiring())),
        ("disconnect", html(&integrations::disconnect())),
        ("activity", html(&activity::activity())),
        ("activity-empty", html(&activity::activity_empty())),
        ("activity-hostile", html(&activity::activity_hostile())),
        ("jobs", html(&jobs::jobs())),
        ("jobs-empty", html(&jobs::jobs_empty())),
        ("jobs-hostile", html(&jobs::jobs_hostile())),
        ("zoom-app", html(&zoom_app::zoom_app())),
        ("zoom-app-switch", html(&zoom_app::switch_page())),
        ("zoom-app-page", html(&zoom_app::public_page_form())),
        ("public-page", html(&zoom_app::public_page())),
        ("zoom-app-hostile", html(&zoom_app::zoom_app_hostile())),
        ("check", html(&check::check())),
        ("check-done", html(&check::check_done())),
        ("check-hostile", html(&check::check_hostile())),
        ("mailbox", html(&mails::mailbox())),
        ("mailbox-empty", html(&mails::mailbox_empty())),
        ("message", html(&mails::message())),
        ("message-hostile", html(&mails::message_hostile())),
    ]
}

fn html(page: &impl Template) -> String {
    page.render().unwrap()
}
