//! The book of an office: taking an older register over, undoing that, and handing everything out so
//! that it can be read without this program.

mod column;
mod export;
mod import;
mod read;
mod staged;
mod undo;

pub use column::{Column, DateOrder};
pub use export::BOOK_COLUMNS;
pub use import::{ImportReport, Imports, Progress};
pub use read::{DatesRead, Mapping, Preview, RowFault, RowFlaw};
pub use staged::Staged;
pub(crate) use staged::Staging;
