//! Outbox: one row for each message and addressee, from approval to a known end.
//!
//! ```text
//! authorised ─Sealed→ queued ─Due→ sent ─Unanswered→ queued      (same bytes each time)
//!                               sent ─stale-key→ resealing ─Resealed→ queued   (same message)
//! sent ─Receipt→ received ─→ read ─→ decided
//! sent ─final refusal→ refused        any undelivered ─time over, peer revoked→ dead
//! any undelivered ─Withdraw→ withdrawn
//! refused, dead, withdrawn ─Receipt→ received: it did arrive, and a person is told
//! ```
//!
//! A message that has a place and ends undelivered leaves the place to a void: [`OutEffect::Void`].
//! A void's own row is made by [`OutboxRow::void_of`]; when a void too is given up, it is revived
//! with the next message of its thread to that peer.

use std::fmt;

use comity_core::id::{Digest, MsgId, NodeId, ThreadId};
use comity_core::time::{Instant, Span};

use super::backoff::{Jitter, Pace};
use super::place::Place;
use crate::receipt::Receipt;
use crate::refusal::RefusalCode;

/// How long a try may take before it counts as unanswered, also when the sender crashed meanwhile.
pub const SEND_LEASE: Span = Span::seconds(60);

/// Names a row: 16 bytes drawn by the caller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutboxId(pub [u8; 16]);

impl fmt::Debug for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutState {
    /// Approved, not yet sealed: it has no place, no id and no bytes. It may wait for another row.
    Authorised,
    /// Sealed; its bytes wait for their time.
    Queued,
    /// The peer's key is gone: the same signed message is to be sealed anew.
    Resealing,
    /// A try is under way.
    Sent,
    /// The peer's receipt is here.
    Received,
    /// An officer there opened it.
    Read,
    /// It was decided there.
    Decided,
    /// The peer refused it for good, signed.
    Refused,
    /// A person took it back.
    Withdrawn,
    /// Given up; a person decides.
    Dead,
}

impl OutState {
    /// All states, in the order of a good life.
    pub const ALL: [Self; 10] = [
        Self::Authorised,
        Self::Queued,
        Self::Resealing,
        Self::Sent,
        Self::Received,
        Self::Read,
        Self::Decided,
        Self::Refused,
        Self::Withdrawn,
        Self::Dead,
    ];

    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorised => "authorised",
            Self::Queued => "queued",
            Self::Resealing => "resealing",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Read => "read",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Dead => "dead",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether delivery is still being tried.
    #[must_use]
    pub const fn is_underway(self) -> bool {
        match self {
            Self::Authorised | Self::Queued | Self::Resealing | Self::Sent => true,
            Self::Received
            | Self::Read
            | Self::Decided
            | Self::Refused
            | Self::Withdrawn
            | Self::Dead => false,
        }
    }

    /// Whether the peer is known to have it.
    #[must_use]
    pub const fn has_arrived(self) -> bool {
        match self {
            Self::Received | Self::Read | Self::Decided => true,
            Self::Authorised
            | Self::Queued
            | Self::Resealing
            | Self::Sent
            | Self::Refused
            | Self::Withdrawn
            | Self::Dead => false,
        }
    }
}

/// One message on its way to one addressee. Each field is a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// The row.
    pub id: OutboxId,
    /// The addressee.
    pub to: NodeId,
    /// The thread.
    pub thread: ThreadId,
    /// How much it hurries.
    pub pace: Pace,
    /// Another row whose receipt must come first, for example the notice before the order.
    pub waits_for: Option<OutboxId>,
    /// For a `thread.void`: the message that was given up.
    pub stands_for: Option<MsgId>,
    /// When the approvals were complete.
    pub authorised_at: Instant,
    /// When delivery is given up.
    pub gives_up_at: Instant,
    /// Where it stands.
    pub state: OutState,
    /// Place in the thread, once sealed; a void has it from the start.
    pub place: Option<Place>,
    /// Id of the signed message, once sealed.
    pub msg_id: Option<MsgId>,
    /// SHA-256 of the bytes to send, once sealed.
    pub sealed: Option<Digest>,
    /// Tries so far.
    pub tries: u32,
    /// Queued, resealing: not before this. Sent: the try's time is over then.
    pub due_at: Instant,
    /// Whether a person was told that it takes long.
    pub warned: bool,
    /// Whether it had arrived before and the peer asked for it again.
    pub again: bool,
}

