//! What the schedule form refuses, warns of and shows.

use domain::Agenda;
use store::meetings::Known;
use testing::Form;
use zoom_sandbox::Plan;

use crate::desk::{Desk, with_subject};

/// What was typed, the field that complains, and what it says.
type Bad<'a> = (&'a dyn Fn(Form) -> Form, &'a str, &'a str);

#[tokio::test]
async fn bad_input_is_named_at_its_field_and_nothing_is_lost() {
    let desk = Desk::new().await;
    let long_topic = "x".repeat(201);
    let long_agenda = "y".repeat(Agenda::MAX + 1);
    let rows: [Bad<'_>; 15] = [
        (
            &|form| form.set("topic", &long_topic),
            "Topic",
            "A topic has at most 200 characters; this one has 201.",
        ),
        (&|form| form.set("topic", "  "), "Topic", "Say what the meeting is about."),
        (
            &|form| form.set("date", "2027-02-30"),
            "Date",
            "There is no such day. February 2027 ends on the 28th.",
        ),
        (&|form| form.set("date", ""), "Date", "Enter a date, as in 2027-03-18."),
        (&|form| form.set("date", "2027-03-08"), "Start time", "This time has passed. Choose a later one."),
        (&|form| form.set("date", "9999-12-30"), "Date", "Choose a date within the next five years."),
        (
            &|form| form.set("start", "noon"),
            "Start time",
            "Enter a start time between 00:00 and 23:59, as in 16:00.",
        ),
        (
            &|form| form.set("date", "2027-03-28").set("start", "02:30"),
            "Start time",
            "02:30 does not exist in Stockholm on Sun 28 March, because clocks go forward. The next time that exists \
             is 03:00.",
        ),
        (&|form| form.without("invitee"), "Invitees", "Invite at least one person."),
        (
            &|form| form.set("add_invitee", "nobody we know"),
            "Invitees",
            "That is neither an email address nor the name of a contact with one.",
        ),
        (
            &|form| form.set("agenda", &long_agenda),
            "Agenda",
            "An agenda has at most 1900 characters; this one has 1901.",
        ),
        (
            &|form| form.force("zone", "Europe/Atlantis"),
            "Your time zone",
            "“Europe/Atlantis” is not a time zone. Choose one from the list.",
        ),
        (
            &|form| form.set("duration", "other").set("duration_other", "0"),
            "Duration",
            "A meeting takes between 1 and 1440 minutes.",
        ),
        (
            &|form| form.set("duration", "other").set("duration_other", "soon"),
            "Duration",
            "A meeting takes between 1 and 1440 minutes.",
        ),
        (&|form| form.force("topic", "two\nlines"), "Topic", "A topic is one line of plain text."),
    ];
    for (typed, label, sentence) in rows {
        let sent = typed(desk.form().await.set("waiting_room", "off"));
        let page = desk.mara.send(sent.clone()).await;
        page.assert_status(422)
            .assert_text(sentence)
            .assert_notice("Nothing was scheduled. 1 field needs a change.");
        assert!(page.has_link(label), "{label}: {:?}", page.links());
        let again = page.form("Schedule meeting");
        for kept in ["topic", "date", "start", "agenda", "idempotency_key", "duration_other"] {
            let (before, after) = (sent.value(kept), again.value(kept));
            assert_eq!(
                before.map(|text| text.replace('\n', "")),
                after.map(|text| text.replace('\n', "")),
                "{kept}"
            );
        }
        assert_eq!(again.value("waiting_room"), None, "the switch stays off");
    }
    assert_eq!((desk.meetings().await.len(), desk.creates()), (0, 0));
}

#[tokio::test]
async fn several_wrong_fields_are_counted_and_linked() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("topic", "").set("date", "2027-02-30").set("duration", "other");
    let page = desk.mara.send(form.set("duration_other", "")).await;
    page.assert_status(422).assert_notice("Nothing was scheduled. 3 fields need a change.");
    for label in ["Topic", "Date", "Duration"] {
        let target = page.link(label);
        assert_eq!(page.select(&format!("[id=\"{}\"]", target.trim_start_matches('#'))).len(), 1, "{target}");
    }
}

