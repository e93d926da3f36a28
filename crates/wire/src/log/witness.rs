//! Witness: cosign a peer's checkpoint if, and only if, it continues the last one cosigned.
//!
//! ```text
//! POST …/witness/add-checkpoint
//! old <size>
//! <base64 hash>          up to 63 lines
//!
//! <checkpoint note>
//! ```
//!
//! Three moves, and only this order is possible: [`Submission::read`] verifies the note's signatures;
//! [`witness_step`] compares with the stored record; the store replaces the record (only if it is
//! still the old one) and then calls [`Accepted::cosign_once_stored`]. A crash before storing gives
//! out nothing, a crash after it costs one repeated request.
//!
//! # Source
//! C2SP tlog-witness. Stricter in one point: signature lines of unknown keys are refused.

use comity_core::id::Digest;
use comity_core::time::Instant;

use super::checkpoint::{Checkpoint, Origin};
use super::cosigned::{Cosignature, NoteRefused, Signed, cosign};
use super::frontier::Frontier;
use super::key::{KeyLost, LogKey, LogPublic};
use super::note::Note;
use super::proof::{ConsistencyProof, read_hash};

/// More lines no consistency proof has.
const MAX_LINES: usize = 63;
/// Proof lines and a note with its signatures.
const MAX_BYTES: usize = 16 * 1024;

/// The newest head cosigned for one log. Row: origin, `size`, `root`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WitnessRecord {
    /// Its size.
    pub size: u64,
    /// Its root.
    pub root: Digest,
}

/// What a log asks a witness to confirm, after its signatures have been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The size the log believes the witness holds.
    pub old_size: u64,
    /// Path from there to the new size.
    pub path: Vec<Digest>,
    /// The new size.
    pub size: u64,
    /// The new root.
    pub root: Digest,
}

/// Why a submission goes no further. Each has the HTTP status of the standard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSubmission {
    /// Not written as the format says, or the old size is larger than the new.
    #[error("the submission is malformed")]
    Malformed,
    /// No such log is known here.
    #[error("the log is unknown")]
    UnknownLog,
    /// The log's signatures do not verify, or there is a line of another key.
    #[error("the checkpoint is not signed by its log alone")]
    NotSigned(#[source] NoteRefused),
}

impl BadSubmission {
    /// 400, 404 or 403.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::UnknownLog => 404,
            Self::NotSigned(_) => 403,
        }
    }
}

/// A submission whose note is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    signed: Signed,
    offer: Offer,
}

impl Submission {
    /// Writes the request body.
    #[must_use]
    pub fn write(old_size: u64, path: &[Digest], signed: &Signed) -> Vec<u8> {
        use base64::prelude::{BASE64_STANDARD, Engine as _};
        let mut text = format!("old {old_size}\n");
        for hash in path {
            text.push_str(&BASE64_STANDARD.encode(hash.as_bytes()));
            text.push('\n');
        }
        text.push('\n');
        let mut body = text.into_bytes();
        body.extend(signed.to_bytes());
        body
    }

