//! Who may open a file here: whether the sender's State lists it for the measure, whether ours lists
//! us for it, and whether the message says the same in all its parts.

use comity_core::form;
use comity_core::id::NodeId;
use comity_core::kind::Kind;
use comity_core::request::{Part, asked_by};
use comity_wire::directory::NodeKind;
use comity_wire::refusal::RefusalCode;
use serde_json::Value;

use super::same_world;
use crate::message::{OrderServe, RequestNew};
use crate::node::Node;
use crate::receive::Arrived;

impl Node {
    /// Whether a request or notice may be opened by its sender, here, with this text.
    pub(super) fn may_ask(&self, arrived: &Arrived, body: &RequestNew) -> Result<(), RefusalCode> {
        let provider = self.is_provider(&self.id);
        let place = match body.part {
            // What may go straight to a provider stands in the forms, as data with its source.
            Part::Request if provider => {
                form::sheet(body.kind).goes_to == Some(form::GoesTo::Provider)
            }
            Part::Request => true,
            // A notice tells a State what is served on its soil; an order has a message of its own.
            Part::Notice => !provider,
            Part::Order => false,
        };
        let says = |pointer: &str, what: &str| {
            body.form.pointer(pointer).and_then(Value::as_str) == Some(what)
        };
        let same = says("/kind", body.kind.as_str())
            && says("/requesting/state", arrived.from.state().as_str())
            && same_urgency(arrived, &body.form);
        let listed = self.is_listed(&arrived.from, body.kind) && self.accepts(body.kind);
        in_scope(place && same && listed && same_world(self, &body.form))
    }

    /// Whether an order may be served here by its sender: only an authority of our own State orders;
    /// from abroad one asks.
    pub(super) fn may_order(
        &self,
        arrived: &Arrived,
        body: &OrderServe,
    ) -> Result<(), RefusalCode> {
        let home = arrived.from.state() == self.id.state() && self.is_provider(&self.id);
        let same = body.asked == asked_by(body.kind) && same_urgency(arrived, &body.form);
        let listed = self.is_listed(&arrived.from, body.kind);
        in_scope(home && same && listed && same_world(self, &body.form))
    }

    /// Whether the directory lists `node` as an office that may ask for this measure.
    fn is_listed(&self, node: &NodeId, kind: Kind) -> bool {
        self.directory().entry(node).is_some_and(|entry| {
            entry.kind != NodeKind::Provider
                && entry.kind != NodeKind::Oversight
                && entry.sends.contains(kind.as_str())
        })
    }

    /// Whether our own State lists us for requests of this kind.
    fn accepts(&self, kind: Kind) -> bool {
        self.directory()
            .entry(&self.id)
            .is_some_and(|entry| entry.accepts.contains(kind.as_str()))
    }
}

/// The urgency on the outside is the one of the text: nobody jumps the queue with it.
fn same_urgency(arrived: &Arrived, text: &Value) -> bool {
    u64::from(form::urgency(text).rank()) == arrived.payload.action.class.number()
}

fn in_scope(holds: bool) -> Result<(), RefusalCode> {
    if holds {
        Ok(())
    } else {
        Err(RefusalCode::OutOfScope)
    }
}
