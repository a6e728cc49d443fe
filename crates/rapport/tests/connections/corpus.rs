//! The fuzz target of the OAuth callback over the inputs that are kept. `cargo xtask fuzz` looks for more.

#[expect(clippy::expect_used, unreachable_pub, reason = "of another package, and each expect is a check")]
#[path = "../../../../fuzz/src/callback.rs"]
mod target;

#[tokio::test]
async fn the_callback_holds_for_every_kept_query() {
    let desk = target::Desk::new().await;
    for (file, input) in testing::kept_inputs("callback", 10) {
        println!("{file}");
        target::callback(&desk, &input).await;
    }
}
