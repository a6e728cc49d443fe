//! Companies: the list, their people, and who joins.

use domain::{CompanyId, ContactId, EmailDomain};
use store::{
    StoreError, activities,
    companies::{self, Company, CompanyFacts, CompanyQuery},
    contacts,
    meetings::{self, MeetingFilter},
};

use crate::support::{World, minutes};

fn company(world: &World, named: &str, domain: Option<&str>) -> Company {
    let domain = domain.map(|domain| EmailDomain::parse(domain).unwrap());
    let id = CompanyId::new(&world.clock, &*world.random);
    Company { domain, ..Company::named(id, named.into()) }
}

async fn add(world: &World, company: &Company) {
    let tx = world.write().await;
    companies::create(&tx, world.ws, company).await.unwrap();
    tx.commit().await.unwrap();
}

async fn works_at(world: &World, name: &str, email: &str, company: CompanyId) -> ContactId {
    let mut contact = world.contact(name, Some(email));
    contact.company_id = Some(company);
    let tx = world.write().await;
    contacts::create(&tx, world.ws, &contact).await.unwrap();
    tx.commit().await.unwrap();
    contact.id
}

#[tokio::test]
async fn a_company_is_read_back_with_everything() {
    let world = World::new().await;
    let lumen = Company {
        about: Some("Logistics".into()),
        address: Some("Lisbon".into()),
        vat_number: Some("PT1".into()),
        zone: Some(crate::support::zone("Europe/Lisbon")),
        joins_by_domain: false,
        ..company(&world, "Lumen", Some("lumen.example"))
    };
    add(&world, &lumen).await;
    let db = world.read().await;
    assert_eq!(companies::get(&db, world.ws, lumen.id).await.unwrap(), Some(lumen.clone()));
    assert_eq!(companies::find_by_name(&db, world.ws, "LÚMEN").await.unwrap(), Some(lumen.clone()));
    let domain = EmailDomain::parse("lumen.example").unwrap();
    assert_eq!(companies::find_by_domain(&db, world.ws, &domain).await.unwrap(), Some(lumen));
}

#[tokio::test]
async fn neither_name_nor_domain_is_given_twice() {
    let world = World::new().await;
    add(&world, &company(&world, "Lumen", Some("lumen.example"))).await;
    let brandt = company(&world, "Brandt", None);
    add(&world, &brandt).await;
    for taken in [company(&world, "lumen", None), company(&world, "Other", Some("lumen.example"))] {
        let tx = world.write().await;
        let error = companies::create(&tx, world.ws, &taken).await.unwrap_err();
        assert!(matches!(error, StoreError::Conflict), "{error}");
        drop(tx);
        let tx = world.write().await;
        let error = companies::update(&tx, world.ws, &Company { id: brandt.id, ..taken }).await.unwrap_err();
        assert!(matches!(error, StoreError::Conflict), "{error}");
    }
}

#[tokio::test]
async fn the_list_counts_people_and_knows_the_next_meeting() {
    let world = World::new().await;
    let lumen = company(&world, "Lumen", Some("lumen.example"));
    add(&world, &lumen).await;
    add(&world, &company(&world, "Brandt", None)).await;
    let ana = works_at(&world, "Ana", "ana@lumen.example", lumen.id).await;
    let rui = works_at(&world, "Rui", "rui@lumen.example", lumen.id).await;
    let mut own = world.meeting("Own", world.now() + minutes(90));
    own.contact_id = Some(ana);
    world.add_meeting(&own).await;
    let mut invited = world.meeting("Invited", world.now() + minutes(60));
    invited.invitees = vec![world.invitee(Some(rui), "rui@lumen.example")];
    world.add_meeting(&invited).await;
    let query = CompanyQuery { search: Some("lumen".into()), after: None, limit: 10, now: world.now() };
    let db = world.read().await;
    let page = companies::list(&db, world.ws, &query).await.unwrap();
    assert_eq!((page.total, page.rows.len(), page.rows[0].people), (1, 1, 2));
    assert_eq!(page.rows[0].next_meeting, Some(invited.starts_at));
    let filter = MeetingFilter { company: Some(lumen.id), ..MeetingFilter::default() };
    assert_eq!(meetings::filtered(&db, world.ws, &filter, world.now(), 9).await.unwrap().len(), 2);
    assert!(meetings::last(&db, world.ws, &filter, world.now(), 9).await.unwrap().is_empty());
    let later = world.now() + minutes(600);
    let last = meetings::last(&db, world.ws, &filter, later, 1).await.unwrap();
    assert_eq!(last.iter().map(|row| row.id).collect::<Vec<_>>(), [own.id], "the newest comes first");
    let facts = companies::facts(&db, world.ws, lumen.id, later).await.unwrap();
    assert_eq!((facts.held, facts.last_met, facts.next_meeting), (2, Some(own.starts_at), None));
    assert_eq!(companies::names(&db, world.ws).await.unwrap(), ["Brandt", "Lumen"]);
}

#[tokio::test]
async fn who_said_no_does_not_join() {
    let world = World::new().await;
    let ana = world.add_contact("Ana", Some("ana@lumen.example")).await;
    let rui = world.add_contact("Rui", Some("Rui@lumen.example")).await;
    world.add_contact("Sub", Some("x@sub.lumen.example")).await;
    let lumen = company(&world, "Lumen", Some("lumen.example"));
    add(&world, &lumen).await;
    let domain = lumen.domain.clone().unwrap();
    let tx = world.write().await;
    companies::refuse(&tx, world.ws, lumen.id, ana).await.unwrap();
    companies::refuse(&tx, world.ws, lumen.id, ana).await.unwrap();
    assert!(companies::is_refused(&tx, world.ws, lumen.id, ana).await.unwrap());
    assert_eq!(companies::join_by_domain(&tx, world.ws, lumen.id, &domain).await.unwrap(), 1);
    let company_of = async |id| contacts::get(&tx, world.ws, id).await.unwrap().unwrap().company_id;
    assert_eq!((company_of(rui).await, company_of(ana).await), (Some(lumen.id), None));
    companies::take_back(&tx, world.ws, lumen.id, ana).await.unwrap();
    assert_eq!(companies::join_by_domain(&tx, world.ws, lumen.id, &domain).await.unwrap(), 1);
    assert!(companies::delete(&tx, world.ws, lumen.id).await.unwrap());
    assert!(!companies::delete(&tx, world.ws, lumen.id).await.unwrap());
    assert_eq!(company_of(rui).await, None);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_workspace_neither_sees_nor_changes_the_companies_of_another() {
    let world = World::new().await;
    let lumen = company(&world, "Lumen", Some("lumen.example"));
    add(&world, &lumen).await;
    works_at(&world, "Ana", "ana@lumen.example", lumen.id).await;
    let other = world.add_workspace("Other").await;
    let tx = world.write().await;
    assert_eq!(companies::get(&tx, other, lumen.id).await.unwrap(), None);
    assert!(!companies::update(&tx, other, &Company { name: "X".into(), ..lumen.clone() }).await.unwrap());
    assert!(!companies::delete(&tx, other, lumen.id).await.unwrap());
    assert_eq!(companies::facts(&tx, other, lumen.id, world.now()).await.unwrap(), CompanyFacts::default());
    let entries = activities::for_company(&tx, other, lumen.id, None, 9).await.unwrap();
    assert!(entries.items.is_empty());
    assert_eq!(companies::get(&tx, world.ws, lumen.id).await.unwrap(), Some(lumen));
}
