//! Lists in pages, and as a stream.

use std::future::poll_fn;
use std::pin::Pin;

use zoom::error::DecodeKind;
use zoom::meetings::ListMeetings;
use zoom::page::{Pages, Stream};
use zoom::{AccessToken, Client, Error};

use crate::fake::{Answer, Fake, answer};

fn client(fake: &Fake) -> Client<AccessToken> {
    fake.app.client(AccessToken::new("acc3ss".into()))
}

fn page(ids: &[u64], next: &str) -> Answer {
    let meetings: Vec<_> = ids.iter().map(|id| serde_json::json!({ "id": id })).collect();
    answer(200, serde_json::json!({ "meetings": meetings, "next_page_token": next }).to_string())
}

/// The next entry of a stream, as any combinator library would ask for it.
async fn next<T: Stream + Unpin>(stream: &mut T) -> Option<T::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

#[tokio::test]
async fn all_pages_are_fetched_and_an_empty_token_ends_them() {
    let fake = Fake::answering([page(&[1, 2], "p&2"), page(&[], "p3"), page(&[3], "")]).await;
    let all = client(&fake).meetings().pages(ListMeetings::default()).collect().await.unwrap();
    assert_eq!(all.iter().map(|meeting| meeting.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    let asked: Vec<_> = fake.asked().iter().map(|asked| asked.uri.query().unwrap().to_owned()).collect();
    assert_eq!(
        asked,
        ["type=scheduled", "type=scheduled&next_page_token=p%262", "type=scheduled&next_page_token=p3"]
    );
}

#[tokio::test]
async fn a_missing_or_null_token_ends_the_pages() {
    for last in [r#"{"meetings":[]}"#, r#"{"next_page_token":null,"meetings":[]}"#] {
        let fake = Fake::answering([answer(200, last)]).await;
        let client = client(&fake);
        let mut pages = client.meetings().pages(ListMeetings::default());
        assert!(pages.next().await.unwrap().unwrap().next.is_none());
        assert!(pages.next().await.is_none() && pages.next().await.is_none());
        assert_eq!(fake.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_page_token_that_repeats_is_an_error_and_never_half_a_list() {
    let fake = Fake::answering([page(&[1], "same"), page(&[2], "same"), page(&[3], "same")]).await;
    let client = client(&fake);
    let mut pages = client.meetings().pages(ListMeetings::default());
    assert!(pages.next().await.unwrap().is_ok() && pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    let Error::Decode { path, kind, .. } = &error else { panic!("{error:?}") };
    assert_eq!((path.as_str(), *kind), ("next_page_token", DecodeKind::Repeated));
    assert!(pages.next().await.is_none());
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test]
async fn a_stream_fetches_a_page_when_the_one_before_is_used_up() {
    let fake = Fake::answering([page(&[1, 2], "p2"), page(&[3], "")]).await;
    let client = client(&fake);
    let mut entries = client.meetings().pages(ListMeetings::default()).entries();
    assert!(fake.asked().is_empty(), "nothing is fetched before it is wanted");
    let mut seen = Vec::new();
    while let Some(entry) = next(&mut entries).await {
        seen.push((entry.unwrap().id.to_string(), fake.asked().len()));
    }
    assert_eq!(seen, [("1".to_owned(), 1), ("2".to_owned(), 1), ("3".to_owned(), 2)]);
    assert!(next(&mut entries).await.is_none(), "a stream that ended stays ended");
}

#[tokio::test]
async fn a_stream_ends_with_its_first_error() {
    let fake = Fake::answering([page(&[1], "p2"), answer(404, "")]).await;
    let client = client(&fake);
    let mut entries = client.meetings().pages(ListMeetings::default()).entries();
    assert!(next(&mut entries).await.unwrap().is_ok());
    assert!(matches!(next(&mut entries).await, Some(Err(Error::NotFound(_)))));
    assert!(next(&mut entries).await.is_none());
}

#[tokio::test]
async fn pages_and_streams_can_be_given_to_another_task() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    let fake = Fake::answering([page(&[1], "")]).await;
    let client = client(&fake);
    let pages: Pages<'_, _, _> = sendable(client.meetings().pages(ListMeetings::default()));
    assert!(next(&mut sendable(pages.entries())).await.is_some());
}
