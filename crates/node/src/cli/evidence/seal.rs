//! `comity evidence seal`.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use comity_core::time::Instant;
use comity_wire::context::World;
use comity_wire::evidence::describe::{Description, Producer, describe, new_object};
use comity_wire::evidence::file::{CloseFault, FileSink};
use comity_wire::evidence::pack::{PackFault, content_bytes, pack};
use comity_wire::evidence::part::{Acquisition, is_plain_name};
use comity_wire::evidence::seal::{PutFault, Sealer};
use comity_wire::keys::{KeyFault, SigningKey};
use comity_wire::sealing::SealingPublic;

use crate::cli::keys::{read_public, read_secret, unwritable};
use crate::cli::{Exit, Fault, progress, say};

/// Seal files so that only the named recipients can open them.
///
/// One file stays one file; several, or a folder, become one object with a list of what is in it.
/// Everything is read once, hashed, encrypted and signed. Without --as a key is made for this one
/// object and forgotten: the object is intact but its origin is unproven.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  comity evidence seal --to court.key.pub -o exhibit.sealed calls.csv\n  \
                        dd if=/dev/sdb | comity evidence seal --to lab.pub --as me.key --name sdb.img -o sdb.sealed -"
)]
pub(super) struct Seal {
    /// Public key files of the recipients.
    #[arg(long, value_name = "FILE.pub", required = true, num_args = 1..)]
    to: Vec<PathBuf>,
    /// Secret key file to sign with.
    #[arg(long = "as", value_name = "KEY")]
    signer: Option<PathBuf>,
    /// The sealed file to write; an existing one is not replaced.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Files and folders; `-` alone is standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Name to give the object instead of the file's own.
    #[arg(long)]
    name: Option<String>,
    /// Person or office that took the evidence.
    #[arg(long)]
    who: Option<String>,
    /// Device or system it was taken from.
    #[arg(long)]
    device: Option<String>,
    /// Program that took it.
    #[arg(long)]
    tool: Option<String>,
    /// Order or article it rests on.
    #[arg(long, value_name = "LEGAL BASIS")]
    basis: Option<String>,
    /// When taking it began, with zone: 2027-03-16T16:42:00Z.
    #[arg(long, value_name = "TIME", value_parser = time)]
    begun: Option<Instant>,
    /// When it ended, with zone.
    #[arg(long, value_name = "TIME", value_parser = time)]
    ended: Option<Instant>,
    /// Seal for the exercise world; such an object never counts in real life.
    #[arg(long)]
    exercise: bool,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

fn time(text: &str) -> Result<Instant, String> {
    Instant::parse(text)
        .ok_or_else(|| "write the time with its zone, as 2027-03-16T16:42:00Z".into())
}

/// What is to be sealed.
enum Source {
    Stdin,
    File(File, Option<u64>),
    Packed,
}

impl Seal {
    pub(super) fn run(mut self) -> Result<Exit, Fault> {
        let recipients = self.recipients()?;
        let (signer, one_off) = match &self.signer {
            Some(path) => (read_secret(path)?.signing, false),
            None => (
                SigningKey::generate().map_err(|fault| library(&fault))?,
                true,
            ),
        };
        let (source, expected) = self.source()?;
        let name = self.object_name(&source)?;
        let world = if self.exercise {
            World::Exercise
        } else {
            World::Live
        };
        let (id, key) = new_object().map_err(|fault| library(&fault))?;
        let unwritten = |cause| unwritable(&self.output, &cause);
        let sink = FileSink::create(&self.output, world, expected).map_err(unwritten)?;
        let mut sealer = Sealer::start(id, key, sink).map_err(unwritten)?;
        let total = match source {
            // A walk of its own, only worth it when somebody watches.
            Source::Packed if io::stderr().is_terminal() => Some(content_bytes(&self.files)),
            _ => expected,
        };
        let bar = progress::bytes("Sealing", total);
        let list = match source {
            Source::Packed => {
                let list = pack(&mut sealer, &self.files, &mut |n| bar.inc(n));
                Some(list.map_err(|fault| self.unpacked(fault))?)
            }
            Source::Stdin => self
                .put(&mut sealer, io::stdin().lock(), &bar)
                .map(|()| None)?,
            Source::File(file, size) => {
                self.put(&mut sealer, file, &bar)?;
                // A device or pipe has no size of its own to compare with.
                if size.is_some_and(|size| size != sealer.size()) {
                    return Err(changed(&self.files[0]));
                }
                None
            }
        };
        let (object, sink) = sealer.finish().map_err(unwritten)?;
        bar.finish_and_clear();
        let description = Description {
            name,
            acquisition: self.acquisition(),
            list,
        };
        let described = describe(&object, description, Producer::lone(&signer), world)
            .map_err(|fault| library(&fault))?;
        sink.close(&described, &signer, &recipients)
            .map_err(|fault| match fault {
                CloseFault::Write(cause) => unwritable(&self.output, &cause),
                CloseFault::Key(fault) => library(&fault),
                CloseFault::Recipients => Fault::misuse(
                    CloseFault::Recipients.to_string(),
                    "Name each recipient once.",
                ),
            })?;
        let answer = serde_json::json!({
            "output": self.output,
            "object": id.to_string(),
            "bytes": object.size,
            "sha256": object.sha256.to_string(),
            "ct_root": object.ct_root.to_string(),
            "list": list.map(|list| list.to_string()),
            "sealer": signer.verifying().id().to_string(),
            "origin": if one_off { "unproven" } else { "by key" },
            "recipients": recipients.iter().map(|to| to.id().to_string()).collect::<Vec<_>>(),
        });
        self.print(&answer);
        Ok(Exit::Good)
    }

