//! Pages of words, and what is not here.

use axum::response::Response;

use super::reader::{Visitor, html};
use crate::pages::plain::{Accessibility, Keys};
use crate::shell::Place;

/// `GET /accessibility`.
pub(crate) async fn accessibility(v: Visitor) -> Response {
    html(&Accessibility {
        s: &v.shell(Place::Elsewhere),
    })
}

/// `GET /keys`.
pub(crate) async fn keys(v: Visitor) -> Response {
    html(&Keys {
        s: &v.shell(Place::Elsewhere),
    })
}

/// Everything else.
pub(crate) async fn absent(v: Visitor) -> Response {
    v.absent()
}
