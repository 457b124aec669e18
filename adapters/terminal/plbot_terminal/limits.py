"""The terminal's own numbers."""

COLUMNS = 80  # the width that every terminal has, and that eyes follow without losing the line
EVENT_BYTES = 8  # random bytes of an event's id: one person types less than 2^32 lines
