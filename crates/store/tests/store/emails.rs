//! The outbox and the inside mailbox.

use domain::{EmailId, MessageId};
use store::{
    contacts,
    emails::{self, EmailKind, EmailState, NewEmail},
    mailbox::{self, Eyes, Message},
    outbox::{self, HandOver, Outbox, OutboxId},
    user_emails::{self, NewUserEmail, UserEmailKind},
};

use crate::support::{World, email, minutes};

/// A meeting with Ana invited, and her invitation.
async fn invitation(world: &World) -> (domain::ContactId, NewEmail) {
    let ana = world.add_contact("Ana", Some("Ana@x.example")).await;
    let mut meeting = world.meeting("Kick-off", world.now());
    meeting.invitees = vec![world.invitee(Some(ana), "ana@x.example")];
    world.add_meeting(&meeting).await;
    let mail = NewEmail {
        id: EmailId::new(&world.clock, &*world.random),
        workspace_id: world.ws,
        meeting_id: meeting.id,
        invitee_id: meeting.invitees[0].id,
        kind: EmailKind::Invitation,
        revision: 0,
        to_address: email("ana@x.example"),
        to_name: None,
        message_id: "<1@rapport>".into(),
        created_at: world.now(),
    };
    (ana, mail)
}

#[tokio::test]
async fn nobody_is_mailed_twice_about_the_same_revision() {
    let world = World::new().await;
    let (_, mail) = invitation(&world).await;
    let again = |kind, revision| NewEmail {
        id: EmailId::new(&world.clock, &*world.random),
        kind,
        revision,
        ..mail.clone()
    };
    let tx = world.write().await;
    assert!(emails::queue(&tx, &mail).await.unwrap());
    assert!(!emails::queue(&tx, &again(EmailKind::Invitation, 0)).await.unwrap());
    assert!(emails::queue(&tx, &again(EmailKind::Invitation, 1)).await.unwrap());
    assert!(emails::queue(&tx, &again(EmailKind::Cancellation, 1)).await.unwrap());
    assert_eq!(emails::of_meeting(&tx, world.ws, mail.meeting_id).await.unwrap().len(), 3);
}

#[tokio::test]
async fn each_copy_that_was_asked_for_is_a_mail_of_its_own() {
    let world = World::new().await;
    let (_, mail) = invitation(&world).await;
    let again =
        |revision| NewEmail { id: EmailId::new(&world.clock, &*world.random), revision, ..mail.clone() };
    let tx = world.write().await;
    assert!(emails::queue(&tx, &mail).await.unwrap());
    emails::queue_copy(&tx, &again(0)).await.unwrap();
    emails::queue_copy(&tx, &again(0)).await.unwrap();
    emails::queue_copy(&tx, &again(2)).await.unwrap();
    assert!(emails::queue(&tx, &again(2)).await.unwrap(), "a copy is not in the way of the mail itself");
    let found = emails::of_meeting(&tx, world.ws, mail.meeting_id).await.unwrap();
    let mut revisions: Vec<_> = found.iter().map(|email| email.revision).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, [0, 0, 0, 2, 2]);
}

fn entry(world: &World, mail: &NewEmail) -> OutboxId {
    OutboxId { outbox: Outbox::Meetings, workspace: world.ws, email: mail.id }
}

#[tokio::test]
async fn an_email_tells_its_attempts_and_what_the_server_said() {
    let world = World::new().await;
    let (_, mail) = invitation(&world).await;
    let id = entry(&world, &mail);
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Go);
    outbox::note_attempt(&tx, id, Some("421 try later")).await.unwrap();
    let waiting = emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap();
    assert_eq!((waiting.state, waiting.attempts, waiting.unclear), (EmailState::Queued, 1, 0));
    assert_eq!(waiting.server_words.as_deref(), Some("421 try later"));
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Go);
    outbox::mark_sent(&tx, id, Some("250 OK"), world.now()).await.unwrap();
    let sent = emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.attempts, sent.sent_at), (EmailState::Sent, 2, Some(world.now())));
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Settled);
    outbox::mark_failed(&tx, id, Some("a late word")).await.unwrap();
    assert_eq!(emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap().state, EmailState::Sent);
}

#[tokio::test]
async fn an_attempt_that_nobody_knows_the_end_of_is_counted_and_repeated_once() {
    let world = World::new().await;
    let (_, mail) = invitation(&world).await;
    let id = entry(&world, &mail);
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Go);
    // The process dies here, and another one takes over.
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Go);
    assert_eq!(emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap().unclear, 1);
    assert_eq!(outbox::note_unclear(&tx, id, "it broke off").await.unwrap(), 2);
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Unclear);
}

#[tokio::test]
async fn a_withdrawn_mail_may_have_arrived_only_if_it_was_handed_over() {
    let world = World::new().await;
    let (_, mail) = invitation(&world).await;
    let id = entry(&world, &mail);
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    outbox::withdraw(&tx, id, "Not sent: too late").await.unwrap();
    assert!(emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap().never_arrived());
    tx.commit().await.unwrap();

    let (_, mail) = invitation(&world).await;
    let id = entry(&world, &mail);
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Go);
    // The process dies here, and another one finds that it must not leave any more.
    outbox::withdraw(&tx, id, "Not sent: too late").await.unwrap();
    assert!(emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap().may_have_arrived());
}

