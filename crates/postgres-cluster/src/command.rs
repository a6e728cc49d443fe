//! Starting programs as a user that PostgreSQL accepts.

use std::{
    ffi::OsStr,
    io::{Error, Result},
    path::Path,
    process::{Command, Stdio},
};

/// The user the server runs as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum User {
    /// Whoever started us.
    Ourselves,
    /// `postgres`, because we are root and PostgreSQL refuses that.
    Postgres,
}

impl User {
    pub(crate) fn find() -> Self {
        let id = Command::new("id").arg("-u").stderr(Stdio::null()).output();
        let root = id.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
        if root { Self::Postgres } else { Self::Ourselves }
    }

    /// A program to be run as this user, from a folder where it may be.
    pub(crate) fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = match self {
            Self::Ourselves => Command::new(program),
            Self::Postgres => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
        };
        command.current_dir("/");
        command
    }

    /// Whether this user can reach what is in a folder.
    pub(crate) fn may_enter(self, folder: &Path) -> bool {
        let absolute = std::path::absolute(folder);
        absolute.is_ok_and(|folder| {
            self.command("test").arg("-x").arg(folder).status().is_ok_and(|status| status.success())
        })
    }

    /// Makes a folder this user's.
    pub(crate) fn give(self, folder: &Path) -> Result<()> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Postgres => finish(Command::new("chown").arg("postgres").arg(folder)),
        }
    }
}

/// Runs a program to its end; what it said is part of the error.
pub(crate) fn finish(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let program = command.get_program().to_string_lossy().into_owned();
    let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::other(format!("{program} failed: {words}")))
}
