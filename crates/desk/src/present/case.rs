//! One file in words: its parties, kind, stage, bases, parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use comity_core::deadline::Whose;
use comity_core::id::{NodeId, OfficerId};
use comity_core::item::{Asked, ItemState};
use comity_core::next::next;
use comity_core::request::{Part, Relation, RequestFile};
use comity_core::stage::{Side, StageName};
use comity_core::time::Instant;
use comity_flows::Node;
use comity_wire::directory::Directory;

use crate::pages::queue::Row;
use crate::pages::request::{BasisLine, ItemRow, Pair, Related};
use crate::parts::{Chip, Tone};
use crate::shell::Shell;
use crate::words::Words;

/// Says files in the words of one reader.
pub(crate) struct Cases<'a> {
    pub(crate) s: &'a Shell,
    pub(crate) t: Words,
    pub(crate) node: &'a Node,
    pub(crate) people: &'a BTreeMap<OfficerId, String>,
    pub(crate) directory: Arc<Directory>,
    pub(crate) now: Instant,
}

impl<'a> Cases<'a> {
    pub(crate) fn new(
        s: &'a Shell,
        node: &'a Node,
        people: &'a BTreeMap<OfficerId, String>,
    ) -> Self {
        Self {
            s,
            t: s.t,
            node,
            people,
            directory: node.directory(),
            now: s.now,
        }
    }

