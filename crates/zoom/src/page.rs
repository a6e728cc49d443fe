//! Lists that come in pages (reference C.1).
//!
//! [`Pages`] hands out whole pages, for callers who want Zoom's total, store a page at a time, or keep the token for
//! later. [`Pages::entries`] turns them into a [`Stream`] of entries, for everything that is written against streams.
//! Both fetch a page only when it is asked for, and neither needs an executor of its own.

mod entries;

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

pub use entries::Entries;
pub use futures_core::Stream;

use crate::client::Client;
use crate::error::{DecodeKind, Error};
use crate::meetings::{MeetingSummary, Registrant, UpcomingMeeting};
use crate::past_meetings::PastParticipant;
use crate::request::Request;
use crate::token::TokenSource;
use crate::tolerant;

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The entries, in Zoom's order.
    pub items: Vec<T>,
    /// How to ask for the next page; `None` on the last. Good for 15 minutes.
    pub next: Option<PageToken>,
    /// Entries on all pages together, if Zoom counted them.
    pub total: Option<u64>,
}

/// What Zoom lists, and the name under which an answer holds it.
pub trait Listed {
    /// Name of the list in the answer, such as `meetings`.
    const LIST: &'static str;
}

impl Listed for MeetingSummary {
    const LIST: &'static str = "meetings";
}

impl Listed for UpcomingMeeting {
    const LIST: &'static str = "meetings";
}

impl Listed for Registrant {
    const LIST: &'static str = "registrants";
}

impl Listed for PastParticipant {
    const LIST: &'static str = "participants";
}

/// The list is required: an answer without it must not look like an empty one.
impl<'de, T: Listed + Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answer<T>(std::marker::PhantomData<T>);

        impl<'de, T: Listed + Deserialize<'de>> Visitor<'de> for Answer<T> {
            type Value = Page<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an object with the list `{}`", T::LIST)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
                let (mut items, mut next, mut total) = (None, None, None);
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "next_page_token" => next = map.next_value::<Token>()?.0,
                        "total_records" => total = map.next_value::<Count>()?.0,
                        list if list == T::LIST => items = Some(map.next_value()?),
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                let items = items.ok_or_else(|| A::Error::missing_field(T::LIST))?;
                Ok(Page { items, next: next.and_then(PageToken::new), total })
            }
        }

        deserializer.deserialize_map(Answer(std::marker::PhantomData))
    }
}

#[derive(Deserialize)]
struct Token(#[serde(deserialize_with = "tolerant::lenient_text")] Option<String>);

#[derive(Deserialize)]
struct Count(#[serde(deserialize_with = "tolerant::lenient_u64")] Option<u64>);

/// Names the next page. Opaque.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageToken(String);

impl PageToken {
    /// `None` for the empty text that Zoom sends on the last page.
    pub fn new(token: impl Into<String>) -> Option<Self> {
        let token = token.into();
        (!token.is_empty()).then_some(Self(token))
    }

    /// The token as it goes into `next_page_token`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes the request for one page.
type Ask<'a, T> = Box<dyn Fn(Option<PageToken>) -> Request<Page<T>> + Send + Sync + 'a>;

/// All pages of a list, fetched one at a time.
///
/// Ends after the page whose token is missing or empty, and after the first error. A token that comes a second time
/// is an error (`Decode`, [`DecodeKind::Repeated`]): going on would never end, and stopping would make half a list
/// look whole.
pub struct Pages<'a, S, T> {
    client: &'a Client<S>,
    ask: Ask<'a, T>,
    state: State,
    seen: HashSet<String>,
}

enum State {
    First,
    Next(PageToken),
    Repeated,
    Done,
}

impl<'a, S: TokenSource, T: Listed + DeserializeOwned> Pages<'a, S, T> {
    pub(crate) fn new(
        client: &'a Client<S>,
        ask: impl Fn(Option<PageToken>) -> Request<Page<T>> + Send + Sync + 'a,
    ) -> Self {
        Self { client, ask: Box::new(ask), state: State::First, seen: HashSet::new() }
    }

    /// The next page, or `None` after the last.
    ///
    /// # Errors
    /// Any [`Error`] of the call; there is no page after it.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        let token = match std::mem::replace(&mut self.state, State::Done) {
            State::First => None,
            State::Next(token) => Some(token),
            State::Repeated => return Some(Err(repeated())),
            State::Done => return None,
        };
        let page = match self.client.send(&(self.ask)(token)).await {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        if let Some(token) = &page.next {
            let new = self.seen.insert(token.0.clone());
            self.state = if new { State::Next(token.clone()) } else { State::Repeated };
        }
        Some(Ok(page))
    }

    /// Every entry of every page that is left.
    ///
    /// # Errors
    /// Any [`Error`] of a call; what was fetched before it is dropped.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await {
            all.extend(page?.items);
        }
        Ok(all)
    }

    /// The entries of all pages that are left, one by one.
    pub fn entries(self) -> Entries<'a, S, T> {
        Entries::new(self)
    }
}

fn repeated() -> Error {
    Error::Decode {
        path: "next_page_token".to_owned(),
        kind: DecodeKind::Repeated,
        status: 200,
        tracking_id: None,
    }
}
