//! Reads how a meeting comes again.

use domain::{
    Cycle, End, MOST_DATES, Repeat, RepeatError, Zone, display, short_weekday, week_of_month, weekday,
    weekdays,
};
use jiff::Timestamp;
use jiff::civil::Date;

use super::details_form::MeetingInput;
use crate::views::form::{Choice, FormField};
use crate::views::repeat::RepeatForm;

const ONCE: &str = "no";
const DAILY: &str = "daily";
const WEEKLY: &str = "weekly";
const MONTHLY: &str = "monthly";
const MONTHLY_WEEKDAY: &str = "monthly-weekday";
const MONTHLY_LAST: &str = "monthly-last";
const UNTIL: &str = "until";

/// What the fields say.
pub(super) struct Read {
    /// To show again.
    pub(super) form: RepeatForm,
    /// The rule, if it comes again and nothing is wrong with it.
    pub(super) repeat: Option<Repeat>,
    /// When it takes place; only the start itself, if it does so once.
    pub(super) starts: Vec<Timestamp>,
}

/// Reads the fields for a meeting that starts then.
pub(super) fn read(input: &MeetingInput, start: Timestamp, zone: &Zone, may_be_once: bool) -> Read {
    let date = zone.local(start).date();
    let chosen = match input.repeat.as_str() {
        // There is no fifth such day in most months.
        MONTHLY_WEEKDAY if date.day() > 28 => MONTHLY_LAST,
        known @ (DAILY | WEEKLY | MONTHLY | MONTHLY_WEEKDAY | MONTHLY_LAST) => known,
        _ if may_be_once => ONCE,
        _ => WEEKLY,
    };
    let mut form = form(input, chosen, date, may_be_once);
    if chosen == ONCE {
        return Read { form, repeat: None, starts: vec![start] };
    }
    let rule = rule(input, chosen, date, &mut form);
    let made = rule.and_then(|rule| match rule.dates(zone.local(start), zone) {
        Ok(dates) => Some((rule, dates)),
        Err(error) => {
            put(&mut form, &error);
            None
        }
    });
    let Some((repeat, starts)) = made else { return Read { form, repeat: None, starts: vec![start] } };
    form.words = Some(repeat.to_string());
    form.dates = starts.iter().map(|at| display::weekday_day(zone.local(*at).date())).collect();
    Read { form, repeat: Some(repeat), starts }
}

fn form(input: &MeetingInput, chosen: &str, date: Date, may_be_once: bool) -> RepeatForm {
    let the = |week: i8| {
        let rule = Repeat::new(Cycle::MonthlyOnThe(week, date.weekday()), 1, End::After(2));
        let words = rule.map(|rule| rule.to_string()).unwrap_or_default();
        let day = words.split(',').next().and_then(|words| words.split_once(" on "));
        format!("Monthly on {}", day.map_or("", |(_, day)| day))
    };
    let mut cycles = vec![
        Choice::new(DAILY, "Daily"),
        Choice::new(WEEKLY, "Weekly"),
        Choice::new(MONTHLY, format!("Monthly on day {}", date.day())),
    ];
    if date.day() <= 28 {
        cycles.push(Choice::new(MONTHLY_WEEKDAY, the(week_of_month(date))));
    }
    if date.day() > date.days_in_month() - 7 || chosen == MONTHLY_LAST {
        cycles.push(Choice::new(MONTHLY_LAST, the(-1)));
    }
    if may_be_once {
        cycles.insert(0, Choice::new(ONCE, "Does not repeat"));
    }
    RepeatForm {
        cycle: FormField::new(chosen),
        cycles,
        every: FormField::new(if input.every.is_empty() { "1" } else { &input.every }),
        weekdays: weekdays()
            .map(|(short, name)| (short, name, input.weekday.iter().any(|day| day == short)))
            .collect(),
        end: if input.repeat_end == UNTIL { UNTIL } else { "times" }.to_owned(),
        times: FormField::new(if input.times.is_empty() { "6" } else { &input.times }),
        until: FormField::new(input.until.as_str()),
        words: None,
        dates: Vec::new(),
        may_be_once,
    }
}

/// The rule, or sentences beside the fields.
fn rule(input: &MeetingInput, chosen: &str, date: Date, form: &mut RepeatForm) -> Option<Repeat> {
    let cycle = match chosen {
        DAILY => Cycle::Daily,
        MONTHLY => Cycle::MonthlyOn(date.day()),
        MONTHLY_WEEKDAY => Cycle::MonthlyOnThe(week_of_month(date), date.weekday()),
        MONTHLY_LAST => Cycle::MonthlyOnThe(-1, date.weekday()),
        _ => {
            let days: Vec<_> = input.weekday.iter().filter_map(|day| weekday(day)).collect();
            Cycle::Weekly(if days.is_empty() { vec![date.weekday()] } else { days })
        }
    };
    let every = form.every.value.trim().parse::<u32>();
    if every.is_err() {
        form.every.error = Some("Enter a number, like 1 or 2.".into());
    }
    let end = if form.end == UNTIL {
        let day = form.until.value.trim().parse().ok().map(End::On);
        if day.is_none() {
            form.until.error = Some("Choose the last day on which it may take place.".into());
        }
        day
    } else {
        let times = form.times.value.trim().parse().ok().map(End::After);
        if times.is_none() {
            form.times.error = Some(format!("Enter a number from 2 to {MOST_DATES}."));
        }
        times
    };
    let (every, end) = (every.ok()?, end?);
    let too_few = form.may_be_once && matches!(end, End::After(1));
    let made = if too_few { Err(RepeatError::Times) } else { Repeat::new(cycle, every, end) };
    match made {
        Ok(repeat) => Some(repeat),
        Err(error) => {
            put(form, &error);
            None
        }
    }
}

/// A sentence beside the field that it is about.
fn put(form: &mut RepeatForm, error: &RepeatError) {
    let field = match error {
        RepeatError::TooRare { .. } => &mut form.every,
        RepeatError::NoDay => &mut form.cycle,
        RepeatError::EndsAtOnce | RepeatError::TooMany if form.end == UNTIL => &mut form.until,
        RepeatError::Times | RepeatError::EndsAtOnce | RepeatError::TooMany => &mut form.times,
    };
    field.error = Some(error.to_string());
}

/// Fills the fields with a rule of which so many dates are to come.
pub(super) fn fill(input: &mut MeetingInput, repeat: &Repeat, left: usize) {
    let cycle = match repeat.cycle() {
        Cycle::Daily => DAILY,
        Cycle::Weekly(days) => {
            input.weekday = days.iter().map(|day| short_weekday(*day).to_owned()).collect();
            WEEKLY
        }
        Cycle::MonthlyOn(_) => MONTHLY,
        Cycle::MonthlyOnThe(-1, _) => MONTHLY_LAST,
        Cycle::MonthlyOnThe(..) => MONTHLY_WEEKDAY,
    };
    cycle.clone_into(&mut input.repeat);
    input.every = repeat.every().to_string();
    match repeat.end() {
        End::On(day) if left > 1 => {
            UNTIL.clone_into(&mut input.repeat_end);
            input.until = day.to_string();
        }
        End::After(_) | End::On(_) => {
            "times".clone_into(&mut input.repeat_end);
            input.times = left.to_string();
        }
    }
}
