//! Answers that are no file: words with the facts that the form asks for, what was done with a property
//! or a page, a signature.

use std::collections::BTreeMap;

use comity_core::cycle::{Freeze, FreezeMove, Removal, RemovalMove, Sum};
use comity_core::form::Shape;
use comity_core::item::{Asked, ItemState};
use comity_core::request::{RequestFile, life};
use comity_core::time::Instant;
use comity_flows::{FlowFault, ItemAnswer};
use serde_json::{Value, json};

use super::posted::Posted;
use crate::field::{Action, Choice, Control, Field};
use crate::words::Words;

/// The buttons for what a kind asks; `which` lets the person choose among the parts.
pub(super) fn own_answers(
    t: Words,
    file: &RequestFile,
    which: &dyn Fn() -> Field,
    answer: &dyn Fn(&str, String, &'static str) -> Action,
) -> Vec<Action> {
    let button = |code: &str, label: String, tone| answer(code, label, tone).field(which());
    let stands =
        |wanted: &dyn Fn(&ItemState) -> bool| file.items.iter().any(|one| wanted(&one.state));
    let mut out = Vec::new();
    match file.asked() {
        Asked::Preserve | Asked::Produce => {}
        Asked::Tell => {
            let mut tell = button("tell", t.act_tell(), "pri")
                .icon("pen")
                .field(Field::area("words", t.act_tell_text()));
            for field in facts(t, file) {
                tell = tell.field(field);
            }
            out.push(tell);
            if file.form.get("hold").is_some_and(|hold| !hold.is_null()) {
                out.push(button("hold", t.act_hold(), "").field(until(t)));
            }
        }
        Asked::Freeze => {
            let open = |state: &ItemState| {
                matches!(
                    state,
                    ItemState::Pending
                        | ItemState::Property {
                            freeze: Freeze::Held { .. }
                        }
                )
            };
            if stands(&open) {
                out.push(
                    button("freeze", t.act_freeze(), "pri")
                        .icon("shield")
                        .field(Field::text("order", t.act_freeze_order()))
                        .field(until(t))
                        .field(Field::code("amount", t.act_found_amount()))
                        .field(Field::code("currency", t.act_found_currency())),
                );
            }
            let frozen = |state: &ItemState| {
                matches!(
                    state,
                    ItemState::Property {
                        freeze: Freeze::Frozen { .. }
                    }
                )
            };
            if stands(&frozen) {
                out.push(button("prolong", t.act_prolong(), "").field(until(t)));
                out.push(
                    button("confiscate", t.act_confiscate(), "")
                        .field(Field::text("order", t.act_judgment())),
                );
                out.push(
                    button("give_back", t.act_give_back(), "")
                        .field(Field::code("amount", t.act_found_amount()))
                        .field(Field::code("currency", t.act_found_currency())),
                );
                out.push(
                    button("lift", t.act_lift(), "warn")
                        .field(Field::area("why", t.act_lift_why())),
                );
            }
        }
        Asked::Remove => {
            let up = |state: &ItemState| {
                matches!(
                    state,
                    ItemState::Pending
                        | ItemState::Page {
                            removal: Removal::Preserved { .. }
                        }
                )
            };
            if stands(&|state| *state == ItemState::Pending) {
                out.push(button("copy", t.act_copy(), "").icon("shield"));
            }
            if stands(&up) {
                out.push(button("remove", t.act_remove(), "pri").icon("stop"));
                out.push(
                    button("disable", t.act_disable(), "")
                        .field(Field::text("territory", t.act_territory())),
                );
            }
            let down = |state: &ItemState| {
                matches!(
                    state,
                    ItemState::Page {
                        removal: Removal::Removed { .. }
                            | Removal::Disabled { .. }
                            | Removal::Upheld { .. }
                    }
                )
            };
            if stands(&down) {
                out.push(
                    button("uphold", t.act_uphold(), "")
                        .field(Field::text("by", t.act_scrutiny_by())),
                );
                out.push(
                    button("reverse", t.act_reverse(), "warn")
                        .field(Field::area("why", t.act_lift_why())),
                );
            }
            let reversed = |state: &ItemState| {
                matches!(
                    state,
                    ItemState::Page {
                        removal: Removal::Reversed { .. }
                    }
                )
            };
            if stands(&reversed) {
                out.push(button("reinstate", t.act_reinstate(), "pri"));
            }
        }
        Asked::Agree => out.push(
            button("sign", t.act_sign_agreement(), "pri")
                .icon("key")
                .note(t.act_two_persons()),
        ),
    }
    out
}

/// What the form of the kind asks an answer to say, as fields.
fn facts(t: Words, file: &RequestFile) -> Vec<Field> {
    let choice = |code: &String| {
        let word = t.maybe("option", code).unwrap_or_else(|| code.clone());
        Choice::new(code.clone(), word)
    };
    let fields = life(file.kind).answer.iter();
    fields
        .map(|field| {
            let name = field.path.trim_start_matches('/');
            let control = match (field.shape, field.options.is_empty()) {
                (Shape::Flag, _) => Control::Checks(vec![Choice::new("yes", t.answer_yes())]),
                (Shape::List, false) => Control::Checks(field.options.iter().map(choice).collect()),
                (_, false) => Control::Select(field.options.iter().map(choice).collect()),
                _ => Control::Area,
            };
            Field::new(format!("fact_{name}"), t.listed("fact", name), control)
        })
        .collect()
}

fn until(t: Words) -> Field {
    Field::new("until", t.act_until_day(), Control::Date)
}

/// Reads one of the answers above; none when it is another one.
pub(super) fn own_answer(
    file: &RequestFile,
    posted: &Posted,
) -> Result<Option<ItemAnswer>, FlowFault> {
    let words = |name: &str| posted.text(name).to_owned();
    let freeze = ItemAnswer::Property;
    let page = ItemAnswer::Page;
    Ok(Some(match posted.text("answer") {
        "tell" => ItemAnswer::Told {
            text: words("words"),
            facts: posted_facts(file, posted),
        },
        "hold" => freeze(FreezeMove::Hold {
            until: day_end(posted)?.ok_or_else(|| wrong("until", "say until when"))?,
        }),
        "freeze" => freeze(FreezeMove::Freeze {
            until: day_end(posted)?,
            order: words("order"),
            found: (!words("amount").is_empty()).then(|| sum(posted)),
        }),
        "prolong" => freeze(FreezeMove::Prolong {
            until: day_end(posted)?.ok_or_else(|| wrong("until", "say until when"))?,
        }),
        "confiscate" => freeze(FreezeMove::Confiscate {
            order: words("order"),
        }),
        "give_back" => freeze(FreezeMove::Return { sum: sum(posted) }),
        "lift" => freeze(FreezeMove::Lift { why: words("why") }),
        "copy" => page(RemovalMove::Preserve),
        "remove" => page(RemovalMove::Remove),
        "disable" => page(RemovalMove::Disable {
            territory: words("territory"),
        }),
        "uphold" => page(RemovalMove::Uphold { by: words("by") }),
        "reverse" => page(RemovalMove::Reverse { why: words("why") }),
        "reinstate" => page(RemovalMove::Reinstate),
        "sign" => ItemAnswer::Signed,
        _ => return Ok(None),
    }))
}

fn posted_facts(file: &RequestFile, posted: &Posted) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    for field in &life(file.kind).answer {
        let name = field.path.trim_start_matches('/');
        let given = posted.all(&format!("fact_{name}"));
        let value = match (field.shape, given.as_slice()) {
            (_, []) => continue,
            (Shape::Flag, [one, ..]) => json!(*one == "yes"),
            (Shape::List, many) => json!(
                many.iter()
                    .flat_map(|one| one.lines())
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .collect::<Vec<_>>()
            ),
            (_, [one, ..]) => json!(one.trim()),
        };
        out.insert(name.to_owned(), value);
    }
    out
}

/// The end of the chosen day, in UTC.
fn day_end(posted: &Posted) -> Result<Option<Instant>, FlowFault> {
    let text = posted.text("until");
    if text.is_empty() {
        return Ok(None);
    }
    Instant::parse(&format!("{text}T23:59:59Z"))
        .map(Some)
        .ok_or_else(|| wrong("until", "a day as 2027-05-09"))
}

fn sum(posted: &Posted) -> Sum {
    Sum {
        amount: posted.text("amount").to_owned(),
        currency: posted.text("currency").to_owned(),
    }
}

fn wrong(field: &str, why: &str) -> FlowFault {
    FlowFault::Input {
        field: field.to_owned(),
        why: why.to_owned(),
    }
}
