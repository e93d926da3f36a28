//! `/register/partners`: the addresses of partners without a node.

use axum::extract::{Multipart, Query};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::road::Channel;
use comity_flows::{FlowFault, Partner};
use serde::Deserialize;

use super::must_keep;
use crate::field::{Choice, Control, Field};
use crate::pages::cards::{Card, CardForm, Cards, Line};
use crate::pages::request::Pair;
use crate::server::reader::{Reader, html};
use crate::server::road::wrong;
use crate::server::sent::Sent;
use crate::shell::Place;

/// What a partner can be, as the directory says it.
const KINDS: [&str; 5] = ["authority", "contact_point", "provider", "cert", "fiu"];

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The partner to be changed.
    #[serde(default)]
    node: String,
}

pub(crate) async fn page(reader: Reader, Query(asked): Query<Asked>) -> Response {
    match draw(&reader, &asked.node).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, node: &str) -> Result<Response, FlowFault> {
    must_keep(reader)?;
    let t = reader.v.t;
    let all = reader.v.desk.node.paper_partners().await?;
    let known = all.iter().find(|one| one.node.as_str() == node);
    let shell = reader.shell(Place::Register).await;
    let mut listed = Card::new("listed", t.register_partners());
    for partner in &all {
        listed.lines.push(Line {
            href: format!("/register/partners?node={}", partner.node),
            word: partner.name.clone(),
            sub: partner.node.to_string(),
            chip: None,
        });
    }
    // Those that their own State has signed stand in its directory and are shown, not changed, here.
    for entry in reader.v.desk.node.directory().entries() {
        if !entry.has_node() && all.iter().all(|one| one.node != entry.node) {
            listed.pairs.push(Pair {
                key: entry.name(t.lang().code()).to_owned(),
                lines: vec![entry.node.to_string(), t.partner_signed()],
            });
        }
    }
    if listed.lines.is_empty() && listed.pairs.is_empty() {
        listed.text.push(t.partner_none());
    }
    let value = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let kinds = KINDS
        .iter()
        .map(|kind| {
            Choice::new(*kind, t.listed("partner-kind", kind))
                .chosen(known.is_some_and(|one| one.kind == *kind))
        })
        .collect();
    let mut fields = vec![
        Field::code("node", t.partner_node())
            .hint(t.partner_node_hint())
            .value(value(known.map(|one| one.node.as_str()))),
        Field::text("name", t.partner_name()).value(value(known.map(|one| one.name.as_str()))),
        Field::new("kind", t.partner_kind(), Control::Select(kinds)),
    ];
    for channel in Channel::ALL {
        let address = known.and_then(|one| {
            let mut contacts = one.contacts.iter();
            contacts
                .find(|(way, _)| *way == channel)
                .map(|(_, address)| address.as_str())
        });
        let name = channel.as_str();
        if !matches!(channel, Channel::Hand | Channel::Courier) {
            fields.push(Field::area(name, t.listed("channel", name)).value(value(address)));
        }
    }
    let usual = known.and_then(|one| one.contacts.first());
    let first = Channel::ALL
        .iter()
        .filter(|channel| !matches!(channel, Channel::Hand | Channel::Courier))
        .map(|channel| {
            Choice::new(channel.as_str(), t.listed("channel", channel.as_str()))
                .chosen(usual.is_some_and(|(way, _)| way == channel))
        })
        .collect();
    fields.push(Field::new(
        "usual",
        t.partner_usual(),
        Control::Select(first),
    ));
    let languages = known.map(|one| one.languages.join(", "));
    fields.push(
        Field::code("languages", t.partner_languages())
            .hint(t.partner_languages_hint())
            .value(value(languages.as_deref())),
    );
    let mut card = Card::new("partner", t.partner_add());
    card.text.push(t.partner_lede());
    card.form = Some(CardForm {
        post: "/register/partners".to_owned(),
        files: true,
        fields,
        further: None,
        button: t.partner_save(),
        note: t.partner_note(),
    });
    Ok(html(&Cards {
        s: &shell,
        above: Some(("/register".to_owned(), t.register_title())),
        title: t.register_partners(),
        lede: String::new(),
        notice: None,
        refresh: false,
        file: None,
        cards: vec![card],
        beside: vec![listed],
    }))
}

pub(crate) async fn put(reader: Reader, form: Multipart) -> Response {
    let sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(fault) => return reader.v.fail(&fault),
    };
    if let Some(refused) = reader.forged(&sent.fields) {
        return refused;
    }
    let done = async {
        let posted = &sent.fields;
        let usual = posted.text("usual");
        let mut contacts: Vec<(Channel, String)> = Channel::ALL
            .iter()
            .map(|channel| (*channel, posted.text(channel.as_str()).to_owned()))
            .collect();
        contacts.sort_by_key(|(channel, _)| channel.as_str() != usual);
        let partner = Partner {
            node: posted.text("node").parse().map_err(|_| wrong_name())?,
            kind: posted.text("kind").to_owned(),
            name: posted.text("name").to_owned(),
            contacts,
            languages: posted
                .text("languages")
                .split([',', ' '])
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
        };
        if !KINDS.contains(&partner.kind.as_str()) {
            return Err(wrong("kind"));
        }
        reader
            .v
            .desk
            .node
            .put_partner(&reader.session.officer, partner)
            .await
    };
    match done.await {
        Ok(()) => Redirect::to("/register/partners").into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

fn wrong_name() -> FlowFault {
    FlowFault::Input {
        field: "node".to_owned(),
        why:
            "write STATE/organisation/unit with lower-case letters, for example XC/justice/central"
                .to_owned(),
    }
}
