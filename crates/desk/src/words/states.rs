//! Names of States and languages, and the groups in which they meet.
//!
//! The names come from Unicode CLDR: customary, for screens only. A State's own name, in its profile or
//! in the directory, goes before them; a letter takes none of them by itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Lang;

type Names = BTreeMap<String, BTreeMap<String, String>>;

/// The groups of `regions.json`.
#[derive(Deserialize)]
struct Regions {
    groups: BTreeMap<String, Vec<String>>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../locales/states/names.json"))
        .expect("the file is read by a test")
});

static LANGUAGES: LazyLock<Names> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../locales/states/languages.json"))
        .expect("the file is read by a test")
});

static REGIONS: LazyLock<Regions> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../locales/states/regions.json"))
        .expect("the file is read by a test")
});

/// The customary name of a State or territory; none for an invented one.
pub(crate) fn name(code: &str, lang: Lang) -> Option<&'static str> {
    NAMES.get(code)?.get(lang.code()).map(String::as_str)
}

/// The name of a language by its code, `nl`.
pub(crate) fn language(code: &str, lang: Lang) -> Option<&'static str> {
    LANGUAGES.get(code)?.get(lang.code()).map(String::as_str)
}

/// The regional groups with their members.
pub(crate) fn regions() -> impl Iterator<Item = (&'static str, &'static [String])> {
    REGIONS
        .groups
        .iter()
        .map(|(group, members)| (group.as_str(), members.as_slice()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_has_a_name_in_six_languages_and_no_invented_one_has() {
        assert!(NAMES.len() > 250);
        for (code, names) in NAMES.iter() {
            assert_eq!(names.len(), Lang::ALL.len(), "{code}");
        }
        assert_eq!(name("CL", Lang::Fr), Some("Chili"));
        assert_eq!(language("nl", Lang::Ru), Some("нидерландский"));
        assert_eq!(language("x-klingon", Lang::En), None);
        // CLDR knows XA as a mark of its own; here it is an invented State.
        assert_eq!(name("XA", Lang::En), None);
    }

    #[test]
    fn each_of_the_193_states_stands_in_one_group_and_has_a_name() {
        let all: Vec<&String> = regions().flat_map(|(_, members)| members).collect();
        let once: BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), once.len()), (193, 193));
        for code in all {
            assert!(NAMES.contains_key(code), "{code}");
        }
    }
}
