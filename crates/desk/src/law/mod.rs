//! The law as pages: facts of the pack and its answers, in the words of one reader.
//!
//! Nothing here decides. Each page asks [`comity_core::law`] and says what it answered, every fact with
//! its source, the day of the source and how sure it is.

mod answer;
mod atlas;
mod cache;
mod compare;
mod decide;
mod file;
mod instrument;
mod isolate;
mod picked;
mod state;
mod what_if;

use std::collections::BTreeMap;

use comity_core::basis::Confidence;
use comity_core::law::{
    Outcome, Pack, Standing, instrument_page, measure_names, offence, overview,
};
use comity_core::time::Instant;

pub use answer::answer;
pub(crate) use atlas::answers as each_state;
pub use atlas::{Direction, Wanted, atlas};
pub use compare::compare;
pub use decide::{Question, decide};
pub use file::csv;
pub use instrument::{instrument, instruments};
pub use state::state;
pub use what_if::found as effect_of;
pub use what_if::{Joining, what_if};

use crate::field::Choice;
use crate::pages::law::{Act, Source};
use crate::parts::{Chip, Tone};
use crate::shell::Shell;
use crate::words::Words;

/// What every page of the law needs.
pub struct Law<'a> {
    /// What surrounds the page.
    pub s: &'a Shell,
    /// The words.
    pub t: Words,
    /// The law data.
    pub pack: &'a Pack,
    /// Our own State.
    pub ours: &'a str,
    shorts: BTreeMap<String, String>,
}

impl<'a> Law<'a> {
    /// For one reader and one pack.
    #[must_use]
    pub fn new(s: &'a Shell, pack: &'a Pack, ours: &'a str) -> Self {
        Self {
            s,
            t: s.t,
            pack,
            ours,
            shorts: overview(pack).instruments.into_iter().collect(),
        }
    }

    /// Today, as the questions write it.
    #[must_use]
    pub fn today(&self) -> String {
        self.s.when.machine(self.s.now).chars().take(10).collect()
    }

    /// A State's name: its own where its profile says it, else the customary one.
    #[must_use]
    pub fn state(&self, code: &str) -> String {
        self.pack
            .profile(code)
            .and_then(|profile| profile.names.get(self.t.lang().code()))
            .filter(|name| !name.is_empty())
            .cloned()
            .unwrap_or_else(|| self.t.state(code))
    }

