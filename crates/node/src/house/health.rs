//! The checks of `comity doctor`: each says what it found and, where something is wrong, what to do.

use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use comity_core::time::{Instant, Span};
use comity_flows::ports::{Ledger as _, OutboxRow, OutboxState};
use comity_store::{DatabaseAt, Kek, ObjectsAt, Store, open_blobs};
use comity_wire::context::World;
use comity_wire::directory::{Directory, SignedStateFile, Standing};

use super::config::Config;
use super::keyring::{NodeSecrets, passphrase, read_seed};
use super::lock::Lock;
use super::opened::{check_clock, database_of, objects_of};
use super::running::cannot_listen;
use super::trust;
use crate::cli::Fault;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    Good,
    /// Works, but will not for long, or is not as it should be.
    Warn,
    Wrong,
}

impl Grade {
    /// The word in the JSON answer.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Warn => "warning",
            Self::Wrong => "wrong",
        }
    }
}

/// One finding.
pub(crate) struct Finding {
    pub(crate) check: &'static str,
    pub(crate) grade: Grade,
    pub(crate) found: String,
    /// What to do; empty when nothing.
    pub(crate) remedy: String,
}

/// Free space below which a node warns, and below which it is wrong to go on.
const ROOM: (u64, u64) = (5 << 30, 256 << 20);
/// Leaves that are hashed again without `--all`.
pub(crate) const NEWEST_LEAVES: u64 = 10_000;
/// A certificate is renewed before so few days are left.
const RENEW: Span = Span::days(30);

/// Everything that was found.
#[derive(Default)]
pub(crate) struct Health(pub(crate) Vec<Finding>);

impl Health {
    fn add(&mut self, check: &'static str, grade: Grade, found: impl ToString, remedy: &str) {
        self.0.push(Finding {
            check,
            grade,
            found: found.to_string(),
            remedy: remedy.to_owned(),
        });
    }

    fn good(&mut self, check: &'static str, found: impl ToString) {
        self.add(check, Grade::Good, found, "");
    }

    fn wrong(&mut self, check: &'static str, fault: &Fault) {
        self.add(check, Grade::Wrong, &fault.what, &fault.remedy);
    }

    /// Looks at the node in `folder`. Every check that can run does, whatever the others found.
    pub(crate) async fn of(folder: &Path, leaves: u64, now: Instant) -> Self {
        let mut health = Self::default();
        health.folder(folder);
        let config = match Config::read(folder) {
            Ok(config) => {
                health.good(
                    "settings",
                    format!("{} is node {}", folder.display(), config.node),
                );
                config
            }
            Err(fault) => {
                health.wrong("settings", &fault);
                return health;
            }
        };
        health.secrets(folder, &config);
        health.room(folder);
        let running = Lock::is_held(folder);
        health.ports(&config, running);
        health.evidence(folder, &config).await;
        let kek = health.keys(folder, &config, now);
        health.trust(folder, &config, now);
        if let Some(kek) = kek {
            health.database(folder, &config, &kek, leaves).await;
        }
        health
    }

    fn folder(&mut self, folder: &Path) {
        let probe = tempfile::Builder::new()
            .prefix(".doctor")
            .tempfile_in(folder);
        match probe {
            Ok(_) => self.good("folder", format!("{} can be written", folder.display())),
            Err(why) => self.add(
                "folder",
                Grade::Wrong,
                format!("{} cannot be written: {why}", folder.display()),
                "give this account the folder, or run as the account that owns it",
            ),
        }
    }

    fn secrets(&mut self, folder: &Path, config: &Config) {
        let mut open: Vec<PathBuf> = vec![folder.join(&config.passphrase_file)];
        for sub in ["keys", "state", "officers", "native"] {
            let entries = std::fs::read_dir(folder.join(sub)).into_iter().flatten();
            open.extend(entries.flatten().map(|entry| entry.path()));
        }
        open.retain(|file| {
            std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
        });
        if open.is_empty() {
            self.good("secrets", "key files are for this account only");
        }
        for file in open {
            self.add(
                "secrets",
                Grade::Wrong,
                format!("{} can be read by other accounts", file.display()),
                &format!("chmod 600 {}", file.display()),
            );
        }
    }

