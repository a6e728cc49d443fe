//! Every other endpoint of reference B, as the sandbox serves it.

use jiff::SignedDuration;
use jiff::civil::Weekday;
use secrecy::ExposeSecret;
use zoom::meetings::{
    ApprovalType, Attendee, GetOptions, InviteLinks, ListRegistrants, MeetingSettings, MeetingStatus,
    MeetingType, MeetingUpdate, NewRegistrant, Recurrence, RecurrenceType, RegistrantAction, RegistrantRef,
    RegistrantStatus, StartTime,
};
use zoom::past_meetings::ListParticipants;
use zoom::token::{MemoryStore, Refreshing, StoredTokens};
use zoom::users::{SettingsOptions, UserUpdate};
use zoom::{Error, MeetingKey, NewMeeting};

use crate::{MARA, OSKAR, World, kick_off};

#[tokio::test]
async fn a_meeting_is_moved_and_ended_and_found_by_its_uuid() {
    let world = World::new(&[]).await;
    let tokens = world.connect(OSKAR).await;
    let client = world.client(&tokens);
    let meetings = client.meetings();
    let created = meetings.create(&kick_off()).await.unwrap();
    let later = MeetingUpdate {
        start_time: Some(StartTime::At("2026-03-04T10:00:00Z".parse().unwrap())),
        duration_minutes: Some(60),
        agenda: Some(String::new()),
        settings: Some(MeetingSettings { mute_upon_entry: Some(true), ..MeetingSettings::default() }),
        ..MeetingUpdate::default()
    };
    meetings.update(&created.id, &later).await.unwrap();
    let moved = meetings.get(&created.id).await.unwrap();
    assert_eq!(moved.start_time, Some("2026-03-04T10:00:00Z".parse().unwrap()));
    assert_eq!((moved.duration_minutes, moved.agenda, moved.topic), (Some(60), None, created.topic));
    assert_eq!(moved.settings.mute_upon_entry, Some(true));
    assert_eq!(moved.join_url, created.join_url, "a link that was sent stays good");

    assert!(world.sandbox.control().start_meeting(moved.id.as_str().parse().unwrap()));
    let running = meetings.get(&moved.id).await.unwrap();
    assert_eq!(running.status, Some(MeetingStatus::Started));
    let uuid = MeetingKey::uuid(running.uuid.unwrap());
    assert_eq!(meetings.get(uuid).await.unwrap().id, moved.id);
    meetings.end(&moved.id).await.unwrap();
    assert_eq!(meetings.get(&moved.id).await.unwrap().status, Some(MeetingStatus::Waiting));
}

#[tokio::test]
async fn a_deleted_meeting_comes_back_from_the_bin() {
    let world = World::new(&[]).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    let created = client.meetings().create(&kick_off()).await.unwrap();
    client.meetings().delete(&created.id, &zoom::meetings::DeleteOptions::default()).await.unwrap();
    client.meetings().recover(&created.id).await.unwrap();
    assert_eq!(client.meetings().get(&created.id).await.unwrap().topic, created.topic);
}

