//! The built-in mailbox: mails stay in the database, whole, and are read with a parser that others wrote.

use domain::MessageId;
use lettre::message::Mailbox;
use mail_parser::{MessageParser, MimeHeaders};
use store::mailbox::Message;
use store::mailbox_readers;

use super::{Delivery, OutgoingMail};
use crate::app::App;

/// A stored mail, taken apart for the mailbox page.
pub struct ReadMail {
    /// Text part.
    pub text: String,
    /// HTML part, if there is one.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
}

/// One attached file.
#[derive(Debug)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// MIME type with its parameters.
    pub content_type: String,
    /// The file.
    pub body: Vec<u8>,
}

/// Keeps the mail. Keyed by `Message-ID`, so that a repeated attempt is kept once.
pub(super) async fn deliver(app: &App, mail: &OutgoingMail, from: &Mailbox, raw: Vec<u8>) -> Delivery {
    let message = Message {
        id: MessageId::new(&*app.clock, &*app.random),
        workspace_id: mail.workspace,
        received_at: mail.date,
        from_addr: format!("{} <{}>", mail.sender_name(), from.email),
        to_addr: format!("{} <{}>", mail.to.0, mail.to.1),
        subject: mail.subject.clone(),
        message_id: mail.message_id.clone(),
        raw,
    };
    let kept = async {
        let tx = app.store.begin_write().await?;
        if store::mailbox::deliver(&tx, &message).await?
            && let Some(reader) = mail.only_for
        {
            mailbox_readers::only(&tx, mail.workspace, message.id, reader).await?;
        }
        tx.commit().await
    };
    match kept.await {
        Ok(()) => Delivery::Taken("kept in the mailbox".to_owned()),
        // Delivered by its `Message-ID`, so that a repeated attempt is no second copy.
        Err(error) => Delivery::Later { words: error.to_string(), asked_to_wait: false },
    }
}

/// Takes a stored mail apart.
pub fn read_mail(raw: &[u8]) -> Option<ReadMail> {
    let message = MessageParser::default().parse(raw)?;
    let attachments = message
        .attachments()
        .filter(|part| part.attachment_name().is_some())
        .map(|part| Attachment {
            name: part.attachment_name().unwrap_or("file").to_owned(),
            content_type: part.content_type().map_or_else(
                || "application/octet-stream".to_owned(),
                |kind| match kind.subtype() {
                    Some(subtype) => format!("{}/{subtype}", kind.ctype()),
                    None => kind.ctype().to_owned(),
                },
            ),
            body: part.contents().to_vec(),
        })
        .collect();
    Some(ReadMail {
        text: message.body_text(0)?.into_owned(),
        html: message.body_html(0).map(std::borrow::Cow::into_owned),
        attachments,
    })
}