/// What happened to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutEvent {
    /// [`OutboxRow::wake_at`] has come and, for a queued row, the peer's line lets one more go.
    Due {
        /// For the case that a try has run out of time.
        jitter: Jitter,
    },
    /// [`OutboxRow::deadline_at`] has come; nothing is sent, whatever the line says.
    Deadline,
    /// The line to the peer was down and has opened again.
    LineOpen,
    /// The clock was set, or the node was started: waits reckoned with the old clock are cut to what
    /// the new one allows, so a clock that ran ahead cannot hold a message back.
    ClockSet,
    /// The row it waited for has ended.
    Awaited(Awaited),
    /// The message was signed and sealed; commit this together with the bytes.
    Sealed {
        /// Its place, from [`super::SendThread::place`]; for a void its own.
        place: Place,
        /// Its id.
        msg_id: MsgId,
        /// SHA-256 of the bytes to send.
        sealed: Digest,
    },
    /// The same message was sealed to the peer's present key.
    Resealed {
        /// SHA-256 of the new bytes.
        sealed: Digest,
    },
    /// A try to send, or to fetch the peer's present key, ended without an answer: no connection,
    /// time-out, bare HTTP error.
    Unanswered {
        /// Chance for the back-off.
        jitter: Jitter,
    },
    /// A receipt came whose signatures hold, as the answer to this row.
    Receipt(Receipt),
    /// A refusal came whose signatures hold and which is about this message.
    Refusal {
        /// Why.
        code: RefusalCode,
        /// Chance for the back-off, if it is transient.
        jitter: Jitter,
    },
    /// The peer's message `read` about this one came.
    Read,
    /// The peer's decision about this one came.
    Decided,
    /// A person takes the message back.
    Withdraw,
    /// The directory no longer lists the peer.
    PeerRevoked,
    /// This node lost its latest records and works from older ones: what was not sealed in them may
    /// have been sealed and sent meanwhile.
    RecordsLost,
    /// The peer lost its records, began a new epoch and asks for this message again.
    AskedAgain,
    /// A message is about to be sealed behind this given-up void: it must go first.
    Revive,
}

/// How the row ended that this one waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Its receipt is here.
    Received,
    /// It ended without one.
    Failed,
}

/// Why a message was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadReason {
    /// Its time was over.
    TimeOver,
    /// The peer is no longer listed.
    PeerRevoked,
    /// What it waited for failed.
    AwaitedFailed,
    /// The node works from older records and cannot know whether it was sent.
    RecordsLost,
    /// The peer holds a void of ours in its place: it was given up once, and this node, working from
    /// older records, no longer knew.
    Voided,
}

/// What a person is told. Each names a page and a telephone number on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Not delivered for longer than the pace allows; tries go on.
    Slow,
    /// Given up.
    DeadLetter(DeadReason),
    /// The peer's machine refused it for good.
    Refused(RefusalCode),
    /// It had been given up, refused or withdrawn, and did arrive.
    ArrivedAfterAll,
}

/// What the caller does. Everything but [`OutEffect::Send`] and the fetching in
/// [`OutEffect::Reseal`] belongs in the transaction that writes the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutEffect {
    /// Take a place, sign, seal, store the bytes, then step with [`OutEvent::Sealed`].
    Seal,
    /// Fetch the peer's present key, seal the stored message to it, step with
    /// [`OutEvent::Resealed`].
    Reseal,
    /// After the commit: send the stored bytes.
    Send,
    /// Store the receipt; ask for its leaf's proof with the peer's next checkpoint.
    KeepReceipt(Receipt),
    /// The receipt is about another message of ours: step the row of that message with it.
    HandOn(Receipt),
    /// Step every row that waits for this one.
    Release(Awaited),
    /// Insert a void for this row's place: [`OutboxRow::void_of`].
    Void,
    /// Put it before a person.
    Tell(Notice),
}

