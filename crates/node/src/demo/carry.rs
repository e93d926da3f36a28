//! The evidence of the exercise: sealed at the provider, awaited at each node on its way.

use std::path::Path;
use std::time::{Duration, Instant as Wall};

use bytes::Bytes;
use comity_core::id::{ObjectId, RequestId};
use comity_core::request::RequestFile;
use comity_flows::ports::ObjectState;
use comity_flows::{ItemAnswer, Officer};
use comity_wire::hash::sha256;
use serde_json::json;

use super::post::{PATIENCE, Post, flow};
use crate::cli::Fault;
use crate::house::keyring::machine;

/// Subscriber data of the invented mailbox.
const SUBSCRIBER: &str = "field,value\nname,Jordan Example\ncontact_email,recovery@mail.example\nregistration_time,2025-11-02T08:14:31Z\nregistration_ip,203.0.113.77\n";

/// One piece of evidence and what its way took.
pub(crate) struct Carried {
    pub(crate) name: String,
    pub(crate) object: ObjectId,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) sealed_ms: u128,
    pub(crate) transfer_ms: u128,
    pub(crate) verified: bool,
}

/// Seals one file for each item that asks for data: the named file, or the sample that ships.
pub(super) async fn seal_all(
    northwind: &Post<'_>,
    order: RequestId,
    served: &RequestFile,
    evidence: &Path,
) -> Result<(Vec<Carried>, Vec<(String, ItemAnswer)>), Fault> {
    let silva = northwind.person("silva").await?;
    let mut carried = Vec::new();
    let mut answers = Vec::new();
    for (place, item) in served.items.iter().enumerate() {
        // The named file answers the last item; the others get the small sample.
        let named = place + 1 == served.items.len();
        let (name, sample) = if named {
            (file_name(evidence), None)
        } else {
            ("subscriber.csv".to_owned(), Some(SUBSCRIBER))
        };
        let began = Wall::now();
        let bytes = match sample {
            Some(sample) => sample.len() as u64,
            None => std::fs::metadata(evidence).map_err(machine)?.len(),
        };
        let object = northwind
            .node()
            .begin_seal(&silva, order, Some(item.id.clone()), &name, Some(bytes))
            .await
            .map_err(flow)?;
        match sample {
            Some(sample) => {
                let piece = Bytes::from_static(sample.as_bytes());
                let digest = sha256(&piece);
                northwind
                    .node()
                    .seal_piece(&silva, object, 0, piece, digest)
                    .await
                    .map_err(flow)?;
            }
            None => seal_file(northwind, &silva, object, evidence).await?,
        }
        let sealed = northwind
            .node()
            .finish_seal(&silva, object, None)
            .await
            .map_err(flow)?;
        carried.push(Carried {
            name,
            object,
            bytes: sealed.bytes,
            sha256: sealed.sha256.to_string(),
            sealed_ms: began.elapsed().as_millis(),
            transfer_ms: 0,
            verified: false,
        });
        answers.push((item.id.clone(), ItemAnswer::Sealed(object)));
    }
    Ok((carried, answers))
}

/// Reads a file in pieces of 8 MiB, as the browser's upload does.
async fn seal_file(
    northwind: &Post<'_>,
    officer: &Officer,
    object: ObjectId,
    file: &Path,
) -> Result<(), Fault> {
    use tokio::io::AsyncReadExt;
    const PIECE: usize = 8 << 20;
    let mut input = tokio::fs::File::open(file).await.map_err(machine)?;
    let mut at = 0;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        (&mut input)
            .take(PIECE as u64)
            .read_to_end(&mut piece)
            .await
            .map_err(machine)?;
        if piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(piece);
        let digest = sha256(&piece);
        at = northwind
            .node()
            .seal_piece(officer, object, at, piece, digest)
            .await
            .map_err(flow)?;
    }
}

/// Waits until every piece lies at this node, verified.
pub(super) async fn all_here(stage: &Post<'_>, carried: &[Carried]) -> Result<(), Fault> {
    let began = Wall::now();
    for one in carried {
        loop {
            match stage
                .node()
                .ledger()
                .object(one.object)
                .await
                .map_err(machine)?
            {
                Some(row) if row.state == ObjectState::Here => break,
                Some(row) if row.state == ObjectState::SetAside => {
                    return Err(machine(
                        "evidence was set aside: it does not agree with its seal",
                    ));
                }
                _ => {}
            }
            // A file of a hundred gigabytes takes its time; silence does not.
            if began.elapsed() > PATIENCE + Duration::from_millis(one.bytes / 2_000) {
                return Err(machine("the evidence did not arrive in time"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("evidence.bin")
        .to_owned()
}

/// Facts that the summary repeats.
pub(crate) fn carried_json(one: &Carried) -> serde_json::Value {
    json!({"name": one.name, "bytes": one.bytes, "sha256": one.sha256, "sealed_ms": one.sealed_ms, "transfer_ms": one.transfer_ms, "verified": one.verified})
}
