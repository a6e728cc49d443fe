//! Joining by telephone, where Zoom gives numbers.

use domain::Language;
use icalendar::parser::{read_calendar, unfold};
use serde_json::{Value, json};
use zoom_sandbox::UserChange;

use crate::desk::Desk;
use crate::languages::{READERS, address};
use crate::page::page_path;

const MARA: &str = "mara@halden.example";

fn number(country: &str, name: &str, shown: &str) -> Value {
    json!({
        "code": "1", "country_code": country, "country_name": name, "display_number": shown, "number": shown,
    })
}

impl Desk {
    /// Mara's Zoom account has numbers: Sweden, the United States twice, Portugal, and one in Germany that is free.
    fn can_be_called(&self) {
        let settings = json!({ "audio_conferencing": {
            "toll_call": { "enable": true, "numbers": [
                number("SE", "Sweden", "+46 850 539 728"), number("US", "United States", "+1 646 558 8656"),
                number("US", "United States", "+1 301 715 8592"), number("PT", "Portugal", "+351 308 804 188"),
            ] },
            "toll_free_and_fee_based_toll_call": { "enable": true, "numbers": [
                number("DE", "Germany", "+49 800 724 3138"),
            ] },
        } });
        let Value::Object(settings) = settings else { panic!("groups of settings") };
        assert!(self.zoom().change_user(MARA, UserChange { settings, ..UserChange::default() }));
    }

    /// What is typed, and the line that says so. A telephone has digits only.
    async fn code(&self) -> (String, String) {
        let id = self.in_zoom()[0].id.to_string();
        let begins = format!("Meeting ID {} {} {}, passcode ", &id[..3], &id[3..7], &id[7..]);
        let text = self.mail_to("ana.ferreira@", false).await.text;
        let line = text.lines().find(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("{text}"));
        let passcode = &line[begins.len()..];
        assert!(passcode.len() >= 6 && passcode.chars().all(|c| c.is_ascii_digit()), "{line}");
        (passcode.to_owned(), line.to_owned())
    }
}

#[tokio::test]
async fn the_invitation_names_three_numbers_those_of_the_readers_country_first() {
    let desk = Desk::new().await;
    desk.can_be_called();
    desk.schedule().await;
    let mail = desk.mail_to("ana", false).await;
    let (passcode, line) = desk.code().await;
    let wanted = format!(
        "By phone\n+351 308 804 188 (Portugal)\n+46 850 539 728 (Sweden)\n+1 646 558 8656 (United States)\n{line}\n",
    );
    assert!(mail.text.replace("\r\n", "\n").contains(&wanted), "{}", mail.text);
    let tap = format!("tel:+351308804188,,{}%23,,,,*{passcode}%23", desk.in_zoom()[0].id);
    assert!(mail.html.contains(&format!("href=\"{tap}\"")), "{}", mail.html);
}

#[tokio::test]
async fn a_meeting_that_nobody_can_call_says_nothing_of_it() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let mail = desk.mail_to("ana", false).await;
    assert!(!mail.text.contains("By phone") && !mail.html.contains("tel:"));
    desk.page(id).await.assert_no_text("By phone");
}

#[tokio::test]
async fn the_calendar_entry_the_page_of_the_invitee_and_the_meeting_name_them_too() {
    let desk = Desk::new().await;
    desk.can_be_called();
    let id = desk.schedule_with(desk.form().await.set("agenda", "Dates, and who signs.")).await;
    let (_, line) = desk.code().await;
    let ics = desk.mail_to("ana", false).await.calendar().unwrap();
    let unfolded = unfold(&ics);
    let calendar = read_calendar(&unfolded).unwrap();
    let description = calendar.components[0].properties.iter().find(|one| one.name.as_str() == "DESCRIPTION");
    let wanted = format!(
        "Dates, and who signs.\n\nBy phone\n+351 308 804 188 (Portugal)\n+46 850 539 728 (Sweden)\n\
         +1 646 558 8656 (United States)\n{line}",
    );
    assert_eq!(description.unwrap().val.as_str(), wanted);
    let path = page_path(&desk, "ana.ferreira@").await;
    let page = desk.app.visitor().get(&path).await;
    page.assert_text("By phone").assert_text(&line);
    assert!(page.link("+351 308 804 188").starts_with("tel:+351308804188,,"), "{:?}", page.links());
    // Mara is in Sweden.
    desk.page(id).await.assert_text("By phone: +46 850 539 728 (Sweden); +1 646 558 8656 (United States)");
}

#[tokio::test]
async fn a_cancelled_meeting_cannot_be_called_any_more() {
    let desk = Desk::new().await;
    desk.can_be_called();
    let id = desk.schedule().await;
    let path = page_path(&desk, "ana.ferreira@").await;
    desk.remove(id).await;
    let mail = desk.mail_to("ana", true).await;
    assert!(!mail.text.contains("+351") && !mail.calendar().unwrap().contains("+351"));
    desk.app.visitor().get(&path).await.assert_no_text("+351");
}

#[tokio::test]
async fn the_numbers_are_sealed_and_go_with_the_connection() {
    let desk = Desk::new().await;
    desk.can_be_called();
    desk.schedule().await;
    let id = desk.only_meeting().await;
    let sealed = desk.stored(id).await.zoom.unwrap().dial_in.unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("308"));
    desk.mara.post("/settings/integrations/zoom/disconnect", &[]).await.assert_ok();
    desk.app.run_jobs().await;
    assert!(desk.stored(id).await.zoom.is_none());
    desk.page(id).await.assert_no_text("+351");
}

#[tokio::test]
async fn numbers_are_read_in_every_language() {
    let desk = Desk::new().await;
    desk.can_be_called();
    let mut form = desk.form().await;
    for (language, name, zone, words) in READERS {
        let contact = desk.app.contact(name).email(&address(language)).zone(zone).language(words);
        form = form.also("invitee", &contact.create().await.to_string());
    }
    desk.schedule_with(form).await;
    let mails = desk.mails().await;
    let mut said = Vec::new();
    for language in Language::ALL {
        let mail = mails.iter().find(|mail| mail.to.contains(&address(*language))).unwrap();
        let lines: Vec<_> = mail.text.lines().skip_while(|line| !line.contains("/j/")).collect();
        said.push(format!("{language}\n{}\n", lines[2..7].join("\n")));
    }
    let said = said.join("\n");
    let (passcode, line) = desk.code().await;
    let number = line.split(',').next().unwrap().trim_start_matches("Meeting ID ");
    insta::assert_snapshot!("by_phone", said.replace(number, "[number]").replace(&passcode, "[passcode]"));
}
