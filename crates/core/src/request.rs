//! A request as a node keeps it: the text that was signed, and what has become of it.
//!
//! Both sides keep a file of their own about the same request. The text ([`RequestFile::form`]) is
//! the same byte for byte; stage, clocks and items are each side's own knowledge.

use serde::{Deserialize, Serialize};

use crate::approval::{Approval, Class, Purpose, Quorum};
use crate::basis::Basis;
use crate::deadline::{Deadline, first_due};
use crate::form;
use crate::id::{NodeId, ObjectId, OfficerId, RequestId, ThreadId};
use crate::item::{Asked, ItemState, Progress, progress};
use crate::kind::{Category, Kind, Urgency};
use crate::life::{Executes, Life};
use crate::road::Road;
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
    /// What went and came beside the wire: letters, papers, mails and calls.
    #[serde(default, skip_serializing_if = "Road::is_empty")]
    pub road: Road,
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

    /// Whether the request itself addresses a provider, which then is its own executor.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        let named = |pointer: &str| {
            let value = self.form.pointer(pointer);
            value.is_some_and(|value| !value.is_null())
        };
        self.part == Part::Request && named("/addressee/provider") && !named("/addressee/authority")
    }

    /// Whether this node may carry it out itself: it was served an order, is addressed as a provider,
    /// or is the office that knows or acts.
    #[must_use]
    pub fn may_execute(&self) -> bool {
        let receiver = self.side == Side::Receiver;
        let own = self.is_direct() || life(self.kind).executes != Executes::Holder;
        receiver && (self.part == Part::Order || (self.part == Part::Request && own))
    }

    /// Whether this node may order a holder to carry it out.
    #[must_use]
    pub fn may_serve(&self) -> bool {
        self.side == Side::Receiver
            && self.part == Part::Request
            && !self.is_direct()
            && life(self.kind).executes != Executes::Addressee
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

    /// Ends the open clocks that wait for the stage at which the file stands now.
    pub fn meet_stage(&mut self, now: Instant) {
        let stage = self.stage.name();
        self.meet(now, |clock| clock.rule.met_by(stage));
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

/// What a kind asks of the executing side.
#[must_use]
pub fn asked_by(kind: Kind) -> Asked {
    life(kind).asked
}

/// What a kind differs in once it is on its way.
#[must_use]
pub fn life(kind: Kind) -> &'static Life {
    form::sheet(kind)
        .life
        .as_ref()
        .expect("every kind has a life, as the test of all sheets shows")
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
    let life = life(kind);
    // Preserving content is no more intrusive than preserving anything else: nothing is disclosed.
    if life.class_fixed {
        return life.class;
    }
    if urgency.is_emergency() {
        return Class::M4;
    }
    // Only data that is to be handed over has a category: a page that is removed is not read.
    let discloses = matches!(life.asked, Asked::Produce | Asked::Tell);
    let highest = categories.into_iter().map(intrusion).max();
    match highest {
        Some(highest) if discloses => highest.max(life.class),
        _ => life.class,
    }
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
