//! Server-sent events: pages that show meetings hear that Zoom told something new, and fetch themselves anew. An event
//! says which meeting, nothing more. Each process looks into the database for all of its streams at once, so news reach
//! pages whichever process took them, and no stream holds a connection to the database.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Extension;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use domain::{MeetingId, WorkspaceId};
use futures_core::Stream;
use jiff::{SignedDuration, Timestamp};
use store::{StoreError, meeting_life, sessions};
use tokio::sync::mpsc;

use super::context::Ctx;
use super::error::{AppError, refused};
use super::session::SESSION;
use crate::accounts::hash_token;
use crate::app::App;

/// How often a process looks for news while anybody listens.
const LOOK: Duration = Duration::from_secs(2);
/// News as old as this are still looked for: a transaction may end late, and clocks of processes differ.
const LATE: SignedDuration = SignedDuration::from_secs(60);
/// Keeps proxies from taking a quiet stream for a dead one.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Streams of a process at a time.
const MOST: usize = 1000;
/// Streams of one session: tabs that nobody looks at close theirs.
const MOST_OF_SESSION: usize = 12;
/// News that may wait for a slow reader. Whoever misses some still has some, and fetches the whole page.
const WAITING: usize = 16;

/// The open streams of a process.
#[derive(Debug, Default)]
pub(super) struct Hub(Mutex<Streams>);

#[derive(Debug, Default)]
struct Streams {
    next: u64,
    open: HashMap<u64, Listener>,
    /// Somebody looks for news.
    looking: bool,
    /// The process stops: streams end, and no new one begins.
    closed: bool,
}

#[derive(Debug)]
struct Listener {
    workspace: WorkspaceId,
    session: [u8; 32],
    news: mpsc::Sender<MeetingId>,
}

impl Hub {
    /// Ends all streams; for a process that stops.
    pub(super) fn close(&self) {
        let mut streams = self.streams();
        streams.closed = true;
        streams.open.clear();
    }

    /// A new stream; `None` if there are too many. Whether this one has to begin to look for news.
    fn open(self: &Arc<Self>, workspace: WorkspaceId, session: [u8; 32]) -> Option<(News, bool)> {
        let mut streams = self.streams();
        let of_session = streams.open.values().filter(|one| one.session == session).count();
        if streams.closed || streams.open.len() >= MOST || of_session >= MOST_OF_SESSION {
            return None;
        }
        let (news, heard) = mpsc::channel(WAITING);
        let id = streams.next;
        streams.next += 1;
        streams.open.insert(id, Listener { workspace, session, news });
        let first = !streams.looking;
        streams.looking = true;
        Some((News { heard, _open: Open { hub: Arc::clone(self), id } }, first))
    }

    /// Tells whoever may know; nobody of another workspace.
    fn tell(&self, workspace: WorkspaceId, meeting: MeetingId) {
        for one in self.streams().open.values().filter(|one| one.workspace == workspace) {
            if one.news.try_send(meeting).is_err() {
                tracing::trace!("a stream has news already, and its page will fetch everything");
            }
        }
    }

    /// Sessions that listen.
    fn sessions(&self) -> Vec<[u8; 32]> {
        let mut sessions: Vec<_> = self.streams().open.values().map(|one| one.session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions
    }

    /// Ends the streams of sessions that are over.
    fn keep_only(&self, alive: &[[u8; 32]], asked: &[[u8; 32]]) {
        let over = |session: &[u8; 32]| asked.contains(session) && !alive.contains(session);
        self.streams().open.retain(|_, one| !over(&one.session));
    }

    /// Whether nobody listens any more: then nobody looks, either.
    fn rests(&self) -> bool {
        let mut streams = self.streams();
        streams.looking = !streams.open.is_empty();
        !streams.looking
    }

    fn streams(&self) -> std::sync::MutexGuard<'_, Streams> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one stream hears. Ends with the session, with the process, or when the reader goes away.
struct News {
    heard: mpsc::Receiver<MeetingId>,
    _open: Open,
}

/// Takes the stream off the list when it is dropped.
struct Open {
    hub: Arc<Hub>,
    id: u64,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.hub.streams().open.remove(&self.id);
    }
}

impl Stream for News {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let heard = self.heard.poll_recv(cx);
        heard.map(|news| news.map(|meeting| Ok(Event::default().event("meeting").data(meeting.to_string()))))
    }
}

