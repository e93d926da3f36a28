//! Opening evidence: its plaintext leaves the seal for a file that an officer names, and the register
//! says who did it and why before the file has its name.

use std::io::Write as _;
use std::path::Path;

use comity_core::id::{Digest, ObjectId};
use comity_core::role::Act;
use comity_wire::evidence::landing::Landing;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::Change;

/// What was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedObject {
    /// Its name as sealed.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 of the plaintext, computed and as sealed.
    pub sha256: Digest,
}

impl Node {
    /// Writes the plaintext of an object to `path`, which must be free: every chunk is verified and
    /// the file appears whole or not at all. The reason stands in the register for ever.
    ///
    /// # Errors
    /// [`FlowFault::Evidence`] when something does not agree; then nothing is left at `path`.
    pub async fn open_object(
        &self,
        officer: &Officer,
        id: ObjectId,
        path: &Path,
        reason: &str,
    ) -> Result<OpenedObject, FlowFault> {
        officer.must(Act::OpenEvidence)?;
        if reason.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "reason".to_owned(),
                why: "say why the evidence is opened".to_owned(),
            });
        }
        let (object, manifest) = self.here(id).await?;
        let part = self.open_part(&object, &manifest).await?.part;
        let stream = self.plain_stream(&object, &manifest, &part.key).await?;
        let (target, expected) = (path.to_owned(), part.sha256);
        let landing = tokio::task::spawn_blocking(move || {
            let unwritable =
                |why: std::io::Error| FlowFault::Node(format!("{}: {why}", target.display()));
            let refused = |why: String| FlowFault::Evidence(why);
            let landing = Landing::private(&target).map_err(unwritable)?;
            let mut stream = stream;
            while let Some(page) = stream.page().map_err(|fault| refused(fault.to_string()))? {
                landing.file().write_all(page.bytes()).map_err(unwritable)?;
                stream.give_back(page);
            }
            stream
                .finish(expected)
                .map_err(|fault| refused(fault.to_string()))?;
            Ok::<_, FlowFault>(landing)
        })
        .await
        .map_err(node_fault)??;
        let now = self.now();
        let mut change = Change::default();
        self.note(
            &mut change,
            Some(object.case),
            now,
            "evidence.opened",
            officer.id.as_str(),
            &json!({"object": id, "sha256": expected, "bytes": part.bytes, "reason": reason}),
        )?;
        self.ports.ledger.commit(change).await?;
        tokio::task::spawn_blocking(move || landing.settle())
            .await
            .map_err(node_fault)?
            .map_err(|why| FlowFault::Node(format!("{}: {why}", path.display())))?;
        self.tell("evidence.opened", Some(object.case));
        Ok(OpenedObject {
            name: part.name.clone(),
            bytes: part.bytes,
            sha256: expected,
        })
    }
}
