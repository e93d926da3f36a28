//! Reading: a strict walk that either takes the one spelling or says what is wrong and where.

use super::fault::{CborFault, Fault};
use super::value::{Key, Map, Value};

/// How much structure a document may have. Its size in bytes is checked before reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lists and maps inside each other.
    pub depth: usize,
    /// Items in all; bounds the memory that hostile bytes can claim.
    pub items: usize,
}

impl Limits {
    /// For everything that comes in messages: nesting 16, 65,536 items.
    pub const MESSAGE: Self = Self {
        depth: 16,
        items: 65_536,
    };
    /// For directory files, which list every unit of a State.
    pub const DIRECTORY: Self = Self {
        depth: 16,
        items: 4_000_000,
    };
}

/// Reads exactly one item that fills the input, within [`Limits::MESSAGE`].
///
/// # Errors
/// [`CborFault`] for anything but the one spelling.
pub fn decode(bytes: &[u8]) -> Result<Value, CborFault> {
    decode_within(bytes, Limits::MESSAGE)
}

/// [`decode`] under other limits.
///
/// # Errors
/// [`CborFault`] for anything but the one spelling.
pub fn decode_within(bytes: &[u8], limits: Limits) -> Result<Value, CborFault> {
    let mut reader = Reader::within(bytes, limits);
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

/// The walk alone: whether the bytes are one item in its one spelling. Allocates nothing.
///
/// # Errors
/// [`CborFault`], the same that [`decode`] gives.
pub fn check(bytes: &[u8]) -> Result<(), CborFault> {
    let mut reader = Reader::new(bytes);
    reader.skip()?;
    reader.end()
}

/// A strict cursor over bytes, for parsers that want slices of the input rather than copies.
#[derive(Clone)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth_left: usize,
    items_left: usize,
}

/// A key as it lies in the input.
enum RawKey<'a> {
    Uint(u64),
    Nint(u64),
    Text(&'a str),
}

impl From<RawKey<'_>> for Key {
    fn from(key: RawKey<'_>) -> Self {
        match key {
            RawKey::Uint(n) => Self::Uint(n),
            RawKey::Nint(n) => Self::Nint(n),
            RawKey::Text(text) => Self::Text(text.to_owned()),
        }
    }
}

/// The head of an item: major type, argument, and where the item began.
struct Head {
    major: u8,
    argument: u64,
    at: usize,
}

