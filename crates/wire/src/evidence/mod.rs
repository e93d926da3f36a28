//! Sealed evidence: encrypted once at its source, checked everywhere, opened only by those whose
//! keys it was wrapped for.
//!
//! [`layout`] says how the bytes lie, [`seal`] writes them in one pass, [`source`] and [`plain`]
//! read them back. [`manifest`] is what the producer signs; [`part`] is what only recipients see,
//! each through a [`wrap`]. [`describe`](mod@describe) makes all three of what was sealed. A node keeps chunks in
//! its blob folder ([`sink`]); without a node everything travels in one sealed [`file`](mod@file), for
//! holders of a [`keyfile`]. Several files are packed into one object by [`pack`](mod@pack).

pub mod describe;
pub mod file;
pub mod keyfile;
pub mod landing;
pub mod layout;
pub mod manifest;
pub mod pack;
pub mod page;
pub mod part;
pub mod plain;
pub mod seal;
pub mod sink;
pub mod source;
pub mod tree;
pub mod unpack;
pub mod unseal;
pub mod wrap;

mod direct;

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
