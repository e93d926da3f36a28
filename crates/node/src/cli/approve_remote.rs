//! `comity approve --node URL`: the same on a second machine. The node gives the bytes that wait; this
//! machine shows them, signs them with the officer's key and brings the proofs back. The key never
//! leaves this machine, and a node that lies about a text gets a proof over the text that was shown.

use std::net::IpAddr;
use std::time::Duration;

use comity_core::id::Digest;
use comity_core::time::Instant;
use comity_flows::Prover as _;
use comity_wire::authenticator::SoftwareAuthenticator;
use comity_wire::cbor;
use comity_wire::context::World;
use comity_wire::grant::NATIVE;
use reqwest::{Client, Method, RequestBuilder, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::approve::{Approve, Shown, agreed};
use super::{Exit, Fault, say};
use crate::house::keyring::{machine, read_seed};
use crate::house::passwords::SoftProver;

/// How long a node may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
struct Session {
    form_key: String,
    grant: Digest,
    exercise: bool,
}

#[derive(Deserialize)]
struct Waiting {
    number: String,
    kind: String,
    pending: Vec<Act>,
}

#[derive(Deserialize)]
struct Act {
    id: String,
    class: String,
    since: String,
    persons: usize,
    approvals: Vec<String>,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    action: String,
}

/// A node's API, and our session there.
struct Line {
    client: Client,
    base: Url,
    cookie: String,
    key: String,
}

pub(super) async fn approve(args: Approve, node: &str) -> Result<Exit, Fault> {
    let key_file = args.key()?;
    let base = address(node)?;
    let password = args.actor.password()?;
    // Opened first: a wrong key is told before anything is fetched.
    let seed = read_seed("officer", key_file, password.as_bytes())?;
    let authenticator = SoftwareAuthenticator::from_seed(&seed, NATIVE, NATIVE).map_err(machine)?;
    let (line, session) = Line::open(base, &args.actor.login, &password).await?;
    let prover = SoftProver {
        authenticator,
        grant: session.grant,
        world: if session.exercise {
            World::Exercise
        } else {
            World::Live
        },
    };
    let done = approve_all(&args, &line, &prover).await;
    // The session lives for this one command, whatever came of it.
    let ended = line.call(Method::DELETE, &["session"], None).await;
    let exit = done?;
    ended.map(|_: Value| exit)
}

async fn approve_all(args: &Approve, line: &Line, prover: &SoftProver) -> Result<Exit, Fault> {
    let place = ["requests", &args.case, "pending"];
    let waiting: Waiting = line.call(Method::GET, &place, None).await?;
    let wanted = |act: &&Act| args.pending.as_ref().is_none_or(|id| *id == act.id);
    let acts: Vec<&Act> = waiting.pending.iter().filter(wanted).collect();
    if acts.is_empty() {
        return Err(super::approve::nothing(&waiting.number));
    }
    let mut all = true;
    for act in acts {
        let actions = act
            .messages
            .iter()
            .map(|message| hex::decode(&message.action))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| strange("an act that is no bytes"))?;
        let shown = Shown {
            kind: &waiting.kind,
            number: &waiting.number,
            id: &act.id,
            since: act.since.clone(),
            class: act.class.clone(),
            persons: act.persons,
            approvals: act.approvals.iter().map(String::as_str).collect(),
            actions,
        };
        shown.show(args.full)?;
        if !args.yes && !agreed()? {
            say("Not approved.");
            all = false;
            continue;
        }
        let now = Instant(jiff::Timestamp::now().as_millisecond());
        let mut proofs = Vec::new();
        for action in &shown.actions {
            let proof = prover.prove(action, now).map_err(super::folder::fault_of)?;
            proofs.push(hex::encode(cbor::encode(&proof.to_value())));
        }
        let place = ["requests", &args.case, "pending", &act.id];
        let body = json!({"proofs": proofs});
        let said: Value = line.call(Method::POST, &place, Some(body)).await?;
        match said["waiting"].as_str() {
            None => say("Approved; nobody else is needed. The node goes on with it."),
            Some(id) => say(format_args!("Approved. It still waits for others as {id}.")),
        }
    }
    Ok(if all { Exit::Good } else { Exit::No })
}

