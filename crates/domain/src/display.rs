//! How times read to people: English, 24 hour clock, in the zone of whoever reads.

use jiff::{SignedDuration, Timestamp, civil::Date};

use crate::{Minutes, Zone};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// “March”.
pub fn month_name(date: Date) -> &'static str {
    MONTHS[usize::try_from(date.month() - 1).unwrap_or(0) % 12]
}

/// “Tuesday”.
pub fn weekday_name(date: Date) -> &'static str {
    WEEKDAYS[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0) % 7]
}

/// “10:00”.
pub fn time(at: Timestamp, zone: &Zone) -> String {
    zone.local(at).strftime("%H:%M").to_string()
}

/// “10:00 to 10:40”; names the day of the end when that is another one.
pub fn time_range(start: Timestamp, duration: Minutes, zone: &Zone) -> String {
    let end = duration.after(start);
    let (first, last) = (zone.local(start).date(), zone.local(end).date());
    if first == last {
        format!("{} to {}", time(start, zone), time(end, zone))
    } else {
        format!("{} to {} {}", time(start, zone), weekday_day(last), time(end, zone))
    }
}

/// “Tue 16 March”.
pub fn weekday_day(date: Date) -> String {
    format!("{} {}", &weekday_name(date)[..3], day_month(date))
}

/// “Tuesday 30 March”.
pub fn weekday_day_long(date: Date) -> String {
    format!("{} {}", weekday_name(date), day_month(date))
}

/// “16 March”.
pub fn day_month(date: Date) -> String {
    format!("{} {}", date.day(), month_name(date))
}

/// “16 March 2027”.
pub fn full_date(date: Date) -> String {
    format!("{} {}", day_month(date), date.year())
}

/// “Tuesday 16 March 2027”, for emails.
pub fn full_weekday_date(date: Date) -> String {
    format!("{} {}", weekday_name(date), full_date(date))
}

/// “March 2027”.
pub fn month_year(date: Date) -> String {
    format!("{} {}", month_name(date), date.year())
}

/// “Tue 16 March”, or “16 March 2027” when that is not this year.
pub fn day(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    let (date, today) = (zone.local(at).date(), zone.local(now).date());
    if date.year() == today.year() { weekday_day(date) } else { full_date(date) }
}

/// “Today”, “Tomorrow”, “Yesterday”, otherwise as [`day`].
pub fn near_day(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    match days_from_today(at, now, zone) {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        -1 => "Yesterday".to_owned(),
        _ => day(at, now, zone),
    }
}

/// “Today, 10:00”, “Tue 30 March, 14:00”.
pub fn day_time(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    format!("{}, {}", near_day(at, now, zone), time(at, zone))
}

/// “Today, 10:00 to 10:40”, “Tue 30 March, 14:00 to 14:30”.
pub fn day_time_range(start: Timestamp, duration: Minutes, now: Timestamp, zone: &Zone) -> String {
    format!("{}, {}", near_day(start, now, zone), time_range(start, duration, zone))
}

/// “12 Mar, 14:20”, with the year when it is not this one: the stamp of a timeline entry.
pub fn stamp(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    let (local, today) = (zone.local(at), zone.local(now).date());
    let (date, clock) = (local.date(), local.strftime("%H:%M"));
    let month = &month_name(date)[..3];
    if date.year() == today.year() {
        format!("{} {month}, {clock}", date.day())
    } else {
        format!("{} {month} {}, {clock}", date.day(), date.year())
    }
}

/// “09:20” today, “Mon” within the last six days, “12 Mar” before: the stamp of a narrow list.
pub fn short_stamp(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    let date = zone.local(at).date();
    match days_from_today(at, now, zone) {
        0 => time(at, zone),
        -6..=-1 => weekday_name(date)[..3].to_owned(),
        _ if date.year() == zone.local(now).date().year() => {
            format!("{} {}", date.day(), &month_name(date)[..3])
        }
        _ => format!("{} {} {}", date.day(), &month_name(date)[..3], date.year()),
    }
}

