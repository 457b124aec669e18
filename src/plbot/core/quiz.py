"""Which question comes next, drawn with fresh numbers. In practice one that will probably go right, but not surely."""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2s
from typing import NamedTuple

from plbot.core.drawing import DrawError, draw
from plbot.core.library import Item, Standard, Theme
from plbot.core.questions import PICKED, Question
from plbot.core.readiness import chance_right, elsewhere, score
from plbot.core.records import Person
from plbot.core.standing import Standing
from plbot.core.world import World

AIM = 0.80  # predicted success of the next practice question: the middle of 0.75 to 0.85, where practice teaches most
SAME_ITEM = 0.50  # cost of the very item that came last: the same kind twice in a row is drill
SEEN_LATELY = 0.06  # cost of each earlier answer to the item in the evidence window: spreads the questions over kinds
TIE = 0.01  # what chance may add: items that are as good as each other take turns
TYPED_OWED = 0.10  # gain of a typed question while the gate still asks for some


class Drawn(NamedTuple):
    """A question, and where the item's next version is drawn from."""

    question: Question
    cursor: int


def fresh(person: Person, world: World, standard: Standard, item: Item) -> Drawn:
    """The item with numbers this person has not met (until all were met)."""
    cursor = person.standing(standard.code).cursors.get(item.id, 0)
    drawn = draw(standard, item, cursor, seed_of(person, world, standard.code), theme_of(person, world))
    return Drawn(drawn.question, drawn.next_cursor)


def seed_of(person: Person, world: World, code: str) -> int:
    """The order in which this person meets the versions of a standard's items: their own, and always the same."""
    return int.from_bytes(blake2s(f"{person.id} {code}".encode(), key=world.salt[:32], digest_size=8).digest())


def theme_of(person: Person, world: World) -> Theme | None:
    """One of the person's interests; which one changes from question to question."""
    liked = [theme for name in person.interests if (theme := world.library.themes.get(name))]
    return world.chance.choice(liked) if liked else None


def practice(person: Person, world: World, standard: Standard) -> Drawn | None:
    """The next practice question: predicted success near `AIM`, spread over kinds. None: nothing to practise here."""
    items = standard.items_for("practice")
    if not items:
        return None
    standing = person.standing(standard.code)
    base = score(standing, elsewhere(person.standings, standard.code))
    lately = Counter(answer.item for answer in standing.window)
    typed_owed = sum(not answer.picked for answer in standing.window) < person.policy.ready_typed

    likely: dict[tuple[int, int], float] = {}  # by level and number of options: the same for many items

    def cost(item: Item) -> float:
        kind = (item.level, len(item.options) if item.kind == "choice" else 0)
        if kind not in likely:
            likely[kind] = chance_right(base, *kind)
        seen = SEEN_LATELY * lately[item.id] if item.id in lately else 0.0
        same = SAME_ITEM if item.id == standing.last_item else 0.0
        owed = TYPED_OWED if typed_owed and item.kind not in PICKED else 0.0
        return abs(likely[kind] - AIM) + seen + same - owed + world.chance.random() * TIE

    return _first_that_draws(person, world, standard, sorted(items, key=cost))


def expected(person: Person, question: Question) -> float:
    """How likely this person gets this question right, as told before the answer."""
    base = score(person.standing(question.standard), elsewhere(person.standings, question.standard))
    options = len(question.options) if question.kind == "choice" else 0
    return round(chance_right(base, question.level, options), 3)


def check(person: Person, world: World, standard: Standard, used: Sequence[str]) -> Drawn | None:
    """The next question of a check for understanding: a kind not used in it yet, the one met least lately."""
    items = standard.items_for("check") or standard.items_for("practice")
    lately = Counter(answer.item for answer in person.standing(standard.code).window)
    times = Counter(used)
    order = sorted(items, key=lambda item: (times[item.id], lately[item.id], item.level, world.chance.random()))
    return _first_that_draws(person, world, standard, order)


def form_levels(standard: Standard, standing: Standing) -> tuple[int, ...]:
    """The levels still to be asked in the form that is under way, easiest first."""
    owed = Counter(standard.reassess.form)
    owed.subtract(Counter(shown.level for shown in standing.form))
    extra = -sum(n for n in owed.values() if n < 0)  # a level that ran out was lent a question of another
    levels = [level for level in sorted(owed) for _ in range(max(0, owed[level]))]
    return tuple(levels[: len(levels) - extra] if extra else levels)


def form(person: Person, world: World, standard: Standard) -> Drawn | None:
    """The next question of the reassessment form that is under way. None: the form is complete."""
    standing = person.standing(standard.code)
    levels = form_levels(standard, standing)
    if not levels:
        return None
    used = Counter(shown.item for shown in standing.form)
    items = [item for item in standard.items_for("reassess") if item.kind != "open"]

    def order(item: Item) -> tuple[int, int, float]:
        return (abs(item.level - levels[0]) + used[item.id] * len(levels), used[item.id], world.chance.random())

    return _first_that_draws(person, world, standard, sorted(items, key=order))


def sister(person: Person, world: World, standard: Standard, item_id: str) -> Drawn | None:
    """The same kind of question with fresh numbers."""
    items = [item for item in standard.items if item.id == item_id]
    return _first_that_draws(person, world, standard, items)


def open_question(person: Person, world: World, standard: Standard, item_id: str = "") -> Drawn | None:
    """An open question: the one named, or the first there is."""
    items = [item for item in standard.items if item.kind == "open" and item_id in ("", item.id)]
    return _first_that_draws(person, world, standard, items)


def _first_that_draws(person: Person, world: World, standard: Standard, items: Sequence[Item]) -> Drawn | None:
    for item in items:
        try:
            return fresh(person, world, standard, item)
        except DrawError:
            continue  # an item that cannot be drawn is its author's to mend; the student gets the next one
    return None
