//! The law of one file: our answer, theirs beside it, the conduct element by element.

use comity_core::basis::{Basis, BasisRole};
use comity_core::law::{
    Decision, DualCriminality, NationalOffence, OffenceMode, Query, decide, offence, offences,
    party_facts,
};
use comity_core::request::RequestFile;
use comity_core::stage::StageName;
use comity_flows::{Compared, LawDoubts, PENALTY, Reviewed, Same};
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

    /// What the other side's law data gave. It tells us only where it differs from ours; where it was
    /// asked and said nothing, both agree.
    pub(crate) fn theirs(
        &self,
        file: &RequestFile,
        doubts: &LawDoubts,
        law: &Law<'_>,
    ) -> Option<Theirs> {
        let Some(other) = &doubts.other else {
            // What we sent was asked there on arrival; what arrived was asked here.
            return (file.thread.is_some()
                && file.part == comity_core::request::Part::Request
                && file.stage_name() != StageName::Sent)
                .then(|| Theirs {
                    chip: Chip::new(Tone::Done, self.t.law_agree()),
                    who: self.office(file.peer()),
                    bases: Vec::new(),
                    only_ours: Vec::new(),
                    pack: String::new(),
                    same_pack: true,
                });
        };
        let named = |list: &[String]| list.iter().map(|id| law.instrument(id)).collect();
        Some(Theirs {
            chip: Chip::new(Tone::Soon, self.t.law_differ()),
            who: format!(
                "{} · {}",
                self.office(file.peer()),
                self.s.when.short_stamp(other.at)
            ),
            bases: other
                .bases
                .iter()
                .filter(|one| one.role != BasisRole::Parallel)
                .map(|one| {
                    (
                        law.article(&one.instrument, &one.article),
                        self.t.listed("role-of", &code_of(&one.role)),
                        !other.only_theirs.contains(&one.instrument),
                    )
                })
                .collect(),
            only_ours: named(&other.only_ours),
            pack: crate::parts::short_hash(&other.pack),
            same_pack: other.pack == law.pack.hash(),
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

    /// What the law asks about the conduct, and how far a person has come with it; nothing where the
    /// question does not arise.
    pub(crate) fn dual(
        &self,
        file: &RequestFile,
        reviewed: &Reviewed,
        law: &Law<'_>,
        compared: &Compared,
    ) -> Option<(String, usize, usize)> {
        let asked = reviewed.law.decision.as_ref()?.dual_criminality;
        let arises = !matches!(
            asked,
            DualCriminality::NotRequired | DualCriminality::NotApplicable
        );
        let conduct = arises
            .then(|| self.conduct(file, law, compared, "", false))
            .flatten()?;
        let words = law.pack.words(self.t.lang().code());
        let sentence = words.say(&format!("dual_criminality.{}", asked.as_str()), &[]);
        Some((sentence, conduct.settled, conduct.rows.len()))
    }

    fn same(&self, same: Same) -> Chip {
        let word = self.t.listed("same", same.as_str());
        match same {
            Same::Yes => Chip::new(Tone::Done, word),
            Same::No => Chip::new(Tone::Soon, word).with_icon("stop"),
            Same::Unclear => Chip::new(Tone::Soon, word).with_icon("ask"),
        }
    }

    /// Facts of law that nobody has verified.
    pub(crate) fn uncertain(&self, doubts: &LawDoubts, law: &Law<'_>) -> Vec<FactRow> {
        let row = |one: &Basis| FactRow {
            name: law.article(&one.instrument, &one.article),
            sure: law.sure(one.confidence),
        };
        doubts.unverified.iter().map(row).collect()
    }
}
