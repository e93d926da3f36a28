//! Writing a request: a draft is a file like any other, saved as often as it changes, and becomes a
//! message only when it is whole, lawful and signed.

use comity_core::approval::Purpose;
use comity_core::basis::BasisRole;
use comity_core::check::Severity;
use comity_core::form::{self, At};
use comity_core::id::{NodeId, RequestId};
use comity_core::item::{Asked, ItemState};
use comity_core::kind::Kind;
use comity_core::request::{Link, Part, Relation, RequestFile, class_of, life};
use comity_core::road::{Channel, Road};
use comity_core::role::Act;
use comity_core::stage::{Move, Side, Stage};
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::directory::NodeKind;
use serde_json::{Map, Value, json};

use crate::act::Said;
use crate::fault::FlowFault;
use crate::law::Found;
use crate::message::{Body, RequestNew};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;

/// What the checks say of a draft, to be shown beside it.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// What the law gives.
    pub law: Found,
    /// What the completeness check found.
    pub check: comity_core::check::Report,
}

impl Node {
    /// Starts a draft of `kind` to `to`.
    ///
    /// # Errors
    /// [`FlowFault::UnknownPeer`] for an addressee the directory does not list.
    pub async fn start_draft(
        &self,
        officer: &Officer,
        kind: Kind,
        to: &NodeId,
        form: Value,
    ) -> Result<RequestId, FlowFault> {
        officer.must(Act::Draft)?;
        let mut change = Change::default();
        let file = self.new_draft(officer, kind, to, form).await?;
        let id = file.id;
        let now = self.now();
        self.note(
            &mut change,
            Some(id),
            now,
            "draft.started",
            officer.id.as_str(),
            &json!({"kind": kind, "to": to, "number": file.number}),
        )?;
        self.put(&mut change, file, None, now);
        self.ports.ledger.commit(change).await?;
        self.tell("draft.started", Some(id));
        Ok(id)
    }

    async fn new_draft(
        &self,
        officer: &Officer,
        kind: Kind,
        to: &NodeId,
        form: Value,
    ) -> Result<RequestFile, FlowFault> {
        if self.directory().entry(to).is_none() {
            return Err(FlowFault::UnknownPeer(to.to_string()));
        }
        let now = self.now();
        let id = self.ports.ids.request(now);
        let number = self.next_number(now).await?;
        let mut form = match form {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        form.insert("kind".to_owned(), json!(kind));
        form.insert("form_version".to_owned(), json!("1"));
        form.insert(
            "request_id".to_owned(),
            json!(uuid::Uuid::from_bytes(*id.as_bytes())),
        );
        form.insert("exercise".to_owned(), json!(self.world == World::Exercise));
        form.entry("status_flag").or_insert_with(|| json!("new"));
        form.entry("reference")
            .or_insert_with(|| json!(number.clone()));
        self.fill_parties(&mut form, officer, kind, to);
        let mut file = RequestFile {
            id,
            part: Part::Request,
            kind,
            reference: number.clone(),
            number,
            receiver_number: None,
            side: Side::Sender,
            from: self.id.clone(),
            to: to.clone(),
            thread: None,
            form: Value::Object(form),
            basis: Vec::new(),
            law_pack: self.law.hash(),
            items: Vec::new(),
            urgency: comity_core::kind::Urgency::U4Routine,
            class: comity_core::approval::Class::M1,
            stage: Stage::Draft,
            deadlines: Vec::new(),
            drafter: Some(officer.id.clone()),
            owner: Some(officer.id.clone()),
            pending: Vec::new(),
            links: Vec::new(),
            objects: Vec::new(),
            road: Road::default(),
            opened: now,
            changed: now,
        };
        self.refresh(&mut file, now);
        Ok(file)
    }

    /// Saves the whole text of a draft.
    ///
    /// # Errors
    /// [`FlowFault::Stale`] when somebody else saved meanwhile, so that no typing is lost unseen.
    pub async fn save_draft(
        &self,
        officer: &Officer,
        id: RequestId,
        version: u64,
        form: Value,
    ) -> Result<Reviewed, FlowFault> {
        officer.must(Act::Draft)?;
        let line = self.read_case(id).await?;
        if line.version != version {
            return Err(FlowFault::Stale);
        }
        let mut file = line.file;
        must_be_draft(&file)?;
        let fixed = [
            "kind",
            "form_version",
            "request_id",
            "exercise",
            "requesting",
        ];
        let mut fields = match form {
            Value::Object(fields) => fields,
            _ => {
                return Err(FlowFault::Input {
                    field: String::new(),
                    why: "a request is an object with fields".to_owned(),
                });
            }
        };
        for name in fixed {
            if let Some(value) = file.form.get(name) {
                fields.insert(name.to_owned(), value.clone());
            }
        }
        file.form = Value::Object(fields);
        let now = self.now();
        self.refresh(&mut file, now);
        let reviewed = self.review(&file, now);
        let mut change = Change::default();
        self.put(&mut change, file, Some(version), now);
        self.ports.ledger.commit(change).await?;
        Ok(reviewed)
    }

    /// What law and completeness check say of a file's text now.
    #[must_use]
    pub fn review(&self, file: &RequestFile, now: Instant) -> Reviewed {
        Reviewed {
            law: self.law.find(&file.form, file.kind, now),
            check: self.law.check(&file.form, now),
        }
    }

    /// Recomputes what follows from the text: items, categories, class, bases.
    fn refresh(&self, file: &mut RequestFile, now: Instant) {
        file.items = self.law.items(&file.form);
        file.urgency = form::urgency(&file.form);
        file.class = class_of(
            file.kind,
            file.urgency,
            file.items.iter().map(|item| item.category),
        );
        if let Some(reference) = file.form.get("reference").and_then(Value::as_str) {
            file.reference = reference.to_owned();
        }
        file.basis = self.law.find(&file.form, file.kind, now).bases;
        file.law_pack = self.law.hash();
        // The text names the bases that were found, unless its writer has chosen among them.
        let chosen = file
            .form
            .get("legal_basis")
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty());
        if !chosen && let Some(fields) = file.form.as_object_mut() {
            let named = file
                .basis
                .iter()
                .filter(|one| one.role != BasisRole::Parallel);
            let list: Vec<Value> = named
                .map(|one| json!({"instrument": one.instrument, "article": one.article}))
                .collect();
            fields.insert("legal_basis".to_owned(), Value::Array(list));
        }
    }

