//! Server-sent events: open pages hear of running meetings. Over a real connection, because the answer never ends.

use std::time::Duration;

use testing::{TestApp, TestUser};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::desk::Desk;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// One more process on the same database.
struct Process {
    url: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Process {
    async fn start(app: &TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let stopped = async { drop(stopped.await) };
        let serving = tokio::spawn(rapport::http::serve(app.app().clone(), listener, stopped, PATIENCE * 10));
        Self { url, stop, serving }
    }

    async fn listen(&self, who: &TestUser) -> reqwest::Response {
        let cookie = format!("rapport_session={}", who.cookie("rapport_session").unwrap());
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        http.get(&self.url).header("cookie", cookie).send().await.unwrap()
    }
}

/// The next event, or `None` when the stream has ended.
async fn next(stream: &mut reqwest::Response) -> Option<String> {
    loop {
        let chunk = timeout(PATIENCE, stream.chunk()).await.unwrap().unwrap()?;
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        // Lines that begin with a colon keep the connection alive.
        if !text.starts_with(':') {
            return Some(text);
        }
    }
}

#[tokio::test]
async fn open_pages_of_the_workspace_hear_that_a_meeting_runs_whichever_process_took_the_event() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let zoom_id = desk.one_in_zoom().id;
    desk.app.set_time("2027-03-18T15:00:00Z".parse().unwrap());
    let (one, two) = (Process::start(&desk.app).await, Process::start(&desk.app).await);
    let oskar = desk.app.user("oskar").await;
    let mut streams = [one.listen(&desk.mara).await, two.listen(&oskar).await];
    for stream in &streams {
        assert_eq!(stream.status(), 200);
        assert_eq!(stream.headers()["content-type"], "text/event-stream");
        assert_eq!(stream.headers()["cache-control"], "no-store");
    }
    desk.zoom().start_meeting(zoom_id);
    desk.app.deliver_events().await;
    for stream in &mut streams {
        assert_eq!(next(stream).await.unwrap(), format!("event: meeting\ndata: {id}\n\n"));
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_person_logs_out_and_nobody_else_gets_one() {
    let desk = Desk::new().await;
    let process = Process::start(&desk.app).await;
    let mut stream = process.listen(&desk.mara).await;
    desk.mara.press("/settings/profile", "Log out").await;
    assert_eq!(next(&mut stream).await, None);
    let stranger = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = stranger.get(&process.url).send().await.unwrap();
    assert_eq!(answer.status(), 303);
}

#[tokio::test]
async fn a_process_that_stops_does_not_wait_for_its_streams() {
    let desk = Desk::new().await;
    let process = Process::start(&desk.app).await;
    let mut stream = process.listen(&desk.mara).await;
    process.stop.send(()).unwrap();
    timeout(PATIENCE, process.serving)
        .await
        .expect("it stops long before its grace is over")
        .unwrap()
        .unwrap();
    assert_eq!(next(&mut stream).await, None);
}

#[tokio::test]
async fn one_session_cannot_open_streams_without_end() {
    let desk = Desk::new().await;
    let process = Process::start(&desk.app).await;
    let mut streams = Vec::new();
    for _ in 0..12 {
        streams.push(process.listen(&desk.mara).await);
    }
    assert!(streams.iter().all(|stream| stream.status() == 200));
    assert_eq!(process.listen(&desk.mara).await.status(), 429);
}
