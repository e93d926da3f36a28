//! Objects, people, the custody log and the small rows of a node.

use comity_core::role::Role;
use comity_core::time::Instant;
use comity_flows::ports::{
    ApprovalNonce, CheckpointRow, CosignatureRow, LedgerFault, ObjectState, OfficerRow,
    PeerHeadRow, SessionRow, TransferRow, WrapRow, Write,
};

use crate::contract::Subject;
use crate::contract::sample::{
    MONDAY, arrival, digest, event, node, object, object_row, officer, request, them, us, writes,
};

fn transfer(pulling: bool) -> TransferRow {
    TransferRow {
        token_hash: digest(1),
        object: object(1),
        peer: them(),
        pulling,
        token: pulling.then(|| b"secret token".to_vec()),
        bitmap: vec![0b101],
        moved: 2 << 20,
        done: false,
        next_attempt: MONDAY,
        last_fault: None,
        created: MONDAY,
        expect: None,
    }
}

/// An object, new and changed; what goes with it.
pub async fn objects_wraps_and_transfers_are_kept(subject: &Subject) {
    let ledger = &subject.ledger;
    let new = writes(vec![
        Write::Object(Box::new(object_row(1))),
        Write::Object(Box::new(object_row(2))),
        Write::Transfer(transfer(true)),
    ]);
    ledger.commit(new).await.expect("commits");
    let mut row = ledger
        .object(object(1))
        .await
        .expect("reads")
        .expect("there");
    assert_eq!((row.name.as_str(), row.expect), ("mailbox.mbox", Some(1)));
    row.state = ObjectState::SetAside;
    row.facts = b"{\"sha256\":\"00\"}".to_vec();
    let change = writes(vec![Write::Object(Box::new(row.clone()))]);
    ledger.commit(change.clone()).await.expect("commits");
    assert!(matches!(
        ledger.commit(change).await,
        Err(LedgerFault::Stale)
    ));
    let stored = ledger
        .objects(request(1))
        .await
        .expect("reads")
        .pop()
        .expect("there");
    assert_eq!(
        (stored.state, stored.facts),
        (ObjectState::SetAside, row.facts)
    );
    let newest = ledger.objects_page(10).await.expect("reads");
    assert_eq!(
        newest.iter().map(|row| row.id).collect::<Vec<_>>(),
        [object(2), object(1)]
    );

    let mut row = ledger
        .transfer(digest(1))
        .await
        .expect("reads")
        .expect("there");
    assert_eq!(row.token.as_deref(), Some(&b"secret token"[..]));
    assert_eq!(ledger.transfers_open().await.expect("reads").len(), 1);
    row.bitmap = vec![0b111];
    row.done = true;
    ledger
        .commit(writes(vec![Write::Transfer(row)]))
        .await
        .expect("commits");
    assert!(ledger.transfers_open().await.expect("reads").is_empty());
    assert_eq!(
        ledger.transfers_of(object(1)).await.expect("reads")[0].bitmap,
        [0b111]
    );
    assert!(ledger.transfer(digest(2)).await.expect("reads").is_none());
}

/// The same wrap again is no change; another one is refused.
pub async fn a_wrap_for_a_recipient_never_changes(subject: &Subject) {
    let ledger = &subject.ledger;
    let wrap = |bytes: &[u8], at| {
        writes(vec![Write::Wrap(WrapRow {
            object: object(1),
            recipient: them(),
            wrap: bytes.to_vec(),
            at,
        })])
    };
    ledger
        .commit(wrap(b"first", MONDAY))
        .await
        .expect("commits");
    ledger
        .commit(wrap(b"first", Instant(0)))
        .await
        .expect("no change");
    assert!(matches!(
        ledger.commit(wrap(b"second", MONDAY)).await,
        Err(LedgerFault::Duplicate)
    ));
    let stored = ledger.wraps(object(1)).await.expect("reads");
    assert_eq!(stored.len(), 1);
    assert_eq!(
        (stored[0].wrap.as_slice(), stored[0].at),
        (&b"first"[..], MONDAY)
    );
}

