//! What the pages around meetings, Zoom and mail promise: labels, states, and what is left out when it is not there.

use scraper::Html;

use super::dialog::DialogPage;
use super::mail::{News, WayNews};
use super::samples::{HOSTILE, integrations, mails, meetings, schedule};
use super::tests::{all, attributes, names, page};

fn contains(list: &[String], wanted: &str) -> bool {
    list.iter().any(|item| item == wanted)
}

#[test]
fn the_schedule_form_has_its_labels() {
    let page = page("schedule");
    assert_eq!(all(&page, "h1"), ["Schedule meeting with Ana Ferreira"]);
    let labels = all(&page, "label, legend");
    for label in [
        "Topic",
        "Date",
        "Start time",
        "Duration",
        "Your time zone",
        "Invitees",
        "Agenda Optional, shown in the invitation",
        "Times",
        "Invitation email",
    ] {
        assert!(contains(&labels, label), "{label} is missing in {labels:?}");
    }
    for switch in ["Waiting room", "Passcode", "Cloud recording"] {
        assert!(labels.iter().any(|label| label.starts_with(switch)), "{switch}");
    }
    let buttons = names(&page, "button");
    for button in ["Schedule meeting", "Check times", "Show preview", "Remove invitee: Rui Matos"] {
        assert!(contains(&buttons, button), "{button} is missing in {buttons:?}");
    }
    assert!(contains(&names(&page, "a"), "Cancel"));
}

#[test]
fn cloud_recording_is_off_on_basic_and_says_why() {
    let page = page("schedule");
    assert_eq!(attributes(&page, "input[name=cloud_recording][disabled]", "role"), ["switch"]);
    let rows = all(&page, ".opt-row.off");
    assert_eq!(
        rows,
        ["Cloud recording Licensed mara@halden.example is on Zoom Basic, which cannot record to the cloud"]
    );
    assert!(attributes(&super::tests::page("schedule-unanswered"), "input[disabled]", "name").is_empty());
}

#[test]
fn a_meeting_over_the_limit_can_be_shortened_or_kept() {
    let buttons = names(&page("schedule-over-limit"), ".limit button");
    assert_eq!(buttons, ["Shorten to 40 minutes", "Keep 60 minutes"]);
    assert!(names(&page("schedule"), ".limit button").is_empty());
}

#[test]
fn enter_schedules_although_other_buttons_come_first() {
    let buttons = attributes(&page("schedule-errors"), "form button", "name");
    let first = all(&page("schedule-errors"), "form button").into_iter().next();
    assert_eq!(first.as_deref(), Some(""), "the first button is the silent one");
    assert!(!buttons.contains(&String::new()));
}

#[test]
fn a_refused_schedule_form_links_to_its_fields_and_offers_the_address_that_was_meant() {
    let page = page("schedule-errors");
    let links = attributes(&page, "[data-form-errors] a", "href");
    assert_eq!(links, ["#topic", "#date", "#add-invitee"]);
    assert_eq!(attributes(&page, "[aria-invalid=true]", "id"), ["topic", "date", "add-invitee"]);
    assert_eq!(
        attributes(&page, "button[name=fix_invitee]", "value"),
        ["ines.carvalho@lumenfreight.example"]
    );
    assert_eq!(attributes(&page, "#date", "value"), ["2027-03-15"]);
}

#[test]
fn without_zoom_a_meeting_can_be_elsewhere_and_the_way_to_connect_stands_beside() {
    for (name, button) in
        [("schedule-not-connected", "Connect Zoom"), ("schedule-needs-reconnect", "Reconnect Zoom")]
    {
        let page = page(name);
        assert!(names(&page, "main button").contains(&button.to_owned()));
        assert_eq!(attributes(&page, "main button[form]", "form"), ["connect-zoom"]);
        assert_eq!(attributes(&page, "#connect-zoom", "action"), ["/integrations/zoom/connect"]);
        assert_eq!(attributes(&page, "input[disabled]", "value"), ["zoom"]);
        assert!(all(&page, "input[name=waiting_room]").is_empty());
    }
}

