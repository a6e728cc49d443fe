//! The timeline of a contact and of the workspace.

use domain::{ActivityId, ContactId, EmailId, NoteBody, NoteId};
use store::{
    activities::{self, ActivityKind, NewActivity, TimelineCounts, TimelineFilter},
    emails::{self, EmailKind, EmailState, NewEmail},
    notes::{self, NewNote},
    outbox::{self, Outbox, OutboxId},
};

use crate::support::{World, email, minutes, name};

fn activity(world: &World, contact: ContactId, kind: ActivityKind) -> NewActivity {
    NewActivity::new(ActivityId::new(&world.clock, &*world.random), contact, None, kind, world.now())
}

/// A note, a meeting and its invitation, a minute apart each.
async fn some_history(world: &World, ana: ContactId) -> EmailId {
    let note = NewNote {
        id: NoteId::new(&world.clock, &*world.random),
        contact_id: ana,
        author_id: world.mara,
        body: NoteBody::parse("Rui owns the SSO setup.").unwrap(),
        created_at: world.now(),
    };
    let tx = world.write().await;
    notes::create(&tx, world.ws, &note).await.unwrap();
    let noted = NewActivity {
        note_id: Some(note.id),
        actor_id: Some(world.mara),
        ..activity(world, ana, ActivityKind::NoteAdded)
    };
    activities::record(&tx, world.ws, &noted).await.unwrap();
    tx.commit().await.unwrap();

    world.clock.advance(minutes(1));
    let mut meeting = world.meeting("Rollout kick-off", world.now() + minutes(60));
    meeting.invitees = vec![world.invitee(Some(ana), "ana@x.example")];
    world.add_meeting(&meeting).await;
    let tx = world.write().await;
    let scheduled =
        NewActivity { meeting_id: Some(meeting.id), ..activity(world, ana, ActivityKind::MeetingScheduled) };
    activities::record(&tx, world.ws, &scheduled).await.unwrap();
    world.clock.advance(minutes(1));
    let mail = NewEmail {
        id: EmailId::new(&world.clock, &*world.random),
        workspace_id: world.ws,
        meeting_id: meeting.id,
        invitee_id: meeting.invitees[0].id,
        kind: EmailKind::Invitation,
        revision: 0,
        to_address: email("ana@x.example"),
        to_name: Some(name("Ana Ferreira")),
        message_id: "<1@x>".into(),
        created_at: world.now(),
    };
    assert!(emails::queue(&tx, &mail).await.unwrap());
    let sent = NewActivity {
        meeting_id: Some(meeting.id),
        email_id: Some(mail.id),
        text: Some("with a calendar entry".into()),
        ..activity(world, ana, ActivityKind::InvitationSent)
    };
    activities::record(&tx, world.ws, &sent).await.unwrap();
    tx.commit().await.unwrap();
    mail.id
}

#[tokio::test]
async fn entries_come_newest_first_with_what_they_are_about() {
    let world = World::new().await;
    let ana = world.add_contact("Ana Ferreira", Some("ana@x.example")).await;
    let mail = some_history(&world, ana).await;
    let page = activities::for_contact(&world.read().await, world.ws, ana, TimelineFilter::All, None, 10)
        .await
        .unwrap();
    let [sent, scheduled, noted] = page.items.as_slice() else { panic!("{page:?}") };
    assert_eq!(sent.kind, ActivityKind::InvitationSent);
    assert_eq!(sent.text.as_deref(), Some("with a calendar entry"));
    assert_eq!(sent.email.as_ref().unwrap().state, EmailState::Queued);
    assert_eq!(sent.meeting.as_ref().unwrap().topic.as_str(), "Rollout kick-off");
    assert_eq!(scheduled.meeting.as_ref().unwrap().duration.get(), 40);
    assert_eq!(noted.note_body.as_ref().unwrap().as_str(), "Rui owns the SSO setup.");
    assert_eq!(noted.actor_name, Some(name("Mara Lindqvist")));
    assert_eq!(page.counts, TimelineCounts { all: 3, meetings: 1, notes: 1, emails: 1, tasks: 0 });

    // The state of a mail is always the current one.
    let tx = world.write().await;
    let id = OutboxId { outbox: Outbox::Meetings, workspace: world.ws, email: mail };
    outbox::mark_failed(&tx, id, Some("mailbox unavailable")).await.unwrap();
    tx.commit().await.unwrap();
    let recent = activities::recent(&world.read().await, world.ws, 1).await.unwrap();
    assert_eq!(recent[0].contact_name, name("Ana Ferreira"));
    let shown = recent[0].email.as_ref().unwrap();
    assert_eq!(
        (shown.state, shown.server_words.as_deref()),
        (EmailState::Failed, Some("mailbox unavailable"))
    );
}

#[tokio::test]
async fn a_filter_shows_its_kinds_and_counts_stay_whole() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", Some("ana@x.example")).await;
    some_history(&world, ana).await;
    let db = world.read().await;
    for (filter, kind) in [
        (TimelineFilter::Meetings, ActivityKind::MeetingScheduled),
        (TimelineFilter::Notes, ActivityKind::NoteAdded),
        (TimelineFilter::Emails, ActivityKind::InvitationSent),
    ] {
        let page = activities::for_contact(&db, world.ws, ana, filter, None, 10).await.unwrap();
        assert_eq!(page.items.iter().map(|item| item.kind).collect::<Vec<_>>(), [kind]);
        assert_eq!(page.counts.all, 3);
    }
}

#[tokio::test]
async fn a_long_timeline_is_read_in_pages() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", None).await;
    let tx = world.write().await;
    for _ in 0..5 {
        activities::record(&tx, world.ws, &activity(&world, ana, ActivityKind::MeetingHeld)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let db = world.read().await;
    let page = async |before: Option<&str>| {
        activities::for_contact(&db, world.ws, ana, TimelineFilter::All, before, 2).await.unwrap()
    };
    let first = page(None).await;
    let second = page(first.next.as_deref()).await;
    let third = page(second.next.as_deref()).await;
    assert_eq!([first.items.len(), second.items.len(), third.items.len()], [2, 2, 1]);
    assert_eq!(third.next, None);
    assert_eq!(page(second.previous.as_deref()).await.items, first.items);
}
