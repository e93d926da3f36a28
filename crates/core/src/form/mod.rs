//! The request as written.
//!
//! What an officer wrote is kept as the JSON value that was signed: fields that this version does not
//! know survive, and nothing is rewritten on the way. Reading goes through [`At`], which knows where it
//! stands, so whatever is wrong can be named by a JSON pointer.

mod answer;
mod at;
mod schema;
mod sheet;

pub use answer::answer_fits;
pub use at::At;
pub use schema::schema;
pub use sheet::{Field, GoesTo, Need, Shape, Sheet, envelope, sheet};

use serde_json::Value;

use crate::element::{self, Law};
use crate::item::ItemState;
use crate::kind::{Category, Kind, Urgency};
use crate::request::Item;
use crate::selector::{self, Context, SelectorType};

/// The kind, where it is one that we know.
#[must_use]
pub fn kind(form: &Value) -> Option<Kind> {
    Kind::parse(At::root(form).key("kind").text()?)
}

/// How urgent the sender says it is; routine where nothing readable is said.
#[must_use]
pub fn urgency(form: &Value) -> Urgency {
    At::root(form)
        .key("urgency")
        .key("class")
        .text()
        .and_then(Urgency::parse)
        .unwrap_or(Urgency::U4Routine)
}

/// The sender's own case number; empty where there is none.
#[must_use]
pub fn reference(form: &Value) -> String {
    At::root(form)
        .key("reference")
        .text()
        .unwrap_or_default()
        .to_owned()
}

/// The law whose categories count: that of the kind, else of the first legal basis.
#[must_use]
pub fn law(form: &Value) -> Law {
    if let Some(law) = kind(form).and_then(Law::of_kind) {
        return law;
    }
    At::root(form)
        .key("legal_basis")
        .list()
        .first()
        .and_then(|basis| basis.key("instrument").text())
        .map_or(Law::Budapest, Law::of_instrument)
}

/// The parts of the request, each with its computed category and no progress yet.
///
/// Kinds that ask for other things than data of an account (freezing, removal, intelligence) have one
/// part for each property, page or subject, so that each can be executed or refused by itself.
#[must_use]
pub fn items(form: &Value) -> Vec<Item> {
    let root = At::root(form);
    let asked = root.key("items").list();
    if !asked.is_empty() {
        let law = law(form);
        let selectors = canonical_selectors(&root);
        return asked
            .iter()
            .enumerate()
            .map(|(n, item)| data_item(n, item, law, &selectors))
            .collect();
    }
    let Some((field, category)) = kind(form).and_then(parts_of) else {
        return Vec::new();
    };
    let elements = texts(&root.key("elements"));
    root.key(field)
        .entries()
        .iter()
        .enumerate()
        .map(|(n, part)| Item {
            id: part
                .key("id")
                .text()
                .map_or_else(|| format!("i{}", n + 1), str::to_owned),
            about: about(part),
            category,
            elements: elements.clone(),
            period: None,
            nexus: String::new(),
            state: ItemState::Pending,
        })
        .collect()
}

/// Which field of a kind without `items` lists its parts.
const fn parts_of(kind: Kind) -> Option<(&'static str, Category)> {
    match kind {
        Kind::DomainRegistration => Some(("domain", Category::DomainRegistration)),
        Kind::AssetFreeze => Some(("property", Category::Financial)),
        Kind::FiuInformation => Some(("subjects", Category::Financial)),
        Kind::ContentRemoval => Some(("urls", Category::Content)),
        Kind::PoliceInformation => Some(("question", Category::Subscriber)),
        Kind::CertAssistance => Some(("ask", Category::Traffic)),
        Kind::PartialDisclosure => Some(("path", Category::Traffic)),
        Kind::Jit => Some(("parties", Category::Subscriber)),
        _ => None,
    }
}

/// The selectors of a request by their id, in canonical form; as written where they are faulty.
fn canonical_selectors(root: &At<'_>) -> std::collections::BTreeMap<String, String> {
    let exercise = root.key("exercise").flag().unwrap_or(false);
    root.key("selectors")
        .list()
        .iter()
        .filter_map(|one| {
            let value = one.key("value").text()?;
            let context = Context {
                chain: one.key("chain").text(),
                algorithm: one.key("algorithm").text(),
                exercise,
                ..Context::default()
            };
            let canonical = one
                .key("type")
                .text()
                .and_then(SelectorType::parse)
                .and_then(|kind| selector::read(kind, value, &context).ok());
            let id = one.key("id").text()?.to_owned();
            Some((id, canonical.unwrap_or_else(|| value.to_owned())))
        })
        .collect()
}

