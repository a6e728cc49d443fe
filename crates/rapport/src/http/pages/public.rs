//! Pages that anybody may read once they are published; before that only who runs the installation.

use axum::extract::{Extension, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::{Language, Languages};
use serde::Deserialize;
use store::workspaces;

use crate::app::App;
use crate::config::Fact;
use crate::connections::Asked;
use crate::http::context::Query;
use crate::http::error::{AppError, not_found};
use crate::http::respond::page as respond;
use crate::http::session::Visitor;
use crate::i18n::{self, Message};
use crate::marketplace::public_pages::{self, PublicPage, render, text, title, url};
use crate::marketplace::urls::ZoomUrl;
use crate::marketplace::verification;
use crate::views::form::FormToken;
use crate::views::public_pages::{Alternate, LanguageLink, PreviewNote, PublicTextPage};
use crate::views::shell::{Public, Theme};

pub(in crate::http) async fn documentation(
    app: State<App>,
    visitor: Extension<Visitor>,
    reader: Reader,
) -> Result<Response, AppError> {
    show(&app, &visitor, &reader, PublicPage::Documentation).await
}

pub(in crate::http) async fn support(
    app: State<App>,
    visitor: Extension<Visitor>,
    reader: Reader,
) -> Result<Response, AppError> {
    show(&app, &visitor, &reader, PublicPage::Support).await
}

pub(in crate::http) async fn privacy(
    app: State<App>,
    visitor: Extension<Visitor>,
    reader: Reader,
) -> Result<Response, AppError> {
    show(&app, &visitor, &reader, PublicPage::Privacy).await
}

pub(in crate::http) async fn terms(
    app: State<App>,
    visitor: Extension<Visitor>,
    reader: Reader,
) -> Result<Response, AppError> {
    show(&app, &visitor, &reader, PublicPage::Terms).await
}

/// What somebody reads: the language that the address names, and those of their browser.
#[derive(Debug)]
pub(in crate::http) struct Reader {
    named: Option<String>,
    accepted: String,
}

#[derive(Debug, Deserialize)]
struct Named {
    lang: Option<String>,
}

impl FromRequestParts<App> for Reader {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let Query(Named { lang }) = Query::from_request_parts(parts, app).await?;
        let lines = parts.headers.get_all(header::ACCEPT_LANGUAGE).iter();
        // One field may come on several lines (RFC 9110, section 5.2).
        let accepted: Vec<_> = lines.filter_map(|line| line.to_str().ok()).collect();
        Ok(Self { named: lang, accepted: accepted.join(", ") })
    }
}

impl Reader {
    /// The language that the address names, if it is offered.
    fn named(&self, offered: &Languages) -> Option<Language> {
        offered.lookup(self.named.as_deref()?)
    }
}

async fn show(app: &App, visitor: &Visitor, reader: &Reader, page: PublicPage) -> Result<Response, AppError> {
    let stored = public_pages::get(app, page).await?;
    if !stored.published && !may_preview(app, visitor).await? {
        return Err(not_found("page"));
    }
    let offered = public_pages::offered(app).await?;
    let asked = Asked::chosen(&app.store.begin_read().await).await?;
    let named = reader.named(&offered);
    let language = named.unwrap_or_else(|| offered.best(&reader.accepted));
    let say = |message| i18n::text(language, message);
    let others = public_pages::published(app).await?.into_iter().filter(|other| *other != page);
    let view = PublicTextPage {
        public: Public { title: title(page, language), theme: Theme::System, csrf: FormToken::default() },
        language: language.as_str(),
        title: title(page, language),
        html: render(&app.publisher, language, asked, text(page, &stored, language)).html,
        preview: (!stored.published).then(|| preview(language)),
        publisher: app.publisher.known(Fact::Name).ok().map(str::to_owned),
        verification: verification::token(&app.store).await?,
        languages_name: say(Message::LanguagesName),
        languages: language_links(&offered, page, language),
        alternates: alternates(app, &offered, page),
        others_name: say(Message::OthersName),
        // Whoever chose a language keeps it.
        others: others.map(|other| (title(other, language), address(url(other), named))).collect(),
    };
    let mut response = respond(StatusCode::OK, &view)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    if !stored.published {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    }
    Ok(response)
}

fn preview(language: Language) -> PreviewNote {
    let (before, after) = i18n::around(language, Message::PreviewText, "place");
    PreviewNote { title: i18n::text(language, Message::PreviewTitle), before, after }
}

fn language_links(offered: &Languages, page: PublicPage, current: Language) -> Vec<LanguageLink> {
    let offered = offered.iter().filter(|_| offered.is_choice());
    offered
        .map(|language| LanguageLink {
            tag: language.as_str(),
            name: language.own_name(),
            href: address(url(page), Some(language)),
            current: language == current,
        })
        .collect()
}

/// The whole addresses of a page in each language, and the one that leaves the language to the browser, as search
/// engines want them.
fn alternates(app: &App, offered: &Languages, page: PublicPage) -> Vec<Alternate> {
    if !offered.is_choice() {
        return Vec::new();
    }
    let at = |language: Option<Language>| {
        let mut address = url(page).at(&app.public_url);
        address.set_query(language.map(query).as_deref());
        Alternate { tag: language.map_or("x-default", Language::as_str), href: address.into() }
    };
    offered.iter().map(Some).chain([None]).map(at).collect()
}

/// Where a page is read, in this language or in the one of whoever comes.
pub(super) fn address(url: ZoomUrl, language: Option<Language>) -> String {
    let path = url.path();
    language.map_or(path.to_owned(), |language| format!("{path}?{}", query(language)))
}

fn query(language: Language) -> String {
    format!("lang={language}")
}

async fn may_preview(app: &App, visitor: &Visitor) -> Result<bool, AppError> {
    let Some(me) = visitor.user.as_ref().filter(|me| me.user.role.manages_workspace()) else {
        return Ok(false);
    };
    let first = workspaces::first(&app.store.begin_read().await).await?;
    Ok(first.is_some_and(|first| first.id == me.user.workspace_id))
}
