//! The port of the flows, answered from the database.

use async_trait::async_trait;
use comity_core::id::{Digest, MsgId, NodeId, ObjectId, OfficerId, RequestId, ThreadId};
use comity_core::time::Instant;
use comity_flows::ports::{
    CaseLine, Change, CheckpointRow, Committed, CosignatureRow, InboxRow, LeafRow, Ledger,
    LedgerFault, ObjectRow, OfficerRow, OutboxRow, OutboxState, ParkedRow, PeerHeadRow,
    QueueCounts, QueuePage, QueueQuery, RegisterLine, SearchQuery, SessionRow, ThreadIn, ThreadRow,
    TransferRow, WrapRow,
};
use sqlx::Row as _;

use crate::fault::{Trouble, damaged, told};
use crate::prepare::Prepared;
use crate::rows::tables::{
    CHECKPOINT, COSIGNATURE, DIRECTORY, INBOX, OFFICER, PARKED, PEER_CAPS, PEER_HEAD, SERIES,
    SESSION, SETTING, THREAD, THREAD_IN, THREAD_OUT, TILE, TRANSFER, WRAP,
};
use crate::rows::{case, log, message, object, people, small, thread};
use crate::store::Store;
use crate::table::{Val, arguments};

/// Rows of any list at most: a caller who wants more asks again.
const MOST: u32 = 10_000;

fn limited(limit: u32) -> Val {
    Val::Int(i64::from(limit.min(MOST)))
}

#[async_trait]
impl Ledger for Store {
    async fn commit(&self, change: Change) -> Result<Committed, LedgerFault> {
        self.write(&change).await
    }

    async fn case(&self, id: RequestId) -> Result<Option<CaseLine>, LedgerFault> {
        let mut found = self
            .cases("WHERE r.id = $1", vec![Val::blob(id.as_bytes())])
            .await
            .map_err(told)?;
        Ok(found.pop())
    }

    async fn cases_by_number(&self, number: &str) -> Result<Vec<CaseLine>, LedgerFault> {
        let hash = Val::Blob(case::number_hash(&self.ring, number));
        self.cases(
            "WHERE r.number_hash = $1 OR r.peer_number_hash = $1 ORDER BY r.opened DESC, r.id DESC LIMIT 100",
            vec![hash],
        )
        .await
        .map_err(told)
    }

    async fn queue(&self, query: &QueueQuery) -> Result<QueuePage, LedgerFault> {
        self.queue_page(query).await.map_err(told)
    }

    async fn counts(&self, desk: i64) -> Result<QueueCounts, LedgerFault> {
        self.queue_counts(desk).await.map_err(told)
    }

    async fn search(&self, query: &SearchQuery) -> Result<QueuePage, LedgerFault> {
        self.search_page(query).await.map_err(told)
    }

    async fn due(&self, until: Instant, limit: u32) -> Result<Vec<CaseLine>, LedgerFault> {
        self.cases(
            "WHERE r.open = 1 AND r.deadline <= $1 ORDER BY r.deadline, r.id LIMIT $2",
            vec![Val::Int(until.millis()), limited(limit)],
        )
        .await
        .map_err(told)
    }

    async fn next_number(&self, series: &str) -> Result<u64, LedgerFault> {
        let _one_at_a_time = self.numbering.lock().await;
        loop {
            let read = self
                .one(&SERIES, series.as_bytes())
                .await
                .map_err(told)?
                .map(|row| row.version);
            let step = small::series_step(series, read);
            match self.write_steps(Prepared::of(&self.ring, vec![step])).await {
                Ok(_) => return Ok(read.unwrap_or(0).unsigned_abs() + 1),
                // Another process took this number.
                Err(LedgerFault::Stale) => {}
                Err(fault) => return Err(fault),
            }
        }
    }

    async fn register(&self, case: RequestId) -> Result<Vec<RegisterLine>, LedgerFault> {
        self.register_lines(
            "WHERE case_id = $1 ORDER BY idx",
            vec![Val::blob(case.as_bytes())],
        )
        .await
        .map_err(told)
    }

