//! The node's own keys on disk: two files, sealed under one passphrase.

use std::fs::OpenOptions;
use std::io::{IsTerminal as _, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use comity_wire::cbor::{self, Value};
use comity_wire::keys::{SigningKey, random};
use comity_wire::sealing::SealingKey;
use comity_wire::secret_file::{self, Cost};
use zeroize::Zeroizing;

use super::config::{not_readable, not_writable};
use crate::cli::Fault;

/// The secret keys of a node.
pub(crate) struct NodeSecrets {
    pub(crate) signing: SigningKey,
    pub(crate) log: (Zeroizing<[u8; 32]>, Zeroizing<[u8; 32]>),
    pub(crate) sealing: SealingKey,
    pub(crate) tls: Zeroizing<Vec<u8>>,
}

impl NodeSecrets {
    /// New keys.
    ///
    /// # Errors
    /// The random source fails.
    pub(crate) fn generate() -> Result<Self, Fault> {
        let tls = comity_peer::tls::TlsIdentity::generate().map_err(machine)?;
        Ok(Self {
            signing: SigningKey::generate().map_err(machine)?,
            log: (
                Zeroizing::new(random().map_err(machine)?),
                Zeroizing::new(random().map_err(machine)?),
            ),
            sealing: SealingKey::generate().map_err(machine)?,
            tls: Zeroizing::new(tls.pkcs8().to_vec()),
        })
    }

    /// Writes the sealed file.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn write(&self, file: &Path, passphrase: &[u8], cost: Cost) -> Result<(), Fault> {
        let bytes = Zeroizing::new(cbor::encode(&Value::map([
            (1_u64, Value::bytes(*self.signing.seed())),
            (2, Value::bytes(*self.log.0)),
            (3, Value::bytes(*self.log.1)),
            (4, Value::bytes(*self.sealing.seed())),
            (5, Value::bytes(self.tls.to_vec())),
        ])));
        let sealed = secret_file::seal("node", &bytes, passphrase, cost).map_err(machine)?;
        write_private(file, &sealed)
    }

    /// Opens the sealed file.
    ///
    /// # Errors
    /// A missing or damaged file, or the wrong passphrase: each by its own words.
    pub(crate) fn read(file: &Path, passphrase: &[u8]) -> Result<Self, Fault> {
        let sealed = std::fs::read(file).map_err(|why| not_readable(file, &why))?;
        let bytes = secret_file::open("node", &sealed, passphrase)
            .map_err(|fault| key_fault(file, fault))?;
        let value = cbor::decode(&bytes).map_err(machine)?;
        let mut fields = cbor::Fields::open("node keys", value).map_err(machine)?;
        let mut seed = |key: u64| -> Result<Zeroizing<[u8; 32]>, Fault> {
            let bytes = Zeroizing::new(fields.bytes(key).map_err(machine)?);
            let seed: [u8; 32] = bytes
                .as_slice()
                .try_into()
                .map_err(|_| machine("a key has another length"))?;
            Ok(Zeroizing::new(seed))
        };
        Ok(Self {
            signing: SigningKey::from_seed(&*seed(1)?).map_err(machine)?,
            log: (seed(2)?, seed(3)?),
            sealing: SealingKey::from_seed(&*seed(4)?).map_err(machine)?,
            tls: Zeroizing::new(fields.bytes(5_u64).map_err(machine)?),
        })
    }
}

/// Opens a sealed file that holds 32 bytes.
///
/// # Errors
/// As [`NodeSecrets::read`].
pub(crate) fn read_seed(
    kind: &str,
    file: &Path,
    passphrase: &[u8],
) -> Result<Zeroizing<[u8; 32]>, Fault> {
    let sealed = std::fs::read(file).map_err(|why| not_readable(file, &why))?;
    let bytes =
        secret_file::open(kind, &sealed, passphrase).map_err(|fault| key_fault(file, fault))?;
    let seed: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| machine("a key has another length"))?;
    Ok(Zeroizing::new(seed))
}

/// Writes 32 bytes as a sealed file.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn write_seed(
    kind: &str,
    file: &Path,
    seed: &[u8; 32],
    passphrase: &[u8],
    cost: Cost,
) -> Result<(), Fault> {
    let sealed = secret_file::seal(kind, seed, passphrase, cost).map_err(machine)?;
    write_private(file, &sealed)
}

/// The passphrase of a node: from its file, or asked for where a person sits at the terminal.
///
/// # Errors
/// The file is missing and nobody can be asked, or it is empty.
pub(crate) fn passphrase(file: &Path) -> Result<Zeroizing<Vec<u8>>, Fault> {
    if !file.exists() && std::io::stdin().is_terminal() {
        return ask("Passphrase of this node's keys");
    }
    let mut bytes = Zeroizing::new(std::fs::read(file).map_err(|why| {
        Fault::machine(
            format!("the passphrase file {} cannot be read: {why}", file.display()),
            "put the passphrase of this node's keys into it, readable by this account only, or name another file in comity.toml",
        )
    })?);
    while bytes.last().is_some_and(u8::is_ascii_whitespace) {
        bytes.pop();
    }
    if bytes.is_empty() {
        return Err(Fault::misuse(
            format!("the passphrase file {} is empty", file.display()),
            "write the passphrase into it",
        ));
    }
    Ok(bytes)
}

/// Asks for a secret at the terminal; nothing is shown of it.
///
/// # Errors
/// Nobody is there.
pub(crate) fn ask(what: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    dialoguer::Password::new()
        .with_prompt(what)
        .interact()
        .map(|text| Zeroizing::new(text.into_bytes()))
        .map_err(|why| no_terminal(what, &why))
}

/// Asks for a new secret, twice.
///
/// # Errors
/// Nobody is there.
pub(crate) fn ask_new(what: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    dialoguer::Password::new()
        .with_prompt(what)
        .with_confirmation("The same again", "The two are not the same.")
        .interact()
        .map(|text| Zeroizing::new(text.into_bytes()))
        .map_err(|why| no_terminal(what, &why))
}

fn no_terminal(what: &str, why: &dialoguer::Error) -> Fault {
    Fault::misuse(
        format!("{what} cannot be asked for: {why}"),
        "run this at a terminal, or name a file that holds it (see --help)",
    )
}

/// Writes a file that only this account can read; never over an existing one.
///
/// # Errors
/// The file exists or the folder cannot be written.
pub(crate) fn write_private(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .map_err(|why| not_writable(file, &why))?;
    out.write_all(bytes)
        .and_then(|()| out.sync_all())
        .map_err(|why| not_writable(file, &why))
}

pub(crate) fn key_fault(file: &Path, fault: secret_file::SecretFileFault) -> Fault {
    use secret_file::SecretFileFault as F;
    let remedy = match fault {
        F::WrongPassphrase => "check the passphrase file named in comity.toml",
        F::Damaged => "restore the key file from its back-up",
        F::Version(_) => "start a newer version of the program",
        F::NotAKeyFile | F::OtherKind => {
            "another file lies in its place: restore the key file from its back-up"
        }
        _ => "try again; if it stays, the machine has a fault",
    };
    Fault::machine(format!("{}: {fault}", file.display()), remedy)
}

pub(crate) fn machine(fault: impl std::fmt::Display) -> Fault {
    Fault::machine(fault.to_string(), "")
}
