//! One object from node to node over loopback, against `curl` from nginx over TLS, in turn, in one
//! run, on the same file.
//!
//! ```text
//! cargo run --release -p comity-peer --example transfer_bench -- [MiB] [rounds] [folder]
//! ```
//!
//! Ours checks every chunk and syncs every 64 MiB; curl checks and syncs nothing. Processor time is
//! user + system of both sides. Needs `nginx` and `curl` in the path.

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use comity_core::id::{Digest, ObjectId};
use comity_flows::ports::{BlobPart, Courier, Pull, ServedObject};
use comity_peer::listen::ListenSettings;
use comity_peer::serve::Limits;
use comity_wire::evidence::layout::{CHUNK_BYTES, leaf_hash};
use comity_wire::evidence::tree::root_of_list;
use comity_wire::hash::sha256;
use common::object::{FolderBlobs, Kept, Seeded};
use common::{courier, host, identity};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Duration,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let mib: u64 = args.next().map_or(Ok(1024), |arg| arg.parse())?;
    let rounds: usize = args.next().map_or(Ok(5), |arg| arg.parse())?;
    let place = args.next().map_or(std::env::current_dir()?, PathBuf::from);
    let place = tempfile::tempdir_in(place)?;
    let source = place.path().join("source");
    std::fs::create_dir(&source)?;
    let root = make_object(&source, mib)?;
    let nginx = Nginx::start(place.path(), &source)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut peak = 0;
    for round in 1..=rounds {
        let (cost, memory) = pull(place.path(), &source, mib, root).await?;
        peak = peak.max(memory);
        ours.push(cost);
        theirs.push(nginx.fetch(place.path())?);
        let load = std::fs::read_to_string("/proc/loadavg")?;
        println!(
            "round {round}: comity {} · curl {} · load {}",
            told(ours[round - 1]),
            told(theirs[round - 1]),
            load.split(' ').next().unwrap_or_default(),
        );
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    println!(
        "median: comity {} · curl from nginx {}",
        told(ours),
        told(theirs)
    );
    println!(
        "ratio: wall {:.2} · CPU {:.2} · peak memory of both our sides {peak} MiB · {} cores",
        ours.wall.as_secs_f64() / theirs.wall.as_secs_f64(),
        ours.cpu.as_secs_f64() / theirs.cpu.as_secs_f64(),
        std::thread::available_parallelism()?,
    );
    Ok(())
}

fn told(cost: Cost) -> String {
    let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
    format!("{wall:.2} s, CPU {cpu:.2} s")
}

/// The median of each figure by itself.
fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> Duration| {
        let mut sorted: Vec<_> = costs.iter().map(of).collect();
        sorted.sort();
        sorted[sorted.len() / 2]
    };
    Cost {
        wall: middle(|cost| cost.wall),
        cpu: middle(|cost| cost.cpu),
    }
}

const ID: ObjectId = ObjectId::from_bytes([7; 16]);

fn make_object(folder: &Path, mib: u64) -> Outcome<Digest> {
    let mut random = Seeded(1);
    let file = |part: BlobPart| File::create(folder.join(part.extension())).map(BufWriter::new);
    let mut chunks = file(BlobPart::Chunks)?;
    let (mut tags, mut leaves) = (Vec::new(), Vec::new());
    for _ in 0..mib {
        let chunk = random.bytes(CHUNK_BYTES);
        let tag = random.bytes(16);
        let leaf = leaf_hash(&chunk, tag.as_slice().try_into()?);
        chunks.write_all(&chunk)?;
        tags.extend(tag);
        leaves.extend(leaf.as_bytes());
    }
    chunks.into_inner()?.sync_all()?;
    file(BlobPart::Tags)?.write_all(&tags)?;
    file(BlobPart::Leaves)?.write_all(&leaves)?;
    Ok(root_of_list(leaves.as_slice(), mib)?)
}

