//! Vectors without signatures: CBOR itself and payloads.

use comity_core::id::{MsgId, ObjectId};
use comity_core::time::Span;
use comity_wire::cbor::{Key, Map, Value, decode, encode};
use comity_wire::payload::Attachment;

use crate::world::{self, NOW, node};
use crate::{Cases, Result};

pub(crate) fn cbor(cases: &mut Cases) {
    let everything = Value::map([
        (
            Key::from(1_u64),
            Value::array([0_u64, 23, 24, 255, 256, 65_536, u64::MAX]),
        ),
        (
            Key::from(-1_i64),
            Value::array([-1_i64, -24, -25, i64::MIN]),
        ),
        (Key::from("b"), Value::bytes([1, 2, 3])),
        (
            Key::from("aa"),
            Value::array([Value::Bool(true), Value::Bool(false), Value::Null]),
        ),
        (Key::from("text"), Value::from("é 中 ع")),
    ]);
    cases.good("cbor", "everything", encode(&everything));
    cases.good("cbor", "depth-16", [vec![0x81; 16], vec![0]].concat());
    let mut many = vec![0x9a];
    many.extend_from_slice(&70_000_u32.to_be_bytes());
    many.resize(many.len() + 70_000, 0);
    for (flaw, code, bytes) in [
        ("empty", "cbor.truncated", vec![]),
        ("truncated", "cbor.truncated", vec![0x19, 0xff]),
        ("trailing-byte", "cbor.trailing", vec![0, 0]),
        (
            "number-in-two-bytes-not-one",
            "cbor.not_shortest",
            vec![0x18, 0x17],
        ),
        (
            "length-in-two-bytes-not-one",
            "cbor.not_shortest",
            vec![0x58, 1, 0],
        ),
        (
            "number-in-nine-bytes",
            "cbor.not_shortest",
            vec![0x1b, 0, 0, 0, 0, 0, 0, 0, 1],
        ),
        ("indefinite-list", "cbor.indefinite", vec![0x9f, 0xff]),
        ("indefinite-map", "cbor.indefinite", vec![0xbf, 0xff]),
        (
            "indefinite-bytes",
            "cbor.indefinite",
            vec![0x5f, 0x41, 1, 0xff],
        ),
        ("break-alone", "cbor.indefinite", vec![0x81, 0xff]),
        ("half-float", "cbor.float", vec![0xf9, 0x7e, 0]),
        (
            "double-float",
            "cbor.float",
            vec![0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
        ),
        ("tag", "cbor.tag", vec![0xc1, 0]),
        ("undefined", "cbor.simple", vec![0xf7]),
        ("simple-value", "cbor.simple", vec![0xf8, 0xff]),
        ("reserved-head", "cbor.simple", vec![0x1c]),
        (
            "duplicate-key",
            "cbor.duplicate_key",
            vec![0xa2, 1, 0, 1, 0],
        ),
        (
            "unsorted-keys",
            "cbor.unsorted_keys",
            vec![0xa2, 2, 0, 1, 0],
        ),
        (
            "keys-sorted-by-length-not-bytes",
            "cbor.unsorted_keys",
            vec![0xa2, 0x20, 0, 0x18, 100, 0],
        ),
        ("bytes-as-key", "cbor.key_kind", vec![0xa1, 0x41, 1, 0]),
        ("not-utf8", "cbor.not_utf8", vec![0x62, 0xc3, 0x28]),
        (
            "bytes-beyond-the-end",
            "cbor.oversized",
            vec![0x5a, 0xff, 0xff, 0xff, 0xff, 0],
        ),
        (
            "list-beyond-the-end",
            "cbor.oversized",
            vec![0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0],
        ),
        (
            "depth-17",
            "cbor.too_deep",
            [vec![0x81; 17], vec![0]].concat(),
        ),
        (
            "depth-10000",
            "cbor.too_deep",
            [vec![0x81; 10_000], vec![0]].concat(),
        ),
        ("too-many-items", "cbor.too_many", many),
    ] {
        cases.bad("cbor", flaw, code, bytes);
    }
}

fn payload_map(bytes: &[u8]) -> Result<Map> {
    match decode(bytes)? {
        Value::Map(map) => Ok(map),
        _ => Err("a payload is a map".into()),
    }
}

fn with(bytes: &[u8], field: u64, value: Option<Value>) -> Result<Vec<u8>> {
    let mut map = payload_map(bytes)?;
    match value {
        Some(value) => map.insert(Key::Uint(field), value),
        None => map.remove(&Key::Uint(field)),
    };
    Ok(encode(&Value::Map(map)))
}

pub(crate) fn payload(cases: &mut Cases) -> Result<()> {
    let good = world::payload()?.encode()?;
    cases.good("payload", "first-of-a-thread", good.clone());
    let mut full = world::payload()?;
    full.seq = 2;
    full.prev = Some(MsgId::from_bytes([13; 32]));
    full.seen = [(node("XB/justice/central")?, 4)].into();
    full.checkpoint = Some(b"a signed note".to_vec());
    full.action.to.insert(node("XC/police/desk247")?);
    full.action.objects = vec![Attachment {
        object: ObjectId::from_bytes([14; 16]),
        manifest: vec![15; 20],
        wraps: vec![vec![16; 10]],
        token: [17; 32],
    }];
    full.action.extensions = [(32, Value::Null), (1000, Value::from("kept"))].into();
    cases.good("payload", "all-fields", full.encode()?);

    let text = |t: &str| Some(Value::from(t));
    let nodes = |list: &[&str]| Some(Value::array(list.iter().copied()));
    let many: Vec<_> = (0..33).map(|n| format!("XB/a/n{n:02}")).collect();
    for (flaw, code, field, value) in [
        ("from-missing", "shape.missing", 1, None),
        (
            "from-no-node",
            "shape.value",
            1,
            text("xa/prosecutor/north"),
        ),
        ("epoch-text", "shape.type", 2, text("1")),
        ("no-recipient", "shape.value", 3, nodes(&[])),
        (
            "recipients-unsorted",
            "shape.value",
            3,
            nodes(&["XC/a/b", "XB/a/b"]),
        ),
        (
            "recipient-twice",
            "shape.value",
            3,
            nodes(&["XB/a/b", "XB/a/b"]),
        ),
        (
            "recipient-is-sender",
            "shape.value",
            3,
            nodes(&["XA/prosecutor/north"]),
        ),
        (
            "33-recipients",
            "payload.too_many",
            3,
            Some(Value::array(many.iter().map(String::as_str))),
        ),
        (
            "thread-15-bytes",
            "shape.value",
            4,
            Some(Value::bytes([0; 15])),
        ),
        ("seq-0", "payload.place", 5, Some(Value::Uint(0))),
        (
            "seq-2-without-prev",
            "payload.place",
            5,
            Some(Value::Uint(2)),
        ),
        (
            "seq-1-with-prev",
            "payload.place",
            6,
            Some(Value::bytes([0; 32])),
        ),
        ("seen-empty", "shape.value", 7, Some(Value::Map(Map::new()))),
        (
            "type-with-capital",
            "shape.value",
            8,
            text("Request.preserve"),
        ),
        ("class-5", "shape.value", 9, Some(Value::Uint(5))),
        (
            "expires-before-created",
            "payload.backwards",
            11,
            Some(Value::from((NOW - Span::days(1)).millis())),
        ),
        ("body-missing", "shape.missing", 12, None),
        ("authz-empty", "shape.value", 13, Some(Value::Array(vec![]))),
        (
            "authz-no-proof",
            "shape.value",
            13,
            Some(Value::array([Value::Null])),
        ),
        ("directory-missing", "shape.missing", 15, None),
        (
            "crit-unsorted",
            "shape.value",
            18,
            Some(Value::array([41_u64, 40])),
        ),
        (
            "crit-not-there",
            "shape.value",
            18,
            Some(Value::array([40_u64])),
        ),
        ("reserved-19", "payload.reserved", 19, Some(Value::Null)),
        ("reserved-31", "payload.reserved", 31, Some(Value::Null)),
    ] {
        cases.bad("payload", flaw, code, with(&good, field, value)?);
    }
    let mut critical = world::payload()?;
    critical.action.extensions = [(40, Value::Null)].into();
    critical.action.crit = [40].into();
    cases.bad(
        "payload",
        "unknown-critical",
        "payload.critical",
        critical.encode()?,
    );
    let mut named = payload_map(&good)?;
    named.insert(Key::from("note"), Value::Null);
    cases.bad(
        "payload",
        "text-key",
        "payload.reserved",
        encode(&Value::Map(named)),
    );
    cases.bad(
        "payload",
        "no-map",
        "shape.type",
        encode(&Value::from("payload")),
    );
    cases.bad(
        "payload",
        "trailing-byte",
        "cbor.trailing",
        [good, vec![0]].concat(),
    );
    Ok(())
}