    /// Signs a draft and hands it to those who must approve; with the last approval it leaves. A
    /// direct order to a provider goes with the notice to its State as one act: the order leaves
    /// when the State's node has given its receipt for the notice.
    ///
    /// # Errors
    /// [`FlowFault::Defects`] and [`FlowFault::NoBasis`]: nothing incomplete or unlawful is signed.
    pub async fn submit(&self, officer: &Officer, id: RequestId) -> Result<Said, FlowFault> {
        officer.must(Act::Draft)?;
        let line = self.read_case(id).await?;
        let mut file = line.file;
        must_be_draft(&file)?;
        let now = self.now();
        self.sign_off(&mut file, officer, now);
        self.refresh(&mut file, now);
        let reviewed = self.review(&file, now);
        if reviewed.law.is_blocked() || reviewed.law.bases.is_empty() {
            return Err(FlowFault::NoBasis(reviewed.law.advice()));
        }
        no_defects(&reviewed)?;
        self.must_be_confirmed(id, &reviewed.law).await?;
        file.stage = file.stage.step(Move::Submit)?;
        let thread = self.ports.ids.thread();
        file.thread = Some(thread);
        let follows = file
            .links
            .iter()
            .find(|link| link.relation == Relation::Preservation)
            .map(|link| link.request);
        let opening = |part: Part, request: RequestId, provider: Option<NodeId>| {
            Body::RequestNew(RequestNew {
                request,
                part,
                kind: file.kind,
                number: file.number.clone(),
                reference: file.reference.clone(),
                form: file.form.clone(),
                basis: file.basis.clone(),
                law_pack: file.law_pack.clone(),
                follows,
                provider,
            })
        };
        let mut change = Change::default();
        let request = opening(Part::Request, file.id, None);
        let mut messages = vec![Outgoing::about(&file, thread, request, now)];
        if let Some((state, first)) = self.notified_authority(&file)? {
            let notice = self.notice_of(&file, &state, now);
            let body = opening(Part::Notice, notice.id, Some(file.to.clone()));
            let own = notice
                .thread
                .ok_or_else(|| FlowFault::Node("a notice without a thread".to_owned()))?;
            let message = Outgoing::about(&notice, own, body, now);
            messages.insert(usize::from(!first), message);
            file.links.push(Link {
                relation: Relation::Notice,
                request: notice.id,
                number: notice.number.clone(),
            });
            self.put(&mut change, notice, None, now);
        }
        self.note(
            &mut change,
            Some(id),
            now,
            "request.signed_off",
            officer.id.as_str(),
            &json!({"class": file.class, "basis": file.basis}),
        )?;
        let class = file.class;
        let said = self
            .say(
                &mut change,
                officer,
                &mut file,
                messages,
                class,
                Purpose::Send,
            )
            .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("request.signed_off", id);
        Ok(said)
    }

