use askama::Template;

use super::{MeetingFacts, RenderedMail, ToUser, WayIn, one_line, template_of};
use crate::i18n::Message;

/// Reminder to somebody who is invited, in their language.
#[derive(Debug, Clone)]
pub struct InviteeReminder {
    /// Who, what and when.
    pub meeting: MeetingFacts,
    /// The way into the meeting.
    pub way: WayIn,
    /// Lines of the agenda.
    pub agenda: Vec<String>,
    /// The reader's page, where they answer; people invited before there were pages have none.
    pub page: Option<String>,
}

/// Reminder to the host.
#[derive(Debug, Clone)]
pub struct HostReminder {
    /// The host.
    pub to: ToUser,
    /// Subject of the meeting.
    pub topic: String,
    /// `Ana Ferreira, Rui Matos`; may be empty.
    pub with: String,
    /// `Thursday 18 March 2027, 16:00 to 16:30`
    pub when: String,
    /// `Thu 18 March 16:00`
    pub short: String,
    /// The meeting's page, where it is started.
    pub link: String,
}

template_of!(InviteeText, InviteeReminder, "mail/reminder/body.txt");
template_of!(InviteeHtml, InviteeReminder, "mail/reminder/body.html");
template_of!(HostText, HostReminder, "mail/reminder_to_host/body.txt");
template_of!(HostHtml, HostReminder, "mail/reminder_to_host/body.html");

impl InviteeReminder {
    /// What it is called.
    fn title(&self) -> String {
        self.meeting.with(Message::ReminderTitle, &[("topic", &self.meeting.topic)])
    }

    /// Whether there is a way into the meeting to name.
    fn has_way(&self) -> bool {
        self.meeting.place.is_some() || !self.way.join_url.is_empty()
    }

    fn opening(&self) -> String {
        self.meeting.with(Message::ReminderOpening, &[("host", &self.meeting.host_name)])
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: one_line(&format!("{}, {}", self.title(), self.meeting.short)),
            text: InviteeText { mail: self }.render()?,
            html: InviteeHtml { mail: self }.render()?,
        })
    }
}

impl HostReminder {
    fn title(&self) -> String {
        self.to.with(Message::ReminderTitle, &[("topic", &self.topic)])
    }

    fn with_whom(&self) -> String {
        self.to.with(Message::HostReminderWith, &[("names", &self.with)])
    }

    fn choose(&self) -> String {
        self.to.with(Message::HostReminderChoose, &[("place", "Settings, Profile")])
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: one_line(&format!("{}, {}", self.title(), self.short)),
            text: HostText { mail: self }.render()?,
            html: HostHtml { mail: self }.render()?,
        })
    }
}
