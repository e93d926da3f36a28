//! The texts that the officers of the stories write: an invented fraud, documentation names only.

use comity_core::time::{Instant, Span};
use serde_json::{Value, json};

const FACTS: &str = "Between 3 and 19 February 2026 eleven companies in Aldoria received invoices by electronic mail from \
billing.desk@northwind.example in which the account number of their real supplier had been replaced. Nine paid, in all 1.9 million. \
The messages, with full headers, were handed to the cyber unit by the victims; the headers show that they left the servers of Northwind Mail in Belmark. \
The money was moved on within hours, so the user of the mailbox must be found from its registration and log-ins.";

/// What preservation, production and their follow-ups have in common.
fn common(now: Instant) -> Value {
    let day = |days: i64| (now - Span::days(days)).to_string();
    json!({
        "urgency": {"class": "u2_perishable", "facts": "Northwind Mail deletes connection logs after 90 days; the oldest of interest are 84 days old.",
                    "needed_by": (now + Span::days(2)).to_string(), "reason": "log rotation"},
        "confidentiality": {"required": true, "no_user_notice": true, "ground": "the user would delete copies and warn others",
                            "until": (now + Span::days(90)).to_string()},
        "use": {"purpose": "Criminal proceeding CY-2026-0417, Regional Court of Aldoria", "specialty_ack": true,
                "onward": "none without consent", "retention": "until final judgment"},
        "handling": {"tlp": "AMBER", "pap": "AMBER"},
        "language": "en",
        "translations": [],
        "attachments": [],
        "notified_states": [],
        "previous": [],
        "offences": [{
            "title": "Computer-related fraud",
            "provision": "Penal Code of Aldoria, s. 214",
            "text": "Whoever, with intent to gain unlawfully, causes loss of property to another by false electronic communication is punished with imprisonment of up to eight years.",
            "max_penalty_months": 96,
            "category": "computer_fraud",
            "from": day(84), "to": day(68), "place": "Aldoria"
        }],
        "facts": FACTS,
        "selectors": [{"id": "s1", "type": "email", "value": "billing.desk@northwind.example", "provider": "Northwind Mail Ltd"}],
        "necessity": "The user of the mailbox is known by this address only; open sources and the victims' banks gave nothing more.",
        "proportionality": "One mailbox, the seventeen days of the acts; no content is asked for.",
    })
}

fn items(now: Instant) -> Value {
    let day = |days: i64| (now - Span::days(days)).to_string();
    json!([
        {"id": "i1", "selectors": ["s1"], "category": "subscriber", "elements": ["name", "contact_email", "registration_time", "registration_ip"],
         "nexus": "Who registered the mailbox that sent the false invoices.", "format": "csv"},
        {"id": "i2", "selectors": ["s1"], "category": "traffic", "elements": ["login_history"],
         "period": {"from": day(84), "to": day(68)},
         "nexus": "Log-ins on the days of the messages show who used the mailbox.", "format": "csv"}
    ])
}

/// The preservation of the mailbox's data.
pub(crate) fn preservation(now: Instant) -> Value {
    let mut form = common(now);
    form["items"] = items(now);
    form["preservation_necessity"] = json!(
        "Northwind Mail deletes connection logs after 90 days; the oldest of interest are 84 days old."
    );
    form["custodian"] = json!({"provider": "Northwind Mail Ltd", "system_location": "Belmark", "how_known": "message headers show its outgoing servers"});
    form["intends_mla"] = json!({"value": true, "planned_kind": "mla_stored", "planned_by": (now + Span::days(30)).to_string().get(..10)});
    form["duration_days"] = json!(90);
    form["partial_disclosure_wanted"] = json!(true);
    form
}

/// What the formal request has beside what it took over from the preservation.
pub(crate) fn complete_production(form: &mut Value, now: Instant) {
    form["subject_matter"] = json!(
        "Invoice fraud against eleven companies; investigation stage; Regional Court of Aldoria, prosecutor S. Lindqvist."
    );
    form["assistance"] = json!(["production of stored subscriber and log-in data of one mailbox"]);
    form["privilege"] = json!({"checked": true, "privileged": false});
    form["dual_criminality"] = json!({"conduct": "Deceiving companies by false invoices sent by electronic mail into paying money to the sender's account, with intent to gain unlawfully."});
    form["domestic_basis"] = json!({"provision": "Code of Criminal Procedure of Aldoria, s. 98",
        "order": {"type": "production order", "number": "RC-2026-3391", "issued_by": "Regional Court of Aldoria", "date": (now - Span::days(1)).to_string().get(..10)}});
    form["procedures"] = json!(["hash list", "certificate of records"]);
    form["urgency"] = json!({"class": "u3_procedural", "facts": "The suspect's remand is reviewed in three weeks.",
        "needed_by": (now + Span::days(14)).to_string(), "reason": "remand hearing"});
}
