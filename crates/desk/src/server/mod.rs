//! Everything that touches HTTP: one file for each page. A handler parses, calls one flow, renders.

mod acts;
mod answers;
mod api;
mod approvals;
mod audit;
mod complete;
mod consents;
mod deliveries;
mod download;
mod duty;
mod evidence;
mod headers;
mod law;
mod law_change;
mod legal;
mod letter;
mod news;
mod plain;
mod posted;
mod provider;
mod queue;
mod reader;
mod register;
mod request;
pub(crate) mod road;
mod sent;
mod sign;
mod triage;
mod upload;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use axum::{Router, response::Redirect};
use comity_flows::Node;
use comity_flows::ports::NewsItem;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use crate::assets;

/// What the screens need of the world.
#[derive(Clone)]
pub struct Desk {
    /// The node.
    pub node: Arc<Node>,
    /// What the node tells; a page that is too slow misses some and only counts them.
    pub news: broadcast::Sender<NewsItem>,
    /// Whether readers come over HTTPS, so that cookies may say so.
    pub secure: bool,
    /// The version of the program.
    pub software: String,
    /// Where fonts for letters lie beside those of the program.
    pub fonts: PathBuf,
}

/// The officers' screens, the provider's page and the JSON API of one node.
pub fn router(desk: Desk) -> Router {
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/queue") }))
        .route("/sign-in", get(sign::page).post(sign::enter))
        .route("/sign-out", post(sign::leave))
        .route("/settings/theme", post(sign::theme))
        .route("/language/{code}", get(sign::language))
        .route("/accessibility", get(plain::accessibility))
        .route("/keys", get(plain::keys))
        .route("/queue", get(queue::page))
        .route("/news", get(news::stream))
        .route("/r/{number}", get(request::page))
        .route("/r/{number}/text", get(request::text))
        .route("/r/{number}/legal", get(legal::page))
        .route("/r/{number}/legal/{act}", post(legal::record))
        .route(
            "/r/{number}/letter",
            get(letter::page).post(letter::hand_out),
        )
        .route("/code/{code}", get(letter::find_by_code))
        .route("/r/{number}/evidence", get(evidence::of_request))
        .route(
            "/r/{number}/complete",
            get(complete::page).post(complete::send),
        )
        .route("/r/{number}/act/{act}", post(acts::act))
        .route("/r/{number}/pending/{pending}/{act}", post(acts::pending))
        .route("/triage", get(triage::page))
        .route("/evidence", get(evidence::all))
        .route("/evidence/{object}", get(evidence::one))
        .route("/evidence/{object}/check", post(evidence::check))
        .route("/evidence/{object}/content", post(download::content))
        .route("/evidence/{object}/sealed", post(download::sealed))
        .route("/r/{number}/proof", post(download::proof))
        .route("/approvals", get(approvals::page))
        .route("/duty", get(duty::page))
        .route("/law", get(law::atlas))
        .route("/law/atlas.csv", get(law::csv))
        .route("/law/instrument", get(law::instruments))
        .route("/law/instrument/{id}", get(law::instrument))
        .route("/law/compare", get(law::compare))
        .route("/law/decide", get(law::decide))
        .route("/law/what-if", get(law::what_if))
        .route("/law/{state}", get(law::state))
        .route("/audit", get(audit::page))
        .route("/audit/check", post(audit::check))
        .route("/deliveries", get(deliveries::page))
        .route("/deliveries/{msg}/{act}", post(deliveries::settle))
        .route("/law/changes", get(law_change::page))
        .route("/law/changes/propose", post(law_change::propose))
        .route("/law/changes/{id}/{act}", post(law_change::act))
        .route("/law/consents", get(consents::page))
        .route("/law/consents/{act}", post(consents::add))
        .route("/law/consents/{state}/{id}", get(consents::file))
        .route("/law/consents/{state}/{id}/{act}", post(consents::act))
        .merge(register::routes())
        .route("/p", get(provider::inbox))
        .route("/p/{number}", get(provider::order))
        .route("/p/{number}/answer", post(provider::answer))
        .route("/p/{number}/upload", post(upload::begin))
        .route(
            "/p/{number}/upload/small",
            post(upload::small).layer(DefaultBodyLimit::max(upload::SMALL)),
        )
        .route(
            "/upload/{object}",
            get(upload::progress)
                .put(upload::piece)
                .layer(DefaultBodyLimit::max(upload::PIECE + 1024)),
        )
        .route("/upload/{object}/seal", post(upload::seal))
        .merge(writer::routes())
        .nest("/api/v1", api::router())
        .fallback(plain::absent)
        .with_state(desk);
    public(pages)
}

/// Serves the screens on `listener` until `stop`; open pages may end first.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    desk: Desk,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(desk))
        .with_graceful_shutdown(stop)
        .await
}

/// Adds the embedded files and the headers of every answer to a router.
pub fn public(router: Router) -> Router {
    router
        .route("/a/{hash}/{*name}", get(assets::serve))
        .layer(middleware::map_response(headers::strict))
}
