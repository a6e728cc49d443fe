use clap::Args;

use crate::connections::USES;
use crate::marketplace::rehearsal::prove;
use crate::marketplace::scopes::{Difference, needed, table};

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
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let listed = match &self.portal {
            Some(text) => text
                .split([',', ' ', '\n'])
                .map(str::trim)
                .filter(|scope| !scope.is_empty())
                .map(str::to_owned)
                .collect(),
            None => needed(&USES),
        };
        if self.prove {
            let proof = prove(&listed).await?;
            print!("{proof}");
            anyhow::ensure!(proof.holds(), "{}", proof.objection());
            return Ok(());
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&USES)?);
        } else {
            print!("{}", table());
        }
        let difference = Difference::between(&listed, &needed(&USES));
        anyhow::ensure!(difference.is_empty(), "the scopes in the portal differ: {difference}");
        Ok(())
    }
}