/// An officer by id and by sign-in name; a session until it ends.
pub async fn officers_and_sessions_come_and_go(subject: &Subject) {
    let ledger = &subject.ledger;
    let mut row = OfficerRow {
        id: officer("o-1"),
        name: "Vera Invented".to_owned(),
        office: "Registry".to_owned(),
        login: "vera".to_owned(),
        password: "$argon2id$".to_owned(),
        roles: vec![Role::CaClerk],
        grant: vec![],
        language: "en".to_owned(),
        disabled: false,
    };
    ledger
        .commit(writes(vec![Write::Officer(row.clone())]))
        .await
        .expect("commits");
    row.disabled = true;
    ledger
        .commit(writes(vec![Write::Officer(row.clone())]))
        .await
        .expect("commits");
    let stored = ledger
        .officer_by_login("vera")
        .await
        .expect("reads")
        .expect("there");
    assert!(stored.disabled && stored.name == row.name && stored.roles == row.roles);
    assert!(
        ledger
            .officer(&officer("o-2"))
            .await
            .expect("reads")
            .is_none()
    );
    assert_eq!(ledger.officers().await.expect("reads").len(), 1);
    let mut other = row.clone();
    other.id = officer("o-2");
    let taken = ledger.commit(writes(vec![Write::Officer(other)])).await;
    assert!(
        matches!(taken, Err(LedgerFault::Duplicate)),
        "a sign-in name belongs to one: {taken:?}"
    );

    let session = SessionRow {
        token_hash: [5; 32],
        officer: officer("o-1"),
        began: MONDAY,
        seen: MONDAY,
        form_key: [6; 16],
    };
    ledger
        .commit(writes(vec![Write::Session(session.clone())]))
        .await
        .expect("commits");
    let mut touched = session;
    touched.seen = Instant(MONDAY.0 + 1);
    ledger
        .commit(writes(vec![Write::Session(touched)]))
        .await
        .expect("commits");
    let stored = ledger
        .session([5; 32])
        .await
        .expect("reads")
        .expect("there");
    assert_eq!(
        (stored.seen, stored.form_key),
        (Instant(MONDAY.0 + 1), [6; 16])
    );
    ledger
        .commit(writes(vec![Write::EndSession([5; 32])]))
        .await
        .expect("commits");
    assert!(ledger.session([5; 32]).await.expect("reads").is_none());
}

/// Also when both uses arrive at the same moment.
pub async fn a_nonce_counts_once(subject: &Subject) {
    let ledger = &subject.ledger;
    let use_it = || {
        ledger.commit(writes(vec![Write::Nonce(ApprovalNonce {
            nonce: [9; 32],
            keep_until: Instant(MONDAY.0 + 1),
        })]))
    };
    let (one, other) = tokio::join!(use_it(), use_it());
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(use_it().await, Err(LedgerFault::Duplicate)));
}

