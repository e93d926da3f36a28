//! Rows: one description of each table, and values bound and read by it.
//!
//! Every keyed table begins with the same three columns: `id` (bytes), `version` (what guards
//! compare) and `mark` (a keyed checksum of the whole row, so that a flipped bit in any column is
//! found when the row is read).

use aws_lc_rs::hmac;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Arguments as _, Row as _};

use crate::fault::{Trouble, damaged};

/// Type of a column: the three that both databases and `Any` share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Int,
    Text,
    Blob,
}

/// A keyed table.
#[derive(Debug)]
pub(crate) struct Table {
    /// Order in which a group writes; also the identity of the table.
    pub(crate) order: u8,
    pub(crate) name: &'static str,
    /// Columns after `id`, `version` and `mark`.
    pub(crate) columns: &'static [(&'static str, Ty)],
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}
impl Eq for Table {}
impl PartialOrd for Table {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Table {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order.cmp(&other.order)
    }
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Val {
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
    /// No value, in a text column.
    NoText,
    /// No value, in a bytes column.
    NoBlob,
}

impl Val {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
    pub(crate) fn blob(bytes: &[u8]) -> Self {
        Self::Blob(bytes.to_vec())
    }
    pub(crate) fn opt_text(text: Option<&str>) -> Self {
        text.map_or(Self::NoText, Self::text)
    }
    pub(crate) fn opt_blob(bytes: Option<&[u8]>) -> Self {
        bytes.map_or(Self::NoBlob, Self::blob)
    }
    pub(crate) fn flag(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
    /// A count or length. Values above `i64::MAX` do not occur: they would be exabytes.
    pub(crate) fn count(n: u64) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }

    pub(crate) fn bind(self, to: &mut AnyArguments) -> Result<(), Trouble> {
        match self {
            Self::Int(n) => to.add(n),
            Self::Text(text) => to.add(text),
            Self::Blob(bytes) => to.add(bytes),
            Self::NoText => to.add(None::<String>),
            Self::NoBlob => to.add(None::<Vec<u8>>),
        }
        .map_err(|why| Trouble::Sql(sqlx::Error::Encode(why)))
    }

    /// Bytes for statistics of a group.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Int(_) | Self::NoText | Self::NoBlob => 8,
            Self::Text(text) => text.len(),
            Self::Blob(bytes) => bytes.len(),
        }
    }
}

/// Binds values in order.
pub(crate) fn arguments(values: impl IntoIterator<Item = Val>) -> Result<AnyArguments, Trouble> {
    let mut out = AnyArguments::default();
    for value in values {
        value.bind(&mut out)?;
    }
    Ok(out)
}

/// Key of the row checksums.
#[derive(Clone, Debug)]
pub(crate) struct MarkKey(pub(crate) hmac::Key);

impl MarkKey {
    /// The checksum of a row: the first 8 bytes of an HMAC-SHA-256 over table, id, version, values.
    pub(crate) fn of(&self, table: &Table, id: &[u8], version: i64, values: &[Val]) -> i64 {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(&[table.order]);
        let mut piece = |kind: u8, bytes: &[u8]| {
            context.update(&[kind]);
            context.update(&(bytes.len() as u64).to_be_bytes());
            context.update(bytes);
        };
        piece(0, id);
        piece(1, &version.to_be_bytes());
        for value in values {
            match value {
                Val::Int(n) => piece(2, &n.to_be_bytes()),
                Val::Text(text) => piece(3, text.as_bytes()),
                Val::Blob(bytes) => piece(4, bytes),
                Val::NoText | Val::NoBlob => piece(5, &[]),
            }
        }
        first_eight(context.sign().as_ref())
    }
}

/// The first 8 bytes of a hash as a number.
pub(crate) fn first_eight(hash: &[u8]) -> i64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(eight)
}

/// A row as it was stored, its checksum verified.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) table: &'static Table,
    pub(crate) id: Vec<u8>,
    pub(crate) version: i64,
    values: std::vec::IntoIter<Val>,
}

impl Stored {
    /// Reads `id`, `version`, `mark` and all columns of `table` from the front of a row.
    pub(crate) fn read(
        table: &'static Table,
        row: &AnyRow,
        key: &MarkKey,
    ) -> Result<Self, Trouble> {
        let broken = |_| damaged(table.name, &[], "a column has another type");
        let id: Vec<u8> = row.try_get(0).map_err(broken)?;
        let broken = |_| damaged(table.name, &id, "a column has another type");
        let version: i64 = row.try_get(1).map_err(broken)?;
        let mark: i64 = row.try_get(2).map_err(broken)?;
        let mut values = Vec::with_capacity(table.columns.len());
        for (at, (_, ty)) in table.columns.iter().enumerate() {
            let at = at + 3;
            values.push(match ty {
                Ty::Int => Val::Int(row.try_get(at).map_err(broken)?),
                Ty::Text => row
                    .try_get::<Option<String>, _>(at)
                    .map_err(broken)?
                    .map_or(Val::NoText, Val::Text),
                Ty::Blob => row
                    .try_get::<Option<Vec<u8>>, _>(at)
                    .map_err(broken)?
                    .map_or(Val::NoBlob, Val::Blob),
            });
        }
        if key.of(table, &id, version, &values) != mark {
            return Err(
                damaged(table.name, &id, "the row does not agree with its checksum").into(),
            );
        }
        Ok(Self {
            table,
            id,
            version,
            values: values.into_iter(),
        })
    }

