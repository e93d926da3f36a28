//! The road beside the wire: letters to partners without a node, and what comes on paper, by mail or
//! by telephone. One request is one file, whatever road it takes.

mod arrive;
mod compare;
mod partners;
mod register;
mod scan;
mod send;

pub use arrive::{Arrival, Says};
pub use compare::{COMPARED, differences};
pub use partners::{Partner, PartnerFault};
pub use register::Registered;
pub use scan::Scan;
pub use send::Dispatch;
