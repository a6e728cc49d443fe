//! Meetings that are not in Zoom: on the phone, in a place, at a link of their own.

use testing::{Form, Page};
use zoom_sandbox::Plan;

use crate::desk::{Desk, property, with_subject};

const ANA: &str = "ana.ferreira@lumenfreight.example";
const LINK: &str = "https://meet.example.com/halden";

impl Desk {
    async fn form_at(&self, place: &str, text: &str) -> Form {
        self.form().await.set("place", place).set(place, text)
    }

    async fn ana_has(&self) -> Page {
        self.mara.get(&format!("/contacts/{}", self.ana)).await
    }
}

#[tokio::test]
async fn without_zoom_a_phone_call_is_scheduled_moved_and_removed() {
    let desk = Desk::without_zoom().await;
    let form = desk.form().await;
    assert_eq!(form.value("place").as_deref(), Some("phone"), "Zoom is not there to choose");
    let page = desk.send(form.set("phone", "+46 8 123 45 67, Mara calls")).await;
    page.assert_notice("Meeting scheduled, invitation sent to Ana");
    let id = desk.only_meeting().await;
    let contact = desk.ana_has().await;
    contact.assert_text("+46 8 123 45 67, Mara calls").assert_no_text("Waiting for Zoom");
    assert!(!contact.has_link("Start meeting: Rollout kick-off"), "{:?}", contact.links());
    desk.page(id).await.assert_text("Phone call").assert_no_text("Waiting for Zoom");
    desk.move_to(id, "11:00").await.assert_notice("Meeting rescheduled, Ana was told");
    desk.remove(id).await.assert_notice("Meeting removed, Ana was told");
    let mails = desk.mails().await;
    let [invitation, moved, cancelled] = &mails[..] else { panic!("{mails:?}") };
    for mail in [invitation, moved] {
        assert!(mail.text.contains("Phone\r\n+46 8 123 45 67, Mara calls"), "{}", mail.text);
        assert_eq!(property(mail, "LOCATION"), "+46 8 123 45 67\\, Mara calls");
        assert!(!mail.text.contains("Zoom") && !mail.html.contains("Zoom"), "{}", mail.text);
        assert!(!mail.calendar().unwrap().contains("\nURL"), "{:?}", mail.calendar());
    }
    assert!(moved.subject.starts_with("Moved: ") && !moved.text.contains("link"), "{}", moved.text);
    assert!(cancelled.text.contains("Mara Lindqvist cancelled this meeting."), "{}", cancelled.text);
    assert_eq!(property(cancelled, "UID"), property(invitation, "UID"));
    assert_eq!(desk.zoom().requests().len(), 0, "Zoom is never asked");
}

#[tokio::test]
async fn a_meeting_at_a_link_of_its_own_is_opened_and_not_started() {
    let desk = Desk::new().await;
    let calls = desk.zoom().requests().len();
    let id = desk.schedule_with(desk.form_at("link", LINK).await).await;
    for page in [
        desk.ana_has().await,
        desk.page(id).await,
        desk.mara.get("/meetings?week=2027-W11&view=agenda").await,
    ] {
        assert_eq!(page.link("Open link: Rollout kick-off"), LINK, "{}", page.path);
        assert!(!page.has_link("Start meeting: Rollout kick-off"), "{}", page.path);
    }
    desk.mara.get("/meetings?week=2027-W11&view=week").await.assert_text("Rollout kick-off");
    desk.mara.get(&format!("/meetings/{id}/start")).await.assert_status(409);
    let file = desk.mara.get(&format!("/meetings/{id}/invitation.ics")).await.html();
    assert!(file.contains(&format!("LOCATION:{LINK}")) && file.contains(&format!("URL:{LINK}")), "{file}");
    let mail = desk.mail_to(ANA, false).await;
    assert!(mail.text.contains(&format!("Join meeting\r\n{LINK}")), "{}", mail.text);
    assert!(mail.html.contains(&format!("href=\"{LINK}\"")), "{}", mail.html);
    assert_eq!(property(&mail, "URL"), LINK);
    assert_eq!(desk.zoom().requests().len(), calls, "neither Zoom nor the link is asked");
}

