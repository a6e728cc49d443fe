//! How names and addresses are compared: small letters, and without the marks above them.

/// `text` in small letters and without common Latin accents, so that “ines” finds “Inês”.
pub(crate) fn fold(text: &str) -> String {
    text.trim().to_lowercase().chars().flat_map(plain).collect()
}

/// The letters that stand for `c` in a folded text.
fn plain(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => ('a', None),
        'æ' => ('a', Some('e')),
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => ('c', None),
        'ď' | 'đ' | 'ð' => ('d', None),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => ('e', None),
        'ğ' | 'ģ' => ('g', None),
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => ('i', None),
        'ķ' => ('k', None),
        'ł' | 'ĺ' | 'ļ' | 'ľ' => ('l', None),
        'ñ' | 'ń' | 'ň' | 'ņ' => ('n', None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => ('o', None),
        'œ' => ('o', Some('e')),
        'ŕ' | 'ř' => ('r', None),
        'ś' | 'š' | 'ş' | 'ș' => ('s', None),
        'ß' => ('s', Some('s')),
        'ť' | 'ţ' | 'ț' => ('t', None),
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => ('u', None),
        'ý' | 'ÿ' => ('y', None),
        'ź' | 'ż' | 'ž' => ('z', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

/// A folded word as a `LIKE` pattern that finds it anywhere; for `ESCAPE '\'`.
pub(crate) fn contains_pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(fold(" Inês CARVALHO "), "ines carvalho");
        assert_eq!(fold("Strauß Œuvre Łódź"), "strauss oeuvre lodz");
        assert_eq!(fold("Ольга"), "ольга");
    }

    #[test]
    fn wildcards_in_a_search_mean_themselves() {
        assert_eq!(contains_pattern("100%_a\\b"), "%100\\%\\_a\\\\b%");
    }
}
