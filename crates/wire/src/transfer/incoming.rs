//! The recipient's side of a transfer.
//!
//! ```text
//! leaves ─list checks→ rechecking ─nothing left to reread→ fetching ─all bits saved→ whole
//!                                                        fetching ⇄ paused (disk full)
//! any ─wrong list three times, or one chunk bad three times→ failed (a person)
//! ```
//!
//! Two streams run at once. The first works through what is missing from the left, the second from
//! the middle of the longest gap, so each reads and writes in order. The caller hashes each chunk
//! against its leaf, writes it, and reports; bits go from memory to the saved bitmap only between
//! [`RecvEvent::SyncBegins`] and [`RecvEvent::Synced`].

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Range;

use comity_core::id::{Digest, ObjectId};

use super::bitmap::Bitmap;
use crate::evidence::layout::{CHUNK_BYTES, LEAF_BYTES, chunks_of};
use crate::evidence::tree::root_of_list;

/// Streams in one transfer.
pub const STREAMS: usize = 2;
/// Chunks between two syncs: 64 MiB.
pub const SYNC_EVERY: usize = (64 << 20) / CHUNK_BYTES;
/// So many wrong lists, or wrong copies of one chunk, and a person is called.
const TRIES: u8 = 3;
/// Most chunks in one request, 1 GiB: a stalled stream can then be taken over piecemeal.
const MOST_ASKED: u64 = 1_024;

/// Bytes that must be free before a transfer starts: the object, its leaf list, and a tenth more.
#[must_use]
pub fn space_needed(size: u64) -> u64 {
    let list = chunks_of(size).saturating_mul(LEAF_BYTES as u64);
    size.saturating_add(list).saturating_add(size / 10)
}

/// Where a transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The leaf list is not here yet.
    Leaves,
    /// After a restart: what lies in the file beyond the saved bitmap is read again.
    Rechecking,
    /// Chunks are being asked for.
    Fetching,
    /// The disk is full; nothing is asked for.
    Paused,
    /// Every chunk is verified, written, synced and marked.
    Whole,
    /// A person decides.
    Failed(Failure),
}

/// Why a transfer cannot go on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The sender's leaf list does not lead to the root of the signed manifest.
    LeafList,
    /// This chunk keeps coming with another hash than its leaf.
    Chunk(u64),
}

/// A leaf list that is not the one of the manifest.
#[derive(Debug, thiserror::Error)]
pub enum BadLeafList {
    /// Too few or too many bytes.
    #[error("the leaf list has another length than 32 bytes for each chunk")]
    Length,
    /// The leaves lead to another root.
    #[error("the leaf list leads to another root than the manifest's")]
    Root,
    /// The list could not be read.
    #[error("the leaf list could not be read")]
    Read(#[source] std::io::Error),
}

/// Checks a leaf list, as it lies on disk, against the manifest. At the limit it has 128 MiB, so it
/// is folded as it is read.
///
/// # Errors
/// [`BadLeafList`].
pub fn check_leaf_list(
    mut list: impl Read,
    size: u64,
    ct_root: &Digest,
) -> Result<(), BadLeafList> {
    let root = match root_of_list(&mut list, chunks_of(size)) {
        Ok(root) => root,
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(BadLeafList::Length);
        }
        Err(error) => return Err(BadLeafList::Read(error)),
    };
    match list.read(&mut [0]) {
        Ok(0) if root == *ct_root => Ok(()),
        Ok(0) => Err(BadLeafList::Root),
        Ok(_) => Err(BadLeafList::Length),
        Err(error) => Err(BadLeafList::Read(error)),
    }
}

/// A range under way on one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Chunks still to come.
    pub left: Range<u64>,
}

