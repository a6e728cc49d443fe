//! Editing the public pages, publishing them, and the languages they are offered in.

use axum::http::StatusCode;
use axum::response::Response;
use domain::{Language, Languages};
use serde::Deserialize;
use store::public_pages::StoredPage;

use super::PAGE;
use crate::connections::Asked;
use crate::http::context::{InstallationCtx, Path, Query};
use crate::http::csrf::ProtectedForm;
use crate::http::error::{AppError, not_found};
use crate::http::pages::public::address;
use crate::http::respond::{notice, page as respond};
use crate::marketplace::public_pages::{
    self, LONGEST, PublicPage, in_words, missing, render, set_offered, set_published, set_text, text, title,
    url,
};
use crate::views::form::{FieldLink, FormErrors, FormField};
use crate::views::public_pages::{
    EditorLanguage, LanguageChoice, PublicPageForm, PublicPageLine, PublicPages,
};
use crate::views::shell::NoteKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Edited {
    lang: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct TextForm {
    lang: String,
    text: String,
    action: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct LanguagesForm {
    languages: Vec<String>,
}

pub(in crate::http) async fn form(
    ctx: InstallationCtx,
    Path(name): Path<String>,
    Query(edited): Query<Edited>,
) -> Result<Response, AppError> {
    respond(StatusCode::OK, &view(&ctx, known(&name)?, language_of(&edited.lang)?, None).await?)
}

pub(in crate::http) async fn submit(
    ctx: InstallationCtx,
    Path(name): Path<String>,
    ProtectedForm(form): ProtectedForm<TextForm>,
) -> Result<Response, AppError> {
    let (page, language) = (known(&name)?, language_of(&form.lang)?);
    let (app, by) = (&ctx.app, ctx.by());
    if form.text.chars().count() > LONGEST {
        let mut view = view(&ctx, page, language, None).await?;
        view.text = FormField::wrong(form.text, format!("Shorten it to {LONGEST} characters."));
        view.errors = Some(FormErrors {
            title: "Nothing was saved.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("text", "Text")],
        });
        return respond(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let done = match form.action.as_str() {
        "preview" => return respond(StatusCode::OK, &view(&ctx, page, language, Some(form.text)).await?),
        "reset" => {
            set_text(app, by, page, language, "").await?;
            "back to the default text"
        }
        "unpublish" => {
            set_published(app, by, page, false).await?;
            "no longer published"
        }
        "publish" => {
            set_text(app, by, page, language, &form.text).await?;
            set_published(app, by, page, true).await?;
            "published"
        }
        _ => {
            set_text(app, by, page, language, &form.text).await?;
            "saved"
        }
    };
    let told = notice(NoteKind::Ok, format!("{}: {done}", title(page, Language::English)), "");
    Ok(ctx.done(editor(page, language), Some(told)))
}

pub(in crate::http) async fn languages(
    ctx: InstallationCtx,
    ProtectedForm(form): ProtectedForm<LanguagesForm>,
) -> Result<Response, AppError> {
    let chosen: Result<Vec<Language>, _> = form.languages.iter().map(|tag| tag.parse()).collect();
    let Ok(chosen) = chosen else {
        let text = "Choose among the languages that the page lists.";
        return Ok(ctx.done(PAGE, Some(notice(NoteKind::Bad, "Nothing was changed", text))));
    };
    let languages = Languages::with(chosen);
    set_offered(&ctx.app, ctx.by(), &languages).await?;
    let told = format!("Public pages are offered in {}", in_words(&languages));
    Ok(ctx.done(PAGE, Some(notice(NoteKind::Ok, told, ""))))
}

fn known(name: &str) -> Result<PublicPage, AppError> {
    name.parse().map_err(|_| not_found("page"))
}

/// The language that is edited; English if none is named.
fn language_of(tag: &str) -> Result<Language, AppError> {
    if tag.is_empty() { Ok(Language::English) } else { tag.parse().map_err(|_| not_found("page")) }
}

/// Where a page is edited in a language.
fn editor(page: PublicPage, language: Language) -> String {
    match language {
        Language::English => format!("{PAGE}/pages/{page}"),
        language => format!("{PAGE}/pages/{page}?lang={language}"),
    }
}

async fn view(
    ctx: &InstallationCtx,
    page: PublicPage,
    language: Language,
    preview: Option<String>,
) -> Result<PublicPageForm, AppError> {
    let stored = public_pages::get(&ctx.app, page).await?;
    let offered = public_pages::offered(&ctx.app).await?;
    let asked = Asked::chosen(&ctx.app.store.begin_read().await).await?;
    let shown = preview.is_some();
    let text = preview.unwrap_or_else(|| text(page, &stored, language).to_owned());
    let rendered = render(&ctx.app.publisher, language, asked, &text);
    let languages = Language::ALL.iter().map(|other| EditorLanguage {
        label: other.label(),
        href: editor(page, *other),
        current: *other == language,
        own_text: stored.texts.contains_key(other),
    });
    let named = (language != Language::English).then_some(language);
    Ok(PublicPageForm {
        shell: ctx.shell("Zoom app"),
        errors: None,
        name: page.as_str(),
        title: title(page, Language::English),
        language: language.as_str(),
        language_label: language.label(),
        offered: offered.contains(language),
        languages: languages.collect(),
        address: address(url(page), named.filter(|language| offered.contains(*language))),
        text: FormField::new(text),
        changed: stored.texts.contains_key(&language),
        published: stored.published,
        missing: rendered.missing.iter().map(ToString::to_string).collect(),
        preview: shown.then_some(rendered.html),
    })
}

pub(super) async fn section(ctx: &InstallationCtx) -> Result<PublicPages, AppError> {
    let offered = public_pages::offered(&ctx.app).await?;
    let pages = public_pages::all(&ctx.app).await?;
    let line = |(page, stored): (PublicPage, StoredPage)| PublicPageLine {
        title: title(page, Language::English),
        href: editor(page, Language::English),
        address: url(page).path().to_owned(),
        published: stored.published,
        own_texts: stored.texts.keys().map(|language| language.label()).collect::<Vec<_>>().join(", "),
        missing: missing(&ctx.app.publisher, page, &stored, &offered).len(),
    };
    let choice = |language: &Language| LanguageChoice {
        tag: language.as_str(),
        label: language.label(),
        own_name: language.own_name(),
        chosen: offered.contains(*language),
        always: *language == Language::English,
    };
    Ok(PublicPages {
        pages: pages.into_iter().map(line).collect(),
        languages: Language::ALL.iter().map(choice).collect(),
    })
}
