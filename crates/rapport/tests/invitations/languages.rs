//! Everyone is written to in their language.

use domain::{Language, MeetingId};
use jiff::SignedDuration;
use scraper::{Html, Selector};
use testing::Mail;

use crate::desk::Desk;
use crate::page::page_path;
use crate::reminders::MARA;

/// Somebody whose contact says that language.
pub(crate) const READERS: [(Language, &str, &str, &str); 6] = [
    (Language::English, "Grace Bell", "Europe/London", "English"),
    (Language::German, "Jonas Keller", "Europe/Berlin", "Norwegian, German"),
    (Language::French, "Camille Moreau", "Europe/Paris", "Français"),
    (Language::Spanish, "Lucía Prieto", "Europe/Madrid", "es"),
    (Language::Portuguese, "Inês Duarte", "Europe/Lisbon", "Portuguese, English"),
    (Language::Swedish, "Nils Ek", "Europe/Stockholm", "svenska"),
];

pub(crate) fn address(language: Language) -> String {
    format!("{language}@lumenfreight.example")
}

/// A meeting to which readers of every language are invited.
async fn invited() -> (Desk, MeetingId) {
    let desk = Desk::new().await;
    let mut form = desk.form().await.set("agenda", "Who signs off?");
    for (language, name, zone, words) in READERS {
        let contact = desk.app.contact(name).email(&address(language)).zone(zone).language(words);
        let id = contact.create().await;
        form = form.also("invitee", &id.to_string());
    }
    let id = desk.schedule_with(form).await;
    (desk, id)
}

/// A meeting to which they were invited, that was moved, and then removed.
async fn told_everything() -> Desk {
    let (desk, id) = invited().await;
    desk.move_to(id, "10:00").await;
    let page = desk.mara.get(&format!("/meetings/{id}/remove")).await;
    desk.send(page.form("Remove meeting").set("message", "Sorry.")).await.assert_ok();
    desk
}

