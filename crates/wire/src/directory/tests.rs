//! A small world of two States, and everything that must not be believed in it.

use comity_core::id::OfficerId;
use comity_core::time::Span;

use super::*;
use crate::authenticator::SoftwareAuthenticator;
use crate::cert::Certificate;
use crate::cose::CoseFault;
use crate::document::Signed;
use crate::grant::Grant;
use crate::keys::SigningKey;
use crate::limits;
use crate::message::{MessageFault, receive, sign};
use crate::payload::tests::sample;

const WORLD: World = World::Exercise;
const NOW: Instant = Instant(1_800_000_000_000);

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).expect("library works")
}

fn log_key() -> crate::log::LogPublic {
    let name = crate::log::Origin {
        node: node("XA/prosecutor/north"),
        epoch: 1,
    };
    crate::log::LogKey::from_seeds(name, &[5; 32], &[6; 32])
        .expect("library works")
        .public()
        .clone()
}

fn node(name: &str) -> NodeId {
    name.parse().expect("well formed")
}

fn state(code: &str) -> StateCode {
    code.parse().expect("well formed")
}

/// Keys of State XA: 1 directory, 2 authority A, 3 signing S.
struct Xa {
    certificate: SignedCertificate,
    grant: SignedGrant,
    device: SoftwareAuthenticator,
    file: StateFile,
}

fn xa() -> Xa {
    let authority = key(2);
    let kid = authority.verifying().id();
    let certificate = Signed::issue(
        Certificate {
            node: node("XA/prosecutor/north"),
            signing: key(3).verifying().clone(),
            log: log_key(),
            epoch: 1,
            from: NOW - Span::days(30),
            until: NOW + Span::days(300),
        },
        &authority,
        kid,
        WORLD,
    )
    .expect("signs");
    let device = SoftwareAuthenticator::from_seed(&[9; 32], "comity:approve", "comity:approve")
        .expect("library works");
    let grant = Signed::issue(
        Grant {
            officer: "officer-1".parse::<OfficerId>().expect("well formed"),
            node: node("XA/prosecutor/north"),
            credentials: vec![device.credential().clone()],
            sealing: None,
            signing: None,
            roles: ["prosecutor".to_owned()].into(),
            measures: ["preservation".to_owned()].into(),
            from: NOW - Span::days(30),
            until: NOW + Span::days(300),
        },
        &authority,
        kid,
        WORLD,
    )
    .expect("signs");
    let entry = Entry {
        node: node("XA/prosecutor/north"),
        names: [("en".to_owned(), "Prosecutor North".to_owned())].into(),
        kind: NodeKind::Authority,
        authority: Some(authority.verifying().clone()),
        certificates: vec![certificate.bytes().to_vec()],
        urls: vec!["https://192.0.2.1:8443".to_owned()],
        desks: vec![Desk {
            role: "duty".into(),
            telephone: "+999 1 234".into(),
            hours: "24/7".into(),
            zone: "Etc/UTC".into(),
            languages: vec!["en".into()],
        }],
        sends: ["preservation".to_owned()].into(),
        accepts: [].into(),
        grants: vec![grant.bytes().to_vec()],
        vouches: [node("XA/provider/mail")].into(),
        min_suite: 1,
        offline: false,
        witness: true,
        contacts: Vec::new(),
    };
    let partner = Entry {
        node: node("XA/provider/mail"),
        names: [("en".to_owned(), "Mail".to_owned())].into(),
        kind: NodeKind::Provider,
        authority: None,
        certificates: vec![],
        urls: vec![],
        desks: vec![],
        sends: [].into(),
        accepts: [].into(),
        grants: vec![],
        vouches: [].into(),
        min_suite: 1,
        offline: false,
        witness: false,
        contacts: Vec::new(),
    };
    let file = StateFile {
        state: state("XA"),
        version: 7,
        issued: NOW - Span::hours(1),
        expires: NOW + Span::days(30),
        entries: vec![entry, partner],
        revocations: vec![],
    };
    Xa {
        certificate,
        grant,
        device,
        file,
    }
}

