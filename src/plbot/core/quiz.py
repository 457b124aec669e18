"""Which question comes next, drawn with fresh numbers. In practice one that will probably go right, but not surely."""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2s
from typing import Literal, NamedTuple

from plbot.core.drawing import DrawError, draw
from plbot.core.library import Item, Standard, Theme
from plbot.core.questions import PICKED, Question
from plbot.core.readiness import ORDINARY, chance_right, elsewhere, promise, score
from plbot.core.records import Person
from plbot.core.standing import Standing
from plbot.core.world import World

AIM = 0.80  # predicted success of the next practice question: the middle of 0.75 to 0.85, where practice teaches most
SAME_ITEM = 0.50  # cost of the very item that came last: the same kind twice in a row is drill
SEEN_LATELY = 0.06  # cost of each earlier answer to the item in the evidence window: spreads the questions over kinds
TIE = 0.01  # what chance may add: items that are as good as each other take turns
TYPED_OWED = 0.10  # gain of a typed question while the gate still asks for some
TOO_HARD = 0.40  # cost of a level that is not easier than the one just missed: more than any spread over kinds
HARDER = 0.25  # gain of the form's hardest level just before "ready": enough to reach for it one level early
NEAR_READY = 0.15  # so far below the bar, the next right answers decide: they must come from questions like the form's
LAST_ANSWERS = 2  # answers before "ready" can be said that should show the hardest level: one, and room for a slip
BEYOND = 1.00  # cost of a level harder than any of the form: a challenge is asked for, never dealt out

Why = Literal["", "warm_up", "level", "easier", "harder", "kind", "typed", "sister", "challenge"]


class Drawn(NamedTuple):
    """A question, and where the item's next version is drawn from."""

    question: Question
    cursor: int


class Next(NamedTuple):
    """A practice question, and why this one.

    `easier`: one easier after a miss. `harder`: like the hardest of the reassessment, just before "ready". `typed`: "ready"
    needs some that are not picked. `kind`: a kind not met lately. `level`: near what this student can do now.
    """

    drawn: Drawn
    why: Why


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
    """The next practice question. None: nothing to practise here."""
    found = next_question(person, world, standard)
    return found.drawn if found else None


def next_question(person: Person, world: World, standard: Standard) -> Next | None:
    """The next practice question, and why: predicted success near `AIM`, spread over kinds, at the form's levels before "ready"."""
    items = standard.items_for("practice")
    if not items:
        return None
    aim = _aim(person, standard)
    likely: dict[tuple[int, int], float] = {}  # by level and number of options: the same for many items

    def cost(item: Item) -> float:
        kind = (item.level, len(item.options) if item.kind == "choice" else 0)
        if kind not in likely:
            likely[kind] = abs(chance_right(aim.base, *kind) - AIM) + _level_cost(aim, item.level)
        seen = SEEN_LATELY * aim.lately[item.id] if item.id in aim.lately else 0.0
        same = SAME_ITEM if item.id == aim.last_item else 0.0
        owed = TYPED_OWED if aim.typed_owed and item.kind not in PICKED else 0.0
        return likely[kind] + seen + same - owed + world.chance.random() * TIE

    drawn = _first_that_draws(person, world, standard, sorted(items, key=cost))
    return Next(drawn, _why(aim, drawn.question)) if drawn else None


class _Aim(NamedTuple):
    """What the next practice question has to be like."""

    base: float  # the model's score
    lately: Counter[str]  # item -> answers in the window
    last_item: str
    typed_owed: bool
    missed: int  # the level of the last answer, where it was missed; else 0
    harder: int  # the level to reach for just before "ready"; else 0
    hardest: int  # of the form


def _aim(person: Person, standard: Standard) -> _Aim:
    standing, policy = person.standing(standard.code), person.policy
    others = elsewhere(person.standings, standard.code)
    window = standing.window
    form = standard.reassess.form or ORDINARY
    hardest = max(form)
    shown = any(answer.right and answer.level >= hardest for answer in window)
    late = len(window) >= policy.ready_answers - LAST_ANSWERS and not shown
    near = late and promise(standing, others, form) >= policy.ready_at - NEAR_READY
    return _Aim(
        score(standing, others),
        Counter([answer.item for answer in window]),
        standing.last_item,
        sum([not answer.picked for answer in window]) < policy.ready_typed,
        window[-1].level if window and not window[-1].right else 0,
        hardest if near else 0,
        hardest,
    )


def _level_cost(aim: _Aim, level: int) -> float:
    too_hard = TOO_HARD * (level - max(aim.missed - 1, 1)) if aim.missed and level >= max(aim.missed, 2) else 0.0
    beyond = BEYOND if level > aim.hardest else 0.0
    return too_hard + beyond - (HARDER if level == aim.harder and not aim.missed else 0.0)


def _why(aim: _Aim, question: Question) -> Why:
    if aim.missed and question.level < max(aim.missed, 2):
        return "easier"
    if question.level == aim.harder:
        return "harder"
    if aim.lately and aim.typed_owed and question.kind not in PICKED:
        return "typed"
    if aim.lately and question.item not in aim.lately:
        return "kind"
    return "level"


def challenge(person: Person, world: World, standard: Standard) -> Drawn | None:
    """A question beyond the reassessment, the kind met least lately. None: there are none."""
    lately = Counter([answer.item for answer in person.standing(standard.code).window])
    order = sorted(challenges(standard), key=lambda item: (lately[item.id], world.chance.random()))
    return _first_that_draws(person, world, standard, order)


def challenges(standard: Standard) -> list[Item]:
    """The practice questions that are harder than any of the reassessment."""
    hardest = max(standard.reassess.form or ORDINARY)
    return [item for item in standard.items_for("practice") if item.level > hardest]


def placing(person: Person, world: World, standard: Standard, level: int) -> Drawn | None:
    """A placement question near this level; one that is typed rather than picked, because that cannot be guessed."""
    items = standard.items_for("place") or standard.items_for("practice")
    order = sorted(items, key=lambda item: (abs(item.level - level), item.kind in PICKED, world.chance.random()))
    return _first_that_draws(person, world, standard, order)


def showing(person: Person, world: World, standard: Standard, asked: int) -> Drawn | None:
    """A question to show a standard with, after `asked` others: one like the middle of the form, then like its hardest."""
    form = sorted(standard.reassess.form or ORDINARY)
    level = form[-1] if asked else form[len(form) // 2]
    items = standard.items_for("check") or standard.items_for("practice")
    standing = person.standing(standard.code)
    lately = Counter([answer.item for answer in standing.window])

    def order(item: Item) -> tuple[int, int, bool, float]:
        return (lately[item.id], abs(item.level - level), item.kind in PICKED, world.chance.random())

    return _first_that_draws(person, world, standard, sorted(items, key=order))


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