    /// The file under which our notice to the provider's State is kept.
    fn notice_of(&self, file: &RequestFile, state: &NodeId, now: Instant) -> RequestFile {
        RequestFile {
            id: self.ports.ids.request(now),
            part: Part::Notice,
            to: state.clone(),
            thread: Some(self.ports.ids.thread()),
            stage: Stage::Sent,
            links: vec![Link {
                relation: Relation::Executes,
                request: file.id,
                number: file.number.clone(),
            }],
            pending: Vec::new(),
            deadlines: Vec::new(),
            road: Road::default(),
            ..file.clone()
        }
    }

    /// The authority that must be told of what goes to a provider, and whether it is told first: where
    /// the law pack says that its State asks for it, or the text says that it is due.
    fn notified_authority(&self, file: &RequestFile) -> Result<Option<(NodeId, bool)>, FlowFault> {
        let state = file.to.state();
        let Some(notice) = life(file.kind).notice.as_ref() else {
            return Ok(None);
        };
        let due = match notice.when.as_str() {
            "profile" => self.law.notice_required(state),
            field => At::root(&file.form)
                .path(field.trim_start_matches('/'))
                .affirms(),
        };
        if !due || state == self.id.state() {
            return Ok(None);
        }
        self.directory()
            .entries()
            .find(|entry| {
                entry.kind == NodeKind::Authority && entry.node.state() == state && entry.has_node()
            })
            .map(|entry| Some((entry.node.clone(), notice.first)))
            .ok_or_else(|| {
                FlowFault::UnknownPeer(format!("the authority of {state}, which must be told"))
            })
    }

    /// The formal request that must follow a preservation is opened by itself, with the same items
    /// and both references, so that nobody forgets it.
    pub(crate) async fn open_follow_up(
        &self,
        change: &mut Change,
        kept: &mut RequestFile,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let planned = kept
            .links
            .iter()
            .any(|link| link.relation == Relation::FollowUp);
        if planned || kept.asked() != Asked::Preserve {
            return Ok(());
        }
        let id = self.ports.ids.request(now);
        let number = self.next_number(now).await?;
        let mut form = kept.form.clone();
        if let Some(fields) = form.as_object_mut() {
            for own in [
                "preservation_necessity",
                "intends_mla",
                "duration_days",
                "partial_disclosure_wanted",
                "legal_basis",
                "signature",
                "custodian",
                "oral_first",
            ] {
                fields.remove(own);
            }
            let until = kept.items.iter().find_map(|item| match item.state {
                ItemState::Preserved { until, .. } => Some(until.to_string()),
                _ => None,
            });
            fields.insert("kind".to_owned(), json!(Kind::MlaStored));
            fields.insert(
                "request_id".to_owned(),
                json!(uuid::Uuid::from_bytes(*id.as_bytes())),
            );
            fields.insert(
                "previous".to_owned(),
                json!([{
                    "type": "preservation",
                    "reference": kept.reference,
                    "receiver_reference": kept.receiver_number,
                    "date": kept.opened.to_string(),
                    "authority": kept.to,
                    "channel": "node",
                    "until": until,
                }]),
            );
        }
        let mut draft = RequestFile {
            id,
            part: Part::Request,
            kind: Kind::MlaStored,
            number: number.clone(),
            receiver_number: None,
            thread: None,
            form,
            stage: Stage::Draft,
            deadlines: kept
                .deadlines
                .iter()
                .filter(|clock| clock.rule == comity_core::deadline::ClockRule::FollowUp)
                .cloned()
                .collect(),
            pending: Vec::new(),
            links: vec![Link {
                relation: Relation::Preservation,
                request: kept.id,
                number: kept.number.clone(),
            }],
            objects: Vec::new(),
            road: Road::default(),
            opened: now,
            ..kept.clone()
        };
        self.refresh(&mut draft, now);
        kept.links.push(Link {
            relation: Relation::FollowUp,
            request: id,
            number,
        });
        self.note(
            change,
            Some(id),
            now,
            "draft.opened_by_preservation",
            "node",
            &json!({"preservation": kept.number}),
        )?;
        self.put(change, draft, None, now);
        Ok(())
    }

