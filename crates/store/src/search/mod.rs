//! Finding cases by words without keeping words.
//!
//! The index holds keyed hashes of words, of the beginnings of words and, in Chinese, of pairs of
//! characters. Its key is derived from the key-encryption key, so a copy of the index without that
//! key says nothing, and it dies when the key is replaced. Rows die with their case.

mod indexer;
mod query;
mod words;
mod write;

pub(crate) use indexer::{EndsWithStore, Indexer, held_tokens, indexed_doc, tokens_of};
pub(crate) use write::write_index;
