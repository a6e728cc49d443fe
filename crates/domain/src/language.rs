//! Languages that people outside read: strangers on public pages, invitees in mails. Rapport's own screens are in English.

use std::collections::BTreeSet;
use std::fmt;

use crate::accept_language;

crate::text_enum! {
    /// A language that Rapport has words in; its word is the BCP 47 tag.
    pub enum Language {
        /// English
        English = "en",
        /// German
        German = "de",
        /// French
        French = "fr",
        /// Spanish
        Spanish = "es",
        /// Portuguese
        Portuguese = "pt",
        /// Swedish
        Swedish = "sv",
    }
}

impl Language {
    /// Its name in English, as the settings say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
            Self::Portuguese => "Portuguese",
            Self::Swedish => "Swedish",
        }
    }

    /// Its name in itself, as whoever reads it finds it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::Swedish => "Svenska",
        }
    }

    /// The first language in a text such as “Finnish, German”: by its English name, its own, or its tag.
    pub fn first_in(words: &str) -> Option<Self> {
        words.split(|c: char| !c.is_alphabetic() && c != '-').find_map(|word| {
            let word = word.to_lowercase();
            let tag = word.split('-').next().unwrap_or_default();
            let names = |language: &Self| {
                [language.label().to_lowercase(), language.own_name().to_lowercase()].contains(&word)
            };
            Self::ALL.iter().copied().find(|language| tag == language.as_str() || names(language))
        })
    }
}

/// Languages that something is offered in. English is always one of them, and the one for whoever reads none of the
/// others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(BTreeSet<Language>);

impl Languages {
    /// English and these.
    pub fn with(others: impl IntoIterator<Item = Language>) -> Self {
        Self(others.into_iter().chain([Language::English]).collect())
    }

    /// Reads tags between spaces, as [`Display`](fmt::Display) writes them. One that is not known, such as that of a
    /// newer program, is left out.
    pub fn read(tags: &str) -> Self {
        Self::with(tags.split_whitespace().filter_map(|tag| tag.parse().ok()))
    }

    /// Each of them, English first.
    pub fn iter(&self) -> impl Iterator<Item = Language> + '_ {
        self.0.iter().copied()
    }

    /// Whether this is one of them.
    pub fn contains(&self, language: Language) -> bool {
        self.0.contains(&language)
    }

    /// Whether there is anything to choose from.
    pub fn is_choice(&self) -> bool {
        self.0.len() > 1
    }

    /// The one that a language tag means: `de-AT` means German (RFC 4647, section 3.4).
    pub fn lookup(&self, tag: &str) -> Option<Language> {
        accept_language::lookup(self, tag)
    }

    /// The best for the value of an `Accept-Language` header (RFC 9110, section 12.5.4); English if it asks for none of
    /// them, or for nothing that can be understood.
    pub fn best(&self, accept_language: &str) -> Language {
        accept_language::best(self, accept_language).unwrap_or(Language::English)
    }
}

impl Default for Languages {
    /// English alone.
    fn default() -> Self {
        Self::with([])
    }
}

impl fmt::Display for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags: Vec<_> = self.iter().map(Language::as_str).collect();
        f.pad(&tags.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_always_offered_and_comes_first() {
        let offered = Languages::with([Language::Swedish, Language::German]);
        assert_eq!(offered.to_string(), "en de sv");
        assert_eq!(Languages::read("sv de"), offered);
        assert!(offered.is_choice() && !Languages::default().is_choice());
    }

    #[test]
    fn people_say_their_languages_in_words() {
        for (words, language) in [
            ("Portuguese, English", Some(Language::Portuguese)),
            ("Finnish, german", Some(Language::German)),
            ("FRANÇAIS", Some(Language::French)),
            ("svenska och engelska", Some(Language::Swedish)),
            ("pt-BR", Some(Language::Portuguese)),
            ("de", Some(Language::German)),
            ("Norwegian", None),
            ("Dene", None),
            ("", None),
        ] {
            assert_eq!(Language::first_in(words), language, "{words}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        assert_eq!(Languages::read("xx de, tlh de"), Languages::with([Language::German]));
        assert_eq!(Languages::read(""), Languages::default());
    }
}
