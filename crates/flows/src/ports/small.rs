//! The small ports: time, ids, news for open pages and the pager.

use comity_core::id::{ObjectId, RequestId, ThreadId};
use comity_core::time::Instant;

/// What time it is. Never behind the newest verified instant: a clock that is stops the node.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// Where ids and secrets come from.
pub trait Ids: Send + Sync {
    /// Fills `to` with random bytes fit for keys.
    fn fill(&self, to: &mut [u8]);

    /// A request id: UUID version 7 of `now`.
    fn request(&self, now: Instant) -> RequestId {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        let millis = now.millis().max(0).unsigned_abs();
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        RequestId::from_bytes(bytes)
    }

    /// A thread id.
    fn thread(&self) -> ThreadId {
        ThreadId::from_bytes(self.random())
    }

    /// An object id.
    fn object(&self) -> ObjectId {
        ObjectId::from_bytes(self.random())
    }

    /// Sixteen random bytes.
    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes
    }

    /// Thirty-two random bytes.
    fn random32(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        bytes
    }
}

/// Something that open pages may want to know. Holds no case data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsItem {
    /// Stable name of the event, as in the register.
    pub kind: String,
    /// The case, if one.
    pub case: Option<RequestId>,
    /// When.
    pub at: Instant,
}

/// Tells open pages.
pub trait News: Send + Sync {
    /// Tells; nobody listening is no fault.
    fn tell(&self, item: NewsItem);
}

/// Wakes a person.
pub trait Pager: Send + Sync {
    /// Rings with a text that holds the reference and the kind, never names or facts.
    fn ring(&self, reference: &str, why: &str);
}
