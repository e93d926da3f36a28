//! Two roads, one request: where the second one brings other words, the places are shown and a person
//! says which text governs.

use comity_core::id::RequestId;
use comity_core::road::{Difference, Governs};
use comity_core::role::Act;
use serde_json::{Value, json};

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::ports::Change;

/// The places of a text that a person compares with a paper: references, dates, names, periods.
pub const COMPARED: &[&str] = &[
    "/reference",
    "/issued_at",
    "/domestic_basis/order/number",
    "/domestic_basis/order/date",
    "/offences/0/title",
    "/offences/0/provision",
    "/selectors/0/value",
    "/selectors/1/value",
    "/items/0/period/from",
    "/items/0/period/to",
    "/urgency/needed_by",
    "/confidentiality/until",
];

/// Where `paper` says something else than `text`. A place that the paper leaves open is no difference,
/// nor is a date written with less precision.
#[must_use]
pub fn differences(text: &Value, paper: &[(String, String)]) -> Vec<Difference> {
    let mut found = Vec::new();
    for (path, second) in paper {
        let second = second.trim();
        let first = text
            .pointer(path)
            .map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
            .unwrap_or_default();
        let dated = second.len() == 10 && first.starts_with(second);
        if second.is_empty() || first.trim() == second || dated {
            continue;
        }
        found.push(Difference {
            path: path.clone(),
            first,
            second: second.to_owned(),
        });
    }
    found
}

/// Puts what the paper says into the text; a place that the text does not have is left alone.
pub(super) fn apply(text: &mut Value, differs: &[Difference]) {
    for one in differs {
        if let Some(place) = text.pointer_mut(&one.path)
            && place.is_string()
        {
            *place = Value::String(one.second.clone());
        }
    }
}

impl Node {
    /// A person says which text governs where a paper brought other words.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when nothing is left to be said about this paper.
    pub async fn settle_difference(
        &self,
        officer: &Officer,
        case: RequestId,
        paper: &str,
        governs: Governs,
    ) -> Result<(), FlowFault> {
        officer.must(Act::Accept)?;
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let now = self.now();
        let found = file
            .road
            .papers
            .iter_mut()
            .find(|one| one.id == paper && one.is_unsettled())
            .ok_or(FlowFault::NotFound)?;
        found.governs = Some(governs);
        let differs = found.differs.clone();
        if governs == Governs::Second {
            let mut form = file.form.clone();
            apply(&mut form, &differs);
            self.take_text(&mut file, form, now);
        }
        let mut change = Change::default();
        let what = json!({"paper": paper, "governs": governs, "differs": differs});
        let by = officer.id.as_str();
        self.note(&mut change, Some(case), now, "paper.settled", by, &what)?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("paper.settled", case);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_date_is_one_difference() {
        let text = json!({"reference": "PS 12/7", "issued_at": "2026-11-20T10:00:00Z",
            "items": [{"period": {"from": "2026-10-01", "to": "2026-10-31"}}]});
        let paper = [
            ("/reference".to_owned(), " PS 12/7 ".to_owned()),
            ("/issued_at".to_owned(), "2026-11-20".to_owned()),
            ("/items/0/period/to".to_owned(), "2026-11-01".to_owned()),
            ("/offences/0/title".to_owned(), String::new()),
        ];
        let found = differences(&text, &paper);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].path, "/items/0/period/to");
        let mut after = text.clone();
        apply(&mut after, &found);
        assert_eq!(after["items"][0]["period"]["to"], "2026-11-01");
    }
}
