//! Meetings: what is sent, what is understood.

use zoom::meetings::{
    AutoRecording, DeleteOptions, Deletion, ListKind, ListMeetings, MeetingSettings, MeetingStatus,
    MeetingType, MeetingUpdate, StartTime,
};
use zoom::{AccessToken, Client, Error, MeetingId, NewMeeting, Outcome};

use crate::fake::{Fake, answer};

const CREATED: &str = include_str!("../fixtures/endpoints/users-userId-meetings_POST.json");
const MEETING: &str = include_str!("../fixtures/endpoints/meetings-meetingId_GET.json");
const LIST: &str = include_str!("../fixtures/endpoints/users-userId-meetings_GET.json");
const USER: &str = include_str!("../fixtures/endpoints/users-userId_GET.json");

fn client(fake: &Fake) -> Client<AccessToken> {
    fake.app.client(AccessToken::new("acc3ss".into()))
}

fn id() -> MeetingId {
    85_746_065_432.into()
}

#[tokio::test]
async fn a_meeting_is_asked_for_in_utc_with_what_was_set_and_no_more() {
    let fake = Fake::answering([answer(201, CREATED)]).await;
    let new = NewMeeting {
        topic: Some("Kick-off “Ä” 🚒".into()),
        start_time: Some(StartTime::At("2027-03-01T09:30:00.9Z".parse().unwrap())),
        duration_minutes: Some(45),
        timezone: Some("Europe/Berlin".into()),
        password: Some("Pa55".into()),
        settings: Some(MeetingSettings { waiting_room: Some(true), ..MeetingSettings::default() }),
        ..NewMeeting::default()
    };
    let meeting = client(&fake).meetings().create(&new).await.unwrap();
    assert_eq!(meeting.id.as_str(), "92674392836");
    let asked = &fake.asked()[0];
    assert_eq!(asked.line(), "POST /v2/users/me/meetings");
    assert_eq!(asked.header("content-type"), "application/json");
    assert_eq!(
        asked.json(),
        serde_json::json!({
            "topic": "Kick-off “Ä” 🚒", "type": 2, "start_time": "2027-03-01T09:30:00Z", "duration": 45,
            "timezone": "Europe/Berlin", "password": "Pa55", "settings": {"waiting_room": true},
        })
    );
    assert!(!format!("{new:?}").contains("Pa55"));
}

#[tokio::test]
async fn a_local_start_is_sent_without_an_offset() {
    let start = StartTime::Local("2027-03-28T02:30:00".parse().unwrap());
    assert_eq!(serde_json::to_string(&start).unwrap(), r#""2027-03-28T02:30:00""#);
}

#[tokio::test]
async fn zooms_sample_meeting_is_understood() {
    let fake = Fake::answering([answer(200, MEETING)]).await;
    let meeting = client(&fake).meetings().get(&97_763_643_886.into()).await.unwrap();
    assert_eq!(fake.asked()[0].line(), "GET /v2/meetings/97763643886");
    assert_eq!(meeting.uuid.as_deref(), Some("aDYlohsHRtCd4ii1uC2+hA=="));
    assert_eq!(meeting.created_at, Some("2022-03-25T07:29:29Z".parse().unwrap()));
    assert_eq!(meeting.occurrences[0].occurrence_id.as_deref(), Some("1648194360000"));
    assert_eq!(meeting.settings.auto_recording, Some(AutoRecording::Cloud));
    assert_eq!(meeting.settings.focus_mode, Some(true));
    assert_eq!(meeting.pmi.as_deref(), Some("97891943927"));
}

#[tokio::test]
async fn a_bare_meeting_with_odd_values_is_understood() {
    let body = r#"{"id":"85746065432","uuid":"","type":77,"status":"dancing","start_time":"","duration":"30",
        "agenda":null,"new_field":{"a":[1]},"settings":{"auto_recording":"moon"}}"#;
    let fake = Fake::answering([answer(200, body)]).await;
    let meeting = client(&fake).meetings().get(&id()).await.unwrap();
    assert_eq!((meeting.uuid, meeting.start_time, meeting.duration_minutes), (None, None, Some(30)));
    assert_eq!(meeting.kind, Some(MeetingType::Other(77)));
    assert_eq!(meeting.status, Some(MeetingStatus::Other("dancing".into())));
    assert_eq!(meeting.settings.auto_recording, Some(AutoRecording::Other("moon".into())));
    assert_eq!(meeting.extra["new_field"]["a"][0], 1);
}

