//! The fonts of letters: five faces that are part of the program, and what lies beside the node.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::fault::LetterFault;
use crate::model::Letter;

const EMBEDDED: [&[u8]; 5] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansMono-Regular.ttf"),
];

/// Files larger than this are no fonts.
const LARGEST: u64 = 64 << 20;

static OWN: LazyLock<Vec<Font>> = LazyLock::new(|| {
    EMBEDDED
        .iter()
        .flat_map(|bytes| Font::iter(Bytes::new(*bytes)))
        .collect()
});

/// Fonts to set letters with.
#[derive(Clone)]
pub struct Fonts {
    all: Vec<Font>,
    book: LazyHash<FontBook>,
    extra: Vec<String>,
    folder: PathBuf,
}

impl Fonts {
    /// The fonts of the program and those in `folder`, which need not exist. A file that is no font
    /// is passed over.
    #[must_use]
    pub fn with(folder: &Path) -> Self {
        let found = listed(folder)
            .iter()
            .flat_map(|(path, ..)| read(path))
            .collect();
        Self::of(found, folder)
    }

    /// The same, read again only when a file of the folder has changed: a Chinese font has 20 MB.
    #[must_use]
    pub fn kept(folder: &Path) -> Arc<Self> {
        static KEPT: Mutex<Option<(Files, Arc<Fonts>)>> = Mutex::new(None);
        let files = listed(folder);
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, fonts)) = kept.as_ref()
            && *known == files
            && fonts.folder == folder
        {
            return fonts.clone();
        }
        let fonts = Arc::new(Self::with(folder));
        *kept = Some((files, fonts.clone()));
        fonts
    }

    fn of(found: Vec<Font>, folder: &Path) -> Self {
        let mut extra: Vec<String> = Vec::new();
        for font in &found {
            if !extra.contains(&font.info().family) {
                extra.push(font.info().family.clone());
            }
        }
        // A collection holds a face for each region; the letter is in simplified Chinese.
        extra.sort_by_key(|family| !family.contains(" SC"));
        let all: Vec<Font> = OWN.iter().cloned().chain(found).collect();
        let book = LazyHash::new(FontBook::from_fonts(&all));
        Self {
            all,
            book,
            extra,
            folder: folder.to_owned(),
        }
    }

    /// Refuses a letter that holds letters of a script without a font, and writes signs that no
    /// font has by their numbers, so that nothing is printed as an empty box.
    ///
    /// # Errors
    /// [`LetterFault::NoFont`] names the characters.
    pub(crate) fn covers(&self, letter: &Letter) -> Result<(), LetterFault> {
        let mut missing: Vec<char> = Vec::new();
        letter.each_text(&mut |text| {
            let strange = text.chars().filter(|c| !self.has(*c) && c.is_alphabetic());
            for c in strange {
                if missing.len() < 12 && !missing.contains(&c) {
                    missing.push(c);
                }
            }
        });
        if missing.is_empty() {
            return Ok(());
        }
        Err(LetterFault::NoFont {
            shown: missing
                .iter()
                .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
                .collect::<Vec<_>>()
                .join(", "),
            folder: self.folder.display().to_string(),
        })
    }

    /// A text in which signs without a font stand by their numbers.
    pub(crate) fn shown(&self, text: &str) -> String {
        if text.chars().all(|c| self.has(c)) {
            return text.to_owned();
        }
        text.chars()
            .map(|c| {
                if self.has(c) {
                    c.to_string()
                } else {
                    format!("[U+{:04X}]", u32::from(c))
                }
            })
            .collect()
    }

    fn has(&self, c: char) -> bool {
        // These have no picture of their own and need none.
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2066}'..='\u{2069}')
            || self
                .all
                .iter()
                .any(|font| font.info().coverage.contains(u32::from(c)))
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.all.get(index).cloned()
    }

    /// Families that lie beside the node, Chinese first.
    pub(crate) fn extra(&self) -> &[String] {
        &self.extra
    }
}

/// Path, bytes and time of change.
type Files = Vec<(PathBuf, u64, Option<SystemTime>)>;

fn listed(folder: &Path) -> Files {
    let mut files: Files = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let ending = path.extension()?.to_str()?;
            let is_font = ["ttf", "otf", "ttc", "otc"]
                .iter()
                .any(|e| ending.eq_ignore_ascii_case(e));
            let file = std::fs::metadata(&path).ok()?;
            let small = file.is_file() && file.len() <= LARGEST;
            (is_font && small).then(|| (path, file.len(), file.modified().ok()))
        })
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> Vec<Font> {
    std::fs::read(path).map_or_else(
        |_| Vec::new(),
        |bytes| Font::iter(Bytes::new(bytes)).collect(),
    )
}
