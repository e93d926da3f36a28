//! Evidence between two nodes: whole, cut, damaged, and asked for by those who may not have it.

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use comity_flows::ports::{BlobPart, Courier, CourierFault};
use comity_peer::listen::ListenSettings;
use comity_peer::serve::Limits;
use comity_peer::tls::unpinned_client;
use comity_wire::evidence::layout::CHUNK_BYTES;
use common::object::{Flip, FolderBlobs, Kept, Sample, Seeded};
use common::proxy::cutting;
use common::{Host, courier, courier_at, host, identity, request, text};
use tempfile::TempDir;

const MIB: usize = CHUNK_BYTES;

fn folder() -> TempDir {
    // On a real disk, so that direct writes are tried.
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

/// The same in each run, unless `COMITY_SEED` says another.
fn seed() -> u64 {
    let given = std::env::var("COMITY_SEED").ok();
    given
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_124)
}

async fn offering(sample: &Sample, remote: bool, flips: Vec<Flip>) -> (Host, TempDir) {
    let from = folder();
    sample.store(from.path());
    let blobs = FolderBlobs {
        remote,
        flips: flips.into(),
        folders: BTreeMap::from([(sample.id, from.path().to_owned())]).into(),
        ..FolderBlobs::default()
    };
    let host = host(
        Arc::new(blobs),
        Limits::default(),
        ListenSettings::default(),
    )
    .await;
    (host, from)
}

#[tokio::test]
async fn an_object_arrives_whole_at_every_size_around_a_chunk() {
    for (bytes, remote) in [
        (0, false),
        (1, false),
        (MIB - 1, true),
        (MIB, false),
        (MIB + 1, true),
        (9 * MIB + 77, false),
        (70 * MIB, false),
    ] {
        let sample = Sample::new(bytes, 1);
        let (host, _from) = offering(&sample, remote, Vec::new()).await;
        let (us, to, kept) = (identity(), folder(), Kept::default());
        host.list("XA/police/cyber", &us);
        let token = sample.grant(&host, &us);
        let pull = sample.pull(&host.name, token, to.path());
        let pulled = courier(&host, us).pull(pull, &kept).await;
        assert_eq!(pulled, Ok(()), "{bytes} bytes");
        sample.assert_arrived(to.path());
        let all = sample.chunks.len() + sample.tags.len() + sample.leaves.len();
        assert_eq!(kept.moved.load(Ordering::Relaxed), all as u64);
    }
}

#[tokio::test]
async fn a_line_that_is_cut_again_and_again_costs_almost_nothing() {
    let sample = Sample::new(48 * MIB + 5, 2);
    let (host, _from) = offering(&sample, false, Vec::new()).await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let seed = seed();
    let mut random = Seeded(seed);
    let budgets: Vec<u64> = (0..30)
        .map(|_| 300_000 + random.next() % 1_800_000)
        .collect();
    let proxy = cutting(host.address(), budgets).await;
    let pins = vec![host.identity.pin()];
    let courier = courier_at(&host, us, proxy.address, pins);
    let (to, kept) = (folder(), Kept::default());
    let mut pull = sample.pull(&host.name, token, to.path());
    let mut pulls = 0;
    while let Err(fault) = courier.pull(pull.clone(), &kept).await {
        assert!(matches!(fault, CourierFault::Unreachable { .. }), "{fault}");
        pull.bitmap = kept.bitmap.lock().expect("whole").clone();
        pulls += 1;
        assert!(pulls < 50, "seed {seed}");
    }
    sample.assert_arrived(to.path());
    // The last ones may have had less to carry than their budget.
    let cuts = proxy.cuts.load(Ordering::Relaxed);
    assert!(cuts >= 25, "{cuts} cuts, seed {seed}");
    let moved = kept.moved.load(Ordering::Relaxed) as f64;
    let ratio = moved / sample.chunks.len() as f64;
    assert!(ratio <= 1.02, "{ratio} times the size moved, seed {seed}");
}

