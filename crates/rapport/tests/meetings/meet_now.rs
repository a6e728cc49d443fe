//! Meet now: a meeting at once, one however often it is asked for.

use testing::{Form, Page};
use zoom_sandbox::FaultKind;

use crate::desk::{CREATE, Desk};

const ANA: &str = "ana.ferreira@lumenfreight.example";

impl Desk {
    async fn ana_page(&self) -> Page {
        let page = self.mara.get(&format!("/contacts/{}", self.ana)).await;
        page.assert_ok();
        page
    }

    async fn meet_now(&self) -> Form {
        self.ana_page().await.form("Meet now")
    }
}

#[tokio::test]
async fn meet_now_mails_the_contact_and_leads_into_the_meeting() {
    let desk = Desk::new().await;
    let answer = desk.mara.send_only(desk.meet_now().await).await;
    let id = desk.only_meeting().await;
    assert_eq!(answer.location, Some(format!("/meetings/{id}/start")));
    let start = desk.mara.fetch(&format!("/meetings/{id}/start")).await;
    let zoom = desk.one_in_zoom();
    let link = start.location.clone().unwrap();
    assert!(link.starts_with(&format!("{}/s/{}?zak=", desk.app.sandbox_url(), zoom.id)), "{link}");
    assert_eq!((zoom.topic.as_str(), zoom.duration), ("Mara Lindqvist and Ana Ferreira", 30));
    let meeting = desk.stored(id).await;
    assert!(
        meeting.starts_at >= desk.app.now()
            && meeting.starts_at.duration_since(desk.app.now()).as_secs() < 60
    );
    assert_eq!(zoom.start_time, Some(meeting.starts_at));
    desk.app.run_jobs().await;
    let mail = desk.mail_to(ANA, false).await;
    assert!(mail.text.contains(&zoom.join_url), "{}", mail.text);
    // The policy of the page lets the form lead to Zoom.
    let back = desk.ana_page().await;
    back.assert_notice("Meeting created, invitation sent to Ana");
    let policy = back.header("content-security-policy");
    let targets = policy.split(';').find(|part| part.trim().starts_with("form-action")).unwrap();
    assert!(targets.contains(desk.app.sandbox_url()), "{policy}");
}

#[tokio::test]
async fn pressing_meet_now_twice_makes_one_meeting() {
    let desk = Desk::new().await;
    let form = desk.meet_now().await;
    let (first, second) = tokio::join!(desk.mara.send_only(form.clone()), desk.mara.send_only(form.clone()));
    let to = format!("/meetings/{}/start", desk.only_meeting().await);
    assert_eq!((first.location, second.location), (Some(to.clone()), Some(to.clone())));
    // Also when the second click comes a minute later.
    desk.app.advance(jiff::SignedDuration::from_mins(1));
    assert_eq!(desk.mara.send_only(form).await.location, Some(to));
    desk.app.run_jobs().await;
    assert_eq!((desk.in_zoom().len(), desk.creates(), desk.mails_to_invitees().await), (1, 1, 1));
}

#[tokio::test]
async fn rt_30_a_lost_answer_to_meet_now_makes_no_second_meeting() {
    let desk = Desk::new().await;
    desk.goes_wrong_once(CREATE, FaultKind::DropAfter);
    let page = desk.mara.send(desk.meet_now().await).await;
    assert_eq!(page.path, format!("/meetings/{}", desk.only_meeting().await));
    page.assert_notice("Waiting for Zoom").assert_text("Ana gets the invitation");
    desk.minutes_pass(1).await;
    assert_eq!((desk.in_zoom().len(), desk.creates(), desk.mails_to_invitees().await), (1, 1, 1));
    assert!(
        desk.page(desk.only_meeting().await).await.has_link("Start meeting: Mara Lindqvist and Ana Ferreira")
    );
}

#[tokio::test]
async fn while_zoom_is_down_meet_now_waits_on_the_page_of_the_meeting() {
    let desk = Desk::new().await;
    desk.zoom_goes_down();
    let page = desk.mara.send(desk.meet_now().await).await;
    page.assert_notice("Waiting for Zoom");
    assert!(!page.has_link("Start meeting: Mara Lindqvist and Ana Ferreira"));
    assert_eq!(desk.mails_to_invitees().await, 0);
    desk.zoom().clear_faults();
    desk.minutes_pass(1).await;
    let id = desk.only_meeting().await;
    assert!(desk.page(id).await.has_link("Start meeting: Mara Lindqvist and Ana Ferreira"));
    desk.mail_to(ANA, false).await;
}

#[tokio::test]
async fn rt_48_without_zoom_meet_now_is_disabled_with_the_reason_and_the_way() {
    let desk = Desk::without_zoom().await;
    let page = desk.ana_page().await;
    page.assert_text("Meet now needs Zoom.");
    assert_eq!(page.link("Connect Zoom"), "/settings/integrations");
    assert_eq!(page.attributes("button[disabled]", "aria-describedby"), ["no-zoom"]);
    let csrf = page.form("Save note").value("csrf").unwrap();
    let forged =
        desk.mara.post_raw(&format!("/contacts/{}/meetings/now", desk.ana), &[("csrf", &csrf)]).await;
    forged.assert_status(409).assert_text("Meet now needs Zoom");
    assert_eq!(desk.meetings().await.len(), 0);
}

#[tokio::test]
async fn a_contact_without_an_address_cannot_be_met_at_once() {
    let desk = Desk::new().await;
    let rui = desk.app.contact("Rui Matos").create().await;
    let page = desk.mara.get(&format!("/contacts/{rui}")).await;
    page.assert_text("Rui has no email address to invite.");
    assert_eq!(page.attributes("button[disabled]", "aria-describedby"), ["no-email"]);
    let csrf = page.form("Save note").value("csrf").unwrap();
    let forged = desk.mara.post_raw(&format!("/contacts/{rui}/meetings/now"), &[("csrf", &csrf)]).await;
    forged.assert_status(409).assert_text("Rui Matos has no email address");
}
