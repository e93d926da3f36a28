//! Where the law is in doubt: facts that nobody has verified, and another answer at the other side.
//!
//! A doubt never changes the answer. It is shown, and before a request leaves a person confirms on
//! record that the unverified facts were looked at. The receiver asks its own pack; where its answer is
//! another one it says so at once, and both sides see both answers.

use comity_core::approval::Purpose;
use comity_core::basis::{Basis, BasisRole, Confidence};
use comity_core::id::{OfficerId, RequestId};
use comity_core::law::Outcome;
use comity_core::request::{Part, RequestFile};
use comity_core::role::Act;
use comity_core::stage::Side;
use comity_core::time::Instant;
use comity_wire::hash::sha256;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fault::FlowFault;
use crate::law::Found;
use crate::message::LawView;
use crate::node::{Node, Officer};
use crate::ports::{Change, RegisterLine};

/// How the law of a request stands: what is not verified, who has confirmed it, and what the other
/// side's own pack says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LawDoubts {
    /// Bases that rest on a fact nobody has verified.
    pub unverified: Vec<Basis>,
    /// Who confirmed these, and when. None where nobody did, or where the answer is another one since.
    pub confirmed: Option<(OfficerId, Instant)>,
    /// The answer of the other side, where it differs from ours.
    pub other: Option<OtherAnswer>,
}

impl LawDoubts {
    /// Whether a person must confirm before it leaves.
    #[must_use]
    pub fn must_confirm(&self) -> bool {
        !self.unverified.is_empty() && self.confirmed.is_none()
    }
}

/// Two answers to one question, on two packs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherAnswer {
    /// Their decision; none where the text told them too little.
    pub decision: Option<Outcome>,
    /// Their bases.
    pub bases: Vec<Basis>,
    /// Hash of their pack.
    pub pack: String,
    /// Instruments that only we rest on.
    pub only_ours: Vec<String>,
    /// Instruments that only they rest on.
    pub only_theirs: Vec<String>,
    /// When it was found.
    pub at: Instant,
}

impl Node {
    /// How the law of a request stands, with what the register says about it.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn law_doubts(&self, file: &RequestFile) -> Result<LawDoubts, FlowFault> {
        let found = self.law.find(&file.form, file.kind, self.now());
        let lines = self.ports.ledger.register(file.id).await?;
        Ok(LawDoubts {
            confirmed: confirmed(&lines, &found),
            unverified: doubtful(&found),
            other: other_answer(&lines),
        })
    }

    /// A person has looked at the unverified facts on which a draft rests.
    ///
    /// # Errors
    /// [`FlowFault::NotAllowed`], [`FlowFault::NotFound`].
    pub async fn confirm_law(
        &self,
        officer: &Officer,
        case: RequestId,
        note: &str,
    ) -> Result<(), FlowFault> {
        if !officer.may(Act::Draft) {
            officer.must(Act::Approve)?;
        }
        let line = self.read_case(case).await?;
        let now = self.now();
        let found = self.law.find(&line.file.form, line.file.kind, now);
        let what = json!({
            "answer": fingerprint(&found),
            "pack": self.law.hash(),
            "bases": doubtful(&found),
            "note": note,
        });
        let mut change = Change::default();
        let by = officer.id.as_str();
        self.note(&mut change, Some(case), now, "law.confirmed", by, &what)?;
        self.ports.ledger.commit(change).await?;
        self.tell("law.confirmed", Some(case));
        Ok(())
    }

    /// Fails unless the unverified facts of this answer were confirmed by a person.
    pub(crate) async fn must_be_confirmed(
        &self,
        case: RequestId,
        found: &Found,
    ) -> Result<(), FlowFault> {
        let doubts = doubtful(found);
        if doubts.is_empty() {
            return Ok(());
        }
        let lines = self.ports.ledger.register(case).await?;
        if confirmed(&lines, found).is_some() {
            return Ok(());
        }
        Err(FlowFault::Unverified(names(&doubts)))
    }

    /// Fails when the basis of a request is gone since it was written, such as a consent withdrawn
    /// while it waited for its last signature.
    pub(crate) fn must_still_stand(
        &self,
        file: &RequestFile,
        purpose: Purpose,
    ) -> Result<(), FlowFault> {
        if purpose != Purpose::Send || file.part != Part::Request || file.side != Side::Sender {
            return Ok(());
        }
        let found = self.law.find(&file.form, file.kind, self.now());
        if found.is_blocked() {
            return Err(FlowFault::NoBasis(found.advice()));
        }
        Ok(())
    }

    /// Compares what the sender claims with our own answer; a difference goes into the register, and
    /// what is to be told to the sender comes back.
    pub(crate) fn compare_law(&self, claimed: &[Basis], found: &Found) -> Option<LawView> {
        let (only_theirs, only_ours) = difference(claimed, &found.bases);
        (!only_theirs.is_empty() || !only_ours.is_empty()).then(|| LawView {
            pack: self.law.hash(),
            decision: found.decision.as_ref().map(|it| it.decision),
            bases: found.bases.clone(),
        })
    }

    /// What the other side's law says, beside ours.
    pub(crate) fn other_answer_of(
        &self,
        ours: &[Basis],
        theirs: &LawView,
        at: Instant,
    ) -> OtherAnswer {
        let (only_ours, only_theirs) = difference(ours, &theirs.bases);
        OtherAnswer {
            decision: theirs.decision,
            bases: theirs.bases.clone(),
            pack: theirs.pack.clone(),
            only_ours,
            only_theirs,
            at,
        }
    }
}

