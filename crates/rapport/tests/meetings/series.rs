//! Meetings that come again: one meeting in Zoom, one link and one invitation for all dates (RT-52).

use domain::MeetingId;
use jiff::Timestamp;
use store::meetings::{Answer, Desired, Known};
use testing::{Form, Page};

use crate::desk::{DELETE, Desk, with_subject};

const ANA: &str = "ana.ferreira@lumenfreight.example";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Desk {
    /// Every Thursday at 16:00 in Stockholm from 18 March, four times: the clocks change between the second and the
    /// third.
    pub(crate) async fn weekly(&self) -> Form {
        self.form().await.set("repeat", "weekly").set("times", "4")
    }

    /// Schedules it: the series, and its dates in order.
    pub(crate) async fn series(&self) -> (MeetingId, Vec<MeetingId>) {
        let form = self.weekly().await;
        self.series_with(form).await
    }

    pub(crate) async fn series_with(&self, form: Form) -> (MeetingId, Vec<MeetingId>) {
        let page = self.send(form).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let dates = self.meetings().await;
        (self.stored(dates[0]).await.series_id().unwrap(), dates)
    }

    pub(crate) async fn starts(&self) -> Vec<String> {
        let mut starts = Vec::new();
        for id in self.meetings().await {
            starts.push(self.stored(id).await.starts_at.to_string());
        }
        starts
    }

    pub(crate) async fn reschedule_all(&self, series: MeetingId, change: impl Fn(Form) -> Form) -> Page {
        let form = self.reschedule_form(series).await;
        self.send(change(form)).await
    }

    pub(crate) async fn remove_by(&self, id: MeetingId, button: &str) -> Page {
        let page = self.mara.press(&format!("/meetings/{id}/remove"), button).await;
        self.app.run_jobs().await;
        page
    }

    /// Zoom's occurrences that are left.
    pub(crate) fn occurrences(&self) -> Vec<String> {
        self.one_in_zoom().occurrences.iter().map(ToString::to_string).collect()
    }
}

#[tokio::test]
async fn rt_52_a_weekly_meeting_stays_at_its_time_of_day_here_and_in_zoom_across_the_clock_change() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    let expected =
        ["2027-03-18T15:00:00Z", "2027-03-25T15:00:00Z", "2027-04-01T14:00:00Z", "2027-04-08T14:00:00Z"];
    assert_eq!(desk.starts().await, expected);
    assert_eq!(desk.occurrences(), expected);
    let zoom = desk.one_in_zoom();
    for id in dates.iter().chain([&series]) {
        let stored = desk.stored(*id).await;
        assert_eq!((stored.known, stored.problem), (Known::InZoom, None));
        assert_eq!(stored.zoom.unwrap().zoom_id, zoom.id.to_string());
        desk.page(*id).await.assert_text("Every week on Thursday, 4 times");
    }
    assert_eq!((desk.creates(), desk.changes()), (1, 0));
    desk.page(dates[1]).await.assert_text("Thu 25 March, 16:00 to 16:30").assert_text("Date 2 of 4");
    desk.page(series).await.assert_heading("Dates").assert_text("Thu 8 April, 16:00 to 16:30");
    // Lisbon changes its clocks on the same day, so the time is the same there too.
    let [mail] = &desk.mails().await[..] else { panic!("one invitation for all dates") };
    for line in ["It takes place 4 times:", "Thursday 18 March", "Thursday 8 April", &zoom.join_url] {
        assert!(mail.text.contains(line), "{line} is not in {}", mail.text);
    }
}

#[tokio::test]
async fn rt_52_the_invitation_shows_where_the_readers_clock_changes_on_another_day() {
    let desk = Desk::new().await;
    // The clocks in New York changed on 14 March: 11:00 there, until those in Stockholm change, too.
    let joe =
        desk.app.contact("Joe Miller").email("joe@westside.example").zone("America/New_York").create().await;
    let form = desk.mara.get(&format!("/contacts/{joe}/meetings/new")).await.form("Schedule meeting");
    let form = form.set("topic", "Review").set("date", "2027-03-18").set("start", "16:00");
    desk.series_with(form.set("repeat", "weekly").set("times", "3")).await;
    let mail = desk.mail_to("joe@westside.example", false).await;
    assert!(
        mail.text.replace('\r', "").contains("Thursday 25 March\nThursday 1 April, 10:00\n"),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("11:00 to 11:30, New York time"), "{}", mail.text);
}

