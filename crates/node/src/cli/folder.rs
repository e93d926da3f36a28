//! What the commands that work on a node's folder have in common.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use comity_flows::{FlowFault, Node, Officer, Prover};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::grant::NATIVE;
use comity_wire::hash::sha256;
use zeroize::Zeroizing;

use super::{Exit, Fault};
use crate::house::config::Config;
use crate::house::keyring::{ask, machine, passphrase, read_seed};
use crate::house::papers::Papers;
use crate::house::passwords::SoftProver;

/// The node's folder.
#[derive(Debug, Args)]
pub(crate) struct Dir {
    /// Folder of the node.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: PathBuf,
}

/// Keys that are usually kept in a safe.
#[derive(Debug, Args)]
pub(crate) struct Safe {
    /// File with the passphrase of the authority's and the State's keys; asked for when left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) authority_passphrase_file: Option<PathBuf>,
    /// The State's secret key, when it does not lie in the node's folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) state_secret: Option<PathBuf>,
}

impl Safe {
    /// The papers of the node in `folder`.
    pub(crate) fn papers<'a>(&'a self, folder: &'a Path, config: &'a Config) -> Papers<'a> {
        Papers {
            folder,
            config,
            secret: self.authority_passphrase_file.as_deref(),
            state_key: self.state_secret.as_deref(),
        }
    }
}

/// In whose name a command acts.
#[derive(Debug, Args)]
pub(crate) struct Actor {
    /// Sign-in name of the person who acts.
    #[arg(long = "as", value_name = "LOGIN")]
    pub(crate) login: String,
    /// File with the person's password; asked for when left out.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The person's own key for approvals outside the browser, such as native/marin.key.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
}

impl Actor {
    /// The password: from its file or from the terminal.
    pub(crate) fn password(&self) -> Result<Zeroizing<String>, Fault> {
        let bytes = match &self.password_file {
            Some(file) if !file.exists() => {
                return Err(Fault::misuse(
                    format!("there is no password file {}", file.display()),
                    "name another, or leave it out and be asked",
                ));
            }
            Some(file) => passphrase(file)?,
            None => ask(&format!("Password of {}", self.login))?,
        };
        String::from_utf8(bytes.to_vec())
            .map(Zeroizing::new)
            .map_err(|_| Fault::misuse("the password is no text", "write it in UTF-8"))
    }

    /// Signs the person in: as at a page, or with the person's own key.
    pub(crate) async fn officer(&self, node: &Node) -> Result<Officer, Fault> {
        let password = self.password()?;
        let cookie = node
            .sign_in(&self.login, &password)
            .await
            .map_err(fault_of)?;
        let signed_in = node.session(&cookie).await.map_err(fault_of);
        // The session lives for this one command.
        node.sign_out(&cookie).await.map_err(fault_of)?;
        let mut officer = signed_in?.officer;
        if let Some(file) = &self.key {
            officer.prover = Some(self.native(node, file, &password).await?);
        }
        Ok(officer)
    }

    async fn native(
        &self,
        node: &Node,
        file: &Path,
        password: &str,
    ) -> Result<Arc<dyn Prover>, Fault> {
        let row = node
            .ledger()
            .officer_by_login(&self.login)
            .await
            .map_err(machine)?
            .ok_or_else(|| fault_of(FlowFault::WrongSignIn))?;
        let seed = read_seed("officer", file, password.as_bytes())?;
        let authenticator =
            SoftwareAuthenticator::from_seed(&seed, NATIVE, NATIVE).map_err(machine)?;
        Ok(Arc::new(SoftProver {
            authenticator,
            grant: sha256(&row.grant),
            world: node.world,
        }))
    }
}

/// A fault of a flow as the terminal shows it: what was refused is "no", what failed is the machine.
pub(crate) fn fault_of(fault: FlowFault) -> Fault {
    use FlowFault as F;
    let mut what = fault.to_string();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&fault);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !what.contains(&text) {
            what.push_str(&format!(": {text}"));
        }
        cause = inner.source();
    }
    let (exit, remedy) = match &fault {
        F::NotFound => (Exit::Misuse, "`comity request list` shows what is here"),
        F::Unverified(_) => (
            Exit::No,
            "look at `comity law show`, then add --confirm-law with your words",
        ),
        F::Input { .. } | F::UnknownPeer(_) => (Exit::Misuse, ""),
        F::Ledger(_) | F::Blobs(_) | F::Node(_) => {
            (Exit::Machine, "`comity doctor` finds what is wrong")
        }
        _ => (Exit::No, ""),
    };
    Fault {
        exit,
        what: format!("{what} [{}]", fault.code()),
        remedy: remedy.to_owned(),
    }
}
