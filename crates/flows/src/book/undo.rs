//! Undoing an import until somebody has acted in its files, and confirming what an older register says
//! is due.

use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose};
use comity_core::id::RequestId;
use comity_core::request::RequestFile;
use comity_core::road::TakenOver;
use comity_core::role::Act;
use comity_core::stage::{Side, Stage};
use comity_core::time::Instant;
use serde_json::{Value, json};

use super::import::{ImportReport, was_undone};
use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{Change, Write};

/// Files changed together.
const BATCH: usize = 250;

impl Node {
    /// Undoes an import: each of its files in which nobody has acted is emptied and stands in no list
    /// any more; the others stay and are counted.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] for no such import, or one that was undone before.
    pub async fn undo_import(
        &self,
        officer: &Officer,
        number: u64,
    ) -> Result<ImportReport, FlowFault> {
        officer.must(Act::Register)?;
        let ledger = &self.ports.ledger;
        let name = format!("import.{number}");
        let bytes = ledger.setting(&name).await?.ok_or(FlowFault::NotFound)?;
        let mut report: ImportReport = serde_json::from_slice(&bytes).map_err(node_fault)?;
        if report.undone.is_some() {
            return Err(FlowFault::NotFound);
        }
        let files = ledger.setting(&format!("{name}.files")).await?;
        let now = self.now();
        let (whole, _) = files.as_deref().unwrap_or_default().as_chunks::<16>();
        for batch in whole.chunks(BATCH) {
            let mut change = Change::default();
            for id in batch {
                let id = RequestId::from_bytes(*id);
                let Some(line) = ledger.case(id).await? else {
                    continue;
                };
                let mut file = line.file;
                let own = file
                    .road
                    .taken_over
                    .as_ref()
                    .is_some_and(|taken| taken.import == number && !taken.undone);
                let touched = file.changed != report.at || !file.pending.is_empty();
                if !own || touched {
                    report.kept += 1;
                    continue;
                }
                empty(&mut file);
                let what = json!({"import": number});
                let by = officer.id.as_str();
                self.note(&mut change, Some(id), now, "file.given_back", by, &what)?;
                self.put(&mut change, file, Some(line.version), now);
            }
            if !change.writes.is_empty() {
                ledger.commit(change).await?;
            }
        }
        report.undone = Some(now);
        let mut change = Change::default();
        change.writes.push(Write::Setting {
            name,
            value: serde_json::to_vec(&report).map_err(node_fault)?,
        });
        let what = json!({"import": number, "kept": report.kept});
        let by = officer.id.as_str();
        self.note(&mut change, None, now, "register.undone", by, &what)?;
        ledger.commit(change).await?;
        self.tell("register.undone", None);
        Ok(report)
    }

    /// A person confirms that what an older register names as due is due: only now does it count down.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when the register names no such day or it runs already.
    pub async fn confirm_due(&self, officer: &Officer, case: RequestId) -> Result<(), FlowFault> {
        officer.must(Act::Register)?;
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let now = self.now();
        let taken = file.road.taken_over.as_ref();
        let day = taken
            .filter(|_| !was_undone(&file) && file.is_open())
            .and_then(|taken| due_of(&file, taken))
            .filter(|_| file.deadlines.is_empty())
            .ok_or(FlowFault::NotFound)?;
        let due = Instant::parse(&format!("{day}T23:59:59Z")).ok_or(FlowFault::NotFound)?;
        file.deadlines.push(Deadline {
            rule: ClockRule::NeededBy,
            item: None,
            starts: StartsAt::Written,
            started: now,
            due,
            bound: Bound::Target,
            whose: match file.side {
                Side::Receiver => Whose::Ours,
                Side::Sender => Whose::Theirs,
            },
            zone: self.law.zone(self.id.state()),
            source: None,
            met: None,
        });
        let mut change = Change::default();
        let by = officer.id.as_str();
        let what = json!({"due": day});
        self.note(&mut change, Some(case), now, "due.confirmed", by, &what)?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("due.confirmed", case);
        Ok(())
    }
}

/// Nothing of the row stays but that it was here.
fn empty(file: &mut RequestFile) {
    file.form = Value::Object(serde_json::Map::new());
    file.reference.clear();
    file.receiver_number = None;
    file.stage = Stage::Withdrawn;
    file.deadlines.clear();
    if let Some(taken) = &mut file.road.taken_over {
        taken.undone = true;
        taken.cells.clear();
    }
}

/// The day that the older register names as due, if it can be read.
pub(super) fn due_of(file: &RequestFile, taken: &TakenOver) -> Option<String> {
    let said = file.form.get("due_then").and_then(Value::as_str);
    said.filter(|_| !taken.undone).map(str::to_owned)
}
