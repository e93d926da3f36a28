//! The main job, played by the officers of three nodes through the same flows that the pages call.

use std::path::Path;

use comity_core::id::RequestId;
use comity_core::kind::Kind;
use comity_core::request::Relation;
use comity_core::stage::Stage;
use comity_flows::ItemAnswer;

use super::carry::Carried;
use super::forms;
use super::post::{Post, flow, order_of, sent};
use super::produce::produce;
use super::tell::Tell;
use crate::cli::Fault;
use crate::house::keyring::machine;

/// What the play has to show.
pub(crate) struct Played {
    pub(crate) preservation: RequestId,
    pub(crate) production: RequestId,
    pub(crate) evidence: Vec<Carried>,
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
