//! Confirming that data is gone.

use serde_json::json;
use zoom::compliance::Confirmation;
use zoom::webhook::Deauthorization;
use zoom::{Error, ErrorKind};

use crate::fake::{Fake, answer};

fn event() -> Deauthorization {
    serde_json::from_value(json!({
        "account_id": "acc", "user_id": "usr", "client_id": "cl1ent", "signature": "ab", "user_data_retention": "false",
        "deauthorization_time": "2019-06-17T13:52:28.632Z", "unknown": [1],
    }))
    .unwrap()
}

#[tokio::test]
async fn a_confirmation_sends_the_event_back_under_basic_auth() {
    let fake = Fake::answering([answer(200, "")]).await;
    let confirmed = fake.app.compliance().confirm(&event()).await.unwrap();
    assert_eq!(confirmed, Confirmation::Confirmed { status: 200 });
    let asked = &fake.asked()[0];
    assert_eq!(asked.line(), "POST /oauth/data/compliance");
    assert_eq!(asked.header("authorization"), "Basic Y2wxZW50OmNsMWVudC1zM2NyZXQ=");
    assert_eq!(
        asked.json(),
        json!({
            "client_id": "cl1ent", "user_id": "usr", "account_id": "acc", "compliance_completed": true,
            "deauthorization_event_received": serde_json::to_value(event()).unwrap(),
        })
    );
    assert_eq!(fake.seen()[0].1, "/oauth/data/compliance");
}

#[tokio::test]
async fn an_endpoint_that_zoom_took_away_settles_the_matter() {
    for status in [404, 410] {
        let fake = Fake::answering([answer(status, "<html>")]).await;
        let confirmed = fake.app.compliance().confirm(&event()).await.unwrap();
        assert_eq!(confirmed, Confirmation::NoLongerOffered { status });
    }
}

#[tokio::test]
async fn trouble_is_an_error_and_is_not_repeated_here() {
    let fake = Fake::answering([answer(503, ""), answer(401, "")]).await;
    assert_eq!(fake.app.compliance().confirm(&event()).await.unwrap_err().kind(), ErrorKind::Unavailable);
    assert!(matches!(fake.app.compliance().confirm(&event()).await, Err(Error::Unauthorized(_))));
    assert_eq!(fake.asked().len(), 2);
}
