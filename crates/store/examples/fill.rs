//! Fills a ledger with many cases and measures the queue, the search and the committer on it.
//!
//! ```text
//! cargo run --release -p comity-store --example fill -- [CASES] [FOLDER | postgres://…] [NODE]
//! ```
//!
//! With a database that holds cases already only the measurements run. Figures are of whole calls,
//! with verifying and opening the rows of the page. Where the folder of an exercise node is named, its
//! own key seals the cases, so that the node can be started on them.

use std::sync::Arc;
use std::time::{Duration, Instant as Watch};

use comity_core::kind::{Kind, Urgency};
use comity_core::stage::{Stage, StageName};
use comity_flows::ports::{
    CaseRow, Change, Ledger, LedgerFault, QueueQuery, QueueView, SearchQuery, Write,
};
use comity_store::{DatabaseAt, Kek, Store};
use comity_testkit::contract::sample::{MONDAY, arrival, case, event, node, officer, request};
use comity_wire::log::{Frontier, leaf_hash};
use comity_wire::secret_file;

/// Cases in one change of the load.
const TOGETHER: u64 = 64;

/// A small generator, so that every run fills the same cases.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Low numbers far more often than high ones, as with words.
    fn common(&mut self, sides: u64) -> u64 {
        let top = self.roll(sides) + 1;
        self.roll(top)
    }
}

/// An invented word of two to four syllables.
fn word(n: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dan", "fel", "gir", "hom",
        "jun", "kar", "lem", "mir", "nov", "pol",
    ];
    let mut left = n + 20;
    let mut out = String::new();
    while left > 0 {
        out.push_str(SYLLABLES[usize::try_from(left % 20).unwrap_or(0)]);
        left /= 20;
    }
    out
}

fn peer(n: u64) -> String {
    format!(
        "X{}/authority-{}/central",
        ["A", "B", "C", "D", "E"][usize::try_from(n % 5).unwrap_or(0)],
        n / 5
    )
}

fn invented(n: u64) -> CaseRow {
    let mut dice = Dice(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    let mut row = case(n);
    let file = &mut row.file;
    file.from = node(&peer(dice.common(60)));
    file.kind = Kind::ALL[usize::try_from(dice.common(17)).unwrap_or(0)];
    file.stage = [
        Stage::Delivered,
        Stage::Acknowledged,
        Stage::Checking,
        Stage::Accepted,
        Stage::Executing,
    ][usize::try_from(dice.roll(5)).unwrap_or(0)]
    .clone();
    file.owner = (dice.roll(3) > 0).then(|| officer(&format!("o-{}", n % 40)));
    file.urgency = if dice.roll(500) == 0 {
        Urgency::U0Life
    } else {
        Urgency::U4Routine
    };
    row.index.open = dice.roll(10) < 3;
    row.index.ours = dice.roll(2) == 0;
    row.index.deadline = MONDAY.0 + i64::try_from(dice.roll(90 * 86_400)).unwrap_or(0) * 1_000;
    let title: Vec<String> = (0..5).map(|_| word(dice.common(30_000))).collect();
    row.index.words = vec![
        file.number.clone(),
        file.reference.clone(),
        title.join(" "),
        format!("{} {}", word(dice.common(8_000)), word(dice.roll(200_000))),
        format!("{}@example.org", word(dice.roll(3_000_000))),
        format!("198.51.{}.{}", dice.roll(256), dice.roll(256)),
        [
            "fraud online",
            "ransomware extortion",
            "child protection",
            "网络犯罪",
        ][usize::try_from(dice.common(4)).unwrap_or(0)]
        .to_owned(),
    ];
    row
}

fn percentile(times: &mut [Duration], of_hundred: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * of_hundred / 100).min(times.len() - 1)]
}

fn report(name: &str, mut times: Vec<Duration>) {
    println!(
        "{name:38} p50 {:>9.3?}  p95 {:>9.3?}  max {:>9.3?}  n {}",
        percentile(&mut times, 50),
        percentile(&mut times, 95),
        percentile(&mut times, 100),
        times.len()
    );
}

