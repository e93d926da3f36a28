//! One file for each page: what it holds and its template. Pages know nothing of the network or
//! of storage, so each can be drawn and looked at by itself.

pub mod queue;
