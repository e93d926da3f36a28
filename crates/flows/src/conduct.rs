//! A person compares a conduct in two laws, element by element. The machine presumes nothing: what a
//! person found is an entry of the register.
//!
//! # Source
//! Budapest Convention art. 25(5), UNCAC art. 43(2): the conduct underlying the offence counts, not
//! its name or category.

use std::collections::BTreeMap;

use comity_core::id::RequestId;
use comity_core::law::offence;
use comity_core::role::Act;
use comity_core::stage::Side;
use comity_core::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::{Change, RegisterLine};

/// The register entry of a comparison.
const COMPARED: &str = "law.conduct_compared";
/// The highest penalty is compared beside the elements.
pub const PENALTY: &str = "penalty";
/// Longer words belong into a letter.
const MOST_TEXT: usize = 4_000;

/// What a person found about one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// Both laws ask for the same.
    Yes,
    /// They differ.
    No,
    /// It cannot be said from what is here.
    Unclear,
}

impl Same {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unclear];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unclear => "unclear",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// One comparison, as it is put into the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Offence type of the law pack.
    pub offence: String,
    /// Our own provision with which it was compared.
    pub provision: String,
    /// The finding for each element.
    pub elements: BTreeMap<String, Same>,
    /// Why, in the person's words.
    pub text: String,
}

/// Who found it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub same: Same,
    /// The person.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// What has been found about one request so far; the last word counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// The offence type that was compared last.
    pub offence: Option<String>,
    /// The provision it was compared with.
    pub provision: String,
    /// By offence and element.
    pub elements: BTreeMap<(String, String), Finding>,
}

impl Compared {
    /// Reads the register of a request.
    #[must_use]
    pub fn of(lines: &[RegisterLine]) -> Self {
        let mut out = Self::default();
        for line in lines {
            if line.kind != COMPARED {
                continue;
            }
            let body: Value = serde_json::from_slice(&line.body).unwrap_or_default();
            let what = &body["what"];
            let Some(offence) = what["offence"].as_str() else {
                continue;
            };
            out.offence = Some(offence.to_owned());
            what["provision"]
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut out.provision);
            for (element, same) in what["elements"].as_object().into_iter().flatten() {
                if let Some(same) = same.as_str().and_then(Same::parse) {
                    let finding = Finding {
                        same,
                        by: line.actor.clone(),
                        at: line.at,
                    };
                    out.elements
                        .insert((offence.to_owned(), element.clone()), finding);
                }
            }
        }
        out
    }

    /// The finding about one element.
    #[must_use]
    pub fn finding(&self, offence: &str, element: &str) -> Option<&Finding> {
        self.elements.get(&(offence.to_owned(), element.to_owned()))
    }
}

impl Node {
    /// Puts a comparison of the conduct into the register of a request.
    ///
    /// # Errors
    /// [`FlowFault::Input`] names the field that the law pack does not know.
    pub async fn compare_conduct(
        &self,
        officer: &Officer,
        id: RequestId,
        found: &Comparison,
    ) -> Result<(), FlowFault> {
        let known = offence(&self.law.pack(), &found.offence)
            .map_err(|_| input("offence", "choose an offence type of the list"))?;
        let strange = found
            .elements
            .keys()
            .find(|code| *code != PENALTY && !known.elements.contains(code));
        if let Some(code) = strange {
            let code: String = code.chars().take(64).collect();
            return Err(input(&code, "this offence type has no such element"));
        }
        if found.elements.is_empty() {
            return Err(input(
                "elements",
                "say of at least one element what you found",
            ));
        }
        let what = json!({
            "offence": found.offence,
            "provision": found.provision,
            "elements": found.elements,
            "text": found.text,
            "law_pack": self.law.hash(),
        });
        let long = found
            .text
            .chars()
            .count()
            .max(found.provision.chars().count());
        self.found_by(officer, id, &what, long).await
    }

    /// Only who may decide on a request, or write it, adds to what was found about its law.
    async fn found_by(
        &self,
        officer: &Officer,
        id: RequestId,
        what: &Value,
        longest: usize,
    ) -> Result<(), FlowFault> {
        officer.must(Act::ReadCase)?;
        let line = self.read_case(id).await?;
        officer.must(match line.file.side {
            Side::Receiver => Act::Accept,
            Side::Sender => Act::Draft,
        })?;
        if longest > MOST_TEXT {
            return Err(input("text", "at most 4000 characters"));
        }
        let mut change = Change::default();
        let by = officer.id.as_str();
        self.note(&mut change, Some(id), self.now(), COMPARED, by, what)?;
        self.ports.ledger.commit(change).await?;
        self.tell(COMPARED, Some(id));
        Ok(())
    }
}

fn input(field: &str, why: &str) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: why.to_owned(),
    }
}
