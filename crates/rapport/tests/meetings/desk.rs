//! A desk to schedule from: Mara with her Zoom account, and Ana in Lisbon, whom she meets.

use domain::{ContactId, MeetingId};
use jiff::SignedDuration;
use store::meetings::Meeting;
use testing::{Form, Mail, Page, TestApp, TestUser};
use zoom_sandbox::{AppChange, Control, Fault, FaultKind, MeetingSummary};

/// The call that creates a meeting, for faults.
pub(crate) const CREATE: (&str, &str) = ("POST", "/v2/users/*/meetings");
/// The call that changes one.
pub(crate) const UPDATE: (&str, &str) = ("PATCH", "/v2/meetings/*");
/// The call that deletes one.
pub(crate) const DELETE: (&str, &str) = ("DELETE", "/v2/meetings/*");

pub(crate) struct Desk {
    pub(crate) app: TestApp,
    pub(crate) mara: TestUser,
    pub(crate) ana: ContactId,
}

impl Desk {
    /// Mara has connected Zoom.
    pub(crate) async fn new() -> Self {
        Self::of(TestApp::start().await).await
    }

    /// The same, in this program.
    pub(crate) async fn of(app: TestApp) -> Self {
        let desk = Self::in_program(app).await;
        desk.mara.connect_zoom().await.assert_ok();
        desk
    }

    /// Nobody has connected Zoom.
    pub(crate) async fn without_zoom() -> Self {
        Self::in_program(TestApp::start().await).await
    }

    async fn in_program(app: TestApp) -> Self {
        let mara = app.user("mara").await;
        let ana = app
            .contact("Ana Ferreira")
            .email("ana.ferreira@lumenfreight.example")
            .zone("Europe/Lisbon")
            .company("Lumen Freight")
            .create()
            .await;
        Self { app, mara, ana }
    }

    pub(crate) fn form_path(&self) -> String {
        format!("/contacts/{}/meetings/new", self.ana)
    }

    /// The form for a meeting with Ana, filled in: Thursday 18 March, 16:00 to 16:30 in Stockholm.
    pub(crate) async fn form(&self) -> Form {
        let page = self.mara.get(&self.form_path()).await;
        page.assert_ok();
        page.form("Schedule meeting")
            .set("topic", "Rollout kick-off")
            .set("date", "2027-03-18")
            .set("start", "16:00")
    }

    /// Sends a form and runs the jobs that are due.
    pub(crate) async fn send(&self, form: Form) -> Page {
        let page = self.mara.send(form).await;
        self.app.run_jobs().await;
        page
    }

    /// The same for a form that schedules; another meeting at that time is no reason against it.
    pub(crate) async fn send_meant(&self, form: Form) -> Page {
        let page = self.send(form).await;
        if !page.has_button("Keep this time") {
            return page;
        }
        let kept = self.mara.send(page.form("Keep this time")).await;
        self.send(kept.form("Schedule meeting")).await
    }

    /// Schedules the usual meeting and lets the invitation leave.
    pub(crate) async fn schedule(&self) -> MeetingId {
        let form = self.form().await;
        self.schedule_with(form).await
    }

    /// Schedules what the form says, which must be accepted.
    pub(crate) async fn schedule_with(&self, form: Form) -> MeetingId {
        let before = self.meetings().await;
        let page = self.send_meant(form).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let after = self.meetings().await;
        after.into_iter().find(|id| !before.contains(id)).unwrap()
    }

    /// The meeting, of which there is one.
    pub(crate) async fn only_meeting(&self) -> MeetingId {
        let [id] = self.meetings().await[..] else { panic!("not one meeting: {:?}", self.meetings().await) };
        id
    }

    /// Mara's meetings to come in Rapport.
    pub(crate) async fn meetings(&self) -> Vec<MeetingId> {
        let db = self.app.app().store.begin_read().await;
        let rows = store::meetings::upcoming(&db, self.mara.workspace, self.mara.id, self.app.now(), 200);
        rows.await.unwrap().into_iter().map(|row| row.id).collect()
    }

    /// What Rapport stores about a meeting.
    pub(crate) async fn stored(&self, id: MeetingId) -> Meeting {
        let db = self.app.app().store.begin_read().await;
        store::meetings::get(&db, self.mara.workspace, id).await.unwrap().unwrap()
    }

    /// Mara's page of a meeting.
    pub(crate) async fn page(&self, id: MeetingId) -> Page {
        let page = self.mara.get(&format!("/meetings/{id}")).await;
        page.assert_ok();
        page
    }

    /// Removes a meeting as Mara does, telling the invitees, and runs the jobs that are due.
    pub(crate) async fn remove(&self, id: MeetingId) -> Page {
        let page = self.mara.press(&format!("/meetings/{id}/remove"), "Remove meeting").await;
        self.app.run_jobs().await;
        page
    }