#[tokio::test]
async fn the_preview_lists_the_dates_and_says_what_zoom_does_not_do() {
    let desk = Desk::new().await;
    let form = desk.weekly().await.set("weekday", "MO").set("weekday", "TH").set("every", "2");
    let shown = desk.mara.send(form.clone().force("check", "1")).await;
    shown.assert_text("Every 2 weeks on Monday and Thursday, 4 times");
    shown.assert_text("Thu 18 March, Mon 29 March, Thu 1 April, Mon 12 April");
    for (field, value, words) in [
        ("every", "13", "Zoom repeats a meeting at most every 12 weeks."),
        ("times", "61", "A meeting can repeat from 2 to 60 times."),
        ("times", "often", "Enter a number from 2 to 60."),
    ] {
        let page = desk.send(form.clone().force(field, value)).await;
        page.assert_status(422)
            .assert_text(words)
            .assert_text("Nothing was scheduled. 1 field needs a change.");
        assert_eq!(
            page.form("Schedule meeting").value(field).as_deref(),
            Some(value),
            "nothing typed is lost"
        );
    }
    let until = form.set("repeat_end", "until").set("until", "2027-03-18");
    desk.send(until).await.assert_status(422).assert_text("Only one date is before this end.");
    assert_eq!(desk.meetings().await, []);
}

#[tokio::test]
async fn each_way_to_repeat_is_understood_by_zoom() {
    for (repeat, expected) in [
        ("daily", ["2027-03-18T15:00:00Z", "2027-03-19T15:00:00Z", "2027-03-20T15:00:00Z"]),
        ("monthly", ["2027-03-18T15:00:00Z", "2027-04-18T14:00:00Z", "2027-05-18T14:00:00Z"]),
        ("monthly-weekday", ["2027-03-18T15:00:00Z", "2027-04-15T14:00:00Z", "2027-05-20T14:00:00Z"]),
    ] {
        let desk = Desk::new().await;
        let form = desk.form().await.set("repeat", repeat).set("times", "3");
        desk.series_with(form).await;
        assert_eq!(desk.occurrences(), expected, "{repeat}");
        assert_eq!(desk.starts().await, expected, "{repeat}");
    }
}

#[tokio::test]
async fn one_date_is_moved_and_the_others_stay() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    let page = desk.mara.get(&format!("/meetings/{}/reschedule", dates[1])).await;
    page.assert_text("Only this date changes.");
    assert_eq!(page.link("Reschedule all dates"), format!("/meetings/{series}/reschedule"));
    let page = desk.move_to(dates[1], "11:00").await;
    page.assert_notice("Meeting rescheduled, Ana was told");
    let expected =
        ["2027-03-18T15:00:00Z", "2027-03-19T10:00:00Z", "2027-04-01T14:00:00Z", "2027-04-08T14:00:00Z"];
    assert_eq!(desk.occurrences(), expected);
    assert_eq!(desk.starts().await, expected);
    let mails = desk.app.mails().await;
    let moved = with_subject(&mails, "Moved: Rollout kick-off, Fri 19 March 10:00");
    assert!(moved.text.contains("This is about one date of several."), "{}", moved.text);
    assert!(moved.text.contains("The join link is the same."), "{}", moved.text);
    assert!(moved.text.contains("No longer Thursday 25 March, 15:00, but:"), "{}", moved.text);
    let calendar = moved.calendar().unwrap();
    for line in [
        format!("UID:{series}@rapport"),
        "RECURRENCE-ID;TZID=Europe/Stockholm:20270325T160000".into(),
        "DTSTART;TZID=Europe/Stockholm:20270319T110000".into(),
    ] {
        assert!(calendar.contains(&line), "{line} is not in {calendar}");
    }
    desk.page(series).await.assert_text("Moved");
}

#[tokio::test]
async fn one_date_is_removed_and_the_link_stays_good_for_the_others() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    let page = desk.mara.get(&format!("/meetings/{}/remove", dates[2])).await;
    page.assert_text("Only this date is off. The other dates stay, with the same link");
    desk.remove_by(dates[2], "Remove this date").await.assert_notice("Meeting removed, Ana was told");
    assert_eq!(desk.occurrences().len(), 3);
    assert_eq!(desk.meetings().await, [dates[0], dates[1], dates[3]]);
    let off = desk.mail_to(ANA, true).await;
    assert!(off.text.contains("This is about one date of several."), "{}", off.text);
    assert!(!off.text.contains("no longer works"), "{}", off.text);
    let calendar = off.calendar().unwrap();
    assert!(calendar.contains("METHOD:CANCEL") && calendar.contains("RECURRENCE-ID;"), "{calendar}");
    // Whoever is invited again learns of it.
    let page = desk.mara.get(&format!("/meetings/{series}/invitation")).await;
    desk.send(page.form("Send invitation again")).await;
    let mails = desk.mails().await;
    let again = mails.iter().rfind(|mail| mail.subject.starts_with("Rollout")).unwrap();
    assert!(again.text.contains("It takes place 3 times:"), "{}", again.text);
    assert!(again.calendar().unwrap().contains("EXDATE;TZID=Europe/Stockholm:20270401T160000"));
}