#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let desk = Desk::new().await;
    desk.mara
        .send(desk.form().await.without("csrf"))
        .await
        .assert_status(403)
        .assert_text("This form has expired");
    desk.mara.send(desk.form().await.force("csrf", "guessed")).await.assert_status(403);
    assert_eq!(desk.meetings().await.len(), 0);
}

#[tokio::test]
async fn an_address_with_a_slip_is_corrected_with_one_button() {
    let desk = Desk::new().await;
    desk.app.contact("Rui Matos").email("r.matos@lumenfreight.example").create().await;
    let page = desk.mara.send(desk.form().await.set("add_invitee", "ana.ferreira lumenfreight")).await;
    page.assert_status(422).assert_text("Did you mean ana.ferreira@lumenfreight.example?");
    let page = desk.mara.send(desk.form().await.set("add_invitee", "r.matos@")).await;
    page.assert_status(422);
    let fixed = desk.mara.send(page.form("r.matos@lumenfreight.example")).await;
    fixed.assert_ok().assert_text("Rui Matos");
    assert_eq!(desk.meetings().await.len(), 0, "the button schedules nothing");
    desk.send(fixed.form("Schedule meeting")).await.assert_notice("invitation sent to Ana and Rui");
}

#[tokio::test]
async fn invitees_are_added_and_taken_away_without_scripts() {
    let desk = Desk::new().await;
    let page = desk.mara.get(&desk.form_path()).await;
    let added = desk.mara.send(page.form("Add").set("add_invitee", "guest@elsewhere.example")).await;
    added.assert_ok().assert_text("guest@elsewhere.example");
    let without = desk.mara.send(added.form("Remove invitee: Ana Ferreira")).await;
    assert!(without.html().contains("guest@elsewhere.example"));
    assert!(
        !without.buttons().contains(&"Remove invitee: Ana Ferreira".to_owned()),
        "{:?}",
        without.buttons()
    );
    assert_eq!(desk.meetings().await.len(), 0);
}

#[tokio::test]
async fn a_call_with_a_contact_without_an_address_is_scheduled_and_nobody_is_mailed() {
    let desk = Desk::without_zoom().await;
    let layla = desk.app.contact("Layla Farouk").zone("Africa/Cairo").create().await;
    let page = desk.mara.get(&format!("/contacts/{layla}/meetings/new")).await;
    page.assert_ok().assert_text("Nobody is mailed: Layla has no email address");
    page.assert_text("Layla in Cairo").assert_text("Nobody gets an email, because Layla has no address");
    let form = page.form("Schedule meeting").set("topic", "Depot keys").set("phone", "+20 2 1");
    let form = form.set("date", "2027-03-18").set("start", "16:00");
    desk.send(form).await.assert_notice("Meeting scheduled, nobody was told");
    let id = desk.only_meeting().await;
    desk.page(id).await.assert_text("Layla Farouk Not mailed: there was no email address");
    for path in
        ["/meetings?week=2027-W11&view=agenda", &format!("/contacts/{layla}"), "/meetings?week=2027-W11"]
    {
        let page = desk.mara.get(path).await;
        page.assert_text("Depot keys").assert_text("Layla Farouk");
    }
    let remove = desk.mara.get(&format!("/meetings/{id}/remove")).await;
    remove.assert_text("Thursday 18 March, 16:00 to 16:30, with Layla Farouk");
    desk.reschedule_form(id).await;
    desk.move_to(id, "11:00").await.assert_notice("Meeting rescheduled, nobody was told");
    desk.app.run_schedules().await;
    desk.app.set_time("2027-03-19T09:45:00Z".parse().unwrap());
    desk.app.run_schedules().await;
    let mails = desk.app.mails().await;
    assert!(mails.iter().all(|mail| mail.to.contains("mara@")), "{mails:?}");
    assert!(with_subject(&mails, "Reminder: Depot keys").text.contains("With Layla Farouk"));
    let timeline = desk.mara.get(&format!("/contacts/{layla}")).await.text();
    assert!(timeline.contains("Depot keys scheduled for") && timeline.contains("moved"), "{timeline}");
}

