//! Reads pages as a browser without JavaScript does: forms with their fields, and links.

use scraper::{ElementRef, Html, Selector};

/// A form, ready to be changed and sent.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Where it goes.
    pub(crate) action: String,
    /// What it sends, in order.
    pub(crate) fields: Vec<(String, String)>,
}

impl Form {
    /// The POST form whose address ends like this.
    pub(crate) fn of(page: &str, action_ends: &str) -> Option<Self> {
        let html = Html::parse_document(page);
        let form = html.select(&selector("form")).find(|form| {
            form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post"))
                && form.attr("action").is_some_and(|action| action.ends_with(action_ends))
        })?;
        let controls = selector("input[name], select[name], textarea[name]");
        Some(Self {
            action: form.attr("action")?.to_owned(),
            fields: form.select(&controls).filter_map(field).collect(),
        })
    }

    /// Replaces every field of this name by one with this value.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.fields.retain(|(known, _)| known != name);
        self.add(name, value);
    }

    /// Adds a field.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.fields.push((name.to_owned(), value.into()));
    }

    /// As it is sent.
    pub(crate) fn encoded(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

/// The fixed selectors of this file.
fn selector(css: &str) -> Selector {
    #[expect(clippy::expect_used, reason = "constants of this file, which its test reads")]
    Selector::parse(css).expect("a valid selector")
}

fn field(control: ElementRef<'_>) -> Option<(String, String)> {
    let name = control.attr("name")?.to_owned();
    if control.attr("disabled").is_some() {
        return None;
    }
    let value = match (control.value().name(), control.attr("type").unwrap_or_default()) {
        ("input", "checkbox" | "radio") => {
            control.attr("checked")?;
            control.attr("value").unwrap_or("on").to_owned()
        }
        ("input", "submit" | "button" | "image" | "file") => return None,
        ("select", _) => {
            let options = selector("option");
            let chosen = control.select(&options).find(|option| option.attr("selected").is_some());
            let chosen = chosen.or_else(|| control.select(&options).next());
            chosen.and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
        }
        ("textarea", _) => {
            let text: String = control.text().collect();
            text.strip_prefix('\n').map_or(text.clone(), ToOwned::to_owned)
        }
        _ => control.attr("value").unwrap_or_default().to_owned(),
    };
    Some((name, value))
}

/// The ids in links like `/meetings/{id}`.
pub(crate) fn linked_ids(page: &str, folder: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let mut ids: Vec<_> = html
        .select(&selector("a[href]"))
        .filter_map(|link| link.attr("href")?.strip_prefix(folder).map(ToOwned::to_owned))
        .filter(|id| id.len() == 36 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-'))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form method="post" action="/other"><input name="a" value="1"></form>
        <form method="post" action="/contacts/7/meetings"><input type="hidden" name="csrf" value="t">
        <input type="radio" name="way" value="a"><input type="radio" name="way" value="b" checked>
        <input type="checkbox" name="off"><select name="zone"><option value="1"><option value="2" selected></select>
        <textarea name="text">
kept</textarea><input name="dead" value="x" disabled><button name="pressed" value="1">Go</button></form>
        <a href="/meetings/0198c0de-0000-7000-8000-000000000001">one</a><a href="/meetings/new">new</a>"#;

    #[test]
    fn a_form_sends_what_a_browser_sends() {
        let mut form = Form::of(PAGE, "/meetings").unwrap();
        assert_eq!(form.action, "/contacts/7/meetings");
        assert_eq!(form.encoded(), "csrf=t&way=b&zone=2&text=kept");
        form.set("way", "a");
        assert_eq!(form.encoded(), "csrf=t&zone=2&text=kept&way=a");
    }

    #[test]
    fn links_to_things_are_found() {
        assert_eq!(linked_ids(PAGE, "/meetings/"), ["0198c0de-0000-7000-8000-000000000001"]);
    }
}
