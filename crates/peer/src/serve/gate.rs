//! Limits that hold before any cryptography: how often, how many at once, how many bytes.
//!
//! A listed peer has a bucket of its own, so a busy peer cannot slow the others. Callers that
//! nobody lists share one worker, so whatever they send costs at most one core's part. Anyone can
//! make a TLS key: only a *listed* one leaves the anonymous class.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use comity_core::id::{Digest, NodeId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::bucket::Bucket;
use super::caller::{Caller, Neighbourhood};
use super::limits::Limits;

/// Not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Busy {
    /// This caller asks too often.
    Often(Duration),
    /// Too much is being worked on.
    Full,
}

/// Which class a request belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A listed node.
    Peer(NodeId),
    /// Anyone else.
    Anonymous,
}

/// The counters behind the limits.
pub(super) struct Gate {
    limits: Limits,
    counts: Mutex<Counts>,
    places: Arc<Semaphore>,
    body: Arc<Semaphore>,
    anonymous_places: Arc<Semaphore>,
    anonymous_worker: Arc<Semaphore>,
    anonymous_body: Arc<Semaphore>,
}

struct Counts {
    peers: BTreeMap<NodeId, PeerCounts>,
    addresses: BTreeMap<Neighbourhood, Bucket>,
    anonymous: Bucket,
    // Open streams by transfer, for each with its peer's TLS key.
    transfers: BTreeMap<(Option<Digest>, Digest), usize>,
}

struct PeerCounts {
    bucket: Bucket,
    in_flight: usize,
}

/// Body bytes are counted in steps of this many.
const BODY_STEP: usize = 1024;
/// More addresses than this are looked through for those that may be forgotten.
const ADDRESSES_KEPT: usize = 1024;

