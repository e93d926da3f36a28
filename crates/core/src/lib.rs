//! What is lawful and what happens next.
//!
//! This room decides and does nothing else: no I/O, no async, no clock and no randomness, so `now`
//! and every id come in as arguments and the same inputs always give the same answer. Collections
//! are ordered for the same reason.

pub mod approval;
pub mod basis;
pub mod calendar;
pub mod check;
pub mod code;
pub mod consent;
pub mod cycle;
pub mod deadline;
pub mod element;
pub mod form;
pub mod id;
pub mod item;
pub mod kind;
pub mod law;
pub mod life;
pub mod longer;
pub mod next;
pub mod refusal;
pub mod request;
pub mod road;
pub mod role;
pub mod selector;
pub mod stage;
pub mod time;
