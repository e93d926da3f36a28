//! Where a node keeps what it must never lose: the ledger in SQLite or PostgreSQL, sealed evidence
//! in a folder or in S3.
//!
//! One SQL text serves both databases; only table definitions and a few settings of the engine
//! differ. Every change goes through one committer that groups what waits, case data is sealed under
//! a key for each case, and every row carries a checksum that is verified when it is read.

mod blobs;
mod claims;
mod committer;
mod database;
mod erase;
mod fault;
mod group;
mod integrity;
mod keyring;
mod ledger;
mod load;
mod prepare;
mod queue;
mod reads;
mod rekey;
mod rows;
mod search;
mod settings;
mod statement;
mod store;
mod table;
mod upkeep;
mod vault;

pub use blobs::{FolderBlobs, ObjectsAt, S3Blobs, S3Options, open_blobs};
pub use integrity::Integrity;
pub use settings::{DatabaseAt, OpenFault};
pub use store::Store;
pub use vault::Kek;
