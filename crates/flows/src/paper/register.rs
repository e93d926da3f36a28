//! A request that came on paper, by mail or by telephone becomes a file with number, checks and clocks
//! like any other; what comes a second time joins the file that is there.

use comity_core::form;
use comity_core::id::{NodeId, RequestId};
use comity_core::kind::Kind;
use comity_core::request::{Part, RequestFile, class_of};
use comity_core::road::Road;
use comity_core::role::Act;
use comity_core::stage::{Side, Stage};
use comity_core::time::Instant;
use comity_wire::context::World;
use serde_json::{Map, Value, json};

use super::arrive::{Arrival, Says, input};
use super::compare::{COMPARED, differences};
use crate::clocks::{acknowledge_clock, wish_clock};
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::Change;

/// What became of a registered request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// A new file.
    New(RequestId),
    /// The file with this reference was here: the paper lies in it under this name.
    Joined(RequestId, String),
}

impl Node {
    /// Registers a request that a partner sent beside the wire. `text` has the field names of the forms
    /// as far as the person who registers it filled them; the check names what the letter lacks.
    ///
    /// # Errors
    /// [`FlowFault::UnknownPeer`] for a sender that is in no directory, [`FlowFault::Input`] otherwise.
    pub async fn register_request(
        &self,
        officer: &Officer,
        from: &NodeId,
        kind: Kind,
        text: Value,
        arrival: Arrival,
    ) -> Result<Registered, FlowFault> {
        officer.must(Act::Register)?;
        let directory = self.directory();
        if directory.entry(from).is_none() || *from == self.id {
            return Err(FlowFault::UnknownPeer(from.to_string()));
        }
        let Value::Object(fields) = text else {
            return Err(input("form", "a request is an object with fields"));
        };
        let reference = fields
            .get("reference")
            .and_then(Value::as_str)
            .map(str::trim)
            .unwrap_or_default()
            .to_owned();
        if reference.is_empty() {
            return Err(input("reference", "write the sender's own case number"));
        }
        if let Some(file) = self.with_reference(from, &reference).await? {
            let words = COMPARED
                .iter()
                .filter_map(|path| {
                    let said = Value::Object(fields.clone());
                    let said = said.pointer(path)?.as_str()?.to_owned();
                    Some(((*path).to_owned(), said))
                })
                .collect();
            let paper = self
                .register_arrival(officer, file.id, arrival, Says::Again(words))
                .await?;
            return Ok(Registered::Joined(file.id, paper));
        }
        let now = self.now();
        let number = self.next_number(now).await?;
        let mut file = self.file_by_hand(from, kind, number, reference, fields, &arrival, now);
        let mut change = Change::default();
        let id = file.id;
        let paper = self
            .paper_of(&mut change, officer, &file, arrival, "request.new")
            .await?;
        let what = json!({"number": file.number, "kind": kind, "from": from,
            "channel": paper.channel, "proof": paper.proof, "scans": paper.scans,
            "class": file.class, "text": paper.note});
        file.road.papers.push(paper);
        let by = officer.id.as_str();
        self.note(&mut change, Some(id), now, "request.registered", by, &what)?;
        if file.urgency.is_emergency() {
            self.ports.pager.ring(&file.number, file.kind.as_str());
        }
        self.put(&mut change, file, None, now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("request.registered", id);
        Ok(Registered::New(id))
    }

    #[allow(clippy::too_many_arguments)] // one private caller; a struct would only rename them
    fn file_by_hand(
        &self,
        from: &NodeId,
        kind: Kind,
        number: String,
        reference: String,
        mut fields: Map<String, Value>,
        arrival: &Arrival,
        now: Instant,
    ) -> RequestFile {
        let directory = self.directory();
        let id = self.ports.ids.request(now);
        let fixed = [
            ("kind", json!(kind)),
            ("form_version", json!("1")),
            ("request_id", json!(uuid::Uuid::from_bytes(*id.as_bytes()))),
            ("reference", json!(reference)),
            ("exercise", json!(self.world == World::Exercise)),
            ("status_flag", json!("new")),
            ("channel", json!(arrival.channel.in_form())),
        ];
        for (name, value) in fixed {
            fields.insert(name.to_owned(), value);
        }
        fields
            .entry("requesting")
            .or_insert_with(|| self.law.addressee(&directory, kind, from));
        fields
            .entry("addressee")
            .or_insert_with(|| self.law.addressee(&directory, kind, &self.id));
        let form = Value::Object(fields);
        let items = self.law.items(&form);
        let urgency = form::urgency(&form);
        let class = class_of(kind, urgency, items.iter().map(|item| item.category));
        let mut file = RequestFile {
            id,
            part: Part::Request,
            kind,
            number,
            reference,
            receiver_number: None,
            side: Side::Receiver,
            from: from.clone(),
            to: self.id.clone(),
            thread: Some(self.ports.ids.thread()),
            basis: self.law.find(&form, kind, now).bases,
            form,
            law_pack: self.law.hash(),
            items,
            urgency,
            class,
            stage: Stage::Delivered,
            deadlines: Vec::new(),
            drafter: None,
            owner: None,
            pending: Vec::new(),
            links: Vec::new(),
            objects: Vec::new(),
            road: Road {
                by_hand: true,
                ..Road::default()
            },
            opened: now,
            changed: now,
        };
        // The clock begins when it arrived, not when somebody found the time to register it.
        let began = acknowledge_clock(&file, &self.law, self.id.state(), arrival.at);
        file.deadlines.push(began);
        file.deadlines.extend(wish_clock(&file));
        file
    }

    /// Our file of a sender's request with this reference, on whatever road it came.
    async fn with_reference(
        &self,
        from: &NodeId,
        reference: &str,
    ) -> Result<Option<RequestFile>, FlowFault> {
        let same = |file: &RequestFile| {
            file.side == Side::Receiver
                && file.part == Part::Request
                && file.from.state() == from.state()
                && file.road.joined_into.is_none()
                && (file.reference == reference || file.number == reference)
        };
        let ledger = &self.ports.ledger;
        let by_number = ledger.cases_by_number(reference).await?;
        if let Some(line) = by_number.into_iter().find(|line| same(&line.file)) {
            return Ok(Some(line.file));
        }
        // What a node brought is found by the words of its reference.
        let query = crate::ports::SearchQuery {
            desk: 0,
            text: reference.to_owned(),
            after: None,
            limit: 50,
        };
        let found = ledger.search(&query).await?;
        Ok(found
            .lines
            .into_iter()
            .map(|line| line.file)
            .find(|file| same(file)))
    }

    /// A message brings a request that was registered from paper before: the file of the message takes
    /// over what was done in the file of the paper, which ends.
    pub(crate) async fn join_paper(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let known = self.ports.ledger.cases_by_number(&file.reference).await?;
        let Some(line) = known.into_iter().find(|line| {
            let earlier = &line.file;
            earlier.road.by_hand
                && earlier.side == Side::Receiver
                && earlier.part == Part::Request
                && earlier.kind == file.kind
                && earlier.from.state() == file.from.state()
                && earlier.reference == file.reference
                && earlier.is_open()
                && earlier.pending.is_empty()
        }) else {
            return Ok(());
        };
        let mut earlier = line.file;
        let words: Vec<(String, String)> = COMPARED
            .iter()
            .filter_map(|path| {
                let said = earlier.form.pointer(path)?.as_str()?.to_owned();
                Some(((*path).to_owned(), said))
            })
            .collect();
        file.road.papers = std::mem::take(&mut earlier.road.papers);
        if let Some(paper) = file.road.papers.first_mut() {
            paper.differs = differences(&file.form, &words);
        }
        file.receiver_number = Some(earlier.number.clone());
        file.owner = earlier.owner.clone();
        let what = json!({"joined": earlier.number,
            "differs": file.road.papers.first().map(|paper| &paper.differs)});
        self.note(change, Some(file.id), now, "road.joined", "node", &what)?;
        earlier.road.joined_into = Some(file.id);
        earlier.stage = Stage::Closed;
        earlier.meet(now, |_| true);
        let what = json!({"into": file.id});
        self.note(change, Some(earlier.id), now, "road.joined", "node", &what)?;
        self.put(change, earlier, Some(line.version), now);
        Ok(())
    }
}
