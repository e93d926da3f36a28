//! The contract of [`Blobs`]: whole or absent, readable in ranges, published once.

use comity_core::id::ObjectId;
use comity_flows::ports::{BlobFault, BlobPart, Blobs};

use super::sample::object;

/// Makes one test of each sentence. The argument is an async function that opens a fresh store as
/// `Option<(Arc<dyn Blobs>, impl Any)>`; the second part is kept until the test ends.
#[macro_export]
macro_rules! blobs_contract {
    ($open:path) => {
        $crate::blobs_contract!(@ $open:
            an_object_is_absent_until_it_is_published
            ranges_are_read_as_asked
            publishing_again_changes_nothing
            an_unfinished_object_is_never_published
            a_discarded_object_leaves_nothing
            what_cannot_fit_is_refused_before_anything_is_written
            a_large_part_comes_back_whole
        );
    };
    (@ $open:path: $($sentence:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sentence() {
            if let Some((blobs, _keep)) = $open().await {
                $crate::contract::blobs::$sentence(blobs.as_ref()).await;
            }
        }
    )*};
}

async fn write(blobs: &dyn Blobs, id: ObjectId, chunks: &[u8]) {
    let writer = blobs.stage(id, chunks.len() as u64).await.expect("stages");
    std::fs::write(writer.path(BlobPart::Chunks), chunks).expect("writes");
    std::fs::write(writer.path(BlobPart::Tags), [1; 16]).expect("writes");
    std::fs::write(writer.path(BlobPart::Leaves), [2; 32]).expect("writes");
}

/// Nobody reads half an object.
pub async fn an_object_is_absent_until_it_is_published(blobs: &dyn Blobs) {
    write(blobs, object(1), b"ciphertext").await;
    assert!(matches!(
        blobs.size(object(1), BlobPart::Chunks).await,
        Err(BlobFault::Absent)
    ));
    assert!(matches!(
        blobs.read(object(1), BlobPart::Tags, 0, 16).await,
        Err(BlobFault::Absent)
    ));
    assert!(blobs.local(object(1), BlobPart::Chunks).is_none());
    blobs.publish(object(1)).await.expect("publishes");
    assert_eq!(
        blobs
            .size(object(1), BlobPart::Chunks)
            .await
            .expect("reads"),
        10
    );
    assert_eq!(
        blobs
            .size(object(1), BlobPart::Leaves)
            .await
            .expect("reads"),
        32
    );
    if let Some(path) = blobs.local(object(1), BlobPart::Chunks) {
        assert_eq!(std::fs::read(path).expect("reads"), b"ciphertext");
    }
}

/// Fewer bytes only at the end.
pub async fn ranges_are_read_as_asked(blobs: &dyn Blobs) {
    write(blobs, object(1), b"0123456789").await;
    blobs.publish(object(1)).await.expect("publishes");
    let read = async |offset, len| {
        blobs
            .read(object(1), BlobPart::Chunks, offset, len)
            .await
            .expect("reads")
    };
    assert_eq!(&read(0, 4).await[..], b"0123");
    assert_eq!(&read(8, 9).await[..], b"89");
    assert_eq!(&read(10, 1).await[..], b"");
    assert_eq!(&read(u64::MAX, u64::MAX).await[..], b"");
    assert_eq!(&read(0, u64::MAX).await[..], b"0123456789");
    assert_eq!(&read(3, 0).await[..], b"");
}

/// A second time is no change, and a published object is never written again.
pub async fn publishing_again_changes_nothing(blobs: &dyn Blobs) {
    write(blobs, object(1), b"first").await;
    blobs.publish(object(1)).await.expect("publishes");
    blobs.publish(object(1)).await.expect("no change");
    write(blobs, object(1), b"other").await;
    blobs.publish(object(1)).await.expect("no change");
    let bytes = blobs
        .read(object(1), BlobPart::Chunks, 0, 99)
        .await
        .expect("reads");
    assert_eq!(&bytes[..], b"first");
}

/// All three parts, or nothing.
pub async fn an_unfinished_object_is_never_published(blobs: &dyn Blobs) {
    assert!(matches!(
        blobs.publish(object(1)).await,
        Err(BlobFault::Absent)
    ));
    let writer = blobs.stage(object(1), 10).await.expect("stages");
    std::fs::write(writer.path(BlobPart::Chunks), b"ciphertext").expect("writes");
    assert!(matches!(
        blobs.publish(object(1)).await,
        Err(BlobFault::Absent)
    ));
    assert!(matches!(
        blobs.size(object(1), BlobPart::Chunks).await,
        Err(BlobFault::Absent)
    ));
    // Continued, it keeps what it had.
    let again = blobs.stage(object(1), 10).await.expect("stages");
    assert_eq!(
        std::fs::read(again.path(BlobPart::Chunks)).expect("reads"),
        b"ciphertext"
    );
}

/// Also when it was never begun.
pub async fn a_discarded_object_leaves_nothing(blobs: &dyn Blobs) {
    write(blobs, object(1), b"ciphertext").await;
    let folder = blobs.stage(object(1), 1).await.expect("stages").folder;
    blobs.discard(object(1)).await.expect("discards");
    assert!(!folder.exists());
    blobs.discard(object(2)).await.expect("no change");
}

/// Space is checked first.
pub async fn what_cannot_fit_is_refused_before_anything_is_written(blobs: &dyn Blobs) {
    assert!(matches!(
        blobs.stage(object(1), u64::MAX / 2).await,
        Err(BlobFault::NoSpace)
    ));
    assert!(matches!(
        blobs.publish(object(1)).await,
        Err(BlobFault::Absent)
    ));
}

/// More than one part of an upload, and an odd end.
pub async fn a_large_part_comes_back_whole(blobs: &dyn Blobs) {
    let bytes: Vec<u8> = (0..(20u32 << 20) + 77)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    write(blobs, object(1), &bytes).await;
    blobs.publish(object(1)).await.expect("publishes");
    assert_eq!(
        blobs
            .size(object(1), BlobPart::Chunks)
            .await
            .expect("reads"),
        bytes.len() as u64
    );
    let mut back = Vec::new();
    while back.len() < bytes.len() {
        let part = blobs
            .read(object(1), BlobPart::Chunks, back.len() as u64, 7 << 20)
            .await
            .expect("reads");
        assert!(!part.is_empty());
        back.extend_from_slice(&part);
    }
    assert!(back == bytes, "the bytes differ");
}
