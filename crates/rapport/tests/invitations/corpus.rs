//! The fuzz target of calendar files over the inputs that are kept. `cargo xtask fuzz` looks for more.

use std::fs;
use std::path::Path;

use rapport::calendar;

#[expect(clippy::expect_used, unreachable_pub, reason = "of another package, and each expect is a check")]
#[path = "../../../../fuzz/src/calendar.rs"]
mod target;

#[test]
fn a_calendar_file_holds_for_every_kept_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/calendar");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 6);
    for file in files {
        let input = fs::read(&file).unwrap();
        let held = std::panic::catch_unwind(|| target::calendar(&input));
        assert!(held.is_ok(), "{} breaks it", file.display());
    }
}
