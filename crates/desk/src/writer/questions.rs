//! The questions of each kind, step by step.
//!
//! # Source
//! Form tables of the three open kinds: Budapest Convention art. 29(2); UNTOC art. 18(15); Second
//! Protocol art. 7(3) and 7(4).

use comity_core::kind::Kind;

use crate::words::Words;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A line of prose.
    Line,
    /// A reference, address or number.
    Code,
    /// Several lines.
    Prose,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// A moment, asked as the day at whose end it falls, in UTC.
    DayEnd,
    /// Yes or no.
    YesNo,
    /// One of a closed list: name of the word list and its codes.
    One(&'static str, &'static [&'static str]),
    /// Any of a closed list.
    Any(&'static str, &'static [&'static str]),
    /// One of the legal bases that the law data gives.
    Basis,
}

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Its place in the text.
    pub pointer: &'static str,
    /// Its words.
    pub label: fn(&Words) -> String,
    /// Its hint.
    pub hint: Option<fn(&Words) -> String>,
    /// How it is answered.
    pub ask: Ask,
    /// Whether the request cannot go without an answer.
    pub needed: bool,
}

/// One step of the writer.
#[derive(Clone, Debug)]
pub struct StepDef {
    /// The word in the address: `where`.
    pub code: &'static str,
    /// Its questions.
    pub questions: Vec<Question>,
}

const SUBSCRIBER: [&str; 13] = [
    "name",
    "postal_address",
    "contact_email",
    "contact_phone",
    "billing",
    "payment_instrument",
    "service_type",
    "service_period",
    "registration_time",
    "registration_ip",
    "last_login_ip",
    "ip_assignment",
    "verification_data",
];
const STORED: [&str; 24] = [
    "name",
    "postal_address",
    "contact_email",
    "contact_phone",
    "billing",
    "payment_instrument",
    "service_type",
    "service_period",
    "registration_time",
    "registration_ip",
    "last_login_ip",
    "ip_assignment",
    "verification_data",
    "profile",
    "login_history",
    "session_log",
    "message_headers",
    "device_ids",
    "linked_accounts",
    "messages",
    "mailbox",
    "files",
    "photos",
    "backups",
];
const SELECTORS: [&str; 8] = [
    "email",
    "account_id",
    "username",
    "ipv4",
    "ipv6",
    "phone",
    "url",
    "domain",
];
const URGENCY: [&str; 5] = [
    "u4_routine",
    "u3_procedural",
    "u2_perishable",
    "u1_infrastructure",
    "u0_life",
];
const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "ar", "zh"];
const TLP: [&str; 5] = ["AMBER", "AMBER+STRICT", "RED", "GREEN", "CLEAR"];
const PAP: [&str; 4] = ["AMBER", "RED", "GREEN", "CLEAR"];
const ASSURANCES: [&str; 3] = ["death_penalty", "torture", "data_protection"];

/// Whether the writer of this version opens the kind.
#[must_use]
pub const fn is_open(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Preservation | Kind::MlaStored | Kind::SubscriberDirect
    )
}

/// The steps of a kind, before "Check and sign".
#[must_use]
pub fn steps(kind: Kind) -> Vec<StepDef> {
    vec![
        StepDef {
            code: "need",
            questions: need(kind),
        },
        StepDef {
            code: "where",
            questions: place(kind),
        },
        StepDef {
            code: "basis",
            questions: basis(kind),
        },
        StepDef {
            code: "offence",
            questions: offence(kind),
        },
        StepDef {
            code: "data",
            questions: data(kind),
        },
        StepDef {
            code: "facts",
            questions: vec![
                needed("/facts", Words::field_facts, Ask::Prose).hinted(Words::field_facts_hint),
                needed("/items/0/nexus", Words::field_nexus, Ask::Prose),
            ],
        },
        StepDef {
            code: "safeguards",
            questions: safeguards(kind),
        },
        StepDef {
            code: "urgency",
            questions: urgency(),
        },
    ]
}

