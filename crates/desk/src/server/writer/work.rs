//! One draft on the desk: its text, what law and check say of it, and the parts of its pages that are
//! the same on each.

use std::collections::BTreeMap;

use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_core::stage::{Side, StageName};
use comity_flows::{FlowFault, Reviewed};

use crate::pages::writer::{LetterLang, Side as Beside};
use crate::present::Cases;
use crate::server::reader::Reader;
use crate::server::request::find;
use crate::words::{Lang, Words};
use crate::writer::{Advice, Defect, Drawer, Head, Scene, StepDef, Translation, defects, steps};

/// A draft with everything that is known about it.
pub(crate) struct Work {
    pub(crate) file: RequestFile,
    pub(crate) version: u64,
    pub(crate) reviewed: Reviewed,
    pub(crate) found: Vec<Defect>,
    pub(crate) advice: Advice,
    pub(crate) scene: Scene,
    pub(crate) steps: &'static [StepDef],
}

impl Work {
    /// The draft with this number; what is no draft of ours is not there.
    pub(crate) async fn open(reader: &Reader, number: &str) -> Result<Self, FlowFault> {
        let officer = &reader.session.officer;
        officer.must(Act::Draft).map_err(|_| FlowFault::NotFound)?;
        let line = find(reader, number).await?;
        if line.file.stage_name() != StageName::Draft || line.file.side != Side::Sender {
            return Err(FlowFault::NotFound);
        }
        Ok(Self::of(reader, line.file, line.version))
    }

    /// Looks at a file as it stands, or as it would be.
    pub(crate) fn of(reader: &Reader, file: RequestFile, version: u64) -> Self {
        let (t, node, now) = (reader.v.t, &reader.v.desk.node, reader.v.now);
        let reviewed = node.review(&file, now);
        let found = defects(t, &reviewed.check);
        let (advice, bases) = Advice::of(t, node.law(), &file, now);
        let scene = Scene::of(t, node, &file, bases);
        let steps = steps(file.kind);
        Self {
            file,
            version,
            reviewed,
            found,
            advice,
            scene,
            steps,
        }
    }

    /// `/d/XA-2026-00001`.
    pub(crate) fn base(&self) -> String {
        format!("/d/{}", self.file.number)
    }

    pub(crate) fn drawer(&self, t: Words) -> Drawer<'_> {
        Drawer::new(
            t,
            self.base(),
            &self.file.form,
            self.steps,
            &self.found,
            &self.scene,
        )
    }

    /// The step of this name, and its position.
    pub(crate) fn step(&self, code: &str) -> Result<(usize, &'static StepDef), FlowFault> {
        let at = self.steps.iter().position(|step| step.code == code);
        let at = at.ok_or(FlowFault::NotFound)?;
        Ok((at, &self.steps[at]))
    }

    /// Score, letter and gaps. The letter is in the language of the request; on wish in another one, with
    /// the translator's texts where there are any.
    pub(crate) fn side(
        &self,
        cases: &Cases<'_>,
        drawer: &Drawer<'_>,
        here: &str,
        asked: &str,
    ) -> Beside {
        let t = drawer.t;
        let translation = Translation::of(&self.file.form);
        let own = self
            .file
            .form
            .pointer("/language")
            .and_then(|one| one.as_str());
        let own = own.and_then(Lang::parse).unwrap_or(t.lang());
        let shown = Lang::parse(asked)
            .filter(|_| !asked.is_empty())
            .unwrap_or(own);
        let mut offered = vec![own];
        offered.extend(
            Lang::parse(&translation.language).filter(|_| !translation.language.is_empty()),
        );
        offered.extend(self.accepted(cases));
        offered.push(shown);
        offered.sort_by_key(|lang| *lang != own);
        offered.dedup();
        let mut langs: Vec<LetterLang> = Vec::new();
        for lang in offered {
            if langs.iter().any(|one| one.code == lang.code()) {
                continue;
            }
            langs.push(LetterLang {
                name: lang.own_name().to_owned(),
                code: lang.code(),
                href: format!("{}/{here}?letter={}", self.base(), lang.code()),
                here: lang == shown,
            });
        }
        let texts = if shown.code() == translation.language {
            translation.texts
        } else {
            BTreeMap::new()
        };
        let head = |t: Words| Head {
            kind: t.kind(self.file.kind.as_str()),
            to: office(cases, t, &self.file.to),
            from: office(cases, t, &self.file.from),
        };
        let letter = if shown == t.lang() {
            drawer.letter(&head(t), here, &texts)
        } else {
            let other = Words::of(shown);
            let scene = Scene::of(other, cases.node, &self.file, Vec::new());
            let drawer = Drawer::new(other, self.base(), &self.file.form, self.steps, &[], &scene);
            drawer.letter(&head(other), here, &texts)
        };
        Beside {
            letter,
            lang: shown,
            langs,
            score: drawer.score(),
            gaps: self.gaps(cases.t, drawer),
        }
    }

    /// The languages that the addressee accepts and the letter can be written in.
    fn accepted(&self, cases: &Cases<'_>) -> Vec<Lang> {
        let pack = cases.node.law().pack();
        let profile = pack.profile(self.file.to.state().as_str());
        profile
            .map(|profile| {
                profile
                    .languages_accepted
                    .iter()
                    .filter_map(|tag| Lang::parse(tag))
                    .collect()
            })
            .unwrap_or_default()
    }

    fn gaps(&self, t: Words, drawer: &Drawer<'_>) -> Vec<crate::pages::writer::Gap> {
        let mut gaps = drawer.gaps();
        if self.advice.stops {
            gaps.push(crate::pages::writer::Gap {
                href: format!("{}/basis", self.base()),
                text: format!("{} {}", t.error_law_no_basis(), self.advice.outcome),
                stops: true,
            });
        }
        gaps
    }
}

fn office(cases: &Cases<'_>, t: Words, node: &comity_core::id::NodeId) -> String {
    cases.directory.entry(node).map_or_else(
        || node.to_string(),
        |entry| entry.name(t.lang().code()).to_owned(),
    )
}
