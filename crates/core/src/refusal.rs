//! Grounds on which a request may lawfully be refused, and reasons why a holder did not execute.
//!
//! A refusal is an answer, recorded and given with its remedy; it is never an error. Bank secrecy
//! and fiscal nature are not in the list because the treaties exclude them.
//!
//! # Source
//! UNTOC art. 18(8), 18(21), 18(22); UNCAC art. 46(8); Budapest Convention art. 25(5), 27(4), 29(4),
//! 29(5), 30(2); Regulation (EU) 2023/1543 art. 12(1); Regulation (EU) 2018/1805 art. 8.

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// All, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Reads a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

coded! {
    /// Why an authority refuses.
    Ground {
        /// Political or military offence.
        PoliticalOffence = "RF-01",
        /// Sovereignty, security, public order or other essential interests.
        EssentialInterests = "RF-02",
        /// The conduct is no offence in the requested State.
        NoDualCriminality = "RF-03",
        /// The measure would not be allowed at home in a similar case.
        MeasureNotAvailable = "RF-04",
        /// Contrary to the legal system of the requested State.
        ContraryToLegalSystem = "RF-05",
        /// Not in conformity with the instrument, or a defect that was not repaired.
        NotInConformity = "RF-06",
        /// Already judged.
        NeBisInIdem = "RF-07",
        /// Immunity, privilege or freedom of the press.
        Immunity = "RF-08",
        /// Manifest breach of fundamental rights.
        FundamentalRights = "RF-09",
        /// Discriminatory purpose.
        Discrimination = "RF-10",
        /// Risk of the death penalty or of torture without assurance.
        DeathPenaltyOrTorture = "RF-11",
        /// Trifling matter or a burden out of proportion.
        DeMinimis = "RF-12",
        /// Conditions of data protection are not met.
        DataProtection = "RF-13",
        /// The act was done on the territory of the requested State.
        Territoriality = "RF-14",
    }
}

coded! {
    /// Why a holder of data did not execute an order, in whole or for one item.
    NonExecution {
        /// The order is incomplete.
        Incomplete = "NE-01",
        /// The order contains manifest errors.
        ManifestErrors = "NE-02",
        /// The order says too little to find the data.
        InsufficientInformation = "NE-03",
        /// The data is not held.
        DataNotHeld = "NE-04",
        /// Execution is impossible in fact.
        DeFactoImpossibility = "NE-05",
        /// The issuing authority may not issue it.
        InvalidIssuingAuthority = "NE-06",
        /// The offence is not covered.
        OffenceNotCovered = "NE-07",
        /// The service is not covered.
        ServiceNotCovered = "NE-08",
        /// Immunities or privileges.
        ImmunitiesOrPrivileges = "NE-09",
        /// Conflict with another State's law.
        ConflictOfLaw = "NE-10",
        /// The removal order contains manifest errors.
        RemovalErrors = "TK-01",
        /// The removal order says too little to find the content.
        RemovalInformation = "TK-02",
        /// Removal is impossible in fact or technically.
        RemovalImpossible = "TK-03",
    }
}

impl NonExecution {
    /// The reasons of whoever holds data; the others are a host's.
    ///
    /// # Source
    /// ETSI TS 104 144 cl. 6.4.4; Regulation (EU) 2021/784 annex III.
    pub const BY_PROVIDERS: &'static [Self] = &[
        Self::Incomplete,
        Self::ManifestErrors,
        Self::InsufficientInformation,
        Self::DataNotHeld,
        Self::DeFactoImpossibility,
        Self::InvalidIssuingAuthority,
        Self::OffenceNotCovered,
        Self::ServiceNotCovered,
        Self::ImmunitiesOrPrivileges,
        Self::ConflictOfLaw,
    ];
}
