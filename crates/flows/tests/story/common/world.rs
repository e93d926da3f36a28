//! Building the world and moving it on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use comity_core::id::{NodeId, OfficerId, RequestId, StateCode};
use comity_core::kind::Kind;
use comity_core::law::Pack;
use comity_core::request::{Relation, RequestFile};
use comity_core::role::Role;
use comity_core::time::{Instant, Span};
use comity_flows::ports::{Clock, Ids, News, NewsItem, OfficerRow, Pager};
use comity_flows::{LawBook, Node, NodeKeys, Passwords, Ports, Prover, Settings};
use comity_store::{DatabaseAt, Kek, ObjectsAt, Store, open_blobs};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::caps::{Capabilities, Range, SignedCapabilities, TimedSealing};
use comity_wire::cert::{Certificate, SignedCertificate};
use comity_wire::context;
use comity_wire::directory::{Desk, Directory, Entry, NodeKind, SignedStateFile, StateFile};
use comity_wire::grant::{Grant, NATIVE, SignedGrant};
use comity_wire::hash::sha256;
use comity_wire::keys::{SigningKey, random};
use comity_wire::log::{LogKey, Origin};
use comity_wire::sealing::SealingKey;
use tempfile::TempDir;

use super::net::{Line, Net};
use super::people::{A, B, C, Device, P, Person, plan};

const WORLD: context::World = context::World::Exercise;
const LIFE: Span = Span::days(365);

/// One node with its people.
pub(crate) struct Post {
    pub(crate) node: Arc<Node>,
    pub(crate) people: BTreeMap<&'static str, Person>,
    /// What a test signs with when it plays a stolen server.
    pub(crate) signing: SigningKey,
    /// The office's authority key: grants and revokes.
    pub(crate) authority: SigningKey,
    _folder: TempDir,
}

impl Post {
    /// A person by sign-in name.
    pub(crate) fn person(&self, login: &str) -> &Person {
        &self.people[login]
    }

    /// A file; fails the test when there is none.
    pub(crate) async fn file(&self, id: RequestId) -> RequestFile {
        self.find(id).await.expect("the file is here")
    }

    /// A file, if it is here.
    pub(crate) async fn find(&self, id: RequestId) -> Option<RequestFile> {
        let line = self.node.ledger().case(id).await.expect("the ledger reads");
        line.map(|line| line.file)
    }

    /// The file linked to another one in this way.
    pub(crate) async fn linked(&self, id: RequestId, relation: Relation) -> RequestId {
        let file = self.file(id).await;
        let link = file.links.iter().find(|link| link.relation == relation);
        link.expect("it is linked").request
    }

    /// Kinds of the register entries of a case, oldest first.
    pub(crate) async fn register(&self, id: RequestId) -> Vec<String> {
        let lines = self.node.ledger().register(id).await.expect("reads");
        lines.into_iter().map(|line| line.kind).collect()
    }
}

/// The world.
pub(crate) struct World {
    pub(crate) a: Post,
    pub(crate) b: Post,
    pub(crate) p: Post,
    pub(crate) c: Post,
    pub(crate) net: Arc<Net>,
    clock: Arc<Hands>,
    states: BTreeMap<StateCode, SigningKey>,
    entries: BTreeMap<NodeId, Entry>,
}

impl World {
    /// A fresh world.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A world whose directory lists what `change` makes of each entry.
    pub(crate) async fn with(change: impl Fn(&mut Entry)) -> Self {
        Self::under(Pack::exercise_files(), change).await
    }

    /// A world in which both States are members of the Union.
    pub(crate) async fn european(change: impl Fn(&mut Entry)) -> Self {
        let mut files = Pack::exercise_files();
        let parties = files.get_mut("parties.csv").expect("the pack has parties");
        for state in ["XA", "XB"] {
            for act in ["EU-2023-1543", "EU-2018-1805", "EU-2021-784", "EU-2014-41"] {
                let row =
                    format!("{state},{act},party,2026-09-01,invented for exercises,,high,,,\n");
                parties.extend(row.as_bytes());
            }
        }
        Self::under(files, change).await
    }

