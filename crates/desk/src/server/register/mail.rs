//! `/register/mail`: a file of mail is read, shown as what it claims, and offered to the files whose
//! references it names.

use std::collections::BTreeSet;

use axum::extract::{Multipart, Query};
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::road::{Channel, Proof};
use comity_flows::FlowFault;
use comity_formats::mail::{self, Mail};
use serde::Deserialize;

use super::must_keep;
use crate::field::{Action, Control, Field};
use crate::pages::cards::{Card, CardForm, Cards, Line};
use crate::pages::request::Pair;
use crate::present::Cases;
use crate::server::reader::{Reader, html};
use crate::server::sent::Sent;
use crate::shell::Place;

/// References of a mail that are looked up.
const LOOKED_UP: usize = 20;

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The mail that was sent here before.
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
    let t = reader.v.t;
    let shell = reader.shell(Place::Register).await;
    let cases = Cases::new(&shell, &reader.v.desk.node, &reader.people);
    let (mut cards, mut beside) = (Vec::new(), Vec::new());
    if !token.is_empty() {
        let staged = reader.v.desk.node.staged(&reader.session.officer, token)?;
        let mail = read_mail(&staged.bytes)?;
        let mut card = Card::new("claims", t.mail_claims());
        card.chip = Some(cases.grade(Proof::NotProven));
        card.text.push(t.mail_claims_lede());
        card.pairs = pairs(&cases, &mail);
        card.ready = Some((t.mail_text(), mail.text.clone()));
        cards.push(card);
        beside.push(belongs(reader, &cases, &mail, token).await?);
        beside.extend(senders(&cases, &mail));
    }
    let mut card = Card::new("file", t.mail_file());
    card.form = Some(CardForm {
        post: "/register/mail".to_owned(),
        files: true,
        fields: vec![Field::new("mail", t.mail_file(), Control::File).hint(t.mail_file_hint())],
        further: None,
        button: t.mail_read(),
        note: String::new(),
    });
    cards.push(card);
    Ok(html(&Cards {
        s: &shell,
        above: Some(("/register".to_owned(), t.register_title())),
        title: t.register_mail(),
        lede: t.mail_lede(),
        notice: None,
        refresh: false,
        file: None,
        cards,
        beside,
    }))
}

/// Reads a mail, with its fault as a person reads it.
pub(crate) fn read_mail(bytes: &[u8]) -> Result<Mail, FlowFault> {
    mail::read(bytes).map_err(|fault| FlowFault::Input {
        field: "mail".to_owned(),
        why: fault.to_string(),
    })
}

fn pairs(cases: &Cases<'_>, mail: &Mail) -> Vec<Pair> {
    let t = cases.t;
    let pair = |key: String, lines: Vec<String>| Pair { key, lines };
    let attached = mail
        .attachments
        .iter()
        .map(|one| {
            let size = cases.s.when.bytes(one.bytes as u64);
            format!("{} · {} · {size}", one.name, one.media_type)
        })
        .collect();
    let mut out = vec![
        pair(t.mail_from(), mail.from.clone()),
        pair(t.mail_reply_to(), mail.reply_to.clone()),
        pair(t.mail_to(), mail.to.clone()),
        pair(t.mail_subject(), vec![mail.subject.clone()]),
        pair(t.mail_date(), vec![mail.date.clone()]),
        pair(t.mail_hops(), mail.hops.clone()),
        pair(t.mail_attached(), attached),
    ];
    out.retain(|pair| pair.lines.iter().any(|line| !line.is_empty()));
    out
}

/// Files here whose numbers or references the mail names.
async fn belongs(
    reader: &Reader,
    cases: &Cases<'_>,
    mail: &Mail,
    token: &str,
) -> Result<Card, FlowFault> {
    let t = reader.v.t;
    let mut card = Card::new("belongs", t.mail_belongs());
    let mut seen = BTreeSet::new();
    for reference in mail.references().into_iter().take(LOOKED_UP) {
        let found = reader
            .v
            .desk
            .node
            .ledger()
            .cases_by_number(&reference)
            .await?;
        for line in found {
            if seen.insert(line.file.id) {
                card.lines.push(Line {
                    href: format!("/r/{}/road?mail={token}#arrive", line.file.number),
                    word: line.file.number.clone(),
                    sub: cases.title(&line.file),
                    chip: None,
                });
            }
        }
    }
    if card.lines.is_empty() {
        card.text.push(t.mail_belongs_none());
    }
    card.actions.push(
        Action::link(
            format!("/register/arrival?mail={token}"),
            t.mail_new_request(),
            "",
        )
        .icon("new"),
    );
    Ok(card)
}

/// Whom the directory lists with such an address, and the number to call: the directory's, not the
/// mail's.
fn senders(cases: &Cases<'_>, mail: &Mail) -> Vec<Card> {
    let addresses = mail.addresses();
    let t = cases.t;
    let listed = cases.directory.entries().find(|entry| {
        entry.contacts.iter().any(|contact| {
            contact.channel == Channel::Email && addresses.contains(&contact.address.to_lowercase())
        })
    });
    let mut card = Card::new("call", t.mail_call());
    match listed {
        Some(entry) => {
            card.text.push(t.mail_listed(entry.name(t.lang().code())));
            let numbers = entry
                .desks
                .iter()
                .map(|desk| desk.telephone.clone())
                .collect();
            card.pairs.push(Pair {
                key: t.listed("channel", "telephone"),
                lines: numbers,
            });
        }
        None => card.text.push(t.mail_unlisted()),
    }
    vec![card]
}

pub(crate) async fn read(reader: Reader, form: Multipart) -> Response {
    let mut sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(fault) => return reader.v.fail(&fault),
    };
    if let Some(refused) = reader.forged(&sent.fields) {
        return refused;
    }
    let mut staged = || {
        must_keep(&reader)?;
        let file = sent.take("mail").pop().ok_or_else(|| FlowFault::Input {
            field: "mail".to_owned(),
            why: "choose a file".to_owned(),
        })?;
        read_mail(&file.bytes)?;
        let node = &reader.v.desk.node;
        node.stage_file(&reader.session.officer, &file.name, file.bytes)
    };
    match staged() {
        Ok(token) => Redirect::to(&format!("/register/mail?mail={token}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}
