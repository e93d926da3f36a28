//! The screens in a real browser: each page of the gallery is opened by Debian's Chromium, looked over by
//! axe, and must not scroll sideways. With `COMITY_SCREENS_PLAY=1` a direct order is played at a running demo. Needs `chromium`, `node` and `npm`; nothing of it is shipped.

use std::io::{BufRead as _, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{cargo, temporary};

/// A server while it runs.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _gone_already = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Opens the pages: each in all languages, a part of the widths and colours for each.
///
/// # Errors
/// A tool is missing, or a page has a fault; each is named.
pub(crate) fn check() -> Result<(), String> {
    let chromium = chromium()?;
    let folder = tools()?;
    let mut command = cargo::built("examples/gallery")?;
    command.env("GALLERY_PORT", "0").stdout(Stdio::piped());
    let mut gallery = Server(started(&mut command)?);
    let out = gallery.0.stdout.take();
    let address = said(out, |line| Some(line.to_owned()))?;
    let mut browser = Command::new("node");
    browser
        .args(["screens.mjs", "--quick"])
        .env("GALLERY", address);
    look(browser, &folder, &chromium)?;
    drop(gallery);
    // Left out unless asked for: it has not followed the writer's signing page yet, and fails there.
    if std::env::var_os("COMITY_SCREENS_PLAY").is_none() {
        return Ok(());
    }
    played(&folder, &chromium)
}

/// The demo goes on by hand: three addresses, and a browser without JavaScript.
fn played(folder: &Path, chromium: &Path) -> Result<(), String> {
    let world = temporary::folder("screens")?;
    let port = free_ports()?;
    let mut command = cargo::built("comity")?;
    command.args(["demo", "--port", &port.to_string(), "--dir"]);
    command.arg(world.path().join("world"));
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut demo = Server(started(&mut command)?);
    let told = demo.0.stderr.take();
    said(told, |line| line.contains("Ctrl-C").then(String::new))?;
    let mut browser = Command::new("node");
    browser.arg("direct.mjs");
    browser.args((0..3).map(|n| format!("http://127.0.0.1:{}", port + n)));
    look(browser, folder, chromium)
}

/// The first line that `of` makes something of. The rest is read too, so the server never waits for us.
fn said<R: Read + Send + 'static>(
    out: Option<R>,
    of: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let out = out.ok_or("its output is not read")?;
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    let found = lines.find_map(|line| of(&line));
    std::thread::spawn(move || lines.for_each(drop));
    found.ok_or_else(|| "it ended before it was ready".to_owned())
}

/// Three free ports in a row.
fn free_ports() -> Result<u16, String> {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let start = 20_000 + (std::process::id() % 10_000) as u16;
    (start..start + 300)
        .step_by(3)
        .find(|port| (0..3).all(|n| free(port + n)))
        .ok_or_else(|| "no three free ports in a row".to_owned())
}

fn look(mut browser: Command, folder: &Path, chromium: &Path) -> Result<(), String> {
    browser.current_dir(folder).env("CHROMIUM", chromium);
    let text = cargo::output_of_any(browser)?;
    println!("{}", text.trim_end());
    Ok(())
}

fn started(command: &mut Command) -> Result<Child, String> {
    command.spawn().map_err(|why| format!("{command:?}: {why}"))
}

fn chromium() -> Result<PathBuf, String> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let path = named.unwrap_or_else(|| "/usr/bin/chromium".into());
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!(
            "{} is not there: install Debian's chromium, or name another in CHROMIUM",
            path.display()
        ))
    }
}

/// The script beside the packages it needs, in the target folder: the tree stays as it was cloned.
fn tools() -> Result<PathBuf, String> {
    let folder = cargo::target()?.join("screens");
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut changed = !folder.join("node_modules").is_dir();
    for name in ["package.json", "screens.mjs", "direct.mjs"] {
        let ours = Path::new("tests/screens").join(name);
        let text = std::fs::read(&ours).map_err(|why| format!("{}: {why}", ours.display()))?;
        let there = folder.join(name);
        let same = std::fs::read(&there).is_ok_and(|old| old == text);
        if !same {
            std::fs::write(&there, text).map_err(|why| format!("{}: {why}", there.display()))?;
            changed |= name == "package.json";
        }
    }
    if changed {
        let mut npm = Command::new("npm");
        npm.current_dir(&folder)
            .args(["install", "--no-audit", "--no-fund", "--no-package-lock"])
            .args(["--ignore-scripts", "--loglevel=error"]);
        cargo::output_of_any(npm).map_err(|why| format!("npm, which is needed: {why}"))?;
    }
    Ok(folder)
}
