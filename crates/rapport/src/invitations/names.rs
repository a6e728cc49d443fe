use domain::{EmailAddress, PersonName};
use store::meetings::Invitee;

/// The name, or the address of somebody whose name is not known.
pub(crate) fn full_name<'a>(name: Option<&'a PersonName>, address: &'a EmailAddress) -> &'a str {
    name.map_or(address.as_str(), PersonName::as_str)
}

/// The first name, or the address.
pub(crate) fn first_name<'a>(name: Option<&'a PersonName>, address: &'a EmailAddress) -> &'a str {
    name.map_or(address.as_str(), PersonName::first_name)
}

/// The same person among those who are invited to another date.
pub(crate) fn same_person<'a>(people: &'a [Invitee], who: &Invitee) -> Option<&'a Invitee> {
    let contact = people.iter().find(|one| one.contact_id.is_some() && one.contact_id == who.contact_id);
    contact.or_else(|| people.iter().find(|one| one.email.folded() == who.email.folded()))
}
