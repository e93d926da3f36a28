//! Reads as much as is there before handing it on.
//!
//! TLS gives out one record of 16 KiB at a time, and above it each piece costs a hop between two
//! tasks. Evidence comes by the hundred thousand records, so whatever has been deciphered is
//! gathered into the reader's buffer first. Nothing waits: what is there is handed on at once.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A line whose reads fill the buffer as far as they can without waiting.
#[derive(Debug)]
pub(crate) struct Gather<L> {
    line: L,
    // A fault that came after some bytes, told with the next read.
    fault: Option<io::Error>,
}

impl<L> Gather<L> {
    pub(crate) fn new(line: L) -> Self {
        Self { line, fault: None }
    }
}

impl<L: AsyncRead + Unpin> AsyncRead for Gather<L> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(fault) = self.fault.take() {
            return Poll::Ready(Err(fault));
        }
        let before = into.filled().len();
        let read = ready!(Pin::new(&mut self.line).poll_read(cx, into));
        if read.is_err() || into.filled().len() == before {
            return Poll::Ready(read);
        }
        while into.remaining() > 0 {
            let before = into.filled().len();
            match Pin::new(&mut self.line).poll_read(cx, into) {
                Poll::Ready(Ok(())) if into.filled().len() > before => {}
                // The end is told again by the next read.
                Poll::Ready(Ok(())) | Poll::Pending => break,
                Poll::Ready(Err(fault)) => {
                    self.fault = Some(fault);
                    break;
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<L: AsyncWrite + Unpin> AsyncWrite for Gather<L> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.line.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use tokio::io::AsyncReadExt;

    /// Gives one scripted piece or fault for each read, then the end.
    struct Script(VecDeque<io::Result<&'static [u8]>>);

    impl AsyncRead for Script {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            into: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            let piece = self.0.pop_front().unwrap_or(Ok(b""));
            Poll::Ready(piece.map(|piece| into.put_slice(piece)))
        }
    }

    #[tokio::test]
    async fn what_is_there_comes_at_once_and_a_fault_behind_it_is_not_lost() {
        let broken = io::Error::from(io::ErrorKind::ConnectionReset);
        let script = [Ok(&b"one"[..]), Ok(b"two"), Err(broken)];
        let mut line = Gather::new(Script(script.into()));
        let mut into = [0; 100];
        assert_eq!(line.read(&mut into).await.expect("bytes first"), 6);
        assert_eq!(&into[..6], b"onetwo");
        let fault = line.read(&mut into).await.expect_err("then the fault");
        assert_eq!(fault.kind(), io::ErrorKind::ConnectionReset);
        assert_eq!(line.read(&mut into).await.expect("the end"), 0);
    }
}