impl Gate {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            counts: Mutex::new(Counts {
                peers: BTreeMap::new(),
                addresses: BTreeMap::new(),
                anonymous: Bucket::new(limits.anonymous, Instant::now()),
                transfers: BTreeMap::new(),
            }),
            places: Arc::new(Semaphore::new(limits.in_flight)),
            body: Arc::new(Semaphore::new(limits.body_bytes / BODY_STEP)),
            anonymous_places: Arc::new(Semaphore::new(limits.anonymous_waiting + 1)),
            anonymous_worker: Arc::new(Semaphore::new(1)),
            anonymous_body: Arc::new(Semaphore::new(limits.anonymous_body_bytes / BODY_STEP)),
        })
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Lets a request in, or says when to come again.
    pub(super) fn admit(
        self: &Arc<Self>,
        class: Class,
        caller: &Caller,
        now: Instant,
    ) -> Result<Admitted, Busy> {
        let mut counts = self.counts();
        let place = match &class {
            Class::Peer(node) => {
                let peer = counts
                    .peers
                    .entry(node.clone())
                    .or_insert_with(|| PeerCounts {
                        bucket: Bucket::new(self.limits.peer, now),
                        in_flight: 0,
                    });
                peer.bucket.take(now).map_err(Busy::Often)?;
                if peer.in_flight >= self.limits.in_flight_per_peer {
                    return Err(Busy::Full);
                }
                let place = Arc::clone(&self.places).try_acquire_owned();
                let place = place.map_err(|_| Busy::Full)?;
                peer.in_flight += 1;
                Some(place)
            }
            Class::Anonymous => {
                counts.take_anonymous(caller.address.into(), &self.limits, now)?;
                None
            }
        };
        drop(counts);
        Ok(Admitted {
            gate: Arc::clone(self),
            class,
            _place: place,
        })
    }

    /// One more stream of a transfer, given back when dropped.
    pub(super) fn stream(
        self: &Arc<Self>,
        tls_key: Option<Digest>,
        token_hash: Digest,
    ) -> Result<StreamSeat, Busy> {
        let mut counts = self.counts();
        let transfer = (tls_key, token_hash);
        let open = counts.transfers.get(&transfer).copied().unwrap_or(0);
        if open == 0 {
            let of_peer = counts.transfers.keys().filter(|(key, _)| *key == tls_key);
            if of_peer.count() >= self.limits.transfers_per_peer
                || counts.transfers.len() >= self.limits.transfers
            {
                return Err(Busy::Full);
            }
        }
        if open >= self.limits.streams_per_transfer {
            return Err(Busy::Full);
        }
        counts.transfers.insert(transfer, open + 1);
        Ok(StreamSeat {
            gate: Arc::clone(self),
            transfer,
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    /// The address is asked first, so that a flood from one place leaves the common bucket to
    /// others; it is remembered only when the common bucket gave, so a flood from many places
    /// fills no memory.
    fn take_anonymous(
        &mut self,
        from: Neighbourhood,
        limits: &Limits,
        now: Instant,
    ) -> Result<(), Busy> {
        if self.addresses.len() > ADDRESSES_KEPT {
            self.addresses.retain(|_, bucket| !bucket.is_full(now));
        }
        let fresh = Bucket::new(limits.anonymous_address, now);
        let mut bucket = self.addresses.get(&from).copied().unwrap_or(fresh);
        bucket.take(now).map_err(Busy::Often)?;
        self.anonymous.take(now).map_err(Busy::Often)?;
        self.addresses.insert(from, bucket);
        Ok(())
    }
}

/// A request that was let in; its place is given back when this is dropped.
pub(super) struct Admitted {
    gate: Arc<Gate>,
    class: Class,
    _place: Option<OwnedSemaphorePermit>,
}

impl Admitted {
    pub(super) fn class(&self) -> &Class {
        &self.class
    }

    /// Sets aside memory for a body of at most `bytes`.
    pub(super) fn body_room(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Busy> {
        let body = match self.class {
            Class::Peer(_) => &self.gate.body,
            Class::Anonymous => &self.gate.anonymous_body,
        };
        let steps = u32::try_from(bytes.div_ceil(BODY_STEP)).map_err(|_| Busy::Full)?;
        let room = Arc::clone(body).try_acquire_many_owned(steps);
        room.map_err(|_| Busy::Full)
    }

    /// Waits for a worker: at once for a listed peer, one at a time for everybody else. To be
    /// called once the whole request is here, so that a slow sender keeps nobody waiting.
    pub(super) async fn worker(&self) -> Result<Option<Worker>, Busy> {
        match self.class {
            Class::Peer(_) => Ok(None),
            Class::Anonymous => {
                let place = Arc::clone(&self.gate.anonymous_places).try_acquire_owned();
                let place = place.map_err(|_| Busy::Full)?;
                let worker = Arc::clone(&self.gate.anonymous_worker)
                    .acquire_owned()
                    .await;
                let worker = worker.map_err(|_| Busy::Full)?;
                Ok(Some(Worker(worker, place)))
            }
        }
    }
}

/// The one worker of unlisted callers, until dropped.
pub(super) struct Worker(
    #[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit,
    #[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit,
);

impl Drop for Admitted {
    fn drop(&mut self) {
        if let Class::Peer(node) = &self.class
            && let Some(peer) = self.gate.counts().peers.get_mut(node)
        {
            peer.in_flight -= 1;
        }
    }
}

/// One open stream of a transfer.
pub(super) struct StreamSeat {
    gate: Arc<Gate>,
    transfer: (Option<Digest>, Digest),
}

impl Drop for StreamSeat {
    fn drop(&mut self) {
        let mut counts = self.gate.counts();
        if let Some(open) = counts.transfers.get_mut(&self.transfer) {
            *open -= 1;
            if *open == 0 {
                counts.transfers.remove(&self.transfer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> Caller {
        Caller {
            tls_key: None,
            address: address.parse().expect("an address"),
        }
    }

    fn peer(name: &str) -> Class {
        Class::Peer(name.parse().expect("a node"))
    }

    #[test]
    fn a_flood_from_one_address_leaves_room_for_others() {
        let gate = Gate::new(Limits::default());
        let now = Instant::now();
        let passed = |address: &str| {
            let caller = from(address);
            (0..100)
                .filter(|_| gate.admit(Class::Anonymous, &caller, now).is_ok())
                .count()
        };
        assert_eq!(passed("192.0.2.1"), 10);
        assert_eq!(passed("2001:db8::1"), 10);
        assert_eq!(passed("2001:db8::2"), 0, "the same /64");
        let many: usize = (0..200).map(|n| passed(&format!("198.51.100.{n}"))).sum();
        assert_eq!(many, 30, "50 in all");
        assert!(gate.counts().addresses.len() <= 50);
    }

    #[test]
    fn a_busy_peer_does_not_slow_another() {
        let gate = Gate::new(Limits::default());
        let (now, caller) = (Instant::now(), from("192.0.2.1"));
        let passed = |name: &str| {
            (0..2000)
                .filter(|_| gate.admit(peer(name), &caller, now).is_ok())
                .count()
        };
        assert_eq!(passed("XA/police/cyber"), 1000);
        assert_eq!(passed("XB/justice/central"), 1000);
    }

    #[test]
    fn places_at_work_are_counted_and_given_back() {
        let gate = Gate::new(Limits {
            in_flight_per_peer: 2,
            ..Limits::default()
        });
        let (now, caller) = (Instant::now(), from("192.0.2.1"));
        let ask = || gate.admit(peer("XA/police/cyber"), &caller, now);
        let (first, _second) = (ask().expect("room"), ask().expect("room"));
        assert_eq!(ask().err(), Some(Busy::Full));
        drop(first);
        assert!(ask().is_ok());
    }

    #[test]
    fn transfers_are_limited_by_peer_and_in_all() {
        let gate = Gate::new(Limits::default());
        let digest = |n: u8| Digest::from_bytes([n; 32]);
        let mut open = Vec::new();
        for key in 0..4 {
            for token in 0..4 {
                open.push(gate.stream(Some(digest(key)), digest(token)).expect("room"));
            }
            assert!(
                gate.stream(Some(digest(key)), digest(9)).is_err(),
                "a fifth"
            );
        }
        assert!(
            gate.stream(Some(digest(7)), digest(0)).is_err(),
            "a seventeenth"
        );
        for _ in 0..3 {
            open.push(
                gate.stream(Some(digest(0)), digest(0))
                    .expect("a second stream"),
            );
        }
        assert!(
            gate.stream(Some(digest(0)), digest(0)).is_err(),
            "a fifth stream"
        );
        open.clear();
        assert!(gate.counts().transfers.is_empty());
        assert!(gate.stream(Some(digest(7)), digest(0)).is_ok());
    }
}
