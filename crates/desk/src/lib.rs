//! The officers' screens, the provider's page and the JSON API.
//!
//! Pages are documents with addresses: forms post and redirect, so back, reload, print and a link
//! in an e-mail all work, with JavaScript or without. A handler parses, calls one flow and renders;
//! nothing here decides what is lawful.

pub mod assets;
pub mod field;
pub mod law;
pub mod letters;
pub mod pages;
pub mod parts;
mod present;
pub mod rail;
pub mod server;
pub mod shell;
pub mod when;
pub mod words;
pub mod writer;
