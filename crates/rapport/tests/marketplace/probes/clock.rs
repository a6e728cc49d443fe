//! Our clock against Zoom's and against the public address's.

use axum::Router;
use axum::http::header::DATE;
use jiff::{SignedDuration, Timestamp};
use rapport::marketplace::probes::{Probe, Subject};
use testing::TestApp;
use url::Url;

use super::support::{assert_fails, assert_passes, assert_warns, look, nowhere, serve, subject_at};
use super::zoom::real;

/// A server whose clock stands at this moment.
async fn at(moment: Timestamp) -> Url {
    let date = moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    serve(Router::new().fallback(move || async move { [(DATE, date)] })).await
}

async fn off_by(app: &TestApp, seconds: i64) -> Probe {
    let url = at(app.now() - SignedDuration::from_secs(seconds)).await;
    look(subject_at(app, url), "clock").await
}

#[tokio::test]
async fn a_clock_that_is_kept_passes_and_one_that_is_not_is_told_by_how_much() {
    let app = TestApp::start().await;
    assert_passes(&off_by(&app, 0).await);
    assert_passes(&off_by(&app, 20).await);
    assert_warns(&off_by(&app, 45).await, "45 s ahead of the public address's");
    assert_warns(&off_by(&app, -45).await, "45 s behind");
    assert_fails(&off_by(&app, -600).await, "events from Zoom will be refused");
}

#[tokio::test]
async fn zooms_clock_counts_where_there_is_a_zoom() {
    let app = TestApp::start().await;
    // The sandbox answers with the time of this machine, and tests are months ahead of it.
    let subject = Subject { zoom: Ok(real(&app)), ..subject_at(&app, at(app.now()).await) };
    assert_fails(&look(subject, "clock").await, "ahead of Zoom's");
}

#[tokio::test]
async fn a_clock_that_nothing_can_be_compared_with_is_said() {
    let app = TestApp::start().await;
    assert_warns(&look(subject_at(&app, nowhere().await), "clock").await, "could not be asked");
}
