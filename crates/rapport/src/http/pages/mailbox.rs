use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{MessageId, display};
use serde::Deserialize;
use store::mailbox::{self as stored, Eyes, Message};

use crate::http::context::{Ctx, Path, Query};
use crate::http::error::{AppError, not_found};
use crate::http::respond::{file, page};
use crate::mail::{ReadMail, read_mail};
use crate::views::mailbox::{Attachment, MailboxPage, MailboxRow, MessagePage};

/// Messages of a page.
const ROWS: u32 = 50;

/// The HTML part of a mail is somebody else's page: no scripts, no forms, nothing loaded, nothing but its own style.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; \
                           sandbox allow-popups allow-popups-to-escape-sandbox";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct ListQuery {
    before: Option<String>,
}

pub(in crate::http) async fn list(ctx: Ctx, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    only_while_inside(&ctx)?;
    let (db, eyes) = (ctx.app.store.begin_read().await, Eyes::Of(ctx.user()));
    let found = stored::list(&db, ctx.workspace(), eyes, query.before.as_deref(), ROWS).await?;
    let total = stored::count(&db, ctx.workspace(), eyes).await?;
    drop(db);
    let href = |cursor: &str| {
        let cursor: String = url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/mailbox?before={cursor}")
    };
    let view = MailboxPage {
        shell: ctx.shell("Mailbox"),
        range: format!("{} of {}", found.rows.len(), total),
        newer_href: found.previous.as_deref().map(href),
        older_href: found.next.as_deref().map(href),
        messages: found
            .rows
            .into_iter()
            .map(|message| MailboxRow {
                id: message.id.to_string(),
                to: message.to_addr,
                subject: message.subject,
                received: display::day_time(message.received_at, ctx.now(), ctx.zone()),
                has_attachments: true,
            })
            .collect(),
    };
    page(StatusCode::OK, &view)
}

pub(in crate::http) async fn message(ctx: Ctx, Path(id): Path<MessageId>) -> Result<Response, AppError> {
    let (message, mail) = find(&ctx, id).await?;
    let zone = ctx.zone();
    let received = message.received_at;
    let attachments = mail.attachments.iter().enumerate().map(|(number, file)| Attachment {
        name: file.name.clone(),
        kind: format!("{}, {}", file.content_type, size(file.body.len())),
        href: format!("/mailbox/{id}/attachments/{number}"),
    });
    let view = MessagePage {
        shell: ctx.shell(&message.subject),
        id: id.to_string(),
        subject: message.subject.clone(),
        from: message.from_addr.clone(),
        to: message.to_addr.clone(),
        received: format!(
            "{}, {}",
            display::full_weekday_date(zone.local(received).date()),
            display::time(received, zone)
        ),
        has_html: mail.html.is_some(),
        text: Some(mail.text),
        attachments: attachments.collect(),
    };
    page(StatusCode::OK, &view)
}

pub(in crate::http) async fn html(ctx: Ctx, Path(id): Path<MessageId>) -> Result<Response, AppError> {
    let (_, mail) = find(&ctx, id).await?;
    let html = mail.html.ok_or(not_found("message"))?;
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, MAIL_POLICY)];
    Ok((headers, html).into_response())
}

/// The message as it would have left, for other mail programs.
pub(in crate::http) async fn raw(ctx: Ctx, Path(id): Path<MessageId>) -> Result<Response, AppError> {
    let (message, _) = find(&ctx, id).await?;
    Ok(file("message/rfc822", "message.eml", message.raw))
}

pub(in crate::http) async fn attachment(
    ctx: Ctx,
    Path((id, number)): Path<(MessageId, usize)>,
) -> Result<Response, AppError> {
    let (_, mail) = find(&ctx, id).await?;
    let attached = mail.attachments.into_iter().nth(number).ok_or(not_found("file"))?;
    let name: String =
        attached.name.chars().filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c)).collect();
    Ok(file(&attached.content_type, &name, attached.body))
}

fn only_while_inside(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.app.mailer.stays_inside() { Ok(()) } else { Err(not_found("page")) }
}

async fn find(ctx: &Ctx, id: MessageId) -> Result<(Message, ReadMail), AppError> {
    only_while_inside(ctx)?;
    let found =
        stored::get(&ctx.app.store.begin_read().await, ctx.workspace(), Eyes::Of(ctx.user()), id).await?;
    let message = found.ok_or(not_found("message"))?;
    let mail = read_mail(&message.raw).ok_or(not_found("message"))?;
    Ok((message, mail))
}

/// "1.2 kB".
fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        _ => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
    }
}
