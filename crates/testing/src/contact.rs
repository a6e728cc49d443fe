use domain::{ActivityId, CompanyId, ContactId, EmailAddress, PersonName, Zone};
use store::activities::{self, ActivityKind, NewActivity};
use store::companies::{self, Company};
use store::contacts::{self, NewContact};
use store::workspaces;

use crate::{TestApp, TestUser};

/// Describes a contact before it is stored.
#[derive(Debug)]
#[must_use = "a contact exists after `create`"]
pub struct ContactBuilder<'a> {
    app: &'a TestApp,
    name: String,
    email: Option<String>,
    zone: Option<String>,
    language: Option<String>,
    company: Option<String>,
    title: Option<String>,
}

impl<'a> ContactBuilder<'a> {
    pub(crate) fn new(app: &'a TestApp, name: &str) -> Self {
        Self {
            app,
            name: name.to_owned(),
            email: None,
            zone: None,
            language: None,
            company: None,
            title: None,
        }
    }

    /// Address for invitations; none by default.
    pub fn email(mut self, email: &str) -> Self {
        self.email = Some(email.to_owned());
        self
    }

    /// IANA name of their zone; unknown by default.
    pub fn zone(mut self, zone: &str) -> Self {
        self.zone = Some(zone.to_owned());
        self
    }

    /// Their languages in words; unknown by default.
    pub fn language(mut self, words: &str) -> Self {
        self.language = Some(words.to_owned());
        self
    }

    /// Company, made if the workspace does not know it.
    pub fn company(mut self, name: &str) -> Self {
        self.company = Some(name.to_owned());
        self
    }

    /// Job title.
    pub fn title(mut self, title: &str) -> Self {
        self.title = Some(title.to_owned());
        self
    }

    /// Stores it in the first workspace, owned by nobody.
    pub async fn create(self) -> ContactId {
        let db = self.app.app().store.begin_read().await;
        let workspace =
            workspaces::first(&db).await.expect("workspaces").expect("somebody exists: call `user` first");
        self.store(workspace.id, None).await
    }

    /// Stores it in this person's workspace, owned by them.
    pub async fn create_for(self, owner: &TestUser) -> ContactId {
        self.store(owner.workspace, Some(owner.id)).await
    }

    async fn store(self, workspace: domain::WorkspaceId, owner_id: Option<domain::UserId>) -> ContactId {
        let (clock, random) = (&*self.app.app().clock, self.app.random());
        let now = self.app.now();
        let tx = self.app.app().store.begin_write().await.expect("a transaction");
        let mut company_id = None;
        if let Some(name) = self.company {
            let known = companies::find_by_name(&tx, workspace, &name).await.expect("companies");
            let id = known.as_ref().map_or_else(|| CompanyId::new(clock, random), |known| known.id);
            if known.is_none() {
                let company = Company::named(id, name);
                companies::create(&tx, workspace, &company).await.expect("a company");
            }
            company_id = Some(id);
        }
        let id = ContactId::new(clock, random);
        let email = self.email.map(|email| EmailAddress::parse(&email).expect("an address"));
        let contact = NewContact {
            id,
            company_id,
            name: PersonName::parse(&self.name).expect("a name"),
            title: self.title,
            zone: self.zone.map(|zone| Zone::parse(&zone).expect("a zone")),
            language: self.language,
            owner_id,
            source: None,
            emails: email.map(|email| (email, "work".to_owned())).into_iter().collect(),
            phones: Vec::new(),
            created_at: now,
        };
        contacts::create(&tx, workspace, &contact).await.expect("a contact");
        let added =
            NewActivity::new(ActivityId::new(clock, random), id, owner_id, ActivityKind::ContactAdded, now);
        activities::record(&tx, workspace, &added).await.expect("an activity");
        tx.commit().await.expect("a commit");
        id
    }
}
