//! The fuzz target of what people type over the inputs that are kept. `cargo xtask fuzz` looks for more.

use std::fs;
use std::path::Path;

#[expect(clippy::expect_used, unreachable_pub, reason = "of another package, and each expect is a check")]
#[path = "../../../fuzz/src/typed.rs"]
mod target;

#[test]
fn what_is_typed_holds_for_every_kept_input() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/typed");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10);
    for file in files {
        let input = fs::read(&file).unwrap();
        let held = std::panic::catch_unwind(|| target::typed(&input));
        assert!(held.is_ok(), "{} breaks it", file.display());
    }
}
