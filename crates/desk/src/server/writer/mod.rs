//! The writer: `/new`, `/d/{draft}/{step}`, `/d/{draft}/sign` and what hangs on it.

mod attach;
mod new;
mod sign;
mod step;
mod translate;
mod work;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::Desk;
pub(crate) use work::Work;

/// The largest form of the writer. A field that is far too long must still arrive whole enough to be
/// refused at its place.
const FORM: usize = 4 * 1024 * 1024;

/// The pages of the writer.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/new", get(new::page).post(new::begin))
        .route("/d/{number}/sign", get(sign::page).post(sign::submit))
        .route("/d/{number}/papers", post(sign::papers))
        .route("/d/{number}/confirm", post(sign::confirm))
        .route("/d/{number}/attachments", post(attach::add))
        .route("/d/{number}/attachments/{n}", get(attach::fetch))
        .route("/d/{number}/attachments/{n}/remove", post(attach::remove))
        .route(
            "/d/{number}/translation",
            get(translate::page).post(translate::save),
        )
        .route("/d/{number}/{step}", get(step::page).post(step::save))
        .layer(DefaultBodyLimit::max(FORM))
}