#[tokio::test]
async fn an_address_that_is_entered_with_the_meeting_is_invited_and_kept() {
    let desk = Desk::new().await;
    let layla = desk.app.contact("Layla Farouk").create().await;
    let page = desk.mara.get(&format!("/contacts/{layla}/meetings/new")).await;
    let form = page.form("Schedule meeting").set("topic", "Depot keys").set("date", "2027-03-18");
    let wrong = desk.mara.send(form.set("contact_email", "layla@")).await;
    wrong.assert_status(422).assert_notice("Nothing was scheduled. 1 field needs a change.");
    assert!(wrong.has_link("Email address of Layla"));
    assert_eq!(wrong.field("Email address of Layla").value, "layla@");
    let form = wrong.form("Schedule meeting").set("contact_email", "layla@farouk.example");
    let sent = form.clone();
    desk.send(form).await.assert_notice("Meeting scheduled, invitation sent to Layla");
    desk.send(sent).await;
    assert_eq!((desk.meetings().await.len(), desk.in_zoom().len()), (1, 1));
    assert_eq!(desk.subjects_to("layla@farouk.example").await.len(), 1);
    desk.mara.get(&format!("/contacts/{layla}")).await.assert_text("layla@farouk.example");
}

#[tokio::test]
async fn others_are_mailed_though_the_contact_is_not() {
    let desk = Desk::new().await;
    let layla = desk.app.contact("Layla Farouk").create().await;
    let page = desk.mara.get(&format!("/contacts/{layla}/meetings/new")).await;
    let form = page.form("Schedule meeting").set("topic", "Depot keys").set("date", "2027-03-18");
    let form = form.set("add_invitee", "Ana Ferreira");
    desk.send(form).await.assert_notice("Meeting scheduled, invitation sent to Ana");
    let page = desk.page(desk.only_meeting().await).await;
    page.assert_text("Layla Farouk Not mailed").assert_text("Ana Ferreira");
}

#[tokio::test]
async fn on_basic_a_long_meeting_needs_a_decision() {
    let desk = Desk::new().await;
    let page = desk.mara.send(desk.form().await.set("duration", "60")).await;
    page.assert_status(422).assert_notice("Zoom Basic ends meetings at 40 minutes");
    page.assert_notice("Nothing was scheduled. The length needs a decision.");
    let shortened = desk.mara.send(page.form("Shorten to 40 minutes")).await;
    assert_eq!(shortened.assert_ok().form("Schedule meeting").value("duration").as_deref(), Some("40"));
    let kept = desk.mara.send(page.form("Keep 60 minutes")).await;
    kept.assert_ok().assert_no_text("Zoom Basic ends meetings");
    assert_eq!(desk.creates(), 0, "both buttons only decide");
    // What was accepted for 60 minutes is not accepted for 90.
    let longer = kept.form("Schedule meeting").set("duration", "other").set("duration_other", "90");
    desk.mara.send(longer).await.assert_status(422).assert_notice("Zoom Basic ends meetings at 40 minutes");
    desk.send(kept.form("Schedule meeting")).await.assert_notice("Meeting scheduled");
    assert_eq!(desk.in_zoom()[0].duration, 60);
}

#[tokio::test]
async fn a_licence_has_no_limit_of_40_minutes() {
    let desk = Desk::new().await;
    desk.zoom().set_plan("mara@halden.example", Plan::Licensed);
    desk.mara.press("/settings/integrations", "Check connection").await.assert_ok();
    desk.send(desk.form().await.set("duration", "60")).await.assert_notice("Meeting scheduled");
}

#[tokio::test]
async fn rt_58_cloud_recording_needs_the_licence() {
    let desk = Desk::new().await;
    let page = desk.mara.get(&desk.form_path()).await;
    let switch = page.field("Cloud recording");
    assert!(switch.disabled && !switch.checked);
    page.assert_text("mara@halden.example is on Zoom Basic, which cannot record to the cloud");
    let forged = desk.form().await.force("cloud_recording", "on");
    let id = desk.schedule_with(forged).await;
    assert!(!desk.stored(id).await.cloud_recording);
}

