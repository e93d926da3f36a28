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
    /// Address of the S3 service; AWS itself when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) s3_endpoint: Option<String>,
    /// Its region; `us-east-1` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) s3_region: Option<String>,
    /// File with the access key id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) s3_access_key_file: Option<PathBuf>,
    /// File with the secret access key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) s3_secret_key_file: Option<PathBuf>,
    /// Whether plain HTTP will do: only for a service on the same machine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) s3_allow_http: bool,
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
const NAMES: [&str; 16] = [
    "node",
    "exercise",
    "peer_listen",
    "desk_listen",
    "database",
    "database_password_file",
    "objects",
    "s3_endpoint",
    "s3_region",
    "s3_access_key_file",
    "s3_secret_key_file",
    "s3_allow_http",
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

#[cfg(test)]
mod tests {
    use comity_store::ObjectsAt;

    use super::*;
    use crate::house::opened::objects_of;

    #[test]
    fn a_bucket_is_set_by_address_region_and_files_with_its_keys() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = r#"
node = "XA/justice/central"
peer_listen = "127.0.0.1:1"
desk_listen = "127.0.0.1:2"
objects = "s3://evidence/xa"
s3_endpoint = "https://s3.justice.example"
s3_region = "xa-1"
s3_access_key_file = "keys/s3.id"
s3_secret_key_file = "/run/secrets/s3"
"#;
        std::fs::write(folder.path().join("comity.toml"), text).expect("writes");
        let config = Config::read(folder.path()).unwrap_or_else(|fault| panic!("{fault}"));
        let ObjectsAt::S3 { url, options, .. } = objects_of(folder.path(), &config) else {
            panic!("a bucket");
        };
        assert_eq!(url, "s3://evidence/xa");
        assert_eq!(
            options.endpoint.as_deref(),
            Some("https://s3.justice.example")
        );
        assert_eq!(options.region.as_deref(), Some("xa-1"));
        let own = folder.path().join("keys/s3.id");
        assert_eq!(options.access_key_file, Some(own), "from the node's folder");
        assert_eq!(options.secret_key_file, Some("/run/secrets/s3".into()));
        assert!(!options.allow_http);
    }
}
