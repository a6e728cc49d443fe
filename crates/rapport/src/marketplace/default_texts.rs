//! The texts of the public pages that come with the program, in every language. The English one is the original; what is
//! changed there is changed in the others too.

use domain::Language;
use store::public_pages::PublicPage;

macro_rules! texts {
    ($page:expr, $language:literal) => {
        match $page {
            PublicPage::Documentation => include_str!(concat!("texts/", $language, "/documentation.md")),
            PublicPage::Support => include_str!(concat!("texts/", $language, "/support.md")),
            PublicPage::Privacy => include_str!(concat!("texts/", $language, "/privacy.md")),
            PublicPage::Terms => include_str!(concat!("texts/", $language, "/terms.md")),
        }
    };
}

/// The text of a page, as Markdown.
pub const fn default_text(page: PublicPage, language: Language) -> &'static str {
    match language {
        Language::English => texts!(page, "en"),
        Language::German => texts!(page, "de"),
        Language::French => texts!(page, "fr"),
        Language::Spanish => texts!(page, "es"),
        Language::Portuguese => texts!(page, "pt"),
        Language::Swedish => texts!(page, "sv"),
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// What Rapport's own screens say, which are in English whatever the language of the text.
    const ON_SCREEN: [&str; 14] = [
        "Settings",
        "Integrations",
        "Connect Zoom",
        "Reconnect Zoom",
        "Disconnect Zoom",
        "Schedule meeting",
        "Reschedule",
        "Start meeting",
        "Remove meeting",
        "Compare with Zoom",
        "Check connection",
        "Zoom stopped accepting our access",
        "Zoom is not answering",
        "No longer in Zoom",
    ];

    /// The frame of a text: headings with their level, paragraphs, list items and cells in their order, each with what it
    /// links to, how many of its words are strong, and the marks in it.
    fn frame(text: &str) -> Vec<String> {
        let mut frame = vec![String::new()];
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            let block = frame.last_mut().unwrap();
            match event {
                Event::Start(Tag::Strong) => block.push_str(" strong"),
                Event::Start(Tag::Link { dest_url, .. }) => block.extend([" ", &dest_url]),
                Event::Start(Tag::Heading { level, .. }) => frame.push(level.to_string()),
                Event::Start(Tag::List(first)) => frame.push(format!("list {first:?}")),
                Event::Start(block) => frame.push(format!("{block:?}")),
                _ => {}
            }
        }
        frame
    }

    fn marks(text: &str) -> Vec<String> {
        let marks = text.split("{{").skip(1).map(|rest| rest.split_once("}}").unwrap().0.to_owned());
        let mut marks: Vec<_> = marks.collect();
        marks.sort();
        marks
    }

    fn translations() -> impl Iterator<Item = (String, &'static str, &'static str)> {
        let pages = PublicPage::ALL.iter().copied();
        pages.flat_map(|page| {
            Language::ALL.iter().map(move |language| {
                let name = format!("{page} in {}", language.label());
                (name, default_text(page, Language::English), default_text(page, *language))
            })
        })
    }

    #[test]
    fn every_translation_has_the_frame_and_the_marks_of_the_english_text() {
        for (name, english, text) in translations() {
            let (wanted, found) = (frame(english), frame(text));
            let differs = wanted.iter().zip(&found).position(|(wanted, found)| wanted != found);
            let at = differs.unwrap_or(wanted.len().min(found.len()));
            assert_eq!(found.get(at), wanted.get(at), "{name}: block {at} of {}", wanted.len());
            assert_eq!(marks(text), marks(english), "{name}");
        }
    }

    #[test]
    fn every_translation_names_what_stands_on_the_screens_as_it_stands_there() {
        for (name, english, text) in translations() {
            for words in ON_SCREEN {
                assert_eq!(text.matches(words).count(), english.matches(words).count(), "{name}: {words}");
            }
        }
    }

    #[test]
    fn no_translation_is_the_english_text() {
        for (page, language) in PublicPage::ALL
            .iter()
            .flat_map(|page| Language::ALL.iter().map(move |language| (*page, *language)))
        {
            let same = default_text(page, language) == default_text(page, Language::English);
            assert_eq!(same, language == Language::English, "{page} in {}", language.label());
        }
    }
}
