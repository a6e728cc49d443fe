use std::collections::BTreeMap;

use rapport::marketplace::probes::{Answer, Found, Resolver, Unresolved};

/// DNS of a test: what is not in it does not exist.
#[derive(Debug, Clone, Default)]
pub struct Names {
    records: BTreeMap<String, Vec<String>>,
    broken: bool,
}

impl Names {
    /// The TXT records at `name`.
    #[must_use]
    pub fn txt(mut self, name: &str, texts: &[&str]) -> Self {
        self.records.insert(name.to_owned(), texts.iter().map(|text| (*text).to_owned()).collect());
        self
    }

    /// No name server answers.
    #[must_use]
    pub fn broken(mut self) -> Self {
        self.broken = true;
        self
    }

    fn look(&self, name: &str) -> Result<Found, Unresolved> {
        if self.broken {
            return Err(Unresolved("no name server answers".to_owned()));
        }
        let below = format!(".{name}");
        Ok(match self.records.get(name) {
            Some(texts) if !texts.is_empty() => Found::Texts(texts.clone()),
            None if !self.records.keys().any(|known| known.ends_with(&below)) => Found::NoSuchName,
            _ => Found::OtherRecords,
        })
    }
}

impl Resolver for Names {
    fn txt<'a>(&'a self, name: &'a str) -> Answer<'a> {
        Box::pin(async move { self.look(name) })
    }
}
