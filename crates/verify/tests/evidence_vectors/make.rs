//! How the vectors are made: step by step from the protocol's text, so each step can be made
//! wrongly. A second writer beside the one of `wire`, sharing only its primitives.

use comity_core::id::ObjectId;
use comity_wire::cbor::{Value, encode};
use comity_wire::context::{Context, World};
use comity_wire::cose;
use comity_wire::evidence::keyfile::SecretKeys;
use comity_wire::evidence::layout::{CHUNK_BYTES, ChunkCipher, ContentKey, chunks_of, leaf_hash};
use comity_wire::evidence::manifest::{Manifest, SignedManifest};
use comity_wire::evidence::part::{Acquisition, SealedPart};
use comity_wire::evidence::tree::root_of_list;
use comity_wire::evidence::wrap::Wrap;
use comity_wire::hash::sha256;
use comity_wire::keys::SigningKey;
use comity_wire::sealing::SealingKey;

const WORLD: World = World::Exercise;
const HEADER: usize = 4096;

fn keys(seed: u8) -> SecretKeys {
    SecretKeys {
        signing: SigningKey::from_seed(&[seed; 32]).expect("library works"),
        sealing: SealingKey::from_seed(&[seed + 1; 32]).expect("library works"),
    }
}

pub(crate) fn sealer() -> SecretKeys {
    keys(0x51)
}

pub(crate) fn recipient() -> SecretKeys {
    keys(0x61)
}

fn other() -> SecretKeys {
    keys(0x71)
}

/// An object, sealed.
#[derive(Clone)]
pub(crate) struct Object {
    pub(crate) id: ObjectId,
    pub(crate) sealed: Vec<u8>,
    pub(crate) leaves: Vec<u8>,
    pub(crate) tags: Vec<u8>,
    pub(crate) manifest: Manifest,
    pub(crate) part: SealedPart,
}

impl Object {
    pub(crate) fn new(plain: &[u8]) -> Self {
        Self::under(plain, ContentKey::from_bytes([0x42; 32]))
    }

    fn under(plain: &[u8], key: ContentKey) -> Self {
        let id = ObjectId::from_bytes(*b"vector evidence!");
        let cipher = ChunkCipher::new(&key, id);
        let mut sealed = plain.to_vec();
        let (mut leaves, mut tags) = (Vec::new(), Vec::new());
        let chunks = chunks_of(plain.len() as u64);
        for index in 0..chunks {
            let from = index as usize * CHUNK_BYTES;
            let to = (from + CHUNK_BYTES).min(sealed.len());
            let chunk = &mut sealed[from..to];
            let tag = cipher.seal(index, index + 1 == chunks, chunk);
            leaves.extend_from_slice(leaf_hash(chunk, &tag).as_bytes());
            tags.extend_from_slice(&tag);
        }
        let ct_root = root_of_list(leaves.as_slice(), chunks).expect("all there");
        let part = SealedPart {
            key,
            name: "calls.csv".into(),
            bytes: plain.len() as u64,
            sha256: sha256(plain),
            acquisition: Acquisition {
                who: Some("XB/provider/records".into()),
                ..Acquisition::default()
            },
            salt: [0x5a; 32],
            list: None,
        };
        let manifest = Manifest {
            id,
            bytes: plain.len() as u64,
            chunks,
            ct_root,
            sealed_hash: sha256(b"set when written"),
            producer: sealer().signing.verifying().id(),
            node: None,
        };
        Self {
            id,
            sealed,
            leaves,
            tags,
            manifest,
            part,
        }
    }

    fn signed(&self) -> SignedManifest {
        let sealed_hash = SealedPart::hash_of(&self.part.to_bytes());
        let manifest = Manifest {
            sealed_hash,
            ..self.manifest.clone()
        };
        SignedManifest::sign(manifest, &sealer().signing, WORLD).expect("signs")
    }

    fn wrap(&self, manifest: &SignedManifest, to: &SecretKeys) -> Value {
        let part = self.part.to_bytes();
        Wrap::seal(&part, manifest, to.sealing.public(), WORLD)
            .expect("seals")
            .to_value()
    }

    fn body(&self) -> Vec<u8> {
        let mut header = vec![0; HEADER];
        header[..16].copy_from_slice(b"comity-sealed/1\n");
        header[16] = 1;
        [&header[..], &self.sealed, &self.leaves, &self.tags].concat()
    }

