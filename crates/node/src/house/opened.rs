//! A node opened from its folder: settings, keys, trust, ledger and evidence, wired together. It
//! listens to nobody; a command that needs no peers stops here, a server goes on in `running`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, Weak};

use comity_core::id::NodeId;
use comity_core::law::Pack;
use comity_core::time::{Instant, Span};
use comity_flows::ports::{Blobs, Clock, NewsItem};
use comity_flows::{LawBook, Node, NodeKeys, Ports, Settings};
use comity_peer::courier::{Addresses, CourierSettings, PeerAddress, TlsCourier};
use comity_peer::tls::TlsIdentity;
use comity_store::{DatabaseAt, Kek, ObjectsAt, S3Options, Store, open_blobs};
use comity_wire::caps::{Capabilities, Range, SignedCapabilities, TimedSealing};
use comity_wire::cert::SignedCertificate;
use comity_wire::directory::Directory;
use comity_wire::log::{LogKey, Origin};
use tokio::sync::broadcast;

use super::config::{Config, not_readable};
use super::keyring::{NodeSecrets, machine, passphrase, read_seed};
use super::lock::Lock;
use super::machine::{Broadcast, ProgramPager, SystemClock, SystemIds};
use super::papers::read_entry;
use super::passwords::Argon2Passwords;
use super::trust;
use crate::cli::Fault;

/// How long the sealing key of the caps is announced. Rotation replaces it before.
const SEALING_LIFE: Span = Span::days(90);

/// An open node.
pub(crate) struct Opened {
    pub(crate) node: Arc<Node>,
    pub(crate) config: Config,
    pub(crate) news: broadcast::Sender<NewsItem>,
    pub(crate) blobs: Arc<dyn Blobs>,
    pub(crate) identity: Arc<TlsIdentity>,
    /// Where the folder is.
    pub(crate) folder: PathBuf,
    /// Held until the end by whoever writes.
    pub(crate) lock: Option<Lock>,
}

/// Whether a command writes, and so works alone, or only reads beside a running node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nobody else has the folder.
    Alone,
    /// As `Alone`, by an office that its State may not have listed yet: people are entered before.
    Preparing,
    /// A server may be running; nothing is written.
    Beside,
}

impl Opened {
    /// Opens everything in `folder`.
    ///
    /// # Errors
    /// What is wrong, where, and what to do.
    pub(crate) async fn open(folder: &Path, access: Access) -> Result<Self, Fault> {
        let config = Config::read(folder)?;
        let lock = match access {
            Access::Alone | Access::Preparing => Some(Lock::take(folder)?),
            Access::Beside => None,
        };
        let world = config.world();
        let clock = Arc::new(SystemClock::default());
        let secret = passphrase(&folder.join(&config.passphrase_file))?;
        let secrets = NodeSecrets::read(&folder.join("keys/node.key"), &secret)?;
        let kek = read_seed("kek", &folder.join("keys/kek.key"), &secret)?;
        trust::clock_fits(&folder.join("trust"), config.node.state(), clock.now())?;
        let directory = trust::read(&folder.join("trust"), world, clock.now())?;
        check_clock(&directory, clock.now())?;
        let identity = Arc::new(TlsIdentity::from_pkcs8(&secrets.tls).map_err(machine)?);
        let now = clock.now();
        let certificate = match certificate_of(folder, &config, &directory, now) {
            Err(_) if access == Access::Preparing => own_certificate(folder, &config)?,
            listed => listed?,
        };
        let keys = keys_of(&config, secrets, &identity, certificate, now)?;
        let store = Arc::new(
            Store::open(&database_of(folder, &config), &Kek::new(*kek, 1))
                .await
                .map_err(machine)?,
        );
        let blobs = open_blobs(&objects_of(folder, &config))
            .await
            .map_err(machine)?;

        let (news, _) = broadcast::channel(256);
        let addresses = Arc::new(Book::default());
        let courier = Arc::new(TlsCourier::new(
            identity.clone(),
            addresses.clone(),
            CourierSettings::default(),
        ));
        let ports = Ports {
            ledger: store,
            blobs: blobs.clone(),
            courier,
            clock,
            ids: Arc::new(SystemIds),
            news: Arc::new(Broadcast(news.clone())),
            pager: Arc::new(ProgramPager(config.pager.clone())),
        };
        let shipped = if config.exercise {
            Pack::exercise_files()
        } else {
            Pack::builtin_files()
        };
        let pack = Pack::from_files(shipped.clone()).map_err(machine)?;
        let law = Arc::new(LawBook::new(Arc::new(pack)));
        let settings = Settings {
            zone: config.zone.clone(),
            language: config.language.clone(),
            anchor_on_demand: config.exercise,
            pack_keys: trust::pack_keys(&folder.join("trust/packs"))?,
            ..Settings::default()
        };
        let passwords = Argon2Passwords {
            officers: folder.join("officers"),
            world,
            page: page_of(&config.node),
        };
        let node = Arc::new(
            Node::new(world, keys, settings, ports, law, directory)
                .with_passwords(Arc::new(passwords)),
        );
        // The only place that fills the book, and it is filled once.
        let _ = addresses.0.set(Arc::downgrade(&node));
        node.recall_directory().await.map_err(machine)?;
        node.open_law(shipped, access != Access::Beside)
            .await
            .map_err(machine)?;
        node.learn_tls_keys().await;
        Ok(Self {
            node,
            config,
            news,
            blobs,
            identity,
            folder: folder.to_owned(),
            lock,
        })
    }
}

