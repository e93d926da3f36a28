//! A line between two nodes that breaks.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Passes bytes on. Each connection is cut after its own number of bytes towards the caller; when
/// no numbers are left, connections live.
pub struct CuttingProxy {
    pub address: SocketAddr,
    pub cuts: Arc<AtomicUsize>,
}

pub async fn cutting(to: SocketAddr, budgets: Vec<u64>) -> CuttingProxy {
    let socket = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = socket.local_addr().expect("bound");
    let cuts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&cuts);
    let budgets = Mutex::new(VecDeque::from(budgets));
    tokio::spawn(async move {
        loop {
            let Ok((caller, _)) = socket.accept().await else {
                return;
            };
            let budget = budgets.lock().expect("whole").pop_front();
            let cuts = Arc::clone(&counted);
            tokio::spawn(pass(caller, to, budget, cuts));
        }
    });
    CuttingProxy { address, cuts }
}

async fn pass(caller: TcpStream, to: SocketAddr, budget: Option<u64>, cuts: Arc<AtomicUsize>) {
    let Ok(host) = TcpStream::connect(to).await else {
        return;
    };
    let (mut from_caller, mut to_caller) = caller.into_split();
    let (mut from_host, mut to_host) = host.into_split();
    let up = async move {
        let _ = tokio::io::copy(&mut from_caller, &mut to_host).await;
    };
    let down = async move {
        let mut left = budget.unwrap_or(u64::MAX);
        let mut buffer = vec![0; 64 << 10];
        while left > 0 {
            let Ok(n @ 1..) = from_host.read(&mut buffer).await else {
                return;
            };
            let n = n.min(usize::try_from(left).unwrap_or(usize::MAX));
            left -= n as u64;
            if to_caller.write_all(&buffer[..n]).await.is_err() {
                return;
            }
        }
        cuts.fetch_add(1, Ordering::Relaxed);
    };
    tokio::select! { () = up => {}, () = down => {} }
}
