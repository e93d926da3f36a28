//! From a file, as the node keeps it, to the words and chips of a page.

mod case;
mod checks;
mod clocks;
mod conduct;
mod history;
mod legal;
mod letters;
mod next;
mod road;
mod track;

pub(crate) use case::{Cases, code_of};
