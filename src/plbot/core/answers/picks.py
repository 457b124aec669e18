"""Mark what is answered with what is shown: choice, choices, order and match."""

import re

from plbot.core.answers.clean import plain, unwrapped, visible
from plbot.core.answers.parse import parse
from plbot.core.answers.tree import CannotReadError, Statement
from plbot.core.answers.typos import DIGITS, EDGES, edits, folded, is_unsure, without_article, without_starter
from plbot.core.answers.verdicts import Ambiguous, Missed, Right, Unreadable, Verdict
from plbot.core.questions import Mistake, Option, Question

PLACE = re.compile(
    r"(?:(?:option|number|answer|choice|letter|no\.?|opción|opcion|número|numero|letra)\s+)?[#(\[]{0,2}\s*"
    r"(?P<place>\d{1,2}|[a-z])\s*[)\].:]{0,3}(?P<rest>(?<=[)\].:])\s.*)?",
    re.IGNORECASE | re.DOTALL,
)
BETWEEN = re.compile(r"\s*(?:[,;&+>|]|->|\band\b|\by\b|\bthen\b|\bund\b|\bet\b)\s*|\s*\n\s*", re.IGNORECASE)
PAIR = re.compile(r"(\d{1,2})\s*[-=:.)>]{0,3}\s*([a-z])(?![a-z])|([a-z])\s*[-=:.)>]{0,3}\s*(\d{1,2})", re.IGNORECASE)
PAIR_GAP = re.compile(r"[\s,;&]*(?:\band\b|\by\b)?[\s,;&]*", re.IGNORECASE)
LETTERS_FOR_TYPO = 5  # one slip in every five letters of an option; options differ by more than that
MOST_TYPOS = 2
SHORTEST_START = 4  # letters of an option that stand for the whole of it
SINGLE_DIGITS = 9  # up to nine options `213` is 2, 1, 3
ALL = frozenset(("all", "all of them", "all of the above", "todas", "todos"))


