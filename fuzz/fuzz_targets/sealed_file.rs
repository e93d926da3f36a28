//! Any bytes as a sealed file. So that the fuzzer need not guess 4 KiB of zeros and a length, it
//! gives what follows the header and the trailer, and both are put around it. Seeds: `vectors/evidence`.
#![no_main]

use std::sync::Arc;

use comity_wire::evidence::file::SealedFile;
use comity_wire::evidence::page::Page;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, Vec<u8>, bool)| {
    let (middle, trailer, framed) = input;
    let mut bytes = Vec::new();
    if framed {
        bytes.extend_from_slice(b"comity-sealed/1\n");
        bytes.resize(4096, 0);
    }
    bytes.extend_from_slice(&middle);
    bytes.extend_from_slice(&trailer);
    if framed {
        bytes.extend_from_slice(&(trailer.len() as u64).to_be_bytes());
    }
    let len = bytes.len() as u64;
    let Ok(file) = SealedFile::read(Arc::new(bytes), len) else {
        return;
    };
    let _ = (file.verify_trailer(), file.verify_manifest());
    if let Ok(source) = file.source() {
        let mut page = Page::new();
        for index in 0..source.chunks().min(4) {
            let _ = source.read(index, &mut page);
        }
    }
});