impl OutboxRow {
    /// A message whose approvals are complete.
    #[must_use]
    pub fn authorised(
        id: OutboxId,
        to: NodeId,
        thread: ThreadId,
        pace: Pace,
        waits_for: Option<OutboxId>,
        now: Instant,
    ) -> Self {
        Self {
            id,
            to,
            thread,
            pace,
            waits_for,
            stands_for: None,
            authorised_at: now,
            gives_up_at: now + pace.gives_up_after(),
            state: OutState::Authorised,
            place: None,
            msg_id: None,
            sealed: None,
            tries: 0,
            due_at: now,
            warned: false,
            again: false,
        }
    }

    /// The void that takes the place of a given-up row; `None` when the row never had one.
    #[must_use]
    pub fn void_of(given_up: &Self, id: OutboxId, now: Instant) -> Option<Self> {
        let place = given_up.place?;
        let named = given_up.msg_id?;
        Some(Self {
            place: Some(place),
            stands_for: Some(named),
            ..Self::authorised(
                id,
                given_up.to.clone(),
                given_up.thread,
                given_up.pace,
                None,
                now,
            )
        })
    }

    /// When the row wants [`OutEvent::Due`]; `None` when only an event from outside moves it.
    ///
    /// Column `wake_at`; the sender asks for the rows whose time has come.
    #[must_use]
    pub fn wake_at(&self) -> Option<Instant> {
        match self.state {
            OutState::Authorised => self.waits_for.is_none().then_some(self.due_at),
            OutState::Queued | OutState::Resealing | OutState::Sent => Some(self.due_at),
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => None,
        }
    }

    /// When the row wants [`OutEvent::Deadline`]: the warning, then the giving up.
    ///
    /// Column `deadline_at`, asked for apart, because it counts also while the peer's line is closed.
    #[must_use]
    pub fn deadline_at(&self) -> Option<Instant> {
        let warning = self.authorised_at + self.pace.warns_after();
        let next = if self.warned {
            self.gives_up_at
        } else {
            warning.min(self.gives_up_at)
        };
        self.state.is_underway().then_some(next)
    }

    /// Takes one step.
    #[must_use]
    pub fn step(mut self, event: OutEvent, now: Instant) -> (Self, Vec<OutEffect>) {
        let effects = match event {
            OutEvent::Due { jitter } => self.due(jitter, now),
            OutEvent::Deadline => self.deadline(now),
            OutEvent::LineOpen => self.line_open(now),
            OutEvent::ClockSet => self.clock_set(now),
            OutEvent::Awaited(Awaited::Received) => self.awaited_received(now),
            OutEvent::Awaited(Awaited::Failed) => self.give_up(DeadReason::AwaitedFailed),
            OutEvent::Sealed {
                place,
                msg_id,
                sealed,
            } => self.was_sealed(place, msg_id, sealed, now),
            OutEvent::Resealed { sealed } => self.was_resealed(sealed, now),
            OutEvent::Unanswered { jitter } => self.unanswered(jitter, now),
            OutEvent::Receipt(receipt) => self.receipt(receipt),
            OutEvent::Refusal { code, jitter } => self.refusal(code, jitter, now),
            OutEvent::Read => self.answered_with(OutState::Read),
            OutEvent::Decided => self.answered_with(OutState::Decided),
            OutEvent::Withdraw => self.withdraw(),
            OutEvent::PeerRevoked => self.give_up(DeadReason::PeerRevoked),
            OutEvent::RecordsLost => self.records_lost(),
            OutEvent::AskedAgain => self.asked_again(now),
            OutEvent::Revive => self.revive(now),
        };
        (self, effects)
    }
}
