//! What must be true when the calm is over.

use comity_core::id::MsgId;
use comity_wire::delivery::OutState;
use comity_wire::log::{leaf_hash, prove_inclusion};
use comity_wire::transfer::OutgoingState;

use super::model::{NODES, Row, RowKey, Who};
use super::world::World;

impl World {
    pub(super) fn check_end(&mut self) {
        for who in 0..NODES {
            self.check_outbox(who);
            self.check_threads(who);
            self.check_files(who);
            self.check_proofs(who);
        }
    }

    /// I4, in time: two longest waits after the world is calm nothing is under way any more, except
    /// what was signed by a clock that ran ahead, or waits for such a message.
    pub(super) fn check_prompt(&mut self, calm: i64) {
        for who in 0..NODES {
            let late = self.nodes[who].disk.outbox.iter().find(|(_, row)| {
                let made = row.inner.as_ref().map(|inner| inner.created.millis());
                let sealed_late = made.is_some_and(|made| made > calm);
                let waits = row.row.waits_for.is_some();
                row.row.state.is_underway() && !sealed_late && !waits
            });
            if let Some(key) = late.map(|(key, _)| *key) {
                self.wrong_row(who, key, "still under way");
            }
        }
    }

    fn wrong_row(&mut self, who: Who, key: RowKey, what: &str) {
        let row = &self.nodes[who].disk.outbox[&key];
        let line = self.nodes[who].memory.lines[row.to];
        let due = (row.row.due_at.millis() - self.now) / 1_000;
        let what = format!(
            "{who}: row {key} to {} is {}: {what} (due in {due} s, tries {}, refused {:?}, {line:?})",
            row.to,
            row.row.state.as_str(),
            row.row.tries,
            row.refused,
        );
        self.broken("I4", what);
    }

    /// I4: everything that was authorised has come to its end, and the end is the truth.
    fn check_outbox(&mut self, who: Who) {
        let mut wrong = Vec::new();
        for (key, row) in &self.nodes[who].disk.outbox {
            if let Some(what) = self.wrong_end(row) {
                wrong.push((*key, what));
            }
        }
        for (key, what) in wrong {
            self.wrong_row(who, key, what);
        }
        let undone = self.nodes[who].disk.inbox.values().find(|row| {
            let queued = |key: &u64| self.nodes[who].disk.outbox.contains_key(key);
            row.decided && !row.answer.as_ref().is_some_and(queued)
        });
        if undone.is_some() {
            self.broken("I4", format!("{who}: a decision has no answer"));
        }
    }

    fn wrong_end(&self, row: &Row) -> Option<&'static str> {
        let there = &self.nodes[row.to].disk;
        let has = |id: Option<MsgId>| id.is_some_and(|id| there.inbox.contains_key(&id));
        match row.row.state {
            OutState::Authorised | OutState::Queued | OutState::Resealing | OutState::Sent => {
                Some("still under way")
            }
            OutState::Received | OutState::Read | OutState::Decided => {
                (!has(row.row.msg_id)).then_some("and the peer does not have it")
            }
            OutState::Dead | OutState::Refused if !row.told => Some("and nobody was told"),
            OutState::Dead | OutState::Refused | OutState::Withdrawn => {
                // A void that had nothing left to do may have arrived all the same.
                let void = row.row.stands_for.is_some();
                (!void && has(row.row.msg_id)).then_some("and the peer has it")
            }
        }
    }

    /// No thread is blocked, unless its sender lost the records of that epoch.
    fn check_threads(&mut self, who: Who) {
        let mut blocked = Vec::new();
        for ((thread, sender, epoch), end) in &self.nodes[who].disk.receiving {
            let goes_on = self.nodes[*sender].disk.epoch == *epoch;
            if goes_on && !end.state.parked.is_empty() {
                blocked.push((*thread, *sender, *epoch, end.state.next));
            }
        }
        for (thread, sender, epoch, next) in blocked {
            let rows = self.nodes[sender].disk.outbox.iter().filter(|(_, row)| {
                let place = row.row.place.map(|place| (place.epoch, place.seq));
                row.to == who && row.thread == thread && place == Some((epoch, next))
            });
            let rows: Vec<String> = rows
                .map(|(key, row)| {
                    let void = if row.row.stands_for.is_some() {
                        " void"
                    } else {
                        ""
                    };
                    format!("{key}{void} {}", row.row.state.as_str())
                })
                .collect();
            let what = format!(
                "{who}: thread {thread} of {sender}, epoch {epoch}, waits for place {next}: {rows:?}"
            );
            self.broken("I4", what);
        }
    }

    fn check_files(&mut self, who: Who) {
        let mut stuck = Vec::new();
        for (object, file) in &self.nodes[who].disk.incoming {
            let Some(known) = self.objects.get(object) else {
                continue;
            };
            // A recipient rolled back to before its last chunk needs a new token: a person asks.
            let outgoing = self.nodes[known.from].disk.outgoing.get(object);
            let offered = outgoing.is_some_and(|out| out.state == OutgoingState::Open);
            if known.to == who && offered && !file.done {
                stuck.push((*object, known.begun));
            }
        }
        for (object, begun) in stuck {
            let hours = (self.now - begun) / 3_600_000;
            let memory = &self.nodes[who].memory;
            let incoming = memory.incoming.get(&object);
            let phase = incoming.map(|i| (i.phase(), i.saved().count(), i.verified()));
            let asked = memory.asked.range((object, 0)..(object + 1, 0)).count();
            let what = format!("{who}: object {object} after {hours} h: {phase:?}, asked {asked}");
            self.broken("I4", what);
        }
    }

    /// I6: one receipt of each node is proved for real, from tiles to root.
    fn check_proofs(&mut self, who: Who) {
        let disk = &self.nodes[who].disk;
        let Some((size, root)) = disk.log.published else {
            return;
        };
        let row = disk
            .inbox
            .values()
            .find(|row| row.receipt.epoch == disk.epoch && row.leaf_at < size);
        let Some(row) = row else {
            return;
        };
        let proof = prove_inclusion(row.leaf_at, size, &disk.log.tiles);
        let holds = proof.is_ok_and(|proof| proof.check(&row.receipt.leaf, &root).is_ok());
        if !holds || leaf_hash(b"") == root {
            self.broken("I6", format!("{who}: a receipt's leaf cannot be proved"));
        }
    }
}