async fn pull(place: &Path, source: &Path, mib: u64, root: Digest) -> Outcome<(Cost, u64)> {
    let blobs = FolderBlobs {
        folders: BTreeMap::from([(ID, source.to_owned())]).into(),
        ..FolderBlobs::default()
    };
    let bytes = mib * CHUNK_BYTES as u64;
    let host = host(
        Arc::new(blobs),
        Limits::default(),
        ListenSettings::default(),
    )
    .await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = vec![9; 32];
    let size = ServedObject { bytes, chunks: mib };
    let granted = (ID, us.pin(), size);
    let transfers = host.desk.transfers.lock();
    transfers.expect("whole").insert(sha256(&token), granted);
    let to = tempfile::tempdir_in(place)?;
    let pull = Pull {
        peer: host.name.clone(),
        object: ID,
        token,
        chunks: mib,
        bytes,
        ct_root: *root.as_bytes(),
        folder: to.path().to_owned(),
        bitmap: Vec::new(),
    };
    let courier = courier(&host, us);
    // Forgets the peak of what came before.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (began, cpu) = (Instant::now(), cpu_of("self", false)?);
    courier.pull(pull, &Kept::default()).await?;
    let cost = Cost {
        wall: began.elapsed(),
        cpu: cpu_of("self", false)? - cpu,
    };
    Ok((cost, peak_memory()?))
}

/// An nginx of our own on a port of its own, in the foreground, without workers.
struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    fn start(place: &Path, source: &Path) -> Outcome<Self> {
        let pair = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()])?;
        std::fs::write(place.join("cert.pem"), pair.cert.pem())?;
        std::fs::write(place.join("key.pem"), pair.signing_key.serialize_pem())?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let (at, root) = (place.display(), source.display());
        let config = format!(
            "daemon off; master_process off; pid {at}/nginx.pid; error_log {at}/error.log;\n\
             events {{ worker_connections 64; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on;\n\
             client_body_temp_path {at}/t1; proxy_temp_path {at}/t2; fastcgi_temp_path {at}/t3;\n\
             uwsgi_temp_path {at}/t4; scgi_temp_path {at}/t5;\n\
             server {{ listen 127.0.0.1:{port} ssl; root {root};\n\
             ssl_certificate {at}/cert.pem; ssl_certificate_key {at}/key.pem;\n\
             ssl_protocols TLSv1.3; }} }}\n"
        );
        let path = place.join("nginx.conf");
        std::fs::write(&path, config)?;
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&path)
            .stderr(Stdio::null())
            .spawn()?;
        for _ in 0..500 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(Self { child, port });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err("nginx does not listen".into())
    }

    fn fetch(&self, place: &Path) -> Outcome<Cost> {
        let out = place.join("fetched");
        let nginx = self.child.id().to_string();
        let (began, ours) = (Instant::now(), cpu_of("self", true)?);
        let theirs = cpu_of(&nginx, false)?;
        let url = format!("https://127.0.0.1:{}/chunks", self.port);
        let done = Command::new("curl")
            .args(["-sSkf", "-o"])
            .arg(&out)
            .arg(url)
            .status()?;
        if !done.success() {
            return Err("curl failed".into());
        }
        let cost = Cost {
            wall: began.elapsed(),
            cpu: cpu_of("self", true)? - ours + (cpu_of(&nginx, false)? - theirs),
        };
        std::fs::remove_file(out)?;
        Ok(cost)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User + system time of a process, or of its children that have ended.
fn cpu_of(process: &str, children: bool) -> Outcome<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("no stat")?;
    let first = if children { 13 } else { 11 };
    let ticks: u64 = fields
        .split(' ')
        .skip(first)
        .take(2)
        .map(|field| field.parse::<u64>())
        .sum::<Result<_, _>>()?;
    // Linux counts in hundredths of a second wherever this runs.
    Ok(Duration::from_millis(ticks * 10))
}

fn peak_memory() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kib.ok_or("no VmHWM")?.parse::<u64>()? / 1024)
}