    fn print(&self, answer: &serde_json::Value) {
        if self.json {
            say(answer);
            return;
        }
        for (field, shown) in [
            ("output", "sealed"),
            ("object", "object"),
            ("bytes", "bytes"),
            ("sha256", "SHA-256"),
            ("list", "list"),
            ("sealer", "sealer"),
            ("origin", "origin"),
        ] {
            match &answer[field] {
                serde_json::Value::Null => {}
                serde_json::Value::String(text) => say(format_args!("{shown:<10} {text}")),
                other => say(format_args!("{shown:<10} {other}")),
            }
        }
        for to in answer["recipients"].as_array().into_iter().flatten() {
            say(format_args!(
                "{:<10} {}",
                "recipient",
                to.as_str().unwrap_or_default()
            ));
        }
    }

    /// Reads the recipients' keys. In `--to A.pub B.pub FILE -o OUT` the command line cannot tell
    /// where keys end: there the first value that is no public key begins the files.
    fn recipients(&mut self) -> Result<Vec<SealingPublic>, Fault> {
        let mut recipients = Vec::new();
        let mut keys = self.to.len();
        for (at, path) in self.to.iter().enumerate() {
            match read_public(path) {
                Ok(keys) => recipients.push(keys.sealing),
                Err(_) if at > 0 && self.files.is_empty() => {
                    keys = at;
                    break;
                }
                Err(fault) => return Err(fault),
            }
        }
        self.files.extend(self.to.drain(keys..));
        if self.files.is_empty() {
            return Err(Fault::misuse(
                "no file to seal was named",
                "comity evidence seal --to FILE.pub -o OUT FILE",
            ));
        }
        Ok(recipients)
    }

    fn source(&self) -> Result<(Source, Option<u64>), Fault> {
        let [one] = &self.files[..] else {
            if self.files.iter().any(|file| file.as_os_str() == "-") {
                return Err(Fault::misuse(
                    "standard input (-) can only be sealed alone",
                    "",
                ));
            }
            return Ok((Source::Packed, None));
        };
        if one.as_os_str() == "-" {
            return Ok((Source::Stdin, None));
        }
        let unread = |cause: io::Error| unreadable(one, &cause);
        let meta = one.metadata().map_err(unread)?;
        if meta.is_dir() {
            return Ok((Source::Packed, None));
        }
        let size = meta.is_file().then_some(meta.len());
        let file = File::open(one).map_err(unread)?;
        Ok((Source::File(file, size), size))
    }

    fn object_name(&self, source: &Source) -> Result<String, Fault> {
        let own = match (source, &self.files[..]) {
            (Source::Stdin, _) => Some("standard-input".to_owned()),
            (_, [one]) => {
                let whole = one.canonicalize().unwrap_or_else(|_| one.clone());
                let own = one.file_name().or(whole.file_name());
                own.and_then(|name| name.to_str()).map(str::to_owned)
            }
            (_, many) => Some(format!("{} files and folders", many.len())),
        };
        let name = self.name.clone().or(own).unwrap_or_default();
        if is_plain_name(&name) {
            Ok(name)
        } else {
            Err(Fault::misuse(
                format!("{name:?} cannot be the name of an object"),
                "Give a plain name with --name.",
            ))
        }
    }

    fn acquisition(&self) -> Acquisition {
        Acquisition {
            who: self.who.clone(),
            tool: self.tool.clone(),
            device: self.device.clone(),
            begun: self.begun,
            ended: self.ended,
            basis: self.basis.clone(),
        }
    }

    fn put(
        &self,
        sealer: &mut Sealer<FileSink>,
        source: impl Read,
        bar: &indicatif::ProgressBar,
    ) -> Result<(), Fault> {
        sealer
            .put_all(source, |bytes| bar.inc(bytes.len() as u64))
            .map_err(|fault| match fault {
                PutFault::Read(cause) => unreadable(&self.files[0], &cause),
                PutFault::Write(cause) => unwritable(&self.output, &cause),
            })
    }

    fn unpacked(&self, fault: PackFault) -> Fault {
        let what = fault.to_string();
        match fault {
            PackFault::Write(cause) => unwritable(&self.output, &cause),
            PackFault::Changed(path) => changed(&path),
            PackFault::Twice(_) => Fault::misuse(what, "Rename one, or seal their common folder."),
            PackFault::Special(_) => Fault::misuse(what, "Name the file itself, or leave it out."),
            PackFault::Read { .. } | PackFault::Nameless(_) => Fault::misuse(what, ""),
        }
    }
}

fn unreadable(path: &Path, cause: &io::Error) -> Fault {
    Fault::misuse(format!("{} cannot be read: {cause}", path.display()), "")
}

fn changed(path: &Path) -> Fault {
    Fault::misuse(
        format!("{} changed while it was being sealed", path.display()),
        "Seal a copy that nobody writes to.",
    )
}

fn library(fault: &KeyFault) -> Fault {
    Fault::machine(fault.to_string(), "Try again.")
}
