//! Dates, times and cities as each language writes them, by the rules of Unicode's CLDR. English is written as on our own
//! screens.

use domain::{Language, Zone, display};
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{E, M, MDE, T, YM, YMDE, zone::ExemplarCity};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::{Locale, locale};
use icu_time::{Time, zone::IanaParser};
use jiff::{Timestamp, civil};

/// `None` for English, and should the library have no data for a language, which a test rules out. A macro, because each
/// choice of fields is a type of its own.
macro_rules! by_cldr {
    ($language:expr, $date:expr, $fields:expr) => {
        locale_of($language).zip(gregorian($date)).and_then(|(locale, date)| {
            let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), $fields);
            Some(formatter.ok()?.format(&date).to_string())
        })
    };
}

/// “Tuesday 16 March 2027”, “Dienstag, 16. März 2027”.
pub fn full_date(language: Language, date: civil::Date) -> String {
    by_cldr!(language, date, YMDE::long()).unwrap_or_else(|| display::full_weekday_date(date))
}

/// “Tuesday 16 March”, “terça-feira, 16 de março”.
pub fn long_day(language: Language, date: civil::Date) -> String {
    by_cldr!(language, date, MDE::long()).unwrap_or_else(|| display::weekday_day_long(date))
}

/// “Tue 16 March”, “tis 16 mars”.
pub fn short_day(language: Language, date: civil::Date) -> String {
    by_cldr!(language, date, MDE::medium()).unwrap_or_else(|| display::weekday_day(date))
}

/// “Tuesday”, “terça-feira”.
pub fn weekday(language: Language, date: civil::Date) -> String {
    by_cldr!(language, date, E::long()).unwrap_or_else(|| display::weekday_name(date).to_owned())
}

/// “March 2027”, “março de 2027”.
pub fn month_year(language: Language, date: civil::Date) -> String {
    by_cldr!(language, date, YM::long()).unwrap_or_else(|| display::month_year(date))
}

/// The weekday on a date tile: “TUE”, “DI”.
pub fn tile_weekday(language: Language, date: civil::Date) -> String {
    let name = by_cldr!(language, date, E::short());
    let name = name.unwrap_or_else(|| display::weekday_name(date)[..3].to_owned());
    name.trim_end_matches('.').to_uppercase()
}

/// The month on a date tile, which has room for five letters: “March”, “Nov”, “März”.
pub fn tile_month(language: Language, date: civil::Date) -> String {
    let whole = by_cldr!(language, date, M::long()).unwrap_or_else(|| display::month_name(date).to_owned());
    if whole.chars().count() <= 5 {
        return whole;
    }
    let short = by_cldr!(language, date, M::medium());
    short.unwrap_or_else(|| whole.chars().take(3).collect()).trim_end_matches('.').to_owned()
}

/// “10:00”.
pub fn time(language: Language, at: Timestamp, zone: &Zone) -> String {
    let local = zone.local(at).time();
    let said = || {
        let time = Time::try_new(u8(local.hour())?, u8(local.minute())?, 0, 0).ok()?;
        Some(
            NoCalendarFormatter::try_new(locale_of(language)?.into(), T::hm())
                .ok()?
                .format(&time)
                .to_string(),
        )
    };
    said().unwrap_or_else(|| display::time(at, zone))
}

/// “10:00”, with the day before it when it is not `seen_on`: “Thu 18 March 23:00”.
pub fn time_seen_on(language: Language, at: Timestamp, zone: &Zone, seen_on: civil::Date) -> String {
    let (date, time) = (zone.local(at).date(), time(language, at, zone));
    if date == seen_on { time } else { format!("{} {time}", short_day(language, date)) }
}

/// “Lisbon”, “Lissabon”, “Lisboa”.
pub fn city(language: Language, zone: &Zone) -> String {
    let said = || {
        let found = IanaParser::new().parse(zone.id());
        if found.is_unknown() || zone.id() == "UTC" {
            return None;
        }
        let formatter = NoCalendarFormatter::try_new(locale_of(language)?.into(), ExemplarCity).ok()?;
        Some(formatter.format(&found.without_offset()).to_string())
    };
    said().unwrap_or_else(|| zone.city())
}