/// What stands in the register is what the flow wrote.
pub async fn register_entries_open_and_leaves_hash(subject: &Subject) {
    let ledger = &subject.ledger;
    let mut change = arrival(1);
    change.events = vec![
        event(Some(request(1)), 1),
        event(None, 2),
        event(Some(request(1)), 3),
    ];
    ledger.commit(change).await.expect("commits");
    let lines = ledger.register(request(1)).await.expect("reads");
    assert_eq!(
        lines.iter().map(|line| line.index).collect::<Vec<_>>(),
        [0, 2]
    );
    let expected = event(Some(request(1)), 3);
    let line = &lines[1];
    assert_eq!(
        (&line.body, line.salt, line.leaf_hash),
        (&expected.body, expected.salt, expected.leaf_hash)
    );
    assert_eq!(
        (line.actor.as_str(), line.kind.as_str()),
        ("node", "request.received")
    );
    let page = ledger.register_page(None, 2).await.expect("reads");
    assert_eq!(
        page.iter().map(|line| line.index).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(page[1].case, None);
    let rest = ledger.register_page(Some(1), 10).await.expect("reads");
    assert_eq!(rest.iter().map(|line| line.index).collect::<Vec<_>>(), [0]);
}

/// A tile that does not begin with what is stored is damage.
pub async fn tiles_only_grow(subject: &Subject) {
    let ledger = &subject.ledger;
    let tile = |n: usize| {
        vec![(
            0,
            3,
            (0..n)
                .flat_map(|n| [u8::try_from(n).unwrap_or(0); 32])
                .collect::<Vec<u8>>(),
        )]
    };
    ledger.put_tiles(tile(2)).await.expect("stores");
    ledger.put_tiles(tile(5)).await.expect("grows");
    ledger.put_tiles(tile(5)).await.expect("no change");
    ledger.put_tiles(tile(2)).await.expect("no change");
    let stored = ledger.tile(0, 3).await.expect("reads").expect("there");
    assert_eq!(stored, tile(5)[0].2);
    let other = vec![(0, 3, vec![7; 6 * 32])];
    assert!(matches!(
        ledger.put_tiles(other).await,
        Err(LedgerFault::Damaged(_))
    ));
    assert!(ledger.tile(1, 3).await.expect("reads").is_none());
}

/// Never two roots for one size.
pub async fn there_is_one_checkpoint_for_each_size(subject: &Subject) {
    let ledger = &subject.ledger;
    let head = |size: u64, note: &[u8]| CheckpointRow {
        size,
        root: [u8::try_from(size % 251).unwrap_or(0); 32],
        note: note.to_vec(),
        at: MONDAY,
    };
    assert!(ledger.checkpoint().await.expect("reads").is_none());
    for size in [256, 512, 70_000] {
        ledger
            .commit(writes(vec![Write::Checkpoint(head(size, b"note"))]))
            .await
            .expect("commits");
    }
    let other = ledger
        .commit(writes(vec![Write::Checkpoint(head(512, b"another"))]))
        .await;
    assert!(matches!(other, Err(LedgerFault::Duplicate)));
    assert_eq!(
        ledger.checkpoint().await.expect("reads"),
        Some(head(70_000, b"note"))
    );
    assert_eq!(
        ledger.checkpoint_of(512).await.expect("reads"),
        Some(head(512, b"note"))
    );
    let cosignature = CosignatureRow {
        size: 512,
        witness: node("XC/police/cyber"),
        lines: b"lines".to_vec(),
        at: MONDAY,
    };
    ledger
        .commit(writes(vec![Write::Cosignature(cosignature.clone())]))
        .await
        .expect("commits");
    assert_eq!(
        ledger.cosignatures(512).await.expect("reads"),
        [cosignature]
    );
    assert!(ledger.cosignatures(256).await.expect("reads").is_empty());
}

/// A witness never cosigns a smaller head, nor two of one size.
pub async fn a_peers_log_only_grows(subject: &Subject) {
    let ledger = &subject.ledger;
    let head = |size, root| PeerHeadRow {
        origin: "comity/XC/police/cyber/e1".to_owned(),
        size,
        root: [root; 32],
        note: b"note".to_vec(),
        at: MONDAY,
    };
    ledger
        .commit(writes(vec![Write::PeerHead(head(256, 1))]))
        .await
        .expect("commits");
    ledger
        .commit(writes(vec![Write::PeerHead(head(512, 2))]))
        .await
        .expect("commits");
    for wrong in [head(256, 1), head(512, 3)] {
        let refused = ledger.commit(writes(vec![Write::PeerHead(wrong)])).await;
        assert!(matches!(refused, Err(LedgerFault::Stale)));
    }
    let stored = ledger
        .peer_head("comity/XC/police/cyber/e1")
        .await
        .expect("reads");
    assert_eq!(stored, Some(head(512, 2)));
}

/// What never goes back does not.
pub async fn settings_caps_and_directory_files_are_kept(subject: &Subject) {
    let ledger = &subject.ledger;
    let setting = |value: &[u8]| {
        writes(vec![Write::Setting {
            name: "epoch".to_owned(),
            value: value.to_vec(),
        }])
    };
    ledger.commit(setting(b"1")).await.expect("commits");
    ledger.commit(setting(b"2")).await.expect("commits");
    assert_eq!(
        ledger.setting("epoch").await.expect("reads").as_deref(),
        Some(&b"2"[..])
    );
    assert_eq!(ledger.setting("other").await.expect("reads"), None);

    let paper = |expect, value: &[u8]| {
        writes(vec![Write::Paper {
            name: "law/book".to_owned(),
            expect,
            value: value.to_vec(),
        }])
    };
    ledger.commit(paper(None, b"first")).await.expect("commits");
    ledger
        .commit(paper(Some(1), b"second"))
        .await
        .expect("commits");
    for late in [None, Some(1), Some(3)] {
        let refused = ledger.commit(paper(late, b"lost")).await;
        assert!(matches!(refused, Err(LedgerFault::Stale)), "{late:?}");
    }
    assert_eq!(
        ledger.paper("law/book").await.expect("reads"),
        Some((2, b"second".to_vec()))
    );
    assert_eq!(ledger.paper("law/none").await.expect("reads"), None);

    let caps = |number| {
        writes(vec![Write::PeerCaps {
            peer: us(),
            number,
            caps: format!("caps {number}").into_bytes(),
        }])
    };
    ledger.commit(caps(7)).await.expect("commits");
    ledger.commit(caps(9)).await.expect("commits");
    assert!(matches!(
        ledger.commit(caps(8)).await,
        Err(LedgerFault::Stale)
    ));
    assert_eq!(
        ledger.peer_caps(&us()).await.expect("reads"),
        Some((9, b"caps 9".to_vec()))
    );
    assert_eq!(ledger.peer_caps(&them()).await.expect("reads"), None);

    let file = |version| {
        writes(vec![Write::DirectoryFile {
            state: "XA".to_owned(),
            version,
            bytes: vec![1],
        }])
    };
    ledger.commit(file(2)).await.expect("commits");
    assert!(matches!(
        ledger.commit(file(1)).await,
        Err(LedgerFault::Stale)
    ));
    assert_eq!(
        ledger.directory_files().await.expect("reads"),
        [("XA".to_owned(), 2, vec![1])]
    );
}
