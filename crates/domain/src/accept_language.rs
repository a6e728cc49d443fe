//! Which of the offered languages somebody gets: `Accept-Language` (RFC 9110, section 12.5.4) by lookup (RFC 4647,
//! section 3.4).

use crate::{Language, Languages};

/// The offered language that a tag means: the tag itself, or what is left when subtags are taken off its end.
pub(crate) fn lookup(offered: &Languages, tag: &str) -> Option<Language> {
    // Our tags have no subtags, so what is left in the end is what decides.
    let language = tag.split('-').next().unwrap_or_default().trim().to_ascii_lowercase();
    language.parse().ok().filter(|language| offered.contains(*language))
}

/// The best offered language for the value of a header; `None` if it names none of them.
pub(crate) fn best(offered: &Languages, header: &str) -> Option<Language> {
    let mut ranges: Vec<(&str, u16)> = header.split(',').filter_map(range).collect();
    // Stable: of two with the same weight, the first.
    ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let named = |language: Language| {
        ranges.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language.as_str())).map(|(_, weight)| *weight)
    };
    let refused = |language: Language| named(language) == Some(0);
    ranges.iter().filter(|(_, weight)| *weight > 0).find_map(|(tag, _)| match *tag {
        // Any language that the header does not name.
        "*" => offered.iter().find(|language| named(*language).is_none()),
        tag => lookup(offered, tag).filter(|language| !refused(*language)),
    })
}

/// `de-AT;q=0.8` as the tag and its weight in thousandths; `None` for what is no such thing.
fn range(text: &str) -> Option<(&str, u16)> {
    let (tag, weight) = match text.split_once(';') {
        Some((tag, parameter)) => (tag, weight(parameter.trim())?),
        None => (text, 1000),
    };
    let tag = tag.trim();
    let subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (tag == "*" || tag.split('-').all(subtag)).then_some((tag, weight))
}

/// `q=0.8` in thousandths (RFC 9110, section 12.4.2): 0 to 1 with three decimals at most.
fn weight(parameter: &str) -> Option<u16> {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let decimals = format!("{decimals:0<3}").parse().ok()?;
    match (whole, decimals) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use Language::{English, French, German, Portuguese, Spanish, Swedish};
    use proptest::prelude::*;

    use super::*;

    fn best_of(offered: &[Language], header: &str) -> Language {
        Languages::with(offered.iter().copied()).best(header)
    }

    #[test]
    fn the_heaviest_range_that_is_offered_wins() {
        let offered = [German, French, Swedish];
        for (header, expected) in [
            ("de", German),
            ("fr, de", French),
            ("de;q=0.5, fr;q=0.8", French),
            ("de;q=0.8, fr;q=0.8", German),
            ("es, de;q=0.1", German),
            ("de;q=0.001, en;q=0", German),
            ("sv;q=1.000, de;q=0.999", Swedish),
            ("  fr ; q=0.3 ,\tde;Q=0.7", German),
        ] {
            assert_eq!(best_of(&offered, header), expected, "{header}");
        }
    }

    #[test]
    fn a_region_finds_its_language_and_letter_case_does_not_matter() {
        for (header, expected) in [
            ("de-AT", German),
            ("DE-at", German),
            ("pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7", Portuguese),
            ("es-419", Spanish),
            ("sv-Latn-FI-x-private", Swedish),
            ("gsw, de-CH;q=0.9, fr;q=0.8", German),
            ("dex, fr;q=0.5", French),
        ] {
            assert_eq!(best_of(Language::ALL, header), expected, "{header}");
        }
    }

    #[test]
    fn what_is_refused_is_not_given_while_there_is_another() {
        for (header, expected) in [
            ("de;q=0, fr;q=0.1", French),
            ("de-AT, de;q=0, fr;q=0.1", French),
            ("*, en;q=0", German),
            ("fr;q=0.0, *;q=0.1, en;q=0.000", German),
            // Nothing is left: the header is set aside, as RFC 9110 allows.
            ("*;q=0", English),
            ("en;q=0", English),
        ] {
            assert_eq!(best_of(&[German, French], header), expected, "{header}");
        }
    }

    #[test]
    fn an_asterisk_means_any_language_that_is_not_named() {
        assert_eq!(best_of(&[German], "*"), English);
        assert_eq!(best_of(&[German], "es, *;q=0.5"), English);
        assert_eq!(best_of(&[German], "en;q=0.1, *;q=0.5"), German);
        assert_eq!(best_of(&[German], "de, *;q=0.5"), German);
    }

    #[test]
    fn what_cannot_be_understood_is_passed_over() {
        for header in [
            "",
            ",",
            ";",
            "q=1",
            "de;",
            "de;q=",
            "de;q=2",
            "de;q=1.5",
            "de;q=0.1234",
            "de;q=-1",
            "de;x=1",
            "d e",
            "de_AT",
            "dé",
        ] {
            assert_eq!(best_of(&[German], header), English, "{header}");
            assert_eq!(best_of(&[German, French], &format!("{header}, fr;q=0.2")), French, "{header}");
        }
    }

    #[test]
    fn a_tag_alone_is_looked_up_the_same_way() {
        let offered = Languages::with([German]);
        assert_eq!(offered.lookup("de-AT"), Some(German));
        assert_eq!(offered.lookup("EN"), Some(English));
        for tag in ["fr", "", "*", "-de", "deutsch"] {
            assert_eq!(offered.lookup(tag), None, "{tag}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_header_says_the_answer_is_offered(header in ".{0,60}", tags in "[a-z*;=,.01q -]{0,60}") {
            let offered = Languages::with([German, Swedish]);
            prop_assert!(offered.contains(offered.best(&header)));
            prop_assert!(offered.contains(offered.best(&tags)));
        }
    }
}
