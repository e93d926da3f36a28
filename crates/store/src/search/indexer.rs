//! The indexer: after the commit, in small batches, whenever nothing more urgent waits.
//!
//! What the index holds of a case is kept sealed beside it, so that a changed case loses exactly the
//! tokens it no longer has.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use comity_flows::ports::LedgerFault;
use sqlx::Row as _;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::words::Tokens as Hashes;
use crate::committer::Committer;
use crate::database::Database;
use crate::fault::{Trouble, damaged};
use crate::keyring::{CaseKey, Keyring};
use crate::prepare::{Prepared, Tokens};
use crate::rows::case::SealedCase;
use crate::rows::tables::REQUEST;
use crate::statement::column_list;
use crate::table::{Stored, Table, Val, arguments};
use crate::vault::Place;

/// Cases in one batch.
const BATCH: i64 = 32;
/// How often the indexer looks without being told, for what another process left.
const LOOK: Duration = Duration::from_secs(5);

/// Ends the indexer with the store that started it.
pub(crate) struct EndsWithStore(pub(crate) Indexer);

impl Drop for EndsWithStore {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The way to stop the indexer.
#[derive(Clone)]
pub(crate) struct Indexer {
    wake: Arc<Notify>,
    stopped: Arc<AtomicBool>,
    paused: Arc<AtomicBool>,
}

impl Indexer {
    pub(crate) fn start(
        database: Database,
        ring: Arc<Keyring>,
        committer: Committer,
        wake: Arc<Notify>,
    ) -> (Self, JoinHandle<()>) {
        let stopped = Arc::new(AtomicBool::new(false));
        let indexer = Self {
            wake,
            stopped,
            paused: Arc::default(),
        };
        let task = tokio::spawn(indexer.clone().work(database, ring, committer));
        (indexer, task)
    }

    /// Leaves the queue alone while a bulk load fills it.
    pub(crate) fn pause(&self, paused: bool) {
        self.paused.store(paused, Ordering::Relaxed);
        self.wake.notify_one();
    }

    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.wake.notify_one();
    }

    async fn work(self, database: Database, ring: Arc<Keyring>, committer: Committer) {
        while !self.stopped.load(Ordering::Relaxed) {
            if self.paused.load(Ordering::Relaxed) {
                drop(tokio::time::timeout(LOOK, self.wake.notified()).await);
                continue;
            }
            match batch(&database, &ring, &committer).await {
                Ok(true) => {}
                Ok(false) => drop(tokio::time::timeout(LOOK, self.wake.notified()).await),
                Err(trouble) => {
                    if !self.stopped.load(Ordering::Relaxed) {
                        tracing::warn!(fault = %crate::fault::told(trouble), "cases were not indexed; it is tried again");
                        drop(tokio::time::timeout(LOOK, self.wake.notified()).await);
                    }
                }
            }
        }
    }
}

/// Indexes one batch; false when nothing waits.
async fn batch(
    database: &Database,
    ring: &Keyring,
    committer: &Committer,
) -> Result<bool, Trouble> {
    let text = format!(
        "SELECT {}, q.no, q.version, d.indexed FROM search_queue q JOIN request r ON r.no = q.no \
         LEFT JOIN search_doc d ON d.no = q.no ORDER BY q.no LIMIT $1",
        column_list(&REQUEST, "r")
    );
    let rows = database
        .read_rows(text, arguments([Val::Int(BATCH)])?)
        .await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let after = REQUEST.columns.len() + 3;
    let mut tokens = Tokens::default();
    for row in &rows {
        let no: i64 = row.try_get(after)?;
        tokens.done.push((no, row.try_get(after + 1)?));
        let held: Option<Vec<u8>> = row.try_get(after + 2)?;
        let outcome = async {
            let case = SealedCase::read(Stored::read(&REQUEST, row, ring.marks())?)?;
            let keys = ring.keys(database, [case.id]).await?;
            // An erased case has no key: its tokens went with it.
            match keys.get(&case.id) {
                Some(key) => changes(ring, key, no, &case, held, &mut tokens),
                None => Ok(()),
            }
        };
        if let Err(trouble) = outcome.await {
            match trouble {
                // The case is found damaged again by whoever reads it; the others are indexed.
                Trouble::Told(LedgerFault::Damaged(place)) => {
                    tracing::error!(%place, "a damaged case cannot be indexed")
                }
                other => return Err(other),
            }
        }
    }
    tokens.add.sort_unstable();
    let prepared = Prepared {
        tokens,
        ..Prepared::default()
    };
    match committer.commit_later(prepared).await {
        Ok(_) => Ok(true),
        Err(crate::group::Refused::Fault(fault)) => Err(fault.into()),
        Err(crate::group::Refused::OtherKey) => Ok(true),
    }
}

fn changes(
    ring: &Keyring,
    key: &CaseKey,
    no: i64,
    case: &SealedCase,
    held: Option<Vec<u8>>,
    tokens: &mut Tokens,
) -> Result<(), Trouble> {
    let words = case.words(key)?;
    let before = match held {
        Some(sealed) => held_tokens(ring, key, &case.id, &sealed)?,
        None => BTreeSet::new(),
    };
    let now = tokens_of(ring, case.desk, &words);
    if before == now {
        return Ok(());
    }
    tokens
        .add
        .extend(now.difference(&before).map(|hash| (*hash, no)));
    tokens
        .remove
        .extend(before.difference(&now).map(|hash| (*hash, no)));
    tokens
        .docs
        .push((no, case.id, indexed_doc(key, &case.id, case.desk, &words)?));
    Ok(())
}

/// Where the sealed list of what is indexed stands.
static DOC: Table = Table {
    order: 0,
    name: "search_doc",
    columns: &[],
};

fn place(case: &[u8; 16]) -> Place<'_> {
    Place {
        table: DOC.name,
        id: case,
        column: "indexed",
    }
}

/// The tokens under which a case is found.
pub(crate) fn tokens_of(ring: &Keyring, desk: i64, words: &[String]) -> BTreeSet<i64> {
    Hashes::new(&ring.search, desk).of(words)
}

/// The sealed list of what the index holds of a case: desk, 8 bytes ‖ words.
pub(crate) fn indexed_doc(
    key: &CaseKey,
    case: &[u8; 16],
    desk: i64,
    words: &[String],
) -> Result<Vec<u8>, Trouble> {
    let mut plain = zeroize::Zeroizing::new(desk.to_be_bytes().to_vec());
    plain.extend_from_slice(words.join("\n").as_bytes());
    Ok(key.key.seal(place(case), &plain)?)
}

/// The tokens that the index holds of a case.
pub(crate) fn held_tokens(
    ring: &Keyring,
    key: &CaseKey,
    case: &[u8; 16],
    sealed: &[u8],
) -> Result<BTreeSet<i64>, Trouble> {
    let fault = || Trouble::from(damaged(DOC.name, case, "column indexed does not open"));
    let plain = key.key.open(place(case), sealed).map_err(|_| fault())?;
    let (desk, words) = plain.split_first_chunk::<8>().ok_or_else(fault)?;
    let words: Vec<String> = String::from_utf8_lossy(words)
        .split('\n')
        .map(str::to_owned)
        .collect();
    Ok(tokens_of(ring, i64::from_be_bytes(*desk), &words))
}
