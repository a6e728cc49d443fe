//! Reminders: to the host and to whoever is invited, on time or not at all.

use testing::Mail;

use crate::desk::{Desk, with_subject};
use crate::page::page_path;

const ANA: &str = "ana.ferreira@lumenfreight.example";
pub(crate) const MARA: &str = "mara@halden.example";

impl Desk {
    /// It becomes this time, and what is due runs.
    pub(crate) async fn it_becomes(&self, time: &str) {
        // The first look only notes when the next is due.
        self.app.run_schedules().await;
        self.app.set_time(time.parse().unwrap());
        self.app.run_schedules().await;
    }

    /// Mails that remind somebody, in order.
    async fn reminders_to(&self, address: &str) -> Vec<Mail> {
        let mut mails = self.app.mails().await;
        mails.retain(|mail| mail.to.contains(address) && mail.calendar().is_none());
        mails
    }

    async fn reminders(&self) -> (usize, usize) {
        (self.reminders_to(MARA).await.len(), self.reminders_to(ANA).await.len())
    }

    async fn choose(&self, me: &str, invitees: &str) {
        let fields = [("remind_me", me), ("remind_invitees", invitees)];
        self.mara.post("/settings/profile", &fields).await.assert_notice("Profile saved");
    }
}

#[tokio::test]
async fn host_and_invitee_are_reminded_a_day_and_a_quarter_of_an_hour_before() {
    let desk = Desk::new().await;
    let form = desk.form().await.set("agenda", "Who signs off?");
    let id = desk.schedule_with(form).await;
    desk.it_becomes("2027-03-17T14:59:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0));
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    assert_eq!(desk.reminders().await, (1, 1));
    desk.it_becomes("2027-03-18T14:44:00Z").await;
    assert_eq!(desk.reminders().await, (1, 1));
    desk.it_becomes("2027-03-18T14:45:00Z").await;
    desk.it_becomes("2027-03-18T14:50:00Z").await;
    assert_eq!(desk.reminders().await, (2, 2));
    let to_ana = &desk.reminders_to(ANA).await[0];
    assert_eq!(to_ana.subject, "Reminder: Rollout kick-off, Thu 18 March 15:00");
    let link = desk.one_in_zoom().join_url;
    for words in ["Hello Ana,", "15:00 to 15:30, Lisbon time", "Who signs off?", &link, "Reply to this email"]
    {
        assert!(to_ana.text.contains(words), "{words}: {}", to_ana.text);
    }
    let page = page_path(&desk, "ana").await;
    assert!(to_ana.text.contains(&page) && to_ana.html.contains(&page), "{page}: {}", to_ana.text);
    assert!(to_ana.html.contains(&link.replace('&', "&amp;")) || to_ana.html.contains(&link));
    let to_mara = &desk.reminders_to(MARA).await[0];
    assert_eq!(to_mara.subject, "Reminder: Rollout kick-off, Thu 18 March 16:00");
    for words in ["With Ana Ferreira", "Thursday 18 March 2027, 16:00 to 16:30", &format!("/meetings/{id}")] {
        assert!(to_mara.text.contains(words), "{words}: {}", to_mara.text);
    }
}

#[tokio::test]
async fn rt_51_reminders_go_by_instants_across_a_clock_change() {
    let desk = Desk::new().await;
    // Clocks go forward in the night before: a day before is 08:00 on the 27th, not 09:00.
    let form = desk.form().await.set("date", "2027-03-28").set("start", "09:00");
    desk.schedule_with(form).await;
    assert_eq!(desk.one_in_zoom().start_time.unwrap().to_string(), "2027-03-28T07:00:00Z");
    desk.it_becomes("2027-03-27T06:59:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0));
    desk.it_becomes("2027-03-27T07:00:00Z").await;
    assert_eq!(desk.reminders().await, (1, 1));
    let to_ana = &desk.reminders_to(ANA).await[0];
    assert!(to_ana.text.contains("08:00 to 08:30, Lisbon time"), "{}", to_ana.text);
    desk.it_becomes("2027-03-28T06:45:00Z").await;
    assert_eq!(desk.reminders().await, (2, 2));
}

#[tokio::test]
async fn a_move_and_a_removal_silence_what_was_planned() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.move_to(id, "11:00").await;
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0), "the old time");
    desk.it_becomes("2027-03-18T10:00:00Z").await;
    assert_eq!(desk.reminders().await, (1, 1), "the new time");
    assert!(desk.reminders_to(ANA).await[0].subject.ends_with("Fri 19 March 10:00"));
    desk.remove(id).await;
    desk.it_becomes("2027-03-19T09:45:00Z").await;
    assert_eq!(desk.reminders().await, (1, 1), "it was removed");
}

