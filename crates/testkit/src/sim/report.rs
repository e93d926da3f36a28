//! What a run found and what really happened in it.

use super::fault::Fault;

/// A broken promise: the run stops here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The seed that repeats it.
    pub seed: u64,
    /// After how many steps.
    pub step: u64,
    /// Which invariant, `I1` to `I8`.
    pub invariant: &'static str,
    /// What was seen.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} broken at step {}: {}\nrepeat with: COMITY_SEED={} cargo test -p comity-testkit sim_replay",
            self.invariant, self.step, self.what, self.seed
        )
    }
}

/// Figures of one run, or of many added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Events handled.
    pub steps: u64,
    /// Simulated time in milliseconds.
    pub simulated: i64,
    /// Messages that took effect.
    pub effects: u64,
    /// Voids that took effect.
    pub voids: u64,
    /// Dead letters and refusals put before a person.
    pub told: u64,
    /// Messages that arrived after they had been given up.
    pub after_all: u64,
    /// Checkpoints signed.
    pub checkpoints: u64,
    /// Cosignatures given.
    pub cosignatures: u64,
    /// Transfers completed.
    pub transfers: u64,
    /// Restores with a new epoch.
    pub restores: u64,
    /// How often each fault really happened, in the order of [`Fault::ALL`].
    pub faults: Vec<u64>,
    /// A hash over everything that happened, in order.
    pub trace: u64,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            steps: 0,
            simulated: 0,
            effects: 0,
            voids: 0,
            told: 0,
            after_all: 0,
            checkpoints: 0,
            cosignatures: 0,
            transfers: 0,
            restores: 0,
            faults: vec![0; Fault::ALL.len()],
            trace: 0,
        }
    }
}

impl Report {
    /// Adds another run.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        self.simulated += other.simulated;
        self.effects += other.effects;
        self.voids += other.voids;
        self.told += other.told;
        self.after_all += other.after_all;
        self.checkpoints += other.checkpoints;
        self.cosignatures += other.cosignatures;
        self.transfers += other.transfers;
        self.restores += other.restores;
        for (mine, theirs) in self.faults.iter_mut().zip(&other.faults) {
            *mine += theirs;
        }
        self.trace = super::chance::mix(self.trace ^ other.trace);
    }

    /// How often a fault happened.
    #[must_use]
    pub fn fired(&self, fault: Fault) -> u64 {
        self.faults[fault as usize]
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "{} steps, {:.1} simulated years",
            self.steps,
            self.simulated as f64 / 31_557_600_000.0
        )?;
        writeln!(
            f,
            "messages in effect {}, voids {}, put before a person {}, arrived after all {}",
            self.effects, self.voids, self.told, self.after_all
        )?;
        writeln!(
            f,
            "checkpoints {}, cosignatures {}, transfers {}, restores {}",
            self.checkpoints, self.cosignatures, self.transfers, self.restores
        )?;
        for fault in Fault::ALL {
            writeln!(f, "{:>10}  {}", self.fired(*fault), fault.as_str())?;
        }
        Ok(())
    }
}
