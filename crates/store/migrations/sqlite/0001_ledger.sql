-- The ledger. Columns are BIGINT, TEXT and BLOB only; flags are 0 and 1, instants are UTC
-- milliseconds. Every keyed table begins with id, version (what guards compare) and mark (a keyed
-- checksum of the row). Columns that hold case data are sealed under the key of the case.
-- The same tables under the same number stand in ../postgres.

-- The node's own key, wrapped under the key-encryption key, and a proof of the latter.
CREATE TABLE vault (
    id      BIGINT PRIMARY KEY,
    kek     BIGINT NOT NULL,
    proof   BLOB NOT NULL,
    number  BIGINT NOT NULL,
    wrapped BLOB NOT NULL
);
CREATE TABLE case_key (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    kek BIGINT NOT NULL, wrapped BLOB
) WITHOUT ROWID;

CREATE TABLE request (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    desk BIGINT NOT NULL, deadline BIGINT NOT NULL, ours BIGINT NOT NULL, open BIGINT NOT NULL,
    emergency BIGINT NOT NULL, nobody BIGINT NOT NULL, arrived BIGINT NOT NULL,
    stage TEXT NOT NULL, peer TEXT NOT NULL, kind TEXT NOT NULL, owner TEXT NOT NULL,
    opened BIGINT NOT NULL, number_hash BLOB NOT NULL, peer_number_hash BLOB,
    body BLOB NOT NULL, words BLOB NOT NULL
);
-- Open cases by every filter of the queue. `open` also stands among the columns: a planner without
-- statistics then prefers these small indexes to those over everything.
CREATE INDEX q_desk      ON request(desk, open, deadline, id)            WHERE open = 1;
CREATE INDEX q_stage     ON request(desk, open, stage, deadline, id)     WHERE open = 1;
CREATE INDEX q_peer      ON request(desk, open, peer, deadline, id)      WHERE open = 1;
CREATE INDEX q_kind      ON request(desk, open, kind, deadline, id)      WHERE open = 1;
CREATE INDEX q_owner     ON request(desk, open, owner, deadline, id)     WHERE open = 1;
CREATE INDEX q_ours      ON request(desk, open, ours, deadline, id)      WHERE open = 1;
CREATE INDEX q_emergency ON request(desk, open, emergency, deadline, id) WHERE open = 1;
CREATE INDEX q_counts    ON request(desk, open, ours, nobody, emergency, arrived) WHERE open = 1;
CREATE INDEX q_due       ON request(open, deadline, id)                  WHERE open = 1;
-- History: open and ended together.
CREATE INDEX q_all       ON request(desk, deadline, id);
CREATE INDEX q_all_stage ON request(desk, stage, deadline, id);
CREATE INDEX q_all_peer  ON request(desk, peer, deadline, id);
CREATE INDEX q_all_kind  ON request(desk, kind, deadline, id);
CREATE INDEX request_number      ON request(number_hash);
CREATE INDEX request_peer_number ON request(peer_number_hash) WHERE peer_number_hash IS NOT NULL;

