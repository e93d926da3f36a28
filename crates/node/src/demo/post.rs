//! One node of the exercise with its people: who signs in, and what to wait for.

use std::sync::Arc;
use std::time::{Duration, Instant as Wall};

use comity_core::id::RequestId;
use comity_core::request::{Relation, RequestFile};
use comity_flows::{FlowFault, Node, Officer, Prover, Said};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::context::World;
use comity_wire::grant::NATIVE;
use comity_wire::hash::sha256;
use comity_wire::secret_file;

use super::world::{Built, PASSWORD};
use crate::cli::Fault;
use crate::house::keyring::machine;
use crate::house::passwords::SoftProver;
use crate::house::running::Running;

/// How long the demo waits for another node before it gives up and says so.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// One node with its people.
pub(crate) struct Post<'a> {
    pub(crate) running: &'a Running,
    pub(crate) built: &'a Built,
}

impl Post<'_> {
    pub(super) fn node(&self) -> &Arc<Node> {
        &self.running.node
    }

    /// An officer who signed in at a page.
    pub(super) async fn person(&self, login: &str) -> Result<Officer, Fault> {
        let cookie = self.node().sign_in(login, PASSWORD).await.map_err(flow)?;
        self.node()
            .session(&cookie)
            .await
            .map(|session| session.officer)
            .map_err(flow)
    }

    /// The same officer at a machine of their own, with the native tool.
    pub(super) async fn native(&self, login: &str) -> Result<Officer, Fault> {
        let row = self
            .built
            .officers
            .iter()
            .find(|row| row.login == login)
            .ok_or_else(|| machine("no such person in the exercise"))?;
        let file = self
            .built
            .folder
            .join("native")
            .join(format!("{login}.key"));
        let sealed = std::fs::read(&file).map_err(machine)?;
        let seed = secret_file::open("officer", &sealed, PASSWORD.as_bytes()).map_err(machine)?;
        let seed: [u8; 32] = seed.as_slice().try_into().map_err(machine)?;
        let authenticator =
            SoftwareAuthenticator::from_seed(&seed, NATIVE, NATIVE).map_err(machine)?;
        let prover: Arc<dyn Prover> = Arc::new(SoftProver {
            authenticator,
            grant: sha256(&row.grant),
            world: World::Exercise,
        });
        self.node()
            .officer_with(&row.id, Some(prover))
            .await
            .map_err(flow)
    }

    pub(super) async fn file(&self, id: RequestId) -> Result<RequestFile, Fault> {
        let line = self.node().ledger().case(id).await.map_err(machine)?;
        line.map(|line| line.file)
            .ok_or_else(|| machine("a file of the exercise is gone"))
    }

    /// Waits until the file is as `ready` wants it.
    pub(super) async fn until(
        &self,
        id: RequestId,
        what: &str,
        ready: impl Fn(&RequestFile) -> bool,
    ) -> Result<RequestFile, Fault> {
        let began = Wall::now();
        let mut news = self.running.news.subscribe();
        loop {
            if let Some(line) = self.node().ledger().case(id).await.map_err(machine)?
                && ready(&line.file)
            {
                return Ok(line.file);
            }
            if began.elapsed() > PATIENCE {
                return Err(Fault::machine(
                    format!("waited {} s in vain: {what}", PATIENCE.as_secs()),
                    "look at the messages above; the world is kept in its folder",
                ));
            }
            // News wakes us; the short wait covers news that came before we listened.
            let _ = tokio::time::timeout(Duration::from_millis(100), news.recv()).await;
        }
    }
}

/// The order that executes a request.
pub(super) async fn order_of(stage: &Post<'_>, request: RequestId) -> Result<RequestId, Fault> {
    let file = stage.file(request).await?;
    let link = file
        .links
        .iter()
        .rev()
        .find(|link| link.relation == Relation::Order);
    link.map(|link| link.request)
        .ok_or_else(|| machine("no order was drawn up"))
}

/// The act went out.
pub(super) fn sent(said: Said) -> Result<(), Fault> {
    match said {
        Said::Queued(_) => Ok(()),
        Said::Waiting(_) | Said::ToCarry => Err(machine(
            "the exercise expected that this act needs nobody else",
        )),
    }
}

/// The act waits for a second person: its id.
pub(super) fn waiting(said: Said) -> Result<String, Fault> {
    match said {
        Said::Waiting(id) => Ok(id),
        Said::Queued(_) | Said::ToCarry => Err(machine(
            "the exercise expected that this act needs a second person",
        )),
    }
}

/// A fault of a flow as the terminal shows it.
pub(crate) fn flow(fault: FlowFault) -> Fault {
    let code = fault.code();
    let mut what = fault.to_string();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&fault);
    while let Some(inner) = cause {
        what.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    Fault::machine(format!("{what} [{code}]"), "")
}