    /// The fault for a value that no writer of ours stores.
    pub(crate) fn odd(&self, what: &str) -> Trouble {
        damaged(self.table.name, &self.id, what).into()
    }

    pub(crate) fn int(&mut self) -> Result<i64, Trouble> {
        match self.values.next() {
            Some(Val::Int(n)) => Ok(n),
            _ => Err(self.odd("a number is missing")),
        }
    }
    pub(crate) fn count(&mut self) -> Result<u64, Trouble> {
        let n = self.int()?;
        u64::try_from(n).map_err(|_| self.odd("a count is negative"))
    }
    pub(crate) fn flag(&mut self) -> Result<bool, Trouble> {
        Ok(self.int()? != 0)
    }
    pub(crate) fn opt_text(&mut self) -> Result<Option<String>, Trouble> {
        match self.values.next() {
            Some(Val::Text(text)) => Ok(Some(text)),
            Some(Val::NoText) => Ok(None),
            _ => Err(self.odd("a text is missing")),
        }
    }
    pub(crate) fn text(&mut self) -> Result<String, Trouble> {
        self.opt_text()?
            .ok_or_else(|| self.odd("a text is missing"))
    }
    pub(crate) fn opt_blob(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        match self.values.next() {
            Some(Val::Blob(bytes)) => Ok(Some(bytes)),
            Some(Val::NoBlob) => Ok(None),
            _ => Err(self.odd("bytes are missing")),
        }
    }
    pub(crate) fn blob(&mut self) -> Result<Vec<u8>, Trouble> {
        self.opt_blob()?
            .ok_or_else(|| self.odd("bytes are missing"))
    }
    /// Bytes of a fixed length.
    pub(crate) fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Trouble> {
        let bytes = self.blob()?;
        bytes
            .try_into()
            .map_err(|_| self.odd("bytes have another length"))
    }
    pub(crate) fn opt_fixed<const N: usize>(&mut self) -> Result<Option<[u8; N]>, Trouble> {
        match self.opt_blob()? {
            None => Ok(None),
            Some(bytes) => Ok(Some(
                bytes
                    .try_into()
                    .map_err(|_| self.odd("bytes have another length"))?,
            )),
        }
    }
    /// All columns as they are, but those named emptied.
    pub(crate) fn emptied(&mut self, columns: &[&str]) -> Vec<Val> {
        let names = self.table.columns.iter();
        self.values
            .by_ref()
            .zip(names)
            .map(|(value, (name, _))| {
                if columns.contains(name) {
                    Val::blob(&[])
                } else {
                    value
                }
            })
            .collect()
    }
    /// Bytes of a fixed length in a column that is yet to be read.
    pub(crate) fn peek_fixed<const N: usize>(&self, at: usize) -> Result<[u8; N], Trouble> {
        match self.values.as_slice().get(at) {
            Some(Val::Blob(bytes)) => bytes
                .as_slice()
                .try_into()
                .map_err(|_| self.odd("bytes have another length")),
            _ => Err(self.odd("bytes are missing")),
        }
    }
    /// A number in a column that is yet to be read.
    pub(crate) fn peek_int(&self, at: usize) -> Result<i64, Trouble> {
        match self.values.as_slice().get(at) {
            Some(Val::Int(n)) => Ok(*n),
            _ => Err(self.odd("a number is missing")),
        }
    }
    /// Text that a type of ours wrote and must read back.
    pub(crate) fn parsed<T: std::str::FromStr>(&mut self) -> Result<T, Trouble> {
        let text = self.text()?;
        text.parse()
            .map_err(|_| self.odd("a name does not read back"))
    }
    /// A row id of a fixed length.
    pub(crate) fn id_fixed<const N: usize>(&self) -> Result<[u8; N], Trouble> {
        self.id
            .as_slice()
            .try_into()
            .map_err(|_| self.odd("the row id has another length"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_checksum_changes_with_every_part() {
        static T: Table = Table {
            order: 1,
            name: "t",
            columns: &[("a", Ty::Int)],
        };
        let key = MarkKey(hmac::Key::new(hmac::HMAC_SHA256, &[1; 32]));
        let mark = key.of(&T, b"id", 1, &[Val::Int(5), Val::NoText]);
        assert_ne!(mark, key.of(&T, b"ie", 1, &[Val::Int(5), Val::NoText]));
        assert_ne!(mark, key.of(&T, b"id", 2, &[Val::Int(5), Val::NoText]));
        assert_ne!(mark, key.of(&T, b"id", 1, &[Val::Int(6), Val::NoText]));
        assert_ne!(mark, key.of(&T, b"id", 1, &[Val::Int(5), Val::text("")]));
    }
}
