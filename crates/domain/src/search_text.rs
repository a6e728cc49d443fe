//! Texts as a search compares them: small letters without accents, cut into words, and how like two words are.

/// Letters of a word beyond this say nothing more.
const LONGEST_WORD: usize = 40;

/// `text` in small letters and without common Latin accents, so that “ines” finds “Inês”.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase().chars().flat_map(plain).collect()
}

/// The letters that stand for `c` in a folded text; none for an accent that stands by itself.
fn plain(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        '\u{300}'..='\u{36f}' => (None, None),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => (Some('a'), None),
        'æ' => (Some('a'), Some('e')),
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => (Some('c'), None),
        'ď' | 'đ' | 'ð' => (Some('d'), None),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => (Some('e'), None),
        'ğ' | 'ģ' => (Some('g'), None),
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => (Some('i'), None),
        'ķ' => (Some('k'), None),
        'ł' | 'ĺ' | 'ļ' | 'ľ' => (Some('l'), None),
        'ñ' | 'ń' | 'ň' | 'ņ' => (Some('n'), None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => (Some('o'), None),
        'œ' => (Some('o'), Some('e')),
        'ŕ' | 'ř' => (Some('r'), None),
        'ś' | 'š' | 'ş' | 'ș' => (Some('s'), None),
        'ß' => (Some('s'), Some('s')),
        'ť' | 'ţ' | 'ț' => (Some('t'), None),
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => (Some('u'), None),
        'ý' | 'ÿ' => (Some('y'), None),
        'ź' | 'ż' | 'ž' => (Some('z'), None),
        other => (Some(other), None),
    };
    first.into_iter().chain(second)
}

/// The words of a text, folded. An apostrophe stands inside a word: “O’Connor” is one.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .replace(['\'', '’'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST_WORD).collect())
        .collect()
}

/// The pieces of three letters that a folded word is made of; `^` stands before its first one.
pub fn grams(word: &str) -> Vec<String> {
    let letters: Vec<char> = std::iter::once('^').chain(word.chars()).collect();
    let mut grams: Vec<String> = letters.windows(3).map(|three| three.iter().collect()).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The digits of a phone number however it is written: without the plus, the zeros it begins with, and the zero in
/// brackets. `None` for a text that is no phone number.
pub fn phone_digits(text: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().any(|c| !c.is_ascii_digit() && !"+-–()./ \u{a0}\u{202f}".contains(c)) {
        return None;
    }
    let abroad = text.starts_with('+') || text.starts_with("00");
    let text = if abroad { text.replace("(0)", "") } else { text.to_owned() };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (digits.len() >= 4).then(|| digits.chars().take(LONGEST_WORD).collect())
}

/// How a word answers to what was asked for, the least likely first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It begins so, but for a slip of the finger.
    Mistyped,
    /// It holds it somewhere.
    Within,
    /// It begins with it.
    Beginning,
    /// It is it.
    Whole,
}

