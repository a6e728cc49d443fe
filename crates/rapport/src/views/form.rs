//! Form fields as data: what was typed and what is wrong with it. Values survive a failed post, passwords do not.

use std::fmt;

/// What a form carries so that only our own pages can post it. Written into the form, never into a log: `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormToken(String);

impl FormToken {
    /// For a comparison that takes as long whatever differs.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl<T: Into<String>> From<T> for FormToken {
    fn from(token: T) -> Self {
        Self(token.into())
    }
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormToken(..)")
    }
}

/// One text field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormField {
    /// What the person typed, or the stored value.
    pub value: String,
    /// A sentence that says what to change.
    pub error: Option<String>,
}

impl FormField {
    /// A field that is fine.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }

    /// A field with a sentence about what to change.
    pub fn wrong(value: impl Into<String>, error: impl Into<String>) -> Self {
        Self { value: value.into(), error: Some(error.into()) }
    }
}

/// The note on top of a form that was not accepted: it names the fields, links to them and takes the focus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors {
    /// What did not happen: "Nothing was scheduled. 3 fields need a change."
    pub title: String,
    /// An explanation without a field of its own; empty for none.
    pub text: String,
    /// The fields, in the order of the page.
    pub fields: Vec<FieldLink>,
}

/// What is wrong with a form: the id of a field, its label, and a sentence.
pub type Wrong = Vec<(&'static str, &'static str, String)>;

impl FormErrors {
    /// Puts the sentences beside their fields, and names those in the order of the page.
    pub fn beside<const N: usize>(title: &str, fields: [(&str, &mut FormField); N], wrong: &Wrong) -> Self {
        let mut links = Vec::new();
        for (id, field) in fields {
            if let Some((id, label, sentence)) = wrong.iter().find(|(wrong, ..)| *wrong == id) {
                field.error = Some(sentence.clone());
                links.push(FieldLink::new(*id, *label));
            }
        }
        Self { title: title.to_owned(), text: String::new(), fields: links }
    }
}

/// A link from the note to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldLink {
    /// `id` of the field's element, without `#`.
    pub id: String,
    /// The field's label.
    pub label: String,
}

impl FieldLink {
    /// A link to the element with this id.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into() }
    }
}

/// One choice of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}
