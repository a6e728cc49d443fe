#![no_main]

use rapport::views::samples;

#[path = "../src/templates.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::templates(data));