#[tokio::test]
async fn a_place_is_changed_in_place_and_people_are_told() {
    let desk = Desk::new().await;
    let id = desk.schedule_with(desk.form_at("address", "Kungsgatan 1").await).await;
    let form = desk.reschedule_form(id).await;
    assert_eq!(form.value("address").as_deref(), Some("Kungsgatan 1"));
    let page = desk.send(form.set("address", "Kungsgatan 2, room 4")).await;
    page.assert_notice("Meeting rescheduled, Ana was told");
    let mails = desk.mails().await;
    let changed = with_subject(&mails, "Changed: ");
    assert!(changed.text.contains("Place\r\nKungsgatan 2, room 4"), "{}", changed.text);
    assert_eq!(property(changed, "LOCATION"), "Kungsgatan 2\\, room 4");
    desk.page(id).await.assert_text("Kungsgatan 2, room 4");
    // The same again changes nothing.
    desk.send(desk.reschedule_form(id).await).await.assert_notice("Nothing was changed");
    // On the phone instead.
    let phone = desk.reschedule_form(id).await.set("place", "phone").set("phone", "+46 8 1");
    desk.send(phone).await.assert_notice("Meeting rescheduled, Ana was told");
    desk.page(id).await.assert_text("Phone call");
    assert_eq!((desk.mails().await.len(), desk.in_zoom().len()), (3, 0));
}

#[tokio::test]
async fn a_place_that_says_nothing_is_named_at_its_field_and_nothing_is_lost() {
    let desk = Desk::new().await;
    let rows = [
        ("phone", "", "Phone number", "Enter a phone number, or who calls whom."),
        ("address", " ", "Address or room", "Say where people meet."),
        ("link", "", "Link", "Enter the link."),
        ("link", "http://meet.example.com", "Link", "A link begins with https://"),
        ("link", "javascript:alert(1)", "Link", "A link begins with https://"),
        ("link", "https://mara:secret@meet.example.com", "Link", "The link holds a user name or a password."),
    ];
    for (place, text, label, sentence) in rows {
        let page = desk.mara.send(desk.form_at(place, text).await).await;
        page.assert_status(422).assert_text(sentence);
        page.assert_notice("Nothing was scheduled. 1 field needs a change.");
        assert!(page.has_link(label), "{label}: {:?}", page.links());
        let again = page.form("Schedule meeting");
        assert_eq!(
            (again.value("place").as_deref(), again.value(place).as_deref()),
            (Some(place), Some(text))
        );
        assert_eq!(again.value("topic").as_deref(), Some("Rollout kick-off"));
    }
    assert_eq!(desk.meetings().await.len(), 0);
}

#[tokio::test]
async fn what_zoom_limits_does_not_limit_a_meeting_elsewhere() {
    let desk = Desk::new().await;
    desk.zoom().set_plan("mara@halden.example", Plan::Basic);
    let form = desk.form_at("address", "Kungsgatan 1").await.set("duration", "60");
    desk.send(form).await.assert_notice("Meeting scheduled");
    let id = desk.only_meeting().await;
    desk.page(id).await.assert_no_text("Waiting room");
    // An outage of Zoom and the end of the connection concern it as little.
    desk.zoom_goes_down();
    desk.mara.press("/settings/integrations/zoom/disconnect", "Disconnect Zoom").await.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!(desk.only_meeting().await, id);
    desk.move_to(id, "11:00").await.assert_notice("Meeting rescheduled, Ana was told");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    desk.app.deliver_events().await;
}

#[tokio::test]
async fn connecting_zoom_later_leaves_it_where_it_is() {
    let desk = Desk::without_zoom().await;
    let id = desk.schedule_with(desk.form().await.set("phone", "+46 8 1")).await;
    desk.mara.connect_zoom().await.assert_ok();
    desk.app.run_jobs().await;
    desk.mara.press("/settings/integrations", "Compare with Zoom").await.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!((desk.in_zoom().len(), desk.mails().await.len()), (0, 1));
    desk.page(id).await.assert_text("Phone call");
    let follow_up = desk.mara.get(&desk.page(id).await.link("Schedule a follow-up")).await;
    let form = follow_up.form("Schedule meeting");
    assert_eq!(
        (form.value("place").as_deref(), form.value("phone").as_deref()),
        (Some("phone"), Some("+46 8 1"))
    );
}
