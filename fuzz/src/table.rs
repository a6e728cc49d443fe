//! What must hold for every table that is exported. A test beside the writer runs this over the inputs that are kept, on
//! every test run.

use super::Csv;

/// A table is read back as it was written, and no field of it is a formula.
///
/// The input is the fields, separated by the byte 0xff, and 0xfe where a line ends.
pub fn table(data: &[u8]) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let lines = data.split(|byte| *byte == 0xfe);
    let lines: Vec<Vec<String>> =
        lines.map(|line| line.split(|byte| *byte == 0xff).map(text).collect()).collect();
    let mut csv = Csv::new(&["Title"]);
    for line in &lines {
        csv.row(&line.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let written = csv.into_string();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(written.as_bytes());
    let read: Vec<_> = reader.records().map(|record| record.expect("a line")).collect();
    assert_eq!(read.len(), lines.len(), "{written:?}");
    for (read, line) in read.iter().zip(&lines) {
        assert_eq!(read.len(), line.len(), "{written:?}");
        for (read, field) in read.iter().zip(line) {
            assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{read:?} is a formula");
            assert_eq!(read.strip_prefix('\'').filter(|_| !field.starts_with('\'')).unwrap_or(read), field);
        }
    }
}
