//! Does the request fall within an instrument? Penalty, group and border, offences, targets,
//! reservations; and the conditions that these leave behind.

use super::bind::{Failed, is_part, row_on};
use super::pack::Pack;
use super::query::{Consent, Place, Query};
use super::raw::ReservationEffect;
use super::table::{
    Condition, Fact, InstrumentIx, Measure, OffenceTest, ReservationRule, StateIx, Threshold, When,
};
use super::verdict::Noted;

/// One question on one pair of States, asked of one measure after the other.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'p, 'q> {
    pub(crate) pack: &'p Pack,
    pub(crate) query: &'q Query,
    pub(crate) requested: StateIx,
}

impl<'p> Scene<'p, '_> {
    fn fact(&self, fact: Fact) -> Option<bool> {
        let facts = &self.query.facts;
        match fact {
            Fact::OrganizedGroup => facts.organized_group,
            Fact::Transnational => facts.transnational,
            Fact::Emergency => facts.emergency,
            Fact::Immediate => facts.immediate,
        }
    }

    pub(crate) fn party(&self, state: StateIx) -> StateIx {
        self.pack.answers_for[usize::from(state)]
    }

    /// Whether the instrument itself makes the offence punishable; unknown offence: unknown.
    fn criminalised(&self, instrument: InstrumentIx) -> Option<bool> {
        let offence = self
            .pack
            .law
            .offences
            .get(usize::from(self.query.offence?))?;
        offence.criminalised.get(usize::from(instrument)).copied()
    }

    fn meets(&self, instrument: InstrumentIx, test: &OffenceTest) -> Option<bool> {
        match test {
            OffenceTest::Criminalised => self.criminalised(instrument),
            OffenceTest::List(list) => self.query.offence.map(|one| list.contains(&one)),
        }
    }

    /// Whether a threshold is asked of this request; unknown counts as asked.
    fn asks(&self, instrument: InstrumentIx, one: &Threshold) -> Option<bool> {
        if !one.kinds.is_empty() && !one.kinds.contains(&self.query.kind)
            || !one.categories.is_empty() && !one.categories.has(self.query.category)
        {
            return Some(false);
        }
        match &one.not_for {
            None => Some(true),
            Some(test) => self.meets(instrument, test).map(|freed| !freed),
        }
    }

    fn below(&self, instrument: InstrumentIx, one: &'p Threshold) -> Option<Failed<'p>> {
        let short = self
            .query
            .max_penalty_months
            .is_some_and(|months| months < one.months);
        // An unknown offence may be one that needs no penalty: then the basis stays, on condition.
        (short && self.asks(instrument, one) == Some(true))
            .then(|| Failed::plain(one.reason.as_str()))
    }

    /// How near an instrument is to the case: smaller goes first. Among peers, one made for this
    /// offence leads; then one whose facts are all stated, then one that asks for none.
    pub(crate) fn weight(&self, instrument: InstrumentIx) -> (u16, u8) {
        let one = &self.pack.law.instruments[usize::from(instrument)];
        let made_for = self
            .query
            .offence
            .is_some_and(|it| one.tests.specific_to.contains(&it));
        let facts = &one.tests.facts;
        let stated = facts.iter().all(|it| self.fact(it.fact) == Some(true));
        let open = match (facts.is_empty(), stated) {
            (false, true) => 0,
            (true, _) => 1,
            (false, false) => 2,
        };
        (one.rank.saturating_sub(u16::from(made_for)), open)
    }

    /// The tests of the instrument as a whole.
    pub(crate) fn instrument_scope(&self, instrument: InstrumentIx) -> Result<(), Failed<'p>> {
        let pack = self.pack;
        let one = &pack.law.instruments[usize::from(instrument)];
        let tests = &one.tests;
        if let Some(failed) = tests
            .threshold
            .as_ref()
            .and_then(|it| self.below(instrument, it))
        {
            return Err(failed);
        }
        // The group is asked before the border, as the treaties' own order of proof suggests.
        for test in tests.facts.iter().rev() {
            if self.fact(test.fact) == Some(false) {
                return Err(Failed::plain(&test.reason));
            }
        }
        if let Some(test) = &tests.offences
            && !tests.offences_except.contains(&self.query.kind)
            && self.meets(instrument, test) == Some(false)
        {
            return Err(Failed::plain("scope_offence"));
        }
        for test in &tests.holder {
            let at_home = test.unless_located_in_requesting
                && self.query.facts.data_location == Some(Place::In(self.query.requesting));
            if self.query.facts.holder == Some(test.holder) && !at_home {
                return Err(Failed::plain(&test.reason));
            }
        }
        let issuer = self.party(self.query.requesting);
        for test in tests.targets.iter().filter(|it| it.issuer == issuer) {
            let facts = &self.query.facts;
            let hit = |list: &[StateIx], place: Option<StateIx>| {
                place.is_some_and(|place| list.contains(&self.party(place)))
            };
            if hit(&test.nationality, facts.target_nationality)
                || hit(&test.location, facts.target_location)
            {
                return Err(Failed::plain("targeting_restriction"));
            }
        }
        Ok(())
    }

    /// The tests of one measure, after those of its instrument.
    pub(crate) fn measure_scope(&self, one: &'p Measure) -> Result<(), Failed<'p>> {
        if one.main_territory_only
            && (is_part(self.pack, self.requested) || is_part(self.pack, self.query.requesting))
        {
            return Err(Failed::plain("territory_not_covered"));
        }
        for rule in &one.reservations {
            if rule.effect == ReservationEffect::Excludes
                && self.rule_concerns(one.instrument, rule)
                && self.reserved(one.instrument, rule) == Some(true)
            {
                return Err(Failed::plain("reservation"));
            }
        }
        self.instrument_scope(one.instrument)?;
        if let Some(failed) = one
            .threshold
            .as_ref()
            .and_then(|it| self.below(one.instrument, it))
        {
            return Err(failed);
        }
        if one
            .offences
            .as_ref()
            .is_some_and(|it| self.meets(one.instrument, it) == Some(false))
        {
            return Err(Failed::plain("scope_offence"));
        }
        for condition in &one.conditions {
            if let Some(fact) = condition.when.fact_unknown
                && self.fact(fact) == Some(false)
            {
                return Err(Failed::plain("scope_no_emergency"));
            }
            if condition.when.consent_missing && self.query.facts.consent == Some(Consent::Refused)
            {
                return Err(Failed::plain("consent_refused"));
            }
        }
        if !one.categories.admits(self.query.category) {
            let content = self.query.category == super::terms::DataCategory::Content;
            let reason = if content {
                "content_barred"
            } else {
                "category_not_covered"
            };
            return Err(Failed::plain(reason));
        }
        Ok(())
    }

    fn rule_concerns(&self, instrument: InstrumentIx, rule: &ReservationRule) -> bool {
        rule.categories.admits(self.query.category)
            && !(rule.outside_core && self.criminalised(instrument) == Some(true))
    }

    /// Whether the reservation was made: by the asked State, or by either where it works both ways.
    /// An empty cell is unknown; only a list read to its end says "no".
    fn reserved(&self, instrument: InstrumentIx, rule: &ReservationRule) -> Option<bool> {
        let mut answer = self.declared(instrument, self.requested, &rule.article);
        if rule.both_sides {
            let mine = self.declared(instrument, self.query.requesting, &rule.article);
            if mine == Some(true) {
                answer = Some(true);
            }
        }
        answer
    }

    pub(crate) fn declared(
        &self,
        instrument: InstrumentIx,
        state: StateIx,
        article: &str,
    ) -> Option<bool> {
        let row = row_on(self.pack, instrument, self.party(state), self.query.date)?;
        if row.reserved.iter().any(|made| made.starts_with(article)) {
            return Some(true);
        }
        row.complete.then_some(false)
    }

    /// Whether a condition, limit or ground is in play.
    pub(crate) fn applies(&self, instrument: InstrumentIx, when: &When) -> bool {
        if when.always {
            return true;
        }
        let facts = &self.query.facts;
        let truly = |wanted: Option<bool>, known: Option<bool>| {
            wanted.is_none_or(|yes| (known == Some(true)) == yes)
        };
        (when.categories.is_empty() || when.categories.has(self.query.category))
            && (when.kinds.is_empty() || when.kinds.contains(&self.query.kind))
            && truly(when.emergency, facts.emergency)
            && truly(when.immediate, facts.immediate)
            && !(when.outside_core && self.criminalised(instrument) == Some(true))
            && !(when.consent_missing
                && matches!(facts.consent, Some(Consent::Given | Consent::Holder)))
            && when
                .fact_unknown
                .is_none_or(|fact| self.fact(fact).is_none())
            && (when.holder.is_empty() || facts.holder.is_some_and(|it| when.holder.contains(&it)))
            && when
                .reservation
                .as_ref()
                .is_none_or(|art| self.declared(instrument, self.requested, art) != Some(false))
    }

    pub(crate) fn note(
        &self,
        into: &mut Vec<Noted<'p>>,
        instrument: Option<InstrumentIx>,
        list: &'p [Condition],
    ) {
        for one in list {
            if one.when.always || instrument.is_some_and(|it| self.applies(it, &one.when)) {
                push(into, &one.code, &one.article, instrument, one.hangs);
            }
        }
    }

    /// Every condition that the scope of an instrument and of one of its measures leaves behind.
    pub(crate) fn scope_conditions(&self, into: &mut Vec<Noted<'p>>, one: &'p Measure) {
        let pack = self.pack;
        let at = one.instrument;
        let tests = &pack.law.instruments[usize::from(at)].tests;
        for it in tests.threshold.iter().chain(&one.threshold) {
            if self.asks(at, it) != Some(false) {
                let open = self
                    .query
                    .max_penalty_months
                    .is_none_or(|months| months < it.months);
                push(
                    into,
                    &it.code,
                    &it.article,
                    Some(at),
                    it.to_be_shown || open,
                );
            }
        }
        for it in &tests.facts {
            push(into, &it.code, &it.article, Some(at), true);
        }
        let asks_offence = tests.offences.is_some()
            && !tests.offences_except.contains(&self.query.kind)
            || one.offences.is_some();
        if asks_offence && self.query.offence.is_none() {
            push(into, "offence_covered", "", Some(at), true);
        }
        let issuer = self.party(self.query.requesting);
        if tests.targets.iter().any(|it| it.issuer == issuer) {
            push(into, "targeting_restriction", "", Some(at), true);
        }
        for rule in &one.reservations {
            if self.rule_concerns(at, rule) {
                match (rule.effect, self.reserved(at, rule)) {
                    (_, Some(false)) => {}
                    (ReservationEffect::Notes, _) => {
                        push(into, &rule.code, &rule.article, Some(at), false);
                    }
                    (ReservationEffect::Hangs | ReservationEffect::Excludes, _) => {
                        push(into, &rule.code, &rule.article, Some(at), true);
                    }
                }
            }
        }
    }
}

/// Adds a code once; if it comes twice, the stricter one stays.
pub(crate) fn push<'p>(
    into: &mut Vec<Noted<'p>>,
    code: &'p str,
    article: &'p str,
    instrument: Option<InstrumentIx>,
    strict: bool,
) {
    if let Some(known) = into.iter_mut().find(|known| known.code == code) {
        known.strict |= strict;
        return;
    }
    into.push(Noted {
        code,
        article,
        instrument,
        strict,
    });
}