    /// Reads a request body and verifies the checkpoint with the key that `log_of` knows for its
    /// origin.
    ///
    /// # Errors
    /// [`BadSubmission`].
    pub fn read<'a>(
        body: &[u8],
        log_of: impl FnOnce(&Origin) -> Option<&'a LogPublic>,
    ) -> Result<Self, BadSubmission> {
        if body.len() > MAX_BYTES {
            return Err(BadSubmission::Malformed);
        }
        let (old_size, path, note) = split(body).ok_or(BadSubmission::Malformed)?;
        let text = Note::from_bytes(note)
            .map_err(|_| BadSubmission::Malformed)?
            .text;
        let claimed = Checkpoint::from_text(&text).map_err(|_| BadSubmission::Malformed)?;
        let log = log_of(&claimed.origin).ok_or(BadSubmission::UnknownLog)?;
        let signed = Signed::verify(note, log).map_err(BadSubmission::NotSigned)?;
        if old_size > claimed.size {
            return Err(BadSubmission::Malformed);
        }
        let read = Self {
            offer: Offer {
                old_size,
                path,
                size: claimed.size,
                root: claimed.root,
            },
            signed,
        };
        if Self::write(old_size, &read.offer.path, &read.signed) == body {
            Ok(read)
        } else {
            Err(BadSubmission::Malformed)
        }
    }

    /// The verified checkpoint.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        self.signed.checkpoint()
    }

    /// The signed note, to be kept as proof should the log fork.
    #[must_use]
    pub fn signed(&self) -> &Signed {
        &self.signed
    }

    /// Judges the submission against the stored record.
    #[must_use]
    pub fn judge(self, record: Option<&WitnessRecord>) -> Verdict<Accepted> {
        match witness_step(record, &self.offer) {
            Verdict::Advance(record) => Verdict::Advance(Accepted {
                signed: self.signed,
                record,
            }),
            Verdict::Conflict { held } => Verdict::Conflict { held },
            Verdict::Fork { held } => Verdict::Fork { held },
            Verdict::NotConsistent => Verdict::NotConsistent,
        }
    }
}

/// Old size, proof lines and the note.
fn split(body: &[u8]) -> Option<(u64, Vec<Digest>, &[u8])> {
    let at = body.windows(2).position(|two| two == b"\n\n")?;
    let head = std::str::from_utf8(body.get(..at)?).ok()?;
    let mut lines = head.split('\n');
    let old_size = lines.next()?.strip_prefix("old ")?.parse().ok()?;
    let path: Vec<Digest> = lines.map(read_hash).collect::<Option<_>>()?;
    (path.len() <= MAX_LINES).then_some((old_size, path, body.get(at + 2..)?))
}

/// What the witness does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<T = WitnessRecord> {
    /// Store the new record in place of the old one, then cosign (200).
    Advance(T),
    /// The log believes in another size: tell it the one held (409).
    Conflict {
        /// Size of the newest head cosigned, 0 for none.
        held: u64,
    },
    /// Same size, another root: refuse (409), keep both notes, call a person.
    Fork {
        /// Size of the newest head cosigned.
        held: u64,
    },
    /// The proof does not lead from the old root to the new (422).
    NotConsistent,
}

impl<T> Verdict<T> {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Advance(_) => 200,
            Self::Conflict { .. } | Self::Fork { .. } => 409,
            Self::NotConsistent => 422,
        }
    }
}

/// Compares an offer with the record held. Pure; signatures were checked before.
#[must_use]
pub fn witness_step(record: Option<&WitnessRecord>, offer: &Offer) -> Verdict {
    let (held, held_root) = match record {
        Some(record) => (record.size, record.root),
        None => (0, Frontier::new().root()),
    };
    if offer.old_size != held {
        return Verdict::Conflict { held };
    }
    if offer.size == held && offer.root != held_root {
        return Verdict::Fork { held };
    }
    let proof = ConsistencyProof {
        old_size: held,
        new_size: offer.size,
        path: offer.path.clone(),
    };
    match proof.check(&held_root, &offer.root) {
        Ok(()) => Verdict::Advance(WitnessRecord {
            size: offer.size,
            root: offer.root,
        }),
        Err(_) => Verdict::NotConsistent,
    }
}

/// A checkpoint that may be cosigned once its record is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    signed: Signed,
    record: WitnessRecord,
}

impl Accepted {
    /// The record to store, in place of exactly the one that was judged against.
    #[must_use]
    pub fn record(&self) -> &WitnessRecord {
        &self.record
    }

    /// Which log.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.signed.checkpoint().origin
    }

    /// Cosigns. Call this after the record is committed, never before: a witness that forgets what
    /// it confirmed will confirm a fork.
    ///
    /// # Errors
    /// [`KeyLost`].
    pub fn cosign_once_stored(self, key: &LogKey, now: Instant) -> Result<Cosignature, KeyLost> {
        cosign(self.signed.checkpoint(), key, now)
    }
}
