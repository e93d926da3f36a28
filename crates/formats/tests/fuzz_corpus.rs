//! The fuzz targets of other people's files over a corpus: sound files, cut and damaged.

#[path = "../../../fuzz/src/outside.rs"]
#[allow(unreachable_pub, missing_docs)]
mod outside;

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn packed(name: &str, text: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default())
        .expect("a member");
    zip.write_all(text.as_bytes()).expect("a vector takes it");
    zip.finish().expect("whole").into_inner()
}

fn corpus() -> Vec<Vec<u8>> {
    vec![
        b"our_ref;state;date\n\"1;a\";XB;01.02.2019\n=x;-1;+2\n".to_vec(),
        "номер,государство\n7,XB\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
        b"From: a@b.example\r\nSubject: =?utf-8?q?x=E2=80=AE?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n12/34\r\n--b--\r\n".to_vec(),
        packed("content.xml", r#"<table:table><table:table-row><table:table-cell office:value-type="date" office:date-value="2019-01-02T00:00:00" table:number-columns-repeated="3"><text:p>a&amp;b&#10;</text:p></table:table-cell></table:table-row></table:table>"#),
        packed("xl/workbook.xml", "<workbook/>"),
    ]
}

#[test]
fn no_file_upsets_a_target_whole_cut_or_damaged() {
    for bytes in corpus() {
        outside::register_import(&bytes);
        outside::mail(&bytes);
        for at in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
            let mut damaged = bytes.clone();
            damaged[at] = damaged[at].wrapping_add(1 << (at % 8));
            for one in [&damaged[..], &bytes[..at]] {
                outside::register_import(one);
                outside::mail(one);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_upset_a_target(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        outside::register_import(&bytes);
        outside::mail(&bytes);
    }

    #[test]
    fn no_text_upsets_a_target(text in "[-=+@;,\t\"'\n\u{202e}\u{0}a-z0-9:<> /]{0,200}") {
        outside::register_import(text.as_bytes());
        outside::mail(text.as_bytes());
    }
}
