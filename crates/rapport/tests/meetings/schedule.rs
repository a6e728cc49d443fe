//! One form, one meeting in Zoom, one invitation each.

use domain::ContactId;
use store::meetings::Known;
use zoom_sandbox::Plan;

use crate::desk::Desk;

#[tokio::test]
async fn the_meeting_is_in_zoom_as_the_form_said() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("agenda", "Who signs off?\nWhich depots?").set("duration", "40");
    let page = desk.send(form).await;
    page.assert_notice("Meeting scheduled, invitation sent to Ana");
    assert_eq!(page.path, format!("/contacts/{}", desk.ana));
    let [meeting] = &desk.in_zoom()[..] else { panic!("{:?}", desk.in_zoom()) };
    assert_eq!((meeting.topic.as_str(), meeting.duration), ("Rollout kick-off", 40));
    assert!(
        meeting.agenda.starts_with("Who signs off?\nWhich depots?\n\nRapport meeting "),
        "{}",
        meeting.agenda
    );
}

#[tokio::test]
async fn rt_49_zoom_gets_the_instant_and_the_zone() {
    let desk = Desk::new().await;
    desk.schedule_with(desk.form().await.set("zone", "America/New_York")).await;
    let meeting = &desk.in_zoom()[0];
    assert_eq!(meeting.start_time, Some("2027-03-18T20:00:00Z".parse().unwrap()));
    assert_eq!(meeting.timezone, "America/New_York");
}

#[tokio::test]
async fn rt_40_a_passcode_is_zooms_own_and_reaches_the_invitee_inside_the_link() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let meeting = &desk.in_zoom()[0];
    assert!(!meeting.passcode.is_empty());
    let mail = &desk.app.mails().await[0];
    assert!(mail.text.contains(&meeting.join_url) && mail.text.contains(&meeting.passcode), "{}", mail.text);
}

#[tokio::test]
async fn options_reach_zoom() {
    let desk = Desk::new().await;
    desk.zoom().set_plan("mara@halden.example", Plan::Licensed);
    desk.mara.press("/settings/integrations", "Check connection").await.assert_ok();
    let form =
        desk.form().await.set("waiting_room", "off").set("passcode", "off").set("cloud_recording", "on");
    let id = desk.schedule_with(form).await;
    let meeting = desk.stored(id).await;
    let zoom_id: zoom::MeetingId = meeting.zoom.as_ref().unwrap().zoom_id.parse().unwrap();
    let grant = meeting.zoom.unwrap().grant_id;
    let (app, mara) = (desk.app.app(), &desk.mara);
    let whole =
        rapport::connections::ZoomApp::as_user(app, grant, mara.workspace, mara.id, |zoom| async move {
            zoom.meetings().get(&zoom_id).await.unwrap()
        })
        .await;
    let settings = whole.settings;
    assert_eq!(settings.waiting_room, Some(false));
    assert_eq!(settings.auto_recording, Some(zoom::meetings::AutoRecording::Cloud));
    // Without a waiting room Zoom insists on a passcode, and Rapport shows the one it got.
    let passcode = desk.in_zoom()[0].passcode.clone();
    desk.page(id).await.assert_text(&format!("passcode {passcode}"));
}

#[tokio::test]
async fn rt_42_every_invitee_is_mailed_once() {
    let desk = Desk::new().await;
    let rui = desk.app.contact("Rui Matos").email("r.matos@lumenfreight.example").create().await;
    let page = desk.mara.send(desk.form().await.set("add_invitee", "Rui Matos")).await;
    page.assert_notice("invitation sent to Ana and Rui");
    desk.app.run_jobs().await;
    assert_eq!(desk.app.mails().await.len(), 2);
    desk.mail_to("ana.ferreira@lumenfreight.example", false).await;
    desk.mail_to("r.matos@lumenfreight.example", false).await;
    desk.mara.get(&format!("/contacts/{rui}")).await.assert_text("Rollout kick-off");
}

#[tokio::test]
async fn somebody_who_is_no_contact_can_be_invited_by_address() {
    let desk = Desk::new().await;
    desk.schedule_with(desk.form().await.set("add_invitee", "guest@elsewhere.example")).await;
    let guest = desk.mail_to("guest@elsewhere.example", false).await;
    assert!(guest.text.starts_with("Hello,\r\n"), "{}", guest.text);
    // Nobody knows the guest's zone, so the mail speaks in the one of the meeting.
    assert!(guest.text.contains("16:00 to 16:30, Stockholm time"), "{}", guest.text);
}

