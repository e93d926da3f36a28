//! What must hold in every world: generated parties between invented States, and every question that
//! the table of measures can ask.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use comity_core::basis::BasisRole;
use comity_core::law::{
    Addressee, DataCategory, Day, Decision, LawQuery, Outcome, Pack, Query, compare, decide,
};
use proptest::prelude::*;
use serde_json::Value;

const STATES: [&str; 3] = ["XA", "XB", "XC"];
const DAY: &str = "2026-11-02";

/// One row of a generated world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    state: &'static str,
    instrument: String,
    party: bool,
    year: Option<u16>,
}

fn table(name: &str) -> Value {
    let files = Pack::builtin_files();
    serde_json::from_slice(&files[name]).expect("a file of the pack")
}

/// Instruments that any State can join, and the day before which nobody was bound.
fn open_instruments() -> Vec<(String, u16)> {
    table("instruments.json")["instruments"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["bilateral"].is_null() && one["state"].is_null())
        .filter(|one| one["binding"] != false)
        .filter_map(|one| {
            let id = one["id"].as_str()?;
            // The exercise pack takes these two as in force.
            let born = match id {
                "COE-224" | "UN-CC" => "2026",
                _ => one["applies_from"].as_str().or(one["in_force"].as_str())?,
            };
            Some((id.to_owned(), born[..4].parse::<u16>().ok()? + 1))
        })
        .collect()
}

fn world(rows: &BTreeSet<Row>) -> Pack {
    let born: BTreeMap<String, u16> = open_instruments().into_iter().collect();
    let mut csv = String::from(
        "iso2,instrument_id,status,date_of_entry_into_force,source,source_date,confidence,date_to,territory,reservations\n",
    );
    let mut seen = BTreeSet::new();
    for row in rows {
        if !seen.insert((row.state, &row.instrument)) {
            continue;
        }
        let first = born[&row.instrument];
        let date = match row.year {
            Some(year) if row.party => format!("{}-01-01", year.max(first)),
            _ => String::new(),
        };
        let status = if row.party { "party" } else { "signatory" };
        writeln!(
            csv,
            "{},{},{status},{date},generated,,high,,,",
            row.state, row.instrument
        )
        .expect("writing to a string");
    }
    let mut files = Pack::exercise_files();
    files.insert("parties.csv".into(), csv.into_bytes());
    files.insert(
        "pack.json".into(),
        br#"{"schema":"pack/1","name":"generated","as_of":"2026-11-24","exercise":true}"#.to_vec(),
    );
    Pack::from_files(files).expect("a generated world is well formed")
}

fn ask(pack: &Pack, measure: &str, category: DataCategory, addressee: Addressee) -> Option<Query> {
    LawQuery {
        requesting: "XA",
        requested: Some("XB"),
        addressee: addressee.as_str(),
        measure,
        data_category: category.as_str(),
        offence: Some("computer_fraud"),
        max_penalty_months: Some(60),
        date: DAY,
        mode: None,
    }
    .resolve(pack)
    .ok()
}

/// Every question of the table.
fn every_question(pack: &Pack, mut each: impl FnMut(&str, Addressee, &Query)) {
    for measure in table("measures.json")["measures"]
        .as_object()
        .expect("a table")
        .keys()
    {
        for category in [
            DataCategory::Subscriber,
            DataCategory::Traffic,
            DataCategory::Content,
        ] {
            for addressee in Addressee::ALL {
                if let Some(query) = ask(pack, measure, category, *addressee) {
                    each(measure, *addressee, &query);
                }
            }
        }
    }
}

fn with_role(decision: &Decision, roles: &[BasisRole]) -> BTreeSet<String> {
    decision
        .bases
        .iter()
        .filter(|it| roles.contains(&it.role))
        .map(|it| it.instrument.clone())
        .collect()
}

