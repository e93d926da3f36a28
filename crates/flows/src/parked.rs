//! Messages that came before an earlier one: kept, taken up when the gap is filled, and told to a
//! person when it is not.
//!
//! What waits is taken up right after the message that fills the gap. A node that stopped between the
//! two takes it up at its start and at every look at its clocks, so nothing waits for a next message.

use std::collections::BTreeSet;

use comity_core::id::{Digest, NodeId, ThreadId};
use comity_core::time::Span;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::Node;
use crate::ports::{Change, LedgerFault, ParkedRow, ReceiveAnswer, Write};
use crate::receive::{Arrived, NotAccepted};

/// After so long a person is told that an earlier message is missing.
///
/// # Source
/// Our protocol, chapter "Delivery".
const GAP_TOLD: Span = Span::minutes(15);
/// Most parked messages looked at together; a thread alone may hold a thousand.
const MANY: u32 = 10_000;

/// Where something is missing: one sender's line in one thread and epoch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Gap {
    thread: ThreadId,
    from: NodeId,
    epoch: u64,
}

impl Gap {
    pub(crate) fn of(arrived: &Arrived) -> Self {
        Self {
            thread: arrived.payload.action.thread,
            from: arrived.from.clone(),
            epoch: arrived.payload.epoch,
        }
    }
}

impl Node {
    /// Keeps a message whose predecessor is still on its way, and says so in the receipt.
    pub(crate) async fn park(
        &self,
        arrived: &Arrived,
        sealed: Digest,
        inner: &[u8],
    ) -> Result<ReceiveAnswer, NotAccepted> {
        let action = &arrived.payload.action;
        let mut change = Change::default();
        let leaf = self.note(
            &mut change,
            None,
            arrived.at,
            "message.parked",
            arrived.from.as_str(),
            &json!({"msg": arrived.msg_id, "sealed": sealed, "seq": arrived.payload.seq}),
        )?;
        let receipt = self.receipt(arrived.msg_id, sealed, leaf, arrived.at, true)?;
        change.writes.push(Write::Park(ParkedRow {
            msg_id: arrived.msg_id,
            sealed_hash: sealed,
            from: arrived.from.clone(),
            thread: action.thread,
            seq: arrived.payload.seq,
            epoch: arrived.payload.epoch,
            at: arrived.at,
            inner: inner.to_vec(),
            receipt: receipt.clone(),
        }));
        self.ports.ledger.commit(change).await?;
        Ok(ReceiveAnswer::Parked(receipt.into()))
    }

    /// Messages that wait for an earlier one, oldest first, for the person who looks at deliveries.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn parked_messages(&self) -> Result<Vec<ParkedRow>, FlowFault> {
        Ok(self.ports.ledger.parked_all(MANY).await?)
    }

    /// Takes up whatever was parked and waits for nothing any more, and tells the gaps that stay.
    pub(crate) async fn look_at_parked(&self) -> Result<(), FlowFault> {
        let rows = self.parked_messages().await?;
        let gaps: BTreeSet<Gap> = rows
            .into_iter()
            .map(|row| Gap {
                thread: row.thread,
                from: row.from,
                epoch: row.epoch,
            })
            .collect();
        for gap in &gaps {
            self.take_up_behind(gap).await;
            self.tell_gap(gap).await?;
        }
        Ok(())
    }

    /// Accepts, one after the other, what was parked behind a message that has come.
    pub(crate) async fn take_up_behind(&self, gap: &Gap) {
        loop {
            let row = match self.next_parked(gap).await {
                Ok(Some(row)) => row,
                Ok(None) => return,
                Err(fault) => return tracing::warn!(%fault, "parked messages cannot be read"),
            };
            let accepted = match self.read_inner(&row.inner, row.msg_id) {
                Ok(next) => self
                    .accept(&next, row.sealed_hash, &row.inner)
                    .await
                    .map_err(|why| match why {
                        NotAccepted::Refuse(code) => code.as_str().to_owned(),
                        NotAccepted::Later(fault) => fault.to_string(),
                    }),
                Err(code) => Err(code.as_str().to_owned()),
            };
            // One that cannot take effect stays, and is shown to a person.
            if let Err(why) = accepted {
                return tracing::warn!(msg = %row.msg_id, why, "a parked message could not be accepted");
            }
        }
    }

    /// The parked message whose turn it is.
    async fn next_parked(&self, gap: &Gap) -> Result<Option<ParkedRow>, LedgerFault> {
        let ledger = &self.ports.ledger;
        let place = ledger.thread_in(gap.thread, &gap.from, gap.epoch).await?;
        let expected = place.map_or(1, |place| place.next_seq);
        let rows = ledger.parked(gap.thread, &gap.from, gap.epoch).await?;
        Ok(rows.into_iter().find(|row| row.seq == expected))
    }

    /// Once for each gap: a person learns that an earlier message is missing, and from whom.
    async fn tell_gap(&self, gap: &Gap) -> Result<(), FlowFault> {
        let ledger = &self.ports.ledger;
        let rows = ledger.parked(gap.thread, &gap.from, gap.epoch).await?;
        let Some(first) = rows.first() else {
            return Ok(());
        };
        // Where not even the first message of a thread has come, no file is there to tell it in: the
        // page of deliveries shows it.
        let Some(thread) = ledger.thread(gap.thread).await? else {
            return Ok(());
        };
        if first.at + GAP_TOLD <= self.now() {
            let what = json!({"from": gap.from, "before": first.seq});
            self.tell_once(thread.case, "message.gap", &what).await?;
        }
        Ok(())
    }
}