#[tokio::test]
async fn all_dates_are_moved_at_once_with_one_change_in_zoom_and_one_mail() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.move_to(dates[1], "11:00").await;
    let before = desk.changes();
    let page = desk
        .reschedule_all(series, |form| {
            form.set("date", "2027-03-17").set("start", "09:30").set("weekday", "WE").untick("weekday", "TH")
        })
        .await;
    page.assert_notice("Meeting rescheduled, Ana was told");
    let expected =
        ["2027-03-17T08:30:00Z", "2027-03-24T08:30:00Z", "2027-03-31T07:30:00Z", "2027-04-07T07:30:00Z"];
    assert_eq!(desk.starts().await, expected);
    assert_eq!(desk.occurrences(), expected);
    assert_eq!(desk.changes() - before, 1, "Zoom counts every change");
    for id in &dates {
        let stored = desk.stored(*id).await;
        assert!(!stored.is_changing() && stored.problem.is_none(), "{stored:?}");
    }
    let mails = desk.app.mails().await;
    let moved = with_subject(&mails, "Moved: Rollout kick-off, Wed 17 March");
    assert!(moved.text.contains("It takes place 4 times:"), "{}", moved.text);
    let calendar = moved.calendar().unwrap();
    assert!(calendar.contains("SEQUENCE:1") && calendar.contains("RRULE:FREQ=WEEKLY"), "{calendar}");
}

#[tokio::test]
async fn a_series_gets_more_or_fewer_dates() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.reschedule_all(series, |form| form.set("times", "2")).await;
    assert_eq!((desk.meetings().await, desk.occurrences().len()), (dates[..2].to_vec(), 2));
    desk.reschedule_all(series, |form| form.set("times", "3").set("topic", "Weekly review")).await;
    assert_eq!((desk.meetings().await.len(), desk.occurrences().len()), (3, 3));
    for id in desk.meetings().await {
        let stored = desk.stored(id).await;
        assert_eq!((stored.topic.as_str(), stored.known), ("Weekly review", Known::InZoom));
    }
    assert_eq!(desk.one_in_zoom().topic, "Weekly review");
}

#[tokio::test]
async fn other_words_for_all_dates_move_none() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    desk.move_to(dates[1], "11:00").await;
    desk.reschedule_all(series, |form| form.set("topic", "Weekly review")).await;
    assert_eq!(desk.starts().await[1], "2027-03-19T10:00:00Z", "the moved date stays moved");
    assert_eq!(desk.occurrences()[1], "2027-03-19T10:00:00Z");
    assert_eq!(desk.stored(dates[3]).await.topic.as_str(), "Weekly review");
}

#[tokio::test]
async fn all_dates_are_removed_with_one_deletion_and_one_cancellation() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    let page = desk.mara.get(&format!("/meetings/{series}/remove")).await;
    page.assert_text("All 4 dates to come are off, Zoom deletes the meeting, and the link stops working");
    desk.remove_by(series, "Remove all dates").await;
    assert_eq!((desk.meetings().await, desk.in_zoom().len()), (vec![], 0));
    assert_eq!(desk.zoom().request_count(DELETE.0, DELETE.1), 1);
    for id in dates {
        let stored = desk.stored(id).await;
        assert_eq!((stored.desired, stored.known), (Desired::Removed, Known::Gone));
    }
    assert_eq!(desk.subjects_to(ANA).await.len(), 2, "an invitation and a cancellation");
}

#[tokio::test]
async fn the_last_date_takes_the_series_with_it() {
    let desk = Desk::new().await;
    let form = desk.weekly().await.set("times", "2");
    let (series, dates) = desk.series_with(form).await;
    desk.remove_by(dates[0], "Remove this date").await;
    desk.remove_by(dates[1], "Remove this date").await;
    assert_eq!((desk.meetings().await, desk.in_zoom().len()), (vec![], 0));
    assert_eq!(desk.stored(series).await.desired, Desired::Removed);
}

#[tokio::test]
async fn an_answer_to_the_series_is_one_to_all_dates() {
    let desk = Desk::new().await;
    let (_, dates) = desk.series().await;
    let mail = desk.mail_to(ANA, false).await;
    let path = mail.text.split_whitespace().find(|word| word.contains("/i/")).unwrap();
    let path = url::Url::parse(path).unwrap().path().to_owned();
    let page = desk.app.visitor().get(&path).await;
    page.assert_text("It takes place 4 times:");
    assert!(!page.has_link("Google Calendar"), "it would hold one date only");
    desk.app.visitor().get(&format!("{path}/answer")).await.assert_no_text("Propose");
    desk.app.visitor().send(page.form("I’ll be there")).await.assert_ok();
    for id in dates {
        assert_eq!(desk.stored(id).await.invitees[0].answer, Answer::Accepted);
    }
}