fn signed(file: &StateFile) -> Vec<u8> {
    let key = key(1);
    Signed::issue(file.clone(), &key, key.verifying().id(), WORLD)
        .expect("signs")
        .bytes()
        .to_vec()
}

fn empty() -> Directory {
    let pins = [(state("XA"), vec![key(1).verifying().clone()])].into();
    Directory::new(WORLD, pins).expect("invented State")
}

fn loaded() -> Directory {
    let mut directory = empty();
    directory.load(&signed(&xa().file), NOW).expect("good file");
    directory
}

fn refused(change: impl FnOnce(&mut StateFile)) -> DirectoryFault {
    let mut file = xa().file;
    change(&mut file);
    empty()
        .load(&signed(&file), NOW)
        .expect_err("must be refused")
}

fn revocation(what: Revoked, by: u8) -> Vec<u8> {
    let key = key(by);
    let revocation = Revocation {
        what,
        since: None,
        issued: NOW,
        reason: "stolen".into(),
    };
    Signed::issue(revocation, &key, key.verifying().id(), WORLD)
        .expect("signs")
        .bytes()
        .to_vec()
}

#[test]
fn a_good_file_answers_who_speaks_for_whom() {
    let (directory, xa) = (loaded(), xa());
    let entry = directory
        .entry(&node("XA/prosecutor/north"))
        .expect("listed");
    assert_eq!(entry.name("fr"), "Prosecutor North");
    assert!(entry.has_node());
    assert!(
        !directory
            .entry(&node("XA/provider/mail"))
            .expect("listed")
            .has_node()
    );
    // Signatures are randomised, so the certificate of this directory is not the fixture's.
    let certificate = directory
        .certificate_of(&node("XA/prosecutor/north"), NOW)
        .expect("valid now");
    assert_eq!(certificate.document(), xa.certificate.document());
    let signer = directory.signer(&certificate.key_id(), NOW).expect("valid");
    assert_eq!(signer.entry.node, node("XA/prosecutor/north"));
    assert_eq!(directory.version(state("XA")).expect("loaded").version, 7);
    assert_eq!(directory.states().collect::<Vec<_>>(), [state("XA")]);
    assert!(directory.file(state("XA")).is_some());
    assert_eq!(directory.floor(), Some(NOW - Span::hours(1)));
}

#[test]
fn a_file_is_believed_only_from_its_state_about_its_own() {
    let other_key = {
        let key = key(4);
        Signed::issue(xa().file, &key, key.verifying().id(), WORLD).expect("signs")
    };
    let fault = empty().load(other_key.bytes(), NOW).expect_err("other key");
    assert_eq!(fault.code(), "cose.unknown_key");
    let live = {
        let key = key(1);
        Signed::issue(xa().file, &key, key.verifying().id(), World::Live).expect("signs")
    };
    let fault = empty().load(live.bytes(), NOW).expect_err("other world");
    assert_eq!(fault.code(), "cose.ed25519");
    let fault = refused(|file| file.state = state("XB"));
    assert_eq!(fault, DirectoryFault::NotPinned(state("XB")));
    // A State whose own key is pinned speaks for itself only.
    let pins = [1, 4].map(|seed| vec![key(seed).verifying().clone()]);
    let [ours, theirs] = pins;
    let pins = [(state("XA"), ours), (state("XB"), theirs)].into();
    let mut two = Directory::new(WORLD, pins).expect("invented States");
    assert_eq!(
        two.load(other_key.bytes(), NOW),
        Err(DirectoryFault::NotPinned(state("XA")))
    );
    let fault = refused(|file| file.entries[1].node = node("XB/provider/mail"));
    assert_eq!(fault.code(), "directory.prefix");
    let fault = refused(|file| file.entries[0].vouches = [node("XB/provider/mail")].into());
    assert_eq!(fault.code(), "directory.prefix");
    let fault = refused(|file| file.entries[1].node = node("XA/prosecutor/north"));
    assert_eq!(fault.code(), "shape.value");
    let fault = refused(|file| file.issued = NOW + Span::hours(1));
    assert_eq!(fault, DirectoryFault::Ahead);
    let fault = refused(|file| file.entries[0].authority = Some(key(4).verifying().clone()));
    assert_eq!(fault.code(), "directory.certificate");
    let fault = refused(|file| {
        file.entries[1].authority = file.entries[0].authority.clone();
        file.entries[1].grants = file.entries[0].grants.clone();
    });
    assert_eq!(fault, DirectoryFault::Grant(node("XA/provider/mail")));
    let fault = refused(|file| file.entries[0].authority = None);
    assert_eq!(fault.code(), "shape.missing");
}

