//! Officers of three nodes who work all the time: one asks for preservations, one takes them and orders
//! the provider, one answers for the provider. What a killed node did not confirm they look up and do again,
//! as people would.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

/// The officers and what they were told.
pub(crate) struct Traffic {
    asker: Desk,
    taker: Desk,
    provider: Desk,
    /// The text of the preservation that the demo wrote.
    form: Value,
    /// Numbers of requests whose sending was confirmed.
    sent: Mutex<BTreeSet<String>>,
    /// Acts that were confirmed.
    pub(crate) confirmed: AtomicU64,
    /// Acts whose answer did not come.
    pub(crate) unsure: AtomicU64,
    /// Acts that a full disk refused.
    told_full: AtomicU64,
    no_more: AtomicBool,
    end: AtomicBool,
}

impl Traffic {
    /// Signs everybody in; the three nodes run.
    pub(crate) fn new(aldoria: &str, belmark: &str, northwind: &str) -> Self {
        let asker = Desk::sign_in(aldoria, "okoye");
        let requests = asker.requests("all").expect("the node runs");
        let preserved = requests
            .iter()
            .find(|one| one["kind"] == "preservation")
            .expect("the demo made one");
        let path = format!("/api/v1/requests/{}", text(&preserved["number"]));
        let mut form = asker.get(&path).expect("the node runs").json()["form"].take();
        let fields = form.as_object_mut().expect("a form");
        // The new draft gets its own.
        fields.remove("reference");
        Self {
            asker,
            taker: Desk::sign_in(belmark, "novak"),
            provider: Desk::sign_in(northwind, "silva"),
            form,
            sent: Mutex::default(),
            confirmed: AtomicU64::new(0),
            unsure: AtomicU64::new(0),
            told_full: AtomicU64::new(0),
            no_more: AtomicBool::new(false),
            end: AtomicBool::new(false),
        }
    }

    /// Works until [`stop`](Self::stop): three threads, so that a node that is down holds up only its own.
    pub(crate) fn run(&self) {
        std::thread::scope(|scope| {
            for work in [Self::ask, Self::take, Self::answer] {
                scope.spawn(move || {
                    let _end_with_me = EndAll(self);
                    while !self.end.load(Ordering::SeqCst) {
                        work(self);
                        std::thread::sleep(Duration::from_millis(40));
                    }
                });
            }
        });
    }

    /// No new requests; the others go on with what is there.
    pub(crate) fn ask_no_more(&self) {
        self.no_more.store(true, Ordering::SeqCst);
    }

    /// Ends the work.
    pub(crate) fn stop(&self) {
        self.end.store(true, Ordering::SeqCst);
    }

    /// Waits until every request that was sent has come to its end on all three nodes.
    pub(crate) fn settle(&self, patience: Duration) {
        let began = Instant::now();
        loop {
            let open = self.unfinished();
            if open.as_ref().is_some_and(Vec::is_empty) {
                return;
            }
            // Officers end early only by failing.
            let failed = self.end.load(Ordering::SeqCst);
            if failed || began.elapsed() > patience {
                self.stop();
                panic!("not settled after {:?}: {open:?}", began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Numbers of the requests whose sending was confirmed.
    pub(crate) fn sent(&self) -> BTreeSet<String> {
        self.lock().clone()
    }

    /// How often an officer was told that the disk is full.
    pub(crate) fn told_full(&self) -> u64 {
        self.told_full.load(Ordering::SeqCst)
    }

    /// The officers, for who counts afterwards: asking, taking, providing.
    pub(crate) fn desks(&self) -> [&Desk; 3] {
        [&self.asker, &self.taker, &self.provider]
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.sent.lock().expect("no officer panics")
    }

    /// Counts an answer; whether it confirms the act.
    fn counted(&self, desk: &Desk, answer: Option<&Answer>) -> bool {
        match answer {
            Some(answer) if answer.is_done() => {
                self.confirmed.fetch_add(1, Ordering::SeqCst);
                true
            }
            Some(answer) if answer.wants_sign_in() => {
                desk.sign_in_again();
                false
            }
            // Somebody was faster, or the act before was done although nobody confirmed it.
            Some(answer) if matches!(answer.status, 409 | 422) => false,
            Some(answer) if answer.body.contains("node.no_space") => {
                self.told_full.fetch_add(1, Ordering::SeqCst);
                false
            }
            Some(answer) => panic!("an officer is told {answer:?}"),
            None => {
                self.unsure.fetch_add(1, Ordering::SeqCst);
                false
            }
        }
    }

    fn ask(&self) {
        if !self.no_more.load(Ordering::SeqCst) {
            let draft =
                json!({"kind": "preservation", "to": "XB/justice/central", "form": self.form});
            let begun = self.asker.call("/api/v1/requests", &draft);
            if self.counted(&self.asker, begun.as_ref())
                && let Some(begun) = begun
            {
                self.submit(text(&begun.json()["number"]));
                return;
            }
        }
        // Drafts whose sending was not confirmed, or whose number did not reach us.
        for draft in self.asker.requests("open").unwrap_or_default() {
            if draft["stage"] == "draft" && draft["kind"] == "preservation" {
                self.submit(text(&draft["number"]));
            }
        }
    }

    fn submit(&self, number: &str) {
        let path = format!("/api/v1/requests/{number}/submit");
        let answer = self.asker.call(&path, &Value::Null);
        if self.counted(&self.asker, answer.as_ref()) {
            self.lock().insert(number.to_owned());
        }
    }

    fn take(&self) {
        for one in self.taker.requests("open").unwrap_or_default() {
            if one["side"] != "receiver" || one["kind"] != "preservation" {
                continue;
            }
            let number = text(&one["number"]);
            let act = |act: &str, form: &str| {
                let answer = self.taker.post(&format!("/r/{number}/act/{act}"), form);
                self.counted(&self.taker, answer.as_ref());
            };
            match text(&one["stage"]) {
                "delivered" => act("acknowledge", ""),
                "checking" => act("accept", "conditions="),
                "accepted" => act("serve", "holder=XB%2Fnorthwind%2Fmail&provision=art.+211"),
                _ => {}
            }
        }
    }

    fn answer(&self) {
        for one in self.provider.requests("open").unwrap_or_default() {
            if one["part"] != "order" || one["kind"] != "preservation" {
                continue;
            }
            let number = text(&one["number"]);
            let (path, form) = match text(&one["stage"]) {
                "delivered" => (format!("/r/{number}/act/acknowledge"), ""),
                "checking" => (
                    format!("/p/{number}/answer"),
                    "answer=kept&items=i1&items=i2&text=snapshot",
                ),
                _ => continue,
            };
            let answer = self.provider.post(&path, form);
            self.counted(&self.provider, answer.as_ref());
        }
    }

    /// What of the asking side has not come to its end; none while a node is down.
    fn unfinished(&self) -> Option<Vec<String>> {
        let mut open = Vec::new();
        for one in self.asker.requests("all")? {
            let ended = matches!(text(&one["stage"]), "executed" | "closed");
            if one["kind"] == "preservation" && !ended {
                open.push(format!(
                    "{} is {}",
                    text(&one["number"]),
                    text(&one["stage"])
                ));
            }
        }
        Some(open)
    }
}

/// An officer whose expectation failed ends the work of all, so that the test ends.
struct EndAll<'t>(&'t Traffic);

impl Drop for EndAll<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// A field that is always text.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
