//! Tiles: the tree's hashes in blocks of 256, as they are stored and served.
//!
//! Tile (0, N) holds the hashes of leaves 256·N to 256·N+255; tile (L, N) holds the roots of 256
//! tiles below it. Full tiles never change, so they can be cached for ever; only the last one of a
//! level is rewritten, and at published sizes level 0 has none of those.
//!
//! # Source
//! C2SP tlog-tiles, tile height 8.

use std::collections::BTreeMap;

use comity_core::id::Digest;

use super::{Frontier, MAX_LEAVES, TreeFull, leaf_hash};

/// Hashes in a full tile.
const WIDTH: usize = 256;

/// Which tile: level and number, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileId {
    /// 0 for leaf hashes, each level up stands for 256 times as many leaves.
    pub level: u8,
    /// From the left.
    pub number: u64,
}

/// A tile as stored: the widest version seen so far replaces the narrower one.
///
/// Row: `level`, `number`, `hashes` BLOB of 32 bytes × 1 to 256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileRow {
    /// Which.
    pub id: TileId,
    /// Its hashes, from the left.
    pub hashes: Vec<Digest>,
}

impl TileRow {
    /// Reads a stored tile; `None` unless it has 1 to 256 whole hashes.
    #[must_use]
    pub fn from_bytes(id: TileId, bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        (rest.is_empty() && (1..=WIDTH).contains(&hashes.len())).then(|| Self {
            id,
            hashes: hashes.iter().copied().map(Digest::from_bytes).collect(),
        })
    }

    /// The bytes to store or serve.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|h| *h.as_bytes()).collect()
    }

    /// Whether all 256 hashes are there.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.hashes.len() == WIDTH
    }

    /// Path below the log's address: `tile/0/x001/x234/067` or, for a tile not yet full,
    /// `…/067.p/8`.
    #[must_use]
    pub fn path(&self) -> String {
        let width = u32::try_from(self.hashes.len()).expect("at most 256 hashes");
        tlog_tiles::Tile::new(8, self.id.level, self.id.number, width, false)
            .path()
            .replacen("tile/8/", "tile/", 1)
    }
}

/// Tiles held in memory for one proof, by their place.
pub type TileMap = BTreeMap<TileId, Vec<Digest>>;

/// Turns leaf hashes into tiles as the log grows.
#[derive(Clone, Debug, Default)]
pub struct TileBuilder {
    size: u64,
    /// For each level, the hashes of its last tile when that is not full.
    open: Vec<Vec<Digest>>,
}

impl TileBuilder {
    /// Starts an empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on from a stored log: `last` is the last stored tile of each level that is not full.
    /// `None` when those tiles are not the ones a log of this size has.
    #[must_use]
    pub fn resume(size: u64, last: &[TileRow]) -> Option<Self> {
        if size > MAX_LEAVES {
            return None;
        }
        let mut open: Vec<Vec<Digest>> = Vec::new();
        let (mut level, mut count, mut used) = (0_u8, size, 0);
        while count > 0 {
            let width = usize::try_from(count % 256).expect("below 256");
            let number = count / 256;
            if width == 0 {
                open.push(Vec::new());
            } else {
                let row = last.iter().find(|row| row.id == TileId { level, number })?;
                open.push(row.hashes.get(..width)?.to_vec());
                used += 1;
            }
            count /= 256;
            level += 1;
        }
        (used == last.len()).then_some(Self { size, open })
    }

    /// How many leaves have gone in.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf and returns the tiles it filled, lowest first (mostly none).
    ///
    /// # Errors
    /// [`TreeFull`] at [`MAX_LEAVES`].
    pub fn append(&mut self, leaf_hash: Digest) -> Result<Vec<TileRow>, TreeFull> {
        if self.size >= MAX_LEAVES {
            return Err(TreeFull);
        }
        self.size += 1;
        let mut full = Vec::new();
        let mut node = leaf_hash;
        let mut count = self.size;
        for level in 0_u8.. {
            let at = usize::from(level);
            if at == self.open.len() {
                self.open.push(Vec::new());
            }
            self.open[at].push(node);
            if self.open[at].len() < WIDTH {
                break;
            }
            let hashes = std::mem::take(&mut self.open[at]);
            node = subtree_root(&hashes);
            count /= 256;
            full.push(TileRow {
                id: TileId {
                    level,
                    number: count - 1,
                },
                hashes,
            });
        }
        Ok(full)
    }

