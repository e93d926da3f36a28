//! The page on which a request becomes a letter.

use askama::Template;

use crate::field::Field;
use crate::shell::Shell;

/// Language, form and copy to choose; code and hash to compare with.
#[derive(Template)]
#[template(path = "asletter.html")]
pub struct Letter<'a> {
    /// What surrounds it.
    pub s: &'a Shell,
    /// The request's number.
    pub number: String,
    /// The request in a sentence.
    pub title: String,
    /// Whether it is still a draft, which has no other tabs.
    pub draft: bool,
    /// How many sealed objects it has.
    pub exhibits: usize,
    /// Language, form, copy.
    pub fields: Vec<Field>,
    /// The code on every page.
    pub code: String,
    /// SHA-256 of the text, in groups.
    pub hash: String,
    /// Why no letter came, and the code of that.
    pub fault: Option<(String, &'static str)>,
}
