//! Meetings that are over.

use zoom::past_meetings::ListParticipants;
use zoom::{AccessToken, Client, MeetingId, MeetingKey};

use crate::fake::{Fake, answer};

const MEETING: &str = include_str!("../fixtures/endpoints/past_meetings-meetingId_GET.json");
const PARTICIPANTS: &str =
    include_str!("../fixtures/endpoints/past_meetings-meetingId-participants_GET.json");
const INSTANCES: &str = include_str!("../fixtures/endpoints/past_meetings-meetingId-instances_GET.json");

fn client(fake: &Fake) -> Client<AccessToken> {
    fake.app.client(AccessToken::new("acc3ss".into()))
}

fn id() -> MeetingId {
    85_746_065_432.into()
}

#[tokio::test]
async fn zooms_sample_past_meeting_is_understood() {
    let fake = Fake::answering([answer(200, MEETING)]).await;
    let meeting = client(&fake).past_meetings().get(&id()).await.unwrap();
    assert_eq!(fake.asked()[0].line(), "GET /v2/past_meetings/85746065432");
    assert_eq!((meeting.duration_minutes, meeting.total_minutes), (Some(60), Some(55)));
    assert_eq!(meeting.end_time, Some("2021-07-13T23:00:51Z".parse().unwrap()));
    assert_eq!(meeting.extra["has_meeting_summary"], false);
    assert!(!format!("{meeting:?}").contains("jchill"));
}

#[tokio::test]
async fn rt_66_an_instance_is_named_by_its_uuid_however_odd() {
    for (uuid, path) in [
        ("/ajXp112QmuoKj4854875==", "%252FajXp112QmuoKj4854875%253D%253D"),
        ("a//b+c==", "a%252F%252Fb%252Bc%253D%253D"),
        ("4444AAAi+AAA/iAiAiiAii==", "4444AAAi%2BAAA%2FiAiAiiAii%3D%3D"),
    ] {
        let fake = Fake::answering([answer(200, MEETING)]).await;
        client(&fake).past_meetings().get(MeetingKey::uuid(uuid)).await.unwrap();
        assert_eq!(fake.asked()[0].line(), format!("GET /v2/past_meetings/{path}"));
    }
}

#[tokio::test]
async fn who_was_there_comes_in_pages() {
    let last = r#"{"next_page_token":"","participants":[{"id":"","user_id":16778240,"name":"Guest","user_email":"",
        "join_time":"2022-03-23T06:58:09Z","duration":"61"}]}"#;
    let fake = Fake::answering([answer(200, PARTICIPANTS), answer(200, last)]).await;
    let options = ListParticipants { page_size: Some(300), page: None };
    let all = client(&fake).past_meetings().participant_pages(id(), options).collect().await.unwrap();
    assert_eq!((all[0].duration_seconds, all[0].internal_user), (Some(259), Some(false)));
    let guest = &all[1];
    assert_eq!((&guest.id, &guest.user_email, guest.user_id.as_deref()), (&None, &None, Some("16778240")));
    assert_eq!(guest.duration_seconds, Some(61));
    let lines: Vec<_> = fake.asked().iter().map(crate::fake::Asked::line).collect();
    assert_eq!(lines[0], "GET /v2/past_meetings/85746065432/participants?page_size=300");
    assert!(lines[1].ends_with("page_size=300&next_page_token=Tva2CuIdTgsv8wAnhyAdU3m06Y2HuLQtlh3"));
}

#[tokio::test]
async fn a_basic_host_may_not_see_who_was_there() {
    let body = r#"{"code":200,"message":"Only available for paid account: q6gBJVO5TzexKYTb_I2rpg"}"#;
    let fake = Fake::answering([answer(400, body)]).await;
    let error =
        client(&fake).past_meetings().participants(&id(), &ListParticipants::default()).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some(200)));
}

#[tokio::test]
async fn each_time_it_was_held_is_listed() {
    let fake = Fake::answering([answer(200, INSTANCES), answer(200, "{}")]).await;
    let client = client(&fake);
    let instances = client.past_meetings().instances(&id()).await.unwrap();
    assert_eq!(instances[0].uuid, "Vg8IdgluR5WDeWIkpJlElQ==");
    assert_eq!(fake.asked()[0].line(), "GET /v2/past_meetings/85746065432/instances");
    assert!(client.past_meetings().instances(&id()).await.is_err(), "no list is not an empty list");
}
