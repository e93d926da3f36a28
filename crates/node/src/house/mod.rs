//! One node in its folder: settings, keys, trust, and everything wired together and running.
//!
//! ```text
//! comity.toml       settings
//! keys/node.key     signing, log, sealing and TLS keys, sealed under the passphrase
//! keys/kek.key      the key that wraps the keys of cases, kept outside the database
//! certificate       signed by the office's authority key
//! trust/XA.key      pinned directory key of a State    trust/XA.dir   its newest signed file
//! officers/N.key    software authenticator of an officer (exercise), sealed under the password
//! native/N.key      the same for `comity approve`
//! state/XA.key      directory key of the State, at its first office only; belongs into a safe
//! entry             what this node is, signed by its authority key, for the State's file
//! lock              held by the process that works here
//! ledger.sqlite     objects/
//! ```

pub(crate) mod background;
pub(crate) mod config;
pub(crate) mod founding;
pub(crate) mod health;
pub(crate) mod keyring;
pub(crate) mod lock;
pub(crate) mod machine;
pub(crate) mod opened;
pub(crate) mod papers;
pub(crate) mod passwords;
pub(crate) mod running;
pub(crate) mod trust;
