//! What the ledger promises beyond its port: reopening, damage, erasure, keys.

mod common;
mod own {
    mod damage;
    mod disk;
    mod erasure;
    mod load;
    mod opening;
}
