//! Which chunks are missing, which are on their way, and which line fetches what next.
//!
//! The bitmap has one bit a chunk, chunk 0 in the lowest bit of the first byte. A bit is set only
//! after its chunk was verified and synced.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// Most chunks in one range request.
const LONGEST_RUN: u64 = 64;
/// How often one chunk may come wrong before the pull gives up.
const TRIES: u32 = 3;

/// Chunks to fetch in one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// First chunk.
    pub(super) first: u64,
    /// One past the last.
    pub(super) end: u64,
    /// Came wrong before: its tag is to be fetched again too.
    pub(super) again: bool,
}

/// What a line is to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Fetch these.
    Fetch(Run),
    /// All are on their way, but one may come back as wrong.
    Wait,
    /// All were written.
    Done,
}

/// One chunk came wrong too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GivenUp;

/// The state of a pull.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    chunks: u64,
    bitmap: Vec<u8>,
    marked: u64,
    // Everything before it is marked, written or handed out.
    cursor: u64,
    // On a line or before the judge.
    handed: BTreeSet<u64>,
    // Verified and written, not yet synced.
    written: BTreeSet<u64>,
    again: BTreeSet<u64>,
    wrong: BTreeMap<u64, u32>,
}

impl Plan {
    /// Goes on from a bitmap; one of another length counts as empty.
    pub(super) fn new(chunks: u64, bitmap: &[u8]) -> Self {
        let len = usize::try_from(chunks.div_ceil(8)).unwrap_or(usize::MAX);
        let bitmap = if bitmap.len() == len {
            bitmap.to_vec()
        } else {
            vec![0; len]
        };
        let mut plan = Self {
            chunks,
            bitmap,
            marked: 0,
            cursor: 0,
            handed: BTreeSet::new(),
            written: BTreeSet::new(),
            again: BTreeSet::new(),
            wrong: BTreeMap::new(),
        };
        plan.marked = (0..chunks).filter(|chunk| plan.has(*chunk)).count() as u64;
        plan
    }

    pub(super) fn bitmap(&self) -> &[u8] {
        &self.bitmap
    }

    /// Whether the chunk is marked.
    pub(super) fn has(&self, chunk: u64) -> bool {
        let byte = usize::try_from(chunk / 8).ok();
        let byte = byte.and_then(|at| self.bitmap.get(at));
        byte.is_some_and(|byte| byte >> (chunk % 8) & 1 == 1)
    }

    /// Chunks that are not marked.
    pub(super) fn missing(&self) -> u64 {
        self.chunks - self.marked
    }

    /// Whether every chunk is marked.
    pub(super) fn is_whole(&self) -> bool {
        self.missing() == 0
    }

    /// Hands out the next run to one of `lines` lines.
    pub(super) fn next(&mut self, lines: u64) -> Next {
        if let Some(chunk) = self.again.pop_first() {
            self.handed.insert(chunk);
            return Next::Fetch(Run {
                first: chunk,
                end: chunk + 1,
                again: true,
            });
        }
        while self.cursor < self.chunks && self.is_taken(self.cursor) {
            self.cursor += 1;
        }
        if self.cursor == self.chunks {
            return match self.handed.is_empty() {
                true => Next::Done,
                false => Next::Wait,
            };
        }
        // A fair part of the rest, so that no line ends long before the other.
        let on_way = (self.handed.len() + self.written.len()) as u64;
        let rest = self.missing().saturating_sub(on_way);
        let most = (rest / lines.max(1)).clamp(1, LONGEST_RUN);
        let first = self.cursor;
        while self.cursor < self.chunks && self.cursor - first < most && !self.is_taken(self.cursor)
        {
            self.handed.insert(self.cursor);
            self.cursor += 1;
        }
        Next::Fetch(Run {
            first,
            end: self.cursor,
            again: false,
        })
    }

    /// The chunk was verified and written.
    pub(super) fn written(&mut self, chunk: u64) {
        self.handed.remove(&chunk);
        self.written.insert(chunk);
    }

    /// The chunk came wrong: it is fetched again, a few times.
    pub(super) fn refused(&mut self, chunk: u64) -> Result<(), GivenUp> {
        self.handed.remove(&chunk);
        let wrong = self.wrong.entry(chunk).or_default();
        *wrong += 1;
        if *wrong >= TRIES {
            return Err(GivenUp);
        }
        self.again.insert(chunk);
        Ok(())
    }

