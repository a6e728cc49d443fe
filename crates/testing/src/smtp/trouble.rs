//! What goes wrong, where, for whom and how often.

use serde::{Deserialize, Serialize};

/// The moment of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// The greeting.
    Connect,
    /// `EHLO` and `HELO`.
    Hello,
    /// `AUTH`.
    Auth,
    /// `MAIL FROM`.
    MailFrom,
    /// `RCPT TO`.
    RcptTo,
    /// `DATA`, before the message.
    Data,
    /// In the middle of the message.
    Body,
    /// After the final dot, when the message is there.
    Dot,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Act {
    /// This answer; nothing is done.
    Answer {
        /// For example 450.
        code: u16,
        /// The server's words.
        text: String,
    },
    /// The connection breaks; nothing is done.
    Close,
    /// It is done, then the connection breaks before the answer.
    CloseAfter,
    /// It is done, after a pause in real time.
    Pause {
        /// Milliseconds.
        ms: u64,
    },
}

impl Act {
    /// An answer in short.
    pub fn answer(code: u16, text: &str) -> Self {
        Self::Answer { code, text: text.to_owned() }
    }
}

/// A trouble and the moments it hits. As JSON: `{"at":"dot","act":"close_after","times":1}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// When in the conversation.
    pub at: Stage,
    /// What happens.
    #[serde(flatten)]
    pub act: Act,
    /// Only for this recipient; anyone if absent. Known from `RCPT TO` on.
    #[serde(default)]
    pub to: Option<String>,
    /// How many times; until it is healed if absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many of a thousand moments; all if absent.
    #[serde(default)]
    pub chance: Option<u32>,
}

impl Trouble {
    /// Every time, for everyone, until it is healed.
    pub fn new(at: Stage, act: Act) -> Self {
        Self { at, act, to: None, times: None, chance: None }
    }

    /// Only for this recipient.
    #[must_use]
    pub fn to(mut self, address: &str) -> Self {
        self.to = Some(address.to_owned());
        self
    }

    /// Only the next `times` times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Only in this many of a thousand moments.
    #[must_use]
    pub fn chance(mut self, of_a_thousand: u32) -> Self {
        self.chance = Some(of_a_thousand);
        self
    }

    fn fits(&self, at: Stage, to: &[String]) -> bool {
        let wanted = |wanted: &String| to.iter().any(|to| to.eq_ignore_ascii_case(wanted));
        self.at == at && self.times != Some(0) && self.to.as_ref().is_none_or(wanted)
    }
}

#[derive(Debug)]
pub(super) struct Troubles {
    list: Vec<Trouble>,
    random: u64,
}

impl Troubles {
    pub(super) fn new(seed: u64) -> Self {
        Self { list: Vec::new(), random: seed }
    }

    pub(super) fn add(&mut self, trouble: Trouble) {
        self.list.push(trouble);
    }

    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    pub(super) fn take(&mut self, at: Stage, to: &[String]) -> Option<Act> {
        for place in 0..self.list.len() {
            if !self.list[place].fits(at, to) {
                continue;
            }
            let chance = self.list[place].chance;
            if chance.is_some_and(|chance| self.next() % 1000 >= u64::from(chance)) {
                continue;
            }
            let trouble = &mut self.list[place];
            trouble.times = trouble.times.map(|left| left - 1);
            return Some(trouble.act.clone());
        }
        None
    }

    /// `SplitMix64`: the same seed gives the same troubles.
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_hits_its_moment_its_recipient_and_its_number_of_times() {
        let mut troubles = Troubles::new(1);
        troubles
            .add(Trouble::new(Stage::RcptTo, Act::answer(550, "no such user")).to("ana@x.example").times(1));
        let ana = ["Ana@x.example".to_owned()];
        assert_eq!(troubles.take(Stage::Data, &ana), None);
        assert_eq!(troubles.take(Stage::RcptTo, &["rui@x.example".to_owned()]), None);
        assert!(troubles.take(Stage::RcptTo, &ana).is_some());
        assert_eq!(troubles.take(Stage::RcptTo, &ana), None);
    }

    #[test]
    fn a_chance_is_about_kept_and_the_same_for_the_same_seed() {
        let hits = |seed| {
            let mut troubles = Troubles::new(seed);
            troubles.add(Trouble::new(Stage::Dot, Act::Close).chance(250));
            (0..1000).filter(|_| troubles.take(Stage::Dot, &[]).is_some()).count()
        };
        assert!((200..300).contains(&hits(5)), "{}", hits(5));
        assert_eq!(hits(5), hits(5));
    }

    #[test]
    fn a_trouble_reads_from_json() {
        let trouble: Trouble =
            serde_json::from_str(r#"{"at":"dot","act":"close_after","times":1}"#).expect("a trouble");
        assert_eq!(trouble, Trouble::new(Stage::Dot, Act::CloseAfter).times(1));
    }
}
