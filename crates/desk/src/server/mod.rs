//! Everything that touches HTTP.

mod headers;

use axum::Router;
use axum::middleware;
use axum::routing::get;

use crate::assets;

/// Adds the embedded files and the headers of every answer to a router.
pub fn public(router: Router) -> Router {
    router
        .route("/a/{hash}/{*name}", get(assets::serve))
        .layer(middleware::map_response(headers::strict))
}
