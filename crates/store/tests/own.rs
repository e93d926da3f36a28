//! What the ledger promises beyond its port: reopening, damage, erasure, keys.

mod common;
mod own {
    mod damage;
    mod erasure;
    mod opening;
}
