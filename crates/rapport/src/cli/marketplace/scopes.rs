use clap::Args;
use store::feature_flags::{Feature, Reach, reach};

use crate::cli::checks::store;
use crate::config::Config;
use crate::marketplace::rehearsal::prove;
use crate::marketplace::scopes::{Difference, needed, needed_for, table};

/// `rapport marketplace scopes`
#[derive(Debug, Args)]
pub(super) struct Scopes {
    /// As JSON, for programs.
    #[arg(long, conflicts_with = "prove")]
    json: bool,
    /// Find them anew on the sandbox: begin with none, add what each refusal names, take each away again.
    #[arg(long)]
    prove: bool,
    /// Compare with the scopes entered in Zoom's portal instead of the table: names with spaces or commas between.
    #[arg(long, value_name = "SCOPES")]
    portal: Option<String>,
}

impl Scopes {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let asked = super::asked(config).await;
        let listed = match &self.portal {
            Some(text) => text
                .split([',', ' ', '\n'])
                .map(str::trim)
                .filter(|scope| !scope.is_empty())
                .map(str::to_owned)
                .collect(),
            None => needed_for(asked),
        };
        if self.prove {
            // What only events need, no call can prove.
            let calls = needed(&asked.uses());
            let by_events = needed_for(asked).into_iter().filter(|scope| !calls.contains(scope));
            let by_events: Vec<_> = by_events.collect();
            let listed: Vec<_> = listed.into_iter().filter(|scope| !by_events.contains(scope)).collect();
            let proof = prove(&listed, asked).await?;
            print!("{proof}");
            anyhow::ensure!(proof.holds(), "{}", proof.objection());
            return Ok(());
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&asked.uses())?);
        } else {
            println!("{}\n{}", table(asked), for_whom(config).await);
        }
        let difference = Difference::between(&listed, &needed_for(asked));
        anyhow::ensure!(difference.is_empty(), "the scopes in the portal differ: {difference}");
        Ok(())
    }
}

/// Who makes these calls today: a feature that is off makes none, and Zoom's reviewer has to see each of them.
async fn for_whom(config: &Config) -> String {
    let found = async {
        Ok::<_, anyhow::Error>(reach(&store(config).await?.begin_read().await, Feature::Zoom).await?)
    };
    match found.await {
        Ok(Reach::Off) => {
            "Zoom is off here: none of these calls is made, and no scope is needed, until it is turned on \
                           under Settings, Zoom app."
                .to_owned()
        }
        Ok(Reach::Chosen) => "Zoom is on for chosen people here: only they make these calls.".to_owned(),
        Ok(Reach::Everyone) => "Zoom is on for everyone here.".to_owned(),
        Err(why) => format!("For whom Zoom is turned on here is not known: {why:#}."),
    }
}
