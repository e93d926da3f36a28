//! What peers and strangers get from the endpoints, and what they may not do.

mod common;

use std::sync::Arc;

use bytes::Bytes;
use comity_flows::ports::{Courier, CourierAnswer, CourierFault, ReceiveAnswer};
use comity_peer::listen::ListenSettings;
use comity_peer::serve::{Limits, Rate};
use comity_peer::tls::unpinned_client;
use comity_wire::limits::SEALED;
use common::object::FolderBlobs;
use common::{courier, host, identity, plain_host, request, text};

#[tokio::test]
async fn receipts_refusals_and_bare_errors_are_told_apart() {
    let host = plain_host().await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let courier = courier(&host, us);
    let bytes = Bytes::from_static(b"signed");
    let transient = |status| ReceiveAnswer::Transient {
        status,
        retry_after: Some(7),
    };
    let bare = |status| {
        Err(CourierFault::Status {
            peer: host.name.clone(),
            status,
        })
    };
    for (answer, expected) in [
        (
            ReceiveAnswer::Receipt(bytes.clone()),
            Ok(CourierAnswer::Receipt(bytes.clone())),
        ),
        (
            ReceiveAnswer::Parked(bytes.clone()),
            Ok(CourierAnswer::Receipt(bytes.clone())),
        ),
        (
            ReceiveAnswer::Refusal(bytes.clone()),
            Ok(CourierAnswer::Refusal(bytes.clone())),
        ),
        (transient(409), bare(409)),
        (transient(507), bare(507)),
        (transient(200), bare(503)),
        (transient(7), bare(503)),
    ] {
        *host.desk.answer.lock().expect("whole") = Some(answer.clone());
        let got = courier.post(&host.name, Bytes::from("x")).await;
        assert_eq!(got, expected, "{answer:?}");
    }
}

#[tokio::test]
async fn the_largest_message_passes_and_one_byte_more_does_not() {
    let host = plain_host().await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let tls = us.client(&[host.identity.pin()]).expect("a configuration");
    let courier = courier(&host, us);
    let most = vec![1; SEALED];
    let answer = courier.post(&host.name, most.clone().into()).await;
    assert!(
        matches!(answer, Ok(CourierAnswer::Receipt(_))),
        "{answer:?}"
    );

    // Announced: refused before a byte of it is read.
    let head = format!(
        "POST /comity/v1/inbox HTTP/1.1\r\ncontent-length: {}",
        SEALED + 1
    );
    let (status, _) = request(host.address(), Arc::clone(&tls), &head, b"").await;
    assert_eq!(status, 413);

    // Not announced: refused when it gets too long.
    let mut body = format!("{:x}\r\n", SEALED + 1).into_bytes();
    body.extend(most);
    body.extend(b"x\r\n0\r\n\r\n");
    let head = "POST /comity/v1/inbox HTTP/1.1\r\ntransfer-encoding: chunked";
    let (status, _) = request(host.address(), tls, head, &body).await;
    assert_eq!(status, 413);
    assert_eq!(host.desk.received.lock().expect("whole").len(), 1);
}

#[tokio::test]
async fn a_listed_key_has_its_own_rate_and_a_key_anyone_made_has_not() {
    let limits = Limits {
        anonymous_address: Rate {
            per_second: 1,
            burst: 3,
        },
        ..Limits::default()
    };
    let blobs = Arc::new(FolderBlobs::default());
    let host = host(blobs, limits, ListenSettings::default()).await;
    let (listed, made) = (identity(), identity());
    host.list("XA/police/cyber", &listed);
    let stranger = courier(&host, made);
    for _ in 0..3 {
        assert!(stranger.post(&host.name, Bytes::from("x")).await.is_ok());
    }
    let fault = stranger.post(&host.name, Bytes::from("x")).await;
    assert!(
        matches!(fault, Err(CourierFault::Status { status: 429, .. })),
        "{fault:?}"
    );
    let tls = unpinned_client().expect("a configuration");
    let (status, answer) = request(host.address(), tls, "GET /comity/v1/caps HTTP/1.1", b"").await;
    assert_eq!(status, 429);
    assert!(
        text(&answer).contains("retry-after: 1"),
        "{}",
        text(&answer)
    );

    let peer = courier(&host, listed);
    for _ in 0..20 {
        assert!(peer.post(&host.name, Bytes::from("x")).await.is_ok());
    }
}

