//! `/register/import`: an older register is sent, its columns are confirmed on one page with examples,
//! and is taken over while the page counts the rows.

use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_core::kind::Kind;
use comity_core::stage::Side;
use comity_flows::{Column, DateOrder, FlowFault, Mapping, Preview};
use comity_formats::sheet::{DELIMITERS, ENCODINGS, Options};
use serde::Deserialize;

use super::must_keep;
use crate::field::{Action, Choice, Control, Field};
use crate::pages::cards::{Card, CardForm, Cards, Grid, Line};
use crate::parts::{Chip, Tone};
use crate::server::posted::Posted;
use crate::server::reader::{Reader, html};
use crate::server::request::find;
use crate::server::sent::{Sent, attachment};
use crate::shell::Place;
use crate::words::Words;

pub(crate) async fn page(reader: Reader) -> Response {
    if let Err(fault) = must_keep(&reader) {
        return reader.v.fail(&fault);
    }
    let t = reader.v.t;
    let shell = reader.shell(Place::Register).await;
    let mut card = Card::new("file", t.import_file());
    card.form = Some(CardForm {
        post: "/register/import".to_owned(),
        files: true,
        fields: vec![Field::new("file", t.import_file(), Control::File).hint(t.import_file_hint())],
        further: None,
        button: t.import_look(),
        note: t.import_look_note(),
    });
    html(&Cards {
        s: &shell,
        above: Some(("/register".to_owned(), t.register_title())),
        title: t.register_import(),
        lede: t.import_lede(),
        notice: None,
        refresh: false,
        file: None,
        cards: vec![card],
        beside: Vec::new(),
    })
}

