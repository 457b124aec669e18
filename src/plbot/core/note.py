"""What every letter is: a note with a tag of its own."""

import msgspec


class Note(msgspec.Struct, frozen=True, tag_field="letter", omit_defaults=True):
    """Base of what a letter says."""