#[test]
fn a_directory_never_goes_back_and_never_has_two_faces() {
    let mut directory = empty();
    let bytes = signed(&xa().file);
    assert!(directory.load(&bytes, NOW).expect("good").changed);
    assert!(!directory.load(&bytes, NOW).expect("same again").changed);
    let mut older = xa().file;
    older.version = 6;
    assert_eq!(
        directory.load(&signed(&older), NOW),
        Err(DirectoryFault::RolledBack { known: 7, found: 6 })
    );
    let mut other = xa().file;
    other.entries.pop();
    other.entries[0].vouches.clear();
    assert_eq!(
        directory.load(&signed(&other), NOW),
        Err(DirectoryFault::TwoFaces(7))
    );
    other.version = 8;
    assert_eq!(
        directory.load(&signed(&other), NOW).expect("newer").version,
        8
    );
}

#[test]
fn what_is_revoked_speaks_no_more_and_only_its_own_authority_revokes_it() {
    let north = node("XA/prosecutor/north");
    let kid = |d: &Directory| d.certificate_of(&north, NOW).expect("valid").key_id();
    for by in [1, 2] {
        for whole_node in [false, true] {
            let mut directory = loaded();
            let kid = kid(&directory);
            let what = if whole_node {
                Revoked::Node(north.clone())
            } else {
                Revoked::Key(kid)
            };
            directory.revoke(&revocation(what, by)).expect("its own");
            assert_eq!(
                directory.signer(&kid, NOW).err(),
                Some(SignerFault::Revoked(north.clone()))
            );
            // A newer file that forgets the revocation does not undo it.
            let mut newer = xa().file;
            newer.version = 8;
            directory.load(&signed(&newer), NOW).expect("newer");
            assert!(
                directory
                    .revocation(state("XA"), &Revoked::Node(north.clone()))
                    .is_some()
                    == whole_node
            );
        }
    }
    let mut directory = loaded();
    let what = Revoked::Key(kid(&directory));
    assert!(directory.revoke(&revocation(what, 3)).is_err(), "S may not");
    let abroad = Revoked::Node(node("XB/justice/central"));
    assert!(directory.revoke(&revocation(abroad, 1)).is_err());
    let partner = Revoked::Node(node("XA/provider/mail"));
    assert!(directory.revoke(&revocation(partner, 2)).is_err());
}

#[test]
fn age_takes_away_what_rests_on_a_file() {
    let (issued, expires) = (NOW, NOW + Span::days(90));
    let at = |hours, offline| Standing::of(issued, expires, NOW + Span::hours(hours), offline);
    assert_eq!(at(24, false), Standing::Full);
    assert_eq!(at(25, false), Standing::Confirm);
    assert_eq!(at(7 * 24, false), Standing::Confirm);
    assert_eq!(at(7 * 24 + 1, false), Standing::Preserve);
    assert_eq!(at(44 * 24, true), Standing::ConfirmOffline);
    assert_eq!(at(46 * 24, true), Standing::Preserve);
    assert_eq!(
        Standing::of(issued, NOW + Span::hours(1), NOW + Span::hours(2), false),
        Standing::Preserve
    );
    assert_eq!(loaded().standing(&node("XC/a/b"), NOW), Standing::Preserve);
}

#[test]
fn exercises_and_real_life_do_not_mix() {
    let pin = |code: &str| [(state(code), vec![key(1).verifying().clone()])].into();
    assert!(Directory::new(World::Exercise, pin("FR")).is_err());
    assert!(Directory::new(World::Live, pin("XA")).is_err());
    assert!(Directory::new(World::Live, pin("XK")).is_ok());
}

