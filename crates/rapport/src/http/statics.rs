use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::assets;

/// Names change with the content, so a browser may keep a file for ever.
pub(super) async fn file(Path(path): Path<String>) -> Response {
    match assets::find(&path) {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, asset.body.as_slice()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