#[tokio::test]
async fn no_odd_detail_is_worth_losing_a_created_meeting() {
    let body = r#"{"id":1,"type":"2","status":7,"duration":-3,"password":"","start_url":null,"occurrences":null,
        "settings":{"jbh_time":"soon","waiting_room":true}}"#;
    let fake = Fake::answering([answer(201, body), answer(201, r#"{"id":1,"settings":null}"#)]).await;
    let meeting = client(&fake).meetings().create(&NewMeeting::default()).await.unwrap();
    assert_eq!((meeting.kind, meeting.status, meeting.duration_minutes), (None, None, None));
    assert!(meeting.password.is_none() && meeting.start_url.is_none() && meeting.occurrences.is_empty());
    assert_eq!(meeting.settings.extra["waiting_room"], true);
    client(&fake).meetings().create(&NewMeeting::default()).await.unwrap();
}

#[tokio::test]
async fn a_start_without_an_offset_is_not_guessed() {
    let fake = Fake::answering([answer(200, r#"{"id":1,"start_time":"2027-03-01T09:30:00"}"#)]).await;
    let error = client(&fake).meetings().get(&1.into()).await.unwrap_err();
    assert!(error.to_string().ends_with("missing or of the wrong type at `start_time`"), "{error}");
}

#[tokio::test]
async fn links_and_passcodes_do_not_show_in_debug() {
    let body = r#"{"id":1,"topic":"t0pic","password":"pa55","start_url":"https://zoom.us/s/1?zak=z4k",
        "join_url":"https://zoom.us/j/1?pwd=pwd","encrypted_password":"pwd"}"#;
    let fake = Fake::answering([answer(200, body)]).await;
    let meeting = client(&fake).meetings().get(&1.into()).await.unwrap();
    let debug = format!("{meeting:?}");
    for secret in ["t0pic", "pa55", "z4k", "pwd"] {
        assert!(!debug.contains(secret), "{debug}");
    }
}

#[tokio::test]
async fn an_unreadable_answer_to_a_create_may_have_been_done() {
    for body in ["", "<html>ok</html>", r#"{"uuid":"x"}"#, r#"{"id":85746065432,"dura"#] {
        let fake = Fake::answering([answer(201, body)]).await;
        let error = client(&fake).meetings().create(&NewMeeting::default()).await.unwrap_err();
        assert!(matches!(error, Error::Decode { status: 201, .. }), "{error:?}");
        assert_eq!((error.outcome(), error.tracking_id()), (Outcome::Perhaps, Some("rid=WEB_1")));
    }
}

#[tokio::test]
async fn a_change_sends_what_changes_and_no_more() {
    let fake = Fake::answering([answer(204, ""), answer(204, "")]).await;
    let change = MeetingUpdate {
        start_time: Some(StartTime::At("2027-03-01T11:00:00Z".parse().unwrap())),
        agenda: Some(String::new()),
        settings: Some(MeetingSettings { waiting_room: Some(false), ..MeetingSettings::default() }),
        ..MeetingUpdate::default()
    };
    client(&fake).meetings().update(&id(), &change).await.unwrap();
    let one_date = MeetingUpdate { occurrence_id: Some("1648194360000".into()), ..change };
    client(&fake).meetings().update(&id(), &one_date).await.unwrap();
    let asked = fake.asked();
    let lines: Vec<_> = asked.iter().map(crate::fake::Asked::line).collect();
    assert_eq!(
        lines,
        ["PATCH /v2/meetings/85746065432", "PATCH /v2/meetings/85746065432?occurrence_id=1648194360000"]
    );
    let body = serde_json::json!({
        "start_time": "2027-03-01T11:00:00Z", "agenda": "", "settings": {"waiting_room": false},
    });
    assert_eq!((asked[0].json(), asked[1].json()), (body.clone(), body));
}

#[tokio::test]
async fn a_change_of_what_is_gone_or_runs_says_so() {
    let gone = r#"{"code":3001,"message":"Meeting does not exist: 85746065432."}"#;
    let runs = r#"{"code":3000,"message":"You cannot update or delete meetings that have started using this method."}"#;
    let fake = Fake::answering([answer(404, gone), answer(400, runs)]).await;
    let client = client(&fake);
    let update = || async { client.meetings().update(&id(), &MeetingUpdate::default()).await.unwrap_err() };
    assert!(update().await.is_meeting_gone());
    assert!(matches!(update().await, Error::Api { status: 400, code: Some(3000), .. }));
}

#[tokio::test]
async fn rt_29_the_empty_answer_of_a_delete_is_a_success() {
    let fake = Fake::answering([answer(204, "")]).await;
    let options = DeleteOptions { schedule_for_reminder: Some(false), ..DeleteOptions::default() };
    assert_eq!(client(&fake).meetings().delete(&id(), &options).await.unwrap(), Deletion::Deleted);
    assert_eq!(fake.asked()[0].line(), "DELETE /v2/meetings/85746065432?schedule_for_reminder=false");
}

#[tokio::test]
async fn rt_33_deleting_what_is_gone_is_a_success() {
    let gone = r#"{"code":3001,"message":"Meeting does not exist: 85746065432."}"#;
    let fake = Fake::answering([answer(404, gone), answer(404, "<html>")]).await;
    let meetings = client(&fake);
    let delete = || async { meetings.meetings().delete(&id(), &DeleteOptions::default()).await };
    assert_eq!(delete().await.unwrap(), Deletion::AlreadyGone);
    assert!(matches!(delete().await, Err(Error::NotFound(_))), "a 404 of somebody else proves nothing");
}

#[tokio::test]
async fn a_running_meeting_cannot_be_deleted() {
    let body = r#"{"code":3002,"message":"Sorry, you cannot delete this meeting since it is in progress."}"#;
    let fake = Fake::answering([answer(400, body)]).await;
    let error = client(&fake).meetings().delete(&id(), &DeleteOptions::default()).await.unwrap_err();
    assert_eq!(error.code(), Some(3002));
}

#[tokio::test]
async fn zooms_sample_list_is_understood() {
    let fake = Fake::answering([answer(200, LIST)]).await;
    let options = ListMeetings {
        kind: ListKind::UpcomingMeetings,
        page_size: Some(300),
        from: Some("2026-01-01".parse().unwrap()),
        ..ListMeetings::default()
    };
    let page = client(&fake).meetings().list(&options).await.unwrap();
    assert_eq!(
        fake.asked()[0].line(),
        "GET /v2/users/me/meetings?type=upcoming_meetings&page_size=300&from=2026-01-01"
    );
    assert_eq!((page.items.len(), page.total), (1, Some(1)));
    assert_eq!(page.next.unwrap().as_str(), "Tva2CuIdTgsv8wAnhyAdU3m06Y2HuLQtlh3");
}

#[tokio::test]
async fn an_answer_without_a_list_is_not_an_empty_list() {
    let fake = Fake::answering([answer(200, "{}")]).await;
    let error = client(&fake).meetings().list(&ListMeetings::default()).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }));
}

#[tokio::test]
async fn zooms_sample_user_is_understood() {
    let fake = Fake::answering([answer(200, USER)]).await;
    let user = client(&fake).users().me().await.unwrap();
    assert_eq!((user.id.as_str(), user.pmi), ("zJKyaiAyTNC-MWjiWC18KQ", Some(3_542_471_135)));
    assert_eq!((user.name().as_str(), user.kind), ("Jill Chill", Some(zoom::users::UserType::Basic)));
    assert_eq!(user.account_id.as_deref(), Some("q6gBJVO5TzexKYTb_I2rpg"));
    assert!(!format!("{user:?}").contains("jchill"));
}
