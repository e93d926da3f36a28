//! A request on paper: that a letter was made is an entry of the register, and a page that comes back
//! finds its file by the code on it.

use comity_core::code::LetterCode;
use comity_core::id::RequestId;
use comity_core::role::Act;
use serde::Serialize;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::{CaseLine, Change, SearchQuery};

/// What the register keeps of a letter: enough to compare a page with it, never its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetterMade {
    /// `pdf`, `docx`, `text`, `network`, `cover`.
    pub format: &'static str,
    /// The language of its words.
    pub language: &'static str,
    /// The code on its pages.
    pub code: LetterCode,
    /// SHA-256 of the request's text, as on its pages.
    pub text_sha256: String,
    /// SHA-256 of the file that was handed out.
    pub file_sha256: String,
}

impl Node {
    /// Enters into the register that a letter was made.
    ///
    /// # Errors
    /// [`FlowFault`] when the officer may not read cases or the register cannot be written; then the
    /// letter must not be handed out.
    pub async fn letter_made(
        &self,
        officer: &Officer,
        request: RequestId,
        made: &LetterMade,
    ) -> Result<(), FlowFault> {
        officer.must(Act::ReadCase)?;
        let mut change = Change::default();
        self.note(
            &mut change,
            Some(request),
            self.now(),
            "letter.made",
            officer.id.as_str(),
            &json!(made),
        )?;
        self.ports.ledger.commit(change).await?;
        Ok(())
    }

    /// The file whose letters bear this code.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when no file of this node has it, or not for this officer.
    pub async fn file_of_code(
        &self,
        officer: &Officer,
        code: LetterCode,
    ) -> Result<CaseLine, FlowFault> {
        officer
            .must(Act::ReadCase)
            .map_err(|_| FlowFault::NotFound)?;
        let query = SearchQuery {
            text: code.to_string(),
            limit: 20,
            ..SearchQuery::default()
        };
        // The search knows words; the file with the very code is ours.
        let found = self.ports.ledger.search(&query).await?.lines;
        found
            .into_iter()
            .find(|line| LetterCode::of(line.file.id) == code)
            .ok_or(FlowFault::NotFound)
    }
}
