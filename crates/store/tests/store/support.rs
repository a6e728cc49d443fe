//! A database with one workspace and one user, and short ways to fill it.
use std::sync::Arc;

use domain::{
    Agenda, Clock, ContactId, EmailAddress, GrantId, InviteeId, ManualClock, MeetingId, Minutes, PersonName,
    Role, SeededRandom, Theme, Topic, UserId, WorkspaceId, Zone,
};
use jiff::{SignedDuration, Timestamp};
use store::{
    Reader, Store, Tx,
    contacts::{self, NewContact},
    grants::{self, Lease, NewGrant, Refusal},
    meetings::{self, Details, NewInvitee, NewMeeting, NewZoomMeeting},
    users::{self, PasswordHash, User},
    workspaces::{self, Workspace},
};
use test_database::TestDatabase;

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: ManualClock,
    pub(crate) random: Arc<SeededRandom>,
    pub(crate) ws: WorkspaceId,
    pub(crate) mara: UserId,
    pub(crate) database: TestDatabase,
}

/// Tuesday 16 March 2027, 09:42 in Stockholm.
pub(crate) fn tuesday() -> Timestamp {
    "2027-03-16T08:42:00Z".parse().unwrap()
}

pub(crate) fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

pub(crate) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub(crate) fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

pub(crate) fn zone(text: &str) -> Zone {
    Zone::parse(text).unwrap()
}

