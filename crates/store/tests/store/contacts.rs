//! Contacts: their page, the table with search and pages, the pickers.

use domain::{ActivityId, CompanyId, ContactId};
use jiff::Timestamp;
use store::{
    activities::{self, ActivityKind, NewActivity},
    companies::{self, Company},
    contacts::{self, ContactChanges, ContactPage, ContactQuery, ContactSort},
    meetings,
};

use crate::support::{World, email, minutes, name, zone};

fn query(world: &World, sort: ContactSort) -> ContactQuery {
    ContactQuery {
        search: None,
        company: None,
        reachable: false,
        sort,
        after: None,
        limit: 10,
        now: world.now(),
    }
}

fn names(page: &ContactPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

async fn list(world: &World, query: &ContactQuery) -> ContactPage {
    contacts::list(&world.read().await, world.ws, query).await.unwrap()
}

async fn add_company(world: &World, named: &str) -> CompanyId {
    let company = Company::named(CompanyId::new(&world.clock, &*world.random), named.into());
    let tx = world.write().await;
    companies::create(&tx, world.ws, &company).await.unwrap();
    tx.commit().await.unwrap();
    company.id
}

async fn touch(world: &World, contact: ContactId, kind: ActivityKind, at: Timestamp) {
    let id = ActivityId::new(&world.clock, &*world.random);
    let activity = NewActivity::new(id, contact, Some(world.mara), kind, at);
    let tx = world.write().await;
    activities::record(&tx, world.ws, &activity).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_contact_is_read_back_with_everything_beside_it() {
    let world = World::new().await;
    let lumen = add_company(&world, "Lumen Freight").await;
    let mut ana = world.contact("Ana Ferreira", Some("ana@lumenfreight.example"));
    ana.title = Some("Head of Operations".into());
    ana.company_id = Some(lumen);
    ana.language = Some("Portuguese, English".into());
    ana.source = Some("Lisbon conference".into());
    ana.emails.push((email("ana@home.example"), "home".into()));
    ana.phones = vec![("+351 210 000 142".into(), "work".into())];
    let tx = world.write().await;
    contacts::create(&tx, world.ws, &ana).await.unwrap();
    tx.commit().await.unwrap();
    let found = contacts::get(&world.read().await, world.ws, ana.id).await.unwrap().unwrap();
    assert_eq!(found.name, name("Ana Ferreira"));
    assert_eq!(found.company_name.as_deref(), Some("Lumen Freight"));
    assert_eq!(found.owner_name, Some(name("Mara Lindqvist")));
    assert_eq!(found.primary_email, Some(email("ana@lumenfreight.example")));
    assert_eq!(found.phone.as_deref(), Some("+351 210 000 142"));
    assert_eq!(found.zone, Some(zone("Europe/Lisbon")));
    assert_eq!(found.last_touched, None);
    assert!(!found.email_bounced);
}

#[tokio::test]
async fn an_edited_contact_keeps_what_the_form_does_not_hold() {
    let world = World::new().await;
    let ana = world.add_contact("Ana Ferreira", Some("ana@lumenfreight.example")).await;
    let mut changes = ContactChanges {
        id: ana,
        name: name("Ana F. Sousa"),
        title: Some("COO".into()),
        company_id: None,
        zone: None,
        language: None,
        email: Some(email("sousa@lumenfreight.example")),
        phone: Some("+351 1".into()),
    };
    let tx = world.write().await;
    assert!(contacts::update(&tx, world.ws, &changes).await.unwrap());
    let found = contacts::get(&tx, world.ws, ana).await.unwrap().unwrap();
    assert_eq!(found.name, name("Ana F. Sousa"));
    assert_eq!(found.primary_email, Some(email("sousa@lumenfreight.example")));
    assert_eq!(found.phone.as_deref(), Some("+351 1"));
    assert_eq!(found.owner_id, Some(world.mara));
    changes.email = None;
    changes.phone = None;
    assert!(contacts::update(&tx, world.ws, &changes).await.unwrap());
    let found = contacts::get(&tx, world.ws, ana).await.unwrap().unwrap();
    assert_eq!((found.primary_email, found.phone), (None, None));
    changes.id = ContactId::new(&world.clock, &*world.random);
    assert!(!contacts::update(&tx, world.ws, &changes).await.unwrap());
    tx.commit().await.unwrap();

    // The search follows.
    let search =
        |words: &str| ContactQuery { search: Some(words.into()), ..query(&world, ContactSort::Name) };
    assert_eq!(list(&world, &search("sousa")).await.total, 1);
    assert_eq!(list(&world, &search("ferreira")).await.total, 0);
}

#[tokio::test]
async fn without_its_first_address_a_contact_is_reached_by_the_next() {
    let world = World::new().await;
    let mut ana = world.contact("Ana Ferreira", Some("ana@lumenfreight.example"));
    ana.emails.push((email("ana@home.example"), "home".into()));
    let changes = ContactChanges {
        id: ana.id,
        name: ana.name.clone(),
        title: None,
        company_id: None,
        zone: None,
        language: None,
        email: None,
        phone: None,
    };
    let tx = world.write().await;
    contacts::create(&tx, world.ws, &ana).await.unwrap();
    contacts::update(&tx, world.ws, &changes).await.unwrap();
    let found = contacts::get(&tx, world.ws, ana.id).await.unwrap().unwrap();
    assert_eq!(found.primary_email, Some(email("ana@home.example")));
}

#[tokio::test]
async fn a_search_finds_names_addresses_and_companies_whatever_capitals_and_accents() {
    let world = World::new().await;
    let lumen = add_company(&world, "Lumen Freight").await;
    let mut ines = world.contact("Inês Carvalho", Some("ines@lumenfreight.example"));
    ines.company_id = Some(lumen);
    let tx = world.write().await;
    contacts::create(&tx, world.ws, &ines).await.unwrap();
    tx.commit().await.unwrap();
    world.add_contact("Jonas Weber", Some("J.Weber@brandt.example")).await;
    world.add_contact("Per Cent 100%", None).await;
    let found = async |words: &str| {
        let query = ContactQuery { search: Some(words.into()), ..query(&world, ContactSort::Name) };
        let page = list(&world, &query).await;
        assert_eq!(page.total, page.rows.len() as u64);
        names(&page).join(", ")
    };
    assert_eq!(found("INES").await, "Inês Carvalho");
    assert_eq!(found("lumen carv").await, "Inês Carvalho");
    assert_eq!(found("weber@BRANDT").await, "Jonas Weber");
    assert_eq!(found("%").await, "Per Cent 100%");
    assert_eq!(found("_").await, "");
    assert_eq!(found("  ").await, "Inês Carvalho, Jonas Weber, Per Cent 100%");
    assert_eq!(found("weber lumen").await, "");
}

#[tokio::test]
async fn the_table_starts_with_whoever_was_touched_last() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", None).await;
    let rui = world.add_contact("Rui", None).await;
    let never = world.add_contact("Never", None).await;
    touch(&world, never, ActivityKind::ContactAdded, world.now()).await;
    touch(&world, rui, ActivityKind::NoteAdded, world.now()).await;
    touch(&world, ana, ActivityKind::MeetingHeld, world.now() + minutes(1)).await;
    touch(&world, ana, ActivityKind::NoteAdded, world.now() - minutes(99)).await;
    let page = list(&world, &query(&world, ContactSort::LastTouched)).await;
    assert_eq!(names(&page), ["Ana", "Rui", "Never"]);
    assert_eq!(
        page.rows[0].last_touched,
        Some(world.now() + minutes(1)),
        "an older entry does not turn it back"
    );
    assert_eq!(page.rows[0].last_touch_kind, Some(ActivityKind::MeetingHeld));
    assert_eq!(page.rows[2].last_touched, None, "being added is not being touched");
    let contact = contacts::get(&world.read().await, world.ws, rui).await.unwrap().unwrap();
    assert_eq!(contact.last_touched, Some((world.now(), ActivityKind::NoteAdded)));
}

#[tokio::test]
async fn pages_go_forward_and_back_without_skipping_or_repeating() {
    let world = World::new().await;
    for n in 0..25 {
        let contact = world.add_contact(&format!("Person {n:02}"), None).await;
        // Five at a time share their moment, so that the id has to settle the order.
        touch(&world, contact, ActivityKind::NoteAdded, world.now() + minutes(n / 5)).await;
    }
    for sort in [ContactSort::Name, ContactSort::LastTouched] {
        let mut all = Vec::new();
        let mut query = query(&world, sort);
        query.limit = 7;
        let mut pages = Vec::new();
        loop {
            let page = list(&world, &query).await;
            assert_eq!(page.total, 25);
            all.extend(page.rows.iter().map(|row| row.id));
            pages.push(names(&page).join(" "));
            query.after = page.next.clone();
            if page.next.is_none() {
                query.after = page.previous;
                break;
            }
        }
        all.sort();
        all.dedup();
        assert_eq!((all.len(), pages.len()), (25, 4), "{sort}");
        // And back again over the same pages.
        for expected in pages.iter().rev().skip(1) {
            let page = list(&world, &query).await;
            assert_eq!(&names(&page).join(" "), expected, "{sort}");
            query.after = page.previous;
        }
        assert_eq!(query.after, None, "the first page has none before it");
    }
}

#[tokio::test]
async fn a_broken_link_to_a_page_shows_the_first_one() {
    let world = World::new().await;
    world.add_contact("Ana", None).await;
    for after in
        ["", "rubbish", "next.x.1", "next.00000000-0000-0000-0000-000000000000.x", "next..", "back.."]
    {
        let query = ContactQuery { after: Some(after.into()), ..query(&world, ContactSort::LastTouched) };
        assert_eq!(list(&world, &query).await.rows.len(), 1, "{after}");
    }
}

#[tokio::test]
async fn the_next_meeting_is_the_first_that_has_not_ended_as_contact_or_invitee() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", Some("ana@x.example")).await;
    let rui = world.add_contact("Rui", Some("rui@x.example")).await;
    let mut running = world.meeting("Running", world.now() - minutes(10));
    running.contact_id = Some(ana);
    running.invitees = vec![world.invitee(Some(rui), "rui@x.example")];
    world.add_meeting(&running).await;
    let mut later = world.meeting("Later", world.now() + minutes(60));
    later.contact_id = Some(ana);
    world.add_meeting(&later).await;
    let query = query(&world, ContactSort::Name);
    let next = async |query: &ContactQuery| -> Vec<Option<Timestamp>> {
        list(&world, query).await.rows.iter().map(|row| row.next_meeting).collect()
    };
    assert_eq!(next(&query).await, [Some(running.starts_at), Some(running.starts_at)]);
    let after = ContactQuery { now: world.now() + minutes(30), ..query.clone() };
    assert_eq!(next(&after).await, [Some(later.starts_at), None]);
    let tx = world.write().await;
    meetings::mark_removed_desired(&tx, world.ws, running.id, false, None, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(next(&query).await, [Some(later.starts_at), None]);
}

#[tokio::test]
async fn colleagues_are_the_others_of_the_same_company() {
    let world = World::new().await;
    let lumen = add_company(&world, "Lumen Freight").await;
    let mut ids = Vec::new();
    let tx = world.write().await;
    for person in ["Rui Matos", "Ana Ferreira", "Inês Carvalho"] {
        let mut contact = world.contact(person, None);
        contact.company_id = Some(lumen);
        contacts::create(&tx, world.ws, &contact).await.unwrap();
        ids.push(contact.id);
    }
    let alone = world.contact("Alone", None);
    contacts::create(&tx, world.ws, &alone).await.unwrap();
    let of_ana = contacts::colleagues(&tx, world.ws, ids[1]).await.unwrap();
    assert_eq!(
        of_ana.iter().map(|colleague| colleague.name.as_str()).collect::<Vec<_>>(),
        ["Inês Carvalho", "Rui Matos"]
    );
    assert!(contacts::colleagues(&tx, world.ws, alone.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_contacts_with_an_address_can_be_invited() {
    let world = World::new().await;
    let rui = world.add_contact("Rui", Some("rui@x.example")).await;
    let ana = world.add_contact("Ana", Some("Ana@x.example")).await;
    world.add_contact("Without", None).await;
    let db = world.read().await;
    let choices = contacts::with_email(&db, world.ws).await.unwrap();
    assert_eq!(choices.iter().map(|choice| choice.id).collect::<Vec<_>>(), [ana, rui]);
    let chosen = contacts::by_ids(&db, world.ws, &[rui, ana]).await.unwrap();
    assert_eq!(chosen.iter().map(|contact| contact.id).collect::<Vec<_>>(), [ana, rui]);
    assert!(contacts::by_ids(&db, world.ws, &[]).await.unwrap().is_empty());
    assert_eq!(contacts::find_by_email(&db, world.ws, &email("ANA@x.example")).await.unwrap(), Some(ana));
}

#[tokio::test]
async fn a_workspace_sees_nothing_of_another() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", Some("ana@x.example")).await;
    let meeting = world.add_meeting(&world.meeting("Ours", world.now())).await;
    let other = world.add_workspace("Other").await;
    let db = world.read().await;
    assert_eq!(contacts::get(&db, other, ana).await.unwrap(), None);
    assert!(contacts::by_ids(&db, other, &[ana]).await.unwrap().is_empty());
    assert_eq!(contacts::list(&db, other, &query(&world, ContactSort::Name)).await.unwrap().total, 0);
    assert!(contacts::with_email(&db, other).await.unwrap().is_empty());
    assert_eq!(meetings::get(&db, other, meeting).await.unwrap(), None);
    assert!(meetings::upcoming(&db, other, world.mara, world.now(), 9).await.unwrap().is_empty());
    assert!(store::users::get(&db, other, world.mara).await.unwrap().is_none());
}