#[test]
fn a_dialog_is_the_same_form_without_the_shell() {
    let page = schedule::schedule().page().unwrap();
    let fragment = schedule::schedule().fragment().unwrap();
    assert!(page.contains("</html>") && !fragment.contains("<html"));
    let fragment = Html::parse_document(&fragment);
    assert_eq!(attributes(&fragment, "body > section.dialog", "aria-labelledby"), ["dialog-title"]);
    assert_eq!(
        attributes(&fragment, "form [name]", "name"),
        attributes(&Html::parse_document(&page), "main form [name]", "name")
    );
}

#[test]
fn a_contact_without_an_address_can_be_chosen_and_the_row_says_so() {
    let page = page("choose-contact");
    let links = attributes(&page, ".choose-l a", "href");
    assert!(contains(&links, "/contacts/ana/meetings/new"));
    assert!(contains(&links, "/contacts/tomas/meetings/new"));
    assert!(
        all(&page, ".choose-l .d").iter().any(|text| text.contains("No email address, nobody is mailed"))
    );
}

#[test]
fn remove_says_what_happens_and_keeps_by_default() {
    let page = page("remove");
    assert_eq!(all(&page, "h1"), ["Remove Fortnightly check-in?"]);
    assert!(contains(&all(&page, "label"), "Tell Ana by email"));
    assert_eq!(names(&page, "[autofocus]"), ["Keep meeting"]);
    assert_eq!(names(&page, "main button"), ["Remove meeting"]);
    assert!(all(&super::tests::page("remove-hostile"), "[type=checkbox]").is_empty(), "nobody to tell");
}

#[test]
fn reschedule_shows_the_time_that_is_now_and_what_will_happen() {
    let page = page("reschedule");
    assert_eq!(all(&page, "h1"), ["Reschedule Fortnightly check-in"]);
    assert!(all(&page, ".note")[0].starts_with("Now: Tue 30 March, 14:00 to 14:30"));
    assert_eq!(names(&page, ".dlg-f button"), ["Reschedule meeting"]);
    assert!(contains(&all(&page, "label"), "Tell Ana by email"));
    let after = all(&page, ".after li");
    assert_eq!(after[0], "Zoom moves the meeting, the join link stays the same");
    assert_eq!(after[1], "Ana gets an email with the old and new time");
    assert!(all(&page, ".pane-email s")[0].contains("Tuesday 30 March, 13:00"));
    assert!(all(&super::tests::page("reschedule-hostile"), "[name=tell]").is_empty(), "nobody to tell");
}

#[test]
fn a_meeting_that_zoom_has_lost_can_be_created_again() {
    let page = page("meeting-missing");
    assert_eq!(names(&page, "main button"), ["Create it again in Zoom"]);
    assert_eq!(attributes(&page, "main form", "action"), ["/meetings/d/recreate"]);
    assert_eq!(attributes(&page, "main [name=idempotency_key]", "value"), ["key-1"]);
}

#[test]
fn rt_56_few_changes_left_are_said_on_the_form() {
    let notes = all(&page("schedule-few-changes"), ".sched-f .note");
    assert!(notes[0].starts_with("7 of 100 Zoom changes left today"), "{notes:?}");
    assert!(all(&page("schedule"), ".sched-f .note").is_empty(), "most people never come near");
}

#[test]
fn an_update_strikes_the_old_time_through_and_says_whether_the_link_is_new() {
    let mut mail = mails::update();
    let moved = mail.render().unwrap();
    assert_eq!(moved.subject, "Moved: Rollout kick-off, Iberia, Thu 18 March 15:00");
    assert!(
        moved.text.contains("No longer Tuesday 16 March, 09:00, but:\nThursday 18 March 2027\n"),
        "{}",
        moved.text
    );
    assert!(moved.text.contains("moved your meeting. The join link is the same."));
    let html = Html::parse_document(&moved.html);
    assert_eq!(all(&html, "s"), ["Tuesday 16 March, 09:00"]);
    assert!(!moved.text.contains("\n\n\n"), "{}", moved.text);
    (mail.news, mail.was) = (News::Changed { way: WayNews::NewLink }, None);
    let changed = mail.render().unwrap();
    assert_eq!(changed.subject, "Changed: Rollout kick-off, Iberia, Thu 18 March 15:00");
    assert!(
        changed.text.contains("changed your meeting. It has a new join link; the old one no longer works.")
    );
    assert!(all(&Html::parse_document(&changed.html), "s").is_empty());
}

