//! The messages: who signed each, who confirmed it, and that register and messages tell one story.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::id::{Digest, MsgId, NodeId, RequestId};
use comity_core::time::Instant;
use comity_wire::cbor;
use comity_wire::context::Context;
use comity_wire::cose::Unverified;
use comity_wire::keys::{KeyId, VerifyingKey};
use comity_wire::payload::{Payload, message_id};
use comity_wire::proof_package::{PackedAnswer, PackedMessage};
use comity_wire::receipt::SignedReceipt;
use comity_wire::refusal::{Refused, SignedRefusal};
use serde_json::Value;

use super::trust::{Standing, judge, signer};
use super::{Opened, View};
use crate::{Check, Report};

/// A message whose signatures hold.
pub(super) struct Told {
    pub(super) id: MsgId,
    pub(super) payload: Payload,
    pub(super) body: Value,
}

impl Told {
    /// How reports name it.
    pub(super) fn name(&self) -> String {
        let action = &self.payload.action;
        let id = self.id.to_string();
        format!(
            "{} {} of {}, {}",
            action.kind,
            id.get(..12).unwrap_or(&id),
            action.from,
            self.payload.created
        )
    }

    fn is_ours(&self, view: &View<'_>) -> bool {
        self.payload.action.from == view.package.node
    }
}

/// Examines all messages; returns those that hold, in the order in which they were made.
pub(super) fn examine(view: &View<'_>, register: &[Opened], report: &mut Report) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for (place, packed) in view.package.messages.iter().enumerate() {
        let Some(message) = signed(view, place, packed, report) else {
            continue;
        };
        if told.iter().any(|other| other.id == message.id) {
            report.add(Check::fails("message", "each message once", message.name()));
            continue;
        }
        answers(view, &message, packed, register, report);
        told.push(message);
    }
    told.sort_by_key(|one| (one.payload.created, one.payload.seq));
    report.add(about_case(view, &told));
    report.add(sequence(&told));
    report.add(recorded(view, &told, register));
    told
}

/// Layout, certificate, both signatures, sender.
fn signed(
    view: &View<'_>,
    place: usize,
    packed: &PackedMessage,
    report: &mut Report,
) -> Option<Told> {
    let expected = "signed by its sender's node, both signatures";
    let read = || -> Result<_, String> {
        let unverified = Unverified::read(&packed.inner).map_err(|fault| fault.to_string())?;
        let payload = Payload::decode(unverified.payload).map_err(|fault| fault.to_string())?;
        let body = cbor::to_json(&payload.action.body).map_err(|fault| fault.to_string())?;
        Ok((unverified, payload, body))
    };
    let (unverified, payload, body) = match read() {
        Ok(read) => read,
        Err(why) => {
            report.add(Check::fails(
                "message",
                expected,
                format!("message {place}: {why}"),
            ));
            return None;
        }
    };
    let message = Told {
        id: message_id(unverified.payload, view.world),
        payload,
        body,
    };
    let standing = signer(view, &unverified.kid, message.payload.created);
    let signer = judge("message", expected, standing, report)?;
    let certificate = signer.certificate;
    let sender = certificate.node == message.payload.action.from
        && certificate.epoch == message.payload.epoch;
    let held = unverified.verify(view.world.domain(Context::Message), &certificate.signing);
    let fault = match held {
        Err(fault) => Some(fault.to_string()),
        Ok(_) if !sender => Some(format!("signed by {}", certificate.node)),
        Ok(_) => None,
    };
    match fault {
        Some(fault) => {
            report.add(Check::fails(
                "message",
                expected,
                format!("{}: {fault}", message.name()),
            ));
            None
        }
        None => {
            report.add(Check::holds("message", expected, message.name()));
            Some(message)
        }
    }
}

/// For ours a word of each addressee; for theirs our own receipt, which names a leaf of our log.
fn answers(
    view: &View<'_>,
    message: &Told,
    packed: &PackedMessage,
    register: &[Opened],
    report: &mut Report,
) {
    let mut owed: BTreeSet<NodeId> = if message.is_ours(view) {
        message.payload.action.to.clone()
    } else {
        message
            .payload
            .action
            .to
            .iter()
            .filter(|node| **node == view.package.node)
            .cloned()
            .collect()
    };
    if owed.is_empty() {
        let expected = format!("to or from {}", view.package.node);
        report.add(Check::fails("message", expected, message.name()));
    }
    for packed in &packed.answers {
        let Some(from) = answer(view, message, packed, register, report) else {
            continue;
        };
        if !owed.remove(&from) {
            let found = format!("{from} about {}", message.name());
            report.add(Check::fails(
                "receipt",
                "one answer of each addressee",
                found,
            ));
        }
    }
    for node in owed {
        let expected = format!("a receipt of {node}");
        report.add(Check::unproven(
            "receipt",
            expected,
            format!("none for {}", message.name()),
        ));
    }
}

