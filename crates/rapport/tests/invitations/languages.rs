//! Everyone is written to in their language.

use domain::Language;
use scraper::{Html, Selector};
use testing::Mail;

use crate::desk::Desk;

/// Somebody whose contact says that language.
const READERS: [(Language, &str, &str, &str); 6] = [
    (Language::English, "Grace Bell", "Europe/London", "English"),
    (Language::German, "Jonas Keller", "Europe/Berlin", "Norwegian, German"),
    (Language::French, "Camille Moreau", "Europe/Paris", "Français"),
    (Language::Spanish, "Lucía Prieto", "Europe/Madrid", "es"),
    (Language::Portuguese, "Inês Duarte", "Europe/Lisbon", "Portuguese, English"),
    (Language::Swedish, "Nils Ek", "Europe/Stockholm", "svenska"),
];

fn address(language: Language) -> String {
    format!("{language}@lumenfreight.example")
}

/// A meeting to which readers of every language were invited, that was moved, and then removed.
async fn told_everything() -> Desk {
    let desk = Desk::new().await;
    let mut form = desk.form().await.set("agenda", "Who signs off?");
    for (language, name, zone, words) in READERS {
        let contact = desk.app.contact(name).email(&address(language)).zone(zone).language(words);
        let id = contact.create().await;
        form = form.also("invitee", &id.to_string());
    }
    let id = desk.schedule_with(form).await;
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
        let mut whole = Vec::new();
        for mail in theirs {
            assert!(mail.html.contains(&format!("<html lang=\"{language}\">")), "{language}");
            let text = desk.app.stable(&mail.text).replace("\r\n", "\n");
            let html = desk.app.stable(&seen(&mail.html));
            whole.push(format!("Subject: {}\n\n{text}\n--- HTML ---\n{html}", mail.subject));
        }
        insta::assert_snapshot!(format!("all_mails_{language}"), whole.join("\n\n=====\n\n"));
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
