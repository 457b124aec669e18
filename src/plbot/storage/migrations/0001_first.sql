-- The first tables. `school` leads every key, so that schools can be spread over databases later.
-- Moments are whole milliseconds since 1970 (UTC). `doc` is a document whose meaning belongs to the desk.

CREATE TABLE school (
    school TEXT NOT NULL PRIMARY KEY,
    zone TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE heard (
    school TEXT NOT NULL,
    platform TEXT NOT NULL,
    bot TEXT NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (school, platform, bot, event)
) WITHOUT ROWID;
CREATE INDEX heard_at ON heard (school, at);

CREATE TABLE address (
    school TEXT NOT NULL,
    hash TEXT NOT NULL,
    sealed BLOB NOT NULL,
    person TEXT NOT NULL,
    preferred INTEGER NOT NULL,
    reachable INTEGER NOT NULL,
    PRIMARY KEY (school, hash)
) WITHOUT ROWID;
CREATE INDEX address_person ON address (school, person);

-- Documents reach 20 KB: a table with row numbers keeps them out of the index.
CREATE TABLE record (
    school TEXT NOT NULL,
    id TEXT NOT NULL,
    doc BLOB NOT NULL,
    PRIMARY KEY (school, id)
);

CREATE TABLE fact (
    school TEXT NOT NULL,
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    doc BLOB NOT NULL,
    PRIMARY KEY (school, person, seq)
) WITHOUT ROWID;

CREATE TABLE text (
    school TEXT NOT NULL,
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (school, person, seq)
);
CREATE INDEX text_at ON text (school, at);

CREATE TABLE standing (
    school TEXT NOT NULL,
    person TEXT NOT NULL,
    standard TEXT NOT NULL,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (school, person, standard)
) WITHOUT ROWID;

CREATE TABLE letter (
    school TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    receiver TEXT NOT NULL,
    due INTEGER NOT NULL,
    doc BLOB NOT NULL,
    root TEXT NOT NULL,
    PRIMARY KEY (school, seq)
) WITHOUT ROWID;
CREATE INDEX letter_due ON letter (school, due, seq);

CREATE TABLE outbox (
    school TEXT NOT NULL,
    seq INTEGER NOT NULL,
    person TEXT NOT NULL,
    via TEXT NOT NULL,
    lane TEXT NOT NULL,
    key TEXT NOT NULL,
    revises INTEGER NOT NULL,
    doc BLOB NOT NULL,
    due INTEGER NOT NULL,
    since INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'owed',
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (school, seq)
);
CREATE INDEX outbox_owed ON outbox (school, person, lane, seq, due) WHERE state = 'owed';
CREATE INDEX outbox_settled ON outbox (school, sent_at) WHERE state <> 'owed';

CREATE TABLE said (
    school TEXT NOT NULL,
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    ids BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (school, person, key)
) WITHOUT ROWID;
CREATE INDEX said_at ON said (school, at);

CREATE TABLE button (
    school TEXT NOT NULL,
    mid TEXT NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    doc BLOB NOT NULL,
    PRIMARY KEY (school, mid)
) WITHOUT ROWID;
CREATE INDEX button_at ON button (school, at);

CREATE TABLE code (
    school TEXT NOT NULL,
    code TEXT NOT NULL,
    record TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (school, code)
) WITHOUT ROWID;

CREATE TABLE trouble (
    school TEXT NOT NULL,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    exception TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (school, seq)
) WITHOUT ROWID;

CREATE TABLE job (
    school TEXT NOT NULL,
    job TEXT NOT NULL,
    slot TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (school, job, slot)
) WITHOUT ROWID;

CREATE TABLE note (
    school TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (school, name)
) WITHOUT ROWID;

-- The last number given out for letters, messages and troubles. Numbers are never given twice, whatever is deleted.
CREATE TABLE counter (
    school TEXT NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (school, name)
) WITHOUT ROWID;
