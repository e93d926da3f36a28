//! The line itself: keys, versions, and callers who dawdle or shout.

mod common;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use comity_flows::ports::{Courier, CourierAnswer, CourierFault};
use comity_peer::listen::ListenSettings;
use comity_peer::serve::Limits;
use comity_peer::tls::unpinned_client;
use common::object::FolderBlobs;
use common::{courier, courier_at, host, identity, plain_host, raw, request, status};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_message_reaches_the_peer_with_the_pinned_key_and_shows_ours() {
    let host = plain_host().await;
    let us = identity();
    let pin = us.pin();
    let courier = courier(&host, us);
    for text in ["one", "two"] {
        let answer = courier.post(&host.name, Bytes::from(text)).await;
        assert!(
            matches!(answer, Ok(CourierAnswer::Receipt(_))),
            "{answer:?}"
        );
    }
    let received = host.desk.received.lock().expect("whole");
    let shown: Vec<_> = received.iter().map(|(_, key)| *key).collect();
    assert_eq!(shown, [Some(pin), Some(pin)]);
}

#[tokio::test]
async fn a_server_with_another_key_gets_nothing() {
    let host = plain_host().await;
    let pins = vec![identity().pin()];
    let courier = courier_at(&host, identity(), host.address(), pins);
    let fault = courier.post(&host.name, Bytes::from("x")).await;
    assert_eq!(fault, Err(CourierFault::WrongKey(host.name.clone())));
    let fault = courier.caps(&host.name).await;
    assert_eq!(fault, Err(CourierFault::WrongKey(host.name.clone())));
    assert!(host.desk.received.lock().expect("whole").is_empty());
}

#[tokio::test]
async fn both_keys_hold_while_a_peer_changes_its_key() {
    let host = plain_host().await;
    let pins = vec![identity().pin(), host.identity.pin()];
    let courier = courier_at(&host, identity(), host.address(), pins);
    assert!(courier.post(&host.name, Bytes::from("x")).await.is_ok());
}

#[tokio::test]
async fn without_a_known_key_only_caps_can_be_fetched() {
    let host = plain_host().await;
    *host.desk.caps.lock().expect("whole") = Some(Bytes::from_static(b"signed caps"));
    let courier = courier_at(&host, identity(), host.address(), Vec::new());
    let caps = courier.caps(&host.name).await;
    assert_eq!(caps, Ok(Bytes::from_static(b"signed caps")));
    let fault = courier.post(&host.name, Bytes::from("x")).await;
    assert!(matches!(fault, Err(CourierFault::Unreachable { .. })));
    let fault = courier.directory(&host.name, "XB").await;
    assert!(matches!(fault, Err(CourierFault::Unreachable { .. })));
    assert!(host.desk.received.lock().expect("whole").is_empty());
}

#[tokio::test]
async fn a_peer_without_an_address_and_one_that_is_away_are_told_apart() {
    let host = plain_host().await;
    let courier = courier(&host, identity());
    let stranger = common::node("XC/police/cyber");
    let fault = courier.post(&stranger, Bytes::from("x")).await;
    assert_eq!(fault, Err(CourierFault::NoAddress(stranger)));
    host.listening.stop(Duration::from_secs(5)).await;
    let fault = courier.post(&host.name, Bytes::from("x")).await;
    assert!(
        matches!(fault, Err(CourierFault::Unreachable { .. })),
        "{fault:?}"
    );
}

fn client(
    provider: CryptoProvider,
    version: &'static rustls::SupportedProtocolVersion,
) -> Arc<ClientConfig> {
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[version])
        .expect("a version")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    Arc::new(config)
}

#[tokio::test]
async fn older_tls_and_a_classical_key_exchange_are_refused() {
    let host = plain_host().await;
    let old = client(aws_lc_rs::default_provider(), &TLS12);
    let fault = raw(host.address(), old, b"x").await.expect_err("refused");
    assert!(fault.to_string().contains("ProtocolVersion"), "{fault}");
    let classical = CryptoProvider {
        kx_groups: vec![aws_lc_rs::kx_group::X25519],
        ..aws_lc_rs::default_provider()
    };
    let fault = raw(host.address(), client(classical, &TLS13), b"x").await;
    let fault = fault.expect_err("refused");
    assert!(fault.to_string().contains("HandshakeFailure"), "{fault}");
}

#[tokio::test]
async fn plain_http_is_refused() {
    let host = plain_host().await;
    let mut line = TcpStream::connect(host.address()).await.expect("open");
    let sent = b"GET /comity/v1/caps HTTP/1.1\r\nhost: x\r\n\r\n";
    line.write_all(sent).await.expect("open");
    let mut answer = Vec::new();
    // An alert or a reset, but never HTTP.
    let _ = line.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"));
}

