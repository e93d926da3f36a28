//! The exercise world on disk: invented States, their directory keys, three nodes with their keys,
//! certificates, officers and grants, written as an administrator would have made them.

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

use crate::cli::Fault;
use crate::house::config::{Config, not_writable};
use crate::house::keyring::{NodeSecrets, machine, write_private, write_seed};
use crate::house::passwords;
use crate::house::running::page_of;

/// A person of the exercise.
pub(crate) struct Person {
    /// Sign-in name; also the pseudonymous id's last part.
    pub(crate) login: &'static str,
    /// Name.
    pub(crate) name: &'static str,
    /// Office.
    pub(crate) office: &'static str,
    /// Roles.
    pub(crate) roles: &'static [Role],
    /// Language of the screens.
    pub(crate) language: &'static str,
}

/// A node of the exercise.
pub(crate) struct Plan {
    /// Id.
    pub(crate) id: &'static str,
    /// Folder name and short name in what the demo prints.
    pub(crate) short: &'static str,
    /// Kind in the directory.
    pub(crate) kind: NodeKind,
    /// Names by language.
    pub(crate) names: &'static [(&'static str, &'static str)],
    /// Zone of the office.
    pub(crate) zone: &'static str,
    /// Telephone of the desk, from the range that is kept for fiction.
    pub(crate) telephone: &'static str,
    /// Who works there.
    pub(crate) people: &'static [Person],
}

/// The three nodes of the main job.
pub(crate) const PLANS: [Plan; 3] = [
    Plan {
        id: "XA/justice/central",
        short: "aldoria",
        kind: NodeKind::Authority,
        names: &[
            ("en", "Central Authority of Aldoria"),
            ("fr", "Autorité centrale d’Aldorie"),
        ],
        zone: "Europe/Berlin",
        telephone: "+441632960101",
        people: &[
            Person {
                login: "marin",
                name: "T. Marin",
                office: "Cyber unit, investigator",
                roles: &[Role::Investigator],
                language: "en",
            },
            Person {
                login: "okoye",
                name: "M. Okoye",
                office: "Central Authority, legal officer and duty officer",
                roles: &[Role::CaOfficer, Role::DutyOfficer],
                language: "en",
            },
            Person {
                login: "lindqvist",
                name: "S. Lindqvist",
                office: "Prosecutor",
                roles: &[Role::Prosecutor],
                language: "en",
            },
            Person {
                login: "haddad",
                name: "R. Haddad",
                office: "Head of the Central Authority",
                roles: &[Role::CaHead],
                language: "ar",
            },
            Person {
                login: "auditor-xa",
                name: "E. Brandt",
                office: "Internal audit",
                roles: &[Role::Auditor],
                language: "en",
            },
        ],
    },
    Plan {
        id: "XB/justice/central",
        short: "belmark",
        kind: NodeKind::Authority,
        names: &[
            ("en", "Central Authority of Belmark"),
            ("es", "Autoridad central de Belmark"),
        ],
        zone: "Asia/Tokyo",
        telephone: "+441632960201",
        people: &[
            Person {
                login: "novak",
                name: "A. Novak",
                office: "24/7 contact point",
                roles: &[Role::DutyOfficer],
                language: "en",
            },
            Person {
                login: "costa",
                name: "L. Costa",
                office: "Central Authority, legal officer",
                roles: &[Role::CaOfficer, Role::Executor],
                language: "es",
            },
            Person {
                login: "ito",
                name: "K. Ito",
                office: "Head of the Central Authority",
                roles: &[Role::CaHead],
                language: "en",
            },
            Person {
                login: "auditor-xb",
                name: "P. Osei",
                office: "Ombudsman",
                roles: &[Role::Auditor],
                language: "en",
            },
        ],
    },
    Plan {
        id: "XB/northwind/mail",
        short: "northwind",
        kind: NodeKind::Provider,
        names: &[("en", "Northwind Mail Ltd")],
        zone: "Asia/Tokyo",
        telephone: "+441632960301",
        people: &[
            Person {
                login: "silva",
                name: "P. Silva",
                office: "Response team",
                roles: &[Role::ProviderAgent],
                language: "en",
            },
            Person {
                login: "weber",
                name: "C. Weber",
                office: "Counsel",
                roles: &[Role::ProviderCounsel, Role::ProviderAgent],
                language: "en",
            },
        ],
    },
];

