"""`plbot content check`: draw every item many times and prove that a student can work with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

from plbot.content.faults import Fault
from plbot.content.fit import fits
from plbot.content.load import Shelf, read_folder, where_of
from plbot.content.positions import Page, Where
from plbot.content.proofs import proofs, telling_hints
from plbot.content.sense import Finding
from plbot.core.drawing import DrawError, draw
from plbot.core.expressions import ExpressionError
from plbot.core.library import PLAIN, Item, Standard, Theme
from plbot.core.questions import Question
from plbot.core.versions import SCANNED, STEPS, THEME, count_versions, recipe_of

DRAWN = 200  # versions of every item: a fault in 1 of 50 versions is found 98 times in 100
DRAWN_FIXED = 6  # of an item without fresh numbers: only the order of its options changes
FEWEST = 12  # versions of an item with fresh numbers: as many as the evidence window looks back on
SPARSEST = 64  # one setting in so many must be allowed, or drawing would search too long
SEED = 20260907  # any number will do; the same one each time, so that a fault can be found again
ALIKE = 12  # findings at one place that begin with the same letters are the same finding with other numbers
QUOTED = 100  # characters of a question that a fault repeats: one line
HINT_SHARE = 0.25  # a longer key that stands in a hint this often is no coincidence
HINT_SHARE_SHORT = 0.5  # one sign, such as 3, often stands in a hint by chance


class Report(NamedTuple):
    """What the check found. Warnings do not stop the content from being used."""

    faults: list[Fault]
    warnings: list[Fault]
    standards: int
    items: int
    drawn: int


def check(root: Path, began: Callable[[str], object] = lambda _: None) -> Report:
    """Check a folder. `began` is told each standard's code as its turn comes."""
    shelf = read_folder(root)
    faults, warnings = list(shelf.faults), list(shelf.warnings)
    items = drawn = 0
    if not faults:
        for page, standard in _standards(shelf):
            began(standard.code)
            for item in standard.items:
                found = _Trial(standard, item, list(shelf.library.themes.values()))
                faults += [_placed(page, item, finding) for finding in found.findings()]
                items += 1
                drawn += len(found.questions)
        fit_faults, fit_warnings = fits(shelf)
        faults += fit_faults
        warnings += fit_warnings
    return Report(sorted(set(faults)), sorted(set(warnings)), len(shelf.library.standards), items, drawn)


def _standards(shelf: Shelf) -> Iterator[tuple[Page, Standard]]:
    """Every standard, and every standard in every other language, with the page it stands on."""
    for code, standard in shelf.library.standards.items():
        yield shelf.pages[code], standard
    for (code, language), page in shelf.overlays.items():
        yield page, shelf.library.translations[language][code]


def _placed(page: Page, item: Item, finding: Finding) -> Fault:
    where, what = finding
    steps = where_of(page, item.id, *where)
    return page.fault(steps, f"{item.id}: {what}")


class _Trial:
    """One item, drawn many times."""

    def __init__(self, standard: Standard, item: Item, themes: list[Theme]) -> None:
        self.standard = standard
        self.item = item
        self.themes = themes or [PLAIN]
        self.questions: list[Question] = []

    def findings(self) -> Iterator[Finding]:
        """Each thing that is wrong, once, with the first version that shows it."""
        try:
            yield from self.words()
            self.draw_many()
        except (DrawError, ExpressionError) as fault:
            yield (), f"cannot be drawn: {fault}"
            return
        seen: set[tuple[Where, str]] = set()
        for question in self.questions:
            for where, what in proofs(question):
                kind = (where, what[:ALIKE])
                if kind not in seen:
                    seen.add(kind)
                    yield where, f"{what}{self.shown(question)}"
        yield from self.hints()
        yield from self.enough()

    def draw_many(self) -> None:
        cursor = 0
        for number in range(DRAWN if self.item.params else DRAWN_FIXED):
            theme = self.themes[number % len(self.themes)]
            question, cursor = draw(self.standard, self.item, cursor, SEED, theme)
            self.questions.append(question)

    def shown(self, question: Question) -> str:
        """Which version it was, in the question's own words."""
        return f' (in "{shorten(question.ask, QUOTED, placeholder=" ...")}")' if self.item.params else ""

    def words(self) -> Iterator[Finding]:
        for name in recipe_of(self.item).theme_words:
            word = name.removeprefix(THEME)
            if not all(word in theme.words or word in PLAIN.words for theme in self.themes):
                yield ("ask",), f"no theme has the word '{word}'; expected one of: {', '.join(sorted(PLAIN.words))}"

    def hints(self) -> Iterator[Finding]:
        short = all(len(answer) == 1 for question in self.questions for answer in question.answers)
        share = HINT_SHARE_SHORT if short else HINT_SHARE
        telling = [number for question in self.questions for number in telling_hints(question)]
        for number in sorted(set(telling)):
            if telling.count(number) >= share * len(self.questions):
                yield ("hints", number), "this hint gives the answer away; expected a step towards it"

    def enough(self) -> Iterator[Finding]:
        if not any(not parameter.choices for parameter in self.item.params):
            return
        different = len({(question.ask, question.options, question.matches) for question in self.questions})
        if different < FEWEST:
            yield ("params",), f"only {different} different questions come of this; expected at least {FEWEST}"
        size = recipe_of(self.item).size
        least = min(size, SCANNED) // SPARSEST
        if size > STEPS and count_versions(self.item, least) < least:
            yield ("where",), f"fewer than 1 in {SPARSEST} settings are allowed; expected narrower 'params'"
