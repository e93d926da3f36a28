//! The main job, played by the officers of three nodes through the same flows that the pages call.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Wall};

use bytes::Bytes;
use comity_core::id::{ObjectId, RequestId};
use comity_core::item::ItemState;
use comity_core::kind::Kind;
use comity_core::request::{Part, Relation, RequestFile};
use comity_core::stage::Stage;
use comity_flows::ports::ObjectState;
use comity_flows::{FlowFault, ItemAnswer, Node, Officer, Prover, Said};
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::context::World;
use comity_wire::grant::NATIVE;
use comity_wire::hash::sha256;
use comity_wire::secret_file;
use serde_json::json;

use super::forms;
use super::tell::Tell;
use super::world::{Built, PASSWORD};
use crate::cli::Fault;
use crate::house::keyring::machine;
use crate::house::passwords::SoftProver;
use crate::house::running::Running;

/// How long the demo waits for another node before it gives up and says so.
const PATIENCE: Duration = Duration::from_secs(60);

/// One node with its people.
pub(crate) struct Post<'a> {
    pub(crate) running: &'a Running,
    pub(crate) built: &'a Built,
}

impl Post<'_> {
    fn node(&self) -> &Arc<Node> {
        &self.running.node
    }

    /// An officer who signed in at a page.
    async fn person(&self, login: &str) -> Result<Officer, Fault> {
        let cookie = self.node().sign_in(login, PASSWORD).await.map_err(flow)?;
        self.node()
            .session(&cookie)
            .await
            .map(|session| session.officer)
            .map_err(flow)
    }

    /// The same officer at a machine of their own, with the native tool.
    async fn native(&self, login: &str) -> Result<Officer, Fault> {
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

    async fn file(&self, id: RequestId) -> Result<RequestFile, Fault> {
        let line = self.node().ledger().case(id).await.map_err(machine)?;
        line.map(|line| line.file)
            .ok_or_else(|| machine("a file of the exercise is gone"))
    }

    /// Waits until the file is as `ready` wants it.
    async fn until(
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

/// What the play has to show.
pub(crate) struct Played {
    pub(crate) preservation: RequestId,
    pub(crate) production: RequestId,
    pub(crate) evidence: Vec<Carried>,
}

/// One piece of evidence and what its way took.
pub(crate) struct Carried {
    pub(crate) name: String,
    pub(crate) object: ObjectId,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) sealed_ms: u128,
    pub(crate) transfer_ms: u128,
    pub(crate) verified: bool,
}

/// Plays preservation and production.
pub(crate) async fn play(
    aldoria: &Post<'_>,
    belmark: &Post<'_>,
    northwind: &Post<'_>,
    evidence: &Path,
    tell: &Tell,
) -> Result<Played, Fault> {
    let now = aldoria.node().now();
    tell.act("Aldoria asks Belmark to preserve a mailbox's data");
    let okoye = aldoria.person("okoye").await?;
    let preservation = aldoria
        .node()
        .start_draft(
            &okoye,
            Kind::Preservation,
            &belmark.built.id,
            forms::preservation(now),
        )
        .await
        .map_err(flow)?;
    let draft = aldoria.file(preservation).await?;
    tell.basis(&draft);
    sent(
        aldoria
            .node()
            .submit(&okoye, preservation)
            .await
            .map_err(flow)?,
    )?;
    tell.step(
        &draft,
        "Aldoria",
        "M. Okoye signs alone: preserving discloses nothing (class M1)",
    );
    keep(aldoria, belmark, northwind, preservation, tell).await?;

    tell.act("The formal request follows before the clock runs out");
    let kept = aldoria
        .until(preservation, "the preservation to be confirmed", |file| {
            file.stage == Stage::Executed
        })
        .await?;
    tell.clocks(&kept);
    let link = kept
        .links
        .iter()
        .find(|link| link.relation == Relation::FollowUp);
    let production = link
        .ok_or_else(|| machine("no follow-up draft was opened"))?
        .request;
    let evidence = produce(aldoria, belmark, northwind, production, evidence, tell).await?;
    Ok(Played {
        preservation,
        production,
        evidence,
    })
}

/// Belmark takes the request, orders the provider to keep the data, and Aldoria sees the clock.
async fn keep(
    aldoria: &Post<'_>,
    belmark: &Post<'_>,
    northwind: &Post<'_>,
    request: RequestId,
    tell: &Tell,
) -> Result<(), Fault> {
    aldoria
        .until(request, "Belmark's receipt", |file| {
            file.stage != Stage::Sent && file.stage != Stage::Signed
        })
        .await?;
    let arrived = belmark
        .until(request, "the request to arrive", |_| true)
        .await?;
    tell.step(
        &arrived,
        "Belmark",
        "node checked signature, grant, device and order; receipt signed; duty officer is paged",
    );
    let novak = belmark.person("novak").await?;
    belmark
        .node()
        .acknowledge(&novak, request)
        .await
        .map_err(flow)?;
    belmark
        .node()
        .accept_request(&novak, request, "")
        .await
        .map_err(flow)?;
    let accepted = belmark.file(request).await?;
    tell.step(
        &accepted,
        "Belmark",
        "A. Novak acknowledges; Belmark's own law pack finds the same basis; accepted",
    );
    sent(
        belmark
            .node()
            .serve_order(
                &novak,
                request,
                &northwind.built.id,
                "Code of Criminal Procedure of Belmark, art. 211",
            )
            .await
            .map_err(flow)?,
    )?;
    let order = order_of(belmark, request).await?;
    let served = northwind
        .until(order, "the order to arrive", |_| true)
        .await?;
    tell.step(
        &served,
        "Northwind",
        "holds Belmark's order, not Aldoria's case",
    );
    let silva = northwind.person("silva").await?;
    northwind
        .node()
        .acknowledge(&silva, order)
        .await
        .map_err(flow)?;
    let answers = served
        .items
        .iter()
        .map(|item| (item.id.clone(), ItemAnswer::Kept))
        .collect();
    sent(
        northwind
            .node()
            .answer_order(&silva, order, answers, "snapshot taken")
            .await
            .map_err(flow)?,
    )?;
    let kept = aldoria
        .until(request, "the preservation to be confirmed", |file| {
            file.stage == Stage::Executed
        })
        .await?;
    tell.step(
        &kept,
        "Aldoria",
        "both items are preserved; the clock runs on all three nodes",
    );
    Ok(())
}

async fn produce(
    aldoria: &Post<'_>,
    belmark: &Post<'_>,
    northwind: &Post<'_>,
    request: RequestId,
    evidence: &Path,
    tell: &Tell,
) -> Result<Vec<Carried>, Fault> {
    let now = aldoria.node().now();
    let okoye = aldoria.person("okoye").await?;
    let line = aldoria
        .node()
        .ledger()
        .case(request)
        .await
        .map_err(machine)?
        .ok_or_else(|| machine("the draft is gone"))?;
    let mut form = line.file.form.clone();
    forms::complete_production(&mut form, now);
    aldoria
        .node()
        .save_draft(&okoye, request, line.version, form)
        .await
        .map_err(flow)?;
    let pending = waiting(aldoria.node().submit(&okoye, request).await.map_err(flow)?)?;
    let draft = aldoria.file(request).await?;
    tell.basis(&draft);
    tell.step(&draft, "Aldoria", "M. Okoye signs; traffic data (class M3) needs a second person who is an authority, with a native proof");
    let lindqvist = aldoria.native("lindqvist").await?;
    sent(
        aldoria
            .node()
            .approve(&lindqvist, request, &pending)
            .await
            .map_err(flow)?,
    )?;
    aldoria
        .until(request, "Belmark's receipt", |file| {
            file.stage != Stage::Sent && file.stage != Stage::Signed
        })
        .await?;
    tell.step(&draft, "Aldoria", "prosecutor S. Lindqvist approves with `comity approve` on a machine of her own; sealed and sent");

    belmark
        .until(request, "the request to arrive", |_| true)
        .await?;
    let costa = belmark.person("costa").await?;
    belmark
        .node()
        .acknowledge(&costa, request)
        .await
        .map_err(flow)?;
    belmark
        .node()
        .accept_request(&costa, request, "use limited to the proceeding named")
        .await
        .map_err(flow)?;
    let pending_order = waiting(
        belmark
            .node()
            .serve_order(
                &costa,
                request,
                &northwind.built.id,
                "Code of Criminal Procedure of Belmark, art. 219",
            )
            .await
            .map_err(flow)?,
    )?;
    let order = order_of(belmark, request).await?;
    let ito = belmark.native("ito").await?;
    sent(
        belmark
            .node()
            .approve(&ito, order, &pending_order)
            .await
            .map_err(flow)?,
    )?;
    let accepted = belmark.file(request).await?;
    tell.step(
        &accepted,
        "Belmark",
        "L. Costa finds it lawful; the order to Northwind carries two signatures, one native",
    );

    let served = northwind
        .until(order, "the order to arrive", |file| {
            file.part == Part::Order
        })
        .await?;
    tell.step(
        &served,
        "Northwind",
        "P. Silva seals the data as it is read: no plaintext rests on the disk",
    );
    let (mut carried, answers) = seal_all(northwind, order, &served, evidence).await?;
    let silva = northwind.person("silva").await?;
    northwind
        .node()
        .acknowledge(&silva, order)
        .await
        .map_err(flow)?;
    let left = Wall::now();
    sent(
        northwind
            .node()
            .answer_order(&silva, order, answers, "complete as far as held")
            .await
            .map_err(flow)?,
    )?;

    all_here(belmark, &carried).await?;
    belmark
        .until(request, "the items to be produced", |file| {
            file.stage == Stage::Executed
        })
        .await?;
    let came = belmark.file(request).await?;
    tell.step(
        &came,
        "Belmark",
        "pulled in ranges, every chunk verified; two persons look at the scope and release",
    );
    let produced: Vec<String> = came
        .items
        .iter()
        .filter(|item| matches!(item.state, ItemState::Produced { .. }))
        .map(|item| item.id.clone())
        .collect();
    let pending = waiting(
        belmark
            .node()
            .release(&costa, request, &produced)
            .await
            .map_err(flow)?,
    )?;
    sent(
        belmark
            .node()
            .approve(&ito, request, &pending)
            .await
            .map_err(flow)?,
    )?;

    all_here(aldoria, &carried).await?;
    let arrived = aldoria
        .until(request, "the evidence to be verified", |file| {
            file.stage == Stage::Received
        })
        .await?;
    let took = left.elapsed().as_millis();
    for one in &mut carried {
        one.transfer_ms = took;
        one.verified = true;
    }
    tell.step(
        &arrived,
        "Aldoria",
        "evidence arrived; manifest, every chunk and the SHA-256 of the plaintext agree",
    );
    belmark
        .until(request, "Aldoria's acknowledgement", |file| {
            file.stage == Stage::Received
        })
        .await?;
    aldoria
        .node()
        .close(&okoye, request, "evidence received and verified")
        .await
        .map_err(flow)?;
    Ok(carried)
}

/// Seals one file for each item that asks for data: the named file, or the sample that ships.
async fn seal_all(
    northwind: &Post<'_>,
    order: RequestId,
    served: &RequestFile,
    evidence: &Path,
) -> Result<(Vec<Carried>, Vec<(String, ItemAnswer)>), Fault> {
    let silva = northwind.person("silva").await?;
    let mut carried = Vec::new();
    let mut answers = Vec::new();
    for (place, item) in served.items.iter().enumerate() {
        // The named file answers the last item; the others get the small sample.
        let named = place + 1 == served.items.len();
        let (name, sample) = if named {
            (file_name(evidence), None)
        } else {
            ("subscriber.csv".to_owned(), Some(SUBSCRIBER))
        };
        let began = Wall::now();
        let bytes = match sample {
            Some(sample) => sample.len() as u64,
            None => std::fs::metadata(evidence).map_err(machine)?.len(),
        };
        let object = northwind
            .node()
            .begin_seal(&silva, order, Some(item.id.clone()), &name, Some(bytes))
            .await
            .map_err(flow)?;
        match sample {
            Some(sample) => {
                let piece = Bytes::from_static(sample.as_bytes());
                let digest = sha256(&piece);
                northwind
                    .node()
                    .seal_piece(&silva, object, 0, piece, digest)
                    .await
                    .map_err(flow)?;
            }
            None => seal_file(northwind, &silva, object, evidence).await?,
        }
        let sealed = northwind
            .node()
            .finish_seal(&silva, object, None)
            .await
            .map_err(flow)?;
        carried.push(Carried {
            name,
            object,
            bytes: sealed.bytes,
            sha256: sealed.sha256.to_string(),
            sealed_ms: began.elapsed().as_millis(),
            transfer_ms: 0,
            verified: false,
        });
        answers.push((item.id.clone(), ItemAnswer::Sealed(object)));
    }
    Ok((carried, answers))
}

/// Reads a file in pieces of 8 MiB, as the browser's upload does.
async fn seal_file(
    northwind: &Post<'_>,
    officer: &Officer,
    object: ObjectId,
    file: &Path,
) -> Result<(), Fault> {
    use tokio::io::AsyncReadExt;
    const PIECE: usize = 8 << 20;
    let mut input = tokio::fs::File::open(file).await.map_err(machine)?;
    let mut at = 0;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        (&mut input)
            .take(PIECE as u64)
            .read_to_end(&mut piece)
            .await
            .map_err(machine)?;
        if piece.is_empty() {
            return Ok(());
        }
        let digest = {
            let piece = Bytes::from(piece);
            let digest = sha256(&piece);
            at = northwind
                .node()
                .seal_piece(officer, object, at, piece, digest)
                .await
                .map_err(flow)?;
            digest
        };
        let _ = digest;
    }
}

