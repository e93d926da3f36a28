//! Pages of mostly words: sign-in, errors, accessibility, keys.

use askama::Template;

use crate::field::Field;
use crate::shell::Shell;

/// Sign-in. Every failure is answered with the same words, so names cannot be guessed.
#[derive(Template)]
#[template(path = "signin.html")]
pub struct SignIn<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// Name and password.
    pub fields: Vec<Field>,
    /// Whether the last attempt failed.
    pub failed: bool,
    /// Where the reader wanted to go.
    pub back: String,
}

/// What went wrong, what is safe and what to do. It shows no case data.
#[derive(Template)]
#[template(path = "error.html")]
pub struct Problem<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// What happened.
    pub title: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub todo: String,
    /// The stable code, for a call to the help desk.
    pub code: String,
    /// A way on.
    pub href: String,
}

/// How the screens can be used without a mouse, without sight, in large type.
#[derive(Template)]
#[template(path = "accessibility.html")]
pub struct Accessibility<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
}

/// The keyboard shortcuts.
#[derive(Template)]
#[template(path = "keys.html")]
pub struct Keys<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
}