    fn file(&self) -> Vec<u8> {
        let manifest = self.signed();
        let wrap = self.wrap(&manifest, &recipient());
        self.file_with(&manifest, vec![wrap])
    }

    fn file_with(&self, manifest: &SignedManifest, wraps: Vec<Value>) -> Vec<u8> {
        let content = Value::array([
            Value::bytes(manifest.bytes()),
            Value::bytes(*sealer().signing.verifying().as_bytes()),
            Value::Null,
            Value::Array(wraps),
        ]);
        close(self.body(), &content)
    }
}

fn close(mut body: Vec<u8>, content: &Value) -> Vec<u8> {
    let signer = sealer().signing;
    let domain = WORLD.domain(Context::SealedFile);
    let trailer = cose::sign(&encode(content), &signer, signer.verifying().id(), domain);
    let trailer = trailer.expect("signs");
    body.extend_from_slice(&trailer);
    body.extend_from_slice(&(trailer.len() as u64).to_be_bytes());
    body
}

fn sorted(mut wraps: Vec<Value>) -> Vec<Value> {
    wraps.sort_by_key(|wrap| wrap.as_array().map(|parts| encode(&parts[0])));
    wraps
}

fn tar(members: &[(&str, &str)], list: &str) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in members.iter().chain([&("comity-files.txt", list)]) {
        let mut header = tar::Header::new_gnu();
        // Set by hand: the crate itself refuses unsafe names.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, content.as_bytes()).expect("memory");
    }
    tar.into_inner().expect("memory")
}

fn packed(members: &[(&str, &str)], list: &str) -> Object {
    let mut object = Object::new(&tar(members, list));
    object.part.list = Some(sha256(list.as_bytes()));
    object
}

fn line(name: &str, content: &str) -> String {
    format!("{} {} {name}\n", sha256(content.as_bytes()), content.len())
}

/// Every vector: name, flaw (none for good ones), bytes.
pub(crate) fn vectors() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let object = Object::new(b"number;time\n+0000000;2027-03-16T16:42:00Z\n");
    let good = object.file();
    let flip = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let len = object.sealed.len();
    let end = good.len();
    let manifest = object.signed();
    let (first, second) = (
        object.wrap(&manifest, &recipient()),
        object.wrap(&manifest, &other()),
    );
    let both = sorted(vec![first.clone(), second.clone()]);
    let two_chunks = Object::new(&vec![0; CHUNK_BYTES + 1]);
    let mut all = vec![
        ("good/empty", "", Object::new(b"").file()),
        ("good/one-byte", "", Object::new(b"x").file()),
        ("good/text", "", good.clone()),
        ("good/two-chunks", "", two_chunks.file()),
        (
            "good/two-recipients",
            "",
            object.file_with(&manifest, both.clone()),
        ),
        ("bad/magic", "the first bytes are others", flip(0)),
        ("bad/version", "a version that does not exist", flip(14)),
        (
            "bad/world",
            "the world is another than the signatures'",
            flip(16),
        ),
        (
            "bad/header-not-zero",
            "the header is not zero to its end",
            flip(HEADER - 1),
        ),
        (
            "bad/chunk",
            "one bit of the ciphertext is altered",
            flip(HEADER),
        ),
        (
            "bad/leaf",
            "one bit of the leaf list is altered",
            flip(HEADER + len),
        ),
        (
            "bad/tag",
            "one bit of a tag is altered",
            flip(HEADER + len + 32),
        ),
        (
            "bad/trailer-signature",
            "the signature over the file is altered",
            flip(end - 9),
        ),
        (
            "bad/trailer-length",
            "the length at the end is altered",
            flip(end - 1),
        ),
        (
            "bad/cut",
            "the last byte is missing",
            good[..end - 1].to_vec(),
        ),
        (
            "bad/grown",
            "a byte follows the end",
            [&good[..], &[0]].concat(),
        ),
        (
            "bad/byte-inserted",
            "a byte stands before the first chunk",
            { [&good[..HEADER], &[0], &good[HEADER..]].concat() },
        ),
    ];
    all.extend(bad_trailers(&object, both));
    all.extend(bad_chunks(&two_chunks));
    all.extend(bad_insides(&object));
    all
}

