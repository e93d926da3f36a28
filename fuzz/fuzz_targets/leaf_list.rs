//! Any leaf list for any size and chunk: judged without panic; a chunk is only right by its leaf.
#![no_main]

use std::sync::Arc;

use comity_core::id::Digest;
use comity_wire::evidence::layout::leaf_hash;
use comity_wire::evidence::source::{LeafList, Run};
use comity_wire::evidence::tree::root_of_list;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, u64, u64, Vec<u8>, [u8; 16])| {
    let (list, size, index, chunk, tag) = input;
    // The number of leaves read is bounded by the list, whatever size is claimed.
    let size = size % (8 << 20);
    let chunks = comity_wire::evidence::layout::chunks_of(size);
    let run = Run::new(Arc::new(list.clone()), 0);
    let wrong = Digest::from_bytes([0; 32]);
    assert!(LeafList::check(run.clone(), size, wrong).is_err());
    let Ok(root) = root_of_list(list.as_slice(), chunks) else {
        return;
    };
    let leaves = LeafList::check(run, size, root).expect("its own root");
    if leaves.judge(index, &chunk, &tag).is_ok() {
        let at = index as usize * 32;
        assert_eq!(leaf_hash(&chunk, &tag).as_bytes(), &list[at..at + 32]);
    }
});
