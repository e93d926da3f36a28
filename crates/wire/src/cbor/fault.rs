//! What can be wrong with bytes that claim to be our CBOR, and where.

/// What is wrong with some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The input ends inside an item.
    #[error("the input ends too early")]
    Truncated,
    /// Bytes follow the item.
    #[error("bytes follow the end")]
    Trailing,
    /// A length or number is not in its shortest spelling.
    #[error("a number is not in its shortest spelling")]
    NotShortest,
    /// A string, list or map of indefinite length.
    #[error("a length is indefinite")]
    Indefinite,
    /// A floating-point number.
    #[error("a floating-point number")]
    Float,
    /// A tag.
    #[error("a tag")]
    Tag,
    /// `undefined`, an unassigned simple value or reserved additional information.
    #[error("a simple value other than false, true and null")]
    Simple,
    /// A key stands twice in one map.
    #[error("a map key stands twice")]
    DuplicateKey,
    /// The keys of a map are not in bytewise order.
    #[error("map keys are out of order")]
    UnsortedKeys,
    /// A map key is neither an integer nor text.
    #[error("a map key is neither an integer nor text")]
    KeyKind,
    /// Text is not UTF-8.
    #[error("text is not UTF-8")]
    NotUtf8,
    /// A stated length exceeds what is left.
    #[error("a length exceeds what is left of the input")]
    Oversized,
    /// More lists and maps inside each other than allowed.
    #[error("nested too deeply")]
    TooDeep,
    /// More items than allowed.
    #[error("too many items")]
    TooMany,
    /// Another kind of item was expected here.
    #[error("another kind of item is expected here")]
    Unexpected,
}

/// A [`Fault`] and the offset of the item that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at byte {at})")]
pub struct CborFault {
    /// What is wrong.
    pub what: Fault,
    /// Offset of the first byte of the faulty item.
    pub at: usize,
}

impl CborFault {
    /// The stable code of the fault.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.what {
            Fault::Truncated => "cbor.truncated",
            Fault::Trailing => "cbor.trailing",
            Fault::NotShortest => "cbor.not_shortest",
            Fault::Indefinite => "cbor.indefinite",
            Fault::Float => "cbor.float",
            Fault::Tag => "cbor.tag",
            Fault::Simple => "cbor.simple",
            Fault::DuplicateKey => "cbor.duplicate_key",
            Fault::UnsortedKeys => "cbor.unsorted_keys",
            Fault::KeyKind => "cbor.key_kind",
            Fault::NotUtf8 => "cbor.not_utf8",
            Fault::Oversized => "cbor.oversized",
            Fault::TooDeep => "cbor.too_deep",
            Fault::TooMany => "cbor.too_many",
            Fault::Unexpected => "cbor.unexpected",
        }
    }
}