    fn room(&mut self, folder: &Path) {
        let Ok(found) = rustix::fs::statvfs(folder) else {
            self.add(
                "disk",
                Grade::Warn,
                "the free space cannot be asked for",
                "",
            );
            return;
        };
        let free = found.f_bavail.saturating_mul(found.f_frsize);
        let text = format!("{} MiB free", free >> 20);
        let remedy = "make room: without it nothing is taken in, and nothing acknowledged is lost";
        match free {
            free if free < ROOM.1 => self.add("disk", Grade::Wrong, text, remedy),
            free if free < ROOM.0 => self.add("disk", Grade::Warn, text, remedy),
            _ => self.good("disk", text),
        }
    }

    fn ports(&mut self, config: &Config, running: bool) {
        let doors = [
            ("peer_listen", config.peer_listen),
            ("desk_listen", config.desk_listen),
        ];
        for (setting, address) in doors {
            match (TcpListener::bind(address), running) {
                (Ok(_), false) => self.good("ports", format!("{address} is free")),
                (Err(_), true) if answers(address) => {
                    self.good("ports", format!("this node listens on {address}"));
                }
                (Ok(_), true) => self.add(
                    "ports",
                    Grade::Wrong,
                    format!("a process holds this node, but nobody listens on {address}"),
                    "look at its messages; restart it",
                ),
                (Err(why), _) => self.wrong("ports", &cannot_listen(setting, address, &why)),
            }
        }
    }