/// How many slips are forgiven in what was asked for: none in short words and in numbers.
pub fn slips(asked: &str) -> usize {
    match asked.chars().count() {
        _ if asked.chars().all(|c| c.is_ascii_digit()) => 0,
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How the folded `word` answers to the folded word `asked`, if at all.
pub fn likeness(asked: &str, word: &str) -> Option<Likeness> {
    if asked.is_empty() {
        None
    } else if word == asked {
        Some(Likeness::Whole)
    } else if word.starts_with(asked) {
        Some(Likeness::Beginning)
    } else if word.contains(asked) {
        Some(Likeness::Within)
    } else {
        let slips = slips(asked);
        (slips > 0 && distance_to_beginning(asked, word) <= slips).then_some(Likeness::Mistyped)
    }
}

/// How many letters have to be added, left out, changed or swapped with the next one to make `asked` a beginning of
/// `word` (optimal string alignment).
fn distance_to_beginning(asked: &str, word: &str) -> usize {
    let asked: Vec<char> = asked.chars().collect();
    let word: Vec<char> = word.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    for (i, a) in asked.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in word.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && asked[i - 1] == *b && *a == word[j - 1] {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = last;
        last = row;
    }
    last.into_iter().min().unwrap_or(asked.len())
}

/// `text` in parts, each with whether it answers to one of the folded words `asked`: for underlining.
pub fn marked(text: &str, asked: &[String]) -> Vec<(String, bool)> {
    let letters: Vec<char> = text.chars().collect();
    // Each folded letter with the place it came from.
    let folded: Vec<(char, usize)> = letters
        .iter()
        .enumerate()
        .flat_map(|(place, letter)| letter.to_lowercase().flat_map(plain).map(move |c| (c, place)))
        .collect();
    let mut marks = vec![false; letters.len()];
    for word in asked {
        let word: Vec<char> = word.chars().collect();
        if word.is_empty() {
            continue;
        }
        for window in folded.windows(word.len()) {
            if window.iter().map(|(c, _)| c).eq(&word) {
                for (_, place) in window {
                    marks[*place] = true;
                }
            }
        }
    }
    let mut parts: Vec<(String, bool)> = Vec::new();
    for (letter, mark) in letters.into_iter().zip(marks) {
        match parts.last_mut() {
            Some((part, same)) if *same == mark => part.push(letter),
            _ => parts.push((letter.to_string(), mark)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(fold(" Inês CARVALHO "), "ines carvalho");
        assert_eq!(fold("Strauß Œuvre Łódź"), "strauss oeuvre lodz");
        assert_eq!(fold("Ine\u{302}s"), "ines", "an accent of its own");
        assert_eq!(fold("Ольга"), "ольга");
    }

    #[test]
    fn a_text_is_cut_where_words_end() {
        assert_eq!(
            words("Ana.Ferreira@lumen-freight.example"),
            ["ana", "ferreira", "lumen", "freight", "example"]
        );
        assert_eq!(words("Liam O’Connor"), ["liam", "oconnor"]);
        assert_eq!(words(" — !"), Vec::<String>::new());
        assert_eq!(words("星野 ラボ"), ["星野", "ラボ"]);
    }

    #[test]
    fn a_phone_number_is_its_digits() {
        for text in ["+351 210 000 142", "00351 210-000-142", "(351) 210.000.142", "+351 (0) 210 000 142"] {
            let text = text.replace("(0) ", "(0)");
            assert_eq!(phone_digits(&text).as_deref(), Some("351210000142"), "{text}");
        }
        assert_eq!(phone_digits("0210 000 142").as_deref(), Some("210000142"), "as dialled at home");
        for text in ["", "12", "Ana", "2027-03-16T10", "+", "0000"] {
            assert_eq!(phone_digits(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_answers_whole_begun_within_or_mistyped() {
        use Likeness::{Beginning, Mistyped, Whole, Within};
        for (asked, word, expected) in [
            ("ana", "ana", Some(Whole)),
            ("ana", "analytics", Some(Beginning)),
            ("ana", "tanaka", Some(Within)),
            ("ferrera", "ferreira", Some(Mistyped)),
            ("fereira", "ferreira", Some(Mistyped)),
            ("marucs", "marcus", Some(Mistyped)),
            ("lumne", "lumen", Some(Mistyped)),
            ("oconor", "oconnor", Some(Mistyped)),
            ("anx", "ana", None),
            ("weber", "dahl", None),
            ("1234", "1235", None),
            ("", "ana", None),
        ] {
            assert_eq!(likeness(asked, word), expected, "{asked} and {word}");
        }
    }

    #[test]
    fn what_answers_is_marked_letter_by_letter() {
        let marked = |text, asked: &[&str]| -> String {
            let asked: Vec<String> = asked.iter().map(|word| (*word).to_owned()).collect();
            let parts = super::marked(text, &asked);
            parts.iter().map(|(part, mark)| if *mark { format!("[{part}]") } else { part.clone() }).collect()
        };
        assert_eq!(marked("Yuki Tanaka", &["ana"]), "Yuki T[ana]ka");
        assert_eq!(marked("Inês Strauß", &["ines", "ss"]), "[Inês] Strau[ß]");
        assert_eq!(marked("Rui", &["ana", ""]), "Rui");
        assert_eq!(marked("", &["ana"]), "");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn capitals_never_matter(text in "[a-zà-öø-þß]{0,20}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }

        #[test]
        fn each_word_of_a_text_is_a_whole_answer_to_itself(text in "\\PC{0,40}") {
            for word in words(&text) {
                prop_assert_eq!(words(&word), vec![word.clone()]);
                prop_assert_eq!(likeness(&word, &word), Some(Likeness::Whole));
            }
        }

        #[test]
        fn one_slip_in_a_longer_word_is_forgiven(word in "[a-z]{5,12}", at in 0_usize..5, letter in "[a-z]") {
            let mut typed: Vec<char> = word.chars().collect();
            typed[at] = letter.chars().next().unwrap();
            let typed: String = typed.into_iter().collect();
            prop_assert!(likeness(&typed, &word).is_some(), "{} and {}", typed, word);
            let swapped: String = {
                let mut letters: Vec<char> = word.chars().collect();
                letters.swap(at.min(3), at.min(3) + 1);
                letters.into_iter().collect()
            };
            prop_assert!(likeness(&swapped, &word).is_some(), "{} and {}", swapped, word);
        }

        #[test]
        fn however_a_number_is_written_it_is_the_same(digits in "[1-9][0-9]{6,12}", gaps in "[ ./-]{1}") {
            let spaced: String = digits.chars().enumerate()
                .flat_map(|(at, c)| (at % 3 == 2).then_some(gaps.as_str()).into_iter().flat_map(str::chars).chain([c]))
                .collect();
            for text in [digits.clone(), format!("+{spaced}"), format!("00{digits}"), format!("({digits})")] {
                prop_assert_eq!(phone_digits(&text), Some(digits.clone()), "{}", text);
            }
        }

        #[test]
        fn marking_loses_no_letter(text in "\\PC{0,40}", asked in "[a-z]{0,3}") {
            let parts = marked(&text, &[asked]);
            prop_assert_eq!(parts.into_iter().map(|(part, _)| part).collect::<String>(), text);
        }
    }
}