#[tokio::test]
async fn rt_30_the_same_form_sent_twice_is_one_meeting() {
    let desk = Desk::new().await;
    let form = desk.form().await;
    desk.send(form.clone()).await.assert_ok();
    desk.send(form).await.assert_notice("Meeting scheduled");
    assert_eq!((desk.meetings().await.len(), desk.in_zoom().len(), desk.creates()), (1, 1, 1));
    assert_eq!(desk.app.mails().await.len(), 1);
}

#[tokio::test]
async fn rt_30_the_same_form_sent_twice_at_the_same_time_is_one_meeting() {
    let desk = Desk::new().await;
    let form = desk.form().await;
    let (first, second) = tokio::join!(desk.mara.send(form.clone()), desk.mara.send(form));
    first.assert_ok();
    second.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!((desk.meetings().await.len(), desk.in_zoom().len()), (1, 1));
    assert_eq!(desk.app.mails().await.len(), 1);
}

#[tokio::test]
async fn going_back_and_changing_the_form_makes_another_meeting() {
    let desk = Desk::new().await;
    let form = desk.form().await;
    desk.send(form.clone()).await.assert_ok();
    desk.send(form.set("date", "2027-03-19").set("topic", "Second session")).await.assert_ok();
    let mut topics: Vec<_> = desk.in_zoom().into_iter().map(|meeting| meeting.topic).collect();
    topics.sort();
    assert_eq!(topics, ["Rollout kick-off", "Second session"]);
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn forms_without_a_key_are_not_taken_for_each_other() {
    let desk = Desk::new().await;
    let form = desk.form().await.without("idempotency_key");
    let first = desk.schedule_with(form.clone()).await;
    desk.remove(first).await;
    desk.schedule_with(form).await;
    assert_eq!((desk.meetings().await.len(), desk.in_zoom().len()), (1, 1));
}

#[tokio::test]
async fn the_contact_the_list_and_the_meeting_show_it() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let contact = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    contact.assert_text("Rollout kick-off").assert_text("15:00 for Ana in Lisbon");
    assert!(contact.has_link("Start meeting: Rollout kick-off"), "{:?}", contact.links());
    desk.mara.get("/meetings?week=2027-W11&view=agenda").await.assert_text("Rollout kick-off");
    desk.mara.get("/meetings?week=2027-W11&view=week").await.assert_text("Rollout kick-off");
    desk.mara.get("/meetings?week=2027-W12&view=week").await.assert_ok();
    let page = desk.page(id).await;
    page.assert_heading("Rollout kick-off").assert_text("15:00 in Lisbon").assert_text("Europe/Stockholm");
    assert_eq!(page.field("Join link").value, desk.in_zoom()[0].join_url);
    assert_eq!(desk.stored(id).await.known, Known::InZoom);
}

#[tokio::test]
async fn the_page_that_chooses_a_contact_says_who_cannot_be_mailed() {
    let desk = Desk::new().await;
    let layla = desk.app.contact("Layla Farouk").create().await;
    let page = desk.mara.get("/meetings/new").await;
    page.assert_text("Ana Ferreira").assert_text("Layla Farouk");
    assert!(page.html().contains(&desk.form_path()));
    page.assert_text("No email address, nobody is mailed");
    assert!(page.html().contains(&format!("/contacts/{layla}/meetings/new")));
    desk.mara.get("/meetings/new?q=layla").await.assert_no_text("Ana Ferreira");
}

#[tokio::test]
async fn contacts_of_others_cannot_be_invited() {
    let desk = Desk::new().await;
    let eve = desk.app.outsider("eve").await;
    let stranger = desk.app.contact("Stranger").email("s@elsewhere.example").create_for(&eve).await;
    let forged = desk.form().await.force("invitee", &stranger.to_string());
    let page = desk.mara.send(forged).await;
    page.assert_status(422);
    assert_eq!(page.field("Invitees").error.as_deref(), Some("Invite at least one person."));
    let nobody: ContactId = stranger;
    desk.mara.get(&format!("/contacts/{nobody}/meetings/new")).await.assert_status(404);
    let of_mara = format!("/meetings/{}", desk.schedule().await);
    eve.get(&of_mara).await.assert_status(404);
    eve.get(&format!("{of_mara}/invitation.ics")).await.assert_status(404);
    eve.get(&format!("{of_mara}/start")).await.assert_status(404);
    eve.get(&format!("{of_mara}/remove")).await.assert_status(404);
}
