//! The ports that the machine itself provides: its clock, its random source, news and pager.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use comity_core::time::Instant;
use comity_flows::ports::{Clock, Ids, News, NewsItem, Pager};
use tokio::sync::broadcast;

/// The system clock, never behind what it said before.
#[derive(Debug, Default)]
pub(crate) struct SystemClock {
    last: AtomicI64,
}

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let read = jiff::Timestamp::now().as_millisecond();
        // A clock that is set back must not reorder what this process has written.
        Instant(self.last.fetch_max(read, Ordering::Relaxed).max(read))
    }
}

/// The system's random source.
#[derive(Debug)]
pub(crate) struct SystemIds;

impl Ids for SystemIds {
    fn fill(&self, to: &mut [u8]) {
        aws_lc_rs::rand::fill(to).expect(
            "the random source of the cryptographic library does not fail once it has started",
        );
    }
}

/// News to every open page; whoever lags behind asks again.
#[derive(Debug)]
pub(crate) struct Broadcast(pub(crate) broadcast::Sender<NewsItem>);

impl News for Broadcast {
    fn tell(&self, item: NewsItem) {
        // Nobody listening is no fault.
        let _ = self.0.send(item);
    }
}

/// Rings by a program that the office names, and always in the log.
#[derive(Debug)]
pub(crate) struct ProgramPager(pub(crate) Option<PathBuf>);

impl Pager for ProgramPager {
    fn ring(&self, reference: &str, why: &str) {
        tracing::warn!(reference, why, "a person is called");
        if let Some(program) = &self.0 {
            let called = std::process::Command::new(program)
                .arg(reference)
                .arg(why)
                .spawn();
            if let Err(fault) = called {
                tracing::error!(%fault, program = %program.display(), "the pager could not be started");
            }
        }
    }
}
