use std::collections::HashMap;

use anyhow::Context;
use domain::{
    ActivityId, Agenda, CompanyId, ContactId, Currency, DealId, EmailAddress, EmailDomain, InvitedId,
    InviteeId, MeetingId, Minutes, Money, NoteBody, NoteId, PersonName, Role, TaskId, Theme, Topic, UserId,
    WorkspaceId, Zone,
};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::Tx;
use store::activities::{self, ActivityKind, NewActivity};
use store::companies::{self, Company};
use store::contacts::{self, Contact, NewContact};
use store::deals::{self, NewDeal};
use store::feature_flags::{self, Feature, Reach};
use store::invited_people::{self, Invited};
use store::meetings::{self, NewInvitee, NewMeeting, Problem, Series};
use store::notes::{self, NewNote};
use store::tasks::{self, NewTask};
use store::users::{self, PasswordHash, User};
use store::workspaces::{self, Workspace};

use super::world::{
    COMPANIES, CONTACTS, DEALS, MEETINGS, NOTES, OSKARS_MEETINGS, PASSWORD, PEOPLE, SampleMeeting,
    SampleTask, TASKS, WORKSPACE, When,
};
use crate::accounts::hash_password;
use crate::app::App;
use crate::invitations::create_page;

/// Fills an empty database with the sample world. With anybody in it already, nothing happens.
pub async fn seed(app: &App) -> anyhow::Result<()> {
    if users::any(&app.store.begin_read().await).await? {
        return Ok(());
    }
    let password_hash = hash_password(PASSWORD, &*app.random)?;
    let tx = app.store.begin_write().await?;
    store::lock_installation(&tx).await?;
    if users::any(&tx).await? {
        return Ok(());
    }
    let mut world = World::begin(app, &tx, password_hash).await?;
    world.contacts().await?;
    world.notes().await?;
    world.deals().await?;
    world.tasks().await?;
    world.invitation().await?;
    let (mara, oskar) = (world.people[0].clone(), world.people[1].clone());
    world.meetings(&mara, &MEETINGS).await?;
    world.meetings(&oskar, &OSKARS_MEETINGS).await?;
    tx.commit().await.context("the sample world could not be stored")
}

struct World<'a> {
    app: &'a App,
    tx: &'a Tx,
    workspace: WorkspaceId,
    people: Vec<User>,
    contacts: HashMap<&'static str, ContactId>,
    now: Timestamp,
    zone: Zone,
}

impl<'a> World<'a> {
    async fn begin(app: &'a App, tx: &'a Tx, password_hash: PasswordHash) -> anyhow::Result<Self> {
        let now = app.now();
        let workspace = WorkspaceId::new(&*app.clock, &*app.random);
        let row = Workspace { id: workspace, name: WORKSPACE.to_owned(), created_at: now };
        workspaces::create(tx, &row).await?;
        let mut people = Vec::new();
        for (email, name, zone) in PEOPLE {
            let user = User {
                id: UserId::new(&*app.clock, &*app.random),
                workspace_id: workspace,
                email: EmailAddress::parse(email)?,
                name: PersonName::parse(name)?,
                role: if people.is_empty() { Role::Owner } else { Role::Member },
                password_hash: password_hash.clone(),
                zone: Zone::parse(zone)?,
                theme: Theme::System,
                created_at: now,
            };
            users::create(tx, &user).await?;
            people.push(user);
        }
        feature_flags::set_reach(tx, Feature::Zoom, Reach::Everyone).await?;
        let zone = people[0].zone.clone();
        Ok(Self { app, tx, workspace, people, contacts: HashMap::new(), now, zone })
    }

    async fn contacts(&mut self) -> anyhow::Result<()> {
        let mut company_ids = Vec::new();
        for company in &COMPANIES {
            let id = CompanyId::new(&*self.app.clock, &*self.app.random);
            let row = Company {
                domain: Some(EmailDomain::parse(company.1)?),
                zone: Some(Zone::parse(company.2)?),
                about: Some(company.3.to_owned()),
                address: Some(company.4.to_owned()),
                ..Company::named(id, company.0.to_owned())
            };
            companies::create(self.tx, self.workspace, &row).await?;
            company_ids.push(id);
        }
        for (at, contact) in CONTACTS.iter().enumerate() {
            let id = ContactId::new(&*self.app.clock, &*self.app.random);
            let company = &COMPANIES[contact.2];
            let email = match contact.3 {
                "" => None,
                local => Some(EmailAddress::parse(&format!("{local}@{}", company.1))?),
            };
            let row = NewContact {
                id,
                name: PersonName::parse(contact.0)?,
                title: Some(contact.1.to_owned()),
                company_id: Some(company_ids[contact.2]),
                zone: Some(Zone::parse(company.2)?),
                language: Some(language(company.2).to_owned()),
                owner_id: Some(self.people[at % 5 / 4].id),
                source: Some(contact.4.to_owned()),
                emails: email.map(|email| (email, "work".to_owned())).into_iter().collect(),
                phones: phone(contact.2, at).map(|phone| (phone, "work".to_owned())).into_iter().collect(),
                created_at: self.now - SignedDuration::from_hours(24 * 90),
            };
            contacts::create(self.tx, self.workspace, &row).await?;
            self.contacts.insert(contact.0, id);
        }
        Ok(())
    }

