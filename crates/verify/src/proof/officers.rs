//! The persons behind the messages: each proof over the very action, and as many persons as its class
//! asks for. The class is computed from the text here, as the receiver computed it.

use std::collections::BTreeSet;

use comity_core::approval::{Approval, Class, Purpose, Quorum};
use comity_core::form;
use comity_core::kind::Kind;
use comity_core::request::class_of;
use comity_core::stage::StageName;
use comity_wire::context::World;
use comity_wire::directory::{NodeKind, ProofFault};
use serde_json::Value;

use super::View;
use super::messages::Told;
use crate::{Check, Report};

/// What the message that opened the case lays down for all that follow.
struct Opening {
    kind: Kind,
    class: Class,
    order: bool,
}

/// What a message needs.
enum Needs {
    /// Nobody: a machine may say it.
    Nobody,
    /// Persons for this class and purpose.
    Persons(Class, Purpose),
    /// That cannot be told: the reason.
    Unknown(&'static str),
}

/// Examines who approved each message.
pub(super) fn examine(view: &View<'_>, told: &[Told], report: &mut Report) {
    let mut opening: Option<Opening> = None;
    let mut nonces: BTreeSet<[u8; 32]> = BTreeSet::new();
    for message in told {
        follow(&mut opening, message);
        let needs = needs(view, message, opening.as_ref());
        report.add(persons(view, message, &needs));
        for proof in &message.payload.authz {
            if !nonces.insert(proof.nonce) {
                let found = format!("used twice, the second time in {}", message.name());
                report.add(Check::fails("nonce", "each approval counts once", found));
            }
        }
    }
}

/// A new request, an order or a completed text sets the class.
fn follow(opening: &mut Option<Opening>, message: &Told) {
    let body = &message.body;
    let kind = message.payload.action.kind.as_str();
    let read = match kind {
        "request.new" | "order.serve" => body
            .get("kind")
            .and_then(Value::as_str)
            .and_then(Kind::parse),
        "supplement" if is_completed(body) => opening.as_ref().map(|opening| opening.kind),
        _ => return,
    };
    let text = body.get("form").cloned().unwrap_or_default();
    let order = match kind {
        "supplement" => opening.as_ref().is_some_and(|opening| opening.order),
        _ => kind == "order.serve",
    };
    *opening = read.map(|kind| {
        let items = form::items(&text);
        let categories = items.iter().map(|item| item.category);
        Opening {
            kind,
            class: class_of(kind, form::urgency(&text), categories),
            order,
        }
    });
}

fn is_completed(body: &Value) -> bool {
    body.get("what").and_then(Value::as_str) == Some("completed")
}

fn needs(view: &View<'_>, message: &Told, opening: Option<&Opening>) -> Needs {
    let action = &message.payload.action;
    let Some(opening) = opening else {
        return match action.kind.as_str() {
            "evidence.ack" | "thread.void" | "status" => Needs::Nobody,
            _ => Needs::Unknown("the message that opened the case is not here"),
        };
    };
    match action.kind.as_str() {
        "evidence.ack" | "thread.void" | "status" => Needs::Nobody,
        "request.new" | "order.serve" => Needs::Persons(opening.class, Purpose::Send),
        "supplement" if is_completed(&message.body) => Needs::Persons(opening.class, Purpose::Send),
        "supplement" | "withdrawal" => Needs::Persons(Class::M1, Purpose::Send),
        "decision" if !opening.order && is_refused(&message.body) => {
            Needs::Persons(opening.class, Purpose::Refuse)
        }
        "decision" | "order.answer" | "read" => Needs::Persons(Class::M0, Purpose::Send),
        "evidence" => {
            let home = action.from.state();
            let provider = view
                .directory
                .entry(&action.from)
                .is_some_and(|entry| entry.kind == NodeKind::Provider);
            if opening.order || action.to.iter().all(|to| to.state() == home) {
                Needs::Persons(Class::M1, Purpose::Send)
            } else if provider {
                Needs::Persons(Class::M1, Purpose::Release)
            } else {
                Needs::Persons(opening.class, Purpose::Release)
            }
        }
        _ => Needs::Unknown("this version does not know the type of the message"),
    }
}

fn is_refused(body: &Value) -> bool {
    let stage = body.get("stage").and_then(Value::as_str);
    stage.and_then(StageName::parse) == Some(StageName::Refused)
}

/// Each proof holds, and together they suffice.
fn persons(view: &View<'_>, message: &Told, needs: &Needs) -> Check {
    let name = message.name();
    let (expected, class) = match needs {
        Needs::Nobody => (
            "proofs that hold, where there are any".to_owned(),
            Class::M0,
        ),
        Needs::Persons(class, purpose) => {
            let quorum = Quorum::of(*class, *purpose);
            let mut text = format!(
                "{} of class {class:?} for this act",
                counted(quorum.persons)
            );
            if quorum.authority {
                text.push_str(", one an authority");
            }
            if quorum.native {
                text.push_str(", one proof made natively");
            }
            (text, *class)
        }
        Needs::Unknown(why) => {
            return Check::unproven(
                "officers",
                "persons by the class of the act",
                format!("{name}: {why}"),
            );
        }
    };
    let action = message.payload.action.bytes();
    let (created, state) = (message.payload.created, message.payload.action.from.state());
    let mut approvals: Vec<Approval> = Vec::new();
    for proof in &message.payload.authz {
        let held = match view.directory.proof(proof, &action, created, state) {
            Ok(held) => held,
            Err(fault @ ProofFault::Revoked) => {
                return Check::unproven("officers", expected, format!("{name}: {fault}"));
            }
            Err(fault) => return Check::fails("officers", expected, format!("{name}: {fault}")),
        };
        if held.software && view.world == World::Live {
            let found = format!("{name}: a software authenticator counts in exercises only");
            return Check::fails("officers", expected, found);
        }
        if held.synced && class >= Class::M2 {
            let found = format!("{name}: a passkey that is copied between devices is no device");
            return Check::fails("officers", expected, found);
        }
        approvals.push(held.approval);
    }
    let who: Vec<String> = approvals.iter().map(shown).collect();
    let found = if who.is_empty() {
        format!("{name}: nobody")
    } else {
        format!("{name}: {}", who.join(", "))
    };
    let Needs::Persons(class, purpose) = needs else {
        return Check::holds("officers", expected, found);
    };
    match Quorum::of(*class, *purpose).met(&approvals, None, created) {
        Ok(_) => Check::holds("officers", expected, found),
        Err(missing) => Check::fails("officers", expected, format!("{found}; {missing}")),
    }
}

fn counted(persons: usize) -> String {
    if persons == 1 {
        "one person".to_owned()
    } else {
        format!("{persons} persons")
    }
}

fn shown(approval: &Approval) -> String {
    let roles: Vec<&str> = approval.roles.iter().map(|role| role.as_str()).collect();
    let native = if approval.native { ", native" } else { "" };
    format!("{} ({}{native})", approval.officer, roles.join(" and "))
}
