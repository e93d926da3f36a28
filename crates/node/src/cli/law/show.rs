//! `comity law show` and `comity law effect`: the data, and what a new party would change.

use std::path::PathBuf;

use clap::Args;
use comity_core::law::{self, Effect, Overview, PartyFact};
use serde_json::{Value, json};

use super::{by_state, load, print, say, unreadable};
use crate::cli::{Exit, Fault};

/// Say which answers change, and for which pairs, if a State joins an instrument.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law effect --state KE --instrument COE-185 --from 2027-01-01 --json"
)]
pub(super) struct EffectOf {
    /// The State that joins.
    #[arg(long, value_name = "XX")]
    state: String,
    /// The instrument.
    #[arg(long, value_name = "ID")]
    instrument: String,
    /// From which day.
    #[arg(long, value_name = "DATE")]
    from: String,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
    /// Another pack: a folder.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

/// Show the law data with sources and dates: all, one State, one instrument, or one row.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity law show\n  comity law show NL\n  comity law show COE-185 --json"
)]
pub(super) struct Show {
    /// A State, or an instrument.
    #[arg(value_name = "STATE")]
    first: Option<String>,
    /// An instrument.
    #[arg(value_name = "INSTRUMENT")]
    second: Option<String>,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
    /// Another pack: a folder.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
}

impl EffectOf {
    pub(super) fn run(self) -> Result<Exit, Fault> {
        let other = self.pack.as_deref().map(load).transpose()?;
        let pack = other.as_ref().unwrap_or_else(|| by_state(&self.state));
        let effect =
            law::effect(pack, &self.state, &self.instrument, &self.from).map_err(unreadable)?;
        if self.json {
            print(&effect)?;
        } else {
            say(&effect_lines(&effect))?;
        }
        Ok(Exit::Good)
    }
}

fn effect_lines(effect: &Effect) -> Vec<String> {
    let mut lines = Vec::new();
    if effect.already_party {
        lines.push(format!(
            "{} is a party to {} already.",
            effect.state, effect.instrument
        ));
    } else if !effect.in_force {
        lines.push(format!(
            "{} is not in force on {}: what follows is once it is, between its signatories.",
            effect.instrument, effect.from
        ));
    }
    lines.push(format!(
        "{} of {} answers change, with {} States.",
        effect.changes.len(),
        effect.asked,
        effect.partners
    ));
    lines.extend(effect.changes.iter().map(change_line));
    lines
}

pub(super) fn change_line(it: &law::Change) -> String {
    format!(
        "{} → {}  {} {} to {}: {} → {}",
        it.requesting,
        it.requested,
        it.measure,
        it.data_category.as_str(),
        it.addressee.as_str(),
        it.before.decision.as_str(),
        it.after.decision.as_str()
    )
}

impl Show {
    pub(super) fn run(self) -> Result<Exit, Fault> {
        let other = self.pack.as_deref().map(load).transpose()?;
        let first = self.first.as_deref().unwrap_or_default();
        let pack = other.as_ref().unwrap_or_else(|| by_state(first));
        match (self.first.as_deref(), self.second.as_deref()) {
            (None, _) => {
                let overview = law::overview(pack);
                if self.json {
                    print(&overview)?
                } else {
                    say(&overview_lines(&overview))?
                }
            }
            (Some(one), None) if one.len() == 2 => {
                let page = law::state_page(pack, one).map_err(unreadable)?;
                if self.json {
                    print(&page)?
                } else {
                    say(&fact_lines(&page.rows))?
                }
            }
            (Some(one), None) => {
                let page = law::instrument_page(pack, one).map_err(unreadable)?;
                if self.json {
                    print(&page)?;
                } else {
                    let mut lines = instrument_lines(&page.instrument);
                    lines.extend(fact_lines(&page.rows));
                    say(&lines)?;
                }
            }
            (Some(state), Some(instrument)) => {
                let rows = law::party_facts(pack, state, instrument).map_err(unreadable)?;
                if self.json {
                    print(&json!({"rows": rows, "pack": pack.hash()}))?;
                } else {
                    say(&fact_lines(&rows))?;
                }
            }
        }
        Ok(Exit::Good)
    }
}

fn overview_lines(it: &Overview) -> Vec<String> {
    let mut lines = vec![
        format!("{}, facts as of {}", it.name, it.as_of),
        it.pack.clone(),
        format!(
            "{} instruments, {} measures ({} read in the text), {} party rows ({} unverified), {} offences",
            it.instruments.len(),
            it.measures,
            it.measures_text_seen,
            it.party_rows,
            it.party_rows_unverified,
            it.offences
        ),
    ];
    lines.extend(
        it.instruments
            .iter()
            .map(|(id, short)| format!("{id:<16} {short}")),
    );
    lines
}

fn fact_lines(rows: &[PartyFact]) -> Vec<String> {
    if rows.is_empty() {
        return vec!["no row".to_owned()];
    }
    rows.iter()
        .map(|it| {
            let since = if it.in_force.is_empty() {
                "no date"
            } else {
                &it.in_force
            };
            let confidence = format!("{:?}", it.confidence).to_lowercase();
            let mut line = format!(
                "{}  {:<16} {:<9} {since:<10}  {confidence:<6}  {} {}",
                it.state, it.instrument, it.status, it.source, it.source_date
            );
            for (name, text) in [
                ("territory", &it.territory),
                ("reservations", &it.reservations),
            ] {
                if !text.is_empty() {
                    line.push_str(&format!("\n      {name}: {text}"));
                }
            }
            line
        })
        .collect()
}

fn instrument_lines(it: &Value) -> Vec<String> {
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or("–").to_owned();
    let mut lines = vec![
        format!("{}  {}", word(it, "id"), word(&it["title"], "en")),
        format!(
            "in force {}  confidence {}",
            word(it, "in_force"),
            word(it, "confidence")
        ),
    ];
    if let Some(note) = it["status_note"].as_str() {
        lines.push(note.to_owned());
    }
    for measure in it["measures"].as_array().into_iter().flatten() {
        lines.push(format!(
            "  {:<22} art. {:<24} {:<12} {}",
            word(measure, "kind"),
            word(measure, "article"),
            word(measure, "effect"),
            word(measure, "verification")
        ));
    }
    lines
}
