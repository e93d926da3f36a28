//! The node: who we are, our keys, and the ports that every flow uses.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

use comity_core::id::{Digest, NodeId, OfficerId, RequestId};
use comity_core::role::{Act, Role, any_may};
use comity_core::time::{Instant, Span};
use comity_wire::cert::SignedCertificate;
use comity_wire::context::World;
use comity_wire::directory::{Directory, Loaded};
use comity_wire::keys::{KeyId, SigningKey, VerifyingKey};
use comity_wire::log::LogKey;
use comity_wire::sealing::SealingKey;
use tokio::sync::{Notify, Semaphore};

use crate::fault::FlowFault;
use crate::law::LawBook;
use crate::partners::{Contacts, Watched};
use crate::ports::{Blobs, CaseLine, Clock, Courier, Ids, Ledger, News, NewsItem, Pager};
use crate::prover::Prover;
use crate::seal::Intakes;
use crate::signin::{Passwords, Provers};

/// The keys of this node. They stay in memory only and are wiped when dropped.
pub struct NodeKeys {
    /// Signs messages, receipts, manifests and caps.
    pub signing: SigningKey,
    /// Our certificate; its hash is the key id of everything we sign.
    pub certificate: SignedCertificate,
    /// Signs our own checkpoints and cosigns those of peers.
    pub log: LogKey,
    /// Opens envelopes and wraps: the current key first, then the one before it.
    pub sealing: Vec<SealingKey>,
    /// The signed caps that peers fetch.
    pub caps: Vec<u8>,
}

impl NodeKeys {
    /// The key id of our signatures.
    #[must_use]
    pub fn kid(&self) -> KeyId {
        self.certificate.key_id()
    }
}

/// Figures that an administrator may change.
#[derive(Clone, Debug)]
pub struct Settings {
    /// IANA zone of the office.
    pub zone: String,
    /// Language of letters to nobody in particular and of the first visit.
    pub language: String,
    /// How long a session lasts at most.
    pub session_life: Span,
    /// How long a session may rest.
    pub session_idle: Span,
    /// Checkpoints at once instead of hourly: exercises only.
    pub anchor_on_demand: bool,
    /// Keys of those whose law packs are believed beside the authorities of our own State.
    pub pack_keys: Vec<VerifyingKey>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            zone: "UTC".to_owned(),
            language: "en".to_owned(),
            session_life: Span::hours(8),
            session_idle: Span::minutes(15),
            anchor_on_demand: false,
            pack_keys: Vec::new(),
        }
    }
}

/// Everything the world gives to a node.
#[derive(Clone)]
pub struct Ports {
    /// What is never lost.
    pub ledger: Arc<dyn Ledger>,
    /// Sealed objects.
    pub blobs: Arc<dyn Blobs>,
    /// Other nodes.
    pub courier: Arc<dyn Courier>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub ids: Arc<dyn Ids>,
    /// Open pages.
    pub news: Arc<dyn News>,
    /// People asleep.
    pub pager: Arc<dyn Pager>,
}

/// A node.
pub struct Node {
    /// Our id.
    pub id: NodeId,
    /// Exercise or live.
    pub world: World,
    /// Figures.
    pub settings: Settings,
    pub(crate) keys: NodeKeys,
    pub(crate) ports: Ports,
    pub(crate) law: Arc<LawBook>,
    directory: RwLock<Arc<Directory>>,
    pub(crate) intakes: Intakes,
    pub(crate) staging: crate::book::Staging,
    pub(crate) provers: Provers,
    pub(crate) passwords: Option<Arc<dyn Passwords>>,
    pub(crate) sign_ins: Semaphore,
    pub(crate) tls_keys: Mutex<BTreeMap<Digest, NodeId>>,
    pub(crate) outbox_wake: Notify,
    pub(crate) transfer_wake: Notify,
    /// One checkpoint at a time, whoever asks for it.
    pub(crate) anchoring: tokio::sync::Mutex<()>,
    pub(crate) told: crate::tick::Told,
    pub(crate) directory_asked: crate::refresh::Asked,
    pub(crate) contacts: Contacts,
}

/// A person who acts: proven by a session, with the means to make a proof.
#[derive(Clone)]
pub struct Officer {
    /// Pseudonymous id.
    pub id: OfficerId,
    /// Name as shown here.
    pub name: String,
    /// Office.
    pub office: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Language.
    pub language: String,
    /// Makes the proofs of this person; absent until the person has unlocked it.
    pub prover: Option<Arc<dyn Prover>>,
}

