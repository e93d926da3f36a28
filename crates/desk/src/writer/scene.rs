//! What surrounds a draft: the law's bases, the addressee's own rules, the States and offences that can
//! be named. Everything here is read from the law pack and the directory, nothing is decided.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::element::{Element, Law};
use comity_core::form;
use comity_core::kind::{Category, Kind};
use comity_core::law::{Pack, StateProfile, instrument_id};
use comity_core::request::RequestFile;
use comity_core::selector::SelectorType;
use comity_flows::Node;
use serde_json::Value;

use crate::field::Choice;
use crate::words::Words;

/// The surroundings of one draft.
#[derive(Default)]
pub struct Scene {
    /// To whom it goes, in words.
    pub addressee: String,
    /// States that can be named: code and name.
    pub states: Vec<(String, String)>,
    /// Types of offence: code and name.
    pub offences: Vec<(String, String)>,
    /// The bases that the law gives, best first.
    pub bases: Vec<Choice>,
    rules: BTreeMap<&'static str, String>,
    kind: Option<Kind>,
    authorised: BTreeMap<Category, String>,
    identifiers: BTreeSet<String>,
    instruments: BTreeMap<String, String>,
}

impl Scene {
    /// Reads what the pack and the directory say for a draft.
    #[must_use]
    pub fn of(t: Words, node: &Node, file: &RequestFile, bases: Vec<Choice>) -> Self {
        let pack = node.law().pack();
        let pack = pack.as_ref();
        let state = file.to.state();
        let profile = pack.profile(state.as_str());
        let directory = node.directory();
        let office = directory.entry(&file.to).map_or_else(
            || file.to.to_string(),
            |entry| entry.name(t.lang().code()).to_owned(),
        );
        let mut scene = Self {
            addressee: format!("{}{} {office}", t.state(state.as_str()), t.comma()),
            states: states(t, pack, node),
            offences: offences(t, pack),
            bases,
            kind: Some(file.kind),
            instruments: instruments(pack, &file.form),
            ..Self::default()
        };
        if let Some(profile) = profile {
            scene.state_rules(t, profile, file.kind);
        }
        scene.provider_rules(t, pack, &file.form);
        scene.own_courts(t, pack.profile(node.id.state().as_str()));
        scene
    }