fn data_item(
    n: usize,
    item: &At<'_>,
    law: Law,
    selectors: &std::collections::BTreeMap<String, String>,
) -> Item {
    let elements = texts(&item.key("elements"));
    let stated = item.key("category").text().and_then(Category::parse);
    let period = item.key("period");
    let side = |name| period.key(name).text().map(str::to_owned);
    Item {
        id: item
            .key("id")
            .text()
            .map_or_else(|| format!("i{}", n + 1), str::to_owned),
        about: texts(&item.key("selectors"))
            .into_iter()
            .map(|id| selectors.get(&id).cloned().unwrap_or(id))
            .collect(),
        // Nothing known and nothing stated is treated as the most protected data, never as the least.
        category: element::category(elements.iter().map(String::as_str), law, stated)
            .unwrap_or(Category::Content),
        elements,
        period: match (side("from"), side("to")) {
            (None, None) => None,
            (from, to) => Some((from.unwrap_or_default(), to.unwrap_or_default())),
        },
        nexus: item.key("nexus").text().unwrap_or_default().to_owned(),
        state: ItemState::Pending,
    }
}

/// The strings of a list, or the one string that stands in its place.
fn texts(at: &At<'_>) -> Vec<String> {
    at.entries()
        .iter()
        .filter_map(|one| one.text().map(str::to_owned))
        .collect()
}

/// What a part is about: a party by its State and office, else the line that names it.
fn about(part: &At<'_>) -> Vec<String> {
    match (part.key("state").text(), part.key("authority").text()) {
        (Some(state), Some(authority)) => vec![state.to_owned(), authority.to_owned()],
        _ => vec![label(part)],
    }
}

/// One line that names a part: the text itself, or the first telling field of an object.
fn label(part: &At<'_>) -> String {
    if let Some(text) = part.text() {
        return text.to_owned();
    }
    [
        "value",
        "identifier",
        "url",
        "name",
        "text",
        "from",
        "holder",
    ]
    .iter()
    .find_map(|key| part.key(key).text())
    .unwrap_or_default()
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn items_carry_canonical_selectors_and_the_computed_category() {
        let form = json!({
            "kind": "mla_stored", "exercise": true, "reference": "XA-1",
            "legal_basis": [{"instrument": "budapest", "article": "31"}],
            "selectors": [{"id": "s1", "type": "email", "value": "Dealer@MAILHUB.example"}],
            "items": [{"id": "i1", "selectors": ["s1"], "category": "subscriber",
                "elements": ["name", "mailbox"], "period": {"from": "2026-10-01", "to": "2026-10-02"},
                "nexus": "used for the fraud"}],
        });
        let [item] = items(&form).try_into().expect("one item");
        assert_eq!(item.about, ["Dealer@mailhub.example"]);
        assert_eq!(item.category, Category::Content);
        assert_eq!(
            item.period,
            Some(("2026-10-01".into(), "2026-10-02".into()))
        );
        assert_eq!(reference(&form), "XA-1");
        assert_eq!(urgency(&form), Urgency::U4Routine);
    }

    #[test]
    fn a_kind_without_items_has_one_part_for_each_property() {
        let form = json!({"kind": "asset_freeze", "property": [
            {"type": "wallet", "identifier": "bc1q"}, {"type": "domain", "identifier": "a.example"}]});
        let about: Vec<_> = items(&form)
            .into_iter()
            .flat_map(|item| item.about)
            .collect();
        assert_eq!(about, ["bc1q", "a.example"]);
    }

    #[test]
    fn reading_survives_any_shape() {
        for form in [
            json!(null),
            json!([]),
            json!({"kind": 7, "items": {"a": 1}}),
            json!({"items": [null, 3]}),
        ] {
            let _ = (
                kind(&form),
                urgency(&form),
                reference(&form),
                items(&form),
                law(&form),
            );
        }
    }
}
