//! Seeded chance: SplitMix64, small, fast, the same on every machine.

/// A stream of numbers from a seed.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Starts the stream.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// The next number.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `n` (0 when `n` is 0).
    pub const fn below(&mut self, n: u64) -> u64 {
        ((self.draw() as u128 * n as u128) >> 64) as u64
    }

    /// An index into something of that length.
    pub fn pick(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).expect("below a length")
    }

    /// True once in a million × `ppm`.
    pub const fn hits(&mut self, ppm: u32) -> bool {
        ppm > 0 && self.below(1_000_000) < ppm as u64
    }

    /// Milliseconds between the two, both included.
    pub const fn millis(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from + 1) as u64) as i64
    }

    /// Mostly short, sometimes very long: each doubling of the length is half as likely, from `from`
    /// to `to`.
    pub fn long_tail(&mut self, from: i64, to: i64) -> i64 {
        let (mut low, mut high) = (from, from.saturating_mul(2));
        while high < to && self.below(2) == 0 {
            low = high;
            high = high.saturating_mul(2);
        }
        self.millis(low, high.min(to).max(low))
    }
}

/// Spreads the bits of one number.
#[must_use]
pub(super) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// 32 bytes that stand for a hash of two numbers. The simulation needs names that differ, not
/// cryptography.
#[must_use]
pub(super) fn name(a: u64, b: u64) -> [u8; 32] {
    let mut out = [0; 32];
    let mut at = mix(a ^ 0xa5a5_a5a5).wrapping_add(mix(b));
    for part in out.as_chunks_mut::<8>().0 {
        at = mix(at.wrapping_add(0x9e37_79b9_7f4a_7c15));
        *part = at.to_be_bytes();
    }
    out
}
