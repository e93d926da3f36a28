//! The tree against another implementation, and every neighbour of a good proof refused.

use comity_core::id::Digest;
use comity_wire::log::{
    ConsistencyProof, Frontier, InclusionProof, ProofRefused, TileBuilder, TileMap, check_tile,
    leaf_hash, prove_consistency, prove_inclusion, tiles_for_consistency, tiles_for_inclusion,
};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

/// Builds tiles, frontier and the other implementation's tree over `n` leaves.
fn grow(n: u64) -> (Frontier, TileMap, MemoryBackedTree<Sha256, Vec<u8>>) {
    let (mut frontier, mut builder) = (Frontier::new(), TileBuilder::new());
    let (mut tiles, mut other) = (TileMap::new(), MemoryBackedTree::new());
    for i in 0..n {
        let bytes = i.to_be_bytes().to_vec();
        let hash = leaf_hash(&bytes);
        frontier.append(hash).expect("room");
        for tile in builder.append(hash).expect("room") {
            tiles.insert(tile.id, tile.hashes);
        }
        other.push(bytes);
    }
    for tile in builder.partial() {
        tiles.insert(tile.id, tile.hashes);
    }
    (frontier, tiles, other)
}

fn root_at(n: u64) -> Digest {
    let mut frontier = Frontier::new();
    for i in 0..n {
        frontier.append(leaf_hash(&i.to_be_bytes())).expect("room");
    }
    frontier.root()
}

fn bytes_of(path: &[Digest]) -> Vec<u8> {
    path.iter().flat_map(|h| *h.as_bytes()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn roots_and_proofs_are_those_of_another_implementation(
        n in 1_u64..1_500, leaf in any::<prop::sample::Index>(), old in any::<prop::sample::Index>()
    ) {
        let (frontier, tiles, other) = grow(n);
        prop_assert_eq!(frontier.root().as_bytes().to_vec(), other.root().as_bytes().to_vec());

        let index = leaf.index(usize::try_from(n).expect("small")) as u64;
        let needed = tiles_for_inclusion(index, n);
        let only: TileMap = tiles.iter().filter(|(id, _)| needed.contains(id))
            .map(|(id, hashes)| (*id, hashes.clone())).collect();
        let proof = prove_inclusion(index, n, &only).expect("the tiles named are enough");
        let theirs = other.prove_inclusion(usize::try_from(index).expect("small"));
        prop_assert_eq!(bytes_of(&proof.path), theirs.as_bytes().to_vec());
        prop_assert_eq!(proof.check(&leaf_hash(&index.to_be_bytes()), &frontier.root()), Ok(()));

        let old = 1 + old.index(usize::try_from(n).expect("small")) as u64;
        let needed = tiles_for_consistency(old, n);
        let only: TileMap = tiles.iter().filter(|(id, _)| needed.contains(id))
            .map(|(id, hashes)| (*id, hashes.clone())).collect();
        let proof = prove_consistency(old, n, &only).expect("the tiles named are enough");
        if old < n {
            let theirs = {
                let mut tree: MemoryBackedTree<Sha256, Vec<u8>> = MemoryBackedTree::new();
                for i in 0..n { tree.push(i.to_be_bytes().to_vec()); }
                tree.prove_consistency(usize::try_from(n - old).expect("small"))
            };
            prop_assert_eq!(bytes_of(&proof.path), theirs.as_bytes().to_vec());
        }
        prop_assert_eq!(proof.check(&root_at(old), &frontier.root()), Ok(()));
    }

    #[test]
    fn a_proof_with_one_bit_changed_or_a_hash_more_or_less_is_refused(
        n in 2_u64..700, leaf in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0_u8..8
    ) {
        let (frontier, tiles, _) = grow(n);
        let root = frontier.root();
        let index = leaf.index(usize::try_from(n).expect("small")) as u64;
        let good = prove_inclusion(index, n, &tiles).expect("all tiles");
        let hash = leaf_hash(&index.to_be_bytes());

        let mut bytes = bytes_of(&good.path);
        let position = at.index(bytes.len());
        bytes[position] ^= 1 << bit;
        let path = bytes.chunks(32).map(|c| Digest::from_slice(c).expect("32")).collect();
        let bad = InclusionProof { path, ..good.clone() };
        prop_assert_eq!(bad.check(&hash, &root), Err(ProofRefused::Root));

        let mut short = good.clone();
        short.path.pop();
        prop_assert_eq!(short.check(&hash, &root), Err(ProofRefused::Length));
        let mut long = good.clone();
        long.path.push(root);
        prop_assert_eq!(long.check(&hash, &root), Err(ProofRefused::Length));
        let beyond = InclusionProof { index: n, ..good.clone() };
        prop_assert_eq!(beyond.check(&hash, &root), Err(ProofRefused::OutOfRange));
        prop_assert!(good.check(&leaf_hash(b"another"), &root).is_err());
    }

    #[test]
    fn no_proof_of_any_shape_makes_the_checks_panic(
        index in any::<u64>(), size in any::<u64>(), old in any::<u64>(), len in 0_usize..70
    ) {
        let path = vec![Digest::from_bytes([7; 32]); len];
        let root = Digest::from_bytes([9; 32]);
        for size in [size, size % 1_000, 1 << 40, (1 << 40) + 1] {
            for index in [index, index % 1_000] {
                let proof = InclusionProof { index, size, path: path.clone() };
                prop_assert!(proof.check(&root, &root).is_err() || size == 1);
                let proof = ConsistencyProof { old_size: old % 1_000, new_size: size, path: path.clone() };
                let _ = proof.check(&root, &root);
                let _ = ConsistencyProof { old_size: old, ..proof }.check(&root, &root);
            }
        }
    }
}

#[test]
fn every_tree_continues_the_empty_one_and_none_continues_a_larger_one() {
    let empty = Frontier::new().root();
    let from_nothing = prove_consistency(0, 5, &TileMap::new()).expect("needs no tile");
    assert_eq!(from_nothing.check(&empty, &root_at(5)), Ok(()));
    assert_eq!(
        from_nothing.check(&root_at(1), &root_at(5)),
        Err(ProofRefused::Root)
    );
    let backwards = ConsistencyProof {
        old_size: 6,
        new_size: 5,
        path: Vec::new(),
    };
    assert_eq!(
        backwards.check(&root_at(6), &root_at(5)),
        Err(ProofRefused::OutOfRange)
    );
}

#[test]
fn a_million_leaves_are_verified_against_their_tiles_and_their_root() {
    let leaves: Vec<[u8; 47]> = (0..1_000_000_u64)
        .map(|n| {
            let mut bytes = [0x5a; 47];
            bytes[..8].copy_from_slice(&n.to_be_bytes());
            bytes
        })
        .collect();
    let mut builder = TileBuilder::new();
    let mut tiles = Vec::new();
    for leaf in &leaves {
        tiles.extend(builder.append(leaf_hash(leaf)).expect("room"));
    }
    tiles.extend(builder.partial());

    let mut frontier = Frontier::new();
    for tile in tiles.iter().filter(|tile| tile.id.level == 0) {
        let first = usize::try_from(tile.id.number * 256).expect("small");
        let below = &leaves[first..first + tile.hashes.len()];
        check_tile(tile, below.iter().map(|leaf| &leaf[..])).expect("nothing was changed");
        for hash in &tile.hashes {
            frontier.append(*hash).expect("room");
        }
    }
    assert_eq!(frontier.size(), 1_000_000);
}
