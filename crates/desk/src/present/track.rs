//! The stage track: computed from the kind, with the moment each stage was reached.

use std::collections::BTreeMap;

use comity_core::item::Asked;
use comity_core::request::RequestFile;
use comity_core::stage::{Side, Stage, StageName};
use comity_core::time::Instant;
use comity_flows::ports::RegisterLine;
use serde_json::Value;

use super::Cases;
use crate::pages::request::{Step, TrackStep};

impl Cases<'_> {
    pub(crate) fn track(&self, file: &RequestFile, lines: &[RegisterLine]) -> Vec<TrackStep> {
        let order = order(file);
        let reached = reached(lines);
        let here = position(&order, main_stage(file));
        let mut steps: Vec<TrackStep> = order
            .iter()
            .enumerate()
            .map(|(i, stage)| {
                let step = match i.cmp(&here) {
                    std::cmp::Ordering::Less => Step::Was,
                    std::cmp::Ordering::Equal => Step::Now,
                    std::cmp::Ordering::Greater => Step::Ahead,
                };
                let note = match (step, reached.get(stage)) {
                    (Step::Was, Some(at)) => self.s.when.short_stamp(at),
                    (Step::Now, _) => file
                        .owner
                        .as_ref()
                        .map(|id| self.person(id))
                        .unwrap_or_default(),
                    _ => String::new(),
                };
                TrackStep {
                    word: self.track_word(file, *stage),
                    step,
                    note,
                }
            })
            .collect();
        // A side stage stands in the place of the one it interrupted; an early end cuts the track.
        let name = file.stage_name();
        if !order.contains(&name) && main_stage(file) != name {
            if let Some(step) = steps.get_mut(here) {
                step.word = self.t.stage(name.as_str());
            }
        } else if matches!(
            name,
            StageName::Refused | StageName::Withdrawn | StageName::Lapsed
        ) {
            steps.retain(|step| step.step == Step::Was);
            steps.push(TrackStep {
                word: self.t.stage(name.as_str()),
                step: Step::Now,
                note: String::new(),
            });
        }
        if name == StageName::Closed {
            for step in &mut steps {
                step.step = Step::Was;
            }
        }
        steps
    }

    fn track_word(&self, file: &RequestFile, stage: StageName) -> String {
        match stage {
            StageName::Executing => self.t.stage_with_provider(),
            StageName::Executed if file.asked() == Asked::Preserve => self.t.stage_preserved(),
            other => self.t.stage(other.as_str()),
        }
    }
}

fn order(file: &RequestFile) -> Vec<StageName> {
    let mut order = match file.side {
        Side::Sender => vec![StageName::Draft, StageName::Review, StageName::Sent],
        Side::Receiver => Vec::new(),
    };
    order.extend([
        StageName::Delivered,
        StageName::Acknowledged,
        StageName::Checking,
        StageName::Accepted,
        StageName::Executing,
    ]);
    match file.asked() {
        Asked::Preserve | Asked::Tell | Asked::Freeze | Asked::Remove | Asked::Agree => {
            order.push(StageName::Executed);
        }
        Asked::Produce => order.extend([StageName::Transmitted, StageName::Received]),
    }
    order
}

/// The stage of the main line: an interrupted file stands where it was interrupted.
fn main_stage(file: &RequestFile) -> StageName {
    match &file.stage {
        Stage::Consulting { back_to, .. }
        | Stage::Postponed { back_to, .. }
        | Stage::Objected { back_to }
        | Stage::OnHold { back_to, .. } => Stage::from(*back_to).name(),
        Stage::Returned { .. } => StageName::Checking,
        other => other.name(),
    }
}

fn position(order: &[StageName], stage: StageName) -> usize {
    let near = match stage {
        StageName::Signed => StageName::Sent,
        StageName::PartlyExecuted => StageName::Executing,
        StageName::Executed if !order.contains(&StageName::Executed) => StageName::Transmitted,
        StageName::Closed | StageName::Refused | StageName::Withdrawn | StageName::Lapsed => {
            return order.len();
        }
        other => other,
    };
    order.iter().position(|one| *one == near).unwrap_or(0)
}

/// When a stage was reached, as far as the register says so.
fn reached(lines: &[RegisterLine]) -> BTreeMap<StageName, Instant> {
    let mut out = BTreeMap::new();
    for line in lines {
        let named: &[StageName] = match line.kind.as_str() {
            "draft.started" | "draft.opened_by_preservation" => &[StageName::Draft],
            "request.signed_off" => &[StageName::Review],
            "approval.complete" => &[StageName::Sent],
            "request.delivered" | "order.delivered" | "receipt.received" => &[StageName::Delivered],
            "request.acknowledged" => &[StageName::Acknowledged],
            "request.accepted" => &[StageName::Checking, StageName::Accepted],
            "order.drawn_up" => &[StageName::Executing],
            "evidence.released" => &[StageName::Transmitted],
            "evidence.verified" => &[StageName::Received],
            _ => &[],
        };
        for stage in named {
            out.entry(*stage).or_insert(line.at);
        }
        let body: Value = serde_json::from_slice(&line.body).unwrap_or_default();
        if let Some(stage) = body
            .pointer("/what/stage")
            .and_then(Value::as_str)
            .and_then(StageName::parse)
        {
            out.entry(stage).or_insert(line.at);
        }
    }
    out
}