#[tokio::test]
async fn a_meeting_scheduled_within_the_time_of_a_reminder_has_none_of_that_kind() {
    let desk = Desk::new().await;
    desk.app.set_time("2027-03-18T08:00:00Z".parse().unwrap());
    desk.schedule().await;
    desk.it_becomes("2027-03-18T08:10:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0), "they were invited ten minutes ago");
    desk.it_becomes("2027-03-18T14:45:00Z").await;
    assert_eq!(desk.reminders().await, (1, 1));
}

#[tokio::test]
async fn a_reminder_that_would_come_late_does_not_come() {
    let desk = Desk::new().await;
    desk.schedule().await;
    // Nothing runs for a while: the server was off.
    desk.it_becomes("2027-03-17T21:00:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0), "six hours after it was due");
    desk.it_becomes("2027-03-18T14:56:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0), "in four minutes is not in fifteen");
    desk.it_becomes("2027-03-18T15:10:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0), "it began");
}

#[tokio::test]
async fn each_person_chooses_for_themselves_and_for_their_invitees() {
    let desk = Desk::new().await;
    desk.choose("none", "1h").await;
    let page = desk.mara.get("/settings/profile").await;
    assert_eq!(page.field("Remind me by email").value, "none");
    assert_eq!(page.field("Remind invitees by email").value, "1h");
    desk.schedule().await;
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    assert_eq!(desk.reminders().await, (0, 0));
    desk.it_becomes("2027-03-18T14:00:00Z").await;
    assert_eq!(desk.reminders().await, (0, 1));
    desk.it_becomes("2027-03-18T14:45:00Z").await;
    assert_eq!(desk.reminders().await, (0, 1));
}

#[tokio::test]
async fn an_invitee_is_reminded_in_their_language() {
    let desk = Desk::new().await;
    let jonas = desk.app.contact("Jonas Weber").email("jonas@brandt.example").zone("Europe/Berlin");
    let jonas = jonas.language("de").create().await;
    let form = desk.mara.get(&format!("/contacts/{jonas}/meetings/new")).await.form("Schedule meeting");
    let form = form.set("topic", "Quartal").set("date", "2027-03-18").set("start", "16:00");
    desk.schedule_with(form).await;
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    let mails = desk.reminders_to("jonas").await;
    let mail = with_subject(&mails, "Erinnerung: Quartal");
    assert!(
        mail.text.contains("Zur Erinnerung: Ihr Meeting mit Mara Lindqvist steht bevor."),
        "{}",
        mail.text
    );
}

#[tokio::test]
async fn nobody_is_reminded_of_a_meeting_that_they_were_not_told_of() {
    let desk = Desk::new().await;
    let form = desk.form().await.without("send_invitation");
    desk.schedule_with(form).await;
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    assert_eq!(desk.reminders().await, (1, 0));
}

#[tokio::test]
async fn the_page_of_a_meeting_says_who_is_reminded_when() {
    let desk = Desk::new().await;
    desk.choose("24h", "24h 15m").await;
    let id = desk.schedule().await;
    let page = desk.page(id).await;
    page.assert_text("Wed 17 March, 16:00 You and Ana Thu 18 March, 15:45 Ana");
    page.assert_text("A move takes them along, and a removed meeting sends none.");
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    desk.page(id).await.assert_text("Today, 16:00 You and Ana Sent Tomorrow, 15:45 Ana");
    desk.move_to(id, "11:00").await;
    let page = desk.page(id).await;
    page.assert_text("Tomorrow, 11:00 You and Ana Fri 19 March, 10:45 Ana").assert_no_text("15:45");
    desk.remove(id).await;
    desk.page(id).await.assert_no_text("Reminders");
}

#[tokio::test]
async fn the_page_of_a_meeting_names_no_reminder_that_nobody_gets() {
    let desk = Desk::new().await;
    desk.choose("none", "24h 15m").await;
    let form = desk.form().await.without("send_invitation");
    let id = desk.schedule_with(form).await;
    desk.page(id).await.assert_no_text("Reminders");
    desk.choose("15m", "none").await;
    desk.page(id).await.assert_text("Thu 18 March, 15:45 You").assert_no_text("16:00 You");
}
