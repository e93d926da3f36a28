//! `comity verify`: examines any thing that Comity makes.

use std::path::PathBuf;

use clap::Args;
use comity_verify::{Options, Outcome, Pin, Report, verify};

use super::keys::read_public;
use super::{Exit, Fault, progress, say};

/// Verify a sealed object or package: every check with what was expected and what was found.
///
/// Works offline and needs no secret key. Exit status 0 when every check holds, 1 on any doubt.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  comity verify exhibit.sealed --sealer provider.pub\n  \
                        comity verify exhibit.sealed --any-sealer --json\n  \
                        comity verify case-XA-2027-00001.proof --pin XA=FINGERPRINT --evidence exhibits"
)]
pub(crate) struct Verify {
    /// What to verify.
    path: PathBuf,
    /// Public key file of somebody who may have sealed it; may be repeated.
    #[arg(long, value_name = "FILE.pub")]
    sealer: Vec<PathBuf>,
    /// Accept any sealer: intact is enough, whoever made it.
    #[arg(long, conflicts_with = "sealer")]
    any_sealer: bool,
    /// A State's directory key as known from paper, for a proof package; may be repeated.
    #[arg(long, value_name = "STATE=FINGERPRINT")]
    pin: Vec<Pin>,
    /// Folder with the evidence files of a proof package; without it those beside the package are
    /// looked at.
    #[arg(long, value_name = "FOLDER")]
    evidence: Option<PathBuf>,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Verify) -> Result<Exit, Fault> {
    let mut options = Options {
        any_sealer: args.any_sealer,
        pins: args.pin,
        evidence: args.evidence,
        ..Options::default()
    };
    for path in &args.sealer {
        options.sealers.push(read_public(path)?.signing);
    }
    let bar = progress::bytes("Verifying", None);
    let report = verify(&args.path, &options, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let report = report.map_err(|fault| Fault::misuse(fault.to_string(), ""))?;
    if args.json {
        say(format_args!("{:#}", report.to_json()));
    } else {
        print(&report);
    }
    Ok(if report.is_good() {
        Exit::Good
    } else {
        Exit::No
    })
}

fn print(report: &Report) {
    say(format_args!("{}", report.kind().replace('_', " ")));
    for (name, value) in report.facts() {
        match value.as_str() {
            Some(text) => say(format_args!("  {name:<20} {text}")),
            None => say(format_args!("  {name:<20} {value}")),
        }
    }
    say("");
    for check in report.checks() {
        let name = check.name.replace('_', " ");
        match check.outcome {
            Outcome::Holds => say(format_args!("  ok        {name}: {}", check.found)),
            Outcome::Skipped => say(format_args!("  skipped   {name}: {}", check.found)),
            Outcome::Fails | Outcome::Unproven => {
                say(format_args!(
                    "  {:<9} {name}",
                    check.outcome.word().to_uppercase()
                ));
                say(format_args!("            expected {}", check.expected));
                say(format_args!("            found    {}", check.found));
            }
        }
    }
    say("");
    say(conclusion(report));
}

fn conclusion(report: &Report) -> &'static str {
    if report.is_good() {
        return "Every check holds.";
    }
    let altered = report
        .checks()
        .iter()
        .any(|check| check.outcome == Outcome::Fails);
    if altered {
        "NOT VERIFIED: altered, damaged or not what was expected."
    } else if report.kind() == "proof_package" {
        "NOT VERIFIED: intact, but not everything is proven; see what is marked. \
         Name State keys that you compared on paper with --pin STATE=FINGERPRINT."
    } else {
        "NOT VERIFIED: intact, but its origin is unproven. \
         Name who may have sealed it with --sealer FILE.pub, or accept anybody with --any-sealer."
    }
}