    pub(crate) fn person(&self, id: &OfficerId) -> String {
        self.people
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.to_string())
    }

    /// An actor of the register: one of us, a node, or the machine.
    pub(crate) fn actor(&self, actor: &str) -> String {
        if let Ok(id) = actor.parse::<OfficerId>()
            && let Some(name) = self.people.get(&id)
        {
            return name.clone();
        }
        match actor.parse::<NodeId>() {
            Ok(node) => self.office(&node),
            Err(_) => self.t.listed("actor", actor),
        }
    }

    /// An office's name as its own State wrote it.
    pub(crate) fn office(&self, node: &NodeId) -> String {
        self.directory.entry(node).map_or_else(
            || node.to_string(),
            |entry| entry.name(self.t.lang().code()).to_owned(),
        )
    }

    pub(crate) fn state(&self, node: &NodeId) -> String {
        self.t.state(node.state().as_str())
    }

    pub(crate) fn title(&self, file: &RequestFile) -> String {
        let kind = match file.part {
            Part::Order => self.t.relation_order(),
            Part::Notice => self.t.relation_notice(),
            Part::Request => self.t.kind(file.kind.as_str()),
        };
        self.t.writer_title(&kind, &self.state(file.peer()))
    }

    pub(crate) fn way(&self, file: &RequestFile) -> String {
        match file.side {
            Side::Sender => self.t.direction_outgoing(),
            Side::Receiver => self.t.direction_incoming(),
        }
    }

    /// The page of a file. Drafts open in the writer.
    pub(crate) fn href(&self, file: &RequestFile) -> String {
        match (file.stage_name(), file.side) {
            (StageName::Draft, Side::Sender) if file.part == Part::Request => {
                format!("/d/{}/need", file.number)
            }
            _ if self.s.office.provider => format!("/p/{}", file.number),
            _ => format!("/r/{}", file.number),
        }
    }

    pub(crate) fn stage_word(&self, file: &RequestFile) -> String {
        let executing = matches!(
            file.stage_name(),
            StageName::Executing | StageName::PartlyExecuted
        );
        if executing && file.part == Part::Request {
            return self.t.stage_with_provider();
        }
        if file.stage_name() == StageName::Executed && file.asked() == Asked::Preserve {
            return self.t.stage_preserved();
        }
        self.t.stage(file.stage_name().as_str())
    }

    pub(crate) fn stage(&self, file: &RequestFile) -> Chip {
        let tone = match file.stage_name() {
            StageName::Refused | StageName::Withdrawn | StageName::Lapsed => Tone::Stop,
            StageName::Executed
            | StageName::Transmitted
            | StageName::Received
            | StageName::Closed => Tone::Done,
            StageName::Returned | StageName::Objected => Tone::Soon,
            _ if next(file).whose() == Whose::Ours => Tone::Run,
            _ => Tone::Wait,
        };
        Chip::new(tone, self.stage_word(file))
    }

    pub(crate) fn basis(&self, file: &RequestFile) -> String {
        file.basis.first().map_or_else(
            || self.t.basis_none(),
            |basis| self.t.basis(&basis.instrument, &basis.article),
        )
    }

    pub(crate) fn bases(&self, file: &RequestFile) -> Vec<BasisLine> {
        file.basis
            .iter()
            .map(|basis| {
                let role = code_of(&basis.role);
                let confidence = code_of(&basis.confidence);
                BasisLine {
                    name: self.t.basis(&basis.instrument, &basis.article),
                    note: format!(
                        "{} · {}",
                        self.t.listed("basis-role", &role),
                        self.t.listed("confidence", &confidence)
                    ),
                }
            })
            .collect()
    }

    /// A line of the queue.
    pub(crate) fn row(&self, file: &RequestFile) -> Row {
        let step = next(file);
        Row {
            href: self.href(file),
            number: file.number.clone(),
            kind: match file.part {
                Part::Request => self.t.kind_short(file.kind.as_str()),
                Part::Order => self.t.relation_order(),
                Part::Notice => self.t.relation_notice(),
            },
            from: file.from.state().to_string(),
            to: file.to.state().to_string(),
            partner: self.t.queue_partner(&self.partner(file), &self.way(file)),
            stage: self.stage(file),
            basis: self.basis(file),
            owner: file.owner.as_ref().map(|id| self.person(id)),
            due: file.due().map(|clock| clock.due),
            ours: step.whose() == Whose::Ours,
            next: self.t.next_step(step.as_str()),
        }
    }

    /// The other State; at home the other office, since the State says nothing there.
    fn partner(&self, file: &RequestFile) -> String {
        if file.peer().state() == self.node.id.state() {
            self.office(file.peer())
        } else {
            self.state(file.peer())
        }
    }

    pub(crate) fn items(&self, file: &RequestFile) -> Vec<ItemRow> {
        file.items
            .iter()
            .map(|item| ItemRow {
                about: item.about.clone(),
                category: self.t.category(item.category.as_str()),
                elements: self.list(
                    item.elements
                        .iter()
                        .map(|element| self.t.listed("element", element)),
                ),
                period: item
                    .period
                    .as_ref()
                    .map(|(from, to)| format!("{} – {}", day(from), day(to)))
                    .unwrap_or_default(),
                state: self.item_state(&item.state),
            })
            .collect()
    }

    pub(crate) fn item_state(&self, state: &ItemState) -> Chip {
        let tone = match state {
            ItemState::Pending => Tone::Run,
            ItemState::Preserved { .. }
            | ItemState::Produced { .. }
            | ItemState::Told { .. }
            | ItemState::Property { .. }
            | ItemState::Page { .. }
            | ItemState::Signed { .. } => Tone::Done,
            ItemState::NotFound | ItemState::Withdrawn => Tone::Stop,
            ItemState::NotExecuted { .. } | ItemState::Refused { .. } => Tone::Soon,
        };
        let word = self.t.listed("item", state.name());
        let word = match state {
            ItemState::NotExecuted { reason } => {
                format!("{word}: {}", self.t.listed("reason", reason.code()))
            }
            ItemState::Refused { ground } => format!("{word}: {}", self.t.ground(ground.code())),
            ItemState::Preserved { until, .. } => format!("{word} → {}", self.s.when.day(until)),
            _ => word,
        };
        Chip::new(tone, word)
    }

    pub(crate) fn related(&self, file: &RequestFile) -> Vec<Related> {
        file.links
            .iter()
            .map(|link| Related {
                relation: match link.relation {
                    Relation::FollowUp => self.t.relation_follow_up(),
                    Relation::Preservation => self.t.relation_preservation(),
                    Relation::Order => self.t.relation_order(),
                    Relation::Executes => self.t.relation_executes(),
                    Relation::Notice => self.t.relation_notice(),
                },
                number: link.number.clone(),
                // A notice shares its number with the request.
                href: if link.number == file.number {
                    format!("/r/{}", link.request)
                } else {
                    format!("/r/{}", link.number)
                },
            })
            .collect()
    }

    pub(crate) fn people(&self, file: &RequestFile) -> Vec<Pair> {
        let mut out = Vec::new();
        if let Some(owner) = &file.owner {
            out.push(Pair {
                key: self.t.people_owner(),
                lines: vec![self.person(owner)],
            });
        }
        if let Some(drafter) = file.drafter.as_ref().filter(|_| file.side == Side::Sender) {
            out.push(Pair {
                key: self.t.people_drafter(),
                lines: vec![self.person(drafter)],
            });
        }
        let peer = file.peer();
        let mut lines = vec![self.office(peer), peer.to_string()];
        let officer = |name: &str| {
            file.form
                .pointer(&format!("/requesting/officer/{name}"))
                .and_then(|v| v.as_str())
        };
        if file.side == Side::Receiver {
            lines.extend(
                [officer("name"), officer("function")]
                    .into_iter()
                    .flatten()
                    .map(str::to_owned),
            );
        }
        out.push(Pair {
            key: self.t.people_them(),
            lines,
        });
        if let Some(desk) = self
            .directory
            .entry(peer)
            .and_then(|entry| entry.desks.first())
        {
            out.push(Pair {
                key: self.t.people_telephone(),
                lines: vec![desk.telephone.clone()],
            });
            out.push(Pair {
                key: self.t.people_hours(),
                lines: vec![format!("{} ({})", desk.hours, desk.zone)],
            });
        }
        out
    }

    /// A list in the reader's own punctuation.
    pub(crate) fn list(&self, words: impl Iterator<Item = String>) -> String {
        let space = if self.t.lang() == crate::words::Lang::Zh {
            ""
        } else {
            " "
        };
        words
            .collect::<Vec<_>>()
            .join(&format!("{}{space}", self.t.comma()))
    }
}

/// The serde name of a unit variant: the code that lists use.
pub(crate) fn code_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The day of an instant as written in a form; anything else stays as it is.
fn day(text: &str) -> &str {
    text.split_once('T').map_or(text, |(day, _)| day)
}
