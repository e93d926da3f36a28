//! Vectors of signed documents: the layout of signatures, and what each kind of document may say.

use comity_core::id::{Digest, MsgId};
use comity_core::time::Span;
use comity_wire::cbor::{
    Key, Value, decode, encode, write_array, write_bytes, write_map, write_value,
};
use comity_wire::context::{Context, World as Realm};
use comity_wire::cose;
use comity_wire::directory::StateFile;
use comity_wire::document::Document;
use comity_wire::keys::{KeyId, SigningKey};
use comity_wire::receipt::Receipt;
use comity_wire::refusal::{Refusal, RefusalCode, Refused};
use comity_wire::revocation::{Revocation, Revoked};

use crate::world::{NOW, WORLD, World, capabilities, key, node};
use crate::{Cases, Result};

fn receipt() -> Receipt {
    Receipt {
        message: MsgId::from_bytes([20; 32]),
        sealed: Digest::from_bytes([21; 32]),
        leaf: Digest::from_bytes([22; 32]),
        epoch: 1,
        at: NOW,
        parked: false,
    }
}

/// The parts of a signed document, to be put together wrongly.
struct Parts {
    body: Vec<u8>,
    payload: Vec<u8>,
    signatures: Vec<Vec<Value>>,
}

impl Parts {
    fn of(bytes: &[u8]) -> Result<Self> {
        let Value::Array(parts) = decode(bytes)? else {
            return Err("not a list".into());
        };
        let [
            Value::Bytes(body),
            _,
            Value::Bytes(payload),
            Value::Array(signatures),
        ] = &parts[..]
        else {
            return Err("not four parts".into());
        };
        Ok(Self {
            body: body.clone(),
            payload: payload.clone(),
            signatures: signatures
                .iter()
                .filter_map(|s| Some(s.as_array()?.to_vec()))
                .collect(),
        })
    }

    fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_array(&mut out, 4);
        write_bytes(&mut out, &self.body);
        write_map(&mut out, 0);
        write_bytes(&mut out, &self.payload);
        write_array(&mut out, self.signatures.len());
        for signature in &self.signatures {
            write_value(&mut out, &Value::Array(signature.clone()));
        }
        out
    }
}

pub(crate) fn cose(cases: &mut Cases, world: &World) -> Result<()> {
    let kid = world.certificate.key_id();
    let good = world.issue(receipt(), &world.signing, kid)?;
    cases.good("cose", "receipt", good.clone());
    let mut bad = |flaw: &str, code, change: &dyn Fn(&mut Parts)| -> Result<()> {
        let mut parts = Parts::of(&good)?;
        change(&mut parts);
        cases.bad("cose", flaw, code, parts.write());
        Ok(())
    };
    bad("body-header", "cose.header", &|p| p.body = vec![0xa0])?;
    bad("payload-changed", "cose.ed25519", &|p| p.payload[5] ^= 1)?;
    bad("one-signature", "cose.count", &|p| drop(p.signatures.pop()))?;
    bad("no-signature", "cose.count", &|p| p.signatures.clear())?;
    bad("three-signatures", "cose.count", &|p| {
        let third = p.signatures[1].clone();
        p.signatures.push(third);
    })?;
    bad("signatures-swapped", "cose.header", &|p| {
        p.signatures.swap(0, 1)
    })?;
    bad("ed25519-twice", "cose.header", &|p| {
        p.signatures[1] = p.signatures[0].clone();
    })?;
    bad("ed25519-forged", "cose.ed25519", &|p| {
        flip(&mut p.signatures[0][2])
    })?;
    bad("ml-dsa-forged", "cose.ml_dsa", &|p| {
        flip(&mut p.signatures[1][2])
    })?;
    bad("ed25519-short", "cose.signature_length", &|p| {
        cut(&mut p.signatures[0][2])
    })?;
    bad("ml-dsa-short", "cose.signature_length", &|p| {
        cut(&mut p.signatures[1][2])
    })?;
    bad("unprotected-header", "cose.unprotected", &|p| {
        p.signatures[0][1] = Value::map([(4_u64, Value::bytes([0; 32]))]);
    })?;
    bad("four-parts-in-a-signature", "cose.parts", &|p| {
        p.signatures[0].push(Value::Null);
    })?;
    bad("older-algorithm-number", "cose.header", &|p| {
        p.signatures[0][0] = protected(-8, kid);
    })?;
    bad("two-keys", "cose.two_keys", &|p| {
        p.signatures[1][0] = protected(-49, KeyId::new(Digest::from_bytes([0; 32])));
    })?;
    bad("extra-header-field", "cose.header", &|p| {
        let header = Value::map([
            (1_u64, Value::from(-19_i64)),
            (3, Value::Uint(0)),
            (4, Value::bytes(*kid.as_bytes())),
        ]);
        p.signatures[0][0] = Value::Bytes(encode(&header));
    })?;
    cases.bad(
        "cose",
        "tagged",
        "cbor.tag",
        [vec![0xd8, 98], good.clone()].concat(),
    );
    cases.bad(
        "cose",
        "trailing-byte",
        "cbor.trailing",
        [good.clone(), vec![0]].concat(),
    );
    cases.bad(
        "cose",
        "truncated",
        "cbor.oversized",
        good[..good.len() - 1].to_vec(),
    );
    let payload = encode(&receipt().to_value());
    let strange = KeyId::new(Digest::from_bytes([0; 32]));
    for (flaw, code, key, kid, domain) in [
        (
            "unknown-key",
            "cose.unknown_key",
            &world.signing,
            strange,
            WORLD.domain(Context::Receipt),
        ),
        (
            "other-key",
            "cose.ed25519",
            &world.authority,
            kid,
            WORLD.domain(Context::Receipt),
        ),
        (
            "other-use",
            "cose.ed25519",
            &world.signing,
            kid,
            WORLD.domain(Context::Message),
        ),
        (
            "other-world",
            "cose.ed25519",
            &world.signing,
            kid,
            Realm::Live.domain(Context::Receipt),
        ),
    ] {
        cases.bad("cose", flaw, code, cose::sign(&payload, key, kid, domain)?);
    }
    Ok(())
}

