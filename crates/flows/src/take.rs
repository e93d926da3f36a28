//! Evidence leaves this node through a page: opened, as sealed, or as the proof package of its case.
//! The register says who took what, and for opened content why, before the first byte goes out.

use std::collections::BTreeMap;
use std::io;

use bytes::Bytes;
use comity_core::id::{ObjectId, RequestId};
use comity_core::role::Act;
use comity_wire::cbor;
use comity_wire::evidence::file::Frame;
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::evidence::plain::PlainStream;
use comity_wire::evidence::wrap::Wrap;
use comity_wire::hash::sha256;
use serde_json::json;
use tokio::sync::mpsc;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{BlobPart, Change, ObjectRow, ObjectState};

/// Pages that wait for a slow reader.
const AHEAD: usize = 4;
/// Bytes of a sealed object read at once.
const BLOCK: u64 = 1 << 20;

/// Bytes on their way to a reader. A fault in the middle ends them before `bytes` are reached, so no
/// reader takes a half file for a whole one.
pub struct Outflow {
    /// Name of the file.
    pub name: String,
    /// How many bytes a whole one has.
    pub bytes: u64,
    /// The bytes.
    pub pages: mpsc::Receiver<io::Result<Bytes>>,
}

impl Node {
    /// The content of an object, every chunk verified before it leaves; its last page only when the
    /// SHA-256 of the whole agrees with the sealed one.
    ///
    /// # Errors
    /// [`FlowFault::NotAllowed`], [`FlowFault::Input`] without a reason, [`FlowFault::Evidence`] when
    /// the object is not here whole or no key of this node opens it.
    pub async fn take_content(
        &self,
        officer: &Officer,
        id: ObjectId,
        reason: &str,
    ) -> Result<Outflow, FlowFault> {
        officer.must(Act::OpenEvidence)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(FlowFault::Input {
                field: "reason".to_owned(),
                why: "say why the evidence is opened".to_owned(),
            });
        }
        let (object, manifest) = self.here(id).await?;
        let part = self.open_part(&object, &manifest).await?.part;
        let stream = self.plain_stream(&object, &manifest, &part.key).await?;
        let what =
            json!({"object": id, "sha256": part.sha256, "bytes": part.bytes, "reason": reason});
        let case = Some(object.case);
        self.taken(officer, case, "evidence.opened", &what).await?;
        let (send, pages) = mpsc::channel(AHEAD);
        let expected = part.sha256;
        tokio::task::spawn_blocking(move || pour(stream, expected, &send));
        Ok(Outflow {
            name: part.name.clone(),
            bytes: part.bytes,
            pages,
        })
    }

    /// An object as it was sealed, in one file that anybody can verify and its recipients can open.
    /// Its manifest and chunks are those of the producer; this node signs that it handed it on.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`] when the object is not here whole.
    pub async fn take_sealed(&self, officer: &Officer, id: ObjectId) -> Result<Outflow, FlowFault> {
        officer.must(Act::ReadCase)?;
        let (object, manifest) = self.here(id).await?;
        let stated = manifest.manifest();
        let directory = self.directory();
        let producer = directory
            .signer(&stated.producer, object.created)
            .map_err(|fault| FlowFault::Evidence(fault.to_string()))?;
        let mut wraps = BTreeMap::new();
        for row in self.ports.ledger.wraps(id).await? {
            let value = cbor::decode(&row.wrap).map_err(node_fault)?;
            if let Some(wrap) = Wrap::from_value(&value) {
                wraps.insert(wrap.recipient, wrap);
            }
        }
        let frame = Frame::around(
            &manifest,
            &producer.certificate.document().signing,
            &self.keys.signing,
            wraps.into_values().collect(),
            self.world,
        )
        .map_err(node_fault)?;
        let mut runs = Vec::new();
        // In the order of the sealed file.
        for part in [BlobPart::Chunks, BlobPart::Leaves, BlobPart::Tags] {
            runs.push((part, self.ports.blobs.size(id, part).await?));
        }
        let inside: u64 = runs.iter().map(|(_, bytes)| bytes).sum();
        let around = (frame.header.len() + frame.tail.len()) as u64;
        let what = json!({"object": id, "bytes": inside});
        let case = Some(object.case);
        self.taken(officer, case, "evidence.taken", &what).await?;
        let (send, pages) = mpsc::channel(AHEAD);
        let blobs = self.ports.blobs.clone();
        tokio::spawn(async move {
            let header = Bytes::copy_from_slice(&frame.header);
            if send.send(Ok(header)).await.is_err() {
                return;
            }
            for (part, bytes) in runs {
                let mut at = 0;
                while at < bytes {
                    let read = blobs.read(id, part, at, BLOCK.min(bytes - at)).await;
                    let page = read.map_err(io::Error::other);
                    let len = page.as_ref().map_or(0, |page| page.len() as u64);
                    // Nobody reads any more, the store failed, or it holds less than it said.
                    if send.send(page).await.is_err() || len == 0 {
                        return;
                    }
                    at += len;
                }
            }
            let _reader_gone = send.send(Ok(frame.tail.into())).await;
        });
        Ok(Outflow {
            name: format!("{id}.sealed"),
            bytes: inside + around,
            pages,
        })
    }

    /// The proof package of a case. Taking it is an entry of the node and not of the case: an entry of
    /// the case would have to wait for the next checkpoint before it could be proven itself.
    ///
    /// # Errors
    /// As [`Node::proof_package`].
    pub async fn take_proof(
        &self,
        officer: &Officer,
        case: RequestId,
    ) -> Result<Vec<u8>, FlowFault> {
        officer.must(Act::ReadCase)?;
        let package = self.proof_package(case).await?;
        let what = json!({"case": case, "sha256": sha256(&package), "bytes": package.len()});
        self.taken(officer, None, "proof.taken", &what).await?;
        Ok(package)
    }

    /// An object that is here whole and verified, with its manifest.
    pub(crate) async fn here(
        &self,
        id: ObjectId,
    ) -> Result<(ObjectRow, SignedManifest), FlowFault> {
        let object = self.ports.ledger.object(id).await?;
        let object = object.ok_or(FlowFault::NotFound)?;
        if object.state != ObjectState::Here {
            let why = "this object is not here whole and verified";
            return Err(FlowFault::Evidence(why.to_owned()));
        }
        let manifest = SignedManifest::read(&object.manifest, self.world).map_err(node_fault)?;
        Ok((object, manifest))
    }

    async fn taken(
        &self,
        officer: &Officer,
        case: Option<RequestId>,
        kind: &str,
        what: &serde_json::Value,
    ) -> Result<(), FlowFault> {
        let mut change = Change::default();
        let actor = officer.id.as_str();
        self.note(&mut change, case, self.now(), kind, actor, what)?;
        self.ports.ledger.commit(change).await?;
        self.tell(kind, case);
        Ok(())
    }
}

/// Hands out a plaintext page by page, the last one when the whole agrees.
fn pour(
    mut stream: PlainStream,
    expected: comity_core::id::Digest,
    send: &mpsc::Sender<io::Result<Bytes>>,
) {
    let mut held: Option<Bytes> = None;
    let end = loop {
        match stream.page() {
            Ok(Some(page)) => {
                let next = Bytes::copy_from_slice(page.bytes());
                stream.give_back(page);
                if let Some(before) = held.replace(next)
                    && send.blocking_send(Ok(before)).is_err()
                {
                    return;
                }
            }
            Ok(None) => break stream.finish(expected),
            Err(fault) => break Err(fault),
        }
    };
    let last = match end {
        Ok(()) => held.map(Ok),
        Err(fault) => {
            tracing::error!(%fault, "evidence that was being opened does not agree");
            Some(Err(io::Error::other(fault.to_string())))
        }
    };
    if let Some(last) = last {
        let _reader_gone = send.blocking_send(last);
    }
}
