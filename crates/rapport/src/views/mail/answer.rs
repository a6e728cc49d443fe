use askama::Template;

use super::{RenderedMail, one_line, template_of};

/// An invitee's answer, to the host.
#[derive(Debug, Clone)]
pub struct AnswerMail {
    /// What they answered.
    pub news: AnswerNews,
    /// `Mara`
    pub first_name: String,
    /// `Halden Studio`
    pub workspace: String,
    /// `Ana Ferreira`
    pub name: String,
    /// `Ana`
    pub their_first_name: String,
    /// Subject of the meeting.
    pub topic: String,
    /// `Tue 16 March, 10:00`
    pub when: String,
    /// `Wed 17 March, 11:00 (10:00 in Lisbon)`; empty when they declined.
    pub times: Vec<String>,
    /// Lines of what they wrote.
    pub message: Vec<String>,
    /// The meeting's page.
    pub link: String,
}

/// Which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerNews {
    /// They do not come.
    Declined,
    /// They would rather meet at another time.
    Proposed,
}

template_of!(AnswerText, AnswerMail, "mail/answer/body.txt");
template_of!(AnswerHtml, AnswerMail, "mail/answer/body.html");

impl AnswerMail {
    fn opening(&self) -> String {
        let Self { name, topic, when, .. } = self;
        match self.news {
            AnswerNews::Declined => format!("{name} does not come to {topic} ({when})."),
            AnswerNews::Proposed => {
                format!("{name} would rather have {topic} at another time than {when}. One click moves it:")
            }
        }
    }

    fn reply(&self) -> String {
        format!("Reply to this email to reach {}.", self.their_first_name)
    }

    fn subject(&self) -> String {
        let what = match self.news {
            AnswerNews::Declined => "declined",
            AnswerNews::Proposed => "proposes another time",
        };
        one_line(&format!("{} {what}: {}, {}", self.name, self.topic, self.when))
    }

    /// Renders the mail.
    pub fn render(&self) -> askama::Result<RenderedMail> {
        Ok(RenderedMail {
            subject: self.subject(),
            text: AnswerText { mail: self }.render()?,
            html: AnswerHtml { mail: self }.render()?,
        })
    }
}
