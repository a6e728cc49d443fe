//! A TCP proxy that can refuse, cut and delay: one in front of Zoom, mail, PostgreSQL and Rapport itself.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::shared::{lock, pause};

/// Which way data goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From whoever connected.
    Up,
    /// Back to them.
    Down,
}

/// Listens in on a proxy.
pub(crate) trait Tap: Send + Sync {
    /// These bytes arrived at the other side, on this connection.
    fn passed(&self, connection: u64, way: Way, bytes: &[u8]);
    /// The connection is over.
    fn ended(&self, connection: u64);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Pass,
    Block,
    Slow(Duration),
}

/// A proxy that runs until the program ends.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: Arc<State>,
}

struct State {
    upstreams: Vec<SocketAddr>,
    turn: AtomicUsize,
    mode: Mutex<Mode>,
    /// Counts the cuts: every connection ends when it changes.
    cut: watch::Sender<u64>,
    connections: AtomicU64,
    tap: Option<Arc<dyn Tap>>,
}

impl Proxy {
    /// Starts one. With several upstreams, connections go to each in turn, and past those that do not answer.
    pub(crate) async fn start(upstreams: Vec<SocketAddr>, tap: Option<Arc<dyn Tap>>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State {
            upstreams,
            turn: AtomicUsize::new(0),
            mode: Mutex::new(Mode::Pass),
            cut: watch::Sender::new(0),
            connections: AtomicU64::new(0),
            tap,
        });
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            loop {
                if let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(serve(Arc::clone(&serving), client));
                }
            }
        });
        Ok(Self { port, state })
    }

    /// Breaks every open connection.
    pub(crate) fn cut(&self) {
        self.state.cut.send_modify(|cuts| *cuts += 1);
    }

    /// Breaks every open connection and takes none, until [`Self::heal`].
    pub(crate) fn block(&self) {
        *lock(&self.state.mode) = Mode::Block;
        self.cut();
    }

    /// Delays every piece of data, until [`Self::heal`].
    pub(crate) fn slow(&self, delay: Duration) {
        *lock(&self.state.mode) = Mode::Slow(delay);
    }

    /// Everything passes.
    pub(crate) fn heal(&self) {
        *lock(&self.state.mode) = Mode::Pass;
    }
}

async fn serve(state: Arc<State>, client: TcpStream) {
    let id = state.connections.fetch_add(1, Ordering::Relaxed);
    let mut cut = state.cut.subscribe();
    if *lock(&state.mode) == Mode::Block {
        return;
    }
    let Some(server) = connect(&state).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let both = async {
        tokio::join!(
            pump(&state, id, Way::Up, &mut from_client, &mut to_server),
            pump(&state, id, Way::Down, &mut from_server, &mut to_client),
        )
    };
    tokio::select! {
        _ = both => {}
        _ = cut.changed() => {}
    }
    if let Some(tap) = &state.tap {
        tap.ended(id);
    }
}

async fn connect(state: &State) -> Option<TcpStream> {
    for _ in 0..state.upstreams.len() {
        let turn = state.turn.fetch_add(1, Ordering::Relaxed) % state.upstreams.len();
        if let Ok(stream) = TcpStream::connect(state.upstreams[turn]).await {
            let _ = stream.set_nodelay(true);
            return Some(stream);
        }
    }
    None
}

async fn pump(
    state: &State,
    id: u64,
    way: Way,
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let mode = *lock(&state.mode);
        if let Mode::Slow(delay) = mode {
            pause(delay).await;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
        if let Some(tap) = &state.tap {
            tap.passed(id, way, &buffer[..length]);
        }
    }
    let _ = to.shutdown().await;
}
