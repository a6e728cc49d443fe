use clap::{Args, Subcommand};
use domain::{EmailAddress, SystemClock, SystemRandom};

use super::database::migrated;
use super::installation::Installation;
use crate::accounts::reset_link;
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
            Command::PasswordLink { email } => {
                let token = reset_link(&store, &SystemClock, &SystemRandom, &email).await?;
                println!("{}", address.join(&format!("/login/reset/{token}"))?);
                eprintln!("It works once, within an hour. Give it to nobody but {email}.");
            }
        }
        Ok(store.close().await?)
    }
}
