//! How many messages a machine carries: the demo's nodes under a load of questions and answers.
//!
//! Every message takes the whole way, officer's approval and stored receipt included; nothing is switched
//! off but the limits towards peers, which the load would reach. Many cases are open at once, and each is
//! asked and answered in turn, so that no case grows out of what is usual.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Wall};

use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_core::stage::StageName;
use comity_flows::ports::{NewsItem, OutboxState};
use comity_flows::{Node, Officer, Said};
use comity_peer::serve::{Limits, Rate};
use serde_json::json;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::post::{Post, flow};
use super::{forms, raise};
use crate::cli::{Exit, Fault, say};
use crate::house::keyring::machine;

/// Bytes of each question and answer.
const TEXT: usize = 8 << 10;
/// A message that takes longer is a failure of the measurement.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the person asked for.
pub(crate) struct Wanted {
    pub(crate) folder: PathBuf,
    pub(crate) in_flight: Vec<usize>,
    pub(crate) time: Duration,
    pub(crate) json: bool,
}

/// Raises the world and measures.
///
/// # Errors
/// What failed.
pub(crate) async fn run(wanted: Wanted) -> Result<Exit, Fault> {
    let open = Rate {
        per_second: 1_000_000,
        burst: 1_000_000,
    };
    let limits = Limits {
        peer: open,
        in_flight_per_peer: 1_024,
        in_flight: 4_096,
        ..Limits::default()
    };
    let (built, running) = raise(&wanted.folder, None, limits).await?;
    let posts: Vec<Post<'_>> = running
        .iter()
        .zip(&built)
        .map(|(running, built)| Post { running, built })
        .collect();
    let [aldoria, belmark, _] = posts.as_slice() else {
        return Err(machine("the exercise has three nodes"));
    };
    let most = wanted.in_flight.iter().copied().max().unwrap_or(1);
    let load = Arc::new(Load {
        asked: Side::new(aldoria, "okoye").await?,
        asking: Side::new(belmark, "costa").await?,
        cases: Mutex::default(),
    });
    load.open_cases(aldoria, belmark, most * 2).await?;
    for in_flight in wanted.in_flight {
        let measured = load.measure(in_flight, wanted.time).await?;
        if wanted.json {
            say(measured.json());
        } else {
            say(measured);
        }
    }
    let lost = load.not_received().await?;
    for one in running {
        one.stop().await;
    }
    if lost > 0 {
        return Err(machine(format!("{lost} messages have no receipt")));
    }
    Ok(Exit::Good)
}

/// One node's officer, and who waits there for a receipt.
struct Side {
    node: Arc<Node>,
    officer: Officer,
    waiting: Arc<Mutex<BTreeMap<RequestId, oneshot::Sender<()>>>>,
}

impl Side {
    async fn new(post: &Post<'_>, login: &str) -> Result<Self, Fault> {
        let waiting: Arc<Mutex<BTreeMap<RequestId, oneshot::Sender<()>>>> = Arc::default();
        tokio::spawn(wake(post.running.news.subscribe(), waiting.clone()));
        Ok(Self {
            node: post.running.node.clone(),
            officer: post.person(login).await?,
            waiting,
        })
    }
}