fn bad_trailers(object: &Object, both: Vec<Value>) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let manifest = object.signed();
    let wrap = object.wrap(&manifest, &recipient());
    let reversed = both.iter().rev().cloned().collect();
    let swapped = both.iter().zip(both.iter().rev()).map(|(one, two)| {
        let part = |wrap: &Value, at: usize| wrap.as_array().expect("a wrap")[at].clone();
        Value::array([part(one, 0), part(two, 1)])
    });
    let mut forged = manifest.bytes().to_vec();
    let last = forged.len() - 1;
    forged[last] ^= 1;
    let forged = close(
        object.body(),
        &Value::array([
            Value::bytes(forged),
            Value::bytes(*sealer().signing.verifying().as_bytes()),
            Value::Null,
            Value::array([wrap.clone()]),
        ]),
    );
    let twice_named = close(
        object.body(),
        &Value::array([
            Value::bytes(manifest.bytes()),
            Value::bytes(*sealer().signing.verifying().as_bytes()),
            Value::bytes(*sealer().signing.verifying().as_bytes()),
            Value::array([wrap.clone()]),
        ]),
    );
    let chunks = Manifest {
        chunks: 2,
        ..manifest.manifest().clone()
    };
    let chunks = SignedManifest::sign(chunks, &sealer().signing, WORLD).expect("signs");
    vec![
        (
            "bad/manifest-signature",
            "the producer's signature is altered",
            forged,
        ),
        (
            "bad/closer-is-producer",
            "the producer is named as closer too",
            twice_named,
        ),
        (
            "bad/wraps-out-of-order",
            "recipients are not in order",
            object.file_with(&manifest, reversed),
        ),
        ("bad/wrap-doubled", "a recipient stands twice", {
            object.file_with(&manifest, vec![wrap.clone(), wrap.clone()])
        }),
        (
            "bad/no-recipient",
            "nobody can open it",
            object.file_with(&manifest, vec![]),
        ),
        (
            "bad/chunk-count",
            "the manifest counts other chunks than its size makes",
            { object.file_with(&chunks, vec![wrap]) },
        ),
        (
            "bad-inside/wraps-swapped",
            "each recipient has the other's wrap",
            { object.file_with(&manifest, swapped.collect()) },
        ),
    ]
}

fn bad_chunks(object: &Object) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    // Small chunks do not exist, so the last, short chunk is the one that is moved about.
    let mut short = object.clone();
    short.sealed.truncate(CHUNK_BYTES);
    vec![
        (
            "bad/chunk-missing",
            "the last chunk is missing",
            short.file(),
        ),
        ("bad/root", "the leaf list is that of other chunks", {
            let mut object = Object::new(b"number;time\n");
            object.leaves = sha256(b"other").as_bytes().to_vec();
            object.file()
        }),
    ]
}

/// Intact for everybody, refused by whoever can open it.
fn bad_insides(object: &Object) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let manifest = object.signed();
    let mut second = object.clone();
    second.part.key = ContentKey::from_bytes([0x43; 32]);
    let two_plaintexts = object.file_with(&manifest, vec![second.wrap(&manifest, &recipient())]);
    let altered = |alter: fn(&mut SealedPart)| {
        let mut object = object.clone();
        alter(&mut object.part);
        object.file()
    };
    let list = line("a", "first");
    let escaping = line("../a", "first");
    vec![
        ("good/packed", "", packed(&[("a", "first")], &list).file()),
        (
            "bad-inside/other-part",
            "the wrap holds another sealed part than is signed",
            two_plaintexts,
        ),
        (
            "bad-inside/other-key",
            "the signed key is not the chunks'",
            { altered(|part| part.key = ContentKey::from_bytes([0x43; 32])) },
        ),
        (
            "bad-inside/plaintext-hash",
            "the signed hash is not the plaintext's",
            { altered(|part| part.sha256 = sha256(b"other")) },
        ),
        (
            "bad-inside/size",
            "sealed part and manifest give different sizes",
            { altered(|part| part.bytes += 1) },
        ),
        ("bad-inside/name", "the name leads out of the folder", {
            altered(|part| part.name = "../calls.csv".into())
        }),
        (
            "bad-inside/path",
            "a packed path leads out of the folder",
            { packed(&[("../a", "first")], &escaping).file() },
        ),
        (
            "bad-inside/list",
            "the list is not that of the packed files",
            { packed(&[("a", "other")], &list).file() },
        ),
        ("bad-inside/member-doubled", "a packed file stands twice", {
            packed(&[("a", "first"), ("a", "first")], &list).file()
        }),
    ]
}
