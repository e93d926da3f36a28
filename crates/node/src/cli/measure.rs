//! `comity measure`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{Exit, Fault};
use crate::demo::measure::{Wanted, run as measure};

/// Measure how many messages this machine carries between two exercise nodes, to size one.
///
/// Each is a question or an answer of 8 KiB: approved by an officer, signed, sealed, sent over TLS, opened,
/// checked and stored by the other node, and counted when its receipt is stored. Both nodes and the
/// officers share the machine.
#[derive(Debug, Args)]
#[command(after_help = "Example: comity measure --in-flight 1,32,128 --dir /var/lib/comity-trial")]
pub(crate) struct Measure {
    /// New folder on the disk that is to be measured; a temporary one when left out.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// How many messages are under way at once, one measurement for each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32, 128])]
    in_flight: Vec<usize>,
    /// How long each measurement lasts.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Print one JSON line for each measurement.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Measure) -> Result<Exit, Fault> {
    if args.in_flight.iter().any(|n| !(1..=512).contains(n)) {
        return Err(Fault::misuse(
            "--in-flight takes numbers from 1 to 512",
            "for example --in-flight 1,32,128",
        ));
    }
    let temporary = tempfile::tempdir().map_err(|why| {
        Fault::machine(
            format!("no temporary folder: {why}"),
            "name a folder with --dir",
        )
    })?;
    let folder = args.dir.unwrap_or_else(|| temporary.path().join("world"));
    super::block_on(measure(Wanted {
        folder,
        in_flight: args.in_flight,
        time: Duration::from_secs(args.seconds),
        json: args.json,
    }))
}
