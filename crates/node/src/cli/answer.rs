//! How a command ends.

use std::fmt;
use std::process::ExitCode;

/// The exit status that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and the answer is good.
    Good = 0,
    /// Done, and the answer is "no": invalid, refused, tampered.
    No = 1,
    /// Wrong use, or input that cannot be read.
    Misuse = 2,
    /// The machine failed: disk, network, database.
    Machine = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What went wrong, and what to do: both are shown to the person at the terminal.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Which exit status this is.
    pub(crate) exit: Exit,
    /// What happened and where.
    pub(crate) what: String,
    /// What the reader can do about it; empty when nothing.
    pub(crate) remedy: String,
}

impl Fault {
    /// Wrong use, or input that cannot be read.
    pub(crate) fn misuse(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            exit: Exit::Misuse,
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// The machine failed.
    pub(crate) fn machine(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            exit: Exit::Machine,
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "comity: {}", self.what)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  {}", self.remedy)?;
        }
        Ok(())
    }
}

/// Prints one line of an answer to standard output. A reader that has gone away (`| head`) is no
/// fault; a full disk behind a redirection is told.
pub(crate) fn say(line: impl fmt::Display) {
    use std::io::{ErrorKind, Write as _};
    if let Err(cause) = writeln!(std::io::stdout().lock(), "{line}")
        && cause.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("comity: the answer cannot be written: {cause}");
    }
}
