"""What it takes in SQL to forget a person: all that is theirs goes, and what stands about them with people near them."""

# Each takes the school, the person and the moment (ms). Run last, so that nothing written in the same batch is left.
FORGET = (
    "INSERT OR REPLACE INTO forgotten (school, id, at) SELECT ?1, hash, ?3 FROM address WHERE school = ?1 AND person = ?2",
    "INSERT OR REPLACE INTO forgotten (school, id, at) VALUES (?1, ?2, ?3)",
    *(
        f"DELETE FROM {table} WHERE school = ?1 AND {column} = ?2 AND ?3 = ?3"  # noqa: S608 # made of our own words
        for table, column in (
            ("address", "person"),
            ("record", "id"),
            ("fact", "person"),
            ("text", "person"),
            ("hold", "person"),
            ("standing", "person"),
            ("letter", "receiver"),
            ("outbox", "person"),
            ("said", "person"),
            ("button", "person"),
            ("code", "record"),
        )
    ),
)

# Each takes the school, the person, their name, and one person near them. Run first: what is new does not name them.
# What was sent to somebody near may quote them without a name, so all of it goes; it has been read.
SCRUB = (
    "DELETE FROM outbox WHERE school = ?1 AND person = ?4 AND state <> 'owed'",
    """DELETE FROM outbox WHERE school = ?1 AND person = ?4 AND state = 'owed'
    AND (instr(doc, CAST(?2 AS BLOB)) > 0 OR (?3 <> '' AND instr(doc, CAST(?3 AS BLOB)) > 0))""",
    """DELETE FROM button WHERE school = ?1 AND person = ?4
    AND (instr(doc, CAST(?2 AS BLOB)) > 0 OR (?3 <> '' AND instr(doc, CAST(?3 AS BLOB)) > 0))""",
    """UPDATE fact SET doc = CAST(replace(CAST(doc AS TEXT), ?2, '') AS BLOB)
    WHERE school = ?1 AND person = ?4 AND instr(doc, CAST(?2 AS BLOB)) > 0""",
)
