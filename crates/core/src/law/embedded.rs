//! The packs that ship inside the program.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::pack::Pack;

macro_rules! embedded {
    ($($name:literal => $path:literal),* $(,)?) => {
        BTreeMap::from([$(($name.to_owned(), include_bytes!(concat!("../../../../law/", $path)).to_vec())),*])
    };
}

impl Pack {
    /// The pack that ships: real States, real instruments.
    ///
    /// # Panics
    /// Never: the embedded files are checked by the tests of this crate.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        PACK.get_or_init(|| {
            Self::from_files(Self::builtin_files()).expect("the embedded pack is checked by tests")
        })
    }

    /// The exercise world: real instruments between invented States, for demo and training.
    ///
    /// # Panics
    /// Never: the embedded files are checked by the tests of this crate.
    #[must_use]
    pub fn exercise() -> &'static Self {
        static PACK: OnceLock<Pack> = OnceLock::new();
        PACK.get_or_init(|| {
            Self::from_files(Self::exercise_files()).expect("the embedded pack is checked by tests")
        })
    }

    /// The files of the pack that ships, by their path in the pack.
    #[must_use]
    pub fn builtin_files() -> BTreeMap<String, Vec<u8>> {
        embedded! {
            "pack.json" => "pack.json",
            "instruments.json" => "instruments.json",
            "measures.json" => "measures.json",
            "offences.json" => "offences.json",
            "parties.csv" => "parties.csv",
            "territories.csv" => "territories.csv",
            "states.json" => "states.json",
            "providers.json" => "providers.json",
            "sentences/ar.json" => "sentences/ar.json",
            "sentences/en.json" => "sentences/en.json",
            "sentences/es.json" => "sentences/es.json",
            "sentences/fr.json" => "sentences/fr.json",
            "sentences/ru.json" => "sentences/ru.json",
            "sentences/zh.json" => "sentences/zh.json",
        }
    }

    /// The files of the exercise pack: the same law with other States.
    #[must_use]
    pub fn exercise_files() -> BTreeMap<String, Vec<u8>> {
        let mut files = Self::builtin_files();
        files.extend(embedded! {
            "pack.json" => "exercise/pack.json",
            "overlay.json" => "exercise/overlay.json",
            "parties.csv" => "exercise/parties.csv",
            "territories.csv" => "exercise/territories.csv",
            "states.json" => "exercise/states.json",
            "providers.json" => "exercise/providers.json",
        });
        files
    }
}