#[tokio::test]
async fn reminders_go_by_each_date() {
    let desk = Desk::new().await;
    let (_, dates) = desk.series().await;
    desk.remove_by(dates[1], "Remove this date").await;
    let mut reminded = Vec::new();
    for day in ["2027-03-17", "2027-03-24", "2027-03-31"] {
        let before = desk.app.mails().await.len();
        // The first look only notes when the next is due.
        desk.app.run_schedules().await;
        desk.app.set_time(at(&format!("{day}T15:30:00Z")));
        desk.app.run_schedules().await;
        desk.app.run_jobs_until_done().await;
        let mails = desk.app.mails().await;
        reminded.push(mails.len() - before);
    }
    // One for Mara and one for Ana, and none of the date that is off.
    assert_eq!(reminded, [2, 0, 2]);
}

#[tokio::test]
async fn a_weekly_call_needs_no_zoom() {
    let desk = Desk::without_zoom().await;
    let form = desk.weekly().await.set("place", "phone").set("phone", "+46 8 123 45 67");
    let (series, dates) = desk.series_with(form).await;
    assert_eq!((dates.len(), desk.stored(series).await.known), (4, Known::Elsewhere));
    desk.move_to(dates[1], "11:00").await;
    desk.remove_by(series, "Remove all dates").await;
    assert_eq!(desk.subjects_to(ANA).await.len(), 3);
    assert_eq!(desk.meetings().await, []);
}

#[tokio::test]
async fn overlaps_of_every_date_are_asked_about() {
    let desk = Desk::new().await;
    let single = desk.form().await.set("topic", "Board").set("date", "2027-04-01");
    desk.schedule_with(single).await;
    let form = desk.weekly().await;
    let page = desk.send(form).await;
    page.assert_status(422).assert_text("You have Board at that time");
    let kept = desk.mara.send(page.form("Keep this time")).await;
    desk.send(kept.form("Schedule meeting")).await.assert_ok();
    assert_eq!(desk.meetings().await.len(), 5);
    // Its own dates are no reason against it.
    let series = desk.stored(desk.meetings().await[0]).await.series_id().unwrap();
    desk.mara.get(&format!("/meetings/{series}/reschedule")).await.assert_no_text("You have Rollout");
    let page = desk.reschedule_all(series, |form| form.set("start", "16:15")).await;
    page.assert_text("You have Board at that time");
}

#[tokio::test]
async fn the_last_thursday_stays_the_last_when_only_the_words_change() {
    let desk = Desk::new().await;
    // What can be chosen depends on the date.
    let form = desk.form().await.set("date", "2027-03-25").force("check", "1");
    let form = desk.mara.send(form).await.form("Schedule meeting");
    let (series, _) = desk.series_with(form.set("repeat", "monthly-last").set("times", "5")).await;
    let before = desk.starts().await;
    assert_eq!(before[1], "2027-04-29T14:00:00Z");
    // The next one is in the fourth week of May.
    desk.app.set_time(at("2027-05-01T08:00:00Z"));
    desk.reschedule_all(series, |form| form.set("topic", "Monthly review")).await;
    assert_eq!(desk.starts().await, before[2..]);
    desk.page(series).await.assert_text("Every month on the last Thursday").assert_heading("Monthly review");
}

#[tokio::test]
async fn other_words_move_nothing_when_a_date_was_moved_across_today_and_one_is_left() {
    let desk = Desk::new().await;
    let form = desk.weekly().await.set("times", "2");
    let (series, dates) = desk.series_with(form).await;
    let form = desk.reschedule_form(dates[0]).await;
    desk.send(form.set("date", "2027-03-23").set("start", "10:00")).await;
    desk.app.set_time(at("2027-03-20T08:00:00Z"));
    desk.reschedule_all(series, |form| form.set("topic", "Weekly review"))
        .await
        .assert_notice("Meeting rescheduled, Ana was told");
    assert_eq!(desk.starts().await, ["2027-03-23T09:00:00Z", "2027-03-25T15:00:00Z"]);
    assert_eq!(desk.stored(dates[1]).await.topic.as_str(), "Weekly review");
}

#[tokio::test]
async fn an_answer_to_the_old_dates_is_none_to_the_new_ones() {
    let desk = Desk::new().await;
    let (series, dates) = desk.series().await;
    let mail = desk.mail_to(ANA, false).await;
    let path = mail.text.split_whitespace().find(|word| word.contains("/i/")).unwrap();
    let path = url::Url::parse(path).unwrap().path().to_owned();
    let page = desk.app.visitor().get(&path).await;
    desk.app.visitor().send(page.form("I’ll be there")).await.assert_ok();
    desk.reschedule_all(series, |form| form.set("start", "10:00")).await;
    for id in dates {
        assert_eq!(desk.stored(id).await.invitees[0].answer, Answer::None);
    }
}
