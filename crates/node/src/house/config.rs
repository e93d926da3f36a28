//! Settings: `comity.toml` in the node's folder, each overridable by `COMITY_NAME` in the environment.
//! Secrets are never settings, only paths of files that hold them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use comity_core::id::NodeId;
use comity_wire::context::World;
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::{Deserialize, Serialize};

use crate::cli::Fault;

/// The settings of one node.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The node's id.
    pub(crate) node: NodeId,
    /// Invented States only; its messages never reach a live peer.
    #[serde(default)]
    pub(crate) exercise: bool,
    /// Where peers come in.
    pub(crate) peer_listen: SocketAddr,
    /// Where officers come in: loopback, or behind the office's own proxy.
    pub(crate) desk_listen: SocketAddr,
    /// `ledger.sqlite` or `postgres://…`.
    #[serde(default = "ledger")]
    pub(crate) database: String,
    /// File with the database password, if one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) database_password_file: Option<PathBuf>,
    /// A folder, or `s3://bucket/prefix`.
    #[serde(default = "objects")]
    pub(crate) objects: String,
    /// File with the passphrase of the key files.
    #[serde(default = "passphrase")]
    pub(crate) passphrase_file: PathBuf,
    /// IANA zone of the office.
    #[serde(default = "utc")]
    pub(crate) zone: String,
    /// Language of the first visit.
    #[serde(default = "english")]
    pub(crate) language: String,
    /// Program that wakes a person: called with the reference and the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pager: Option<PathBuf>,
}

fn ledger() -> String {
    "ledger.sqlite".to_owned()
}
fn objects() -> String {
    "objects".to_owned()
}
fn passphrase() -> PathBuf {
    PathBuf::from("passphrase")
}
fn utc() -> String {
    "UTC".to_owned()
}
fn english() -> String {
    "en".to_owned()
}

/// The settings that the environment may override; other names with the prefix are not ours to read.
const NAMES: [&str; 11] = [
    "node",
    "exercise",
    "peer_listen",
    "desk_listen",
    "database",
    "database_password_file",
    "objects",
    "passphrase_file",
    "zone",
    "language",
    "pager",
];

impl Config {
    /// Reads the settings of the node in `folder`.
    ///
    /// # Errors
    /// A missing file or a setting that cannot be used, by its name.
    pub(crate) fn read(folder: &Path) -> Result<Self, Fault> {
        let file = folder.join("comity.toml");
        if !file.is_file() {
            return Err(Fault::misuse(
                format!("there is no node in {}", folder.display()),
                "make one with `comity init`, or name its folder with --dir",
            ));
        }
        Figment::new()
            .merge(Toml::file(&file))
            .merge(Env::prefixed("COMITY_").only(&NAMES))
            .extract()
            .map_err(|wrong| {
                Fault::misuse(
                    format!("{}: {wrong}", file.display()),
                    "correct the setting and start again",
                )
            })
    }

    /// Writes the settings into `folder`.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Fault> {
        let mut text = String::from(
            "# Settings of this Comity node. Each can be overridden by COMITY_NAME in the environment.\n",
        );
        let json =
            serde_json::to_value(self).map_err(|wrong| Fault::machine(wrong.to_string(), ""))?;
        for (name, value) in json.as_object().into_iter().flatten() {
            // Strings and booleans are written the same in JSON and TOML.
            text.push_str(&format!("{name} = {value}\n"));
        }
        let file = folder.join("comity.toml");
        std::fs::write(&file, text).map_err(|why| not_writable(&file, &why))
    }

    /// Which world the node lives in.
    pub(crate) const fn world(&self) -> World {
        if self.exercise {
            World::Exercise
        } else {
            World::Live
        }
    }
}

/// The fault of a file that cannot be written.
pub(crate) fn not_writable(file: &Path, why: &std::io::Error) -> Fault {
    Fault::machine(
        format!("{} cannot be written: {why}", file.display()),
        "give this account the folder, make room on the disk, or choose another folder with --dir",
    )
}

/// The fault of a file that cannot be read.
pub(crate) fn not_readable(file: &Path, why: &std::io::Error) -> Fault {
    Fault::machine(
        format!("{} cannot be read: {why}", file.display()),
        "restore it from the back-up of this node; nothing else can replace it",
    )
}
