//! Which partners can be reached, told by what the courier really met: every call it makes to another
//! node is noted here, and those that nobody called for a while are asked for their caps.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use comity_core::id::NodeId;
use comity_core::time::{Instant, Span};
use tokio::task::JoinSet;

use crate::node::Node;
use crate::ports::{Clock, Courier, CourierAnswer, CourierFault, Pull, PullProgress};
use crate::seal::lock;

/// A partner that was not called for so long is asked for its caps.
const QUIET: Span = Span::minutes(10);
/// One that did not answer is asked again sooner.
const SILENT: Span = Span::minutes(1);
/// Partners asked at once.
const AT_ONCE: usize = 4;

/// The last calls to one partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// When it was last called.
    pub tried: Instant,
    /// When it last answered, whatever it said.
    pub answered: Option<Instant>,
}

impl Contact {
    /// Whether the last call was answered.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.answered == Some(self.tried)
    }
}

/// What the courier met, by partner. It begins empty with each start: an old answer proves nothing.
pub(crate) type Contacts = Arc<Mutex<BTreeMap<NodeId, Contact>>>;

/// A courier that notes whom it reached.
pub(crate) struct Watched {
    pub(crate) inner: Arc<dyn Courier>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) contacts: Contacts,
}

impl Watched {
    fn note<T>(&self, peer: &NodeId, met: Result<T, CourierFault>) -> Result<T, CourierFault> {
        let now = self.clock.now();
        let silent = matches!(met, Err(CourierFault::Unreachable { .. }));
        // A disk of ours that fails says nothing about the partner.
        if !matches!(met, Err(CourierFault::Disk(_))) {
            let mut contacts = lock(&self.contacts);
            let before = contacts.get(peer).and_then(|contact| contact.answered);
            let answered = if silent { before } else { Some(now) };
            let tried = now;
            contacts.insert(peer.clone(), Contact { tried, answered });
        }
        met
    }
}

#[async_trait]
impl Courier for Watched {
    async fn post(&self, peer: &NodeId, sealed: Bytes) -> Result<CourierAnswer, CourierFault> {
        self.note(peer, self.inner.post(peer, sealed).await)
    }

    async fn caps(&self, peer: &NodeId) -> Result<Bytes, CourierFault> {
        self.note(peer, self.inner.caps(peer).await)
    }

    async fn pull(&self, pull: Pull, progress: &dyn PullProgress) -> Result<(), CourierFault> {
        let peer = pull.peer.clone();
        self.note(&peer, self.inner.pull(pull, progress).await)
    }

    async fn add_checkpoint(
        &self,
        peer: &NodeId,
        body: Bytes,
    ) -> Result<(u16, Bytes), CourierFault> {
        self.note(peer, self.inner.add_checkpoint(peer, body).await)
    }

    async fn directory(&self, peer: &NodeId, state: &str) -> Result<Bytes, CourierFault> {
        self.note(peer, self.inner.directory(peer, state).await)
    }
}

impl Node {
    /// Every partner that the directory lists with an address, with what the courier last met there;
    /// nothing for one that was not called since this node started.
    #[must_use]
    pub fn partners(&self) -> Vec<(NodeId, Option<Contact>)> {
        let contacts = lock(&self.contacts).clone();
        self.directory()
            .entries()
            .filter(|entry| entry.node != self.id && !entry.urls.is_empty() && !entry.offline)
            .map(|entry| (entry.node.clone(), contacts.get(&entry.node).copied()))
            .collect()
    }

    /// Asks those partners for their caps that nobody called for a while; to be called about once a
    /// minute. A key that a partner changed is learnt by it before a message needs it.
    pub async fn look_at_partners(self: &Arc<Self>) {
        let now = self.now();
        let mut quiet = self.partners().into_iter().filter_map(|(peer, contact)| {
            contact
                .is_none_or(|contact| {
                    let pause = if contact.is_reachable() {
                        QUIET
                    } else {
                        SILENT
                    };
                    contact.tried + pause <= now
                })
                .then_some(peer)
        });
        let mut asking = JoinSet::new();
        loop {
            while asking.len() < AT_ONCE
                && let Some(peer) = quiet.next()
            {
                let node = self.clone();
                asking.spawn(async move {
                    if let Err(fault) = node.fetch_caps(&peer).await {
                        tracing::debug!(%peer, %fault, "a partner does not answer");
                    }
                });
            }
            if asking.join_next().await.is_none() {
                return;
            }
        }
    }
}
