//! `comity serve`.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::Args;
use comity_peer::serve::Limits;
use tokio::signal::unix::{SignalKind, signal};

use super::{Exit, Fault, say};
use crate::house::keyring::machine;
use crate::house::running::{Running, Start};

/// Run a node until it is stopped by Ctrl-C or by the service manager.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity serve --dir /var/lib/comity")]
pub(crate) struct Serve {
    /// Folder of the node.
    #[arg(long, value_name = "FOLDER")]
    dir: PathBuf,
    /// What is told on standard error: error, warn, info, debug, or parts of it (`info,comity_peer=debug`).
    #[arg(long, value_name = "LEVELS", default_value = "info")]
    log: String,
    /// Tell it as JSON lines, for a log collector.
    #[arg(long)]
    log_json: bool,
}

pub(crate) fn run(args: Serve) -> Result<Exit, Fault> {
    listen_to_the_log(&args)?;
    super::block_on(serve(args.dir))
}

async fn serve(folder: PathBuf) -> Result<Exit, Fault> {
    // Before the node opens, so that an early signal ends it in order too.
    let mut terminate = signal(SignalKind::terminate()).map_err(machine)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(machine)?;
    let running = Running::start(Start {
        folder: &folder,
        limits: Limits::default(),
        background: true,
    })
    .await?;
    let config = &running.config;
    say(format_args!("node     {}", config.node));
    say(format_args!("peers    {}", config.peer_listen));
    say(format_args!("screens  http://{}", config.desk_listen));
    if config.exercise {
        say("EXERCISE: invented States only; nothing here is real.");
    }
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping; what has begun comes to its end");
    running.stop().await;
    Ok(Exit::Good)
}

fn listen_to_the_log(args: &Serve) -> Result<(), Fault> {
    let filter = tracing_subscriber::EnvFilter::try_new(&args.log).map_err(|why| {
        Fault::misuse(
            format!("--log {}: {why}", args.log),
            "write for example --log info",
        )
    })?;
    let told = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if args.log_json {
        told.json().init();
    } else {
        told.init();
    }
    Ok(())
}
