//! What the flows need from the world: where they keep things, how they reach peers, what time it is.
//!
//! The rooms `store` and `peer` implement these; tests use the ones of `testkit`. No flow knows a
//! database, a socket or a clock.

mod blobs;
mod change;
mod courier;
mod ledger;
mod peer_desk;
mod rows;
mod small;

pub use blobs::{BlobFault, BlobPart, BlobWriter, Blobs};
pub use change::{Change, Event, Write};
pub use courier::{Courier, CourierAnswer, CourierFault, Pull, PullProgress};
pub use ledger::{
    Committed, Ledger, LedgerFault, QueueCounts, QueuePage, QueueQuery, QueueView, SearchQuery,
};
pub use peer_desk::{PeerDesk, ReceiveAnswer, ServedObject};
pub use rows::{
    ApprovalNonce, CaseIndex, CaseLine, CaseRow, CheckpointRow, CosignatureRow, InboxRow, LeafRow,
    ObjectRow, ObjectState, OfficerRow, OutboxRow, OutboxState, ParkedRow, PeerHeadRow,
    RegisterLine, SessionRow, ThreadIn, ThreadRow, TransferRow, WrapRow,
};
pub use small::{Clock, Ids, News, NewsItem, Pager};
