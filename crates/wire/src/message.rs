//! A message whole: signing it as a node, and believing one that came.
//!
//! The receiver's order is fixed, cheap before dear and reasons before effects: strict reading, the
//! certificate (valid when the message was made, not revoked now), both signatures, then whether the
//! message is for us. Duplicate, window, sequence and officers' proofs come after that, in that
//! order, because what once took effect must never be answered "expired".

use comity_core::id::{MsgId, NodeId};

use crate::context::{Context, World};
use crate::cose::{self, CoseFault, Unverified};
use crate::directory::{Directory, SignerFault};
use crate::keys::{KeyFault, KeyId, SigningKey};
use crate::payload::{Payload, PayloadFault, message_id};
use crate::refusal::RefusalCode;

/// A message that its node signed, ready to be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedMessage {
    /// Its name.
    pub id: MsgId,
    /// The signed bytes: what envelopes carry.
    pub inner: Vec<u8>,
}

/// Signs a payload as a node. `kid` is the node certificate's [`key id`](crate::cert).
///
/// # Errors
/// [`SendFault`].
pub fn sign(
    payload: &Payload,
    key: &SigningKey,
    kid: KeyId,
    world: World,
) -> Result<SignedMessage, SendFault> {
    let bytes = payload.encode()?;
    let id = message_id(&bytes, world);
    let inner = cose::sign(&bytes, key, kid, world.domain(Context::Message))?;
    if inner.len() > crate::limits::INNER {
        return Err(SendFault::Payload(PayloadFault::TooLarge));
    }
    Ok(SignedMessage { id, inner })
}

/// Why a message was not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// It crosses a bound of the protocol.
    #[error(transparent)]
    Payload(#[from] PayloadFault),
    /// The library failed.
    #[error(transparent)]
    Key(#[from] KeyFault),
}

/// A message that came and is believed to be its sender's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name.
    pub id: MsgId,
    /// What it says.
    pub payload: Payload,
    /// The certificate it was signed under.
    pub kid: KeyId,
}

/// Why a message that was opened is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageFault {
    /// The signed layout is wrong or a signature does not hold.
    #[error(transparent)]
    Cose(#[from] CoseFault),
    /// The payload is wrong.
    #[error(transparent)]
    Payload(#[from] PayloadFault),
    /// Nobody speaks for the sender with this key.
    #[error(transparent)]
    Signer(#[from] SignerFault),
    /// Signed under another node's certificate, or another epoch's, than it claims.
    #[error("signed under the certificate of another node or epoch")]
    NotTheSender,
    /// It is not for us.
    #[error("not addressed to this node")]
    NotForMe,
    /// The sender's directory is newer than ours: fetch it, then judge.
    #[error("the sender knows a newer directory")]
    StaleDirectory,
}

impl MessageFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cose(fault) => fault.code(),
            Self::Payload(fault) => fault.code(),
            Self::Signer(fault) => fault.code(),
            Self::NotTheSender => "message.not_the_sender",
            Self::NotForMe => "message.not_for_me",
            Self::StaleDirectory => "message.stale_directory",
        }
    }

    /// The refusal it leads to.
    #[must_use]
    pub const fn refusal(&self) -> RefusalCode {
        match self {
            Self::Cose(CoseFault::UnknownKey(_)) | Self::Signer(SignerFault::Unknown(_)) => {
                RefusalCode::UnknownSender
            }
            Self::Signer(SignerFault::Revoked(_)) => RefusalCode::Revoked,
            Self::Cose(_) | Self::NotTheSender | Self::Signer(SignerFault::NotValid(_)) => {
                RefusalCode::BadSignature
            }
            Self::Payload(fault) => fault.refusal(),
            Self::NotForMe => RefusalCode::NotForMe,
            Self::StaleDirectory => RefusalCode::StaleDirectory,
        }
    }
}

/// Believes an opened message, or says why not. When that fails, [`claimed_id`] still names it.
///
/// # Errors
/// [`MessageFault`].
pub fn receive(inner: &[u8], directory: &Directory, me: &NodeId) -> Result<Message, MessageFault> {
    let unverified = Unverified::read(inner)?;
    let payload = Payload::decode(unverified.payload)?;
    let state = payload.action.from.state();
    let signer = match directory.signer(&unverified.kid, payload.created) {
        Ok(signer) => signer,
        // "Unknown" and "revoked" are final only when we know as much as the sender.
        Err(fault) => {
            let ours = directory.version(state).map_or(0, |v| v.version);
            let newer = payload.directory.version > ours;
            return Err(if newer && directory.pins(state) {
                MessageFault::StaleDirectory
            } else {
                fault.into()
            });
        }
    };
    let certificate = signer.certificate;
    if certificate.node != payload.action.from || certificate.epoch != payload.epoch {
        return Err(MessageFault::NotTheSender);
    }
    let domain = directory.world().domain(Context::Message);
    unverified.verify(domain, &certificate.signing)?;
    if !payload.action.to.contains(me) {
        return Err(MessageFault::NotForMe);
    }
    Ok(Message {
        id: message_id(unverified.payload, directory.world()),
        kid: unverified.kid,
        payload,
    })
}

/// The name of a message that is not believed, for the refusal about it.
#[must_use]
pub fn claimed_id(inner: &[u8], world: World) -> Option<MsgId> {
    let unverified = Unverified::read(inner).ok()?;
    Some(message_id(unverified.payload, world))
}
