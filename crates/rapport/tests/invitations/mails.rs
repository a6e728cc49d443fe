//! Invitation and cancellation as they are read.

use jiff::SignedDuration;
use store::jobs::NewJob;
use testing::Mail;
use zoom_sandbox::FaultKind;

use crate::desk::{CREATE, Desk, with_subject};

/// A text with what differs from run to run replaced.
fn stable(desk: &Desk, text: &str) -> String {
    desk.app.stable(text).replace("\r\n", "\n")
}

async fn sample() -> Desk {
    let desk = Desk::new().await;
    desk.app
        .contact("Rui Matos")
        .email("r.matos@lumenfreight.example")
        .zone("America/Sao_Paulo")
        .create()
        .await;
    let form = desk.form().await.set("agenda", "Who signs off?\nWhich depots, Lisbon & Porto?");
    let id = desk.schedule_with(form.set("add_invitee", "Rui Matos")).await;
    let page = desk.mara.get(&format!("/meetings/{id}/remove")).await;
    desk.send(page.form("Remove meeting").set("message", "Sorry, Ana.\nI call you.")).await.assert_ok();
    assert_eq!(desk.app.mails().await.len(), 4);
    desk
}

#[tokio::test]
async fn rt_37_the_invitation_reads_like_this() {
    let desk = sample().await;
    let mail = &desk.mail_to("ana", false).await;
    insta::assert_snapshot!("invitation_subject", mail.subject);
    insta::assert_snapshot!("invitation_text", stable(&desk, &mail.text));
    insta::assert_snapshot!("invitation_html", stable(&desk, &mail.html));
    insta::assert_snapshot!("invitation_calendar", stable(&desk, &unfolded(mail)));
}

#[tokio::test]
async fn the_cancellation_reads_like_this() {
    let desk = sample().await;
    let mail = &desk.mail_to("ana", true).await;
    insta::assert_snapshot!("cancellation_subject", mail.subject);
    insta::assert_snapshot!("cancellation_text", stable(&desk, &mail.text));
    insta::assert_snapshot!("cancellation_html", stable(&desk, &mail.html));
    insta::assert_snapshot!("cancellation_calendar", stable(&desk, &unfolded(mail)));
}

#[tokio::test]
async fn rt_37_the_update_reads_like_this() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("agenda", "Who signs off?\nWhich depots, Lisbon & Porto?");
    let id = desk.schedule_with(form).await;
    desk.move_to(id, "10:00").await.assert_notice("Meeting rescheduled, Ana was told");
    let mails = desk.app.mails().await;
    let mail = with_subject(&mails, "Moved: ");
    insta::assert_snapshot!("update_subject", mail.subject);
    insta::assert_snapshot!("update_text", stable(&desk, &mail.text));
    insta::assert_snapshot!("update_html", stable(&desk, &mail.html));
    insta::assert_snapshot!("update_calendar", stable(&desk, &unfolded(mail)));
}

/// Lines of the calendar object as they are meant, without its id; where they fold depends on the sandbox's port.
fn unfolded(mail: &Mail) -> String {
    let calendar = mail.calendar().unwrap().replace("\r\n ", "");
    let line = |line: &str| match line.strip_prefix("UID:") {
        Some(uid) => format!("UID:[id]{}\r\n", &uid[uid.find('@').unwrap()..]),
        None => format!("{line}\r\n"),
    };
    calendar.lines().map(line).collect()
}

#[tokio::test]
async fn everyone_reads_their_own_time_first_and_the_hosts_beside_it() {
    let desk = sample().await;
    let ana = desk.mail_to("ana", false).await;
    let wanted = "15:00 to 15:30, Lisbon time\n16:00 in Stockholm, where Mara is\n";
    assert!(stable(&desk, &ana.text).contains(wanted), "{}", ana.text);
    let rui = desk.mail_to("r.matos", false).await;
    let wanted = "12:00 to 12:30, Sao Paulo time\n16:00 in Stockholm, where Mara is\n";
    assert!(stable(&desk, &rui.text).contains(wanted), "{}", rui.text);
    assert_eq!(rui.subject, "Rollout kick-off, Thu 18 March 12:00");
}