class Shown:
    """The options as a student can name them: by number, by letter, by their words."""

    def __init__(self, texts: tuple[str, ...], language: str) -> None:
        self.texts = texts
        self.language = language
        self.folds = [without_article(folded(text), language) for text in texts]
        self.clash: tuple[str, str] | None = None  # numbers were typed and the options are numbers too
        self.distinct = len(set(self.folds)) == len(texts) and all(self.folds)

    def place(self, text: str) -> int | None:
        """`2`, `b`, `(b)`, `option 2`, `b) oxygen` -> 2. None when it is no place on show."""
        found = PLACE.fullmatch(text.strip())
        if found is None:
            return None
        at = self._counted(found["place"])
        rest = found["rest"]
        return at if at is None or not rest or self.worded(rest) == at else None

    def _counted(self, word: str) -> int | None:
        at = int(word) if word.isdigit() else ord(word.lower()) - ord("a") + 1
        return at if 1 <= at <= len(self.texts) else None

    def worded(self, text: str) -> int | None:
        """The option whose words these are, slips of the finger forgiven; None if there is none, or two."""
        exact = [at for at, option in enumerate(self.texts, 1) if option.strip() == text.strip()]
        if exact:
            return exact[0]
        bare = text.strip(EDGES)
        for wording in (folded(bare), without_article(folded(without_starter(bare, self.language)), self.language)):
            at = self._same_words(wording) if wording and self.distinct else None
            if at:
                return at
        return self._same_formula(text)

    def _same_words(self, wording: str) -> int | None:
        if wording in self.folds:
            return self.folds.index(wording) + 1
        starting = [at for at, fold in enumerate(self.folds, 1) if fold.startswith(wording + " ")]
        if len(starting) == 1 and len(wording) >= SHORTEST_START and not _negated(wording):
            return starting[0]
        close = [at for at, fold in enumerate(self.folds, 1) if _slip(wording, fold)]
        return close[0] if len(close) == 1 else None

    def _same_formula(self, text: str) -> int | None:
        """`1/2` for an option that shows it as TeX: written alike, not merely equal."""
        digits = _digits(text)
        likely = [(at, option) for at, option in enumerate(self.texts, 1) if _digits(option) == digits]
        mine = _formula(text, self.language) if likely else None  # reading is dear; written alike means the same digits
        if mine is None:
            return None
        alike = [at for at, option in likely if _formula(option, self.language) == mine]
        return alike[0] if len(alike) == 1 else None

    def guess(self, text: str) -> str:
        """The nearest option, for `do you mean`."""
        wording = folded(text)
        far = max(len(wording) // 2, 1)
        near = [(edits(wording, fold, far), at) for at, fold in enumerate(self.folds) if _same_digits(wording, fold)]
        best = min(near, default=(far + 1, 0))
        return self.texts[best[1]] if best[0] <= far and len(wording) > 1 else ""

    def one(self, text: str) -> int | None:
        return self.place(text) or self.worded(text)

    def several(self, text: str) -> list[int] | None:
        """`1 3`, `1,3`, `a c`, `ac`, `13`, or the options' words with commas between them; None when unreadable."""
        if folded(text) in ALL:
            return list(range(1, len(self.texts) + 1))
        whole = self.one(text)
        if whole:
            return [whole]
        for parts in (BETWEEN.split(text.strip(EDGES + "[](){}")), self._spaced(text), self._packed(text)):
            found = self._all(list(filter(str.strip, parts)))
            if found:
                return found
        return None

    def _all(self, parts: list[str]) -> list[int] | None:
        if len(parts) > 2 * len(self.texts):
            return None
        placed = [self.place(part) for part in parts]
        worded = [self.worded(part) for part in parts]
        if all(placed) and all(worded) and placed != worded:
            self.clash = (self.letters(placed), self.letters(worded))
        found = [place or word for place, word in zip(placed, worded, strict=True)]
        known = [place for place in found if place]
        return known if len(known) == len(parts) else None

    @staticmethod
    def letters(places: list[int | None]) -> str:
        """`b a c`, which can mean nothing but places."""
        return " ".join(chr(ord("a") + place - 1) for place in places if place)

    def _spaced(self, text: str) -> list[str]:
        words = re.split(r"[\s,;&>.+\-()]+", text.strip())
        return [word for word in words if word and word.lower() not in {"and", "y", "then"}]

    def _packed(self, text: str) -> list[str]:
        packed = text.strip()
        same_kind = packed.isascii() and (packed.isdigit() or packed.isalpha())
        return list(packed) if same_kind and len(packed) <= len(self.texts) <= SINGLE_DIGITS else []


def _negated(wording: str) -> bool:
    return wording.partition(" ")[0] in {"not", "no", "never"}


def _same_digits(left: str, right: str) -> bool:
    return DIGITS.findall(left) == DIGITS.findall(right)


def _digits(text: str) -> list[str]:
    try:
        return DIGITS.findall(plain(text))
    except CannotReadError:
        return []


def _slip(wording: str, fold: str) -> bool:
    most = min(MOST_TYPOS, len(fold) // LETTERS_FOR_TYPO)
    return most > 0 and _same_digits(wording, fold) and edits(wording, fold, most) <= most


def _formula(text: str, language: str) -> Statement | None:
    try:
        return parse(unwrapped(plain(text), language))
    except CannotReadError:
        return None


def _options(question: Question, language: str) -> Shown:
    return Shown(tuple(option.text for option in question.options), language)


def _readable(given: str, language: str) -> str | None:
    try:
        text = visible(given)
    except CannotReadError:
        return None
    return text if text.strip(EDGES) and not is_unsure(text, language) else None


def _picked(question: Question, option: Option) -> Missed:
    known = next((mistake.tell for mistake in question.mistakes if mistake.id == option.mistake), "")
    return Missed(option.mistake, option.tell or known)


def grade_choice(question: Question, given: str, *, language: str, asked: bool) -> Verdict:
    """A number out of range is Unreadable: it was a slip, not a thought."""
    text = _readable(given, language)
    if text is None:
        return Unreadable()
    shown = _options(question, language)
    place, worded = shown.place(text), shown.worded(text)
    if place and worded and place != worded and not asked:
        return Ambiguous((_named(shown, place), _named(shown, worded)))
    at = place or worded or shown.place(without_starter(text.strip(EDGES), language))
    if at is None:
        return Unreadable(shown.guess(text))
    option = question.options[at - 1]
    return Right() if option.correct else _picked(question, option)


def _named(shown: Shown, at: int) -> str:
    return f"{chr(ord('a') + at - 1)}) {shown.texts[at - 1]}"


def grade_choices(question: Question, given: str, *, language: str, asked: bool) -> Verdict:
    """All the right ones and no other. A wrong pick is told about; a missing one only counts."""
    text = _readable(given, language)
    shown = _options(question, language)
    picked = None if text is None else shown.several(text)
    if picked is None:
        return Unreadable()
    if shown.clash and not asked:
        return Ambiguous(shown.clash)
    options = [question.options[at - 1] for at in picked]
    stray = next((option for option in options if not option.correct), None)
    if stray is not None:
        return _picked(question, stray)
    wanted = sum(option.correct for option in question.options)
    return Right() if len(set(picked)) == wanted else Missed()


def _known_mistake(found: list[int], read: list[tuple[Mistake, list[int] | None]]) -> Missed:
    for mistake, places in read:
        if places == found:
            return Missed(mistake.id, mistake.tell)
    return Missed()


def grade_order(question: Question, given: str, *, language: str, asked: bool) -> Verdict:
    """Every option once, or it is Unreadable."""
    text = _readable(given, language)
    shown = _options(question, language)
    found = None if text is None else shown.several(text)
    if found is None or sorted(found) != list(range(1, len(shown.texts) + 1)):
        return Unreadable()
    if shown.clash and not asked:
        return Ambiguous(shown.clash)
    if found == list(question.key):
        return Right()
    answers = [(mistake, shown.several(answer)) for mistake in question.mistakes for answer in mistake.answers]
    return _known_mistake(found, answers)


def read_pairs(question: Question, text: str, language: str) -> list[int] | None:
    """`1b 2a` -> [2, 1]; also `b a` in the order of the left side. None unless every left side has one partner."""
    width = len(question.options)
    partners: dict[int, int] = {}
    at = _after_gap(text, 0)
    while at < len(text):
        pair = PAIR.match(text, at)
        if pair is None:
            return _listed(question, text, language)
        left = int(pair[1] or pair[4])
        if left in partners:
            return None
        partners[left] = ord((pair[2] or pair[3]).lower()) - ord("a") + 1
        at = _after_gap(text, pair.end())
    if sorted(partners) != list(range(1, width + 1)) or not _in_range(list(partners.values()), question):
        return None
    return [partners[left] for left in range(1, width + 1)]


def _after_gap(text: str, at: int) -> int:
    gap = PAIR_GAP.match(text, at)
    return gap.end() if gap else at


def _in_range(rights: list[int], question: Question) -> bool:
    return all(1 <= right <= len(question.matches) for right in rights)


def _listed(question: Question, text: str, language: str) -> list[int] | None:
    rights = Shown(question.matches, language).several(text)
    return rights if rights and len(rights) == len(question.options) else None


def grade_match(question: Question, given: str, *, language: str) -> Verdict:
    """Every left side has one partner, or it is Unreadable."""
    text = _readable(given, language)
    found = None if text is None else read_pairs(question, text, language)
    if found is None:
        return Unreadable()
    if found == list(question.key):
        return Right()
    answers = [
        (mistake, read_pairs(question, answer, language)) for mistake in question.mistakes for answer in mistake.answers
    ]
    return _known_mistake(found, answers)
