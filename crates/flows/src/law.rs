//! The law as the flows ask it: one pack, turned towards a request's own text.

use std::sync::{Arc, PoisonError, RwLock};

use comity_core::basis::{Basis, BasisRole, Confidence};
use comity_core::calendar::{Calendar, Unit};
use comity_core::check::{Provider, Report, State, World, check};
use comity_core::consent::{Consent, OnFile, on_file};
use comity_core::form::sheet;
use comity_core::id::{NodeId, StateCode};
use comity_core::kind::{Kind, Urgency};
use comity_core::law::{Decision, Outcome, Pack, StateProfile, decide_json};
use comity_core::life::When;
use comity_core::request::{Item, life};
use comity_core::road::Channel;
use comity_core::time::Instant;
use comity_wire::directory::{Directory, Entry, NodeKind};
use serde_json::{Value, json};

use crate::node::Officer;

/// What the law gives for a request.
#[derive(Clone, Debug)]
pub struct Found {
    /// The bases, in the order in which they are shown.
    pub bases: Vec<Basis>,
    /// The whole answer; none when the text does not yet say enough to ask.
    pub decision: Option<Decision>,
    /// What the text lacks for the question to be asked.
    pub lacking: String,
    /// It compels nobody, so no law is asked: the other side does as it pleases.
    pub voluntary: bool,
}

impl Found {
    /// The State's consent basis is missing, or the question cannot be asked: nothing may leave.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        let blocked = |decision: &Decision| decision.decision == Outcome::Block;
        !self.voluntary && self.decision.as_ref().is_none_or(blocked)
    }

    /// What would be lawful, or what is lacking, in words.
    #[must_use]
    pub fn advice(&self) -> String {
        match &self.decision {
            Some(decision) => decision.explanation.join(" "),
            None => self.lacking.clone(),
        }
    }
}

/// The law in force at this node: a pack, which two persons may replace while the node runs.
pub struct LawBook {
    held: RwLock<Arc<Held>>,
    consents: RwLock<Arc<Vec<Consent>>>,
}

/// A pack with what the completeness check needs of it.
struct Held {
    pack: Arc<Pack>,
    world: World,
}

impl Held {
    fn of(pack: Arc<Pack>) -> Arc<Self> {
        let world = world_of(&pack);
        Arc::new(Self { pack, world })
    }
}

impl LawBook {
    /// Opens a pack.
    #[must_use]
    pub fn new(pack: Arc<Pack>) -> Self {
        Self {
            held: RwLock::new(Held::of(pack)),
            consents: RwLock::default(),
        }
    }

