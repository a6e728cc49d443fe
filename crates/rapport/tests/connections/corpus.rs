//! The fuzz target of the OAuth callback over the inputs that are kept. `cargo xtask fuzz` looks for more.

use std::fs;
use std::path::Path;

#[expect(clippy::expect_used, unreachable_pub, reason = "of another package, and each expect is a check")]
#[path = "../../../../fuzz/src/callback.rs"]
mod target;

#[tokio::test]
async fn the_callback_holds_for_every_kept_query() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/callback");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10);
    let desk = target::Desk::new().await;
    for file in files {
        println!("{}", file.display());
        target::callback(&desk, &fs::read(&file).unwrap()).await;
    }
}
