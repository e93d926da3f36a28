//! A proof that holds, and each way in which one does not.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use proptest::prelude::*;

use super::*;
use crate::authenticator::SoftwareAuthenticator;
use crate::cbor::{decode, encode};
use crate::grant::{Holder, NATIVE};

const WORLD: World = World::Exercise;
const ACTION: &[u8] = b"release the evidence of item 2";
const AT: Instant = Instant(1_800_000_000_000);

fn device() -> SoftwareAuthenticator {
    SoftwareAuthenticator::from_seed(&[3; 32], NATIVE, NATIVE).expect("library works")
}

fn proof() -> Proof {
    device()
        .approve(Digest::from_bytes([1; 32]), [2; 32], AT, WORLD, ACTION)
        .expect("signs")
}

/// Signs changed authenticator or client data with the right key: only the check can find it.
fn resigned(change: impl FnOnce(&mut Proof)) -> Result<Asserted, AssertionFault> {
    let device = device();
    let mut proof = proof();
    change(&mut proof);
    let key = aws_lc_rs::signature::Ed25519KeyPair::from_seed_unchecked(device.seed())
        .expect("library works");
    let signed = [
        &proof.authenticator_data[..],
        sha256(&proof.client_data).as_bytes(),
    ]
    .concat();
    proof.signature = key.sign(&signed).as_ref().to_vec();
    proof.verify(device.credential(), WORLD, ACTION)
}

fn client(proof: &mut Proof, from: &str, to: &str) {
    let text = String::from_utf8(proof.client_data.clone()).expect("JSON");
    assert!(text.contains(from), "{text}");
    proof.client_data = text.replace(from, to).into_bytes();
}

#[test]
fn a_proof_counts_for_its_action_and_travels_unchanged() {
    let (device, proof) = (device(), proof());
    let asserted = proof.verify(device.credential(), WORLD, ACTION);
    assert_eq!(
        asserted,
        Ok(Asserted {
            synced: false,
            counter: 0
        })
    );
    let bytes = encode(&proof.to_value());
    let read = Proof::read(decode(&bytes).expect("ours")).expect("ours");
    assert_eq!(read, proof);
    assert!(device.credential().is_native());
    assert_eq!(device.credential().holder, Holder::Software);
}

#[test]
fn a_proof_for_another_action_time_nonce_or_world_does_not_count() {
    let device = device();
    let fault = |proof: &Proof, world, action: &[u8]| {
        proof
            .verify(device.credential(), world, action)
            .expect_err("must not count")
    };
    assert_eq!(
        fault(&proof(), WORLD, b"release the evidence of item 3"),
        AssertionFault::Challenge
    );
    assert_eq!(
        fault(&proof(), World::Live, ACTION),
        AssertionFault::Challenge
    );
    let mut replayed = proof();
    replayed.nonce[0] ^= 1;
    assert_eq!(fault(&replayed, WORLD, ACTION), AssertionFault::Challenge);
    let mut later = proof();
    later.at = Instant(AT.0 + 1);
    assert_eq!(fault(&later, WORLD, ACTION), AssertionFault::Challenge);
}

#[test]
fn what_the_client_says_is_checked_even_when_the_signature_holds() {
    for (from, to, expected) in [
        ("webauthn.get", "webauthn.create", AssertionFault::Kind),
        (
            "\"origin\":\"comity:approve\"",
            "\"origin\":\"https://evil.example\"",
            AssertionFault::Origin,
        ),
        (
            "\"crossOrigin\":false",
            "\"crossOrigin\":true",
            AssertionFault::CrossOrigin,
        ),
        (
            "\"crossOrigin\":false",
            "\"topOrigin\":\"https://evil.example\"",
            AssertionFault::CrossOrigin,
        ),
        (
            "{\"type\"",
            "{\"type\":\"webauthn.get\",\"type\"",
            AssertionFault::ClientData,
        ),
        ("}", "} ", AssertionFault::Signature),
        ("}", "}}", AssertionFault::ClientData),
    ] {
        // Trailing space is JSON; it only fails when the signature is not made anew.
        let result = resigned(|proof| client(proof, from, to));
        if to == "} " {
            assert!(result.is_ok(), "white space after the object is JSON");
        } else {
            assert_eq!(result, Err(expected), "{from} → {to}");
        }
    }
    let long = resigned(|proof| proof.client_data.resize(5000, b' '));
    assert_eq!(long, Err(AssertionFault::ClientData));
    let added = resigned(|proof| {
        client(
            proof,
            "}",
            ",\"other_keys_can_be_added_here\":\"do not compare\"}",
        );
    });
    assert!(added.is_ok(), "browsers add fields on purpose");
}

#[test]
fn what_the_authenticator_says_is_checked_even_when_the_signature_holds() {
    for (flags, expected) in [
        (0x04, Err(AssertionFault::NotPresent)),
        (0x01, Err(AssertionFault::NotVerified)),
        (0x15, Err(AssertionFault::Flags)),
        (0x45, Err(AssertionFault::Flags)),
        (0x85, Err(AssertionFault::Flags)),
        (0x0d, Ok(true)),
        (0x1d, Ok(true)),
        (0x05, Ok(false)),
    ] {
        let result = resigned(|proof| proof.authenticator_data[32] = flags);
        assert_eq!(
            result.map(|asserted| asserted.synced),
            expected,
            "{flags:#x}"
        );
    }
    let other_party = resigned(|proof| {
        proof.authenticator_data[..32].copy_from_slice(sha256(b"other.example").as_bytes());
    });
    assert_eq!(other_party, Err(AssertionFault::RelyingParty));
    let longer = resigned(|proof| proof.authenticator_data.push(0));
    assert_eq!(longer, Err(AssertionFault::Length));
    let shorter = resigned(|proof| proof.authenticator_data.truncate(36));
    assert_eq!(shorter, Err(AssertionFault::Length));
}

#[test]
fn a_security_key_with_the_older_curve_counts_too() {
    let rng = aws_lc_rs::rand::SystemRandom::new();
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("library works");
    let credential = Credential {
        key: CredentialKey::P256(
            key.public_key()
                .as_ref()
                .try_into()
                .expect("uncompressed point"),
        ),
        ..device().credential().clone()
    };
    let mut proof = proof();
    let signed = [
        &proof.authenticator_data[..],
        sha256(&proof.client_data).as_bytes(),
    ]
    .concat();
    proof.signature = key.sign(&rng, &signed).expect("signs").as_ref().to_vec();
    assert!(proof.verify(&credential, WORLD, ACTION).is_ok());
    proof.signature[10] ^= 1;
    assert_eq!(
        proof.verify(&credential, WORLD, ACTION),
        Err(AssertionFault::Signature)
    );
}

proptest! {
    #[test]
    fn any_flipped_bit_of_what_is_signed_is_refused(bit in any::<prop::sample::Index>(), part in 0..3) {
        let mut damaged = proof();
        let bytes = match part {
            0 => &mut damaged.authenticator_data,
            1 => &mut damaged.client_data,
            _ => &mut damaged.signature,
        };
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(damaged.verify(device().credential(), WORLD, ACTION).is_err());
    }
}
