//! Key files of people without a node: text that can be mailed, printed and looked at.
//!
//! ```text
//! -----BEGIN COMITY SECRET KEY-----      base64, 64 letters a line, of dCBOR
//!   [ 1, signing seed (32 B), sealing seed (32 B), check (8 B) ]
//! -----BEGIN COMITY PUBLIC KEY-----
//!   [ 1, signing key (1984 B), sealing key (1216 B), check (8 B) ]
//! ```
//! `check` is the beginning of SHA-256 over the label and the two parts before it: a mistyped or
//! damaged secret would otherwise be another, valid key. Lines outside the armour are remarks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::cbor::{Value, decode, encode};
use crate::hash::sha256_of;
use crate::keys::{KeyFault, SigningKey, VerifyingKey};
use crate::sealing::{SealingKey, SealingPublic};

const SECRET: &str = "COMITY SECRET KEY";
const PUBLIC: &str = "COMITY PUBLIC KEY";
/// Longest key file that is read.
const MAX_TEXT: usize = 64 << 10;

/// Why a text is no key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileFault {
    /// There is no such armour in the text.
    #[error("there is no {0} in this text")]
    None(&'static str),
    /// It is the other half.
    #[error("this is a {found}, a {wanted} is needed")]
    OtherHalf {
        /// What it is.
        found: &'static str,
        /// What is needed.
        wanted: &'static str,
    },
    /// The letters between the marks are damaged.
    #[error("the key is damaged or cut")]
    Damaged,
    /// The parts are no keys.
    #[error(transparent)]
    Key(#[from] KeyFault),
}

impl KeyFileFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None(_) => "keyfile.none",
            Self::OtherHalf { .. } => "keyfile.other_half",
            Self::Damaged => "keyfile.damaged",
            Self::Key(fault) => fault.code(),
        }
    }
}

/// The two secret keys of one person or office.
#[derive(Debug)]
pub struct SecretKeys {
    /// Signs manifests.
    pub signing: SigningKey,
    /// Opens wraps.
    pub sealing: SealingKey,
}

/// The two public keys of one person or office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeys {
    /// Verifies manifests.
    pub signing: VerifyingKey,
    /// Wraps are made for it.
    pub sealing: SealingPublic,
}

impl SecretKeys {
    /// Draws new keys.
    ///
    /// # Errors
    /// [`KeyFault`] when the random source fails.
    pub fn generate() -> Result<Self, KeyFault> {
        Ok(Self {
            signing: SigningKey::generate()?,
            sealing: SealingKey::generate()?,
        })
    }

    /// The public halves.
    #[must_use]
    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            signing: self.signing.verifying().clone(),
            sealing: self.sealing.public().clone(),
        }
    }

    /// As text, secret.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let remark = format!(
            "This file is secret: whoever has it reads what was sealed to it and signs as its \
             owner.\nSigning key  {}\nSealing key  {}\n",
            self.signing.verifying().id(),
            self.sealing.public().id()
        );
        Zeroizing::new(remark + &armour(SECRET, self.signing.seed(), self.sealing.seed()))
    }

    /// Reads a secret key file.
    ///
    /// # Errors
    /// [`KeyFileFault`].
    pub fn from_text(text: &str) -> Result<Self, KeyFileFault> {
        let parts = take(SECRET, PUBLIC, text)?;
        let seed = |part: &[u8]| -> Result<Zeroizing<[u8; 32]>, KeyFileFault> {
            part.try_into()
                .map(Zeroizing::new)
                .map_err(|_| KeyFileFault::Damaged)
        };
        Ok(Self {
            signing: SigningKey::from_seed(&*seed(&parts.0)?)?,
            sealing: SealingKey::from_seed(&*seed(&parts.1)?)?,
        })
    }
}

impl PublicKeys {
    /// As text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let remark = format!(
            "Public key: give it to those who seal evidence for you. Compare by telephone:\n\
             Signing key  {}\nSealing key  {}\n",
            self.signing.id(),
            self.sealing.id()
        );
        remark + &armour(PUBLIC, self.signing.as_bytes(), self.sealing.as_bytes())
    }

    /// Reads a public key file.
    ///
    /// # Errors
    /// [`KeyFileFault`].
    pub fn from_text(text: &str) -> Result<Self, KeyFileFault> {
        let (signing, sealing) = take(PUBLIC, SECRET, text)?;
        Ok(Self {
            signing: VerifyingKey::from_bytes(&signing)?,
            sealing: SealingPublic::from_bytes(&sealing)?,
        })
    }
}

