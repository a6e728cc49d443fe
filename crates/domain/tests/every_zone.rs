//! Properties of times over every zone of the world, half-hour zones, gaps and folds included.

use domain::{StartError, Zone, difference, parse_start};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn any_zone() -> impl Strategy<Value = Zone> {
    prop::sample::select(Zone::all())
}

/// Whole minutes from 2000 to 2037, where the database has explicit changes.
fn any_minute() -> impl Strategy<Value = Timestamp> {
    (15_778_080_i64..35_500_000)
        .prop_map(|minute| Timestamp::from_second(minute * 60).unwrap_or(Timestamp::UNIX_EPOCH))
}

proptest! {
    #[test]
    fn what_a_zone_shows_is_read_back_as_the_same_instant_or_the_first_of_two(zone in any_zone(), at in any_minute()) {
        let local = zone.local(at);
        // A few zones once had offsets with seconds; people cannot type those.
        prop_assume!(local.second() == 0);
        let date = local.strftime("%Y-%m-%d").to_string();
        let time = local.strftime("%H:%M").to_string();
        let read = parse_start(&date, &time, &zone).unwrap();
        prop_assert_eq!(zone.local(read), local);
        prop_assert!(read <= at);
        prop_assert!(at.duration_since(read) <= SignedDuration::from_hours(24));
    }

    #[test]
    fn every_time_is_either_an_instant_or_skipped_with_a_next_time_that_exists(
        zone in any_zone(), at in any_minute(), hour in 0_i8..24, minute in 0_i8..60,
    ) {
        let date = zone.local(at).date();
        match parse_start(&date.to_string(), &format!("{hour:02}:{minute:02}"), &zone) {
            Ok(start) => {
                let shown = zone.local(start);
                prop_assert_eq!((shown.date(), shown.hour(), shown.minute()), (date, hour, minute));
            }
            Err(StartError::Skipped { next, .. }) if next.len() == 5 => {
                prop_assert!(parse_start(&date.to_string(), &next, &zone).is_ok());
            }
            Err(StartError::Skipped { next, .. }) => prop_assert!(next.len() > 5),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn differences_mirror_each_other(a in any_zone(), b in any_zone(), at in any_minute()) {
        let (there, back) = (difference(&a, &b, at), difference(&b, &a, at));
        let mirrored = if there.contains("ahead") { there.replace("ahead of", "behind") } else { there.replace("behind", "ahead of") };
        prop_assert_eq!(mirrored, back);
    }
}

#[test]
fn every_gap_and_every_fold_of_every_zone_is_told_apart() {
    let from: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
    let until: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let (mut gaps, mut folds) = (0, 0);
    for zone in Zone::all() {
        for change in zone.time_zone().following(from).take_while(|change| change.timestamp() < until) {
            let at = change.timestamp();
            let before = zone.offset_minutes(at - SignedDuration::from_secs(1));
            let after = zone.offset_minutes(at);
            let just_after = zone.local(at);
            let typed = |local: jiff::civil::DateTime| {
                parse_start(&local.date().to_string(), &local.strftime("%H:%M").to_string(), &zone)
            };
            if after > before {
                gaps += 1;
                let skipped = just_after - SignedDuration::from_mins(1);
                assert!(matches!(typed(skipped), Err(StartError::Skipped { .. })), "{zone} {at}");
                assert_eq!(typed(just_after), Ok(at), "{zone} {at}");
            } else if after < before {
                folds += 1;
                let first = at - SignedDuration::from_mins(i64::from(before - after));
                assert_eq!(typed(just_after), Ok(first), "{zone} {at}");
            }
        }
    }
    assert!(gaps > 1000 && folds > 1000, "{gaps} gaps, {folds} folds");
}
