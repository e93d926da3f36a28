//! A request opened for checking: the parts that many rules need, read once.

use std::collections::BTreeMap;

use serde_json::Value;

use super::report::Findings;
use super::world::{Provider, State, World};
use crate::element::{self, Law};
use crate::form::{self, At, Sheet};
use crate::kind::{Category, Kind};
use crate::selector::{self, Context, Fault, SelectorType};
use crate::time::Instant;

/// Everything a rule may look at, and where it writes what it finds.
pub(super) struct Case<'a> {
    pub(super) root: At<'a>,
    pub(super) world: &'a World,
    pub(super) now: Instant,
    /// When it was issued; now where that cannot be read.
    pub(super) issued: Instant,
    pub(super) kind: Option<Kind>,
    pub(super) sheet: Option<&'static Sheet>,
    pub(super) exercise: bool,
    /// Code of the requesting state.
    pub(super) from: &'a str,
    /// Code of the addressed state.
    pub(super) to: &'a str,
    /// The provider addressed, where its profile is known.
    pub(super) addressed: Option<&'a Provider>,
    /// The provider that holds the data: addressed, or named as custodian.
    pub(super) holder: Option<&'a Provider>,
    pub(super) bases: Vec<(&'a str, At<'a>)>,
    pub(super) selectors: Vec<Selector<'a>>,
    pub(super) items: Vec<Item<'a>>,
    pub(super) out: Findings,
}

/// A selector, read by the rules of its type.
pub(super) struct Selector<'a> {
    pub(super) at: At<'a>,
    pub(super) id: &'a str,
    pub(super) kind: Option<SelectorType>,
    pub(super) read: Result<String, Fault>,
    pub(super) provider: Option<&'a Provider>,
}

/// An item with its computed category.
pub(super) struct Item<'a> {
    pub(super) at: At<'a>,
    /// Positions in [`Case::selectors`].
    pub(super) selectors: Vec<usize>,
    pub(super) elements: Vec<(&'a str, At<'a>)>,
    pub(super) stated: Option<Category>,
    pub(super) category: Option<Category>,
    pub(super) from: Option<Instant>,
    pub(super) to: Option<Instant>,
}

impl<'a> Case<'a> {
    pub(super) fn open(form: &'a Value, world: &'a World, now: Instant) -> Self {
        let root = At::root(form);
        let kind = form::kind(form);
        let exercise = root.key("exercise").flag().unwrap_or(false);
        let addressed = provider_named(world, &root.path("addressee/provider"));
        let holder = addressed
            .or_else(|| provider_named(world, &root.path("custodian/provider")))
            .or_else(|| provider_named(world, &root.key("provider")));
        let selectors = read_selectors(&root, world, holder, exercise);
        let items = read_items(&root, form::law(form), &selectors);
        Self {
            world,
            now,
            issued: root.key("issued_at").earliest().unwrap_or(now),
            kind,
            sheet: kind.map(form::sheet),
            exercise,
            from: root.path("requesting/state").text().unwrap_or_default(),
            to: root.path("addressee/state").text().unwrap_or_default(),
            addressed,
            holder,
            bases: root
                .key("legal_basis")
                .list()
                .into_iter()
                .filter_map(|basis| Some((basis.key("instrument").text()?, basis)))
                .collect(),
            selectors,
            items,
            out: Findings::default(),
            root,
        }
    }

    /// The field behind a path.
    pub(super) fn at(&self, path: &str) -> At<'a> {
        self.root.path(path)
    }

    /// The profile of the addressed state.
    pub(super) fn addressee_state(&self) -> Option<&'a State> {
        self.world.states.get(self.to)
    }

    pub(super) fn is_one_of(&self, kinds: &[Kind]) -> bool {
        self.kind.is_some_and(|kind| kinds.contains(&kind))
    }

    /// Whether one of the bases is this instrument, by either of its names.
    pub(super) fn rests_on(&self, names: &[&str]) -> bool {
        self.bases
            .iter()
            .any(|(instrument, _)| names.iter().any(|n| n.eq_ignore_ascii_case(instrument)))
    }

    /// Whether any item asks for this category, as computed.
    pub(super) fn asks_for(&self, categories: &[Category]) -> bool {
        self.items
            .iter()
            .any(|item| item.category.is_some_and(|c| categories.contains(&c)))
    }

    /// Traffic data or content: what more is asked for than who somebody is.
    pub(super) fn asks_intrusive(&self) -> bool {
        self.asks_for(&[Category::Traffic, Category::Content])
    }

    /// Whether another message precedes this one in the same matter.
    pub(super) fn status(&self) -> &'a str {
        self.root.key("status_flag").text().unwrap_or("new")
    }
}

/// A provider by what a request says of it: a short name, or an object with number or legal name.
pub(super) fn provider_named<'a>(world: &'a World, at: &At<'_>) -> Option<&'a Provider> {
    if let Some(name) = at.text() {
        return world.provider(name);
    }
    ["entity_id", "provider", "legal_name", "name"]
        .iter()
        .filter_map(|key| at.key(key).text())
        .find_map(|name| world.provider(name))
}

fn read_selectors<'a>(
    root: &At<'a>,
    world: &'a World,
    holder: Option<&'a Provider>,
    exercise: bool,
) -> Vec<Selector<'a>> {
    root.key("selectors")
        .list()
        .into_iter()
        .map(|at| {
            let provider = match at.key("provider").text() {
                Some(name) => world.provider(name),
                None => holder,
            };
            let kind = at.key("type").text().and_then(SelectorType::parse);
            let context = Context {
                chain: at.key("chain").text(),
                algorithm: at.key("algorithm").text(),
                bic: at.key("bic").text(),
                account_shape: provider.and_then(|p| p.account_ids.as_deref()),
                exercise,
            };
            // Account numbers are often written as bare numbers.
            let value = match at.key("value").value() {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => String::new(),
            };
            let read = match kind {
                Some(kind) => selector::read(kind, &value, &context),
                None => Err(Fault::Invalid),
            };
            Selector {
                id: at.key("id").text().unwrap_or_default(),
                kind,
                read,
                provider,
                at,
            }
        })
        .collect()
}

fn read_items<'a>(root: &At<'a>, law: Law, selectors: &[Selector<'a>]) -> Vec<Item<'a>> {
    let by_id: BTreeMap<&str, usize> = selectors
        .iter()
        .enumerate()
        .map(|(n, selector)| (selector.id, n))
        .collect();
    // A certificate may give one period for all that it asks.
    let common = root.key("period");
    root.key("items")
        .list()
        .into_iter()
        .map(|at| {
            let elements: Vec<(&str, At<'a>)> = at
                .key("elements")
                .entries()
                .into_iter()
                .filter_map(|one| Some((one.text()?, one)))
                .collect();
            let stated = at.key("category").text().and_then(Category::parse);
            let own = at.key("period");
            let period = if own.is_empty() { common.clone() } else { own };
            Item {
                selectors: at
                    .key("selectors")
                    .entries()
                    .iter()
                    .filter_map(|one| by_id.get(one.text()?).copied())
                    .collect(),
                category: element::category(elements.iter().map(|(code, _)| *code), law, stated),
                stated,
                elements,
                from: period.key("from").earliest(),
                to: period.key("to").latest(),
                at,
            }
        })
        .collect()
}
