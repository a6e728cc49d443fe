//! How mail leaves: what the mail server's answer means at each step, over a real connection.

use std::collections::BTreeMap;

use domain::MeetingId;
use jiff::SignedDuration;
use store::emails::{self, Email, EmailKind, EmailState};
use testing::TestApp;
use testing::smtp::{Act, SmtpServer, Stage, Trouble};

use crate::desk::Desk;

const ANA: &str = "ana.ferreira@lumenfreight.example";
const RUI: &str = "r.matos@lumenfreight.example";

/// A desk whose mail leaves by a mail server, and that server.
async fn desk() -> (Desk, SmtpServer) {
    let server = SmtpServer::start().await;
    let app = TestApp::builder().smtp(&server.url()).start().await;
    (Desk::of(app).await, server)
}

async fn mails(desk: &Desk, meeting: MeetingId) -> Vec<Email> {
    let db = desk.app.app().store.begin_read().await;
    emails::of_meeting(&db, desk.mara.workspace, meeting).await.unwrap()
}

async fn only_mail(desk: &Desk, meeting: MeetingId) -> Email {
    mails(desk, meeting).await.pop().unwrap()
}

/// Lets time pass until every job is done, or a day has gone by.
async fn wait(desk: &Desk) {
    for _ in 0..24 * 4 {
        desk.minutes_pass(15).await;
        if desk.app.waiting_jobs().await == 0 {
            return;
        }
    }
}

#[tokio::test]
async fn a_mail_that_the_server_took_is_sent_with_its_words() {
    let (desk, server) = desk().await;
    let id = desk.schedule().await;
    let mail = only_mail(&desk, id).await;
    assert_eq!((mail.state, mail.attempts, mail.unclear), (EmailState::Sent, 1, 0));
    assert_eq!(mail.server_words.as_deref(), Some("250 2.0.0 Ok, queued"));
    let [taken] = &server.taken()[..] else { panic!("{:?}", server.taken()) };
    assert_eq!((taken.from.as_str(), &taken.to[..]), ("crm@example.com", &[ANA.to_owned()][..]));
    assert_eq!(taken.message_id, mail.message_id);
    // RT-37: only the stored link.
    assert!(taken.data.contains("Rollout kick-off"));
}

#[tokio::test]
async fn what_does_not_say_no_for_good_is_tried_again_with_the_same_message_id() {
    let troubles = [
        (Stage::Connect, Act::answer(421, "4.3.2 too busy")),
        (Stage::Connect, Act::Close),
        (Stage::Hello, Act::Close),
        (Stage::MailFrom, Act::answer(451, "4.3.0 local error")),
        // Greylisting.
        (Stage::RcptTo, Act::answer(450, "4.2.0 greylisted, come back in a minute")),
        (Stage::RcptTo, Act::answer(552, "5.2.2 mailbox full")),
        (Stage::Data, Act::answer(452, "4.3.1 no space")),
        (Stage::Dot, Act::answer(451, "4.7.1 try again later")),
    ];
    for (stage, act) in troubles {
        let (desk, server) = desk().await;
        server.add(Trouble::new(stage, act.clone()).times(1));
        let id = desk.schedule().await;
        let waiting = only_mail(&desk, id).await;
        assert_eq!((waiting.state, waiting.unclear), (EmailState::Queued, 0), "{stage:?} {act:?}");
        if let Act::Answer { code, text } = &act {
            assert_eq!(waiting.server_words, Some(format!("{code} {text}")));
        }
        assert!(server.taken().is_empty());
        wait(&desk).await;
        let sent = only_mail(&desk, id).await;
        assert_eq!((sent.state, sent.attempts, sent.unclear), (EmailState::Sent, 2, 0), "{stage:?} {act:?}");
        assert_eq!(server.taken().len(), 1);
        assert_eq!(server.taken()[0].message_id, waiting.message_id);
    }
}