#[tokio::test]
async fn what_was_written_but_not_marked_is_found_again_on_disk() {
    let sample = Sample::new(100 * MIB, 3);
    let (host, _from) = offering(&sample, false, Vec::new()).await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let courier = courier(&host, us);
    let to = folder();
    let mut pull = sample.pull(&host.name, token, to.path());
    // The first mark is stored, then the ledger fails: what was synced after it has no mark.
    let kept = Kept {
        fail_after: Some(1),
        ..Kept::default()
    };
    let fault = courier.pull(pull.clone(), &kept).await;
    assert_eq!(
        fault,
        Err(CourierFault::Disk("the ledger is full".to_owned()))
    );
    let moved_first = kept.moved.load(Ordering::Relaxed);
    pull.bitmap = kept.bitmap.lock().expect("whole").clone();
    let marked: u32 = pull.bitmap.iter().map(|byte| byte.count_ones()).sum();
    assert!((64..100).contains(&marked), "{marked}");

    let again = Kept::default();
    assert_eq!(courier.pull(pull, &again).await, Ok(()));
    sample.assert_arrived(to.path());
    let moved = again.moved.load(Ordering::Relaxed);
    let fresh = sample.chunks.len() as u64 - 64 * MIB as u64;
    assert!(
        moved < fresh / 2,
        "{moved} of {fresh} came again ({moved_first} before)"
    );
}

#[tokio::test]
async fn a_damaged_chunk_or_tag_is_found_and_only_that_chunk_comes_again() {
    let sample = Sample::new(6 * MIB + 10, 4);
    for (part, at, more) in [
        (BlobPart::Chunks, 3 * MIB + 17, MIB + 16),
        (BlobPart::Tags, 2 * 16 + 3, MIB + 16),
    ] {
        let flip = Flip {
            part,
            at: at as u64,
            times: 1,
        };
        let (host, _from) = offering(&sample, true, vec![flip]).await;
        let (us, to, kept) = (identity(), folder(), Kept::default());
        host.list("XA/police/cyber", &us);
        let token = sample.grant(&host, &us);
        let pull = sample.pull(&host.name, token, to.path());
        assert_eq!(courier(&host, us).pull(pull, &kept).await, Ok(()));
        sample.assert_arrived(to.path());
        let all = sample.chunks.len() + sample.tags.len() + sample.leaves.len() + more;
        assert_eq!(kept.moved.load(Ordering::Relaxed), all as u64, "{part:?}");
    }
}

#[tokio::test]
async fn a_chunk_that_stays_damaged_stops_the_pull_and_keeps_the_others() {
    let sample = Sample::new(6 * MIB, 5);
    let flip = Flip {
        part: BlobPart::Chunks,
        at: 2 * MIB as u64,
        times: u32::MAX,
    };
    let (host, _from) = offering(&sample, true, vec![flip]).await;
    let (us, to, kept) = (identity(), folder(), Kept::default());
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let pull = sample.pull(&host.name, token, to.path());
    let fault = courier(&host, us).pull(pull, &kept).await;
    let Err(CourierFault::Mismatch { what, .. }) = fault else {
        panic!("{fault:?}");
    };
    assert!(what.contains("chunk 2"), "{what}");
    let bitmap = kept.bitmap.lock().expect("whole").clone();
    assert_eq!(bitmap[0] & 0b111, 0b011, "{bitmap:?}");
}

#[tokio::test]
async fn leaf_hashes_that_give_another_root_are_refused_before_any_chunk() {
    let sample = Sample::new(3 * MIB, 6);
    let flip = Flip {
        part: BlobPart::Leaves,
        at: 40,
        times: 1,
    };
    let (host, _from) = offering(&sample, true, vec![flip]).await;
    let (us, to, kept) = (identity(), folder(), Kept::default());
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let courier = courier(&host, us);
    let pull = sample.pull(&host.name, token, to.path());
    let fault = courier.pull(pull.clone(), &kept).await;
    assert!(
        matches!(fault, Err(CourierFault::Mismatch { .. })),
        "{fault:?}"
    );
    assert!(!to.path().join("chunks").exists());
    let mut other = pull.clone();
    other.chunks += 1;
    let fault = courier.pull(other, &kept).await;
    assert!(
        matches!(fault, Err(CourierFault::Mismatch { .. })),
        "{fault:?}"
    );
    // The right list is taken on the next try.
    assert_eq!(courier.pull(pull, &kept).await, Ok(()));
}