impl<'a> Reader<'a> {
    /// A cursor within [`Limits::MESSAGE`].
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self::within(bytes, Limits::MESSAGE)
    }

    /// A cursor within other limits.
    #[must_use]
    pub const fn within(bytes: &'a [u8], limits: Limits) -> Self {
        Self {
            bytes,
            at: 0,
            depth_left: limits.depth,
            items_left: limits.items,
        }
    }

    /// How many bytes were read so far.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// Refuses bytes after the end.
    ///
    /// # Errors
    /// [`Fault::Trailing`].
    pub fn end(&self) -> Result<(), CborFault> {
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            Err(fault(Fault::Trailing, self.at))
        }
    }

    /// The number of items of a list; the items follow.
    ///
    /// # Errors
    /// [`CborFault`].
    pub fn array(&mut self) -> Result<usize, CborFault> {
        let head = self.expect(4)?;
        self.count(&head, 1)
    }

    /// The number of pairs of a map; the pairs follow. The caller checks the order of keys.
    ///
    /// # Errors
    /// [`CborFault`].
    pub fn map(&mut self) -> Result<usize, CborFault> {
        let head = self.expect(5)?;
        self.count(&head, 2)
    }

    /// A number that is not negative.
    ///
    /// # Errors
    /// [`CborFault`].
    pub fn uint(&mut self) -> Result<u64, CborFault> {
        Ok(self.expect(0)?.argument)
    }

    /// A byte string, as a slice of the input.
    ///
    /// # Errors
    /// [`CborFault`].
    pub fn bytes(&mut self) -> Result<&'a [u8], CborFault> {
        let head = self.expect(2)?;
        self.take(&head)
    }

    /// A text string, as a slice of the input.
    ///
    /// # Errors
    /// [`CborFault`].
    pub fn text(&mut self) -> Result<&'a str, CborFault> {
        let head = self.expect(3)?;
        self.take_text(&head)
    }

    /// Any item.
    ///
    /// # Errors
    /// [`CborFault`].
    pub fn value(&mut self) -> Result<Value, CborFault> {
        let head = self.head()?;
        Ok(match head.major {
            0 => Value::Uint(head.argument),
            1 => Value::Nint(head.argument),
            2 => Value::Bytes(self.take(&head)?.to_vec()),
            3 => Value::Text(self.take_text(&head)?.to_owned()),
            4 => {
                let count = self.count(&head, 1)?;
                self.enter(&head)?;
                // A claim costs nothing until the items are really there.
                let mut items = Vec::with_capacity(count.min(64));
                for _ in 0..count {
                    items.push(self.value()?);
                }
                self.depth_left += 1;
                Value::Array(items)
            }
            5 => {
                let count = self.count(&head, 2)?;
                self.enter(&head)?;
                let mut map = Map::new();
                let mut before: &[u8] = &[];
                for _ in 0..count {
                    let key = self.key(&mut before)?;
                    map.insert(key.into(), self.value()?);
                }
                self.depth_left += 1;
                Value::Map(map)
            }
            _ => simple(&head)?,
        })
    }

    /// Walks over one item without keeping it.
    fn skip(&mut self) -> Result<(), CborFault> {
        let head = self.head()?;
        match head.major {
            0 | 1 => {}
            2 => drop(self.take(&head)?),
            3 => drop(self.take_text(&head)?),
            4 => {
                let count = self.count(&head, 1)?;
                self.enter(&head)?;
                for _ in 0..count {
                    self.skip()?;
                }
                self.depth_left += 1;
            }
            5 => {
                let count = self.count(&head, 2)?;
                self.enter(&head)?;
                let mut before: &[u8] = &[];
                for _ in 0..count {
                    self.key(&mut before)?;
                    self.skip()?;
                }
                self.depth_left += 1;
            }
            _ => drop(simple(&head)?),
        }
        Ok(())
    }

    /// Reads a key and compares its bytes with those of the key before.
    fn key(&mut self, before: &mut &'a [u8]) -> Result<RawKey<'a>, CborFault> {
        let head = self.head()?;
        let key = match head.major {
            0 => RawKey::Uint(head.argument),
            1 => RawKey::Nint(head.argument),
            3 => RawKey::Text(self.take_text(&head)?),
            _ => return Err(fault(Fault::KeyKind, head.at)),
        };
        let this = &self.bytes[head.at..self.at];
        match this.cmp(before) {
            std::cmp::Ordering::Greater => {}
            std::cmp::Ordering::Equal => return Err(fault(Fault::DuplicateKey, head.at)),
            std::cmp::Ordering::Less => return Err(fault(Fault::UnsortedKeys, head.at)),
        }
        *before = this;
        Ok(key)
    }

    fn expect(&mut self, major: u8) -> Result<Head, CborFault> {
        let head = self.head()?;
        if head.major == major {
            Ok(head)
        } else {
            Err(fault(Fault::Unexpected, head.at))
        }
    }

    fn head(&mut self) -> Result<Head, CborFault> {
        let at = self.at;
        let err = |what| Err(fault(what, at));
        let Some(&first) = self.bytes.get(at) else {
            return err(Fault::Truncated);
        };
        let Some(items_left) = self.items_left.checked_sub(1) else {
            return err(Fault::TooMany);
        };
        self.items_left = items_left;
        let (major, low) = (first >> 5, first & 0x1f);
        if major == 6 {
            return err(Fault::Tag);
        }
        // Major type 7 is not a number: its long forms are floats or further simple values.
        if major == 7 {
            return match low {
                20..=22 => {
                    self.at += 1;
                    Ok(Head {
                        major,
                        argument: u64::from(low),
                        at,
                    })
                }
                25..=27 => err(Fault::Float),
                31 => err(Fault::Indefinite),
                _ => err(Fault::Simple),
            };
        }
        let width = match low {
            0..24 => 0,
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            31 if major >= 2 => return err(Fault::Indefinite),
            _ => return err(Fault::Simple),
        };
        let Some(rest) = self.bytes.get(at + 1..at + 1 + width) else {
            return err(Fault::Truncated);
        };
        let argument = match width {
            0 => u64::from(low),
            _ => rest.iter().fold(0, |n, b| n << 8 | u64::from(*b)),
        };
        let shortest = match width {
            0 => true,
            1 => argument >= 24,
            2 => argument > 0xff,
            4 => argument > 0xffff,
            _ => argument > 0xffff_ffff,
        };
        if !shortest {
            return err(Fault::NotShortest);
        }
        self.at = at + 1 + width;
        Ok(Head {
            major,
            argument,
            at,
        })
    }

    fn take(&mut self, head: &Head) -> Result<&'a [u8], CborFault> {
        let left = &self.bytes[self.at..];
        let len = usize::try_from(head.argument).unwrap_or(usize::MAX);
        let Some(slice) = left.get(..len) else {
            return Err(fault(Fault::Oversized, head.at));
        };
        self.at += len;
        Ok(slice)
    }

    fn take_text(&mut self, head: &Head) -> Result<&'a str, CborFault> {
        std::str::from_utf8(self.take(head)?).map_err(|_| fault(Fault::NotUtf8, head.at))
    }

    /// A count of items, each of which takes at least `each` bytes.
    fn count(&self, head: &Head, each: usize) -> Result<usize, CborFault> {
        let left = (self.bytes.len() - self.at) / each;
        match usize::try_from(head.argument) {
            Ok(count) if count <= left => Ok(count),
            _ => Err(fault(Fault::Oversized, head.at)),
        }
    }

    fn enter(&mut self, head: &Head) -> Result<(), CborFault> {
        self.depth_left = self
            .depth_left
            .checked_sub(1)
            .ok_or_else(|| fault(Fault::TooDeep, head.at))?;
        Ok(())
    }
}

fn simple(head: &Head) -> Result<Value, CborFault> {
    match head.argument {
        20 => Ok(Value::Bool(false)),
        21 => Ok(Value::Bool(true)),
        22 => Ok(Value::Null),
        _ => Err(fault(Fault::Simple, head.at)),
    }
}

const fn fault(what: Fault, at: usize) -> CborFault {
    CborFault { what, at }
}
