//! Whose word it is: State keys, their directory files, and the certificate behind each signature.

use std::collections::BTreeMap;

use comity_core::id::StateCode;
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::directory::{Directory, Signer};
use comity_wire::keys::{KeyId, VerifyingKey};
use comity_wire::proof_package::{PackedState, SealedPackage};
use comity_wire::revocation::Revoked;

use super::View;
use crate::{Check, Options, Report};

/// The word for a world.
pub(super) const fn word(world: World) -> &'static str {
    match world {
        World::Live => "live",
        World::Exercise => "exercise",
    }
}

/// Loads the directory files under the keys of the package. `None` when a State does not belong to
/// the world; a file that does not hold is named, and whoever it lists stays unknown.
pub(super) fn directory(
    sealed: &SealedPackage<'_>,
    options: &Options,
    report: &mut Report,
) -> Option<Directory> {
    let package = sealed.package();
    for state in &package.states {
        report.add(state_key(state, sealed.world(), options));
    }
    let keys = package.states.iter();
    let keys: BTreeMap<StateCode, Vec<VerifyingKey>> = keys
        .map(|state| (state.state(), vec![state.key().clone()]))
        .collect();
    let mut directory = match Directory::new(sealed.world(), keys) {
        Ok(directory) => directory,
        Err(wrong) => {
            let expected = format!("States of the {} world", word(sealed.world()));
            report.add(Check::fails("world", expected, wrong));
            return None;
        }
    };
    for state in &package.states {
        let code = state.state();
        let expected = format!("the file of {code}, signed by its key, whole");
        report.add(match directory.load(state.file(), package.made) {
            Ok(loaded) => Check::holds(
                "directory",
                expected,
                format!("{code}: version {}", loaded.version),
            ),
            Err(fault) => Check::fails("directory", expected, format!("{code}: {fault}")),
        });
    }
    Some(directory)
}

/// The key on which everything of a State rests: known from paper, or only from the package itself.
fn state_key(state: &PackedState, world: World, options: &Options) -> Check {
    let (code, id) = (state.state(), state.key().id());
    let found = format!("{code} {}", id.fingerprint());
    let mut known = options
        .pins
        .iter()
        .filter(|pin| pin.state == code)
        .peekable();
    if known.peek().is_some() {
        let expected: Vec<String> = known.clone().map(ToString::to_string).collect();
        let expected = expected.join(" or ");
        if known.any(|pin| pin.names(&id)) {
            return Check::holds("state_key", expected, found);
        }
        return Check::fails("state_key", expected, found);
    }
    match world {
        World::Exercise => {
            Check::holds("state_key", format!("{code}, any key: an exercise"), found)
        }
        World::Live => Check::unproven(
            "state_key",
            format!("a key of {code} compared on paper: --pin {code}=FINGERPRINT"),
            format!("{found}, known from this package alone"),
        ),
    }
}

/// The node that made the package, and its signature over every byte of it.
pub(super) fn maker(sealed: &SealedPackage<'_>, view: &View<'_>, report: &mut Report) {
    let package = sealed.package();
    let expected = format!(
        "a certificate of {}, valid at {}",
        package.node, package.made
    );
    let signer = match signer(view, &sealed.kid(), package.made) {
        Standing::Holds(signer) if signer.certificate.node == package.node => {
            let found = format!("{}, epoch {}", package.node, signer.certificate.epoch);
            report.add(Check::holds("maker", expected, found));
            signer
        }
        Standing::Holds(signer) => {
            report.add(Check::fails("maker", expected, &signer.certificate.node));
            signer
        }
        Standing::Doubtful(signer, why) => {
            report.add(Check::unproven("maker", expected, why));
            signer
        }
        Standing::Fails(why) => {
            report.add(Check::fails("maker", expected, why));
            report.add(Check::skipped("maker_signature", "the signer is not known"));
            return;
        }
    };
    let held = sealed.verify(&signer.certificate.signing);
    let expected = "two signatures over the whole package";
    report.add(Check::step("maker_signature", expected, &held));
}

/// What stands behind a signature.
pub(super) enum Standing<'d> {
    /// A certificate that held.
    Holds(Signer<'d>),
    /// One that was revoked later, and nobody else saw the signature before that.
    Doubtful(Signer<'d>, String),
    /// None, or one that did not hold.
    Fails(String),
}

/// The certificate that a signature made at `at` names. What cosigners saw before a revocation was
/// issued stays valid: whoever took the key later could not have made it.
pub(super) fn signer<'v>(view: &'v View<'_>, kid: &KeyId, at: Instant) -> Standing<'v> {
    let Some(signer) = view.directory.certificate(kid) else {
        return Standing::Fails(format!("no State lists the certificate {kid}"));
    };
    let certificate = signer.certificate;
    let node = &certificate.node;
    if !certificate.valid_at(at) {
        return Standing::Fails(format!("the certificate of {node} did not hold at {at}"));
    }
    let revoked = [
        Revoked::Key(*kid),
        Revoked::Node(node.clone()),
        Revoked::Key(certificate.kid()),
    ];
    let revoked = revoked
        .iter()
        .filter_map(|what| view.directory.revocation(node.state(), what))
        .map(|revocation| revocation.issued)
        .min();
    match revoked {
        Some(since) if view.anchored.is_none_or(|anchored| anchored >= since) => {
            Standing::Doubtful(
                signer,
                format!("the certificate of {node} was revoked at {since}"),
            )
        }
        _ => Standing::Holds(signer),
    }
}

/// Adds a check about a signature whose signer stands like this; gives the signer unless it fails.
pub(super) fn judge<'d>(
    name: &'static str,
    expected: &str,
    standing: Standing<'d>,
    report: &mut Report,
) -> Option<Signer<'d>> {
    match standing {
        Standing::Holds(signer) => Some(signer),
        Standing::Doubtful(signer, why) => {
            report.add(Check::unproven(name, expected, why));
            Some(signer)
        }
        Standing::Fails(why) => {
            report.add(Check::fails(name, expected, why));
            None
        }
    }
}
