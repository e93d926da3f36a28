//! A message as it should be, and its neighbours.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::cbor::{Key, Value, decode, encode};

fn node(name: &str) -> NodeId {
    name.parse().expect("well formed")
}

pub(crate) fn sample() -> Payload {
    Payload {
        action: Action {
            from: node("XA/prosecutor/north"),
            to: [node("XB/justice/central")].into(),
            thread: comity_core::id::ThreadId::from_bytes([4; 16]),
            kind: "request.preserve".into(),
            class: Urgency::U2,
            expires: Instant(1_800_000_000_000 + 86_400_000),
            body: Value::map([("title", "Preserve mailbox")]),
            objects: vec![],
            crit: [].into(),
            extensions: [].into(),
        },
        epoch: 1,
        seq: 2,
        prev: Some(MsgId::from_bytes([6; 32])),
        seen: BTreeMap::new(),
        created: Instant(1_800_000_000_000),
        authz: vec![],
        directory: DirectoryVersion {
            version: 7,
            digest: Digest::from_bytes([15; 32]),
        },
        caps: [(node("XB/justice/central"), Digest::from_bytes([16; 32]))].into(),
        checkpoint: None,
    }
}

/// The sample with one field of the encoding replaced (or removed).
fn with(key: u64, value: Option<Value>) -> Vec<u8> {
    let mut map = match decode(&sample().encode().expect("good")).expect("ours") {
        Value::Map(map) => map,
        other => unreachable!("a payload is a map, not {other:?}"),
    };
    match value {
        Some(value) => map.insert(Key::Uint(key), value),
        None => map.remove(&Key::Uint(key)),
    };
    encode(&Value::Map(map))
}

fn code(bytes: &[u8]) -> &'static str {
    Payload::decode(bytes).expect_err("must be refused").code()
}

#[test]
fn a_message_is_read_back_as_written() {
    let mut payload = sample();
    payload.seen = [(node("XB/justice/central"), 3), (node("XC/a/b"), 1)].into();
    payload.checkpoint = Some(b"note".to_vec());
    payload.action.to.insert(node("XC/a/b"));
    payload.action.objects = vec![Attachment {
        object: comity_core::id::ObjectId::from_bytes([1; 16]),
        manifest: vec![1],
        wraps: vec![vec![2], vec![3]],
        token: [9; 32],
    }];
    payload.action.extensions = [(32, Value::Null), (900, Value::from("later"))].into();
    let bytes = payload.encode().expect("within bounds");
    assert_eq!(Payload::decode(&bytes), Ok(payload.clone()));
    assert_eq!(crate::cbor::check(&payload.action.bytes()), Ok(()));
}

#[test]
fn what_a_later_version_adds_survives_and_what_it_requires_is_refused() {
    let bytes = with(40, Some(Value::from("new")));
    let read = Payload::decode(&bytes).expect("extensions are kept");
    assert_eq!(read.encode().expect("good"), bytes);

    let mut payload = sample();
    payload.action.extensions = [(40, Value::Null)].into();
    payload.action.crit = [40].into();
    let bytes = payload.encode().expect("good");
    let fault = Payload::decode(&bytes).expect_err("unknown and critical");
    assert_eq!(fault, PayloadFault::Critical(40));
    assert_eq!(fault.refusal(), RefusalCode::Unsupported);
}

