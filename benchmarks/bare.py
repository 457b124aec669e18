"""The least that any program with SQLite must do for a turn: a fact and a record, in plain `sqlite3`."""

import sqlite3
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

TABLES = """
CREATE TABLE record (school TEXT, id TEXT, doc BLOB, PRIMARY KEY (school, id));
CREATE TABLE fact (school TEXT, person TEXT, seq INTEGER, at INTEGER, doc BLOB, PRIMARY KEY (school, person, seq)) WITHOUT ROWID;
"""
PEOPLE = 32


class Rate(NamedTuple):
    """`cpu_us` is CPU time of all threads per turn, in microseconds."""

    turns_a_second: float
    cpu_us: float


def loop(path: Path, record: bytes, fact: bytes, per_commit: int, seconds: float) -> Rate:
    """Insert a fact and update a record for each turn, `per_commit` turns in a transaction, as durably as plbot does."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + TABLES)
    db.executemany("INSERT INTO record VALUES ('s', ?, ?)", [(f"p{n}", record) for n in range(PEOPLE)])
    turns, began, cpu = 0, perf_counter(), process_time()
    while perf_counter() - began < seconds:
        db.execute("BEGIN IMMEDIATE")
        for turn in range(turns, turns + per_commit):
            who = f"p{turn % PEOPLE}"
            db.execute("INSERT INTO fact VALUES ('s', ?, ?, 0, ?)", (who, turn, fact))
            db.execute("UPDATE record SET doc = ? WHERE school = 's' AND id = ?", (record, who))
        db.execute("COMMIT")
        turns += per_commit
    took, cpu = perf_counter() - began, process_time() - cpu
    db.close()
    return Rate(turns / took, cpu / turns * 1e6)
