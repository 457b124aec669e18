"""A text as the screen reads it: plain small Latin letters, without what only dresses it up, in rough tokens."""

import re
import unicodedata
from collections.abc import Sequence

_LATIN = str.maketrans(
    "авекмнорстухіїјѕԁһӏԛԝѵьґгпзёйиыбдчшαβεικνορτυχωγηλμσςδɑɡıʟ",
    "abekmhopctyxiijsdhlqwvbrrnzeiuibd4wabeikvoptuxwynluosdagil",
)  # small letters of other alphabets that look like Latin ones
_NEVER = dict.fromkeys(
    [*range(0x2060, 0x2070), *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF, 0xAD, 0x34F, 0x61C]
)
_OVERRIDE = "\u202e"  # what stands behind it is shown from right to left

_EMAIL = re.compile(r"[a-z0-9._+-]{1,64}@[a-z0-9-]{1,64}\.[a-z]{2,6}")
_TAG = re.compile(r"\b[a-z0-9_.]{2,32}#\d{4}\b")
_HANDLE = re.compile(r"(?<![a-z0-9])@([a-z0-9_.]{3,30})")
_LINK = re.compile(r"(?:https?://|www\.|[a-z]{1,12}\.(?:gg|me)/)[^\s]{1,200}")
_PHONE = re.compile(
    r"(?<![\d.,:/=+*-])(?:\+\d{1,3}[ .-]?(?:\d[ .-]?){7,12}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\(\d{3}\) ?\d{3}-?\d{4})(?![\d.,]*\d)"
)
_RUN = re.compile(r"(?<![\d.,:/=+*-])\d(?:[ .-]?\d){6,11}(?!\d)")
_TOKEN = re.compile(r"[a-z0-9@$!|€*#]+|[.?;\n]")
_APOSTROPHES = str.maketrans("", "", "'`\u2018\u2019\u00b4\u02bc")
_PICTURES = {
    "\U0001f52b": "gun", "\U0001f52a": "knife", "\U0001fa78": "blood", "\U0001f4a3": "bomb", "\U0001f48a": "pill", "\U0001f595": "finger",
    "\U0001f346": "aubergine", "\U0001f4a6": "drops", "\U0001f351": "peach", "\U0001f3eb": "school", "\U0001f4f1": "phone",
    "\U0001f42e": "cow", "\U0001f437": "pig", "\U0001f921": "clown", "\U0001f480": "skull", "\u2620": "skull", "\u26b0": "coffin",
    "\U0001faa6": "grave",
}  # fmt: skip
_SEEN = str.maketrans({sign: f" picture{name} " for sign, name in _PICTURES.items()})  # a list names them `picturegun`
END = "."  # the end of a sentence: no phrase reaches across it


def plain(text: str) -> str:
    """The text in small letters without accents, look-alikes, zero-width signs and apostrophes."""
    if text.isascii():
        return text.lower().translate(_APOSTROPHES)
    if _OVERRIDE in text:
        head, _, tail = text.partition(_OVERRIDE)
        text = head + tail[::-1]
    text = unicodedata.normalize("NFKC", text.translate(_NEVER).translate(_SEEN)).casefold().translate(_APOSTROPHES)
    text = text.replace("co\u00f1", "conh")  # the one word that its tilde tells from a cone
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) not in ("Mn", "Me", "Cf")
    )
    return bare.translate(_LATIN).translate(_APOSTROPHES)


def sound(word: str, sounds: Sequence[tuple[str, str]]) -> str:
    """How a plain word sounds: letters that are one sound written one way, none doubled. `sounds` are applied in their order."""
    for written, heard in sounds:
        word = word.replace(written, heard)
    return "".join(sign for place, sign in enumerate(word) if sign != word[place - 1 : place])


def rough(text: str) -> list[str]:
    """Tokens of a plain text: words as typed (`k1ll`, `f*ck`), ends of sentences, and a word in place of each contact."""
    if "@" in text or "#" in text:
        text = _EMAIL.sub(" emailaddress ", text)
        text = _TAG.sub(" userhandle ", text)
        text = _HANDLE.sub(r" userhandle @\1 ", text)
    if "/" in text or "www" in text:
        text = _LINK.sub(" weblink ", text)
    if any(sign.isdigit() for sign in text):
        text = _PHONE.sub(" phonenumber ", text)
        text = _RUN.sub(" longnumber ", text)
    tokens: list[str] = []
    for chunk in text.replace("\n", " ; ").split():
        tokens += _of_chunk(chunk)
    return tokens


def _of_chunk(chunk: str) -> list[str]:
    """One stretch without a space. A stop at its end ends a sentence; one inside (`k.i.l.l`) only parts letters."""
    ends = chunk[-1] in ".?;!"
    words = [word for word in _TOKEN.findall(chunk) if word not in ".?;"]
    tidy = [short for word in words if (short := _trimmed(word))]
    return [*tidy, END] if ends else tidy


def _trimmed(word: str) -> str:
    """Without signs that stand at an edge as punctuation: `me!` and `#fail` are words."""
    if word.isalnum():
        return word
    word = word.rstrip("!|#").lstrip("!|#")
    return word if any(sign.isalnum() for sign in word) else ""