/// The password of everybody in the exercise: it opens nothing real.
pub(crate) const PASSWORD: &str = "exercise only";

/// One node as it was written.
pub(crate) struct Built {
    pub(crate) folder: PathBuf,
    pub(crate) id: NodeId,
    pub(crate) officers: Vec<OfficerRow>,
}

/// Where each node will listen: peers, then officers.
pub(crate) struct Doors {
    pub(crate) peers: SocketAddr,
    pub(crate) desk: SocketAddr,
}

/// Writes the whole world into `folder`.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn build(folder: &Path, doors: &[Doors; 3], now: Instant) -> Result<Vec<Built>, Fault> {
    let states: BTreeSet<StateCode> = PLANS.iter().map(|plan| node_id(plan).state()).collect();
    let mut state_keys = BTreeMap::new();
    let mut entries: BTreeMap<StateCode, Vec<Entry>> = BTreeMap::new();
    for state in &states {
        state_keys.insert(*state, SigningKey::generate().map_err(machine)?);
    }
    let mut built = Vec::new();
    for (plan, doors) in PLANS.iter().zip(doors) {
        let (one, entry) = build_node(folder, plan, doors, now)?;
        entries.entry(one.id.state()).or_default().push(entry);
        built.push(one);
    }
    let mut files = Vec::new();
    for (state, mut listed) in entries {
        listed.sort_by(|a, b| a.node.cmp(&b.node));
        let key = &state_keys[&state];
        let file = StateFile {
            state,
            version: 1,
            issued: now,
            expires: now + Span::days(365),
            entries: listed,
            revocations: Vec::new(),
        };
        let signed = SignedStateFile::issue(file, key, key.verifying().id(), World::Exercise)
            .map_err(machine)?;
        files.push((
            state,
            hex::encode(key.verifying().as_bytes()),
            signed.bytes().to_vec(),
        ));
    }
    for one in &built {
        let trust = make_folder(&one.folder.join("trust"))?;
        for (state, pin, file) in &files {
            write(&trust.join(format!("{state}.key")), pin.as_bytes())?;
            write(&trust.join(format!("{state}.dir")), file)?;
        }
    }
    // The States' own keys lie apart, as they would in a safe.
    let safe = make_folder(&folder.join("states"))?;
    for (state, key) in &state_keys {
        write_seed(
            "state",
            &safe.join(format!("{state}.key")),
            key.seed(),
            PASSWORD.as_bytes(),
            Cost::EXERCISE,
        )?;
    }
    Ok(built)
}

fn build_node(
    world: &Path,
    plan: &Plan,
    doors: &Doors,
    now: Instant,
) -> Result<(Built, Entry), Fault> {
    let id = node_id(plan);
    let folder = make_folder(&world.join(plan.short))?;
    for sub in ["keys", "officers", "native"] {
        make_folder(&folder.join(sub))?;
    }
    let passphrase = hex::encode(random::<24>().map_err(machine)?);
    write_private(&folder.join("passphrase"), passphrase.as_bytes())?;
    let secrets = NodeSecrets::generate()?;
    secrets.write(
        &folder.join("keys/node.key"),
        passphrase.as_bytes(),
        Cost::EXERCISE,
    )?;
    write_seed(
        "kek",
        &folder.join("keys/kek.key"),
        &random().map_err(machine)?,
        passphrase.as_bytes(),
        Cost::EXERCISE,
    )?;
    let authority = SigningKey::generate().map_err(machine)?;
    write_seed(
        "authority",
        &folder.join("keys/authority.key"),
        authority.seed(),
        PASSWORD.as_bytes(),
        Cost::EXERCISE,
    )?;
    Config {
        node: id.clone(),
        exercise: true,
        peer_listen: doors.peers,
        desk_listen: doors.desk,
        database: "ledger.sqlite".to_owned(),
        database_password_file: None,
        objects: "objects".to_owned(),
        passphrase_file: "passphrase".into(),
        zone: plan.zone.to_owned(),
        language: "en".to_owned(),
        pager: None,
    }
    .write(&folder)?;

    let origin = Origin {
        node: id.clone(),
        epoch: 1,
    };
    let log = LogKey::from_seeds(origin, &secrets.log.0, &secrets.log.1).map_err(machine)?;
    let (from, until) = (now - Span::hours(1), now + Span::days(365));
    let certificate = Certificate {
        node: id.clone(),
        signing: secrets.signing.verifying().clone(),
        log: log.public().clone(),
        epoch: 1,
        from,
        until,
    };
    let certificate = SignedCertificate::issue(
        certificate,
        &authority,
        authority.verifying().id(),
        World::Exercise,
    )
    .map_err(machine)?;
    write(&folder.join("certificate"), certificate.bytes())?;

    let mut officers = Vec::new();
    let mut grants = Vec::new();
    for person in plan.people {
        let (row, grant) = enrol(&folder, &id, person, &authority, (from, until))?;
        officers.push(row);
        grants.push(grant);
    }
    let kinds: BTreeSet<String> = Kind::ALL
        .iter()
        .map(|kind| kind.as_str().to_owned())
        .collect();
    let entry = Entry {
        node: id.clone(),
        names: plan
            .names
            .iter()
            .map(|(language, name)| ((*language).to_owned(), (*name).to_owned()))
            .collect(),
        kind: plan.kind,
        authority: Some(authority.verifying().clone()),
        certificates: vec![certificate.bytes().to_vec()],
        urls: vec![format!("https://{}", doors.peers)],
        desks: vec![Desk {
            role: "duty".to_owned(),
            telephone: plan.telephone.to_owned(),
            hours: "00:00-24:00".to_owned(),
            zone: plan.zone.to_owned(),
            languages: vec!["en".to_owned()],
        }],
        sends: kinds.clone(),
        accepts: kinds,
        grants,
        vouches: BTreeSet::new(),
        min_suite: 1,
        offline: false,
        witness: true,
    };
    Ok((
        Built {
            folder,
            id,
            officers,
        },
        entry,
    ))
}

