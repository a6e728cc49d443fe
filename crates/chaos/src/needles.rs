//! Looking for many texts at once, in one pass over whatever they may stand in: a run has thousands of secrets and
//! megabytes to search.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::tables::Tables;

/// The texts that are looked for.
pub(crate) struct Needles {
    texts: Vec<String>,
    searcher: AhoCorasick,
}

impl Needles {
    pub(crate) fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let texts: Vec<_> = texts.into_iter().collect();
        #[expect(clippy::expect_used, reason = "fails only with more patterns than fit in memory")]
        let searcher = AhoCorasick::new(&texts).expect("a searcher");
        Self { texts, searcher }
    }

    /// Those that stand in there.
    pub(crate) fn found_in(&self, bytes: &[u8]) -> BTreeSet<&str> {
        // Overlapping, because one may be a part of another.
        self.searcher.find_overlapping_iter(bytes).map(|found| &*self.texts[found.pattern()]).collect()
    }

    /// Where they stand in the database: `table.column`, as often as it is found.
    pub(crate) fn places_in(&self, tables: &Tables) -> BTreeMap<&str, Vec<String>> {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (table, column, value) in tables.values() {
            for text in self.found_in(value.as_bytes()) {
                places.entry(text).or_default().push(format!("{table}.{column}"));
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_found_also_inside_another_and_across_others() {
        let needles = Needles::new(["abc", "b", "bcd", "absent"].map(str::to_owned));
        assert_eq!(needles.found_in(b"xabcdx\xffb"), BTreeSet::from(["abc", "b", "bcd"]));
        assert!(needles.found_in(b"nothing of it").is_empty());
    }
}
