//! Where a meeting takes place that is not in Zoom: as it is shown, and as it is asked for.

use super::form::{FieldLink, FormField};

/// A place beside a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceLine {
    /// Icon name.
    pub icon: &'static str,
    /// `Phone call`, `Place`, `Link`
    pub label: &'static str,
    /// The number, the address or the link.
    pub text: String,
    /// Of a link: what **Open link** opens.
    pub link: Option<String>,
}

/// **Where** of a form: `place` (`zoom`, `phone`, `address` or `link`), and one field for each of the last three.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceForm {
    /// What is chosen; its error is shown below the group.
    pub kind: FormField,
    /// **Phone number**
    pub phone: FormField,
    /// **Address or room**
    pub address: FormField,
    /// **Link**
    pub link: FormField,
}

impl PlaceForm {
    /// Whether it is a Zoom meeting.
    pub fn is_zoom(&self) -> bool {
        self.kind.value == "zoom"
    }

    /// The fields that carry an error.
    pub fn wrong_fields(&self) -> Vec<FieldLink> {
        [
            (&self.kind, "place-phone", "Where"),
            (&self.phone, "phone", "Phone number"),
            (&self.address, "address", "Address or room"),
            (&self.link, "link", "Link"),
        ]
        .into_iter()
        .filter(|(field, ..)| field.error.is_some())
        .map(|(_, id, label)| FieldLink::new(id, label))
        .collect()
    }
}
