//! The transfer's state, shared by the lines and the judging thread.
//!
//! What to fetch next, what is safe and when to give up is decided by [`Incoming`], which is tested
//! without any line or disk. Here it is only locked, and lines wait for work that may come back.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use comity_wire::transfer::{Incoming, Phase, RecvEffect, RecvEvent, STREAMS};
use tokio::sync::Notify;

/// Chunks to fetch in one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// By which line.
    pub(super) stream: usize,
    /// Which chunks.
    pub(super) chunks: Range<u64>,
    /// Those among them that came wrong before: their tags are fetched again too.
    pub(super) doubted: Vec<u64>,
}

/// The state of one pull.
#[derive(Clone)]
pub(super) struct Plan(Arc<Inside>);

struct Inside {
    state: Mutex<State>,
    news: Notify,
}

struct State {
    // Moved out only for the time of one step.
    incoming: Option<Incoming>,
    // Chunks of each line's run that were not judged yet.
    unjudged: [u64; STREAMS],
    doubted: BTreeSet<u64>,
    closed: bool,
}

impl Plan {
    pub(super) fn new(incoming: Incoming) -> Self {
        Self(Arc::new(Inside {
            state: Mutex::new(State {
                incoming: Some(incoming),
                unjudged: [0; STREAMS],
                doubted: BTreeSet::new(),
                closed: false,
            }),
            news: Notify::new(),
        }))
    }

    /// Takes one step of the transfer.
    pub(super) fn step(&self, event: RecvEvent) -> Vec<RecvEffect> {
        self.with(|state| state.step(event))
    }

    /// A chunk of a line's run was judged, and written when good.
    pub(super) fn judged(&self, stream: usize, chunk: u64, good: bool) -> Vec<RecvEffect> {
        self.with(|state| {
            if !good {
                state.doubted.insert(chunk);
            }
            let mut effects = state.step(RecvEvent::Chunk {
                stream,
                chunk,
                good,
            });
            state.unjudged[stream] = state.unjudged[stream].saturating_sub(1);
            if state.unjudged[stream] == 0 {
                effects.extend(state.step(RecvEvent::Cut { stream }));
            }
            effects
        })
    }

    /// Looks at the transfer.
    pub(super) fn look<T>(&self, at: impl FnOnce(&Incoming) -> T) -> T {
        self.with(|state| at(state.incoming()))
    }

    /// Hands out nothing any more.
    pub(super) fn close(&self) {
        self.with(|state| state.closed = true);
    }

    /// Waits until nothing is handed out any more.
    pub(super) async fn closed(&self) {
        loop {
            let mut news = std::pin::pin!(self.0.news.notified());
            news.as_mut().enable();
            if self.lock().closed {
                return;
            }
            news.await;
        }
    }

    /// The next run for a line, waiting while chunks that others fetch may come back as wrong;
    /// `None` at the end.
    pub(super) async fn next(&self, stream: usize) -> Option<Run> {
        loop {
            let mut news = std::pin::pin!(self.0.news.notified());
            // Listens before it looks, so that no news falls between.
            news.as_mut().enable();
            let next = self.lock().next(stream);
            match next {
                Next::Fetch(run) => return Some(run),
                Next::Done => return None,
                Next::Wait => news.await,
            }
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let outcome = act(&mut self.lock());
        self.0.news.notify_waiters();
        outcome
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

enum Next {
    Fetch(Run),
    Wait,
    Done,
}

impl State {
    fn next(&mut self, stream: usize) -> Next {
        if self.closed {
            return Next::Done;
        }
        let incoming = self.incoming.as_mut().expect(PUT_BACK);
        if let Some(chunks) = incoming.ask(stream) {
            self.unjudged[stream] = chunks.end - chunks.start;
            let doubted = self.doubted.range(chunks.clone()).copied().collect();
            return Next::Fetch(Run {
                stream,
                chunks,
                doubted,
            });
        }
        let all_verified = incoming.verified() == incoming.saved().len();
        match incoming.phase() {
            Phase::Fetching if !all_verified => Next::Wait,
            Phase::Fetching
            | Phase::Whole
            | Phase::Failed(_)
            | Phase::Leaves
            | Phase::Rechecking
            | Phase::Paused => Next::Done,
        }
    }

    fn step(&mut self, event: RecvEvent) -> Vec<RecvEffect> {
        let incoming = self.incoming.take().expect(PUT_BACK);
        let (incoming, effects) = incoming.step(event);
        self.incoming = Some(incoming);
        effects
    }

    fn incoming(&self) -> &Incoming {
        self.incoming.as_ref().expect(PUT_BACK)
    }
}

const PUT_BACK: &str = "a step puts the state back before the lock is given up";

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::id::ObjectId;
    use comity_wire::evidence::layout::CHUNK_BYTES;
    use comity_wire::transfer::Bitmap;

    fn fetching(chunks: u64, bits: &[u8]) -> Plan {
        let saved = Bitmap::from_bytes(chunks, bits).expect("as many bits");
        let size = chunks * CHUNK_BYTES as u64;
        let id = ObjectId::from_bytes([1; 16]);
        let plan = Plan::new(Incoming::resume(id, size, true, saved));
        while let Some(chunk) = plan.look(Incoming::to_recheck) {
            plan.step(RecvEvent::Reread { chunk, good: false });
        }
        plan
    }

    #[tokio::test]
    async fn a_line_gets_more_only_when_its_run_was_judged_and_a_wrong_chunk_comes_back_doubted() {
        let plan = fetching(3, &[0b100]);
        let run = plan.next(0).await.expect("two are missing");
        assert_eq!((run.chunks, run.doubted), (0..2, Vec::new()));
        plan.judged(0, 0, true);
        let second = plan.clone();
        let waiting = tokio::spawn(async move { second.next(1).await });
        plan.judged(0, 1, false);
        let again = waiting.await.expect("no panic").expect("one came wrong");
        assert_eq!((again.chunks, again.doubted), (1..2, vec![1]));
        let effects = plan.judged(1, 1, true);
        assert!(effects.contains(&RecvEffect::Sync), "{effects:?}");
        assert_eq!(plan.next(0).await, None);
    }

    #[tokio::test]
    async fn a_closed_plan_hands_out_nothing() {
        let plan = fetching(3, &[0]);
        plan.close();
        assert_eq!(plan.next(0).await, None);
    }
}
