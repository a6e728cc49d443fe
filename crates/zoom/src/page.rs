//! Lists that come in pages (reference C.1).

use std::collections::HashSet;

use crate::client::Client;
use crate::error::Error;
use crate::request::Request;
use crate::token::TokenSource;

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

impl std::fmt::Display for PageToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// All pages of a list, fetched one at a time.
///
/// Ends after the page without a token, after the first error, and when Zoom repeats a token, which would
/// otherwise never end.
pub struct Pages<'a, S, R, T> {
    client: &'a Client<S>,
    request: Box<dyn Fn(Option<PageToken>) -> Request<R> + Send + Sync + 'a>,
    state: State,
    seen: HashSet<String>,
    page: std::marker::PhantomData<fn() -> T>,
}

enum State {
    First,
    Next(PageToken),
    Done,
}

impl<'a, S: TokenSource, R: Into<Page<T>>, T> Pages<'a, S, R, T> {
    pub(crate) fn new(
        client: &'a Client<S>,
        request: impl Fn(Option<PageToken>) -> Request<R> + Send + Sync + 'a,
    ) -> Self {
        Self {
            client,
            request: Box::new(request),
            state: State::First,
            seen: HashSet::new(),
            page: std::marker::PhantomData,
        }
    }

    /// The next page, or `None` after the last.
    ///
    /// # Errors
    /// Any [`Error`] of the call; there is no page after it.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        let token = match std::mem::replace(&mut self.state, State::Done) {
            State::First => None,
            State::Next(token) => Some(token),
            State::Done => return None,
        };
        let page: Page<T> = match self.client.send(&(self.request)(token)).await {
            Ok(page) => page.into(),
            Err(error) => return Some(Err(error)),
        };
        if let Some(token) = &page.next
            && self.seen.insert(token.0.clone())
        {
            self.state = State::Next(token.clone());
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
}
