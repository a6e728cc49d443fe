use clap::{Args, Subcommand};
use domain::{EmailAddress, PersonName, Role, SystemClock, SystemRandom};

use super::database::migrated;
use super::installation::Installation;
use crate::accounts::{invite_by_operator, reset_link};
use crate::marketplace::public_url;

/// `rapport user`
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(flatten)]
    installation: Installation,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Asks somebody to join and prints the link with which they do, once, within seven days. They choose their password
    /// themselves. Asked once more, only the new link works.
    Add {
        /// What they will log in with.
        email: EmailAddress,
        /// Their name.
        #[arg(long)]
        name: PersonName,
        /// What they may do: `owner`, `admin`, `member` or `read_only`.
        #[arg(long, default_value = "member")]
        role: Role,
        /// Name of the workspace [default: the first one].
        #[arg(long)]
        workspace: Option<String>,
    },
    /// Prints a link with which somebody chooses a new password, once, within an hour. For an installation that sends no
    /// mail, or whose mail does not arrive.
    PasswordLink {
        /// What they log in with.
        email: EmailAddress,
    },
}

impl User {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.installation.load()?;
        let address = public_url(&config)?;
        let store = migrated(&config).await?;
        match self.command {
            Command::Add { email, name, role, workspace } => {
                let who = (email.clone(), name, role);
                let workspace = workspace.as_deref();
                let token = invite_by_operator(&store, &SystemClock, &SystemRandom, who, workspace).await?;
                println!("{}", address.join(&format!("/join/{token}"))?);
                eprintln!("It works once, within seven days. Give it to nobody but {email}.");
            }
            Command::PasswordLink { email } => {
                let token = reset_link(&store, &SystemClock, &SystemRandom, &email).await?;
                println!("{}", address.join(&format!("/login/reset/{token}"))?);
                eprintln!("It works once, within an hour. Give it to nobody but {email}.");
            }
        }
        Ok(store.close().await?)
    }
}