#[tokio::test]
async fn a_series_has_dates_and_each_can_be_moved_and_deleted() {
    let world = World::new(&[]).await;
    let tokens = world.connect(OSKAR).await;
    let client = world.client(&tokens);
    let series = NewMeeting {
        kind: MeetingType::Recurring,
        recurrence: Some(Recurrence {
            weekly_days: vec![Weekday::Tuesday],
            end_times: Some(3),
            ..Recurrence::every(1, RecurrenceType::Weekly)
        }),
        ..kick_off()
    };
    let created = client.meetings().create(&series).await.unwrap();
    let dates: Vec<_> = created.occurrences.iter().map(|date| date.start_time.unwrap().to_string()).collect();
    assert_eq!(dates, ["2026-03-03T09:30:00Z", "2026-03-10T09:30:00Z", "2026-03-17T09:30:00Z"]);
    let recurrence = created.recurrence.unwrap();
    assert_eq!((recurrence.weekly_days, recurrence.end_times), (vec![Weekday::Tuesday], Some(3)));

    let second = created.occurrences[1].occurrence_id.clone();
    let move_it = MeetingUpdate {
        occurrence_id: second.clone(),
        start_time: Some(StartTime::At("2026-03-11T12:00:00Z".parse().unwrap())),
        ..MeetingUpdate::default()
    };
    client.meetings().update(&created.id, &move_it).await.unwrap();
    let looked = GetOptions { occurrence_id: second.clone(), ..GetOptions::default() };
    let moved = client.meetings().get_with(&created.id, &looked).await.unwrap();
    assert_eq!(moved.start_time, Some("2026-03-11T12:00:00Z".parse().unwrap()));

    let only_it = zoom::meetings::DeleteOptions { occurrence_id: second, ..Default::default() };
    client.meetings().delete(&created.id, &only_it).await.unwrap();
    let left = client.meetings().get(&created.id).await.unwrap();
    let left = left.occurrences.iter().filter(|date| date.status.as_deref() != Some("deleted")).count();
    assert_eq!(left, 2);
}

#[tokio::test]
async fn people_register_and_are_approved() {
    let world = World::new(&[]).await;
    let tokens = world.connect(OSKAR).await;
    let client = world.client(&tokens);
    let settings =
        MeetingSettings { approval_type: Some(ApprovalType::Manual), ..MeetingSettings::default() };
    let created =
        client.meetings().create(&NewMeeting { settings: Some(settings), ..kick_off() }).await.unwrap();
    assert!(created.registration_url.is_some());
    let registrants = client.meetings().registrants(&created.id);
    let jill = NewRegistrant {
        email: "jill@example.com".into(),
        first_name: "Jill".into(),
        last_name: Some("Chill".into()),
        ..NewRegistrant::default()
    };
    let id = registrants.add(&jill).await.unwrap().registrant_id.unwrap();
    let of = |status| ListRegistrants { status: Some(status), ..ListRegistrants::default() };
    let waiting = registrants.pages(of(RegistrantStatus::Pending)).collect().await.unwrap();
    assert_eq!((waiting.len(), waiting[0].email.as_deref()), (1, Some("jill@example.com")));
    let who = [RegistrantRef { id: id.clone(), email: "jill@example.com".into() }];
    registrants.set_status(RegistrantAction::Approve, &who, None).await.unwrap();
    let approved = registrants.list(&of(RegistrantStatus::Approved)).await.unwrap();
    assert_eq!(approved.items[0].id, id);
    assert!(approved.items[0].join_url.is_some());
}

#[tokio::test]
async fn invitations_and_links_are_read() {
    let world = World::new(&[]).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    let created = client.meetings().create(&kick_off()).await.unwrap();
    let invitation = client.meetings().invitation(&created.id).await.unwrap();
    assert!(invitation.invitation.contains("Topic: Kick-off 🚒\r\n"), "{}", invitation.invitation);
    let links = InviteLinks { attendees: vec![Attendee { name: "Jill".into() }], ttl_seconds: None };
    let links = client.meetings().create_invite_links(&created.id, &links).await.unwrap();
    assert_eq!((links.len(), links[0].name.as_deref()), (1, Some("Jill")));
}

#[tokio::test]
async fn what_comes_within_a_day_is_listed() {
    let world = World::new(&[]).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    world.sandbox.clock().advance(SignedDuration::from_hours(10));
    let tokens = world.app.oauth().refresh(&tokens.refresh).await.unwrap();
    drop(client);
    let client = world.client(&tokens);
    let created = client.meetings().create(&kick_off()).await.unwrap();
    let upcoming = client.meetings().upcoming().await.unwrap();
    let found = upcoming.items.iter().find(|meeting| meeting.id == created.id).unwrap();
    assert_eq!((found.is_host, found.start_time), (Some(true), created.start_time));
}