    fn held(&self) -> Arc<Held> {
        // A writer only swaps a pointer; a poisoned lock still holds a whole pack.
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts another pack in force. What was decided before keeps the hash of its own.
    pub(crate) fn replace(&self, pack: Arc<Pack>) {
        let next = Held::of(pack);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = next;
    }

    /// Takes over the consent register.
    pub(crate) fn put_consents(&self, records: Vec<Consent>) {
        let mut held = self
            .consents
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(records);
    }

    /// Whether a consent on file covers a text at `now`: the State is named as having given it.
    fn has_consent(&self, form: &Value, kind: Kind, requested: Option<&str>, now: Instant) -> bool {
        let held = self
            .consents
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let state = |text: Option<&str>| text.and_then(|code| code.parse::<StateCode>().ok());
        let asking = form.pointer("/requesting/state").and_then(Value::as_str);
        let (Some(from), Some(to)) = (state(asking), state(requested)) else {
            return false;
        };
        let items = self.items(form);
        let found = on_file(held.iter(), from, to, kind, &items, now);
        matches!(found, OnFile::Given(_))
    }

    /// The pack in force now; whoever holds it keeps it while it is replaced.
    #[must_use]
    pub fn pack(&self) -> Arc<Pack> {
        self.held().pack.clone()
    }

    /// Its hash, which goes into every decision.
    #[must_use]
    pub fn hash(&self) -> String {
        self.held().pack.hash().to_owned()
    }

    /// Asks the law about a text on the day of `now`.
    #[must_use]
    pub fn find(&self, form: &Value, kind: Kind, now: Instant) -> Found {
        self.find_in(form, kind, now, "en")
    }

    /// The same, with its sentences in another language.
    #[must_use]
    pub fn find_in(&self, form: &Value, kind: Kind, now: Instant, language: &str) -> Found {
        let life = life(kind);
        let says = |when: &When| when.holds(form);
        if !life.voluntary.is_empty() && life.voluntary.iter().all(says) {
            return Found {
                bases: vec![own_basis("voluntary")],
                decision: None,
                lacking: String::new(),
                voluntary: true,
            };
        }
        let pack = self.pack();
        let mut question = self.question(form, kind, now);
        let mut answer = decide_json(&pack, &question.to_string(), language);
        if answer
            .as_ref()
            .is_err_and(|refused| refused.field == "/offence")
        {
            // A label that the catalogue does not know is still an offence with electronic evidence.
            question["offence"] = json!("any_offence_electronic_evidence");
            answer = decide_json(&pack, &question.to_string(), language);
        }
        match answer {
            Ok(decision) => {
                let mut bases = decision.bases.clone();
                // Where no treaty binds, the network of such offices has rules of its own.
                if let Some(own) = &life.own_basis
                    && bases.iter().all(|one| one.role == BasisRole::Fallback)
                    && decision.decision != Outcome::Block
                {
                    bases = vec![own_basis(own)];
                }
                Found {
                    bases,
                    decision: Some(decision),
                    lacking: String::new(),
                    voluntary: false,
                }
            }
            Err(refused) => Found {
                bases: Vec::new(),
                decision: None,
                lacking: refused.to_string(),
                voluntary: false,
            },
        }
    }

    /// The question that a text puts to the law.
    #[must_use]
    pub fn question(&self, form: &Value, kind: Kind, now: Instant) -> Value {
        let text = |pointer: &str| form.pointer(pointer).and_then(Value::as_str);
        let addressee = if form
            .pointer("/addressee/provider")
            .is_some_and(|one| !one.is_null())
        {
            direct_addressee(kind)
        } else {
            match text("/addressee/authority/type").unwrap_or("central_authority") {
                "contact_point_24_7" => "contact_24_7",
                "police" => "police",
                "fiu" | "cert" => "competent_authorities",
                "prosecutor" | "judge" | "court" => "judicial_authority",
                _ => "central_authority",
            }
        };
        let requested =
            text("/addressee/state").or_else(|| text("/addressee/provider/establishment_state"));
        let offence = form.pointer("/offences/0/category").and_then(Value::as_str);
        let day = text("/issued_at")
            .and_then(Instant::parse)
            .unwrap_or(now)
            .to_string();
        let mut facts = serde_json::Map::new();
        for name in ["organized_group", "transnational"] {
            if let Some(stated) = form.get(name).and_then(Value::as_bool) {
                facts.insert(name.to_owned(), json!(stated));
            }
        }
        if self.has_consent(form, kind, requested, now) {
            facts.insert("consent".to_owned(), json!("state"));
        }
        let urgency = text("/urgency/class").and_then(Urgency::parse);
        if let Some(urgency) = urgency {
            facts.insert("emergency".to_owned(), json!(urgency == Urgency::U0Life));
        }
        json!({
            "requesting": text("/requesting/state"),
            "requested": requested,
            "addressee": addressee,
            "measure": kind.as_str(),
            "data_category": self.highest_category(form),
            "offence": offence.unwrap_or("any_offence_electronic_evidence"),
            "max_penalty_months": form.pointer("/offences/0/max_penalty_months").and_then(Value::as_u64),
            "date": day.get(..10),
            "facts": facts,
        })
    }

    fn highest_category(&self, form: &Value) -> &'static str {
        self.items(form)
            .iter()
            .map(|item| item.category)
            .max_by_key(|category| comity_core::request::intrusion(*category))
            .map_or("subscriber", |category| match category {
                comity_core::kind::Category::Identification => "subscriber",
                other => other.as_str(),
            })
    }

