//! What the writer asks, how answers become the request's text, and the letter beside the form.
//!
//! A question names its place in the text by a JSON pointer. Defects carry pointers too, so each
//! shows at its own question without any table between them.

mod answers;
mod draw;
mod form;
mod letter;
mod models;
mod progress;
mod scene;
mod store;
mod tie;
mod translation;
mod ways;

pub use answers::{AnswerFault, Place, fault, is_answered, places, read, rows as rows_of};
pub use draw::{Defect, Drawer};
pub use form::{Ask, Question, StepDef, When, steps};
pub use letter::Head;
pub use models::{Model, models};
pub use scene::Scene;
pub(crate) use scene::join;
pub use store::{MOST_ROWS, Refused, is_list, remove, store};
pub use translation::{Pair, Translation};
pub use ways::{Advice, Way, defects};
