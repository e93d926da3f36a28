//! Law packs from the command line: signed, verified, spoiled, put in force by two persons, and an old
//! decision run again on its own pack.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use comity_core::law::Pack;
use serde_json::Value;
use tempfile::TempDir;

struct Room(TempDir);

impl Room {
    fn new() -> Self {
        let room = Self(tempfile::tempdir().expect("a temporary folder"));
        room.good(&["keys", "generate", "-o", "maker.key"]);
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn secret(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::write(self.path(name), text).expect("room");
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o600)).expect("ours");
    }

    /// The exercise pack in a folder, as another issue of it.
    fn folder(&self, name: &str, version: u64) {
        let mut files = Pack::exercise_files();
        let head = format!(
            r#"{{"schema":"pack/1","name":"comity-law-exercise","version":{version},"as_of":"2026-11-24","exercise":true}}"#
        );
        files.insert("pack.json".into(), head.into_bytes());
        for (path, bytes) in files {
            let to = self.path(name).join(path);
            fs::create_dir_all(to.parent().expect("a folder")).expect("room");
            fs::write(to, bytes).expect("room");
        }
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(args)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .expect("the binary starts")
    }

    fn good(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    fn refuses(&self, args: &[&str], status: i32) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {output:?}");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }

    fn sign(&self, folder: &str, file: &str) {
        let by = "Ministry of Justice of Aldoria";
        self.good(&[
            "law",
            "pack",
            "sign",
            folder,
            "--key",
            "maker.key",
            "--by",
            by,
            "-o",
            file,
        ]);
    }

    fn node(&self) {
        self.secret("pass", "correct horse");
        self.secret("password", "a long enough password");
        let free = || {
            let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
            socket.local_addr().expect("bound").to_string()
        };
        let (peers, desk) = (free(), free());
        self.good(&[
            "init",
            "--dir",
            "node",
            "--node",
            "XA/justice/central",
            "--exercise",
            "--peer-listen",
            &peers,
            "--desk-listen",
            &desk,
            "--passphrase-file",
            "pass",
        ]);
        for (login, role) in [("okoye", "ca_officer"), ("haddad", "ca_head")] {
            self.good(&[
                "user",
                "add",
                "--dir",
                "node",
                "--login",
                login,
                "--name",
                login,
                "--role",
                role,
                "--password-file",
                "password",
            ]);
        }
    }

    /// Acts in somebody's name.
    fn as_of<'a>(login: &'a str, command: &[&'a str]) -> Vec<&'a str> {
        let mut args = command.to_vec();
        args.extend([
            "--dir",
            "node",
            "--as",
            login,
            "--password-file",
            "password",
        ]);
        args
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.good(args)).expect("one JSON value")
    }
}

const QUESTION: &str = r#"{"requesting":"XA","requested":"XB","addressee":"service_provider","measure":"subscriber_direct",
"data_category":"subscriber","date":"2026-11-24"}"#;

fn flip(path: &Path) {
    let mut bytes = fs::read(path).expect("reads");
    let at = bytes.len() / 3;
    bytes[at] ^= 4;
    fs::write(path, bytes).expect("room");
}

#[test]
fn a_signed_pack_is_verified_and_a_spoiled_one_is_named() {
    let room = Room::new();
    room.folder("law", 7);
    room.sign("law", "law.pack");
    let verify = [
        "law",
        "pack",
        "verify",
        "--key",
        "maker.key.pub",
        "--json",
        "law.pack",
    ];
    let said = room.json(&verify);
    assert_eq!(
        (&said["good"], &said["version"]),
        (&Value::from(true), &Value::from(7))
    );
    room.refuses(&["law", "pack", "verify", "law.pack"], 2);
    room.good(&["keys", "generate", "-o", "other.key"]);
    room.refuses(
        &[
            "law",
            "pack",
            "verify",
            "--key",
            "other.key.pub",
            "--json",
            "law.pack",
        ],
        1,
    );

    // The signed file answers like the folder it was made from, and gives it back.
    fs::write(room.path("q.json"), QUESTION).expect("room");
    let ask = |pack: &str| room.json(&["law", "decide", "--json", "--pack", pack, "q.json"]);
    assert_eq!(ask("law"), ask("law.pack"));
    assert_eq!(ask("law")["pack"], said["pack"]);
    room.good(&["law", "pack", "unpack", "law.pack", "-o", "again"]);
    assert_eq!(ask("again")["pack"], said["pack"]);

    flip(&room.path("law.pack"));
    room.refuses(&verify, 1);
    // A folder that breaks a rule is not signed; file, row and rule are named.
    fs::write(room.path("law/territories.csv"), "iso2,party\n").expect("room");
    let why = room.refuses(
        &[
            "law",
            "pack",
            "sign",
            "law",
            "--key",
            "maker.key",
            "--by",
            "x",
            "-o",
            "bad.pack",
        ],
        2,
    );
    assert!(why.contains("territories.csv: line 1: heading"), "{why}");
    assert!(!room.path("bad.pack").exists());
}

#[test]
fn two_persons_put_a_pack_in_force_and_the_old_one_still_answers() {
    let room = Room::new();
    room.node();
    room.folder("law", 9);
    // The State leaves the Second Protocol: the direct way closes.
    let rows = fs::read_to_string(room.path("law/parties.csv")).expect("reads");
    let left = rows.replace(
        "XB,COE-224,party,2025-06-01,invented for exercises,,high,,",
        "XB,COE-224,party,2025-06-01,invented for exercises,,high,2026-01-01,",
    );
    assert_ne!(rows, left);
    fs::write(room.path("law/parties.csv"), left).expect("room");
    room.sign("law", "law.pack");
    let before = room.json(&["law", "pack", "list", "--dir", "node", "--json"]);
    let old = before[0]["hash"]
        .as_str()
        .expect("the first pack")
        .to_owned();

    let install = Room::as_of(
        "okoye",
        &["law", "pack", "install", "--reason", "left", "law.pack"],
    );
    let why = room.refuses(&install, 2);
    assert!(
        why.contains("cose.unknown_key"),
        "nobody trusts its maker yet: {why}"
    );
    room.good(&["law", "pack", "trust", "--dir", "node", "maker.key.pub"]);
    let shown = room.good(&install);
    assert!(shown.contains("XA → XB  subscriber_direct"), "{shown}");
    let waiting = room.json(&["law", "change", "list", "--dir", "node", "--json"]);
    let id = waiting[0]["id"].as_str().expect("it waits").to_owned();
    let alone = room.refuses(&Room::as_of("okoye", &["law", "change", "approve", &id]), 1);
    assert!(alone.contains("approval.proof"), "{alone}");
    room.good(&Room::as_of("haddad", &["law", "change", "approve", &id]));
    let after = room.json(&["law", "pack", "list", "--dir", "node", "--json"]);
    assert_eq!(after.as_array().map(Vec::len), Some(2));
    let new = after[1]["hash"].as_str().expect("the second pack");

    fs::write(room.path("q.json"), QUESTION).expect("room");
    let ask = |hash: &str| {
        room.json(&[
            "law", "decide", "--json", "--dir", "node", "--pack", hash, "q.json",
        ])
    };
    assert_eq!(
        (&ask(&old)["decision"], &ask(&old)["pack"]),
        (&"proceed_with_conditions".into(), &old.clone().into())
    );
    assert_eq!(ask(new)["decision"], "block");
    let unknown = [
        "law", "decide", "--json", "--dir", "node", "--pack", "00ff", "q.json",
    ];
    room.refuses(&unknown, 2);
    room.good(&["log", "check", "--dir", "node"]);
}