    /// Somebody who was asked to join on the command line, and has not yet.
    async fn invitation(&self) -> anyhow::Result<()> {
        let invited_at = self.now - SignedDuration::from_hours(20);
        let invited = Invited {
            id: InvitedId::new(&*self.app.clock, &*self.app.random),
            workspace_id: self.workspace,
            email: EmailAddress::parse("tove@halden.example")?,
            name: Some(PersonName::parse("Tove Nyberg")?),
            role: Role::Member,
            invited_by: None,
            invited_at,
            expires_at: invited_at + SignedDuration::from_hours(24 * 7),
        };
        invited_people::create(self.tx, &invited).await?;
        Ok(())
    }

    async fn deals(&self) -> anyhow::Result<()> {
        for deal in &DEALS {
            let contact = self.contact(deal.2)?;
            let found = contacts::get(self.tx, self.workspace, contact).await?;
            let row = NewDeal {
                id: DealId::new(&*self.app.clock, &*self.app.random),
                title: deal.0.to_owned(),
                stage: deal.3.parse()?,
                value: Money { minor: deal.1 * 100, currency: Currency::Eur },
                company_id: found.and_then(|contact| contact.company_id),
                contact_id: Some(contact),
                owner_id: self.people[0].id,
                created_at: self.now - SignedDuration::from_hours(24 * deal.4),
            };
            deals::create(self.tx, self.workspace, &row).await?;
        }
        Ok(())
    }

    async fn tasks(&self) -> anyhow::Result<()> {
        let today = self.zone.local(self.now).date();
        for SampleTask(what, contact, days, owner, done) in &TASKS {
            let owner = self.people[*owner].id;
            let contact = self.contact(contact)?;
            let id = TaskId::new(&*self.app.clock, &*self.app.random);
            let task = NewTask {
                id,
                owner_id: owner,
                contact_id: Some(contact),
                meeting_id: None,
                what,
                due_on: today.saturating_add(days.days()),
                remind_at: None,
                created_by: owner,
                created_at: self.instant(days - 4, Time::constant(11, 20, 0, 0))?,
            };
            tasks::create(self.tx, self.workspace, &task).await?;
            if *done {
                let at = self.instant(*days, Time::constant(16, 40, 0, 0))?;
                tasks::finish(self.tx, self.workspace, id, owner, at).await?;
                let text = Some((*what).to_owned());
                let entry = self.entry(contact, owner, ActivityKind::TaskDone, at);
                activities::record(self.tx, self.workspace, &NewActivity { text, ..entry }).await?;
            }
        }
        Ok(())
    }

    async fn notes(&self) -> anyhow::Result<()> {
        for note in &NOTES {
            let author = self.people[note.3].id;
            let contact = self.contact(note.0)?;
            let at = self.instant(-note.1, Time::constant(note.2, 5, 0, 0))?;
            let id = NoteId::new(&*self.app.clock, &*self.app.random);
            let row = NewNote {
                id,
                contact_id: contact,
                author_id: author,
                body: NoteBody::parse(note.4)?,
                created_at: at,
            };
            notes::create(self.tx, self.workspace, &row).await?;
            self.record(contact, author, ActivityKind::NoteAdded, at, None, Some(id)).await?;
        }
        Ok(())
    }