    /// An instrument's short name; its id where the pack has none.
    #[must_use]
    pub fn instrument(&self, id: &str) -> String {
        self.shorts
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.to_owned())
    }

    /// Whether more States may join it.
    fn is_open_to_many(&self, id: &str) -> bool {
        instrument_page(self.pack, id).is_ok_and(|page| {
            matches!(
                page.instrument["kind"].as_str(),
                Some("multilateral" | "protocol")
            )
        })
    }

    /// An instrument and an article: "Budapest Convention, Art. 29".
    #[must_use]
    pub fn article(&self, id: &str, article: &str) -> String {
        let name = self.instrument(id);
        // A State's consent stands in no article.
        if article == "consent_on_file" {
            return format!("{name}{} {}", self.t.comma(), self.t.consent_title());
        }
        // A fallback cites no article but a phrase.
        if article.starts_with(|c: char| c.is_ascii_digit()) {
            self.t.basis_article(article, &name)
        } else if article.is_empty() {
            name
        } else {
            format!("{name}{} {article}", self.t.comma())
        }
    }

    /// A measure's name.
    #[must_use]
    pub fn measure(&self, name: &str) -> String {
        self.t
            .maybe("measure", name)
            .unwrap_or_else(|| self.t.kind(name))
    }

    /// An offence type's name.
    #[must_use]
    pub fn offence(&self, id: &str) -> String {
        offence(self.pack, id)
            .ok()
            .and_then(|one| {
                let own = one.label.get(self.t.lang().code());
                own.or_else(|| one.label.get("en")).cloned()
            })
            .unwrap_or_else(|| id.to_owned())
    }

    /// The names of languages, by their codes.
    #[must_use]
    pub fn tongues(&self, codes: &[String]) -> String {
        let name = |code: &String| {
            let primary = code.split('-').next().unwrap_or(code);
            crate::words::states::language(primary, self.t.lang())
                .map_or_else(|| code.clone(), str::to_owned)
        };
        let names: Vec<String> = codes.iter().map(name).collect();
        names.join(&format!("{} ", self.t.comma()))
    }

    /// An addressee's name.
    #[must_use]
    pub fn addressee(&self, code: &str) -> String {
        self.t.listed("addressee", code)
    }

    /// A civil day, `16 Mar 2027`; what is no day stays as it is written.
    #[must_use]
    pub fn day(&self, text: &str) -> String {
        match Instant::parse(&format!("{text}T00:00:00Z")) {
            Some(at) if text.len() == 10 => self.s.when.day(at),
            _ => text.to_owned(),
        }
    }

    /// How sure the data is.
    #[must_use]
    pub fn sure(&self, confidence: Confidence) -> Chip {
        match confidence {
            Confidence::High => Chip::new(Tone::Done, self.t.law_sure_high()),
            Confidence::Medium => Chip::new(Tone::Soon, self.t.law_sure_medium()),
            Confidence::Low => Chip::new(Tone::Soon, self.t.law_sure_low()).with_icon("ask"),
        }
    }

    /// How an article was checked.
    #[must_use]
    pub fn checked(&self, verification: &str) -> Chip {
        match verification {
            "text_seen" => Chip::new(Tone::Done, self.t.law_text_seen()),
            "partly_seen" => Chip::new(Tone::Soon, self.t.law_partly_seen()),
            "invented" => Chip::new(Tone::Wait, self.t.law_invented()),
            _ => Chip::new(Tone::Soon, self.t.law_recalled()).with_icon("ask"),
        }
    }

    /// Source, its day and how sure the fact is.
    #[must_use]
    pub fn source(&self, text: &str, date: &str, confidence: Confidence) -> Source {
        Source {
            text: text.to_owned(),
            date: if date.is_empty() {
                self.t.law_no_source_date()
            } else {
                self.day(date)
            },
            sure: self.sure(confidence),
        }
    }

    /// The answer as a chip.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome) -> Chip {
        let (tone, word) = match outcome {
            Outcome::Proceed => (Tone::Done, self.t.outcome_proceed()),
            Outcome::ProceedWithConditions => (Tone::Run, self.t.outcome_conditions()),
            Outcome::RouteElsewhere => (Tone::Wait, self.t.outcome_elsewhere()),
            Outcome::Block => (Tone::Stop, self.t.outcome_block()),
        };
        Chip::new(tone, word)
    }

    /// The word of a standing.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> String {
        self.t.listed("standing", standing.as_str())
    }

    /// Every measure, in the reader's alphabet.
    #[must_use]
    pub fn measures(&self, chosen: &str) -> Vec<Choice> {
        let list = measure_names(self.pack)
            .map(|name| Choice::new(name, self.measure(name)).chosen(name == chosen))
            .collect();
        self.sorted(list)
    }

    /// Every State that can be asked, in the reader's alphabet.
    #[must_use]
    pub fn states(&self, chosen: &str) -> Vec<Choice> {
        let mut codes: Vec<String> = atlas::groups(self.pack)
            .into_iter()
            .flat_map(|(_, members)| members)
            .collect();
        // A territory may be asked about too; it is then in the list.
        if !chosen.is_empty() && !codes.iter().any(|code| code == chosen) {
            codes.push(chosen.to_owned());
        }
        let list = codes
            .into_iter()
            .map(|code| {
                let picked = code == chosen;
                Choice::new(code.clone(), self.state(&code)).chosen(picked)
            })
            .collect();
        self.sorted(list)
    }

    /// Every instrument, in the reader's alphabet.
    #[must_use]
    pub fn instrument_choices(&self, chosen: &str) -> Vec<Choice> {
        let list = self
            .shorts
            .iter()
            .map(|(id, short)| Choice::new(id, short).chosen(id == chosen))
            .collect();
        self.sorted(list)
    }

    /// Puts choices into the order of the reader's alphabet.
    #[must_use]
    pub fn sorted(&self, mut list: Vec<Choice>) -> Vec<Choice> {
        let order = cache::collator(self.t.lang());
        list.sort_by(|a, b| order(&a.label, &b.label));
        list
    }

    /// The list of the pages of the law, with one of them open.
    #[must_use]
    pub fn acts(&self, open: &str) -> Vec<Act> {
        [
            ("atlas", "/law", self.t.law_tab_atlas()),
            (
                "instruments",
                "/law/instrument",
                self.t.law_tab_instruments(),
            ),
            ("compare", "/law/compare", self.t.law_tab_compare()),
            ("decide", "/law/decide", self.t.law_tab_decide()),
            ("what-if", "/law/what-if", self.t.law_tab_what_if()),
            ("consents", "/law/consents", self.t.consent_title()),
        ]
        .into_iter()
        .map(|(code, href, label)| Act {
            href: href.to_owned(),
            label,
            open: code == open,
        })
        .collect()
    }

    /// What the data is and how much of it is sure: the foot of every page.
    #[must_use]
    pub fn foot(&self) -> String {
        self.t.law_foot(
            &self.day(self.pack.as_of()),
            self.pack.hash().get(..12).unwrap_or_default(),
            self.pack.name(),
        )
    }
}
