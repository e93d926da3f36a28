//! The demo's three nodes as three processes of their own, which a test starts, kills and starts again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::desk::Desk;

/// How long a node may take to answer before the test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The folder of the demo's world after it was played.
pub(crate) struct World {
    folder: TempDir,
}

impl World {
    /// Plays the demo into a new folder, carrying `evidence` where a file is named.
    pub(crate) fn new(evidence: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command
            .args(["demo", "--headless", "--json", "--dir"])
            .arg(folder.path().join("world"));
        if let Some(file) = evidence {
            command.arg("--evidence").arg(file);
        }
        let played = command.output().expect("the binary starts");
        assert!(
            played.status.success(),
            "{}",
            String::from_utf8_lossy(&played.stderr)
        );
        Self { folder }
    }

    /// One of its nodes, not running yet.
    pub(crate) fn node(&self, name: &'static str) -> Process {
        let folder = self.folder.path().join("world").join(name);
        let settings = fs::read_to_string(folder.join("comity.toml")).expect("written by the demo");
        let listens = |setting: &str| -> String {
            let line = settings.lines().find(|line| line.starts_with(setting));
            let (_, value) = line.and_then(|line| line.split_once(" = ")).expect(setting);
            value.trim_matches('"').to_owned()
        };
        Process {
            name,
            peers: listens("peer_listen"),
            desk: listens("desk_listen"),
            log: self.folder.path().join(format!("{name}.log")),
            folder,
            environment: Vec::new(),
            own_disk: false,
            child: None,
        }
    }
}

/// A node that runs, or does not.
pub(crate) struct Process {
    pub(crate) name: &'static str,
    pub(crate) folder: PathBuf,
    /// Where peers come in.
    pub(crate) peers: String,
    /// Where officers come in.
    pub(crate) desk: String,
    log: PathBuf,
    /// Settings of this process that are not in the folder.
    pub(crate) environment: Vec<(&'static str, String)>,
    /// Whether its folder lies on a file system that only the process sees.
    pub(crate) own_disk: bool,
    child: Option<Child>,
}

impl Process {
    /// Starts it and waits until its screens answer. Returns how long that took.
    pub(crate) fn start(&mut self) -> Duration {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command.arg("serve").arg("--dir").arg(&self.folder);
        self.start_with(command)
    }

    /// The same by another command, which ends up as the node.
    pub(crate) fn start_with(&mut self, mut command: Command) -> Duration {
        let mut log = fs::OpenOptions::new();
        let log = log.create(true).append(true).open(&self.log);
        let began = Instant::now();
        let child = command
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.expect("room for messages"))
            .spawn()
            .expect("the binary starts");
        self.child = Some(child);
        while !Desk::answers(&self.desk) {
            let ended = self.child.as_mut().expect("just started").try_wait();
            assert!(
                matches!(ended, Ok(None)) && began.elapsed() < PATIENCE,
                "{} does not start: {ended:?}\n{}",
                self.name,
                self.told()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        began.elapsed()
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Ends it without any warning.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
    }

    /// What it wrote for its operator.
    fn told(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// A second person signs everything that waits in a case, with the native tool.
    pub(crate) fn approve(&self, login: &str, number: &str) {
        let password = self.folder.join("password");
        fs::write(&password, "exercise only").expect("room");
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(&password, private).expect("ours");
        let done = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(["approve", "--yes", "--as", login, "--dir"])
            .arg(&self.folder)
            .arg("--key")
            .arg(self.folder.join("native").join(format!("{login}.key")))
            .arg("--password-file")
            .arg(password)
            .arg(number)
            .output()
            .expect("the binary starts");
        assert!(done.status.success(), "{login}: {done:?}");
    }

    /// A command on its folder, with the JSON it prints.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        if self.own_disk {
            command = Command::new("nsenter");
            command
                .args(["--preserve-credentials", "-U", "-m", "-t"])
                .arg(self.id().to_string())
                .arg(env!("CARGO_BIN_EXE_comity"));
        }
        let output = command
            .args(arguments)
            .arg("--dir")
            .arg(&self.folder)
            .arg("--json")
            .output()
            .expect("the binary starts");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{} {arguments:?}: {output:?}", self.name))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // A test that failed leaves no process behind.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits for something that must come.
pub(crate) fn wait(what: &str, mut ready: impl FnMut() -> bool) {
    let began = Instant::now();
    while !ready() {
        assert!(began.elapsed() < PATIENCE * 5, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A small generator; a failed run prints what it began with.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// From `COMITY_SEED`, else from the time of day.
    pub(crate) fn new() -> Self {
        let day = std::time::SystemTime::UNIX_EPOCH.elapsed();
        let seed = times(
            "COMITY_SEED",
            day.expect("after 1970").subsec_nanos().into(),
        );
        println!("seed {seed}");
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A number from the environment, for example how often something is done; `few` in an ordinary test run.
pub(crate) fn times(variable: &str, few: u64) -> u64 {
    std::env::var(variable)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(few)
}