    async fn under(law: BTreeMap<String, Vec<u8>>, change: impl Fn(&mut Entry)) -> Self {
        let start = Instant::parse("2026-11-24T09:00:00Z").expect("an instant");
        let clock = Arc::new(Hands(AtomicI64::new(start.millis())));
        let net = Arc::new(Net::default());
        let kinds = [
            (A, NodeKind::Authority),
            (B, NodeKind::Authority),
            (P, NodeKind::Provider),
            (C, NodeKind::Authority),
        ];
        let mut states = BTreeMap::new();
        let mut entries = BTreeMap::new();
        let mut seeds = BTreeMap::new();
        for (name, kind) in kinds {
            let id = node_id(name);
            let key = || SigningKey::generate().expect("a key");
            states.entry(id.state()).or_insert_with(key);
            let (seed, mut entry) = Seed::new(&id, kind, start);
            change(&mut entry);
            entries.insert(id, entry);
            seeds.insert(name, seed);
        }
        let mut directory = Directory::new(WORLD, pins(&states)).expect("invented States");
        for file in files(&states, &entries, 1, start) {
            directory.load(&file, start).expect("the file holds");
        }
        let pack = Arc::new(Pack::from_files(law).expect("the pack holds"));
        let mut posts = BTreeMap::new();
        for (name, seed) in seeds {
            let post = seed.open(&net, &clock, &pack, &directory).await;
            posts.insert(name, post);
        }
        let mut take = |name| posts.remove(name).expect("each node is there once");
        Self {
            a: take(A),
            b: take(B),
            p: take(P),
            c: take(C),
            net,
            clock,
            states,
            entries,
        }
    }

    /// Now.
    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Time passes.
    pub(crate) fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.millis(), Ordering::Relaxed);
    }

    /// Sends and pulls until nothing is left to do now.
    pub(crate) async fn settle(&self) {
        for _ in 0..60 {
            let mut moved = 0;
            for post in [&self.a, &self.b, &self.p, &self.c] {
                moved += post.node.pump_once().await.expect("the outbox reads");
                moved += post.node.pull_once().await.expect("the transfers read");
            }
            if moved == 0 {
                return;
            }
        }
    }

    /// A State issues its file anew.
    pub(crate) fn issue(
        &mut self,
        state: &str,
        version: u64,
        change: impl Fn(&mut Entry),
    ) -> Vec<u8> {
        self.issue_with(state, version, Vec::new(), change)
    }

    /// The same, with revocations.
    pub(crate) fn issue_with(
        &mut self,
        state: &str,
        version: u64,
        revocations: Vec<Vec<u8>>,
        change: impl Fn(&mut Entry),
    ) -> Vec<u8> {
        let state: StateCode = state.parse().expect("a State");
        self.entries.values_mut().for_each(change);
        let key = &self.states[&state];
        state_file(state, &self.entries, version, revocations, key, self.now())
    }
}

fn node_id(name: &str) -> NodeId {
    name.parse().expect("a node id")
}

fn pins(
    states: &BTreeMap<StateCode, SigningKey>,
) -> BTreeMap<StateCode, Vec<comity_wire::keys::VerifyingKey>> {
    let pins = states.iter();
    pins.map(|(state, key)| (*state, vec![key.verifying().clone()]))
        .collect()
}

fn files(
    states: &BTreeMap<StateCode, SigningKey>,
    entries: &BTreeMap<NodeId, Entry>,
    version: u64,
    now: Instant,
) -> Vec<Vec<u8>> {
    let issue = |(state, key): (&StateCode, &SigningKey)| {
        state_file(*state, entries, version, Vec::new(), key, now)
    };
    states.iter().map(issue).collect()
}

fn state_file(
    state: StateCode,
    entries: &BTreeMap<NodeId, Entry>,
    version: u64,
    revocations: Vec<Vec<u8>>,
    key: &SigningKey,
    now: Instant,
) -> Vec<u8> {
    let own = |entry: &&Entry| entry.node.state() == state;
    let file = StateFile {
        state,
        version,
        issued: now,
        expires: now + LIFE,
        entries: entries.values().filter(own).cloned().collect(),
        revocations,
    };
    SignedStateFile::issue(file, key, key.verifying().id(), WORLD)
        .expect("signs")
        .bytes()
        .to_vec()
}