CREATE TABLE thread (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    case_id BLOB NOT NULL, members TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE thread_out (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    head BLOB
) WITHOUT ROWID;
CREATE TABLE thread_in (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    next_seq BIGINT NOT NULL, head BLOB
) WITHOUT ROWID;

CREATE TABLE outbox (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    msg BLOB NOT NULL, peer TEXT NOT NULL, case_id BLOB NOT NULL, thread BLOB NOT NULL,
    seq BIGINT NOT NULL, kind TEXT NOT NULL, urgency BIGINT NOT NULL, state TEXT NOT NULL,
    attempts BIGINT NOT NULL, next_attempt BIGINT NOT NULL, expires BIGINT NOT NULL,
    created BIGINT NOT NULL, waits_for BLOB, answer BLOB, last_fault TEXT, warned BIGINT NOT NULL,
    epoch BIGINT NOT NULL, prev BLOB, stands_for BLOB, again BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX outbox_due   ON outbox(state, next_attempt, peer, urgency, seq) WHERE state = 'queued';
CREATE INDEX outbox_state ON outbox(state, created, id);
CREATE INDEX outbox_wait  ON outbox(waits_for) WHERE state = 'waiting';
CREATE INDEX outbox_case  ON outbox(case_id, created);
CREATE TABLE outbox_body (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    inner_sealed BLOB NOT NULL, sealed BLOB NOT NULL
);

CREATE TABLE inbox (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    sealed_hash BLOB NOT NULL, sender TEXT NOT NULL, thread BLOB NOT NULL, seq BIGINT NOT NULL,
    epoch BIGINT NOT NULL, kind TEXT NOT NULL, case_id BLOB NOT NULL, at BIGINT NOT NULL,
    inner_sealed BLOB NOT NULL, receipt BLOB NOT NULL
);
CREATE INDEX inbox_hash  ON inbox(sealed_hash);
CREATE INDEX inbox_place ON inbox(thread, sender, epoch, seq);
CREATE INDEX inbox_case  ON inbox(case_id, at);
CREATE TABLE parked (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    sealed_hash BLOB NOT NULL, sender TEXT NOT NULL, thread BLOB NOT NULL, seq BIGINT NOT NULL,
    epoch BIGINT NOT NULL, at BIGINT NOT NULL, inner_sealed BLOB NOT NULL, receipt BLOB NOT NULL
);
CREATE INDEX parked_hash  ON parked(sealed_hash);
CREATE INDEX parked_place ON parked(thread, sender, epoch, seq);

CREATE TABLE object (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    case_id BLOB NOT NULL, item TEXT, state TEXT NOT NULL, manifest BLOB NOT NULL,
    bytes BIGINT NOT NULL, name BLOB NOT NULL, facts BLOB NOT NULL, producer TEXT NOT NULL,
    created BIGINT NOT NULL, changed BIGINT NOT NULL
);
CREATE INDEX object_case ON object(case_id, created, id);
CREATE INDEX object_new  ON object(created, id);
CREATE TABLE wrap (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    object BLOB NOT NULL, recipient TEXT NOT NULL, wrap BLOB NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX wrap_object ON wrap(object, at);
CREATE TABLE transfer (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    object BLOB NOT NULL, peer TEXT NOT NULL, pulling BIGINT NOT NULL, token BLOB,
    bitmap BLOB NOT NULL, moved BIGINT NOT NULL, done BIGINT NOT NULL, next_attempt BIGINT NOT NULL,
    last_fault TEXT, created BIGINT NOT NULL
);
CREATE INDEX transfer_open   ON transfer(next_attempt, id) WHERE done = 0 AND pulling = 1;
CREATE INDEX transfer_object ON transfer(object, created);

CREATE TABLE officer (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    login TEXT NOT NULL UNIQUE, body BLOB NOT NULL
);
CREATE TABLE session (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    officer TEXT NOT NULL, began BIGINT NOT NULL, seen BIGINT NOT NULL, form_key BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_seen ON session(seen);
CREATE TABLE nonce (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    keep_until BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX nonce_keep ON nonce(keep_until);

-- The custody log. The head row gives each leaf its place, in the order of commits.
CREATE TABLE log_head (
    id   BIGINT PRIMARY KEY,
    size BIGINT NOT NULL
);
INSERT INTO log_head (id, size) VALUES (1, 0);
CREATE TABLE register (
    idx INTEGER PRIMARY KEY,
    case_id BLOB NOT NULL, at BIGINT NOT NULL, kind TEXT NOT NULL,
    record BLOB NOT NULL, hash BLOB NOT NULL, sealed BLOB NOT NULL, mark BIGINT NOT NULL
);
CREATE INDEX register_case ON register(case_id, idx);
CREATE TABLE tile (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    hashes BLOB NOT NULL
);
CREATE TABLE checkpoint (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    root BLOB NOT NULL, note BLOB NOT NULL, at BIGINT NOT NULL
);
CREATE TABLE cosignature (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    size BIGINT NOT NULL, witness TEXT NOT NULL, lines BLOB NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX cosignature_size ON cosignature(size);
CREATE TABLE peer_head (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    root BLOB NOT NULL, note BLOB NOT NULL, at BIGINT NOT NULL
);

CREATE TABLE setting (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    value BLOB NOT NULL
);
CREATE TABLE series (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL
);
CREATE TABLE peer_caps (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    caps BLOB NOT NULL
);
CREATE TABLE directory (
    id BLOB PRIMARY KEY, version BIGINT NOT NULL, mark BIGINT NOT NULL,
    bytes BLOB NOT NULL
);

-- The search index: keyed hashes of words. search_queue holds the cases still to be indexed,
-- search_doc what the index holds of each, sealed, so that its tokens can be taken out again.
CREATE TABLE search_queue (
    no      BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE search_doc (
    no BIGINT PRIMARY KEY,
    case_id BLOB NOT NULL,
    indexed BLOB NOT NULL
);
CREATE TABLE search_token (
    hash BIGINT NOT NULL,
    no   BIGINT NOT NULL,
    PRIMARY KEY (hash, no)
) WITHOUT ROWID;
