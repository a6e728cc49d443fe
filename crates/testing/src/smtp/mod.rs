//! A mail server for tests: real SMTP over a real socket, mails kept in memory, and trouble on demand. It knows
//! nothing of Rapport, so any program can be pointed at it; as a process it is `smtp-fixture`.
//!
//! ```
//! use testing::smtp::{Act, SmtpServer, Stage, Trouble};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let server = SmtpServer::start().await;
//! // The next mail is taken, and the answer to it is lost.
//! server.add(Trouble::new(Stage::Dot, Act::CloseAfter).times(1));
//! assert!(server.url().starts_with("smtp://127.0.0.1:"));
//! assert!(server.taken().is_empty());
//! # }
//! ```

mod session;
mod trouble;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use trouble::Troubles;
pub use trouble::{Act, Stage, Trouble};

/// A message the server took responsibility for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients that were accepted.
    pub to: Vec<String>,
    /// `Message-ID`, without angle brackets.
    pub message_id: String,
    /// Whether the sender was told. If not, it may send the message again.
    pub answered: bool,
    /// The message, RFC 5322, as it was before dots were doubled.
    #[serde(skip)]
    pub data: String,
}

/// A running server; clones are the same one, and it ends with the last.
#[derive(Debug, Clone)]
pub struct SmtpServer {
    shared: Arc<Shared>,
    address: SocketAddr,
    _task: Arc<AbortOnDrop>,
}

#[derive(Debug)]
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[derive(Debug)]
struct Shared {
    troubles: Mutex<Troubles>,
    taken: watch::Sender<Vec<Taken>>,
    connections: Mutex<usize>,
}

impl SmtpServer {
    /// A server on a free port of this machine.
    pub async fn start() -> Self {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), 1).await.expect("a free port")
    }

    /// A server at this address. `seed` decides which messages a trouble with a [chance](Trouble::chance) hits.
    ///
    /// # Errors
    /// The address is taken, or not of this machine.
    pub async fn listen(address: SocketAddr, seed: u64) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            troubles: Mutex::new(Troubles::new(seed)),
            taken: watch::Sender::new(Vec::new()),
            connections: Mutex::new(0),
        });
        let serving = shared.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *serving.connections.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                let shared = serving.clone();
                // A client that goes away is no error of the server.
                tokio::spawn(async move { session::serve(stream, &shared).await.ok() });
            }
        });
        Ok(Self { shared, address, _task: Arc::new(AbortOnDrop(task)) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as a URL, `smtp://127.0.0.1:2525`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Adds a trouble. Of several that fit, the oldest comes first.
    pub fn add(&self, trouble: Trouble) {
        self.shared.troubles().add(trouble);
    }

    /// Ends all troubles.
    pub fn heal(&self) {
        self.shared.troubles().clear();
    }

    /// Every message it took, oldest first.
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.taken.borrow().clone()
    }

    /// Those it took for this recipient.
    pub fn taken_for(&self, address: &str) -> Vec<Taken> {
        let mut all = self.taken();
        all.retain(|taken| taken.to.iter().any(|to| to.eq_ignore_ascii_case(address)));
        all
    }

    /// Tells of each message as it is taken: the list of all so far.
    pub fn watch(&self) -> watch::Receiver<Vec<Taken>> {
        self.shared.taken.subscribe()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        *self.shared.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn troubles(&self) -> std::sync::MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happens at this stage, about these recipients.
    fn act(&self, stage: Stage, to: &[String]) -> Option<Act> {
        self.troubles().take(stage, to)
    }

    fn keep(&self, taken: Taken) {
        self.taken.send_modify(|all| all.push(taken));
    }
}