async fn queue(
    store: &Store,
    name: &str,
    change: impl Fn(&mut QueueQuery, &mut Dice),
) -> Result<(), LedgerFault> {
    let mut dice = Dice(7);
    let mut times = Vec::new();
    for _ in 0..200 {
        let mut query = QueueQuery {
            limit: 50,
            ..QueueQuery::default()
        };
        let after = MONDAY.0 + i64::try_from(dice.roll(80 * 86_400)).unwrap_or(0) * 1_000;
        query.after = (dice.roll(2) == 0).then(|| (after, request(0)));
        change(&mut query, &mut dice);
        let begin = Watch::now();
        store.queue(&query).await?;
        times.push(begin.elapsed());
    }
    report(name, times);
    Ok(())
}

async fn search(
    store: &Store,
    name: &str,
    text: impl Fn(&mut Dice) -> String,
) -> Result<(), LedgerFault> {
    let mut dice = Dice(11);
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..200 {
        let query = SearchQuery {
            text: text(&mut dice),
            limit: 50,
            ..SearchQuery::default()
        };
        let begin = Watch::now();
        found += store.search(&query).await?.lines.len();
        times.push(begin.elapsed());
    }
    report(&format!("{name} ({} found)", found / 200), times);
    Ok(())
}

async fn commits(store: &Arc<Store>, in_flight: u64, from: u64) -> Result<(), LedgerFault> {
    let each = (4_000 / in_flight).max(20);
    let begin = Watch::now();
    let mut writers = Vec::new();
    for writer in 0..in_flight {
        let store = store.clone();
        writers.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for n in 0..each {
                let begin = Watch::now();
                store.commit(arrival(from + writer * each + n)).await?;
                times.push(begin.elapsed());
            }
            Ok::<_, LedgerFault>(times)
        }));
    }
    let mut times = Vec::new();
    for writer in writers {
        times.extend(
            writer
                .await
                .map_err(|why| LedgerFault::Database(Box::new(why)))??,
        );
    }
    let rate = times.len() as f64 / begin.elapsed().as_secs_f64();
    println!(
        "commit, {in_flight:>3} in flight: {rate:>7.0}/s  p50 {:.3?}  p99 {:.3?}",
        percentile(&mut times, 50),
        percentile(&mut times, 99)
    );
    Ok(())
}