/// One object on its way here.
///
/// Row: object, `size`, `ct_root`, `leaves_checked`, `bitmap`, `failed`. The rest is memory, and a
/// restart does without it: [`Incoming::resume`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    object: ObjectId,
    size: u64,
    phase: Phase,
    saved: Bitmap,
    /// Verified and written, not yet synced.
    fresh: BTreeSet<u64>,
    /// The part of `fresh` that the running sync covers.
    syncing: Option<BTreeSet<u64>>,
    streams: [Option<Stream>; STREAMS],
    /// Places in the file still to be read again after a restart.
    recheck: Vec<Range<u64>>,
    wrong: BTreeMap<u64, u8>,
    wrong_lists: u8,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecvEvent {
    /// The leaf list is on disk, synced, and [`check_leaf_list`] said this.
    LeafList {
        /// Whether it is the manifest's.
        good: bool,
    },
    /// [`Incoming::to_recheck`] was read from the file and hashed.
    Reread {
        /// Which chunk.
        chunk: u64,
        /// Whether it matches its leaf.
        good: bool,
    },
    /// A chunk came; if it matches its leaf, it is written.
    Chunk {
        /// On which stream.
        stream: usize,
        /// Which chunk.
        chunk: u64,
        /// Whether it matches its leaf.
        good: bool,
    },
    /// A stream ended, at its end or before.
    Cut {
        /// Which stream.
        stream: usize,
    },
    /// `sync_data` is about to run: it will cover what was reported until now.
    SyncBegins,
    /// `sync_data` returned.
    Synced,
    /// A write or a sync failed for want of room.
    DiskFull,
    /// There is room again.
    RoomAgain,
}

/// What the caller does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecvEffect {
    /// Ask for the leaf list.
    FetchLeaves,
    /// Ask with [`Incoming::ask`] for whichever stream is idle.
    Ask,
    /// Read again from the file: [`Incoming::to_recheck`].
    Recheck,
    /// Run `sync_data` on the file.
    Sync,
    /// Commit the row with the bitmap as it is now.
    Save,
    /// Every chunk is here and safe; commit the row, tell the sender, open the token no longer.
    Done,
    /// Commit the row and put it before a person.
    Stop(Failure),
}

impl Incoming {
    /// A new transfer, from a verified manifest.
    #[must_use]
    pub fn new(object: ObjectId, size: u64) -> Self {
        Self::with(object, size, Phase::Leaves, Bitmap::new(chunks_of(size)))
    }

    /// Goes on after a restart from the row.
    #[must_use]
    pub fn resume(object: ObjectId, size: u64, leaves_checked: bool, saved: Bitmap) -> Self {
        let whole = saved.is_full();
        let phase = match (leaves_checked, whole) {
            (false, _) => Phase::Leaves,
            (true, true) => Phase::Whole,
            (true, false) => Phase::Rechecking,
        };
        let mut this = Self::with(object, size, phase, saved);
        if phase == Phase::Rechecking {
            this.plan_recheck();
        }
        this
    }

    fn with(object: ObjectId, size: u64, phase: Phase, saved: Bitmap) -> Self {
        Self {
            object,
            size,
            phase,
            saved,
            fresh: BTreeSet::new(),
            syncing: None,
            streams: [const { None }; STREAMS],
            recheck: Vec::new(),
            wrong: BTreeMap::new(),
            wrong_lists: 0,
        }
    }

