//! What the demo measured, in the shape that scripts rely on.

use std::path::Path;

use comity_core::id::RequestId;
use comity_flows::ports::RegisterLine;
use serde_json::{Value, json};

use super::carry::carried_json;
use super::court::court;
use super::play::Played;
use super::post::{Post, flow};
use super::tell::Tell;
use crate::cli::Fault;
use crate::house::keyring::machine;

/// Gathers the summary; every figure was measured in this run.
pub(crate) async fn of(
    stages: &[Post<'_>],
    played: &Played,
    folder: &Path,
    tell: &Tell,
) -> Result<Value, Fault> {
    let aldoria = stages
        .first()
        .ok_or_else(|| machine("the exercise has three nodes"))?;
    let mut requests = Vec::new();
    for id in [played.preservation, played.production] {
        requests.push(request(aldoria, id).await?);
    }
    let court = court(aldoria, played, folder).await?;
    let mut nodes = Vec::new();
    let mut receipts = [0_u64; 3];
    for stage in stages {
        let node = &stage.running.node;
        let checkpoint = node
            .anchor()
            .await
            .map_err(flow)?
            .ok_or_else(|| machine("no checkpoint was signed"))?;
        let cosigned: Vec<String> = node
            .ledger()
            .cosignatures(checkpoint.size)
            .await
            .map_err(machine)?
            .into_iter()
            .map(|one| one.witness.to_string())
            .collect();
        nodes.push(json!({
            "node": stage.built.id,
            "leaves": checkpoint.size,
            "root": hex::encode(checkpoint.root),
            "cosigned_by": cosigned,
        }));
        count(stage, &mut receipts).await?;
    }
    let [received, read, decided] = receipts;
    let verified = played.evidence.iter().all(|one| one.verified);
    let good = verified && court.report.is_good();
    Ok(json!({
        "requests": requests,
        "evidence": played.evidence.iter().map(carried_json).collect::<Vec<_>>(),
        "receipts": {"received": received, "read": read, "decided": decided},
        "custody": {"nodes": nodes},
        "court_package": court.package,
        "verify": if good { "ok" } else { "failed" },
        "seconds": (tell.seconds() * 1000.0).round() / 1000.0,
    }))
}

async fn request(stage: &Post<'_>, id: RequestId) -> Result<Value, Fault> {
    let ledger = stage.running.node.ledger();
    let file = ledger
        .case(id)
        .await
        .map_err(machine)?
        .ok_or_else(|| machine("a file is gone"))?
        .file;
    let register = ledger.register(id).await.map_err(machine)?;
    let mut stages = vec![json!({"stage": "draft", "at": file.opened.to_string()})];
    for line in &register {
        // A report may repeat where a request stands; the way it took names each stage once.
        if let Some(stage) = stage_of(line).filter(|stage| {
            stages
                .last()
                .is_none_or(|last| last["stage"] != stage.as_str())
        }) {
            stages.push(json!({"stage": stage, "at": line.at.to_string()}));
        }
    }
    let basis: Vec<Value> = file
        .basis
        .iter()
        .map(|one| json!({"instrument": one.instrument, "article": one.article, "role": one.role}))
        .collect();
    Ok(
        json!({"reference": file.number, "kind": file.kind, "from": file.from, "to": file.to, "stages": stages, "basis": basis}),
    )
}

/// The stage that a register entry brought, if it brought one.
fn stage_of(line: &RegisterLine) -> Option<String> {
    let body: Value = serde_json::from_slice(&line.body).ok()?;
    let what = body.get("what")?;
    let text = |name: &str| what.get(name).and_then(Value::as_str).map(str::to_owned);
    match line.kind.as_str() {
        "request.signed_off" => Some("review".to_owned()),
        "approval.complete" => Some("signed".to_owned()),
        "message.queued" if text("type").as_deref() == Some("request.new") => {
            Some("sent".to_owned())
        }
        "request.delivered" => Some("delivered".to_owned()),
        "status.received" => text("stage"),
        "evidence.verified" => Some("received".to_owned()),
        "request.closed" => Some("closed".to_owned()),
        _ => None,
    }
}

async fn count(stage: &Post<'_>, receipts: &mut [u64; 3]) -> Result<(), Fault> {
    let mut before = None;
    loop {
        let page = stage
            .running
            .node
            .ledger()
            .register_page(before, 500)
            .await
            .map_err(machine)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        before = Some(last.index);
        for line in &page {
            match line.kind.as_str() {
                "receipt.received" => receipts[0] += 1,
                "message.read" => receipts[1] += 1,
                "status.received" if is_decision(line) => receipts[2] += 1,
                _ => {}
            }
        }
    }
}

fn is_decision(line: &RegisterLine) -> bool {
    serde_json::from_slice::<Value>(&line.body)
        .ok()
        .and_then(|body| {
            body.pointer("/what/type")
                .and_then(Value::as_str)
                .map(|kind| kind != "status")
        })
        .unwrap_or(false)
}

/// The summary for a person.
pub(crate) fn print(summary: &Value, tell: &Tell) {
    tell.act("What is proven");
    for one in summary["evidence"].as_array().into_iter().flatten() {
        tell.note(&format!(
            "  {}  {} bytes  sha256 {}",
            text(&one["name"]),
            one["bytes"],
            text(&one["sha256"])
        ));
    }
    for one in summary["custody"]["nodes"].as_array().into_iter().flatten() {
        tell.note(&format!(
            "  {}  {} log entries, root {}…, cosigned by {}",
            text(&one["node"]),
            one["leaves"],
            text(&one["root"]).get(..16).unwrap_or_default(),
            one["cosigned_by"].as_array().map_or(0, Vec::len),
        ));
    }
    tell.note(&format!(
        "  proof package for the court: {}",
        text(&summary["court_package"])
    ));
    tell.note(&format!(
        "  receipts: {} received, {} read, {} decided; verify: {}; {} s",
        summary["receipts"]["received"],
        summary["receipts"]["read"],
        summary["receipts"]["decided"],
        text(&summary["verify"]),
        summary["seconds"],
    ));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
