//! What the asking side says after its request has left: answer, complete, extend, close.

use comity_core::approval::{Class, Purpose};
use comity_core::id::RequestId;
use comity_core::item::Asked;
use comity_core::request::RequestFile;
use comity_core::role::Act;
use comity_core::stage::{Move, Side};
use serde_json::{Value, json};

use crate::act::Said;
use crate::draft::no_defects;
use crate::extend::last_end;
use crate::fault::FlowFault;
use crate::message::{Body, Supplement, SupplementKind};
use crate::node::{Node, Officer};
use crate::outgoing::Outgoing;
use crate::ports::Change;

impl Node {
    /// Answers the other side's question.
    ///
    /// # Errors
    /// [`FlowFault::Input`] without words.
    pub async fn answer_question(
        &self,
        officer: &Officer,
        id: RequestId,
        text: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Draft)?;
        if text.trim().is_empty() {
            return Err(FlowFault::Input {
                field: "text".to_owned(),
                why: "write the answer".to_owned(),
            });
        }
        let what = SupplementKind::Answer {
            text: text.to_owned(),
        };
        self.supplement(officer, id, what, Class::M1, "question.answered")
            .await
    }

    /// Sends the completed text of a returned request; it needs the approvals that the first needed.
    ///
    /// # Errors
    /// [`FlowFault::Defects`] while defects are left.
    pub async fn complete(
        &self,
        officer: &Officer,
        id: RequestId,
        form: Value,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Draft)?;
        let mut trial = self.read_case(id).await?.file;
        let mut form = form;
        // What names the request stays as it was sent.
        if let Some(fields) = form.as_object_mut() {
            for name in [
                "kind",
                "request_id",
                "requesting",
                "exercise",
                "form_version",
            ] {
                if let Some(value) = trial.form.get(name) {
                    fields.insert(name.to_owned(), value.clone());
                }
            }
        }
        let now = self.now();
        self.take_text(&mut trial, form, now);
        self.sign_off(&mut trial, officer, now);
        no_defects(&self.review(&trial, now))?;
        let (form, class) = (trial.form, trial.class);
        self.supplement(
            officer,
            id,
            SupplementKind::Completed { form },
            class,
            "request.completed",
        )
        .await
    }

    /// Asks that preserved data be kept longer; must be asked before the term ends.
    ///
    /// # Errors
    /// [`FlowFault::Input`] for a kind that keeps nothing or a term of no days.
    pub async fn extend(
        &self,
        officer: &Officer,
        id: RequestId,
        days: u32,
        reason: &str,
    ) -> Result<Said, FlowFault> {
        officer.must(Act::Draft)?;
        let line = self.read_case(id).await?;
        if line.file.asked() != Asked::Preserve || !(1..=3650).contains(&days) {
            return Err(FlowFault::Input {
                field: "days".to_owned(),
                why: "only a preservation is extended, by at least one day".to_owned(),
            });
        }
        if last_end(&line.file).is_none_or(|ends| ends <= self.now()) {
            return Err(FlowFault::Input {
                field: "days".to_owned(),
                why: "nothing is kept any more that could be kept longer".to_owned(),
            });
        }
        let what = SupplementKind::Extension {
            days,
            reason: reason.to_owned(),
        };
        self.supplement(officer, id, what, Class::M1, "preservation.extension_asked")
            .await
    }

    async fn supplement(
        &self,
        officer: &Officer,
        id: RequestId,
        what: SupplementKind,
        class: Class,
        event: &str,
    ) -> Result<Said, FlowFault> {
        let line = self.read_case(id).await?;
        let mut file = line.file;
        let thread = must_be_sender(&file)?;
        let now = self.now();
        let mut change = Change::default();
        let register = json!({"supplement": what});
        self.note(
            &mut change,
            Some(id),
            now,
            event,
            officer.id.as_str(),
            &register,
        )?;
        let message = Outgoing::about(
            &file,
            thread,
            Body::Supplement(Supplement { request: id, what }),
            now,
        );
        let said = self
            .say(
                &mut change,
                officer,
                &mut file,
                vec![message],
                class,
                Purpose::Send,
            )
            .await?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit(event, id);
        Ok(said)
    }

    /// Ends a file.
    ///
    /// # Errors
    /// [`FlowFault::OutOfOrder`] while something is still owed.
    pub async fn close(
        &self,
        officer: &Officer,
        id: RequestId,
        outcome: &str,
    ) -> Result<(), FlowFault> {
        officer.must(Act::Close)?;
        let line = self.read_case(id).await?;
        let mut file = line.file;
        let now = self.now();
        let mut change = Change::default();
        file.stage = file.stage.step(Move::Close)?;
        file.meet(now, |clock| {
            clock.whose == comity_core::deadline::Whose::Ours
        });
        self.note(
            &mut change,
            Some(id),
            now,
            "request.closed",
            officer.id.as_str(),
            &json!({"outcome": outcome}),
        )?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("request.closed", id);
        Ok(())
    }
}

/// The thread of a file that we opened.
pub(crate) fn must_be_sender(file: &RequestFile) -> Result<comity_core::id::ThreadId, FlowFault> {
    match (file.side, file.thread) {
        (Side::Sender, Some(thread)) => Ok(thread),
        _ => Err(FlowFault::NotFound),
    }
}