    /// Meetings to come wait for a Zoom connection: connecting brings them all to Zoom.
    async fn meetings(&self, host: &User, samples: &[SampleMeeting]) -> anyhow::Result<()> {
        for sample in samples {
            let starts_at = match sample.0 {
                When::Soon => self.soon(),
                When::Day(days, time) => self.instant(days, time.parse()?)?,
            };
            let minutes = Minutes::try_from(sample.1)?;
            let id = MeetingId::new(&*self.app.clock, &*self.app.random);
            let mut invitees = Vec::new();
            for name in sample.3 {
                invitees.push(self.invitee(name).await?);
            }
            let past = minutes.after(starts_at) <= self.now;
            let created_at = starts_at.min(self.now) - SignedDuration::from_hours(24 * 4);
            let row = NewMeeting {
                series: Series::None,
                id,
                host_id: host.id,
                contact_id: invitees.first().and_then(|invitee| invitee.contact_id),
                topic: Topic::parse(sample.2)?,
                agenda: Agenda::parse(sample.4)?,
                starts_at,
                duration: minutes,
                zone: host.zone.clone(),
                waiting_room: true,
                passcode_wanted: true,
                cloud_recording: false,
                send_invitation: false,
                place: None,
                invitees,
                created_at,
            };
            meetings::create(self.tx, self.workspace, &row).await?;
            for invitee in &row.invitees {
                create_page(self.app, self.tx, self.workspace, invitee.id).await?;
            }
            let waits = Problem::NotConnected;
            meetings::set_problem(self.tx, self.workspace, id, waits, None, None, created_at).await?;
            for contact in row.invitees.iter().filter_map(|invitee| invitee.contact_id) {
                let (kind, at) = if past {
                    (ActivityKind::MeetingHeld, starts_at)
                } else {
                    (ActivityKind::MeetingScheduled, created_at)
                };
                self.record(contact, host.id, kind, at, Some(id), None).await?;
            }
        }
        Ok(())
    }

    async fn invitee(&self, name: &str) -> anyhow::Result<NewInvitee> {
        let found = contacts::get(self.tx, self.workspace, self.contact(name)?).await?;
        let contact: Contact = found.with_context(|| format!("the contact {name}"))?;
        Ok(NewInvitee {
            id: InviteeId::new(&*self.app.clock, &*self.app.random),
            contact_id: Some(contact.id),
            email: contact.primary_email.with_context(|| format!("an address of {name}"))?,
            name: Some(contact.name),
            zone: contact.zone,
            language: contact.language,
        })
    }

    async fn record(
        &self,
        contact: ContactId,
        actor: UserId,
        kind: ActivityKind,
        at: Timestamp,
        meeting_id: Option<MeetingId>,
        note_id: Option<NoteId>,
    ) -> anyhow::Result<()> {
        let entry = NewActivity { meeting_id, note_id, ..self.entry(contact, actor, kind, at) };
        Ok(activities::record(self.tx, self.workspace, &entry).await?)
    }

    fn entry(&self, contact_id: ContactId, actor: UserId, kind: ActivityKind, at: Timestamp) -> NewActivity {
        let id = ActivityId::new(&*self.app.clock, &*self.app.random);
        NewActivity::new(id, contact_id, Some(actor), kind, at)
    }

    fn contact(&self, name: &str) -> anyhow::Result<ContactId> {
        self.contacts.get(name).copied().with_context(|| format!("no sample contact is called {name}"))
    }

    /// Meetings and notes lie on working days, except today's: a demo may be shown on a Sunday.
    fn instant(&self, days: i64, time: Time) -> anyhow::Result<Timestamp> {
        let today: Date = self.zone.local(self.now).date();
        let mut date = today.saturating_add(days.days());
        let away = if days < 0 { -1 } else { 1 };
        while days != 0 && date.weekday().to_monday_zero_offset() >= 5 {
            date = date.saturating_add(away.days());
        }
        Ok(self.zone.instant(date.to_datetime(time))?)
    }

    /// About twenty minutes from now, on a five-minute mark.
    fn soon(&self) -> Timestamp {
        let seconds = self.now.as_second() + 16 * 60;
        let mark = (seconds / 300 + 1) * 300;
        Timestamp::from_second(mark).unwrap_or(self.now)
    }
}

fn language(zone: &str) -> &'static str {
    match zone {
        // First the one of the sample mails on the screens.
        "Europe/Lisbon" => "English, Portuguese",
        "America/Sao_Paulo" => "Portuguese, English",
        "Europe/Berlin" => "German, English",
        "Europe/Paris" => "French, English",
        "Europe/Oslo" => "Norwegian, English",
        "Asia/Dubai" => "Arabic, English",
        "Europe/Rome" => "Italian, English",
        "Asia/Tokyo" => "Japanese, English",
        "Europe/Prague" => "Czech, English",
        _ => "English",
    }
}

/// Numbers from ranges set aside for fiction, or that look the part.
fn phone(company: usize, contact: usize) -> Option<String> {
    let prefix = match company {
        0 => "+351 210 000 ",
        1 => "+49 30 23125 ",
        2 => "+1 212 555 0",
        3 => "+44 20 7946 0",
        4 => "+33 1 99 00 ",
        5 => "+47 22 00 0",
        _ => return None,
    };
    Some(format!("{prefix}{}", 142 + contact))
}