#[test]
fn the_week_says_in_words_what_it_shows_in_colours() {
    let page = page("meetings");
    let events = all(&page, ".evb");
    assert!(events.iter().any(|event| event.contains("Rollout kick-off") && event.ends_with("next meeting")));
    assert!(
        events.iter().any(|event| event.contains("Audience handover") && event.ends_with("waiting for Zoom"))
    );
    assert_eq!(attributes(&page, ".now-line", "aria-label"), ["Now, 09:42"]);
    assert_eq!(names(&page, "a[href$='/start']")[0], "Start meeting: Rollout kick-off, Iberia");
}

#[test]
fn every_place_of_the_week_has_its_class_in_the_stylesheet() {
    let places = include_str!("../../assets/css/72-week-places.css");
    for minute in 0..=24 * 60 {
        for class in super::week::at_class(minute).split(' ') {
            assert!(places.contains(&format!(".{class} {{")), "{class}");
        }
    }
}

#[test]
fn the_join_link_can_be_selected_and_copied() {
    let page = page("meeting");
    let link = "http://127.0.0.1:8090/j/82000000142?pwd=Q2FmZWJhYmU0NDcx";
    assert_eq!(attributes(&page, "input[readonly]", "value"), [link]);
    assert_eq!(attributes(&page, "[data-copy]", "data-copy"), [link]);
    assert_eq!(names(&page, "main button"), ["Copy join link: Rollout kick-off, Iberia"]);
}

#[test]
fn a_meeting_that_waits_for_zoom_can_be_tried_again_but_not_started() {
    let page = page("meeting-waiting");
    assert_eq!(names(&page, "main button"), ["Try again now"]);
    assert_eq!(attributes(&page, "main form", "action"), ["/meetings/d/retry"]);
    assert!(attributes(&page, "a[href$='/start']", "href").is_empty());
    assert!(all(&page, "input[readonly]").is_empty());
}

#[test]
fn each_state_of_the_zoom_card_offers_one_way_on() {
    for (name, badge, button) in [
        ("integrations", "Connected", "Check connection"),
        ("integrations-missing", "Permission missing", "Reconnect Zoom"),
        ("integrations-not-connected", "Not connected", "Connect Zoom"),
        ("integrations-waiting", "Waiting for Zoom", "Start again"),
        ("integrations-removed", "Removed in Zoom", "Connect Zoom"),
        ("integrations-needs-reconnect", "Needs reconnect", "Reconnect Zoom"),
        ("integrations-not-answering", "Zoom is not answering", "Try again"),
    ] {
        let page = page(name);
        assert_eq!(all(&page, ".ih .badge"), [badge], "{name}");
        assert_eq!(names(&page, ".ih button"), [button], "{name}");
        let connected = !["Not connected", "Waiting for Zoom", "Removed in Zoom"].contains(&badge);
        assert_eq!(contains(&names(&page, "main a"), "Disconnect Zoom"), connected, "{name}");
    }
}

#[test]
fn disconnect_lists_what_is_deleted_and_cancels_by_default() {
    let page = page("disconnect");
    assert_eq!(all(&page, ".gone li b"), ["2", "1", "37", "112", "31"]);
    let kept = all(&page, ".keep li");
    assert_eq!(kept[0], "Contacts, companies, notes, deals and tasks");
    assert_eq!(all(&page, ".dlg-f .sub"), ["Recorded in the audit log and in Integration activity"]);
    assert_eq!(names(&page, "[autofocus]"), ["Cancel"]);
    assert_eq!(attributes(&page, "input[checked]", "value"), ["keep"]);
    let choices = all(&page, ".opt b");
    assert_eq!(choices, ["Leave them in Zoom", "Remove them from Zoom and tell the invitees"]);

    let mut none = integrations::disconnect();
    none.upcoming_meetings = 0;
    let none = Html::parse_document(&none.page().unwrap());
    assert!(all(&none, "fieldset").is_empty(), "nothing to choose without meetings");
    assert_eq!(attributes(&none, "input[name=upcoming]", "value"), ["keep"]);
}

