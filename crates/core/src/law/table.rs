//! The interned law: small integers, bit masks and days, so that a decision compares numbers.
//!
//! States, instruments, measures, kinds and offences are positions in their lists. The party rows of
//! an instrument are reached through one array [instrument × state].

use super::raw::ReservationEffect;
use super::terms::{
    Addressee, DataCategory, Day, DualCriminality, InstrumentKind, OffenceMode, RegimeClass,
};
use crate::basis::Confidence;

/// Position of a State or territory.
pub(crate) type StateIx = u16;
/// Position of an instrument.
pub(crate) type InstrumentIx = u16;
/// Position of a measure, over all instruments.
pub(crate) type MeasureIx = u16;
/// Position of a kind of measure.
pub(crate) type KindIx = u16;
/// Position of an offence type.
pub(crate) type OffenceIx = u16;
/// No entry.
pub(crate) const NONE: u16 = u16::MAX;

/// A set of addressees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Addressees(u16);

impl Addressees {
    pub(crate) const EMPTY: Self = Self(0);

    pub(crate) fn with(self, one: Addressee) -> Self {
        Self(self.0 | 1 << one as u16)
    }
    pub(crate) fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    pub(crate) fn has(self, one: Addressee) -> bool {
        self.0 & 1 << one as u16 != 0
    }
}

/// A set of data categories; empty means "whatever is asked".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Categories(u8);

impl Categories {
    pub(crate) fn of(list: &[DataCategory]) -> Self {
        Self(list.iter().fold(0, |set, one| set | 1 << *one as u8))
    }
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Whether the category is in the set. Data asked for only to identify a user counts as
    /// subscriber data where the instrument knows no such category.
    pub(crate) fn has(self, one: DataCategory) -> bool {
        let one = if one == DataCategory::Identification {
            DataCategory::Subscriber
        } else {
            one
        };
        self.0 & 1 << one as u8 != 0
    }
    pub(crate) fn admits(self, one: DataCategory) -> bool {
        self.is_empty() || one == DataCategory::None || self.has(one)
    }
}

/// A fact that a request may state, deny or leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    OrganizedGroup,
    Transnational,
    Emergency,
    Immediate,
}

impl Fact {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "organized_group" => Self::OrganizedGroup,
            "transnational" => Self::Transnational,
            "emergency" => Self::Emergency,
            "immediate" => Self::Immediate,
            _ => return None,
        })
    }
}

/// Who holds the data, as far as a rule asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    PublicAuthority,
    ServiceProvider,
    Other,
}

impl Holder {
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "public_authority" => Self::PublicAuthority,
            "service_provider" | "provider" => Self::ServiceProvider,
            _ => Self::Other,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct When {
    pub(crate) categories: Categories,
    pub(crate) kinds: Vec<KindIx>,
    /// Some(true): only in an emergency; Some(false): only outside one.
    pub(crate) emergency: Option<bool>,
    pub(crate) immediate: Option<bool>,
    pub(crate) outside_core: bool,
    pub(crate) consent_missing: bool,
    pub(crate) fact_unknown: Option<Fact>,
    pub(crate) holder: Vec<Holder>,
    pub(crate) reservation: Option<String>,
    /// None of the above: always.
    pub(crate) always: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) hangs: bool,
    pub(crate) when: When,
}

#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) closed: bool,
    pub(crate) own_regime: bool,
    pub(crate) when: When,
}

