//! What a browser shows, asked for the way people find things: by heading, label, role and text.

use axum::http::HeaderMap;
use scraper::{ElementRef, Html};

use crate::Form;
use crate::text::{self, by_id, name_of, selector, tidy};

/// One answer of the program.
#[derive(Debug, Clone)]
pub struct Page {
    /// HTTP status.
    pub status: u16,
    /// Path and query that it was answered for, after redirects.
    pub path: String,
    /// Where it leads, if it is a redirect that was not followed (another site, or asked not to).
    pub location: Option<String>,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

/// A labelled field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// What stands in it; of a select the chosen value.
    pub value: String,
    /// The sentence that says what is wrong with it.
    pub error: Option<String>,
    /// The sentence that helps to fill it in.
    pub hint: Option<String>,
    /// Nobody can change it.
    pub disabled: bool,
    /// A box that is ticked.
    pub checked: bool,
}

impl Page {
    /// The body as text.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What a reader reads, with single spaces.
    pub fn text(&self) -> String {
        text::of(self.parse().root_element())
    }

    /// The value of a header; empty if it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Stops the test unless the status is 200.
    #[track_caller]
    pub fn assert_ok(&self) -> &Self {
        self.assert_status(200)
    }

    /// Stops the test unless the status is this one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert!(
            self.status == status,
            "{} answered {}, not {status}: {}",
            self.path,
            self.status,
            self.short()
        );
        self
    }

    /// Stops the test unless a heading has exactly this text.
    #[track_caller]
    pub fn assert_heading(&self, heading: &str) -> &Self {
        let all = self.headings();
        assert!(
            all.iter().any(|one| one == heading),
            "{} has no heading {heading:?}; it has {all:?}",
            self.path
        );
        self
    }

    /// Stops the test unless the text is somewhere on the page.
    #[track_caller]
    pub fn assert_text(&self, wanted: &str) -> &Self {
        let text = self.text();
        assert!(text.contains(&tidy(wanted)), "{} does not say {wanted:?}: {text}", self.path);
        self
    }

    /// Stops the test if the text is anywhere on the page.
    #[track_caller]
    pub fn assert_no_text(&self, unwanted: &str) -> &Self {
        let text = self.text();
        assert!(!text.contains(&tidy(unwanted)), "{} says {unwanted:?}: {text}", self.path);
        self
    }

    /// Stops the test unless the page tells the person this in a notice, an alert or on top of a form.
    #[track_caller]
    pub fn assert_notice(&self, wanted: &str) -> &Self {
        let all = self.notices();
        assert!(
            all.iter().any(|notice| notice.contains(&tidy(wanted))),
            "{} has no notice {wanted:?}; it has {all:?}; {}",
            self.path,
            self.short()
        );
        self
    }

    /// Headings, in order.
    pub fn headings(&self) -> Vec<String> {
        self.select("h1, h2, h3, h4, h5, h6")
    }

    /// What stands in elements with the role `status` or `alert`, in order.
    pub fn notices(&self) -> Vec<String> {
        self.select("[role=status], [role=alert]")
    }

    /// The first of [`Self::notices`].
    #[track_caller]
    pub fn notice(&self) -> String {
        let first = self.notices().into_iter().next();
        first.unwrap_or_else(|| panic!("{} has no notice: {}", self.path, self.short()))
    }

    /// Texts of all elements that match.
    #[track_caller]
    pub fn select(&self, css: &str) -> Vec<String> {
        self.parse().select(&selector(css)).map(text::of).collect()
    }

    /// An attribute of all elements that match and have it.
    #[track_caller]
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let html = self.parse();
        html.select(&selector(css)).filter_map(|one| one.attr(name).map(ToOwned::to_owned)).collect()
    }

    /// The texts of table rows, list items and articles that contain this text and no smaller one that does.
    pub fn rows(&self, with: &str) -> Vec<String> {
        let html = self.parse();
        let rows = selector("tr, li, article, dt + dd");
        let found = html.select(&rows).filter(|row| text::of(*row).contains(with));
        found
            .filter(|row| {
                !row.select(&rows).any(|inner| inner.id() != row.id() && text::of(inner).contains(with))
            })
            .map(text::of)
            .collect()
    }

    /// Target of the link with this name.
    #[track_caller]
    pub fn link(&self, name: &str) -> String {
        let found = self.links().into_iter().find(|(text, _)| text == name);
        found.unwrap_or_else(|| panic!("{} has no link {name:?}: {:?}", self.path, self.links())).1
    }

    /// Whether there is a link with this name.
    pub fn has_link(&self, name: &str) -> bool {
        self.links().iter().any(|(text, _)| text == name)
    }

    /// Name and target of every link.
    pub fn links(&self) -> Vec<(String, String)> {
        let html = self.parse();
        let links = selector("a[href]");
        html.select(&links)
            .map(|link| (name_of(link), link.attr("href").unwrap_or_default().to_owned()))
            .collect()
    }

    /// Whether there is a button with this name that can be pressed.
    pub fn has_button(&self, name: &str) -> bool {
        let html = self.parse();
        button(&html, name).is_some_and(|button| button.attr("disabled").is_none())
    }

    /// Names of all buttons.
    pub fn buttons(&self) -> Vec<String> {
        self.parse().select(&selector("button")).map(name_of).collect()
    }

    /// The form of the button with this name.
    #[track_caller]
    pub fn form(&self, name: &str) -> Form {
        let html = self.parse();
        let found = button(&html, name);
        let found = found.unwrap_or_else(|| {
            panic!("{} has no button {name:?}: {:?}; {}", self.path, self.buttons(), self.short())
        });
        assert!(found.attr("disabled").is_none(), "the button {name:?} of {} is disabled", self.path);
        let form = Form::of_button(&html, found, &self.path);
        form.unwrap_or_else(|| panic!("the button {name:?} of {} belongs to no form", self.path))
    }

    /// The one POST form that has all these fields, its first button pressed.
    #[track_caller]
    pub fn form_with(&self, names: &[&str]) -> Form {
        let html = self.parse();
        let forms = selector("form[method=post]");
        let buttons = selector("button:not([type=button])");
        let mut fitting = html.select(&forms).filter(|form| {
            let parsed = Form::of_element(&html, *form, &self.path);
            names.iter().all(|name| parsed.has(name))
        });
        let found = fitting.next();
        let form = found.unwrap_or_else(|| {
            panic!("{} ({}) has no form with {names:?}: {}", self.path, self.status, self.short())
        });
        let pressed =
            form.select(&buttons).next().and_then(|button| Form::of_button(&html, button, &self.path));
        pressed.unwrap_or_else(|| Form::of_element(&html, form, &self.path))
    }

    /// The field with this label. The label may go on, for example with "Optional".
    #[track_caller]
    pub fn field(&self, label: &str) -> Field {
        let html = self.parse();
        let found = labelled(&html, label);
        let element = found.unwrap_or_else(|| {
            panic!("{} has no field {label:?}; it has {:?}", self.path, self.select("label, legend"))
        });
        let described = element.attr("aria-describedby").unwrap_or_default();
        let described = |suffix: &str| {
            let id = described.split_whitespace().find(|id| id.ends_with(suffix))?;
            by_id(&html, id).map(text::of)
        };
        let value = match element.value().name() {
            "textarea" => {
                let whole: String = element.text().collect();
                whole.strip_prefix('\n').map_or(whole.clone(), ToOwned::to_owned)
            }
            "select" => {
                let options = selector("option");
                let chosen = element.select(&options).find(|option| option.attr("selected").is_some());
                let chosen = chosen.or_else(|| element.select(&options).next());
                chosen.and_then(|option| option.attr("value")).unwrap_or_default().to_owned()
            }
            _ => element.attr("value").unwrap_or_default().to_owned(),
        };
        Field {
            value,
            error: described("-error"),
            hint: described("-hint"),
            disabled: element.attr("disabled").is_some(),
            checked: element.attr("checked").is_some(),
        }
    }

    fn parse(&self) -> Html {
        Html::parse_document(&self.html())
    }

    /// Enough of the page to see what went wrong.
    fn short(&self) -> String {
        let html = self.parse();
        let main = html.select(&selector("main")).next().unwrap_or(html.root_element());
        text::of(main).chars().take(1500).collect()
    }
}

fn button<'a>(html: &'a Html, name: &str) -> Option<ElementRef<'a>> {
    html.select(&selector("button")).find(|button| name_of(*button) == name)
}

fn labelled<'a>(html: &'a Html, label: &str) -> Option<ElementRef<'a>> {
    let labels = selector("label");
    let fits = |one: &ElementRef<'_>, exactly: bool| {
        let text = text::of(*one);
        if exactly { text == label } else { text.starts_with(label) }
    };
    let found = html.select(&labels).find(|one| fits(one, true));
    let found = found.or_else(|| html.select(&labels).find(|one| fits(one, false)));
    let control = found.and_then(|found| match found.attr("for") {
        Some(id) => by_id(html, id),
        None => found.select(&selector("input, select, textarea")).next(),
    });
    let named = selector("input[aria-label], select[aria-label], textarea[aria-label]");
    control.or_else(|| html.select(&named).find(|one| one.attr("aria-label") == Some(label)))
}
