//! The contract of the ports: whatever implements one runs these and keeps every sentence.
//!
//! ```ignore
//! comity_testkit::ledger_contract!(open_a_fresh_ledger);
//! ```

pub mod blobs;
pub mod ledger;
pub mod sample;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use comity_flows::ports::Ledger;

/// Waits until all that was committed can be searched.
pub type Settle = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// A fresh ledger under test.
pub struct Subject {
    /// The ledger.
    pub ledger: Arc<dyn Ledger>,
    /// See [`Settle`]; a ledger that indexes at once returns at once.
    pub settle: Settle,
    /// Kept until the test ends: the folder it lies in, for example.
    pub keep: Box<dyn std::any::Any + Send>,
}
