"""What people and classes may be called, and how ids and codes are written."""

import re
import unicodedata
from random import Random

from plbot.limits import limits

_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no letters that are mistaken for each other
_ID_LENGTH = 12  # 60 bits: a school never sees two alike
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_MARKS = set("$*_`<>[]{}\\|~@")  # marks of some platform or of our maths: a name that is only a name needs none


def person_id(chance: Random) -> str:
    return "p" + _letters(chance)


def class_id(chance: Random) -> str:
    return "c" + _letters(chance)


def request_id(chance: Random) -> str:
    return _letters(chance)[:8]


def _letters(chance: Random) -> str:
    return "".join(chance.choices(_ID_LETTERS, k=_ID_LENGTH))


def new_code(chance: Random) -> str:
    """A class code: 39.6 bits."""
    return "".join(chance.choices(limits.code_letters, k=limits.code_length))


def as_code(text: str) -> str:
    """`text` as a code, or '' when it cannot be one. Case, spaces and dashes do not count."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == limits.code_length and all(sign in limits.code_letters for sign in code) else ""


def tidy_name(text: str, longest: int = limits.name_longest) -> str:
    """A name as it will be shown, or '' when it cannot be one: no control signs, no marks, at least one letter or digit."""
    if len(text) > longest * 4:
        return ""
    normal = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in normal if unicodedata.category(sign) not in _INVISIBLE and sign not in _MARKS)
    name = " ".join(seen.split())
    return name if name and len(name) <= longest and any(sign.isalnum() for sign in name) else ""


def alike(name: str) -> str:
    """What two names that look the same to a reader have in common: case, accents and spaces do not count."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parted if sign.isalnum())


def straight(text: str) -> str:
    """`text` with plain apostrophes: phones write curly ones by themselves."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def without_name(text: str, name: str, gap: str) -> str:
    """`text` with every part of a name replaced by `gap`."""
    parts = "|".join(re.escape(part) for part in (name, *name.split()) if part)
    return re.sub(rf"(?<!\w)(?:{parts})(?!\w)", gap, text, flags=re.IGNORECASE) if parts else text


def shortened(text: str, longest: int) -> str:
    """`text`, cut between two words where it is longer than `longest` characters."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " ..."


def tidy_words(text: str, longest: int) -> str:
    """A person's own sentence without control and direction signs, at most `longest` characters."""
    seen = "".join(sign if unicodedata.category(sign) not in _INVISIBLE else " " for sign in text[: longest * 4])
    return " ".join(seen.split())[:longest]
