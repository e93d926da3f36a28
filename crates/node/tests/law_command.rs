//! `comity law` as scripts rely on it: standard output holds JSON and nothing else, the exit status
//! says how it ended.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn comity(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes())
        .expect("the question is read");
    child.wait_with_output().expect("the program ends")
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

const QUESTION: &str = r#"{"requesting":"JP","requested":"US","addressee":"central_authority",
"measure":"mla_stored","data_category":"content","offence":"computer_fraud",
"max_penalty_months":120,"date":"2026-11-02","facts":{}}"#;

#[test]
fn one_question_over_several_lines_is_one_question() {
    let output = comity(&["law", "decide", "--json", "-"], QUESTION);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    assert_eq!(lines(&output)[0]["decision"], "proceed");
}

#[test]
fn lines_are_answered_line_by_line_and_a_bad_one_keeps_its_place() {
    let one = QUESTION.replace('\n', "");
    let block = one.replace("\"US\"", "\"JP\"");
    let output = comity(
        &["law", "decide", "--json", "-"],
        &format!("{one}\nrubbish\n{block}\n"),
    );
    let answers = lines(&output);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(answers[0]["decision"], "proceed");
    assert_eq!(answers[1]["error"]["line"], 2);
    // A refusal by the law is an answer like any other.
    assert_eq!(answers[2]["decision"], "block");
}

#[test]
fn an_unreadable_question_ends_with_two_and_says_where() {
    for text in ["", "[]", "{}", "\u{feff}{", "{\"requesting\":\"ZZ\"}"] {
        let output = comity(&["law", "decide", "--json", "-"], text);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn invented_states_are_answered_by_the_exercise_pack() {
    let text = QUESTION.replace("JP", "XA").replace("\"US\"", "\"XB\"");
    let output = comity(&["law", "decide", "--json", "-"], &text);
    assert_eq!(lines(&output)[0]["bases"][0]["instrument"], "COE-185");
    let mixed = QUESTION.replace("JP", "XA");
    let output = comity(&["law", "decide", "--json", "-"], &mixed);
    // Real and invented States never meet.
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_data_and_the_effect_are_shown() {
    let args = [
        "law",
        "effect",
        "--state",
        "KE",
        "--instrument",
        "COE-185",
        "--from",
        "2027-01-01",
        "--json",
    ];
    let effect = comity(&args, "");
    assert_eq!(effect.status.code(), Some(0));
    assert_eq!(lines(&effect)[0]["state"], "KE");
    for args in [
        &["law", "show", "--json"][..],
        &["law", "show", "NL", "--json"],
        &["law", "show", "2ap", "--json"],
        &["law", "show", "JP", "COE-224", "--json"],
        &["law", "check", "--json"],
    ] {
        let output = comity(args, "");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(lines(&output).len(), 1);
    }
}