    /// The last tiles that are not full, to be stored with a checkpoint.
    #[must_use]
    pub fn partial(&self) -> Vec<TileRow> {
        let tiles = self.open.iter().zip(0_u8..);
        tiles
            .filter(|(hashes, _)| !hashes.is_empty())
            .map(|(hashes, level)| TileRow {
                id: TileId {
                    level,
                    number: self.size >> (8 * (u32::from(level) + 1)),
                },
                hashes: hashes.clone(),
            })
            .collect()
    }
}

/// Root of a run of hashes.
pub(super) fn subtree_root(hashes: &[Digest]) -> Digest {
    let mut tree = Frontier::new();
    for hash in hashes {
        tree.append(*hash).expect("a tile is far below the limit");
    }
    tree.root()
}

/// A stored tile does not fit its leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileWrong {
    /// Another number of leaves than hashes.
    #[error("the tile stands for {hashes} leaves, {leaves} are stored")]
    Count {
        /// Leaves found.
        leaves: usize,
        /// Hashes in the tile.
        hashes: usize,
    },
    /// A leaf's bytes, or its stored hash, changed.
    #[error("leaf {index} does not match its hash")]
    Leaf {
        /// Which leaf of the log.
        index: u64,
    },
}

/// Re-hashes the leaves below one level-0 tile and compares each. The first that differs is named.
///
/// # Errors
/// [`TileWrong`].
pub fn check_tile<'a>(
    tile: &TileRow,
    leaves: impl ExactSizeIterator<Item = &'a [u8]>,
) -> Result<(), TileWrong> {
    if leaves.len() != tile.hashes.len() {
        return Err(TileWrong::Count {
            leaves: leaves.len(),
            hashes: tile.hashes.len(),
        });
    }
    let first = tile.id.number.saturating_mul(256);
    for ((bytes, stored), index) in leaves.zip(&tile.hashes).zip(first..) {
        if leaf_hash(bytes) != *stored {
            return Err(TileWrong::Leaf { index });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(n: u64) -> Digest {
        leaf_hash(&n.to_be_bytes())
    }

    #[test]
    fn a_builder_that_stops_and_goes_on_makes_the_same_tiles() {
        let mut whole = TileBuilder::new();
        let mut pieces = TileBuilder::new();
        for n in 0..70_000 {
            let a = whole.append(leaf(n)).expect("room");
            if n % 4_999 == 0 {
                pieces = TileBuilder::resume(pieces.size(), &pieces.partial()).expect("fits");
            }
            assert_eq!(a, pieces.append(leaf(n)).expect("room"));
        }
        assert_eq!(whole.partial(), pieces.partial());
        assert_eq!(
            TileBuilder::resume(70_001, &whole.partial()).map(|b| b.size()),
            None
        );
    }

    #[test]
    fn tile_paths_are_those_of_the_standard() {
        let mut row = TileRow {
            id: TileId {
                level: 0,
                number: 1_234_067,
            },
            hashes: vec![leaf(0); 256],
        };
        assert_eq!(row.path(), "tile/0/x001/x234/067");
        row.hashes.truncate(8);
        assert_eq!(row.path(), "tile/0/x001/x234/067.p/8");
    }

    #[test]
    fn a_changed_leaf_is_named() {
        let bytes: Vec<[u8; 8]> = (0..256_u64).map(u64::to_be_bytes).collect();
        let mut tile = TileRow {
            id: TileId {
                level: 0,
                number: 0,
            },
            hashes: (0..256).map(leaf).collect(),
        };
        assert_eq!(check_tile(&tile, bytes.iter().map(|b| &b[..])), Ok(()));
        tile.hashes[9] = leaf(3);
        assert_eq!(
            check_tile(&tile, bytes.iter().map(|b| &b[..])),
            Err(TileWrong::Leaf { index: 9 })
        );
        assert!(matches!(
            check_tile(&tile, bytes[1..].iter().map(|b| &b[..])),
            Err(TileWrong::Count {
                leaves: 255,
                hashes: 256
            })
        ));
    }
}
