//! Pages that anybody may read once they are published; before that only who runs the installation.

use axum::extract::{Extension, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use store::workspaces;

use crate::app::App;
use crate::config::Fact;
use crate::http::error::{AppError, not_found};
use crate::http::respond::page as respond;
use crate::http::session::Visitor;
use crate::marketplace::public_pages::{self, PublicPage, default_text, render, title, url};
use crate::marketplace::verification;
use crate::views::public_pages::PublicTextPage;
use crate::views::shell::{Public, Theme};

pub(in crate::http) async fn documentation(
    app: State<App>,
    visitor: Extension<Visitor>,
) -> Result<Response, AppError> {
    show(&app, &visitor, PublicPage::Documentation).await
}

pub(in crate::http) async fn support(
    app: State<App>,
    visitor: Extension<Visitor>,
) -> Result<Response, AppError> {
    show(&app, &visitor, PublicPage::Support).await
}

pub(in crate::http) async fn privacy(
    app: State<App>,
    visitor: Extension<Visitor>,
) -> Result<Response, AppError> {
    show(&app, &visitor, PublicPage::Privacy).await
}

pub(in crate::http) async fn terms(
    app: State<App>,
    visitor: Extension<Visitor>,
) -> Result<Response, AppError> {
    show(&app, &visitor, PublicPage::Terms).await
}

async fn show(app: &App, visitor: &Visitor, page: PublicPage) -> Result<Response, AppError> {
    let stored = public_pages::get(app, page).await?;
    if !stored.published && !may_preview(app, visitor).await? {
        return Err(not_found("page"));
    }
    let text = stored.text.as_deref().unwrap_or(default_text(page));
    let others = public_pages::published(app).await?.into_iter().filter(|other| *other != page);
    let view = PublicTextPage {
        public: Public { title: title(page).into(), theme: Theme::System, csrf: String::new() },
        title: title(page).into(),
        html: render(&app.publisher, text).html,
        preview: !stored.published,
        publisher: app.publisher.known(Fact::Name).ok().map(str::to_owned),
        verification: verification::token(&app.store).await?,
        others: others.map(|other| (title(other).to_owned(), url(other).path().to_owned())).collect(),
    };
    let mut response = respond(StatusCode::OK, &view)?;
    if view.preview {
        let robots = HeaderName::from_static("x-robots-tag");
        response.headers_mut().insert(robots, HeaderValue::from_static("noindex"));
    }
    Ok(response)
}

async fn may_preview(app: &App, visitor: &Visitor) -> Result<bool, AppError> {
    let Some(me) = visitor.user.as_ref().filter(|me| me.user.role.manages_workspace()) else {
        return Ok(false);
    };
    let first = workspaces::first(&app.store.begin_read().await).await?;
    Ok(first.is_some_and(|first| first.id == me.user.workspace_id))
}
