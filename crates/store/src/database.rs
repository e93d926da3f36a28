//! Both databases behind one pair of pools: the few things that differ stand here and nowhere else.
//!
//! SQLite has one connection that writes and a few that read; PostgreSQL likewise has one that
//! commits groups, because every change takes its place in the log from one head row anyway, and 8
//! to 32 that read. Single reads need no transaction: each is one statement, and whatever is decided
//! on them is guarded again when it is written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::any::{AnyArguments, AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _, Row as _};

use crate::fault::{Remedy, Trouble, remedy};
use crate::settings::{DatabaseAt, OpenFault};
use crate::statement::statement;

/// The first SQLite without the write-ahead-log reset fault.
const SQLITE_AT_LEAST: (u32, u32, u32) = (3, 51, 3);
/// The oldest PostgreSQL this was tried on.
const POSTGRES_AT_LEAST: u32 = 150_000;
/// Pages of 4 KiB after which the write-ahead log is brought back to nothing: 64 MiB.
const WAL_PAGES: i64 = 16_384;

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("./migrations/postgres");

/// Which engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite(PathBuf),
    Postgres,
}

/// An open database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) engine: Engine,
    /// One connection: only the committer uses it.
    pub(crate) write: AnyPool,
    read: AnyPool,
}

impl Database {
    /// Opens or creates the database and brings its tables up to date.
    pub(crate) async fn open(at: &DatabaseAt) -> Result<Self, OpenFault> {
        sqlx::any::install_default_drivers();
        match at {
            DatabaseAt::File(path) => Self::sqlite(path).await,
            DatabaseAt::Postgres { url, password_file } => {
                Self::postgres(url, password_file.as_deref()).await
            }
        }
    }

    async fn sqlite(path: &Path) -> Result<Self, OpenFault> {
        make_private(path)?;
        let shown = path.display().to_string();
        let whole = std::path::absolute(path).map_err(|why| OpenFault::NotWritable {
            at: shown.clone(),
            why: why.to_string(),
        })?;
        let url = format!("sqlite://{}?mode=rw", escaped(&whole));
        let options: AnyConnectOptions = url
            .parse()
            .map_err(|why| OpenFault::database(&shown, why))?;
        let pool = |size: u32, last: &'static str| {
            AnyPoolOptions::new()
                .max_connections(size)
                .min_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .acquire_timeout(Duration::from_secs(30))
                .after_connect(move |connection, _| Box::pin(tune(connection, last)))
        };
        // A pool tries again until its time is over; the first connection says at once what is wrong.
        let mut first = AnyConnection::connect_with(&options)
            .await
            .map_err(|why| OpenFault::database(&shown, why))?;
        tune(&mut first, "PRAGMA query_only = OFF")
            .await
            .map_err(|why| OpenFault::database(&shown, why))?;
        drop(first.close().await);
        let write = pool(1, "PRAGMA query_only = OFF")
            .connect_with(options.clone())
            .await
            .map_err(|why| OpenFault::database(&shown, why))?;
        let version: String = sqlx::query("SELECT sqlite_version()")
            .fetch_one(&write)
            .await
            .and_then(|row| row.try_get(0))
            .map_err(|why| OpenFault::database(&shown, why))?;
        if !at_least(&version, SQLITE_AT_LEAST) {
            return Err(OpenFault::OldEngine {
                found: format!("SQLite {version}"),
                needed: "SQLite 3.51.3".to_owned(),
            });
        }
        migrate(&SQLITE, &write, &shown).await?;
        let read = pool(4, "PRAGMA query_only = ON")
            .connect_with(options)
            .await
            .map_err(|why| OpenFault::database(&shown, why))?;
        Ok(Self {
            engine: Engine::Sqlite(path.to_owned()),
            write,
            read,
        })
    }

    async fn postgres(url: &str, password_file: Option<&Path>) -> Result<Self, OpenFault> {
        let (options, shown) = crate::settings::postgres_options(url, password_file)?;
        let unreachable = |why: sqlx::Error| OpenFault::Unreachable {
            at: shown.clone(),
            why: why.to_string(),
        };
        let pool = |least: u32, most: u32| {
            AnyPoolOptions::new()
                .min_connections(least)
                .max_connections(most)
                .acquire_timeout(Duration::from_secs(10))
                .after_connect(|connection, _| {
                    Box::pin(async move {
                        connection.execute("SET synchronous_commit = on").await?;
                        connection
                            .execute("SET idle_in_transaction_session_timeout = 30000")
                            .await?;
                        Ok(())
                    })
                })
        };
        let write = pool(1, 1)
            .connect_with(options.clone())
            .await
            .map_err(unreachable)?;
        let version: String = sqlx::query("SELECT current_setting('server_version_num')")
            .fetch_one(&write)
            .await
            .and_then(|row| row.try_get(0))
            .map_err(unreachable)?;
        if version.parse::<u32>().unwrap_or(0) < POSTGRES_AT_LEAST {
            return Err(OpenFault::OldEngine {
                found: format!("PostgreSQL {version}"),
                needed: "PostgreSQL 15".to_owned(),
            });
        }
        migrate(&POSTGRES, &write, &shown).await?;
        let read = pool(8, 32)
            .connect_with(options)
            .await
            .map_err(unreachable)?;
        Ok(Self {
            engine: Engine::Postgres,
            write,
            read,
        })
    }

    /// How a transaction begins: SQLite takes the write lock at once, so that it never has to give
    /// way half-way; PostgreSQL checks that the outcome is one of some serial order.
    pub(crate) fn begin(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        }
    }

    /// Rows of one reading statement.
    pub(crate) async fn read_rows(
        &self,
        text: String,
        values: AnyArguments,
    ) -> Result<Vec<AnyRow>, Trouble> {
        Ok(sqlx::query_with(statement(text), values)
            .fetch_all(&self.read)
            .await?)
    }

    /// Copies the write-ahead log back into the database, between groups and never inside a commit.
    /// Returns whether anything is left to copy.
    pub(crate) async fn checkpoint(&self, connection: &mut AnyConnection) -> bool {
        if self.engine == Engine::Postgres {
            return false;
        }
        let passive = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
            .fetch_one(&mut *connection)
            .await;
        let (pages, done) = match passive
            .and_then(|row| Ok((row.try_get::<i64, _>(1)?, row.try_get::<i64, _>(2)?)))
        {
            Ok(counts) => counts,
            Err(why) => {
                tracing::warn!(%why, "the write-ahead log was not copied back; it is tried again");
                return true;
            }
        };
        if pages > WAL_PAGES {
            // A reader that never ends keeps the log from starting over: wait for it a moment only.
            for text in [
                "PRAGMA busy_timeout = 250",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA busy_timeout = 5000",
            ] {
                if let Err(why) = connection.execute(text).await {
                    tracing::warn!(%why, "the write-ahead log could not be cut");
                }
            }
        }
        done < pages
    }

    /// Closes all connections; SQLite's write-ahead log is copied back first.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        if let Ok(mut connection) = self.write.acquire().await {
            self.checkpoint(&mut connection).await;
            // Planner statistics for the next start; cheap, and never needed for right answers.
            if matches!(self.engine, Engine::Sqlite(_)) {
                drop(connection.execute("PRAGMA optimize").await);
            }
        }
        self.write.close().await;
    }
}

