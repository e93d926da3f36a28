//! A line between two nodes that counts what goes over it, and is as slow as a test wants it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The line; its threads end with the lines that they carry.
pub(crate) struct Line {
    down: Arc<AtomicU64>,
}

impl Line {
    /// Listens on `from` and carries everything to `to` and back, down with at most so many bytes a second.
    pub(crate) fn new(from: &str, to: String, per_second: u64) -> Self {
        let listener = TcpListener::bind(from).expect("the node listens elsewhere");
        let down = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&down);
        std::thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                // The node behind may just be dead: the caller then meets a closed line.
                let Ok(called) = TcpStream::connect(&to) else {
                    continue;
                };
                let (up, back) = (both(&caller, &called), both(&called, &caller));
                std::thread::spawn(move || carry(up, None));
                let counted = Arc::clone(&counted);
                std::thread::spawn(move || carry(back, Some((counted, per_second))));
            }
        });
        Self { down }
    }

    /// Bytes that went from the called node to its caller.
    pub(crate) fn down(&self) -> u64 {
        self.down.load(Ordering::SeqCst)
    }
}

fn both(from: &TcpStream, to: &TcpStream) -> (TcpStream, TcpStream) {
    let copy = |line: &TcpStream| line.try_clone().expect("room for handles");
    (copy(from), copy(to))
}

fn carry((mut from, mut to): (TcpStream, TcpStream), count: Option<(Arc<AtomicU64>, u64)>) {
    let mut piece = vec![0; 64 << 10];
    let mut free = Instant::now();
    while let Ok(n @ 1..) = from.read(&mut piece) {
        if to.write_all(&piece[..n]).is_err() {
            break;
        }
        if let Some((count, per_second)) = &count {
            count.fetch_add(n as u64, Ordering::SeqCst);
            let taken = Duration::from_secs_f64(n as f64 / *per_second as f64);
            free = free.max(Instant::now()) + taken;
            std::thread::sleep(free.saturating_duration_since(Instant::now()));
        }
    }
    // Both ends learn that the line is cut; one that is gone already needs not to.
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