    /// A text that was handed back or whose approval was discarded is a draft again.
    pub(crate) fn reopen_text(
        &self,
        file: &mut RequestFile,
        act: &comity_core::request::Pending,
    ) -> Result<(), FlowFault> {
        if act.messages.iter().any(|one| one.kind == "request.new") {
            file.stage = file.stage.clone().step(Move::Rework)?;
        }
        Ok(())
    }

    /// `XA-2027-00915`: the yearly series of this node's State.
    pub(crate) async fn next_number(&self, now: Instant) -> Result<String, FlowFault> {
        let year = now.to_string().get(..4).unwrap_or("0000").to_owned();
        let series = format!("{}-{year}", self.id.state());
        let n = self.ports.ledger.next_number(&series).await?;
        Ok(format!("{series}-{n:05}"))
    }

    /// Who asks and who is asked, filled from directory and session so that nobody types them.
    fn fill_parties(
        &self,
        form: &mut Map<String, Value>,
        officer: &Officer,
        kind: Kind,
        to: &NodeId,
    ) {
        let directory = self.directory();
        form.insert(
            "requesting".to_owned(),
            self.law
                .requesting(&directory, &self.id, kind, officer, &self.settings.zone),
        );
        form.entry("addressee")
            .or_insert_with(|| self.law.addressee(&directory, kind, to));
        // A partner without a node is reached by the first of its channels that carries a text.
        let channel = directory
            .entry(to)
            .filter(|entry| !entry.has_node())
            .map_or("node", |entry| {
                let mut ways = entry.contacts.iter().map(|contact| contact.channel);
                ways.find(|way| *way != Channel::Telephone)
                    .unwrap_or(Channel::Post)
                    .in_form()
            });
        form.entry("channel").or_insert_with(|| json!(channel));
        form.entry("return_to").or_insert_with(|| {
            json!({"authority": self.id, "channel": "node", "format": "sealed object with SHA-256 manifest",
                   "public_key": self.keys.sealing.first().map(|key| key.public().id().to_string())})
        });
    }

    /// Date and signer of the text, as the forms ask for them.
    pub(crate) fn sign_off(&self, file: &mut RequestFile, officer: &Officer, now: Instant) {
        if let Some(fields) = file.form.as_object_mut() {
            fields.insert("issued_at".to_owned(), json!(now.to_string()));
            let from = self.keys.certificate.document().from.to_string();
            let until = self.keys.certificate.document().until.to_string();
            fields.insert(
                "signature".to_owned(),
                json!({"signer": officer.name, "function": officer.office, "at": now.to_string(), "method": "node",
                       "certificate": {"serial": self.keys.kid().to_string(), "valid_from": from, "valid_to": until}}),
            );
        }
    }
}

/// Nothing incomplete is signed: names each blocking defect with its place.
pub(crate) fn no_defects(reviewed: &Reviewed) -> Result<(), FlowFault> {
    let blocking: Vec<String> = reviewed
        .check
        .defects
        .iter()
        .filter(|one| one.severity == Severity::Block)
        .map(|one| format!("{} at {}", one.code.as_str(), one.path))
        .collect();
    if blocking.is_empty() {
        Ok(())
    } else {
        Err(FlowFault::Defects(blocking))
    }
}

fn must_be_draft(file: &RequestFile) -> Result<(), FlowFault> {
    if file.stage == Stage::Draft && file.side == Side::Sender {
        Ok(())
    } else {
        Err(FlowFault::NotFound)
    }
}