/// The country of a zone, as ISO 3166 writes it: “PT” of `Europe/Lisbon`. CLDR's short name of a zone begins with it,
/// but for the few that are of no country.
pub fn country(zone: &Zone) -> Option<String> {
    let found = IanaParser::new().parse(zone.id());
    if found.is_unknown() || zone.id().starts_with("Etc/") || zone.id() == "UTC" {
        return None;
    }
    let name = found.as_str();
    (name.len() == 5).then(|| name[..2].to_uppercase())
}

fn gregorian(date: civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(i32::from(date.year()), u8(date.month())?, u8(date.day())?).ok()
}

fn u8(n: i8) -> Option<u8> {
    u8::try_from(n).ok()
}

/// Where one language has two ways, the one of more readers: Brazil's Portuguese writes months in words.
const fn locale_of(language: Language) -> Option<Locale> {
    match language {
        Language::English => None,
        Language::German => Some(locale!("de")),
        Language::French => Some(locale!("fr")),
        Language::Spanish => Some(locale!("es")),
        Language::Portuguese => Some(locale!("pt")),
        Language::Swedish => Some(locale!("sv")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_dates_its_way() {
        let date = civil::date(2027, 3, 16);
        let said = |language| {
            [
                full_date(language, date),
                long_day(language, date),
                short_day(language, date),
                format!("{} {}", tile_weekday(language, date), tile_month(language, date)),
            ]
            .join(" | ")
        };
        let all: Vec<_> = Language::ALL.iter().map(|language| said(*language)).collect();
        assert_eq!(
            all,
            [
                "Tuesday 16 March 2027 | Tuesday 16 March | Tue 16 March | TUE March",
                "Dienstag, 16. März 2027 | Dienstag, 16. März | Di., 16. März | DI März",
                "mardi 16 mars 2027 | mardi 16 mars | mar. 16 mars | MAR mars",
                "martes, 16 de marzo de 2027 | martes, 16 de marzo | mar, 16 mar | MAR marzo",
                "terça-feira, 16 de março de 2027 | terça-feira, 16 de março | ter., 16 de mar. | TER março",
                "tisdag 16 mars 2027 | tisdag 16 mars | tis 16 mars | TIS mars",
            ]
        );
    }

    #[test]
    fn a_zone_is_in_its_country() {
        let of = |id: &str| country(&Zone::parse(id).unwrap());
        for (id, code) in [("Europe/Lisbon", "PT"), ("Europe/Stockholm", "SE"), ("America/New_York", "US")] {
            assert_eq!(of(id).as_deref(), Some(code), "{id}");
        }
        assert_eq!(of("Asia/Calcutta"), of("Asia/Kolkata"));
        assert_eq!((of("UTC"), of("Etc/GMT+3")), (None, None));
    }

    #[test]
    fn a_tile_has_room_for_every_month() {
        for language in Language::ALL {
            for month in 1..=12 {
                let said = tile_month(*language, civil::date(2027, month, 1));
                assert!((3..=5).contains(&said.chars().count()), "{language}: {said}");
            }
        }
    }

    #[test]
    fn the_clock_has_24_hours_everywhere() {
        let at: Timestamp = "2027-03-16T21:05:00Z".parse().unwrap();
        for language in Language::ALL {
            assert_eq!(time(*language, at, &Zone::UTC), "21:05", "{language}");
        }
    }

    #[test]
    fn cities_have_the_name_that_the_reader_knows() {
        let lisbon = Zone::parse("Europe/Lisbon").unwrap();
        let all: Vec<_> = Language::ALL.iter().map(|language| city(*language, &lisbon)).collect();
        assert_eq!(all, ["Lisbon", "Lissabon", "Lisbonne", "Lisboa", "Lisboa", "Lissabon"]);
        assert_eq!(city(Language::German, &Zone::UTC), "UTC");
    }

    #[test]
    fn every_zone_has_a_name_in_every_language() {
        for zone in Zone::all() {
            for language in Language::ALL {
                let said = city(*language, &zone);
                assert!(!said.is_empty() && !said.contains('_'), "{language} {}: {said}", zone.id());
                assert!(!said.to_lowercase().contains("unbekannt"), "{}", zone.id());
            }
        }
    }
}
