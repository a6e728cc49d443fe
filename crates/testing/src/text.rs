//! Text as a reader meets it.

use scraper::{ElementRef, Html, Node, Selector};

/// The selector; the ones here are fixed, or typed by the author of the test.
#[track_caller]
pub(crate) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("`{css}` is not a selector: {error}"))
}

/// The element's text with single spaces, without scripts and pictures.
pub(crate) fn of(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    collect(element, &mut words);
    tidy(&words)
}

/// Single spaces, none before punctuation.
pub(crate) fn tidy(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    [",", ".", ";", ":", "?", "!", ")"]
        .iter()
        .fold(joined, |text, mark| text.replace(&format!(" {mark}"), mark))
}

fn collect(element: ElementRef<'_>, words: &mut String) {
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => {
                words.push(' ');
                words.push_str(text);
            }
            (_, Some(inner)) if !matches!(inner.value().name(), "script" | "style" | "svg" | "template") => {
                collect(inner, words);
            }
            _ => {}
        }
    }
}

/// What assistive technology calls a control or link: `aria-label`, or its text.
pub(crate) fn name_of(element: ElementRef<'_>) -> String {
    match element.attr("aria-label") {
        Some(label) => tidy(label),
        None => of(element),
    }
}

/// The element with this id.
pub(crate) fn by_id<'a>(html: &'a Html, id: &str) -> Option<ElementRef<'a>> {
    html.select(&selector("[id]")).find(|element| element.attr("id") == Some(id))
}