#[test]
fn an_officers_proof_counts_with_a_grant_that_holds() {
    let mut xa = xa();
    let mut directory = empty();
    // Use the fixture's own grant bytes, so that its id is known.
    xa.file.entries[0].grants = vec![xa.grant.bytes().to_vec()];
    directory.load(&signed(&xa.file), NOW).expect("good");
    let action = sample().action.bytes();
    let prove = |at| {
        let proof = xa
            .device
            .approve(xa.grant.digest(), [2; 32], at, WORLD, &action);
        proof.expect("signs")
    };
    let proof = prove(NOW - Span::hours(1));
    let counted = directory
        .proof(&proof, &action, NOW, state("XA"))
        .expect("counts");
    assert!(counted.software && counted.approval.native && !counted.synced);
    let fault = |proof: &crate::assertion::Proof, home: &str| {
        directory
            .proof(proof, &action, NOW, state(home))
            .expect_err("must not count")
    };
    assert_eq!(fault(&proof, "XB"), ProofFault::OtherState);
    assert_eq!(fault(&prove(NOW + Span(1)), "XA"), ProofFault::Age);
    let old = NOW - limits::APPROVAL_AGE - Span(1);
    assert_eq!(fault(&prove(old), "XA"), ProofFault::Age);
    assert_eq!(
        fault(&prove(NOW - Span::days(31)), "XA"),
        ProofFault::NotValid
    );
    let mut unknown = proof.clone();
    unknown.grant = Digest::from_bytes([0; 32]);
    assert_eq!(fault(&unknown, "XA"), ProofFault::UnknownGrant);
    let mut unknown = proof.clone();
    unknown.credential.push(0);
    assert_eq!(fault(&unknown, "XA"), ProofFault::UnknownCredential);
    let revoked = revocation(Revoked::Grant(xa.grant.digest()), 2);
    let mut directory = directory.clone();
    directory.revoke(&revoked).expect("its authority");
    let fault = directory.proof(&proof, &action, NOW, state("XA"));
    assert_eq!(fault, Err(ProofFault::Revoked));
}

#[test]
fn a_message_is_believed_only_from_its_sender_and_for_us() {
    let directory = loaded();
    let me = node("XB/justice/central");
    let kid = directory
        .certificate_of(&node("XA/prosecutor/north"), NOW)
        .expect("valid")
        .key_id();
    let message = sign(&sample(), &key(3), kid, WORLD).expect("signs");
    let received = receive(&message.inner, &directory, &me).expect("believed");
    assert_eq!(received.id, message.id);
    assert_eq!(received.payload, sample());

    let fault = |change: &dyn Fn(&mut crate::payload::Payload), signing, kid| {
        let mut payload = sample();
        change(&mut payload);
        let message = sign(&payload, &key(signing), kid, WORLD).expect("signs");
        receive(&message.inner, &directory, &me).expect_err("must be refused")
    };
    let same = |_: &mut crate::payload::Payload| {};
    assert_eq!(fault(&same, 4, kid), MessageFault::Cose(CoseFault::Ed25519));
    let moved = fault(&|p| p.action.from = node("XA/prosecutor/south"), 3, kid);
    assert_eq!(moved, MessageFault::NotTheSender);
    let epoch = fault(&|p| p.epoch = 2, 3, kid);
    assert_eq!(epoch, MessageFault::NotTheSender);
    let other = fault(&|p| p.action.to = [node("XC/a/b")].into(), 3, kid);
    assert_eq!(other, MessageFault::NotForMe);
    let late = fault(
        &|p| {
            p.created = NOW + Span::days(301);
            p.action.expires = NOW + Span::days(302);
        },
        3,
        kid,
    );
    assert_eq!(late.code(), "signer.not_valid");
    let unknown = KeyId::new(Digest::from_bytes([0; 32]));
    let stranger = fault(&same, 3, unknown);
    assert_eq!(
        stranger.refusal(),
        crate::refusal::RefusalCode::UnknownSender
    );
    let newer = fault(&|p| p.directory.version = 8, 3, unknown);
    assert_eq!(newer, MessageFault::StaleDirectory);
}