fn need(kind: Kind) -> Vec<Question> {
    let mut out = vec![
        needed("/reference", Words::new_reference, Ask::Code).hinted(Words::new_reference_hint),
    ];
    match kind {
        Kind::Preservation => out.extend([
            needed(
                "/preservation_necessity",
                Words::field_preservation_necessity,
                Ask::Prose,
            ),
            needed("/duration_days", Words::field_duration, Ask::Number),
            needed("/intends_mla/planned_by", Words::field_planned_by, Ask::Day)
                .hinted(Words::field_date_hint),
        ]),
        Kind::MlaStored => {
            out.push(
                needed("/assistance/0", Words::field_assistance, Ask::Prose)
                    .hinted(Words::field_assistance_hint),
            );
        }
        _ => {}
    }
    out
}

fn place(kind: Kind) -> Vec<Question> {
    let provider = if kind == Kind::SubscriberDirect {
        "/addressee/provider/legal_name"
    } else {
        "/custodian/provider"
    };
    let question = needed(provider, Words::field_provider, Ask::Line);
    vec![
        // The requested authority may know better who holds the data; it helps to say it.
        Question {
            needed: kind != Kind::MlaStored,
            ..question
        },
        asked("/custodian/how_known", Words::field_how_known, Ask::Prose),
    ]
}

fn basis(kind: Kind) -> Vec<Question> {
    let mut out = vec![
        needed("/legal_basis/0", Words::field_basis, Ask::Basis).hinted(Words::field_basis_hint),
    ];
    match kind {
        Kind::MlaStored => out.extend([
            needed(
                "/domestic_basis/provision",
                Words::field_provision_domestic,
                Ask::Line,
            ),
            asked(
                "/domestic_basis/order/number",
                Words::field_order_number,
                Ask::Code,
            ),
            asked(
                "/domestic_basis/order/issued_by",
                Words::field_order_by,
                Ask::Line,
            ),
            asked(
                "/domestic_basis/order/date",
                Words::field_order_date,
                Ask::Day,
            )
            .hinted(Words::field_date_hint),
        ]),
        Kind::SubscriberDirect => out.extend([
            needed(
                "/domestic_basis/provision",
                Words::field_provision_domestic,
                Ask::Line,
            ),
            needed("/order/number", Words::field_order_number, Ask::Code),
            needed("/order/issuing_authority", Words::field_order_by, Ask::Line),
            needed("/order/date", Words::field_order_date, Ask::Day).hinted(Words::field_date_hint),
        ]),
        _ => out.push(asked(
            "/domestic_basis/provision",
            Words::field_provision_domestic,
            Ask::Line,
        )),
    }
    out
}

fn offence(kind: Kind) -> Vec<Question> {
    let mut out = vec![
        needed("/offences/0/title", Words::field_offence_title, Ask::Line),
        needed(
            "/offences/0/provision",
            Words::field_offence_provision,
            Ask::Line,
        ),
        needed("/offences/0/text", Words::field_offence_text, Ask::Prose),
        asked(
            "/offences/0/max_penalty_months",
            Words::field_offence_penalty,
            Ask::Number,
        ),
        asked("/offences/0/from", Words::field_offence_from, Ask::Day)
            .hinted(Words::field_date_hint),
        asked("/offences/0/to", Words::field_offence_to, Ask::Day).hinted(Words::field_date_hint),
    ];
    if kind == Kind::MlaStored {
        out.push(
            needed(
                "/dual_criminality/conduct",
                Words::field_conduct,
                Ask::Prose,
            )
            .hinted(Words::field_conduct_hint),
        );
    }
    out
}

