//! Sealed evidence: encrypted once at its source, checked everywhere, opened only by those whose
//! keys it was wrapped for.
//!
//! [`layout`] says how the bytes lie, [`seal`] writes them in one pass, [`source`] and [`plain`]
//! read them back.

pub mod landing;
pub mod layout;
pub mod page;
pub mod plain;
pub mod seal;
pub mod sink;
pub mod source;
pub mod tree;

mod direct;

#[cfg(test)]
mod tests;