#[tokio::test]
async fn a_greylisting_server_is_not_asked_again_within_a_minute() {
    let (desk, server) = desk().await;
    server.add(Trouble::new(Stage::RcptTo, Act::answer(450, "4.2.0 greylisted")).times(1));
    desk.schedule().await;
    desk.app.advance(SignedDuration::from_secs(59));
    desk.app.run_jobs().await;
    assert!(server.taken().is_empty());
    desk.app.advance(SignedDuration::from_secs(20));
    desk.app.run_jobs().await;
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_refusal_for_good_fails_with_the_servers_words_and_flags_only_a_dead_address() {
    let refusals = [
        (Stage::RcptTo, 550, "5.1.1 no such user", true),
        (Stage::Dot, 550, "5.1.1 no such user after all", true),
        (Stage::RcptTo, 550, "5.7.1 your server is on a block list", false),
        (Stage::Data, 554, "5.5.1 no valid recipients", false),
        (Stage::Dot, 554, "5.6.0 this looks like spam", false),
    ];
    for (stage, code, text, dead) in refusals {
        let (desk, server) = desk().await;
        server.add(Trouble::new(stage, Act::answer(code, text)));
        let id = desk.schedule().await;
        let mail = only_mail(&desk, id).await;
        assert_eq!((mail.state, mail.attempts), (EmailState::Failed, 1), "{text}");
        assert_eq!(mail.server_words, Some(format!("{code} {text}")));
        desk.page(id).await.assert_text(text);
        let db = desk.app.app().store.begin_read().await;
        let ana = store::contacts::get(&db, desk.mara.workspace, desk.ana).await.unwrap().unwrap();
        assert_eq!(ana.email_bounced, dead, "{text}");
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn rt_42_one_refused_recipient_does_not_keep_the_mail_from_the_others() {
    let (desk, server) = desk().await;
    desk.app.contact("Rui Matos").email(RUI).create().await;
    server.add(Trouble::new(Stage::RcptTo, Act::answer(550, "5.1.1 no such user")).to(ANA));
    let id = desk.schedule_with(desk.form().await.set("add_invitee", "Rui Matos")).await;
    assert_eq!((server.taken_for(ANA).len(), server.taken_for(RUI).len()), (0, 1));
    let mut states: Vec<_> =
        mails(&desk, id).await.into_iter().map(|mail| (mail.to_address.to_string(), mail.state)).collect();
    states.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(states, [(ANA.to_owned(), EmailState::Failed), (RUI.to_owned(), EmailState::Sent)]);
}

#[tokio::test]
async fn a_server_that_does_not_let_us_in_is_no_bounce_and_gets_the_mail_when_it_does() {
    let server = SmtpServer::start().await;
    let url = server.url().replace("smtp://", "smtp://crm:p%40ss@");
    let desk = Desk::of(TestApp::builder().smtp(&url).start().await).await;
    server.add(Trouble::new(Stage::Auth, Act::answer(535, "5.7.8 wrong password")));
    server.add(Trouble::new(Stage::MailFrom, Act::answer(553, "5.7.1 not your address")).times(1));
    let id = desk.schedule().await;
    desk.minutes_pass(60 * 6).await;
    let waiting = only_mail(&desk, id).await;
    assert_eq!((waiting.state, waiting.attempts > 1), (EmailState::Queued, true));
    assert_eq!(waiting.server_words.as_deref(), Some("535 5.7.8 wrong password"));
    let db = desk.app.app().store.begin_read().await;
    assert!(!store::contacts::get(&db, desk.mara.workspace, desk.ana).await.unwrap().unwrap().email_bounced);
    server.heal();
    wait(&desk).await;
    assert_eq!(only_mail(&desk, id).await.state, EmailState::Sent);
}

#[tokio::test]
async fn a_server_without_the_encryption_that_we_require_gets_no_mail_and_no_password() {
    let server = SmtpServer::start().await;
    let url = format!("{}?tls=required", server.url());
    let desk = Desk::of(TestApp::builder().smtp(&url).start().await).await;
    let id = desk.schedule().await;
    let waiting = only_mail(&desk, id).await;
    assert_eq!(waiting.state, EmailState::Queued);
    assert!(waiting.server_words.unwrap().contains("STARTTLS"));
    assert!(server.taken().is_empty());
    desk.app.leave_jobs();
}

/// Nobody knows whether it arrived, so it is sent once more, as the same message.
#[tokio::test]
async fn rt_38_a_lost_answer_costs_one_more_copy_at_most() {
    let (desk, server) = desk().await;
    server.add(Trouble::new(Stage::Dot, Act::CloseAfter).times(1));
    let id = desk.schedule().await;
    let waiting = only_mail(&desk, id).await;
    assert_eq!((waiting.state, waiting.unclear), (EmailState::Queued, 1));
    wait(&desk).await;
    let sent = only_mail(&desk, id).await;
    assert_eq!((sent.state, sent.unclear), (EmailState::Sent, 1));
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].message_id, taken[1].message_id, "mail programs know it for the same");
}

#[tokio::test]
async fn rt_38_a_server_that_never_answers_is_not_given_a_third_copy() {
    let (desk, server) = desk().await;
    server.add(Trouble::new(Stage::Dot, Act::CloseAfter));
    let id = desk.schedule().await;
    wait(&desk).await;
    let mail = only_mail(&desk, id).await;
    assert_eq!((mail.state, mail.unclear, server.taken().len()), (EmailState::Failed, 2, 2));
    desk.page(id).await.assert_text("It may have arrived");
    // Whoever may have been invited is told when the meeting is off.
    server.heal();
    desk.remove(id).await;
    assert!(server.taken().last().unwrap().data.contains("Subject: Cancelled: Rollout"));
}

/// Takes a job of this kind from whoever runs it, as if their process had slept for an hour.
async fn take_over(desk: &Desk, kind: &str) {
    let store = &desk.app.app().store;
    loop {
        let rows = store::dump::rows(&store.begin_read().await, "jobs").await.unwrap();
        let text = |row: &BTreeMap<String, Option<String>>, column: &str| row[column].clone();
        if rows
            .iter()
            .any(|row| text(row, "kind").as_deref() == Some(kind) && text(row, "leased_by").is_some())
        {
            break;
        }
        tokio::task::yield_now().await;
    }
    let later = desk.app.now() + SignedDuration::from_hours(1);
    let tx = store.begin_write().await.unwrap();
    store::jobs::join_lines(&tx, later, true, 10).await.unwrap();
    let until = later + SignedDuration::from_hours(1);
    let taken = store::jobs::claim_due(&tx, kind, "another process", later, until, 1).await.unwrap();
    assert_eq!(taken.len(), 1);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn rt_38_a_process_that_lost_its_job_meanwhile_hands_nothing_over() {
    let (desk, server) = desk().await;
    server.add(Trouble::new(Stage::RcptTo, Act::Pause { ms: 1_500 }).times(1));
    desk.mara.send(desk.form().await).await.assert_ok();
    let id = desk.only_meeting().await;
    tokio::join!(desk.app.run_jobs(), take_over(&desk, "send_email"));
    assert!(server.taken().is_empty());
    let mail = only_mail(&desk, id).await;
    assert_eq!((mail.state, mail.attempts, mail.unclear), (EmailState::Queued, 0, 0));
    desk.app.leave_jobs();
}

#[tokio::test]
async fn a_break_in_the_middle_of_the_message_is_repeated_and_delivers_one() {
    let (desk, server) = desk().await;
    server.add(Trouble::new(Stage::Body, Act::Close).times(1));
    let id = desk.schedule().await;
    wait(&desk).await;
    let mail = only_mail(&desk, id).await;
    assert_eq!((mail.state, server.taken().len()), (EmailState::Sent, 1));
}

#[tokio::test]
async fn a_meeting_that_was_over_or_removed_first_is_not_mailed() {
    let (desk, server) = desk().await;
    server.add(Trouble::new(Stage::Connect, Act::answer(421, "4.3.2 down for days")));
    let over = desk.schedule().await;
    let removed = desk.schedule_with(desk.form().await.set("topic", "Another").set("start", "18:00")).await;
    desk.remove(removed).await;
    desk.minutes_pass(120).await;
    desk.app.advance(SignedDuration::from_hours(24 * 14));
    server.heal();
    desk.app.run_jobs_until_done().await;
    assert!(server.taken().is_empty());
    for (id, words) in [(over, "the meeting was over"), (removed, "the meeting was removed first")] {
        let all = mails(&desk, id).await;
        let invitation = all.iter().find(|mail| mail.kind == EmailKind::Invitation).unwrap();
        assert!(invitation.server_words.as_deref().unwrap().contains(words), "{all:?}");
    }
}

#[tokio::test]
async fn connections_are_used_again_and_a_dead_one_is_replaced() {
    let (desk, server) = desk().await;
    for start in ["08:00", "10:00", "12:00"] {
        desk.schedule_with(desk.form().await.set("start", start)).await;
    }
    assert_eq!((server.taken().len(), server.connections()), (3, 1));
}
