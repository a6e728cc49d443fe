use domain::{EmailAddress, PersonName};

/// The name, or the address of somebody whose name is not known.
pub(crate) fn full_name<'a>(name: Option<&'a PersonName>, address: &'a EmailAddress) -> &'a str {
    name.map_or(address.as_str(), PersonName::as_str)
}

/// The first name, or the address.
pub(crate) fn first_name<'a>(name: Option<&'a PersonName>, address: &'a EmailAddress) -> &'a str {
    name.map_or(address.as_str(), PersonName::first_name)
}
