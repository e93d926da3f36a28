//! One bit for each chunk. Stored as bytes, lowest bit first; bits beyond the last chunk are zero.

/// Which chunks are there.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
    len: u64,
    set: u64,
}

impl Bitmap {
    /// All bits zero.
    #[must_use]
    pub fn new(len: u64) -> Self {
        let words = usize::try_from(len.div_ceil(64)).expect("an object has at most 2²² chunks");
        Self {
            words: vec![0; words],
            len,
            set: 0,
        }
    }

    /// Reads stored bytes; `None` when their number is another or a bit beyond the end is set.
    #[must_use]
    pub fn from_bytes(len: u64, bytes: &[u8]) -> Option<Self> {
        if bytes.len() as u64 != len.div_ceil(8) {
            return None;
        }
        let mut map = Self::new(len);
        for (at, byte) in bytes.iter().enumerate() {
            map.words[at / 8] |= u64::from(*byte) << (8 * (at % 8));
        }
        map.set = map.words.iter().map(|w| u64::from(w.count_ones())).sum();
        let beyond =
            !len.is_multiple_of(64) && map.words.last().is_some_and(|w| w >> (len % 64) != 0);
        (!beyond).then_some(map)
    }

    /// The bytes to store.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.words.iter().flat_map(|w| w.to_le_bytes()).collect();
        let len = usize::try_from(self.len.div_ceil(8)).expect("as many bytes as fit in memory");
        bytes.truncate(len);
        bytes
    }

    /// How many bits there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are no bits at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many are set.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.set
    }

    /// Whether all are set.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.set == self.len
    }

    /// Whether this one is set; one beyond the end is not.
    #[must_use]
    pub fn has(&self, at: u64) -> bool {
        let word = usize::try_from(at / 64)
            .ok()
            .and_then(|n| self.words.get(n));
        word.is_some_and(|w| w >> (at % 64) & 1 == 1)
    }

    /// Sets one; one beyond the end stays out.
    pub fn set(&mut self, at: u64) {
        if at < self.len
            && !self.has(at)
            && let Some(word) = usize::try_from(at / 64)
                .ok()
                .and_then(|n| self.words.get_mut(n))
        {
            *word |= 1 << (at % 64);
            self.set += 1;
        }
    }

    /// The first unset bit at or after `from`.
    #[must_use]
    pub fn first_missing(&self, from: u64) -> Option<u64> {
        self.find(from, |word| !word)
    }

    /// The first set bit at or after `from`.
    #[must_use]
    pub fn first_present(&self, from: u64) -> Option<u64> {
        self.find(from, |word| word)
    }

    fn find(&self, from: u64, turn: impl Fn(u64) -> u64) -> Option<u64> {
        let mut at = from;
        while at < self.len {
            let word = *usize::try_from(at / 64)
                .ok()
                .and_then(|n| self.words.get(n))?;
            let rest = turn(word) >> (at % 64);
            if rest != 0 {
                let found = at + u64::from(rest.trailing_zeros());
                return (found < self.len).then_some(found);
            }
            at = (at / 64 + 1) * 64;
        }
        None
    }
}

impl std::fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bitmap({} of {})", self.set, self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_bitmap_is_a_set_and_reads_back_from_its_bytes(
            len in 0_u64..300, bits in prop::collection::btree_set(0_u64..300, 0..300), from in 0_u64..310,
        ) {
            let mut map = Bitmap::new(len);
            for bit in &bits {
                map.set(*bit);
            }
            let inside: Vec<u64> = bits.iter().copied().filter(|b| *b < len).collect();
            prop_assert_eq!(map.count(), inside.len() as u64);
            prop_assert_eq!(map.first_present(from), inside.iter().copied().find(|b| *b >= from));
            prop_assert_eq!(map.first_missing(from), (from..len).find(|b| !bits.contains(b)));
            prop_assert_eq!(Bitmap::from_bytes(len, &map.to_bytes()), Some(map.clone()));
            let mut bytes = map.to_bytes();
            if len % 8 != 0 {
                *bytes.last_mut().expect("not empty") |= 0x80;
                prop_assert_eq!(Bitmap::from_bytes(len, &bytes), None);
            }
        }
    }
}
