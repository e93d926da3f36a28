//! Where a node keeps its ledger and its evidence, and what is said when that place does not do.

use std::path::{Path, PathBuf};

use sqlx::any::AnyConnectOptions;

/// Where the ledger lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseAt {
    /// One SQLite file; nothing to install.
    File(PathBuf),
    /// PostgreSQL, or a distributed database that speaks like it.
    Postgres {
        /// `postgres://user@host/database`, best without a password in it.
        url: String,
        /// A file that holds the password.
        password_file: Option<PathBuf>,
    },
}

impl DatabaseAt {
    /// Reads the setting `database`: an address that begins with `postgres://` or `postgresql://`,
    /// else a path.
    #[must_use]
    pub fn parse(setting: &str, password_file: Option<PathBuf>) -> Self {
        if setting.starts_with("postgres://") || setting.starts_with("postgresql://") {
            Self::Postgres {
                url: setting.to_owned(),
                password_file,
            }
        } else {
            let path = setting
                .strip_prefix("sqlite://")
                .or_else(|| setting.strip_prefix("sqlite:"))
                .unwrap_or(setting);
            Self::File(path.into())
        }
    }
}

/// Why a store was not opened. Each text says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The folder or file cannot be written.
    #[error(
        "{at} cannot be written ({why}). Give this account the folder, or set `database` or `objects` to another place."
    )]
    NotWritable {
        /// Where.
        at: String,
        /// What the system said.
        why: String,
    },
    /// The database was last used by a newer version of this program.
    #[error(
        "The database at {at} has tables of version {found}; this program knows {known}. Start the newer program again, or restore the back-up made before the upgrade."
    )]
    Newer {
        /// Where.
        at: String,
        /// Its version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// A migration was not run as this program has it.
    #[error(
        "The tables of version {found} at {at} are not those of this program. Restore a back-up; do not go on with this database."
    )]
    Altered {
        /// Where.
        at: String,
        /// Which version.
        found: i64,
    },
    /// The key-encryption key is not the one of this database.
    #[error(
        "The key given does not open the database at {at}: it holds data of key version {stored}, version {given} was given. Point to the key file of this node."
    )]
    WrongKey {
        /// Where.
        at: String,
        /// Version of the key that the database was last used with.
        stored: i64,
        /// Version given.
        given: i64,
    },
    /// The database server does not answer.
    #[error(
        "The database server at {at} cannot be reached: {why}. Check that it runs, that the address is right and that this machine may connect."
    )]
    Unreachable {
        /// Where, without password.
        at: String,
        /// What was met.
        why: String,
    },
    /// The engine is older than what this program was tried with, or has a known fault.
    #[error("{found} is too old: at least {needed} is needed.")]
    OldEngine {
        /// What was found.
        found: String,
        /// What is needed.
        needed: String,
    },
    /// A setting cannot be read.
    #[error("The setting {name} cannot be used: {why}.")]
    Setting {
        /// Its name.
        name: &'static str,
        /// Why.
        why: String,
    },
    /// What is stored is damaged.
    #[error(
        "The database at {at} is damaged: {why}. Do not go on with it: run `comity doctor`, then restore a back-up."
    )]
    Damaged {
        /// Where.
        at: String,
        /// What does not agree.
        why: String,
    },
    /// The database failed otherwise.
    #[error("The database at {at} failed: {why}")]
    Database {
        /// Where.
        at: String,
        /// What it said.
        why: String,
    },
}

impl OpenFault {
    pub(crate) fn database(at: &str, why: sqlx::Error) -> Self {
        use crate::fault::{Remedy, remedy};
        let at = at.to_owned();
        match remedy(&why) {
            Remedy::Damaged => Self::Damaged {
                at,
                why: why.to_string(),
            },
            _ => Self::Database {
                at,
                why: why.to_string(),
            },
        }
    }
}

/// The address with the password of its file, and how it is shown: without any password.
pub(crate) fn postgres_options(
    url: &str,
    password_file: Option<&Path>,
) -> Result<(AnyConnectOptions, String), OpenFault> {
    let bad = |why: String| OpenFault::Setting {
        name: "database",
        why,
    };
    let mut options: AnyConnectOptions = url
        .parse()
        .map_err(|why: sqlx::Error| bad(why.to_string()))?;
    if let Some(file) = password_file {
        let text = zeroize::Zeroizing::new(std::fs::read_to_string(file).map_err(|why| {
            OpenFault::Setting {
                name: "database_password_file",
                why: format!("{}: {why}", file.display()),
            }
        })?);
        options
            .database_url
            .set_password(Some(text.trim_end_matches(['\r', '\n'])))
            .map_err(|()| bad("an address without a host takes no password".to_owned()))?;
    }
    let mut shown = options.database_url.clone();
    if shown.password().is_some() {
        // Only fails for addresses that cannot hold a password either.
        let _ = shown.set_password(None);
    }
    shown.set_query(None);
    Ok((options, shown.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_an_address_or_a_path() {
        assert_eq!(
            DatabaseAt::parse("/var/lib/comity/ledger.db", None),
            DatabaseAt::File("/var/lib/comity/ledger.db".into())
        );
        assert_eq!(
            DatabaseAt::parse("sqlite:l.db", None),
            DatabaseAt::File("l.db".into())
        );
        assert!(matches!(
            DatabaseAt::parse("postgres://comity@db/comity", None),
            DatabaseAt::Postgres { .. }
        ));
    }

    #[test]
    fn no_password_is_shown() {
        let (_, shown) =
            postgres_options("postgres://comity:secret@db/comity?sslmode=require", None)
                .expect("an address");
        assert_eq!(shown, "postgres://comity@db/comity");
    }
}
