//! What no check can judge and a person reads and confirms before a request leaves. The confirmation is
//! an entry of the register; it holds for these very words, and a change of them asks again.

use std::collections::BTreeSet;

use comity_core::check::Code;
use comity_core::id::RequestId;
use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_core::time::Instant;
use comity_wire::hash::sha256;
use serde_json::{Value, json};

use crate::draft::Reviewed;
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::Change;

/// The register's name for it.
const CONFIRMED: &str = "draft.read_confirmed";

/// One thing to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToRead {
    /// Stands for the question and the words it is about.
    pub key: String,
    /// The defect that it would be.
    pub code: Code,
    /// Where to read: a pointer into the text.
    pub path: String,
}

/// Who confirmed, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

impl Node {
    /// What must be read before this text leaves.
    #[must_use]
    pub fn to_read(&self, file: &RequestFile, reviewed: &Reviewed) -> Vec<ToRead> {
        let questions = reviewed.check.questions.iter();
        questions
            .map(|one| {
                let words = file.form.pointer(&one.path).unwrap_or(&Value::Null);
                ToRead {
                    key: key(one.code.as_str(), &format!("{}{words}", one.path)),
                    code: one.code,
                    path: one.path.clone(),
                }
            })
            .collect()
    }

    /// Records that `officer` read these things of a draft.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names the first that is not among `keys`: all are read or none.
    pub async fn confirm_reading(
        &self,
        officer: &Officer,
        id: RequestId,
        keys: &BTreeSet<String>,
    ) -> Result<(), FlowFault> {
        officer.must(Act::Draft)?;
        let file = self.read_case(id).await?.file;
        let now = self.now();
        let wanted = self.to_read(&file, &self.review(&file, now));
        if let Some(open) = wanted.iter().find(|one| !keys.contains(&one.key)) {
            return Err(FlowFault::Input {
                field: open.path.clone(),
                why: "read it and confirm it".to_owned(),
            });
        }
        let read: Vec<&str> = wanted.iter().map(|one| one.key.as_str()).collect();
        let mut change = Change::default();
        let what = json!({"read": read});
        self.note(
            &mut change,
            Some(id),
            now,
            CONFIRMED,
            officer.id.as_str(),
            &what,
        )?;
        self.ports.ledger.commit(change).await?;
        Ok(())
    }

    /// Who confirmed all of `wanted`, last.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn confirmation(
        &self,
        id: RequestId,
        wanted: &[ToRead],
    ) -> Result<Option<Confirmation>, FlowFault> {
        let lines = self.ports.ledger.register(id).await?;
        let found = lines.iter().rev().find(|line| {
            line.kind == CONFIRMED && {
                let body: Value = serde_json::from_slice(&line.body).unwrap_or_default();
                let read = body.pointer("/what/read").and_then(Value::as_array);
                let read: BTreeSet<&str> = read
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                wanted.iter().all(|one| read.contains(one.key.as_str()))
            }
        });
        Ok(found.map(|line| Confirmation {
            by: line.actor.clone(),
            at: line.at,
        }))
    }
}

fn key(about: &str, words: &str) -> String {
    let hash = hex::encode(sha256(words.as_bytes()).as_bytes());
    format!("{about}:{}", hash.get(..16).unwrap_or(&hash))
}
