//! A request as a node keeps it: the text that was signed, and what has become of it.
//!
//! Both sides keep a file of their own about the same request. The text ([`RequestFile::form`]) is
//! the same byte for byte; stage, clocks and items are each side's own knowledge.

use serde::{Deserialize, Serialize};

use crate::approval::{Approval, Class, Purpose, Quorum};
use crate::basis::Basis;
use crate::deadline::{Deadline, first_due};
use crate::id::{NodeId, ObjectId, OfficerId, RequestId, ThreadId};
use crate::item::{Asked, ItemState, Progress, progress};
use crate::kind::{Category, Kind, Urgency};
use crate::stage::{Side, Stage, StageName};
use crate::time::Instant;

/// One selector group and what is asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The id that the sender gave it (`i1`).
    pub id: String,
    /// What is asked, in one line for lists: canonical selectors.
    pub about: Vec<String>,
    /// The category computed for this law; both sides compute it.
    pub category: Category,
    /// The elements asked.
    pub elements: Vec<String>,
    /// Begin and end of the period, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<(String, String)>,
    /// Why this data bears on the offence.
    #[serde(default)]
    pub nexus: String,
    /// What has become of it.
    #[serde(flatten)]
    pub state: ItemState,
}

/// How a file stands to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The formal request that follows a preservation.
    FollowUp,
    /// The preservation that a request follows.
    Preservation,
    /// The domestic order that executes a request.
    Order,
    /// The request that an order executes.
    Executes,
    /// The notice given to the State for a direct order.
    Notice,
}

/// A link to another file of this node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// How it stands to this one.
    pub relation: Relation,
    /// Which.
    pub request: RequestId,
    /// Its number, to show without reading it.
    pub number: String,
}

/// What a file is about at this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A request between authorities, or a direct one to a provider.
    Request,
    /// A domestic order under a request: from the authority to the holder of the data.
    Order,
    /// A notice to the State in which a direct order is served.
    Notice,
}

/// Messages written and not yet approved by all who must. Their action bytes are fixed, so an approval
/// cannot be moved to another text, recipient or thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Its name within the file.
    pub id: String,
    /// What the approvals are for.
    pub purpose: Purpose,
    /// Class that decides the quorum.
    pub class: Class,
    /// Who wrote it.
    pub drafter: OfficerId,
    /// What leaves once all have approved, in order: a later one waits for the receipt of the one
    /// before it. Notice and order are one act and so one entry.
    pub messages: Vec<PendingMessage>,
    /// Approvals so far, already verified.
    pub approvals: Vec<Approval>,
    /// Since when it waits.
    pub since: Instant,
}

/// One message of a [`Pending`] act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingMessage {
    /// Message type, `request.new`.
    pub kind: String,
    /// The message in parts, from which the action bytes are made again and compared before it leaves.
    pub message: serde_json::Value,
    /// The bytes that each approver's device signs, in hexadecimal.
    pub action: String,
    /// The proofs in hexadecimal, one for each approval and in the same order: they travel with it.
    pub proofs: Vec<String>,
}

impl Pending {
    /// What the class asks for.
    #[must_use]
    pub fn quorum(&self) -> Quorum {
        Quorum::of(self.class, self.purpose)
    }
}

