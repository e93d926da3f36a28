//! The catalogue of defects: each with its stable code and its usual severity.
//!
//! Codes are `AREA.CODE`, English, and never change their meaning; the sentence and the remedy of each
//! are in [`super::words`], in six languages.

use serde::{Deserialize, Serialize};

/// How much a defect weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The request goes back until it is repaired.
    #[serde(rename = "B")]
    Block,
    /// It may go on, but trouble is likely.
    #[serde(rename = "W")]
    Warn,
    /// Good to know.
    #[serde(rename = "I")]
    Inform,
}

macro_rules! catalogue {
    ($($variant:ident = $code:literal $severity:ident,)*) => {
        /// One kind of defect. What each one means is said in words in `locales/check/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the code names the variant, and the locales explain it")]
        pub enum Code { $(#[serde(rename = $code)] $variant,)* }

        impl Code {
            /// All, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as reports write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The severity unless a rule says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

catalogue! {
    Duplicate = "FRM.DUPLICATE" Block,
    ManifestError = "FRM.MANIFEST_ERROR" Block,
    PreviousRefMissing = "FRM.PREVIOUS_REF_MISSING" Block,
    AttachmentMissing = "FRM.ATTACHMENT_MISSING" Block,
    ExerciseInLive = "FRM.EXERCISE_IN_LIVE" Block,
    DeconflictionHit = "FRM.DECONFLICTION_HIT" Inform,
    NotCompetent = "AUT.NOT_COMPETENT" Block,
    ValidationMissing = "AUT.VALIDATION_MISSING" Block,
    SignatureMissing = "AUT.SIGNATURE_MISSING" Block,
    SignatureInvalid = "AUT.SIGNATURE_INVALID" Block,
    ContactIncomplete = "AUT.CONTACT_INCOMPLETE" Block,
    UnverifiedSender = "AUT.UNVERIFIED_SENDER" Block,
    WrongAddressee = "ADR.WRONG_ADDRESSEE" Block,
    WrongChannel = "ADR.WRONG_CHANNEL" Block,
    ProviderUnknown = "ADR.PROVIDER_UNKNOWN" Block,
    NotificationMissing = "ADR.NOTIFICATION_MISSING" Block,
    BasisMissing = "LEG.BASIS_MISSING" Block,
    BasisNotInForce = "LEG.BASIS_NOT_IN_FORCE" Block,
    BasisNotCover = "LEG.BASIS_NOT_COVER" Block,
    DomesticOrderMissing = "LEG.DOMESTIC_ORDER_MISSING" Block,
    ReciprocityMissing = "LEG.RECIPROCITY_MISSING" Block,
    ProvisionMissing = "OFF.PROVISION_MISSING" Block,
    PenaltyMissing = "OFF.PENALTY_MISSING" Block,
    PenaltyTooLow = "OFF.PENALTY_TOO_LOW" Block,
    DualCriminalityUnshown = "OFF.DUAL_CRIMINALITY_UNSHOWN" Block,
    ExemptNature = "OFF.EXEMPT_NATURE" Warn,
    SummaryThin = "FAC.SUMMARY_THIN" Block,
    NexusMissing = "FAC.NEXUS_MISSING" Block,
    StandardNotMet = "FAC.STANDARD_NOT_MET" Block,
    FactsStale = "FAC.STALE" Warn,
    SelectorMissing = "SEL.MISSING" Block,
    SelectorInvalid = "SEL.INVALID" Block,
    SelectorNotUnique = "SEL.NOT_UNIQUE" Block,
    NotAttributable = "SEL.NOT_ATTRIBUTABLE" Block,
    IpTimeMissing = "SEL.IP_TIME_MISSING" Block,
    TimezoneMissing = "SEL.TIMEZONE_MISSING" Block,
    TimeFuture = "SEL.TIME_FUTURE" Block,
    PortMissing = "SEL.PORT_MISSING" Warn,
    WrongProvider = "SEL.WRONG_PROVIDER" Block,
    RangeMissing = "TIM.RANGE_MISSING" Block,
    RangeInverted = "TIM.RANGE_INVERTED" Block,
    RangeTooBroad = "TIM.RANGE_TOO_BROAD" Block,
    RangeOutsideFacts = "TIM.RANGE_OUTSIDE_FACTS" Block,
    Prospective = "TIM.PROSPECTIVE" Block,
    RetentionPassed = "TIM.RETENTION_PASSED" Warn,
    DeadlineUnreasonable = "TIM.DEADLINE_UNREASONABLE" Warn,
    CategoryMissing = "SCP.CATEGORY_MISSING" Block,
    AllData = "SCP.ALL_DATA" Block,
    CategoryNotAllowed = "SCP.CATEGORY_NOT_ALLOWED" Block,
    ElementExcluded = "SCP.ELEMENT_EXCLUDED" Block,
    Privileged = "SCP.PRIVILEGED" Block,
    Disproportionate = "SCP.DISPROPORTIONATE" Block,
    LessIntrusiveFirst = "SCP.LESS_INTRUSIVE_FIRST" Warn,
    NoIntent = "PRS.NO_INTENT" Block,
    NecessityMissing = "PRS.NECESSITY_MISSING" Block,
    ExtensionLate = "PRS.EXTENSION_LATE" Block,
    UrgencyNotJustified = "URG.NOT_JUSTIFIED" Block,
    NotEmergency = "URG.NOT_EMERGENCY" Block,
    EmergencyLinkMissing = "URG.LINK_MISSING" Block,
    PostMlaMissing = "URG.POST_MLA_MISSING" Warn,
    SecrecyNoGround = "CON.NO_GROUND" Block,
    Leak = "CON.LEAK" Block,
    PurposeMissing = "USE.PURPOSE_MISSING" Block,
    AssuranceMissing = "USE.ASSURANCE_MISSING" Block,
    HandlingMissing = "USE.HANDLING_MISSING" Block,
    HandlingConflict = "USE.HANDLING_CONFLICT" Block,
    TranslationMissing = "LNG.TRANSLATION_MISSING" Block,
    WrongLanguage = "LNG.WRONG_LANGUAGE" Block,
    TechMissing = "RTI.TECH_MISSING" Block,
    RealtimeDuration = "RTI.DURATION" Block,
    FreezeOrderMissing = "FRZ.ORDER_MISSING" Block,
    PropertyUnidentified = "FRZ.PROPERTY_UNIDENTIFIED" Block,
    AmountMissing = "FRZ.AMOUNT_MISSING" Block,
    FreezeGroundsMissing = "FRZ.GROUNDS_MISSING" Block,
    FreezeDurationMissing = "FRZ.DURATION_MISSING" Block,
    FiuPurposeMissing = "FIU.PURPOSE_MISSING" Block,
    FiuLinkMissing = "FIU.LINK_MISSING" Block,
    FiuDissemination = "FIU.DISSEMINATION" Block,
    UrlMissing = "TAK.URL_MISSING" Block,
    ReasonMissing = "TAK.REASON_MISSING" Block,
    LegalGroundMissing = "TAK.LEGAL_GROUND_MISSING" Block,
    ScopeTerritory = "TAK.SCOPE_TERRITORY" Block,
    RedressMissing = "TAK.REDRESS_MISSING" Block,
    PreserveFirst = "TAK.PRESERVE_FIRST" Warn,
    JitParties = "JIT.PARTIES" Block,
    JitPurpose = "JIT.PURPOSE" Block,
    JitLeaders = "JIT.LEADERS" Block,
    JitDuration = "JIT.DURATION" Block,
    JitEvidence = "JIT.EVIDENCE" Block,
}

impl Code {
    /// Reads a code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == text)
    }
}
