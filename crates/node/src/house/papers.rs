//! The office's papers: its authority key, the State's key where it is kept here, this node's own
//! entry, and the State's signed file. Each change is signed anew, never edited.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use comity_core::id::StateCode;
use comity_core::time::Instant;
use comity_wire::directory::{Entry, SignedStateFile, StateFile};
use comity_wire::keys::SigningKey;
use comity_wire::secret_file::{self, SecretFileFault};
use zeroize::Zeroizing;

use super::config::{Config, not_readable, not_writable};
use super::founding::issue;
use super::keyring::{ask, key_fault, machine, passphrase};
use super::trust::read_pin;
use crate::cli::Fault;

/// Where the papers lie and how they are opened.
pub(crate) struct Papers<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) config: &'a Config,
    /// File with the passphrase of authority and State keys, if one was named.
    pub(crate) secret: Option<&'a Path>,
    /// The State's secret key, if it lies elsewhere.
    pub(crate) state_key: Option<&'a Path>,
}

/// What became of a change of this node's entry.
pub(crate) enum Listed {
    /// The State's file has it, as of this version.
    ByState(u64),
    /// The State's office still has to list it.
    ToBring(PathBuf),
}

impl Papers<'_> {
    fn state(&self) -> StateCode {
        self.config.node.state()
    }

    /// The State's file in the trust folder.
    pub(crate) fn state_file_path(&self) -> PathBuf {
        self.folder.join(format!("trust/{}.dir", self.state()))
    }

    /// The office's authority key.
    ///
    /// # Errors
    /// It is not there, or the passphrase is wrong.
    pub(crate) fn authority(&self) -> Result<SigningKey, Fault> {
        self.open("authority", &self.folder.join("keys/authority.key"))
    }

    /// The State's directory key; none where another office keeps it.
    ///
    /// # Errors
    /// The passphrase is wrong.
    pub(crate) fn state_key(&self) -> Result<Option<SigningKey>, Fault> {
        let here = self.folder.join(format!("state/{}.key", self.state()));
        match self.state_key {
            Some(file) => self.open("state", file).map(Some),
            None if here.exists() => self.open("state", &here).map(Some),
            None => Ok(None),
        }
    }

    /// Changes this node's entry and adds revocations; signs both anew.
    ///
    /// # Errors
    /// A key is missing or the folder cannot be written; nothing is changed then.
    pub(crate) fn update(
        &self,
        now: Instant,
        authority: &SigningKey,
        revocations: Vec<Vec<u8>>,
        change: impl FnOnce(&mut Entry),
    ) -> Result<Listed, Fault> {
        let state_key = self.state_key()?;
        let file = self.folder.join("entry");
        let mut own = if file.exists() {
            read_entry(&file, self.config)?
        } else {
            self.own_entry_of_state()?
        };
        let entry = own.entries.first_mut().ok_or_else(|| damaged(&file))?;
        change(entry);
        own.revocations.extend(revocations);
        let world = self.config.world();
        let version = own.version + 1;
        let signed = issue(
            own.state,
            version,
            own.entries.clone(),
            own.revocations.clone(),
            authority,
            world,
            now,
        )?;
        replace(&file, signed.bytes())?;
        match state_key {
            Some(key) => self.list(&key, own, now).map(Listed::ByState),
            None => Ok(Listed::ToBring(file)),
        }
    }

    /// Takes a node's entry into the State's file and issues it anew; returns its version.
    ///
    /// # Errors
    /// The State's file cannot be read or written.
    pub(crate) fn list(
        &self,
        key: &SigningKey,
        node: StateFile,
        now: Instant,
    ) -> Result<u64, Fault> {
        let mut file = self.state_file()?;
        for entry in node.entries {
            file.entries.retain(|one| one.node != entry.node);
            file.entries.push(entry);
        }
        for revocation in node.revocations {
            if !file.revocations.contains(&revocation) {
                file.revocations.push(revocation);
            }
        }
        self.issue(key, file, now)
    }

    /// Issues the State's file anew; returns its version.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn issue(
        &self,
        key: &SigningKey,
        file: StateFile,
        now: Instant,
    ) -> Result<u64, Fault> {
        let pin = read_pin(&self.folder.join(format!("trust/{}.key", self.state())))?;
        if pin.id() != key.verifying().id() {
            return Err(Fault::misuse(
                format!(
                    "this is not the directory key that is pinned for {}",
                    self.state()
                ),
                "use the key that belongs to the pinned one, or pin the new one first",
            ));
        }
        let version = file.version + 1;
        let world = self.config.world();
        let signed = issue(
            file.state,
            version,
            file.entries,
            file.revocations,
            key,
            world,
            now,
        )?;
        replace(&self.state_file_path(), signed.bytes())?;
        Ok(version)
    }

    /// The State's file as it holds under the pinned key.
    ///
    /// # Errors
    /// It is missing, or signed by another key.
    pub(crate) fn state_file(&self) -> Result<StateFile, Fault> {
        let path = self.state_file_path();
        let bytes = std::fs::read(&path).map_err(|why| not_readable(&path, &why))?;
        let pin = read_pin(&self.folder.join(format!("trust/{}.key", self.state())))?;
        SignedStateFile::verify(&bytes, self.config.world(), |kid| {
            (pin.id() == *kid).then(|| pin.clone())
        })
        .map(SignedStateFile::into_document)
        .map_err(|why| {
            Fault::machine(
                format!("{}: {why}", path.display()),
                "restore it from a back-up, or take it from the office that issues it",
            )
        })
    }

    fn own_entry_of_state(&self) -> Result<StateFile, Fault> {
        let mut file = self.state_file()?;
        file.entries.retain(|entry| entry.node == self.config.node);
        file.revocations.clear();
        Ok(file)
    }

    /// Opens a key: with the named passphrase, else the node's own, else by asking.
    fn open(&self, kind: &str, file: &Path) -> Result<SigningKey, Fault> {
        let sealed = std::fs::read(file).map_err(|why| {
            Fault::misuse(
                format!("the {kind} key {} cannot be read: {why}", file.display()),
                "bring it back from the safe for this work",
            )
        })?;
        let read = |secret: &[u8]| secret_file::open(kind, &sealed, secret);
        let opened = match self.secret {
            Some(named) => read(&passphrase(named)?),
            None => {
                let own = self.folder.join(&self.config.passphrase_file);
                let first = if own.exists() {
                    read(&passphrase(&own)?)
                } else {
                    Err(SecretFileFault::WrongPassphrase)
                };
                match first {
                    Err(SecretFileFault::WrongPassphrase) => {
                        read(&ask(&format!("Passphrase of the {kind} key"))?)
                    }
                    other => other,
                }
            }
        };
        let seed = opened.map_err(|fault| key_fault(file, fault))?;
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(
            seed.as_slice()
                .try_into()
                .map_err(|_| machine("a key has another length"))?,
        );
        SigningKey::from_seed(&seed).map_err(machine)
    }
}

