//! The evidence: who sealed each object, what its plaintext hashes to, and the files themselves where
//! they lie beside the package.

use std::fs::File;
use std::path::{Path, PathBuf};

use comity_core::id::{Digest, ObjectId};
use comity_wire::evidence::manifest::SignedManifest;
use comity_wire::hash::sha256_read;
use comity_wire::proof_package::PackedObject;
use serde_json::Value;

use super::messages::Told;
use super::trust::{judge, signer};
use super::{Opened, View};
use crate::{Check, Options, Progress, Report};

/// Examines the manifests and what register and messages say about each object.
pub(super) fn examine(view: &View<'_>, told: &[Told], register: &[Opened], report: &mut Report) {
    let mut seen: Vec<ObjectId> = Vec::new();
    for object in &view.package.objects {
        let expected = "a manifest signed by the node that sealed";
        let manifest = match SignedManifest::read(&object.manifest, view.world) {
            Ok(manifest) => manifest,
            Err(fault) => {
                report.add(Check::fails("manifest", expected, fault));
                continue;
            }
        };
        let id = manifest.manifest().id;
        if seen.contains(&id) {
            report.add(Check::fails("manifest", "each object once", id));
        }
        seen.push(id);
        sealed(view, &manifest, register, expected, report);
        report.add(offered(&manifest, told));
        if let Some((_, digest)) = &object.plain {
            report.add(stated(id, *digest, register));
        }
    }
    let named = register
        .iter()
        .filter(|entry| entry.kind == "evidence.verified" && is_ok(&entry.what));
    for id in named.filter_map(|entry| object_of(&entry.what)) {
        if !seen.contains(&id) {
            report.add(Check::fails("manifest", "each object of the register", id));
        }
    }
}

fn sealed(
    view: &View<'_>,
    manifest: &SignedManifest,
    register: &[Opened],
    expected: &str,
    report: &mut Report,
) {
    let stated = manifest.manifest();
    // Signed at the latest when the register first speaks of it.
    let first = register
        .iter()
        .find(|entry| object_of(&entry.what) == Some(stated.id));
    let at = first.map_or(view.package.made, |entry| entry.at);
    let standing = signer(view, &stated.producer, at);
    let Some(signer) = judge("manifest", expected, standing, report) else {
        return;
    };
    let certificate = signer.certificate;
    let fault = if let Err(fault) = manifest.verify(&certificate.signing, view.world) {
        Some(fault.to_string())
    } else if stated
        .node
        .as_ref()
        .is_some_and(|node| *node != certificate.node)
    {
        Some(format!("signed by {}", certificate.node))
    } else {
        None
    };
    report.add(match fault {
        Some(fault) => Check::fails("manifest", expected, format!("{}: {fault}", stated.id)),
        None => Check::holds(
            "manifest",
            expected,
            format!(
                "{}: {} bytes, sealed by {}",
                stated.id, stated.bytes, certificate.node
            ),
        ),
    });
}

/// Whatever message brought the object, it brought this very manifest.
fn offered(manifest: &SignedManifest, told: &[Told]) -> Check {
    let expected = "the manifest that came with the messages";
    let id = manifest.manifest().id;
    let attached = told
        .iter()
        .flat_map(|message| &message.payload.action.objects)
        .filter(|attached| attached.object == id);
    for attached in attached.clone() {
        if attached.manifest != manifest.bytes() {
            return Check::fails("manifest_offered", expected, format!("{id}: another one"));
        }
    }
    let found = format!("{id}: {} messages", attached.count());
    Check::holds("manifest_offered", expected, found)
}

/// The plaintext's digest is the one that the anchored register has.
fn stated(id: ObjectId, digest: Digest, register: &[Opened]) -> Check {
    let recorded: Vec<&str> = register
        .iter()
        .filter(|entry| match entry.kind.as_str() {
            "evidence.verified" => is_ok(&entry.what),
            "evidence.sealed" => true,
            _ => false,
        })
        .filter(|entry| object_of(&entry.what) == Some(id))
        .filter_map(|entry| entry.what.get("sha256")?.as_str())
        .collect();
    let found = format!("{id}: {digest}");
    match recorded.first() {
        None => Check::unproven("plaintext_hash", "the digest in the register", found),
        Some(first) => {
            let expected = format!("{id}: {first}");
            if recorded.iter().all(|one| one.parse() == Ok(digest)) {
                Check::holds("plaintext_hash", expected, found)
            } else {
                Check::fails("plaintext_hash", expected, found)
            }
        }
    }
}

fn object_of(what: &Value) -> Option<ObjectId> {
    what.get("object")?.as_str()?.parse().ok()
}

fn is_ok(what: &Value) -> bool {
    what.get("ok").and_then(Value::as_bool) == Some(true)
}

/// The files beside the package, or in the folder that was named, under their hash or their name.
pub(super) fn beside(
    view: &View<'_>,
    package: &Path,
    options: &Options,
    progress: &Progress<'_>,
    report: &mut Report,
) {
    let asked = options.evidence.is_some();
    let folder = match (&options.evidence, package.parent()) {
        (Some(folder), _) => folder.clone(),
        (None, Some(folder)) if !folder.as_os_str().is_empty() => folder.to_owned(),
        (None, _) => PathBuf::from("."),
    };
    let mut looked_at = 0_u64;
    for object in &view.package.objects {
        let Some((name, digest)) = &object.plain else {
            continue;
        };
        let at = [digest.to_string(), name.clone()].map(|name| folder.join(name));
        match at.iter().find(|path| path.is_file()) {
            Some(path) => {
                looked_at += 1;
                report.add(file(path, object, *digest, progress));
            }
            None if asked => {
                let expected = format!("{name}: {digest}");
                let found = format!("no such file in {}", folder.display());
                report.add(Check::unproven("evidence", expected, found));
            }
            None => {}
        }
    }
    report.state("evidence_files", looked_at);
}

fn file(path: &Path, object: &PackedObject, digest: Digest, progress: &Progress<'_>) -> Check {
    let name = object.plain.as_ref().map_or("", |(name, _)| name);
    let expected = format!("{name}: {digest}");
    let all = path.metadata().map_or(0, |found| found.len());
    let mut done = 0;
    let read = File::open(path).and_then(|file| {
        sha256_read(file, |n| {
            done += n;
            progress(done, all);
        })
    });
    match read {
        Ok((found, _)) if found == digest => {
            Check::holds("evidence", expected, format!("{name}: {found}"))
        }
        Ok((found, _)) => Check::fails("evidence", expected, format!("{name}: {found}")),
        Err(fault) => Check::fails("evidence", expected, format!("{}: {fault}", path.display())),
    }
}
