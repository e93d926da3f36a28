//! Evidence from the command line: what scripts rely on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("temporary folder"));
        for key in ["court.key", "lab.key"] {
            assert_eq!(
                desk.run(&["keys", "generate", "-o", key]).status.code(),
                Some(0)
            );
        }
        desk
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command.args(args).current_dir(self.0.path());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary starts")
    }

    fn json(&self, args: &[&str], status: i32) -> Value {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {output:?}");
        serde_json::from_slice(&output.stdout).expect("one JSON value and nothing else")
    }

    fn refuses(&self, args: &[&str], status: i32) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {output:?}");
        assert!(output.stdout.is_empty(), "a refusal goes to standard error");
        String::from_utf8(output.stderr).expect("text")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("inside the desk")).expect("room");
        std::fs::write(path, bytes).expect("room");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("there")
    }
}

fn entries(folder: &Path) -> usize {
    folder.read_dir().map_or(0, Iterator::count)
}

#[test]
fn a_file_is_sealed_verified_inspected_and_opened_by_its_recipient() {
    let desk = Desk::new();
    desk.write("calls.csv", vec![b'x'; 3_000_000]);
    let seal = [
        "evidence",
        "seal",
        "--to",
        "court.key.pub",
        "--as",
        "lab.key",
        "-o",
        "out",
        "calls.csv",
        "--json",
    ];
    let sealed = desk.json(&seal, 0);
    assert_eq!(sealed["bytes"], 3_000_000);
    let seen = desk.json(&["evidence", "inspect", "out", "--json"], 0);
    assert_eq!(
        (&seen["object"], &seen["ct_root"]),
        (&sealed["object"], &sealed["ct_root"])
    );
    let report = desk.json(&["verify", "out", "--json", "--sealer", "lab.key.pub"], 0);
    assert_eq!(report["ok"], true);
    let opened = desk.json(
        &[
            "evidence",
            "open",
            "--key",
            "court.key",
            "-o",
            "dir",
            "out",
            "--json",
        ],
        0,
    );
    assert_eq!(opened["sha256"], sealed["sha256"]);
    assert!(desk.read("dir/calls.csv") == desk.read("calls.csv"));
    let why = desk.refuses(
        &["evidence", "open", "--key", "court.key", "-o", "dir", "out"],
        2,
    );
    assert!(why.contains("not replaced"), "{why}");
}

#[test]
fn an_object_of_unproven_origin_is_a_doubt_unless_any_sealer_will_do() {
    let desk = Desk::new();
    desk.write("note", "x");
    desk.json(
        &[
            "evidence",
            "seal",
            "--to",
            "court.key.pub",
            "-o",
            "out",
            "note",
            "--json",
        ],
        0,
    );
    let report = desk.json(&["verify", "out", "--json"], 1);
    let doubt = report["checks"]
        .as_array()
        .expect("checks")
        .last()
        .expect("the sealer")
        .clone();
    assert_eq!(
        (&doubt["check"], &doubt["outcome"]),
        (&"sealer".into(), &"unproven".into())
    );
    desk.json(&["verify", "out", "--json", "--any-sealer"], 0);
    desk.json(&["verify", "out", "--json", "--sealer", "lab.key.pub"], 1);
}

#[test]
fn an_altered_file_is_refused_and_nothing_is_left_in_the_folder() {
    let desk = Desk::new();
    desk.write("folder/a", vec![1; 2_000_000]);
    desk.write("folder/b", "second");
    desk.write("one", vec![2; 2_000_000]);
    for (name, source) in [("packed", "folder"), ("single", "one")] {
        desk.json(
            &[
                "evidence",
                "seal",
                "--to",
                "court.key.pub",
                "-o",
                name,
                source,
                "--json",
            ],
            0,
        );
        let good = desk.read(name);
        for at in [
            0,
            20,
            4096,
            1_500_000,
            2_000_100,
            good.len() - 1,
            good.len() - 100,
        ] {
            let mut altered = good.clone();
            altered[at] ^= 0x10;
            desk.write("altered", &altered);
            desk.refuses(
                &[
                    "evidence",
                    "open",
                    "--key",
                    "court.key",
                    "-o",
                    "dir",
                    "altered",
                ],
                1,
            );
            assert_eq!(entries(&desk.path("dir")), 0, "{name}, byte {at}");
            assert_eq!(
                desk.json(&["verify", "altered", "--any-sealer", "--json"], 1)["ok"],
                false
            );
        }
    }
}

