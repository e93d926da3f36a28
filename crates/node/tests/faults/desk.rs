//! One officer at the screens and the JSON API of a node, over plain HTTP/1.1 on loopback.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long an answer may take; a killed node gives none.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer: status and body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Whether what was asked is done; a page says so by leading on to the next one.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.status, 200 | 303)
    }

    /// Whether the officer's signing key is gone with the process that held it.
    pub(crate) fn wants_sign_in(&self) -> bool {
        self.body.contains("session.ended")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

/// A signed-in officer.
#[derive(Debug)]
pub(crate) struct Desk {
    address: String,
    login: String,
    session: Mutex<Session>,
}

#[derive(Clone, Debug, Default)]
struct Session {
    cookie: String,
    key: String,
}

impl Desk {
    /// Whether somebody answers at all.
    pub(crate) fn answers(address: &str) -> bool {
        exchange(address, "GET", "/sign-in", "", &[]).is_some()
    }

    /// Signs in; everybody in the exercise has the same password.
    pub(crate) fn sign_in(address: &str, login: &str) -> Self {
        let desk = Self {
            address: address.to_owned(),
            login: login.to_owned(),
            session: Mutex::default(),
        };
        assert!(desk.sign_in_again(), "{login} cannot sign in");
        desk
    }

    /// Signs in once more, if the node is there.
    pub(crate) fn sign_in_again(&self) -> bool {
        let session = self.new_session();
        let done = session.is_some();
        if let Some(session) = session {
            *self.session.lock().expect("nobody panics here") = session;
        }
        done
    }

    fn new_session(&self) -> Option<Session> {
        let form = format!("name={}&password=exercise+only", self.login);
        let answer = exchange(&self.address, "POST", "/sign-in", FORM, form.as_bytes())?;
        let cookie = answer
            .head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .and_then(|(_, value)| value.split(';').next())?
            .to_owned();
        let head = format!("cookie: {cookie}\r\n");
        let page = exchange(&self.address, "GET", "/keys", &head, &[])?;
        let (_, rest) = page.body.split_once("name=\"csrf\" value=\"")?;
        let key = rest.split('"').next()?.to_owned();
        Some(Session { cookie, key })
    }

    /// Asks for a page or a value; none when the node went away.
    pub(crate) fn get(&self, path: &str) -> Option<Answer> {
        exchange(&self.address, "GET", path, &self.head(""), &[])
    }

    /// Posts JSON to the API.
    pub(crate) fn call(&self, path: &str, body: &Value) -> Option<Answer> {
        let head = self.head("content-type: application/json\r\n");
        exchange(
            &self.address,
            "POST",
            path,
            &head,
            body.to_string().as_bytes(),
        )
    }

    /// Posts a form, as a page does. Names and values are already encoded.
    pub(crate) fn post(&self, path: &str, form: &str) -> Option<Answer> {
        let form = format!("csrf={}&{form}", self.session().key);
        exchange(
            &self.address,
            "POST",
            path,
            &self.head(FORM),
            form.as_bytes(),
        )
    }

    /// Puts one piece of an upload.
    pub(crate) fn put(&self, path: &str, digest: &str, piece: &[u8]) -> Option<Answer> {
        let head = self.head(&format!("x-sha256: {digest}\r\n"));
        exchange(&self.address, "PUT", path, &head, piece)
    }

    /// Everything of a view of the queue, page by page.
    pub(crate) fn requests(&self, view: &str) -> Option<Vec<Value>> {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/requests?view={view}&limit=500&after={after}");
            let answer = self.get(&path).filter(Answer::is_done)?;
            let mut page = answer.json();
            all.append(page["requests"].as_array_mut().expect("a list"));
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => return Some(all),
            }
        }
    }

    fn session(&self) -> Session {
        self.session.lock().expect("nobody panics here").clone()
    }

    fn head(&self, more: &str) -> String {
        let Session { cookie, key } = self.session();
        format!("cookie: {cookie}\r\nx-csrf: {key}\r\n{more}")
    }
}

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

/// One exchange on a line of its own; none when the line breaks before the whole answer is here.
fn exchange(address: &str, method: &str, path: &str, head: &str, body: &[u8]) -> Option<Answer> {
    let to: SocketAddr = address.parse().expect("an address");
    let began = Instant::now();
    let mut line = TcpStream::connect_timeout(&to, PATIENCE).ok()?;
    line.set_read_timeout(Some(PATIENCE)).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n{head}\r\n",
        body.len()
    );
    line.write_all(head.as_bytes()).ok()?;
    line.write_all(body).ok()?;
    let mut bytes = Vec::new();
    line.read_to_end(&mut bytes).ok()?;
    assert!(began.elapsed() < PATIENCE * 2, "{path} hangs");
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.parse::<usize>().ok());
    // A node that is killed while it answers gives half an answer.
    if length.is_some_and(|length| body.len() != length) {
        return None;
    }
    Some(Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
