//! Meetings: what is wanted, what Zoom has, and the lists.

use domain::{MeetingId, Minutes};
use store::meetings::{self, Answer, Desired, Known, Meeting, Problem};

use crate::support::{World, email, minutes, name, zone};

async fn get(world: &World, id: MeetingId) -> Meeting {
    meetings::get(&world.read().await, world.ws, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_new_meeting_is_wanted_and_not_yet_in_zoom() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", Some("ana@x.example")).await;
    let mut new = world.meeting("Kick-off", world.now() + minutes(60));
    new.contact_id = Some(ana);
    new.invitees = vec![world.invitee(Some(ana), "ana@x.example"), world.invitee(None, "guest@y.example")];
    new.invitees[1].name = Some(name("Guest"));
    new.invitees[1].zone = Some(zone("Asia/Kolkata"));
    world.add_meeting(&new).await;
    let meeting = get(&world, new.id).await;
    assert_eq!((meeting.desired, meeting.known), (Desired::Scheduled, Known::Nothing));
    assert_eq!((meeting.revision, meeting.problem, &meeting.zoom), (0, None, &None));
    assert_eq!(meeting.host_name, name("Mara Lindqvist"));
    assert_eq!(meeting.duration, Minutes::try_from(40).unwrap());
    assert_eq!(meeting.zone, zone("Europe/Stockholm"));
    assert!(
        meeting.waiting_room
            && meeting.passcode_wanted
            && meeting.send_invitation
            && !meeting.cloud_recording
    );
    let emails: Vec<_> = meeting.invitees.iter().map(|invitee| invitee.email.as_str()).collect();
    assert_eq!(emails, ["ana@x.example", "guest@y.example"]);
    assert_eq!(meeting.invitees[1].zone, Some(zone("Asia/Kolkata")));
    assert_eq!(meeting.invitees[1].answer, Answer::None);
}

#[tokio::test]
async fn what_zoom_tells_is_kept_apart_and_clears_the_problem() {
    let world = World::new().await;
    let grant = world.add_grant("zoom-mara").await;
    let id = world.add_meeting(&world.meeting("Kick-off", world.now())).await;
    let tx = world.write().await;
    let retry = Some(world.now() + minutes(4));
    let words = Some("no answer");
    meetings::set_problem(&tx, world.ws, id, Problem::ZoomUnreachable, words, retry, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let waiting = get(&world, id).await;
    assert_eq!((waiting.problem, waiting.retry_at), (Some(Problem::ZoomUnreachable), retry));
    assert_eq!(waiting.problem_detail.as_deref(), words);

    world.put_in_zoom(id, grant, "81234567890").await;
    // Told twice, the second telling counts.
    world.put_in_zoom(id, grant, "89999999999").await;
    let meeting = get(&world, id).await;
    assert_eq!((meeting.known, meeting.problem, meeting.retry_at), (Known::InZoom, None, None));
    let zoom = meeting.zoom.unwrap();
    assert_eq!((zoom.zoom_id.as_str(), zoom.join_url.as_slice()), ("89999999999", b"sealed link".as_slice()));
}

#[tokio::test]
async fn removing_is_a_new_revision_and_happens_once() {
    let world = World::new().await;
    let id = world.add_meeting(&world.meeting("Kick-off", world.now())).await;
    let tx = world.write().await;
    let remove = async |words| {
        meetings::mark_removed_desired(&tx, world.ws, id, true, Some(words), world.now()).await.unwrap()
    };
    assert!(remove("Sorry, I am ill").await);
    assert!(!remove("again").await);
    let meeting = meetings::get(&tx, world.ws, id).await.unwrap().unwrap();
    assert_eq!((meeting.desired, meeting.revision, meeting.tell_invitees), (Desired::Removed, 1, true));
    assert_eq!(meeting.removal_message.as_deref(), Some("Sorry, I am ill"));
}

#[tokio::test]
async fn a_meeting_gone_from_zoom_keeps_nothing_that_came_from_there() {
    let world = World::new().await;
    let grant = world.add_grant("zoom-mara").await;
    let id = world.add_meeting(&world.meeting("Kick-off", world.now())).await;
    world.put_in_zoom(id, grant, "81234567890").await;
    let tx = world.write().await;
    meetings::set_known(&tx, world.ws, id, Known::Gone, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let meeting = get(&world, id).await;
    assert_eq!((meeting.known, meeting.zoom), (Known::Gone, None));
}

#[tokio::test]
async fn a_range_holds_meetings_that_start_in_it_with_people_and_link() {
    let world = World::new().await;
    let grant = world.add_grant("zoom-mara").await;
    let ana = world.add_contact("Ana Ferreira", Some("ana@x.example")).await;
    let mut first = world.meeting("First", world.now());
    first.invitees = vec![world.invitee(None, "guest@y.example"), world.invitee(Some(ana), "ana@x.example")];
    world.add_meeting(&first).await;
    world.put_in_zoom(first.id, grant, "1").await;
    let second = world.add_meeting(&world.meeting("Second", world.now() + minutes(59))).await;
    world.add_meeting(&world.meeting("At the end", world.now() + minutes(60))).await;
    let removed = world.add_meeting(&world.meeting("Removed", world.now() + minutes(5))).await;
    let tx = world.write().await;
    meetings::mark_removed_desired(&tx, world.ws, removed, false, None, world.now()).await.unwrap();
    tx.commit().await.unwrap();

    let db = world.read().await;
    let (from, to) = (world.now(), world.now() + minutes(60));
    let rows = meetings::in_range(&db, world.ws, world.mara, from, to, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [first.id, second]);
    assert!(rows[0].has_link() && !rows[1].has_link());
    assert_eq!(
        rows[0].contact.as_ref().unwrap().name,
        name("Ana Ferreira"),
        "the first invitee who is a contact"
    );
    assert_eq!(rows[0].invitees[0].email, email("guest@y.example"));
    assert_eq!(rows[0].ends_at(), world.now() + minutes(40));
    assert_eq!(rows[1].contact, None);
    assert_eq!(meetings::in_range(&db, world.ws, world.mara, from, to, 1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn upcoming_meetings_include_the_one_that_is_on() {
    let world = World::new().await;
    let oskar = world.add_user("oskar@halden.example", "Oskar Berg").await;
    let ana = world.add_contact("Ana", Some("ana@x.example")).await;
    let mut on = world.meeting("On", world.now() - minutes(39));
    on.contact_id = Some(ana);
    world.add_meeting(&on).await;
    world.add_meeting(&world.meeting("Over", world.now() - minutes(40))).await;
    let mut by_oskar = world.meeting("By Oskar", world.now() + minutes(5));
    by_oskar.host_id = oskar;
    by_oskar.invitees = vec![world.invitee(Some(ana), "ana@x.example")];
    world.add_meeting(&by_oskar).await;
    let db = world.read().await;
    let topics = |rows: Vec<meetings::MeetingRow>| -> Vec<String> {
        rows.into_iter().map(|row| row.topic.to_string()).collect()
    };
    let of_mara = meetings::upcoming(&db, world.ws, world.mara, world.now(), 10).await.unwrap();
    assert_eq!(topics(of_mara), ["On"]);
    let with_ana = meetings::for_contact(&db, world.ws, ana, world.now()).await.unwrap();
    assert_eq!(topics(with_ana), ["On", "By Oskar"]);
}

#[tokio::test]
async fn weeks_are_counted_by_their_own_bounds() {
    let world = World::new().await;
    let stockholm = zone("Europe/Stockholm");
    // The second week has an hour less: clocks go forward on Sunday 28 March.
    let bounds: Vec<_> = ["2027-03-15", "2027-03-22", "2027-03-29", "2027-04-05"]
        .iter()
        .map(|day| stockholm.instant(format!("{day}T00:00").parse().unwrap()).unwrap())
        .collect();
    for at in
        ["2027-03-15T00:00", "2027-03-21T23:59", "2027-03-28T23:30", "2027-03-29T00:00", "2027-04-05T00:00"]
    {
        let start = stockholm.instant(at.parse().unwrap()).unwrap();
        world.add_meeting(&world.meeting(at, start)).await;
    }
    let db = world.read().await;
    assert_eq!(meetings::count_per_week(&db, world.ws, world.mara, &bounds).await.unwrap(), [2, 1, 1]);
    assert!(meetings::count_per_week(&db, world.ws, world.mara, &[]).await.unwrap().is_empty());
}
