//! The committer: one task for each process through which every write goes.
//!
//! It takes whatever waits, at most [`GROUP`] changes, and never sleeps to collect more: while one
//! group is being made durable the next one gathers by itself. Only after the commit are the
//! changes answered. A group in which something unforeseen fails is done again change by change, so
//! that nobody suffers for a neighbour.

use std::sync::Arc;
use std::time::{Duration, Instant};

use comity_flows::ports::LedgerFault;
use sqlx::AnyConnection;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::database::{Database, crossed};
use crate::fault::{Remedy, Trouble, remedy, told};
use crate::group::{Answer, Refused, Texts, run};
use crate::prepare::Prepared;
use crate::rows::tables::REQUEST;

/// Changes in one transaction at most.
const GROUP: usize = 256;
/// Changes that may wait before those who ask are made to wait.
const WAITING: usize = 2_048;
/// How often crossed transactions are tried again.
const TRIES: u32 = 24;
/// How long the search index may be kept waiting by a constant stream of changes.
const INDEX_AT_LATEST: Duration = Duration::from_millis(250);
/// Groups after which the write-ahead log is copied back even when more work waits.
const GROUPS_BETWEEN_CHECKPOINTS: u32 = 64;
/// Bytes after which it is.
const BYTES_BETWEEN_CHECKPOINTS: usize = 8 << 20;

struct Job {
    prepared: Prepared,
    answer: oneshot::Sender<Answer>,
}

/// The way to the committer. Dropping the last one ends it.
#[derive(Clone)]
pub(crate) struct Committer {
    changes: mpsc::Sender<Job>,
    later: mpsc::Sender<Job>,
}

impl Committer {
    /// Starts the committer of a database. `indexable` is told when cases wait to be indexed.
    pub(crate) fn start(
        database: Database,
        indexable: Arc<Notify>,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (changes, take_changes) = mpsc::channel(WAITING);
        let (later, take_later) = mpsc::channel(4);
        let task = tokio::spawn(work(database, take_changes, take_later, indexable));
        (Self { changes, later }, task)
    }

    /// Commits a change.
    pub(crate) async fn commit(&self, prepared: Prepared) -> Answer {
        Self::send(&self.changes, prepared).await
    }

    /// Commits something that may wait until nothing else does.
    pub(crate) async fn commit_later(&self, prepared: Prepared) -> Answer {
        Self::send(&self.later, prepared).await
    }

    async fn send(to: &mpsc::Sender<Job>, prepared: Prepared) -> Answer {
        let (answer, wait) = oneshot::channel();
        let closed = || Refused::Fault(LedgerFault::Database("the store is being closed".into()));
        to.send(Job { prepared, answer })
            .await
            .map_err(|_| closed())?;
        wait.await.unwrap_or_else(|_| Err(closed()))
    }
}

struct Work {
    database: Database,
    texts: Texts,
    groups: u32,
    bytes: usize,
}

async fn work(
    database: Database,
    mut changes: mpsc::Receiver<Job>,
    mut later: mpsc::Receiver<Job>,
    indexable: Arc<Notify>,
) {
    let mut work = Work {
        database,
        texts: Texts::default(),
        groups: 0,
        bytes: 0,
    };
    let mut indexed = Instant::now();
    let mut group = Vec::with_capacity(GROUP);
    loop {
        if indexed.elapsed() > INDEX_AT_LATEST
            && let Ok(job) = later.try_recv()
        {
            work.commit(vec![job]).await;
            indexed = Instant::now();
        }
        tokio::select! {
            biased;
            taken = changes.recv_many(&mut group, GROUP) => {
                if taken == 0 {
                    break;
                }
                let touches_cases = group.iter().any(|job| job.prepared.steps.iter().any(|(step, _)| *step.table == REQUEST));
                work.commit(std::mem::take(&mut group)).await;
                if touches_cases {
                    indexable.notify_one();
                }
            }
            Some(job) = later.recv() => {
                work.commit(vec![job]).await;
                indexed = Instant::now();
            }
            () = tokio::time::sleep(Duration::from_millis(200)), if work.groups > 0 => work.checkpoint().await,
        }
        if work.groups >= GROUPS_BETWEEN_CHECKPOINTS || work.bytes >= BYTES_BETWEEN_CHECKPOINTS {
            work.checkpoint().await;
        }
    }
    work.checkpoint().await;
}

