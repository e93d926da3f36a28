//! How often: a bucket that fills at a steady rate and is emptied by requests.

use std::time::{Duration, Instant};

/// A steady rate and how much may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Steady rate.
    pub per_second: u32,
    /// At once, after a quiet time.
    pub burst: u32,
}

/// One bucket. Time is an argument, so its laws can be tested without waiting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    rate: Rate,
    // Full at the start; counted in requests.
    level: f64,
    at: Instant,
}

impl Bucket {
    pub(super) fn new(rate: Rate, now: Instant) -> Self {
        Self {
            rate,
            level: f64::from(rate.burst),
            at: now,
        }
    }

    /// Takes one; else tells after how long one will be there.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Duration> {
        self.fill(now);
        if self.level >= 1.0 {
            self.level -= 1.0;
            return Ok(());
        }
        let per_second = f64::from(self.rate.per_second.max(1));
        Err(Duration::from_secs_f64((1.0 - self.level) / per_second))
    }

    /// Whether it is as full as a new one, so that it may be forgotten.
    pub(super) fn is_full(&mut self, now: Instant) -> bool {
        self.fill(now);
        self.level >= f64::from(self.rate.burst)
    }

    fn fill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        let filled = self.level + passed * f64::from(self.rate.per_second);
        self.level = filled.min(f64::from(self.rate.burst));
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_at_once_and_then_only_the_steady_rate() {
        let start = Instant::now();
        let rate = Rate {
            per_second: 10,
            burst: 20,
        };
        let mut bucket = Bucket::new(rate, start);
        let passed = |bucket: &mut Bucket, at: Duration| {
            (0..100).filter(|_| bucket.take(start + at).is_ok()).count()
        };
        assert_eq!(passed(&mut bucket, Duration::ZERO), 20);
        assert_eq!(passed(&mut bucket, Duration::from_secs(1)), 10);
        assert!(!bucket.is_full(start + Duration::from_secs(2)));
        assert!(bucket.is_full(start + Duration::from_secs(3)));
        assert_eq!(passed(&mut bucket, Duration::from_secs(60)), 20);
        let wait = bucket.take(start + Duration::from_secs(60));
        assert_eq!(wait, Err(Duration::from_millis(100)));
    }
}
