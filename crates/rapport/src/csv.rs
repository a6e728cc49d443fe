//! Tables as CSV (RFC 4180). What a spreadsheet would take for a formula stays a text.

/// A table, written line by line.
#[derive(Debug, Default)]
pub(crate) struct Csv(String);

impl Csv {
    /// A table with these titles.
    pub(crate) fn new(titles: &[&str]) -> Self {
        let mut csv = Self::default();
        csv.row(titles);
        csv
    }

    /// One line more.
    pub(crate) fn row(&mut self, fields: &[&str]) {
        for (place, field) in fields.iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            self.field(field);
        }
        self.0.push_str("\r\n");
    }

    fn field(&mut self, text: &str) {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        let quoted = formula || text.contains(['"', ',', '\r', '\n']);
        if !quoted {
            self.0.push_str(text);
            return;
        }
        self.0.push('"');
        if formula {
            self.0.push('\'');
        }
        self.0.push_str(&text.replace('"', "\"\""));
        self.0.push('"');
    }

    /// The whole table.
    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Csv;

    fn line(field: &str) -> String {
        let mut csv = Csv::default();
        csv.row(&[field, "b"]);
        csv.into_string()
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
            let text = format!("{start}HYPERLINK(\"https://evil.example\")");
            assert!(line(&text).starts_with("\"'"), "{text:?} became {:?}", line(&text));
        }
    }
}
