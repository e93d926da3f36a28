//! Files that a person has sent and not yet decided about: a register to be taken over, a mail to be
//! registered. They are held in memory for an hour at most and are never written down unread.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use comity_core::id::OfficerId;
use comity_core::role::Act;
use comity_core::time::{Instant, Span};

use super::import::Progress;
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::seal::lock;

/// How long a file waits for its person.
const LIFE: Span = Span::hours(1);
/// Files held together at most.
const FILES: usize = 8;
/// Bytes held together at most.
const BYTES: usize = 192 * 1024 * 1024;

/// A file that waits for its person.
#[derive(Debug)]
pub struct Staged {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// How far its import has come, once one runs.
    pub progress: Progress,
    owner: OfficerId,
    since: Instant,
}

/// The files that wait, by their token.
pub(crate) type Staging = Mutex<BTreeMap<String, Arc<Staged>>>;

impl Node {
    /// Holds a file for an hour. The answer is the token by which its person finds it again.
    ///
    /// # Errors
    /// [`FlowFault::Input`] when too much waits already.
    pub fn stage_file(
        &self,
        officer: &Officer,
        name: &str,
        bytes: Bytes,
    ) -> Result<String, FlowFault> {
        officer.must(Act::Register)?;
        let now = self.now();
        let mut held = lock(&self.staging);
        held.retain(|_, file| now < file.since + LIFE);
        // A person who sends a file again gives up the one before.
        let own = |file: &Arc<Staged>| file.owner == officer.id && file.progress.is_idle();
        let total = |held: &BTreeMap<String, Arc<Staged>>| -> usize {
            held.values().map(|file| file.bytes.len()).sum()
        };
        if held.len() >= FILES || total(&held) + bytes.len() > BYTES {
            held.retain(|_, file| !own(file));
        }
        if held.len() >= FILES || total(&held) + bytes.len() > BYTES {
            return Err(FlowFault::Input {
                field: "file".to_owned(),
                why: "too many files wait to be decided about; try again in an hour".to_owned(),
            });
        }
        let token = hex::encode(self.ports.ids.random());
        held.insert(
            token.clone(),
            Arc::new(Staged {
                name: name.to_owned(),
                bytes,
                progress: Progress::default(),
                owner: officer.id.clone(),
                since: now,
            }),
        );
        Ok(token)
    }

    /// A file that waits for this person.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] for another's file, and after an hour or a restart.
    pub fn staged(&self, officer: &Officer, token: &str) -> Result<Arc<Staged>, FlowFault> {
        let now = self.now();
        lock(&self.staging)
            .get(token)
            .filter(|file| file.owner == officer.id && now < file.since + LIFE)
            .cloned()
            .ok_or(FlowFault::NotFound)
    }

    /// Lets a file go.
    pub fn drop_staged(&self, officer: &Officer, token: &str) {
        let mut held = lock(&self.staging);
        if held.get(token).is_some_and(|file| file.owner == officer.id) {
            held.remove(token);
        }
    }
}