/// `GET /events`
pub(super) async fn stream(
    ctx: Ctx,
    Extension(hub): Extension<Arc<Hub>>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let jar = CookieJar::from_headers(&headers);
    let session = hash_token(jar.get(SESSION).map(Cookie::value).unwrap_or_default());
    let Some((news, first)) = hub.open(ctx.workspace(), session) else {
        let text = "Pages stay as they are until you load them anew. Close some of them to see news at once.";
        return Err(refused(StatusCode::TOO_MANY_REQUESTS, "Too many pages listen", text));
    };
    if first {
        tokio::spawn(look(ctx.app.clone(), hub));
    }
    let mut response = Sse::new(news).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some proxies collect an answer before they pass it on.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// Looks for news and for sessions that ended, as long as anybody listens.
async fn look(app: App, hub: Arc<Hub>) {
    let began = app.now();
    let mut known: HashMap<(WorkspaceId, MeetingId), Timestamp> = HashMap::new();
    let mut often = tokio::time::interval(LOOK);
    while !hub.rests() {
        often.tick().await;
        match news(&app, &hub).await {
            Ok(found) => {
                // What was there before anybody listened is no news: whoever listens has just loaded their page.
                for (key, at) in found.iter().filter(|(_, at)| **at >= began) {
                    if known.get(key) != Some(at) {
                        hub.tell(key.0, key.1);
                    }
                }
                known = found;
            }
            Err(error) => tracing::debug!(%error, "no news while the database does not answer"),
        }
    }
}

async fn news(app: &App, hub: &Hub) -> Result<HashMap<(WorkspaceId, MeetingId), Timestamp>, StoreError> {
    let db = app.store.begin_read().await;
    let asked = hub.sessions();
    let alive = sessions::alive(&db, &asked, app.now()).await?;
    hub.keep_only(&alive, &asked);
    let changed = meeting_life::changed_since(&db, app.now() - LATE).await?;
    Ok(changed.into_iter().map(|(workspace, meeting, at)| ((workspace, meeting), at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(n: u128) -> WorkspaceId {
        WorkspaceId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn news_reach_only_the_workspace_that_they_are_about() {
        let hub = Arc::new(Hub::default());
        let (mut here, first) = hub.open(workspace(1), [1; 32]).unwrap();
        let (mut elsewhere, second) = hub.open(workspace(2), [2; 32]).unwrap();
        assert!(first && !second, "one looks for all");
        let meeting = MeetingId::from_uuid(uuid::Uuid::nil());
        hub.tell(workspace(1), meeting);
        assert_eq!(here.heard.try_recv(), Ok(meeting));
        assert!(elsewhere.heard.try_recv().is_err());
    }

    #[test]
    fn a_session_has_only_so_many_streams_and_gets_one_back_when_it_closes_one() {
        let hub = Arc::new(Hub::default());
        let mut open: Vec<_> =
            (0..MOST_OF_SESSION).map(|_| hub.open(workspace(1), [1; 32]).unwrap()).collect();
        assert!(hub.open(workspace(1), [1; 32]).is_none());
        assert!(hub.open(workspace(1), [2; 32]).is_some(), "another session");
        open.pop();
        assert!(hub.open(workspace(1), [1; 32]).is_some());
    }

    #[test]
    fn streams_end_with_their_session_and_with_the_process() {
        let hub = Arc::new(Hub::default());
        let (mut one, _) = hub.open(workspace(1), [1; 32]).unwrap();
        let (mut two, _) = hub.open(workspace(1), [2; 32]).unwrap();
        hub.keep_only(&[[2; 32]], &[[1; 32], [2; 32]]);
        assert_eq!(one.heard.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
        assert_eq!(two.heard.try_recv(), Err(mpsc::error::TryRecvError::Empty));
        hub.close();
        assert_eq!(two.heard.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
        assert!(hub.open(workspace(1), [2; 32]).is_none());
        assert!(hub.rests());
    }

    #[test]
    fn a_reader_that_does_not_read_holds_up_nobody() {
        let hub = Arc::new(Hub::default());
        let (mut slow, _) = hub.open(workspace(1), [1; 32]).unwrap();
        let meeting = MeetingId::from_uuid(uuid::Uuid::nil());
        for _ in 0..WAITING * 2 {
            hub.tell(workspace(1), meeting);
        }
        let mut heard = 0;
        while slow.heard.try_recv().is_ok() {
            heard += 1;
        }
        assert_eq!(heard, WAITING);
    }
}
