//! A checkpoint with signatures: made by its log, cosigned by peers, verified whole.
//!
//! Signature lines stand in one order and come in pairs: the log's own (0x01, 0x06), then those of
//! each cosigner by name (0x04, 0x06). A single half, a doubled or unknown key or another order is
//! refused, so one signed checkpoint with given cosigners has exactly one writing.

use std::collections::{BTreeMap, BTreeSet};

use comity_core::time::Instant;

use super::checkpoint::Checkpoint;
use super::key::{KeyLost, LineKind, LogKey, LogName, LogPublic, ML_DSA_44_SIGNATURE};
use super::note::{BadNote, Note, NoteLine, read_lines};

/// Why a signed checkpoint is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteRefused {
    /// Not a note, or not a checkpoint.
    #[error(transparent)]
    Bad(#[from] BadNote),
    /// Another log's checkpoint than the key's.
    #[error("the checkpoint is of another log")]
    OtherLog,
    /// A line of a key that the verifier does not know.
    #[error("a signature of an unknown key: {0}")]
    UnknownKey(String),
    /// One of the two signatures of a key is missing.
    #[error("half of the signature pair of {0} is missing")]
    HalfPair(String),
    /// A signature that does not verify.
    #[error("a signature of {0} does not verify")]
    BadSignature(String),
    /// The two signatures of a cosigner name different times, or a time that is none.
    #[error("the cosignature of {0} has no single time")]
    BadTime(String),
    /// All is there, in another order than the one form.
    #[error("the signatures stand in another order")]
    Order,
}

/// Both signatures of one cosigner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// Who.
    pub name: LogName,
    /// When it was given, whole seconds.
    pub at: Instant,
    lines: [NoteLine; 2],
}

impl Cosignature {
    /// The two lines: a witness's answer to `add-checkpoint`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.lines.iter().flat_map(NoteLine::to_bytes).collect()
    }

    /// Reads a witness's answer and verifies it against what was submitted.
    ///
    /// # Errors
    /// [`NoteRefused`].
    pub fn from_answer(
        bytes: &[u8],
        witness: &LogPublic,
        checkpoint: &Checkpoint,
    ) -> Result<Self, NoteRefused> {
        let mut lines = Lines::of(read_lines(bytes)?);
        let cosignature = lines.take_cosignature(witness, checkpoint)?;
        lines.nothing_left()?;
        if cosignature.to_bytes() == bytes {
            Ok(cosignature)
        } else {
            Err(NoteRefused::Order)
        }
    }
}

/// A checkpoint signed by its own log, not yet cosigned by anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    checkpoint: Checkpoint,
    lines: [NoteLine; 2],
}

impl Signed {
    /// Signs a checkpoint with its log's key. Only [`super::next_checkpoint`] should give what goes
    /// in here: that is where a node makes sure it never signs two roots for one size.
    ///
    /// # Errors
    /// [`KeyLost`] when the library refuses or the key is another log's.
    pub fn sign(checkpoint: Checkpoint, key: &LogKey, now: Instant) -> Result<Self, KeyLost> {
        if *key.public().name() != checkpoint.origin {
            return Err(KeyLost);
        }
        let text = checkpoint.text();
        let plain = key.sign(LineKind::Note, text.as_bytes())?;
        let lines = [
            line(key.public(), LineKind::Note, plain),
            timed_line(key, LineKind::CosignMlDsa44, &checkpoint, seconds(now))?,
        ];
        Ok(Self { checkpoint, lines })
    }

    /// Reads a note that only its log has signed.
    ///
    /// # Errors
    /// [`NoteRefused`].
    pub fn verify(bytes: &[u8], log: &LogPublic) -> Result<Self, NoteRefused> {
        let whole = Cosigned::verify(bytes, log, &[])?;
        Ok(whole.signed)
    }

    /// What was signed.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        Note {
            text: self.checkpoint.text(),
            lines: self.lines.to_vec(),
        }
        .to_bytes()
    }
}

/// A checkpoint with its log's signatures and those of cosigners, all verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    signed: Signed,
    by: BTreeMap<LogName, Cosignature>,
}

impl Cosigned {
    /// Starts with the log's own signatures.
    #[must_use]
    pub fn new(signed: Signed) -> Self {
        Self {
            signed,
            by: BTreeMap::new(),
        }
    }