impl World {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::new().await;
        let clock = ManualClock::new(tuesday());
        let random = Arc::new(SeededRandom::new(1));
        let store = Store::open(database.database(), Arc::new(clock.clone()), random.clone()).await.unwrap();
        store.migrate().await.unwrap();
        let ws = WorkspaceId::new(&clock, &*random);
        let mara = UserId::new(&clock, &*random);
        let world = Self { store, clock, random, ws, mara, database };
        let tx = world.write().await;
        workspaces::create(&tx, &Workspace { id: ws, name: "Halden Studio".into(), created_at: tuesday() })
            .await
            .unwrap();
        users::create(&tx, &world.user(mara, "mara@halden.example", "Mara Lindqvist")).await.unwrap();
        tx.commit().await.unwrap();
        world
    }

    /// The same database, opened again as another process would.
    pub(crate) async fn second_store(&self) -> Store {
        Store::open(self.database.database(), Arc::new(self.clock.clone()), self.random.clone())
            .await
            .unwrap()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) async fn read(&self) -> Reader {
        self.store.begin_read().await
    }

    pub(crate) async fn write(&self) -> Tx {
        self.store.begin_write().await.unwrap()
    }

    pub(crate) fn user(&self, id: UserId, address: &str, person: &str) -> User {
        User {
            id,
            workspace_id: self.ws,
            email: email(address),
            name: name(person),
            role: Role::Owner,
            password_hash: PasswordHash::new("$argon2id$secret".into()),
            zone: zone("Europe/Stockholm"),
            theme: Theme::System,
            created_at: self.now(),
        }
    }

    pub(crate) async fn add_user(&self, address: &str, person: &str) -> UserId {
        let id = UserId::new(&self.clock, &*self.random);
        let tx = self.write().await;
        users::create(&tx, &self.user(id, address, person)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn add_workspace(&self, named: &str) -> WorkspaceId {
        let id = WorkspaceId::new(&self.clock, &*self.random);
        let tx = self.write().await;
        workspaces::create(&tx, &Workspace { id, name: named.into(), created_at: self.now() }).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) fn contact(&self, person: &str, address: Option<&str>) -> NewContact {
        NewContact {
            id: ContactId::new(&self.clock, &*self.random),
            name: name(person),
            title: None,
            company_id: None,
            zone: Some(zone("Europe/Lisbon")),
            language: None,
            owner_id: Some(self.mara),
            source: None,
            emails: address.map(|address| (email(address), "work".to_owned())).into_iter().collect(),
            phones: Vec::new(),
            created_at: self.now(),
        }
    }

    pub(crate) async fn add_contact(&self, person: &str, address: Option<&str>) -> ContactId {
        let contact = self.contact(person, address);
        let tx = self.write().await;
        contacts::create(&tx, self.ws, &contact).await.unwrap();
        tx.commit().await.unwrap();
        contact.id
    }

    pub(crate) fn invitee(&self, contact: Option<ContactId>, address: &str) -> NewInvitee {
        NewInvitee {
            id: InviteeId::new(&self.clock, &*self.random),
            contact_id: contact,
            email: email(address),
            name: None,
            zone: None,
            language: None,
        }
    }

    pub(crate) fn meeting(&self, topic: &str, starts_at: Timestamp) -> NewMeeting {
        NewMeeting {
            series: store::meetings::Series::None,
            id: MeetingId::new(&self.clock, &*self.random),
            host_id: self.mara,
            contact_id: None,
            topic: Topic::parse(topic).unwrap(),
            agenda: Agenda::default(),
            starts_at,
            duration: Minutes::try_from(40).unwrap(),
            zone: zone("Europe/Stockholm"),
            waiting_room: true,
            passcode_wanted: true,
            cloud_recording: false,
            send_invitation: true,
            place: None,
            invitees: Vec::new(),
            created_at: self.now(),
        }
    }

    pub(crate) async fn add_meeting(&self, meeting: &NewMeeting) -> MeetingId {
        let tx = self.write().await;
        meetings::create(&tx, self.ws, meeting).await.unwrap();
        tx.commit().await.unwrap();
        meeting.id
    }

    pub(crate) fn grant(&self, zoom_user: &str) -> NewGrant {
        NewGrant {
            id: GrantId::new(&self.clock, &*self.random),
            client_id: "client".into(),
            zoom_user_id: zoom_user.into(),
            zoom_account_id: "account".into(),
            email: email("mara@halden.example"),
            display_name: "Mara".into(),
            plan_type: 1,
            timezone: Some("Europe/Stockholm".into()),
            scopes: "user:read:user meeting:write:meeting".into(),
            api_url: None,
            access_token: b"sealed access".to_vec(),
            refresh_token: b"sealed refresh".to_vec(),
            access_expires_at: self.now() + minutes(60),
            connected_at: self.now(),
        }
    }

    pub(crate) async fn add_grant(&self, zoom_user: &str) -> GrantId {
        let tx = self.write().await;
        let id = grants::upsert(&tx, &self.grant(zoom_user)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn held(&self, meeting: MeetingId) -> Details {
        let db = self.store.begin_read().await;
        meetings::get(&db, self.ws, meeting).await.unwrap().unwrap().details()
    }

    /// Takes the right to refresh, for a minute.
    pub(crate) async fn lease(&self, tx: &Tx, grant: GrantId, owner: &str) -> Option<Lease> {
        let seen = grants::get(tx, grant).await.unwrap().unwrap();
        if seen.is_leased(self.now(), minutes(1)) {
            return None;
        }
        grants::take_lease(tx, &seen, owner, self.now() + minutes(1)).await.unwrap()
    }

    /// Zoom refuses the grant's tokens.
    pub(crate) async fn break_grant(&self, tx: &Tx, grant: GrantId) {
        let lease = self.lease(tx, grant, "test").await.unwrap();
        let refusal = grants::note_refusal(tx, &lease, "refused", self.now(), self.now()).await.unwrap();
        assert_eq!(refusal, Refusal::Broken);
    }

    /// What Zoom tells about a meeting that it has as it is wanted.
    pub(crate) async fn zoom_part(
        &self,
        meeting: MeetingId,
        grant: GrantId,
        zoom_id: &str,
    ) -> NewZoomMeeting {
        NewZoomMeeting {
            occurrence_id: None,
            repeat: None,
            grant_id: grant,
            zoom_id: zoom_id.into(),
            uuid: Some("uuid==".into()),
            join_url: b"sealed link".to_vec(),
            passcode: Some(b"sealed passcode".to_vec()),
            dial_in: None,
            held: self.held(meeting).await,
            revision: 0,
            link_revision: 0,
            heard_at: None,
        }
    }

    pub(crate) async fn put_in_zoom(&self, meeting: MeetingId, grant: GrantId, zoom_id: &str) {
        let zoom = self.zoom_part(meeting, grant, zoom_id).await;
        let tx = self.write().await;
        assert!(meetings::set_in_zoom(&tx, self.ws, meeting, &zoom, self.now()).await.unwrap());
        tx.commit().await.unwrap();
    }
}