async fn all_here(stage: &Post<'_>, carried: &[Carried]) -> Result<(), Fault> {
    let began = Wall::now();
    for one in carried {
        loop {
            match stage
                .node()
                .ledger()
                .object(one.object)
                .await
                .map_err(machine)?
            {
                Some(row) if row.state == ObjectState::Here => break,
                Some(row) if row.state == ObjectState::SetAside => {
                    return Err(machine(
                        "evidence was set aside: it does not agree with its seal",
                    ));
                }
                _ => {}
            }
            // A file of a hundred gigabytes takes its time; silence does not.
            if began.elapsed() > PATIENCE + Duration::from_millis(one.bytes / 2_000) {
                return Err(machine("the evidence did not arrive in time"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(())
}

/// The order that executes a request.
async fn order_of(stage: &Post<'_>, request: RequestId) -> Result<RequestId, Fault> {
    let file = stage.file(request).await?;
    let link = file
        .links
        .iter()
        .rev()
        .find(|link| link.relation == Relation::Order);
    link.map(|link| link.request)
        .ok_or_else(|| machine("no order was drawn up"))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("evidence.bin")
        .to_owned()
}

fn sent(said: Said) -> Result<(), Fault> {
    match said {
        Said::Queued(_) => Ok(()),
        Said::Waiting(_) => Err(machine(
            "the exercise expected that this act needs nobody else",
        )),
    }
}

fn waiting(said: Said) -> Result<String, Fault> {
    match said {
        Said::Waiting(id) => Ok(id),
        Said::Queued(_) => Err(machine(
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

/// Facts that the summary repeats.
pub(crate) fn carried_json(one: &Carried) -> serde_json::Value {
    json!({"name": one.name, "bytes": one.bytes, "sha256": one.sha256, "sealed_ms": one.sealed_ms, "transfer_ms": one.transfer_ms, "verified": one.verified})
}

/// Subscriber data of the invented mailbox.
const SUBSCRIBER: &str = "field,value\nname,Jordan Example\ncontact_email,recovery@mail.example\nregistration_time,2025-11-02T08:14:31Z\nregistration_ip,203.0.113.77\n";
