//! An open ledger: its database, its keys and its committer.

use std::sync::Arc;

use comity_flows::ports::{Change, Committed, LedgerFault};
use sqlx::Row as _;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::claims::Claims;
use crate::committer::Committer;
use crate::database::Database;
use crate::fault::{Trouble, told};
use crate::group::Refused;
use crate::keyring::{Keyring, NODE};
use crate::prepare::{Prepared, prepare};
use crate::search::{EndsWithStore, Indexer};
use crate::settings::{DatabaseAt, OpenFault};
use crate::table::{Val, arguments};
use crate::vault::Kek;

/// How often a change is sealed again because the key of its case came from elsewhere meanwhile.
const TRIES: u32 = 4;

/// The ledger of a node. See [`comity_flows::ports::Ledger`].
pub struct Store {
    pub(crate) database: Database,
    pub(crate) ring: Arc<Keyring>,
    pub(crate) committer: Committer,
    pub(crate) indexer: EndsWithStore,
    /// One at a time in this process, so that numbers do not chase each other.
    pub(crate) numbering: tokio::sync::Mutex<()>,
    /// Outgoing messages that are under way.
    pub(crate) claims: Claims,
    tasks: Vec<JoinHandle<()>>,
}

impl Store {
    /// Opens or creates a ledger.
    ///
    /// # Errors
    /// [`OpenFault`] says what, where and what to do.
    pub async fn open(at: &DatabaseAt, kek: &Kek) -> Result<Self, OpenFault> {
        let database = Database::open(at).await?;
        let shown = shown(at);
        let ring = Arc::new(open_ring(&database, kek, &shown).await?);
        let indexable = Arc::new(Notify::new());
        let (committer, committing) = Committer::start(database.clone(), indexable.clone());
        let (indexer, indexing) =
            Indexer::start(database.clone(), ring.clone(), committer.clone(), indexable);
        Ok(Self {
            database,
            ring,
            committer,
            indexer: EndsWithStore(indexer),
            numbering: tokio::sync::Mutex::new(()),
            claims: Claims::default(),
            tasks: vec![indexing, committing],
        })
    }

    /// Waits for what is being written and closes the database.
    pub async fn close(self) {
        let Self {
            database,
            committer,
            indexer,
            tasks,
            ..
        } = self;
        drop(indexer);
        drop(committer);
        for task in tasks {
            // A task that panicked has nothing left to write.
            drop(task.await);
        }
        database.close().await;
    }

    /// Seals and commits; seals again when the key of a case came to be elsewhere meanwhile.
    pub(crate) async fn write(&self, change: &Change) -> Result<Committed, LedgerFault> {
        for _ in 0..TRIES {
            let prepared = prepare(&self.ring, &self.database, change)
                .await
                .map_err(told)?;
            let cases = prepared.cases.clone();
            match self.committer.commit(prepared).await {
                Ok(committed) => {
                    self.claims.settled(&change.writes);
                    return Ok(committed);
                }
                Err(Refused::Fault(fault)) => return Err(fault),
                Err(Refused::OtherKey) => cases.iter().for_each(|case| self.ring.forget(case)),
            }
        }
        Err(LedgerFault::Stale)
    }

    /// Commits steps that need no key.
    pub(crate) async fn write_steps(&self, prepared: Prepared) -> Result<Committed, LedgerFault> {
        self.committer
            .commit(prepared)
            .await
            .map_err(|refused| match refused {
                Refused::Fault(fault) => fault,
                Refused::OtherKey => LedgerFault::Stale,
            })
    }
}

/// How the place is named to a person: without a password.
pub(crate) fn shown(at: &DatabaseAt) -> String {
    match at {
        DatabaseAt::File(path) => path.display().to_string(),
        DatabaseAt::Postgres { url, .. } => crate::settings::postgres_options(url, None)
            .map_or_else(|_| "the address given".to_owned(), |(_, shown)| shown),
    }
}

/// A fault while a ledger is opened or changed as a whole.
pub(crate) fn failed_to_open(shown: &str, trouble: Trouble) -> OpenFault {
    let at = shown.to_owned();
    match told(trouble) {
        LedgerFault::Damaged(why) => OpenFault::Damaged { at, why },
        other => OpenFault::Database {
            at,
            why: other.to_string(),
        },
    }
}

/// Opens the node's own key, or makes it in a new database.
pub(crate) async fn open_ring(
    database: &Database,
    kek: &Kek,
    shown: &str,
) -> Result<Keyring, OpenFault> {
    let failed = |trouble: Trouble| failed_to_open(shown, trouble);
    // Several processes may start on one new database at the same moment: the first row wins and
    // everybody reads it back.
    if read_node_key(database).await.map_err(failed)?.is_none() {
        make_node_key(database, kek).await.map_err(failed)?;
    }
    let node = read_node_key(database)
        .await
        .map_err(failed)?
        .ok_or_else(|| OpenFault::Damaged {
            at: shown.to_owned(),
            why: "the node's own key is missing".to_owned(),
        })?;
    if node.proof != kek.proof() || node.kek != kek.version() {
        return Err(OpenFault::WrongKey {
            at: shown.to_owned(),
            stored: node.kek,
            given: kek.version(),
        });
    }
    let (key, secret) =
        Keyring::unwrap(&kek.wrapping(), &NODE, node.number, node.kek, node.wrapped)
            .map_err(failed)?;
    Ok(Keyring::new(kek, key, &secret))
}

/// The stored node key, still wrapped.
pub(crate) struct NodeKey {
    pub(crate) kek: i64,
    proof: Vec<u8>,
    pub(crate) number: i64,
    pub(crate) wrapped: Vec<u8>,
}

/// Reads the stored node key.
pub(crate) async fn read_node_key(database: &Database) -> Result<Option<NodeKey>, Trouble> {
    let text = "SELECT kek, proof, number, wrapped FROM vault WHERE id = 1".to_owned();
    let rows = database.read_rows(text, arguments([])?).await?;
    rows.first()
        .map(|row| {
            Ok(NodeKey {
                kek: row.try_get(0)?,
                proof: row.try_get(1)?,
                number: row.try_get(2)?,
                wrapped: row.try_get(3)?,
            })
        })
        .transpose()
}

async fn make_node_key(database: &Database, kek: &Kek) -> Result<(), Trouble> {
    let (text, values) = {
        let (key, _) = Keyring::make(&kek.wrapping(), kek.version(), &NODE)?;
        let (number, wrapped) = key.stored();
        (
            "INSERT INTO vault(id, kek, proof, number, wrapped) VALUES (1, $1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
            [
                Val::Int(kek.version()),
                Val::Blob(kek.proof()),
                Val::Int(number),
                Val::blob(wrapped),
            ],
        )
    };
    sqlx::query_with(text, arguments(values)?)
        .execute(&database.write)
        .await?;
    Ok(())
}