/// A node before the directory lists it.
struct Seed {
    id: NodeId,
    signing: SigningKey,
    authority: SigningKey,
    certificate: SignedCertificate,
    log: LogKey,
    people: Vec<(&'static str, OfficerRow, Device, Device)>,
    start: Instant,
}

impl Seed {
    fn new(id: &NodeId, kind: NodeKind, start: Instant) -> (Self, Entry) {
        let signing = SigningKey::generate().expect("a key");
        let authority = SigningKey::generate().expect("a key");
        let origin = Origin {
            node: id.clone(),
            epoch: 1,
        };
        let log = LogKey::from_seeds(origin, &seed32(), &seed32()).expect("a log key");
        let certificate = Certificate {
            node: id.clone(),
            signing: signing.verifying().clone(),
            log: log.public().clone(),
            epoch: 1,
            from: start - Span::hours(1),
            until: start + LIFE,
        };
        let signer = authority.verifying().id();
        let certificate =
            SignedCertificate::issue(certificate, &authority, signer, WORLD).expect("signs");
        let mut people = Vec::new();
        for (node, login, roles) in plan() {
            if node == id.as_str() {
                people.push(enrol(id, login, roles, &authority, start));
            }
        }
        let measures: BTreeSet<String> = Kind::ALL.iter().map(|k| k.as_str().into()).collect();
        let entry = Entry {
            node: id.clone(),
            names: [("en".to_owned(), name_of(id))].into(),
            kind,
            authority: Some(authority.verifying().clone()),
            certificates: vec![certificate.bytes().to_vec()],
            urls: vec!["https://127.0.0.1:1".to_owned()],
            desks: vec![Desk {
                role: "duty".to_owned(),
                telephone: "+441632960101".to_owned(),
                hours: "00:00-24:00".to_owned(),
                zone: "UTC".to_owned(),
                languages: vec!["en".to_owned()],
            }],
            sends: measures.clone(),
            accepts: measures,
            grants: people
                .iter()
                .map(|(_, row, _, _)| row.grant.clone())
                .collect(),
            vouches: BTreeSet::new(),
            min_suite: 1,
            offline: false,
            witness: true,
            contacts: Vec::new(),
        };
        let seed = Self {
            id: id.clone(),
            signing,
            authority,
            certificate,
            log,
            people,
            start,
        };
        (seed, entry)
    }

