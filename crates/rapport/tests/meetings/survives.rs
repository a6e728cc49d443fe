//! Troubles of Zoom that a meeting has to survive, one test each.

/// One test for each trouble of Zoom, by the `survives` of the file.
macro_rules! survives {
    ($($name:ident: $kind:expr;)+) => { $(
        #[tokio::test]
        async fn $name() {
            survives($kind).await;
        }
    )+ };
}

pub(crate) use survives;
