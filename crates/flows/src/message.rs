//! What nodes say to each other: one typed body for each message type.
//!
//! A body travels as deterministic CBOR of the JSON shape below, so a second implementer reads it
//! without our types. Unknown fields are kept by the sender's own copy and ignored here.

use comity_core::basis::Basis;
use comity_core::deadline::Deadline;
use comity_core::id::{Digest, MsgId, NodeId, ObjectId, RequestId};
use comity_core::item::{Asked, ItemState};
use comity_core::kind::Kind;
use comity_core::refusal::Ground;
use comity_core::request::Part;
use comity_core::stage::StageName;
use comity_core::time::Instant;
use serde::{Deserialize, Serialize};

/// A new request, or the notice of one: opens a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestNew {
    /// The request, for ever.
    pub request: RequestId,
    /// Request or notice.
    pub part: Part,
    /// Kind.
    pub kind: Kind,
    /// The sender's number.
    pub number: String,
    /// The sender's case number.
    pub reference: String,
    /// The text as signed.
    pub form: serde_json::Value,
    /// The bases that the sender's law pack gave.
    pub basis: Vec<Basis>,
    /// Hash of that pack.
    pub law_pack: String,
    /// The preservation it follows, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<RequestId>,
    /// For a notice: the provider to whom the order goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<NodeId>,
}

/// A domestic order to the holder of the data: opens a thread of its own, so the holder learns what
/// its own State orders and no more of the foreign request than that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderServe {
    /// The order's own id.
    pub order: RequestId,
    /// Kind of the request that it executes.
    pub kind: Kind,
    /// Keep or hand over.
    pub asked: Asked,
    /// The order's number.
    pub number: String,
    /// Case number quoted to the holder.
    pub reference: String,
    /// Items, selectors, legal provision, secrecy: the part of the text that the holder needs.
    pub form: serde_json::Value,
    /// The domestic provision.
    pub provision: String,
    /// Until when data is kept, or when the answer is due.
    pub due: Instant,
}

/// What is, said by the receiver of a request or order. Only the receiver says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Which request or order.
    pub request: RequestId,
    /// Where it stands.
    pub stage: StageName,
    /// The receiver's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_number: Option<String>,
    /// Items whose state changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemStatus>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// When a repair, review or hold ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Defect codes with pointers, all at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<DefectLine>,
    /// Words for the person at the other side: reason, question, remedy.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Clocks that the receiver runs and the sender should see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<Deadline>,
}

/// The state of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStatus {
    /// The item.
    pub id: String,
    /// Its state.
    #[serde(flatten)]
    pub state: ItemState,
}

/// One defect as sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefectLine {
    /// Stable code.
    pub code: String,
    /// JSON pointer into the form.
    pub path: String,
}

/// What the sender says after the first message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// Which request.
    pub request: RequestId,
    /// Answer, completed text, longer term.
    #[serde(flatten)]
    pub what: SupplementKind,
}

/// Kinds of [`Supplement`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SupplementKind {
    /// The answer to a question.
    Answer {
        /// Words.
        text: String,
    },
    /// The completed text after a return; same id, next generation.
    Completed {
        /// The whole text.
        form: serde_json::Value,
    },
    /// A preservation is to run longer.
    Extension {
        /// So many more days.
        days: u32,
        /// Why.
        reason: String,
    },
    /// The authority orders its holder to keep what it keeps until then.
    Term {
        /// The new end.
        until: Instant,
    },
}

/// The sender takes a request back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Which.
    pub request: RequestId,
    /// Why.
    pub reason: String,
}

/// Sealed evidence is ready to be pulled. Manifest, wrap and token stand in the message's `objects`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceReady {
    /// Which request or order.
    pub request: RequestId,
    /// Which item it answers.
    pub item: String,
    /// Object.
    pub object: ObjectId,
    /// Who released it, by pseudonymous ids.
    pub released_by: Vec<String>,
}

/// One entry of a message's `objects`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectOffer {
    /// Signed manifest.
    pub manifest: Vec<u8>,
    /// Signed wrap for the recipient.
    pub wrap: Vec<u8>,
    /// Transfer token, 32 bytes.
    pub token: [u8; 32],
}

