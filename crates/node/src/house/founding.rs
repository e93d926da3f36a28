//! Making a node: its folder, its keys, the office's authority key, its certificate, and what it
//! tells about itself so that its State can list it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use comity_core::id::{NodeId, OfficerId, StateCode};
use comity_core::kind::Kind;
use comity_core::role::Role;
use comity_core::time::{Instant, Span};
use comity_flows::ports::OfficerRow;
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::cert::{Certificate, SignedCertificate};
use comity_wire::context::World;
use comity_wire::directory::{Desk, Entry, NodeKind, SignedStateFile, StateFile};
use comity_wire::grant::{Grant, NATIVE, SignedGrant};
use comity_wire::keys::{SigningKey, random};
use comity_wire::log::{LogKey, Origin};
use comity_wire::secret_file::Cost;

use super::config::{Config, not_writable};
use super::keyring::{NodeSecrets, machine, write_private, write_seed};
use super::opened::page_of;
use super::passwords;
use crate::cli::Fault;

/// How long certificates, grants and directory files hold.
const LIFE: Span = Span::days(365);

/// What a new node is.
pub(crate) struct Founding<'a> {
    pub(crate) id: NodeId,
    pub(crate) world: World,
    pub(crate) kind: NodeKind,
    /// Names by language.
    pub(crate) names: BTreeMap<String, String>,
    pub(crate) zone: String,
    /// Telephone of the duty desk, if it has one.
    pub(crate) telephone: Option<String>,
    pub(crate) peers: SocketAddr,
    pub(crate) desk: SocketAddr,
    /// Where peers reach it.
    pub(crate) url: String,
    /// Opens the node's own keys.
    pub(crate) passphrase: &'a [u8],
    /// The setting that names its file.
    pub(crate) passphrase_file: PathBuf,
    /// Opens the office's authority key.
    pub(crate) authority_passphrase: &'a [u8],
}

/// What came of it.
pub(crate) struct Founded {
    pub(crate) authority: SigningKey,
    /// For the State's file; holds no grants yet.
    pub(crate) entry: Entry,
}

/// A person to enter.
pub(crate) struct NewOfficer<'a> {
    pub(crate) login: &'a str,
    pub(crate) name: &'a str,
    pub(crate) office: &'a str,
    pub(crate) roles: &'a [Role],
    pub(crate) language: &'a str,
    pub(crate) password: &'a str,
}

/// What passphrases cost to try in a world.
pub(crate) const fn cost(world: World) -> Cost {
    match world {
        World::Exercise => Cost::EXERCISE,
        World::Live => Cost::LIVE,
    }
}

/// Makes the folder of a node. The settings are written last: a folder without them is unfinished.
///
/// # Errors
/// The folder cannot be written, or something stands there already.
pub(crate) fn found(folder: &Path, plan: &Founding<'_>, now: Instant) -> Result<Founded, Fault> {
    for sub in ["keys", "officers", "native", "trust"] {
        make_folder(&folder.join(sub))?;
    }
    let cost = cost(plan.world);
    let secrets = NodeSecrets::generate()?;
    secrets.write(&folder.join("keys/node.key"), plan.passphrase, cost)?;
    let kek = random().map_err(machine)?;
    write_seed(
        "kek",
        &folder.join("keys/kek.key"),
        &kek,
        plan.passphrase,
        cost,
    )?;
    let authority = SigningKey::generate().map_err(machine)?;
    write_seed(
        "authority",
        &folder.join("keys/authority.key"),
        authority.seed(),
        plan.authority_passphrase,
        cost,
    )?;
    let certificate = certify(plan, &secrets, &authority, now)?;
    write(&folder.join("certificate"), certificate.bytes())?;
    let entry = entry_of(plan, &authority, &certificate);
    Config {
        node: plan.id.clone(),
        exercise: plan.world == World::Exercise,
        peer_listen: plan.peers,
        desk_listen: plan.desk,
        database: "ledger.sqlite".to_owned(),
        database_password_file: None,
        objects: "objects".to_owned(),
        s3_endpoint: None,
        s3_region: None,
        s3_access_key_file: None,
        s3_secret_key_file: None,
        s3_allow_http: false,
        passphrase_file: plan.passphrase_file.clone(),
        zone: plan.zone.clone(),
        language: "en".to_owned(),
        pager: None,
    }
    .write(folder)?;
    Ok(Founded { authority, entry })
}

fn certify(
    plan: &Founding<'_>,
    secrets: &NodeSecrets,
    authority: &SigningKey,
    now: Instant,
) -> Result<SignedCertificate, Fault> {
    let origin = Origin {
        node: plan.id.clone(),
        epoch: 1,
    };
    let log = LogKey::from_seeds(origin, &secrets.log.0, &secrets.log.1).map_err(machine)?;
    let certificate = Certificate {
        node: plan.id.clone(),
        signing: secrets.signing.verifying().clone(),
        log: log.public().clone(),
        epoch: 1,
        // An hour back, for machines whose clocks run a little behind.
        from: now - Span::hours(1),
        until: now + LIFE,
    };
    SignedCertificate::issue(
        certificate,
        authority,
        authority.verifying().id(),
        plan.world,
    )
    .map_err(machine)
}