    /// Adds a verified cosignature; a later one of the same witness replaces the earlier.
    pub fn add(&mut self, cosignature: Cosignature) {
        self.by.insert(cosignature.name.clone(), cosignature);
    }

    /// Verifies a whole note: the log's own pair, and a whole pair for each cosigner in it. Every
    /// line must belong to `log` or to one of `witnesses`.
    ///
    /// # Errors
    /// [`NoteRefused`].
    pub fn verify(
        bytes: &[u8],
        log: &LogPublic,
        witnesses: &[LogPublic],
    ) -> Result<Self, NoteRefused> {
        let note = Note::from_bytes(bytes)?;
        let checkpoint = Checkpoint::from_text(&note.text)?;
        if checkpoint.origin != *log.name() {
            return Err(NoteRefused::OtherLog);
        }
        let mut lines = Lines::of(note.lines);
        let signed = lines.take_own(log, checkpoint)?;
        let mut by = BTreeMap::new();
        for witness in witnesses {
            if lines.has(witness) {
                let cosignature = lines.take_cosignature(witness, &signed.checkpoint)?;
                by.insert(cosignature.name.clone(), cosignature);
            }
        }
        lines.nothing_left()?;
        let whole = Self { signed, by };
        if whole.to_bytes() == bytes {
            Ok(whole)
        } else {
            Err(NoteRefused::Order)
        }
    }

    /// The checkpoint.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.signed.checkpoint
    }

    /// Who cosigned, and when.
    pub fn cosigned_by(&self) -> impl Iterator<Item = (&LogName, Instant)> {
        self.by.values().map(|c| (&c.name, c.at))
    }

    /// From how many other States there is a cosignature. Two or more is what we call anchored; a
    /// smaller world says how many it has.
    #[must_use]
    pub fn other_states(&self) -> usize {
        let home = self.checkpoint().origin.node.state();
        let states: BTreeSet<_> = self.by.keys().map(|name| name.node.state()).collect();
        states.iter().filter(|state| **state != home).count()
    }

    /// The note's bytes, in the one form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.signed.to_bytes();
        for cosignature in self.by.values() {
            bytes.extend(cosignature.to_bytes());
        }
        bytes
    }
}

/// Gives this node's cosignature. The witness record must be on disk before: see
/// [`super::Accepted`], which is the way here.
pub(super) fn cosign(
    checkpoint: &Checkpoint,
    key: &LogKey,
    now: Instant,
) -> Result<Cosignature, KeyLost> {
    let at = seconds(now);
    Ok(Cosignature {
        name: key.public().name().clone(),
        at: Instant(
            i64::try_from(at)
                .map_err(|_| KeyLost)?
                .saturating_mul(1_000),
        ),
        lines: [
            timed_line(key, LineKind::CosignEd25519, checkpoint, at)?,
            timed_line(key, LineKind::CosignMlDsa44, checkpoint, at)?,
        ],
    })
}

fn seconds(now: Instant) -> u64 {
    u64::try_from(now.millis().div_euclid(1_000)).unwrap_or(0)
}

fn line(key: &LogPublic, kind: LineKind, signature: Vec<u8>) -> NoteLine {
    NoteLine {
        name: key.name().to_string(),
        key_id: key.key_id(kind),
        signature,
    }
}

/// A line whose signature starts with its time: 8 bytes big-endian, then the signature.
fn timed_line(
    key: &LogKey,
    kind: LineKind,
    checkpoint: &Checkpoint,
    at: u64,
) -> Result<NoteLine, KeyLost> {
    let mut signature = at.to_be_bytes().to_vec();
    signature.extend(key.sign(kind, &timed_message(key.public(), kind, checkpoint, at))?);
    Ok(line(key.public(), kind, signature))
}

