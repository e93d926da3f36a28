//! (opens in the next commits)
