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
    /// BCP 47 tag of its language: `de`.
    pub language: &'static str,
    /// Its title.
    pub title: String,
    /// The text, as HTML that was made from Markdown without any HTML in it.
    pub html: String,
    /// Not published: only who runs the installation sees it, and robots stay away.
    pub preview: Option<PreviewNote>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// What Zoom looks for to believe that the domain is ours.
    pub verification: Option<String>,
    /// Name of the list of languages.
    pub languages_name: String,
    /// The languages it is offered in; none if there is only one.
    pub languages: Vec<LanguageLink>,
    /// The same for search engines.
    pub alternates: Vec<Alternate>,
    /// Name of the list of other pages.
    pub others_name: String,
    /// The other pages that strangers may read: title and address.
    pub others: Vec<(String, String)>,
}

/// The note above a page that is not published. Between its words stands a link to the settings.
#[derive(Debug, Clone)]
pub struct PreviewNote {
    /// `Not published`
    pub title: String,
    /// The words before the link, with the space.
    pub before: String,
    /// The words after it.
    pub after: String,
}

/// A language to choose.
#[derive(Debug, Clone)]
pub struct LanguageLink {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// Its name in itself: `Deutsch`.
    pub name: &'static str,
    /// The page in this language.
    pub href: String,
    /// Whether this is what is read now.
    pub current: bool,
}

/// The page in another language, for search engines.
#[derive(Debug, Clone)]
pub struct Alternate {
    /// BCP 47 tag, or `x-default`.
    pub tag: &'static str,
    /// The whole address.
    pub href: String,
}

/// `GET /settings/zoom-app/pages/{name}?lang={tag}`, and its POST when something needs a change or is previewed. Posts
/// `csrf`, `lang`, `text` and `action`: `save`, `preview`, `reset`, `publish` or `unpublish`.
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
    /// BCP 47 tag of the language that is edited.
    pub language: &'static str,
    /// Its name: `German`.
    pub language_label: &'static str,
    /// Whether the pages are offered in it.
    pub offered: bool,
    /// Every language, with where the page is edited in it.
    pub languages: Vec<EditorLanguage>,
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

/// A language in which a page can be edited.
#[derive(Debug, Clone)]
pub struct EditorLanguage {
    /// `German`
    pub label: &'static str,
    /// Where.
    pub href: String,
    /// Whether it is edited now.
    pub current: bool,
    /// Whether it has a text of the publisher's own.
    pub own_text: bool,
}

/// The public pages on the settings page. Posts `csrf` and `languages` (tags) to `/settings/zoom-app/languages`.
#[derive(Debug, Clone)]
pub struct PublicPages {
    /// Each page.
    pub pages: Vec<PublicPageLine>,
    /// Each language.
    pub languages: Vec<LanguageChoice>,
}

/// A language that the pages may be offered in.
#[derive(Debug, Clone)]
pub struct LanguageChoice {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// `German`
    pub label: &'static str,
    /// `Deutsch`
    pub own_name: &'static str,
    /// Whether it is offered.
    pub chosen: bool,
    /// It cannot be taken back.
    pub always: bool,
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
    /// The languages that have a text of the publisher's own: `English, German`.
    pub own_texts: String,
    /// How many values of the publisher are missing in it, in all languages that are offered.
    pub missing: usize,
}
