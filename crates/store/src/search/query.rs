//! Answering a search: the rarest token leads, the others are looked up for each of its cases,
//! newest first, and nothing is ranked or counted.

use comity_core::id::RequestId;
use comity_flows::ports::{QueuePage, SearchQuery};
use sqlx::Row as _;

use super::words::{PREFIX_TO, Piece, Tokens, pieces, plain};
use crate::fault::Trouble;
use crate::rows::tables::REQUEST;
use crate::statement::places;
use crate::store::Store;
use crate::table::{Val, arguments};

/// Words of a search beyond these are not looked at.
const WORDS: usize = 8;
/// Cases opened for one page at most, while looking for a long beginning of a word.
const LOOKED_AT: usize = 400;
/// How far a token is counted to find the rarest.
const COUNTED: i64 = 1_000;

/// What a search looks up, and what has to be checked in the opened words.
#[derive(Debug, Default)]
struct Plan {
    hashes: Vec<i64>,
    beginnings: Vec<String>,
}

impl Store {
    pub(crate) async fn search_page(&self, query: &SearchQuery) -> Result<QueuePage, Trouble> {
        let limit = query.limit.clamp(1, 500) as usize;
        let mut plan = self.plan(query).await?;
        if plan.hashes.is_empty() {
            return Ok(QueuePage::default());
        }
        let mut below = match query.after {
            Some((_, id)) => self.number_in_index(id).await?,
            None => i64::MAX,
        };
        self.rarest_first(&mut plan.hashes).await?;
        let mut page = QueuePage::default();
        let mut looked_at = 0;
        loop {
            let found = self.candidates(&plan.hashes, below, limit + 1).await?;
            let mut more = found.len() > limit;
            let numbers = &found[..found.len().min(limit)];
            let tail = format!(
                "WHERE r.no IN {} ORDER BY r.no DESC",
                places(1, numbers.len())
            );
            let rows = if numbers.is_empty() {
                Vec::new()
            } else {
                self.stored(
                    &REQUEST,
                    &tail,
                    numbers.iter().map(|no| Val::Int(*no)).collect(),
                )
                .await?
            };
            looked_at += rows.len();
            let mut lines = self.lines(rows).await?.into_iter();
            for (sealed, line) in lines.by_ref() {
                page.next = Some((sealed.opened, RequestId::from_bytes(sealed.id)));
                if plan.beginnings.is_empty() || self.holds(&sealed, &plan.beginnings).await? {
                    page.lines.push(line);
                }
                if page.lines.len() == limit {
                    break;
                }
            }
            more |= lines.next().is_some();
            if !more {
                page.next = None;
            }
            if !more || page.lines.len() == limit || looked_at >= LOOKED_AT {
                return Ok(page);
            }
            below = numbers.last().copied().unwrap_or(i64::MIN);
        }
    }

    /// Turns what was typed into tokens. A word of up to eight letters is found by its beginning; a
    /// longer one whole, or else by its first eight letters and a look at the words.
    async fn plan(&self, query: &SearchQuery) -> Result<Plan, Trouble> {
        let tokens = Tokens::new(&self.ring.search, query.desk);
        let mut plan = Plan::default();
        for piece in pieces(&query.text).into_iter().take(WORDS) {
            match piece {
                Piece::Pair(pair) => plan.hashes.push(tokens.pair(&pair)),
                Piece::Word(word) => {
                    let beginning: String = word.chars().take(PREFIX_TO).collect();
                    let length = word.chars().count();
                    if length < 3 {
                        plan.hashes.push(tokens.word(&word));
                    } else if length <= PREFIX_TO {
                        plan.hashes.push(tokens.prefix(&word));
                    } else if self.count(tokens.word(&word), 1).await? > 0 {
                        plan.hashes.push(tokens.word(&word));
                    } else {
                        plan.hashes.push(tokens.prefix(&beginning));
                        plan.beginnings.push(word);
                    }
                }
            }
        }
        Ok(plan)
    }

    async fn count(&self, hash: i64, most: i64) -> Result<i64, Trouble> {
        let text = "SELECT COUNT(*) FROM (SELECT 1 FROM search_token WHERE hash = $1 LIMIT $2) t"
            .to_owned();
        let rows = self
            .database
            .read_rows(text, arguments([Val::Int(hash), Val::Int(most)])?)
            .await?;
        Ok(rows
            .first()
            .map(|row| row.try_get(0))
            .transpose()?
            .unwrap_or(0))
    }

    async fn rarest_first(&self, hashes: &mut Vec<i64>) -> Result<(), Trouble> {
        hashes.sort_unstable();
        hashes.dedup();
        if hashes.len() > 1 {
            let mut counted = Vec::with_capacity(hashes.len());
            for hash in hashes.iter() {
                counted.push((self.count(*hash, COUNTED).await?, *hash));
            }
            counted.sort_unstable();
            *hashes = counted.into_iter().map(|(_, hash)| hash).collect();
        }
        Ok(())
    }

    async fn candidates(
        &self,
        hashes: &[i64],
        below: i64,
        limit: usize,
    ) -> Result<Vec<i64>, Trouble> {
        let mut text =
            String::from("SELECT a.no FROM search_token a WHERE a.hash = $1 AND a.no < $2");
        for n in 1..hashes.len() {
            text.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM search_token t{n} WHERE t{n}.hash = ${} AND t{n}.no = a.no)",
                n + 3
            ));
        }
        text.push_str(" ORDER BY a.no DESC LIMIT $3");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut values = hashes.iter().map(|hash| Val::Int(*hash));
        let first = values.next().unwrap_or(Val::Int(0));
        let values = [first, Val::Int(below), Val::Int(limit)]
            .into_iter()
            .chain(values);
        let rows = self.database.read_rows(text, arguments(values)?).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The place of a case in the index: newer cases have higher ones.
    async fn number_in_index(&self, id: RequestId) -> Result<i64, Trouble> {
        let text = "SELECT no FROM request WHERE id = $1".to_owned();
        let rows = self
            .database
            .read_rows(text, arguments([Val::blob(id.as_bytes())])?)
            .await?;
        Ok(rows
            .first()
            .map(|row| row.try_get(0))
            .transpose()?
            .unwrap_or(i64::MIN))
    }

    async fn holds(
        &self,
        case: &crate::rows::case::SealedCase,
        beginnings: &[String],
    ) -> Result<bool, Trouble> {
        let keys = self.keys_of([case.id]).await?;
        let Some(key) = keys.get(&case.id) else {
            return Ok(false);
        };
        let words: Vec<Piece> = case
            .words(key)?
            .iter()
            .flat_map(|text| pieces(text))
            .collect();
        Ok(beginnings.iter().all(|beginning| {
            words
                .iter()
                .any(|piece| matches!(piece, Piece::Word(word) if word.starts_with(plain(beginning).as_str())))
        }))
    }

    /// Waits until every case that was committed so far can be found: for tests and for bulk loads.
    ///
    /// # Errors
    /// [`comity_flows::ports::LedgerFault`] when the database fails.
    pub async fn search_is_settled(&self) -> Result<(), comity_flows::ports::LedgerFault> {
        loop {
            let text = "SELECT no FROM search_queue LIMIT 1".to_owned();
            let waiting = async { self.database.read_rows(text, arguments([])?).await };
            if waiting.await.map_err(crate::fault::told)?.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}