/// What a timed line signs.
///
/// ```text
/// 0x04   "cosignature/v1\n" "time <decimal>\n" checkpoint text
/// 0x06   "subtree/v1\n\0" | u8 length, cosigner name | u64 time | u8 length, log origin
///        | u64 start = 0 | u64 end = size | root (32)            all numbers big-endian
/// ```
fn timed_message(key: &LogPublic, kind: LineKind, checkpoint: &Checkpoint, at: u64) -> Vec<u8> {
    match kind {
        LineKind::Note => checkpoint.text().into_bytes(),
        LineKind::CosignEd25519 => {
            format!("cosignature/v1\ntime {at}\n{}", checkpoint.text()).into_bytes()
        }
        LineKind::CosignMlDsa44 => {
            let mut message = b"subtree/v1\n\0".to_vec();
            let short = |text: String| {
                let len = u8::try_from(text.len()).expect("a node id has at most 120 bytes");
                let mut field = vec![len];
                field.extend_from_slice(text.as_bytes());
                field
            };
            let (name, origin) = (
                short(key.name().to_string()),
                short(checkpoint.origin.to_string()),
            );
            message.extend(name);
            message.extend(at.to_be_bytes());
            message.extend(origin);
            message.extend(0_u64.to_be_bytes());
            message.extend(checkpoint.size.to_be_bytes());
            message.extend(checkpoint.root.as_bytes());
            message
        }
    }
}

/// Signature lines by key, taken out one by one until none may be left.
struct Lines(BTreeMap<(String, u32), NoteLine>);

impl Lines {
    fn of(lines: Vec<NoteLine>) -> Self {
        let keyed = lines.into_iter().map(|l| ((l.name.clone(), l.key_id), l));
        Self(keyed.collect())
    }

    fn has(&self, key: &LogPublic) -> bool {
        let name = key.name().to_string();
        [LineKind::CosignEd25519, LineKind::CosignMlDsa44]
            .into_iter()
            .any(|kind| self.0.contains_key(&(name.clone(), key.key_id(kind))))
    }

    fn take(&mut self, key: &LogPublic, kind: LineKind) -> Result<NoteLine, NoteRefused> {
        let name = key.name().to_string();
        let line = self.0.remove(&(name.clone(), key.key_id(kind)));
        line.ok_or(NoteRefused::HalfPair(name))
    }

    fn take_own(&mut self, log: &LogPublic, checkpoint: Checkpoint) -> Result<Signed, NoteRefused> {
        let refused = || NoteRefused::BadSignature(log.name().to_string());
        let plain = self.take(log, LineKind::Note)?;
        if !log.verify(
            LineKind::Note,
            checkpoint.text().as_bytes(),
            &plain.signature,
        ) {
            return Err(refused());
        }
        let (timed, _) = self.take_timed(log, LineKind::CosignMlDsa44, &checkpoint)?;
        Ok(Signed {
            checkpoint,
            lines: [plain, timed],
        })
    }

    fn take_cosignature(
        &mut self,
        witness: &LogPublic,
        checkpoint: &Checkpoint,
    ) -> Result<Cosignature, NoteRefused> {
        let (first, at) = self.take_timed(witness, LineKind::CosignEd25519, checkpoint)?;
        let (second, again) = self.take_timed(witness, LineKind::CosignMlDsa44, checkpoint)?;
        let millis = i64::try_from(at).ok().and_then(|s| s.checked_mul(1_000));
        match millis {
            Some(millis) if at == again && at > 0 => Ok(Cosignature {
                name: witness.name().clone(),
                at: Instant(millis),
                lines: [first, second],
            }),
            Some(_) | None => Err(NoteRefused::BadTime(witness.name().to_string())),
        }
    }

    fn take_timed(
        &mut self,
        key: &LogPublic,
        kind: LineKind,
        checkpoint: &Checkpoint,
    ) -> Result<(NoteLine, u64), NoteRefused> {
        let refused = || NoteRefused::BadSignature(key.name().to_string());
        let line = self.take(key, kind)?;
        let (time, signature) = line
            .signature
            .split_first_chunk::<8>()
            .ok_or_else(refused)?;
        let at = u64::from_be_bytes(*time);
        let message = timed_message(key, kind, checkpoint, at);
        // A length check first: the library is only asked about signatures that could be one.
        let length = match kind {
            LineKind::Note | LineKind::CosignEd25519 => 64,
            LineKind::CosignMlDsa44 => ML_DSA_44_SIGNATURE,
        };
        if signature.len() == length && key.verify(kind, &message, signature) {
            Ok((line, at))
        } else {
            Err(refused())
        }
    }

    fn nothing_left(self) -> Result<(), NoteRefused> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some((name, _)) => Err(NoteRefused::UnknownKey(name)),
        }
    }
}
