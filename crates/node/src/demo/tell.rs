//! What the demo says while it happens: who, what, why it is lawful, how long it took.

use std::time::Instant as Wall;

use comity_core::request::RequestFile;

/// Speaks on standard error, or not at all.
pub(crate) struct Tell {
    quiet: bool,
    began: Wall,
}

impl Tell {
    /// A teller; `quiet` for `--json`.
    pub(crate) fn new(quiet: bool) -> Self {
        Self {
            quiet,
            began: Wall::now(),
        }
    }

    fn say(&self, line: &str) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }

    /// A new act begins.
    pub(crate) fn act(&self, title: &str) {
        self.say(&format!("\n── {title}"));
    }

    /// One step.
    pub(crate) fn step(&self, file: &RequestFile, who: &str, what: &str) {
        self.say(&format!(
            "{:>7.2} s  {who:<10} {:<16} {what}",
            self.began.elapsed().as_secs_f64(),
            file.number,
        ));
    }

    /// Why it is lawful.
    pub(crate) fn basis(&self, file: &RequestFile) {
        for basis in &file.basis {
            self.say(&format!(
                "           law        {} art. {} ({})",
                basis.instrument,
                basis.article,
                serde_json::to_value(basis.role)
                    .ok()
                    .and_then(|role| role.as_str().map(str::to_owned))
                    .unwrap_or_default(),
            ));
        }
    }

    /// The clocks that run.
    pub(crate) fn clocks(&self, file: &RequestFile) {
        for clock in file.deadlines.iter().filter(|clock| clock.is_open()) {
            let item = clock.item.as_deref().unwrap_or("request");
            self.say(&format!(
                "           clock      {} for {item} until {}",
                clock.rule.code(),
                clock.due
            ));
        }
    }

    /// Plain words.
    pub(crate) fn note(&self, text: &str) {
        self.say(text);
    }

    /// Seconds since the demo began.
    pub(crate) fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }
}
