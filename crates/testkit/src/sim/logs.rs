//! Logs, witnesses, restores, and a forger who shows two histories.

use comity_core::id::Digest;
use comity_wire::delivery::OutEvent;
use comity_wire::log::{
    Frontier, Offer, Origin, SigningStopped, TileBuilder, TileMap, Verdict, WitnessRecord,
    next_checkpoint, padding, prove_consistency, start_check, witness_step,
};

use super::chance::name;
use super::event::Event;
use super::fault::{Bug, Fault};
use super::model::{Call, LogDisk, NODES, Reply, Who};
use super::world::World;

/// Logs of the forger have numbers from here on.
const FORGED: Who = 1_000;

/// Somebody with a valid log key who shows one history here and another there.
#[derive(Debug, Default)]
pub(super) struct Forger {
    log: u64,
    offers: u64,
}

impl World {
    pub(super) fn checkpoint(&mut self, who: Who) {
        if self.calm {
            return;
        }
        let every = self.checkpoint_every();
        let next = self.chance.millis(every * 9 / 10, every * 11 / 10);
        self.after(next, Event::Checkpoint(who));
        if !self.nodes[who].up || self.nodes[who].full {
            return;
        }
        let published = self.nodes[who].disk.log.published;
        let size = self.nodes[who].disk.log.head.size();
        for n in 0..padding(size, published.map_or(0, |(size, _)| size)) {
            let log = &mut self.nodes[who].disk.log;
            let pad = Digest::from_bytes(name(size + n, 3));
            log.head.append(pad).expect("a small log");
            log.leaves.push(pad);
        }
        if self.crashes(who, Fault::C8) {
            return;
        }
        let flipped = self.flip_a_bit(who);
        match self.sign(who) {
            Ok(()) => self.ask_witnesses(who),
            Err(SigningStopped::Rehash) if flipped.is_some() => {}
            Err(stopped) => self.broken("I6", format!("{who} cannot sign: {stopped}")),
        }
        // The operator repairs the leaf from a copy; the next hour signs.
        if let Some((at, leaf)) = flipped {
            self.nodes[who].disk.log.leaves[at] = leaf;
        }
    }

    fn flip_a_bit(&mut self, who: Who) -> Option<(usize, Digest)> {
        if self.chance.below(8) != 0 {
            return None;
        }
        let log = &self.nodes[who].disk.log;
        let first = usize::try_from(log.at_checkpoint.size()).expect("a small log");
        let at = first + self.chance.pick(log.leaves.len().checked_sub(first)?);
        let good = *self.nodes[who].disk.log.leaves.get(at)?;
        let mut bytes = *good.as_bytes();
        bytes[0] ^= 1;
        self.fired(Fault::BitFlip);
        self.nodes[who].disk.log.leaves[at] = Digest::from_bytes(bytes);
        Some((at, good))
    }

