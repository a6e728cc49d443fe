use domain::WorkspaceId;
use rapport::app::App;
use rapport::mail::{Attachment, read_mail};
use store::mailbox;

/// More mails than this in one test are an endless loop.
const MOST: u32 = 500;

/// One mail, taken apart.
#[derive(Debug)]
pub struct Mail {
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text part.
    pub text: String,
    /// HTML part; empty if there is none.
    pub html: String,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// The whole message, RFC 5322.
    pub raw: String,
}

impl Mail {
    /// The attached calendar object, lines folded as sent.
    pub fn calendar(&self) -> Option<String> {
        let file = self.attachments.iter().find(|file| file.content_type.starts_with("text/calendar"))?;
        Some(String::from_utf8_lossy(&file.body).into_owned())
    }

    /// The value of a header of the message, unfolded; encoded words stay encoded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

pub(crate) async fn all(app: &App, workspace: WorkspaceId) -> Vec<Mail> {
    let db = app.store.begin_read().await;
    let page = mailbox::list(&db, workspace, mailbox::Eyes::All, None, MOST).await.expect("the mailbox");
    let mut mails = Vec::new();
    for row in page.rows.into_iter().rev() {
        let message = mailbox::get(&db, workspace, mailbox::Eyes::All, row.id)
            .await
            .expect("the mailbox")
            .expect("a listed mail");
        let read = read_mail(&message.raw).expect("a mail that can be read");
        mails.push(Mail {
            to: message.to_addr,
            subject: message.subject,
            text: read.text,
            html: read.html.unwrap_or_default(),
            attachments: read.attachments,
            raw: String::from_utf8_lossy(&message.raw).into_owned(),
        });
    }
    mails
}
