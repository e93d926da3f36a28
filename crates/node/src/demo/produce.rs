//! The formal request: signed by two, ordered by two, sealed, released by two, verified.

use std::path::Path;
use std::time::Instant as Wall;

use comity_core::id::RequestId;
use comity_core::item::ItemState;
use comity_core::request::Part;
use comity_core::stage::Stage;

use super::carry::{Carried, all_here, seal_all};
use super::forms;
use super::post::{Post, flow, order_of, sent, waiting};
use super::tell::Tell;
use crate::cli::Fault;
use crate::house::keyring::machine;

/// Aldoria completes the draft, Belmark orders the provider, the evidence goes both ways.
pub(super) async fn produce(
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