#[test]
fn only_recipients_open_and_each_of_them_does() {
    let desk = Desk::new();
    desk.run(&["keys", "generate", "-o", "other.key"]);
    desk.write("note", "x");
    let seal = [
        "evidence",
        "seal",
        "--to",
        "court.key.pub",
        "lab.key.pub",
        "note",
        "-o",
        "out",
        "--json",
    ];
    assert_eq!(
        desk.json(&seal, 0)["recipients"]
            .as_array()
            .expect("list")
            .len(),
        2
    );
    for key in ["court.key", "lab.key"] {
        desk.json(
            &[
                "evidence",
                "open",
                "--key",
                key,
                "-o",
                key.trim_end_matches(".key"),
                "out",
                "--json",
            ],
            0,
        );
    }
    let why = desk.refuses(
        &["evidence", "open", "--key", "other.key", "-o", "dir", "out"],
        1,
    );
    assert!(why.contains("none of the wraps"), "{why}");
}

#[test]
fn several_files_and_folders_open_as_they_were_with_their_list() {
    let desk = Desk::new();
    desk.write("case/mail/1.eml", "first");
    desk.write("case/mail/2.eml", "");
    desk.write("note.txt", "second");
    desk.json(
        &[
            "evidence",
            "seal",
            "--to",
            "court.key.pub",
            "-o",
            "out",
            "note.txt",
            "case",
            "--json",
        ],
        0,
    );
    let opened = desk.json(
        &[
            "evidence",
            "open",
            "--key",
            "court.key",
            "-o",
            "dir",
            "out",
            "--json",
        ],
        0,
    );
    assert_eq!(opened["files"], 3);
    for name in ["case/mail/1.eml", "case/mail/2.eml", "note.txt"] {
        assert_eq!(desk.read(&format!("dir/{name}")), desk.read(name));
    }
    let list = String::from_utf8(desk.read("dir/comity-files.txt")).expect("text");
    let names: Vec<_> = list
        .lines()
        .filter_map(|line| line.splitn(3, ' ').nth(2))
        .collect();
    assert_eq!(names, ["case/mail/1.eml", "case/mail/2.eml", "note.txt"]);
}

#[test]
fn a_pipe_is_sealed_in_one_pass() {
    let desk = Desk::new();
    desk.write("disk", vec![3; 1 << 20]);
    let input = std::fs::File::open(desk.path("disk")).expect("there");
    let mut seal = desk.command(&[
        "evidence",
        "seal",
        "--to",
        "court.key.pub",
        "--name",
        "disk.img",
        "-o",
        "out",
        "-",
    ]);
    let status = seal
        .stdin(input)
        .stdout(Stdio::null())
        .status()
        .expect("starts");
    assert!(status.success());
    desk.json(
        &[
            "evidence",
            "open",
            "--key",
            "court.key",
            "-o",
            "dir",
            "out",
            "--json",
        ],
        0,
    );
    assert!(desk.read("dir/disk.img") == desk.read("disk"));
}

#[test]
fn wrong_use_is_told_apart_from_no() {
    let desk = Desk::new();
    desk.write("note", "x");
    for wrong in [
        &["evidence", "seal", "--to", "court.key", "-o", "out", "note"][..],
        &["evidence", "seal", "--to", "note", "-o", "out", "note"],
        &[
            "evidence",
            "seal",
            "--to",
            "court.key.pub",
            "-o",
            "out",
            "missing",
        ],
        &[
            "evidence",
            "seal",
            "--to",
            "court.key.pub",
            "-o",
            "note",
            "note",
        ],
        &[
            "evidence",
            "seal",
            "--to",
            "court.key.pub",
            "-o",
            "no/folder/out",
            "note",
        ],
        &["evidence", "seal", "--to", "court.key.pub", "-o", "out"],
        &[
            "evidence",
            "open",
            "--key",
            "court.key.pub",
            "-o",
            "dir",
            "note",
        ],
        &[
            "evidence",
            "open",
            "--key",
            "court.key",
            "-o",
            "dir",
            "missing",
        ],
        &["keys", "generate", "-o", "court.key"],
        &["verify", "missing"],
    ] {
        desk.refuses(wrong, 2);
    }
    assert!(!desk.path("out").exists());
    assert_eq!(
        desk.json(&["verify", "note", "--json"], 1)["kind"],
        "unknown"
    );
    desk.refuses(
        &[
            "evidence",
            "open",
            "--key",
            "court.key",
            "-o",
            "dir",
            "note",
        ],
        1,
    );
}

#[test]
fn a_secret_key_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let mode = |name: &str| {
        let meta = std::fs::metadata(desk.path(name)).expect("there");
        meta.permissions().mode() & 0o777
    };
    assert_eq!(mode("court.key"), 0o600);
    let public = String::from_utf8(desk.read("court.key.pub")).expect("text");
    assert!(public.contains("BEGIN COMITY PUBLIC KEY") && !public.contains("SECRET"));
}
