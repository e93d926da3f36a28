//! Model forms: common requests with the choices made that are always the same. They hold choices only,
//! never a sentence in the drafter's name.

use std::sync::LazyLock;

use comity_core::kind::Kind;
use serde::Deserialize;
use serde_json::Value;

/// One model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The word in the message id: `model-<id>`.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// What it fills.
    pub form: Value,
}

/// All models, in the order in which they are shown.
#[must_use]
pub fn models() -> &'static [Model] {
    static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../../../forms/models.json"))
            .expect("the models are part of the program and a test reads them")
    });
    &MODELS
}

#[cfg(test)]
mod tests {
    use super::super::{Ask, places, read, steps};
    use super::*;
    use crate::words::{Lang, Words};

    #[test]
    fn a_model_has_a_name_in_six_languages_and_writes_no_sentence() {
        for model in models() {
            for lang in Lang::ALL {
                assert!(
                    Words::of(lang).maybe("model", &model.id).is_some(),
                    "{lang:?} {}",
                    model.id
                );
            }
            let mut filled = 0;
            for step in steps(model.kind) {
                for place in places(&model.form, &step.questions) {
                    let answered =
                        !read(&model.form, &place.pointer, place.question.ask).is_empty();
                    filled += usize::from(answered);
                    let prose = matches!(place.question.ask, Ask::Prose | Ask::Line | Ask::Lines);
                    assert!(!(answered && prose), "{}: {}", model.id, place.pointer);
                }
            }
            assert!(filled >= 3, "{}", model.id);
        }
    }
}
