//! One of the lines that bring chunks: takes a run, asks for its range, fills page after page.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use comity_flows::ports::Pull;
use comity_wire::evidence::layout::{CHUNK_BYTES, TAG_BYTES, chunk_len};
use comity_wire::evidence::page::Page;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::Instant;

use super::PullFault;
use super::plan::{Plan, Run};
use crate::courier::{Dialer, Line, LineFault, piece};
use crate::serve::TRANSFER_SCHEME;

/// Times in a row that a line may break without bringing anything worth a connection.
const BARREN: u32 = 2;
/// What is worth a connection.
const WORTH: u64 = 64 << 10;

/// What is pulled, from where, to where.
pub(super) struct Order {
    pub(super) dialer: Dialer,
    pub(super) chunks: u64,
    pub(super) bytes: u64,
    pub(super) folder: PathBuf,
    path: String,
    token: HeaderValue,
    moved: AtomicU64,
}

impl Order {
    pub(super) fn new(dialer: Dialer, pull: &Pull) -> Result<Self, PullFault> {
        let token = format!("{TRANSFER_SCHEME} {}", hex::encode(&pull.token));
        let token = HeaderValue::from_str(&token);
        let mut token = token.map_err(|fault| PullFault::Mismatch(fault.to_string()))?;
        token.set_sensitive(true);
        Ok(Self {
            dialer,
            chunks: pull.chunks,
            bytes: pull.bytes,
            folder: pull.folder.clone(),
            path: format!("/comity/v1/obj/{}", pull.object),
            token,
            moved: AtomicU64::new(0),
        })
    }

    pub(super) fn chunk_file(&self) -> PathBuf {
        self.folder.join("chunks")
    }

    pub(super) fn leaves(&self) -> PathBuf {
        self.folder.join("leaves")
    }

    pub(super) fn tags(&self) -> PathBuf {
        self.folder.join("tags")
    }