fn entry_of(plan: &Founding<'_>, authority: &SigningKey, certificate: &SignedCertificate) -> Entry {
    let kinds = measures();
    // In an exercise one house plays all offices of its State.
    let roles: &[&str] = match (plan.world, plan.kind) {
        (World::Exercise, NodeKind::Authority) => {
            &["duty", "police", "contact_point_24_7", "fiu", "cert"]
        }
        _ => &["duty"],
    };
    let pairs = plan
        .telephone
        .iter()
        .flat_map(|telephone| roles.iter().map(move |role| (telephone, *role)));
    let desks = pairs.map(|(telephone, role)| Desk {
        role: role.to_owned(),
        telephone: telephone.clone(),
        hours: "00:00-24:00".to_owned(),
        zone: plan.zone.clone(),
        languages: vec!["en".to_owned()],
    });
    Entry {
        node: plan.id.clone(),
        names: plan.names.clone(),
        kind: plan.kind,
        authority: Some(authority.verifying().clone()),
        certificates: vec![certificate.bytes().to_vec()],
        urls: vec![plan.url.clone()],
        desks: desks.collect(),
        sends: kinds.clone(),
        accepts: kinds,
        grants: Vec::new(),
        vouches: BTreeSet::new(),
        min_suite: 1,
        offline: false,
        witness: true,
        contacts: Vec::new(),
    }
}

fn measures() -> BTreeSet<String> {
    Kind::ALL
        .iter()
        .map(|kind| kind.as_str().to_owned())
        .collect()
}

/// Enters a person. In an exercise two software authenticators are made, one for the pages and one
/// for `comity approve`, and the authority key grants them; a live node enters the password only.
///
/// # Errors
/// The login is taken or the folder cannot be written.
pub(crate) fn enrol(
    folder: &Path,
    node: &NodeId,
    world: World,
    person: &NewOfficer<'_>,
    authority: Option<&SigningKey>,
    now: Instant,
) -> Result<OfficerRow, Fault> {
    let id: OfficerId = format!("{}.{}", node.state().as_str().to_lowercase(), person.login)
        .parse()
        .map_err(|why| {
            Fault::misuse(
                format!("{:?} cannot be a sign-in name: {why}", person.login),
                "use small letters, digits and hyphens",
            )
        })?;
    let grant = match authority {
        Some(authority) if world == World::Exercise => {
            let credentials = credentials(folder, node, person)?;
            let grant = Grant {
                officer: id.clone(),
                node: node.clone(),
                credentials,
                sealing: None,
                signing: None,
                roles: person
                    .roles
                    .iter()
                    .map(|role| role.as_str().to_owned())
                    .collect(),
                measures: measures(),
                from: now - Span::hours(1),
                until: now + LIFE,
            };
            SignedGrant::issue(grant, authority, authority.verifying().id(), world)
                .map_err(machine)?
                .bytes()
                .to_vec()
        }
        _ => Vec::new(),
    };
    Ok(OfficerRow {
        id,
        name: person.name.to_owned(),
        office: person.office.to_owned(),
        login: person.login.to_owned(),
        password: passwords::hash(person.password)?,
        roles: person.roles.to_vec(),
        grant,
        language: person.language.to_owned(),
        disabled: false,
    })
}

fn credentials(
    folder: &Path,
    node: &NodeId,
    person: &NewOfficer<'_>,
) -> Result<Vec<comity_wire::grant::Credential>, Fault> {
    let (rp_id, origin) = page_of(node);
    let mut made = Vec::new();
    for (sub, rp_id, origin) in [
        ("officers", rp_id.as_str(), origin.as_str()),
        ("native", NATIVE, NATIVE),
    ] {
        let seed: [u8; 32] = random().map_err(machine)?;
        let file = folder.join(sub).join(format!("{}.key", person.login));
        write_seed(
            "officer",
            &file,
            &seed,
            person.password.as_bytes(),
            Cost::EXERCISE,
        )?;
        let device = SoftwareAuthenticator::from_seed(&seed, rp_id, origin).map_err(machine)?;
        made.push(device.credential().clone());
    }
    Ok(made)
}

/// Signs a State's file over `entries` with the State's key.
///
/// # Errors
/// [`Fault`] when the machine cannot sign.
pub(crate) fn issue(
    state: StateCode,
    version: u64,
    mut entries: Vec<Entry>,
    revocations: Vec<Vec<u8>>,
    key: &SigningKey,
    world: World,
    now: Instant,
) -> Result<SignedStateFile, Fault> {
    entries.sort_by(|a, b| a.node.cmp(&b.node));
    let file = StateFile {
        state,
        version,
        issued: now,
        expires: now + LIFE,
        entries,
        revocations,
    };
    SignedStateFile::issue(file, key, key.verifying().id(), world).map_err(machine)
}

/// Makes a folder that only this account can enter.
///
/// # Errors
/// It cannot be made.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|why| not_writable(folder, &why))
}

/// Writes a file that may be public.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::write(file, bytes).map_err(|why| not_writable(file, &why))
}

/// Writes the file that holds a passphrase.
///
/// # Errors
/// It exists already or the folder cannot be written.
pub(crate) fn write_passphrase(file: &Path, passphrase: &[u8]) -> Result<(), Fault> {
    write_private(file, passphrase)
}
