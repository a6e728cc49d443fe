//! A Zoom that takes its time holds up nobody who does not ask for it, and those who do not for long.

use std::task::Poll;
use std::time::{Duration, Instant};

use domain::ContactId;
use testing::{Form, TestApp, TestUser};
use zoom_sandbox::{Fault, FaultKind};

/// How late every answer of Zoom is, milliseconds: far more than any page may take.
const LATE: u64 = 15_000;
/// What a page may take, on a slow machine that also does other things.
const SOON: Duration = Duration::from_secs(8);

struct Office {
    app: TestApp,
    mara: TestUser,
    ana: ContactId,
}

impl Office {
    /// Mara has connected Zoom and scheduled a meeting, whose invitation has not left yet. Then Zoom becomes slow.
    async fn new() -> Self {
        let app = TestApp::start().await;
        let mara = app.user("mara").await;
        mara.connect_zoom().await.assert_ok();
        let ana = app.contact("Ana Ferreira").email("ana@lumen.example").create().await;
        let office = Self { app, mara, ana };
        office.mara.send(office.form("Kick-off", 9).await).await.assert_ok();
        office.app.sandbox().add_fault(Fault::new(FaultKind::Latency { ms: LATE }));
        office.app.leave_jobs();
        office
    }

    async fn form(&self, topic: &str, hour: u32) -> Form {
        let page = self.mara.get(&format!("/contacts/{}/meetings/new", self.ana)).await;
        let start = format!("{hour:02}:00");
        page.form("Schedule meeting").set("topic", topic).set("date", "2027-03-18").set("start", &start)
    }
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "measures how long a page took")]
    let started = Instant::now();
    let result = work.await;
    (result, started.elapsed())
}

#[tokio::test]
async fn pages_do_not_ask_zoom() {
    let office = Office::new().await;
    let asked = office.app.sandbox().requests().len();
    for path in [
        "/",
        "/contacts",
        &format!("/contacts/{}", office.ana),
        &format!("/contacts/{}/meetings/new", office.ana),
        "/meetings",
        "/settings/integrations",
        "/settings/integrations/zoom/disconnect",
        "/settings/activity",
        "/settings/jobs",
        "/mailbox",
    ] {
        let (page, took) = timed(office.mara.get(path)).await;
        page.assert_ok();
        assert!(took < SOON, "{path} took {took:?}");
    }
    assert_eq!(office.app.sandbox().requests().len(), asked);
}

#[tokio::test]
async fn rt_28_scheduling_waits_two_seconds_at_most_and_shows_the_true_state() {
    let office = Office::new().await;
    let form = office.form("Follow-up", 15).await;
    let (page, took) = timed(office.mara.send(form)).await;
    page.assert_ok().assert_text("Waiting for Zoom");
    assert!(took < SOON, "it took {took:?}");
}

#[tokio::test]
async fn starting_and_checking_give_up_waiting_with_a_word() {
    let office = Office::new().await;
    let contact = office.mara.get(&format!("/contacts/{}", office.ana)).await;
    let (page, took) = timed(office.mara.get(&contact.link("Start meeting: Kick-off"))).await;
    page.assert_text("Zoom is not answering");
    assert!(took < SOON, "starting took {took:?}");
    let (page, took) = timed(office.mara.press("/settings/integrations", "Check connection")).await;
    page.assert_ok().assert_notice("Checked just now, Zoom did not answer");
    assert!(took < SOON, "checking took {took:?}");
}

#[tokio::test]
async fn mails_leave_while_every_call_to_zoom_hangs() {
    let office = Office::new().await;
    // More meetings than one process carries to Zoom at a time.
    let mut forms = Vec::new();
    for n in 0..10 {
        forms.push(office.form(&format!("Session {n}"), 10 + n).await);
    }
    let mut sending: Vec<_> = forms.into_iter().map(|form| Box::pin(office.mara.send(form))).collect();
    // All at once: each waits two seconds for Zoom.
    std::future::poll_fn(|context| {
        sending.retain_mut(|page| page.as_mut().poll(context).is_pending());
        if sending.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    assert!(office.app.mails().await.is_empty());
    let workers = office.app.app().runner.start(office.app.app().clone());
    let invitation = async {
        while office.app.mails().await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, invitation).await.expect("the invitation of the first meeting leaves");
    workers.shutdown(Duration::ZERO).await;
}