/// “In 18 minutes”, “In 2 hours”, “Tomorrow”, “In 3 days”, “Now” once it has begun. Minutes are rounded up, so that
/// “In 1 minute” is the last thing said before “Now”.
pub fn until(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    let seconds = at.duration_since(now).as_secs();
    let minutes = (seconds + 59) / 60;
    match (seconds, days_from_today(at, now, zone)) {
        (..=0, _) => "Now".to_owned(),
        _ if minutes < 60 => format!("In {}", count(minutes, "minute")),
        (_, 0) => format!("In {}", count(minutes / 60, "hour")),
        (_, 1) => "Tomorrow".to_owned(),
        (_, days) => format!("In {}", count(days, "day")),
    }
}

/// “Just now”, “18 minutes ago”, “2 hours ago”, “Yesterday”, “4 days ago”, “3 weeks ago”, “2 months ago”, “1 year ago”.
pub fn ago(at: Timestamp, now: Timestamp, zone: &Zone) -> String {
    let minutes = now.duration_since(at).as_mins();
    match -days_from_today(at, now, zone) {
        _ if minutes < 1 => "Just now".to_owned(),
        _ if minutes < 60 => format!("{} ago", count(minutes, "minute")),
        ..=0 => format!("{} ago", count(minutes / 60, "hour")),
        1 => "Yesterday".to_owned(),
        days @ ..14 => format!("{} ago", count(days, "day")),
        days @ ..60 => format!("{} ago", count(days / 7, "week")),
        days @ ..365 => format!("{} ago", count(days / 30, "month")),
        days => format!("{} ago", count(days / 365, "year")),
    }
}

/// “Tuesday, week 11”: the weekday and the ISO week.
pub fn weekday_and_week(at: Timestamp, zone: &Zone) -> String {
    let date = zone.local(at).date();
    format!("{}, week {}", weekday_name(date), date.iso_week_date().week())
}

/// “15 to 21 March 2027”, “29 March to 4 April 2027”: from the first to the last day, both included.
pub fn date_range(first: Date, last: Date) -> String {
    if first.year() != last.year() {
        format!("{} to {}", full_date(first), full_date(last))
    } else if first.month() != last.month() {
        format!("{} to {}", day_month(first), full_date(last))
    } else {
        format!("{} to {}", first.day(), full_date(last))
    }
}

