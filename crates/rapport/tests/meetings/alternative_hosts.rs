//! Who may start a meeting besides its host.

use domain::MeetingId;
use testing::Form;
use zoom_sandbox::{FaultKind, Plan};

use crate::desk::{CREATE, Desk, UPDATE};

const MARA: &str = "mara@halden.example";
const OSKAR: &str = "oskar@halden.example";

/// Mara and Oskar both have a licence.
async fn licensed() -> Desk {
    let desk = Desk::without_zoom().await;
    desk.zoom().set_plan(MARA, Plan::Licensed);
    desk.mara.connect_zoom().await.assert_ok();
    desk
}

impl Desk {
    fn hosts_in_zoom(&self) -> String {
        self.one_in_zoom().alternative_hosts
    }

    async fn with_hosts(&self, hosts: &str) -> Form {
        self.form().await.set("alternative_hosts", hosts)
    }

    async fn change_hosts(&self, id: MeetingId, hosts: &str) -> testing::Page {
        self.send(self.reschedule_form(id).await.set("alternative_hosts", hosts)).await
    }
}

#[tokio::test]
async fn a_colleague_may_start_the_meeting_and_nobody_is_told_of_it() {
    let desk = licensed().await;
    let id = desk.schedule_with(desk.with_hosts("Oskar@halden.example").await).await;
    assert_eq!(desk.hosts_in_zoom(), "Oskar@halden.example");
    desk.page(id).await.assert_text("Alternative hosts Oskar@halden.example");
    let form = desk.reschedule_form(id).await;
    assert_eq!(form.value("alternative_hosts").as_deref(), Some("Oskar@halden.example"));
    desk.change_hosts(id, "").await.assert_notice("Meeting rescheduled, nobody was told");
    assert_eq!((desk.hosts_in_zoom().as_str(), desk.changes(), desk.mails().await.len()), ("", 1, 1));
    // The same again changes nothing; with a new time both go at once.
    desk.change_hosts(id, "").await.assert_notice("Nothing was changed");
    let form = desk.reschedule_form(id).await.set("alternative_hosts", OSKAR).set("start", "17:00");
    desk.send(form).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!((desk.hosts_in_zoom().as_str(), desk.changes(), desk.mails().await.len()), (OSKAR, 2, 2));
}

#[tokio::test]
async fn without_the_licence_the_field_says_why_and_a_forged_post_changes_nothing() {
    let desk = Desk::new().await;
    let page = desk.mara.get(&desk.form_path()).await;
    page.assert_text("mara@halden.example is on Zoom Basic, whose meetings only the host can start");
    assert_eq!(page.attributes("#alternative_hosts", "aria-describedby"), ["no-alternative-hosts"]);
    let forged = desk.form().await.force("alternative_hosts", OSKAR);
    desk.send(forged).await.assert_notice("Meeting scheduled, invitation sent to Ana");
    assert_eq!(desk.hosts_in_zoom(), "");
}

#[tokio::test]
async fn a_wrong_address_is_named_and_the_form_keeps_everything() {
    let desk = licensed().await;
    let page = desk.mara.send(desk.with_hosts("oskar@halden.example, freya").await).await;
    page.assert_status(422).assert_notice("Nothing was scheduled. 1 field needs a change.");
    page.assert_text("“freya” is no email address.");
    assert!(page.has_link("Alternative hosts"), "{:?}", page.links());
    let again = page.form("Schedule meeting");
    assert_eq!(again.value("alternative_hosts").as_deref(), Some("oskar@halden.example, freya"));
    assert_eq!(again.value("topic").as_deref(), Some("Rollout kick-off"));
}

#[tokio::test]
async fn whom_zoom_refuses_is_named_and_can_be_changed() {
    let desk = licensed().await;
    let page = desk.send(desk.with_hosts("stranger@elsewhere.example").await).await;
    page.assert_text("Zoom refused the meeting")
        .assert_text("assign stranger@elsewhere.example as alternative host");
    let id = desk.only_meeting().await;
    let form = desk.reschedule_form(id).await;
    assert_eq!(form.value("alternative_hosts").as_deref(), Some("stranger@elsewhere.example"));
    desk.change_hosts(id, OSKAR).await;
    assert_eq!((desk.hosts_in_zoom().as_str(), desk.mails().await.len()), (OSKAR, 1));
    // A change that Zoom refuses leaves the meeting as it is there.
    desk.change_hosts(id, "nobody@halden.example").await;
    desk.page(id).await.assert_text("Zoom refused the change").assert_text("assign nobody@halden.example as");
    assert_eq!(desk.hosts_in_zoom(), OSKAR);
    desk.change_hosts(id, OSKAR).await;
    desk.page(id).await.assert_no_text("Zoom refused");
}

#[tokio::test]
async fn lost_answers_do_not_lose_them() {
    let desk = licensed().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    desk.send(desk.with_hosts(OSKAR).await).await.assert_notice("Waiting for Zoom");
    let id = desk.only_meeting().await;
    desk.change_hosts(id, "").await;
    desk.minutes_pass(1).await;
    assert_eq!((desk.hosts_in_zoom().as_str(), desk.creates()), ("", 1), "found, and changed since");
    desk.goes_wrong_once(UPDATE, FaultKind::DropAfter);
    desk.change_hosts(id, OSKAR).await.assert_notice("Waiting for Zoom");
    desk.minutes_pass(1).await;
    assert_eq!((desk.hosts_in_zoom().as_str(), desk.changes()), (OSKAR, 2), "it was so already");
}

#[tokio::test]
async fn a_meeting_elsewhere_has_none_and_they_come_along_to_zoom() {
    let desk = licensed().await;
    let form = desk.with_hosts(OSKAR).await.set("place", "phone").set("phone", "+46 8 1");
    let id = desk.schedule_with(form).await;
    desk.page(id).await.assert_no_text("Alternative hosts");
    let form = desk.reschedule_form(id).await.set("place", "zoom").set("alternative_hosts", OSKAR);
    desk.send(form).await.assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.hosts_in_zoom(), OSKAR);
}

#[tokio::test]
async fn a_series_has_the_same_hosts_at_all_its_dates() {
    let desk = licensed().await;
    let form = desk.with_hosts(OSKAR).await.set("repeat", "weekly").set("times", "3");
    let (series, dates) = desk.series_with(form).await;
    assert_eq!(desk.hosts_in_zoom(), OSKAR);
    let page = desk.mara.get(&format!("/meetings/{}/reschedule", dates[0])).await;
    page.assert_no_text("Alternative hosts");
    desk.change_hosts(series, "").await;
    assert_eq!(desk.hosts_in_zoom(), "");
    assert!(!desk.stored(series).await.is_changing());
    assert_eq!(desk.one_in_zoom().occurrences.len(), 3);
}
