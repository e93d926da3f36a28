//! The one encoding of everything we sign: deterministic CBOR with one spelling for each value.
//!
//! A reader that forgives (a key twice, a length in two spellings, a byte after the end) lets two
//! programs see two different messages under one signature. So there is one spelling, the reader
//! refuses every other before anything else looks at the bytes, and says what is wrong and where.
//!
//! Left out on purpose: floating point, tags, `undefined`, indefinite lengths, and map keys that are
//! neither integers nor text. Nothing we carry needs them.
//!
//! # Source
//! RFC 8949, 4.2.1 (core deterministic encoding).

mod decode;
mod encode;
mod fault;
mod fields;
mod json;
mod value;

pub use decode::{Limits, Reader, check, decode, decode_within};
pub use encode::{
    encode, write_array, write_bytes, write_bytes_head, write_int, write_map, write_text,
    write_value,
};
pub use fault::{CborFault, Fault};
pub use fields::{Fields, ShapeFault, Wrong};
pub use json::{JsonFault, from_json, to_json};
pub use value::{Key, Map, Value};

#[cfg(test)]
mod tests;
