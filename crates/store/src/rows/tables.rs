//! The keyed tables, in the order in which a group writes them. Names and columns are those of the
//! migrations; a test compares both.

use crate::table::Ty::{Blob, Int, Text};
use crate::table::{Table, Ty};

macro_rules! tables {
    ($($order:literal $constant:ident $name:literal [$($column:literal $ty:ident),*];)*) => {
        $(pub(crate) static $constant: Table = Table {
            order: $order,
            name: $name,
            columns: { const C: &[(&str, Ty)] = &[$(($column, $ty)),*]; C },
        };)*
        /// All of them.
        pub(crate) static ALL: &[&Table] = &[$(&$constant),*];
    };
}

tables! {
    1 CASE_KEY "case_key" ["kek" Int, "wrapped" Blob];
    2 REQUEST "request" [
        "desk" Int, "deadline" Int, "ours" Int, "open" Int, "emergency" Int, "nobody" Int, "arrived" Int,
        "stage" Text, "peer" Text, "kind" Text, "owner" Text, "opened" Int,
        "number_hash" Blob, "peer_number_hash" Blob, "body" Blob, "words" Blob
    ];
    3 THREAD "thread" ["case_id" Blob, "members" Text];
    4 THREAD_OUT "thread_out" ["head" Blob];
    5 THREAD_IN "thread_in" ["next_seq" Int, "head" Blob];
    6 OUTBOX "outbox" [
        "msg" Blob, "peer" Text, "case_id" Blob, "thread" Blob, "seq" Int, "kind" Text, "urgency" Int,
        "state" Text, "attempts" Int, "next_attempt" Int, "expires" Int, "created" Int, "waits_for" Blob,
        "answer" Blob, "last_fault" Text, "warned" Int, "epoch" Int, "prev" Blob, "stands_for" Blob,
        "again" Int
    ];
    7 OUTBOX_BODY "outbox_body" ["inner_sealed" Blob, "sealed" Blob];
    8 INBOX "inbox" [
        "sealed_hash" Blob, "sender" Text, "thread" Blob, "seq" Int, "epoch" Int, "kind" Text,
        "case_id" Blob, "at" Int, "inner_sealed" Blob, "receipt" Blob
    ];
    9 PARKED "parked" [
        "sealed_hash" Blob, "sender" Text, "thread" Blob, "seq" Int, "epoch" Int, "at" Int,
        "inner_sealed" Blob, "receipt" Blob
    ];
    10 OBJECT "object" [
        "case_id" Blob, "item" Text, "state" Text, "manifest" Blob, "bytes" Int, "name" Blob,
        "facts" Blob, "producer" Text, "created" Int, "changed" Int
    ];
    11 WRAP "wrap" ["object" Blob, "recipient" Text, "wrap" Blob, "at" Int];
    12 TRANSFER "transfer" [
        "object" Blob, "peer" Text, "pulling" Int, "token" Blob, "bitmap" Blob, "moved" Int,
        "done" Int, "next_attempt" Int, "last_fault" Text, "created" Int
    ];
    13 OFFICER "officer" ["login" Text, "body" Blob];
    14 SESSION "session" ["officer" Text, "began" Int, "seen" Int, "form_key" Blob];
    15 NONCE "nonce" ["keep_until" Int];
    16 TILE "tile" ["hashes" Blob];
    17 CHECKPOINT "checkpoint" ["root" Blob, "note" Blob, "at" Int];
    18 COSIGNATURE "cosignature" ["size" Int, "witness" Text, "lines" Blob, "at" Int];
    19 PEER_HEAD "peer_head" ["root" Blob, "note" Blob, "at" Int];
    20 SETTING "setting" ["value" Blob];
    21 SERIES "series" [];
    22 PEER_CAPS "peer_caps" ["caps" Blob];
    23 DIRECTORY "directory" ["bytes" Blob];
    24 REGISTER "register" ["case_id" Blob, "at" Int, "kind" Text, "record" Blob, "hash" Blob, "sealed" Blob];
}
