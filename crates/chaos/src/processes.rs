//! The processes of Rapport: started, killed, started again, and every line they say kept.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};

use crate::shared::{lock, now, pause};

/// One process from start to end.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) ended: Option<Instant>,
    /// It ended at an armed place.
    pub(crate) at_place: bool,
}

/// How one process is started.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) variables: Vec<(String, String)>,
}

/// One place where a process runs, one life after the other.
pub(crate) struct Slot {
    number: usize,
    start: Start,
    arms: Mutex<std::vec::IntoIter<String>>,
    pid: Mutex<Option<Pid>>,
    lives: Mutex<Vec<Life>>,
    log: Mutex<File>,
    pub(crate) log_path: PathBuf,
    said: Mutex<Vec<String>>,
    orders: Mutex<Orders>,
    begun: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Orders {
    /// Start it again whenever it ends, armed by the plan.
    Armed,
    /// Start it again, unarmed.
    Calm,
    /// Let it end.
    Stop,
}

impl Slot {
    pub(crate) fn new(number: usize, start: Start, arms: Vec<String>, logs: &Path) -> Result<Arc<Self>> {
        let log_path = logs.join(format!("rapport-{number}.log"));
        let log = File::create(&log_path).with_context(|| format!("cannot write {}", log_path.display()))?;
        Ok(Arc::new(Self {
            number,
            start,
            arms: Mutex::new(arms.into_iter()),
            pid: Mutex::default(),
            lives: Mutex::default(),
            log: Mutex::new(log),
            log_path,
            said: Mutex::default(),
            orders: Mutex::new(Orders::Calm),
            begun: now(),
        }))
    }

    /// Keeps it running until it is told to stop.
    pub(crate) async fn run(self: Arc<Self>) {
        loop {
            let orders = *lock(&self.orders);
            let arm = match orders {
                Orders::Stop => return,
                Orders::Calm => String::new(),
                Orders::Armed => lock(&self.arms).next().unwrap_or_default(),
            };
            if let Err(error) = self.live(&arm).await {
                self.note(&format!("chaos: cannot start it: {error:#}"));
            }
            // As a service manager would, a moment later.
            pause(Duration::from_millis(150)).await;
        }
    }

    async fn live(&self, arm: &str) -> Result<()> {
        let mut command = Command::new(&self.start.program);
        command.args(&self.start.arguments).envs(self.start.variables.iter().cloned()).env("FAILPOINTS", arm);
        command
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child: Child = command.kill_on_drop(true).spawn()?;
        let pid = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        *lock(&self.pid) = pid;
        let life = {
            let mut lives = lock(&self.lives);
            lives.push(Life { ended: None, at_place: false });
            lives.len() - 1
        };
        self.note(&format!("chaos: life {life} begins, armed with {arm:?}"));
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let reading = async { tokio::join!(self.listen(out), self.listen(err)) };
        let (status, _) = tokio::join!(child.wait(), reading);
        *lock(&self.pid) = None;
        let at_place = lock(&self.said).last().is_some_and(|line| line.starts_with("failpoint "));
        {
            let mut lives = lock(&self.lives);
            lives[life].ended = Some(now());
            lives[life].at_place = at_place;
        }
        self.note(&format!("chaos: life {life} ended: {}", status?));
        Ok(())
    }

    /// Runs a command on the same installation, and kills it if it takes too long; what it said.
    pub(crate) async fn command(&self, words: &[&str], patience: Duration) -> Result<String> {
        let mut command = Command::new(&self.start.program);
        let data = self.start.arguments.iter().skip_while(|word| *word != "--data").take(2);
        command.args(words).args(data).envs(self.start.variables.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let child = command.spawn()?;
        tokio::select! {
            output = child.wait_with_output() => {
                let output = output?;
                let said = [output.stdout, output.stderr].concat();
                Ok(format!("{words:?} ended with {}: {}", output.status, String::from_utf8_lossy(&said)))
            }
            () = pause(patience) => Ok(format!("{words:?} was killed")),
        }
    }

    async fn listen(&self, stream: Option<impl AsyncRead + Unpin>) {
        let Some(stream) = stream else { return };
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            self.note(&line);
            lock(&self.said).push(line);
        }
    }

    fn note(&self, line: &str) {
        let seconds = self.begun.elapsed().as_millis();
        let _ = writeln!(lock(&self.log), "{seconds:>7} {line}");
    }

    fn signal(&self, signal: Signal) -> bool {
        let pid = *lock(&self.pid);
        pid.is_some_and(|pid| kill_process(pid, signal).is_ok())
    }

    /// SIGKILL; whether there was something to kill.
    pub(crate) fn kill(&self) -> bool {
        self.signal(Signal::KILL)
    }

    /// Stands still for a while.
    pub(crate) async fn freeze(&self, time: Duration) {
        if self.signal(Signal::STOP) {
            pause(time).await;
            self.signal(Signal::CONT);
        }
    }

    /// From the next life on, the plan's arms are used.
    pub(crate) fn arm(&self) {
        *lock(&self.orders) = Orders::Armed;
    }

    /// From the next life on, nothing is armed.
    pub(crate) fn calm(&self) {
        *lock(&self.orders) = Orders::Calm;
    }

    /// Asks it to stop, as a service manager does, and waits; whether it stopped by itself.
    pub(crate) async fn stop(&self, patience: Duration) -> bool {
        *lock(&self.orders) = Orders::Stop;
        self.signal(Signal::TERM);
        let until = now() + patience;
        while now() < until {
            if lock(&self.pid).is_none() {
                return true;
            }
            pause(Duration::from_millis(50)).await;
        }
        self.kill();
        false
    }

    /// The first line said so far that starts like this.
    pub(crate) fn heard(&self, start: &str) -> Option<String> {
        lock(&self.said).iter().rev().find(|line| line.starts_with(start)).cloned()
    }

    /// Every life so far.
    pub(crate) fn lives(&self) -> Vec<Life> {
        lock(&self.lives).clone()
    }

    /// Everything it said.
    pub(crate) fn said(&self) -> Vec<String> {
        lock(&self.said).clone()
    }

    /// Which one it is, from 0.
    pub(crate) fn number(&self) -> usize {
        self.number
    }
}
