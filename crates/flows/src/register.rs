//! Register entries: what happened, by whom, as the leaf of the custody log commits to it.

use comity_core::id::RequestId;
use comity_core::request::RequestFile;
use comity_core::time::Instant;
use comity_wire::log::{Leaf, LeafKind};
use serde_json::{Value, json};

use crate::fault::FlowFault;
use crate::index::index_of;
use crate::node::Node;
use crate::ports::{CaseRow, Change, Event, Write};

impl Node {
    /// Writes one register entry into `change`. The leaf hash is known at once, so a receipt can
    /// name it before the log has given it a place.
    pub(crate) fn note(
        &self,
        change: &mut Change,
        case: Option<RequestId>,
        at: Instant,
        kind: &str,
        actor: &str,
        what: &Value,
    ) -> Result<[u8; 32], FlowFault> {
        let body = json!({
            "at": at.to_string(),
            "kind": kind,
            "actor": actor,
            "case": case.map(|id| id.to_string()),
            "what": what,
        })
        .to_string()
        .into_bytes();
        let salt = self.ports.ids.random32();
        let leaf_kind = LeafKind::new(kind).map_err(|fault| FlowFault::Node(fault.to_string()))?;
        let leaf = Leaf::of(at, leaf_kind, &salt, &body);
        let leaf_hash = *leaf.hash().as_bytes();
        change.events.push(Event {
            case,
            at,
            kind: kind.to_owned(),
            actor: actor.to_owned(),
            body,
            salt,
            leaf: leaf.encode(),
            leaf_hash,
        });
        Ok(leaf_hash)
    }

    /// Puts a changed file into `change`. `expect` is the version read, none for a new file.
    pub(crate) fn put(
        &self,
        change: &mut Change,
        mut file: RequestFile,
        expect: Option<u64>,
        now: Instant,
    ) {
        file.changed = now;
        let index = index_of(&file);
        change.writes.push(Write::Case(Box::new(CaseRow {
            file,
            index,
            expect,
        })));
    }
}