    /// Hashes again, compares, stores the checkpoint; the checker verifies it against the leaves.
    fn sign(&mut self, who: Who) -> Result<(), SigningStopped> {
        let disk = &self.nodes[who].disk;
        let origin = Origin {
            node: self.names[who].clone(),
            epoch: disk.epoch,
        };
        let from = usize::try_from(disk.log.at_checkpoint.size()).expect("a small log");
        let mut reread = disk.log.at_checkpoint.clone();
        for leaf in &disk.log.leaves[from..] {
            reread.append(*leaf).expect("a small log");
        }
        let honest = !self.has_bug(Bug::NoRehash);
        let rehashed = if honest { &reread } else { &disk.log.head };
        let published = disk.log.published;
        let published = published.as_ref().map(|(size, root)| (*size, root));
        let checkpoint = next_checkpoint(&origin, &disk.log.head, rehashed, published)?;
        let (epoch, size, root) = (disk.epoch, checkpoint.size, checkpoint.root);

        if reread.root() != root {
            self.broken(
                "I6",
                format!("{who} signs a root that its leaves do not give"),
            );
        }
        match self.roots.insert((who, epoch, size), root) {
            Some(other) if other != root => {
                self.broken("I6", format!("{who} shows two roots for size {size}"));
            }
            Some(_) | None => {}
        }
        let larger = self
            .roots
            .range((who, epoch, size + 1)..(who, epoch + 1, 0))
            .next();
        if larger.is_some() {
            self.broken("I7", format!("{who} signs size {size} after a larger one"));
        }
        let disk = &mut self.nodes[who].disk;
        for (at, leaf) in std::mem::take(&mut disk.unproven) {
            let at = usize::try_from(at).expect("a small log");
            if disk.log.leaves.get(at) != Some(&leaf) || at as u64 >= size {
                let what = format!("{who}: a receipt's leaf is not in the next checkpoint");
                self.broken("I6", what);
                return Ok(());
            }
        }
        let log = &mut disk.log;
        for leaf in &log.leaves[from..] {
            for tile in log.builder.append(*leaf).expect("a small log") {
                log.tiles.insert(tile.id, tile.hashes);
            }
        }
        for tile in log.builder.partial() {
            log.tiles.insert(tile.id, tile.hashes);
        }
        log.at_checkpoint = reread;
        log.published = Some((size, root));
        self.report.checkpoints += 1;
        Ok(())
    }

    fn ask_witnesses(&mut self, who: Who) {
        let disk = &self.nodes[who].disk;
        let (epoch, Some((size, root))) = (disk.epoch, disk.log.published) else {
            return;
        };
        for step in [1, 4, 7] {
            let witness = (who + step) % NODES;
            let holds = self.nodes[who].memory.witness_holds.get(&witness);
            let old_size = holds.copied().unwrap_or(0);
            let tiles = &self.nodes[who].disk.log.tiles;
            match prove_consistency(old_size, size, tiles) {
                Ok(proof) => {
                    let offer = Offer {
                        old_size,
                        path: proof.path,
                        size,
                        root,
                    };
                    self.call(who, witness, Call::AddCheckpoint(epoch, offer));
                }
                Err(missing) => self.broken("I7", format!("{who}: {missing}")),
            }
        }
    }

    pub(super) fn witness(&mut self, who: Who, log: Who, life: u32, epoch: u64, offer: &Offer) {
        let record = self.nodes[who].disk.witness.get(&(log, epoch)).copied();
        match witness_step(record.as_ref(), offer) {
            Verdict::Advance(record) => {
                let early = self.has_bug(Bug::WitnessStoresAfterAnswering);
                if early {
                    self.confirm(who, log, life, epoch, record);
                }
                if self.nodes[who].full || self.crashes(who, Fault::C9) {
                    return;
                }
                self.nodes[who].disk.witness.insert((log, epoch), record);
                if !early {
                    self.confirm(who, log, life, epoch, record);
                }
            }
            Verdict::Conflict { held } => self.answer_log(who, log, life, false, held),
            Verdict::Fork { held } if log >= FORGED => {
                self.answer_log(who, log, life, false, held);
            }
            Verdict::Fork { held } => {
                self.broken("I6", format!("{log} shows {who} another root at {held}"));
            }
            Verdict::NotConsistent if log >= FORGED => {}
            Verdict::NotConsistent => {
                self.broken(
                    "I7",
                    format!("{log} shows {who} a head that does not continue"),
                );
            }
        }
    }

    /// A cosignature leaves. The checker compares with what this witness confirmed before.
    fn confirm(&mut self, who: Who, log: Who, life: u32, epoch: u64, record: WitnessRecord) {
        self.report.cosignatures += 1;
        let now = (record.size, record.root);
        let before = self.confirmed.insert((who, log, epoch), now);
        // A witness that was rolled back begins anew: what it forgot, its epoch tells.
        if let Some((size, root)) = before
            && (record.size < size || (record.size == size && record.root != root))
            && self.nodes[who].disk.restored_at.is_none()
        {
            self.broken(
                "I7",
                format!("witness {who} confirms two histories of log {log}"),
            );
        }
        self.answer_log(who, log, life, true, record.size);
    }

