//! Editing the public pages, and publishing them.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::PAGE;
use crate::http::context::{InstallationCtx, Path};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::respond::{notice, page as respond};
use crate::marketplace::public_pages::{
    self, LONGEST, PublicPage, default_text, render, set_published, set_text, title, url,
};
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::public_pages::{PublicPageForm, PublicPageLine};
use crate::views::shell::NoteKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TextForm {
    text: String,
    action: String,
}

pub(in crate::http) async fn form(
    ctx: InstallationCtx,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    respond(StatusCode::OK, &view(&ctx, known(&name)?, None).await?)
}

pub(in crate::http) async fn submit(
    ctx: InstallationCtx,
    Path(name): Path<String>,
    ProtectedForm(form): ProtectedForm<TextForm>,
) -> Result<Response, AppError> {
    let page = known(&name)?;
    let (app, by) = (&ctx.app, ctx.editor());
    if form.text.chars().count() > LONGEST {
        let mut view = view(&ctx, page, None).await?;
        view.text = FormField::wrong(form.text, format!("Shorten it to {LONGEST} characters."));
        view.errors = Some(FormErrors {
            title: "Nothing was saved.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("text", "Text")],
        });
        return respond(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let done = match form.action.as_str() {
        "preview" => return respond(StatusCode::OK, &view(&ctx, page, Some(form.text)).await?),
        "reset" => {
            set_text(app, by, page, "").await?;
            "back to the default text"
        }
        "unpublish" => {
            set_published(app, by, page, false).await?;
            "no longer published"
        }
        "publish" => {
            set_text(app, by, page, &form.text).await?;
            set_published(app, by, page, true).await?;
            "published"
        }
        _ => {
            set_text(app, by, page, &form.text).await?;
            "saved"
        }
    };
    let back = format!("{PAGE}/pages/{page}");
    Ok(ctx.done(back, Some(notice(NoteKind::Ok, format!("{}: {done}", title(page)), ""))))
}

fn known(name: &str) -> Result<PublicPage, AppError> {
    name.parse().map_err(|_| not_found("page"))
}

async fn view(
    ctx: &InstallationCtx,
    page: PublicPage,
    preview: Option<String>,
) -> Result<PublicPageForm, AppError> {
    let stored = public_pages::get(&ctx.app, page).await?;
    let changed = stored.text.is_some();
    let shown = preview.is_some();
    let text = preview.or(stored.text).unwrap_or_else(|| default_text(page).to_owned());
    let rendered = render(&ctx.app.publisher, &text);
    Ok(PublicPageForm {
        shell: ctx.shell("Zoom app"),
        errors: None,
        name: page.as_str(),
        title: title(page).to_owned(),
        address: url(page).at(&ctx.app.public_url).path().to_owned(),
        text: FormField::new(text),
        changed,
        published: stored.published,
        missing: rendered.missing.iter().map(ToString::to_string).collect(),
        preview: shown.then_some(rendered.html),
    })
}

pub(super) async fn section(ctx: &InstallationCtx) -> Result<Vec<PublicPageLine>, AppError> {
    let mut lines = Vec::new();
    for page in PublicPage::ALL.iter().copied() {
        let stored = public_pages::get(&ctx.app, page).await?;
        let text = stored.text.as_deref().unwrap_or(default_text(page));
        lines.push(PublicPageLine {
            title: title(page).to_owned(),
            href: format!("{PAGE}/pages/{page}"),
            address: url(page).path().to_owned(),
            published: stored.published,
            missing: render(&ctx.app.publisher, text).missing.len(),
        });
    }
    Ok(lines)
}