#[tokio::test]
async fn the_hosts_day_is_named_where_it_is_another_one() {
    let desk = Desk::new().await;
    desk.app.contact("Yuki Tanaka").email("y@hoshinolabs.example").zone("Asia/Tokyo").create().await;
    desk.schedule_with(desk.form().await.set("start", "23:00").set("add_invitee", "Yuki Tanaka")).await;
    let yuki = desk.mail_to("y@", false).await;
    let wanted =
        "Friday 19 March 2027\n07:00 to 07:30, Tokyo time\nThu 18 March 23:00 in Stockholm, where Mara is\n";
    assert!(stable(&desk, &yuki.text).contains(wanted), "{}", yuki.text);
}

#[tokio::test]
async fn rt_39_without_a_passcode_there_is_no_line_about_one() {
    let desk = Desk::new().await;
    let id = desk.schedule_with(desk.form().await.set("passcode", "off")).await;
    let mail = &desk.app.mails().await[0];
    for text in [&mail.text, &mail.html, &desk.page(id).await.text()] {
        assert!(text.contains("Meeting ID ") && !text.contains(", passcode"), "{text}");
    }
}

#[tokio::test]
async fn rt_37_the_link_is_the_one_that_zoom_gave() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    desk.schedule().await;
    assert!(desk.app.mails().await.is_empty(), "no link, no invitation");
    desk.app.run_jobs_until_done().await;
    let join_url = &desk.in_zoom()[0].join_url;
    let mail = &desk.app.mails().await[0];
    assert!(mail.text.lines().any(|line| line == join_url.as_str()), "{}", mail.text);
    let escaped = join_url.replace('&', "&#38;");
    assert!(mail.html.contains(&format!("href=\"{escaped}\"")), "{}", mail.html);
}

#[tokio::test]
async fn rt_38_nobody_is_mailed_twice_about_the_same_thing() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    for _ in 0..3 {
        rapport::meetings::retry(desk.app.app(), desk.mara.workspace, id).await.unwrap();
        desk.app.run_jobs().await;
    }
    let store = &desk.app.app().store;
    let mails = store::emails::of_meeting(&store.begin_read().await, desk.mara.workspace, id).await.unwrap();
    assert_eq!(mails.len(), 1);
    // As after a process that died between sending it and ending its job.
    let payload = format!(r#"{{"workspace":"{}","email":"{}"}}"#, desk.mara.workspace, mails[0].id);
    let job = NewJob {
        workspace_id: Some(desk.mara.workspace),
        kind: "send_email",
        payload: &payload,
        dedupe_key: None,
        run_at: desk.app.now(),
        max_attempts: 3,
    };
    let tx = store.begin_write().await.unwrap();
    store::jobs::insert(&tx, &job).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.app.run_jobs().await.done, 1);
    assert_eq!(desk.app.mails().await.len(), 1);
}

#[tokio::test]
async fn answers_reach_the_host_and_machines_know_it_is_a_machine() {
    let mails = sample().await.app.mails().await;
    for mail in &mails {
        let header = |name: &str| mail.header(name).unwrap_or_default();
        assert_eq!(header("From"), "\"Mara Lindqvist via Rapport\" <crm@example.com>");
        assert!(header("Reply-To").contains("mara@halden.example"), "{}", header("Reply-To"));
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        assert!(header("Message-ID").ends_with("@crm.example.com>"));
    }
    let mut ids: Vec<_> = mails.iter().map(|mail| mail.header("Message-ID").unwrap()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

#[tokio::test]
async fn the_timeline_and_the_meeting_say_that_the_invitation_left() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.page(id).await.assert_text("Sent");
    desk.mara
        .get(&format!("/contacts/{}", desk.ana))
        .await
        .assert_text("Invitation to ana.ferreira@lumenfreight.example");
    desk.app.advance(SignedDuration::from_mins(5));
    desk.remove(id).await;
    desk.mara.get(&format!("/contacts/{}", desk.ana)).await.assert_text("Cancellation to ana.ferreira");
}

#[tokio::test]
async fn the_mailbox_shows_the_mail_with_its_file() {
    let desk = Desk::new().await;
    desk.schedule().await;
    let list = desk.mara.get("/mailbox").await;
    list.assert_text("Rollout kick-off, Thu 18 March 15:00");
    let path = list.links().into_iter().find(|(_, to)| to.starts_with("/mailbox/")).unwrap().1;
    let mail = desk.mara.get(&path).await;
    mail.assert_text("invite.ics");
    let file = desk.mara.get(&format!("{path}/attachments/0")).await;
    file.assert_ok();
    assert_eq!(Some(file.html()), desk.app.mails().await[0].calendar());
    desk.mara.get(&format!("{path}/attachments/7")).await.assert_status(404);
}
