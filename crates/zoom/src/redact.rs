//! Text from Zoom made fit for errors and logs.

/// Longest text of Zoom's that an error repeats, in characters.
const MAX_CHARS: usize = 300;

/// Takes the given secrets out of `text`, puts it on one line and cuts it to a readable length.
///
/// Zoom repeats what it was sent in some messages ("Invalid authorization code ...", reference A.7).
pub(crate) fn clean(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "[hidden]");
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn secrets_are_hidden_wherever_they_occur() {
        assert_eq!(clean("code abcd is bad: abcd", &["abcd", ""]), "code [hidden] is bad: [hidden]");
    }

    #[test]
    fn the_text_is_one_line_of_bounded_length() {
        assert_eq!(clean(" a\r\nb\u{0}c\u{1b}[31m ", &[]), "a b c [31m");
        assert_eq!(clean(&"ä".repeat(400), &[]).chars().count(), 301);
    }
}