/// Where the ledger lies: a file beside the settings, or a server.
pub(crate) fn database_of(folder: &Path, config: &Config) -> DatabaseAt {
    let password_file = config
        .database_password_file
        .as_ref()
        .map(|file| folder.join(file));
    match DatabaseAt::parse(&config.database, password_file) {
        DatabaseAt::File(file) => DatabaseAt::File(folder.join(file)),
        other => other,
    }
}

/// Where the evidence of the node in `folder` lies.
pub(crate) fn objects_of(folder: &Path, config: &Config) -> ObjectsAt {
    let file = |file: &Option<std::path::PathBuf>| file.as_ref().map(|file| folder.join(file));
    let options = S3Options {
        endpoint: config.s3_endpoint.clone(),
        region: config.s3_region.clone(),
        access_key_file: file(&config.s3_access_key_file),
        secret_key_file: file(&config.s3_secret_key_file),
        allow_http: config.s3_allow_http,
    };
    match ObjectsAt::parse(&config.objects, &folder.join("staging"), options) {
        ObjectsAt::Folder(path) => ObjectsAt::Folder(folder.join(path)),
        other => other,
    }
}

/// The rpId and origin under which this node's pages ask for proofs.
pub(crate) fn page_of(node: &NodeId) -> (String, String) {
    let host = format!(
        "{}.comity.example",
        node.as_str().to_lowercase().replace('/', ".")
    );
    (host.clone(), format!("https://{host}"))
}

/// Our own certificate is believed for the same reason as everybody's: our State lists it.
fn certificate_of(
    folder: &Path,
    config: &Config,
    directory: &Directory,
    now: Instant,
) -> Result<SignedCertificate, Fault> {
    let file = folder.join("certificate");
    let bytes = std::fs::read(&file).map_err(|why| not_readable(&file, &why))?;
    let (claimed, _) = SignedCertificate::peek(&bytes).map_err(machine)?;
    if !claimed.valid_at(now) {
        return Err(Fault::machine(
            format!(
                "the certificate of {} holds from {} until {}, and this machine's clock says {now}",
                config.node, claimed.from, claimed.until
            ),
            "set the clock if it is wrong; else have the authority sign a new certificate",
        ));
    }
    directory
        .certificate_of(&config.node, now)
        .filter(|listed| *listed.document() == claimed)
        .cloned()
        .ok_or_else(|| {
            Fault::machine(
                format!("the State's directory does not list the certificate of {}", config.node),
                "bring the file `entry` to the office that keeps the State's directory, then `comity directory take` the file it gives back",
            )
        })
}

/// The certificate under the authority key of our own entry, before the State has listed it.
fn own_certificate(folder: &Path, config: &Config) -> Result<SignedCertificate, Fault> {
    let file = folder.join("certificate");
    let bytes = std::fs::read(&file).map_err(|why| not_readable(&file, &why))?;
    let entry = read_entry(&folder.join("entry"), config)?;
    SignedCertificate::verify(&bytes, config.world(), |kid| {
        let authority = entry.entries.first()?.authority.clone()?;
        (authority.id() == *kid).then_some(authority)
    })
    .map_err(machine)
}

fn keys_of(
    config: &Config,
    secrets: NodeSecrets,
    identity: &TlsIdentity,
    certificate: SignedCertificate,
    now: Instant,
) -> Result<NodeKeys, Fault> {
    let world = config.world();
    if certificate.document().signing != *secrets.signing.verifying() {
        return Err(Fault::machine(
            "the certificate belongs to other keys than those of this node",
            "restore keys and certificate from the same back-up",
        ));
    }
    let caps = Capabilities {
        node: config.node.clone(),
        // Rises with each start, also over a restored machine.
        number: now.millis().unsigned_abs(),
        sealing: vec![TimedSealing {
            key: secrets.sealing.public().clone(),
            from: now - Span::days(1),
            until: now + SEALING_LIFE,
        }],
        tls: [identity.pin()].into(),
        versions: Range {
            lowest: 1,
            highest: 1,
        },
        suites: Range {
            lowest: 1,
            highest: 1,
        },
        largest: comity_wire::limits::SEALED as u64,
        types: comity_flows::message::Body::KINDS
            .iter()
            .map(|kind| (*kind).to_owned())
            .collect(),
        issued: now,
    };
    let caps = SignedCapabilities::issue(caps, &secrets.signing, certificate.key_id(), world)
        .map_err(machine)?;
    let origin = Origin {
        node: config.node.clone(),
        epoch: certificate.document().epoch,
    };
    let log = LogKey::from_seeds(origin, &secrets.log.0, &secrets.log.1).map_err(machine)?;
    Ok(NodeKeys {
        signing: secrets.signing,
        certificate,
        log,
        sealing: vec![secrets.sealing],
        caps: caps.bytes().to_vec(),
    })
}

/// A clock behind what the directory vouches for is wrong: nothing is signed with it.
pub(crate) fn check_clock(directory: &Directory, now: Instant) -> Result<(), Fault> {
    match directory.floor() {
        Some(floor) if now < floor => Err(Fault::machine(
            format!("this machine's clock says {now}, but the directory was signed at {floor}"),
            "set the clock; a node with a wrong clock would sign wrong times",
        )),
        _ => Ok(()),
    }
}

/// Addresses from the directory, pins from the peers' signed caps. The node comes after its courier,
/// so it is put in once it is there.
#[derive(Default)]
struct Book(OnceLock<Weak<Node>>);

impl Addresses for Book {
    fn of(&self, peer: &NodeId) -> Option<PeerAddress> {
        let node = self.0.get()?.upgrade()?;
        let directory = node.directory();
        let url = directory.entry(peer)?.urls.first()?;
        let authority = url
            .strip_prefix("https://")?
            .trim_end_matches('/')
            .to_owned();
        Some(PeerAddress {
            authority,
            pins: node.tls_pins(peer),
        })
    }
}
