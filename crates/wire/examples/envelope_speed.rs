//! How long one message of 8 KiB takes: signing and sealing, opening and checking, its receipt.
//!
//! `cargo run --release -p comity-wire --example envelope_speed`

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement looks at the clock"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant as Clock;

use comity_core::id::{Digest, MsgId, NodeId, ThreadId};
use comity_core::time::{Instant, Span};
use comity_wire::cbor::Value;
use comity_wire::context::{Context, World};
use comity_wire::cose::Unverified;
use comity_wire::document::Signed;
use comity_wire::envelope;
use comity_wire::keys::SigningKey;
use comity_wire::message;
use comity_wire::payload::{Action, DirectoryVersion, Payload, Urgency};
use comity_wire::receipt::Receipt;
use comity_wire::sealing::SealingKey;

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let (world, now) = (World::Exercise, Instant(1_800_000_000_000));
    let (key, sealing) = (SigningKey::generate()?, SealingKey::generate()?);
    let kid = key.verifying().id();
    let to: NodeId = "XB/justice/central".parse()?;
    let payload = Payload {
        action: Action {
            from: "XA/prosecutor/north".parse()?,
            to: [to.clone()].into(),
            thread: ThreadId::from_bytes([1; 16]),
            kind: "request.preserve".into(),
            class: Urgency::U4,
            expires: now + Span::days(7),
            body: Value::map([("text", "x".repeat(8 << 10))]),
            objects: vec![],
            crit: [].into(),
            extensions: [].into(),
        },
        epoch: 1,
        seq: 1,
        prev: None,
        seen: BTreeMap::new(),
        created: now,
        authz: vec![],
        directory: DirectoryVersion {
            version: 1,
            digest: Digest::from_bytes([2; 32]),
        },
        caps: BTreeMap::new(),
        checkpoint: None,
    };
    let signed = message::sign(&payload, &key, kid, world)?;
    let sealed = envelope::seal(&signed.inner, &to, sealing.public(), world)?;
    println!(
        "inner {} bytes, sealed {} bytes",
        signed.inner.len(),
        sealed.len()
    );

    measure("sign", || {
        black_box(message::sign(&payload, &key, kid, world)?);
        Ok(())
    })?;
    measure("seal", || {
        black_box(envelope::seal(&signed.inner, &to, sealing.public(), world)?);
        Ok(())
    })?;
    measure("open", || {
        black_box(envelope::open(&sealed, world, |_| Some(&sealing))?);
        Ok(())
    })?;
    measure("read and verify", || {
        let unverified = Unverified::read(&signed.inner)?;
        black_box(Payload::decode(unverified.payload)?);
        unverified.verify(world.domain(Context::Message), key.verifying())?;
        Ok(())
    })?;
    let receipt = Receipt {
        message: MsgId::from_bytes([3; 32]),
        sealed: Digest::from_bytes([4; 32]),
        leaf: Digest::from_bytes([5; 32]),
        epoch: 1,
        at: now,
        parked: false,
    };
    let signed_receipt = Signed::issue(receipt, &key, kid, world)?;
    measure("receipt: sign", || {
        black_box(Signed::issue(receipt, &key, kid, world)?);
        Ok(())
    })?;
    measure("receipt: verify", || {
        let key = key.verifying().clone();
        black_box(Signed::<Receipt>::verify(
            signed_receipt.bytes(),
            world,
            |_| Some(key),
        )?);
        Ok(())
    })
}

/// The median of 500 runs, in microseconds.
fn measure(what: &str, mut run: impl FnMut() -> Done) -> Done {
    let mut times = Vec::new();
    for _ in 0..500 {
        let start = Clock::now();
        run()?;
        times.push(start.elapsed());
    }
    times.sort();
    println!("{what:<16} {:>5} µs", times[times.len() / 2].as_micros());
    Ok(())
}
