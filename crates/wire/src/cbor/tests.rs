//! Each accepted spelling beside its neighbours that must be refused.

use proptest::prelude::*;

use super::*;

fn refused(hexed: &str) -> (Fault, usize) {
    let bytes = hex::decode(hexed).expect("test input is hexadecimal");
    let fault = decode(&bytes).expect_err("must be refused");
    assert_eq!(
        check(&bytes),
        Err(fault),
        "the walk and the reader must agree"
    );
    (fault.what, fault.at)
}

#[test]
fn every_spelling_but_the_one_is_refused_with_its_place() {
    for (hexed, what, at) in [
        ("", Fault::Truncated, 0),
        ("19ff", Fault::Truncated, 0),
        ("8201", Fault::Oversized, 0),
        ("0000", Fault::Trailing, 1),
        ("1817", Fault::NotShortest, 0),
        ("1900ff", Fault::NotShortest, 0),
        ("1a0000ffff", Fault::NotShortest, 0),
        ("1b00000000ffffffff", Fault::NotShortest, 0),
        ("580161", Fault::NotShortest, 0),
        ("9fff", Fault::Indefinite, 0),
        ("5f4101ff", Fault::Indefinite, 0),
        ("81ff", Fault::Indefinite, 1),
        ("f97e00", Fault::Float, 0),
        ("fb3ff0000000000000", Fault::Float, 0),
        ("c11a514b67b0", Fault::Tag, 0),
        ("f7", Fault::Simple, 0),
        ("f8ff", Fault::Simple, 0),
        ("1c", Fault::Simple, 0),
        ("a201000100", Fault::DuplicateKey, 3),
        ("a202000100", Fault::UnsortedKeys, 3),
        ("a2616100200000", Fault::UnsortedKeys, 4),
        ("a1410100", Fault::KeyKind, 1),
        ("a1800000", Fault::KeyKind, 1),
        ("62c328", Fault::NotUtf8, 0),
        ("5affffffff00", Fault::Oversized, 0),
        ("9b7fffffffffffffff00", Fault::Oversized, 0),
        ("bb7fffffffffffffff00", Fault::Oversized, 0),
    ] {
        assert_eq!(refused(hexed), (what, at), "{hexed}");
    }
}

#[test]
fn sixteen_levels_are_read_and_seventeen_refused() {
    let nested = |levels: usize| [vec![0x81; levels], vec![0]].concat();
    assert_eq!(decode(&nested(16)).expect("allowed").depth(), 16);
    assert_eq!(
        decode(&nested(17)).expect_err("too deep").what,
        Fault::TooDeep
    );
    assert_eq!(
        decode(&nested(10_000)).expect_err("far too deep").what,
        Fault::TooDeep
    );
}

#[test]
fn hostile_bytes_cannot_claim_more_items_than_allowed() {
    let mut bytes = vec![0x9a];
    bytes.extend_from_slice(&70_000_u32.to_be_bytes());
    bytes.resize(bytes.len() + 70_000, 0);
    assert_eq!(decode(&bytes).expect_err("too many").what, Fault::TooMany);
}

#[test]
fn a_json_form_comes_back_as_it_was() {
    let json =
        serde_json::json!({"b": [1, -5, true, null, "ü"], "a": {"x": u64::MAX, "y": i64::MIN}});
    let value = from_json(&json).expect("no floats");
    assert_eq!(to_json(&value).expect("text keys only"), json);
    let float = from_json(&serde_json::json!({"a": [0, {"b/c": 1.5}]}));
    assert_eq!(
        float,
        Err(JsonFault::Float {
            path: "/a/1/b~1c".into()
        })
    );
}

#[test]
fn a_field_taken_twice_missing_or_left_over_is_named() {
    let value = Value::map([
        (1_u64, Value::from("XA/police/desk")),
        (2, Value::from(7_u64)),
    ]);
    let mut fields = Fields::open("thing", value).expect("a map");
    assert_eq!(fields.node(1_u64).expect("there").state().as_str(), "XA");
    assert_eq!(
        fields.node(1_u64).expect_err("taken").to_string(),
        "thing.1: is missing"
    );
    assert_eq!(
        fields.end().expect_err("2 is left").to_string(),
        "thing.2: is not known here"
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        any::<u64>().prop_map(Key::Uint),
        any::<u64>().prop_map(Key::Nint),
        ".{0,6}".prop_map(Key::Text),
    ];
    let leaf = prop_oneof![
        any::<u64>().prop_map(Value::Uint),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::Nint),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        ".{0,40}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            proptest::collection::btree_map(key.clone(), inner, 0..6).prop_map(Value::Map),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(value in any_value()) {
        let bytes = encode(&value);
        prop_assert_eq!(check(&bytes), Ok(()));
        prop_assert_eq!(decode(&bytes).expect("we wrote it"), value);
    }

    /// The heart of it: no second spelling exists.
    #[test]
    fn whatever_is_read_is_written_as_the_same_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        match decode(&bytes) {
            Ok(value) => prop_assert_eq!(encode(&value), bytes),
            Err(fault) => prop_assert_eq!(check(&bytes), Err(fault)),
        }
    }

    #[test]
    fn a_damaged_document_never_reads_as_the_same_value(value in any_value(), bit in any::<prop::sample::Index>()) {
        let mut bytes = encode(&value);
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(other) = decode(&bytes) {
            prop_assert_ne!(other, value);
        }
    }

    /// Another implementation reads our spelling as the same value.
    #[test]
    fn ciborium_reads_what_we_write(value in any_value()) {
        let bytes = encode(&value);
        let theirs: ciborium::Value = ciborium::from_reader(&bytes[..]).expect("well-formed CBOR");
        prop_assert!(same(&value, &theirs));
    }
}

fn same(ours: &Value, theirs: &ciborium::Value) -> bool {
    use ciborium::Value as Theirs;
    let number =
        |n: i128, theirs: &Theirs| matches!(theirs, Theirs::Integer(m) if i128::from(*m) == n);
    match (ours, theirs) {
        (Value::Uint(n), t) => number(i128::from(*n), t),
        (Value::Nint(n), t) => number(-1 - i128::from(*n), t),
        (Value::Bytes(a), Theirs::Bytes(b)) => a == b,
        (Value::Text(a), Theirs::Text(b)) => a == b,
        (Value::Bool(a), Theirs::Bool(b)) => a == b,
        (Value::Null, Theirs::Null) => true,
        (Value::Array(a), Theirs::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), Theirs::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((key, value), (their_key, their_value))| {
                        let key = match key {
                            Key::Uint(n) => Value::Uint(*n),
                            Key::Nint(n) => Value::Nint(*n),
                            Key::Text(text) => Value::Text(text.clone()),
                        };
                        same(&key, their_key) && same(value, their_value)
                    })
        }
        _ => false,
    }
}
