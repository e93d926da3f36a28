//! Beginning a request from another one: what both kinds ask is carried over, so nothing is typed
//! twice, and the earlier request is named as such with both references.

use comity_core::element::{self, Law};
use comity_core::form;
use comity_core::id::{NodeId, RequestId};
use comity_core::item::ItemState;
use comity_core::kind::{Category, Kind};
use comity_core::request::{Link, Relation, RequestFile};
use comity_core::role::Act;
use comity_core::stage::Stage;
use serde_json::{Map, Value, json};

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::Change;

/// What belongs to one request alone and is never carried over.
const OWN: [&str; 21] = [
    "kind",
    "form_version",
    "request_id",
    "exercise",
    "status_flag",
    "issued_at",
    "requesting",
    "addressee",
    "channel",
    "return_to",
    "legal_basis",
    "signature",
    "validation",
    "previous",
    "notified_states",
    "translations",
    "attachments",
    "intends_mla",
    "duration_days",
    "extension_reason",
    "deconfliction",
];

impl Node {
    /// Starts a draft of `kind` to `to`, filled from another file of this node.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] for a file that is not here, and what
    /// [`start_draft`](Self::start_draft) refuses.
    pub async fn start_from(
        &self,
        officer: &Officer,
        kind: Kind,
        to: &NodeId,
        source: RequestId,
    ) -> Result<RequestId, FlowFault> {
        officer.must(Act::Draft)?;
        let source = self.read_case(source).await?.file;
        let id = self
            .start_draft(officer, kind, to, carried(&source, kind))
            .await?;
        if source.kind != Kind::Preservation || source.stage == Stage::Draft {
            return Ok(id);
        }
        // The clock of the preservation and the new request belong together.
        let line = self.read_case(id).await?;
        let mut file = line.file;
        file.links.push(Link {
            relation: Relation::Preservation,
            request: source.id,
            number: source.number.clone(),
        });
        let now = self.now();
        let mut change = Change::default();
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        Ok(id)
    }
}

/// The answers of `source` that a request of `kind` asks too.
fn carried(source: &RequestFile, kind: Kind) -> Value {
    let sheet = form::sheet(kind);
    let asks = |name: &str| {
        let begins = |path: &str| path.trim_start_matches('/').split('/').next() == Some(name);
        match name {
            "selectors" | "items" | "custodian" => sheet.asks_data,
            // Ours is the same case, whatever is asked in it.
            "organized_group" | "transnational" | "persons" => true,
            _ => form::envelope()
                .fields
                .iter()
                .chain(&sheet.fields)
                .any(|field| begins(&field.path)),
        }
    };
    let mut fields = Map::new();
    for (name, value) in source.form.as_object().into_iter().flatten() {
        if asks(name) && !OWN.contains(&name.as_str()) {
            fields.insert(name.clone(), value.clone());
        }
    }
    fields.insert("kind".to_owned(), json!(kind));
    let mut form = Value::Object(fields);
    narrow(&mut form, &sheet.categories);
    if source.stage != Stage::Draft {
        form["previous"] = json!([earlier(source)]);
    }
    form
}

/// Takes out what the kind may not ask for; an item that asks for nothing else goes as a whole.
fn narrow(form: &mut Value, allowed: &[Category]) {
    if allowed.is_empty() {
        return;
    }
    let law: Law = form::law(form);
    let admits = |code: &Value| {
        let found = code.as_str().and_then(element::find);
        found.is_some_and(|one| allowed.contains(&one.under(law)))
    };
    let Some(Value::Array(items)) = form.get_mut("items") else {
        return;
    };
    items.retain_mut(|item| {
        let Some(Value::Array(elements)) = item.get_mut("elements") else {
            return true;
        };
        elements.retain(admits);
        !elements.is_empty()
    });
}

/// An earlier request as the forms quote it.
fn earlier(source: &RequestFile) -> Value {
    let kind = match source.kind {
        Kind::Preservation | Kind::EpocPr => "preservation",
        Kind::PoliceInformation => "police",
        Kind::EmergencyDisclosure | Kind::EmergencyMla => "emergency",
        Kind::SubscriberDirect | Kind::OrderEffect | Kind::Epoc => "order",
        _ => "mla",
    };
    let until = source.items.iter().find_map(|item| match item.state {
        ItemState::Preserved { until, .. } => Some(until.to_string()),
        _ => None,
    });
    let mut fields = Map::new();
    fields.insert("type".to_owned(), json!(kind));
    fields.insert("reference".to_owned(), json!(source.reference));
    if let Some(theirs) = &source.receiver_number {
        fields.insert("receiver_reference".to_owned(), json!(theirs));
    }
    let opened = source.opened.to_string();
    fields.insert("date".to_owned(), json!(opened.get(..10)));
    fields.insert("authority".to_owned(), json!(source.to));
    fields.insert("channel".to_owned(), json!("node"));
    if let Some(until) = until {
        fields.insert("until".to_owned(), json!(until.get(..10)));
    }
    Value::Object(fields)
}
