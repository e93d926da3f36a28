//! The law of one file: our answer, theirs beside it, the conduct element by element.

use comity_core::basis::{Basis, Confidence};
use comity_core::law::{
    Decision, NationalOffence, OffenceMode, Query, decide, offence, offences, party_facts,
};
use comity_core::request::RequestFile;
use comity_core::stage::Side;
use comity_flows::ports::RegisterLine;
use comity_flows::{Compared, PENALTY, Same};
use serde_json::Value;

use super::{Cases, code_of};
use crate::field::{Choice, Control, Field};
use crate::law::Law;
use crate::pages::law::{Conduct, ElementRow, FactRow, Theirs};
use crate::parts::{Chip, Tone};

/// The type for whatever stands in no list.
const ANY: &str = "any_offence_electronic_evidence";

impl Cases<'_> {
    /// What our law says of the text, in the reader's language.
    pub(crate) fn decision(&self, file: &RequestFile, law: &Law<'_>) -> Option<Decision> {
        let book = self.node.law();
        let mut question = book.question(&file.form, file.kind, self.now);
        let asked = |question: &Value| Query::from_value(law.pack, question);
        let (query, _) = asked(&question)
            .or_else(|_| {
                // A label that the catalogue does not know is still an offence with electronic evidence.
                question["offence"] = ANY.into();
                asked(&question)
            })
            .ok()?;
        Some(decide(law.pack, &query, self.t.lang().code()))
    }

    /// What the other side's law data gave, where it told us; for what we sent, there is none yet.
    pub(crate) fn theirs(
        &self,
        file: &RequestFile,
        lines: &[RegisterLine],
        law: &Law<'_>,
    ) -> Option<Theirs> {
        if file.side != Side::Receiver {
            return None;
        }
        let arrived = lines.iter().find(|line| line.kind == "request.delivered")?;
        let body: Value = serde_json::from_slice(&arrived.body).ok()?;
        let pack = body["what"]["law_pack"].as_str().unwrap_or_default();
        let claimed: Vec<Basis> = serde_json::from_value(body["what"]["basis"].clone())
            .ok()
            .or_else(|| named(file))?;
        let has =
            |list: &[Basis], one: &Basis| list.iter().any(|own| own.instrument == one.instrument);
        let bases: Vec<(String, String, bool)> = claimed
            .iter()
            .map(|one| {
                let role = self.t.listed("role-of", &code_of(&one.role));
                let name = law.article(&one.instrument, &one.article);
                (name, role, has(&file.basis, one))
            })
            .collect();
        let only_ours: Vec<String> = file
            .basis
            .iter()
            .filter(|one| {
                one.role != comity_core::basis::BasisRole::Parallel && !has(&claimed, one)
            })
            .map(|one| law.article(&one.instrument, &one.article))
            .collect();
        let agree = only_ours.is_empty() && bases.iter().all(|(_, _, same)| *same);
        Some(Theirs {
            chip: if agree {
                Chip::new(Tone::Done, self.t.law_agree())
            } else {
                Chip::new(Tone::Soon, self.t.law_differ())
            },
            who: self.office(&file.from),
            bases,
            only_ours,
            pack: crate::parts::short_hash(pack),
            same_pack: pack == file.law_pack,
        })
    }

    /// The conduct of the first offence, in both laws.
    pub(crate) fn conduct(
        &self,
        file: &RequestFile,
        law: &Law<'_>,
        compared: &Compared,
        chosen: &str,
        may_decide: bool,
    ) -> Option<Conduct> {
        let t = self.t;
        let text = |pointer: &str| {
            file.form
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let category = text("/offences/0/category");
        let known = |id: &str| offence(law.pack, id).ok();
        let fact = known(chosen)
            .or_else(|| compared.offence.as_deref().and_then(known))
            .or_else(|| known(&category))
            .or_else(|| known(ANY))?;
        // Left is the law of who asks, right that of who is asked, wherever we stand.
        let national = |state: &str| -> Option<&NationalOffence> {
            let rows = &law.pack.profile(state)?.offences;
            rows.iter().find(|row| row.offence == fact.id)
        };
        let (from, to) = (file.from.state(), file.to.state());
        let (asking, asked) = (national(from.as_str()), national(to.as_str()));
        let cited = text("/offences/0/provision");
        let heading = |state: &str, provision: &str| {
            if provision.is_empty() {
                law.state(state)
            } else {
                format!("{}{} {provision}", law.state(state), t.comma())
            }
        };
        let choices = |found: Option<Same>| -> Vec<Choice> {
            if !may_decide {
                return Vec::new();
            }
            let mut list = vec![Choice::new("", t.law_not_yet())];
            list.extend(Same::ALL.into_iter().map(|one| {
                Choice::new(one.as_str(), t.listed("same", one.as_str())).chosen(found == Some(one))
            }));
            list
        };
        let mut rows: Vec<ElementRow> = Vec::new();
        let mut add = |code: &str, name: String, theirs: String, ours: String| {
            let finding = compared.finding(&fact.id, code);
            rows.push(ElementRow {
                code: code.to_owned(),
                name,
                theirs,
                ours,
                found: finding.map(|one| self.same(one.same)),
                by: finding.map_or_else(String::new, |one| {
                    format!(
                        "{} · {}",
                        self.actor(&one.by),
                        self.s.when.short_stamp(one.at)
                    )
                }),
                choices: choices(finding.map(|one| one.same)),
            });
        };
        let words = law.pack.words(t.lang().code());
        let says = |row: Option<&NationalOffence>, code: &str| match row {
            Some(row) if row.elements.iter().any(|one| one == code) => t.law_asks_for_it(),
            Some(_) => t.law_does_not_ask(),
            None => t.law_not_on_file(),
        };
        for code in &fact.elements {
            let name = words.say(&format!("element.{code}"), &[]);
            add(code, name, says(asking, code), says(asked, code));
        }
        let months = |n: Option<u64>| {
            n.map_or_else(
                || t.law_not_said(),
                |n| t.law_months(&n.to_string(), i64::try_from(n).unwrap_or(i64::MAX)),
            )
        };
        let stated = file
            .form
            .pointer("/offences/0/max_penalty_months")
            .and_then(Value::as_u64)
            .or_else(|| asking.and_then(|row| row.max_penalty_months.map(u64::from)));
        let mut own = months(asked.and_then(|row| row.max_penalty_months.map(u64::from)));
        if let Some(row) = asked.filter(|row| !row.narrower.is_empty()) {
            own = format!("{own} · {}", t.law_only_where(&row.narrower));
        }
        add(PENALTY, t.law_col_most(), months(stated), own);
        let articles = fact
            .articles
            .iter()
            .filter(|it| {
                // Both are bound by it today, as far as the data says.
                [from.as_str(), to.as_str()].into_iter().all(|state| {
                    party_facts(law.pack, state, &it.instrument)
                        .is_ok_and(|rows| rows.iter().any(|row| row.status == "party"))
                }) && it.mode != OffenceMode::Political
            })
            .map(|it| {
                (
                    law.article(&it.instrument, &it.article),
                    format!("/law/instrument/{}", it.instrument),
                    t.listed("offence-mode", it.mode.as_str()),
                    it.note.clone(),
                )
            })
            .collect();
        let types = law.sorted(
            offences(law.pack)
                .map(|one| {
                    Choice::new(one.id.clone(), law.offence(&one.id)).chosen(one.id == fact.id)
                })
                .collect(),
        );
        let settled = rows
            .iter()
            .filter(|row| {
                row.found
                    .as_ref()
                    .is_some_and(|chip| chip.tone == Tone::Done)
            })
            .count();
        let charged: Vec<String> = [text("/offences/0/title"), cited.clone()]
            .into_iter()
            .filter(|one| !one.is_empty())
            .collect();
        Some(Conduct {
            offence: law.offence(&fact.id),
            conduct: fact.conduct.clone(),
            charged: charged.join(" · "),
            said: text("/dual_criminality/conduct"),
            theirs: heading(
                from.as_str(),
                asking.map_or(cited.as_str(), |row| row.provision.as_str()),
            ),
            ours: heading(to.as_str(), asked.map_or("", |row| row.provision.as_str())),
            provision: asked.map(|row| row.provision.clone()).unwrap_or_default(),
            settled,
            rows,
            articles,
            notes: fact.notes.clone(),
            types: Field::new("offence", t.law_offence(), Control::Select(types)),
            code: fact.id,
        })
    }

    fn same(&self, same: Same) -> Chip {
        let word = self.t.listed("same", same.as_str());
        match same {
            Same::Yes => Chip::new(Tone::Done, word),
            Same::No => Chip::new(Tone::Soon, word).with_icon("stop"),
            Same::Unclear => Chip::new(Tone::Soon, word).with_icon("ask"),
        }
    }

    /// Facts of law in the answer that are below high confidence, and who has confirmed them.
    pub(crate) fn uncertain(
        &self,
        decision: Option<&Decision>,
        law: &Law<'_>,
        compared: &Compared,
    ) -> Vec<FactRow> {
        decision
            .into_iter()
            .flat_map(|it| &it.bases)
            .filter(|one| {
                one.confidence < Confidence::High
                    && one.role != comity_core::basis::BasisRole::Parallel
            })
            .map(|one| FactRow {
                id: one.instrument.clone(),
                name: law.article(&one.instrument, &one.article),
                sure: law.sure(one.confidence),
                confirmed: compared.confirmed.get(&one.instrument).map(|(by, at)| {
                    format!("{} · {}", self.actor(by), self.s.when.short_stamp(at))
                }),
            })
            .collect()
    }
}

/// The bases that the text itself names, where the message was kept without them.
fn named(file: &RequestFile) -> Option<Vec<Basis>> {
    let list = file.form.get("legal_basis")?.as_array()?;
    let read = |one: &Value| {
        Some(Basis {
            instrument: one["instrument"].as_str()?.to_owned(),
            article: one["article"].as_str().unwrap_or_default().to_owned(),
            role: comity_core::basis::BasisRole::Measure,
            confidence: Confidence::High,
        })
    };
    Some(list.iter().filter_map(read).collect())
}
