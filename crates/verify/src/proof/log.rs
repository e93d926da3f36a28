//! The custody log: one checkpoint with its cosignatures, and each register entry in it.

use comity_core::id::Digest;
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::hash::sha256;
use comity_wire::keys::KeyId;
use comity_wire::log::{Checkpoint, Cosigned, InclusionProof, Leaf, LogPublic, Note, leaf_hash};
use comity_wire::proof_package::PackedEntry;
use serde_json::Value;

use super::{Opened, View};
use crate::{Check, Report};

/// Bad entries that are named one by one.
const NAMED: usize = 100;
/// From so many other States a live log wants cosignatures.
const ANCHORED: usize = 2;

/// A checkpoint that holds.
pub(super) struct Head {
    size: u64,
    root: Digest,
    /// When the earliest cosignature was given.
    pub(super) anchored: Option<Instant>,
}

/// The log's own signatures and those of its witnesses.
pub(super) fn checkpoint(view: &View<'_>, report: &mut Report) -> Option<Head> {
    let expected = format!(
        "a checkpoint signed by the log key of {}",
        view.package.node
    );
    let cosigned = match verify(view) {
        Ok(cosigned) => cosigned,
        Err(why) => {
            report.add(Check::fails("checkpoint", expected, why));
            report.add(Check::skipped(
                "cosignatures",
                "the checkpoint does not hold",
            ));
            return None;
        }
    };
    let checkpoint = cosigned.checkpoint();
    let found = format!(
        "{}: {} leaves, root {}",
        checkpoint.origin, checkpoint.size, checkpoint.root
    );
    report.add(Check::holds("checkpoint", expected, found));
    report.add(cosignatures(&cosigned, view.world));
    Some(Head {
        size: checkpoint.size,
        root: checkpoint.root,
        anchored: cosigned.cosigned_by().map(|(_, at)| at).min(),
    })
}

fn verify(view: &View<'_>) -> Result<Cosigned, String> {
    let note = &view.package.checkpoint;
    let stated = Note::from_bytes(note).map_err(|fault| fault.to_string())?;
    let origin = Checkpoint::from_text(&stated.text).map_err(|fault| fault.to_string())?;
    let origin = origin.origin;
    let (own, others): (Vec<_>, Vec<_>) = log_keys(view)
        .into_iter()
        .partition(|key| key.name().node == view.package.node);
    let own = own
        .iter()
        .find(|key| *key.name() == origin)
        .ok_or_else(|| {
            format!(
                "no certificate of {} has the log {origin}",
                view.package.node
            )
        })?;
    Cosigned::verify(note, own, &others).map_err(|fault| fault.to_string())
}

/// The log keys of all certificates that the States list, each once.
fn log_keys(view: &View<'_>) -> Vec<LogPublic> {
    let mut keys: Vec<LogPublic> = Vec::new();
    for bytes in view
        .directory
        .entries()
        .flat_map(|entry| &entry.certificates)
    {
        let kid = KeyId::new(sha256(bytes));
        if let Some(signer) = view.directory.certificate(&kid)
            && !keys.contains(&signer.certificate.log)
        {
            keys.push(signer.certificate.log.clone());
        }
    }
    keys
}

fn cosignatures(cosigned: &Cosigned, world: World) -> Check {
    let by: Vec<String> = cosigned
        .cosigned_by()
        .map(|(name, at)| format!("{} at {at}", name.node))
        .collect();
    let states = cosigned.other_states();
    let found = match by.len() {
        0 => "none".to_owned(),
        n => format!("{n}, from {states} other States: {}", by.join(", ")),
    };
    match world {
        World::Live if states >= ANCHORED => Check::holds(
            "cosignatures",
            format!("from {ANCHORED} other States"),
            found,
        ),
        World::Live => Check::unproven(
            "cosignatures",
            format!("from {ANCHORED} other States"),
            found,
        ),
        // A small world has few witnesses and says how many.
        World::Exercise if !by.is_empty() => {
            Check::holds("cosignatures", "of another node: an exercise", found)
        }
        World::Exercise => Check::unproven("cosignatures", "of another node: an exercise", found),
    }
}

/// Each entry opens its leaf, and each leaf stands in the checkpoint. Returns those that open.
pub(super) fn entries(view: &View<'_>, head: Option<&Head>, report: &mut Report) -> Vec<Opened> {
    let all = &view.package.entries;
    let mut register = Vec::new();
    let (mut closed, mut outside) = (Vec::new(), Vec::new());
    for entry in all {
        match open(view, entry) {
            Ok(opened) => register.push(opened),
            Err(why) => closed.push((entry.index, why.to_owned())),
        }
        if let Some(head) = head
            && let Err(why) = included(entry, head)
        {
            outside.push((entry.index, why));
        }
    }
    count("entries", "open their leaves", all.len(), &closed, report);
    match head {
        Some(_) => count(
            "inclusion",
            "stand in the checkpoint",
            all.len(),
            &outside,
            report,
        ),
        None => report.add(Check::skipped("inclusion", "the checkpoint does not hold")),
    }
    register
}

/// Opens a leaf with its salt and event; the event must repeat what the leaf says in the open.
fn open(view: &View<'_>, entry: &PackedEntry) -> Result<Opened, &'static str> {
    let leaf = Leaf::decode(&entry.leaf).map_err(|_| "the leaf is malformed")?;
    if !leaf.opens_with(&entry.salt, &entry.event) {
        return Err("salt and event do not open the leaf");
    }
    let event: Value =
        serde_json::from_slice(&entry.event).map_err(|_| "the event is no JSON text")?;
    let says =
        |name: &str, expected: &str| event.get(name).and_then(Value::as_str) == Some(expected);
    if !says("kind", leaf.kind.as_str()) || !says("at", &leaf.at.to_string()) {
        return Err("the event has another kind or time than its leaf");
    }
    if !says("case", &view.package.case.to_string()) {
        return Err("the event is of another case");
    }
    Ok(Opened {
        leaf: leaf.hash(),
        kind: leaf.kind.as_str().to_owned(),
        at: leaf.at,
        what: event.get("what").cloned().unwrap_or_default(),
    })
}

fn included(entry: &PackedEntry, head: &Head) -> Result<(), String> {
    let proof = InclusionProof {
        index: entry.index,
        size: head.size,
        path: entry.path.clone(),
    };
    proof
        .check(&leaf_hash(&entry.leaf), &head.root)
        .map_err(|fault| fault.to_string())
}

/// How many of all hold, then each that does not.
fn count(
    name: &'static str,
    what: &str,
    all: usize,
    faults: &[(u64, String)],
    report: &mut Report,
) {
    report.add(Check::equal(
        name,
        format!("{all} {what}"),
        format!("{} {what}", all - faults.len()),
    ));
    for (index, why) in faults.iter().take(NAMED) {
        report.add(Check::fails(name, format!("entry {index}"), why));
    }
}
