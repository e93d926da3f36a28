//! Signing in at this node, before passkeys: a password checked by Argon2id. The same password opens
//! the officer's software authenticator, which lives in memory for the session only.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use comity_core::id::OfficerId;
use comity_core::time::{Instant, Span};
use comity_wire::hash::sha256;
use serde_json::json;

use crate::fault::FlowFault;
use crate::node::{Node, Officer};
use crate::outgoing::node_fault;
use crate::ports::{Change, OfficerRow, SessionRow, Write};
use crate::prover::Prover;
use crate::seal::lock;

/// Checks passwords and opens software authenticators; the binary brings the slow hash.
pub trait Passwords: Send + Sync {
    /// Whether `password` is the one of this Argon2id text. Takes as long for a wrong one.
    fn matches(&self, stored: &str, password: &str) -> bool;

    /// Opens the officer's software authenticator, if there is one at this node.
    fn unlock(&self, officer: &OfficerRow, password: &str) -> Option<Arc<dyn Prover>>;
}

/// Provers opened by a password, by session.
pub(crate) type Provers = Mutex<BTreeMap<[u8; 32], Arc<dyn Prover>>>;

/// A session as the page needs it.
#[derive(Clone)]
pub struct Session {
    /// Who.
    pub officer: Officer,
    /// Against forged forms: 32 hexadecimal digits, stands in each form.
    pub form_key: String,
    /// When this session began.
    pub began: Instant,
}

impl Node {
    /// Signs in; returns the cookie's secret, 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`FlowFault::WrongSignIn`] for every wrong pair, whatever is wrong with it.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<String, FlowFault> {
        let now = self.now();
        let row = self.ports.ledger.officer_by_login(login).await?;
        let passwords = self.passwords.clone().ok_or(FlowFault::WrongSignIn)?;
        let failures = match &row {
            Some(row) => self.failures(&row.id, now).await?,
            None => Failures::default(),
        };
        // An unknown name and a closed one cost as much as a wrong password.
        let stored = row.as_ref().filter(|_| !failures.closed());
        let (stored, entered) = (stored.map(|row| row.password.clone()), password.to_owned());
        let matched = {
            let passwords = passwords.clone();
            // Few at a time: guessing must not take the machine from those who work.
            let _turn = self.sign_ins.acquire().await.map_err(node_fault)?;
            tokio::task::spawn_blocking(move || {
                let known = stored.is_some();
                passwords.matches(stored.as_deref().unwrap_or(UNKNOWN), &entered) && known
            })
            .await
            .unwrap_or(false)
        };
        let Some(row) = row.as_ref().filter(|row| matched && !row.disabled) else {
            if let Some(row) = row
                && !failures.closed()
            {
                self.count_failure(&row.id, failures, now).await?;
            }
            return Err(FlowFault::WrongSignIn);
        };
        let secret = self.ports.ids.random32();
        let token_hash = *sha256(&secret).as_bytes();
        let prover = {
            let (row, entered) = (row.clone(), password.to_owned());
            tokio::task::spawn_blocking(move || passwords.unlock(&row, &entered))
                .await
                .ok()
                .flatten()
        };
        if let Some(prover) = prover {
            lock(&self.provers).insert(token_hash, prover);
        }
        let mut change = Change::default();
        if failures.count > 0 {
            change.writes.push(Failures::default().write(&row.id));
        }
        change.writes.push(Write::Session(SessionRow {
            token_hash,
            officer: row.id.clone(),
            began: now,
            seen: now,
            form_key: self.ports.ids.random(),
        }));
        self.note(
            &mut change,
            None,
            now,
            "session.began",
            row.id.as_str(),
            &json!({}),
        )?;
        self.ports.ledger.commit(change).await?;
        Ok(hex::encode(secret))
    }

    /// The session of a cookie.
    ///
    /// # Errors
    /// [`FlowFault::SignIn`] when it ended.
    pub async fn session(&self, cookie: &str) -> Result<Session, FlowFault> {
        let secret = hex::decode(cookie).map_err(|_| FlowFault::SignIn)?;
        let token_hash = *sha256(&secret).as_bytes();
        let mut row = self
            .ports
            .ledger
            .session(token_hash)
            .await?
            .ok_or(FlowFault::SignIn)?;
        let now = self.now();
        if self.has_ended(&row, now) {
            self.sign_out(cookie).await?;
            return Err(FlowFault::SignIn);
        }
        let officer = self
            .ports
            .ledger
            .officer(&row.officer)
            .await?
            .filter(|row| !row.disabled)
            .ok_or(FlowFault::SignIn)?;
        if (now - row.seen).millis() > 60_000 {
            row.seen = now;
            let mut change = Change::default();
            change.writes.push(Write::Session(row.clone()));
            // A full disk shuts nobody out who reads; the session only ends a little earlier.
            if let Err(fault) = self.ports.ledger.commit(change).await {
                tracing::warn!(%fault, "the use of a session could not be noted");
            }
        }
        let prover = lock(&self.provers).get(&token_hash).cloned();
        Ok(Session {
            officer: Officer::from_row(&officer, prover),
            form_key: hex::encode(row.form_key),
            began: row.began,
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn sign_out(&self, cookie: &str) -> Result<(), FlowFault> {
        let Ok(secret) = hex::decode(cookie) else {
            return Ok(());
        };
        let token_hash = *sha256(&secret).as_bytes();
        lock(&self.provers).remove(&token_hash);
        let mut change = Change::default();
        change.writes.push(Write::EndSession(token_hash));
        self.ports.ledger.commit(change).await?;
        Ok(())
    }

    /// Forgets the keys of sessions that have ended without a sign-out: a key is held in memory for a
    /// session and no longer.
    pub(crate) async fn forget_ended_sessions(&self) -> Result<(), FlowFault> {
        let held: Vec<[u8; 32]> = lock(&self.provers).keys().copied().collect();
        for token_hash in held {
            let row = self.ports.ledger.session(token_hash).await?;
            let now = self.now();
            if row.is_none_or(|row| self.has_ended(&row, now)) {
                lock(&self.provers).remove(&token_hash);
            }
        }
        Ok(())
    }

    fn has_ended(&self, row: &SessionRow, now: Instant) -> bool {
        row.began + self.settings.session_life < now || row.seen + self.settings.session_idle < now
    }

    /// Enters a person of this node, or changes what is entered.
    ///
    /// # Errors
    /// [`FlowFault::Ledger`].
    pub async fn put_officer(&self, row: OfficerRow, by: &str) -> Result<(), FlowFault> {
        let now = self.now();
        let mut change = Change::default();
        let what = json!({"officer": row.id, "roles": row.roles, "disabled": row.disabled});
        self.note(&mut change, None, now, "officer.entered", by, &what)?;
        change.writes.push(Write::Officer(row));
        self.ports.ledger.commit(change).await?;
        Ok(())
    }

    /// An officer as a flow needs one, with the prover that a caller holds.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`].
    pub async fn officer_with(
        &self,
        id: &OfficerId,
        prover: Option<Arc<dyn Prover>>,
    ) -> Result<Officer, FlowFault> {
        let row = self
            .ports
            .ledger
            .officer(id)
            .await?
            .ok_or(FlowFault::NotFound)?;
        Ok(Officer::from_row(&row, prover))
    }
}

impl Officer {
    /// From the stored row.
    #[must_use]
    pub fn from_row(row: &OfficerRow, prover: Option<Arc<dyn Prover>>) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            office: row.office.clone(),
            roles: row.roles.clone(),
            language: row.language.clone(),
            prover,
        }
    }
}