/// What a person sees of the HTML part, a line for each piece of text.
fn seen(html: &str) -> String {
    let page = Html::parse_document(html);
    let body = Selector::parse("body").unwrap();
    let pieces: Vec<_> = page.select(&body).flat_map(|body| body.text()).map(str::trim).collect();
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn rt_37_all_mails_read_like_this_in_every_language() {
    let desk = told_everything().await;
    let mails = desk.mails().await;
    for (language, ..) in READERS {
        let to = address(language);
        let theirs: Vec<&Mail> = mails.iter().filter(|mail| mail.to.contains(&to)).collect();
        assert_eq!(theirs.len(), 3, "{language}");
        insta::assert_snapshot!(format!("all_mails_{language}"), written(&desk, language, &theirs));
    }
}

#[tokio::test]
async fn rt_37_mails_about_a_series_and_one_of_its_dates_read_like_this_in_every_language() {
    let desk = Desk::new().await;
    let mut form = desk.form().await.set("repeat", "weekly").set("times", "14");
    for (language, name, zone, words) in READERS {
        let contact = desk.app.contact(name).email(&address(language)).zone(zone).language(words);
        form = form.also("invitee", &contact.create().await.to_string());
    }
    desk.send(form).await.assert_ok();
    let second = desk.meetings().await[1];
    let page = desk.mara.get(&format!("/meetings/{second}/remove")).await;
    desk.send(page.form("Remove this date")).await.assert_ok();
    let mails = desk.mails().await;
    for (language, ..) in READERS {
        let to = address(language);
        let theirs: Vec<&Mail> = mails.iter().filter(|mail| mail.to.contains(&to)).collect();
        assert_eq!(theirs.len(), 2, "{language}");
        insta::assert_snapshot!(format!("series_{language}"), written(&desk, language, &theirs));
    }
}

/// What mails say, in both parts.
fn written(desk: &Desk, language: Language, mails: &[&Mail]) -> String {
    let mut whole = Vec::new();
    for mail in mails {
        assert!(mail.html.contains(&format!("<html lang=\"{language}\">")), "{language}");
        let text = desk.app.stable(&mail.text).replace("\r\n", "\n");
        let html = desk.app.stable(&seen(&mail.html));
        whole.push(format!("Subject: {}\n\n{text}\n--- HTML ---\n{html}", mail.subject));
    }
    whole.join("\n\n=====\n\n")
}

#[tokio::test]
async fn rt_37_reminders_read_like_this_in_every_language() {
    let (desk, _) = invited().await;
    let before = desk.app.mails().await.len();
    desk.it_becomes("2027-03-17T15:00:00Z").await;
    let mails = desk.app.mails().await;
    for (language, ..) in READERS {
        let to = address(language);
        let theirs: Vec<&Mail> = mails[before..].iter().filter(|mail| mail.to.contains(&to)).collect();
        assert_eq!(theirs.len(), 1, "{language}");
        insta::assert_snapshot!(format!("reminder_{language}"), written(&desk, language, &theirs));
    }
}

#[tokio::test]
async fn mails_to_whoever_uses_rapport_read_like_this_in_their_language() {
    for language in Language::ALL.iter().copied() {
        let desk = Desk::new().await;
        let mara = desk.mara.get("/settings/profile").await.form("Save changes");
        let page = desk.mara.send(mara.set("language", language.as_str())).await;
        page.assert_notice("Profile saved");
        assert_eq!(page.field("Language of your emails").value, language.as_str());
        desk.schedule().await;
        let guest = desk.app.visitor();
        let path = page_path(&desk, "ana").await;
        let form = guest.get(&format!("{path}/answer")).await.form("Send to Mara");
        let form = form.without("date").without("time").also("date", "2027-03-19").also("time", "09:00");
        guest.send(form.set("message", "The audit moved.")).await.assert_ok();
        desk.app.run_jobs().await;
        desk.it_becomes("2027-03-17T15:00:00Z").await;
        // After the reminder, so that the order of the mails is settled.
        desk.app.advance(SignedDuration::from_mins(1));
        let form = guest.get(&format!("{path}/answer")).await.form("Send to Mara");
        guest.send(form.set("answer", "decline").set("message", "")).await.assert_ok();
        desk.app.run_jobs().await;
        desk.app.advance(SignedDuration::from_mins(10));
        desk.app.sandbox().invalidate_refresh_token(MARA);
        desk.mara.press("/settings/integrations", "Check connection").await;
        desk.app.run_jobs().await;
        desk.mara.connect_zoom().await.assert_ok();
        desk.app.advance(SignedDuration::from_mins(10));
        desk.app.sandbox().deauthorize(MARA);
        desk.app.deliver_events().await;
        let mails = desk.app.mails().await;
        let theirs: Vec<&Mail> = mails.iter().filter(|mail| mail.to.contains(MARA)).collect();
        assert_eq!(theirs.len(), 5, "{language}: {:?}", mails.iter().map(|m| &m.subject).collect::<Vec<_>>());
        insta::assert_snapshot!(format!("to_user_{language}"), written(&desk, language, &theirs));
    }
}

#[tokio::test]
async fn the_same_event_reaches_everyone_whatever_they_read() {
    let desk = told_everything().await;
    let mails = desk.app.mails().await;
    let first: Vec<_> =
        mails.iter().filter(|mail| !mail.subject.contains(": ")).map(Mail::calendar).collect();
    assert!(first.len() > 1 && first.iter().all(|one| *one == first[0]));
}

#[tokio::test]
async fn the_preview_is_in_the_language_of_the_first_invitee() {
    let desk = Desk::new().await;
    let jonas = desk.app.contact("Jonas Keller").email("j@keller.example").language("German, English");
    let jonas = jonas.zone("Europe/Berlin").create().await;
    let page = desk.mara.get(&format!("/contacts/{jonas}/meetings/new")).await;
    page.assert_text("Guten Tag Jonas,");
    page.assert_text("Mittwoch, 10. März 2027");
    page.assert_text("Ortszeit Berlin");
}

#[tokio::test]
async fn somebody_whose_language_is_not_among_ours_reads_english() {
    let desk = Desk::new().await;
    desk.app.contact("Yuki Tanaka").email("y@hoshinolabs.example").language("Japanese").create().await;
    desk.schedule_with(desk.form().await.set("add_invitee", "Yuki Tanaka")).await;
    assert!(desk.mail_to("y@", false).await.text.starts_with("Hello Yuki,"));
}