    /// The form that moves a meeting, as it is offered.
    pub(crate) async fn reschedule_form(&self, id: MeetingId) -> Form {
        let page = self.mara.get(&format!("/meetings/{id}/reschedule")).await;
        page.assert_ok();
        page.form("Reschedule meeting")
    }

    /// Moves a meeting to Friday 19 March at this time in Stockholm, telling the invitees, and runs the jobs that are
    /// due.
    pub(crate) async fn move_to(&self, id: MeetingId, start: &str) -> Page {
        let form = self.reschedule_form(id).await;
        self.send(form.set("date", "2027-03-19").set("start", start)).await
    }

    /// The meeting, which is the only one Mara has in Zoom.
    pub(crate) fn one_in_zoom(&self) -> MeetingSummary {
        let [meeting] = &self.in_zoom()[..] else { panic!("not one meeting: {:?}", self.in_zoom()) };
        meeting.clone()
    }

    /// All mails about meetings in the order of what they tell: the clock stands still between them, so the mailbox
    /// has none. Mails about a connection carry no calendar object.
    pub(crate) async fn mails(&self) -> Vec<Mail> {
        let mut mails = self.app.mails().await;
        mails.retain(|mail| mail.calendar().is_some());
        mails.sort_by_key(|mail| property(mail, "SEQUENCE").parse::<u32>().unwrap());
        mails
    }

    /// Subjects of the mails to somebody, in order.
    pub(crate) async fn subjects_to(&self, address: &str) -> Vec<String> {
        let mails = self.mails().await;
        mails.into_iter().filter(|mail| mail.to.contains(address)).map(|mail| mail.subject).collect()
    }

    pub(crate) fn zoom(&self) -> Control {
        self.app.sandbox()
    }

    /// The invitation, or cancellation, that somebody got.
    pub(crate) async fn mail_to(&self, address: &str, cancellation: bool) -> Mail {
        let mut mails = self.app.mails().await;
        let wanted = |mail: &Mail| {
            mail.to.contains(address) && mail.subject.starts_with("Cancelled: ") == cancellation
        };
        let at = mails.iter().position(wanted).unwrap_or_else(|| panic!("no mail to {address}: {mails:?}"));
        mails.remove(at)
    }

    /// How many mails went to others than Mara, who hears of her connection.
    pub(crate) async fn mails_to_invitees(&self) -> usize {
        let mails = self.app.mails().await;
        mails.iter().filter(|mail| !mail.to.contains("mara@halden.example")).count()
    }

    /// Mara's meetings in Zoom.
    pub(crate) fn in_zoom(&self) -> Vec<MeetingSummary> {
        self.zoom().meetings("mara@halden.example")
    }

    /// The next call like this goes wrong.
    pub(crate) fn goes_wrong_once(&self, (method, route): (&str, &str), kind: FaultKind) {
        self.zoom().add_fault(Fault::new(kind).on(method, route).times(1));
    }

    /// Zoom sends no events any more.
    pub(crate) fn zoom_tells_nothing(&self) {
        self.zoom().change_app(AppChange { webhook_url: Some(String::new()), ..AppChange::default() });
    }

    /// Zoom answers nothing but 503 until faults are cleared.
    pub(crate) fn zoom_goes_down(&self) {
        self.zoom().add_fault(Fault::new(FaultKind::Status { status: 503 }));
    }

    pub(crate) async fn minutes_pass(&self, minutes: i64) {
        self.app.advance(SignedDuration::from_mins(minutes));
        self.app.run_jobs().await;
    }

    /// How often Zoom was asked to change a meeting.
    pub(crate) fn changes(&self) -> usize {
        self.zoom().request_count(UPDATE.0, UPDATE.1)
    }

    /// How often Zoom was asked to create a meeting.
    pub(crate) fn creates(&self) -> usize {
        let asked = self.zoom().requests();
        asked.iter().filter(|call| call.method == "POST" && call.path.ends_with("/meetings")).count()
    }
}

/// Value of a property of the calendar object in a mail.
pub(crate) fn property(mail: &Mail, name: &str) -> String {
    let calendar = mail.calendar().unwrap().replace("\r\n ", "");
    let line = calendar.lines().find(|line| line.starts_with(&format!("{name}:")));
    line.unwrap_or_else(|| panic!("no {name}: {calendar}")).split_once(':').unwrap().1.trim().to_owned()
}

/// The mail whose subject begins so; there is one.
pub(crate) fn with_subject<'a>(mails: &'a [Mail], begin: &str) -> &'a Mail {
    let found: Vec<_> = mails.iter().filter(|mail| mail.subject.starts_with(begin)).collect();
    let [mail] = found[..] else { panic!("{} mails begin with {begin}: {mails:?}", found.len()) };
    mail
}