/// Bases of an answer that are not verified; parallel ones are not relied on.
fn doubtful(found: &Found) -> Vec<Basis> {
    let unverified = found.decision.as_ref().is_some_and(|it| it.unverified);
    let doubtful = |one: &&Basis| {
        one.role != BasisRole::Parallel && one.confidence < Confidence::High && unverified
    };
    found.bases.iter().filter(doubtful).cloned().collect()
}

fn names(bases: &[Basis]) -> String {
    let name = |one: &Basis| format!("{} {}", one.instrument, one.article);
    bases.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Names an answer: what was confirmed for one does not count for another.
fn fingerprint(found: &Found) -> String {
    sha256(names(&doubtful(found)).as_bytes()).to_string()
}

fn confirmed(lines: &[RegisterLine], found: &Found) -> Option<(OfficerId, Instant)> {
    let wanted = fingerprint(found);
    lines.iter().rev().find_map(|line| {
        let what = what_of(line, "law.confirmed")?;
        let same = what.get("answer").and_then(Value::as_str) == Some(wanted.as_str());
        same.then(|| Some((line.actor.parse().ok()?, line.at)))?
    })
}

fn other_answer(lines: &[RegisterLine]) -> Option<OtherAnswer> {
    lines
        .iter()
        .rev()
        .find_map(|line| serde_json::from_value(what_of(line, "law.differs")?).ok())
}

fn what_of(line: &RegisterLine, kind: &str) -> Option<Value> {
    if line.kind != kind {
        return None;
    }
    let mut body: Value = serde_json::from_slice(&line.body).ok()?;
    body.get_mut("what").map(Value::take)
}

/// Instruments that one side rests on and the other does not, in either direction.
fn difference(a: &[Basis], b: &[Basis]) -> (Vec<String>, Vec<String>) {
    let main = |list: &[Basis]| -> Vec<String> {
        let relied = list.iter().filter(|one| one.role != BasisRole::Parallel);
        relied.map(|one| one.instrument.clone()).collect()
    };
    let (a, b) = (main(a), main(b));
    let only = |from: &[String], other: &[String]| -> Vec<String> {
        let mut list: Vec<String> = from
            .iter()
            .filter(|one| !other.contains(one))
            .cloned()
            .collect();
        list.dedup();
        list
    };
    (only(&a, &b), only(&b, &a))
}
