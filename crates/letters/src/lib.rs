//! The same request as a letter: on paper with room for signature, seal and apostille, as a text
//! document, as the text of a mail.
//!
//! A letter is built once, as data ([`model::Letter`]), from the request's text, a plan ([`plan`]) and the
//! words of a language; renderers draw it. Setting PDF pages and writing DOCX are features, because
//! typesetting is a quarter of all that a node compiles; without them [`pdf`] and [`docx`] answer that
//! the program was built without.

mod absent;
mod blocks;
mod clean;
mod compose;
mod cover;
#[cfg(feature = "docx")]
mod document;
mod fault;
mod frame;
mod lang;
mod make;
pub mod model;
mod names;
#[cfg(feature = "pdf")]
mod pdf;
pub mod plan;
mod text;
mod values;
mod words;

#[cfg(not(feature = "docx"))]
pub use absent::docx;
#[cfg(not(feature = "pdf"))]
pub use absent::{Fonts, pdf};
pub use compose::{Case, Copy, compose, copy_for, language_of, text_hash};
pub use cover::cover;
#[cfg(feature = "docx")]
pub use document::docx;
pub use fault::{LONGEST, LetterFault};
pub use lang::Lang;
pub use make::{Format, Made, make};
pub use model::Letter;
pub use names::{Known, NodeNames};
#[cfg(feature = "pdf")]
pub use pdf::{Fonts, render as pdf};
pub use text::{mail, network};
pub use values::Names;
pub use words::{Book, Words};
