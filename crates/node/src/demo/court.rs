//! The end of the demo: the case as a court would get it. The proof package of the production and
//! the opened evidence lie in one folder, and the same verifier that a court runs looks at them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Wall};

use comity_flows::Officer;
use comity_flows::ports::{ObjectState, OutboxState};
use comity_verify::{Options, Outcome, Report, verify};
use comity_wire::evidence::landing::Landing;

use super::play::Played;
use super::post::{Post, flow};
use super::world::PASSWORD;
use crate::cli::Fault;
use crate::house::config::not_writable;
use crate::house::keyring::machine;

/// How long the last receipts may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What lies there for the court.
pub(crate) struct Court {
    /// The package.
    pub(crate) package: PathBuf,
    /// What the verifier found.
    pub(crate) report: Report,
}

/// Opens the evidence of the production at Aldoria, writes its proof package beside it, and verifies
/// both as anybody would.
pub(crate) async fn court(
    aldoria: &Post<'_>,
    played: &Played,
    folder: &Path,
) -> Result<Court, Fault> {
    let folder = folder.join("proof");
    std::fs::create_dir_all(&folder).map_err(|why| not_writable(&folder, &why))?;
    let node = &aldoria.running.node;
    let officer = okoye(aldoria).await?;
    let ledger = node.ledger();
    for object in ledger.objects(played.production).await.map_err(machine)? {
        if object.state != ObjectState::Here {
            continue;
        }
        // Two files of one name: the second lies there under its hash.
        let mut target = folder.join(&object.name);
        if target.exists() {
            target = folder.join(digest(&object.facts)?);
        }
        node.open_object(&officer, object.id, &target, "for the trial court")
            .await
            .map_err(flow)?;
    }
    all_answered(aldoria, played).await?;
    let bytes = node.proof_package(played.production).await.map_err(flow)?;
    let file = ledger.case(played.production).await.map_err(machine)?;
    let number = file.ok_or_else(|| machine("a file is gone"))?.file.number;
    let package = folder.join(format!("case-{number}.proof"));
    write(&package, &bytes).map_err(|why| not_writable(&package, &why))?;
    let options = Options {
        evidence: Some(folder),
        ..Options::default()
    };
    let report = verify(&package, &options, &|_, _| ()).map_err(machine)?;
    for check in report.checks() {
        if check.outcome != Outcome::Holds {
            tracing::error!(check = check.name, expected = %check.expected, found = %check.found, "the proof package is doubted");
        }
    }
    Ok(Court { package, report })
}

/// Waits for the receipts that are still on their way: a message without one proves no arrival.
async fn all_answered(aldoria: &Post<'_>, played: &Played) -> Result<(), Fault> {
    let ledger = aldoria.running.node.ledger();
    let file = ledger.case(played.production).await.map_err(machine)?;
    let peer = file
        .ok_or_else(|| machine("a file is gone"))?
        .file
        .peer()
        .clone();
    let began = Wall::now();
    loop {
        let mut waiting = 0;
        for (_, msg, outgoing, _) in ledger.messages(played.production).await.map_err(machine)? {
            if outgoing {
                let row = ledger.outbox(msg, &peer).await.map_err(machine)?;
                waiting += usize::from(row.is_none_or(|row| row.state != OutboxState::Received));
            }
        }
        if waiting == 0 {
            return Ok(());
        }
        if began.elapsed() > PATIENCE {
            return Err(machine(format!("{waiting} messages got no receipt")));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn okoye(aldoria: &Post<'_>) -> Result<Officer, Fault> {
    let node = &aldoria.running.node;
    let cookie = node.sign_in("okoye", PASSWORD).await.map_err(flow)?;
    let session = node.session(&cookie).await.map_err(flow)?;
    Ok(session.officer)
}

fn digest(facts: &[u8]) -> Result<String, Fault> {
    let facts: serde_json::Value = serde_json::from_slice(facts).map_err(machine)?;
    facts["sha256"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| machine("evidence without its digest"))
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let landing = Landing::shared(path)?;
    landing.file().write_all(bytes)?;
    landing.settle()
}
