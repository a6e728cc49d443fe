//! `VTIMEZONE` (RFC 5545 section 3.6.5): every change of a zone's clocks from the first date on until a year after the
//! last, each written out. What the rules of the zone are later needs no rule here.

use std::fmt::Write as _;

use domain::Zone;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// How long after the last date changes are still told.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The component, with the line ends of RFC 5545. All its lines are short and plain.
pub(super) fn component(zone: &Zone, first: Timestamp, last: Timestamp) -> String {
    let rules = zone.time_zone();
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.id());
    let before = rules.preceding(first).next();
    let mut from = before.as_ref().map_or_else(
        || rules.to_offset(first),
        |change| rules.to_offset(change.timestamp() - SignedDuration::from_secs(1)),
    );
    let changes = rules.following(first).take_while(|change| change.timestamp() <= last + AFTERWARDS);
    let mut known = false;
    for change in before.into_iter().chain(changes) {
        known = true;
        let kind = if change.dst().is_dst() { "DAYLIGHT" } else { "STANDARD" };
        // The moment of the change, by the clock that ends there.
        let onset = from.to_datetime(change.timestamp()).strftime("%Y%m%dT%H%M%S").to_string();
        observance(&mut text, kind, &onset, (from, change.offset()), change.abbreviation());
        from = change.offset();
    }
    if !known {
        observance(&mut text, "STANDARD", "19700101T000000", (from, from), zone.id());
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

fn observance(text: &mut String, kind: &str, onset: &str, (from, to): (Offset, Offset), name: &str) {
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "BEGIN:{kind}\r\nDTSTART:{onset}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\nTZNAME:{name}\r\nEND:{kind}\r\n",
        offset(from),
        offset(to)
    );
}

/// "+0100"
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_of_the_clocks_is_written_out() {
        let zone = Zone::parse("Europe/Stockholm").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let text = component(&zone, at("2027-03-18T15:00:00Z"), at("2027-04-01T14:00:00Z"));
        let expected = "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n\
            BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n\
            BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n\
            BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n\
            BEGIN:DAYLIGHT\r\nDTSTART:20280326T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n\
            END:VTIMEZONE\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_zone_without_changes_has_one_time() {
        let text = component(&Zone::UTC, Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        assert!(
            text.contains("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\n"),
            "{text}"
        );
    }
    /// What a reader of the component takes for the distance from UTC at an instant, in seconds.
    fn read(text: &str, at: Timestamp) -> i64 {
        let seconds = |offset: &str| {
            let number =
                |from: usize| offset.get(from..from + 2).map_or(0, |digits| digits.parse::<i64>().unwrap());
            let all = number(1) * 3600 + number(3) * 60 + number(5);
            if offset.starts_with('-') { -all } else { all }
        };
        let mut found = None;
        for part in text.split("BEGIN:").skip(2) {
            let value = |name: &str| part.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            let onset = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", value("DTSTART:")).unwrap();
            let since = onset.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
                - SignedDuration::from_secs(seconds(value("TZOFFSETFROM:")));
            if since <= at && found.is_none_or(|(best, _)| best < since) {
                found = Some((since, seconds(value("TZOFFSETTO:"))));
            }
        }
        found.unwrap().1
    }

    #[test]
    fn rt_52_every_zone_reads_as_it_is() {
        let first: Timestamp = "2027-01-05T12:34:00Z".parse().unwrap();
        let week = SignedDuration::from_hours(7 * 24);
        for zone in Zone::all() {
            let dates: Vec<_> = (0..60).map(|n| first + week * n).collect();
            let text = component(&zone, first, *dates.last().unwrap());
            for at in dates {
                assert_eq!(
                    read(&text, at),
                    i64::from(zone.time_zone().to_offset(at).seconds()),
                    "{zone:?} {at}"
                );
            }
        }
    }
}
