//! Vectors of envelopes, and of the signed messages inside them.

use comity_core::id::Digest;
use comity_core::time::Span;
use comity_wire::cbor::{write_array, write_bytes, write_int, write_text};
use comity_wire::context::{Context, World as Realm};
use comity_wire::envelope;
use comity_wire::keys::KeyId;
use comity_wire::message;
use comity_wire::payload::Payload;
use comity_wire::sealing::SealingKey;

use crate::world::{WORLD, World, node, payload};
use crate::{Cases, Result};

const TO: &str = "XB/justice/central";

/// An envelope put together by hand: `frame` goes into the additional data as well.
struct Craft<'a> {
    version: i64,
    suite: i64,
    to: &'a str,
    kid: &'a [u8],
    text: Vec<u8>,
}

impl Craft<'_> {
    fn seal(self, key: &SealingKey) -> Result<Vec<u8>> {
        let mut frame = Vec::new();
        write_array(&mut frame, 4);
        write_int(&mut frame, self.version);
        write_int(&mut frame, self.suite);
        write_text(&mut frame, self.to);
        write_bytes(&mut frame, self.kid);
        let mut text = self.text;
        let domain = WORLD.domain(Context::Envelope);
        let (encapsulated, tag) = key.public().seal_in_place(domain, &frame, &mut text)?;
        text.extend_from_slice(&tag);
        let mut out = vec![0x86];
        out.extend_from_slice(&frame[1..]);
        write_bytes(&mut out, &encapsulated);
        write_bytes(&mut out, &text);
        Ok(out)
    }
}

pub(crate) fn envelopes(cases: &mut Cases, world: &World) -> Result<()> {
    let kid = world.certificate.key_id();
    let inner = message::sign(&payload()?, &world.signing, kid, WORLD)?.inner;
    let to = node(TO)?;
    let public = world.sealing.public();
    let good = envelope::seal(&inner, &to, public, WORLD)?;
    cases.good("sealed", "message", good.clone());
    cases.good("sealed", "empty", envelope::seal(&[], &to, public, WORLD)?);
    cases.good(
        "sealed",
        "4092",
        envelope::seal(&[1; 4092], &to, public, WORLD)?,
    );
    cases.good(
        "sealed",
        "4093",
        envelope::seal(&[1; 4093], &to, public, WORLD)?,
    );

    let padded = |len: u32, inner: &[u8], size: usize| {
        let mut text = len.to_be_bytes().to_vec();
        text.extend_from_slice(inner);
        text.resize(size, 0);
        text
    };
    let mut not_zero = padded(5, b"inner", 4096);
    not_zero[4095] = 1;
    let e = public.id();
    let base = |text| Craft {
        version: 1,
        suite: 1,
        to: TO,
        kid: e.as_bytes(),
        text,
    };
    let plain = || padded(5, b"inner", 4096);
    for (flaw, code, craft) in [
        (
            "version-0",
            "envelope.version",
            Craft {
                version: 0,
                ..base(plain())
            },
        ),
        (
            "version-2",
            "envelope.version",
            Craft {
                version: 2,
                ..base(plain())
            },
        ),
        (
            "suite-0",
            "envelope.suite",
            Craft {
                suite: 0,
                ..base(plain())
            },
        ),
        (
            "suite-2",
            "envelope.suite",
            Craft {
                suite: 2,
                ..base(plain())
            },
        ),
        (
            "suite-255",
            "envelope.suite",
            Craft {
                suite: 255,
                ..base(plain())
            },
        ),
        (
            "version-negative",
            "cbor.unexpected",
            Craft {
                version: -1,
                ..base(plain())
            },
        ),
        (
            "addressee-malformed",
            "envelope.field",
            Craft {
                to: "XB",
                ..base(plain())
            },
        ),
        (
            "key-id-31-bytes",
            "envelope.field",
            Craft {
                kid: &e.as_bytes()[..31],
                ..base(plain())
            },
        ),
        (
            "unknown-key",
            "envelope.unknown_key",
            Craft {
                kid: &[0; 32],
                ..base(plain())
            },
        ),
        (
            "size-between",
            "envelope.size",
            base(padded(5, b"inner", 5000)),
        ),
        ("padding-not-zero", "envelope.padding", base(not_zero)),
        (
            "padding-larger-than-needed",
            "envelope.padding",
            base(padded(5, b"inner", 16_384)),
        ),
        (
            "length-beyond-the-end",
            "envelope.padding",
            base(padded(4093, b"inner", 4096)),
        ),
        (
            "length-of-4-gib",
            "envelope.padding",
            base(padded(u32::MAX, b"inner", 4096)),
        ),
    ] {
        cases.bad("sealed", flaw, code, craft.seal(&world.sealing)?);
    }
    let other = SealingKey::from_seed(&[98; 32])?;
    cases.bad(
        "sealed",
        "sealed-to-another-key",
        "key.closed",
        base(plain()).seal(&other)?,
    );
    let live = envelope::seal(&inner, &to, public, Realm::Live)?;
    cases.bad("sealed", "other-world", "key.closed", live);
    let flip = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let addressee = good
        .windows(2)
        .position(|w| w == b"XB")
        .ok_or("no addressee")?;
    let mut moved = good.clone();
    moved[addressee + 1] = b'C';
    cases.bad("sealed", "readdressed", "key.closed", moved);
    cases.bad(
        "sealed",
        "encapsulated-key-flipped",
        "key.closed",
        flip(500),
    );
    cases.bad("sealed", "ciphertext-flipped", "key.closed", flip(2000));
    cases.bad("sealed", "tag-flipped", "key.closed", flip(good.len() - 1));
    cases.bad(
        "sealed",
        "five-parts",
        "envelope.parts",
        [&[0x85], &good[1..]].concat(),
    );
    cases.bad(
        "sealed",
        "seven-parts",
        "envelope.parts",
        [&[0x87], &good[1..]].concat(),
    );
    cases.bad(
        "sealed",
        "trailing-byte",
        "cbor.trailing",
        [&good[..], &[0]].concat(),
    );
    cases.bad(
        "sealed",
        "truncated",
        "cbor.oversized",
        good[..good.len() - 1].to_vec(),
    );
    cases.bad(
        "sealed",
        "indefinite-list",
        "cbor.indefinite",
        [&[0x9f], &good[1..], &[0xff]].concat(),
    );
    let long = [&good[..1], &[0x18, 1], &good[2..]].concat();
    cases.bad("sealed", "version-in-two-bytes", "cbor.not_shortest", long);
    Ok(())
}