#[tokio::test]
async fn what_is_over_is_known_to_a_licensed_host() {
    let world = World::new(&[]).await;
    let tokens = world.connect(OSKAR).await;
    let client = world.client(&tokens);
    let created = client.meetings().create(&kick_off()).await.unwrap();
    let (control, id) = (world.sandbox.control(), created.id.as_str().parse().unwrap());
    control.start_meeting(id);
    control.join_meeting(id, "", OSKAR).unwrap();
    control.join_meeting(id, "Jill", "").unwrap();
    control.advance(SignedDuration::from_mins(20));
    control.end_meeting(id);
    control.advance(SignedDuration::from_mins(1));

    let past = client.past_meetings();
    let meeting = past.get(&created.id).await.unwrap();
    assert_eq!((meeting.duration_minutes, meeting.participants_count), (Some(20), Some(2)));
    let all = past.participant_pages(&created.id, ListParticipants::default()).collect().await.unwrap();
    let jill = all.iter().find(|one| one.name.as_deref() == Some("Jill")).unwrap();
    assert_eq!((&jill.id, jill.duration_seconds), (&None, Some(1200)));
    let instances = past.instances(&created.id).await.unwrap();
    assert_eq!(instances.len(), 1);
    let same = past.get(MeetingKey::uuid(&instances[0].uuid)).await.unwrap();
    assert_eq!(same.uuid.as_deref(), Some(instances[0].uuid.as_str()));
    assert_eq!(same.start_time, meeting.start_time);
}

#[tokio::test]
async fn a_basic_host_is_told_what_needs_a_licence() {
    let world = World::new(&[]).await;
    let tokens = world.connect(MARA).await;
    let settings =
        MeetingSettings { approval_type: Some(ApprovalType::Automatic), ..MeetingSettings::default() };
    let meeting = NewMeeting { settings: Some(settings), ..kick_off() };
    let error = world.client(&tokens).meetings().create(&meeting).await.unwrap_err();
    assert!(matches!(error, Error::Api { status: 400, code: Some(200), .. }), "{error:?}");
}

#[tokio::test]
async fn users_settings_and_zak_are_read_and_changed() {
    let world = World::new(&[]).await;
    let tokens = world.connect(MARA).await;
    let client = world.client(&tokens);
    let users = client.users();
    let change = UserUpdate { timezone: Some("Europe/Berlin".into()), ..UserUpdate::default() };
    users.update_me(&change).await.unwrap();
    let me = users.me().await.unwrap();
    assert_eq!(me.timezone.as_deref(), Some("Europe/Berlin"));
    let settings = users.settings(&SettingsOptions::default()).await.unwrap();
    assert_eq!(settings.feature.meeting_capacity, Some(100));
    assert!(settings.in_meeting.waiting_room.is_some());
    let some = SettingsOptions { only: vec!["waiting_room".into()], option: None };
    assert!(users.settings(&some).await.unwrap().feature.meeting_capacity.is_none());
    assert!(!users.zak().await.unwrap().expose_secret().is_empty());
    assert!(!users.zak_living(None).await.unwrap().expose_secret().is_empty());
    assert!(users.email_exists(MARA).await.unwrap());
}

#[tokio::test]
async fn a_connection_lives_for_days_by_refreshing_itself() {
    let world = World::new(&[]).await;
    let tokens = world.connect(MARA).await;
    // The client's own clock is the machine's, so the pair seems to have ended at each call.
    let ended = StoredTokens::issued(&tokens, "2026-03-02T08:00:00Z".parse().unwrap());
    let client = world.app.client(Refreshing::new(world.app.clone(), MemoryStore::new(ended)));
    for _ in 0..3 {
        world.sandbox.clock().advance(SignedDuration::from_hours(2));
        client.users().me().await.unwrap();
    }
    let refreshes = world.sandbox.control().request_count("POST", "/oauth/token");
    assert!(refreshes >= 4, "one exchange and three refreshes: {refreshes}");
}

#[tokio::test]
async fn the_app_has_a_token_of_its_own() {
    let world = World::new(&[]).await;
    let token = world.app.oauth().client_credentials().await.unwrap();
    assert!(!token.access.expose_secret().is_empty() && token.expires_in.as_secs() > 3000);
}
