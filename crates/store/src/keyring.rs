//! The keys of cases, opened: looked up once, kept for a while, never more than a bounded number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::hmac;
use comity_core::id::RequestId;
use comity_flows::ports::LedgerFault;

use crate::database::Database;
use crate::fault::{Trouble, damaged};
use crate::rows::tables::CASE_KEY;
use crate::rows::{Guard, Step};
use crate::statement::{column_list, places};
use crate::table::{MarkKey, Stored, Val, arguments};
use crate::vault::{Kek, Place, SealKey, derive, random};

/// The row id under which the node's own key stands: no case has it.
pub(crate) const NODE: [u8; 16] = [0; 16];

/// Opened keys kept at most, twice over (a young and an old generation).
const KEPT: usize = 4_096;

/// The opened key of a case, or of the node itself.
pub(crate) struct CaseKey {
    pub(crate) key: SealKey,
    /// A random number that stays with the key when it is wrapped anew.
    number: i64,
    kek: i64,
    wrapped: Vec<u8>,
}

impl CaseKey {
    /// What is stored of it: its number and its wrapped bytes.
    pub(crate) fn stored(&self) -> (i64, &[u8]) {
        (self.number, &self.wrapped)
    }
}

fn wrap_id(case: &[u8], number: i64, kek: i64) -> Vec<u8> {
    let mut id = case.to_vec();
    id.extend_from_slice(&number.to_be_bytes());
    id.extend_from_slice(&kek.to_be_bytes());
    id
}

fn wrap_place(id: &[u8]) -> Place<'_> {
    Place {
        table: CASE_KEY.name,
        id,
        column: "wrapped",
    }
}

/// All keys of an open store.
pub(crate) struct Keyring {
    wrapping: SealKey,
    kek: i64,
    node: Arc<CaseKey>,
    marks: MarkKey,
    numbers: hmac::Key,
    pub(crate) search: hmac::Key,
    opened: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: BTreeMap<[u8; 16], Arc<CaseKey>>,
    old: BTreeMap<[u8; 16], Arc<CaseKey>>,
}

impl Generations {
    fn find(&mut self, case: &[u8; 16]) -> Option<Arc<CaseKey>> {
        if let Some(key) = self.young.get(case) {
            return Some(key.clone());
        }
        let key = self.old.remove(case)?;
        self.keep(*case, key.clone());
        Some(key)
    }

    fn keep(&mut self, case: [u8; 16], key: Arc<CaseKey>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(case, key);
    }
}

impl Keyring {
    /// The ring around the node's key. `secret` are the bytes of that key.
    pub(crate) fn new(kek: &Kek, node: CaseKey, secret: &[u8; 32]) -> Self {
        let hmac_key =
            |purpose| hmac::Key::new(hmac::HMAC_SHA256, derive(secret, purpose).as_ref());
        Self {
            wrapping: kek.wrapping(),
            kek: kek.version(),
            node: Arc::new(node),
            marks: MarkKey(hmac_key(b"comity/store/row/1")),
            numbers: hmac_key(b"comity/store/number/1"),
            search: kek.search(),
            opened: Mutex::default(),
        }
    }

    /// Makes a key and wraps it.
    pub(crate) fn make(
        wrapping: &SealKey,
        kek: i64,
        case: &[u8; 16],
    ) -> Result<(CaseKey, zeroize::Zeroizing<[u8; 32]>), Trouble> {
        let secret = zeroize::Zeroizing::new(random::<32>()?);
        let number = (i64::from_be_bytes(random()?) & i64::MAX) | 1;
        let id = wrap_id(case, number, kek);
        let wrapped = wrapping.seal(wrap_place(&id), secret.as_ref())?;
        let key = CaseKey {
            key: SealKey::new(&secret),
            number,
            kek,
            wrapped,
        };
        Ok((key, secret))
    }

    /// Opens a wrapped key.
    pub(crate) fn unwrap(
        wrapping: &SealKey,
        case: &[u8; 16],
        number: i64,
        kek: i64,
        wrapped: Vec<u8>,
    ) -> Result<(CaseKey, zeroize::Zeroizing<[u8; 32]>), Trouble> {
        let fault = || Trouble::from(damaged(CASE_KEY.name, case, "the key does not open"));
        let id = wrap_id(case, number, kek);
        let plain = wrapping
            .open(wrap_place(&id), &wrapped)
            .map_err(|_| fault())?;
        let mut secret = zeroize::Zeroizing::new([0; 32]);
        if plain.len() != secret.len() {
            return Err(fault());
        }
        secret.copy_from_slice(&plain);
        let key = CaseKey {
            key: SealKey::new(&secret),
            number,
            kek,
            wrapped,
        };
        Ok((key, secret))
    }

    /// The same key under another key-encryption key. `keks` are the versions of both.
    pub(crate) fn rewrap(
        from: &SealKey,
        to: &SealKey,
        case: &[u8; 16],
        number: i64,
        keks: (i64, i64),
        wrapped: Vec<u8>,
    ) -> Result<Vec<u8>, Trouble> {
        let (_, secret) = Self::unwrap(from, case, number, keks.0, wrapped)?;
        let id = wrap_id(case, number, keks.1);
        Ok(to.seal(wrap_place(&id), secret.as_ref())?)
    }

