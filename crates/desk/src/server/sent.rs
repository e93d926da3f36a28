//! What a form with files brings: its fields and its files, each no larger than it may be.

use axum::extract::Multipart;
use axum::http::HeaderMap;
use bytes::Bytes;
use comity_flows::{FlowFault, Scan};

use super::posted::Posted;

/// The largest form with files.
pub(crate) const FORM: usize = 65 * 1024 * 1024;

/// Fields and files of one form.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) fields: Posted,
    /// Files by the name of their field; an empty choice brings none.
    pub(crate) files: Vec<(String, Scan)>,
}

impl Sent {
    /// Reads a form to its end.
    pub(crate) async fn read(form: Multipart) -> Result<Self, FlowFault> {
        let mut form = form;
        let mut sent = Self::default();
        let mut fields = Vec::new();
        let broken = |_| FlowFault::Input {
            field: "file".to_owned(),
            why: "the form did not arrive whole, or is larger than 64 MiB".to_owned(),
        };
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes: Bytes = field.bytes().await.map_err(broken)?;
                    if !bytes.is_empty() {
                        // A browser may send the whole path; the last part is the name.
                        let plain = file.rsplit(['/', '\\']).next().unwrap_or_default();
                        sent.files.push((
                            name,
                            Scan {
                                name: plain.to_owned(),
                                bytes,
                            },
                        ));
                    }
                }
                None => fields.push((name, field.text().await.map_err(broken)?)),
            }
        }
        sent.fields = Posted::of(fields);
        Ok(sent)
    }

    /// Takes the files of a field.
    pub(crate) fn take(&mut self, name: &str) -> Vec<Scan> {
        let files = std::mem::take(&mut self.files);
        let (taken, left): (Vec<_>, Vec<_>) = files.into_iter().partition(|(n, _)| n == name);
        self.files = left;
        taken.into_iter().map(|(_, scan)| scan).collect()
    }
}

/// The name of a download, for the browser.
pub(crate) fn attachment(name: &str, media_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect();
    for (key, value) in [
        ("content-type", media_type.to_owned()),
        (
            "content-disposition",
            format!("attachment; filename=\"{plain}\""),
        ),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(key, value);
        }
    }
    headers
}