pub(crate) fn messages(cases: &mut Cases, world: &World) -> Result<()> {
    let kid = world.certificate.key_id();
    let good = message::sign(&payload()?, &world.signing, kid, WORLD)?.inner;
    cases.good("inner", "message", good.clone());
    let mut proved = payload()?;
    proved.authz = vec![world.device.approve(
        world.grant.digest(),
        [30; 32],
        crate::world::NOW - Span::minutes(5),
        WORLD,
        &proved.action.bytes(),
    )?];
    let proved = message::sign(&proved, &world.signing, kid, WORLD)?.inner;
    cases.good("inner", "with-a-proof", proved);
    let strange = KeyId::new(Digest::from_bytes([0; 32]));
    let mut bad =
        |flaw: &str, code, kid, change: &dyn Fn(&mut Payload) -> Result<()>| -> Result<()> {
            let mut payload = payload()?;
            change(&mut payload)?;
            let inner = message::sign(&payload, &world.signing, kid, WORLD)?.inner;
            cases.bad("inner", flaw, code, inner);
            Ok(())
        };
    bad("from-another-node", "message.not_the_sender", kid, &|p| {
        p.action.from = node("XA/prosecutor/south")?;
        Ok(())
    })?;
    bad("of-another-epoch", "message.not_the_sender", kid, &|p| {
        p.epoch = 2;
        Ok(())
    })?;
    bad("to-another-node", "message.not_for_me", kid, &|p| {
        p.action.to = [node("XC/police/desk247")?].into();
        Ok(())
    })?;
    bad("after-the-certificate", "signer.not_valid", kid, &|p| {
        p.created = p.created + Span::days(301);
        p.action.expires = p.created + Span::days(1);
        Ok(())
    })?;
    bad(
        "unknown-certificate",
        "signer.unknown",
        strange,
        &|_| Ok(()),
    )?;
    bad(
        "unknown-certificate-newer-directory",
        "message.stale_directory",
        strange,
        &|p| {
            p.directory.version = 8;
            Ok(())
        },
    )?;
    bad(
        "revoked-certificate",
        "signer.revoked",
        world.revoked.key_id(),
        &|_| Ok(()),
    )?;
    let forged = message::sign(&payload()?, &world.authority, kid, WORLD)?.inner;
    cases.bad("inner", "signed-by-another-key", "cose.ed25519", forged);
    let live = message::sign(&payload()?, &world.signing, kid, Realm::Live)?.inner;
    cases.bad("inner", "other-world", "cose.ed25519", live);
    let mut half = good;
    let last = half.len() - 1;
    half[last] ^= 1;
    cases.bad("inner", "ml-dsa-forged", "cose.ml_dsa", half);
    Ok(())
}
