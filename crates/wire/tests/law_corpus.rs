//! The law's fuzz targets over their corpus: the packs that ship, and questions and requests, each whole,
//! cut, damaged and salted with what hostile hands like to send.

#[path = "../../../fuzz/src/law.rs"]
#[allow(unreachable_pub, missing_docs)]
mod law;

use comity_core::law::Pack;
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::keys::SigningKey;
use comity_wire::law_pack::{LawPack, SignedLawPack};

/// A sequence that is the same in each run; a failing case prints its number.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap_or(0)
    }
}

/// Text that has broken readers before: marks that turn the direction, zero bytes, homographs, formulas,
/// numbers without end, nesting, half of a character.
const SALT: [&[u8]; 12] = [
    "\u{202e}".as_bytes(),
    b"\0",
    "С\u{41e}E-185".as_bytes(),
    b"=HYPERLINK(\"x\")",
    b"99999999999999999999999999999999",
    b"-1",
    b"\"",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"\xf0\x9f",
    b"9999-99-99",
    b"\r\n\r\n",
    b"null",
];

fn spoiled(dice: &mut Dice, whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let at = dice.below(bytes.len());
    match dice.below(5) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << dice.below(8),
        2 => {
            let salt = SALT[dice.below(SALT.len())];
            bytes.splice(at..at, salt.iter().copied());
        }
        3 => {
            // A piece stands twice: a row, a field, half of one.
            let end = (at + 1 + dice.below(400)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => {
            let end = (at + 1 + dice.below(60)).min(bytes.len());
            bytes.drain(at..end);
        }
    }
    bytes
}

#[test]
fn a_spoiled_file_of_a_pack_is_refused_with_its_place_or_answers() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let files = Pack::exercise_files();
    for _ in 0..180 {
        let place = dice.below(law::FILES.len());
        let none = b"{\"schema\":\"overlay/1\",\"by\":\"us\",\"parties\":[{\"iso2\":\"XC\",\"instrument_id\":\"COE-185\",\"status\":\"party\",\"source\":\"x\",\"confidence\":\"high\"}]}".to_vec();
        let whole = files.get(law::FILES[place]).unwrap_or(&none);
        let mut input = vec![u8::try_from(place).expect("nine files")];
        input.extend(spoiled(&mut dice, whole));
        law::law_rows(&input);
    }
}

#[test]
fn a_line_of_a_million_letters_and_a_deep_nest_are_refused_and_cost_little() {
    for place in 0..u8::try_from(law::FILES.len()).expect("nine files") {
        let mut long = vec![place];
        long.extend(vec![b'a'; 1 << 20]);
        law::law_rows(&long);
        let mut deep = vec![place];
        deep.extend(vec![b'['; 100_000]);
        law::law_rows(&deep);
    }
    law::law_question("[".repeat(100_000).as_bytes());
    law::law_request("{\"a\":".repeat(100_000).as_bytes());
}

#[test]
fn a_spoiled_signed_pack_never_reads_as_the_whole_one() {
    let key = SigningKey::generate().expect("a key");
    let pack = LawPack {
        sealed_by: "Aldoria".into(),
        sealed_at: Instant(1_795_500_000_000),
        files: Pack::exercise_files(),
    };
    let kid = key.verifying().id();
    let signed = SignedLawPack::issue(pack, &key, kid, World::Exercise).expect("signs");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for case in 0..60 {
        let bytes = spoiled(&mut dice, signed.bytes());
        law::law_pack(&bytes);
        if bytes == signed.bytes() {
            continue;
        }
        let known = |_: &_| Some(key.verifying().clone());
        let read = SignedLawPack::verify(&bytes, World::Exercise, known);
        assert!(read.is_err(), "case {case}");
    }
}

#[test]
fn questions_and_requests_from_hostile_hands_end_in_an_answer() {
    let question = br#"{"requesting":"XA","requested":"XB","addressee":"service_provider","measure":"subscriber_direct","data_category":"subscriber","offence":"computer_fraud","max_penalty_months":96,"date":"2026-11-24","facts":{"emergency":true,"assume_in_force":{"UN-CC":{"date":"2026-01-01","parties":["XA","XB"]}}}}"#;
    let request = br#"{"kind":"preservation","form_version":"1","reference":"a","requesting":{"state":"XA"},"addressee":{"state":"XB"},"items":[{"id":"i1","selectors":["s1"],"elements":["name"],"period":{"from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}}],"selectors":[{"id":"s1","type":"email","value":"a@b.example"}]}"#;
    let mut dice = Dice(0xdead_beef_cafe_f00d);
    for _ in 0..400 {
        law::law_question(&spoiled(&mut dice, question));
        law::law_request(&spoiled(&mut dice, request));
    }
    for (_, target) in law::TARGETS {
        target(b"");
        target(&[0; 64]);
    }
}
