//! What a signature, a sealing or a hash is for, so that none made for one use counts for another.
//!
//! The exercise world has its own prefix in every context: whatever is signed in training is invalid
//! in real life, and the reverse, whatever else goes wrong.

/// The real world or the world of exercises, demonstrations and training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum World {
    /// Real States, real cases.
    Live,
    /// Invented States.
    Exercise,
}

impl World {
    /// The words with which this world's signatures of one kind begin.
    #[must_use]
    pub const fn domain(self, context: Context) -> Domain {
        Domain {
            world: self,
            context,
        }
    }
}

/// A use of a key or hash within one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain {
    /// Which world.
    pub world: World,
    /// Which use.
    pub context: Context,
}

macro_rules! contexts {
    ($($(#[$doc:meta])* $name:ident, $label:literal;)*) => {
        /// Each use of a signature, a sealing or a hash.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Context {
            $($(#[$doc])* $name,)*
        }

        impl Context {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }

        impl Domain {
            /// The words themselves, for example `comity/msg/1`.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match (self.world, self.context) {
                    $(
                        (World::Live, Context::$name) => concat!("comity/", $label, "/1"),
                        (World::Exercise, Context::$name) => concat!("comity-exercise/", $label, "/1"),
                    )*
                }
            }
        }
    };
}

contexts! {
    /// Signature over a message, and the hash that names it.
    Message, "msg";
    /// Signature over a receipt.
    Receipt, "receipt";
    /// Signature over a refusal by the machine.
    Refusal, "refusal";
    /// Signature over a node certificate.
    Certificate, "cert";
    /// Signature over an officer's grant.
    Grant, "grant";
    /// Signature over a revocation.
    Revocation, "revoke";
    /// Signature over the start of a new epoch.
    Epoch, "epoch";
    /// Signature over the manifest of an evidence object.
    Manifest, "manifest";
    /// Signature that closes a sealed file.
    SealedFile, "file";
    /// Signature over a proof package by the node that made it.
    Proof, "proof";
    /// Signature over a node's capabilities.
    Capabilities, "caps";
    /// Signature over a State's directory file.
    Directory, "dir";
    /// Signature over a pack of law data by whoever answers for it.
    LawPack, "law";
    /// Signature of a State's office over its consent to direct requests.
    Consent, "consent";
    /// Sealing of an envelope.
    Envelope, "env";
    /// Sealing of an object's key to a recipient.
    Wrap, "wrap";
    /// Hash that an officer's device signs.
    Act, "act";
    /// Hash from which the words of a call-back are made.
    Words, "words";
}

impl Domain {
    /// The words as bytes.
    #[must_use]
    pub const fn bytes(self) -> &'static [u8] {
        self.label().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_uses_share_their_words_in_any_world() {
        let labels: BTreeSet<_> = [World::Live, World::Exercise]
            .into_iter()
            .flat_map(|world| Context::ALL.iter().map(move |c| world.domain(*c).label()))
            .collect();
        assert_eq!(labels.len(), 2 * Context::ALL.len());
        assert_eq!(World::Live.domain(Context::Message).label(), "comity/msg/1");
        assert!(labels.iter().all(|label| label.len() < 64));
    }
}
