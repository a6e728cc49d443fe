//! Words of the program in the languages that people outside read. The only place that sees the library for it; the words
//! are in `locales/{language}`, one file for each family of messages, in the syntax of Project Fluent.

pub mod dates;
mod message;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use message::Message;

/// A message without values.
pub fn text(language: Language, message: Message) -> String {
    with(language, message, &[])
}

/// A message with its values.
pub fn with(language: Language, message: Message, values: &[(&str, &str)]) -> String {
    format(language, message, &values.iter().copied().collect())
}

fn format(language: Language, message: Message, values: &FluentArgs<'_>) -> String {
    let Some(bundle) = BUNDLES.get(&language) else { return String::new() };
    let Some(pattern) = bundle.get_message(message.as_str()).and_then(|found| found.value()) else {
        return String::new();
    };
    bundle.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned()
}

/// A message whose words depend on a number, its value `$n`.
pub fn count(language: Language, message: Message, n: i64) -> String {
    format(language, message, &[("n", n)].into_iter().collect())
}

/// The words of a message before and after its value, where a page puts more than words, such as a link.
pub fn around(language: Language, message: Message, value: &str) -> (String, String) {
    /// Stands for something that is no text, and so in no message.
    const OBJECT: &str = "\u{fffc}";
    let text = with(language, message, &[(value, OBJECT)]);
    let (before, after) = text.split_once(OBJECT).unwrap_or((&text, ""));
    (before.to_owned(), after.to_owned())
}

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/invitee.ftl")),
            include_str!(concat!("../../locales/", $language, "/mails.ftl")),
            include_str!(concat!("../../locales/", $language, "/permissions.ftl")),
            include_str!(concat!("../../locales/", $language, "/public_pages.ftl")),
            include_str!(concat!("../../locales/", $language, "/user_mails.ftl")),
        ]
    };
}

const fn files(language: Language) -> [&'static str; 5] {
    match language {
        Language::English => files!("en"),
        Language::German => files!("de"),
        Language::French => files!("fr"),
        Language::Spanish => files!("es"),
        Language::Portuguese => files!("pt"),
        Language::Swedish => files!("sv"),
    }
}

static BUNDLES: LazyLock<BTreeMap<Language, FluentBundle<FluentResource>>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, bundle(*language))).collect());

/// The files are part of the program, and tests read every message: what is wrong with one does not get this far.
fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(language.as_str().parse().into_iter().collect());
    // Marks around values are for texts that mix directions of writing. All of ours run from left to right.
    bundle.set_use_isolating(false);
    for file in files(language) {
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Names of the messages of a language, and the variables of each.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut message = String::new();
        for line in files(language).iter().flat_map(|file| file.lines()) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                line.split_once(" =").unwrap().0.clone_into(&mut message);
                assert!(!found.contains_key(&message), "{language}: {message} stands there twice");
            }
            if !line.starts_with('#') && !message.is_empty() {
                let name = |rest: &str| {
                    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap().to_owned()
                };
                found.entry(message.clone()).or_default().extend(line.split('$').skip(1).map(name));
            }
        }
        found
    }

    #[test]
    fn every_message_is_there_in_every_language_with_the_same_variables() {
        let english = messages(Language::English);
        let known: BTreeSet<_> = Message::ALL.iter().map(|message| message.as_str().to_owned()).collect();
        assert_eq!(english.keys().cloned().collect::<BTreeSet<_>>(), known);
        for language in Language::ALL {
            assert_eq!(messages(*language), english, "{language}");
        }
    }

    #[test]
    fn every_message_can_be_said() {
        for language in Language::ALL {
            let variables = messages(*language);
            for file in files(*language) {
                assert!(FluentResource::try_new(file.to_owned()).is_ok(), "{language}");
            }
            let bundle = bundle(*language);
            assert_eq!(bundle.locales.len(), 1);
            for message in Message::ALL {
                let names = &variables[message.as_str()];
                let values: FluentArgs<'_> = names.iter().map(|name| (name.as_str(), "•")).collect();
                let pattern = bundle.get_message(message.as_str()).unwrap().value().unwrap();
                let mut errors = Vec::new();
                let said = bundle.format_pattern(pattern, Some(&values), &mut errors);
                assert!(errors.is_empty() && !said.trim().is_empty(), "{language} {message}: {errors:?}");
                assert_eq!(said.matches('•').count(), names.len(), "{language} {message}: {said}");
            }
        }
    }

    #[test]
    fn a_value_stands_among_its_words_as_it_is() {
        let said = with(Language::Swedish, Message::PreviewText, &[("place", "Zoom app")]);
        assert_eq!(
            said,
            "Bara ägare och administratörer ser den här sidan. Du publicerar den under Zoom app."
        );
        let (before, after) = around(Language::Swedish, Message::PreviewText, "place");
        assert_eq!(format!("{before}Zoom app{after}"), said);
        assert_eq!(after, ".");
    }
}
