//! The audit log: one chain for each workspace, and what breaks it.

use std::net::{IpAddr, Ipv4Addr};

use domain::WorkspaceId;
use jiff::{SignedDuration, Timestamp};
use store::audit_log::{
    Action, ActionKind, Actor, AuditFilter, AuditFrom, Broken, NewEntry, Standing, append, forget_before,
    list, verify,
};
use test_database::TestDatabase;

use crate::support::World;

fn entry(workspace: WorkspaceId, words: &str) -> NewEntry {
    NewEntry {
        workspace,
        actor: Actor::Operator,
        user: None,
        action: Action::Reviewer,
        about: None,
        words: words.to_owned(),
        address: Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 14))),
    }
}

async fn write(world: &World, words: &str) {
    let tx = world.store.begin_write().await.unwrap();
    append(&tx, &entry(world.ws, words)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn five() -> World {
    let world = World::new().await;
    for words in ["one", "two", "three", "four", "five"] {
        write(&world, words).await;
    }
    world
}

async fn standing(world: &World) -> Standing {
    verify(&world.store.begin_read().await, world.ws, None).await.unwrap()
}

/// What somebody keeps elsewhere.
async fn note(world: &World) -> (u64, [u8; 32]) {
    let Standing::Whole { newest: Some((number, hash)), .. } = standing(world).await else {
        panic!("not whole")
    };
    let mut noted = [0; 32];
    for (byte, digits) in noted.iter_mut().zip(hash.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
    }
    (number, noted)
}

async fn against(world: &World, noted: (u64, [u8; 32])) -> Standing {
    verify(&world.store.begin_read().await, world.ws, Some(noted)).await.unwrap()
}

async fn forget(world: &World, before: Timestamp) -> u64 {
    let tx = world.store.begin_write().await.unwrap();
    let gone = forget_before(&tx, world.ws, before).await.unwrap();
    tx.commit().await.unwrap();
    gone
}

fn broken(number: u64, what: Broken) -> Standing {
    Standing::Broken { number, what }
}

async fn run(world: &World, sql: &str) {
    let database: &TestDatabase = &world.database;
    database.run(sql).await;
}

#[tokio::test]
async fn a_log_is_whole_as_long_as_only_the_program_writes() {
    let world = World::new().await;
    assert_eq!(standing(&world).await, Standing::Whole { entries: 0, before: 0, newest: None });
    let world = five().await;
    let Standing::Whole { entries: 5, before: 0, newest: Some((5, hash)) } = standing(&world).await else {
        panic!("not whole")
    };
    assert_eq!(hash.len(), 64);
    write(&world, "six").await;
    let Standing::Whole { newest: Some((6, next)), .. } = standing(&world).await else { panic!("not whole") };
    assert_ne!(hash, next);
}

#[tokio::test]
async fn a_changed_entry_is_found() {
    for change in [
        "words = 'nothing'",
        "at = at + 1",
        "actor = 'zoom'",
        "action = 'logged_in'",
        "action = 'no such action'",
        "address = NULL",
        "address = '203.0.113.77'",
        "user_id = workspace_id",
        "about_id = workspace_id",
        "hash = NULL",
    ] {
        let world = five().await;
        run(&world, &format!("UPDATE audit_log SET {change} WHERE number = 3")).await;
        assert_eq!(standing(&world).await, broken(3, Broken::Changed), "{change}");
    }
}

#[tokio::test]
async fn a_removed_entry_is_found_wherever_it_was() {
    for gone in [1, 3, 5] {
        let world = five().await;
        run(&world, &format!("DELETE FROM audit_log WHERE number = {gone}")).await;
        assert_eq!(standing(&world).await, broken(gone, Broken::Missing));
    }
    let world = five().await;
    run(&world, "DELETE FROM audit_log WHERE number > 3").await;
    run(&world, "UPDATE audit_chains SET last_number = 3").await;
    assert_eq!(standing(&world).await, broken(3, Broken::Changed), "the end is known by its hash too");
}

#[tokio::test]
async fn swapped_and_added_entries_are_found() {
    let world = five().await;
    for (from, to) in [(2, 99), (3, 2), (99, 3)] {
        run(&world, &format!("UPDATE audit_log SET number = {to} WHERE number = {from}")).await;
    }
    assert_eq!(standing(&world).await, broken(2, Broken::Unlinked));

    let world = five().await;
    run(
        &world,
        "INSERT INTO audit_log SELECT workspace_id, 6, at, actor, user_id, action, about_id, words, address, previous, hash \
         FROM audit_log WHERE number = 5",
    )
    .await;
    assert_eq!(standing(&world).await, broken(6, Broken::Added));
    run(&world, "UPDATE audit_chains SET last_number = 6").await;
    assert_eq!(standing(&world).await, broken(6, Broken::Unlinked));
    run(&world, "DELETE FROM audit_chains").await;
    assert_eq!(standing(&world).await, broken(1, Broken::Added), "a log without its ends");
}

#[tokio::test]
async fn a_chain_written_anew_does_not_meet_what_was_noted() {
    let world = five().await;
    let noted = note(&world).await;
    let look = async |world: &World| against(world, noted).await;
    write(&world, "six").await;
    assert!(matches!(look(&world).await, Standing::Whole { entries: 6, .. }));
    run(&world, "DELETE FROM audit_log").await;
    run(&world, "DELETE FROM audit_chains").await;
    for words in ["one", "two", "three", "four"] {
        write(&world, words).await;
    }
    assert_eq!(look(&world).await, broken(5, Broken::Missing));
    write(&world, "another five").await;
    assert_eq!(look(&world).await, broken(5, Broken::NotAsNoted));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_make_one_chain() {
    let world = World::new().await;
    let (store, ws) = (world.store.clone(), world.ws);
    let writers = (0..24).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let tx = store.begin_write().await.unwrap();
            append(&tx, &entry(ws, &format!("writer {n}"))).await.unwrap();
            // Some think better of it.
            if n % 3 != 0 {
                tx.commit().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert!(
        matches!(standing(&world).await, Standing::Whole { entries: 16, .. }),
        "{:?}",
        standing(&world).await
    );
}

#[tokio::test]
async fn old_entries_go_and_the_rest_stays_whole() {
    let world = five().await;
    world.clock.advance(SignedDuration::from_hours(24));
    let day_later = world.now();
    write(&world, "six").await;
    let noted = note(&world).await;
    assert_eq!(forget(&world, day_later).await, 5);
    assert_eq!(forget(&world, day_later).await, 0);
    // The sixth, and the one that says what went.
    assert!(matches!(standing(&world).await, Standing::Whole { entries: 2, newest: Some((7, _)), .. }));
    assert!(matches!(against(&world, noted).await, Standing::Whole { .. }));
    let later = day_later + SignedDuration::from_secs(1);
    assert_eq!(forget(&world, later).await, 2);
    assert!(matches!(standing(&world).await, Standing::Whole { entries: 1, newest: Some((8, _)), .. }));
    assert_eq!(against(&world, noted).await, Standing::NotedGone { first: 8 });
    write(&world, "nine").await;
    assert!(matches!(standing(&world).await, Standing::Whole { entries: 2, newest: Some((9, _)), .. }));
    run(&world, "DELETE FROM audit_log").await;
    assert_eq!(standing(&world).await, broken(8, Broken::Missing));
}

#[tokio::test]
async fn an_emptied_log_does_not_meet_what_was_noted() {
    let world = five().await;
    let noted = note(&world).await;
    run(&world, "DELETE FROM audit_log").await;
    run(&world, "DELETE FROM audit_chains").await;
    assert_eq!(against(&world, noted).await, broken(5, Broken::Missing));
}

#[tokio::test]
async fn a_beginning_that_was_moved_past_everything_is_found() {
    let world = five().await;
    let noted = note(&world).await;
    run(&world, "UPDATE audit_chains SET first_number = last_number + 1").await;
    run(&world, "DELETE FROM audit_log").await;
    assert_eq!(standing(&world).await, broken(5, Broken::Missing));
    run(&world, "UPDATE audit_chains SET hash = NULL").await;
    assert_eq!(against(&world, noted).await, Standing::NotedGone { first: 6 });
    write(&world, "six").await;
    assert_eq!(against(&world, noted).await, broken(5, Broken::NotAsNoted));
}

#[tokio::test]
async fn a_beginning_that_was_moved_past_a_changed_entry_is_found() {
    let world = five().await;
    run(&world, "UPDATE audit_log SET words = 'nothing' WHERE number = 3").await;
    run(&world, "UPDATE audit_chains SET first_number = 4").await;
    assert_eq!(standing(&world).await, broken(3, Broken::Missing));
    run(&world, "DELETE FROM audit_log WHERE number < 4").await;
    assert_eq!(standing(&world).await, broken(3, Broken::Missing));

    // Also where old ones did go for their age.
    let world = aged().await;
    assert!(matches!(standing(&world).await, Standing::Whole { entries: 3, .. }));
    run(&world, "UPDATE audit_log SET words = 'nothing' WHERE number = 6").await;
    run(&world, "UPDATE audit_chains SET first_number = 7").await;
    assert_eq!(standing(&world).await, broken(6, Broken::Missing));
    run(&world, "DELETE FROM audit_log WHERE number < 7").await;
    assert_eq!(standing(&world).await, broken(6, Broken::Missing));
}

/// Five went, the sixth and seventh stay, the eighth says so.
async fn aged() -> World {
    let world = five().await;
    world.clock.advance(SignedDuration::from_hours(24));
    write(&world, "six").await;
    write(&world, "seven").await;
    assert_eq!(forget(&world, world.now()).await, 5);
    world
}

#[tokio::test]
async fn what_is_put_back_before_the_beginning_is_found() {
    let world = aged().await;
    run(
        &world,
        "INSERT INTO audit_log SELECT workspace_id, 5, at, actor, user_id, action, about_id, words, address, previous, hash \
         FROM audit_log WHERE number = 6",
    )
    .await;
    assert_eq!(standing(&world).await, broken(5, Broken::Added));
}

#[tokio::test]
async fn a_chain_written_anew_with_its_beginning_past_what_was_noted_is_not_called_whole() {
    let world = five().await;
    let noted = note(&world).await;
    for table in ["audit_log", "audit_chains"] {
        run(&world, &format!("DELETE FROM {table}")).await;
    }
    for n in 0..7 {
        write(&world, &format!("another {n}")).await;
    }
    run(&world, "DELETE FROM audit_log WHERE number < 7").await;
    run(&world, "UPDATE audit_chains SET first_number = 7").await;
    assert_eq!(against(&world, noted).await, broken(6, Broken::Missing));
    // As a beginning of a chain of its own, with a hash that fits.
    for table in ["audit_log", "audit_chains"] {
        run(&world, &format!("DELETE FROM {table}")).await;
    }
    run(&world, "INSERT INTO audit_chains SELECT id, 7, 6, NULL FROM workspaces").await;
    write(&world, "another seven").await;
    assert_eq!(against(&world, noted).await, Standing::NotedGone { first: 7 });
}

#[tokio::test]
async fn an_entry_for_a_workspace_that_is_gone_is_no_error() {
    let world = World::new().await;
    let tx = world.store.begin_write().await.unwrap();
    let gone = WorkspaceId::from_uuid(world.mara.as_uuid());
    append(&tx, &entry(gone, "Late")).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn pages_go_through_the_log_and_filters_leave_out_the_rest() {
    let world = five().await;
    let db = world.store.begin_read().await;
    let numbers = async |filter, from| {
        let page = list(&db, world.ws, filter, from, 2).await.unwrap();
        let numbers: Vec<_> = page.entries.iter().map(|entry| entry.number).collect();
        (numbers, page.newer, page.older, page.total)
    };
    let all = AuditFilter::default();
    assert_eq!(numbers(all, AuditFrom::Newest).await, (vec![5, 4], false, true, 5));
    assert_eq!(numbers(all, AuditFrom::OlderThan(4)).await, (vec![3, 2], true, true, 5));
    assert_eq!(numbers(all, AuditFrom::OlderThan(2)).await, (vec![1], true, false, 5));
    assert_eq!(numbers(all, AuditFrom::NewerThan(1)).await, (vec![3, 2], true, true, 5));
    assert_eq!(numbers(all, AuditFrom::NewerThan(3)).await, (vec![5, 4], false, true, 5));
    let of_kind = |kind| AuditFilter { kind: Some(kind), ..all };
    assert_eq!(numbers(of_kind(ActionKind::Settings), AuditFrom::Newest).await.3, 5);
    assert_eq!(numbers(of_kind(ActionKind::Access), AuditFrom::Newest).await.3, 0);
    let later = AuditFilter { since: Some(world.now() + SignedDuration::from_secs(1)), ..all };
    assert_eq!(numbers(later, AuditFrom::Newest).await.3, 0);
    let nobody = AuditFilter { user: Some(domain::UserId::from_uuid(world.ws.as_uuid())), ..all };
    assert_eq!(numbers(nobody, AuditFrom::Newest).await.3, 0);
}
