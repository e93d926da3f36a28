//! The law of one file: our answer, theirs beside it, what is not verified.

use comity_core::basis::{Basis, BasisRole};
use comity_core::law::{Decision, DualCriminality, Query, decide};
use comity_core::request::RequestFile;
use comity_core::stage::StageName;
use comity_flows::{Compared, LawDoubts, Reviewed};
use serde_json::Value;

use super::conduct::ANY;
use super::{Cases, code_of};
use crate::law::Law;
use crate::pages::law::{FactRow, Theirs};
use crate::parts::{Chip, Tone};

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

    /// Facts of law that nobody has verified.
    pub(crate) fn uncertain(&self, doubts: &LawDoubts, law: &Law<'_>) -> Vec<FactRow> {
        let row = |one: &Basis| FactRow {
            name: law.article(&one.instrument, &one.article),
            sure: law.sure(one.confidence),
        };
        doubts.unverified.iter().map(row).collect()
    }
}
