use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Every log line of this process since the first call of [`Logs::capture`].
#[derive(Debug, Clone)]
pub struct Logs(Arc<Mutex<Vec<u8>>>);

impl Logs {
    /// Starts capturing everything down to `debug`, and `trace` for Rapport's own crates. Call it before the program
    /// starts. Under nextest each test is a process of its own, so the lines are this test's.
    pub fn capture() -> Self {
        static LOGS: OnceLock<Logs> = OnceLock::new();
        LOGS.get_or_init(|| {
            let logs = Self(Arc::default());
            let filter = EnvFilter::new("debug,rapport=trace,zoom=trace,store=trace,jobs=trace");
            let subscriber =
                tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(logs.clone());
            subscriber.try_init().expect("no other log output");
            logs
        })
        .clone()
    }

    /// What was logged so far.
    pub fn text(&self) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }
}

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Logs {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
