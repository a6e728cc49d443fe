//! A form as a browser would send it.

use scraper::{ElementRef, Html};

use crate::text::{self, selector};

/// A form of a page, with the button that will be pressed. Sending it twice is pressing the button twice.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// `POST` or `GET`.
    pub method: String,
    controls: Vec<Control>,
    button: Option<(String, String)>,
}

#[derive(Debug, Clone)]
struct Control {
    name: String,
    kind: Kind,
    value: String,
    disabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Text,
    /// Checkbox or radio button, and whether it is chosen.
    Choice {
        radio: bool,
        on: bool,
    },
    /// Values that can be chosen.
    Select(Vec<String>),
}

impl Form {
    /// The form that holds `button`, or that `button` points to with its `form` attribute.
    pub(crate) fn of_button(html: &Html, button: ElementRef<'_>, path: &str) -> Option<Self> {
        let form = match button.attr("form") {
            Some(id) => text::by_id(html, id)?,
            None => {
                button.ancestors().filter_map(ElementRef::wrap).find(|one| one.value().name() == "form")?
            }
        };
        let mut found = Self::of_element(html, form, path);
        if let Some(action) = button.attr("formaction") {
            action.clone_into(&mut found.action);
        }
        found.button = button
            .attr("name")
            .map(|name| (name.to_owned(), button.attr("value").unwrap_or_default().to_owned()));
        Some(found)
    }

    /// The form itself; no button is pressed.
    pub(crate) fn of_element(html: &Html, form: ElementRef<'_>, path: &str) -> Self {
        let id = form.attr("id");
        let inside = |control: &ElementRef<'_>| match control.attr("form") {
            Some(owner) => Some(owner) == id,
            None => control.ancestors().any(|one| one.id() == form.id()),
        };
        let all = selector("input[name], select[name], textarea[name]");
        let controls = html.select(&all).filter(inside).filter_map(control).collect();
        Self {
            action: form.attr("action").unwrap_or(path).to_owned(),
            method: form.attr("method").unwrap_or("get").to_ascii_uppercase(),
            controls,
            button: None,
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.controls.iter().any(|control| control.name == name)
    }

    /// Types into a field, chooses from a select or among radio buttons, or ticks (`"on"`) and unticks (`"off"`) a
    /// box. Stops the test at what a person could not do.
    #[track_caller]
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        let mut wanted: Vec<_> = self.controls.iter_mut().filter(|control| control.name == name).collect();
        assert!(!wanted.is_empty(), "the form has no field `{name}`; it has {:?}", self.names());
        let single = wanted.len() == 1;
        let radio = matches!(wanted[0].kind, Kind::Choice { radio: true, .. });
        if radio {
            assert!(
                wanted.iter().any(|one| one.value == value && !one.disabled),
                "`{name}` offers no `{value}`"
            );
            for control in wanted {
                control.kind = Kind::Choice { radio: true, on: control.value == value };
            }
            return self;
        }
        let at = wanted.iter().position(|one| matches!(one.kind, Kind::Choice { .. }) && one.value == value);
        let control = wanted.swap_remove(at.unwrap_or(0));
        assert!(!control.disabled, "the field `{name}` is disabled");
        match &mut control.kind {
            Kind::Choice { on, .. } if at.is_some() => *on = true,
            Kind::Choice { on, .. } if single && matches!(value, "on" | "off") => *on = value == "on",
            Kind::Choice { .. } => panic!("`{name}` has no box with the value `{value}`"),
            Kind::Select(options) => {
                assert!(
                    options.iter().any(|option| option == value),
                    "`{name}` offers no `{value}`: {options:?}"
                );
                value.clone_into(&mut control.value);
            }
            Kind::Text => value.clone_into(&mut control.value),
        }
        self
    }

    /// Unticks the box of this name and value.
    #[track_caller]
    #[must_use]
    pub fn untick(mut self, name: &str, value: &str) -> Self {
        let found = self.controls.iter_mut().find(|control| control.name == name && control.value == value);
        match found {
            Some(Control { kind: Kind::Choice { radio: false, on }, .. }) => *on = false,
            _ => panic!("`{name}` has no box with the value `{value}`"),
        }
        self
    }

    /// What only a forged request can do: any value for any name, replacing the fields of that name.
    #[must_use]
    pub fn force(mut self, name: &str, value: &str) -> Self {
        self.controls.retain(|control| control.name != name);
        self.also(name, value)
    }

    /// One more field of this name, as a list of several has.
    #[must_use]
    pub fn also(mut self, name: &str, value: &str) -> Self {
        self.controls.push(Control {
            name: name.to_owned(),
            kind: Kind::Text,
            value: value.to_owned(),
            disabled: false,
        });
        self
    }

    /// Leaves out every field of this name, as only a forged request can.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.controls.retain(|control| control.name != name);
        self
    }

    /// What would be sent for this name now, first field of the name.
    pub fn value(&self, name: &str) -> Option<String> {
        self.entries().into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Everything that would be sent, in order.
    pub fn entries(&self) -> Vec<(String, String)> {
        let sent = self
            .controls
            .iter()
            .filter(|control| !control.disabled && !matches!(control.kind, Kind::Choice { on: false, .. }));
        let fields = sent.map(|control| (control.name.clone(), control.value.clone()));
        fields.chain(self.button.clone()).collect()
    }

    pub(crate) fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.entries()).finish()
    }

    fn names(&self) -> Vec<&str> {
        self.controls.iter().map(|control| control.name.as_str()).collect()
    }
}

