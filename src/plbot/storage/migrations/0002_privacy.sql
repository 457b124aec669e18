-- Who looked at or changed whose record; what must outlive its day; who was forgotten.

-- `hash` is over the row and the hash before it: a row that was changed or taken out breaks the chain.
CREATE TABLE audit (
    school TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    deed TEXT NOT NULL,
    about TEXT NOT NULL,
    why TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (school, seq)
) WITHOUT ROWID;
CREATE INDEX audit_about ON audit (school, about, seq);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit is only ever added to');
END;

-- Words that an open report needs are not deleted by age.
CREATE TABLE hold (
    school TEXT NOT NULL,
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (school, person, seq, report)
) WITHOUT ROWID;
CREATE INDEX hold_report ON hold (school, report);

-- An address (hash) or a person that was forgotten: what a platform delivers late brings nobody back.
CREATE TABLE forgotten (
    school TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (school, id)
) WITHOUT ROWID;
CREATE INDEX forgotten_at ON forgotten (school, at);