pub(crate) async fn begin(reader: Reader, form: Multipart) -> Response {
    let mut sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(fault) => return reader.v.fail(&fault),
    };
    if let Some(refused) = reader.forged(&sent.fields) {
        return refused;
    }
    let (node, officer) = (&reader.v.desk.node, &reader.session.officer);
    let staged = async {
        let file = sent.take("file").pop().ok_or_else(|| FlowFault::Input {
            field: "file".to_owned(),
            why: "choose a file".to_owned(),
        })?;
        // Tried once, so that a file that cannot be read is refused where it was chosen.
        let look = Mapping {
            options: Options {
                encoding: Some("windows-1252".to_owned()),
                delimiter: None,
            },
            ..Mapping::default()
        };
        node.preview_register(officer, file.bytes.clone(), &look)
            .await?;
        node.stage_file(officer, &file.name, file.bytes)
    };
    match staged.await {
        Ok(token) => Redirect::to(&format!("/register/import/{token}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

#[derive(Default, Deserialize)]
pub(crate) struct Read {
    #[serde(default)]
    encoding: String,
    #[serde(default)]
    delimiter: String,
    #[serde(default)]
    running: String,
}

impl Read {
    fn options(&self) -> Options {
        Options {
            encoding: Some(self.encoding.clone()).filter(|one| ENCODINGS.contains(&one.as_str())),
            delimiter: mark(&self.delimiter),
        }
    }
}

fn mark(text: &str) -> Option<u8> {
    let code: u8 = text.parse().ok()?;
    DELIMITERS.contains(&code).then_some(code)
}

/// `GET /register/import/{token}`: the columns with examples, or how far a running import has come.
pub(crate) async fn map(
    reader: Reader,
    Path(token): Path<String>,
    Query(read): Query<Read>,
) -> Response {
    match draw(&reader, &token, &read).await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

async fn draw(reader: &Reader, token: &str, read: &Read) -> Result<Response, FlowFault> {
    must_keep(reader)?;
    let (t, node, officer) = (reader.v.t, &reader.v.desk.node, &reader.session.officer);
    let staged = match node.staged(officer, token) {
        Ok(staged) => staged,
        // It ran to its end meanwhile.
        Err(_) if !read.running.is_empty() => return Ok(Redirect::to("/register").into_response()),
        Err(fault) => return Err(fault),
    };
    let shell = reader.shell(Place::Register).await;
    let above = Some(("/register".to_owned(), t.register_title()));
    if !read.running.is_empty() {
        let rows = i64::try_from(staged.progress.rows()).unwrap_or(i64::MAX);
        let mut card = Card::new("progress", t.import_running());
        card.text.push(t.import_progress(&shell.when.count(rows)));
        return Ok(html(&Cards {
            s: &shell,
            above,
            title: t.register_import(),
            lede: staged.name.clone(),
            notice: None,
            refresh: true,
            file: None,
            cards: vec![card],
            beside: Vec::new(),
        }));
    }
    let mapping = Mapping {
        options: read.options(),
        ..Mapping::default()
    };
    let preview = node
        .preview_register(officer, staged.bytes.clone(), &mapping)
        .await?;
    let mut beside = Vec::new();
    if preview.is_text {
        beside.push(text_card(t, token, &preview));
    }
    beside.push(first_rows(t, &preview));
    Ok(html(&Cards {
        s: &shell,
        above,
        title: t.register_import(),
        lede: staged.name.clone(),
        notice: None,
        refresh: false,
        file: None,
        cards: vec![mapping_card(t, token, &preview)],
        beside,
    }))
}

/// Encoding and mark, with what the first lines look like in them.
fn text_card(t: Words, token: &str, preview: &Preview) -> Card {
    let mut card = Card::new("text", t.import_text());
    card.text.push(t.import_text_lede());
    for encoding in ENCODINGS {
        card.lines.push(Line {
            href: format!(
                "/register/import/{token}?encoding={encoding}&delimiter={}",
                preview.delimiter
            ),
            word: encoding.to_owned(),
            sub: String::new(),
            chip: (encoding == preview.encoding).then(|| Chip::new(Tone::Done, t.import_chosen())),
        });
    }
    for delimiter in DELIMITERS {
        let word = match delimiter {
            b'\t' => t.import_tab(),
            other => char::from(other).to_string(),
        };
        card.lines.push(Line {
            href: format!(
                "/register/import/{token}?encoding={}&delimiter={delimiter}",
                preview.encoding
            ),
            word: t.import_between(&word),
            sub: String::new(),
            chip: (delimiter == preview.delimiter)
                .then(|| Chip::new(Tone::Done, t.import_chosen())),
        });
    }
    card
}

fn first_rows(t: Words, preview: &Preview) -> Card {
    let mut card = Card::new("rows", t.import_first_rows());
    card.grid = Some(Grid {
        caption: t.import_first_rows(),
        head: preview.headings.clone(),
        rows: preview.rows.clone(),
    });
    card.text
        .push(t.import_sound(&preview.sound.to_string(), &faulty(preview).to_string()));
    let reasons = preview.faults.iter().take(10).map(|(row, fault)| {
        let column = fault.column.map_or("note", Column::as_str);
        t.import_fault(
            &fault.cell,
            &t.listed("column", column),
            &t.listed("flaw", fault.flaw.as_str()),
            &row.to_string(),
        )
    });
    card.text.extend(reasons);
    card
}

fn faulty(preview: &Preview) -> usize {
    let mut rows: Vec<u64> = preview.faults.iter().map(|(row, _)| *row).collect();
    rows.dedup();
    rows.len()
}

fn mapping_card(t: Words, token: &str, preview: &Preview) -> Card {
    let mut card = Card::new("map", t.import_columns());
    card.text.push(t.import_columns_lede());
    let mut fields = vec![
        Field::hidden("encoding", preview.encoding.clone()),
        Field::hidden("delimiter", preview.delimiter.to_string()),
    ];
    for (at, heading) in preview.headings.iter().enumerate() {
        let guess = preview.guess.get(at).copied().flatten();
        let mut choices = vec![Choice::new("", t.import_as_note())];
        choices.extend(Column::ALL.iter().map(|column| {
            Choice::new(column.as_str(), t.listed("column", column.as_str()))
                .chosen(guess == Some(*column))
        }));
        let example = preview
            .rows
            .iter()
            .filter_map(|row| row.get(at))
            .find(|cell| !cell.is_empty());
        let label = if heading.is_empty() {
            (at + 1).to_string()
        } else {
            heading.clone()
        };
        fields.push(
            Field::new(format!("c{at}"), label, Control::Select(choices)).hint(
                example
                    .map(|cell| t.import_example(cell))
                    .unwrap_or_default(),
            ),
        );
    }
    for column in [Column::Date, Column::StatusDate, Column::Due] {
        fields.extend(order_field(t, column, preview));
    }
    let directions = vec![
        Choice::new("", t.import_aside_rows()),
        Choice::new("out", t.direction_outgoing()),
        Choice::new("in", t.direction_incoming()),
    ];
    fields.push(Field::new(
        "direction",
        t.import_direction(),
        Control::Select(directions),
    ));
    let mut kinds = vec![Choice::new("", t.import_aside_rows())];
    kinds.extend(
        Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.as_str(), t.kind(kind.as_str()))),
    );
    fields.push(Field::new("kind", t.import_kind(), Control::Select(kinds)));
    card.form = Some(CardForm {
        post: format!("/register/import/{token}"),
        files: true,
        fields,
        further: None,
        button: t.import_run(),
        note: t.import_run_note(),
    });
    card
}

/// The order of a date column, with examples in which it shows. Asked, not guessed, where both fit.
fn order_field(t: Words, column: Column, preview: &Preview) -> Option<Field> {
    let mut read = preview
        .dates
        .iter()
        .filter(|one| one.column == column)
        .peekable();
    read.peek()?;
    let choices = read
        .map(|one| {
            let order = one.order;
            let shown: Vec<String> = one
                .examples
                .iter()
                .map(|(from, to)| format!("{from} → {to}"))
                .collect();
            Choice::new(order.as_str(), t.listed("order", order.as_str()))
                .hint(format!(
                    "{} {}",
                    t.import_fits(&one.all.to_string(), &one.fits.to_string()),
                    shown.join(" · ")
                ))
                .chosen(order == DateOrder::Dmy && one.fits == one.all)
        })
        .collect();
    let label = t.import_order(&t.listed("column", column.as_str()));
    Some(Field::new(
        format!("order.{}", column.as_str()),
        label,
        Control::Radios(choices),
    ))
}

/// `POST /register/import/{token}`: runs, while the page counts.
pub(crate) async fn run(reader: Reader, Path(token): Path<String>, form: Multipart) -> Response {
    let sent = match Sent::read(form).await {
        Ok(sent) => sent,
        Err(fault) => return reader.v.fail(&fault),
    };
    if let Some(refused) = reader.forged(&sent.fields) {
        return refused;
    }
    let (node, officer) = (reader.v.desk.node.clone(), reader.session.officer.clone());
    let staged = match must_keep(&reader).and_then(|()| node.staged(&officer, &token)) {
        Ok(staged) => staged,
        Err(fault) => return reader.v.fail(&fault),
    };
    let mapping = mapping_of(&sent.fields);
    let place = format!("/register/import/{token}?running=1");
    let work = tokio::spawn(async move {
        let done = node
            .import_register(
                &officer,
                &staged.name,
                staged.bytes.clone(),
                &mapping,
                &staged.progress,
            )
            .await;
        node.drop_staged(&officer, &token);
        done
    });
    // A small register is done before the page is drawn; a large one is watched.
    match tokio::time::timeout(std::time::Duration::from_secs(2), work).await {
        Ok(Ok(Ok(report))) => {
            Redirect::to(&format!("/register/imports/{}", report.number)).into_response()
        }
        Ok(Ok(Err(fault))) => reader.v.fail(&fault),
        Ok(Err(_)) => reader
            .v
            .fail(&FlowFault::Node("the import ended early".to_owned())),
        Err(_) => Redirect::to(&place).into_response(),
    }
}

fn mapping_of(posted: &Posted) -> Mapping {
    let columns = (0..comity_formats::sheet::COLUMNS)
        .map(|at| Column::parse(posted.text(&format!("c{at}"))))
        .collect();
    let orders = Column::ALL
        .iter()
        .filter_map(|column| {
            let order = DateOrder::parse(posted.text(&format!("order.{}", column.as_str())))?;
            Some((*column, order))
        })
        .collect();
    Mapping {
        options: Options {
            encoding: Some(posted.text("encoding").to_owned())
                .filter(|one| ENCODINGS.contains(&one.as_str())),
            delimiter: mark(posted.text("delimiter")),
        },
        columns,
        orders,
        direction: match posted.text("direction") {
            "out" => Some(Side::Sender),
            "in" => Some(Side::Receiver),
            _ => None,
        },
        kind: Kind::parse(posted.text("kind")),
    }
}

/// `GET /register/imports/{number}`: what an import did.
pub(crate) async fn done(reader: Reader, Path(number): Path<u64>) -> Response {
    let drawn = async {
        must_keep(&reader)?;
        let t = reader.v.t;
        let all = reader.v.desk.node.imports().await?;
        let report = all
            .into_iter()
            .find(|one| one.number == number)
            .ok_or(FlowFault::NotFound)?;
        let shell = reader.shell(Place::Register).await;
        let mut card = Card::new("done", t.import_done());
        card.text.push(t.import_counts(
            &report.added.to_string(),
            &report.already.to_string(),
            &report.aside.to_string(),
        ));
        card.text
            .push(t.import_no_proof(&shell.when.stamp(report.at)));
        if let Some(undone) = report.undone {
            card.chip = Some(Chip::new(Tone::Stop, t.import_was_undone()));
            card.text
                .push(t.import_undone_at(&shell.when.stamp(undone), &report.kept.to_string()));
        } else {
            card.actions.push(
                Action::new(
                    format!("/register/imports/{number}/undo"),
                    t.import_undo(),
                    "warn",
                )
                .note(t.import_undo_note())
                .field(Field::hidden("number", number.to_string())),
            );
        }
        if report.aside > 0 {
            card.actions.insert(
                0,
                Action::link(
                    format!("/register/imports/{number}/aside.csv"),
                    t.import_aside_file(),
                    "pri",
                )
                .icon("out"),
            );
        }
        let mut due = Card::new("due", t.import_due());
        due.text.push(t.import_due_lede());
        for (file, day) in report.due.iter().filter(|_| report.undone.is_none()) {
            due.actions.push(Action::new(
                format!("/register/due/{file}"),
                t.import_due_confirm(day, file),
                "",
            ));
        }
        let beside = if due.actions.is_empty() {
            Vec::new()
        } else {
            vec![due]
        };
        Ok::<_, FlowFault>(html(&Cards {
            s: &shell,
            above: Some(("/register".to_owned(), t.register_title())),
            title: t.import_title(&number.to_string()),
            lede: report.name.clone(),
            notice: None,
            refresh: false,
            file: None,
            cards: vec![card],
            beside,
        }))
    };
    match drawn.await {
        Ok(answer) => answer,
        Err(fault) => reader.v.fail(&fault),
    }
}

pub(crate) async fn aside(reader: Reader, Path(number): Path<u64>) -> Response {
    let found = reader
        .v
        .desk
        .node
        .import_aside(&reader.session.officer, number)
        .await;
    match found {
        Ok(bytes) => {
            let name = format!("register-{number}-aside.csv");
            (
                StatusCode::OK,
                attachment(&name, "text/csv; charset=utf-8"),
                bytes,
            )
                .into_response()
        }
        Err(fault) => reader.v.fail(&fault),
    }
}

pub(crate) async fn undo(
    reader: Reader,
    Path(number): Path<u64>,
    axum::Form(posted): axum::Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let node = &reader.v.desk.node;
    match node.undo_import(&reader.session.officer, number).await {
        Ok(_) => Redirect::to(&format!("/register/imports/{number}")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}

/// `POST /register/due/{number}`: what an older register names as due begins to count down.
pub(crate) async fn due(
    reader: Reader,
    Path(number): Path<String>,
    axum::Form(posted): axum::Form<Posted>,
) -> Response {
    if let Some(refused) = reader.forged(&posted) {
        return refused;
    }
    let done = async {
        let file = find(&reader, &number).await?.file;
        let node = &reader.v.desk.node;
        node.confirm_due(&reader.session.officer, file.id).await?;
        Ok::<_, FlowFault>(file.number)
    };
    match done.await {
        Ok(number) => Redirect::to(&format!("/r/{number}?done=recorded")).into_response(),
        Err(fault) => reader.v.fail(&fault),
    }
}