#[tokio::test]
async fn a_wrong_token_another_object_and_another_tls_key_all_get_the_same_nothing() {
    let sample = Sample::new(MIB, 7);
    let (host, _from) = offering(&sample, false, Vec::new()).await;
    let (us, them) = (identity(), identity());
    host.list("XA/police/cyber", &us);
    host.list("XC/police/cyber", &them);
    let token = hex::encode(sample.grant(&host, &us));
    let wrong = "00".repeat(32);
    let ours = us.client(&[host.identity.pin()]).expect("a configuration");
    let theirs = them
        .client(&[host.identity.pin()])
        .expect("a configuration");
    let head = |id: &str, token: &str| {
        format!(
            "GET /comity/v1/obj/{id} HTTP/1.1\r\nauthorization: Comity-Transfer {token}\r\nrange: bytes=0-9"
        )
    };
    let id = sample.id.to_string();
    let other = "11".repeat(16);
    let (status, answer) =
        request(host.address(), Arc::clone(&ours), &head(&id, &token), b"").await;
    assert_eq!(status, 206);
    assert!(answer.ends_with(&sample.chunks[..10]));
    let mut answers = Vec::new();
    for (tls, id, token) in [
        (&ours, &id, &wrong),
        (&ours, &other, &token),
        (&theirs, &id, &token),
    ] {
        let (status, answer) =
            request(host.address(), Arc::clone(tls), &head(id, token), b"").await;
        assert_eq!(status, 404);
        let body = text(&answer);
        answers.push(
            body.rsplit("\r\n\r\n")
                .next()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    assert_eq!(answers, ["no-such-transfer"; 3]);
    let anyone = unpinned_client().expect("a configuration");
    let (status, _) = request(host.address(), anyone, &head(&id, &token), b"").await;
    assert_eq!(status, 404);
    for authorization in [
        "",
        "authorization: Bearer x\r\n",
        "authorization: Comity-Transfer 00\r\n",
    ] {
        let head = format!("GET /comity/v1/obj/{id} HTTP/1.1\r\n{authorization}x: y");
        let (status, _) = request(host.address(), Arc::clone(&ours), &head, b"").await;
        assert_eq!(status, 401, "{authorization}");
    }
    let kept = Kept::default();
    let to = folder();
    let pull = sample.pull(&host.name, vec![0; 32], to.path());
    let fault = courier(&host, us).pull(pull, &kept).await;
    assert!(
        matches!(fault, Err(CourierFault::Status { status: 404, .. })),
        "{fault:?}"
    );
}

#[tokio::test]
async fn ranges_are_answered_as_http_says_and_bad_ones_by_name() {
    let sample = Sample::new(MIB + 100, 8);
    let (host, _from) = offering(&sample, false, Vec::new()).await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = hex::encode(sample.grant(&host, &us));
    let tls = us.client(&[host.identity.pin()]).expect("a configuration");
    let size = sample.chunks.len();
    let ask = async |part: &str, more: &str| {
        let id = sample.id;
        let head = format!(
            "GET /comity/v1/obj/{id}{part} HTTP/1.1\r\nauthorization: Comity-Transfer {token}{more}"
        );
        request(host.address(), Arc::clone(&tls), &head, b"").await
    };
    for (range, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=1048570-1048580", 1_048_570, 1_048_580),
        ("bytes=1048600-", 1_048_600, size - 1),
        ("bytes=-7", size - 7, size - 1),
        ("bytes=5-99999999999999999999999999", 5, size - 1),
    ] {
        let (status, answer) = ask("", &format!("\r\nrange: {range}")).await;
        assert_eq!(status, 206, "{range}");
        assert!(answer.ends_with(&sample.chunks[first..=last]));
        let told = format!("content-range: bytes {first}-{last}/{size}");
        assert!(
            text(&answer[..400.min(answer.len())]).contains(&told),
            "{range}"
        );
    }
    let etag = format!("\r\nif-range: \"{}\"\r\nrange: bytes=0-9", sample.id);
    assert_eq!(ask("", &etag).await.0, 206);
    assert_eq!(
        ask("", "\r\nif-range: \"x\"\r\nrange: bytes=0-9").await.0,
        200
    );
    assert!(ask("", "").await.1.ends_with(&sample.chunks));
    assert!(ask("/tags", "").await.1.ends_with(&sample.tags));
    assert!(
        ask("/leaves", "\r\nrange: bytes=32-63")
            .await
            .1
            .ends_with(&sample.leaves[32..])
    );
    for (range, expected, code) in [
        (format!("bytes={size}-"), 416, "range-outside"),
        ("bytes=-0".to_owned(), 416, "range-outside"),
        ("bytes=0-1,5-6".to_owned(), 400, "range-several"),
        ("bytes=9-3".to_owned(), 400, "range-malformed"),
        ("chunks=0-1".to_owned(), 400, "range-malformed"),
        ("bytes=x".to_owned(), 400, "range-malformed"),
    ] {
        let (status, answer) = ask("", &format!("\r\nrange: {range}")).await;
        assert_eq!(status, expected, "{range}");
        assert!(text(&answer).ends_with(code), "{range}: {}", text(&answer));
        let told = format!("content-range: bytes */{size}");
        assert_eq!(text(&answer).contains(&told), status == 416, "{range}");
    }
}

#[tokio::test]
async fn every_flipped_bit_is_found_wherever_it_is() {
    let sample = Sample::new(2 * MIB + 4_000, 9);
    let (us, seed) = (identity(), seed());
    let mut random = Seeded(seed);
    let flips = (0..40).map(|n| {
        let (part, len) = match n % 4 {
            0 => (BlobPart::Tags, sample.tags.len()),
            _ => (BlobPart::Chunks, sample.chunks.len()),
        };
        let at = random.next() % len as u64;
        Flip { part, at, times: 1 }
    });
    for flip in flips {
        let told = format!("{:?} at {}, seed {seed}", flip.part, flip.at);
        let (host, _from) = offering(&sample, true, vec![flip]).await;
        host.list("XA/police/cyber", &us);
        let token = sample.grant(&host, &us);
        let (to, kept) = (folder(), Kept::default());
        let pull = sample.pull(&host.name, token, to.path());
        let again = comity_peer::tls::TlsIdentity::from_pkcs8(us.pkcs8()).expect("the same key");
        assert_eq!(
            courier(&host, again).pull(pull, &kept).await,
            Ok(()),
            "{told}"
        );
        sample.assert_arrived(to.path());
        let all = sample.chunks.len() + sample.tags.len() + sample.leaves.len();
        assert!(
            kept.moved.load(Ordering::Relaxed) > all as u64,
            "{told}: not found"
        );
    }
}

#[tokio::test]
async fn a_pull_that_is_dropped_goes_on_later_with_what_it_had() {
    let sample = Sample::new(90 * MIB, 10);
    let (host, _from) = offering(&sample, false, Vec::new()).await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let courier = courier(&host, us);
    let to = folder();
    let mut pull = sample.pull(&host.name, token, to.path());
    let kept = Kept::default();
    {
        // As when the node stops: dropped right after its first mark.
        let marked = kept.first.notified();
        tokio::select! {
            done = courier.pull(pull.clone(), &kept) => panic!("{done:?} before the first mark"),
            () = marked => {}
        }
    }
    pull.bitmap = kept.bitmap.lock().expect("whole").clone();
    assert!(!pull.bitmap.is_empty());
    let again = Kept::default();
    assert_eq!(courier.pull(pull, &again).await, Ok(()));
    sample.assert_arrived(to.path());
    assert!(again.moved.load(Ordering::Relaxed) < 40 * MIB as u64);
}

#[tokio::test]
async fn more_transfers_than_a_peer_may_have_wait_their_turn() {
    let sample = Sample::new(3 * MIB, 11);
    let from = folder();
    sample.store(from.path());
    let blobs = FolderBlobs {
        folders: BTreeMap::from([(sample.id, from.path().to_owned())]).into(),
        ..FolderBlobs::default()
    };
    let limits = Limits {
        transfers_per_peer: 0,
        ..Limits::default()
    };
    let host = host(Arc::new(blobs), limits, ListenSettings::default()).await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let (to, kept) = (folder(), Kept::default());
    let pull = sample.pull(&host.name, token, to.path());
    let fault = courier(&host, us).pull(pull, &kept).await;
    assert!(
        matches!(fault, Err(CourierFault::Status { status: 503, .. })),
        "{fault:?}"
    );
}

#[tokio::test]
async fn marks_whose_file_is_gone_count_for_nothing_and_whole_ones_fetch_nothing() {
    let sample = Sample::new(5 * MIB, 12);
    let (host, _from) = offering(&sample, false, Vec::new()).await;
    let us = identity();
    host.list("XA/police/cyber", &us);
    let token = sample.grant(&host, &us);
    let courier = courier(&host, us);
    let to = folder();
    let mut pull = sample.pull(&host.name, token, to.path());
    pull.bitmap = vec![0b1_1111];
    assert_eq!(courier.pull(pull.clone(), &Kept::default()).await, Ok(()));
    sample.assert_arrived(to.path());
    let again = Kept::default();
    assert_eq!(courier.pull(pull, &again).await, Ok(()));
    assert_eq!(again.moved.load(Ordering::Relaxed), 0);
}