impl Officer {
    /// Fails unless one of the person's offices does `act`.
    ///
    /// # Errors
    /// [`FlowFault::NotAllowed`].
    pub fn must(&self, act: Act) -> Result<(), FlowFault> {
        if self.may(act) {
            Ok(())
        } else {
            Err(FlowFault::NotAllowed)
        }
    }

    /// Whether one of the person's offices does `act`.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        any_may(&self.roles, act)
    }
}

impl Node {
    /// Puts a node together.
    #[must_use]
    pub fn new(
        world: World,
        keys: NodeKeys,
        settings: Settings,
        ports: Ports,
        law: Arc<LawBook>,
        directory: Directory,
    ) -> Self {
        let contacts = Contacts::default();
        let mut ports = ports;
        ports.courier = Arc::new(Watched {
            inner: ports.courier,
            clock: ports.clock.clone(),
            contacts: contacts.clone(),
        });
        Self {
            id: keys.certificate.document().node.clone(),
            world,
            settings,
            keys,
            ports,
            law,
            directory: RwLock::new(Arc::new(directory)),
            intakes: Intakes::default(),
            staging: crate::book::Staging::default(),
            provers: Provers::default(),
            passwords: None,
            sign_ins: Semaphore::new(2),
            tls_keys: Mutex::default(),
            outbox_wake: Notify::new(),
            transfer_wake: Notify::new(),
            anchoring: tokio::sync::Mutex::new(()),
            told: crate::tick::Told::default(),
            directory_asked: crate::refresh::Asked::default(),
            contacts,
        }
    }

    /// Lets people sign in with passwords.
    #[must_use]
    pub fn with_passwords(mut self, passwords: Arc<dyn Passwords>) -> Self {
        self.passwords = Some(passwords);
        self
    }

    /// The directory as verified last.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        match self.directory.read() {
            Ok(held) => held.clone(),
            // A writer only swaps a pointer; a poisoned lock still holds a whole directory.
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Replaces the directory by a newer verified one.
    pub fn replace_directory(&self, newer: Directory) {
        let newer = Arc::new(newer);
        match self.directory.write() {
            Ok(mut held) => *held = newer,
            Err(poisoned) => *poisoned.into_inner() = newer,
        }
    }

    /// Changes the directory in force; two at once both count.
    pub(crate) fn change_directory(&self, change: impl FnOnce(&mut Directory)) {
        let mut held = match self.directory.write() {
            Ok(held) => held,
            Err(poisoned) => poisoned.into_inner(),
        };
        let mut newer = (**held).clone();
        change(&mut newer);
        *held = Arc::new(newer);
    }

    /// Takes a State's file on top of what is in force; two at once both count.
    pub(crate) fn load_directory(&self, bytes: &[u8], now: Instant) -> Result<Loaded, FlowFault> {
        let mut held = match self.directory.write() {
            Ok(held) => held,
            Err(poisoned) => poisoned.into_inner(),
        };
        let mut newer = (**held).clone();
        let loaded = newer
            .load(bytes, now)
            .map_err(crate::outgoing::node_fault)?;
        *held = Arc::new(newer);
        Ok(loaded)
    }

    /// The law this node applies.
    #[must_use]
    pub fn law(&self) -> &LawBook {
        &self.law
    }

    /// Signed caps, certificate and public keys for the peers' door.
    #[must_use]
    pub const fn keys(&self) -> &NodeKeys {
        &self.keys
    }

    /// The ledger, for reading pages.
    #[must_use]
    pub fn ledger(&self) -> &dyn Ledger {
        self.ports.ledger.as_ref()
    }

    /// The evidence store.
    #[must_use]
    pub fn blobs(&self) -> &dyn Blobs {
        self.ports.blobs.as_ref()
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.ports.clock.now()
    }

    pub(crate) async fn read_case(&self, id: RequestId) -> Result<CaseLine, FlowFault> {
        self.ports.ledger.case(id).await?.ok_or(FlowFault::NotFound)
    }

    pub(crate) fn tell(&self, kind: &str, case: Option<RequestId>) {
        self.ports.news.tell(NewsItem {
            kind: kind.to_owned(),
            case,
            at: self.now(),
        });
    }
}
