#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| zoom_fuzz::models(data));
