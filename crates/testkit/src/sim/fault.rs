//! What can go wrong: faults that the world does to the nodes, and bugs planted in the nodes.

use super::chance::Chance;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A kind of fault; how often each really happened is counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $($(#[$doc])* $name,)* }
        impl Fault {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// For the report.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

faults! {
    /// A request or an answer never arrives.
    Loss = "loss",
    /// A request arrives twice.
    Duplicate = "duplication",
    /// Something arrives after something that was sent later.
    Reorder = "reordering",
    /// Something takes more than a second, up to three days.
    Delay = "delay",
    /// Two nodes cannot reach each other.
    PartitionPair = "partition, pair",
    /// One node can send and not receive, or the reverse.
    PartitionOneWay = "partition, one way",
    /// A link that comes and goes.
    PartitionFlap = "partition, flapping",
    /// The world falls into two or more parts.
    PartitionSplit = "partition, split",
    /// A clock is up to ten minutes off.
    ClockSkew = "clock skew",
    /// A clock is set by up to a day.
    ClockJump = "clock jump",
    /// A node is off for minutes to days.
    PeerDown = "peer down",
    /// Crash before the outbox commit.
    C1 = "C1 before outbox commit",
    /// Crash after the commit, before sending.
    C2 = "C2 before sending",
    /// Crash at the receiver before its commit.
    C3 = "C3 before inbox commit",
    /// Crash at the receiver after its commit, before the answer.
    C4 = "C4 before the receipt leaves",
    /// Crash at the sender with the receipt in hand, before storing it.
    C5 = "C5 before storing the receipt",
    /// Crash between decision and answer.
    C6 = "C6 between decision and answer",
    /// Crash in the middle of a chunk, or before its bit is saved.
    C7 = "C7 mid chunk",
    /// Crash with tiles written and no checkpoint signed.
    C8 = "C8 before signing a checkpoint",
    /// Crash of a witness before it stored what it is about to confirm.
    C9 = "C9 witness before storing",
    /// Crash in the middle of a key rotation.
    C10 = "C10 mid rotation",
    /// The disk is full for a while.
    C11 = "C11 disk full",
    /// The node's database is that of hours or days ago.
    C12 = "C12 rolled back",
    /// Writes that were not synced are gone after a crash.
    LostWrites = "lost unsynced writes",
    /// A chunk comes with a flipped bit.
    BadChunk = "bad chunk",
    /// A stream of chunks breaks off.
    StreamCut = "stream cut",
    /// A peer's encryption key changes while messages are under way.
    StaleKey = "stale key met",
    /// A bit of a stored leaf flips before signing.
    BitFlip = "bit flip in the log",
    /// A log shows two histories to witnesses.
    ForkedLog = "forked log offered",
}

/// A mistake planted in the nodes. Each must be found by the invariants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The receipt leaves before the message is committed.
    ReceiptBeforeCommit,
    /// What was seen is remembered in memory only.
    DedupInMemory,
    /// A retry signs the message anew.
    RetryReseals,
    /// The receiver counts places without regard to the sender's epoch.
    SeqNotPerEpoch,
    /// The bitmap is saved without syncing the file.
    BitmapBeforeSync,
    /// The witness answers, then stores.
    WitnessStoresAfterAnswering,
    /// A restored node goes on in its old epoch.
    OldEpochContinued,
    /// Waits reckoned with a clock that was set back are not cut.
    TimerTrustsWallClock,
    /// Decision and answer are two transactions.
    AnswerOutsideTransaction,
    /// A dead letter leaves no void.
    NoVoid,
    /// Parked messages are kept in memory only.
    ParkedInMemory,
    /// Leaves are not hashed again before signing.
    NoRehash,
    /// A message is taken out of turn.
    GapIgnored,
    /// Bytes written before a failed sync count as safe.
    SyncErrorIgnored,
    /// A receipt that answers a void with another message is thrown away.
    HandOnIgnored,
    /// A restored node does not ask its peers for what it lost.
    NoResync,
    /// A message withdrawn under way keeps its room on the line.
    LineLeak,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::ReceiptBeforeCommit,
        Self::DedupInMemory,
        Self::RetryReseals,
        Self::SeqNotPerEpoch,
        Self::BitmapBeforeSync,
        Self::WitnessStoresAfterAnswering,
        Self::OldEpochContinued,
        Self::TimerTrustsWallClock,
        Self::AnswerOutsideTransaction,
        Self::NoVoid,
        Self::ParkedInMemory,
        Self::NoRehash,
        Self::GapIgnored,
        Self::SyncErrorIgnored,
        Self::HandOnIgnored,
        Self::NoResync,
        Self::LineLeak,
    ];
}

/// How hard each fault strikes in one run. Each seed leaves some out altogether: a fault that hides
/// another would otherwise hide it always.
#[derive(Clone, Debug)]
pub(super) struct Knobs {
    /// Requests and answers lost, per million.
    pub(super) loss: u32,
    /// Requests doubled.
    pub(super) duplicate: u32,
    /// Requests and answers much delayed.
    pub(super) delay: u32,
    /// Crashes at each point where one can happen.
    pub(super) crash: u32,
    /// Chunks that come wrong.
    pub(super) bad_chunk: u32,
    /// Mean time between disturbances of links, clocks and disks; 0 for none.
    pub(super) disturb_every: i64,
    /// Mean time between new messages.
    pub(super) submit_every: i64,
}

impl Knobs {
    /// Draws the knobs of one run.
    #[must_use]
    pub(super) fn draw(chance: &mut Chance) -> Self {
        let mut upto = |most: u64| {
            let off = chance.below(4) == 0;
            let value = u32::try_from(chance.below(most)).expect("below a million");
            if off { 0 } else { value }
        };
        let (loss, duplicate, delay) = (upto(400_000), upto(200_000), upto(80_000));
        let (crash, bad_chunk) = (upto(6_000), upto(20_000));
        Self {
            loss,
            duplicate,
            delay,
            crash,
            bad_chunk,
            disturb_every: chance.millis(600_000, 7_200_000),
            submit_every: chance.millis(120_000, 2_400_000),
        }
    }
}
