//! The register of a file as a story, newest first.

use comity_flows::ports::RegisterLine;
use serde_json::Value;

use super::Cases;
use crate::pages::request::Happening;
use crate::parts::Tone;

/// What the machine does by itself stays in the log and out of the story.
const QUIET: [&str; 5] = [
    // What a message said has a line of its own.
    "message.received",
    "message.queued",
    "message.attempted",
    "transfer.progress",
    "pad",
];

impl Cases<'_> {
    pub(crate) fn history(&self, lines: &[RegisterLine]) -> Vec<Happening> {
        lines
            .iter()
            .rev()
            .filter(|line| !QUIET.contains(&line.kind.as_str()))
            .map(|line| self.happening(line))
            .collect()
    }

    /// An event's name in words.
    pub(crate) fn event(&self, kind: &str) -> String {
        self.t.listed("event", kind)
    }

    fn happening(&self, line: &RegisterLine) -> Happening {
        let body: Value = serde_json::from_slice(&line.body).unwrap_or_default();
        let stage = body.pointer("/what/stage").and_then(Value::as_str);
        let title = match stage {
            Some(stage) if line.kind == "status.received" => {
                format!("{}: {}", self.event(&line.kind), self.t.stage(stage))
            }
            _ => self.event(&line.kind),
        };
        let (tone, icon) = look(&line.kind);
        let entry = self.t.history_entry(&crate::when::grouped(
            i64::try_from(line.index).unwrap_or(i64::MAX),
        ));
        Happening {
            tone,
            icon,
            title,
            at: line.at,
            detail: format!("{} · {entry}", self.actor(&line.actor)),
            said: said(&body),
        }
    }
}

/// Words that a person wrote.
fn said(body: &Value) -> Option<String> {
    [
        "/what/text",
        "/what/reason",
        "/what/outcome",
        "/what/supplement/text",
        "/what/supplement/reason",
        "/what/what/text",
    ]
    .iter()
    .filter_map(|pointer| body.pointer(pointer).and_then(Value::as_str))
    .map(str::trim)
    .find(|text| !text.is_empty())
    .map(str::to_owned)
}

fn look(kind: &str) -> (Tone, &'static str) {
    match kind {
        "message.dead" | "message.refused" | "evidence.set_aside" | "log.fork_seen" => {
            (Tone::Late, "late")
        }
        "request.returned" | "request.refusal_proposed" | "message.slow" => (Tone::Soon, "soon"),
        "approval.waiting" | "question.asked" => (Tone::Wait, "wait"),
        "approval.given" | "approval.complete" => (Tone::Done, "key"),
        "request.withdrawn" | "approval.discarded" => (Tone::Stop, "stop"),
        "evidence.sealed" | "evidence.verified" | "evidence.acknowledged" => (Tone::Done, "seal"),
        "evidence.offered" | "message.received" | "request.delivered" | "order.delivered" => {
            (Tone::Done, "in")
        }
        "evidence.released" | "receipt.received" => (Tone::Done, "out"),
        "draft.started" | "draft.opened_by_preservation" | "request.signed_off" => {
            (Tone::Run, "pen")
        }
        "file.assigned" => (Tone::Run, "user"),
        _ => (Tone::Done, "done"),
    }
}
