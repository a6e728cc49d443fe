//! The fuzz target of calendar files over the inputs that are kept. `cargo xtask fuzz` looks for more.

use rapport::calendar;

#[expect(clippy::expect_used, unreachable_pub, reason = "of another package, and each expect is a check")]
#[path = "../../../../fuzz/src/calendar.rs"]
mod target;

#[test]
fn a_calendar_file_holds_for_every_kept_text() {
    for (file, input) in testing::kept_inputs("calendar", 6) {
        let held = std::panic::catch_unwind(|| target::calendar(&input));
        assert!(held.is_ok(), "{file} breaks it");
    }
}
