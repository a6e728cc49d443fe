//! The sample pages and mails that show what somebody typed: [`HOSTILE`](super::HOSTILE), or whatever is said to
//! [`typed_as`](super::typed_as).

use domain::Language;

use super::pages::html;
use super::{
    Renders, activity, audit, check, companies, contact, contacts, deals, invitee, jobs, mails, meeting,
    meeting_acts, meetings, problem, schedule, search, tasks, today, zoom_app,
};

/// What makes each page.
pub const PAGES: &[Renders] = &[
    ("today-hostile", || html(&today::hostile())),
    ("contacts-none", || html(&contacts::nothing_found())),
    ("contacts-hostile", || html(&contacts::hostile())),
    ("contact-errors", || html(&contacts::form_with_errors())),
    ("contact-hostile", || html(&contact::hostile())),
    ("companies-none", || html(&companies::nothing_found())),
    ("company-errors", || html(&companies::form_with_errors())),
    ("company-hostile", || html(&companies::hostile())),
    ("deals-hostile", || html(&deals::hostile())),
    ("tasks-hostile", || html(&tasks::hostile())),
    ("task-errors", || html(&tasks::form_with_errors())),
    ("call", || html(&tasks::call())),
    ("deal-errors", || html(&deals::form_with_errors())),
    ("deal-delete", || html(&deals::delete())),
    ("search-none", || html(&search::nothing())),
    ("not-found-public", || html(&problem::public_not_found())),
    ("schedule-hostile", || html(&schedule::schedule_hostile())),
    ("reschedule-hostile", || html(&schedule::reschedule_hostile())),
    ("choose-contact-empty", || html(&schedule::choose_contact_empty())),
    ("invitee-hostile", || html(&invitee::hostile())),
    ("meetings-hostile", || html(&meetings::meetings_hostile())),
    ("outcome", || html(&meeting_acts::outcome())),
    ("meeting-hostile", || html(&meeting::meeting_hostile())),
    ("remove-hostile", || html(&meeting_acts::remove_hostile())),
    ("send-again-hostile", || html(&meeting_acts::send_again_hostile())),
    ("activity-hostile", || html(&activity::activity_hostile())),
    ("audit-hostile", || html(&audit::audit_hostile())),
    ("jobs-hostile", || html(&jobs::jobs_hostile())),
    ("zoom-app-hostile", || html(&zoom_app::zoom_app_hostile())),
    ("check-hostile", || html(&check::check_hostile())),
    ("message-hostile", || html(&mails::message_hostile())),
];

/// What makes the mails of each language.
pub const MAILS: &[Renders] = &[
    ("mails-en", || mails::mails_typed(Language::English)),
    ("mails-de", || mails::mails_typed(Language::German)),
    ("mails-fr", || mails::mails_typed(Language::French)),
    ("mails-es", || mails::mails_typed(Language::Spanish)),
    ("mails-pt", || mails::mails_typed(Language::Portuguese)),
    ("mails-sv", || mails::mails_typed(Language::Swedish)),
];

/// All of them.
pub fn all() -> impl Iterator<Item = Renders> + Clone {
    PAGES.iter().chain(MAILS).copied()
}
