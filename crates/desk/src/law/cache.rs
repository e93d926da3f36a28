//! What is computed once for all readers: the answers for every State, and the order of letters.
//!
//! A pack never changes: its hash is the key, and a new pack simply has other keys.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::locale::Locale;

use crate::words::Lang;

/// More questions than this are not remembered at the same time.
const MOST: usize = 128;

/// Answers by the text of the question, which names the pack by its hash.
pub(crate) struct Kept<T> {
    rows: Mutex<BTreeMap<String, Arc<T>>>,
}

impl<T> Kept<T> {
    pub(crate) const fn new() -> Self {
        Self {
            rows: Mutex::new(BTreeMap::new()),
        }
    }

    /// The remembered answer, or the one that `make` gives; a refusal is not remembered.
    pub(crate) fn get<E>(
        &self,
        question: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        // A panic elsewhere cannot leave half an answer: whole ones are put in at once.
        let lock = || self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(question) {
            return Ok(known.clone());
        }
        let fresh = Arc::new(make()?);
        let mut rows = lock();
        if rows.len() >= MOST {
            rows.clear();
        }
        rows.insert(question.to_owned(), fresh.clone());
        Ok(fresh)
    }
}

type Orders = Vec<Option<CollatorBorrowed<'static>>>;

static ORDERS: LazyLock<Orders> = LazyLock::new(|| {
    Lang::ALL
        .into_iter()
        .map(|lang| {
            let locale: Locale = lang.tag().parse().ok()?;
            Collator::try_new(locale.into(), CollatorOptions::default()).ok()
        })
        .collect()
});

/// Compares two words as readers of a language order them.
pub(crate) fn collator(lang: Lang) -> impl Fn(&str, &str) -> Ordering {
    let order = ORDERS.get(lang as usize).and_then(Option::as_ref);
    move |a, b| order.map_or_else(|| a.cmp(b), |order| order.compare(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_made_once_and_a_refusal_is_asked_again() {
        let kept = Kept::new();
        let first = kept.get("q", || Ok::<_, ()>(1)).expect("made");
        let second = kept.get("q", || Ok::<_, ()>(2)).expect("kept");
        assert_eq!((*first, *second), (1, 1));
        assert!(kept.get("r", || Err::<i32, _>("no")).is_err());
        assert_eq!(*kept.get("r", || Ok::<_, &str>(3)).expect("made"), 3);
    }

    #[test]
    fn letters_with_accents_stand_beside_those_without() {
        let order = collator(Lang::Fr);
        assert_eq!(order("Égypte", "Fidji"), Ordering::Less);
        assert_eq!(order("États", "Espagne"), Ordering::Greater);
        for lang in Lang::ALL {
            assert!(ORDERS[lang as usize].is_some(), "{lang:?}");
        }
    }
}
