//! What must hold for every page and mail, whatever people typed. A test beside the pages runs this over the inputs that
//! are kept, on every test run.

use super::samples::{hostile::all, typed_as};
use scraper::{Html, Node};

/// A page has the elements and attributes that it has for any other text, and leads nowhere else.
///
/// The first byte chooses the page, the rest is what stands there wherever somebody typed.
pub fn templates(data: &[u8]) {
    let Some((page, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    // What is empty is left out of pages, and whoever stores a text trims it.
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let (name, render) = all().cycle().nth(usize::from(*page)).expect("a page");
    assert_eq!(shape(&typed_as(text, render)), shape(&typed_as("Plain", render)), "{name}");
}

/// Elements in their order, with the names of their attributes and where they lead.
fn shape(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let elements = document.tree.nodes().filter_map(|node| match node.value() {
        Node::Element(element) => Some(element),
        Node::Comment(comment) => panic!("a comment: {comment:?}"),
        _ => None,
    });
    elements
        .map(|element| {
            let mut shape = element.name().to_owned();
            for (name, value) in element.attrs() {
                shape.extend([" ", name]);
                if matches!(name, "href" | "src" | "action" | "formaction") {
                    shape.extend(["=", value.split(['?', '#']).next().unwrap_or_default()]);
                }
            }
            shape
        })
        .collect()
}