    async fn open(
        self,
        net: &Arc<Net>,
        clock: &Arc<Hands>,
        pack: &Arc<Pack>,
        directory: &Directory,
    ) -> Post {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let kek = Kek::new(*seed32(), 1);
        let store = Store::open(&DatabaseAt::File(at("ledger")), &kek).await;
        let blobs = open_blobs(&ObjectsAt::Folder(at("objects"))).await;
        let sealing = SealingKey::generate().expect("a key");
        let tls = sha256(self.id.as_str().as_bytes());
        let one = Range {
            lowest: 1,
            highest: 1,
        };
        let caps = Capabilities {
            node: self.id.clone(),
            number: 1,
            sealing: vec![TimedSealing {
                key: sealing.public().clone(),
                from: self.start - Span::days(1),
                until: self.start + LIFE,
            }],
            tls: [tls].into(),
            versions: one,
            suites: one,
            largest: comity_wire::limits::SEALED as u64,
            types: comity_flows::message::Body::KINDS
                .iter()
                .map(|kind| (*kind).to_owned())
                .collect(),
            issued: self.start,
        };
        let kid = self.certificate.key_id();
        let caps = SignedCapabilities::issue(caps, &self.signing, kid, WORLD).expect("signs");
        let copy = SigningKey::from_seed(self.signing.seed()).expect("the same key");
        let keys = NodeKeys {
            signing: copy,
            certificate: self.certificate,
            log: self.log,
            sealing: vec![sealing],
            caps: caps.bytes().to_vec(),
        };
        let ports = Ports {
            ledger: Arc::new(store.expect("the ledger opens")),
            blobs: blobs.expect("the folder opens"),
            courier: Arc::new(Line {
                net: net.clone(),
                tls,
                me: self.id.clone(),
            }),
            clock: clock.clone(),
            ids: Arc::new(Chance),
            news: Arc::new(Nobody),
            pager: Arc::new(Nobody),
        };
        let settings = Settings::default();
        // Each State keeps its own law.
        let law = Arc::new(LawBook::new(pack.clone()));
        let node = Node::new(WORLD, keys, settings, ports, law, directory.clone());
        let shared = |(login, row, page, native)| (login, row, Arc::new(page), Arc::new(native));
        let enrolled: Vec<_> = self.people.into_iter().map(shared).collect();
        let pages = enrolled
            .iter()
            .map(|(_, row, page, _): &(_, OfficerRow, Arc<Device>, _)| {
                (row.id.clone(), page.clone())
            });
        let node = Arc::new(node.with_passwords(Arc::new(Plain(pages.collect()))));
        net.join(node.clone());
        let mut people = BTreeMap::new();
        for (login, row, page, native) in enrolled {
            node.put_officer(row.clone(), "test").await.expect("enters");
            let officer = node.officer_with(&row.id, None).await.expect("is there");
            people.insert(
                login,
                Person {
                    officer,
                    page,
                    native,
                },
            );
        }
        Post {
            node,
            people,
            signing: self.signing,
            authority: self.authority,
            _folder: folder,
        }
    }
}

fn enrol(
    node: &NodeId,
    login: &'static str,
    roles: &'static [Role],
    authority: &SigningKey,
    start: Instant,
) -> (&'static str, OfficerRow, Device, Device) {
    let state = node.state().as_str().to_lowercase();
    let id: OfficerId = format!("{state}.{login}").parse().expect("an officer id");
    let device = |rp_id: &str, origin: &str| {
        SoftwareAuthenticator::from_seed(&seed32(), rp_id, origin).expect("a device")
    };
    let page = device("page.comity.example", "https://page.comity.example");
    let native = device(NATIVE, NATIVE);
    let grant = Grant {
        officer: id.clone(),
        node: node.clone(),
        credentials: vec![page.credential().clone(), native.credential().clone()],
        sealing: None,
        signing: None,
        roles: roles.iter().map(|role| role.as_str().to_owned()).collect(),
        measures: Kind::ALL.iter().map(|kind| kind.as_str().into()).collect(),
        from: start - Span::hours(1),
        until: start + LIFE,
    };
    let signer = authority.verifying().id();
    let grant = SignedGrant::issue(grant, authority, signer, WORLD).expect("signs");
    let row = OfficerRow {
        id,
        name: login.to_owned(),
        office: "exercise".to_owned(),
        login: login.to_owned(),
        password: "right".to_owned(),
        roles: roles.to_vec(),
        grant: grant.bytes().to_vec(),
        language: "en".to_owned(),
        disabled: false,
    };
    let under = |authenticator| Device {
        authenticator,
        grant: sha256(&row.grant),
    };
    let (page, native) = (under(page), under(native));
    (login, row, page, native)
}

fn name_of(id: &NodeId) -> String {
    match id.as_str() {
        P => "Northwind Mail Ltd".to_owned(),
        other => format!("Office {other}"),
    }
}

fn seed32() -> zeroize::Zeroizing<[u8; 32]> {
    zeroize::Zeroizing::new(random().expect("the random source works"))
}

/// A clock that only the test moves.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

struct Chance;

impl Ids for Chance {
    fn fill(&self, to: &mut [u8]) {
        for part in to.chunks_mut(32) {
            let bytes: [u8; 32] = random().expect("the random source works");
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }
}

struct Nobody;

impl News for Nobody {
    fn tell(&self, _: NewsItem) {}
}

impl Pager for Nobody {
    fn ring(&self, _: &str, _: &str) {}
}

/// Passwords as they are written, since guessing, not hashing, is what the stories are about.
/// Passwords as they are, and the device that each opens at a page.
struct Plain(BTreeMap<OfficerId, Arc<Device>>);

impl Passwords for Plain {
    fn matches(&self, stored: &str, password: &str) -> bool {
        stored == password
    }

    fn unlock(&self, officer: &OfficerRow, _: &str) -> Option<Arc<dyn Prover>> {
        let device = self.0.get(&officer.id)?;
        Some(device.clone())
    }
}