#[tokio::test]
async fn mails_to_one_invitee_do_not_overtake_each_other() {
    let world = World::new().await;
    let (_, first) = invitation(&world).await;
    let second = NewEmail { id: EmailId::new(&world.clock, &*world.random), revision: 1, ..first.clone() };
    let (one, two) = (entry(&world, &first), entry(&world, &second));
    let tx = world.write().await;
    emails::queue(&tx, &first).await.unwrap();
    emails::queue(&tx, &second).await.unwrap();
    assert_eq!(outbox::hand_over(&tx, one, world.now()).await.unwrap(), HandOver::Go);
    assert_eq!(outbox::hand_over(&tx, two, world.now()).await.unwrap(), HandOver::Wait);
    outbox::note_attempt(&tx, one, Some("451 later")).await.unwrap();
    assert_eq!(outbox::hand_over(&tx, two, world.now()).await.unwrap(), HandOver::Go);
    assert_eq!(outbox::hand_over(&tx, one, world.now()).await.unwrap(), HandOver::Overtaken);
    outbox::mark_sent(&tx, two, None, world.now()).await.unwrap();
    assert_eq!(outbox::hand_over(&tx, one, world.now()).await.unwrap(), HandOver::Overtaken);
}

#[tokio::test]
async fn a_user_is_told_once_of_one_moment() {
    let world = World::new().await;
    let mail = |about_at| NewUserEmail {
        id: EmailId::new(&world.clock, &*world.random),
        workspace_id: world.ws,
        user_id: world.mara,
        kind: UserEmailKind::ZoomNeedsReconnect,
        about_at,
        about: None,
        to_address: email("mara@halden.example"),
        message_id: "1@rapport".into(),
        created_at: world.now(),
    };
    let tx = world.write().await;
    let first = mail(world.now());
    assert!(user_emails::queue(&tx, &first).await.unwrap());
    assert!(!user_emails::queue(&tx, &mail(world.now())).await.unwrap());
    assert!(user_emails::queue(&tx, &mail(world.now() + minutes(1))).await.unwrap());
    let id = OutboxId { outbox: Outbox::Users, workspace: world.ws, email: first.id };
    assert_eq!(outbox::hand_over(&tx, id, world.now()).await.unwrap(), HandOver::Go);
    outbox::mark_sent(&tx, id, Some("250 OK"), world.now()).await.unwrap();
    let sent = user_emails::get(&tx, world.ws, first.id).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.server_words.as_deref()), (EmailState::Sent, Some("250 OK")));
}

#[tokio::test]
async fn a_refused_address_is_flagged_on_the_contact_until_mail_gets_through() {
    let world = World::new().await;
    let (ana, mail) = invitation(&world).await;
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    for refused in [true, false] {
        emails::note_address(&tx, world.ws, mail.id, refused).await.unwrap();
        let contact = contacts::get(&tx, world.ws, ana).await.unwrap().unwrap();
        assert_eq!(contact.email_bounced, refused);
    }
}

#[tokio::test]
async fn the_mailbox_keeps_each_message_once_and_lists_the_newest_first() {
    let world = World::new().await;
    let message = |n: u8| Message {
        id: MessageId::new(&world.clock, &*world.random),
        workspace_id: world.ws,
        received_at: world.now() + minutes(n.into()),
        from_addr: "rapport@halden.example".into(),
        to_addr: "ana@x.example".into(),
        subject: format!("Invitation {n}"),
        raw: b"From: x\r\n\r\nhello".to_vec(),
        message_id: format!("<{n}@rapport>"),
    };
    let tx = world.write().await;
    let first = message(1);
    assert!(mailbox::deliver(&tx, &first).await.unwrap());
    assert!(!mailbox::deliver(&tx, &message(1)).await.unwrap(), "a repeated attempt");
    for n in 2..=5 {
        assert!(mailbox::deliver(&tx, &message(n)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let db = world.read().await;
    assert_eq!(mailbox::count(&db, world.ws, Eyes::All).await.unwrap(), 5);
    assert_eq!(mailbox::get(&db, world.ws, Eyes::All, first.id).await.unwrap(), Some(first));
    let page = mailbox::list(&db, world.ws, Eyes::All, None, 3).await.unwrap();
    let subjects: Vec<_> = page.rows.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(subjects, ["Invitation 5", "Invitation 4", "Invitation 3"]);
    let older = mailbox::list(&db, world.ws, Eyes::All, page.next.as_deref(), 3).await.unwrap();
    assert_eq!((older.rows.len(), older.next), (2, None));
    assert_eq!(
        mailbox::list(&db, world.ws, Eyes::All, older.previous.as_deref(), 3).await.unwrap().rows,
        page.rows
    );
}