    fn state_rules(&mut self, t: Words, profile: &StateProfile, kind: Kind) {
        let name = t.state(&profile.iso2);
        let mut put = |pointer: &'static str, text: String| {
            self.rules.insert(pointer, text);
        };
        if !profile.languages_accepted.is_empty() {
            let list = profile.languages_accepted.iter().map(|tag| language(tag));
            put("/language", t.rule_languages(&join(t, list), &name));
        }
        if let Some(days) = profile.preservation_max_days {
            put(
                "/duration_days",
                t.rule_preservation(&days.to_string(), &name),
            );
        }
        if profile.order_copy_required == Some(true) {
            for pointer in ["/domestic_basis/order", "/order"] {
                put(pointer, t.rule_order_copy(&name));
            }
        }
        if let Some(standard) = &profile.content_standard {
            let text = t.listed("standard", standard);
            put("/facts", t.rule_standard(&text, &name));
        }
        if !profile.assurances.is_empty() {
            let list = profile
                .assurances
                .iter()
                .map(|one| t.listed("assurance", one));
            put("/assurances", t.rule_assurances(&join(t, list), &name));
        }
        if profile.notice_required == Some(true) && kind == Kind::SubscriberDirect {
            put("/notified_states", t.rule_notice(&name));
        }
        if profile.mla_after_emergency == Some(true) {
            put("/post_mla", t.rule_post_mla(&name));
        }
        let road = profile
            .transmission
            .iter()
            .filter(|one| one.measure.is_empty() || one.measure == kind.as_str())
            .max_by_key(|one| one.measure.len());
        if let Some(road) = road {
            let mut text = t.listed("rule-electronic", &road.electronic);
            if let Some(days) = road.confirm_by_days {
                text = format!("{text} {}", t.rule_confirm(&days.to_string()));
            }
            put("/channel", text);
        }
        self.authorised = authorised(t, profile, kind);
    }

    fn provider_rules(&mut self, t: Words, pack: &Pack, text: &Value) {
        let named: Vec<&str> = [
            "/addressee/provider/entity_id",
            "/addressee/provider/legal_name",
            "/custodian/provider",
        ]
        .iter()
        .filter_map(|pointer| text.pointer(pointer)?.as_str())
        .collect();
        let known = pack.providers().find(|one| {
            named.contains(&one.entity_id.as_str()) || named.contains(&one.legal_name.as_str())
        });
        let Some(provider) = known else { return };
        let name = &provider.legal_name;
        self.identifiers = provider.identifiers.iter().cloned().collect();
        let list = provider
            .identifiers
            .iter()
            .map(|one| t.listed("selector", one));
        self.rules
            .insert("/selectors", t.rule_identifiers(&join(t, list), name));
        if provider.shares_ipv4 == Some(true) {
            self.rules
                .insert("/selectors/*/observed/*/src_port", t.rule_ports(name));
        }
        if let Some(days) = provider.retention_days {
            self.rules.insert(
                "/items/*/period/from",
                t.rule_retention(&days.to_string(), name),
            );
        }
    }

    /// What our own courts will ask of the evidence, chosen while writing.
    fn own_courts(&mut self, t: Words, own: Option<&StateProfile>) {
        let Some(own) = own.filter(|own| !own.certificates.is_empty()) else {
            return;
        };
        let list = own
            .certificates
            .iter()
            .map(|one| t.listed("procedure", one));
        self.rules
            .insert("/procedures", t.rule_certificates(&join(t, list)));
    }

    /// The rule of the addressee for a place; positions of lists do not count.
    #[must_use]
    pub fn rule(&self, pointer: &str) -> String {
        let mut any = String::with_capacity(pointer.len());
        for part in pointer.split('/').skip(1) {
            any.push('/');
            let position = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            any.push_str(if position { "*" } else { part });
        }
        self.rules.get(any.as_str()).cloned().unwrap_or_default()
    }

    /// Says one more thing at a place.
    pub fn add_rule(&mut self, pointer: &'static str, text: String) {
        self.rules.insert(pointer, text);
    }

    /// The rules that are said on a page: those whose place is one of `questions`.
    #[must_use]
    pub fn rules_of(&self, questions: &[super::form::Question]) -> Vec<String> {
        self.rules
            .iter()
            .filter(|(pointer, _)| {
                questions.iter().any(|question| {
                    pointer
                        .strip_prefix(question.path.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
            })
            .map(|(_, text)| text.clone())
            .collect()
    }

    /// Whether a road is closed to this kind.
    #[must_use]
    pub fn is_barred(&self, channel: &str) -> bool {
        self.kind.is_some_and(|kind| {
            form::sheet(kind)
                .no_channels
                .iter()
                .any(|one| one == channel)
        })
    }

    /// Whether two ways of writing a basis mean the same.
    #[must_use]
    pub fn is_same_basis(&self, a: &str, b: &str) -> bool {
        let read = |text: &str| {
            let (instrument, article) = text.split_once('|').unwrap_or((text, ""));
            let id = self.instruments.get(instrument).cloned();
            (
                id.unwrap_or_else(|| instrument.to_owned()),
                article.to_owned(),
            )
        };
        read(a) == read(b)
    }

    /// Whether the kind may ask for an element.
    #[must_use]
    pub fn admits(&self, one: &Element, law: Law) -> bool {
        let Some(kind) = self.kind else { return true };
        if kind == Kind::DomainRegistration {
            let contact = [
                "name",
                "postal_address",
                "contact_email",
                "contact_phone",
                "registration_time",
            ];
            return one.category == Category::DomainRegistration || contact.contains(&one.code);
        }
        let allowed = &form::sheet(kind).categories;
        allowed.is_empty() || allowed.contains(&one.under(law))
    }

    /// Whether other categories than this one are open as well.
    #[must_use]
    pub fn admits_more(&self, category: Category) -> bool {
        self.kind.is_none_or(|kind| {
            kind != Kind::DomainRegistration && form::sheet(kind).categories != [category]
        })
    }

    /// Who authorises a category in the asked State, on which provision.
    #[must_use]
    pub fn authorised(&self, category: Category) -> String {
        self.authorised.get(&category).cloned().unwrap_or_default()
    }

    /// The types of selector: those by which the holder finds accounts stand first.
    pub fn selector_types(&self) -> impl Iterator<Item = SelectorType> + '_ {
        let first = |one: &&SelectorType| self.identifiers.contains(one.as_str());
        let all = SelectorType::ALL.iter();
        all.clone()
            .filter(first)
            .chain(all.filter(move |one| !first(one)))
            .copied()
    }
}

fn states(t: Words, pack: &Pack, node: &Node) -> Vec<(String, String)> {
    let directory = node.directory();
    let mut codes: BTreeSet<String> = pack.profiles().map(|one| one.iso2.clone()).collect();
    codes.extend(
        directory
            .entries()
            .map(|entry| entry.node.state().to_string()),
    );
    let mut all: Vec<(String, String)> = codes
        .into_iter()
        .map(|code| {
            let own = pack
                .profile(&code)
                .and_then(|one| one.names.get(t.lang().code()));
            let name = own.cloned().unwrap_or_else(|| t.state(&code));
            (code, name)
        })
        .collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

fn offences(t: Words, pack: &Pack) -> Vec<(String, String)> {
    pack.offence_ids()
        .map(|id| (id.to_owned(), t.listed("offence", id)))
        .collect()
}

/// The ids of the instruments that a text names in other words.
fn instruments(pack: &Pack, text: &Value) -> BTreeMap<String, String> {
    let named = text.get("legal_basis").and_then(Value::as_array);
    named
        .into_iter()
        .flatten()
        .filter_map(|basis| {
            let name = basis.get("instrument")?.as_str()?;
            let id = instrument_id(pack, name).ok()?;
            Some((name.to_owned(), id.to_owned()))
        })
        .collect()
}

fn authorised(t: Words, profile: &StateProfile, kind: Kind) -> BTreeMap<Category, String> {
    // What is only kept now is asked for in another way later: that is the order to think of.
    let measure = match kind {
        Kind::Preservation => "mla_stored",
        other => other.as_str(),
    };
    let mut all = BTreeMap::new();
    for row in profile.domestic.iter().filter(|row| row.measure == measure) {
        let by = row
            .authorised_by
            .iter()
            .map(|one| t.listed("authority", one));
        let text = t.elements_authorised(&join(t, by), &row.provision);
        for category in row
            .categories
            .iter()
            .filter_map(|code| Category::parse(code))
        {
            all.entry(category).or_insert_with(|| text.clone());
        }
    }
    all
}

fn language(tag: &str) -> String {
    crate::words::Lang::parse(tag).map_or_else(|| tag.to_owned(), |lang| lang.own_name().to_owned())
}

/// Words in a row, with the comma of the language.
pub(crate) fn join(t: Words, words: impl Iterator<Item = String>) -> String {
    let space = if t.lang() == crate::words::Lang::Zh {
        ""
    } else {
        " "
    };
    words
        .collect::<Vec<_>>()
        .join(&format!("{}{space}", t.comma()))
}
