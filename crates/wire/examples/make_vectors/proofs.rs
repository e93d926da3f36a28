//! Vectors of officers' proofs over one action, and of sealed key files.

use aws_lc_rs::signature::Ed25519KeyPair;
use comity_core::id::Digest;
use comity_core::time::{Instant, Span};
use comity_wire::assertion::Proof;
use comity_wire::cbor::encode;
use comity_wire::context::World as Realm;
use comity_wire::hash::sha256;
use comity_wire::secret_file::{Cost, seal};

use crate::world::{NOW, WORLD, World, payload};
use crate::{Cases, Result};

pub(crate) fn assertions(cases: &mut Cases, world: &World) -> Result<()> {
    let action = payload()?.action.bytes();
    let approve = |at: Instant, realm, action: &[u8]| {
        world
            .device
            .approve(world.grant.digest(), [31; 32], at, realm, action)
    };
    let hour_ago = NOW - Span::hours(1);
    let good = approve(hour_ago, WORLD, &action)?;
    cases.good("assertion", "native", encode(&good.to_value()));
    let mut plain = |flaw: &str, code, proof: &Proof| {
        cases.bad("assertion", flaw, code, encode(&proof.to_value()));
    };
    let other = [&action[..], &[0]].concat();
    plain(
        "other-action",
        "assertion.challenge",
        &approve(hour_ago, WORLD, &other)?,
    );
    plain(
        "other-world",
        "assertion.challenge",
        &approve(hour_ago, Realm::Live, &action)?,
    );
    plain(
        "later-than-the-message",
        "proof.age",
        &approve(NOW + Span(1), WORLD, &action)?,
    );
    let old = NOW - Span::hours(72) - Span(1);
    plain(
        "older-than-72-hours",
        "proof.age",
        &approve(old, WORLD, &action)?,
    );
    let before = NOW - Span::days(31);
    plain(
        "before-the-grant",
        "proof.not_valid",
        &approve(before, WORLD, &action)?,
    );
    let mut nonce = good.clone();
    nonce.nonce = [32; 32];
    plain("other-nonce", "assertion.challenge", &nonce);
    let mut moved = good.clone();
    moved.at = hour_ago + Span(1);
    plain("other-time", "assertion.challenge", &moved);
    let mut grant = good.clone();
    grant.grant = Digest::from_bytes([0; 32]);
    plain("unknown-grant", "proof.unknown_grant", &grant);
    let mut credential = good.clone();
    credential.credential = vec![0; 16];
    plain(
        "unknown-credential",
        "proof.unknown_credential",
        &credential,
    );
    let mut forged = good.clone();
    forged.signature[10] ^= 1;
    plain("signature-forged", "assertion.signature", &forged);

    // From here on the signature is right and only the checked content is wrong.
    let key = Ed25519KeyPair::from_seed_unchecked(world.device.seed())?;
    let mut signed = |flaw: &str, code, change: &dyn Fn(&mut Proof)| {
        let mut proof = good.clone();
        change(&mut proof);
        let text = [
            &proof.authenticator_data[..],
            sha256(&proof.client_data).as_bytes(),
        ]
        .concat();
        proof.signature = key.sign(&text).as_ref().to_vec();
        cases.bad("assertion", flaw, code, encode(&proof.to_value()));
    };
    let client = |proof: &mut Proof, from: &str, to: &str| {
        let text = String::from_utf8_lossy(&proof.client_data).replace(from, to);
        proof.client_data = text.into_bytes();
    };
    signed("create-not-get", "assertion.kind", &|p| {
        client(p, "webauthn.get", "webauthn.create")
    });
    signed("other-origin", "assertion.origin", &|p| {
        client(
            p,
            "\"origin\":\"comity:approve\"",
            "\"origin\":\"https://phish.example\"",
        );
    });
    signed("cross-origin", "assertion.cross_origin", &|p| {
        client(p, "\"crossOrigin\":false", "\"crossOrigin\":true");
    });
    signed("top-origin", "assertion.cross_origin", &|p| {
        client(
            p,
            "\"crossOrigin\":false",
            "\"topOrigin\":\"https://phish.example\"",
        );
    });
    signed("type-twice", "assertion.client_data", &|p| {
        client(p, "{", "{\"type\":\"webauthn.get\",");
    });
    signed("client-data-no-json", "assertion.client_data", &|p| {
        p.client_data = b"webauthn.get".to_vec();
    });
    signed("client-data-too-long", "assertion.client_data", &|p| {
        p.client_data.resize(4097, b' ');
    });
    signed("other-relying-party", "assertion.relying_party", &|p| {
        p.authenticator_data[..32].copy_from_slice(sha256(b"phish.example").as_bytes());
    });
    for (flaw, code, flags) in [
        ("nobody-present", "assertion.not_present", 0x04),
        ("user-not-verified", "assertion.not_verified", 0x01),
        ("backed-up-but-not-eligible", "assertion.flags", 0x15),
        ("attested-data-announced", "assertion.flags", 0x45),
        ("extensions-announced", "assertion.flags", 0x85),
    ] {
        signed(flaw, code, &|p| p.authenticator_data[32] = flags);
    }
    signed("authenticator-data-long", "assertion.length", &|p| {
        p.authenticator_data.push(0)
    });
    signed("authenticator-data-short", "assertion.length", &|p| {
        p.authenticator_data.truncate(36);
    });
    Ok(())
}

pub(crate) fn key_files(cases: &mut Cases) -> Result<()> {
    let good = seal(
        "node",
        b"a secret seed of this exercise..",
        b"correct horse",
        Cost::EXERCISE,
    )?;
    cases.good("keyfile", "node", good.clone());
    let other = seal("node", b"secret", b"incorrect horse", Cost::EXERCISE)?;
    cases.bad(
        "keyfile",
        "other-passphrase",
        "keyfile.wrong_passphrase",
        other,
    );
    let officer = seal("officer", b"secret", b"correct horse", Cost::EXERCISE)?;
    cases.bad("keyfile", "another-kind", "keyfile.other_kind", officer);
    let mut damaged = good.clone();
    damaged[40] ^= 1;
    cases.bad("keyfile", "one-bit", "keyfile.damaged", damaged);
    cases.bad(
        "keyfile",
        "truncated",
        "keyfile.damaged",
        good[..good.len() - 1].to_vec(),
    );
    let mut later = good.clone();
    later[7] = 2;
    cases.bad("keyfile", "version-2", "keyfile.version", later);
    cases.bad(
        "keyfile",
        "something-else",
        "keyfile.not_a_key_file",
        b"-----BEGIN".to_vec(),
    );
    let mut costly = good[..good.len() - 32].to_vec();
    // Memory asked for: 8 MiB becomes 2 GiB (the field is 19 20 00 in the head).
    let at = costly
        .windows(3)
        .position(|w| w == [0x19, 0x20, 0])
        .ok_or("no memory field")?;
    costly.splice(at..at + 3, [0x1a, 0, 0x20, 0, 0]);
    costly[9] += 2;
    let sum = sha256(&costly);
    costly.extend_from_slice(sum.as_bytes());
    cases.bad("keyfile", "asks-for-2-gib", "keyfile.damaged", costly);
    Ok(())
}
