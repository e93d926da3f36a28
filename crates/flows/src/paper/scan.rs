//! Scans of papers and files of mail lie sealed in the evidence store, for our own key only.

use bytes::Bytes;
use comity_core::id::ObjectId;
use comity_core::request::RequestFile;
use comity_wire::evidence::layout::ContentKey;
use comity_wire::evidence::seal::Sealer;
use comity_wire::evidence::sink::{FolderSink, ObjectPaths};

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::Change;
use crate::seal::Kept;

/// A scan, a photograph or a file of mail as a person brings it.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Its name as a plain file name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl Node {
    /// Seals a scan for ourselves; its row stands in `change`.
    pub(super) async fn keep_scan(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &RequestFile,
        scan: Scan,
    ) -> Result<ObjectId, FlowFault> {
        let wrong = |why: &str| FlowFault::Input {
            field: "scan".to_owned(),
            why: why.to_owned(),
        };
        if scan.bytes.is_empty() {
            return Err(wrong("the file is empty"));
        }
        if !comity_wire::evidence::part::is_plain_name(&scan.name) {
            return Err(wrong(
                "its name must be a file name without folders or control characters",
            ));
        }
        let begun = self.now();
        let id = self.ports.ids.object();
        let size = scan.bytes.len() as u64;
        let writer = self.ports.blobs.stage(id, size).await?;
        let key = ContentKey::from_bytes(self.ports.ids.random32());
        let sealed = tokio::task::spawn_blocking(move || {
            let sink = FolderSink::new(&ObjectPaths::alone(&writer.folder), Some(size))?;
            let mut sealer = Sealer::start(id, key, sink)?;
            sealer.put(&scan.bytes)?;
            let (sealed, sink) = sealer.finish()?;
            sink.settle()?;
            Ok::<_, std::io::Error>(sealed)
        })
        .await
        .map_err(node_fault)?
        .map_err(node_fault)?;
        let kept = Kept {
            case: file.id,
            item: None,
            name: scan.name,
            begun,
            by: officer.id.to_string(),
            basis: file.number.clone(),
        };
        self.keep_sealed(change, &sealed, kept, &[]).await?;
        Ok(id)
    }
}
