//! The outbox and the inside mailbox.

use domain::{EmailId, MessageId};
use store::{
    contacts,
    emails::{self, EmailKind, EmailState, NewEmail},
    mailbox::{self, Message},
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
async fn an_email_tells_its_attempts_and_what_the_server_said() {
    let world = World::new().await;
    let (_, mail) = invitation(&world).await;
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    emails::note_attempt(&tx, world.ws, mail.id, Some("421 try later")).await.unwrap();
    let waiting = emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap();
    assert_eq!((waiting.state, waiting.attempts), (EmailState::Queued, 1));
    assert_eq!(waiting.server_words.as_deref(), Some("421 try later"));
    emails::mark_sent(&tx, world.ws, mail.id, Some("250 OK"), world.now()).await.unwrap();
    let sent = emails::get(&tx, world.ws, mail.id).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.attempts, sent.sent_at), (EmailState::Sent, 2, Some(world.now())));
}

#[tokio::test]
async fn a_refused_address_is_flagged_on_the_contact_until_mail_gets_through() {
    let world = World::new().await;
    let (ana, mail) = invitation(&world).await;
    let tx = world.write().await;
    emails::queue(&tx, &mail).await.unwrap();
    emails::mark_failed(&tx, world.ws, mail.id, Some("our server was down"), false).await.unwrap();
    assert!(
        !contacts::get(&tx, world.ws, ana).await.unwrap().unwrap().email_bounced,
        "that was not the address"
    );
    emails::mark_failed(&tx, world.ws, mail.id, Some("no such mailbox"), true).await.unwrap();
    assert!(contacts::get(&tx, world.ws, ana).await.unwrap().unwrap().email_bounced);
    emails::mark_sent(&tx, world.ws, mail.id, None, world.now()).await.unwrap();
    assert!(!contacts::get(&tx, world.ws, ana).await.unwrap().unwrap().email_bounced);
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
    assert_eq!(mailbox::count(&db, world.ws).await.unwrap(), 5);
    assert_eq!(mailbox::get(&db, world.ws, first.id).await.unwrap(), Some(first));
    let page = mailbox::list(&db, world.ws, None, 3).await.unwrap();
    let subjects: Vec<_> = page.rows.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(subjects, ["Invitation 5", "Invitation 4", "Invitation 3"]);
    let older = mailbox::list(&db, world.ws, page.next.as_deref(), 3).await.unwrap();
    assert_eq!((older.rows.len(), older.next), (2, None));
    assert_eq!(mailbox::list(&db, world.ws, older.previous.as_deref(), 3).await.unwrap().rows, page.rows);
}
