//! A private PostgreSQL server for tests: its own data, a free port of this machine alone, nothing written safely to
//! disk, and ended whatever happens to the program that started it.
//!
//! ```no_run
//! # fn main() -> std::io::Result<()> {
//! let cluster = postgres_cluster::Cluster::start(std::path::Path::new("target"))?;
//! println!("{}", cluster.url("postgres"));
//! # Ok(())
//! # }
//! ```
//!
//! It uses the programs of an installed PostgreSQL ([`programs`]), such as those of Debian's package `postgresql`.
//! PostgreSQL refuses to run as root, so root starts it as the user `postgres`.
#![warn(missing_docs)]

mod command;

use std::{
    fs,
    io::{Error, Result},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    time::Duration,
};

use command::{User, finish};

/// Between two looks whether the server answers, or is gone.
const PAUSE: Duration = Duration::from_millis(50);
/// How many looks there are: half a minute's.
const LOOKS: u32 = 600;

/// Ends the server when the pipe closes, and that happens even if the program that holds it is killed.
const WATCH: &str =
    r#""$0" "$@" & server=$!; cat >/dev/null; kill -INT "$server" 2>/dev/null; wait "$server""#;

/// What tests do not need: safety from a power cut, and the pauses it costs.
const FAST: [&str; 7] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=1GB",
    "max_connections=300",
];

/// A folder without one of these is not the one: a client alone has no server.
const NEEDED: [&str; 5] = ["initdb", "postgres", "pg_isready", "psql", "pg_dump"];

/// The folder with PostgreSQL's programs: Debian's newest, else a folder of the `PATH`.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.map(|entry| entry.path()).max_by_key(version).map(|path| path.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let complete = |folder: &PathBuf| NEEDED.iter().all(|program| folder.join(program).exists());
    newest.into_iter().chain(std::env::split_paths(&path)).find(complete)
}

/// A running server. Dropped, it is ended and its data deleted.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    user: User,
    folder: PathBuf,
    port: u16,
    watch: Option<Child>,
}

impl Cluster {
    /// Makes a new server with its data in a new folder below `parent`, or of the system's temporary folder where its
    /// user may not go there. Returns when it answers.
    pub fn start(parent: &Path) -> Result<Self> {
        let programs = programs().ok_or_else(|| Error::other("PostgreSQL's server is not installed"))?;
        let user = User::find();
        let parent = if user.may_enter(parent) { parent.to_path_buf() } else { std::env::temp_dir() };
        // Taken and given back: nobody else is likely to take it in the moment between.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = parent.join(format!("postgres-{port}"));
        let mut cluster = Self { programs, user, folder, port, watch: None };
        cluster.make_data()?;
        cluster.resume()?;
        Ok(cluster)
    }

    /// The address of one of its databases; `postgres` exists from the start. Its user may do everything.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// The port of this machine it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder with the programs it uses.
    pub fn programs(&self) -> &Path {
        &self.programs
    }

    /// Ends the server as an operator would: transactions are cut, data is kept.
    pub fn stop(&mut self) -> Result<()> {
        let Some(mut watch) = self.watch.take() else { return Ok(()) };
        drop(watch.stdin.take());
        watch.wait().map(drop)
    }

    /// Kills the server with SIGKILL, as a machine without memory would.
    pub fn kill(&mut self) -> Result<()> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))?;
        let process = file.lines().next().unwrap_or_default().to_owned();
        finish(std::process::Command::new("kill").args(["-KILL", &process]))?;
        self.stop()
    }

    /// Starts a stopped or killed server again, with its data, on its port. Returns when it answers.
    pub fn resume(&mut self) -> Result<()> {
        let mut server = self.user.command("sh");
        server.args(["-c", WATCH]).arg(self.programs.join("postgres")).arg("-D").arg(self.data());
        server.args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        server.args(["-c", "unix_socket_directories="]);
        for setting in FAST {
            server.args(["-c", setting]);
        }
        let log = fs::File::create(self.folder.join("log"))?;
        server.stdin(Stdio::piped()).stdout(log.try_clone()?).stderr(log);
        self.watch = Some(server.spawn()?);
        self.wait_until_it_answers()
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn make_data(&self) -> Result<()> {
        fs::create_dir_all(&self.folder)?;
        self.user.give(&self.folder)?;
        let mut initdb = self.user.command(self.programs.join("initdb"));
        initdb.arg("-D").arg(self.data()).args(["--no-sync", "--auth=trust", "--username=postgres"]);
        // An order of a language, not of bytes: a query that leaves sorting to the database shows.
        initdb.args(["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"]);
        finish(&mut initdb)
    }

    fn wait_until_it_answers(&mut self) -> Result<()> {
        for _ in 0..LOOKS {
            let mut ask = std::process::Command::new(self.programs.join("pg_isready"));
            ask.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if ask.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            #[expect(clippy::disallowed_methods, reason = "a server that starts can only be asked again")]
            std::thread::sleep(PAUSE);
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(Error::other(format!("PostgreSQL does not start:\n{log}")))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    mod postgres {
        use super::*;

        #[test]
        fn a_server_survives_a_kill_and_leaves_nothing_behind() {
            let parent = std::env::temp_dir();
            let mut cluster = Cluster::start(&parent).unwrap();
            let folder = cluster.folder.clone();
            cluster.kill().unwrap();
            cluster.resume().unwrap();
            drop(cluster);
            assert!(!folder.exists());
        }
    }
}
