//! The closed lists of the law engine: who is addressed, which data, what the answer can be.
//!
//! Everything that names a treaty is data; these few words are the grammar in which the data speaks.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as written in the data and in answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Reads a word.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

words! {
    /// Who receives the request.
    Addressee {
        /// A provider abroad, directly.
        ServiceProvider = "service_provider",
        /// The central authority of the requested State.
        CentralAuthority = "central_authority",
        /// Its contact point that answers day and night.
        Contact247 = "contact_24_7",
        /// A judge or prosecutor, directly.
        JudicialAuthority = "judicial_authority",
        /// Police.
        Police = "police",
        /// Other authorities competent under the instrument.
        CompetentAuthorities = "competent_authorities",
        /// A domain registry or registrar, directly.
        Registrar = "registrar",
        /// The diplomatic way.
        Diplomatic = "diplomatic",
        /// Nobody: the data is reached directly.
        NoneDirectAccess = "none_direct_access",
    }
}

impl Addressee {
    /// Whether no authority of the requested State stands between, so that its consent must be
    /// found first.
    #[must_use]
    pub const fn is_direct(self) -> bool {
        matches!(
            self,
            Self::ServiceProvider | Self::Registrar | Self::NoneDirectAccess
        )
    }
}

words! {
    /// Which data is asked for, as the law of the instrument sorts it.
    DataCategory {
        /// Who the subscriber is.
        Subscriber = "subscriber",
        /// Addresses asked for the sole purpose of identifying the user.
        Identification = "identification",
        /// Origin, destination, time, route.
        Traffic = "traffic",
        /// What was communicated or stored.
        Content = "content",
        /// Accounts and transactions.
        Financial = "financial",
        /// Who registered a domain.
        DomainRegistration = "domain_registration",
        /// No data is asked for.
        None = "none",
    }
}

words! {
    /// The answer.
    Outcome {
        /// Basis and channel fit.
        Proceed = "proceed",
        /// They fit, and the answer also hangs on something that must still be shown or given.
        ProceedWithConditions = "proceed_with_conditions",
        /// A basis exists, but not by this way.
        RouteElsewhere = "route_elsewhere",
        /// It would reach across a border without the State's consent.
        Block = "block",
    }
}

words! {
    /// What the law says about the conduct being an offence in both States.
    DualCriminality {
        /// Not asked.
        NotRequired = "not_required",
        /// The requested State may ask for it.
        MayBeRequired = "may_be_required",
        /// Asked.
        Required = "required",
        /// Asked by most laws.
        UsuallyRequired = "usually_required",
        /// Asked where a State reserved it.
        Reservable = "reservable",
        /// As the mutual assistance treaty says.
        PerMlat = "per_mlat",
        /// As the requested State's law says.
        DomesticLaw = "domestic_law",
        /// As the authorities agree.
        ByAgreement = "by_agreement",
        /// A ground of refusal outside a list of offences.
        RefusalGroundExceptList = "refusal_ground_except_list",
        /// The question does not arise.
        NotApplicable = "not_applicable",
        /// The data does not say.
        Unknown = "unknown",
    }
}

impl DualCriminality {
    /// Values of a measure that stand even where a mutual assistance treaty governs the procedure.
    #[must_use]
    pub const fn stands_alone(self) -> bool {
        matches!(
            self,
            Self::NotRequired | Self::NotApplicable | Self::DomesticLaw
        )
    }
}

words! {
    /// What kind of instrument it is.
    InstrumentKind {
        /// Open to many States.
        Multilateral = "multilateral",
        /// Added to another treaty.
        Protocol = "protocol",
        /// Of one region.
        Regional = "regional",
        /// Between two parties, one of which may be the Union.
        Bilateral = "bilateral",
        /// Binding act of the European Union.
        EuAct = "eu_act",
        /// Agreement between two governments on orders to providers.
        ExecutiveAgreement = "executive_agreement",
        /// Not binding.
        SoftLaw = "soft_law",
        /// Resolution of the Security Council.
        UnscResolution = "unsc_resolution",
        /// A State's own law.
        NationalLaw = "national_law",
        /// What is left where no treaty applies.
        Fallback = "fallback",
    }
}

words! {
    /// How an instrument governs the procedure of mutual assistance.
    RegimeClass {
        /// Act of the Union between members that it binds.
        UnionAct = "union_act",
        /// Mutual assistance treaty of two parties.
        BilateralMla = "bilateral_mla",
        /// Mutual assistance treaty of a region.
        RegionalMla = "regional_mla",
        /// Articles of its own, which step back where such a treaty is in force.
        OwnArticles = "own_articles",
    }
}

words! {
    /// What an instrument does with an offence.
    OffenceMode {
        /// Obliges its parties to make the conduct an offence.
        Criminalises = "criminalises",
        /// Covers it where penalty, border and group tests are met.
        CoveredIfSeriousCrime = "covered_if_serious_crime",
        /// Covers the electronic evidence of it.
        EvidenceOnly = "evidence_only",
        /// Calls for cooperation.
        Political = "political",
    }
}

/// A calendar day as `year × 10000 + month × 100 + day`; zero means unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub(crate) u32);

impl Day {
    /// A day that is not known.
    pub const UNKNOWN: Self = Self(0);
    /// Later than any other.
    pub const NEVER: Self = Self(u32::MAX);

    /// Reads `2027-03-16`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10 && text.is_ascii();
        let date: jiff::civil::Date = shaped.then(|| text.parse().ok())??;
        let year = u32::try_from(date.year()).ok()?;
        let (month, day) = (
            u32::try_from(date.month()).ok()?,
            u32::try_from(date.day()).ok()?,
        );
        Some(Self(year * 10_000 + month * 100 + day))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0 / 10_000,
            self.0 / 100 % 100,
            self.0 % 100
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_whole_and_printed_back() {
        let day = Day::parse("2026-08-18").expect("a day");
        assert_eq!(day.to_string(), "2026-08-18");
        for wrong in [
            "2026-02-30",
            "26-08-18",
            "2026-8-18",
            "2026-08-18T00:00",
            "",
            "٢٠٢٦-٠٨-١٨",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }
}