    fn keys(&mut self, folder: &Path, config: &Config, now: Instant) -> Option<[u8; 32]> {
        let opened = passphrase(&folder.join(&config.passphrase_file)).and_then(|secret| {
            let secrets = NodeSecrets::read(&folder.join("keys/node.key"), &secret)?;
            let kek = read_seed("kek", &folder.join("keys/kek.key"), &secret)?;
            Ok((secrets, kek))
        });
        let (secrets, kek) = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                self.wrong("keys", &fault);
                return None;
            }
        };
        self.good("keys", "the passphrase opens them");
        let directory = trust::read(&folder.join("trust"), config.world(), now).ok();
        let listed = directory
            .as_ref()
            .and_then(|directory| directory.certificate_of(&config.node, now));
        match listed {
            None => self.add(
                "certificate",
                Grade::Wrong,
                format!("no valid certificate of {} is listed by its State", config.node),
                "bring the file `entry` to the office that keeps the State's directory and put its XX.dir into trust/",
            ),
            Some(one) if one.signing != *secrets.signing.verifying() => self.add(
                "certificate",
                Grade::Wrong,
                "the listed certificate belongs to other keys",
                "restore keys and certificate from the same back-up",
            ),
            Some(one) if one.until < now + RENEW => self.add(
                "certificate",
                Grade::Warn,
                format!("it holds until {} only", one.until),
                "have the authority sign a new one in time",
            ),
            Some(one) => self.good("certificate", format!("listed, holds until {}", one.until)),
        }
        Some(*kek)
    }

    fn trust(&mut self, folder: &Path, config: &Config, now: Instant) {
        let directory = match trust::read(&folder.join("trust"), config.world(), now) {
            Ok(directory) => directory,
            Err(fault) => return self.wrong("directory", &fault),
        };
        let own = trust::clock_fits(&folder.join("trust"), config.node.state(), now);
        match own.and_then(|()| check_clock(&directory, now)) {
            Ok(()) => self.good(
                "clock",
                format!("{now} is after everything that States signed"),
            ),
            Err(fault) => self.wrong("clock", &fault),
        }
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("trust"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ext| ext == "key"))
            .collect();
        files.sort();
        for pin in files {
            let state = pin
                .file_stem()
                .and_then(|stem| stem.to_str())
                .and_then(|stem| stem.parse().ok());
            if let Some(state) = state {
                self.state(&directory, state, config.world(), now);
            }
        }
    }

    fn state(
        &mut self,
        directory: &Directory,
        state: comity_core::id::StateCode,
        world: World,
        now: Instant,
    ) {
        let Some((file, _)) = directory
            .file(state)
            .and_then(|bytes| SignedStateFile::peek(bytes).ok())
        else {
            return self.add(
                "directory",
                Grade::Wrong,
                format!("{state} is pinned, but no file of it holds"),
                &format!("get {state}.dir and run `comity directory take`; if it was there, its signature or date is wrong"),
            );
        };
        let issued = if world == World::Live {
            file.issued
        } else {
            now
        };
        let found = format!(
            "{state}: version {}, {} nodes, issued {}",
            file.version,
            file.entries.len(),
            file.issued
        );
        match Standing::of(issued, file.expires, now, false) {
            Standing::Full => self.good("directory", found),
            Standing::Confirm | Standing::ConfirmOffline => self.add(
                "directory",
                Grade::Warn,
                format!("{found}: older than a day, so much needs a second confirmation"),
                "fetch a newer one",
            ),
            Standing::Preserve => self.add(
                "directory",
                Grade::Wrong,
                format!("{found}: too old, so only preserving is possible"),
                "fetch a newer one; its own State issues it with `comity directory issue`",
            ),
        }
    }

    /// The evidence store: a folder, or a bucket that must answer.
    async fn evidence(&mut self, folder: &Path, config: &Config) {
        let at = objects_of(folder, config);
        let place = match &at {
            ObjectsAt::Folder(path) if path.is_dir() => {
                return self.good("evidence", path.display());
            }
            ObjectsAt::Folder(path) => {
                let found = format!("{} is made with the first start", path.display());
                return self.good("evidence", found);
            }
            ObjectsAt::S3 { url, options, .. } => {
                let at = options.endpoint.as_deref().unwrap_or("AWS");
                let region = options.region.as_deref().unwrap_or("us-east-1");
                format!("{url} at {at}, region {region}")
            }
        };
        match open_blobs(&at).await {
            Ok(_) => self.good("evidence", format!("{place}, answers")),
            Err(fault) => self.add(
                "evidence",
                Grade::Wrong,
                format!("{place}: {fault}"),
                "look at objects, s3_endpoint, s3_region, s3_access_key_file and s3_secret_key_file in comity.toml",
            ),
        }
    }

    async fn database(&mut self, folder: &Path, config: &Config, kek: &[u8; 32], leaves: u64) {
        let at = database_of(folder, config);
        if let DatabaseAt::File(file) = &at
            && !file.exists()
        {
            return self.good("database", "not made yet: the first start makes it");
        }
        let store = match Store::open(&at, &Kek::new(*kek, 1)).await {
            Ok(store) => store,
            Err(fault) => return self.add("database", Grade::Wrong, fault, ""),
        };
        match store.integrity(leaves).await {
            Ok(found) if found.faults.is_empty() => {
                self.good(
                    "database",
                    format!("{} rows agree with their checksums", found.rows),
                );
                self.good(
                    "custody log",
                    format!(
                        "{} of {} leaves hashed again and agree",
                        found.leaves, found.log_size
                    ),
                );
            }
            Ok(found) => {
                for fault in found.faults {
                    self.add(
                        "database",
                        Grade::Wrong,
                        fault,
                        "stop the node, keep this database aside as evidence, restore the last good back-up",
                    );
                }
            }
            Err(fault) => self.add(
                "database",
                Grade::Wrong,
                fault,
                "look at the disk of this machine",
            ),
        }
        let mut dead = store.outbox_in(OutboxState::Dead, 1_000).await;
        if let Ok(rows) = &mut dead {
            rows.retain(OutboxRow::is_dead_letter);
        }
        match dead {
            Ok(dead) if dead.is_empty() => self.good("deliveries", "no dead letters"),
            Ok(dead) => self.add(
                "deliveries",
                Grade::Warn,
                format!("{} messages were given up", dead.len()),
                "a person decides on them at the screen Deliveries",
            ),
            Err(fault) => self.add("deliveries", Grade::Wrong, fault, ""),
        }
        match store.officers().await {
            Ok(rows) if rows.iter().any(|row| !row.disabled) => {
                self.good("people", format!("{} are entered", rows.len()));
            }
            Ok(_) => self.add(
                "people",
                Grade::Warn,
                "nobody can sign in",
                "enter people with `comity user add`",
            ),
            Err(fault) => self.add("people", Grade::Wrong, fault, ""),
        }
        store.close().await;
    }
}

fn answers(address: SocketAddr) -> bool {
    let wait = std::time::Duration::from_secs(2);
    std::net::TcpStream::connect_timeout(&address, wait).is_ok()
}
