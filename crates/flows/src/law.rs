//! The law as the flows ask it: one pack, turned towards a request's own text.

use std::sync::Arc;

use comity_core::basis::Basis;
use comity_core::check::{Provider, Report, State, World, check};
use comity_core::deadline::end_of_day_after;
use comity_core::id::{NodeId, StateCode};
use comity_core::kind::{Kind, Urgency};
use comity_core::law::{Decision, Outcome, Pack, StateProfile, decide_json};
use comity_core::request::Item;
use comity_core::time::Instant;
use comity_wire::directory::{Directory, NodeKind};
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
}

impl Found {
    /// The State's consent basis is missing, or the question cannot be asked: nothing may leave.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.decision
            .as_ref()
            .is_none_or(|decision| decision.decision == Outcome::Block)
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

/// The pack in force at this node.
pub struct LawBook {
    pack: Arc<Pack>,
    world: World,
}

impl LawBook {
    /// Opens a pack.
    #[must_use]
    pub fn new(pack: Arc<Pack>) -> Self {
        let world = world_of(&pack);
        Self { pack, world }
    }

    /// The pack itself.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Its hash, which goes into every decision.
    #[must_use]
    pub fn hash(&self) -> String {
        self.pack.hash().to_owned()
    }

    /// Asks the law about a text on the day of `now`.
    #[must_use]
    pub fn find(&self, form: &Value, kind: Kind, now: Instant) -> Found {
        let mut question = self.question(form, kind, now);
        let mut answer = decide_json(&self.pack, &question.to_string(), "en");
        if answer
            .as_ref()
            .is_err_and(|refused| refused.field == "/offence")
        {
            // A label that the catalogue does not know is still an offence with electronic evidence.
            question["offence"] = json!("any_offence_electronic_evidence");
            answer = decide_json(&self.pack, &question.to_string(), "en");
        }
        match answer {
            Ok(decision) => Found {
                bases: decision.bases.clone(),
                decision: Some(decision),
                lacking: String::new(),
            },
            Err(refused) => Found {
                bases: Vec::new(),
                decision: None,
                lacking: refused.to_string(),
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
            "service_provider"
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
        check(form, &self.world, now)
    }

    /// The zone in which legal days of a State end.
    #[must_use]
    pub fn zone(&self, state: StateCode) -> String {
        self.profile(state)
            .map_or_else(|| "UTC".to_owned(), |profile| profile.time_zone.clone())
    }

    /// Whether a direct order to a provider of this State must be notified to the State.
    #[must_use]
    pub fn notice_required(&self, state: StateCode) -> bool {
        self.profile(state)
            .is_some_and(|profile| profile.notice_required)
    }

    /// The shortest and longest preservation that a State's law knows, in days. Sixty is what the
    /// convention asks at least; a State without a profile is held to it.
    ///
    /// # Source
    /// Budapest Convention art. 29(7).
    #[must_use]
    pub fn preservation_bounds(&self, state: StateCode) -> (u32, u32) {
        let most = self
            .profile(state)
            .and_then(|profile| profile.preservation_max_days)
            .unwrap_or(60);
        (most.min(60), most)
    }

    /// The domestic provision on which an order of this kind rests, where the profile has one.
    #[must_use]
    pub fn provision(&self, state: StateCode, kind: Kind) -> Option<String> {
        let profile = self.profile(state)?;
        profile
            .domestic
            .iter()
            .find(|row| row.measure == kind.as_str())
            .map(|row| row.provision.clone())
    }

    /// The end of the `n`-th working day of a State after `start`.
    #[must_use]
    pub fn end_of_working_day_after(&self, state: StateCode, start: Instant, n: u32) -> Instant {
        let Some(profile) = self.profile(state) else {
            return end_of_day_after(start, i64::from(n), "UTC");
        };
        let mut left = n;
        for days in 1..=400 {
            let end = end_of_day_after(start, days, &profile.time_zone);
            if is_working_day(profile, end) {
                left -= 1;
            }
            if left == 0 {
                return end;
            }
        }
        end_of_day_after(start, i64::from(n), &profile.time_zone)
    }

    fn profile(&self, state: StateCode) -> Option<&StateProfile> {
        self.pack.profile(state.as_str())
    }

    /// Who asks, as the forms want it.
    #[must_use]
    pub fn requesting(
        &self,
        directory: &Directory,
        node: &NodeId,
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
                "type": entry.map_or("other", |entry| authority_type(entry.kind)),
                "address": desk.map_or("", |desk| desk.hours.as_str()),
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
    pub fn addressee(&self, directory: &Directory, to: &NodeId) -> Value {
        let Some(entry) = directory.entry(to) else {
            return json!({"state": to.state()});
        };
        match entry.kind {
            NodeKind::Provider => {
                let name = entry.name("en");
                let known = self.pack.providers().find(|one| one.legal_name == name);
                json!({
                    "state": to.state(),
                    "provider": {
                        "legal_name": name,
                        "entity_id": known.map_or(to.as_str(), |one| one.entity_id.as_str()),
                        "establishment_state": known.map_or_else(|| to.state().to_string(), |one| one.establishment.clone()),
                    },
                })
            }
            kind => json!({
                "state": to.state(),
                "authority": {"id": to, "name": entry.name("en"), "type": authority_type(kind)},
            }),
        }
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
                art7_notice_required: Some(profile.notice_required),
                art9_post_mla: Some(profile.mla_after_emergency),
                order_copy_required: Some(profile.order_copy_required),
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
                shares_ipv4: Some(one.shares_ipv4),
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

const fn authority_type(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Authority => "central_authority",
        NodeKind::ContactPoint => "contact_point_24_7",
        NodeKind::Fiu => "fiu",
        NodeKind::Cert => "cert",
        NodeKind::Provider | NodeKind::Oversight => "other",
    }
}

/// Whether the day that ends at `end` is one on which the State's offices work.
fn is_working_day(profile: &StateProfile, end: Instant) -> bool {
    let Some((date, weekday)) = comity_core::deadline::day_ending_at(end, &profile.time_zone)
    else {
        return true;
    };
    let working = profile.working_days.is_empty() || profile.working_days.contains(&weekday);
    let closed = profile
        .holidays
        .iter()
        .any(|day| day.date == date || date.ends_with(&format!("-{}", day.date)));
    working && !closed
}