    fn answer_log(&mut self, who: Who, log: Who, life: u32, cosigned: bool, held: u64) {
        if log < NODES {
            self.reply(who, log, life, Reply::Witness { cosigned, held });
        }
    }

    pub(super) fn hear_witness(&mut self, who: Who, witness: Who, cosigned: bool, held: u64) {
        let memory = &mut self.nodes[who].memory;
        let known = memory.witness_holds.entry(witness).or_default();
        *known = if cosigned { held.max(*known) } else { held };
        let size = self.nodes[who]
            .disk
            .log
            .published
            .map_or(0, |(size, _)| size);
        // A late answer of an earlier epoch may speak of more than this log has.
        if held > size {
            self.nodes[who].memory.witness_holds.remove(&witness);
        }
    }

    /// Offers a witness whatever history it might take.
    pub(super) fn offer_fork(&mut self) {
        if self.calm {
            return;
        }
        let next = self.chance.millis(1, self.knobs.submit_every * 4);
        self.after(next, Event::Fork);
        self.forger.offers += 1;
        if self.forger.offers.is_multiple_of(8) {
            self.forger.log += 1;
        }
        let log = FORGED + usize::try_from(self.forger.log).expect("small");
        let witness = usize::try_from(self.forger.log).expect("small") % NODES;
        if !self.nodes[witness].up {
            return;
        }
        let held = self.nodes[witness]
            .disk
            .witness
            .get(&(log, 1))
            .map_or(0, |r| r.size);
        let branch = self.chance.below(2);
        let (mut builder, mut tiles, mut tree) =
            (TileBuilder::new(), TileMap::new(), Frontier::new());
        let size = held.max(1) + self.chance.below(3);
        for n in 0..size {
            let leaf = Digest::from_bytes(name(branch, n));
            tree.append(leaf).expect("small");
            builder.append(leaf).expect("small");
        }
        for tile in builder.partial() {
            tiles.insert(tile.id, tile.hashes);
        }
        let Ok(proof) = prove_consistency(held, size, &tiles) else {
            return;
        };
        self.fired(Fault::ForkedLog);
        let offer = Offer {
            old_size: held,
            path: proof.path,
            size,
            root: tree.root(),
        };
        self.witness(witness, log, 0, 1, &offer);
    }

    /// The operator restored an old database: a new epoch begins, and peers are asked for the rest.
    pub(super) fn restore(&mut self, who: Who) {
        self.report.restores += 1;
        let disk = &self.nodes[who].disk;
        let (size, root) = disk.log.published.unwrap_or((0, Frontier::new().root()));
        let (own, epoch) = (disk.log.head.size(), disk.epoch);
        let behind = self.nodes.iter().any(|node| {
            node.disk.witness.get(&(who, epoch)).is_some_and(|seen| {
                let mine = (seen.size == size).then_some(root);
                seen.size > size && start_check(own, mine, seen.size, &seen.root).is_err()
            })
        });
        if behind {
            self.trace(7, who, 1);
        }
        if self.has_bug(Bug::OldEpochContinued) {
            return;
        }
        let epoch = self.fresh();
        let key = u32::try_from(self.fresh()).expect("fewer than 2³² names");
        let (now, no_resync) = (self.clock(who), self.has_bug(Bug::NoResync));
        self.index_outbox(who);
        let disk = &mut self.nodes[who].disk;
        disk.epoch = epoch;
        disk.key = key;
        disk.log = LogDisk::default();
        disk.sending.clear();
        disk.unproven.clear();
        disk.restored_at = Some(now);
        if !no_resync {
            disk.ask_again = (0..NODES).filter(|peer| *peer != who).collect();
        }
        let rows: Vec<_> = disk.outbox.keys().copied().collect();
        for row in rows {
            self.apply(who, row, OutEvent::RecordsLost);
        }
    }
}
