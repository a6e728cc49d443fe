//! `rapport marketplace design-doc` and `test-plan`: documents in three formats.

use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::marketplace::document::{Document, Format};
use crate::marketplace::{design, test_plan};

#[derive(Debug, Args)]
struct Output {
    /// Only this format; all three without it.
    #[arg(long)]
    format: Option<Format>,
    /// Folder to write to.
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

/// `rapport marketplace design-doc`
#[derive(Debug, Args)]
pub(super) struct DesignDoc {
    #[command(flatten)]
    output: Output,
}

/// `rapport marketplace test-plan`
#[derive(Debug, Args)]
pub(super) struct TestPlan {
    #[command(flatten)]
    output: Output,
    /// Folder of the screenshots that `cargo xtask e2e` makes.
    #[arg(long, value_name = "DIR", default_value = "target/e2e/screens")]
    screens: PathBuf,
}

impl DesignDoc {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let asked = super::asked(config).await;
        self.output.write(&design::document(config, asked)?, "technical-design")
    }
}

impl TestPlan {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let asked = super::asked(config).await;
        let (document, missing) = test_plan::document(config, &self.screens, asked)?;
        self.output.write(&document, "test-plan")?;
        if !missing.is_empty() {
            println!("Screenshots that are not in {}; `cargo xtask e2e` makes them:", self.screens.display());
            for name in missing {
                println!("  {name}");
            }
        }
        Ok(())
    }
}

impl Output {
    fn write(&self, document: &Document, stem: &str) -> anyhow::Result<()> {
        let formats = self.format.map_or(Format::ALL.to_vec(), |format| vec![format]);
        for format in formats {
            for path in document.write(format, &self.out, stem)? {
                println!("{}", path.display());
            }
        }
        let open = document.missing();
        if !open.is_empty() {
            println!(
                "Marked in the document until you set them in the section [publisher] of the configuration:"
            );
            for fact in open {
                println!("  {fact}");
            }
        }
        Ok(())
    }
}
