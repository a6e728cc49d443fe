use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::OutgoingMail;

/// Text, HTML and calendar as alternatives; the calendar once more as an attachment for readers that show only
/// files.
pub(super) fn build(from: &Mailbox, mail: &OutgoingMail) -> anyhow::Result<Message> {
    let sender = Mailbox::new(Some(mail.sender_name()), from.email.clone());
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}>", mail.message_id)))
        .date(mail.date.into())
        .from(sender)
        .to(mailbox(&mail.to)?)
        .subject(&mail.subject)
        // RFC 3834: vacation answers must not reach the host for a mail that a program sent.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some(host) = &mail.host {
        builder = builder.reply_to(mailbox(host)?);
    }
    let alternatives = MultiPart::alternative()
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let Some(calendar) = &mail.calendar else { return Ok(builder.multipart(alternatives)?) };
    let kind: ContentType = format!("text/calendar; charset=utf-8; method={}", calendar.method).parse()?;
    let part = SinglePart::builder().header(kind.clone()).body(calendar.body.clone());
    let file = Attachment::new("invite.ics".to_owned()).body(calendar.body.clone(), kind);
    Ok(builder.multipart(MultiPart::mixed().multipart(alternatives.singlepart(part)).singlepart(file))?)
}

fn mailbox((name, address): &(String, domain::EmailAddress)) -> anyhow::Result<Mailbox> {
    Ok(Mailbox::new(Some(name.clone()), address.as_str().parse::<Address>()?))
}