/// Wrong passwords in a row for one name. Counted in the ledger, so that a restart or a second process
/// gives no new tries; an open session goes on, and the time ends by itself.
#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    count: u64,
    since: Instant,
}

/// Wrong passwords in a row before a name is closed.
const TRIES: u64 = 10;
/// For how long it is closed.
const CLOSED: Span = Span::minutes(15);

impl Failures {
    const fn closed(self) -> bool {
        self.count >= TRIES
    }

    fn write(self, officer: &OfficerId) -> Write {
        let mut value = self.count.to_be_bytes().to_vec();
        value.extend(self.since.millis().to_be_bytes());
        Write::Setting {
            name: name_of(officer),
            value,
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (count, since) = bytes.split_first_chunk::<8>()?;
        Some(Self {
            count: u64::from_be_bytes(*count),
            since: Instant(i64::from_be_bytes(since.try_into().ok()?)),
        })
    }
}

fn name_of(officer: &OfficerId) -> String {
    format!("sign-in/{officer}")
}

impl Node {
    async fn failures(&self, officer: &OfficerId, now: Instant) -> Result<Failures, FlowFault> {
        let stored = self.ports.ledger.setting(&name_of(officer)).await?;
        let held = stored.as_deref().and_then(Failures::read);
        Ok(held
            .filter(|held| held.since + CLOSED > now)
            .unwrap_or_default())
    }

    async fn count_failure(
        &self,
        officer: &OfficerId,
        before: Failures,
        now: Instant,
    ) -> Result<(), FlowFault> {
        let after = Failures {
            count: before.count + 1,
            since: now,
        };
        let mut change = Change::default();
        let what = json!({"officer": officer, "count": after.count, "closed": after.closed()});
        self.note(&mut change, None, now, "session.refused", "node", &what)?;
        change.writes.push(after.write(officer));
        self.ports.ledger.commit(change).await?;
        Ok(())
    }
}

/// An Argon2id text that no password matches, so that unknown names take as long as known ones.
const UNKNOWN: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