    async fn register_page(
        &self,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<RegisterLine>, LedgerFault> {
        let before = before.map_or(Val::Int(i64::MAX), Val::count);
        self.register_lines(
            "WHERE idx < $1 ORDER BY idx DESC LIMIT $2",
            vec![before, limited(limit)],
        )
        .await
        .map_err(told)
    }

    async fn thread(&self, id: ThreadId) -> Result<Option<ThreadRow>, LedgerFault> {
        let read = async {
            let Some(row) = self.one(&THREAD, id.as_bytes()).await? else {
                return Ok(None);
            };
            let out = self.one(&THREAD_OUT, id.as_bytes()).await?;
            let out =
                out.ok_or_else(|| damaged(THREAD_OUT.name, id.as_bytes(), "the row is missing"))?;
            thread::thread(row, out).map(Some)
        };
        read.await.map_err(told)
    }

    async fn thread_in(
        &self,
        thread: ThreadId,
        sender: &NodeId,
        epoch: u64,
    ) -> Result<Option<ThreadIn>, LedgerFault> {
        let id = thread::in_id(thread, sender, epoch);
        let row = self.one(&THREAD_IN, &id).await.map_err(told)?;
        row.map(|row| thread::thread_in(row, thread, sender, epoch))
            .transpose()
            .map_err(told)
    }

    async fn receipt_by_sealed(&self, sealed: Digest) -> Result<Option<Vec<u8>>, LedgerFault> {
        let read = async {
            let hash = || vec![Val::blob(sealed.as_bytes())];
            if let Some(row) = self
                .stored(&INBOX, "WHERE r.sealed_hash = $1", hash())
                .await?
                .pop()
            {
                return Ok(Some(message::inbox(None, row)?.receipt));
            }
            let parked = self
                .stored(&PARKED, "WHERE r.sealed_hash = $1", hash())
                .await?
                .pop();
            parked
                .map(|row| Ok(message::parked(self.ring.node(), row)?.receipt))
                .transpose()
        };
        read.await.map_err(told)
    }

    async fn inbox(&self, msg: MsgId) -> Result<Option<InboxRow>, LedgerFault> {
        let read = async {
            let Some(row) = self.one(&INBOX, msg.as_bytes()).await? else {
                return Ok(None);
            };
            let case = message::inbox_case(&row)?;
            let key = self.ring.key(&self.database, case).await?;
            message::inbox(key.as_deref(), row).map(Some)
        };
        read.await.map_err(told)
    }

    async fn inbox_at(
        &self,
        thread: ThreadId,
        sender: &NodeId,
        epoch: u64,
        seq: u64,
    ) -> Result<Option<MsgId>, LedgerFault> {
        let values = vec![
            Val::blob(thread.as_bytes()),
            Val::text(sender.as_str()),
            Val::count(epoch),
            Val::count(seq),
        ];
        let tail = "WHERE r.thread = $1 AND r.sender = $2 AND r.epoch = $3 AND r.seq = $4 ORDER BY r.at, r.id LIMIT 1";
        let read = async {
            let row = self.stored(&INBOX, tail, values).await?.pop();
            row.map(|row| Ok(MsgId::from_bytes(row.id_fixed()?)))
                .transpose()
        };
        read.await.map_err(told)
    }

    async fn parked(
        &self,
        thread: ThreadId,
        sender: &NodeId,
        epoch: u64,
    ) -> Result<Vec<ParkedRow>, LedgerFault> {
        let values = vec![
            Val::blob(thread.as_bytes()),
            Val::text(sender.as_str()),
            Val::count(epoch),
        ];
        let tail = "WHERE r.thread = $1 AND r.sender = $2 AND r.epoch = $3 ORDER BY r.seq, r.id";
        self.parked_rows(tail, values).await.map_err(told)
    }

    async fn parked_all(&self, limit: u32) -> Result<Vec<ParkedRow>, LedgerFault> {
        let tail = "ORDER BY r.at, r.id LIMIT $1";
        let rows = self.parked_rows(tail, vec![limited(limit)]).await;
        rows.map_err(told)
    }

    async fn messages(
        &self,
        case: RequestId,
    ) -> Result<Vec<(String, MsgId, bool, Instant)>, LedgerFault> {
        self.message_list(case).await.map_err(told)
    }

    async fn outbox_claim(
        &self,
        now: Instant,
        lease: Instant,
        limit: u32,
        per_peer: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault> {
        self.claim(now, lease, limit.min(MOST), per_peer).await
    }

    async fn outbox(&self, msg: MsgId, peer: &NodeId) -> Result<Option<OutboxRow>, LedgerFault> {
        let id = Val::Blob(message::outbox_id(msg, peer));
        let mut found = self
            .outbox_rows("WHERE r.id = $1", vec![id])
            .await
            .map_err(told)?;
        Ok(found.pop())
    }

    async fn outbox_in(
        &self,
        state: OutboxState,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, LedgerFault> {
        self.outbox_rows(
            "WHERE r.state = $1 ORDER BY r.created, r.id LIMIT $2",
            vec![Val::text(message::state_name(state)), limited(limit)],
        )
        .await
        .map_err(told)
    }

    async fn outbox_waiting(&self, on: MsgId) -> Result<Vec<OutboxRow>, LedgerFault> {
        self.outbox_rows(
            "WHERE r.state = 'waiting' AND r.waits_for = $1 ORDER BY r.created, r.id",
            vec![Val::blob(on.as_bytes())],
        )
        .await
        .map_err(told)
    }

    async fn outbox_next(&self) -> Result<Option<Instant>, LedgerFault> {
        self.next_claim().await.map_err(told)
    }

    async fn object(&self, id: ObjectId) -> Result<Option<ObjectRow>, LedgerFault> {
        let mut found = self
            .object_rows("WHERE r.id = $1", vec![Val::blob(id.as_bytes())])
            .await
            .map_err(told)?;
        Ok(found.pop())
    }

    async fn objects(&self, case: RequestId) -> Result<Vec<ObjectRow>, LedgerFault> {
        self.object_rows(
            "WHERE r.case_id = $1 ORDER BY r.created, r.id",
            vec![Val::blob(case.as_bytes())],
        )
        .await
        .map_err(told)
    }

    async fn objects_page(&self, limit: u32) -> Result<Vec<ObjectRow>, LedgerFault> {
        self.object_rows(
            "ORDER BY r.created DESC, r.id DESC LIMIT $1",
            vec![limited(limit)],
        )
        .await
        .map_err(told)
    }

    async fn wraps(&self, object: ObjectId) -> Result<Vec<WrapRow>, LedgerFault> {
        let read = async {
            let values = vec![Val::blob(object.as_bytes())];
            let rows = self
                .stored(&WRAP, "WHERE r.object = $1 ORDER BY r.at, r.id", values)
                .await?;
            rows.into_iter()
                .map(object::wrap)
                .collect::<Result<Vec<_>, Trouble>>()
        };
        read.await.map_err(told)
    }

    async fn transfer(&self, token: Digest) -> Result<Option<TransferRow>, LedgerFault> {
        let row = self.one(&TRANSFER, token.as_bytes()).await.map_err(told)?;
        row.map(|row| object::transfer(self.ring.node(), row))
            .transpose()
            .map_err(told)
    }

    async fn transfers_open(&self) -> Result<Vec<TransferRow>, LedgerFault> {
        let read = async {
            let tail = "WHERE r.done = 0 AND r.pulling = 1 ORDER BY r.next_attempt, r.id";
            let rows = self.stored(&TRANSFER, tail, vec![]).await?;
            rows.into_iter()
                .map(|row| object::transfer(self.ring.node(), row))
                .collect::<Result<Vec<_>, Trouble>>()
        };
        read.await.map_err(told)
    }

    async fn transfers_of(&self, object: ObjectId) -> Result<Vec<TransferRow>, LedgerFault> {
        let read = async {
            let tail = "WHERE r.object = $1 ORDER BY r.created, r.id";
            let rows = self
                .stored(&TRANSFER, tail, vec![Val::blob(object.as_bytes())])
                .await?;
            rows.into_iter()
                .map(|row| object::transfer(self.ring.node(), row))
                .collect::<Result<Vec<_>, Trouble>>()
        };
        read.await.map_err(told)
    }

    async fn officer(&self, id: &OfficerId) -> Result<Option<OfficerRow>, LedgerFault> {
        let row = self
            .one(&OFFICER, id.as_str().as_bytes())
            .await
            .map_err(told)?;
        row.map(|row| people::officer(self.ring.node(), row))
            .transpose()
            .map_err(told)
    }

    async fn officer_by_login(&self, login: &str) -> Result<Option<OfficerRow>, LedgerFault> {
        let read = async {
            let row = self
                .stored(&OFFICER, "WHERE r.login = $1", vec![Val::text(login)])
                .await?
                .pop();
            row.map(|row| people::officer(self.ring.node(), row))
                .transpose()
        };
        read.await.map_err(told)
    }

    async fn officers(&self) -> Result<Vec<OfficerRow>, LedgerFault> {
        let read = async {
            let rows = self.stored(&OFFICER, "ORDER BY r.id", vec![]).await?;
            rows.into_iter()
                .map(|row| people::officer(self.ring.node(), row))
                .collect::<Result<Vec<_>, Trouble>>()
        };
        read.await.map_err(told)
    }

    async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, LedgerFault> {
        let row = self.one(&SESSION, &token_hash).await.map_err(told)?;
        row.map(people::session).transpose().map_err(told)
    }

    async fn log_size(&self) -> Result<u64, LedgerFault> {
        let read = async {
            let text = "SELECT size FROM log_head WHERE id = 1".to_owned();
            let rows = self.database.read_rows(text, arguments([])?).await?;
            let size: i64 = match rows.first() {
                Some(row) => row.try_get(0)?,
                None => return Err(damaged("log_head", &[], "the head row is missing").into()),
            };
            u64::try_from(size)
                .map_err(|_| Trouble::from(damaged("log_head", &[], "the size is negative")))
        };
        read.await.map_err(told)
    }

    async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<LeafRow>, LedgerFault> {
        let read = async {
            let values = vec![Val::count(from), limited(limit)];
            let entries = self
                .entries("WHERE idx >= $1 ORDER BY idx LIMIT $2", values)
                .await?;
            for (entry, expected) in entries.iter().zip(from..) {
                if entry.index != expected {
                    return Err(damaged(
                        "register",
                        &expected.to_be_bytes(),
                        "the entry is missing",
                    )
                    .into());
                }
            }
            Ok(entries.into_iter().map(log::StoredEntry::leaf).collect())
        };
        read.await.map_err(told)
    }

    async fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, LedgerFault> {
        let row = self
            .one(&TILE, &log::tile_id(level, index))
            .await
            .map_err(told)?;
        row.map(|mut row| row.blob()).transpose().map_err(told)
    }

    async fn put_tiles(&self, tiles: Vec<(u8, u64, Vec<u8>)>) -> Result<(), LedgerFault> {
        loop {
            let mut steps = Vec::new();
            for (level, index, hashes) in &tiles {
                let id = log::tile_id(*level, *index);
                let before = self.one(&TILE, &id).await.map_err(told)?;
                let version = before.as_ref().map(|row| row.version);
                let stored = before
                    .map(|mut row| row.blob())
                    .transpose()
                    .map_err(told)?
                    .unwrap_or_default();
                // Another process may have grown it further already.
                if stored.starts_with(hashes) {
                    continue;
                }
                if !hashes.starts_with(&stored) {
                    return Err(damaged(
                        TILE.name,
                        &id,
                        "a tile does not begin with what is stored",
                    ));
                }
                steps.push(log::tile_step(&id, hashes.clone(), version));
            }
            if steps.is_empty() {
                return Ok(());
            }
            match self.write_steps(Prepared::of(&self.ring, steps)).await {
                Ok(_) => return Ok(()),
                Err(LedgerFault::Stale) => {}
                Err(fault) => return Err(fault),
            }
        }
    }

    async fn checkpoint(&self) -> Result<Option<CheckpointRow>, LedgerFault> {
        let read = async {
            let row = self
                .stored(&CHECKPOINT, "ORDER BY r.id DESC LIMIT 1", vec![])
                .await?
                .pop();
            row.map(log::checkpoint).transpose()
        };
        read.await.map_err(told)
    }

    async fn checkpoint_of(&self, size: u64) -> Result<Option<CheckpointRow>, LedgerFault> {
        let row = self
            .one(&CHECKPOINT, &size.to_be_bytes())
            .await
            .map_err(told)?;
        row.map(log::checkpoint).transpose().map_err(told)
    }

    async fn cosignatures(&self, size: u64) -> Result<Vec<CosignatureRow>, LedgerFault> {
        let read = async {
            let rows = self
                .stored(
                    &COSIGNATURE,
                    "WHERE r.size = $1 ORDER BY r.at, r.id",
                    vec![Val::count(size)],
                )
                .await?;
            rows.into_iter()
                .map(log::cosignature)
                .collect::<Result<Vec<_>, Trouble>>()
        };
        read.await.map_err(told)
    }

    async fn peer_head(&self, origin: &str) -> Result<Option<PeerHeadRow>, LedgerFault> {
        let row = self
            .one(&PEER_HEAD, origin.as_bytes())
            .await
            .map_err(told)?;
        row.map(log::peer_head).transpose().map_err(told)
    }

    async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerFault> {
        let row = self.one(&SETTING, name.as_bytes()).await.map_err(told)?;
        row.map(|row| small::setting(self.ring.node(), row))
            .transpose()
            .map_err(told)
    }

    async fn paper(&self, name: &str) -> Result<Option<(u64, Vec<u8>)>, LedgerFault> {
        let row = self.one(&SETTING, name.as_bytes()).await.map_err(told)?;
        row.map(|row| {
            let version = row.version.unsigned_abs();
            small::setting(self.ring.node(), row).map(|value| (version, value))
        })
        .transpose()
        .map_err(told)
    }

    async fn peer_caps(&self, peer: &NodeId) -> Result<Option<(u64, Vec<u8>)>, LedgerFault> {
        let row = self
            .one(&PEER_CAPS, peer.as_str().as_bytes())
            .await
            .map_err(told)?;
        row.map(small::caps).transpose().map_err(told)
    }

    async fn directory_files(&self) -> Result<Vec<(String, u64, Vec<u8>)>, LedgerFault> {
        let read = async {
            let rows = self.stored(&DIRECTORY, "ORDER BY r.id", vec![]).await?;
            rows.into_iter()
                .map(small::directory)
                .collect::<Result<Vec<_>, Trouble>>()
        };
        read.await.map_err(told)
    }
}
