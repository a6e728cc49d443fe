//! The method for the smallest set of scopes: begin with none, add the one that each refusal names, stop when
//! everything works; then take each away again and see something break.

use std::fmt;

use super::journey::{Broken, journey};
use crate::connections::Asked;
use crate::marketplace::scopes::Difference;

/// A scope that Zoom asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub scope: String,
    /// The step at which Zoom asked for it, with all scopes found before.
    pub asked_at: Broken,
    /// What breaks when it is taken away from the whole set.
    pub breaks: Option<Broken>,
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// In the order in which Zoom asked.
    pub found: Vec<Found>,
    /// How `listed` differs from them.
    pub difference: Difference,
}

impl Proof {
    /// Whether the set is the smallest one, and the listed one.
    pub fn holds(&self) -> bool {
        self.objection().is_empty()
    }

    /// Why it is not; empty if it is.
    pub fn objection(&self) -> String {
        if !self.difference.is_empty() {
            return format!("the listed scopes are not those that the program needs: {}", self.difference);
        }
        let idle: Vec<_> = self.found.iter().filter(|found| found.breaks.is_none()).collect();
        let names: Vec<_> = idle.iter().map(|found| found.scope.as_str()).collect();
        if names.is_empty() { String::new() } else { format!("nothing breaks without {}", names.join(", ")) }
    }
}

/// Runs the method on the sandbox, for what is asked of Zoom, and compares its result with `listed`.
pub async fn prove(listed: &[String], asked: Asked) -> anyhow::Result<Proof> {
    let mut found: Vec<Found> = Vec::new();
    let mut scopes: Vec<String> = Vec::new();
    while let Err(broken) = journey(&scopes, asked).await? {
        let Some(scope) = broken.scope.clone().filter(|scope| !scopes.contains(scope)) else {
            anyhow::bail!("with the scopes {}, this does not work: {broken}", words(&scopes));
        };
        scopes.push(scope.clone());
        found.push(Found { scope, asked_at: broken, breaks: None });
    }
    for one in &mut found {
        let rest: Vec<_> = scopes.iter().filter(|scope| **scope != one.scope).cloned().collect();
        one.breaks = journey(&rest, asked).await?.err();
    }
    Ok(Proof { found, difference: Difference::between(listed, &scopes) })
}

fn words(scopes: &[String]) -> String {
    if scopes.is_empty() { "of an app that has none".to_owned() } else { scopes.join(", ") }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "From none, adding what each refusal names:")?;
        for found in &self.found {
            writeln!(f, "  + {:<28} {}", found.scope, found.asked_at)?;
        }
        writeln!(f, "The whole journey works. Taking each away again:")?;
        for found in &self.found {
            match &found.breaks {
                Some(broken) => writeln!(f, "  - {:<28} {broken}", found.scope)?,
                None => writeln!(f, "  - {:<28} nothing breaks: it is not needed", found.scope)?,
            }
        }
        if self.difference.is_empty() {
            writeln!(f, "These are exactly the scopes listed.")
        } else {
            writeln!(f, "The list differs: {}.", self.difference)
        }
    }
}