impl Work {
    async fn commit(&mut self, jobs: Vec<Job>) {
        self.groups += 1;
        self.bytes += jobs.iter().map(|job| weight(&job.prepared)).sum::<usize>();
        let group: Vec<&Prepared> = jobs.iter().map(|job| &job.prepared).collect();
        match self.run(&group).await {
            Ok(answers) => {
                drop(group);
                for (job, answer) in jobs.into_iter().zip(answers) {
                    // Whoever asked may be gone; the change stands all the same.
                    drop(job.answer.send(answer));
                }
            }
            Err(trouble) if jobs.len() > 1 && may_be_one_neighbour(&trouble) => {
                drop(group);
                for job in jobs {
                    let answer = match self.run(&[&job.prepared]).await {
                        Ok(mut answers) => answers
                            .pop()
                            .unwrap_or(Err(Refused::Fault(LedgerFault::Stale))),
                        Err(trouble) => Err(Refused::Fault(told(trouble))),
                    };
                    drop(job.answer.send(answer));
                }
            }
            Err(trouble) => {
                drop(group);
                let fault = told(trouble);
                for job in jobs {
                    drop(job.answer.send(Err(Refused::Fault(again(&fault)))));
                }
            }
        }
    }

    /// One group, done again as a whole while transactions of other processes cross it.
    async fn run(&mut self, group: &[&Prepared]) -> Result<Vec<Answer>, Trouble> {
        let mut tries = 0;
        loop {
            let mut connection = self.database.write.acquire().await?;
            let begin = self.database.begin();
            let failure = match run(&mut connection, begin, &mut self.texts, group).await {
                Ok(answers) => return Ok(answers),
                Err(failure) => failure,
            };
            if failure.spent {
                // The pool makes a new one.
                drop(connection.close().await);
            }
            // After a broken connection it is not known whether the commit took place, so the group
            // is not done again: those who asked read and decide again.
            if !crossed(&failure.trouble) || tries >= TRIES {
                return Err(failure.trouble);
            }
            tries += 1;
            let wait = u64::from(tries.min(8))
                * u64::from(crate::vault::random::<1>().unwrap_or([1])[0] % 8);
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }

    async fn checkpoint(&mut self) {
        if let Ok(mut connection) = self.database.write.acquire().await {
            let connection: &mut AnyConnection = &mut connection;
            self.database.checkpoint(connection).await;
        }
        self.groups = 0;
        self.bytes = 0;
    }
}

fn weight(prepared: &Prepared) -> usize {
    let entries = prepared.entries.iter().flat_map(|entry| &entry.values);
    let rows = prepared.steps.iter().flat_map(|(step, _)| match &step.act {
        crate::rows::Act::Put(values) => values.as_slice(),
        crate::rows::Act::Delete | crate::rows::Act::Look => &[],
    });
    entries
        .chain(rows)
        .map(crate::table::Val::weight)
        .sum::<usize>()
        + 512 * prepared.steps.len()
        // Tokens are hashes: nearly each of them touches a page of its own.
        + 2_048 * (prepared.tokens.add.len() + prepared.tokens.remove.len())
}

/// Whether the fault may lie in one change, so that doing each alone saves the others.
fn may_be_one_neighbour(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Told(LedgerFault::NoSpace) => false,
        Trouble::Told(_) => true,
        Trouble::Sql(why) => matches!(remedy(why), Remedy::Unique | Remedy::None | Remedy::Damaged),
    }
}

/// The same fault for another change of the group.
fn again(fault: &LedgerFault) -> LedgerFault {
    match fault {
        LedgerFault::Stale => LedgerFault::Stale,
        LedgerFault::Duplicate => LedgerFault::Duplicate,
        LedgerFault::NoSpace => LedgerFault::NoSpace,
        LedgerFault::Damaged(place) => LedgerFault::Damaged(place.clone()),
        LedgerFault::Database(why) => LedgerFault::Database(why.to_string().into()),
    }
}
