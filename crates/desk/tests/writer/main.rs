//! The writer over the real router: whole requests from blank to sent, and what hostile input gets.

#[allow(dead_code)]
#[path = "../../../flows/tests/story/common/mod.rs"]
mod common;

mod browser;
mod hostile;
mod whole;