/// Wakes who waits for a case when an attempt to send something of it has been stored.
async fn wake(
    mut news: Receiver<NewsItem>,
    waiting: Arc<Mutex<BTreeMap<RequestId, oneshot::Sender<()>>>>,
) {
    loop {
        match news.recv().await {
            Ok(item) if item.kind == "message.attempted" => {
                if let Some(waits) = item.case.and_then(|case| locked(&waiting).remove(&case)) {
                    // Who gave up waiting says so itself.
                    let _ = waits.send(());
                }
            }
            Ok(_) => {}
            Err(RecvError::Lagged(missed)) => {
                tracing::error!(missed, "the measurement cannot follow the news");
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// A case: whose turn it is.
#[derive(Clone, Copy)]
struct Case {
    id: RequestId,
    answer: bool,
}

struct Load {
    asking: Side,
    asked: Side,
    cases: Mutex<VecDeque<Case>>,
}

impl Load {
    /// Requests that the other side has before it.
    async fn open_cases(
        self: &Arc<Self>,
        aldoria: &Post<'_>,
        belmark: &Post<'_>,
        count: usize,
    ) -> Result<(), Fault> {
        let form = forms::preservation(self.asked.node.now());
        let mut all = Vec::new();
        for _ in 0..count {
            let officer = &self.asked.officer;
            let to = &belmark.built.id;
            let draft = self
                .asked
                .node
                .start_draft(officer, Kind::Preservation, to, form.clone());
            let id = draft.await.map_err(flow)?;
            self.asked.node.submit(officer, id).await.map_err(flow)?;
            all.push(id);
        }
        for id in all {
            belmark.until(id, "a case to arrive", |_| true).await?;
            let officer = &self.asking.officer;
            let taken = self.asking.node.acknowledge(officer, id);
            taken.await.map_err(flow)?;
            let checking =
                |file: &comity_core::request::RequestFile| file.stage_name() == StageName::Checking;
            aldoria.until(id, "a case to be taken", checking).await?;
            locked(&self.cases).push_back(Case { id, answer: false });
        }
        Ok(())
    }

    async fn measure(
        self: &Arc<Self>,
        in_flight: usize,
        time: Duration,
    ) -> Result<Measured, Fault> {
        let (began, cpu) = (Wall::now(), processor_time());
        let mut officers = JoinSet::new();
        for _ in 0..in_flight {
            let load = self.clone();
            officers.spawn(async move {
                let mut times = Vec::new();
                while began.elapsed() < time {
                    times.push(load.one().await?);
                }
                Ok::<_, Fault>(times)
            });
        }
        let mut times = Vec::new();
        while let Some(ended) = officers.join_next().await {
            times.extend(ended.map_err(machine)??);
        }
        times.sort_unstable();
        Ok(Measured {
            in_flight,
            wall: began.elapsed(),
            cpu: processor_time().saturating_sub(cpu),
            times,
        })
    }

    /// One message from the officer's word to the stored receipt.
    async fn one(&self) -> Result<Duration, Fault> {
        let case = locked(&self.cases).pop_front();
        let Some(Case { id, answer }) = case else {
            return Err(machine("more messages than cases"));
        };
        let side = if answer { &self.asked } else { &self.asking };
        let text = "what was asked\n".repeat(TEXT / 15);
        let (tell, told) = oneshot::channel();
        locked(&side.waiting).insert(id, tell);
        let began = Wall::now();
        if answer {
            let said = side.node.answer_question(&side.officer, id, &text).await;
            if let Said::Waiting(_) = said.map_err(flow)? {
                return Err(machine("an answer waits for another person"));
            }
        } else {
            side.node
                .ask(&side.officer, id, &text)
                .await
                .map_err(flow)?;
        }
        tokio::time::timeout(PATIENCE, told)
            .await
            .map_err(|_| machine(format!("no receipt within {} s", PATIENCE.as_secs())))?
            .map_err(machine)?;
        let took = began.elapsed();
        locked(&self.cases).push_back(Case {
            id,
            answer: !answer,
        });
        Ok(took)
    }

    /// How many messages are anywhere but received.
    async fn not_received(&self) -> Result<usize, Fault> {
        let mut lost = 0;
        for side in [&self.asking, &self.asked] {
            for state in [
                OutboxState::Queued,
                OutboxState::Waiting,
                OutboxState::Refused,
                OutboxState::Dead,
            ] {
                let rows = side.node.ledger().outbox_in(state, 10_000).await;
                lost += rows.map_err(machine)?.len();
            }
        }
        Ok(lost)
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What one load gave.
struct Measured {
    in_flight: usize,
    wall: Duration,
    cpu: Duration,
    times: Vec<Duration>,
}

impl Measured {
    fn at(&self, of_hundred: usize) -> f64 {
        let place = (self.times.len() * of_hundred / 100).min(self.times.len().saturating_sub(1));
        self.times
            .get(place)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    }

    fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.wall.as_secs_f64()
    }

    fn cpu_each(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e3 / self.times.len().max(1) as f64
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "in_flight": self.in_flight, "messages": self.times.len(), "per_second": self.per_second(),
            "p50_ms": self.at(50), "p99_ms": self.at(99), "cpu_ms_each": self.cpu_each(),
        })
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:>4} in flight  {:>7.0} messages/s  median {:>7.2} ms  99 % {:>7.2} ms  processor {:.2} ms each  n {}",
            self.in_flight,
            self.per_second(),
            self.at(50),
            self.at(99),
            self.cpu_each(),
            self.times.len(),
        )
    }
}

/// User and system time of this process, from Linux's own account; nothing elsewhere.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: u64 = stat
        .rsplit_once(") ")
        .into_iter()
        .flat_map(|(_, fields)| fields.split(' ').skip(11).take(2))
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    // Linux counts in hundredths of a second wherever this runs.
    Duration::from_millis(ticks * 10)
}
