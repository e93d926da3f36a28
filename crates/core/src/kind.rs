//! The kinds of request and how urgent one can be.
//!
//! Every kind is the same life cycle; a kind differs in what its form asks, which bases admit it and
//! which clocks run.

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// All, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name as written in forms, messages and files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Reads a name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

named! {
    /// What is asked for.
    Kind {
        /// Expedited preservation of stored data.
        Preservation = "preservation",
        /// Enough preserved traffic data to find the next provider and the path.
        PartialDisclosure = "partial_disclosure",
        /// Registrant data of a domain.
        DomainRegistration = "domain_registration",
        /// Subscriber information straight from a provider abroad.
        SubscriberDirect = "subscriber_direct",
        /// Subscriber or traffic data through the State.
        OrderEffect = "order_effect",
        /// Mutual assistance for stored data.
        MlaStored = "mla_stored",
        /// Real-time traffic data or interception of content.
        MlaRealtime = "mla_realtime",
        /// Stored data now, because life or safety is at risk.
        EmergencyDisclosure = "emergency_disclosure",
        /// Mutual assistance on a rapidly expedited basis.
        EmergencyMla = "emergency_mla",
        /// European production order certificate.
        Epoc = "epoc",
        /// European preservation order certificate.
        EpocPr = "epoc_pr",
        /// Freezing of an account, a wallet, a domain or other property.
        AssetFreeze = "asset_freeze",
        /// Financial intelligence.
        FiuInformation = "fiu_information",
        /// Removal order or referral.
        ContentRemoval = "content_removal",
        /// Joint investigation team.
        Jit = "jit",
        /// Police to police, also of one's own accord.
        PoliceInformation = "police_information",
        /// Help between incident response teams.
        CertAssistance = "cert_assistance",
    }
}

named! {
    /// How urgent the sender says it is.
    Urgency {
        /// Significant and imminent risk to life or safety of a person.
        U0Life = "u0_life",
        /// Imminent threat to critical infrastructure.
        U1Infrastructure = "u1_infrastructure",
        /// Data or money is lost within 72 hours.
        U2Perishable = "u2_perishable",
        /// Custody, hearing or limitation date.
        U3Procedural = "u3_procedural",
        /// None of these.
        U4Routine = "u4_routine",
    }
}

impl Urgency {
    /// 0 for life to 4 for routine: the `class` of a message.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::U0Life => 0,
            Self::U1Infrastructure => 1,
            Self::U2Perishable => 2,
            Self::U3Procedural => 3,
            Self::U4Routine => 4,
        }
    }

    /// Life or infrastructure.
    #[must_use]
    pub const fn is_emergency(self) -> bool {
        self.rank() <= 1
    }
}

named! {
    /// What kind of data an element is under the law that applies. Computed, never asked.
    Category {
        /// Who the subscriber is, and the service taken.
        Subscriber = "subscriber",
        /// Addresses and times asked for the sole purpose of identifying the user.
        Identification = "identification",
        /// Origin, destination, route, time, size, duration.
        Traffic = "traffic",
        /// What was communicated or stored.
        Content = "content",
        /// Who registered a domain.
        DomainRegistration = "domain_registration",
        /// Accounts, balances, transactions.
        Financial = "financial",
    }
}
