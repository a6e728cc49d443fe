//! Tables as CSV (RFC 4180). What a spreadsheet would take for a formula stays a text.

use std::borrow::Cow;

use csv::{Terminator, Writer, WriterBuilder};

/// A table, written line by line.
pub(crate) struct Csv(Writer<Vec<u8>>);

impl Csv {
    /// A table with these titles.
    pub(crate) fn new(titles: &[&str]) -> Self {
        let mut builder = WriterBuilder::new();
        let mut csv = Self(builder.terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new()));
        csv.row(titles);
        csv
    }

    /// One line more.
    pub(crate) fn row(&mut self, fields: &[&str]) {
        #[expect(
            clippy::expect_used,
            reason = "memory takes what it is given, and lines may differ in length"
        )]
        self.0.write_record(fields.iter().map(|field| harmless(field).into_owned())).expect("a line");
    }

    /// The whole table.
    pub(crate) fn into_string(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// A field that no spreadsheet works out: what begins like a formula gets an apostrophe before it.
fn harmless(field: &str) -> Cow<'_, str> {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        return format!("'{field}").into();
    }
    field.into()
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "of another package")]
#[path = "../../../fuzz/src/table.rs"]
mod target;

#[cfg(test)]
mod tests {
    use super::{Csv, target};

    #[test]
    fn every_kept_table_is_read_back_without_formulas() {
        for (file, input) in testing::kept_inputs("table", 6) {
            let held = std::panic::catch_unwind(|| target::table(&input));
            assert!(held.is_ok(), "{file} breaks it");
        }
    }

    fn line(field: &str) -> String {
        Csv::new(&[field, "b"]).into_string()
    }

    #[test]
    fn what_would_break_the_table_is_quoted() {
        assert_eq!(line("plain text"), "plain text,b\r\n");
        assert_eq!(line("a,b"), "\"a,b\",b\r\n");
        assert_eq!(line("say \"a\""), "\"say \"\"a\"\"\",b\r\n");
        assert_eq!(line("two\nlines"), "\"two\nlines\",b\r\n");
        assert_eq!(line(""), ",b\r\n");
    }

    #[test]
    fn no_text_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n"] {
            let text = line(&format!("{start}HYPERLINK(\"https://evil.example\")"));
            assert!(text.trim_start_matches('"').starts_with('\''), "{start:?} became {text:?}");
        }
    }
}
