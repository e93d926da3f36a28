//! The exercise world on disk: invented States, their directory keys, three nodes with their keys,
//! certificates, officers and grants, written as an administrator would have made them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use comity_core::id::{NodeId, StateCode};
use comity_core::role::Role;
use comity_core::time::Instant;
use comity_flows::ports::OfficerRow;
use comity_wire::context::World;
use comity_wire::directory::{Entry, NodeKind};
use comity_wire::keys::{SigningKey, random};
use comity_wire::secret_file::Cost;

use crate::cli::Fault;
use crate::house::founding::{
    Founded, Founding, NewOfficer, enrol, found, issue, make_folder, write, write_passphrase,
};
use crate::house::keyring::{machine, write_seed};

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
    for (state, listed) in entries {
        let key = &state_keys[&state];
        let signed = issue(state, 1, listed, Vec::new(), key, World::Exercise, now)?;
        files.push((
            state,
            hex::encode(key.verifying().as_bytes()),
            signed.bytes().to_vec(),
        ));
    }
    for one in &built {
        let trust = one.folder.join("trust");
        for (state, pin, file) in &files {
            write(&trust.join(format!("{state}.key")), pin.as_bytes())?;
            write(&trust.join(format!("{state}.dir")), file)?;
        }
    }
    // The States' own keys lie apart, as they would in a safe.
    let safe = folder.join("states");
    make_folder(&safe)?;
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
    let folder = world.join(plan.short);
    make_folder(&folder)?;
    let passphrase = hex::encode(random::<24>().map_err(machine)?);
    write_passphrase(&folder.join("passphrase"), passphrase.as_bytes())?;
    let founding = Founding {
        id: id.clone(),
        world: World::Exercise,
        kind: plan.kind,
        names: plan
            .names
            .iter()
            .map(|(language, name)| ((*language).to_owned(), (*name).to_owned()))
            .collect(),
        zone: plan.zone.to_owned(),
        telephone: Some(plan.telephone.to_owned()),
        peers: doors.peers,
        desk: doors.desk,
        url: format!("https://{}", doors.peers),
        passphrase: passphrase.as_bytes(),
        passphrase_file: "passphrase".into(),
        authority_passphrase: PASSWORD.as_bytes(),
    };
    let Founded {
        authority,
        mut entry,
    } = found(&folder, &founding, now)?;
    let mut officers = Vec::new();
    for person in plan.people {
        let person = NewOfficer {
            login: person.login,
            name: person.name,
            office: person.office,
            roles: person.roles,
            language: person.language,
            password: PASSWORD,
        };
        let row = enrol(
            &folder,
            &id,
            World::Exercise,
            &person,
            Some(&authority),
            now,
        )?;
        entry.grants.push(row.grant.clone());
        officers.push(row);
    }
    Ok((
        Built {
            folder,
            id,
            officers,
        },
        entry,
    ))
}

/// The id of a planned node.
pub(crate) fn node_id(plan: &Plan) -> NodeId {
    plan.id
        .parse()
        .expect("the plan is written in this file and its tests read it")
}