fn protected(algorithm: i64, kid: KeyId) -> Value {
    Value::Bytes(encode(&Value::map([
        (1_u64, Value::from(algorithm)),
        (4, Value::bytes(*kid.as_bytes())),
    ])))
}

fn flip(value: &mut Value) {
    if let Value::Bytes(bytes) = value {
        bytes[40] ^= 1;
    }
}

fn cut(value: &mut Value) {
    if let Value::Bytes(bytes) = value {
        bytes.pop();
    }
}

/// Signs the document with one field changed (or taken away).
fn changed<D: Document>(
    document: &D,
    field: u64,
    value: Option<Value>,
    key: &SigningKey,
    kid: KeyId,
) -> Result<Vec<u8>> {
    let Value::Map(mut map) = document.to_value() else {
        return Err("a document is a map".into());
    };
    match value {
        Some(value) => map.insert(Key::Uint(field), value),
        None => map.remove(&Key::Uint(field)),
    };
    let payload = encode(&Value::Map(map));
    Ok(cose::sign(&payload, key, kid, WORLD.domain(D::CONTEXT))?)
}

/// One good file and one for each flaw of a field.
fn kind<D: Document>(
    cases: &mut Cases,
    document: &D,
    (key, kid): (&SigningKey, KeyId),
    flaws: Vec<(&str, &'static str, u64, Option<Value>)>,
) -> Result<()> {
    let name = D::NAME;
    let payload = encode(&document.to_value());
    let good = cose::sign(&payload, key, kid, WORLD.domain(D::CONTEXT))?;
    cases.good(name, "plain", good);
    for (flaw, code, field, value) in flaws {
        cases.bad(name, flaw, code, changed(document, field, value, key, kid)?);
    }
    let extra = changed(document, 77, Some(Value::Null), key, kid)?;
    cases.bad(name, "extra-field", "shape.unknown", extra);
    Ok(())
}

pub(crate) fn documents(cases: &mut Cases, world: &World) -> Result<()> {
    let by_node = (&world.signing, world.certificate.key_id());
    let by_authority = (&world.authority, world.authority.verifying().id());
    let text = |t: &str| Some(Value::from(t));
    let early = Some(Value::from((NOW - Span::days(31)).millis()));
    let late = Some(Value::from((NOW + Span::days(500)).millis()));

    kind(
        cases,
        &receipt(),
        by_node,
        vec![
            (
                "message-id-31-bytes",
                "shape.value",
                1,
                Some(Value::bytes([0; 31])),
            ),
            ("leaf-missing", "shape.missing", 3, None),
            ("parked-false", "shape.value", 6, Some(Value::Bool(false))),
        ],
    )?;

    let refusal = Refusal {
        about: Refused::Message(MsgId::from_bytes([20; 32])),
        code: RefusalCode::StaleDirectory,
        at: NOW,
        directory: Some(6),
    };
    kind(
        cases,
        &refusal,
        by_node,
        vec![
            ("unknown-code", "shape.value", 3, text("dual-criminality")),
            ("about-nothing", "shape.missing", 1, None),
            (
                "about-two-things",
                "shape.unknown",
                2,
                Some(Value::bytes([0; 32])),
            ),
        ],
    )?;

    kind(
        cases,
        world.certificate.document(),
        by_authority,
        vec![
            ("node-malformed", "shape.value", 1, text("XA/prosecutor")),
            (
                "signing-key-short",
                "shape.value",
                2,
                Some(Value::bytes([0; 32])),
            ),
            (
                "log-key-short",
                "shape.value",
                3,
                Some(Value::bytes([0; 32])),
            ),
            ("epoch-0", "shape.value", 4, Some(Value::Uint(0))),
            ("ends-before-it-begins", "shape.value", 6, early.clone()),
            ("valid-too-long", "shape.value", 6, late.clone()),
        ],
    )?;

    let grant = world.grant.document();
    let credentials = grant.to_value();
    let credentials = credentials
        .as_map()
        .and_then(|map| map.get(&Key::Uint(3)))
        .and_then(Value::as_array)
        .ok_or("a grant has credentials")?;
    let credential = |field: u64, value: Value| {
        let mut map = credentials[0].as_map().cloned().unwrap_or_default();
        map.insert(Key::Uint(field), value);
        Some(Value::array([Value::Map(map)]))
    };
    kind(
        cases,
        grant,
        by_authority,
        vec![
            ("officer-malformed", "shape.value", 1, text("")),
            (
                "no-credential",
                "shape.value",
                3,
                Some(Value::Array(vec![])),
            ),
            (
                "credential-twice",
                "shape.value",
                3,
                Some(Value::array([
                    credentials[0].clone(),
                    credentials[0].clone(),
                ])),
            ),
            (
                "unknown-algorithm",
                "shape.value",
                3,
                credential(2, Value::from(-257_i64)),
            ),
            (
                "credential-key-short",
                "shape.value",
                3,
                credential(3, Value::bytes([0; 31])),
            ),
            (
                "unknown-holder",
                "shape.value",
                3,
                credential(6, Value::from("browser")),
            ),
            (
                "roles-unsorted",
                "shape.value",
                6,
                Some(Value::array(["prosecutor", "judge"])),
            ),
            ("ends-before-it-begins", "shape.value", 9, early),
            ("valid-too-long", "shape.value", 9, late),
        ],
    )?;

    kind(
        cases,
        &capabilities(world)?,
        by_node,
        vec![
            (
                "no-sealing-key",
                "shape.value",
                3,
                Some(Value::Array(vec![])),
            ),
            (
                "versions-backwards",
                "shape.value",
                5,
                Some(Value::array([2_u64, 1])),
            ),
            (
                "suites-one-number",
                "shape.value",
                6,
                Some(Value::array([1_u64])),
            ),
            (
                "types-unsorted",
                "shape.value",
                8,
                Some(Value::array(["b", "a"])),
            ),
        ],
    )?;

    let revocation = Revocation {
        what: Revoked::Node(node("XA/prosecutor/north")?),
        since: Some(NOW - Span::days(3)),
        issued: NOW,
        reason: "stolen".into(),
    };
    kind(
        cases,
        &revocation,
        by_authority,
        vec![
            ("unknown-kind", "shape.value", 1, text("officer")),
            ("kind-and-name-differ", "shape.type", 1, text("key")),
        ],
    )
}

pub(crate) fn directory(cases: &mut Cases, world: &World) -> Result<()> {
    let kid = world.state.verifying().id();
    let sign = |file: StateFile| world.issue(file, &world.state, kid);
    cases.good("directory", "XA", sign(world.file.clone())?);
    let mut bad = |flaw: &str, code, change: &dyn Fn(&mut StateFile) -> Result<()>| -> Result<()> {
        let mut file = world.file.clone();
        change(&mut file)?;
        cases.bad("directory", flaw, code, sign(file)?);
        Ok(())
    };
    bad("state-not-pinned", "directory.not_pinned", &|f| {
        f.state = "XB".parse()?;
        Ok(())
    })?;
    bad("node-of-another-state", "directory.prefix", &|f| {
        f.entries[0].node = node("XB/prosecutor/north")?;
        Ok(())
    })?;
    bad("vouches-abroad", "directory.prefix", &|f| {
        f.entries[0].vouches = [node("XB/provider/mail")?].into();
        Ok(())
    })?;
    bad("node-twice", "shape.value", &|f| {
        let again = f.entries[0].clone();
        f.entries.push(again);
        Ok(())
    })?;
    bad("issued-in-the-future", "directory.ahead", &|f| {
        f.issued = NOW + Span::hours(1);
        Ok(())
    })?;
    bad("expires-before-issued", "shape.value", &|f| {
        f.expires = f.issued;
        Ok(())
    })?;
    bad(
        "certificate-by-another-authority",
        "directory.certificate",
        &|f| {
            f.entries[0].authority = Some(key(99)?.verifying().clone());
            Ok(())
        },
    )?;
    bad("certificates-without-authority", "shape.missing", &|f| {
        f.entries[0].authority = None;
        Ok(())
    })?;
    bad("grant-of-another-node", "directory.grant", &|f| {
        f.entries[0].certificates.clear();
        f.entries[0].node = node("XA/prosecutor/south")?;
        Ok(())
    })?;
    bad(
        "revocation-by-the-node-itself",
        "directory.revocation",
        &|f| {
            let revocation = Revocation {
                what: Revoked::Node(node("XA/prosecutor/north")?),
                since: None,
                issued: NOW,
                reason: "lost".into(),
            };
            let kid = world.signing.verifying().id();
            f.revocations = vec![world.issue(revocation, &world.signing, kid)?];
            Ok(())
        },
    )?;
    let by_authority = world.issue(
        world.file.clone(),
        &world.authority,
        world.authority.verifying().id(),
    )?;
    cases.bad(
        "directory",
        "by-the-authority",
        "cose.unknown_key",
        by_authority,
    );
    Ok(())
}
