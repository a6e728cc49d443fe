//! Where people meet who do not meet in Zoom.

use thiserror::Error;
use url::Url;

crate::text_enum! {
    /// What kind of place it is.
    pub enum PlaceKind {
        /// People talk on the phone.
        Phone = "phone",
        /// People come together: an address, a room.
        Address = "address",
        /// A link that is always the same, to another service.
        Link = "link",
    }
}

/// A place to meet: 1 to 300 characters on one line; of a link, an `https` address without a password.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    kind: PlaceKind,
    text: String,
}

/// Why a text is not such a place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// Nothing was typed.
    #[error("{}", match .0 {
        PlaceKind::Phone => "Enter a phone number, or who calls whom.",
        PlaceKind::Address => "Say where people meet.",
        PlaceKind::Link => "Enter the link.",
    })]
    Empty(PlaceKind),
    /// More than 300 characters.
    #[error("This has {0} characters; use at most 300.")]
    TooLong(usize),
    /// A line break or another control character.
    #[error("This is one line of plain text.")]
    ControlCharacter,
    /// Not an `https` address.
    #[error("A link begins with https:// and names a host, as in https://meet.example.com/room.")]
    NotHttps,
    /// A user name or password in the link.
    #[error("The link holds a user name or a password. Leave it out: everyone invited sees the link.")]
    Credentials,
}

impl Place {
    /// The most characters a place may have.
    pub const MAX: usize = 300;

    /// Reads a place; surrounding space is removed, and a link is written as browsers write it.
    pub fn parse(kind: PlaceKind, text: &str) -> Result<Self, PlaceError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PlaceError::Empty(kind));
        }
        if text.chars().any(char::is_control) {
            return Err(PlaceError::ControlCharacter);
        }
        let text = if kind == PlaceKind::Link { link(text)? } else { text.to_owned() };
        match text.chars().count() {
            0..=Self::MAX => Ok(Self { kind, text }),
            long => Err(PlaceError::TooLong(long)),
        }
    }

    /// What kind of place it is.
    pub const fn kind(&self) -> PlaceKind {
        self.kind
    }

    /// The number, the address or the link.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The link, if it is one.
    pub fn link(&self) -> Option<&str> {
        (self.kind == PlaceKind::Link).then_some(&self.text)
    }
}

fn link(text: &str) -> Result<String, PlaceError> {
    let url = Url::parse(text).map_err(|_| PlaceError::NotHttps)?;
    if url.scheme() != "https" || url.host_str().is_none() {
        return Err(PlaceError::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(PlaceError::Credentials);
    }
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_https_and_holds_no_password() {
        let parse = |text: &str| Place::parse(PlaceKind::Link, text);
        assert_eq!(
            parse(" https://Meet.Example.com/room ").unwrap().link(),
            Some("https://meet.example.com/room")
        );
        for text in
            ["http://meet.example.com", "javascript:alert(1)", "meet.example.com", "https://", "ftp://x/y"]
        {
            assert_eq!(parse(text), Err(PlaceError::NotHttps), "{text}");
        }
        assert_eq!(parse("https://mara:secret@meet.example.com"), Err(PlaceError::Credentials));
        // What browsers write longer than people do is still counted.
        assert!(matches!(
            parse(&format!("https://x.example/{}", "ä".repeat(290))),
            Err(PlaceError::TooLong(_))
        ));
        assert_eq!(Place::parse(PlaceKind::Phone, "https://meet.example.com").unwrap().link(), None);
    }

    #[test]
    fn a_place_is_one_line_and_says_something() {
        for kind in PlaceKind::ALL {
            assert_eq!(Place::parse(*kind, "  "), Err(PlaceError::Empty(*kind)));
            assert_eq!(Place::parse(*kind, "a\r\nBcc: b"), Err(PlaceError::ControlCharacter));
        }
        let place = |text: &str| Place::parse(PlaceKind::Address, text);
        assert_eq!(place(&"ä".repeat(301)), Err(PlaceError::TooLong(301)));
        assert_eq!(place(" Kungsgatan 1, room 4 ").unwrap().text(), "Kungsgatan 1, room 4");
    }
}
