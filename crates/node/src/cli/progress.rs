//! Progress of long commands: a bar on a terminal, silence in a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over bytes; without a known total it only counts. Hidden unless standard error is a
/// terminal.
pub(crate) fn bytes(what: &'static str, total: Option<u64>) -> ProgressBar {
    let bar = match total {
        Some(total) => ProgressBar::new(total),
        None => ProgressBar::no_length(),
    };
    let shape = match total {
        Some(_) => "{msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta}",
        None => "{msg} {spinner} {bytes}, {bytes_per_sec}",
    };
    let style = ProgressStyle::with_template(shape).expect("the templates above are well formed");
    bar.set_style(style);
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Counts rows whose number is not known before. Hidden unless standard error is a terminal.
pub(crate) fn rows(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template("{msg} {spinner} {human_pos} rows, {per_sec}")
        .expect("the template above is well formed");
    bar.set_style(style);
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
