//! What must hold for whatever somebody types into a form. `crates/domain/tests/corpus.rs` runs this over the inputs
//! that are kept, on every test run.

use domain::{
    Agenda, Currency, EmailAddress, EmailDomain, Languages, Minutes, Money, NoteBody, PersonName, Place,
    PlaceKind, Topic, Zone, fold, likeness, marked, parse_start, phone_digits, words,
};

/// What was accepted is read again as itself, stays on its line, and is as long as it may be.
///
/// The input is a text, and after the first line end a second one.
pub fn typed(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (one, other) = text.split_once('\n').unwrap_or((&text, ""));
    fields(&text);
    fields(one);
    times(one, other);
    search(one, other);
    let languages = Languages::read(one);
    assert!(languages.contains(languages.best(other)), "a language that is not offered");
}

fn fields(text: &str) {
    if let Ok(topic) = Topic::parse(text) {
        assert!(topic.as_str().chars().count() <= Topic::MAX && !topic.as_str().is_empty());
        one_line(topic.as_str());
        assert_eq!(Topic::parse(topic.as_str()), Ok(topic.clone()));
    }
    if let Ok(name) = PersonName::parse(text) {
        one_line(name.as_str());
        assert_eq!(PersonName::parse(name.as_str()).as_ref(), Ok(&name));
        assert!(name.initials().chars().count() <= 4, "{:?}", name.initials());
        assert!(!name.first_name().is_empty());
    }
    if let Ok(email) = EmailAddress::parse(text) {
        one_line(email.as_str());
        assert!(!email.as_str().contains(char::is_whitespace) && email.as_str().contains('@'));
        assert_eq!(EmailAddress::parse(email.as_str()).as_ref(), Ok(&email));
        assert_eq!(email.folded(), EmailAddress::parse(&email.folded()).expect("folded").folded());
    }
    if let Ok(domain) = EmailDomain::parse(text) {
        assert!(domain.as_str().is_ascii() && !domain.as_str().contains(['/', '@', ' ']));
        assert_eq!(EmailDomain::parse(domain.as_str()).as_ref(), Ok(&domain));
    }
    for kind in [PlaceKind::Phone, PlaceKind::Address, PlaceKind::Link] {
        let Ok(place) = Place::parse(kind, text) else { continue };
        one_line(place.text());
        assert_eq!(Place::parse(kind, place.text()).as_ref(), Ok(&place));
        let link = place.link().unwrap_or("https://");
        assert!(link.starts_with("https://") || link.starts_with("http://"), "{link}");
    }
    if let Ok(agenda) = Agenda::parse(text) {
        assert_eq!(Agenda::parse(agenda.as_str()), Ok(agenda.clone()));
    }
    if let Ok(note) = NoteBody::parse(text) {
        assert_eq!(NoteBody::parse(note.as_str()), Ok(note.clone()));
    }
    if let Ok(money) = Money::parse(text, Currency::Eur) {
        assert_eq!(Money::parse(&money.field(), Currency::Eur).expect("its own field"), money);
    }
}

fn times(one: &str, other: &str) {
    drop(Minutes::parse(one));
    let zone = Zone::parse(one).unwrap_or_else(|_| Zone::parse("Europe/Stockholm").expect("a zone"));
    assert_eq!(Zone::parse(zone.id()).as_ref(), Ok(&zone));
    if let Ok(start) = parse_start(one, other, &zone) {
        let local = zone.local(start);
        let (date, time) = (local.date().to_string(), local.time().strftime("%H:%M").to_string());
        // A clock that is set back shows a time twice; the first is meant.
        let again = parse_start(&date, &time, &zone).expect("its own fields");
        assert!(again <= start, "{one} {other}");
    }
}

fn search(one: &str, other: &str) {
    let asked = words(one);
    for word in &asked {
        assert_eq!(&fold(word), word, "what is folded stays");
        let _ = likeness(word, &fold(other));
    }
    let shown: String = marked(other, &asked).into_iter().map(|(part, _)| part).collect();
    assert_eq!(shown, other, "marking loses nothing");
    if let Some(digits) = phone_digits(one) {
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
    }
}

fn one_line(text: &str) {
    assert!(!text.chars().any(char::is_control), "{text:?}");
}