/// The node's address. A password goes in the clear to this very machine only.
fn address(text: &str) -> Result<Url, Fault> {
    let wrong = |why: &str| {
        Fault::misuse(
            format!("{text} cannot be used as the node's address: {why}"),
            "write it as the browser shows it, for example https://desk.justice.example",
        )
    };
    let url = Url::parse(text).map_err(|why| wrong(&why.to_string()))?;
    let host = url.host_str().ok_or_else(|| wrong("it names no host"))?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
        "http" => Err(wrong("a password does not travel unprotected; use https")),
        _ => Err(wrong("it is neither https nor http")),
    }
}

impl Line {
    async fn open(base: Url, name: &str, password: &str) -> Result<(Self, Session), Fault> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(machine)?;
        let mut line = Self {
            client,
            base,
            cookie: String::new(),
            key: String::new(),
        };
        let body = json!({"name": name, "password": password});
        let answer = line.request(Method::POST, &["session"], Some(&body))?;
        let answer = answer.send().await.map_err(|why| line.silent(&why))?;
        let cookie = answer
            .headers()
            .get(reqwest::header::SET_COOKIE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .to_owned();
        let session: Session = read(answer).await?;
        line.cookie = cookie;
        line.key.clone_from(&session.form_key);
        Ok((line, session))
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        place: &[&str],
        body: Option<Value>,
    ) -> Result<T, Fault> {
        let request = self.request(method, place, body.as_ref())?;
        let request = request
            .header(reqwest::header::COOKIE, &self.cookie)
            .header("x-csrf", &self.key);
        let answer = request.send().await.map_err(|why| self.silent(&why))?;
        read(answer).await
    }

    fn request(
        &self,
        method: Method,
        place: &[&str],
        body: Option<&Value>,
    ) -> Result<RequestBuilder, Fault> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| machine("the address has no path"))?
            .pop_if_empty()
            .extend(["api", "v1"])
            .extend(place);
        let request = self.client.request(method, url);
        Ok(match body {
            None => request,
            Some(body) => request
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(body.to_string()),
        })
    }

    fn silent(&self, why: &reqwest::Error) -> Fault {
        let cause = std::error::Error::source(why).map_or(String::new(), |it| format!(" ({it})"));
        Fault::machine(
            format!("{} does not answer: {why}{cause}", self.base),
            "check the address, and that the node runs",
        )
    }
}

/// Reads an answer; a fault is told with the node's own words and code.
async fn read<T: DeserializeOwned>(answer: reqwest::Response) -> Result<T, Fault> {
    let status = answer.status();
    let bytes = answer.bytes().await.map_err(machine)?;
    if status.is_success() {
        return serde_json::from_slice(&bytes).map_err(|_| strange("an answer that is not ours"));
    }
    let told: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let Some(code) = told["code"].as_str() else {
        return Err(strange(&format!("HTTP status {status}")));
    };
    let message = told["message"].as_str().unwrap_or_default();
    Err(Fault {
        exit: if status.is_server_error() {
            Exit::Machine
        } else {
            Exit::No
        },
        what: format!("{message} [{code}]"),
        remedy: String::new(),
    })
}

fn strange(what: &str) -> Fault {
    Fault::machine(
        format!("the node answered with {what}"),
        "is this the address of a Comity node, and of the same version?",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_unprotected_to_this_machine_only() {
        for good in [
            "https://desk.justice.example",
            "http://127.0.0.1:7441",
            "http://[::1]:7441/",
            "http://localhost",
        ] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://desk.justice.example",
            "ftp://127.0.0.1",
            "desk",
            "http://10.0.0.1",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
