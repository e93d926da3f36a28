//! Writing a payload, straight into the buffer that is signed.

use super::{Action, Payload, PayloadFault};
use crate::cbor::{write_array, write_bytes, write_int, write_map, write_text, write_value};
use crate::limits;

impl Payload {
    /// The one encoding.
    ///
    /// # Errors
    /// [`PayloadFault`] when a bound of the protocol is crossed, the same that a receiver would find.
    pub fn encode(&self) -> Result<Vec<u8>, PayloadFault> {
        self.check()?;
        let action = &self.action;
        let mut out = Vec::with_capacity(4096);
        let optional = usize::from(self.prev.is_some())
            + usize::from(!self.seen.is_empty())
            + usize::from(!self.authz.is_empty())
            + usize::from(!self.caps.is_empty())
            + usize::from(self.checkpoint.is_some());
        write_map(&mut out, action.fields() + 4 + optional);
        action.write_from(&mut out);
        key_uint(&mut out, 2, self.epoch);
        action.write_to_thread(&mut out);
        key_uint(&mut out, 5, self.seq);
        if let Some(prev) = &self.prev {
            key(&mut out, 6);
            write_bytes(&mut out, prev.as_bytes());
        }
        if !self.seen.is_empty() {
            key(&mut out, 7);
            node_map(&mut out, &self.seen, |out, seq| key(out, *seq));
        }
        action.write_kind_class(&mut out);
        key(&mut out, 10);
        write_int(&mut out, self.created.millis());
        action.write_expires_body(&mut out);
        if !self.authz.is_empty() {
            key(&mut out, 13);
            write_array(&mut out, self.authz.len());
            for proof in &self.authz {
                write_value(&mut out, &proof.to_value());
            }
        }
        action.write_objects(&mut out);
        key(&mut out, 15);
        write_array(&mut out, 2);
        key(&mut out, self.directory.version);
        write_bytes(&mut out, self.directory.digest.as_bytes());
        if !self.caps.is_empty() {
            key(&mut out, 16);
            node_map(&mut out, &self.caps, |out, digest| {
                write_bytes(out, digest.as_bytes());
            });
        }
        if let Some(checkpoint) = &self.checkpoint {
            key(&mut out, 17);
            write_bytes(&mut out, checkpoint);
        }
        action.write_rest(&mut out);
        if out.len() > limits::INNER {
            return Err(PayloadFault::TooLarge);
        }
        Ok(out)
    }
}

impl Action {
    /// What officers sign over: the one encoding of the action's fields.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4096);
        write_map(&mut out, self.fields());
        self.write_from(&mut out);
        self.write_to_thread(&mut out);
        self.write_kind_class(&mut out);
        self.write_expires_body(&mut out);
        self.write_objects(&mut out);
        self.write_rest(&mut out);
        out
    }

    fn fields(&self) -> usize {
        7 + usize::from(!self.objects.is_empty())
            + usize::from(!self.crit.is_empty())
            + self.extensions.len()
    }

    fn write_from(&self, out: &mut Vec<u8>) {
        key(out, 1);
        write_text(out, self.from.as_str());
    }

    fn write_to_thread(&self, out: &mut Vec<u8>) {
        key(out, 3);
        write_array(out, self.to.len());
        for node in &self.to {
            write_text(out, node.as_str());
        }
        key(out, 4);
        write_bytes(out, self.thread.as_bytes());
    }

    fn write_kind_class(&self, out: &mut Vec<u8>) {
        key(out, 8);
        write_text(out, &self.kind);
        key_uint(out, 9, self.class.number());
    }

    fn write_expires_body(&self, out: &mut Vec<u8>) {
        key(out, 11);
        write_int(out, self.expires.millis());
        key(out, 12);
        write_value(out, &self.body);
    }

    fn write_objects(&self, out: &mut Vec<u8>) {
        if self.objects.is_empty() {
            return;
        }
        key(out, 14);
        write_array(out, self.objects.len());
        for attachment in &self.objects {
            write_map(out, 4);
            key(out, 1);
            write_bytes(out, attachment.object.as_bytes());
            key(out, 2);
            write_bytes(out, &attachment.manifest);
            key(out, 3);
            write_array(out, attachment.wraps.len());
            for wrap in &attachment.wraps {
                write_bytes(out, wrap);
            }
            key(out, 4);
            write_bytes(out, &attachment.token);
        }
    }

    fn write_rest(&self, out: &mut Vec<u8>) {
        if !self.crit.is_empty() {
            key(out, 18);
            write_array(out, self.crit.len());
            for number in &self.crit {
                key(out, *number);
            }
        }
        for (number, value) in &self.extensions {
            key(out, *number);
            write_value(out, value);
        }
    }
}

/// A number that is not negative: a key, or a value.
fn key(out: &mut Vec<u8>, number: u64) {
    write_value(out, &crate::cbor::Value::Uint(number));
}

fn key_uint(out: &mut Vec<u8>, number: u64, value: u64) {
    key(out, number);
    key(out, value);
}

/// A map by node. Text keys are ordered by length first, so the order of the names is not theirs.
fn node_map<T>(
    out: &mut Vec<u8>,
    map: &std::collections::BTreeMap<comity_core::id::NodeId, T>,
    write: impl Fn(&mut Vec<u8>, &T),
) {
    let mut pairs: Vec<_> = map.iter().collect();
    pairs.sort_by_key(|(node, _)| (node.as_str().len(), node.as_str()));
    write_map(out, pairs.len());
    for (node, value) in pairs {
        write_text(out, node.as_str());
        write(out, value);
    }
}
