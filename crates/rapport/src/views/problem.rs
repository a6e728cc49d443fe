//! What did not work, as a page: inside the shell for those who are logged in, else on its own.

use askama::Template;

use super::shell::{Public, Shell};

/// An error page with the sidebar.
#[derive(Debug, Clone, Template)]
#[template(path = "problem/inside.html")]
pub struct ProblemPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What happened.
    pub problem: Problem,
}

/// An error page for everybody.
#[derive(Debug, Clone, Template)]
#[template(path = "problem/alone.html")]
pub struct PublicProblemPage {
    /// Head of the page.
    pub public: Public,
    /// What happened.
    pub problem: Problem,
}

/// One error, in words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `There is nothing at this address`
    pub title: String,
    /// What may be the reason and what to do.
    pub text: String,
    /// The way on: label and address. The first is the primary one.
    pub links: Vec<ProblemLink>,
    /// Status, path and request id, for a report: `404, /contacts/ana-fereira`.
    pub reference: String,
}

/// A way on from an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemLink {
    /// Visible words.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Problem {
    /// 404 in the words of the design.
    pub fn not_found(path: &str, logged_in: bool) -> Self {
        let (label, href) = if logged_in { ("Go to Today", "/") } else { ("Log in", "/login") };
        Self {
            title: "There is nothing at this address".into(),
            text: "The contact or meeting may have been removed, or the link has a typo.".into(),
            links: vec![ProblemLink { label: label.into(), href: href.into() }],
            reference: format!("404, {path}"),
        }
    }
}
