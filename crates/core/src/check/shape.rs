//! The sheet of the form: is what must be there, there, and of the shape it should have?

use super::codes::{Code, Severity};
use super::view::Case;
use crate::form::{At, Field, Need, Shape, envelope};

pub(super) fn check(case: &mut Case<'_>) {
    if case.root.fields().is_empty() {
        let root = case.root.clone();
        case.out.add(Code::ManifestError, &root);
        return;
    }
    if case.kind.is_none() {
        let at = case.at("kind");
        case.out.add(Code::ManifestError, &at);
    }
    for field in &envelope().fields {
        let need = case
            .sheet
            .and_then(|sheet| sheet.envelope.get(&field.id))
            .copied()
            .unwrap_or(field.need);
        apply(case, field, need);
    }
    for field in case
        .sheet
        .map(|sheet| sheet.fields.as_slice())
        .unwrap_or_default()
    {
        apply(case, field, field.need);
    }
}

fn apply(case: &mut Case<'_>, field: &Field, need: Need) {
    let code = field.code.unwrap_or(Code::ManifestError);
    let severity = if field.mild {
        Severity::Warn
    } else {
        code.severity()
    };
    let parts: Vec<&str> = field.path.split('/').skip(1).collect();
    for at in places(&case.root, &parts) {
        match at.value() {
            Some(value) if !field.shape.fits(value) && !is_bare_entry(field.shape, &at) => {
                case.out.add_as(code, severity, &at);
            }
            _ if need == Need::Required && at.is_empty() && !answered(case, field) => {
                let missing = highest_missing(&case.root, &parts, &at);
                case.out.add_as(code, severity, &missing);
            }
            _ => {}
        }
    }
}

/// Whether another place answers the same question.
fn answered(case: &Case<'_>, field: &Field) -> bool {
    field
        .or
        .iter()
        .any(|other| !case.root.path(other).is_empty())
}

/// One text in place of a list of one is how many write it, and is understood.
fn is_bare_entry(shape: Shape, at: &At<'_>) -> bool {
    shape == Shape::List && at.text().is_some()
}

/// All places that a path with `*` means; a list that is absent has none.
fn places<'a>(root: &At<'a>, parts: &[&str]) -> Vec<At<'a>> {
    let mut found = vec![root.clone()];
    for part in parts {
        found = found
            .iter()
            .flat_map(|at| {
                if *part == "*" {
                    at.list()
                } else {
                    vec![at.key(part)]
                }
            })
            .collect();
    }
    found
}

/// Where a whole part of the form is absent, one finding names the part instead of one for each of its
/// fields.
fn highest_missing<'a>(root: &At<'a>, parts: &[&str], place: &At<'a>) -> At<'a> {
    let mut at = root.clone();
    for part in parts {
        if *part == "*" {
            return place.clone();
        }
        at = at.key(part);
        if at.is_empty() {
            return at;
        }
    }
    at
}
