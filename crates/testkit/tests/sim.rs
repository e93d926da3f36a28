//! The simulation over many seeds, its repeatability, and the planted bugs it must find.

use std::time::Instant;

use comity_testkit::sim::{Bug, Fault, Report, STEPS, run};

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs seeds on as many threads as there are cores and lists every broken promise.
fn sweep(first: u64, seeds: u64) -> (Report, Vec<String>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let part = |worker: u64| {
        let (mut sum, mut broken) = (Report::default(), Vec::new());
        for seed in (first..first + seeds).filter(|seed| seed % cores == worker) {
            match run(seed, STEPS, None) {
                Ok(report) => {
                    if seed % 50 == 0 {
                        let again = run(seed, STEPS, None).expect("it held a moment ago");
                        assert_eq!(again.trace, report.trace, "seed {seed} is not repeatable");
                    }
                    sum.add(&report);
                }
                Err(violation) => broken.push(format!("seed {seed}: {violation}")),
            }
        }
        (sum, broken)
    };
    let (mut total, mut broken) = (Report::default(), Vec::new());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|worker| scope.spawn(move || part(worker)))
            .collect();
        for worker in workers {
            let (sum, more) = worker.join().expect("a run ends or says why");
            total.add(&sum);
            broken.extend(more);
        }
    });
    (total, broken)
}

#[test]
fn no_promise_breaks_under_any_seed() {
    let seeds = number("COMITY_SIM_SEEDS").unwrap_or(50);
    let start = Instant::now();
    let (total, broken) = sweep(1, seeds);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{seeds} seeds in {seconds:.1} s, {:.0} steps a second",
        total.steps as f64 / seconds
    );
    println!("{total}");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    if seeds >= 1_000 {
        for fault in Fault::ALL {
            assert!(
                total.fired(*fault) >= 100,
                "{} hardly happened",
                fault.as_str()
            );
        }
    }
}

/// Seeds that once broke a promise: a void withdrawn, a message sent again and withdrawn, a void that
/// older records no longer knew, a token that had died with its transfer.
const ONCE_BROKEN: [u64; 9] = [174, 255, 287, 400, 452, 578, 739, 960, 973];

#[test]
fn seeds_that_once_broke_a_promise_keep_it() {
    for seed in ONCE_BROKEN {
        if let Err(violation) = run(seed, STEPS, None) {
            panic!("seed {seed}: {violation}");
        }
    }
}

#[test]
fn sim_replay() {
    let seed = number("COMITY_SEED").unwrap_or(1);
    match run(seed, STEPS, None) {
        Ok(report) => println!("seed {seed}\n{report}trace {:016x}", report.trace),
        Err(violation) => panic!("{violation}"),
    }
}

/// The bug is found within a handful of seeds, and by the promise that it breaks.
fn is_found(bug: Bug, by: &[&str]) {
    for seed in 1..=60 {
        if let Err(violation) = run(seed, STEPS, Some(bug)) {
            assert!(
                by.contains(&violation.invariant),
                "{bug:?} found as {violation}"
            );
            println!("{bug:?}: seed {seed}, {violation}");
            return;
        }
    }
    panic!("{bug:?} was not found in sixty seeds");
}

#[test]
fn a_receipt_before_the_commit_is_found() {
    is_found(Bug::ReceiptBeforeCommit, &["I2"]);
}

#[test]
fn remembering_in_memory_only_is_found() {
    is_found(Bug::DedupInMemory, &["I1", "I3", "I4"]);
}

#[test]
fn a_retry_that_signs_anew_is_found() {
    is_found(Bug::RetryReseals, &["I3"]);
}

#[test]
fn places_counted_without_the_epoch_are_found() {
    is_found(Bug::SeqNotPerEpoch, &["I3", "I4"]);
}

#[test]
fn a_bitmap_saved_before_the_sync_is_found() {
    is_found(Bug::BitmapBeforeSync, &["I8"]);
}

#[test]
fn a_witness_that_stores_after_answering_is_found() {
    is_found(Bug::WitnessStoresAfterAnswering, &["I7"]);
}

#[test]
fn an_old_epoch_continued_after_a_restore_is_found() {
    is_found(Bug::OldEpochContinued, &["I3", "I4", "I6", "I7"]);
}

#[test]
fn a_timer_that_trusts_the_wall_clock_is_found() {
    is_found(Bug::TimerTrustsWallClock, &["I4"]);
}

#[test]
fn a_decision_without_its_answer_is_found() {
    is_found(Bug::AnswerOutsideTransaction, &["I4"]);
}

#[test]
fn a_dead_letter_that_blocks_its_thread_is_found() {
    is_found(Bug::NoVoid, &["I4"]);
}

#[test]
fn parking_in_memory_only_is_found() {
    is_found(Bug::ParkedInMemory, &["I2", "I4"]);
}

#[test]
fn signing_without_hashing_again_is_found() {
    is_found(Bug::NoRehash, &["I6"]);
}

#[test]
fn taking_a_message_out_of_turn_is_found() {
    is_found(Bug::GapIgnored, &["I3"]);
}

#[test]
fn ignoring_a_failed_sync_is_found() {
    is_found(Bug::SyncErrorIgnored, &["I8"]);
}

#[test]
fn throwing_away_the_answer_to_a_void_is_found() {
    is_found(Bug::HandOnIgnored, &["I4"]);
}

#[test]
fn a_restored_node_that_does_not_ask_its_peers_is_found() {
    is_found(Bug::NoResync, &["I4"]);
}

#[test]
fn a_line_that_fills_up_is_found() {
    is_found(Bug::LineLeak, &["I4", "I12"]);
}

#[test]
fn every_planted_bug_has_its_test() {
    assert_eq!(Bug::ALL.len(), 17);
}
