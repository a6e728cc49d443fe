#![no_main]

#[path = "../../crates/rapport/src/csv.rs"]
mod writer;
use writer::Csv;

#[path = "../src/table.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::table(data));