#[tokio::test]
async fn a_head_that_never_ends_and_a_handshake_that_never_begins_are_cut() {
    let settings = ListenSettings {
        handshake: Duration::from_millis(150),
        header: Duration::from_millis(150),
        ..ListenSettings::default()
    };
    let host = host(
        Arc::new(FolderBlobs::default()),
        Limits::default(),
        settings,
    )
    .await;
    let tls = unpinned_client().expect("a configuration");
    let answer = raw(
        host.address(),
        tls,
        b"GET /comity/v1/caps HTTP/1.1\r\nx-slow: ",
    )
    .await;
    let answer = answer.unwrap_or_default();
    assert!(answer.is_empty() || status(&answer) == 408);

    let mut silent = TcpStream::connect(host.address()).await.expect("open");
    let mut answer = Vec::new();
    let ended = silent.read_to_end(&mut answer).await;
    assert!(ended.is_err() || answer.is_empty());
}

#[tokio::test]
async fn too_many_connections_from_one_address_are_dropped() {
    let settings = ListenSettings {
        connections_per_address: 2,
        ..ListenSettings::default()
    };
    let host = host(
        Arc::new(FolderBlobs::default()),
        Limits::default(),
        settings,
    )
    .await;
    let _first = TcpStream::connect(host.address()).await.expect("open");
    let _second = TcpStream::connect(host.address()).await.expect("open");
    let tls = unpinned_client().expect("a configuration");
    assert!(raw(host.address(), tls, b"x").await.is_err());
}

#[tokio::test]
async fn hostile_heads_end_in_a_status_or_a_closed_line_and_the_node_goes_on() {
    let limits = Limits {
        // Some of these bodies never end.
        body_time: Duration::from_millis(150),
        ..Limits::default()
    };
    let blobs = Arc::new(FolderBlobs::default());
    let host = host(blobs, limits, ListenSettings::default()).await;
    let us = identity();
    // Listed, so that the rate of strangers does not answer for us.
    host.list("XA/police/cyber", &us);
    let tls = us.client(&[host.identity.pin()]).expect("a configuration");
    let long = "a".repeat(40 << 10);
    let many = "x-h: y\r\n".repeat(100);
    let id = "00".repeat(16);
    let mut heads: Vec<Vec<u8>> = [
        "\0\0\0\0\r\n\r\n".to_owned(),
        format!("GET /{long} HTTP/1.1\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nx: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{many}\r\n"),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        "POST /comity/v1/inbox HTTP/1.1\r\ncontent-length: -1\r\n\r\n".to_owned(),
        "POST /comity/v1/inbox HTTP/1.1\r\ncontent-length: 99999999999999999999999\r\n\r\n".to_owned(),
        "POST /comity/v1/inbox HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx".to_owned(),
        "POST /comity/v1/inbox HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\nabc".to_owned(),
        "POST /comity/v1/inbox HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nx".to_owned(),
        "GET /comity/v1/obj/%00%ff HTTP/1.1\r\nauthorization: Comity-Transfer 00\r\n\r\n".to_owned(),
        "GET /comity/v1/dir/%c0%ae HTTP/1.1\r\n\r\n".to_owned(),
        "GET /comity/v1/../../etc/passwd HTTP/1.1\r\n\r\n".to_owned(),
        "GET /comity/v1/log/tile/0/%2e%2e HTTP/1.1\r\n\r\n".to_owned(),
        "CONNECT a:1 HTTP/1.1\r\n\r\n".to_owned(),
        "GET * HTTP/1.1\r\n\r\n".to_owned(),
    ]
    .map(String::into_bytes)
    .into();
    for header in [
        &b"authorization: \xff\xfe"[..],
        b"authorization: Comity-Transfer",
        b"range: \xff",
        b"if-range: \x80",
    ] {
        let mut head = format!("GET /comity/v1/obj/{id} HTTP/1.1\r\n").into_bytes();
        head.extend_from_slice(header);
        head.extend_from_slice(b"\r\n\r\n");
        heads.push(head);
    }
    for mut head in heads {
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            head.splice(end..end, *b"\r\nconnection: close");
        }
        // Either way is good; what counts is that nothing else happens.
        if let Ok(answer) = raw(host.address(), Arc::clone(&tls), &head).await
            && !answer.is_empty()
        {
            let status = status(&answer);
            assert!(
                (400..600).contains(&status),
                "{status} to {}",
                common::text(&head)
            );
        }
    }
    let (status, _) = request(
        host.address(),
        tls,
        "GET /comity/v1/log/checkpoint HTTP/1.1",
        b"",
    )
    .await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_listener_that_stops_lets_a_running_request_end() {
    let host = plain_host().await;
    let hold = Arc::new(tokio::sync::Semaphore::new(0));
    *host.desk.hold.lock().expect("whole") = Some(Arc::clone(&hold));
    let courier = courier(&host, identity());
    let (name, desk, listening) = (host.name, host.desk, host.listening);
    let post = courier.post(&name, Bytes::from("x"));
    let stop = async {
        desk.entered.notified().await;
        let stopping = listening.stop(Duration::from_secs(20));
        let release = async { hold.add_permits(1) };
        tokio::join!(stopping, release);
    };
    let (answer, ()) = tokio::join!(post, stop);
    assert!(
        matches!(answer, Ok(CourierAnswer::Receipt(_))),
        "{answer:?}"
    );
}