/// “40 min”, “1 h”, “1 h 30 min”.
pub fn length(duration: Minutes) -> String {
    match (duration.get() / 60, duration.get() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// “1 day”, “2 days”.
fn count(n: i64, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// 0 today, 1 tomorrow, -1 yesterday, by the calendar of the zone.
fn days_from_today(at: Timestamp, now: Timestamp, zone: &Zone) -> i64 {
    let (date, today) = (zone.local(at).date(), zone.local(now).date());
    date.duration_since(today).as_hours() / SignedDuration::from_hours(24).as_hours()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stockholm() -> Zone {
        Zone::parse("Europe/Stockholm").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Tuesday 16 March 2027, 09:42 in Stockholm.
    fn now() -> Timestamp {
        at("2027-03-16T08:42:00Z")
    }

    fn minutes(n: i64) -> Minutes {
        Minutes::try_from(n).unwrap()
    }

    #[test]
    fn meeting_times_read_as_on_the_screens() {
        let range = |start, n| day_time_range(at(start), minutes(n), now(), &stockholm());
        assert_eq!(range("2027-03-16T09:00:00Z", 40), "Today, 10:00 to 10:40");
        assert_eq!(range("2027-03-17T10:00:00Z", 30), "Tomorrow, 11:00 to 11:30");
        assert_eq!(range("2027-03-30T12:00:00Z", 30), "Tue 30 March, 14:00 to 14:30");
        assert_eq!(range("2028-01-03T09:00:00Z", 60), "3 January 2028, 10:00 to 11:00");
        assert_eq!(range("2027-03-16T22:30:00Z", 60), "Today, 23:30 to Wed 17 March 00:30");
    }

    #[test]
    fn the_day_is_the_readers_day() {
        let late = at("2027-03-16T23:30:00Z");
        assert_eq!(near_day(late, now(), &stockholm()), "Tomorrow");
        assert_eq!(near_day(late, now(), &Zone::UTC), "Today");
    }

    #[test]
    fn the_way_to_a_meeting_is_counted_down() {
        let told = |start| until(at(start), now(), &stockholm());
        assert_eq!(told("2027-03-16T09:00:00Z"), "In 18 minutes");
        assert_eq!(told("2027-03-16T08:42:30Z"), "In 1 minute");
        assert_eq!(told("2027-03-16T08:42:00Z"), "Now");
        assert_eq!(told("2027-03-16T08:00:00Z"), "Now");
        assert_eq!(told("2027-03-16T12:42:00Z"), "In 4 hours");
        assert_eq!(told("2027-03-17T10:00:00Z"), "Tomorrow");
        assert_eq!(told("2027-03-20T10:00:00Z"), "In 4 days");
    }

    #[test]
    fn the_past_is_told_in_whole_units() {
        let told = |then| ago(at(then), now(), &stockholm());
        assert_eq!(told("2027-03-16T08:41:30Z"), "Just now");
        assert_eq!(told("2027-03-16T08:41:00Z"), "1 minute ago");
        assert_eq!(told("2027-03-16T06:40:00Z"), "2 hours ago");
        assert_eq!(told("2027-03-15T08:00:00Z"), "Yesterday");
        assert_eq!(told("2027-03-12T13:20:00Z"), "4 days ago");
        assert_eq!(told("2027-02-23T10:00:00Z"), "3 weeks ago");
        assert_eq!(told("2026-12-16T10:00:00Z"), "3 months ago");
        assert_eq!(told("2024-12-16T10:00:00Z"), "2 years ago");
        assert_eq!(told("2027-03-16T09:00:00Z"), "Just now");
    }

    #[test]
    fn headings_and_stamps_read_as_on_the_screens() {
        let zone = stockholm();
        assert_eq!(weekday_and_week(now(), &zone), "Tuesday, week 11");
        assert_eq!(stamp(at("2027-03-12T13:20:00Z"), now(), &zone), "12 Mar, 14:20");
        assert_eq!(stamp(at("2026-03-12T13:20:00Z"), now(), &zone), "12 Mar 2026, 14:20");
        assert_eq!(short_stamp(at("2027-03-16T08:20:00Z"), now(), &zone), "09:20");
        assert_eq!(short_stamp(at("2027-03-15T08:20:00Z"), now(), &zone), "Mon");
        assert_eq!(short_stamp(at("2027-03-01T08:20:00Z"), now(), &zone), "1 Mar");
        assert_eq!(day(at("2027-03-12T13:20:00Z"), now(), &zone), "Fri 12 March");
        let date = zone.local(now()).date();
        assert_eq!(full_weekday_date(date), "Tuesday 16 March 2027");
        assert_eq!(weekday_day_long(date), "Tuesday 16 March");
        assert_eq!(month_year(date), "March 2027");
    }

    #[test]
    fn ranges_of_days_say_only_what_differs() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date_range(date("2027-03-15"), date("2027-03-21")), "15 to 21 March 2027");
        assert_eq!(date_range(date("2027-03-29"), date("2027-04-04")), "29 March to 4 April 2027");
        assert_eq!(date_range(date("2027-12-27"), date("2028-01-02")), "27 December 2027 to 2 January 2028");
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!([40, 60, 90].map(|n| length(minutes(n))), ["40 min", "1 h", "1 h 30 min"]);
    }
}
