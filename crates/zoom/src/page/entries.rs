//! Pages as a stream of entries.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{Listed, Page, Pages};
use crate::error::Error;
use crate::token::TokenSource;

/// What is being fetched: the pages come back with the next of them.
type Fetch<'a, S, T> =
    Pin<Box<dyn Future<Output = (Pages<'a, S, T>, Option<Result<Page<T>, Error>>)> + Send + 'a>>;

/// The entries of a list as a [`Stream`]; a page is fetched when the one before it is used up. It ends after the
/// first error. Made by [`Pages::entries`].
pub struct Entries<'a, S, T> {
    ready: VecDeque<T>,
    state: State<'a, S, T>,
}

enum State<'a, S, T> {
    Idle(Pages<'a, S, T>),
    Fetching(Fetch<'a, S, T>),
    Done,
}

impl<'a, S, T> Entries<'a, S, T> {
    pub(super) fn new(pages: Pages<'a, S, T>) -> Self {
        Self { ready: VecDeque::new(), state: State::Idle(pages) }
    }
}

/// Nothing in it is borrowed from itself: the future is in a box of its own.
impl<S, T> Unpin for Entries<'_, S, T> {}

impl<'a, S: TokenSource, T: Listed + DeserializeOwned + Send + 'a> Stream for Entries<'a, S, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(entry) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(entry)));
            }
            this.state = match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(mut pages) => State::Fetching(Box::pin(async move {
                    let page = pages.next().await;
                    (pages, page)
                })),
                State::Fetching(mut fetch) => match fetch.as_mut().poll(context) {
                    Poll::Pending => {
                        this.state = State::Fetching(fetch);
                        return Poll::Pending;
                    }
                    Poll::Ready((_, None)) => return Poll::Ready(None),
                    Poll::Ready((_, Some(Err(error)))) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready((pages, Some(Ok(page)))) => {
                        this.ready = page.items.into();
                        State::Idle(pages)
                    }
                },
            };
        }
    }
}
