//! What the writer asks, how answers become the request's text, and the letter beside the form.
//!
//! A question names its place in the text by a JSON pointer. Defects carry pointers too, so each
//! shows at its own question without any table between them.

mod answers;
mod draw;
mod letter;
mod questions;

pub use answers::{read, store};
pub use draw::{Defect, Drawer};
pub use letter::letter;
pub use questions::{Ask, Question, StepDef, is_open, steps};