fn data(kind: Kind) -> Vec<Question> {
    let elements: &'static [&'static str] = if kind == Kind::SubscriberDirect {
        &SUBSCRIBER
    } else {
        &STORED
    };
    vec![
        needed(
            "/selectors/0/type",
            Words::field_selector_type,
            Ask::One("selector", &SELECTORS),
        ),
        needed("/selectors/0/value", Words::field_selector, Ask::Code)
            .hinted(Words::field_selector_hint),
        needed(
            "/items/0/elements",
            Words::field_elements,
            Ask::Any("element", elements),
        )
        .hinted(Words::field_elements_hint),
        needed("/items/0/period/from", Words::field_offence_from, Ask::Day)
            .hinted(Words::field_date_hint),
        needed("/items/0/period/to", Words::field_offence_to, Ask::Day)
            .hinted(Words::field_date_hint),
    ]
}

fn safeguards(kind: Kind) -> Vec<Question> {
    let mut out = vec![
        needed("/necessity", Words::field_necessity, Ask::Prose),
        needed("/proportionality", Words::field_proportionality, Ask::Prose),
        needed("/use/purpose", Words::field_purpose, Ask::Line),
        needed("/use/specialty_ack", Words::field_specialty, Ask::YesNo),
        asked(
            "/assurances",
            Words::field_assurances,
            Ask::Any("assurance", &ASSURANCES),
        ),
    ];
    if kind == Kind::MlaStored {
        out.push(needed(
            "/privilege/privileged",
            Words::field_privilege,
            Ask::YesNo,
        ));
    }
    out
}

fn urgency() -> Vec<Question> {
    vec![
        needed(
            "/urgency/class",
            Words::field_urgency,
            Ask::One("urgency", &URGENCY),
        ),
        asked("/urgency/facts", Words::field_urgency_facts, Ask::Prose),
        asked("/urgency/needed_by", Words::field_needed_by, Ask::DayEnd)
            .hinted(Words::field_date_hint),
        asked("/urgency/reason", Words::field_needed_why, Ask::Line),
        needed("/confidentiality/required", Words::field_secret, Ask::YesNo),
        needed(
            "/confidentiality/no_user_notice",
            Words::field_no_notice,
            Ask::YesNo,
        ),
        asked(
            "/confidentiality/ground",
            Words::field_no_notice_ground,
            Ask::Line,
        ),
        asked(
            "/confidentiality/until",
            Words::field_no_notice_until,
            Ask::Day,
        )
        .hinted(Words::field_date_hint),
        needed("/handling/tlp", Words::field_tlp, Ask::One("tlp", &TLP)),
        needed("/handling/pap", Words::field_pap, Ask::One("pap", &PAP)),
        needed(
            "/language",
            Words::field_language,
            Ask::One("language", &LANGUAGES),
        ),
    ]
}

fn needed(pointer: &'static str, label: fn(&Words) -> String, ask: Ask) -> Question {
    Question {
        pointer,
        label,
        hint: None,
        ask,
        needed: true,
    }
}

fn asked(pointer: &'static str, label: fn(&Words) -> String, ask: Ask) -> Question {
    Question {
        needed: false,
        ..needed(pointer, label, ask)
    }
}

impl Question {
    fn hinted(self, hint: fn(&Words) -> String) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_code_that_can_be_chosen_has_a_word_in_six_languages() {
        for kind in Kind::ALL.iter().copied().filter(|kind| is_open(*kind)) {
            for step in steps(kind) {
                for question in step.questions {
                    let (Ask::One(list, codes) | Ask::Any(list, codes)) = question.ask else {
                        continue;
                    };
                    if list == "language" {
                        continue;
                    }
                    for code in codes {
                        for lang in Lang::ALL {
                            assert!(
                                Words::of(lang).maybe(list, code).is_some(),
                                "{lang:?}: {list} {code}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn content_can_not_be_asked_straight_from_a_provider() {
        let elements = steps(Kind::SubscriberDirect)
            .into_iter()
            .flat_map(|step| step.questions)
            .find_map(|q| {
                if let Ask::Any("element", codes) = q.ask {
                    Some(codes)
                } else {
                    None
                }
            })
            .expect("the step asks for elements");
        assert!(!elements.contains(&"mailbox") && !elements.contains(&"messages"));
    }
}