    /// Counts bytes that came over the line, also those that had to come again.
    pub(super) fn count(&self, bytes: usize) {
        self.moved.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn moved(&self) -> u64 {
        self.moved.load(Ordering::Relaxed)
    }

    /// Asks for a part, or for the bytes `first..end` of it, over the line or a new one. The line
    /// stays in place only while it is good for another request.
    pub(super) async fn ask(
        &self,
        line: &mut Option<Line>,
        part: &str,
        range: Option<(u64, u64)>,
    ) -> Result<Response<Incoming>, PullFault> {
        let mut request = Request::builder()
            .uri(format!("{}{part}", self.path))
            .header(header::AUTHORIZATION, self.token.clone());
        if let Some((first, end)) = range {
            request = request.header(header::RANGE, format!("bytes={first}-{}", end - 1));
        }
        let request = request
            .body(Full::new(Bytes::new()))
            .map_err(|fault| LineFault::Broken(fault.to_string()))?;
        let mut open = match line.take() {
            Some(open) => open,
            None => self.dialer.dial_wide().await?,
        };
        let answer = open.send(request).await?;
        let asked = match range {
            Some(_) => StatusCode::PARTIAL_CONTENT,
            None => StatusCode::OK,
        };
        if answer.status() != asked {
            return Err(PullFault::Status(answer.status().as_u16()));
        }
        if let Some((first, end)) = range {
            let given = answer.headers().get(header::CONTENT_RANGE);
            let given = given.map_or(&b""[..], HeaderValue::as_bytes);
            let asked = format!("bytes {first}-{}/", end - 1);
            if !given.starts_with(asked.as_bytes()) {
                let what = "another range came than was asked for".to_owned();
                return Err(PullFault::Mismatch(what));
            }
        }
        *line = Some(open);
        Ok(answer)
    }
}

/// What the streams of one pull share.
pub(super) struct Supply {
    pub(super) order: Arc<Order>,
    pub(super) plan: Plan,
    pub(super) spare: Mutex<Receiver<Page>>,
    pub(super) filled: Sender<Filled>,
}

/// A whole chunk on its way to the judge.
pub(super) struct Filled {
    pub(super) stream: usize,
    pub(super) chunk: u64,
    pub(super) page: Page,
}

/// Fetches runs until there are none. A line that breaks is made anew and goes on where it broke.
pub(super) async fn run(supply: &Supply, stream: usize) -> Result<(), PullFault> {
    let mut line = None;
    let mut barren = 0;
    while let Some(run) = supply.plan.next(stream).await {
        let mut work = Work {
            supply,
            run,
            page: None,
            began: Instant::now(),
        };
        loop {
            let before = supply.order.moved();
            let fetched = tokio::select! {
                fetched = work.fetch(&mut line) => fetched,
                // What closed it is told elsewhere.
                () = supply.plan.closed() => return Ok(()),
            };
            match fetched {
                Ok(()) => break,
                Err(PullFault::Line(LineFault::Broken(why))) => {
                    line = None;
                    let worth = supply.order.moved() - before >= WORTH;
                    barren = if worth { 0 } else { barren + 1 };
                    if barren >= BARREN || work.is_late() {
                        return Err(LineFault::Broken(why).into());
                    }
                }
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(())
}

/// A run on its way.
struct Work<'a> {
    supply: &'a Supply,
    run: Run,
    // The first chunk of the run as far as it came.
    page: Option<Page>,
    // When that chunk was begun.
    began: Instant,
}

impl Work<'_> {
    /// Fetches what is left of the run.
    async fn fetch(&mut self, line: &mut Option<Line>) -> Result<(), PullFault> {
        let order = &self.supply.order;
        if self.run.chunks.is_empty() {
            // It broke after its last byte.
            return Ok(());
        }
        while let Some(chunk) = self.run.doubted.last().copied() {
            self.fetch_tag(line, chunk).await?;
            self.run.doubted.pop();
        }
        let have = self.page.as_ref().map_or(0, |page| page.bytes().len());
        let first = self.run.chunks.start * CHUNK_BYTES as u64 + have as u64;
        let end = (self.run.chunks.end * CHUNK_BYTES as u64).min(order.bytes);
        if first >= end {
            // The one chunk of an empty object.
            return self.take(&[]).await;
        }
        let mut answer = order.ask(line, "", Some((first, end))).await?;
        let stall = order.dialer.settings().stall;
        while !self.run.chunks.is_empty() {
            let Some(part) = piece(answer.body_mut(), stall).await? else {
                return Err(LineFault::Broken("the range ended early".to_owned()).into());
            };
            order.count(part.len());
            self.take(&part).await?;
            if self.is_late() {
                let why = "one chunk took longer than the line is given".to_owned();
                return Err(LineFault::Broken(why).into());
            }
        }
        // The end is read too, so that the line is free for the next request.
        match piece(answer.body_mut(), stall).await? {
            None => Ok(()),
            Some(_) => Err(PullFault::Mismatch(
                "more came than was asked for".to_owned(),
            )),
        }
    }

    fn is_late(&self) -> bool {
        self.began.elapsed() > self.supply.order.dialer.settings().chunk
    }

    /// Puts bytes into pages and hands each full one to the judge.
    async fn take(&mut self, mut bytes: &[u8]) -> Result<(), PullFault> {
        loop {
            let Some(len) = chunk_len(self.supply.order.bytes, self.run.chunks.start) else {
                return Err(PullFault::Mismatch(
                    "more came than was asked for".to_owned(),
                ));
            };
            let mut page = match self.page.take() {
                Some(page) => page,
                None => self.spare_page().await?,
            };
            let n = (len - page.bytes().len()).min(bytes.len());
            page.room()[..n].copy_from_slice(&bytes[..n]);
            page.grow(n);
            bytes = &bytes[n..];
            if page.bytes().len() < len {
                self.page = Some(page);
                return Ok(());
            }
            let filled = Filled {
                stream: self.run.stream,
                chunk: self.run.chunks.start,
                page,
            };
            let sent = self.supply.filled.send(filled).await;
            sent.map_err(|_| stopped())?;
            self.run.chunks.start += 1;
            self.began = Instant::now();
            match (self.run.chunks.is_empty(), bytes.is_empty()) {
                (_, true) => return Ok(()),
                (false, false) => {}
                (true, false) => {
                    return Err(PullFault::Mismatch(
                        "more came than was asked for".to_owned(),
                    ));
                }
            }
        }
    }

    async fn spare_page(&self) -> Result<Page, PullFault> {
        let page = self.supply.spare.lock().await.recv().await;
        page.ok_or_else(stopped)
    }

    /// A chunk that came wrong may have a wrong tag instead.
    async fn fetch_tag(&self, line: &mut Option<Line>, chunk: u64) -> Result<(), PullFault> {
        let order = &self.supply.order;
        let first = chunk * TAG_BYTES as u64;
        let range = Some((first, first + TAG_BYTES as u64));
        let answer = order.ask(line, "/tags", range).await?;
        let open = line.as_ref().ok_or_else(stopped)?;
        let reply = open.whole(answer, TAG_BYTES).await?;
        order.count(reply.body.len());
        if reply.body.len() != TAG_BYTES {
            return Err(PullFault::Mismatch("a tag has another length".to_owned()));
        }
        let tags = OpenOptions::new().write(true).open(order.tags());
        let wrote = tags.and_then(|tags| tags.write_all_at(&reply.body, first));
        wrote.map_err(|fault| PullFault::disk("storing a tag", fault))
    }
}

/// The judging thread is gone; what it met is told elsewhere.
fn stopped() -> PullFault {
    PullFault::Disk("the judging thread has stopped".to_owned())
}