/// Reads what a node says of itself; it must be signed by the authority key it names, and of the
/// State and world of this node.
///
/// # Errors
/// The file cannot be read, or it does not hold.
pub(crate) fn read_entry(file: &Path, config: &Config) -> Result<StateFile, Fault> {
    let bytes = std::fs::read(file).map_err(|why| {
        Fault::misuse(
            format!("the entry {} cannot be read: {why}", file.display()),
            "name the file `entry` of the other office's folder",
        )
    })?;
    let wrong = |why: String| {
        Fault::misuse(
            format!("{}: {why}", file.display()),
            "ask the office for its file `entry` again",
        )
    };
    let (claimed, _) = SignedStateFile::peek(&bytes).map_err(|why| wrong(why.to_string()))?;
    let authority = match claimed.entries.as_slice() {
        [one] => one.authority.clone(),
        _ => None,
    }
    .ok_or_else(|| wrong("it is not the entry of one node".to_owned()))?;
    let entry = SignedStateFile::verify(&bytes, config.world(), |kid| {
        (authority.id() == *kid).then(|| authority.clone())
    })
    .map_err(|why| wrong(why.to_string()))?
    .into_document();
    if entry.state != config.node.state()
        || entry
            .entries
            .iter()
            .any(|one| one.node.state() != entry.state)
    {
        return Err(wrong(format!(
            "it belongs to another State than {}",
            config.node.state()
        )));
    }
    Ok(entry)
}

fn damaged(file: &Path) -> Fault {
    Fault::machine(
        format!("{} holds no entry", file.display()),
        "restore it from a back-up",
    )
}

/// Replaces a file whole or not at all.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn replace(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut new| {
        new.write_all(bytes)?;
        new.as_file().sync_all()?;
        new.persist(file).map_err(|fault| fault.error)?;
        Ok(())
    });
    written.map_err(|why| not_writable(file, &why))
}
