//! Who may do what: one table of roles and acts.
//!
//! # Source
//! Separation of duties: the drafter is not the only signer from class M2 up, the clerk does not
//! refuse, the administrator does not read, the auditor does not act (recommendations 10, 13, 20).

use serde::{Deserialize, Serialize};

use crate::approval::Class;

/// The office a person holds at a node; one person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Police officer who needs the data.
    Investigator,
    /// Prosecutor or investigating magistrate.
    Prosecutor,
    /// Court that validates.
    Judge,
    /// Registry clerk of the central authority.
    CaClerk,
    /// Legal officer of the central authority.
    CaOfficer,
    /// Head of the central authority.
    CaHead,
    /// 24/7 contact point.
    DutyOfficer,
    /// Authority that serves the domestic order.
    Executor,
    /// Response specialist of a provider.
    ProviderAgent,
    /// Lawyer of a provider.
    ProviderCounsel,
    /// Internal audit, data-protection authority, ombudsman.
    Auditor,
    /// Administrator of the machine.
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 12] = [
        Self::Investigator,
        Self::Prosecutor,
        Self::Judge,
        Self::CaClerk,
        Self::CaOfficer,
        Self::CaHead,
        Self::DutyOfficer,
        Self::Executor,
        Self::ProviderAgent,
        Self::ProviderCounsel,
        Self::Auditor,
        Self::Admin,
    ];

    /// The name as stored and written in grants.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Investigator => "investigator",
            Self::Prosecutor => "prosecutor",
            Self::Judge => "judge",
            Self::CaClerk => "ca_clerk",
            Self::CaOfficer => "ca_officer",
            Self::CaHead => "ca_head",
            Self::DutyOfficer => "duty_officer",
            Self::Executor => "executor",
            Self::ProviderAgent => "provider_agent",
            Self::ProviderCounsel => "provider_counsel",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether the grant counts as that of an authority: intrusive measures need one such signer.
    #[must_use]
    pub const fn is_authority(self) -> bool {
        matches!(self, Self::Prosecutor | Self::Judge | Self::CaHead)
    }

    /// Whether a proof of this role counts at all for an act of this class: an approver's always, that
    /// of whoever takes requests in only where nothing is ordered or disclosed.
    #[must_use]
    pub const fn vouches(self, class: Class) -> bool {
        self.may(Act::Approve) || (matches!(class, Class::M0) && self.may(Act::Triage))
    }

    /// Whether this role speaks for a provider: for that provider alone, never for an authority.
    #[must_use]
    pub const fn is_of_provider(self) -> bool {
        matches!(self, Self::ProviderAgent | Self::ProviderCounsel)
    }

    /// Whether this role may do `act`.
    #[must_use]
    pub const fn may(self, act: Act) -> bool {
        use Act as A;
        match self {
            Self::Investigator => matches!(act, A::ReadCase | A::Draft | A::OpenEvidence),
            Self::Prosecutor => matches!(
                act,
                A::ReadCase | A::Draft | A::Approve | A::OpenEvidence | A::Withdraw | A::Close
            ),
            Self::Judge => matches!(act, A::ReadCase | A::Approve),
            Self::CaClerk => matches!(
                act,
                A::ReadCase | A::Draft | A::Triage | A::Return | A::Assign | A::Register
            ),
            Self::CaOfficer => matches!(
                act,
                A::ReadCase
                    | A::Draft
                    | A::Approve
                    | A::Triage
                    | A::Return
                    | A::Assign
                    | A::Register
                    | A::Accept
                    | A::Consult
                    | A::Serve
                    | A::Withdraw
                    | A::Close
                    | A::OpenEvidence
                    | A::ChangeLaw
            ),
            Self::CaHead => matches!(
                act,
                A::ReadCase
                    | A::Draft
                    | A::Approve
                    | A::Triage
                    | A::Return
                    | A::Assign
                    | A::Register
                    | A::Accept
                    | A::Consult
                    | A::Refuse
                    | A::Serve
                    | A::Withdraw
                    | A::Close
                    | A::OpenEvidence
                    | A::ReadLog
                    | A::ChangeLaw
            ),
            Self::DutyOfficer => matches!(
                act,
                A::ReadCase
                    | A::Draft
                    | A::Approve
                    | A::Triage
                    | A::Return
                    | A::Assign
                    | A::Register
                    | A::Accept
                    | A::Serve
            ),
            Self::Executor => matches!(act, A::ReadCase | A::Approve | A::Serve | A::OpenEvidence),
            Self::ProviderAgent => matches!(act, A::ReadCase | A::AnswerOrder | A::Approve),
            Self::ProviderCounsel => {
                matches!(
                    act,
                    A::ReadCase | A::AnswerOrder | A::Approve | A::ObjectToOrder
                )
            }
            Self::Auditor => matches!(act, A::ReadLog),
            Self::Admin => matches!(act, A::Administer),
        }
    }
}

/// What a person can do at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Open a case.
    ReadCase,
    /// Write a request.
    Draft,
    /// Give one of the proofs that a request, an order or a release needs.
    Approve,
    /// Acknowledge what arrived and begin the check.
    Triage,
    /// Send back with defects.
    Return,
    /// Give a case to a person.
    Assign,
    /// Register what came on paper, by mail or by telephone, record how a letter left, take an older
    /// register over, and keep the addresses of partners without a node.
    Register,
    /// Find lawful and complete.
    Accept,
    /// Put a question to the other side.
    Consult,
    /// Refuse with a ground.
    Refuse,
    /// Serve the domestic order on the holder of the data.
    Serve,
    /// Answer an order as its addressee.
    AnswerOrder,
    /// Object to an order in law.
    ObjectToOrder,
    /// Take a request back.
    Withdraw,
    /// End a case.
    Close,
    /// Open sealed evidence.
    OpenEvidence,
    /// Read the custody log and the register without content.
    ReadLog,
    /// Propose a change of the law data or of a consent on file, or agree to one as second person.
    ChangeLaw,
    /// Keys, users, peers, backups.
    Administer,
}

/// Whether any of the roles may do `act`.
#[must_use]
pub fn any_may(roles: &[Role], act: Act) -> bool {
    roles.iter().any(|role| role.may(act))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duties_are_separated() {
        assert!(!Role::CaClerk.may(Act::Refuse), "a clerk does not refuse");
        assert!(
            !Role::Admin.may(Act::ReadCase),
            "an administrator does not read"
        );
        for act in [
            Act::Approve,
            Act::Accept,
            Act::Refuse,
            Act::Serve,
            Act::ReadCase,
        ] {
            assert!(
                !Role::Auditor.may(act),
                "an auditor does not act or read content"
            );
        }
        assert!(!Role::Investigator.may(Act::Approve));
    }

    #[test]
    fn a_proof_counts_only_in_an_office_that_approves() {
        for role in [
            Role::Investigator,
            Role::CaClerk,
            Role::Auditor,
            Role::Admin,
        ] {
            assert!(!role.vouches(Class::M1), "{role:?}");
        }
        assert!(
            Role::CaClerk.vouches(Class::M0),
            "a clerk acknowledges and returns"
        );
        assert!(Role::Prosecutor.vouches(Class::M4));
    }
}
