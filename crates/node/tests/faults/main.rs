//! Faults on real processes: three `comity serve` under traffic that are killed, run out of room, and
//! must lose nothing and double nothing.
//!
//! Killing a process does not test the disk: what it wrote survives in the page cache. Lost writes are the
//! simulation's part.

mod count;
mod desk;
mod disk;
mod kills;
mod proxy;
mod traffic;
mod transfer;
mod world;
