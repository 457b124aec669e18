"""How a SQLite database is kept tidy and found sound: small deletions, and questions whose answer should be nothing."""

from pathlib import Path

from plbot.storage.chain import ANCHOR

# From the oldest on without a gap: a row whose clock was ahead stays until those before it may go.
_OLD_AUDIT = """FROM audit AS a WHERE school = ?1 AND seq < coalesce(
        (SELECT min(seq) FROM audit AS b WHERE b.school = ?1 AND b.at > ?2), a.seq + 1) ORDER BY seq LIMIT ?3"""

# Each takes the school, the horizon (ms) and how many rows at most.
DELETIONS = {
    "text": """DELETE FROM text WHERE rowid IN (
        SELECT rowid FROM text WHERE school = ? AND at <= ? AND NOT EXISTS (
        SELECT 1 FROM hold WHERE hold.school = text.school AND hold.person = text.person AND hold.seq = text.seq)
        LIMIT ?)""",
    "outbox": """DELETE FROM outbox WHERE rowid IN (
        SELECT rowid FROM outbox WHERE school = ? AND sent_at <= ? AND state <> 'owed' LIMIT ?)""",
    "said": """DELETE FROM said WHERE (school, person, key) IN (
        SELECT school, person, key FROM said WHERE school = ? AND at <= ? LIMIT ?)""",
    "button": """DELETE FROM button WHERE (school, mid) IN (
        SELECT school, mid FROM button WHERE school = ? AND at <= ? LIMIT ?)""",
    "heard": """DELETE FROM heard WHERE (school, platform, bot, event) IN (
        SELECT school, platform, bot, event FROM heard WHERE school = ? AND at <= ? LIMIT ?)""",
    "trouble": """DELETE FROM trouble WHERE (school, seq) IN (
        SELECT school, seq FROM trouble WHERE school = ? AND at <= ? LIMIT ?)""",
    "job": """DELETE FROM job WHERE (school, job, slot) IN (
        SELECT school, job, slot FROM job WHERE school = ? AND at <= ? LIMIT ?)""",
    "forgotten": """DELETE FROM forgotten WHERE (school, id) IN (
        SELECT school, id FROM forgotten WHERE school = ? AND at <= ? LIMIT ?)""",
    "audit": f"DELETE FROM audit WHERE (school, seq) IN (SELECT school, seq {_OLD_AUDIT})",  # noqa: S608 # made of our own words
}

# What must happen first, in the same transaction: the chain goes on from the last row that goes.
BEFORE = {
    "audit": f"""INSERT OR REPLACE INTO note (school, name, value) SELECT school, '{ANCHOR}', seq || ' ' || hash
        FROM (SELECT school, seq, hash {_OLD_AUDIT}) ORDER BY seq DESC LIMIT 1""",  # noqa: S608 # made of our own words
}

# Every table that is led by a school the database may not know; UNION drops the repetitions.
STRANGERS = """SELECT DISTINCT school FROM (
    SELECT school FROM heard UNION SELECT school FROM address UNION SELECT school FROM record
    UNION SELECT school FROM fact UNION SELECT school FROM text UNION SELECT school FROM standing
    UNION SELECT school FROM letter UNION SELECT school FROM outbox UNION SELECT school FROM said
    UNION SELECT school FROM button UNION SELECT school FROM code UNION SELECT school FROM trouble
    UNION SELECT school FROM job UNION SELECT school FROM note UNION SELECT school FROM counter
    UNION SELECT school FROM audit UNION SELECT school FROM hold UNION SELECT school FROM forgotten)
    WHERE school NOT IN (SELECT school FROM school) ORDER BY school"""

ORPHANS = """SELECT count(*) FROM text WHERE NOT EXISTS (
    SELECT 1 FROM fact WHERE fact.school = text.school AND fact.person = text.person AND fact.seq = text.seq)"""


def drop_old_copies(path: Path, until: float = float("inf")) -> None:
    """Delete copies made before updates up to a moment (ms): what was forgotten must not live on there."""
    for copy in path.parent.glob(f"{path.name}.before-*"):
        if copy.stat().st_mtime * 1000 <= until:
            copy.unlink(missing_ok=True)
