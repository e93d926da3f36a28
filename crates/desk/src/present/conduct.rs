//! Dual criminality by the conduct: the elements of an offence in two laws, and what a person found.

use comity_core::law::{NationalOffence, OffenceFact, OffenceMode, offence, offences, party_facts};
use comity_core::request::RequestFile;
use comity_flows::{Compared, PENALTY, Same};
use serde_json::Value;

use super::Cases;
use crate::field::{Choice, Control, Field};
use crate::law::Law;
use crate::pages::law::{Conduct, ElementRow};
use crate::parts::{Chip, Tone};

/// The type for whatever stands in no list.
pub(super) const ANY: &str = "any_offence_electronic_evidence";

/// The two laws that are compared: that of who asks, and that of who is asked, wherever we stand.
struct Two<'p> {
    asking: Option<&'p NationalOffence>,
    asked: Option<&'p NationalOffence>,
}

impl Cases<'_> {
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
        let text = |pointer: &str| said(file, pointer);
        let known = |id: &str| offence(law.pack, id).ok();
        let fact = known(chosen)
            .or_else(|| compared.offence.as_deref().and_then(known))
            .or_else(|| known(&text("/offences/0/category")))
            .or_else(|| known(ANY))?;
        let (from, to) = (file.from.state(), file.to.state());
        let national = |state: &str| -> Option<&NationalOffence> {
            let rows = &law.pack.profile(state)?.offences;
            rows.iter().find(|row| row.offence == fact.id)
        };
        let two = Two {
            asking: national(from.as_str()),
            asked: national(to.as_str()),
        };
        let cited = text("/offences/0/provision");
        // A provision is often cited with its State's name in front, which stands there already.
        let heading = |state: &str, provision: &str| {
            let english = law.pack.profile(state).and_then(|it| it.names.get("en"));
            let provision = english
                .and_then(|name| provision.strip_prefix(name.as_str())?.strip_prefix(", "))
                .unwrap_or(provision);
            if provision.is_empty() {
                law.state(state)
            } else {
                format!("{}{} {provision}", law.state(state), t.comma())
            }
        };
        let rows = self.elements(file, law, compared, &fact, &two, may_decide);
        let types = offences(law.pack)
            .map(|one| Choice::new(one.id.clone(), law.offence(&one.id)).chosen(one.id == fact.id))
            .collect();
        let charged: Vec<String> = [text("/offences/0/title"), cited.clone()]
            .into_iter()
            .filter(|one| !one.is_empty())
            .collect();
        let provision = |row: Option<&NationalOffence>| row.map(|row| row.provision.clone());
        Some(Conduct {
            offence: law.offence(&fact.id),
            conduct: fact.conduct.clone(),
            charged: charged.join(" · "),
            said: text("/dual_criminality/conduct"),
            theirs: heading(from.as_str(), &provision(two.asking).unwrap_or(cited)),
            ours: heading(to.as_str(), &provision(two.asked).unwrap_or_default()),
            provision: provision(two.asked).unwrap_or_default(),
            settled: rows
                .iter()
                .filter(|row| row.found.as_ref().is_some_and(|it| it.tone == Tone::Done))
                .count(),
            rows,
            articles: self.articles(law, &fact, from.as_str(), to.as_str()),
            notes: fact.notes.clone(),
            types: Field::new(
                "offence",
                t.law_offence(),
                Control::Select(law.sorted(types)),
            ),
            code: fact.id,
        })
    }

    fn elements(
        &self,
        file: &RequestFile,
        law: &Law<'_>,
        compared: &Compared,
        fact: &OffenceFact,
        two: &Two<'_>,
        may_decide: bool,
    ) -> Vec<ElementRow> {
        let t = self.t;
        let words = law.pack.words(t.lang().code());
        let row = |code: &str, name: String, theirs: String, ours: String| {
            let finding = compared.finding(&fact.id, code);
            ElementRow {
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
                choices: if may_decide {
                    self.findings(finding.map(|one| one.same))
                } else {
                    Vec::new()
                },
            }
        };
        let says = |national: Option<&NationalOffence>, code: &str| match national {
            Some(it) if it.elements.iter().any(|one| one == code) => t.law_asks_for_it(),
            Some(_) => t.law_does_not_ask(),
            None => t.law_not_on_file(),
        };
        let mut out: Vec<ElementRow> = fact
            .elements
            .iter()
            .map(|code| {
                let name = words.say(&format!("element.{code}"), &[]);
                row(code, name, says(two.asking, code), says(two.asked, code))
            })
            .collect();
        let months = |n: Option<u64>| {
            n.map_or_else(
                || t.law_not_said(),
                |n| t.law_months(&n.to_string(), i64::try_from(n).unwrap_or(i64::MAX)),
            )
        };
        let highest = |it: Option<&NationalOffence>| -> Option<u64> {
            it.and_then(|it| it.max_penalty_months).map(u64::from)
        };
        let stated = file
            .form
            .pointer("/offences/0/max_penalty_months")
            .and_then(Value::as_u64);
        let mut own = months(highest(two.asked));
        if let Some(it) = two.asked.filter(|it| !it.narrower.is_empty()) {
            own = format!("{own} · {}", t.law_only_where(&it.narrower));
        }
        let theirs = months(stated.or_else(|| highest(two.asking)));
        out.push(row(PENALTY, t.law_col_most(), theirs, own));
        out
    }

    /// Articles on this conduct of instruments to which both are parties, as far as the data says.
    fn articles(
        &self,
        law: &Law<'_>,
        fact: &OffenceFact,
        from: &str,
        to: &str,
    ) -> Vec<(String, String, String, String)> {
        let party = |state: &str, instrument: &str| {
            party_facts(law.pack, state, instrument)
                .is_ok_and(|rows| rows.iter().any(|row| row.status == "party"))
        };
        fact.articles
            .iter()
            .filter(|it| it.mode != OffenceMode::Political)
            .filter(|it| party(from, &it.instrument) && party(to, &it.instrument))
            .map(|it| {
                (
                    law.article(&it.instrument, &it.article),
                    format!("/law/instrument/{}", it.instrument),
                    self.t.listed("offence-mode", it.mode.as_str()),
                    it.note.clone(),
                )
            })
            .collect()
    }

    /// What a person may find, with what was found last.
    fn findings(&self, last: Option<Same>) -> Vec<Choice> {
        let mut list = vec![Choice::new("", self.t.law_not_yet())];
        list.extend(Same::ALL.into_iter().map(|one| {
            Choice::new(one.as_str(), self.t.listed("same", one.as_str())).chosen(last == Some(one))
        }));
        list
    }

    fn same(&self, same: Same) -> Chip {
        let word = self.t.listed("same", same.as_str());
        match same {
            Same::Yes => Chip::new(Tone::Done, word),
            Same::No => Chip::new(Tone::Soon, word).with_icon("stop"),
            Same::Unclear => Chip::new(Tone::Soon, word).with_icon("ask"),
        }
    }
}

fn said(file: &RequestFile, pointer: &str) -> String {
    let text = file.form.pointer(pointer).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}
