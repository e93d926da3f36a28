//! A browser without JavaScript: follows links, posts forms, keeps its cookie.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use comity_desk::server::{Desk, router};
use tower::ServiceExt as _;

use crate::common::Post;

/// One reader at one node.
pub(crate) struct Browser {
    app: Router,
    cookie: String,
    key: String,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Browser {
    /// Signs in.
    pub(crate) async fn open(post: &Post, login: &str) -> Self {
        let (news, _) = tokio::sync::broadcast::channel(16);
        let app = router(Desk {
            node: post.node.clone(),
            news,
            secure: false,
            software: "test".to_owned(),
            fonts: "no-fonts".into(),
        });
        let cookie = post.node.sign_in(login, "right").await.expect("signs in");
        let session = post.node.session(&cookie).await.expect("a session");
        Self {
            app,
            cookie: format!("comity={cookie}; lang=en"),
            key: session.form_key,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        let request = Request::get(path)
            .header(header::COOKIE, &self.cookie)
            .body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Posts a form with its key.
    pub(crate) async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Page {
        let mut body = format!("csrf={}", self.key);
        for (name, value) in pairs {
            body.push_str(&format!("&{}={}", escape(name), escape(value)));
        }
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// Posts a file as a browser does.
    pub(crate) async fn upload(&self, path: &str, role: &str, name: &str, bytes: &[u8]) -> Page {
        let mut body = Vec::new();
        for (field, value) in [("csrf", self.key.as_str()), ("role", role)] {
            body.extend(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
                )
                .bytes(),
            );
        }
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(b"\r\n--b--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let answer: Response<Body> = self.app.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let location = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let bytes = to_bytes(answer.into_body(), 8 << 20)
            .await
            .expect("a whole answer");
        Page {
            status,
            location,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl Page {
    /// The values of the inputs with this name.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let begin = format!("name=\"{name}\" value=\"");
        self.text
            .split(&begin)
            .skip(1)
            .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
            .collect()
    }

    /// The path of the redirect, without its anchor.
    pub(crate) fn to(&self) -> &str {
        self.location.split('#').next().unwrap_or_default()
    }
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}