/// What each connection of SQLite is told: durable at every commit, checkpoints only when the
/// committer says so, no memory maps (a failing disk would end the process).
async fn tune(connection: &mut AnyConnection, last: &'static str) -> Result<(), sqlx::Error> {
    for pragma in [
        "PRAGMA busy_timeout = 5000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA wal_autocheckpoint = 0",
        "PRAGMA journal_size_limit = 67108864",
        "PRAGMA mmap_size = 0",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA secure_delete = FAST",
        "PRAGMA cache_size = -32768",
        last,
    ] {
        connection.execute(pragma).await?;
    }
    Ok(())
}

/// Whether `a.b.c` is at least so much.
fn at_least(version: &str, least: (u32, u32, u32)) -> bool {
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= least
}

/// Makes folder and file readable by this account alone.
fn make_private(path: &Path) -> Result<(), OpenFault> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let not_writable = |at: &Path, why: std::io::Error| OpenFault::NotWritable {
        at: at.display().to_string(),
        why: why.to_string(),
    };
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(|why| not_writable(folder, why))?;
    }
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|why| not_writable(path, why))?;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
        .map_err(|why| not_writable(path, why))?;
    // SQLite writes two more files beside this one.
    let probe = path.with_extension("probe");
    std::fs::write(&probe, b"")
        .map_err(|why| not_writable(folder.unwrap_or(Path::new(".")), why))?;
    std::fs::remove_file(&probe).map_err(|why| not_writable(&probe, why))
}

/// A path as it stands in an address: `?`, `#` and `%` mean something there.
fn escaped(path: &Path) -> String {
    path.to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
        .replace(' ', "%20")
}

async fn migrate(
    migrator: &sqlx::migrate::Migrator,
    pool: &AnyPool,
    shown: &str,
) -> Result<(), OpenFault> {
    use sqlx::migrate::MigrateError;
    migrator.run(pool).await.map_err(|why| match why {
        MigrateError::VersionMissing(found) => OpenFault::Newer {
            at: shown.to_owned(),
            found,
            known: migrator.iter().map(|one| one.version).max().unwrap_or(0),
        },
        MigrateError::VersionMismatch(found) => OpenFault::Altered {
            at: shown.to_owned(),
            found,
        },
        other => OpenFault::Database {
            at: shown.to_owned(),
            why: other.to_string(),
        },
    })
}

/// Whether a fault says that doing it again may help.
pub(crate) fn crossed(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Sql(why) if remedy(why) == Remedy::Again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_with_a_known_fault_is_too_old() {
        assert!(at_least("3.51.3", SQLITE_AT_LEAST));
        assert!(at_least("3.52.0", SQLITE_AT_LEAST));
        assert!(at_least("4.0", SQLITE_AT_LEAST));
        assert!(!at_least("3.51.2", SQLITE_AT_LEAST));
        assert!(!at_least("3.9.9", SQLITE_AT_LEAST));
        assert!(!at_least("", SQLITE_AT_LEAST));
    }
}
