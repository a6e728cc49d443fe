#![no_main]

use std::sync::LazyLock;

use tokio::runtime::Runtime;

#[path = "../src/callback.rs"]
mod target;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static DESK: LazyLock<target::Desk> = LazyLock::new(|| RUNTIME.block_on(target::Desk::new()));

libfuzzer_sys::fuzz_target!(|data: &[u8]| RUNTIME.block_on(target::callback(&DESK, data)));
