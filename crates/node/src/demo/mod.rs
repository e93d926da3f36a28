//! `comity demo`: builds a small world of three nodes, plays the main job, and leaves it running.

mod carry;
mod court;
mod forms;
pub(crate) mod measure;
mod play;
mod post;
mod produce;
mod summary;
mod tell;
mod world;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use comity_flows::ports::Clock;
use comity_peer::serve::Limits;

use crate::cli::{Exit, Fault};
use crate::house::config::not_writable;
use crate::house::keyring::machine;
use crate::house::machine::SystemClock;
use crate::house::running::{Running, Start};
use play::play;
use post::{Post, flow};
use tell::Tell;
use world::{Built, Doors, PLANS, build};

/// What the person asked for.
pub(crate) struct Wanted {
    /// Where the world is written.
    pub(crate) folder: PathBuf,
    /// The file to carry as evidence; a sample when none.
    pub(crate) evidence: Option<PathBuf>,
    /// First port of the officers' pages; the next two follow.
    pub(crate) port: Option<u16>,
    /// Play to the end, verify, stop.
    pub(crate) headless: bool,
    /// Print the summary as JSON.
    pub(crate) json: bool,
}

/// Runs the demo.
///
/// # Errors
/// What failed, and where its traces are.
pub(crate) async fn run(wanted: Wanted) -> Result<Exit, Fault> {
    let tell = Tell::new(wanted.json);
    let evidence = match &wanted.evidence {
        Some(file) => readable(file)?,
        None => sample(&wanted.folder)?,
    };
    tell.note(&format!(
        "The exercise world is in {}",
        wanted.folder.display()
    ));
    let (built, running) = raise(&wanted.folder, wanted.port, Limits::default()).await?;
    let stages: Vec<Post<'_>> = running
        .iter()
        .zip(&built)
        .map(|(running, built)| Post { running, built })
        .collect();
    let [aldoria, belmark, northwind] = stages.as_slice() else {
        return Err(machine("the exercise has three nodes"));
    };
    tell.note("Three nodes are up: Aldoria's and Belmark's central authorities, and the provider Northwind Mail in Belmark.");
    let played = play(aldoria, belmark, northwind, &evidence, &tell).await?;
    let summary = summary::of(&stages, &played, &wanted.folder, &tell).await?;
    if wanted.json {
        println!("{summary}");
    } else {
        summary::print(&summary, &tell);
    }
    drop(stages);
    if !wanted.headless {
        tell.note("\nGo on by hand. Everybody's password is \"exercise only\".");
        for (one, plan) in running.iter().zip(&PLANS) {
            let names: Vec<&str> = plan.people.iter().map(|person| person.login).collect();
            tell.note(&format!(
                "  http://{}  {} ({})",
                one.config.desk_listen,
                plan.names[0].1,
                names.join(", ")
            ));
        }
        tell.note("Stop with Ctrl-C; the world stays in its folder.");
        tokio::signal::ctrl_c().await.map_err(machine)?;
    }
    for one in running {
        one.stop().await;
    }
    let good = summary["verify"] == "ok";
    Ok(if good { Exit::Good } else { Exit::No })
}

/// Writes the exercise world and starts its three nodes.
async fn raise(
    folder: &Path,
    port: Option<u16>,
    limits: Limits,
) -> Result<(Vec<Built>, Vec<Running>), Fault> {
    let built = build(folder, &doors(port)?, SystemClock::default().now())?;
    let mut running = Vec::new();
    for one in &built {
        let started = Running::start(Start {
            folder: &one.folder,
            limits,
            background: true,
        })
        .await?;
        for officer in &one.officers {
            started
                .node
                .put_officer(officer.clone(), "installation")
                .await
                .map_err(flow)?;
        }
        running.push(started);
    }
    Ok((built, running))
}

fn readable(file: &Path) -> Result<PathBuf, Fault> {
    match std::fs::metadata(file) {
        Ok(found) if found.is_file() && found.len() > 0 => Ok(file.to_owned()),
        Ok(_) => Err(Fault::misuse(
            format!("{} is empty or no file", file.display()),
            "name a file with something in it",
        )),
        Err(why) => Err(Fault::misuse(
            format!("{} cannot be read: {why}", file.display()),
            "name a file that this account can read",
        )),
    }
}

/// A small log-in list, made where the world lies.
fn sample(folder: &Path) -> Result<PathBuf, Fault> {
    let file = folder.join("logins.csv");
    let mut text = String::from("time,source_ip,source_port,result\n");
    for hour in 0..408_u32 {
        let (day, hour) = (3 + hour / 24, hour % 24);
        text.push_str(&format!(
            "2026-02-{day:02}T{hour:02}:17:44Z,203.0.113.{},{},ok\n",
            20 + hour,
            40_000 + day * 31 + hour
        ));
    }
    std::fs::write(&file, text).map_err(|why| not_writable(&file, &why))?;
    Ok(file)
}

/// Free ports on loopback. They are let go and taken again by the nodes, which say so if somebody
/// else was faster.
fn doors(first: Option<u16>) -> Result<[Doors; 3], Fault> {
    let mut held = Vec::new();
    let mut free = |wanted: u16| -> Result<SocketAddr, Fault> {
        let socket = TcpListener::bind(("127.0.0.1", wanted)).map_err(|why| {
            Fault::machine(
                format!("port {wanted} cannot be used: {why}"),
                "choose another with --port",
            )
        })?;
        let address = socket.local_addr().map_err(machine)?;
        held.push(socket);
        Ok(address)
    };
    let mut next = first;
    let mut desk = || {
        next.take().map_or(0, |port| {
            next = port.checked_add(1);
            port
        })
    };
    let mut doors = Vec::new();
    for _ in 0..3 {
        let wanted = desk();
        doors.push(Doors {
            peers: free(0)?,
            desk: free(wanted)?,
        });
    }
    <[Doors; 3]>::try_from(doors).map_err(|_| machine("three nodes, three doors"))
}
