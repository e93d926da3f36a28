//! Bulk loading: many cases at once, from an older system or for a measurement.
//!
//! The ordinary indexer would touch a page of the search index for every token. A bulk load makes
//! all tokens first, sorts them outside of the database and writes them in order.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use comity_flows::ports::{Change, LedgerFault};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use sqlx::Row as _;

use crate::database::Engine;
use crate::fault::{Trouble, told};
use crate::group::Refused;
use crate::prepare::{Prepared, Tokens};
use crate::rows::case::SealedCase;
use crate::rows::tables::REQUEST;
use crate::search::{indexed_doc, tokens_of};
use crate::statement::column_list;
use crate::store::Store;
use crate::table::{Stored, Val, arguments};

/// Changes under way at the same time.
const AT_ONCE: usize = 64;
/// Cases read in one step.
const CASES: i64 = 512;
/// Parts into which tokens are sorted: each is read into memory alone.
const PARTS: usize = 16;
/// Tokens of one commit.
const TOKENS: usize = 32_768;

impl Store {
    /// Commits many changes, each whole or not at all, and indexes their cases at the end. Returns
    /// how many were committed.
    ///
    /// # Errors
    /// The first [`LedgerFault`]; what was committed before it stays.
    pub async fn load(
        &self,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<u64, LedgerFault> {
        self.indexer.0.pause(true);
        let outcome = async {
            let mut changes = changes.into_iter();
            let mut under_way = FuturesUnordered::new();
            let mut count = 0;
            loop {
                while under_way.len() < AT_ONCE
                    && let Some(change) = changes.next()
                {
                    under_way.push(async move { self.write(&change).await });
                }
                match under_way.next().await {
                    Some(done) => drop(done?),
                    None => break,
                }
                count += 1;
            }
            self.index_in_bulk().await.map_err(told)?;
            Ok(count)
        };
        let outcome = outcome.await;
        self.indexer.0.pause(false);
        outcome
    }

    /// Indexes the queued cases that the index does not hold at all yet.
    async fn index_in_bulk(&self) -> Result<(), Trouble> {
        let folder = match &self.database.engine {
            Engine::Sqlite(path) => path.with_extension("index-parts"),
            Engine::Postgres => {
                std::env::temp_dir().join(format!("comity-index-{}", std::process::id()))
            }
        };
        let outcome = self.sort_and_write(&folder).await;
        if let Err(why) = std::fs::remove_dir_all(&folder) {
            tracing::warn!(%why, folder = %folder.display(), "parts of the index were left behind");
        }
        outcome
    }

    async fn sort_and_write(&self, folder: &Path) -> Result<(), Trouble> {
        let disk = |why: std::io::Error| match why.kind() {
            std::io::ErrorKind::StorageFull => Trouble::Told(LedgerFault::NoSpace),
            _ => Trouble::Told(LedgerFault::Database(Box::new(why))),
        };
        std::fs::create_dir_all(folder).map_err(disk)?;
        let paths: Vec<PathBuf> = (0..PARTS)
            .map(|part| folder.join(part.to_string()))
            .collect();
        let mut files = paths
            .iter()
            .map(|path| File::create(path).map(BufWriter::new))
            .collect::<Result<Vec<_>, _>>()
            .map_err(disk)?;
        let text = format!(
            "SELECT {}, q.no, q.version FROM search_queue q JOIN request r ON r.no = q.no \
             LEFT JOIN search_doc d ON d.no = q.no WHERE d.no IS NULL AND q.no > $1 ORDER BY q.no LIMIT $2",
            column_list(&REQUEST, "r")
        );
        let mut after = i64::MIN;
        // The queue forgets a case only when its tokens are written: a load that breaks off is
        // finished by the ordinary indexer.
        let mut done = Vec::new();
        loop {
            let values = arguments([Val::Int(after), Val::Int(CASES)])?;
            let rows = self.database.read_rows(text.clone(), values).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let no: i64 = row.try_get(REQUEST.columns.len() + 3)?;
                let version: i64 = row.try_get(REQUEST.columns.len() + 4)?;
                after = no;
                let case = SealedCase::read(Stored::read(&REQUEST, row, self.ring.marks())?)?;
                let keys = self.keys_of([case.id]).await?;
                let Some(key) = keys.get(&case.id) else {
                    continue;
                };
                let words = case.words(key)?;
                for hash in tokens_of(&self.ring, case.desk, &words) {
                    let mut pair = [0; 16];
                    pair[..8].copy_from_slice(&hash.to_be_bytes());
                    pair[8..].copy_from_slice(&no.to_be_bytes());
                    files[part_of(hash)].write_all(&pair).map_err(disk)?;
                }
                done.push((
                    no,
                    version,
                    case.id,
                    indexed_doc(key, &case.id, case.desk, &words)?,
                ));
            }
        }
        for file in files {
            file.into_inner().map_err(|why| disk(why.into_error()))?;
        }
        for path in &paths {
            let mut bytes = Vec::new();
            BufReader::new(File::open(path).map_err(disk)?)
                .read_to_end(&mut bytes)
                .map_err(disk)?;
            let mut pairs: Vec<(i64, i64)> = bytes
                .chunks_exact(16)
                .map(|pair| {
                    let half =
                        |at: usize| i64::from_be_bytes(std::array::from_fn(|n| pair[at + n]));
                    (half(0), half(8))
                })
                .collect();
            drop(bytes);
            pairs.sort_unstable();
            for some in pairs.chunks(TOKENS) {
                self.write_tokens(Tokens {
                    add: some.to_vec(),
                    ..Tokens::default()
                })
                .await?;
            }
        }
        for some in done.chunks(2_048) {
            self.write_tokens(Tokens {
                docs: some
                    .iter()
                    .map(|(no, _, id, doc)| (*no, *id, doc.clone()))
                    .collect(),
                done: some
                    .iter()
                    .map(|(no, version, _, _)| (*no, *version))
                    .collect(),
                ..Tokens::default()
            })
            .await?;
        }
        Ok(())
    }

    async fn write_tokens(&self, tokens: Tokens) -> Result<(), Trouble> {
        let prepared = Prepared {
            tokens,
            ..Prepared::default()
        };
        match self.committer.commit_later(prepared).await {
            Ok(_) | Err(Refused::OtherKey) => Ok(()),
            Err(Refused::Fault(fault)) => Err(fault.into()),
        }
    }
}

/// The part a token belongs to: parts in order hold tokens in order.
fn part_of(hash: i64) -> usize {
    usize::try_from((hash >> 60) + 8)
        .unwrap_or(0)
        .min(PARTS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_in_the_order_of_the_tokens() {
        assert_eq!(part_of(i64::MIN), 0);
        assert_eq!(part_of(-1), 7);
        assert_eq!(part_of(0), 8);
        assert_eq!(part_of(i64::MAX), 15);
    }
}
