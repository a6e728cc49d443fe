//! Connections that can be broken on purpose, so that faults look like a real network.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

const WHOLE: u8 = 0;
const CUT_NEXT_BODY: u8 = 1;
const BROKEN: u8 = 2;

/// Handle to one client's connection.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    state: Arc<AtomicU8>,
}

impl Line {
    /// Nothing more is written; the client sees the connection end.
    pub(crate) fn drop_it(&self) {
        self.state.store(BROKEN, Ordering::Release);
    }

    /// The next answer ends in the middle of its body.
    pub(crate) fn cut_next_body(&self) {
        self.state.store(CUT_NEXT_BODY, Ordering::Release);
    }
}

/// Accepts connections that carry a [`Line`].
pub(crate) struct BreakableListener(pub(crate) TcpListener);

impl Listener for BreakableListener {
    type Io = BreakableStream;
    type Addr = Peer;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // The trait's own TcpListener retries failed accepts.
        let (stream, _) = Listener::accept(&mut self.0).await;
        let line = Line { state: Arc::new(AtomicU8::new(WHOLE)) };
        // Small answers must not wait for Nagle's algorithm; failing to ask for it harms nothing.
        let _ = stream.set_nodelay(true);
        (BreakableStream { stream, line: line.clone() }, Peer { line })
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Peer { line: Line { state: Arc::default() } })
    }
}

/// What the server knows about a client: only how to break its connection.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) line: Line,
}

impl Connected<IncomingStream<'_, BreakableListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, BreakableListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// Binds, and says which address was taken.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<(BreakableListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let bound = listener.local_addr()?;
    Ok((BreakableListener(listener), bound))
}

/// A TCP stream whose writing side obeys its [`Line`].
pub(crate) struct BreakableStream {
    stream: TcpStream,
    line: Line,
}

impl AsyncRead for BreakableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for BreakableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.line.state.load(Ordering::Acquire) {
            WHOLE => Pin::new(&mut self.stream).poll_write(cx, bytes),
            CUT_NEXT_BODY => {
                let body = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
                let end = body + (bytes.len() - body) / 2;
                let written = Pin::new(&mut self.stream).poll_write(cx, &bytes[..end]);
                if written.is_ready() {
                    self.line.drop_it();
                }
                written
            }
            _ => Poll::Ready(Err(io::Error::new(io::ErrorKind::ConnectionReset, "broken on purpose"))),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
