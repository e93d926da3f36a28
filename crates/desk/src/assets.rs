//! Style, fonts, icons and scripts, embedded in the program and served under a hashed address.
//!
//! All files share one hash in their address, so the fonts keep their relative place beside the
//! stylesheet and a browser may keep everything for a year.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web"]
struct Web;

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut all = 0xcbf2_9ce4_8422_2325_u64;
    for name in Web::iter() {
        let file = Web::get(&name)
            .map(|file| file.metadata.sha256_hash())
            .unwrap_or_default();
        // FNV over SHA-256 digests: the address only has to change when a file does.
        for byte in name.bytes().chain(file) {
            all = (all ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{all:016x}")
});

/// The address of an embedded file, for example `/a/0123456789abcdef/comity.css`.
#[must_use]
pub fn url(name: &str) -> String {
    format!("/a/{}/{name}", HASH.as_str())
}

/// `GET /a/{hash}/{name}`. An old hash still answers with the present file, but may not be kept.
pub(crate) async fn serve(Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(file) = Web::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if hash == *HASH {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
    ];
    (headers, file.data).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_names_only_fonts_that_are_embedded() {
        let css = Web::get("comity.css").expect("shipped");
        let text = String::from_utf8(css.data.into_owned()).expect("UTF-8");
        let fonts: Vec<&str> = text
            .split("url(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(fonts.len() >= 8);
        for font in fonts {
            assert!(Web::get(font).is_some(), "{font} is missing");
        }
    }

    #[test]
    fn the_stylesheet_has_no_left_and_no_right() {
        let css = Web::get("comity.css").expect("shipped");
        let text = String::from_utf8(css.data.into_owned()).expect("UTF-8");
        // The rule itself is stated in the file's opening comment.
        let rules = text
            .split_once("*/")
            .map_or(text.as_str(), |(_, rest)| rest);
        assert!(!rules.contains("left") && !rules.contains("right"));
    }

    #[test]
    fn every_file_from_others_is_the_one_that_was_recorded() {
        let list = Web::get("vendor/VENDOR.md").expect("shipped");
        let list = String::from_utf8(list.data.into_owned()).expect("UTF-8");
        let vendored = |name: &str| {
            name.starts_with("vendor/") && (name.ends_with(".woff2") || name.ends_with(".js"))
        };
        let mut seen = 0;
        for name in Web::iter().filter(|name| vendored(name)) {
            let digest = hex::encode(Web::get(&name).expect("just listed").metadata.sha256_hash());
            let line = list
                .lines()
                .find(|line| line.contains(&format!("`{}`", &name["vendor/".len()..])));
            assert!(
                line.is_some_and(|line| line.contains(&digest)),
                "{name} is not as VENDOR.md says"
            );
            seen += 1;
        }
        assert!(seen >= 10);
    }
}
