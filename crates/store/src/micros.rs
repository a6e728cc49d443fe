//! The stored form of an instant.

use jiff::Timestamp;

/// Microseconds since 1970-01-01 UTC: the finest unit PostgreSQL has, and a plain sortable number in SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Micros(pub(crate) i64);

impl Micros {
    /// As an instant; the error says that it lies beyond year 9999.
    pub(crate) fn instant(self) -> Result<Timestamp, String> {
        Timestamp::from_microsecond(self.0).map_err(|error| error.to_string())
    }
}

impl From<Timestamp> for Micros {
    fn from(at: Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_comes_back_to_the_microsecond() {
        let at: Timestamp = "2027-03-16T08:42:00.123456789Z".parse().unwrap();
        assert_eq!(Micros::from(at).instant().unwrap().to_string(), "2027-03-16T08:42:00.123456Z");
        assert!(Micros(i64::MAX).instant().is_err());
    }
}
