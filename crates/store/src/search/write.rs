//! Writing what the index gains and loses, inside a transaction of the committer.

use sqlx::AnyConnection;

use crate::fault::Trouble;
use crate::group::Texts;
use crate::prepare::Tokens;
use crate::statement::{places, runs};
use crate::table::{Val, arguments};

/// What the search index gains and loses with a change of the indexer.
pub(crate) async fn write_index(
    connection: &mut AnyConnection,
    texts: &mut Texts,
    tokens: &Tokens,
) -> Result<(), Trouble> {
    if tokens.is_empty() {
        return Ok(());
    }
    let pairs = |pairs: &[(i64, i64)]| {
        pairs
            .iter()
            .flat_map(|(a, b)| [Val::Int(*a), Val::Int(*b)])
            .collect::<Vec<_>>()
    };
    for (does, text, list) in [
        (
            5,
            "DELETE FROM search_token WHERE hash = $1 AND no = $2",
            &tokens.remove,
        ),
        (
            6,
            "DELETE FROM search_queue WHERE no = $1 AND version = $2",
            &tokens.done,
        ),
    ] {
        for pair in list {
            let text = texts.of(does, 0, 1, || text.to_owned());
            sqlx::query_with(text, arguments([Val::Int(pair.0), Val::Int(pair.1)])?)
                .execute(&mut *connection)
                .await?;
        }
    }
    let mut rest = tokens.add.as_slice();
    while !rest.is_empty() {
        // Narrow rows: longer runs than elsewhere.
        let run = if rest.len() >= 256 {
            256
        } else {
            runs(rest.len()).next().unwrap_or(1)
        };
        let (some, after) = rest.split_at(run);
        rest = after;
        let text = texts.of(7, 0, run, || {
            format!(
                "INSERT INTO search_token(hash, no) VALUES {} ON CONFLICT (hash, no) DO NOTHING",
                places(run, 2)
            )
        });
        sqlx::query_with(text, arguments(pairs(some))?)
            .execute(&mut *connection)
            .await?;
    }
    let mut rest = tokens.docs.as_slice();
    for run in runs(tokens.docs.len()) {
        let (some, after) = rest.split_at(run);
        rest = after;
        let text = texts.of(8, 0, run, || {
            format!(
                "INSERT INTO search_doc(no, case_id, indexed) VALUES {} \
                 ON CONFLICT (no) DO UPDATE SET indexed = excluded.indexed",
                places(run, 3)
            )
        });
        let values = some
            .iter()
            .flat_map(|(no, case, sealed)| [Val::Int(*no), Val::blob(case), Val::blob(sealed)]);
        sqlx::query_with(text, arguments(values)?)
            .execute(&mut *connection)
            .await?;
    }
    for no in &tokens.gone {
        for text in [
            "DELETE FROM search_doc WHERE no = $1",
            "DELETE FROM search_queue WHERE no = $1",
        ] {
            sqlx::query_with(text, arguments([Val::Int(*no)])?)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}