/// A request, order or notice with all that this node knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFile {
    /// For ever and everywhere.
    pub id: RequestId,
    /// Request, order or notice.
    pub part: Part,
    /// Which form.
    pub kind: Kind,
    /// The number that the sending node gave it, `XA-2027-00915`.
    pub number: String,
    /// The sender's own case number, quoted in every message.
    pub reference: String,
    /// The number that the receiving node gave it, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_number: Option<String>,
    /// Which end we are.
    pub side: Side,
    /// Who asks.
    pub from: NodeId,
    /// Who is asked.
    pub to: NodeId,
    /// The thread in which both speak; none while it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
    /// The text as written, with the field names of the forms. It is signed as it stands.
    pub form: serde_json::Value,
    /// The legal bases found by this side, with the hash of the law pack.
    pub basis: Vec<Basis>,
    /// Hash of the law pack with which [`Self::basis`] was found.
    #[serde(default)]
    pub law_pack: String,
    /// The parts.
    pub items: Vec<Item>,
    /// How urgent the sender says it is.
    pub urgency: Urgency,
    /// Computed here, never read from a message.
    pub class: Class,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: Stage,
    /// Its clocks.
    pub deadlines: Vec<Deadline>,
    /// Who wrote it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafter: Option<OfficerId>,
    /// Who has it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OfficerId>,
    /// Messages that wait for the persons who must approve them.
    #[serde(default)]
    pub pending: Vec<Pending>,
    /// Other files that belong to it.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Sealed objects that came or went with it.
    #[serde(default)]
    pub objects: Vec<ObjectId>,
    /// When the file was opened here.
    pub opened: Instant,
    /// When it last changed.
    pub changed: Instant,
}

impl RequestFile {
    /// The clock shown first.
    #[must_use]
    pub fn due(&self) -> Option<&Deadline> {
        first_due(&self.deadlines)
    }

    /// Whether something may still happen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.stage.name().is_terminal()
    }

    /// The stage name.
    #[must_use]
    pub fn stage_name(&self) -> StageName {
        self.stage.name()
    }

    /// What the holder is to do.
    #[must_use]
    pub fn asked(&self) -> Asked {
        asked_by(self.kind)
    }

    /// How far the holder has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        progress(self.items.iter().map(|item| &item.state), self.asked())
    }

    /// The other end.
    #[must_use]
    pub fn peer(&self) -> &NodeId {
        match self.side {
            Side::Sender => &self.to,
            Side::Receiver => &self.from,
        }
    }

    /// Ends the open clocks that `meets` names.
    pub fn meet(&mut self, now: Instant, meets: impl Fn(&Deadline) -> bool) {
        for clock in self.deadlines.iter_mut().filter(|one| one.is_open()) {
            if meets(clock) {
                clock.met = Some(now);
            }
        }
    }
}

/// Whether a kind asks to keep data or to hand it over.
#[must_use]
pub const fn asked_by(kind: Kind) -> Asked {
    match kind {
        Kind::Preservation | Kind::EpocPr => Asked::Preserve,
        _ => Asked::Produce,
    }
}

/// The class of a request: that of its highest item.
///
/// # Source
/// Our protocol, chapter "Officers": M0 police and CERT; M1 preservation; M2 subscriber,
/// identification, domain, FIU; M3 traffic, financial, partial disclosure, freezing, removal, joint
/// teams; M4 content, real time, every emergency.
#[must_use]
pub fn class_of(
    kind: Kind,
    urgency: Urgency,
    categories: impl IntoIterator<Item = Category>,
) -> Class {
    let by_kind = match kind {
        Kind::PoliceInformation | Kind::CertAssistance => return Class::M0,
        // Preserving content is no more intrusive than preserving anything else: nothing is disclosed.
        Kind::Preservation | Kind::EpocPr => return Class::M1,
        Kind::EmergencyDisclosure | Kind::EmergencyMla | Kind::MlaRealtime => return Class::M4,
        Kind::PartialDisclosure | Kind::AssetFreeze | Kind::ContentRemoval | Kind::Jit => Class::M3,
        Kind::DomainRegistration
        | Kind::SubscriberDirect
        | Kind::OrderEffect
        | Kind::MlaStored
        | Kind::Epoc
        | Kind::FiuInformation => Class::M2,
    };
    if matches!(urgency, Urgency::U0Life | Urgency::U1Infrastructure) {
        return Class::M4;
    }
    categories
        .into_iter()
        .map(intrusion)
        .max()
        .map_or(by_kind, |highest| highest.max(by_kind))
}

/// The class that data of a category has by itself.
#[must_use]
pub const fn intrusion(category: Category) -> Class {
    match category {
        Category::Subscriber | Category::Identification | Category::DomainRegistration => Class::M2,
        Category::Traffic | Category::Financial => Class::M3,
        Category::Content => Class::M4,
    }
}