fn control(element: ElementRef<'_>) -> Option<Control> {
    let attr = |name| element.attr(name).unwrap_or_default().to_owned();
    let (kind, value) = match (element.value().name(), element.attr("type").unwrap_or("text")) {
        (_, "submit" | "button" | "reset" | "image" | "file") => return None,
        ("input", kind @ ("checkbox" | "radio")) => {
            let kind = Kind::Choice { radio: kind == "radio", on: element.attr("checked").is_some() };
            (kind, element.attr("value").unwrap_or("on").to_owned())
        }
        ("select", _) => {
            let options = selector("option");
            let value = |option: ElementRef<'_>| {
                option.attr("value").map_or_else(|| text::of(option), ToOwned::to_owned)
            };
            let chosen = element.select(&options).find(|option| option.attr("selected").is_some());
            let chosen = chosen.or_else(|| element.select(&options).next()).map(value).unwrap_or_default();
            (Kind::Select(element.select(&options).map(value).collect()), chosen)
        }
        // A line break right after the tag is not part of the text.
        ("textarea", _) => {
            let whole: String = element.text().collect();
            (Kind::Text, whole.strip_prefix('\n').map_or(whole.clone(), ToOwned::to_owned))
        }
        _ => (Kind::Text, attr("value")),
    };
    let disabled = element.attr("disabled").is_some()
        || element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|one| one.value().name() == "fieldset" && one.attr("disabled").is_some());
    Some(Control { name: attr("name"), kind, value, disabled })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form method="post" action="/go" id="f">
        <input type="hidden" name="csrf" value="t"><input name="topic" value="Old">
        <input type="checkbox" name="keep" checked><input type="checkbox" name="who" value="ana" checked>
        <input type="checkbox" name="who" value="rui"><input type="radio" name="way" value="a" checked>
        <input type="radio" name="way" value="b"><input name="off" value="x" disabled>
        <select name="zone"><option value="1">One</option><option value="2" selected>Two</option></select>
        <textarea name="text">
kept</textarea><button name="pressed" value="first">Save</button></form>
        <input name="outside" value="o" form="f"><input name="stranger" value="s">"#;

    fn form() -> Form {
        let html = Html::parse_document(PAGE);
        let button = html.select(&selector("button")).next().unwrap();
        Form::of_button(&html, button, "/here").unwrap()
    }

    fn sent(form: &Form) -> String {
        form.encoded()
    }

    #[test]
    fn a_form_sends_what_a_browser_sends() {
        let all = "csrf=t&topic=Old&keep=on&who=ana&way=a&zone=2&text=kept&outside=o&pressed=first";
        assert_eq!(sent(&form()), all);
        assert_eq!((form().action.as_str(), form().method.as_str()), ("/go", "POST"));
    }

    #[test]
    fn fields_are_typed_chosen_and_ticked() {
        let form = form().set("topic", "New").set("keep", "off").set("who", "rui").untick("who", "ana");
        let form = form.set("way", "b").set("zone", "1").set("text", "new");
        assert_eq!(sent(&form), "csrf=t&topic=New&who=rui&way=b&zone=1&text=new&outside=o&pressed=first");
    }

    #[test]
    #[should_panic(expected = "is disabled")]
    fn what_is_disabled_cannot_be_filled_in() {
        let _ = form().set("off", "y");
    }

    #[test]
    #[should_panic(expected = "offers no `3`")]
    fn what_is_not_offered_cannot_be_chosen() {
        let _ = form().set("zone", "3");
    }

    #[test]
    fn a_forged_request_can_do_both() {
        let form = form().force("off", "y").force("zone", "3").without("csrf");
        assert_eq!((form.value("off"), form.value("zone")), (Some("y".into()), Some("3".into())));
        assert_eq!(form.value("csrf"), None);
    }
}