async fn measure(store: &Arc<Store>, cases: u64) -> Result<(), LedgerFault> {
    queue(store, "queue, open", |_, _| {}).await?;
    queue(store, "queue, ours", |query, _| {
        query.view = QueueView::Ours
    })
    .await?;
    queue(store, "queue, nobody's", |query, _| {
        query.view = QueueView::Nobody
    })
    .await?;
    queue(store, "queue, emergencies", |query, _| {
        query.view = QueueView::Emergencies
    })
    .await?;
    queue(store, "queue, an officer's", |query, dice| {
        query.view = QueueView::Owner;
        query.owner = Some(officer(&format!("o-{}", dice.roll(40))));
    })
    .await?;
    queue(store, "queue, a peer", |query, dice| {
        query.peer = Some(node(&peer(dice.roll(60))))
    })
    .await?;
    queue(store, "queue, a stage", |query, _| {
        query.stage = Some(StageName::Checking)
    })
    .await?;
    queue(store, "queue, a kind", |query, dice| {
        query.kind = Some(Kind::ALL[usize::try_from(dice.roll(17)).unwrap_or(0)]);
    })
    .await?;
    queue(
        store,
        "queue, peer and stage and kind, ours",
        |query, dice| {
            query.view = QueueView::Ours;
            query.peer = Some(node(&peer(dice.roll(60))));
            query.stage = Some(StageName::Checking);
            query.kind = Some(Kind::ALL[usize::try_from(dice.roll(17)).unwrap_or(0)]);
        },
    )
    .await?;
    queue(store, "queue, everything of a peer", |query, dice| {
        query.view = QueueView::All;
        query.peer = Some(node(&peer(dice.roll(60))));
    })
    .await?;
    let mut times = Vec::new();
    for _ in 0..50 {
        let begin = Watch::now();
        store.counts(0).await?;
        times.push(begin.elapsed());
    }
    report("counts", times);

    search(store, "search, a common word", |dice| word(dice.roll(30))).await?;
    search(store, "search, any word", |dice| word(dice.roll(200_000))).await?;
    search(store, "search, a number", |dice| {
        format!("XA-2027-{:05}", dice.roll(cases))
    })
    .await?;
    search(store, "search, three letters", |dice| {
        word(dice.roll(8_000)).chars().take(3).collect()
    })
    .await?;
    search(store, "search, two words", |dice| {
        format!("{} {}", word(dice.common(500)), word(dice.common(30_000)))
    })
    .await?;
    search(store, "search, two common words", |_| {
        "fraud online".to_owned()
    })
    .await?;
    search(store, "search, Chinese", |_| "犯罪".to_owned()).await?;
    search(store, "search, absent", |dice| {
        format!("absent{}", dice.roll(1_000_000))
    })
    .await?;

    for (round, in_flight) in [(0, 1), (1, 32), (2, 128)] {
        commits(
            store,
            in_flight,
            1_000_000_000 + cases + round * 1_000_000 + u64::from(std::process::id()) * 10_000_000,
        )
        .await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let cases: u64 = arguments
        .next()
        .map_or(Ok(1_000_000), |text| text.parse())?;
    let place = arguments
        .next()
        .unwrap_or_else(|| "fill-ledger/ledger.db".to_owned());
    let place = if std::path::Path::new(&place).is_dir() {
        format!("{place}/ledger.db")
    } else {
        place
    };
    let kek = match arguments.next() {
        Some(folder) => kek_of(std::path::Path::new(&folder))?,
        None => [1; 32],
    };
    let begin = Watch::now();
    let store = Arc::new(Store::open(&DatabaseAt::parse(&place, None), &Kek::new(kek, 1)).await?);
    println!("opened in {:.3?}", begin.elapsed());
    if store
        .queue(&QueueQuery {
            view: QueueView::All,
            limit: 1,
            ..QueueQuery::default()
        })
        .await?
        .lines
        .is_empty()
    {
        let begin = Watch::now();
        let changes = (0..cases.div_ceil(TOGETHER)).map(|part| Change {
            writes: (part * TOGETHER..((part + 1) * TOGETHER).min(cases))
                .map(|n| Write::Case(Box::new(invented(n))))
                .collect(),
            events: (part * TOGETHER..((part + 1) * TOGETHER).min(cases))
                .map(|n| event(Some(request(n)), n))
                .collect(),
        });
        store.load(changes).await?;
        println!(
            "{cases} cases stored and indexed in {:.1?}",
            begin.elapsed()
        );
    }
    verify_log(&store).await?;
    measure(&store, cases).await?;
    Ok(())
}

/// The key of a node whose folder lies open, as that of an exercise.
fn kek_of(node: &std::path::Path) -> Result<[u8; 32], Box<dyn std::error::Error>> {
    let passphrase = std::fs::read_to_string(node.join("passphrase"))?;
    let sealed = std::fs::read(node.join("keys/kek.key"))?;
    let seed = secret_file::open("kek", &sealed, passphrase.trim_end().as_bytes())?;
    Ok(seed.as_slice().try_into()?)
}

/// The whole log from its rows, as `comity log check` does it.
async fn verify_log(store: &Store) -> Result<(), Box<dyn std::error::Error>> {
    let begin = Watch::now();
    let mut tree = Frontier::new();
    loop {
        let leaves = store.leaves(tree.size(), 4_096).await?;
        if leaves.is_empty() {
            break;
        }
        for leaf in leaves {
            let hash = leaf_hash(&leaf.record);
            if *hash.as_bytes() != leaf.hash {
                return Err(format!("leaf {} is not what was hashed", leaf.index).into());
            }
            tree.append(hash)?;
        }
    }
    println!(
        "log of {} leaves verified in {:.3?}, root {}",
        tree.size(),
        begin.elapsed(),
        tree.root()
    );
    Ok(())
}
