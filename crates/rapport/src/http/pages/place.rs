//! Where a meeting takes place that is not in Zoom: read from forms, and shown beside the meeting.

use domain::{Place, PlaceError, PlaceKind};

use super::details_form::MeetingInput;
use crate::views::form::FormField;
use crate::views::icon::icon;
use crate::views::place::{PlaceForm, PlaceLine};

/// What stands for Zoom among the choices.
pub(in crate::http) const ZOOM: &str = "zoom";

/// Zoom was chosen, and cannot take it.
pub(in crate::http) const NO_ZOOM: &str =
    "Zoom cannot take a meeting now. Choose another place, or connect Zoom.";

/// What a form says about it.
pub(super) struct Where {
    /// To show again.
    pub(super) form: PlaceForm,
    /// The place, if it is one elsewhere and nothing is wrong with it.
    pub(super) place: Option<Place>,
}

impl Where {
    /// It is to be elsewhere, and nobody knows yet where.
    pub(super) fn is_open(&self) -> bool {
        !self.form.is_zoom() && self.place.is_none()
    }
}

/// Reads **Where**. With `strict`, an empty field is wrong too.
pub(super) fn read(input: &MeetingInput, strict: bool) -> Where {
    let kind = input.place.parse::<PlaceKind>().ok();
    let mut form = PlaceForm {
        kind: FormField::new(kind.map_or(ZOOM, PlaceKind::as_str)),
        phone: FormField::new(input.phone.as_str()),
        address: FormField::new(input.address.as_str()),
        link: FormField::new(input.link.as_str()),
    };
    let Some(kind) = kind else { return Where { form, place: None } };
    let field = match kind {
        PlaceKind::Phone => &mut form.phone,
        PlaceKind::Address => &mut form.address,
        PlaceKind::Link => &mut form.link,
    };
    let place = match Place::parse(kind, &field.value) {
        Ok(place) => Some(place),
        Err(PlaceError::Empty(_)) if !strict => None,
        Err(error) => {
            field.error = Some(error.to_string());
            None
        }
    };
    Where { form, place }
}

/// Fills the fields with a place.
pub(super) fn fill(input: &mut MeetingInput, place: Option<&Place>) {
    let Some(place) = place else { return ZOOM.clone_into(&mut input.place) };
    place.kind().as_str().clone_into(&mut input.place);
    let field = match place.kind() {
        PlaceKind::Phone => &mut input.phone,
        PlaceKind::Address => &mut input.address,
        PlaceKind::Link => &mut input.link,
    };
    place.text().clone_into(field);
}

/// A place as pages show it.
pub(super) fn line(place: &Place) -> PlaceLine {
    let (icon, label) = match place.kind() {
        PlaceKind::Phone => (icon!("phone"), "Phone call"),
        PlaceKind::Address => (icon!("map-pin"), "Place"),
        PlaceKind::Link => (icon!("link"), "Link"),
    };
    PlaceLine { icon, label, text: place.text().to_owned(), link: place.link().map(str::to_owned) }
}
