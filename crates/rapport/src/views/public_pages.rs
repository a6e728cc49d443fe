//! Pages that anybody may read: documentation, support, privacy, terms; and their editor.

use askama::Template;

use super::form::{FormErrors, FormField};
use super::shell::{Public, Shell};

/// A public page.
#[derive(Debug, Clone, Template)]
#[template(path = "public/page.html")]
pub struct PublicTextPage {
    /// Head of the page.
    pub public: Public,
    /// Its title.
    pub title: String,
    /// The text, as HTML that was made from Markdown without any HTML in it.
    pub html: String,
    /// Not published: only who runs the installation sees it, and robots stay away.
    pub preview: bool,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// What Zoom looks for to believe that the domain is ours.
    pub verification: Option<String>,
    /// The other pages that strangers may read: title and address.
    pub others: Vec<(String, String)>,
}

/// `GET /settings/zoom-app/pages/{name}`, and its POST when something needs a change or is previewed. Posts `csrf`, `text`
/// and `action`: `save`, `preview`, `reset`, `publish` or `unpublish`.
#[derive(Debug, Clone, Template)]
#[template(path = "settings/zoom_app/public_page.html")]
pub struct PublicPageForm {
    /// What surrounds the page; its title is `Zoom app`.
    pub shell: Shell,
    /// The note on top, when the post was not accepted.
    pub errors: Option<FormErrors>,
    /// `privacy`
    pub name: &'static str,
    /// Title of the page.
    pub title: String,
    /// Its address.
    pub address: String,
    /// Markdown.
    pub text: FormField,
    /// The text is not the one that comes with the program.
    pub changed: bool,
    /// Whether strangers may read it.
    pub published: bool,
    /// `publisher.name is not set: …`
    pub missing: Vec<String>,
    /// The preview, as HTML.
    pub preview: Option<String>,
}

/// A public page in the list of the settings page.
#[derive(Debug, Clone)]
pub struct PublicPageLine {
    /// Title.
    pub title: String,
    /// Where it is edited.
    pub href: String,
    /// Where it is read.
    pub address: String,
    /// Whether strangers may read it.
    pub published: bool,
    /// How many values of the publisher are missing in it.
    pub missing: usize,
}
