//! Meeting ids.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The number of a meeting, 9 to 11 digits today (reference C.1). Kept as text, because Zoom sends it as number
/// in some places and as text in others, and it does not fit 32 bits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct MeetingId(String);

/// The text is not a meeting id: something other than 1 to 20 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a meeting id is 1 to 20 digits")]
pub struct InvalidMeetingId;

impl MeetingId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for MeetingId {
    type Err = InvalidMeetingId;

    /// Takes the digits, also in groups as Zoom shows them to people: `857 4606 5432`, `857-4606-5432`.
    fn from_str(text: &str) -> Result<Self, InvalidMeetingId> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let good = (1..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if good { Ok(Self(digits)) } else { Err(InvalidMeetingId) }
    }
}

impl From<u64> for MeetingId {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl From<&MeetingId> for String {
    fn from(id: &MeetingId) -> Self {
        id.0.clone()
    }
}

/// Which meeting: its number, or one instance of it. Made from a [`MeetingId`], or with [`MeetingKey::uuid`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MeetingKey(String);

impl MeetingKey {
    /// The instance of this uuid, as Zoom sent it: base64, unencoded. Encoding is done where it is sent.
    pub fn uuid(uuid: impl Into<String>) -> Self {
        Self(uuid.into())
    }
}

impl From<&MeetingId> for MeetingKey {
    fn from(id: &MeetingId) -> Self {
        Self(id.0.clone())
    }
}

impl From<MeetingId> for MeetingKey {
    fn from(id: MeetingId) -> Self {
        Self(id.0)
    }
}

impl From<MeetingKey> for String {
    fn from(key: MeetingKey) -> Self {
        key.0
    }
}

impl std::fmt::Display for MeetingId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MeetingId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(u64),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Number(number) => Ok(number.into()),
            Form::Text(text) => text.parse().map_err(D::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MeetingId;

    #[test]
    fn rt_16_ids_do_not_need_to_fit_32_bits() {
        let id: MeetingId = serde_json::from_str("97763643886").unwrap();
        assert_eq!(id.as_str(), "97763643886");
    }

    #[test]
    fn rt_65_number_and_text_are_the_same_id() {
        let number: MeetingId = serde_json::from_str("85393847045").unwrap();
        let text: MeetingId = serde_json::from_str(r#""85393847045""#).unwrap();
        assert_eq!(number, text);
        assert_eq!("853 9384-7045".parse(), Ok(text));
    }

    #[test]
    fn what_is_not_digits_is_not_an_id() {
        for bad in
            [r#""""#, r#""..""#, r#""a1""#, "-1", "1.5", "null", r#""123456789012345678901""#, r#""٣""#]
        {
            assert!(serde_json::from_str::<MeetingId>(bad).is_err(), "{bad}");
        }
    }
}
