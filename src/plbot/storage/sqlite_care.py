"""How a SQLite database is kept tidy and found sound: small deletions, and questions whose answer should be nothing."""

from pathlib import Path

from plbot.limits import DAY, limits

# Each takes the school, the horizon (ms) and how many rows at most.
DELETIONS = {
    "text": """DELETE FROM text WHERE rowid IN (
        SELECT rowid FROM text WHERE school = ? AND at <= ? AND kind <> 'report' LIMIT ?)""",
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
}

# Every table that is led by a school the database may not know; UNION drops the repetitions.
STRANGERS = """SELECT DISTINCT school FROM (
    SELECT school FROM heard UNION SELECT school FROM address UNION SELECT school FROM record
    UNION SELECT school FROM fact UNION SELECT school FROM text UNION SELECT school FROM standing
    UNION SELECT school FROM letter UNION SELECT school FROM outbox UNION SELECT school FROM said
    UNION SELECT school FROM button UNION SELECT school FROM code UNION SELECT school FROM trouble
    UNION SELECT school FROM job UNION SELECT school FROM note UNION SELECT school FROM counter)
    WHERE school NOT IN (SELECT school FROM school) ORDER BY school"""

ORPHANS = """SELECT count(*) FROM text WHERE NOT EXISTS (
    SELECT 1 FROM fact WHERE fact.school = text.school AND fact.person = text.person AND fact.seq = text.seq)"""


def drop_old_copies(path: Path, now: int) -> None:
    """Delete copies made before updates once they are `backup_days` old: what was forgotten must not live on there."""
    for copy in path.parent.glob(f"{path.name}.before-*"):
        if copy.stat().st_mtime * 1000 <= now - limits.backup_days * DAY:
            copy.unlink(missing_ok=True)
