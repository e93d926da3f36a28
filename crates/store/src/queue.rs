//! Pages of the queue. Each view and filter has its index; pages go on after the last row, never by
//! counting rows, and only the rows of the page are opened.

use comity_core::id::RequestId;
use comity_flows::ports::{QueueCounts, QueuePage, QueueQuery, QueueView};
use sqlx::Row as _;

use crate::fault::Trouble;
use crate::rows::tables::REQUEST;
use crate::store::Store;
use crate::table::{Val, arguments};

/// Rows of a page at most.
const MOST: u32 = 500;

impl Store {
    pub(crate) async fn queue_page(&self, query: &QueueQuery) -> Result<QueuePage, Trouble> {
        let limit = query.limit.clamp(1, MOST);
        let (tail, values) = page(query, limit);
        let mut rows = self.stored(&REQUEST, &tail, values).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        // The place to continue from is that of the last row read, also when it is erased.
        let next = match (more, rows.last()) {
            (true, Some(last)) => {
                Some((last.peek_int(1)?, RequestId::from_bytes(last.id_fixed()?)))
            }
            _ => None,
        };
        let lines = self
            .lines(rows)
            .await?
            .into_iter()
            .map(|(_, line)| line)
            .collect();
        Ok(QueuePage { lines, next })
    }

    pub(crate) async fn queue_counts(&self, desk: i64) -> Result<QueueCounts, Trouble> {
        let text = "SELECT ours, nobody, emergency, arrived, COUNT(*) FROM request \
                    WHERE open = 1 AND desk = $1 GROUP BY ours, nobody, emergency, arrived"
            .to_owned();
        let mut counts = QueueCounts::default();
        for row in self
            .database
            .read_rows(text, arguments([Val::Int(desk)])?)
            .await?
        {
            let flag = |at: usize| row.try_get::<i64, _>(at).map(|n| n != 0);
            let n = row.try_get::<i64, _>(4)?.unsigned_abs();
            counts.open += n;
            if flag(0)? {
                counts.ours += n;
            } else {
                counts.theirs += n;
            }
            counts.nobody += if flag(1)? { n } else { 0 };
            counts.emergencies += if flag(2)? { n } else { 0 };
            counts.arrived += if flag(3)? { n } else { 0 };
        }
        Ok(counts)
    }
}

/// What follows the table's name, and its values. `open = 1` stands in the text, so that the indexes
/// over open cases serve.
///
/// Of several filters the one that leaves fewest cases leads. The others are written so that no
/// index fits them: a planner without statistics would take any of them, and then read a whole desk
/// to find one peer.
fn page(query: &QueueQuery, limit: u32) -> (String, Vec<Val>) {
    let mut filters: Vec<(&str, Val)> = Vec::new();
    if query.view == QueueView::Emergencies {
        filters.push(("emergency", Val::Int(1)));
    }
    if query.view == QueueView::Owner {
        let owner = query.owner.as_ref().map_or("", |owner| owner.as_str());
        filters.push(("owner", Val::text(owner)));
    }
    if let Some(peer) = &query.peer {
        filters.push(("peer", Val::text(peer.as_str())));
    }
    if let Some(kind) = query.kind {
        filters.push(("kind", Val::text(kind.as_str())));
    }
    if let Some(stage) = query.stage {
        filters.push(("stage", Val::text(stage.as_str())));
    }
    match query.view {
        QueueView::Nobody => filters.push(("owner", Val::text(""))),
        QueueView::Ours => filters.push(("ours", Val::Int(1))),
        QueueView::Theirs => filters.push(("ours", Val::Int(0))),
        QueueView::Open | QueueView::Emergencies | QueueView::Owner | QueueView::All => {}
    }
    let mut tail = String::from("WHERE r.desk = $1");
    let mut values = vec![Val::Int(query.desk)];
    if query.view != QueueView::All {
        tail.push_str(" AND r.open = 1");
    }
    for (place, (column, value)) in filters.into_iter().enumerate() {
        let hidden = match (place, &value) {
            (0, _) => "",
            (_, Val::Int(_)) => " + 0",
            _ => " || ''",
        };
        values.push(value);
        tail.push_str(&format!(" AND r.{column}{hidden} = ${}", values.len()));
    }
    let (deadline, id) = query.after.map_or((i64::MIN, vec![]), |(deadline, id)| {
        (deadline, id.as_bytes().to_vec())
    });
    values.extend([
        Val::Int(deadline),
        Val::Blob(id),
        Val::Int(i64::from(limit) + 1),
    ]);
    let n = values.len();
    tail.push_str(&format!(
        " AND (r.deadline, r.id) > (${}, ${}) ORDER BY r.deadline, r.id LIMIT ${n}",
        n - 2,
        n - 1
    ));
    (tail, values)
}
