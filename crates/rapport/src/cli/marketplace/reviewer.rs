use clap::{Args, Subcommand};
use domain::{EmailAddress, SystemClock, SystemRandom};
use jiff::SignedDuration;

use crate::cli::database::migrated;
use crate::config::Config;
use crate::marketplace::{public_url, reviewer};

/// `rapport marketplace reviewer`
#[derive(Debug, Args)]
pub(super) struct Reviewer {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes the account, in a workspace of its own with a few contacts, and prints its password once.
    Create {
        /// What the reviewer logs in with.
        #[arg(long, default_value = "zoom-reviewer@rapport.example")]
        email: EmailAddress,
        /// After how many days the account ends by itself.
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=365))]
        days: i64,
    },
    /// Ends the account at once and deletes everything of it.
    Remove {
        /// What the reviewer logs in with.
        #[arg(long, default_value = "zoom-reviewer@rapport.example")]
        email: EmailAddress,
    },
}

impl Reviewer {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let store = migrated(config).await?;
        match self.command {
            Command::Create { email, days } => {
                let life = SignedDuration::from_hours(24 * days);
                let made = reviewer::create(&store, &SystemClock, &SystemRandom, email, life).await?;
                println!("Address:  {}", public_url(config)?);
                println!("Log in:   {}", made.email);
                println!("Password: {}", made.password);
                println!(
                    "Ends:     {}. This is shown once; enter it in the submission.",
                    made.ends_at.strftime("%-d %B %Y, %H:%M UTC")
                );
            }
            Command::Remove { email } => {
                reviewer::remove(&store, &SystemClock, &email).await?;
                println!(
                    "{email} cannot log in any more. The server disconnects Zoom and deletes the rest while it runs."
                );
            }
        }
        Ok(store.close().await?)
    }
}
