//! The form of a kind as a JSON Schema, for programs that write requests without our code.
//!
//! It is made from the same sheets that the writer and the check read, so it cannot say anything else. It
//! says what must be there and of which shape; what a table cannot say is the check's.
//!
//! # Source
//! JSON Schema, draft 2020-12.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::sheet::{Field, Need, Shape, envelope, sheet};
use crate::kind::{Kind, Urgency};

/// A place in the form and what stands below it.
#[derive(Default)]
struct Node {
    shape: Option<Shape>,
    required: bool,
    options: Vec<String>,
    defect: Option<&'static str>,
    parts: BTreeMap<String, Node>,
    entries: Option<Box<Node>>,
}

/// The schema of a kind's form.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    let own = sheet(kind);
    let mut root = Node::default();
    for field in &envelope().fields {
        let need = own.envelope.get(&field.id).copied();
        put(&mut root, field, need.unwrap_or(field.need));
    }
    for field in &own.fields {
        put(&mut root, field, field.need);
    }
    let mut out = root.to_json();
    out["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    out["$id"] = json!(format!("urn:comity:form:{}:{}", kind.as_str(), own.version));
    out["title"] = json!(kind.as_str());
    out["description"] = json!(own.source);
    out["properties"]["kind"]["const"] = json!(kind.as_str());
    let classes: Vec<_> = Urgency::ALL.iter().map(|one| one.as_str()).collect();
    out["properties"]["urgency"]["properties"]["class"]["enum"] = json!(classes);
    out
}

fn put(root: &mut Node, field: &Field, need: Need) {
    let mut at = root;
    for name in field.path.split('/').skip(1) {
        at = if name == "*" {
            at.entries.get_or_insert_default()
        } else {
            at.parts.entry(name.to_owned()).or_default()
        };
    }
    at.shape = Some(field.shape);
    // Where another place may answer it, its absence here is no fault.
    at.required = need == Need::Required && field.or.is_empty() && !field.mild;
    at.options.clone_from(&field.options);
    at.defect = field.code.map(crate::check::Code::as_str);
}

impl Node {
    fn to_json(&self) -> Value {
        let mut out = Map::new();
        if let Some(kind) = self.kind() {
            out.insert("type".to_owned(), json!(kind));
        }
        if !self.options.is_empty() {
            out.insert("enum".to_owned(), json!(self.options));
        }
        if let Some(defect) = self.defect {
            out.insert("x-defect".to_owned(), json!(defect));
        }
        if !self.parts.is_empty() {
            let parts = self.parts.iter();
            let parts: Map<_, _> = parts
                .map(|(name, part)| (name.clone(), part.to_json()))
                .collect();
            out.insert("properties".to_owned(), Value::Object(parts));
            let required = self.parts.iter().filter(|(_, part)| part.required);
            let required: Vec<_> = required.map(|(name, _)| name).collect();
            if !required.is_empty() {
                out.insert("required".to_owned(), json!(required));
            }
        }
        if let Some(entries) = &self.entries {
            out.insert("items".to_owned(), entries.to_json());
        }
        Value::Object(out)
    }

    /// The type, where only one is in use.
    fn kind(&self) -> Option<&'static str> {
        match self.shape {
            Some(Shape::Text | Shape::Date) => Some("string"),
            Some(Shape::Flag) => Some("boolean"),
            Some(Shape::Whole) => Some("integer"),
            Some(Shape::List) => Some("array"),
            Some(Shape::Object) => Some("object"),
            Some(Shape::Any) => None,
            None if self.entries.is_some() => Some("array"),
            None => None,
        }
    }
}
