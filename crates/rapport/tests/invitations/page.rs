//! The page of an invitee: what it shows, what it keeps to itself, and what an answer does.

use axum::http::Method;
use domain::MeetingId;
use jiff::SignedDuration;
use testing::{Browser, Page};

use crate::desk::{Desk, with_subject};

/// Path of the page, as the invitation names it.
pub(crate) async fn page_path(desk: &Desk, address: &str) -> String {
    let mail = desk.mail_to(address, false).await;
    let at = mail.text.find("/i/").unwrap();
    mail.text[at..].split_whitespace().next().unwrap().to_owned()
}

/// A meeting with Ana on Thursday 18 March at 15:00 in Lisbon, and a guest who has nothing but the link.
pub(crate) async fn invited() -> (Desk, MeetingId, Browser, String) {
    let desk = Desk::new().await;
    let form = desk.form().await.set("agenda", "Who signs off?");
    let id = desk.schedule_with(form).await;
    let path = page_path(&desk, "ana").await;
    let guest = desk.app.visitor();
    (desk, id, guest, path)
}

async fn accept(desk: &Desk, guest: &Browser, path: &str) -> Page {
    let page = guest.press(path, "I’ll be there").await;
    desk.app.run_jobs().await;
    page
}

/// The form behind **Can’t make it?**, filled in with one time in Lisbon.
pub(crate) async fn propose(desk: &Desk, guest: &Browser, path: &str, date: &str, time: &str) -> Page {
    let page = guest.get(&format!("{path}/answer")).await;
    let form = page.form("Send to Mara").without("date").without("time");
    let form = form.also("date", date).also("time", time).set("message", "The audit moved.");
    let page = guest.send(form).await;
    desk.app.run_jobs().await;
    page
}

#[tokio::test]
async fn the_page_shows_the_meeting_in_the_invitees_time_and_lets_them_join() {
    let (desk, _, guest, path) = invited().await;
    let page = guest.get(&path).await;
    page.assert_ok();
    for text in [
        "Rollout kick-off",
        "Thursday",
        "15:00 to 15:30",
        "Your time, Lisbon",
        "16:00 in Stockholm, where Mara is",
    ] {
        page.assert_text(text);
    }
    page.assert_text("Who signs off?");
    let join_url = desk.one_in_zoom().join_url;
    assert!(
        page.links().iter().any(|(name, to)| name == "Join meeting" && *to == join_url),
        "{:?}",
        page.links()
    );
}

