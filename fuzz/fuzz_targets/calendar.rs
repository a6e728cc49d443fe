#![no_main]

#[expect(dead_code, reason = "feeds and series have tests of their own")]
#[path = "../../crates/rapport/src/calendar/mod.rs"]
mod calendar;
#[path = "../src/calendar.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::calendar(data));
