//! What stands in for a format that the program was built without: a clear answer.

#[cfg(not(feature = "pdf"))]
mod pages {
    use std::path::Path;
    use std::sync::Arc;

    use crate::fault::LetterFault;
    use crate::model::Letter;

    /// No fonts: this program sets no pages.
    #[derive(Clone, Debug)]
    pub struct Fonts;

    impl Fonts {
        /// Nothing to read.
        #[must_use]
        pub fn with(_folder: &Path) -> Self {
            Self
        }

        /// Nothing to keep.
        #[must_use]
        pub fn kept(_folder: &Path) -> Arc<Self> {
            Arc::new(Self)
        }
    }

    /// Answers that this program sets no pages.
    ///
    /// # Errors
    /// Always [`LetterFault::NotBuilt`].
    pub fn pdf(_letter: &Letter, _fonts: &Fonts) -> Result<Vec<u8>, LetterFault> {
        Err(LetterFault::NotBuilt("PDF"))
    }
}

#[cfg(not(feature = "pdf"))]
pub use pages::{Fonts, pdf};

/// Answers that this program writes no DOCX.
///
/// # Errors
/// Always [`crate::LetterFault::NotBuilt`].
#[cfg(not(feature = "docx"))]
pub fn docx(_letter: &crate::model::Letter) -> Result<Vec<u8>, crate::LetterFault> {
    Err(crate::LetterFault::NotBuilt("DOCX"))
}