fn rows() -> impl Strategy<Value = BTreeSet<Row>> {
    let instruments: Vec<String> = open_instruments().into_iter().map(|(id, _)| id).collect();
    let row = (
        prop::sample::select(STATES.to_vec()),
        prop::sample::select(instruments),
        prop::bool::weighted(0.8),
        prop::option::weighted(0.8, 1960_u16..2027),
    )
        .prop_map(|(state, instrument, party, year)| Row {
            state,
            instrument,
            party,
            year,
        });
    prop::collection::btree_set(row, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Recommendation 31: joining never takes a basis away. Where a treaty itself steps back, its
    /// procedure is replaced by another, never lost.
    #[test]
    fn joining_never_takes_a_basis_away(rows in rows(), added in rows()) {
        let before = world(&rows);
        // Only States that have no row yet join: nobody leaves and no date moves.
        let known: BTreeSet<(&str, String)> =
            rows.iter().map(|it| (it.state, it.instrument.clone())).collect();
        let mut larger = rows.clone();
        larger.extend(added.into_iter().filter(|it| {
            it.party && !known.contains(&(it.state, it.instrument.clone()))
        }));
        let after = world(&larger);
        let mut lost = Vec::new();
        every_question(&before, |measure, addressee, query| {
            let old = decide(&before, query, "en");
            let new = decide(&after, query, "en");
            let lawful = matches!(old.decision, Outcome::Proceed | Outcome::ProceedWithConditions);
            if lawful && new.decision == Outcome::Block {
                lost.push(format!("{measure} to {addressee:?} is blocked"));
            }
            let kept: BTreeSet<String> =
                new.bases.iter().map(|it| it.instrument.clone()).collect();
            for one in with_role(&old, &[BasisRole::Measure]) {
                if lawful && !kept.contains(&one) {
                    lost.push(format!("{measure} to {addressee:?}: {one} is lost"));
                }
            }
            let procedure = with_role(&old, &[BasisRole::Procedure]);
            if lawful && !procedure.is_empty()
                && new.bases.iter().all(|it| it.role == BasisRole::Parallel)
            {
                lost.push(format!("{measure} to {addressee:?}: no procedure"));
            }
        });
        prop_assert!(lost.is_empty(), "{}", lost.join("\n"));
    }

    #[test]
    fn a_signature_alone_never_makes_a_basis(rows in rows()) {
        let signed: BTreeSet<Row> =
            rows.into_iter().map(|it| Row { party: false, ..it }).collect();
        let pack = world(&signed);
        let names: BTreeSet<String> = signed.iter().map(|it| it.instrument.clone()).collect();
        let mut wrong = Vec::new();
        every_question(&pack, |measure, addressee, query| {
            for base in decide(&pack, query, "en").bases {
                if names.contains(&base.instrument) {
                    wrong.push(format!("{measure} to {addressee:?}: {}", base.instrument));
                }
            }
        });
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Recommendation 4: nobody in a State is addressed directly without a basis in its consent.
    #[test]
    fn no_direct_demand_passes_without_the_consent_of_the_state(rows in rows()) {
        let pack = world(&rows);
        let opened = direct_measures();
        let mut wrong = Vec::new();
        every_question(&pack, |measure, addressee, query| {
            if !addressee.is_direct() {
                return;
            }
            let got = decide(&pack, query, "en");
            if got.decision == Outcome::Block {
                if !got.bases.is_empty() || got.route_to.is_none() {
                    wrong.push(format!("{measure}: blocked with a basis or without a way"));
                }
                return;
            }
            let first = got.bases.first().map(|it| (it.instrument.clone(), it.article.clone()));
            if !first.is_some_and(|it| opened.contains(&it)) {
                wrong.push(format!("{measure} to {addressee:?} passes by {:?}", got.bases));
            }
        });
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Each side asks its own copy of the pack, in its own language, and only the sentences differ; the
    /// sender's answer has travelled as JSON meanwhile.
    #[test]
    fn sender_and_receiver_with_one_pack_agree(rows in rows()) {
        let (sender, receiver) = (world(&rows), world(&rows));
        let mut asked = 0_usize;
        let mut wrong = Vec::new();
        every_question(&sender, |measure, addressee, query| {
            asked += 1;
            let sent = serde_json::to_string(&decide(&sender, query, "en")).expect("has JSON");
            let sent: Decision = serde_json::from_str(&sent).expect("reads back");
            let own = decide(&receiver, query, "ar");
            let bare = |it: Decision| {
                let notes: Vec<_> = it.notes.iter().map(|n| (n.code.clone(), n.article.clone(), n.strict)).collect();
                (it.decision, it.bases, it.excluded, it.time_limits, it.dual_criminality, it.conditions,
                 it.refusal_risks, it.route_to, notes, it.unverified, it.pack)
            };
            if bare(sent) != bare(own) {
                wrong.push(format!("{measure} to {addressee:?}"));
            }
        });
        prop_assert!(asked > 500, "{asked} questions");
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// The preview of a change tells the truth: where an answer between two States is another one, the
    /// preview does not say that nothing changes, and what it lists is so.
    #[test]
    fn a_preview_names_what_changes(rows in rows(), added in rows()) {
        let before = world(&rows);
        let mut larger = rows.clone();
        larger.extend(added);
        let after = world(&larger);
        let day = Day::parse(DAY).expect("a day");
        let shown = compare(&before, &after, day);
        prop_assert_eq!(shown.before == shown.after, rows == larger);
        let mut differ = 0;
        every_question(&before, |_, _, query| {
            let (old, new) = (decide(&before, query, "en"), decide(&after, query, "en"));
            differ += usize::from(old.decision != new.decision);
        });
        prop_assert!(differ == 0 || shown.changed > 0, "{differ} answers differ, the preview shows none");
        // A direct order is asked for the data that it may be for, whatever else other measures reach.
        let direct = ask(&before, "subscriber_direct", DataCategory::Subscriber, Addressee::ServiceProvider);
        let direct = direct.expect("a question of the table");
        let (old, new) = (decide(&before, &direct, "en"), decide(&after, &direct, "en"));
        if (old.decision == Outcome::Block) != (new.decision == Outcome::Block) && shown.changed <= shown.changes.len() {
            prop_assert!(shown.changes.iter().any(|it| it.measure == "subscriber_direct"
                && (it.requesting.as_str(), it.requested.as_str()) == ("XA", "XB")));
        }
        for it in &shown.changes {
            let query = LawQuery {
                requesting: &it.requesting,
                requested: Some(&it.requested),
                addressee: it.addressee.as_str(),
                measure: &it.measure,
                data_category: it.data_category.as_str(),
                offence: None,
                max_penalty_months: None,
                date: DAY,
                mode: None,
            };
            let asks = |pack: &Pack| decide(pack, &query.resolve(pack).expect("names"), "en").decision;
            prop_assert_eq!((asks(&before), asks(&after)), (it.before.decision, it.after.decision));
        }
    }

    #[test]
    fn a_decision_is_a_function_of_the_question_and_the_pack(rows in rows()) {
        let (mine, yours) = (world(&rows), world(&rows));
        prop_assert_eq!(mine.hash(), yours.hash());
        let mut differ = 0;
        every_question(&mine, |_, _, query| {
            differ += usize::from(decide(&mine, query, "fr") != decide(&yours, query, "fr"));
        });
        prop_assert_eq!(differ, 0);
    }
}

/// Instrument and article of every measure that opens a direct way.
fn direct_measures() -> BTreeSet<(String, String)> {
    let file = table("instruments.json");
    let mut out = BTreeSet::new();
    for one in file["instruments"].as_array().into_iter().flatten() {
        for measure in one["measures"].as_array().into_iter().flatten() {
            let direct = measure["channels"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|it| {
                    it.as_str().is_some_and(|it| {
                        it.contains("direct_to") || it.ends_with("_direct_access")
                    })
                });
            if let (true, Some(id), Some(cite)) =
                (direct, one["id"].as_str(), measure["cite"].as_str())
            {
                out.insert((id.to_owned(), cite.to_owned()));
            }
        }
    }
    out
}
