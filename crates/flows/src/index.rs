//! What lists and searches may know of a case: computed anew at each change.

use comity_core::code::LetterCode;
use comity_core::deadline::Whose;
use comity_core::next::next;
use comity_core::request::RequestFile;
use serde_json::Value;

use crate::ports::CaseIndex;

/// Computes the index columns and the words to find a case by: references, names, selectors, titles
/// and offences, never the facts.
#[must_use]
pub fn index_of(file: &RequestFile) -> CaseIndex {
    let mut words = vec![
        file.number.clone(),
        file.reference.clone(),
        file.from.to_string(),
        file.to.to_string(),
        file.from.state().to_string(),
        file.to.state().to_string(),
        file.kind.as_str().replace('_', " "),
        // A page that was signed on paper and comes back is found by its code.
        LetterCode::of(file.id).to_string(),
    ];
    words.extend(file.receiver_number.clone());
    words.extend(
        file.items
            .iter()
            .flat_map(|item| item.about.iter().cloned()),
    );
    let mut text_at = |list: &str, field: &str| {
        let entries = file.form.get(list).and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            words.extend(entry.get(field).and_then(Value::as_str).map(str::to_owned));
        }
    };
    text_at("selectors", "value");
    text_at("persons", "name");
    text_at("offences", "title");
    text_at("offences", "provision");
    CaseIndex {
        desk: 0,
        deadline: file.due().map_or(i64::MAX, |clock| clock.due.millis()),
        ours: next(file).whose() == Whose::Ours,
        open: file.is_open(),
        words,
    }
}