#[tokio::test]
async fn it_sets_no_cookies_is_in_no_index_and_tells_no_other_site() {
    let (_desk, _, guest, path) = invited().await;
    for path in
        [path.clone(), format!("{path}/answer"), format!("{path}/invitation.ics"), "/i/nobody".to_owned()]
    {
        let page = guest.get(&path).await;
        assert!(page.header("set-cookie").is_empty(), "{path}");
        assert_eq!(page.header("x-robots-tag"), "noindex, nofollow", "{path}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn rt_55_it_shows_nothing_that_is_the_hosts_alone() {
    let (desk, id, guest, path) = invited().await;
    let start =
        rapport::meetings::start_url(desk.app.app(), desk.mara.workspace, desk.mara.id, id).await.unwrap();
    let text = guest.get(&path).await.html();
    let zak = start.split("zak=").nth(1).unwrap();
    assert!(!text.contains(zak) && !text.contains("/s/") && !text.contains("mara@halden.example"), "{text}");
    assert!(!text.contains("r.matos") && !text.contains("/contacts/"), "{text}");
}

#[tokio::test]
async fn a_meeting_on_the_phone_has_a_number_instead_of_a_link() {
    let desk = Desk::without_zoom().await;
    let form = desk.form().await.set("place", "phone").set("phone", "+351 210 000 142");
    desk.schedule_with(form).await;
    let path = page_path(&desk, "ana").await;
    let guest = desk.app.visitor();
    let page = guest.get(&path).await;
    page.assert_text("invites you to a meeting.");
    page.assert_text("Phone +351 210 000 142");
    assert!(!page.html().contains("Zoom") && !page.html().contains("Join meeting"), "{}", page.html());
    let file = guest.get(&format!("{path}/invitation.ics")).await;
    file.assert_ok();
    assert!(file.html().contains("LOCATION:+351 210 000 142"), "{}", file.html());
    accept(&desk, &guest, &path).await.assert_text("You are coming.");
}

#[tokio::test]
async fn rt_41_no_link_is_built_by_hand() {
    let (desk, id, guest, path) = invited().await;
    let join_url = desk.one_in_zoom().join_url;
    let mail = desk.mail_to("ana", false).await;
    let page = guest.get(&path).await;
    let links = [
        desk.page(id).await.attributes("input", "value"),
        page.links().into_iter().map(|(_, to)| to).collect(),
        mail.text.split_whitespace().map(str::to_owned).collect(),
        mail.calendar()
            .unwrap()
            .replace("\r\n ", "")
            .lines()
            .filter_map(|line| line.strip_prefix("URL:").map(str::to_owned))
            .collect(),
    ];
    for found in links {
        let to_zoom: Vec<_> =
            found.iter().filter(|link| link.starts_with("http") && link.contains("/j/")).collect();
        assert!(!to_zoom.is_empty() && to_zoom.iter().all(|link| **link == join_url), "{found:?}");
    }
}

#[tokio::test]
async fn a_link_that_is_not_one_leads_nowhere_and_says_so() {
    let (_desk, _, guest, path) = invited().await;
    for wrong in ["/i/nobody".to_owned(), format!("{path}x"), path[..path.len() - 1].to_owned()] {
        let page = guest.get(&wrong).await;
        page.assert_status(404);
        page.assert_text("This link leads nowhere");
    }
}

#[tokio::test]
async fn the_link_expires_after_the_meeting() {
    let (desk, _, guest, path) = invited().await;
    desk.app.advance(SignedDuration::from_hours(9 * 24 + 7));
    let page = guest.get(&path).await;
    page.assert_text("This meeting is over");
    assert!(!page.html().contains("/j/"), "{}", page.html());
    guest.get(&format!("{path}/invitation.ics")).await.assert_status(404);
    desk.app.advance(SignedDuration::from_hours(24));
    guest.get(&path).await.assert_status(404);
}

#[tokio::test]
async fn accepting_is_seen_by_the_host_and_tells_nobody_by_mail() {
    let (desk, id, guest, path) = invited().await;
    accept(&desk, &guest, &path).await.assert_text("You are coming. Mara knows.");
    accept_again(&desk, &guest, &path).await;
    desk.page(id).await.assert_text("Coming");
    desk.mara.get(&format!("/contacts/{}", desk.ana)).await.assert_text("Ana comes to it");
    assert_eq!(desk.app.mails().await.len(), 1);
}

/// The page offers no second acceptance; a form that was still open in another tab changes nothing.
async fn accept_again(desk: &Desk, guest: &Browser, path: &str) {
    let page = guest.get(path).await;
    assert!(!page.html().contains("I’ll be there"));
    let timeline = || async {
        let page = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
        page.text().matches("comes to it").count()
    };
    assert_eq!(timeline().await, 1);
}

#[tokio::test]
async fn declining_is_mailed_to_the_host_with_what_was_written() {
    let (desk, id, guest, path) = invited().await;
    let page = guest.get(&format!("{path}/answer")).await;
    let form = page.form("Send to Mara").set("answer", "decline").set("message", "I am travelling.\nSorry.");
    guest.send(form).await.assert_text("You declined. Mara knows.");
    desk.app.run_jobs().await;
    let mails = desk.app.mails().await;
    let mail = with_subject(&mails, "Ana Ferreira declined: ");
    assert!(mail.to.contains("mara@halden.example"));
    assert!(mail.header("Reply-To").unwrap().contains("ana.ferreira@lumenfreight.example"));
    let text = mail.text.replace("\r\n", "\n");
    assert!(text.contains("Message\nI am travelling.\nSorry."), "{text}");
    assert!(mail.text.contains("does not come to Rollout kick-off (Thu 18 March, 16:00)"), "{}", mail.text);
    let page = desk.page(id).await;
    page.assert_text("Declined");
    page.assert_text("I am travelling.");
}

#[tokio::test]
async fn a_proposal_is_taken_with_one_click_which_moves_the_meeting_everywhere() {
    let (desk, id, guest, path) = invited().await;
    propose(&desk, &guest, &path, "2027-03-19", "10:00").await.assert_text("You proposed another time.");
    let mails = desk.app.mails().await;
    let mail = with_subject(&mails, "Ana Ferreira proposes another time: ");
    assert!(mail.text.contains("Fri 19 March, 11:00 (10:00 in Lisbon)"), "{}", mail.text);
    let page = desk.page(id).await;
    page.assert_text("Ana proposes another time");
    page.assert_text("Fri 19 March, 11:00 to 11:30");
    page.assert_text("10:00 for Ana in Lisbon");
    for list in
        ["/meetings?view=agenda&week=2027-W11", "/meetings?week=2027-W11", &format!("/contacts/{}", desk.ana)]
    {
        let list = desk.mara.get(list).await;
        assert!(list.text().to_lowercase().contains("new time proposed"), "{}", list.text());
    }
    let name = "Move to this time: Fri 19 March, 11:00 to 11:30";
    let form = page.form(name);
    desk.send(form).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.one_in_zoom().start_time.unwrap().to_string(), "2027-03-19T10:00:00Z");
    assert_eq!(desk.subjects_to("ana").await.last().unwrap(), "Moved: Rollout kick-off, Fri 19 March 10:00");
    let page = desk.page(id).await;
    page.assert_text("Coming");
    assert!(!page.text().contains("proposes another time"), "{}", page.text());
    guest.get(&path).await.assert_text("10:00 to 10:30");
}

#[tokio::test]
async fn a_move_asks_everyone_anew() {
    let (desk, id, guest, path) = invited().await;
    accept(&desk, &guest, &path).await;
    desk.move_to(id, "10:00").await;
    assert!(!desk.page(id).await.text().contains("Coming"));
    let page = guest.get(&path).await;
    page.assert_text("09:00 to 09:30");
    page.assert_text("I’ll be there");
}

#[tokio::test]
async fn an_answer_to_the_time_before_is_not_taken_for_the_new_one() {
    let (desk, id, guest, path) = invited().await;
    let stale = guest.get(&path).await.form("I’ll be there");
    desk.move_to(id, "10:00").await;
    let page = guest.send(stale).await;
    page.assert_status(409);
    page.assert_text("The meeting is at another time now.");
    assert!(!desk.page(id).await.text().contains("Coming"));
}

#[tokio::test]
async fn a_meeting_that_is_being_moved_is_not_answered_before_the_new_time_is_known() {
    let (desk, id, guest, path) = invited().await;
    let stale = guest.get(&path).await.form("I’ll be there");
    desk.zoom_goes_down();
    desk.move_to(id, "10:00").await;
    let page = guest.get(&path).await;
    page.assert_text("This meeting is being moved. You get an email with the new time.");
    page.assert_text("15:00 to 15:30");
    page.assert_no_text("I’ll be there").assert_no_text("Can’t make it?");
    guest.send(stale).await.assert_status(409);
    guest.get(&format!("{path}/answer")).await.assert_text("This meeting is being moved.");
    desk.zoom().clear_faults();
    desk.app.run_jobs_until_done().await;
    guest.get(&path).await.assert_text("09:00 to 09:30").assert_text("I’ll be there");
    assert!(!desk.page(id).await.text().contains("Coming"));
}

#[tokio::test]
async fn a_cancelled_meeting_can_neither_be_joined_nor_answered() {
    let (desk, id, guest, path) = invited().await;
    let stale = guest.get(&path).await.form("I’ll be there");
    desk.remove(id).await;
    let page = guest.get(&path).await;
    page.assert_text("This meeting was cancelled");
    assert!(!page.html().contains("/j/") && !page.html().contains("I’ll be there"));
    guest.send(stale).await.assert_text("This meeting was cancelled");
    assert_eq!(desk.app.mails().await.len(), 2);
}

#[tokio::test]
async fn times_that_cannot_be_are_named_and_nothing_is_lost() {
    let (desk, _, guest, path) = invited().await;
    for (date, time, said) in [
        ("", "", "Choose a date and a time, or decline."),
        ("2027-03-19", "", "Choose a date and a time for each."),
        ("2027-03-01", "10:00", "This time has passed."),
        ("2027-02-31", "10:00", "This time cannot be read."),
        ("2027-03-28", "01:30", "This time cannot be read."),
    ] {
        let page = propose(&desk, &guest, &path, date, time).await;
        page.assert_status(422);
        page.assert_text(said);
        let form = page.form("Send to Mara");
        assert_eq!(form.value("message").as_deref(), Some("The audit moved."));
        assert_eq!(form.value("date").as_deref(), Some(date));
    }
    assert_eq!(desk.app.mails().await.len(), 1, "the host was told of none");
}

#[tokio::test]
async fn up_to_three_times_can_be_proposed() {
    let (desk, id, guest, path) = invited().await;
    let mut page = guest.get(&format!("{path}/answer")).await;
    assert_eq!(page.form("Send to Mara").entries().iter().filter(|(name, _)| name == "date").count(), 2);
    page = guest.send(page.form("Add another time")).await;
    assert!(!page.html().contains("Add another time"));
    let form = page.form("Send to Mara").without("date").without("time");
    let form = ["2027-03-19", "2027-03-22", "2027-03-23", "2027-03-24"]
        .iter()
        .fold(form, |form, date| form.also("date", date).also("time", "10:00"));
    guest.send(form).await.assert_ok();
    desk.app.run_jobs().await;
    assert_eq!(desk.page(id).await.html().matches("Move to this time:").count(), 3);
}

#[tokio::test]
async fn whoever_is_elsewhere_sees_and_proposes_times_there() {
    let (_desk, _, guest, path) = invited().await;
    let page = guest.get(&format!("{path}?zone=America/Sao_Paulo")).await;
    page.assert_text("12:00 to 12:30");
    page.assert_text("Your time, Sao Paulo");
    let page = guest.get(&format!("{path}/answer?zone=America/Sao_Paulo")).await;
    assert_eq!(page.form("Send to Mara").value("zone").as_deref(), Some("America/Sao_Paulo"));
    guest.get(&format!("{path}?zone=Nowhere/City")).await.assert_text("15:00 to 15:30");
}

#[tokio::test]
async fn the_page_is_in_the_invitees_language_or_that_of_their_browser() {
    let desk = Desk::new().await;
    let jonas = desk.app.contact("Jonas Keller").email("j@keller.example").language("German").create().await;
    let form = desk.form().await.also("invitee", &jonas.to_string()).set("add_invitee", "guest@else.example");
    desk.schedule_with(form).await;
    let guest = desk.app.visitor();
    let path = {
        let mails = desk.app.mails().await;
        let mail = mails.iter().find(|mail| mail.to.contains("j@keller")).unwrap();
        let at = mail.text.find("/i/").unwrap();
        mail.text[at..].split_whitespace().next().unwrap().to_owned()
    };
    let page = guest.get(&path).await;
    page.assert_text("Ich bin dabei");
    page.assert_text("und 1 weitere Person");
    guest.get(&format!("{path}/answer")).await.assert_text("Zeiten, die Ihnen passen");
    let path = page_path(&desk, "guest@else").await;
    let page = guest.request(Method::GET, &path, &[("accept-language", "sv, en;q=0.5")], String::new()).await;
    page.assert_text("Jag kommer");
}

#[tokio::test]
async fn whoever_asks_too_often_is_asked_to_wait() {
    let (_desk, _, guest, path) = invited().await;
    for _ in 0..120 {
        guest.get(&path).await.assert_ok();
    }
    let page = guest.get(&path).await;
    page.assert_status(429);
    page.assert_text("This page was asked for too often");
    assert!(page.header("retry-after").parse::<u32>().unwrap() > 0);
    guest.get("/login").await.assert_ok();
}

#[tokio::test]
async fn only_the_hash_of_the_link_finds_the_page() {
    let (desk, _, _guest, path) = invited().await;
    let token = path.trim_start_matches("/i/");
    let rows = store::dump::rows(&desk.app.app().store.begin_read().await, "invitee_pages").await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains(token));
}