#[test]
fn a_deauthorization_unfolds_into_its_steps() {
    let page = page("activity");
    assert_eq!(all(&page, "details[open] .chain li b").len(), 4);
    assert_eq!(attributes(&page, ".chain .waiting", "class"), ["waiting"]);
    assert_eq!(all(&page, ".log-tabs [aria-current]"), ["All"]);
}

#[test]
fn mail_of_others_is_shown_in_a_frame_without_scripts() {
    let page = page("message");
    let sandbox = attributes(&page, "iframe", "sandbox");
    assert_eq!(sandbox, ["allow-popups allow-popups-to-escape-sandbox"]);
    assert!(all(&super::tests::page("message-hostile"), "iframe").is_empty(), "a mail of text has no frame");
}

#[test]
fn an_invitation_tells_the_readers_time_first_and_the_stored_link() {
    let mail = mails::invitation().render().unwrap();
    assert_eq!(mail.subject, "Rollout kick-off, Iberia, Tue 16 March 09:00");
    let theirs = mail.text.find("09:00 to 09:40, Lisbon time").unwrap();
    let mine = mail.text.find("10:00 in Stockholm, where Mara is").unwrap();
    assert!(theirs < mine);
    assert!(mail.text.contains("\nhttp://127.0.0.1:8090/j/82000000142?pwd=Q2FmZWJhYmU0NDcx\n"));
    let html = Html::parse_document(&mail.html);
    assert_eq!(
        attributes(&html, "a", "href"),
        [
            "http://127.0.0.1:8090/j/82000000142?pwd=Q2FmZWJhYmU0NDcx",
            "https://crm.example.com/i/3q2-7wAAAAAAAAAAAAAAAA",
        ]
    );
    assert_eq!(all(&html, "a"), ["Join meeting", "Answer or propose a new time"]);
    assert!(!mail.html.contains("<img"), "no tracking pixels");
}

#[test]
fn numbers_to_dial_are_links_that_type_the_rest() {
    let mail = mails::invitation_by_phone().render().unwrap();
    let html = Html::parse_document(&mail.html);
    let dials = attributes(&html, "a", "href").into_iter().filter(|href| href.starts_with("tel:"));
    assert_eq!(dials.collect::<Vec<_>>().len(), 3);
    assert!(mail.text.contains("\n\nBy phone\n+351 308 804 188 (Portugal)\n"), "{}", mail.text);
    assert!(!mail.text.contains("\n\n\n"), "{}", mail.text);
}

#[test]
fn rt_39_an_invitation_without_a_passcode_does_not_mention_one() {
    let mail = mails::invitation_bare().render().unwrap();
    for part in [&mail.text, &mail.html] {
        assert!(!part.contains("passcode") && !part.contains("Agenda") && !part.contains("Stockholm"));
    }
    assert!(mail.text.starts_with("Hello,\n"));
    assert!(!mail.text.contains("\n\n\n"), "{}", mail.text);
}

#[test]
fn what_is_typed_cannot_break_out_of_a_mail() {
    let mail = mails::invitation_hostile().render().unwrap();
    assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
    assert!(!mail.html.contains("<script>"));
    assert!(mail.text.contains(HOSTILE), "the text part is not escaped");
}

#[test]
fn a_cancellation_carries_the_message_and_no_link() {
    let mail = mails::cancellation().render().unwrap();
    assert_eq!(mail.subject, "Cancelled: Rollout kick-off, Iberia, Tue 16 March 09:00");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("I am on a train without a signal."));
        assert!(!part.contains("http://127.0.0.1"));
    }
}

#[test]
fn an_empty_week_says_what_to_do() {
    let empty = meetings::meetings_empty();
    assert!(empty.agenda.is_empty());
    assert!(all(&page("meetings-empty"), ".upc .empty")[0].starts_with("No meetings here."));
}