    /// Which object.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        self.object
    }

    /// Its ciphertext's size.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Where it stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The bitmap to store.
    #[must_use]
    pub fn saved(&self) -> &Bitmap {
        &self.saved
    }

    /// Chunks verified so far, saved or not: what a progress bar shows.
    #[must_use]
    pub fn verified(&self) -> u64 {
        self.saved.count() + self.fresh.len() as u64
    }

    /// Takes one step.
    #[must_use]
    pub fn step(mut self, event: RecvEvent) -> (Self, Vec<RecvEffect>) {
        let effects = match event {
            RecvEvent::LeafList { good } => self.leaf_list(good),
            RecvEvent::Reread { chunk, good } => self.reread(chunk, good),
            RecvEvent::Chunk {
                stream,
                chunk,
                good,
            } => self.chunk(stream, chunk, good),
            RecvEvent::Cut { stream } => self.cut(stream),
            RecvEvent::SyncBegins => self.sync_begins(),
            RecvEvent::Synced => self.synced(),
            RecvEvent::DiskFull => self.disk_full(),
            RecvEvent::RoomAgain => self.room_again(),
        };
        (self, effects)
    }

    /// The next request on an idle stream: a run of missing chunks that no other stream has.
    ///
    /// Remembers it; report its chunks in order, then [`RecvEvent::Cut`].
    #[must_use]
    pub fn ask(&mut self, stream: usize) -> Option<Range<u64>> {
        if self.phase != Phase::Fetching || self.streams.get(stream)?.is_some() {
            return None;
        }
        let run = if stream == 0 {
            let first = self.runs().next()?;
            let others_idle = self.streams.iter().skip(1).all(Option::is_none);
            let middle = middle(&first);
            // Leaves the far half to the second stream, which comes at once.
            if others_idle && middle > first.start {
                first.start..middle
            } else {
                first
            }
        } else {
            let longest = self.runs().max_by_key(|run| run.end - run.start)?;
            let near_busy = self
                .streams
                .iter()
                .flatten()
                .any(|s| s.left.end == longest.start);
            if near_busy {
                longest
            } else {
                middle(&longest)..longest.end
            }
        };
        let run = run.start..run.end.min(run.start + MOST_ASKED);
        self.streams[stream] = Some(Stream { left: run.clone() });
        Some(run)
    }

    /// The next chunk to read again from the file after a restart.
    #[must_use]
    pub fn to_recheck(&self) -> Option<u64> {
        self.recheck.last().map(|range| range.start)
    }

    /// Runs of chunks that are neither here nor being fetched.
    fn runs(&self) -> impl Iterator<Item = Range<u64>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = self.next_wanted(at)?;
            let mut end = self.saved.first_present(start).unwrap_or(self.saved.len());
            end = self
                .fresh
                .range(start..end)
                .next()
                .map_or(end, |chunk| *chunk);
            for stream in self.streams.iter().flatten() {
                if (start..end).contains(&stream.left.start) && !stream.left.is_empty() {
                    end = stream.left.start;
                }
            }
            at = end;
            Some(start..end)
        })
    }

    /// The first chunk at or after `at` that is missing and that no stream has.
    fn next_wanted(&self, mut at: u64) -> Option<u64> {
        loop {
            at = self.saved.first_missing(at)?;
            let busy = self.streams.iter().flatten().find(|s| s.left.contains(&at));
            if let Some(stream) = busy {
                at = stream.left.end;
            } else if self.fresh.contains(&at) {
                at += 1;
            } else {
                return Some(at);
            }
        }
    }

    fn leaf_list(&mut self, good: bool) -> Vec<RecvEffect> {
        match (self.phase, good) {
            (Phase::Leaves, true) => {
                self.phase = Phase::Rechecking;
                self.plan_recheck();
                let mut effects = vec![RecvEffect::Save];
                effects.extend(self.after_recheck());
                effects
            }
            (Phase::Leaves, false) => {
                self.wrong_lists = self.wrong_lists.saturating_add(1);
                if self.wrong_lists >= TRIES {
                    self.fail(Failure::LeafList)
                } else {
                    vec![RecvEffect::FetchLeaves]
                }
            }
            (
                Phase::Rechecking
                | Phase::Fetching
                | Phase::Paused
                | Phase::Whole
                | Phase::Failed(_),
                _,
            ) => Vec::new(),
        }
    }

    /// Streams write each run from its start, or from the middle of the longest. So what a dead
    /// process left unsaved begins at one of these places and ends at the first chunk that is wrong.
    fn plan_recheck(&mut self) {
        let mut starts = Vec::new();
        for run in self.runs() {
            let middle = middle(&run);
            if middle > run.start {
                starts.push(run.start..middle);
            }
            starts.push(middle..run.end);
        }
        starts.reverse();
        self.recheck = starts;
    }

    fn reread(&mut self, chunk: u64, good: bool) -> Vec<RecvEffect> {
        match self.phase {
            Phase::Rechecking if self.to_recheck() == Some(chunk) => {
                if let Some(range) = self.recheck.last_mut() {
                    range.start += 1;
                    if !good || range.is_empty() {
                        self.recheck.pop();
                    }
                }
                if good {
                    self.fresh.insert(chunk);
                }
                self.after_recheck()
            }
            Phase::Rechecking
            | Phase::Leaves
            | Phase::Fetching
            | Phase::Paused
            | Phase::Whole
            | Phase::Failed(_) => Vec::new(),
        }
    }

    fn after_recheck(&mut self) -> Vec<RecvEffect> {
        if !self.recheck.is_empty() {
            return vec![RecvEffect::Recheck];
        }
        self.phase = Phase::Fetching;
        if self.nothing_missing() {
            vec![RecvEffect::Sync]
        } else {
            vec![RecvEffect::Ask]
        }
    }

    fn chunk(&mut self, stream: usize, chunk: u64, good: bool) -> Vec<RecvEffect> {
        match self.phase {
            Phase::Fetching | Phase::Paused => {}
            Phase::Leaves | Phase::Rechecking | Phase::Whole | Phase::Failed(_) => {
                return Vec::new();
            }
        }
        let expected = self.streams.get_mut(stream).and_then(Option::as_mut);
        match expected {
            Some(stream) if stream.left.start == chunk && !stream.left.is_empty() => {
                stream.left.start += 1;
            }
            // Not what was asked for here: the bytes are right or wrong all the same, but a stream
            // that jumps is not trusted to go on.
            Some(_) | None => return self.cut(stream),
        }
        if !good {
            let wrong = self.wrong.entry(chunk).or_default();
            *wrong = wrong.saturating_add(1);
            return if *wrong >= TRIES {
                self.fail(Failure::Chunk(chunk))
            } else {
                // Only this chunk is fetched again; the stream goes on behind it.
                vec![RecvEffect::Ask]
            };
        }
        self.wrong.remove(&chunk);
        self.fresh.insert(chunk);
        self.maybe_sync()
    }

    fn maybe_sync(&self) -> Vec<RecvEffect> {
        let waiting = self.fresh.len() - self.syncing.as_ref().map_or(0, BTreeSet::len);
        let due = waiting >= SYNC_EVERY || (waiting > 0 && self.nothing_missing());
        if due && self.syncing.is_none() {
            vec![RecvEffect::Sync]
        } else {
            Vec::new()
        }
    }

    fn cut(&mut self, stream: usize) -> Vec<RecvEffect> {
        if let Some(slot) = self.streams.get_mut(stream) {
            *slot = None;
        }
        match self.phase {
            Phase::Fetching if !self.nothing_missing() => vec![RecvEffect::Ask],
            Phase::Fetching
            | Phase::Leaves
            | Phase::Rechecking
            | Phase::Paused
            | Phase::Whole
            | Phase::Failed(_) => Vec::new(),
        }
    }

    fn sync_begins(&mut self) -> Vec<RecvEffect> {
        if self.syncing.is_none() {
            self.syncing = Some(self.fresh.clone());
        }
        Vec::new()
    }

    fn synced(&mut self) -> Vec<RecvEffect> {
        let Some(covered) = self.syncing.take() else {
            return Vec::new();
        };
        for chunk in covered {
            self.fresh.remove(&chunk);
            self.saved.set(chunk);
        }
        match self.phase {
            Phase::Fetching | Phase::Paused if self.saved.is_full() => {
                self.phase = Phase::Whole;
                vec![RecvEffect::Save, RecvEffect::Done]
            }
            Phase::Fetching | Phase::Rechecking | Phase::Paused => {
                let mut effects = vec![RecvEffect::Save];
                effects.extend(self.maybe_sync());
                effects
            }
            Phase::Leaves | Phase::Whole | Phase::Failed(_) => Vec::new(),
        }
    }

    fn disk_full(&mut self) -> Vec<RecvEffect> {
        match self.phase {
            Phase::Fetching | Phase::Rechecking => {
                self.phase = Phase::Paused;
                self.streams = [const { None }; STREAMS];
                // After a failed sync nobody can say what of it reached the disk.
                self.syncing = None;
                self.fresh.clear();
            }
            Phase::Leaves | Phase::Paused | Phase::Whole | Phase::Failed(_) => {}
        }
        Vec::new()
    }

    fn room_again(&mut self) -> Vec<RecvEffect> {
        match self.phase {
            Phase::Paused => {
                self.phase = Phase::Rechecking;
                self.plan_recheck();
                self.after_recheck()
            }
            Phase::Leaves => vec![RecvEffect::FetchLeaves],
            Phase::Rechecking | Phase::Fetching | Phase::Whole | Phase::Failed(_) => Vec::new(),
        }
    }

    fn fail(&mut self, why: Failure) -> Vec<RecvEffect> {
        self.phase = Phase::Failed(why);
        self.streams = [const { None }; STREAMS];
        vec![RecvEffect::Stop(why)]
    }

    fn nothing_missing(&self) -> bool {
        self.verified() == self.saved.len()
    }
}

/// The middle of a run; its start when it is too short to be worth two streams.
fn middle(run: &Range<u64>) -> u64 {
    let len = run.end - run.start;
    if len < 4 {
        run.start
    } else {
        run.start + len / 2
    }
}
