//! The small verifier for courts: takes any thing that Comity makes and says, check by check, what
//! was expected and what was found. Offline, without keys of recipients, without trust in a node.
//!
//! A kind of thing is one [`Examiner`]: how it is recognised and how it is examined. Every check
//! stands in the [`Report`], also those that hold, so a reader sees what was looked at and what
//! was not. One check that fails or cannot be shown is enough for "no".

mod pin;
mod proof;
mod report;
mod sealed;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use comity_wire::keys::VerifyingKey;

pub use pin::{BadPin, Pin};
pub use report::{Check, Outcome, Report};

/// What the caller knows and accepts.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Keys that may have sealed the object.
    pub sealers: Vec<VerifyingKey>,
    /// Accept whatever key sealed it: intact is enough, whoever made it.
    pub any_sealer: bool,
    /// States' directory keys that are known from paper.
    pub pins: Vec<Pin>,
    /// Where evidence files lie that belong to a proof package; beside it when none.
    pub evidence: Option<PathBuf>,
}

/// The thing cannot be examined at all.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be read: {cause}")]
pub struct Unreadable {
    /// What was to be examined.
    pub path: String,
    /// What the file system says.
    pub cause: io::Error,
}

/// Told how many bytes of how many are done.
pub type Progress<'a> = dyn Fn(u64, u64) + Sync + 'a;

/// One kind of thing.
pub struct Examiner {
    /// Its stable name in reports.
    pub kind: &'static str,
    /// Whether a file that begins like this is of the kind.
    pub recognises: fn(&[u8]) -> bool,
    /// Examines the file.
    pub examine: fn(&Path, &Options, &Progress<'_>, &mut Report),
}

/// All kinds that are known.
pub const EXAMINERS: &[Examiner] = &[sealed::EXAMINER, proof::EXAMINER];

/// How many bytes of a file are read to recognise it.
const BEGINNING: usize = 512;

/// Examines the thing at `path`.
///
/// # Errors
/// [`Unreadable`] when there is nothing to examine. Whatever else is wrong stands in the report.
pub fn verify(
    path: &Path,
    options: &Options,
    progress: &Progress<'_>,
) -> Result<Report, Unreadable> {
    let begins = beginning(path).map_err(|cause| Unreadable {
        path: path.display().to_string(),
        cause,
    })?;
    let known = EXAMINERS
        .iter()
        .find(|examiner| (examiner.recognises)(&begins));
    let mut report = Report::new(known.map_or("unknown", |examiner| examiner.kind));
    match known {
        Some(examiner) => (examiner.examine)(path, options, progress, &mut report),
        None => {
            let kinds: Vec<_> = EXAMINERS.iter().map(|examiner| examiner.kind).collect();
            let found = format!(
                "begins with {}",
                hex::encode(&begins[..begins.len().min(16)])
            );
            report.add(Check::fails("kind", kinds.join(" or "), found));
        }
    }
    Ok(report)
}

fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut begins = Vec::new();
    File::open(path)?
        .take(BEGINNING as u64)
        .read_to_end(&mut begins)?;
    Ok(begins)
}
