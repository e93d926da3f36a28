//! Proof package: all that one node needs to prove one case to somebody who trusts nobody.
//!
//! It holds the signed messages with their receipts, the register entries of the case opened, the
//! path of each to one signed and cosigned checkpoint, the manifests of evidence, and the directory
//! files under which all of it was signed. Evidence itself lies beside the file and is named by hash.
//!
//! ```text
//! file    = "comity-proof/1" LF (15) ‖ world (1: 0 live, 1 exercise)
//!           ‖ COSE_Sign(package, context proof, kid = certificate of the node that made it)
//! package = { 1: node, 2: case (16), 3: number, 4: made (ms), 5: [ state ], 6: [ message ],
//!             7: [ entry ], 8: checkpoint note, 9: [ object ] }
//! state   = { 1: directory key (1984), 2: signed directory file }        ascending by State
//! message = { 1: signed message, 2: [ answer ] }
//! answer  = { 1: SHA-256 of the envelope (32), 2: signed receipt or refusal }
//! entry   = { 1: index, 2: salt (32), 3: event, 4: leaf, 5: [ hash of the path (32) ] }
//!                                                                          ascending by index
//! object  = { 1: signed manifest, 2: name, 3: SHA-256 of the plaintext }   2 and 3 together or not
//! ```
//! The maker's signature covers every byte behind the header, and the header has one allowed form for
//! each world, so no byte can be changed unseen. The maker cannot change what others signed: that is
//! what `comity-verify` looks at piece by piece. Reading believes nothing.

mod entry;
mod read;
mod state;
#[cfg(test)]
mod tests;

use comity_core::id::{Digest, NodeId, RequestId};
use comity_core::time::Instant;

pub use entry::{PackedAnswer, PackedEntry, PackedMessage, PackedObject};
pub use read::{PackageFault, SealedPackage, looks_like_package};
pub use state::PackedState;

use crate::cbor::{Fields, Limits, ShapeFault, Value, Wrong};
use crate::context::{Context, World};
use crate::document::{Document, Signed};
use crate::keys::{KeyFault, KeyId, SigningKey};

/// How a package begins; the byte after it names the world.
pub const MAGIC: &[u8; 15] = b"comity-proof/1\n";
/// Largest package in bytes.
pub const LARGEST: usize = 256 << 20;
/// Longest number of a case.
const MAX_NUMBER: usize = 128;
/// Most messages of a case.
const MAX_MESSAGES: usize = 10_000;
/// Most register entries of a case.
const MAX_ENTRIES: usize = 100_000;
/// Most objects of a case.
const MAX_OBJECTS: usize = 4_096;
/// Most directory files: there are fewer States.
const MAX_STATES: usize = 512;

/// Everything about one case at one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofPackage {
    /// The node whose log and register this is.
    pub node: NodeId,
    /// The case.
    pub case: RequestId,
    /// Its number at that node.
    pub number: String,
    /// When the package was made.
    pub made: Instant,
    /// Keys and directory files of the States involved.
    pub states: Vec<PackedState>,
    /// The messages of the case, ours and theirs, oldest first.
    pub messages: Vec<PackedMessage>,
    /// The register entries of the case, opened.
    pub entries: Vec<PackedEntry>,
    /// The signed checkpoint that covers them, with its cosignatures.
    pub checkpoint: Vec<u8>,
    /// The evidence.
    pub objects: Vec<PackedObject>,
}

impl ProofPackage {
    /// Signs the package and writes the file's bytes.
    ///
    /// # Errors
    /// [`KeyFault::Machine`].
    pub fn to_bytes(self, key: &SigningKey, kid: KeyId, world: World) -> Result<Vec<u8>, KeyFault> {
        let signed = Signed::issue(self, key, kid, world)?;
        let mut bytes = MAGIC.to_vec();
        bytes.push(match world {
            World::Live => 0,
            World::Exercise => 1,
        });
        bytes.extend_from_slice(signed.bytes());
        Ok(bytes)
    }
}

impl Document for ProofPackage {
    const CONTEXT: Context = Context::Proof;
    const NAME: &'static str = "proof";
    const LARGEST: usize = LARGEST;
    const LIMITS: Limits = Limits::DIRECTORY;

    fn to_value(&self) -> Value {
        let mut pairs = vec![
            (1_u64, Value::from(self.node.as_str())),
            (2, Value::bytes(*self.case.as_bytes())),
            (3, Value::from(self.number.as_str())),
            (4, Value::from(self.made.millis())),
            (
                5,
                Value::array(self.states.iter().map(PackedState::to_value)),
            ),
        ];
        if !self.messages.is_empty() {
            let messages = self.messages.iter().map(PackedMessage::to_value);
            pairs.push((6, Value::array(messages)));
        }
        pairs.push((
            7,
            Value::array(self.entries.iter().map(PackedEntry::to_value)),
        ));
        pairs.push((8, Value::bytes(self.checkpoint.clone())));
        if !self.objects.is_empty() {
            let objects = self.objects.iter().map(PackedObject::to_value);
            pairs.push((9, Value::array(objects)));
        }
        Value::map(pairs)
    }

    fn read(fields: &mut Fields) -> Result<Self, ShapeFault> {
        let node = fields.node(1_u64)?;
        let case = fields.id(2_u64, RequestId::from_slice)?;
        let number = fields.text(3_u64)?;
        if number.is_empty() || number.len() > MAX_NUMBER {
            return Err(fields.fault(3, Wrong::Value));
        }
        let made = fields.instant(4_u64)?;
        let states = list(fields, 5, MAX_STATES, PackedState::read)?;
        if !states.is_sorted_by(|one, next| one.state() < next.state()) {
            return Err(fields.fault(5, Wrong::Value));
        }
        let messages = fields.optional(6_u64, |fields, _| {
            list(fields, 6, MAX_MESSAGES, PackedMessage::read)
        })?;
        let entries = list(fields, 7, MAX_ENTRIES, PackedEntry::read)?;
        if !entries.is_sorted_by(|one, next| one.index < next.index) {
            return Err(fields.fault(7, Wrong::Value));
        }
        let checkpoint = fields.bytes(8_u64)?;
        let objects = fields.optional(9_u64, |fields, _| {
            list(fields, 9, MAX_OBJECTS, PackedObject::read)
        })?;
        Ok(Self {
            node,
            case,
            number,
            made,
            states,
            messages: messages.unwrap_or_default(),
            entries,
            checkpoint,
            objects: objects.unwrap_or_default(),
        })
    }
}

/// A list that has something in it and not too much: an empty one is left out instead.
fn list<T>(
    fields: &mut Fields,
    key: u64,
    most: usize,
    read: impl Fn(Value) -> Result<T, ShapeFault>,
) -> Result<Vec<T>, ShapeFault> {
    let items = fields.array(key)?;
    if items.is_empty() || items.len() > most {
        return Err(fields.fault(key, Wrong::Value));
    }
    items.into_iter().map(read).collect()
}

/// SHA-256 digests one after the other, as a path has them.
fn digests(fields: &mut Fields, key: u64, most: usize) -> Result<Vec<Digest>, ShapeFault> {
    let hashes = fields.list(key, |item| Digest::from_slice(item.as_bytes()?).ok())?;
    if hashes.is_empty() || hashes.len() > most {
        return Err(fields.fault(key, Wrong::Value));
    }
    Ok(hashes)
}
