//! Under whose word the rest was signed: a State's directory key and the file it signs.

use comity_core::id::StateCode;

use crate::cbor::{Fields, ShapeFault, Value, Wrong};
use crate::directory::SignedStateFile;
use crate::keys::VerifyingKey;

/// A State's directory key with its file. Whose key it really is, only paper can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedState {
    state: StateCode,
    key: VerifyingKey,
    file: Vec<u8>,
}

impl PackedState {
    /// Puts key and file together; none when the file is not one that names this key.
    #[must_use]
    pub fn new(key: VerifyingKey, file: Vec<u8>) -> Option<Self> {
        let (stated, kid) = SignedStateFile::peek(&file).ok()?;
        (kid == key.id()).then_some(Self {
            state: stated.state,
            key,
            file,
        })
    }

    /// The State that the file names.
    #[must_use]
    pub const fn state(&self) -> StateCode {
        self.state
    }

    /// The key that the file names as its signer.
    #[must_use]
    pub const fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// The file as signed.
    #[must_use]
    pub fn file(&self) -> &[u8] {
        &self.file
    }

    pub(super) fn to_value(&self) -> Value {
        Value::map([
            (1_u64, Value::bytes(*self.key.as_bytes())),
            (2, Value::bytes(self.file.clone())),
        ])
    }

    pub(super) fn read(value: Value) -> Result<Self, ShapeFault> {
        let mut fields = Fields::open("proof.5", value)?;
        let key = VerifyingKey::from_bytes(&fields.bytes(1_u64)?)
            .map_err(|_| fields.fault(1, Wrong::Value))?;
        let file = fields.bytes(2_u64)?;
        let state = Self::new(key, file).ok_or_else(|| fields.fault(2, Wrong::Value))?;
        fields.end()?;
        Ok(state)
    }
}