    /// The items of a text with their computed categories.
    #[must_use]
    pub fn items(&self, form: &Value) -> Vec<Item> {
        comity_core::form::items(form)
    }

    /// Checks a text for completeness: all defects at once.
    #[must_use]
    pub fn check(&self, form: &Value, now: Instant) -> Report {
        check(form, &self.held().world, now)
    }

    /// The zone in which legal days of a State end.
    #[must_use]
    pub fn zone(&self, state: StateCode) -> String {
        self.of_state(state, |it| it.time_zone.clone())
            .unwrap_or_else(|| "UTC".to_owned())
    }

    /// Whether a direct order to a provider of this State must be notified to the State.
    #[must_use]
    pub fn notice_required(&self, state: StateCode) -> bool {
        self.of_state(state, |it| it.notice_required)
            .flatten()
            .unwrap_or(false)
    }

    /// The shortest and longest preservation that a State's law knows, in days. Sixty is what the
    /// convention asks at least; a State without a profile is held to it.
    ///
    /// # Source
    /// Budapest Convention art. 29(7).
    #[must_use]
    pub fn preservation_bounds(&self, state: StateCode) -> (u32, u32) {
        let most = self
            .of_state(state, |it| it.preservation_max_days)
            .flatten()
            .unwrap_or(60);
        (most.min(60), most)
    }

    /// The domestic provision on which an order of this kind rests, where the profile has one.
    #[must_use]
    pub fn provision(&self, state: StateCode, kind: Kind) -> Option<String> {
        let of_kind = |it: &StateProfile| {
            let row = it.domestic.iter().find(|row| row.measure == kind.as_str());
            row.map(|row| row.provision.clone())
        };
        self.of_state(state, of_kind).flatten()
    }

    /// Zone, working week and holidays of a State; plain days in UTC for one without a profile.
    #[must_use]
    pub fn calendar(&self, state: StateCode) -> Calendar {
        let of = |profile: &StateProfile| {
            let closed = profile.holidays.iter().map(|day| day.date.clone());
            let working = profile.working_days.iter().copied();
            Calendar::new(&profile.time_zone, working, closed)
        };
        self.of_state(state, of).unwrap_or_else(Calendar::plain)
    }

    /// The end of the `n`-th working day of a State after `start`.
    #[must_use]
    pub fn end_of_working_day_after(&self, state: StateCode, start: Instant, n: u32) -> Instant {
        self.calendar(state).after(start, n, Unit::WorkingDay)
    }

    /// Reads one thing from a State's profile, where it has one.
    fn of_state<T>(&self, state: StateCode, read: impl FnOnce(&StateProfile) -> T) -> Option<T> {
        self.held().pack.profile(state.as_str()).map(read)
    }

    /// Who asks, as the forms want it.
    #[must_use]
    pub fn requesting(
        &self,
        directory: &Directory,
        node: &NodeId,
        kind: Kind,
        officer: &Officer,
        zone: &str,
    ) -> Value {
        let entry = directory.entry(node);
        let desk = entry.and_then(|entry| entry.desks.first());
        json!({
            "state": node.state(),
            "authority": {
                "id": node,
                "name": entry.map_or(node.as_str(), |entry| entry.name("en")),
                "type": entry.map_or("other", |entry| office(entry, &sheet(kind).senders)),
                "address": entry.map_or("", postal),
            },
            "officer": {
                "name": officer.name,
                "function": officer.office,
                "phone": desk.map(|desk| desk.telephone.clone()),
                "email": format!("{}@{}", officer.id, mail_domain(node.state().as_str())),
                "languages": desk.map_or_else(|| vec![officer.language.clone()], |desk| desk.languages.clone()),
            },
            "office_hours": desk.map_or("00:00-24:00", |desk| desk.hours.as_str()),
            "time_zone": zone,
        })
    }

