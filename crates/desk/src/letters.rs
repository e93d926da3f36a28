//! A file of this node as a letter: what the letter needs to know beside the request's own text. The
//! page and the command line make the same letter.

use comity_core::code::LetterCode;
use comity_core::id::NodeId;
use comity_core::request::{Part, RequestFile};
use comity_core::stage::StageName;
use comity_flows::{LetterMade, Node};
use comity_letters::{
    Case, Copy, Fonts, Format, Lang, LetterFault, Made, NodeNames, language_of, make, text_hash,
};
use comity_wire::context::World;
use jiff::tz::TimeZone;

use crate::when::in_zone;
use crate::words::Words;

/// The language of a file's letters when nobody names one: that of its text, else the node's.
#[must_use]
pub fn language(node: &Node, file: &RequestFile) -> Lang {
    language_of(&file.form)
        .or_else(|| Lang::parse(&node.settings.language))
        .unwrap_or(Lang::En)
}

/// Makes the file that is handed out. Setting pages takes a moment: call it where that holds up nobody.
///
/// # Errors
/// [`LetterFault`] says what to do.
pub fn letter(
    node: &Node,
    file: &RequestFile,
    lang: Lang,
    copy: Option<Copy>,
    format: Format,
    fonts: &Fonts,
) -> Result<Made, LetterFault> {
    let words = Words::of(lang);
    let directory = node.directory();
    let office = |id: &NodeId| {
        let entry = directory.entry(id);
        entry.map_or_else(
            || id.to_string(),
            |entry| entry.name(lang.code()).to_owned(),
        )
    };
    let known_office = |text: &str| {
        let entry = directory.entry(&text.parse().ok()?)?;
        Some(entry.name(lang.code()).to_owned())
    };
    let state = |code: &str| words.maybe("state", code);
    let pack = node.law().pack();
    let names = NodeNames {
        pack: &pack,
        lang,
        states: &state,
        offices: &known_office,
    };
    let case = Case {
        kind: file.kind,
        form: &file.form,
        number: &file.number,
        their_number: file.receiver_number.as_deref(),
        reference: &file.reference,
        code: LetterCode::of(file.id),
        draft: matches!(file.stage_name(), StageName::Draft | StageName::Review),
        exercise: node.world == World::Exercise,
        from: (office(&file.from), words.state(file.from.state().as_str())),
        to: (office(&file.to), words.state(file.to.state().as_str())),
        today: day(node),
        title: match file.part {
            Part::Request => None,
            Part::Order => Some(words.relation_order()),
            Part::Notice => Some(words.relation_notice()),
        },
        names: &names,
    };
    make(&case, lang, copy, format, fonts)
}

/// What the register keeps of it.
#[must_use]
pub fn entry(file: &RequestFile, lang: Lang, format: Format, made: &Made) -> LetterMade {
    LetterMade {
        format: format.code(),
        language: lang.code(),
        code: LetterCode::of(file.id),
        text_sha256: text_hash(&file.form),
        file_sha256: made.sha256.clone(),
    }
}

fn day(node: &Node) -> jiff::civil::Date {
    let zone = TimeZone::get(&node.settings.zone).unwrap_or(TimeZone::UTC);
    in_zone(node.now(), &zone).date()
}