fn check(label: &str, signing: &[u8], sealing: &[u8]) -> [u8; 8] {
    let hash = sha256_of(&[label.as_bytes(), &[0], signing, sealing]);
    let mut check = [0; 8];
    check.copy_from_slice(&hash.as_bytes()[..8]);
    check
}

fn armour(label: &str, signing: &[u8], sealing: &[u8]) -> String {
    let content = Value::array([
        Value::from(1_u64),
        Value::bytes(signing),
        Value::bytes(sealing),
        Value::bytes(check(label, signing, sealing)),
    ]);
    let letters = Zeroizing::new(STANDARD.encode(Zeroizing::new(encode(&content))));
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in letters.as_bytes().chunks(64) {
        text.extend(line.iter().map(|letter| char::from(*letter)));
        text.push('\n');
    }
    text + &format!("-----END {label}-----\n")
}

type Parts = (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>);

fn take(wanted: &'static str, other: &'static str, text: &str) -> Result<Parts, KeyFileFault> {
    if text.len() > MAX_TEXT {
        return Err(KeyFileFault::None(wanted));
    }
    let begin = |label| format!("-----BEGIN {label}-----");
    let Some((_, rest)) = text.split_once(&begin(wanted)) else {
        let found = other;
        return Err(match text.contains(&begin(other)) {
            true => KeyFileFault::OtherHalf { found, wanted },
            false => KeyFileFault::None(wanted),
        });
    };
    let (letters, _) = rest
        .split_once(&format!("-----END {wanted}-----"))
        .ok_or(KeyFileFault::Damaged)?;
    let letters: Zeroizing<String> = Zeroizing::new(letters.split_whitespace().collect());
    let bytes = STANDARD
        .decode(&*letters)
        .map_err(|_| KeyFileFault::Damaged)?;
    let bytes = Zeroizing::new(bytes);
    let content = decode(&bytes).map_err(|_| KeyFileFault::Damaged)?;
    let Some([Value::Uint(1), signing, sealing, stated]) = content.as_array() else {
        return Err(KeyFileFault::Damaged);
    };
    let (Some(signing), Some(sealing)) = (signing.as_bytes(), sealing.as_bytes()) else {
        return Err(KeyFileFault::Damaged);
    };
    if stated.as_bytes() != Some(&check(wanted, signing, sealing)) {
        return Err(KeyFileFault::Damaged);
    }
    Ok((
        Zeroizing::new(signing.to_vec()),
        Zeroizing::new(sealing.to_vec()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> SecretKeys {
        SecretKeys {
            signing: SigningKey::from_seed(&[1; 32]).expect("library works"),
            sealing: SealingKey::from_seed(&[2; 32]).expect("library works"),
        }
    }

    #[test]
    fn key_files_are_read_back_with_remarks_and_other_line_ends() {
        let keys = keys();
        let text = keys.to_text().replace('\n', "\r\n");
        let read = SecretKeys::from_text(&text).expect("we wrote it");
        assert_eq!(read.public(), keys.public());
        let public = PublicKeys::from_text(&keys.public().to_text()).expect("we wrote it");
        assert_eq!(public, keys.public());
    }

    #[test]
    fn the_wrong_half_a_mistyped_letter_and_a_cut_file_are_told_apart() {
        let (secret, public) = (keys().to_text(), keys().public().to_text());
        let fault = PublicKeys::from_text(&secret).expect_err("secret");
        assert!(matches!(fault, KeyFileFault::OtherHalf { .. }));
        let at = secret.find("-----\n").expect("armour") + 40;
        let mut typed = secret.to_string();
        let letter = if &typed[at..=at] == "A" { "B" } else { "A" };
        typed.replace_range(at..=at, letter);
        assert_eq!(
            SecretKeys::from_text(&typed).err(),
            Some(KeyFileFault::Damaged)
        );
        let cut = &public[..public.len() - 100];
        assert_eq!(
            PublicKeys::from_text(cut).err(),
            Some(KeyFileFault::Damaged)
        );
        assert_eq!(
            PublicKeys::from_text("hello").err(),
            Some(KeyFileFault::None(PUBLIC))
        );
    }
}