/// The recipient has pulled and verified an object, or found it damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAck {
    /// Which request or order.
    pub request: RequestId,
    /// Object.
    pub object: ObjectId,
    /// Every check agreed.
    pub ok: bool,
    /// SHA-256 of the plaintext as the recipient computed it.
    pub sha256: Option<Digest>,
    /// What did not agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fault: String,
}

/// A person at the receiver has opened the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// Which request.
    pub request: RequestId,
    /// Which message.
    pub msg: MsgId,
}

/// The receiver's own law gives another answer than the sender's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawView {
    /// Hash of the receiver's pack.
    pub pack: String,
    /// Its decision; none where the text told too little to ask.
    pub decision: Option<comity_core::law::Outcome>,
    /// The bases that it gives.
    pub bases: Vec<Basis>,
}

/// [`LawView`] as a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawDiffers {
    /// Which request.
    pub request: RequestId,
    /// The other answer.
    #[serde(flatten)]
    pub view: LawView,
}

/// A dead letter's place in its thread is given up, so what follows is not held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadVoid {
    /// The message that never arrived.
    pub dead: MsgId,
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $variant:ident($body:ty) = $name:literal,)*) => {
        /// A message body with its type.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Body { $($(#[$doc])* $variant($body),)* }

        impl Body {
            /// The type names of all messages this version understands.
            pub const KINDS: &'static [&'static str] = &[$($name),*];

            /// The type name.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),* }
            }

            /// The JSON shape.
            ///
            /// # Errors
            /// When a value has no JSON shape, which the types above exclude.
            pub fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self { $(Self::$variant(body) => serde_json::to_value(body)),* }
            }

            /// Reads a body of a known type; none for a type this version does not know.
            ///
            /// # Errors
            /// When the shape is not that of the type.
            pub fn from_json(kind: &str, json: serde_json::Value) -> Result<Option<Self>, serde_json::Error> {
                match kind {
                    $($name => serde_json::from_value(json).map(|body| Some(Self::$variant(body))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

bodies! {
    /// Opens a request or notice.
    RequestNew(RequestNew) = "request.new",
    /// Opens an order.
    OrderServe(OrderServe) = "order.serve",
    /// The receiver's word on a request.
    Status(Status) = "status",
    /// The receiver's formal decision: granted in whole or part, postponed, refused.
    Decision(Status) = "decision",
    /// The holder's answer to an order.
    OrderAnswer(Status) = "order.answer",
    /// What the sender adds.
    Supplement(Supplement) = "supplement",
    /// The sender takes it back.
    Withdrawal(Withdrawal) = "withdrawal",
    /// Evidence to pull.
    Evidence(EvidenceReady) = "evidence",
    /// Evidence arrived.
    EvidenceAck(EvidenceAck) = "evidence.ack",
    /// Opened by a person.
    Read(Read) = "read",
    /// The receiver's law gives another answer.
    LawDiffers(LawDiffers) = "law.differs",
    /// A dead letter's place is given up.
    ThreadVoid(ThreadVoid) = "thread.void",
}

impl Body {
    /// Whether a machine may say it without an officer's proof.
    ///
    /// # Source
    /// Our protocol, chapter "Keys": all but receipt, challenge, resync, copy and the mark of arrival
    /// carry an officer's proof.
    #[must_use]
    pub const fn is_machine(&self) -> bool {
        matches!(
            self,
            Self::EvidenceAck(_) | Self::ThreadVoid(_) | Self::LawDiffers(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_reads_back_and_an_unknown_type_is_no_fault() {
        let body = Body::Status(Status {
            request: RequestId::from_bytes([7; 16]),
            stage: StageName::Accepted,
            receiver_number: Some("XB-2027-00001".into()),
            items: vec![ItemStatus {
                id: "i1".into(),
                state: ItemState::Preserved {
                    since: Instant(1),
                    until: Instant(2),
                },
            }],
            ground: None,
            until: None,
            defects: Vec::new(),
            text: String::new(),
            clocks: Vec::new(),
        });
        let json = body.to_json().expect("has a JSON shape");
        assert_eq!(
            Body::from_json("status", json.clone()).expect("reads"),
            Some(body)
        );
        assert_eq!(Body::from_json("weather", json).expect("unknown"), None);
    }
}
