//! Every page with invented data, to be looked at: `cargo run -p comity-desk --example gallery`.
//!
//! `http://127.0.0.1:4711/en/queue`, or `ar`, `es`, `fr`, `ru`, `zh`; `?night` for the night colours. `GALLERY_PORT`
//! names another port; with 0 any free one, which is printed.

#[path = "gallery/samples.rs"]
mod samples;

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use comity_desk::shell::Theme;
use comity_desk::words::Lang;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = comity_desk::server::public(Router::new().route("/{lang}/{page}", get(page)));
    let port = std::env::var("GALLERY_PORT").unwrap_or_else(|_| "4711".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn page(Path((lang, page)): Path<(String, String)>, RawQuery(query): RawQuery) -> Response {
    let lang = Lang::parse(&lang).unwrap_or(Lang::En);
    let theme = if query.is_some_and(|q| q.contains("night")) {
        Theme::Night
    } else {
        Theme::Day
    };
    match samples::page(lang, theme, &page) {
        Some(Ok(html)) => Html(html).into_response(),
        Some(Err(error)) => error.to_string().into_response(),
        None => Html(samples::index(lang)).into_response(),
    }
}
