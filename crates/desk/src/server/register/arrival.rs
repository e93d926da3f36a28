//! `/register/arrival`: a request that came on paper, by mail or by telephone becomes a file.

use axum::extract::{Multipart, Query};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::id::NodeId;
use comity_core::kind::{Kind, Urgency};
use comity_core::road::Channel;
use comity_flows::{FlowFault, Registered};
use serde::Deserialize;
use serde_json::{Value, json};

use super::mail::read_mail;
use super::must_keep;
use crate::field::{Choice, Control, Field};
use crate::pages::cards::{Card, CardForm, Cards};
use crate::present::Cases;
use crate::server::posted::Posted;
use crate::server::reader::{Reader, html};
use crate::server::road::{arrival, number_of, wrong};
use crate::server::sent::Sent;
use crate::shell::Place;

/// Kinds of selector that a letter usually names.
const SELECTORS: [&str; 8] = [
    "email", "ipv4", "ipv6", "phone", "username", "url", "domain", "iban",
];

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// A mail that was read before.
    #[serde(default)]
    mail: String,
}

pub(crate) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    match draw(&reader, &asked.mail).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, token: &str) -> Result<Response, FlowFault> {
    must_keep(reader)?;
    let (t, node) = (reader.v.t, &reader.v.desk.node);
    let mail = match token {
        "" => None,
        token => Some(read_mail(
            &node.staged(&reader.session.officer, token)?.bytes,
        )?),
    };
    let shell = reader.shell(Place::Register).await;
    let cases = Cases::new(&shell, node, &reader.people);
    let directory = node.directory();
    let senders = directory
        .entries()
        .filter(|entry| entry.node != node.id)
        .map(|entry| {
            let state = t.state(entry.node.state().as_str());
            let name = entry.name(t.lang().code());
            Choice::new(entry.node.to_string(), format!("{state}: {name}"))
        })
        .collect();
    let kinds = Kind::ALL
        .iter()
        .map(|kind| {
            Choice::new(kind.as_str(), t.kind(kind.as_str())).chosen(*kind == Kind::MlaStored)
        })
        .collect();
    let urgencies = Urgency::ALL
        .iter()
        .map(|urgency| {
            Choice::new(urgency.as_str(), t.urgency(urgency.as_str()))
                .chosen(*urgency == Urgency::U4Routine)
        })
        .collect();
    let subject = mail.as_ref().map(|mail| mail.subject.clone());
    let text = mail.as_ref().map(|mail| mail.text.clone());
    let usual = if mail.is_some() {
        Channel::Email
    } else {
        Channel::Diplomatic
    };
    let mut fields = vec![
        Field::new("from", t.arrival_from(), Control::Select(senders)),
        Field::new("kind", t.arrival_kind(), Control::Select(kinds)),
        Field::code("reference", t.arrival_reference()).hint(subject.unwrap_or_default()),
        Field::new("urgency", t.arrival_urgency(), Control::Select(urgencies)),
    ];
    fields.extend(cases.arrival_fields(Some(usual), token));
    let selectors = SELECTORS
        .iter()
        .map(|kind| Choice::new(*kind, t.listed("selector", kind)))
        .collect();
    let categories = ["subscriber", "traffic", "content"]
        .iter()
        .map(|one| Choice::new(*one, t.category(one)))
        .collect();
    let mut further = vec![
        Field::text("offence", t.arrival_offence()),
        Field::text("provision", t.arrival_provision()),
        Field::area("facts", t.arrival_facts()).value(text.unwrap_or_default()),
        Field::new("selector", t.arrival_selector(), Control::Select(selectors)),
        Field::code("value", t.arrival_value()),
        Field::new(
            "category",
            t.arrival_category(),
            Control::Select(categories),
        ),
        Field::new("period_from", t.arrival_period_from(), Control::Date),
        Field::new("period_to", t.arrival_period_to(), Control::Date),
    ];
    further.extend(cases.sheet_fields());
    let mut card = Card::new("arrival", t.register_arrival());
    card.form = Some(CardForm {
        post: "/register/arrival".to_owned(),
        files: true,
        fields,
        further: Some((t.arrival_says(), further)),
        button: t.road_register(),
        note: t.arrival_note(),
    });
    Ok(html(&Cards {
        s: &shell,
        above: Some(("/register".to_owned(), t.register_title())),
        title: t.register_arrival(),
        lede: t.arrival_lede(),
        notice: None,
        refresh: false,
        file: None,
        cards: vec![card],
        beside: Vec::new(),
    }))
}

pub(crate) async fn take(reader: Reader, form: Multipart) -> Response {
    let mut sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(fault) => return reader.v.fail(&fault),
    };
    if let Some(refused) = reader.forged(&sent.fields) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let done = async {
        must_keep(&reader)?;
        let came = arrival(&reader, &mut sent)?;
        let posted = &sent.fields;
        let from: NodeId = posted.text("from").parse().map_err(|_| wrong("from"))?;
        let kind = Kind::parse(posted.text("kind")).ok_or_else(|| wrong("kind"))?;
        let registered = node
            .register_request(officer, &from, kind, text_of(posted), came)
            .await?;
        node.drop_staged(officer, posted.text("mail"));
        Ok::<_, FlowFault>(match registered {
            Registered::New(id) => format!("/r/{}?done=recorded", number_of(&reader, id).await?),
            Registered::Joined(id, _) => {
                format!("/r/{}/road?done=arrive", number_of(&reader, id).await?)
            }
        })
    };
    match done.await {
        Ok(place) => Redirect::to(&place).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// The text of the letter as far as its reader typed it; the check names the rest.
fn text_of(posted: &Posted) -> Value {
    let mut form = json!({
        "reference": posted.text("reference"),
        "urgency": {"class": posted.text("urgency")},
    });
    let dated = posted.text("dated");
    if !dated.is_empty() {
        form["issued_at"] = json!(dated);
    }
    let (offence, provision) = (posted.text("offence"), posted.text("provision"));
    if !offence.is_empty() || !provision.is_empty() {
        form["offences"] = json!([{"title": offence, "provision": provision}]);
    }
    let facts = posted.text("facts");
    if !facts.is_empty() {
        form["facts"] = json!(facts);
    }
    let value = posted.text("value");
    if !value.is_empty() {
        form["selectors"] = json!([{"id": "s1", "type": posted.text("selector"), "value": value}]);
        let mut item = json!({"id": "i1", "selectors": ["s1"], "category": posted.text("category"),
            "elements": []});
        let (from, to) = (posted.text("period_from"), posted.text("period_to"));
        if !from.is_empty() || !to.is_empty() {
            item["period"] = json!({"from": from, "to": to});
        }
        form["items"] = json!([item]);
    }
    form
}
