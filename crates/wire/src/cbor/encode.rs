//! Writing: the shortest head for each item, maps in key order.

use super::value::{Key, Value};

/// The one encoding of a value.
#[must_use]
pub fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write_value(&mut out, value);
    out
}

/// Appends the encoding of a value.
pub fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Uint(n) => head(out, 0, *n),
        Value::Nint(n) => head(out, 1, *n),
        Value::Bytes(bytes) => write_bytes(out, bytes),
        Value::Text(text) => write_text(out, text),
        Value::Array(items) => {
            write_array(out, items.len());
            for item in items {
                write_value(out, item);
            }
        }
        Value::Map(map) => {
            write_map(out, map.len());
            for (key, value) in map {
                match key {
                    Key::Uint(n) => head(out, 0, *n),
                    Key::Nint(n) => head(out, 1, *n),
                    Key::Text(text) => write_text(out, text),
                }
                write_value(out, value);
            }
        }
        Value::Bool(false) => out.push(0xf4),
        Value::Bool(true) => out.push(0xf5),
        Value::Null => out.push(0xf6),
    }
}

/// Appends an integer.
pub fn write_int(out: &mut Vec<u8>, n: i64) {
    match u64::try_from(n) {
        Ok(n) => head(out, 0, n),
        Err(_) => head(out, 1, !n.cast_unsigned()),
    }
}

/// Appends the head of a byte string whose bytes the caller appends.
pub fn write_bytes_head(out: &mut Vec<u8>, len: usize) {
    head(out, 2, len as u64);
}

/// Appends a byte string.
pub fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_bytes_head(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Appends a text string.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    head(out, 3, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Appends the head of a list; its items follow.
pub fn write_array(out: &mut Vec<u8>, len: usize) {
    head(out, 4, len as u64);
}

/// Appends the head of a map; its pairs follow in key order.
pub fn write_map(out: &mut Vec<u8>, len: usize) {
    head(out, 5, len as u64);
}

/// Major type in the upper three bits, then the shortest spelling of the argument.
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..24 => out.push(major | argument as u8),
        24..0x100 => out.extend_from_slice(&[major | 24, argument as u8]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend_from_slice(&(argument as u16).to_be_bytes());
        }
        0x1_0000..0x1_0000_0000 => {
            out.push(major | 26);
            out.extend_from_slice(&(argument as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend_from_slice(&argument.to_be_bytes());
        }
    }
}
