//! Time zones by the names Zoom uses.

use jiff::tz::TimeZone;

/// A zone of Zoom's list, or any other the time zone database knows. Zoom's list has names the database lacks.
pub(crate) fn find(name: &str) -> Option<TimeZone> {
    let name = match name {
        "SST" => "Pacific/Guadalcanal",
        "Etc/Greenwich" => "Etc/GMT",
        name => name,
    };
    TimeZone::get(name).ok()
}

/// The same, or UTC for a name nobody knows.
pub(crate) fn find_or_utc(name: &str) -> TimeZone {
    find(name).unwrap_or(TimeZone::UTC)
}
