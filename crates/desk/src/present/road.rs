//! The road of a file beside the wire, as cards.

use comity_core::refusal::Ground;
use comity_core::request::RequestFile;
use comity_core::road::{Channel, Direction, Paper, Proof};
use comity_core::role::Act;
use comity_flows::ports::ObjectRow;
use comity_flows::{COMPARED, Officer};

use super::Cases;
use crate::field::{Choice, Control, Field};
use crate::pages::cards::{Card, CardForm, Grid, Line};
use crate::pages::request::{Check, Pair};
use crate::parts::{Chip, Tone};
use crate::server::road::sayings;

impl Cases<'_> {
    /// The grade of a proof as a chip.
    pub(crate) fn grade(&self, proof: Proof) -> Chip {
        let tone = match proof {
            Proof::Key | Proof::SealAndChannel => Tone::Done,
            Proof::NotProven => Tone::Late,
        };
        Chip::new(tone, self.t.listed("grade", proof.as_str()))
    }

    /// Where letters reach the other side.
    pub(crate) fn address_cards(&self, file: &RequestFile) -> Vec<Card> {
        let Some(entry) = self.directory.entry(file.peer()) else {
            return Vec::new();
        };
        let mut card = Card::new("addr", self.office(file.peer()));
        for contact in &entry.contacts {
            card.pairs.push(Pair {
                key: self.t.listed("channel", contact.channel.as_str()),
                lines: contact.address.lines().map(str::to_owned).collect(),
            });
        }
        if entry.contacts.is_empty() {
            for desk in &entry.desks {
                card.pairs.push(Pair {
                    key: self.t.listed("channel", "telephone"),
                    lines: vec![desk.telephone.clone()],
                });
            }
        }
        card.text.push(self.t.road_call());
        vec![card]
    }

    /// What stands in the way, where something does.
    pub(crate) fn road_notice(&self, file: &RequestFile) -> Option<Chip> {
        if let Some(taken) = &file.road.taken_over {
            let at = self.s.when.stamp(taken.at);
            let text = self
                .t
                .road_taken(&at, &taken.import.to_string(), &taken.row.to_string());
            return Some(Chip::new(Tone::Stop, text));
        }
        if file.road.joined_into.is_some() {
            return Some(Chip::new(Tone::Stop, self.t.road_joined()));
        }
        None
    }

    /// The letters that wait to be carried, each with its text and the form that records how it left.
    pub(crate) fn waiting_letters(&self, file: &RequestFile, officer: &Officer) -> Vec<Card> {
        let t = self.t;
        file.road
            .waiting()
            .map(|paper| {
                let place = format!("w{}", paper.id);
                let mut card = Card::new(place.clone(), t.listed("message", &paper.what));
                card.chip = Some(Chip::new(Tone::Yours, t.register_carry()));
                card.text
                    .push(t.road_waits(&self.s.when.stamp(paper.since)));
                card.ready = Some((t.road_ready(), self.ready_text(file, paper)));
                if officer.may(Act::Register) {
                    card.form = Some(CardForm {
                        post: format!("/r/{}/road/carry", file.number),
                        files: true,
                        fields: self.carry_fields(file, paper, &place),
                        further: None,
                        button: t.road_record(),
                        note: String::new(),
                    });
                }
                card
            })
            .collect()
    }

    fn carry_fields(&self, file: &RequestFile, paper: &Paper, place: &str) -> Vec<Field> {
        let t = self.t;
        let known = self.directory.entry(file.peer());
        let usual = known
            .and_then(|entry| entry.contacts.first())
            .map(|one| one.channel);
        vec![
            Field::hidden("letter", paper.id.clone()),
            self.channel_field(usual).place(place),
            self.when_field("at").place(place),
            Field::code("tracking", t.road_tracking()).place(place),
            Field::text("note", t.road_carrier()).place(place),
        ]
    }

    /// Which channel; the usual one first.
    pub(crate) fn channel_field(&self, usual: Option<Channel>) -> Field {
        let choices = Channel::ALL
            .iter()
            .map(|one| {
                Choice::new(one.as_str(), self.t.listed("channel", one.as_str()))
                    .chosen(usual == Some(*one))
            })
            .collect();
        Field::new("channel", self.t.road_channel(), Control::Select(choices))
    }

    /// When; now is offered.
    pub(crate) fn when_field(&self, name: &str) -> Field {
        let now = self.s.when.machine(self.now).replace('T', " ");
        Field::code(name, self.t.road_when())
            .hint(self.t.road_when_hint())
            .value(now.get(..16).unwrap_or_default().to_owned())
    }

    /// What went and came so far.
    pub(crate) fn papers_card(
        &self,
        file: &RequestFile,
        objects: &[ObjectRow],
        officer: &Officer,
    ) -> Card {
        let t = self.t;
        let mut card = Card::new("papers", t.road_title());
        let gone = file.road.papers.iter().filter(|paper| !paper.waits());
        for paper in gone {
            let way = match paper.direction {
                Direction::Out => t.road_left(),
                Direction::In => t.road_arrived(),
            };
            let channel = paper
                .channel
                .map(|one| t.listed("channel", one.as_str()))
                .unwrap_or_default();
            let at = paper.at.map(|at| self.s.when.stamp(at)).unwrap_or_default();
            let by = paper.by.as_ref().map(|id| self.person(id));
            let mut sub = vec![at];
            sub.extend(by);
            for text in [&paper.tracking, &paper.dated, &paper.shelf, &paper.note] {
                if !text.is_empty() {
                    sub.push(text.clone());
                }
            }
            for scan in &paper.scans {
                if let Some(row) = objects.iter().find(|row| row.id == *scan) {
                    sub.push(row.name.clone());
                }
            }
            let word = match paper.what.as_str() {
                "note" | "confirmation" => t.listed("paper", &paper.what),
                what => t.listed("message", what),
            };
            card.lines.push(Line {
                href: match paper.scans.first() {
                    Some(scan) => format!("/evidence/{scan}"),
                    None => format!("/r/{}", file.number),
                },
                word: format!("{way}: {word} · {channel}"),
                sub: sub.join(" · "),
                chip: paper.proof.map(|proof| self.grade(proof)),
            });
        }
        if card.lines.is_empty() {
            card.text.push(t.road_none());
        }
        let unproven = file.road.papers.iter().find(|paper| {
            paper.direction == Direction::In && paper.proof == Some(Proof::NotProven)
        });
        if let Some(paper) = unproven
            && officer.may(Act::Register)
        {
            card.form = Some(CardForm {
                post: format!("/r/{}/road/confirm", file.number),
                files: true,
                fields: vec![
                    Field::hidden("paper", paper.id.clone()),
                    self.seen_field().place("c"),
                    Field::area("how", t.road_confirm_how()).place("c"),
                ],
                further: None,
                button: t.road_confirm(),
                note: t.road_not_proven(),
            });
        }
        card
    }

    /// What a person saw of an arrival.
    pub(crate) fn seen_field(&self) -> Field {
        let t = self.t;
        let choices = vec![
            Choice::new("seal", t.road_seal()),
            Choice::new("channel", t.road_known()),
            Choice::new("call_back", t.road_called()),
        ];
        Field::new("seen", t.road_seen(), Control::Checks(choices))
    }

    /// Where a paper says something else, and the two answers.
    pub(crate) fn compare_cards(&self, file: &RequestFile, officer: &Officer) -> Vec<Card> {
        let t = self.t;
        let open = file.road.papers.iter().filter(|paper| paper.is_unsettled());
        open.map(|paper| {
            let mut card = Card::new(format!("d{}", paper.id), t.road_differs());
            card.chip = Some(Chip::new(Tone::Yours, t.whose_ours()));
            card.grid = Some(Grid {
                caption: t.road_differs(),
                head: vec![t.road_place(), t.road_here(), t.road_there()],
                rows: paper
                    .differs
                    .iter()
                    .map(|one| vec![one.path.clone(), one.first.clone(), one.second.clone()])
                    .collect(),
            });
            if officer.may(Act::Accept) {
                let choices = vec![
                    Choice::new("first", t.road_governs_first()),
                    Choice::new("second", t.road_governs_second()),
                ];
                card.form = Some(CardForm {
                    post: format!("/r/{}/road/settle", file.number),
                    files: true,
                    fields: vec![
                        Field::hidden("paper", paper.id.clone()),
                        Field::new("governs", t.next_compare(), Control::Radios(choices))
                            .place(paper.id.clone()),
                    ],
                    further: None,
                    button: t.next_compare(),
                    note: String::new(),
                });
            }
            card
        })
        .collect()
    }

    /// The fields that every arrival has; `mail` is a file of mail that was read before.
    pub(crate) fn arrival_fields(&self, usual: Option<Channel>, mail: &str) -> Vec<Field> {
        let t = self.t;
        let mut out = vec![
            self.channel_field(usual),
            self.when_field("at"),
            Field::code("dated", t.road_dated()),
            self.seen_field(),
            Field::area("note", t.road_note()),
        ];
        if mail.is_empty() {
            out.push(Field::new("scan", t.road_scan(), Control::File).hint(t.road_scan_hint()));
        } else {
            out.push(Field::hidden("mail", mail));
        }
        out
    }

    /// Fields that matter for paper alone.
    pub(crate) fn sheet_fields(&self) -> Vec<Field> {
        let t = self.t;
        vec![
            Field::new("pages", t.road_pages(), Control::Number),
            Field::code("tracking", t.road_tracking()),
            Field::text("shelf", t.road_shelf()),
        ]
    }

    /// The form that registers what arrived for this file.
    pub(crate) fn arrival_card(
        &self,
        file: &RequestFile,
        officer: &Officer,
        mail: Option<&comity_flows::Staged>,
        token: &str,
    ) -> Option<Card> {
        let t = self.t;
        if !officer.may(Act::Register) || file.road.joined_into.is_some() {
            return None;
        }
        let mut card = Card::new("arrive", t.road_arrive());
        if let Some(mail) = mail {
            card.pairs.push(Pair {
                key: t.mail_file(),
                lines: vec![mail.name.clone()],
            });
        }
        let usual = mail.map(|_| Channel::Email).or_else(|| {
            let entry = self.directory.entry(file.peer())?;
            entry.contacts.first().map(|one| one.channel)
        });
        let mut fields = self.arrival_fields(usual, token);
        let says = sayings(file);
        let choices = says
            .iter()
            .map(|word| Choice::new(*word, t.listed("says", word)))
            .collect();
        fields.insert(
            0,
            Field::new("says", t.road_says(), Control::Select(choices)),
        );
        if says.contains(&"refused") {
            let mut grounds = vec![Choice::new("", "–")];
            grounds.extend(Ground::ALL.iter().map(|ground| {
                let words = format!("{} {}", ground.code(), t.ground(ground.code()));
                Choice::new(ground.code(), words)
            }));
            fields.push(Field::new(
                "ground",
                t.road_ground(),
                Control::Select(grounds),
            ));
            fields
                .push(Field::new("until", t.road_until(), Control::Date).hint(t.road_until_hint()));
            fields.push(Field::code("their_number", t.road_their_number()));
        }
        let mut further = self.sheet_fields();
        further.extend(COMPARED.iter().filter_map(|path| {
            let here = file.form.pointer(path)?.as_str()?;
            Some(Field::text(format!("as.{path}"), t.road_as(path)).hint(here.to_owned()))
        }));
        card.form = Some(CardForm {
            post: format!("/r/{}/road/arrive", file.number),
            files: true,
            fields,
            further: Some((t.road_further(), further)),
            button: t.road_register(),
            note: String::new(),
        });
        Some(card)
    }
}

impl Cases<'_> {
    /// What is proven of a sender whose request a person registered.
    pub(crate) fn proofs_by_hand(&self, file: &RequestFile) -> Vec<Check> {
        let came = file
            .road
            .papers
            .iter()
            .filter(|paper| paper.direction == Direction::In);
        came.map(|paper| {
            let proof = paper.proof.unwrap_or(Proof::NotProven);
            let channel = paper
                .channel
                .map(|one| self.t.listed("channel", one.as_str()))
                .unwrap_or_default();
            let by = paper
                .by
                .as_ref()
                .map(|id| self.person(id))
                .unwrap_or_default();
            Check {
                tone: self.grade(proof).tone,
                text: format!("{channel}: {}", self.t.listed("grade", proof.as_str())),
                note: self.t.road_checked_by(&by),
            }
        })
        .collect()
    }
}