#[tokio::test]
async fn strangers_share_one_worker_while_peers_go_on() {
    let limits = Limits {
        anonymous_waiting: 1,
        ..Limits::default()
    };
    let blobs = Arc::new(FolderBlobs::default());
    let host = Arc::new(host(blobs, limits, ListenSettings::default()).await);
    let hold = Arc::new(tokio::sync::Semaphore::new(0));
    *host.desk.hold.lock().expect("whole") = Some(Arc::clone(&hold));
    // One is worked on, one waits, and which is which does not matter; the third finds no place.
    let ask = || {
        let (host, stranger) = (Arc::clone(&host), courier(&host, identity()));
        async move { stranger.post(&host.name, Bytes::from("x")).await }
    };
    let (mut one, mut two, mut three) = (Box::pin(ask()), Box::pin(ask()), Box::pin(ask()));
    let fault = tokio::select! {
        first = &mut one => first,
        first = &mut two => first,
        first = &mut three => first,
    };
    assert!(
        matches!(fault, Err(CourierFault::Status { status: 503, .. })),
        "{fault:?}"
    );
    let us = identity();
    host.list("XA/police/cyber", &us);
    *host.desk.hold.lock().expect("whole") = None;
    let peer = courier(&host, us);
    assert!(peer.post(&host.name, Bytes::from("x")).await.is_ok());
    hold.add_permits(10);
}

#[tokio::test]
async fn the_log_and_the_directory_are_for_listed_peers() {
    let host = plain_host().await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let listed = us.client(&[host.identity.pin()]).expect("a configuration");
    let anyone = unpinned_client().expect("a configuration");
    for (head, body) in [
        ("GET /comity/v1/log/checkpoint HTTP/1.1", "a checkpoint"),
        (
            "GET /comity/v1/log/tile/1/x001/234.p/5 HTTP/1.1",
            "1 1234 5",
        ),
        (
            "POST /comity/v1/log/prove HTTP/1.1\r\ncontent-length: 0",
            "a proof",
        ),
        ("GET /comity/v1/dir/XB HTTP/1.1", "the file of XB"),
    ] {
        let (status, answer) = request(host.address(), Arc::clone(&listed), head, b"").await;
        assert_eq!(status, 200, "{head}");
        assert!(text(&answer).ends_with(body), "{}", text(&answer));
        let (status, _) = request(host.address(), Arc::clone(&anyone), head, b"").await;
        assert_eq!(status, 403, "{head}");
    }
    for head in [
        "GET /comity/v1/dir/XC HTTP/1.1",
        "GET /comity/v1/dir/xb HTTP/1.1",
        "GET /comity/v1/log/tile/1/1234 HTTP/1.1",
        "GET /comity/v2/caps HTTP/1.1",
        "GET / HTTP/1.1",
    ] {
        let (status, _) = request(host.address(), Arc::clone(&listed), head, b"").await;
        assert_eq!(status, 404, "{head}");
    }
    let courier = courier(&host, us);
    let witnessed = courier
        .add_checkpoint(&host.name, Bytes::from("old 0"))
        .await;
    assert_eq!(witnessed, Ok((409, Bytes::from("XA/police/cyber 5"))));
    let file = courier.directory(&host.name, "XB").await;
    assert_eq!(file, Ok(Bytes::from_static(b"the file of XB")));
    let fault = courier.directory(&host.name, "../caps").await;
    assert!(matches!(
        fault,
        Err(CourierFault::Status { status: 404, .. })
    ));
}