/// Two credentials for each person: one for the pages, one for `comity approve`.
fn enrol(
    folder: &Path,
    node: &NodeId,
    person: &Person,
    authority: &SigningKey,
    valid: (Instant, Instant),
) -> Result<(OfficerRow, Vec<u8>), Fault> {
    let id: OfficerId = format!("{}.{}", node.state().as_str().to_lowercase(), person.login)
        .parse()
        .map_err(machine)?;
    let (rp_id, origin) = page_of(node);
    let page_seed: [u8; 32] = random().map_err(machine)?;
    let native_seed: [u8; 32] = random().map_err(machine)?;
    write_seed(
        "officer",
        &folder
            .join("officers")
            .join(format!("{}.key", person.login)),
        &page_seed,
        PASSWORD.as_bytes(),
        Cost::EXERCISE,
    )?;
    write_seed(
        "officer",
        &folder.join("native").join(format!("{}.key", person.login)),
        &native_seed,
        PASSWORD.as_bytes(),
        Cost::EXERCISE,
    )?;
    let page = SoftwareAuthenticator::from_seed(&page_seed, &rp_id, &origin).map_err(machine)?;
    let native = SoftwareAuthenticator::from_seed(&native_seed, NATIVE, NATIVE).map_err(machine)?;
    let grant = Grant {
        officer: id.clone(),
        node: node.clone(),
        credentials: vec![page.credential().clone(), native.credential().clone()],
        sealing: None,
        signing: None,
        roles: person
            .roles
            .iter()
            .map(|role| role.as_str().to_owned())
            .collect(),
        measures: Kind::ALL
            .iter()
            .map(|kind| kind.as_str().to_owned())
            .collect(),
        from: valid.0,
        until: valid.1,
    };
    let grant = SignedGrant::issue(
        grant,
        authority,
        authority.verifying().id(),
        World::Exercise,
    )
    .map_err(machine)?;
    let row = OfficerRow {
        id,
        name: person.name.to_owned(),
        office: person.office.to_owned(),
        login: person.login.to_owned(),
        password: passwords::hash(PASSWORD)?,
        roles: person.roles.to_vec(),
        grant: grant.bytes().to_vec(),
        language: person.language.to_owned(),
        disabled: false,
    };
    Ok((row, grant.bytes().to_vec()))
}

/// The id of a planned node.
pub(crate) fn node_id(plan: &Plan) -> NodeId {
    plan.id
        .parse()
        .expect("the plan is written in this file and its tests read it")
}

fn make_folder(folder: &Path) -> Result<PathBuf, Fault> {
    std::fs::create_dir_all(folder).map_err(|why| not_writable(folder, &why))?;
    Ok(folder.to_owned())
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::write(file, bytes).map_err(|why| not_writable(file, &why))
}