    /// Who is asked, as the forms want it.
    #[must_use]
    pub fn addressee(&self, directory: &Directory, kind: Kind, to: &NodeId) -> Value {
        let Some(entry) = directory.entry(to) else {
            return json!({"state": to.state()});
        };
        match entry.kind {
            NodeKind::Provider => {
                let name = entry.name("en");
                let pack = self.pack();
                let known = pack.providers().find(|one| one.legal_name == name);
                json!({
                    "state": to.state(),
                    "provider": {
                        "legal_name": name,
                        "entity_id": known.map_or(to.as_str(), |one| one.entity_id.as_str()),
                        "establishment_state": known.map_or_else(|| to.state().to_string(), |one| one.establishment.clone()),
                    },
                })
            }
            _ => {
                let office = office(entry, &sheet(kind).receivers);
                json!({
                    "state": to.state(),
                    "authority": {"id": to, "name": entry.name("en"), "type": office},
                })
            }
        }
    }
}

/// A basis that is no instrument between States.
fn own_basis(name: &str) -> Basis {
    Basis {
        instrument: name.to_owned(),
        article: String::new(),
        role: BasisRole::Fallback,
        confidence: Confidence::High,
    }
}

/// What the completeness check knows of the world, from the profiles of the pack. Which treaty is in
/// force is left to the resolver, which knows dates, territories and reservations.
fn world_of(pack: &Pack) -> World {
    let mut world = World::default();
    for profile in pack.profiles() {
        world
            .official_email_domains
            .insert(mail_domain(&profile.iso2));
        world.states.insert(
            profile.iso2.clone(),
            State {
                name: profile.names.get("en").cloned().unwrap_or_default(),
                languages: profile.languages_accepted.clone(),
                art7_notice_required: profile.notice_required,
                art9_post_mla: profile.mla_after_emergency,
                order_copy_required: profile.order_copy_required,
                content_standard: profile.content_standard.clone(),
                preservation_max_days: profile.preservation_max_days.map(i64::from),
                assurances_required: profile.assurances.clone(),
                ..State::default()
            },
        );
    }
    for one in pack.providers() {
        world.providers.insert(
            one.entity_id.clone(),
            Provider {
                legal_name: one.legal_name.clone(),
                entity_id: one.entity_id.clone(),
                establishment_state: one.establishment.clone(),
                services: one.services.clone(),
                shares_ipv4: one.shares_ipv4,
                email_domains: one.domains.clone(),
                retention_days: one.retention_days.map(i64::from),
                ipv4: one
                    .ranges
                    .iter()
                    .filter(|range| !range.contains(':'))
                    .cloned()
                    .collect(),
                ipv6: one
                    .ranges
                    .iter()
                    .filter(|range| range.contains(':'))
                    .cloned()
                    .collect(),
                ..Provider::default()
            },
        );
    }
    world
}

/// The domain from which the officers of a State write in exercises; a live node's comes from its
/// directory entry.
fn mail_domain(state: &str) -> String {
    format!("justice.{}.example", state.to_lowercase())
}

/// Whom a direct request addresses, in the words of the law data.
const fn direct_addressee(kind: Kind) -> &'static str {
    match kind {
        Kind::DomainRegistration => "registrar",
        _ => "service_provider",
    }
}

/// The office of a node that acts in a kind: what the node is, or, where the kind is for others, a
/// desk of that office which works on the same node.
fn office<'a>(entry: &'a Entry, admitted: &[String]) -> &'a str {
    let own = authority_type(entry.kind);
    let admits = |office: &str| admitted.is_empty() || admitted.iter().any(|one| one == office);
    if admits(own) {
        return own;
    }
    let mut desks = entry.desks.iter().map(|desk| desk.role.as_str());
    desks.find(|role| admits(role)).unwrap_or(own)
}

const fn authority_type(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Authority => "central_authority",
        NodeKind::ContactPoint => "contact_point_24_7",
        NodeKind::Fiu => "fiu",
        NodeKind::Cert => "cert",
        NodeKind::Provider | NodeKind::Oversight => "other",
    }
}

/// Where letters reach an office; empty where its State has not listed an address.
fn postal(entry: &Entry) -> &str {
    let post = entry
        .contacts
        .iter()
        .find(|one| one.channel == Channel::Post);
    post.map_or("", |one| one.address.as_str())
}