    pub(crate) fn node(&self) -> &CaseKey {
        &self.node
    }

    pub(crate) fn marks(&self) -> &MarkKey {
        &self.marks
    }

    pub(crate) fn number_hash(&self, number: &str) -> Vec<u8> {
        hmac::sign(&self.numbers, number.as_bytes()).as_ref()[..16].to_vec()
    }

    fn opened(&self) -> MutexGuard<'_, Generations> {
        // The maps stay whole whatever panicked while holding the lock.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets an opened key.
    pub(crate) fn forget(&self, case: &[u8; 16]) {
        let mut opened = self.opened();
        opened.young.remove(case);
        opened.old.remove(case);
    }

    /// The keys of stored cases, those that are erased left out.
    pub(crate) async fn keys(
        &self,
        database: &Database,
        cases: impl IntoIterator<Item = [u8; 16]>,
    ) -> Result<BTreeMap<[u8; 16], Arc<CaseKey>>, Trouble> {
        Ok(self.look_up(database, cases).await?.0)
    }

    /// Keys of stored cases, and which of the cases are erased.
    async fn look_up(
        &self,
        database: &Database,
        cases: impl IntoIterator<Item = [u8; 16]>,
    ) -> Result<(BTreeMap<[u8; 16], Arc<CaseKey>>, BTreeSet<[u8; 16]>), Trouble> {
        let mut found = BTreeMap::new();
        let mut erased = BTreeSet::new();
        let mut missing = BTreeSet::new();
        {
            let mut opened = self.opened();
            for case in cases {
                match opened.find(&case) {
                    _ if case == NODE => drop(found.insert(case, self.node.clone())),
                    Some(key) => drop(found.insert(case, key)),
                    None => drop(missing.insert(case)),
                }
            }
        }
        let missing: Vec<[u8; 16]> = missing.into_iter().collect();
        for some in missing.chunks(64) {
            let text = format!(
                "SELECT {} FROM case_key k WHERE k.id IN {}",
                column_list(&CASE_KEY, "k"),
                places(1, some.len())
            );
            let ids = arguments(some.iter().map(|case| Val::blob(case)))?;
            for row in database.read_rows(text, ids).await? {
                let mut stored = Stored::read(&CASE_KEY, &row, &self.marks)?;
                let case = stored.id_fixed()?;
                let kek = stored.int()?;
                let Some(wrapped) = stored.opt_blob()? else {
                    erased.insert(case);
                    continue;
                };
                let (key, _) = Self::unwrap(&self.wrapping, &case, stored.version, kek, wrapped)?;
                let key = Arc::new(key);
                self.opened().keep(case, key.clone());
                found.insert(case, key);
            }
        }
        Ok((found, erased))
    }

    /// The key of one stored case; none when it was never stored or is erased.
    pub(crate) async fn key(
        &self,
        database: &Database,
        case: RequestId,
    ) -> Result<Option<Arc<CaseKey>>, Trouble> {
        Ok(self
            .keys(database, [*case.as_bytes()])
            .await?
            .remove(case.as_bytes()))
    }

    /// The keys under which a change of these cases is sealed: the stored ones, or new ones that
    /// come to be together with the change.
    ///
    /// # Errors
    /// [`LedgerFault::Stale`] when a case is erased: nothing is ever written for it again.
    pub(crate) async fn keys_to_write(
        &self,
        database: &Database,
        cases: &BTreeSet<[u8; 16]>,
    ) -> Result<BTreeMap<[u8; 16], Arc<CaseKey>>, Trouble> {
        let (mut found, erased) = self.look_up(database, cases.iter().copied()).await?;
        if !erased.is_empty() {
            return Err(LedgerFault::Stale.into());
        }
        for case in cases {
            if found.contains_key(case) {
                continue;
            }
            let (key, _) = Self::make(&self.wrapping, self.kek, case)?;
            let mut opened = self.opened();
            // Another task may have made one meanwhile: all changes of this process use the same.
            let key = opened.find(case).unwrap_or_else(|| Arc::new(key));
            opened.keep(*case, key.clone());
            found.insert(*case, key);
        }
        Ok(found)
    }

    /// Writes the key with the first change that uses it and proves to every later one that it is
    /// still the stored one.
    pub(crate) fn key_step(case: &[u8; 16], key: &CaseKey) -> Step {
        Step::put(
            &CASE_KEY,
            case,
            Guard::Key,
            key.number,
            vec![Val::Int(key.kek), Val::blob(&key.wrapped)],
        )
    }

    /// The row that stays of an erased key: no bytes, and a number no key has.
    pub(crate) fn erased_step(case: &[u8; 16]) -> Step {
        Step::put(
            &CASE_KEY,
            case,
            Guard::Free,
            0,
            vec![Val::Int(0), Val::NoBlob],
        )
    }
}
