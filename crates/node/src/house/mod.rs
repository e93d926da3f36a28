//! One node in its folder: settings, keys, trust, and everything wired together and running.
//!
//! ```text
//! comity.toml       settings
//! keys/node.key     signing, log, sealing and TLS keys, sealed under the passphrase
//! keys/kek.key      the key that wraps the keys of cases, kept outside the database
//! certificate       signed by the office's authority key
//! trust/XA.key      pinned directory key of a State    trust/XA.dir   its newest signed file
//! officers/N.key    software authenticator of an officer (exercise), sealed under the password
//! ledger.sqlite     objects/
//! ```

pub(crate) mod config;
pub(crate) mod keyring;
pub(crate) mod machine;
pub(crate) mod passwords;
pub(crate) mod running;
pub(crate) mod trust;