    /// The chunks were synced.
    pub(super) fn mark(&mut self, chunks: &[u64]) {
        for chunk in chunks.iter().filter(|chunk| **chunk < self.chunks) {
            self.written.remove(chunk);
            if !self.has(*chunk) {
                let at = usize::try_from(chunk / 8).unwrap_or(usize::MAX);
                if let Some(byte) = self.bitmap.get_mut(at) {
                    *byte |= 1 << (chunk % 8);
                    self.marked += 1;
                }
            }
        }
    }

    fn is_taken(&self, chunk: u64) -> bool {
        self.has(chunk)
            || self.handed.contains(&chunk)
            || self.written.contains(&chunk)
            || self.again.contains(&chunk)
    }
}

/// A plan that the lines and the judging thread share.
#[derive(Clone)]
pub(super) struct Shared(Arc<(Mutex<(Plan, bool)>, Notify)>);

impl Shared {
    pub(super) fn new(plan: Plan) -> Self {
        Self(Arc::new((Mutex::new((plan, false)), Notify::new())))
    }

    /// Looks at or changes the plan.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Plan) -> T) -> T {
        let mut inside = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = act(&mut inside.0);
        drop(inside);
        self.0.1.notify_waiters();
        outcome
    }

    /// Hands out nothing any more.
    pub(super) fn close(&self) {
        let mut inside = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.1 = true;
        drop(inside);
        self.0.1.notify_waiters();
    }

    /// The next run for one of `lines` lines, waiting for one that may come back; `None` at the end.
    pub(super) async fn next(&self, lines: u64) -> Option<Run> {
        loop {
            let woken = self.0.1.notified();
            let mut woken = std::pin::pin!(woken);
            // Listens before it looks, so that no news falls between.
            woken.as_mut().enable();
            let next = {
                let mut inside = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
                match inside.1 {
                    true => Next::Done,
                    false => inside.0.next(lines),
                }
            };
            match next {
                Next::Fetch(run) => return Some(run),
                Next::Done => return None,
                Next::Wait => woken.await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(first: u64, end: u64) -> Next {
        Next::Fetch(Run {
            first,
            end,
            again: false,
        })
    }

    #[test]
    fn what_is_marked_is_never_fetched_again() {
        let mut plan = Plan::new(10, &[0b0000_1110, 0b10]);
        assert_eq!(plan.missing(), 6);
        assert_eq!(plan.next(1), fetch(0, 1));
        assert_eq!(plan.next(1), fetch(4, 9));
        assert_eq!(plan.next(1), Next::Wait);
        for chunk in [0, 4, 5, 6, 7, 8] {
            plan.written(chunk);
        }
        assert_eq!(plan.next(1), Next::Done);
        assert!(!plan.is_whole());
        plan.mark(&[0, 4, 5, 6, 7, 8]);
        assert!(plan.is_whole());
        assert_eq!(plan.bitmap(), [0xff, 0b11]);
    }

    #[test]
    fn two_lines_share_the_rest_in_bounded_runs() {
        let mut plan = Plan::new(10, &[]);
        assert_eq!(plan.next(2), fetch(0, 5));
        assert_eq!(plan.next(2), fetch(5, 7));
        let mut plan = Plan::new(1000, &[0; 125]);
        assert_eq!(plan.next(2), fetch(0, 64));
        assert_eq!(plan.next(2), fetch(64, 128));
    }

    #[test]
    fn a_wrong_chunk_comes_again_alone_and_only_a_few_times() {
        let mut plan = Plan::new(3, &[0]);
        assert_eq!(plan.next(1), fetch(0, 3));
        plan.written(0);
        assert_eq!(plan.refused(1), Ok(()));
        let again = Next::Fetch(Run {
            first: 1,
            end: 2,
            again: true,
        });
        assert_eq!(plan.next(1), again);
        assert_eq!(plan.refused(1), Ok(()));
        assert_eq!(plan.next(1), again);
        assert_eq!(plan.refused(1), Err(GivenUp));
    }

    #[test]
    fn a_bitmap_of_another_length_counts_as_empty() {
        assert_eq!(Plan::new(9, &[0xff]).missing(), 9);
        assert_eq!(Plan::new(9, &[0xff, 0xff]).missing(), 0);
    }
}
