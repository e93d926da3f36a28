//! What leaves through a page as a file: `POST /evidence/{object}/content` and `/sealed`, `POST
//! /r/{number}/proof`. Each is a form, so that no link can make a reader take evidence out unseen.

use axum::Form;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use comity_flows::{FlowFault, Outflow};
use futures_util::stream;

use super::evidence::opened;
use super::posted::Posted;
use super::reader::{Reader, url_escape};
use super::request::find;

/// `POST /evidence/{object}/content`: the plaintext, for a reason that is recorded.
pub(crate) async fn content(
    reader: Reader,
    Path(object): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let taken = async {
        let (row, _) = opened(&reader, &object).await?;
        let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
        node.take_content(officer, row.id, posted.text("reason"))
            .await
    };
    flow_out(&reader, taken.await)
}

/// `POST /evidence/{object}/sealed`: the object as one sealed file.
pub(crate) async fn sealed(
    reader: Reader,
    Path(object): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let taken = async {
        let (row, _) = opened(&reader, &object).await?;
        let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
        node.take_sealed(officer, row.id).await
    };
    flow_out(&reader, taken.await)
}

/// `POST /r/{number}/proof`: the proof package.
pub(crate) async fn proof(
    reader: Reader,
    Path(number): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let taken = async {
        let file = find(&reader, &number).await?.file;
        let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
        let package = node.take_proof(officer, file.id).await?;
        Ok::<_, FlowFault>((format!("case-{}.proof", file.number), package))
    };
    match taken.await {
        Ok((name, package)) => attachment(&name, package.len() as u64, Body::from(package)),
        Err(fault) => reader.v.fail(&fault),
    }
}

fn flow_out(reader: &Reader, taken: Result<Outflow, FlowFault>) -> Response {
    match taken {
        Ok(out) => {
            let pages = stream::unfold(out.pages, |mut pages| async move {
                let page = pages.recv().await?;
                Some((page, pages))
            });
            attachment(&out.name, out.bytes, Body::from_stream(pages))
        }
        Err(fault) => reader.v.fail(&fault),
    }
}

/// A file to be saved and never shown: evidence may be hostile.
fn attachment(name: &str, bytes: u64, body: Body) -> Response {
    let plain: String = name
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => c,
            _ => '_',
        })
        .collect();
    let starred = url_escape(name).replace('/', "%2F");
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{starred}");
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_stays_one_header_value_and_no_path() {
        let answer = attachment("../\"a\"\r\nset-cookie: x/тест.csv", 3, Body::from("abc"));
        let value = answer.headers()[header::CONTENT_DISPOSITION].to_str();
        let value = value.expect("plain text");
        assert!(value.starts_with("attachment; filename=\".._"), "{value}");
        assert!(!value.contains('/') && !value.contains('\n'), "{value}");
        assert_eq!(answer.headers()[header::CONTENT_LENGTH], "3");
    }
}
