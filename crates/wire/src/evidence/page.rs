//! Reused buffers of one chunk each, aligned as direct writing wants, wiped when given up.

use std::fmt;

use zeroize::Zeroize;

use super::layout::CHUNK_BYTES;

/// What direct writing asks of addresses, offsets and lengths. 4,096 suits every disk we know.
pub(crate) const ALIGN: usize = 4096;

/// Room for one chunk that begins on a page border.
///
/// Safe code cannot ask the allocator for a border, so a little more is taken and the border
/// found inside.
pub struct Page {
    store: Box<[u8]>,
    start: usize,
    filled: usize,
    // How far bytes were ever put in: all that has to be wiped.
    touched: usize,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        let store = vec![0; CHUNK_BYTES + ALIGN].into_boxed_slice();
        let start = store.as_ptr().align_offset(ALIGN).min(ALIGN);
        Self {
            store,
            start,
            filled: 0,
            touched: 0,
        }
    }

    /// The bytes that are in.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.store[self.start..self.start + self.filled]
    }

    /// The bytes that are in, to seal or open them in place.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.store[self.start..self.start + self.filled]
    }

    /// The room that is left. What is put there must be told to [`grow`](Self::grow).
    pub fn room(&mut self) -> &mut [u8] {
        &mut self.store[self.start + self.filled..self.start + CHUNK_BYTES]
    }

    /// Counts `n` bytes that were written into [`room`](Self::room).
    ///
    /// # Panics
    /// When the room has fewer.
    pub fn grow(&mut self, n: usize) {
        assert!(
            n <= CHUNK_BYTES - self.filled,
            "grow() counts bytes that were put into room()"
        );
        self.filled += n;
        self.touched = self.touched.max(self.filled);
    }

    /// Whether no room is left.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.filled == CHUNK_BYTES
    }

    /// Empties the page and makes room for exactly `n` bytes, which count as in.
    ///
    /// # Panics
    /// When `n` is more than one chunk.
    pub fn hold(&mut self, n: usize) -> &mut [u8] {
        self.filled = 0;
        self.grow(n);
        self.bytes_mut()
    }

    /// Forgets what is in.
    pub fn clear(&mut self) {
        self.filled = 0;
    }

    /// The bytes and zeros up to the next border: what direct writing can take.
    pub(crate) fn padded(&mut self) -> &[u8] {
        let end = self.filled.next_multiple_of(ALIGN);
        self.store[self.start + self.filled..self.start + end].fill(0);
        &self.store[self.start..self.start + end]
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.store[self.start..self.start + self.touched].zeroize();
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({} bytes)", self.filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_on_a_border_and_is_padded_with_zeros() {
        let mut page = Page::new();
        assert_eq!(page.bytes().as_ptr().align_offset(ALIGN), 0);
        page.room().fill(0xff);
        page.grow(5000);
        let padded = page.padded();
        assert_eq!(padded.len(), 8192);
        assert!(padded[5000..].iter().all(|byte| *byte == 0));
        assert_eq!(page.bytes().len(), 5000);
        page.grow(CHUNK_BYTES - 5000);
        assert!(page.is_full());
        assert_eq!(page.padded().len(), CHUNK_BYTES);
    }
}
