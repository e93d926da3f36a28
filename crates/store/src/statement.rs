//! Statement texts, the same on both databases: put together from the names of tables and columns
//! and from numbered places, never from values.

use sqlx::AssertSqlSafe;

use crate::table::Table;

/// The only door for statement texts made at run time: they hold names from this file and numbered
/// places, never a value.
pub(crate) fn statement(text: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(text)
}

/// `a.id, a.version, a.mark, a.…` for [`Stored::read`].
pub(crate) fn column_list(table: &Table, alias: &str) -> String {
    let mut out = format!("{alias}.id, {alias}.version, {alias}.mark");
    for (name, _) in table.columns {
        out.push_str(", ");
        out.push_str(alias);
        out.push('.');
        out.push_str(name);
    }
    out
}

/// `($1, $2), ($3, $4)` for so many rows of so many columns.
pub(crate) fn places(rows: usize, columns: usize) -> String {
    let mut out = String::with_capacity(rows * columns * 6);
    let mut next = 1;
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                out.push_str(", ");
            }
            out.push('$');
            out.push_str(&next.to_string());
            next += 1;
        }
        out.push(')');
    }
    out
}

/// Writes rows, new or changed.
pub(crate) fn put_statement(table: &Table, rows: usize) -> String {
    let names: Vec<&str> = ["id", "version", "mark"]
        .into_iter()
        .chain(table.columns.iter().map(|(name, _)| *name))
        .collect();
    let mut text = format!(
        "INSERT INTO {}({}) VALUES {} ON CONFLICT (id) DO UPDATE SET version = excluded.version, mark = excluded.mark",
        table.name,
        names.join(", "),
        places(rows, names.len()),
    );
    for name in &names[3..] {
        text.push_str(", ");
        text.push_str(name);
        text.push_str(" = excluded.");
        text.push_str(name);
    }
    text
}

/// What guards need to know of rows.
pub(crate) fn guard_statement(table: &Table, ids: usize) -> String {
    format!(
        "SELECT id, version FROM {} WHERE id IN {}",
        table.name,
        places(1, ids)
    )
}

/// Deletes rows.
pub(crate) fn delete_statement(table: &Table, ids: usize) -> String {
    format!("DELETE FROM {} WHERE id IN {}", table.name, places(1, ids))
}

/// Splits `n` rows into runs whose lengths are powers of two, at most 64, so that few statement
/// texts exist and each stays prepared.
pub(crate) fn runs(mut n: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let run = (1usize << (usize::BITS - 1 - n.max(1).leading_zeros()))
            .min(64)
            .min(n);
        n -= run;
        (run > 0).then_some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_powers_of_two_and_add_up() {
        assert_eq!(runs(0).count(), 0);
        assert_eq!(runs(13).collect::<Vec<_>>(), [8, 4, 1]);
        assert_eq!(runs(200).collect::<Vec<_>>(), [64, 64, 64, 8]);
    }

    #[test]
    fn a_statement_holds_names_and_places_only() {
        static T: Table = Table {
            order: 1,
            name: "t",
            columns: &[("a", crate::table::Ty::Int)],
        };
        assert_eq!(
            put_statement(&T, 2),
            "INSERT INTO t(id, version, mark, a) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8) ON CONFLICT (id) \
             DO UPDATE SET version = excluded.version, mark = excluded.mark, a = excluded.a"
        );
        assert_eq!(
            guard_statement(&T, 2),
            "SELECT id, version FROM t WHERE id IN ($1, $2)"
        );
    }
}
