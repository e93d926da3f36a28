//! Objects on their way: streams of chunks, a file that may lose what was not synced.

use std::collections::BTreeSet;
use std::ops::Range;

use comity_core::id::{Digest, ObjectId};
use comity_core::time::Span;
use comity_wire::transfer::{
    Bitmap, Incoming, Outgoing, OutgoingState, Phase, RecvEffect, RecvEvent, STREAMS, token_hash,
};

use super::event::Event;
use super::fault::{Bug, Fault};
use super::model::{Call, FileIn, NODES, Who};
use super::world::World;

const MIB: u64 = 1 << 20;

/// What the world knows of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object {
    pub(super) from: Who,
    pub(super) to: Who,
    /// Lives of both when it began, and whether either was rolled back since.
    pub(super) begun: i64,
}

/// Chunks flowing on one stream.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub(super) to: Who,
    pub(super) to_life: u32,
    pub(super) from: Who,
    pub(super) from_life: u32,
    pub(super) object: u32,
    pub(super) stream: usize,
    pub(super) ask: u64,
    pub(super) left: Range<u64>,
}

impl World {
    pub(super) fn start_transfer(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 80);
        self.after(next, Event::StartTransfer);
        let (from, to) = (self.chance.pick(NODES), self.chance.pick(NODES));
        let ready = |who: Who| self.nodes[who].up && !self.nodes[who].full;
        if from == to || !ready(from) || !ready(to) {
            return;
        }
        let object = u32::try_from(self.fresh()).expect("fewer than 2³² names");
        let chunks = self.chance.below(200) + 1;
        let until = self.clock(from) + Span::days(60);
        self.objects.insert(
            object,
            Object {
                from,
                to,
                begun: self.now,
            },
        );
        let outgoing = Outgoing {
            token_hash: token_hash(&[7; 32]),
            object: object_id(object),
            recipient: self.names[to].clone(),
            tls_key: tls_key(to),
            until,
            state: OutgoingState::Open,
            streams: 0,
        };
        self.nodes[from].disk.outgoing.insert(object, outgoing);
        let incoming = Incoming::new(object_id(object), chunks * MIB);
        let file = FileIn {
            from,
            chunks,
            row: (false, incoming.saved().to_bytes()),
            synced: BTreeSet::new(),
            cached: BTreeSet::new(),
            done: false,
        };
        self.nodes[to].disk.incoming.insert(object, file);
        self.nodes[to].memory.incoming.insert(object, incoming);
        self.tell_file(to, object, RecvEvent::LeafList { good: true });
    }

    /// Steps a transfer and does what it asks for. True when the node crashed.
    fn tell_file(&mut self, who: Who, object: u32, event: RecvEvent) -> bool {
        let mut work = vec![event];
        while let Some(event) = work.pop() {
            let Some(incoming) = self.nodes[who].memory.incoming.remove(&object) else {
                return false;
            };
            let (incoming, effects) = incoming.step(event);
            self.nodes[who].memory.incoming.insert(object, incoming);
            for effect in effects {
                match effect {
                    RecvEffect::FetchLeaves => work.push(RecvEvent::LeafList { good: true }),
                    RecvEffect::Ask => self.ask_chunks(who, object),
                    RecvEffect::Recheck => {
                        let incoming = self.nodes[who].memory.incoming.get(&object);
                        if let Some(chunk) = incoming.and_then(Incoming::to_recheck) {
                            let good = self.file(who, object).is_some_and(|file| {
                                file.synced.contains(&chunk) || file.cached.contains(&chunk)
                            });
                            work.push(RecvEvent::Reread { chunk, good });
                        }
                    }
                    RecvEffect::Sync => {
                        if self.crashes(who, Fault::C7) {
                            return true;
                        }
                        let careless = self.has_bug(Bug::BitmapBeforeSync);
                        if let Some(file) = self.nodes[who].disk.incoming.get_mut(&object)
                            && !careless
                        {
                            file.synced.append(&mut file.cached);
                        }
                        // Popped in the other order.
                        work.push(RecvEvent::Synced);
                        work.push(RecvEvent::SyncBegins);
                    }
                    RecvEffect::Save | RecvEffect::Done => {
                        self.save_bitmap(who, object, effect == RecvEffect::Done);
                    }
                    RecvEffect::Stop(why) => {
                        // Chunks come wrong by chance here, thrice for one is possible: begin anew.
                        self.trace(8, who, 0);
                        let _ = why;
                        self.resume_file(who, object);
                        return false;
                    }
                }
            }
        }
        false
    }

    fn file(&self, who: Who, object: u32) -> Option<&FileIn> {
        self.nodes[who].disk.incoming.get(&object)
    }

    /// Commits the row. The checker looks at every bit that is new in it.
    fn save_bitmap(&mut self, who: Who, object: u32, done: bool) {
        let Some(incoming) = self.nodes[who].memory.incoming.get(&object) else {
            return;
        };
        let saved = incoming.saved().clone();
        let Some(file) = self.nodes[who].disk.incoming.get_mut(&object) else {
            return;
        };
        let before = Bitmap::from_bytes(file.chunks, &file.row.1);
        let mut wrong = None;
        let mut at = 0;
        while let Some(chunk) = saved.first_present(at) {
            let new = before.as_ref().is_none_or(|before| !before.has(chunk));
            if new && !file.synced.contains(&chunk) {
                wrong = Some(chunk);
            }
            at = chunk + 1;
        }
        file.row = (true, saved.to_bytes());
        if done && !file.done {
            file.done = true;
            let (from, whole) = (file.from, file.synced.len() as u64 == file.chunks);
            self.report.transfers += 1;
            if !whole {
                self.broken(
                    "I8",
                    format!("{who}: object {object} is done and not whole"),
                );
            }
            self.call(who, from, Call::TransferDone(object));
        }
        if let Some(chunk) = wrong {
            self.broken(
                "I8",
                format!("{who}: chunk {chunk} is marked and not on the disk"),
            );
        }
    }

    fn ask_chunks(&mut self, who: Who, object: u32) {
        for stream in 0..STREAMS {
            let asked = self.nodes[who].memory.incoming.get_mut(&object);
            if let Some(range) = asked.and_then(|incoming| incoming.ask(stream)) {
                let ask = self.fresh();
                let life = self.nodes[who].life;
                self.nodes[who].memory.asked.insert((object, stream), ask);
                if let Some(from) = self.file(who, object).map(|file| file.from) {
                    self.call(who, from, Call::Range(object, stream, ask, range));
                    let timeout = Event::StreamTimeout {
                        who,
                        life,
                        object,
                        stream,
                        ask,
                    };
                    self.after(30_000, timeout);
                }
            }
        }
    }

    /// Nothing came for a while, or the stream is over: whichever request it was, it is not waited
    /// for any longer.
    pub(super) fn stream_timeout(&mut self, who: Who, object: u32, stream: usize, ask: u64) {
        if self.nodes[who].memory.asked.get(&(object, stream)) == Some(&ask) {
            self.nodes[who].memory.asked.remove(&(object, stream));
            self.tell_file(who, object, RecvEvent::Cut { stream });
        }
    }

    /// A range was asked for: what may be handed out begins to flow.
    pub(super) fn serve_range(&mut self, flow: Flow) {
        let now = self.clock(flow.from);
        let Some(outgoing) = self.nodes[flow.from].disk.outgoing.get(&flow.object) else {
            return;
        };
        let caller = tls_key(flow.to);
        let object = object_id(flow.object);
        if outgoing.check(&[7; 32], object, &caller, now, 0, 0).is_ok() {
            let delay = self.chance.millis(1, 60);
            self.after(delay, Event::Chunk(flow));
        }
    }

    /// The next chunk of a stream arrives, or does not.
    pub(super) fn chunk(&mut self, mut flow: Flow) {
        let (to, object, stream) = (flow.to, flow.object, flow.stream);
        let alive = |who: Who, life: u32| self.nodes[who].up && self.nodes[who].life == life;
        let asked = self.nodes[to].memory.asked.get(&(object, stream)).copied();
        if !alive(to, flow.to_life) || asked != Some(flow.ask) {
            return;
        }
        let cut = !alive(flow.from, flow.from_life)
            || !self.linked(flow.from, to)
            || self.chance.hits(self.knobs.loss / 20);
        if cut || flow.left.is_empty() {
            if !flow.left.is_empty() {
                self.fired(Fault::StreamCut);
            }
            self.stream_timeout(to, object, stream, flow.ask);
            return;
        }
        if self.chance.hits(self.knobs.crash) && !self.nodes[to].full {
            let lasts = self.chance.millis(1_000, 600_000);
            self.disk_full(to, lasts);
        }
        if self.nodes[to].full || self.crashes(to, Fault::C7) {
            return;
        }
        let chunk = flow.left.start;
        flow.left.start += 1;
        let good = !self.chance.hits(self.knobs.bad_chunk);
        if !good {
            self.fired(Fault::BadChunk);
        }
        if let Some(file) = self.nodes[to].disk.incoming.get_mut(&object)
            && good
        {
            file.cached.insert(chunk);
        }
        let event = RecvEvent::Chunk {
            stream,
            chunk,
            good,
        };
        if !self.tell_file(to, object, event) {
            let delay = self.chance.millis(5, 20);
            self.after(delay, Event::Chunk(flow));
        }
    }

    pub(super) fn resume_files(&mut self, who: Who) {
        let objects: Vec<u32> = self.nodes[who].disk.incoming.keys().copied().collect();
        for object in objects {
            self.resume_file(who, object);
        }
    }

    fn resume_file(&mut self, who: Who, object: u32) {
        let Some(file) = self.file(who, object) else {
            return;
        };
        if file.done {
            return;
        }
        let (chunks, checked) = (file.chunks, file.row.0);
        let saved = Bitmap::from_bytes(chunks, &file.row.1).unwrap_or_else(|| Bitmap::new(chunks));
        for chunk in 0..chunks {
            if saved.has(chunk) && !file.synced.contains(&chunk) {
                self.broken("I8", format!("{who}: chunk {chunk} is marked and lost"));
                return;
            }
        }
        let incoming = Incoming::resume(object_id(object), chunks * MIB, checked, saved);
        let phase = incoming.phase();
        self.nodes[who].memory.incoming.insert(object, incoming);
        match phase {
            Phase::Leaves => {
                self.tell_file(who, object, RecvEvent::LeafList { good: true });
            }
            Phase::Rechecking => {
                // Begins with the first chunk to be read again.
                let incoming = self.nodes[who].memory.incoming.get(&object);
                if let Some(chunk) = incoming.and_then(Incoming::to_recheck) {
                    let good = self.file(who, object).is_some_and(|file| {
                        file.synced.contains(&chunk) || file.cached.contains(&chunk)
                    });
                    self.tell_file(who, object, RecvEvent::Reread { chunk, good });
                }
            }
            Phase::Fetching | Phase::Paused | Phase::Failed(_) => {}
            Phase::Whole => self.save_bitmap(who, object, true),
        }
    }

    /// The disk is full: what the cache had not written yet may be gone.
    pub(super) fn files_full(&mut self, who: Who) {
        let objects: Vec<u32> = self.nodes[who].memory.incoming.keys().copied().collect();
        for object in objects {
            if let Some(file) = self.nodes[who].disk.incoming.get_mut(&object) {
                let chance = &mut self.chance;
                file.cached.retain(|_| chance.below(2) == 0);
            }
            if !self.has_bug(Bug::SyncErrorIgnored) {
                self.tell_file(who, object, RecvEvent::DiskFull);
            }
        }
    }

    pub(super) fn files_room(&mut self, who: Who) {
        let objects: Vec<u32> = self.nodes[who].memory.incoming.keys().copied().collect();
        for object in objects {
            self.tell_file(who, object, RecvEvent::RoomAgain);
        }
    }
}

fn object_id(object: u32) -> ObjectId {
    let mut id = [0; 16];
    id[12..].copy_from_slice(&object.to_be_bytes());
    ObjectId::from_bytes(id)
}

fn tls_key(who: Who) -> Digest {
    Digest::from_bytes([u8::try_from(who).expect("twelve nodes"); 32])
}
