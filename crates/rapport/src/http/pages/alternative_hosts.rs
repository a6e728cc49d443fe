//! Who may start a Zoom meeting besides its host: read from a form.

use domain::{EmailAddress, Plan};

use crate::views::form::FormField;

/// As many as anybody needs; Zoom says no number.
const MOST: usize = 10;

/// What stands in the field, and the addresses between semicolons, as Zoom takes them, unless something is wrong.
/// `plan`: that of the Zoom account if it is a Zoom meeting.
pub(super) fn read(typed: &str, plan: Option<&Plan>) -> (FormField, Option<String>) {
    let mut field = FormField::new(typed.trim());
    if !plan.is_some_and(|plan| plan.can_have_alternative_hosts()) {
        return (field, None);
    }
    let mut addresses: Vec<String> = Vec::new();
    for word in typed.split([',', ';', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        match EmailAddress::parse(word) {
            Ok(address) if addresses.iter().any(|one| one.eq_ignore_ascii_case(address.as_str())) => {}
            Ok(address) => addresses.push(address.to_string()),
            Err(_) => {
                field.error = Some(format!("“{word}” is no email address."));
                return (field, None);
            }
        }
    }
    if addresses.len() > MOST {
        field.error = Some(format!("These are {} people; name at most {MOST}.", addresses.len()));
        return (field, None);
    }
    (field, Some(addresses.join(";")))
}

/// As people read and type it.
pub(super) fn shown(addresses: &str) -> String {
    addresses.split(';').collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_may_stand_between_anything_and_the_wrong_one_is_named() {
        let licensed = Some(&Plan::Licensed);
        let (_, hosts) = read("oskar@halden.example; freya@halden.example,OSKAR@halden.example", licensed);
        assert_eq!(hosts.as_deref(), Some("oskar@halden.example;freya@halden.example"));
        assert_eq!(read("  ", licensed).1.as_deref(), Some(""));
        let (field, hosts) = read("oskar@halden.example, freya", licensed);
        assert_eq!((field.error.as_deref(), hosts), (Some("“freya” is no email address."), None));
        let many: Vec<_> = (0..11).map(|n| format!("{n}@halden.example")).collect();
        assert!(read(&many.join(" "), licensed).0.error.is_some());
        assert_eq!(read("oskar@halden.example", Some(&Plan::Basic)).1, None, "the licence does not have it");
        assert_eq!(shown("a@x.example;b@x.example"), "a@x.example, b@x.example");
    }
}
