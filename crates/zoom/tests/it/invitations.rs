//! Invitation texts, links for single people, registration, status.

use secrecy::ExposeSecret;
use serde_json::json;
use zoom::meetings::{
    Attendee, GetOptions, InviteLinks, ListRegistrants, MeetingType, NewMeeting, NewRegistrant, Recurrence,
    RecurrenceType, RegistrantAction, RegistrantRef, RegistrantStatus,
};
use zoom::{AccessToken, Client, MeetingId, MeetingKey};

use crate::fake::{Fake, answer};

const INVITATION: &str = include_str!("../fixtures/endpoints/meetings-meetingId-invitation_GET.json");
const LINKS: &str = include_str!("../fixtures/endpoints/meetings-meetingId-invite_links_POST.json");
const REGISTRANTS: &str = include_str!("../fixtures/endpoints/meetings-meetingId-registrants_GET.json");
const REGISTERED: &str = include_str!("../fixtures/endpoints/meetings-meetingId-registrants_POST.json");
const UPCOMING: &str = include_str!("../fixtures/endpoints/users-userId-upcoming_meetings_GET.json");

fn client(fake: &Fake) -> Client<AccessToken> {
    fake.app.client(AccessToken::new("acc3ss".into()))
}

fn id() -> MeetingId {
    85_746_065_432.into()
}

#[tokio::test]
async fn the_invitation_keeps_its_line_ends() {
    let fake = Fake::answering([answer(200, INVITATION)]).await;
    let invitation = client(&fake).meetings().invitation(&id()).await.unwrap();
    assert_eq!(fake.asked()[0].line(), "GET /v2/meetings/85746065432/invitation");
    assert!(invitation.invitation.contains("Meeting ID: 555 4444 3210\r\nPasscode: 123456\r\n"));
    assert_eq!(invitation.sip_links, ["5550100@zoomcrc.com"]);
    assert!(!format!("{invitation:?}").contains("123456"));
}

#[tokio::test]
async fn each_attendee_gets_a_link() {
    let fake = Fake::answering([answer(201, LINKS)]).await;
    let links =
        InviteLinks { attendees: vec![Attendee { name: "Jill Chill".into() }], ttl_seconds: Some(1000) };
    let made = client(&fake).meetings().create_invite_links(&id(), &links).await.unwrap();
    assert_eq!(made[0].join_url, "https://example.com/j/11111");
    let asked = &fake.asked()[0];
    assert_eq!(asked.line(), "POST /v2/meetings/85746065432/invite_links");
    assert_eq!(asked.json(), json!({"attendees": [{"name": "Jill Chill"}], "ttl": 1000}));
}

#[tokio::test]
async fn registrants_are_listed_added_and_approved() {
    let fake = Fake::answering([answer(200, REGISTRANTS), answer(201, REGISTERED), answer(204, "")]).await;
    let client = client(&fake);
    let registrants = client.meetings().registrants(&id());

    let options = ListRegistrants { status: Some(RegistrantStatus::Pending), ..ListRegistrants::default() };
    let page = registrants.list(&options).await.unwrap();
    assert_eq!((page.total, page.items[0].status.as_ref()), (Some(20), Some(&RegistrantStatus::Approved)));
    assert_eq!(page.items[0].extra["org"], "Cooking Org");

    let jill = NewRegistrant {
        email: "jill@example.com".into(),
        first_name: "Jill".into(),
        occurrence_ids: vec!["1648194360000".into(), "1648280760000".into()],
        ..NewRegistrant::default()
    };
    let registration = registrants.add(&jill).await.unwrap();
    assert_eq!(registration.registrant_id.as_deref(), Some("fdgsfh2ey82fuh"));
    assert_eq!(registration.join_url.as_ref().unwrap().expose_secret(), "https://example.com/j/11111");
    assert!(!format!("{jill:?} {registration:?} {page:?}").contains("jill"));

    let who = [RegistrantRef { id: "fdgsfh2ey82fuh".into(), email: "jill@example.com".into() }];
    registrants.set_status(RegistrantAction::Approve, &who, None).await.unwrap();

    let asked = fake.asked();
    let lines: Vec<_> = asked.iter().map(crate::fake::Asked::line).collect();
    assert_eq!(
        lines,
        [
            "GET /v2/meetings/85746065432/registrants?status=pending",
            "POST /v2/meetings/85746065432/registrants?occurrence_ids=1648194360000%2C1648280760000",
            "PUT /v2/meetings/85746065432/registrants/status",
        ]
    );
    let approve =
        json!({"action": "approve", "registrants": [{"id": "fdgsfh2ey82fuh", "email": "jill@example.com"}]});
    assert_eq!(asked[2].json(), approve);
}

#[tokio::test]
async fn a_meeting_is_ended_and_brought_back() {
    let fake = Fake::answering([answer(204, ""), answer(204, "")]).await;
    let client = client(&fake);
    client.meetings().end(&id()).await.unwrap();
    client.meetings().recover(&id()).await.unwrap();
    let asked = fake.asked();
    assert_eq!(asked[0].line(), "PUT /v2/meetings/85746065432/status");
    assert_eq!((asked[0].json(), asked[1].json()), (json!({"action": "end"}), json!({"action": "recover"})));
}

#[tokio::test]
async fn a_series_is_asked_for_and_one_date_of_it_looked_at() {
    let created = r#"{"id":1,"type":8,"recurrence":{"type":2,"repeat_interval":1,"weekly_days":"2","end_times":3},
        "occurrences":[{"occurrence_id":"1648194360000","start_time":"2022-03-25T07:46:00Z","duration":60,"status":"available"},7]}"#;
    let fake = Fake::answering([answer(201, created), answer(200, r#"{"id":1}"#)]).await;
    let client = client(&fake);
    let series = NewMeeting {
        kind: MeetingType::Recurring,
        recurrence: Some(Recurrence { end_times: Some(3), ..Recurrence::every(1, RecurrenceType::Weekly) }),
        ..NewMeeting::default()
    };
    let meeting = client.meetings().create(&series).await.unwrap();
    assert_eq!(meeting.recurrence.unwrap().weekly_days, [jiff::civil::Weekday::Monday]);
    assert_eq!(meeting.occurrences.len(), 1, "an entry that cannot be read does not cost the others");
    let options = GetOptions {
        occurrence_id: meeting.occurrences[0].occurrence_id.clone(),
        show_previous_occurrences: Some(true),
    };
    client.meetings().get_with(MeetingKey::uuid("aDYlohsHRtCd4ii1uC2+hA=="), &options).await.unwrap();
    let asked = fake.asked();
    assert_eq!(
        asked[0].json(),
        json!({"type": 8, "recurrence": {"type": 2, "repeat_interval": 1, "end_times": 3}})
    );
    assert_eq!(
        asked[1].line(),
        "GET /v2/meetings/aDYlohsHRtCd4ii1uC2%2BhA%3D%3D?occurrence_id=1648194360000&show_previous_occurrences=true"
    );
}

#[tokio::test]
async fn what_comes_within_a_day_is_one_page() {
    let fake = Fake::answering([answer(200, UPCOMING)]).await;
    let page = client(&fake).meetings().upcoming().await.unwrap();
    assert_eq!(fake.asked()[0].line(), "GET /v2/users/me/upcoming_meetings");
    assert_eq!((page.items[0].is_host, page.items[0].is_all_day), (Some(true), Some(false)));
    assert!(!format!("{page:?}").contains("123456"));
}
