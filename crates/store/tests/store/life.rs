//! How meetings go: events in any order lead to the same.

use jiff::Timestamp;
use store::meeting_life::{self, Presence, Session};

use crate::support::{World, minutes};

fn presence(joined_at: Option<Timestamp>, left_at: Option<Timestamp>) -> Presence<'static> {
    Presence {
        uuid: "u==",
        participant: "7",
        name: "Ana",
        is_host: false,
        joined_at,
        left_at,
        invitee_id: None,
    }
}

#[tokio::test]
async fn rt_63_what_events_say_is_put_together_in_any_order() {
    let (first, second, third) = (0, 1, 2);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let world = World::new().await;
        let grant = world.add_grant("zoom-mara").await;
        let meeting = world.add_meeting(&world.meeting("Kick-off", world.now())).await;
        let at = |n| Some(world.now() + minutes(n));
        let tx = world.write().await;
        for step in order {
            let (session, said) = match step {
                step if step == first => ((at(0), None), presence(at(1), None)),
                step if step == second => ((at(0), at(30)), presence(None, at(9))),
                step if step == third => ((at(0), None), presence(at(12), None)),
                _ => unreachable!(),
            };
            let session = Session {
                meeting_id: meeting,
                uuid: "u==".into(),
                started_at: session.0,
                ended_at: session.1,
            };
            meeting_life::note_session(&tx, world.ws, grant, &session, world.now()).await.unwrap();
            meeting_life::note_presence(&tx, world.ws, meeting, grant, &said, world.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let db = world.read().await;
        let [session] = &meeting_life::sessions(&db, world.ws, meeting).await.unwrap()[..] else { panic!() };
        assert_eq!((session.started_at, session.ended_at), (at(0), at(30)), "{order:?}");
        let [ana] = &meeting_life::attendance(&db, world.ws, meeting).await.unwrap()[..] else { panic!() };
        assert_eq!(
            (ana.first_joined_at, ana.last_joined_at, ana.last_left_at),
            (at(1), at(12), at(9)),
            "{order:?}"
        );
        assert!(ana.is_there());
    }
}