#[test]
fn each_field_has_its_neighbours_that_are_refused() {
    let text = |t: &str| Some(Value::from(t));
    let uint = |n: u64| Some(Value::Uint(n));
    for key in [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15] {
        assert_eq!(code(&with(key, None)), "shape.missing", "field {key}");
    }
    for (key, value, expected) in [
        (1, text("xa/prosecutor/north"), "shape.value"),
        (3, Some(Value::array::<Value>([])), "shape.value"),
        (
            3,
            Some(Value::array(["XA/prosecutor/north"])),
            "shape.value",
        ),
        (3, Some(Value::array(["XC/a/b", "XB/a/b"])), "shape.value"),
        (3, Some(Value::array(["XB/a/b", "XB/a/b"])), "shape.value"),
        (4, Some(Value::bytes([4; 15])), "shape.value"),
        (5, uint(0), "payload.place"),
        (5, uint(1), "payload.place"),
        (6, None, "payload.place"),
        (7, Some(Value::Map(BTreeMap::new())), "shape.value"),
        (8, text("Request"), "shape.value"),
        (8, text("a..b"), "shape.value"),
        (9, uint(5), "shape.value"),
        (
            10,
            Some(Value::from(1_900_000_000_000_i64)),
            "payload.backwards",
        ),
        (11, text("tomorrow"), "shape.type"),
        (13, Some(Value::array::<Value>([])), "shape.value"),
        (13, Some(Value::array([Value::Null])), "shape.value"),
        (14, Some(Value::array([Value::Null])), "shape.value"),
        (15, Some(Value::array([7_u64])), "shape.value"),
        (18, Some(Value::array([40_u64])), "shape.value"),
        (18, Some(Value::array([12_u64])), "shape.value"),
        (19, uint(1), "payload.reserved"),
        (31, uint(1), "payload.reserved"),
    ] {
        assert_eq!(code(&with(key, value)), expected, "field {key}");
    }
    let many: Vec<_> = (0..33).map(|n| format!("XB/a/n{n:02}")).collect();
    let many = Value::array(many.iter().map(String::as_str));
    assert_eq!(code(&with(3, Some(many))), "payload.too_many");
}

#[test]
fn a_sender_finds_the_same_fault_as_the_receiver() {
    let mut payload = sample();
    payload.seq = 0;
    assert_eq!(payload.encode(), Err(PayloadFault::Place));
    let mut payload = sample();
    payload.action.extensions = [(20, Value::Null)].into();
    assert_eq!(payload.encode(), Err(PayloadFault::Reserved("20".into())));
    let mut payload = sample();
    payload.action.body = Value::bytes(vec![0; limits::INNER]);
    assert_eq!(payload.encode(), Err(PayloadFault::TooLarge));
}

#[test]
fn the_approved_action_changes_with_the_text_and_not_with_the_number() {
    let approved = sample().action.bytes();
    let mut numbered = sample();
    numbered.seq = 9;
    numbered.epoch = 2;
    numbered.created = Instant(1_800_000_000_500);
    assert_eq!(numbered.action.bytes(), approved);
    let mut changed = Vec::new();
    for change in [
        |a: &mut Action| a.from = node("XA/prosecutor/south"),
        |a: &mut Action| a.to = [node("XC/justice/central")].into(),
        |a: &mut Action| a.thread = comity_core::id::ThreadId::from_bytes([5; 16]),
        |a: &mut Action| a.kind = "request.production".into(),
        |a: &mut Action| a.class = Urgency::U1,
        |a: &mut Action| a.expires = Instant(1_800_000_000_001),
        |a: &mut Action| a.body = Value::map([("title", "Preserve mailboxes")]),
        |a: &mut Action| a.extensions = [(99, Value::Null)].into(),
    ] {
        let mut action = sample().action;
        change(&mut action);
        changed.push(action.bytes());
    }
    changed.push(approved);
    let all = changed.len();
    changed.sort();
    changed.dedup();
    assert_eq!(changed.len(), all, "each change gives other bytes");
}

#[test]
fn the_window_is_judged_at_both_ends() {
    let payload = sample();
    let (created, expires) = (payload.created, payload.action.expires);
    assert_eq!(payload.window(created, false), Ok(()));
    assert_eq!(payload.window(created - limits::AHEAD, false), Ok(()));
    let early = created - limits::AHEAD - comity_core::time::Span(1);
    assert_eq!(payload.window(early, false), Err(WindowFault::Ahead));
    assert_eq!(payload.window(expires, false), Err(WindowFault::Expired));
    let mut long = sample();
    long.action.expires = created + limits::LIFE + comity_core::time::Span(1);
    assert_eq!(long.window(created, false), Err(WindowFault::TooLong));
    assert_eq!(long.window(created, true), Ok(()));
    long.action.class = Urgency::U1;
    long.action.expires = created + limits::LIFE_EMERGENCY;
    assert_eq!(long.window(created, false), Ok(()));
}

proptest! {
    #[test]
    fn any_flipped_bit_gives_another_message_or_none(bit in any::<prop::sample::Index>()) {
        let good = sample().encode().expect("good");
        let mut bytes = good.clone();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(payload) = Payload::decode(&bytes) {
            prop_assert_ne!(&payload, &sample());
            prop_assert_eq!(payload.encode().expect("read back"), bytes.clone());
        }
        prop_assert_ne!(message_id(&bytes, World::Live), message_id(&good, World::Live));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Payload::decode(&bytes);
    }
}
