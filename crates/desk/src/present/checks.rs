//! Check lists: the law, the safeguards, the sender's proof, who must sign.

use std::collections::BTreeMap;

use comity_core::approval::Missing;
use comity_core::law::Note;
use comity_core::request::{Pending, RequestFile};
use comity_flows::Reviewed;
use serde_json::Value;

use super::Cases;
use crate::pages::request::Check;
use crate::pages::writer::Piece;
use crate::parts::Tone;
use crate::writer::{Drawer, Head, Scene, places, steps};

impl Cases<'_> {
    /// Conditions and risks that the law data names.
    pub(crate) fn law(&self, reviewed: &Reviewed) -> Vec<Check> {
        let Some(decision) = &reviewed.law.decision else {
            return vec![Check {
                tone: Tone::Soon,
                text: reviewed.law.advice(),
                note: String::new(),
            }];
        };
        let mut out: Vec<Check> = decision
            .notes
            .iter()
            .map(|note| {
                let risk = note.about == "refusal_risk";
                Check {
                    tone: if risk { Tone::Yours } else { Tone::Soon },
                    text: if risk {
                        self.t.law_risk()
                    } else {
                        self.t.law_condition()
                    },
                    note: self.sentence(note),
                }
            })
            .collect();
        if out.is_empty() {
            out.push(Check {
                tone: Tone::Done,
                text: self.t.law_settled(),
                note: String::new(),
            });
        }
        out
    }

    /// The law data's own sentence for a code in the reader's language, with its article; the English
    /// one where the language has none.
    fn sentence(&self, note: &Note) -> String {
        let pack = self.node.law().pack();
        let words = pack.words(self.t.lang().code());
        let own = [format!("{}.{}", note.about, note.code), note.code.clone()];
        let values = [
            ("article", note.article.as_str()),
            ("instrument", note.instrument.as_deref().unwrap_or_default()),
        ];
        own.iter()
            .find(|key| words.get(key).is_some())
            .map_or_else(|| note.sentence.clone(), |key| words.say(key, &values))
    }

    /// The answers of the text that protect the persons concerned.
    pub(crate) fn safeguards(&self, file: &RequestFile) -> Vec<Check> {
        let (scene, steps) = (
            Scene::of(self.t, self.node, file, Vec::new()),
            steps(file.kind),
        );
        let drawer = Drawer::new(self.t, String::new(), &file.form, steps, &[], &scene);
        let step = steps.iter().filter(|step| step.code == "safeguards");
        step.flat_map(|step| places(&file.form, &step.questions))
            .map(|place| {
                let answered = drawer.answer(place.question, &place.pointer);
                let tone = match answered {
                    None if place.needed => Tone::Soon,
                    None => Tone::Yours,
                    Some(_) => Tone::Done,
                };
                let note = answered.unwrap_or_default();
                Check {
                    tone,
                    text: drawer.label(place.question),
                    note: note.chars().take(160).collect(),
                }
            })
            .collect()
    }

    /// What was proved about who sent an incoming file. A message enters a file only after all of
    /// these held, so each is stated with what it rested on.
    pub(crate) fn proofs(&self, file: &RequestFile) -> Vec<Check> {
        if file.road.by_hand {
            return self.proofs_by_hand(file);
        }
        let listed = self.directory.entry(&file.from);
        let done = |text: String, note: String| Check {
            tone: Tone::Done,
            text,
            note,
        };
        let mut out = vec![done(
            self.t.proof_signature(),
            format!("Ed25519 + ML-DSA-65 · {}", file.from),
        )];
        out.push(match listed {
            Some(entry) => done(
                self.t.proof_directory(),
                entry.name(self.t.lang().code()).to_owned(),
            ),
            None => Check {
                tone: Tone::Late,
                text: self.t.proof_directory(),
                note: self.t.error_peer_unknown(),
            },
        });
        out.push(done(self.t.proof_officers(), format!("{:?}", file.class)));
        out.push(done(self.t.proof_sequence(), String::new()));
        out
    }

    /// Who has signed a waiting act, and who still must.
    pub(crate) fn signers(&self, act: &Pending) -> Vec<Check> {
        let mut out: Vec<Check> = act
            .approvals
            .iter()
            .map(|one| Check {
                tone: Tone::Done,
                text: self.person(&one.officer),
                note: format!(
                    "{} · {}",
                    self.t.approvals_have(),
                    self.s.when.short_stamp(one.at)
                ),
            })
            .collect();
        if let Err(missing) = act
            .quorum()
            .met(&act.approvals, Some(&act.drafter), self.now)
        {
            let text = match missing {
                Missing::Persons { .. } | Missing::SomebodyElse => self.t.approvals_need_person(),
                Missing::Authority => self.t.approvals_need_authority(),
                Missing::Native => format!("{} comity approve", self.t.approvals_native()),
            };
            out.push(Check {
                tone: Tone::Yours,
                text,
                note: String::new(),
            });
        }
        out
    }

    /// The text of a request as its questions put it.
    pub(crate) fn text_parts(&self, file: &RequestFile) -> Vec<crate::pages::request::Pair> {
        let scene = Scene::of(self.t, self.node, file, Vec::new());
        let drawer = Drawer::new(
            self.t,
            String::new(),
            &file.form,
            steps(file.kind),
            &[],
            &scene,
        );
        let head = Head {
            kind: self.t.kind(file.kind.as_str()),
            to: self.office(&file.to),
            from: self.office(&file.from),
        };
        let said = |piece: Piece| match piece {
            Piece::Plain(text) | Piece::Fresh(text) => Some(text),
            Piece::Missing(_) => None,
        };
        drawer
            .letter(&head, "", &BTreeMap::new())
            .into_iter()
            .map(|part| crate::pages::request::Pair {
                key: part.heading,
                lines: part
                    .paragraphs
                    .into_iter()
                    .map(|one| {
                        one.into_iter()
                            .filter_map(said)
                            .collect::<Vec<_>>()
                            .join(" ")
                    })
                    .filter(|line| !line.is_empty())
                    .collect(),
            })
            .collect()
    }

    /// The few lines that a person in a hurry reads.
    pub(crate) fn asks(&self, file: &RequestFile) -> Vec<crate::pages::request::Pair> {
        let pair = |key: String, lines: Vec<String>| crate::pages::request::Pair { key, lines };
        let text = |pointer: &str| {
            file.form
                .pointer(pointer)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let mut out = vec![
            pair(
                self.t.request_item_about(),
                file.items
                    .iter()
                    .flat_map(|item| item.about.clone())
                    .collect(),
            ),
            pair(
                self.t.request_item_data(),
                self.items(file)
                    .into_iter()
                    .map(|item| format!("{}: {}", item.category, item.elements))
                    .collect(),
            ),
            pair(self.t.request_basis(), vec![self.basis(file)]),
        ];
        let why = text("/urgency/facts")
            .or_else(|| text("/preservation_necessity"))
            .or_else(|| text("/facts"));
        if let Some(why) = why {
            out.push(pair(
                self.t.asks_why(),
                vec![why.chars().take(280).collect()],
            ));
        }
        out.push(pair(self.t.people_them(), vec![self.office(&file.from)]));
        out.retain(|pair| !pair.lines.is_empty());
        out
    }
}
