use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderValue, Request};
use domain::{Random, random_bytes};
use tower_http::request_id::{MakeRequestId, RequestId};

/// A short number that a person can read out to whoever runs the server.
#[derive(Clone)]
pub(super) struct NewRequestId(Arc<dyn Random>);

impl NewRequestId {
    pub(super) fn new(random: Arc<dyn Random>) -> Self {
        Self(random)
    }
}

impl fmt::Debug for NewRequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewRequestId")
    }
}

impl MakeRequestId for NewRequestId {
    fn make_request_id<B>(&mut self, _request: &Request<B>) -> Option<RequestId> {
        let text = hex::encode(random_bytes::<6>(&*self.0));
        HeaderValue::from_str(&text).ok().map(RequestId::new)
    }
}