/// One receipt or refusal; gives whose word it is.
fn answer(
    view: &View<'_>,
    message: &Told,
    packed: &PackedAnswer,
    register: &[Opened],
    report: &mut Report,
) -> Option<NodeId> {
    let name = message.name();
    if let Ok((receipt, kid)) = SignedReceipt::peek(&packed.answer) {
        let expected = "a receipt signed by the addressee, over this message and its envelope";
        let (from, key) = addressee("receipt", expected, view, &kid, receipt.at, report)?;
        let fault = if let Err(fault) =
            SignedReceipt::verify(&packed.answer, view.world, |_| Some(key))
        {
            Some(fault.to_string())
        } else if receipt.message != message.id {
            Some(format!("about the message {}", receipt.message))
        } else if receipt.sealed != packed.sealed {
            Some(format!("about the envelope {}", receipt.sealed))
        } else if from == view.package.node && !receipt.parked && !has_leaf(register, receipt.leaf)
        {
            Some(format!(
                "its leaf {} is no arrival in the register",
                receipt.leaf
            ))
        } else {
            None
        };
        report.add(match fault {
            Some(fault) => Check::fails("receipt", expected, format!("{name}: {fault}")),
            None => Check::holds(
                "receipt",
                expected,
                format!("{name}: received by {from} at {}", receipt.at),
            ),
        });
        return Some(from);
    }
    let expected = "a receipt or refusal signed by the addressee";
    let (refusal, kid) = match SignedRefusal::peek(&packed.answer) {
        Ok(peeked) => peeked,
        Err(fault) => {
            report.add(Check::fails(
                "receipt",
                expected,
                format!("{name}: {fault}"),
            ));
            return None;
        }
    };
    let (from, key) = addressee("refusal", expected, view, &kid, refusal.at, report)?;
    let about = match refusal.about {
        Refused::Message(id) => id == message.id,
        Refused::Envelope(digest) => digest == packed.sealed,
    };
    let held = SignedRefusal::verify(&packed.answer, view.world, |_| Some(key));
    report.add(match held {
        Err(fault) => Check::fails("refusal", expected, format!("{name}: {fault}")),
        Ok(_) if !about => Check::fails("refusal", expected, format!("{name}: about another one")),
        Ok(_) => Check::holds(
            "refusal",
            expected,
            format!(
                "{name}: refused by {from} at {}, {}",
                refusal.at,
                refusal.code.as_str()
            ),
        ),
    });
    Some(from)
}

fn addressee(
    name: &'static str,
    expected: &str,
    view: &View<'_>,
    kid: &KeyId,
    at: Instant,
    report: &mut Report,
) -> Option<(NodeId, VerifyingKey)> {
    let standing: Standing<'_> = signer(view, kid, at);
    let signer = judge(name, expected, standing, report)?;
    let certificate = signer.certificate;
    Some((certificate.node.clone(), certificate.signing.clone()))
}

fn has_leaf(register: &[Opened], leaf: Digest) -> bool {
    register
        .iter()
        .any(|entry| entry.leaf == leaf && entry.kind == "message.received")
}

/// Every message speaks of this case, and the one that opened it bears its number.
fn about_case(view: &View<'_>, told: &[Told]) -> Check {
    let expected = format!(
        "messages about {} ({})",
        view.package.case, view.package.number
    );
    for message in told {
        let body = &message.body;
        let case = body.get("order").or_else(|| body.get("request"));
        let case = case.and_then(Value::as_str).map(str::parse::<RequestId>);
        let void = message.payload.action.kind == "thread.void";
        if !void && case != Some(Ok(view.package.case)) {
            return Check::fails("case", expected, message.name());
        }
        let opens = matches!(
            message.payload.action.kind.as_str(),
            "request.new" | "order.serve"
        );
        let number = body.get("number").and_then(Value::as_str);
        if opens && number != Some(view.package.number.as_str()) {
            let found = format!(
                "{} has the number {}",
                message.name(),
                number.unwrap_or("none")
            );
            return Check::fails("case", expected, found);
        }
    }
    Check::holds("case", expected, format!("{} messages", told.len()))
}

/// The messages of a sender in a thread follow each other without a gap.
fn sequence(told: &[Told]) -> Check {
    let expected = "each message names the one before it";
    let mut places: BTreeMap<_, &Told> = BTreeMap::new();
    for message in told {
        let payload = &message.payload;
        let line = (
            payload.action.thread,
            payload.action.from.clone(),
            payload.epoch,
        );
        if let Some(other) = places.insert((line, payload.seq), message) {
            let found = format!("{} and {} claim one place", other.name(), message.name());
            return Check::fails("sequence", expected, found);
        }
    }
    for ((line, seq), message) in &places {
        let before = seq
            .checked_sub(1)
            .and_then(|before| places.get(&(line.clone(), before)));
        let named = message.payload.prev;
        let follows = *seq == 1 || (named.is_some() && named == before.map(|before| before.id));
        if !follows {
            let found = format!("what stands before {} is not here", message.name());
            return Check::unproven("sequence", expected, found);
        }
    }
    Check::holds("sequence", expected, format!("{} messages", told.len()))
}

/// The register names the same messages that the package holds.
fn recorded(view: &View<'_>, told: &[Told], register: &[Opened]) -> Check {
    let ids = |kind: &str| -> BTreeSet<MsgId> {
        register
            .iter()
            .filter(|entry| entry.kind == kind)
            .filter_map(|entry| entry.what.get("msg")?.as_str()?.parse().ok())
            .collect()
    };
    let held = |ours: bool| -> BTreeSet<MsgId> {
        told.iter()
            .filter(|one| one.is_ours(view) == ours)
            .map(|one| one.id)
            .collect()
    };
    let differ = [
        ("message.queued", held(true), ids("message.queued")),
        ("message.received", held(false), ids("message.received")),
    ]
    .into_iter()
    .find_map(|(kind, held, named)| {
        let odd = held.symmetric_difference(&named).next()?;
        Some(format!("{odd} stands in one of them only ({kind})"))
    });
    let expected = "register and package name the same messages";
    match differ {
        Some(found) => Check::fails("register", expected, found),
        None => Check::holds("register", expected, format!("{} messages", told.len())),
    }
}
