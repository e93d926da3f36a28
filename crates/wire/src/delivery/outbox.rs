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

    fn deadline(&mut self, now: Instant) -> Vec<OutEffect> {
        if !self.state.is_underway() {
            return Vec::new();
        }
        if now >= self.gives_up_at {
            return self.give_up(DeadReason::TimeOver);
        }
        if self.warned || now < self.authorised_at + self.pace.warns_after() {
            return Vec::new();
        }
        self.warned = true;
        vec![OutEffect::Tell(Notice::Slow)]
    }

    fn due(&mut self, jitter: Jitter, now: Instant) -> Vec<OutEffect> {
        let mut effects = self.deadline(now);
        match self.state {
            OutState::Authorised if self.waits_for.is_none() => effects.push(OutEffect::Seal),
            OutState::Authorised => {}
            OutState::Resealing if now >= self.due_at => effects.push(OutEffect::Reseal),
            OutState::Queued if now >= self.due_at => {
                self.state = OutState::Sent;
                self.tries = self.tries.saturating_add(1);
                self.due_at = now + SEND_LEASE;
                effects.push(OutEffect::Send);
            }
            // The try ran out of time: its process died or its peer keeps the line open for nothing.
            OutState::Sent if now >= self.due_at => effects.extend(self.unanswered(jitter, now)),
            OutState::Queued | OutState::Resealing | OutState::Sent => {}
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        effects
    }

    fn line_open(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Queued | OutState::Resealing => self.due_at = now,
            OutState::Authorised
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    fn clock_set(&mut self, now: Instant) -> Vec<OutEffect> {
        let longest = match self.state {
            OutState::Authorised => Span(0),
            OutState::Queued | OutState::Resealing => self.pace.cap(now - self.authorised_at),
            OutState::Sent => SEND_LEASE,
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => return Vec::new(),
        };
        self.due_at = self.due_at.min(now + longest);
        self.authorised_at = self.authorised_at.min(now);
        self.gives_up_at = self.gives_up_at.min(now + self.pace.gives_up_after());
        Vec::new()
    }

    fn awaited_received(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Authorised => {
                self.waits_for = None;
                self.due_at = now;
                vec![OutEffect::Seal]
            }
            OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    fn was_sealed(
        &mut self,
        place: Place,
        msg_id: MsgId,
        sealed: Digest,
        now: Instant,
    ) -> Vec<OutEffect> {
        match self.state {
            OutState::Authorised => {
                self.place = Some(place);
                self.msg_id = Some(msg_id);
                self.sealed = Some(sealed);
                self.state = OutState::Queued;
                self.due_at = now;
            }
            // Sealed twice would be two messages in one place; the caller's second try is dropped.
            OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    fn was_resealed(&mut self, sealed: Digest, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Resealing => {
                self.sealed = Some(sealed);
                self.state = OutState::Queued;
                self.due_at = now;
            }
            OutState::Authorised
            | OutState::Queued
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    fn unanswered(&mut self, jitter: Jitter, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Sent => {
                self.state = OutState::Queued;
                self.due_at = self.next_try(jitter, now);
            }
            OutState::Resealing => self.due_at = self.next_try(jitter, now),
            // A late failure of a try that was answered or given up meanwhile.
            OutState::Authorised
            | OutState::Queued
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => {}
        }
        Vec::new()
    }

    fn receipt(&mut self, receipt: Receipt) -> Vec<OutEffect> {
        if self.msg_id != Some(receipt.message) {
            return self.receipt_of_another(receipt);
        }
        match self.state {
            OutState::Queued | OutState::Resealing | OutState::Sent => {
                self.state = OutState::Received;
                vec![
                    OutEffect::KeepReceipt(receipt),
                    OutEffect::Release(Awaited::Received),
                ]
            }
            OutState::Refused | OutState::Withdrawn | OutState::Dead => {
                self.state = OutState::Received;
                vec![
                    OutEffect::KeepReceipt(receipt),
                    OutEffect::Tell(Notice::ArrivedAfterAll),
                ]
            }
            // The same receipt again, or one that comes behind the answer it belongs to.
            OutState::Read | OutState::Decided => vec![OutEffect::KeepReceipt(receipt)],
            OutState::Received | OutState::Authorised => Vec::new(),
        }
    }

    /// The receiver's place is taken by another message of ours: the one a void stands for, an
    /// earlier void of it, or the void of this very message. Either way the place is settled.
    fn receipt_of_another(&mut self, receipt: Receipt) -> Vec<OutEffect> {
        let mut effects = vec![OutEffect::HandOn(receipt)];
        match (self.state, self.stands_for) {
            // This void has nothing left to do.
            (OutState::Queued | OutState::Resealing | OutState::Sent, Some(_)) => {
                self.state = OutState::Withdrawn;
            }
            (OutState::Queued | OutState::Resealing | OutState::Sent, None) => {
                effects.extend(self.give_up(DeadReason::Voided));
            }
            (
                OutState::Authorised
                | OutState::Received
                | OutState::Read
                | OutState::Decided
                | OutState::Refused
                | OutState::Withdrawn
                | OutState::Dead,
                Some(_) | None,
            ) => {}
        }
        effects
    }

    fn refusal(&mut self, code: RefusalCode, jitter: Jitter, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Queued | OutState::Resealing | OutState::Sent => {}
            // A receipt outweighs any refusal; what was given up needs none.
            OutState::Authorised
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => return Vec::new(),
        }
        if code == RefusalCode::StaleKey {
            self.state = OutState::Resealing;
            self.due_at = self.next_try(jitter, now);
            Vec::new()
        } else if code.is_transient() {
            // While the same message waits to be sealed anew, a late refusal of old bytes is news
            // about bytes that will not be sent again.
            if self.state == OutState::Sent {
                self.state = OutState::Queued;
                self.due_at = self.next_try(jitter, now);
            }
            Vec::new()
        } else {
            self.state = OutState::Refused;
            let mut effects = vec![
                OutEffect::Tell(Notice::Refused(code)),
                OutEffect::Release(Awaited::Failed),
            ];
            // A fork is two histories of ours in one thread; a third entry would not mend it.
            if code != RefusalCode::Forked {
                effects.extend(self.void());
            }
            effects
        }
    }

    /// A signed answer proves arrival even when the receipt was lost on the way.
    fn answered_with(&mut self, reached: OutState) -> Vec<OutEffect> {
        match self.state {
            OutState::Queued | OutState::Resealing | OutState::Sent => {
                self.state = reached;
                vec![OutEffect::Release(Awaited::Received)]
            }
            OutState::Received | OutState::Read => {
                self.state = reached;
                Vec::new()
            }
            OutState::Refused | OutState::Withdrawn | OutState::Dead if self.msg_id.is_some() => {
                self.state = reached;
                vec![OutEffect::Tell(Notice::ArrivedAfterAll)]
            }
            // `read` may come behind the decision; a message without an id cannot be answered.
            OutState::Decided
            | OutState::Authorised
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    fn withdraw(&mut self) -> Vec<OutEffect> {
        // A void is nobody's message: without it the thread would stay blocked. And what had arrived
        // before the peer lost it is taken back by a message too.
        if self.stands_for.is_some() || self.again {
            return Vec::new();
        }
        match self.state {
            OutState::Authorised | OutState::Queued | OutState::Resealing | OutState::Sent => {
                self.state = OutState::Withdrawn;
                let mut effects = vec![OutEffect::Release(Awaited::Failed)];
                effects.extend(self.void());
                effects
            }
            // Its place was given to a void, and those who waited were told, when it died.
            OutState::Dead => {
                self.state = OutState::Withdrawn;
                Vec::new()
            }
            // What has arrived is taken back by a message, not by forgetting it.
            OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn => Vec::new(),
        }
    }

    fn give_up(&mut self, reason: DeadReason) -> Vec<OutEffect> {
        if !self.state.is_underway() {
            return Vec::new();
        }
        self.state = OutState::Dead;
        let mut effects = vec![
            OutEffect::Tell(Notice::DeadLetter(reason)),
            OutEffect::Release(Awaited::Failed),
        ];
        match reason {
            DeadReason::TimeOver => effects.extend(self.void()),
            // Nobody is there to read a void, nothing was sealed, or the void is there already.
            DeadReason::PeerRevoked
            | DeadReason::AwaitedFailed
            | DeadReason::RecordsLost
            | DeadReason::Voided => {}
        }
        effects
    }

    fn records_lost(&mut self) -> Vec<OutEffect> {
        match self.state {
            // A void may be sealed twice: it means the same each time.
            OutState::Authorised if self.stands_for.is_none() => {
                self.give_up(DeadReason::RecordsLost)
            }
            // The bytes are fixed, so sending them once more is a duplicate and nothing else.
            OutState::Authorised
            | OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    fn asked_again(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Received | OutState::Read | OutState::Decided => {
                self.state = OutState::Resealing;
                self.again = true;
                self.tries = 0;
                self.due_at = now;
                self.authorised_at = now;
                self.gives_up_at = now + self.pace.gives_up_after();
                self.warned = false;
                vec![OutEffect::Reseal]
            }
            // Underway it goes out anyway; given up, a person and a void have taken over.
            OutState::Authorised
            | OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    fn revive(&mut self, now: Instant) -> Vec<OutEffect> {
        match self.state {
            OutState::Dead if self.stands_for.is_some() => {
                self.state = OutState::Authorised;
                self.msg_id = None;
                self.sealed = None;
                self.tries = 0;
                self.due_at = now;
                self.authorised_at = now;
                self.gives_up_at = now + self.pace.gives_up_after();
                self.warned = false;
                vec![OutEffect::Seal]
            }
            OutState::Authorised
            | OutState::Queued
            | OutState::Resealing
            | OutState::Sent
            | OutState::Received
            | OutState::Read
            | OutState::Decided
            | OutState::Refused
            | OutState::Withdrawn
            | OutState::Dead => Vec::new(),
        }
    }

    /// A void for this row's place. A void has none of its own: the message it stands for keeps it.
    fn void(&self) -> Option<OutEffect> {
        (self.place.is_some() && self.stands_for.is_none()).then_some(OutEffect::Void)
    }

    fn next_try(&self, jitter: Jitter, now: Instant) -> Instant {
        let tries = self.tries.saturating_sub(1);
        self.pace.retry_at(now, self.authorised_at, tries, jitter)
    }
}
