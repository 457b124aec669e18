"""Words that were typed in a hurry: what is forgiven in a word, and what is not (numbers, never)."""
# ruff: noqa: RUF001 - characters that look like others are this file's work

import re
import unicodedata

from plbot.core.answers.languages import both, starter_pattern, unsure_words

MARKS = re.compile(r"[_,;]|[.:!?\"](?!\d)|[()\[\]{}]|(?<!\d)[^\w\s.:](?!\d)")  # 2/4, -5, 3.5 keep theirs
EDGES = " \t.,;:!?\"'`()[]{}*«»„“”‘’¿¡…"
DIGITS = re.compile(r"\d")
LOOKALIKES = ("LATIN", "CYRILLIC", "GREEK")


def folded(text: str) -> str:
    """Without case, accents and punctuation; words one blank apart. `Él está, aquí!` -> `el esta aqui`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign)) if not apart.isascii() else apart
    return " ".join(MARKS.sub(" ", bare.replace("'", "")).split())


def without_article(text: str, language: str) -> str:
    """A folded text without its first article."""
    first, _, rest = text.partition(" ")
    return rest if rest and any(first.lower() in spoken.articles for spoken in both(language)) else text


def without_starter(text: str, language: str) -> str:
    """`I think it is glucose` -> `glucose`."""
    starter = starter_pattern(language)
    for _ in range(3):  # `well, I think it is ...`
        found = starter.match(text)
        if found is None or found.end() == len(text):
            break
        text = text[found.end() :]
    return text


def mixed_scripts(text: str) -> bool:
    """One word holds letters of two alphabets that look alike: somebody pasted, or plays."""
    if text.isascii():
        return False
    for word in text.split():
        scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha()}
        if len(scripts.intersection(LOOKALIKES)) > 1:
            return True
    return False


def is_unsure(text: str, language: str) -> bool:
    """`I don't know` is no miss."""
    return text.strip(EDGES).lower() in unsure_words(language)


def edits(left: str, right: str, most: int) -> int:
    """Damerau-Levenshtein distance (optimal string alignment); `most + 1` as soon as it is more than `most`."""
    if left == right:
        return 0
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, row, older = row, [i], before
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
        if min(row) > most:
            return most + 1
    return row[-1]


def near(given: str, key: str, typos: int) -> bool:
    """Folded texts that differ by at most `typos` edits, none of them in a digit."""
    if given == key:
        return True
    if not typos or DIGITS.findall(given) != DIGITS.findall(key):
        return False
    return edits(given, key, min(typos, len(key) - 1)) <= min(typos, len(key) - 1)