#[derive(Clone, Debug)]
pub(crate) struct TimeLimit {
    pub(crate) word: String,
    pub(crate) value: Option<u32>,
    pub(crate) unit: Option<String>,
    pub(crate) bound: String,
    pub(crate) article: String,
    pub(crate) starts: Option<String>,
    pub(crate) working_days: bool,
    pub(crate) when: When,
    pub(crate) contingent: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ReservationRule {
    pub(crate) article: String,
    pub(crate) effect: ReservationEffect,
    pub(crate) code: String,
    pub(crate) categories: Categories,
    pub(crate) outside_core: bool,
    pub(crate) both_sides: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum OffenceTest {
    /// Those that the instrument itself obliges its parties to punish.
    Criminalised,
    List(Vec<OffenceIx>),
}

#[derive(Clone, Debug)]
pub(crate) struct Threshold {
    pub(crate) months: u32,
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) reason: String,
    pub(crate) to_be_shown: bool,
    pub(crate) not_for: Option<OffenceTest>,
    pub(crate) kinds: Vec<KindIx>,
    pub(crate) categories: Categories,
}

#[derive(Debug)]
pub(crate) struct FactTest {
    pub(crate) fact: Fact,
    pub(crate) code: String,
    pub(crate) article: String,
    pub(crate) reason: String,
}

#[derive(Debug)]
pub(crate) struct HolderTest {
    pub(crate) holder: Holder,
    pub(crate) reason: String,
    pub(crate) unless_located_in_requesting: bool,
}

#[derive(Debug)]
pub(crate) struct TargetTest {
    pub(crate) issuer: StateIx,
    pub(crate) nationality: Vec<StateIx>,
    pub(crate) location: Vec<StateIx>,
}

#[derive(Debug, Default)]
pub(crate) struct Tests {
    pub(crate) threshold: Option<Threshold>,
    pub(crate) facts: Vec<FactTest>,
    pub(crate) offences: Option<OffenceTest>,
    pub(crate) offences_except: Vec<KindIx>,
    pub(crate) specific_to: Vec<OffenceIx>,
    pub(crate) holder: Vec<HolderTest>,
    pub(crate) targets: Vec<TargetTest>,
}

#[derive(Debug)]
pub(crate) struct Regime {
    pub(crate) class: RegimeClass,
    pub(crate) article: Option<String>,
    pub(crate) switched_off: Option<String>,
    pub(crate) supplements: Vec<InstrumentIx>,
}

#[derive(Debug)]
pub(crate) struct Bars {
    pub(crate) reason: String,
    pub(crate) categories: Categories,
    pub(crate) unless_emergency: bool,
    pub(crate) objects_abroad: bool,
}

#[derive(Debug)]
pub(crate) struct Instrument {
    pub(crate) id: String,
    pub(crate) short: String,
    pub(crate) kind: InstrumentKind,
    pub(crate) in_force: Option<Day>,
    pub(crate) applies_from: Option<Day>,
    pub(crate) requested_only: bool,
    /// The State whose law it is.
    pub(crate) state: Option<StateIx>,
    /// Its two sides; one may be the Union.
    pub(crate) sides: Option<[StateIx; 2]>,
    pub(crate) rank: u16,
    pub(crate) regime: Option<Regime>,
    pub(crate) bars: Option<Bars>,
    pub(crate) confidence: Confidence,
    pub(crate) tests: Tests,
    pub(crate) measures: Vec<MeasureIx>,
}

#[derive(Debug)]
pub(crate) struct Measure {
    pub(crate) instrument: InstrumentIx,
    pub(crate) kind: KindIx,
    pub(crate) cite: String,
    pub(crate) categories: Categories,
    pub(crate) admits: Addressees,
    pub(crate) admits_urgent: Addressees,
    /// The way the instrument names first.
    pub(crate) first_way: Option<Addressee>,
    pub(crate) limits: Vec<TimeLimit>,
    pub(crate) dual: DualCriminality,
    pub(crate) dual_only: Categories,
    pub(crate) dual_otherwise: DualCriminality,
    pub(crate) never_sole: bool,
    pub(crate) permission_only: bool,
    pub(crate) effect_conditions: Vec<Condition>,
    pub(crate) confidence: Confidence,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) reservations: Vec<ReservationRule>,
    /// Declaration that closes the urgent ways, and its code.
    pub(crate) urgent_declaration: Option<(String, String)>,
    pub(crate) threshold: Option<Threshold>,
    pub(crate) offences: Option<OffenceTest>,
    pub(crate) closed_list: bool,
    pub(crate) channel_only: bool,
    pub(crate) main_territory_only: bool,
    pub(crate) safeguards: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: String,
    /// Own position first.
    pub(crate) matches: Vec<KindIx>,
    pub(crate) regime: bool,
    /// The measure is taken from the instrument whose way admits the addressee.
    pub(crate) by_addressee: bool,
    pub(crate) alternatives: Vec<KindIx>,
    pub(crate) served_by: Vec<KindIx>,
    /// Which row of the fallback serves it, where none has its own name.
    pub(crate) fallback: Option<KindIx>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) dual: Option<DualCriminality>,
    pub(crate) also_named: Vec<(KindIx, RegimeClass)>,
    pub(crate) discloses_directly: bool,
    pub(crate) permission_is_enough: bool,
    /// The consent it needs is that of the data's holder, not of a State.
    pub(crate) consent_of_holder: bool,
    /// Measures that could serve, most specific first.
    pub(crate) candidates: Vec<MeasureIx>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// Named as left out.
    Excluded(StateIx),
    /// Covered from the day on; [`Day::UNKNOWN`] where always.
    From(StateIx, Day),
    /// Nothing but the main territory, save what is named.
    MainOnly,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) state: StateIx,
    pub(crate) party: bool,
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) confidence: Confidence,
    pub(crate) territory: Vec<Coverage>,
    /// Articles reserved or declared.
    pub(crate) reserved: Vec<String>,
    /// Whether the list of reservations and declarations was read to its end.
    pub(crate) complete: bool,
    /// Another row of the same State and instrument.
    pub(crate) next: u16,
}

#[derive(Debug)]
pub(crate) struct Offence {
    pub(crate) id: String,
    /// For each instrument: what it does with this offence and where.
    pub(crate) articles: Vec<(InstrumentIx, OffenceMode, String)>,
    /// Bit per instrument that obliges its parties to punish it.
    pub(crate) criminalised: Vec<bool>,
}