#[tokio::test]
async fn rt_48_without_zoom_the_page_gives_the_reason_and_the_way() {
    let desk = Desk::without_zoom().await;
    let page = desk.mara.get(&desk.form_path()).await;
    page.assert_ok().assert_text("Connect your own Zoom account once");
    assert!(page.has_button("Connect Zoom"));
    assert!(page.field("Zoom meeting").disabled && page.field("Phone call").checked);
    let forged = desk.form().await.force("place", "zoom");
    desk.send(forged).await.assert_status(422).assert_text("Zoom cannot take a meeting now.");
    assert_eq!(desk.meetings().await.len(), 0);
}

#[tokio::test]
async fn a_form_sent_after_zoom_was_disconnected_schedules_nothing() {
    let desk = Desk::new().await;
    let form = desk.form().await;
    desk.mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    desk.app.run_jobs().await;
    let page = desk.mara.send(form).await;
    page.assert_status(422);
    assert!(page.has_button("Connect Zoom"));
    assert_eq!(desk.meetings().await.len(), 0);
    // Zoom echoes the revocation.
    desk.app.deliver_events().await;
}

#[tokio::test]
async fn with_a_dead_grant_the_page_asks_to_reconnect() {
    let desk = Desk::new().await;
    desk.zoom().revoke_grant("mara@halden.example");
    // The first call notices it; the meeting is kept.
    let id = desk.schedule().await;
    assert_eq!(desk.stored(id).await.known, Known::Nothing);
    let page = desk.mara.get(&desk.form_path()).await;
    page.assert_text("Zoom no longer accepts our access to mara@halden.example");
    assert!(page.has_button("Reconnect Zoom"));
}

#[tokio::test]
async fn the_form_shows_what_the_time_means_for_everyone() {
    let desk = Desk::new().await;
    let check = async |date: &str, start: &str| {
        let page = desk.mara.get(&desk.form_path()).await;
        desk.mara.send(page.form("Check times").set("date", date).set("start", start)).await
    };
    let page = check("2027-03-18", "16:00").await;
    page.assert_ok().assert_text("15:00 for Ana in Lisbon").assert_text("Within working hours for everyone");
    check("2027-03-18", "09:30").await.assert_text("Before working hours for Ana (08:30)");
    check("2027-03-18", "18:00").await.assert_text("After working hours for you (18:00)");
    check("2027-03-20", "11:00").await.assert_text("On the weekend for you");
    check("2027-03-08", "11:00").await.assert_text("This time has passed");
    // Between the two changes of clocks the distance is another one: here it stays, but the day changes.
    check("2027-03-19", "00:30").await.assert_text("23:30 on Thu 18 March for Ana in Lisbon");
    assert_eq!(desk.meetings().await.len(), 0);
    desk.schedule().await;
    check("2027-03-18", "16:15").await.assert_text("You have Rollout kick-off at that time");
}

#[tokio::test]
async fn the_preview_is_the_invitation() {
    let desk = Desk::new().await;
    let page = desk.mara.get(&desk.form_path()).await;
    let form = page
        .form("Check times")
        .set("topic", "Rollout kick-off")
        .set("date", "2027-03-18")
        .set("start", "16:00");
    let page = desk.mara.send(form.set("agenda", "Who signs off?").set("preview", "email")).await;
    desk.schedule().await;
    let mail = &desk.app.mails().await[0];
    page.assert_text(&mail.subject).assert_text("15:00 to 15:30, Lisbon").assert_text("16:00 in Stockholm");
    page.assert_text("Thursday 18 March 2027").assert_text("Who signs off?");
}

#[tokio::test]
async fn of_two_contacts_of_one_name_none_is_invited_by_guessing() {
    let desk = Desk::new().await;
    for email in ["rui@one.example", "rui@two.example"] {
        desk.app.contact("Rui Matos").email(email).create().await;
    }
    let page = desk.mara.send(desk.form().await.set("add_invitee", "rui matos").also("check", "1")).await;
    page.assert_text("Several contacts are called so. Type the address of the one you mean.");
    let page = desk.mara.send(page.form("Schedule meeting").set("add_invitee", "rui@two.example")).await;
    page.assert_notice("Meeting scheduled, invitation sent to Ana and Rui");
    desk.app.run_jobs().await;
    let id = desk.only_meeting().await;
    assert_eq!(desk.stored(id).await.invitees[1].email.as_str(), "rui@two.example");
}
