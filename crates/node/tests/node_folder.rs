//! A node's folder from the command line: made, examined, and refused where it must be.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct House {
    room: TempDir,
    peers: u16,
    desk: u16,
}

impl House {
    /// A new exercise node on ports that were free a moment ago.
    fn new() -> Self {
        let free = || {
            let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
            socket.local_addr().expect("bound").port()
        };
        let house = Self {
            room: tempfile::tempdir().expect("a temporary folder"),
            peers: free(),
            desk: free(),
        };
        house.write("pass", "correct horse");
        house.write("password", "a long enough password");
        let (peers, desk) = (
            format!("127.0.0.1:{}", house.peers),
            format!("127.0.0.1:{}", house.desk),
        );
        house.good(&[
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
        house
    }

    fn write(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.path(name);
        fs::write(&path, text).expect("room");
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("ours");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(args)
            .current_dir(self.room.path())
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
        assert!(output.stdout.is_empty(), "a refusal goes to standard error");
        String::from_utf8(output.stderr).expect("text")
    }

    fn add(&self, login: &str) {
        self.good(&[
            "user",
            "add",
            "--dir",
            "node",
            "--login",
            login,
            "--name",
            "T. Marin",
            "--role",
            "ca_officer",
            "--password-file",
            "password",
        ]);
    }
}

#[test]
fn a_new_node_is_sound_and_is_not_made_twice() {
    let house = House::new();
    house.add("marin");
    let answer: Value =
        serde_json::from_str(&house.good(&["doctor", "--dir", "node", "--json"])).expect("JSON");
    assert_eq!(answer["healthy"], true, "{answer:#}");
    let status: Value =
        serde_json::from_str(&house.good(&["status", "--dir", "node", "--json"])).expect("JSON");
    assert_eq!(status["running"], false);
    assert_eq!(status["people"], 1);
    let again = [
        "init",
        "--dir",
        "node",
        "--node",
        "XA/justice/central",
        "--exercise",
        "--passphrase-file",
        "pass",
    ];
    assert!(house.refuses(&again, 2).contains("already"));
}

#[test]
fn doctor_names_a_key_file_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = House::new();
    let key = house.path("node/keys/kek.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("ours");
    let output = house.run(&["doctor", "--dir", "node"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = String::from_utf8(output.stdout).expect("text");
    assert!(
        told.contains("chmod 600") && told.contains("kek.key"),
        "{told}"
    );
}

#[test]
fn a_wrong_passphrase_a_lost_key_and_a_taken_port_each_say_what_where_and_what_to_do() {
    let house = House::new();
    let serve = ["serve", "--dir", "node"];

    let taken = TcpListener::bind(("127.0.0.1", house.peers)).expect("still free");
    let told = house.refuses(&serve, 3);
    assert!(
        told.contains(&format!("port {}", house.peers)) && told.contains("peer_listen"),
        "{told}"
    );
    drop(taken);

    house.write("pass", "another horse");
    let told = house.refuses(&serve, 3);
    assert!(
        told.contains("node.key") && told.contains("passphrase is wrong"),
        "{told}"
    );
    house.write("pass", "correct horse");

    fs::rename(house.path("node/keys/node.key"), house.path("away")).expect("ours");
    let told = house.refuses(&serve, 3);
    assert!(
        told.contains("node.key") && told.contains("back-up"),
        "{told}"
    );
}

#[test]
fn an_invented_state_is_never_live_and_a_real_one_never_an_exercise() {
    let house = House::new();
    let live = [
        "init",
        "--dir",
        "b",
        "--node",
        "XA/justice/central",
        "--passphrase-file",
        "pass",
    ];
    assert!(house.refuses(&live, 2).contains("invented"));
    let exercise = [
        "init",
        "--dir",
        "c",
        "--node",
        "FR/justice/central",
        "--exercise",
        "--passphrase-file",
        "pass",
    ];
    assert!(house.refuses(&exercise, 2).contains("real State"));
}

#[test]
fn a_second_office_is_listed_by_the_first_and_whoever_is_shut_out_cannot_sign_in() {
    let house = House::new();
    house.add("marin");
    house.good(&[
        "init",
        "--dir",
        "cyber",
        "--node",
        "XA/police/cyber",
        "--exercise",
        "--state-key",
        "node/trust/XA.key",
        "--passphrase-file",
        "pass",
    ]);
    assert!(
        house
            .refuses(&["serve", "--dir", "cyber"], 3)
            .contains("directory")
    );
    house.good(&["directory", "add", "--dir", "node", "cyber/entry"]);
    house.good(&["directory", "take", "--dir", "cyber", "node/trust/XA.dir"]);
    house.good(&["status", "--dir", "cyber"]);

    let list = [
        "request",
        "list",
        "--dir",
        "node",
        "--as",
        "marin",
        "--password-file",
        "password",
    ];
    house.good(&list);
    house.good(&["user", "disable", "--dir", "node", "--login", "marin"]);
    house.refuses(&list, 1);
    house.good(&["log", "check", "--dir", "node"]);
}
