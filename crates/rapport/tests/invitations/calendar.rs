//! Calendar objects, read with a parser that others wrote (RT-45).

use icalendar::parser::{Component, Property, read_calendar, unfold};
use mail_parser::MimeHeaders;
use testing::Mail;

use crate::desk::Desk;

/// The object's properties and those of its one event.
fn read(text: &str, check: impl FnOnce(&[Property<'_>], &Component<'_>)) {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap();
    let [event] = &calendar.components[..] else { panic!("not one component: {text}") };
    assert_eq!(event.name.as_str(), "VEVENT");
    check(&calendar.properties, event);
}

fn value(properties: &[Property<'_>], name: &str) -> String {
    let found: Vec<_> = properties.iter().filter(|one| one.name.as_str() == name).collect();
    let [one] = found[..] else { panic!("{name} is there {} times", found.len()) };
    one.val.as_str().to_owned()
}

fn parameter(property: &Property<'_>, name: &str) -> Option<String> {
    let found = property.params.iter().find(|param| param.key.as_str() == name)?;
    found.val.as_ref().map(|value| value.as_str().trim_matches('"').to_owned())
}

async fn invitation_and_cancellation(desk: &Desk) -> (Mail, Mail) {
    let id = desk.schedule().await;
    desk.remove(id).await;
    (desk.mail_to("ana", false).await, desk.mail_to("ana", true).await)
}

#[tokio::test]
async fn rt_45_the_invitation_is_a_request_that_calendars_accept() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("agenda", "First; then, finally:\nwho \\ signs?");
    let id = desk.schedule_with(form).await;
    let text = desk.app.mails().await[0].calendar().unwrap();
    let join_url = desk.in_zoom()[0].join_url.clone();
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains('\n'), "{text:?}");
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    read(&text, |calendar, event| {
        assert_eq!(value(calendar, "VERSION"), "2.0");
        assert_eq!(value(calendar, "PRODID"), "-//Rapport//Meetings//EN");
        assert_eq!(value(calendar, "METHOD"), "REQUEST");
        let event = &event.properties;
        assert_eq!(value(event, "UID"), format!("{id}@rapport"));
        assert_eq!(value(event, "SEQUENCE"), "0");
        assert_eq!(value(event, "DTSTAMP"), "20270309T090000Z");
        assert_eq!(value(event, "DTSTART"), "20270318T150000Z");
        assert_eq!(value(event, "DTEND"), "20270318T153000Z");
        assert_eq!(value(event, "STATUS"), "CONFIRMED");
        assert_eq!(value(event, "SUMMARY"), "Rollout kick-off");
        assert_eq!(value(event, "DESCRIPTION"), "First; then, finally:\nwho \\ signs?");
        assert_eq!(value(event, "LOCATION"), join_url);
        assert_eq!(value(event, "URL"), join_url);
        let organizer = event.iter().find(|one| one.name.as_str() == "ORGANIZER").unwrap();
        assert_eq!(organizer.val.as_str(), "mailto:mara@halden.example");
        assert_eq!(parameter(organizer, "CN").as_deref(), Some("Mara Lindqvist"));
        let attendees: Vec<_> = event.iter().filter(|one| one.name.as_str() == "ATTENDEE").collect();
        let [ana] = attendees[..] else { panic!("{attendees:?}") };
        assert_eq!(ana.val.as_str(), "mailto:ana.ferreira@lumenfreight.example");
        for (name, wanted) in [("CN", "Ana Ferreira"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")] {
            assert_eq!(parameter(ana, name).as_deref(), Some(wanted), "{name}");
        }
    });
}

#[tokio::test]
async fn rt_45_the_cancellation_is_about_the_same_event_and_newer() {
    let desk = Desk::new().await;
    let (invitation, cancellation) = invitation_and_cancellation(&desk).await;
    let mut uid = String::new();
    read(&invitation.calendar().unwrap(), |_, event| uid = value(&event.properties, "UID"));
    read(&cancellation.calendar().unwrap(), |calendar, event| {
        assert_eq!(value(calendar, "METHOD"), "CANCEL");
        let event = &event.properties;
        assert_eq!(value(event, "UID"), uid);
        assert_eq!(value(event, "SEQUENCE"), "1");
        assert_eq!(value(event, "STATUS"), "CANCELLED");
        assert_eq!(value(event, "DTSTART"), "20270318T150000Z");
        assert!(event.iter().any(|one| one.name.as_str() == "ORGANIZER"));
        assert!(event.iter().any(|one| one.name.as_str() == "ATTENDEE"));
        for absent in ["LOCATION", "URL"] {
            assert!(!event.iter().any(|one| one.name.as_str() == absent), "a dead link: {absent}");
        }
    });
}

#[tokio::test]
async fn the_object_is_in_the_mail_as_a_part_and_as_a_file() {
    let desk = Desk::new().await;
    let (invitation, cancellation) = invitation_and_cancellation(&desk).await;
    for (mail, method) in [(&invitation, "REQUEST"), (&cancellation, "CANCEL")] {
        let message = mail_parser::MessageParser::default().parse(mail.raw.as_bytes()).unwrap();
        let is_calendar = |part: &&mail_parser::MessagePart<'_>| {
            part.content_type()
                .is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
        };
        let parts: Vec<_> = message.parts.iter().filter(is_calendar).collect();
        assert_eq!(parts.len(), 2, "{}", mail.raw);
        for part in &parts {
            assert_eq!(part.content_type().unwrap().attribute("method"), Some(method));
        }
        assert_eq!(parts[0].contents(), parts[1].contents());
        assert_eq!(parts[0].contents(), mail.calendar().unwrap().as_bytes());
        let [file] = &mail.attachments[..] else { panic!("{:?}", mail.attachments) };
        assert_eq!(file.name, "invite.ics");
    }
}

#[tokio::test]
async fn names_with_quotes_commas_and_line_breaks_cannot_break_the_object() {
    let desk = Desk::new().await;
    let name = r#"Zoë "Z", née; O:Neil"#;
    desk.app.contact(name).email("zoe@lumenfreight.example").create().await;
    let topic = "Café; “plan”, ä:ö ".repeat(8);
    let form = desk.form().await.set("topic", topic.trim()).set("add_invitee", "zoe@lumenfreight.example");
    desk.schedule_with(form).await;
    let mails = desk.app.mails().await;
    assert_eq!(mails.len(), 2);
    let text = mails[0].calendar().unwrap();
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    read(&text, |_, event| {
        let zoe = event.properties.iter().find(|one| one.val.as_str().contains("zoe@")).unwrap();
        assert_eq!(parameter(zoe, "CN").as_deref(), Some("Zoë Z, née; O:Neil"));
        assert_eq!(value(&event.properties, "SUMMARY"), topic.trim());
    });
    assert_eq!(mails[0].calendar(), mails[1].calendar(), "everyone gets the same event");
}

#[tokio::test]
async fn the_file_on_the_meetings_page_is_the_one_in_the_mail() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let path = format!("/meetings/{id}/invitation.ics");
    let file = desk.mara.get(&path).await;
    file.assert_ok();
    assert!(file.header("content-type").starts_with("text/calendar"));
    assert!(file.header("content-disposition").contains("invitation.ics"));
    assert_eq!(Some(file.html()), desk.app.mails().await[0].calendar());
    desk.remove(id).await;
    desk.mara.get(&path).await.assert_status(404);
}
