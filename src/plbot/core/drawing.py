"""From an item to a question: fresh numbers, fresh order, the student's theme.

Fresh numbers come from a cursor per student and item. The cursor walks over a shuffled order of the item's versions,
so nothing that was seen has to be remembered, and nothing comes twice before everything has come once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from plbot.core.expressions import ExpressionError, Names, render
from plbot.core.functions import Value
from plbot.core.library import PLAIN, Item, Standard, Theme
from plbot.core.permutation import mixed, shuffled
from plbot.core.questions import Criterion, Mistake, Option, Question
from plbot.core.versions import THEME, DrawError, Recipe, count_versions, recipe_of, settle

__all__ = ["DrawError", "Drawn", "count_versions", "draw"]


class Drawn(NamedTuple):
    """A question, and the cursor for the next one from the same item."""

    question: Question
    next_cursor: int


def draw(standard: Standard, item: Item, cursor: int, seed: int, theme: Theme | None) -> Drawn:
    """The question at `cursor` (0 at first, then what the last draw returned) in the order that belongs to `seed`.

    The same arguments give the same question for ever. Raises DrawError.
    """
    try:
        recipe = recipe_of(item)
        key = mixed(seed, recipe.salt)
        version, names = settle(recipe, cursor, key)
        _add_words(names, recipe, theme or PLAIN)
        question = _fill(standard.code, item, version, names, mixed(key, version))
    except ValueError as fault:
        raise DrawError(f"{standard.code} {item.id}: {fault}") from fault
    return Drawn(question, version + 1)


def _add_words(names: dict[str, Value], recipe: Recipe, theme: Theme) -> None:
    """Put the theme's words beside the numbers; a word it lacks is lent by the plain theme."""
    for name in recipe.theme_words:
        word = name.removeprefix(THEME)
        found = theme.words.get(word) or PLAIN.words.get(word)
        if found is None:
            raise ExpressionError(f"no theme has the word '{word}'")
        names[name] = found


def _fill(code: str, item: Item, version: int, names: Names, key: int) -> Question:
    options, matches, answer_key = _laid_out(item, names, key)
    return Question(
        standard=code,
        item=item.id,
        kind=item.kind,
        level=item.level,
        ask=render(item.ask, names),
        version=version,
        answers=_each(item.answers, names),
        pattern=item.pattern,
        typos=item.typos,
        tolerance_abs=item.tolerance_abs,
        tolerance_rel=item.tolerance_rel,
        unit=item.unit,
        form=item.form,
        options=options,
        matches=matches,
        key=answer_key,
        hints=_each(item.hints, names),
        mistakes=tuple(
            [
                Mistake(mistake.id, _each(mistake.answers, names), render(mistake.tell, names))
                for mistake in item.mistakes
            ]
        ),
        solution=render(item.solution, names),
        rubric=tuple([Criterion(line.points, render(line.look_for, names)) for line in item.rubric]),
        image=item.image,
        alt=item.alt,
    )


def _each(texts: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple([render(text, names) for text in texts])


def _laid_out(item: Item, names: Names, key: int) -> tuple[tuple[Option, ...], tuple[str, ...], tuple[int, ...]]:
    """What is shown to pick from: options, right-hand sides and the key, as `Question` describes them."""
    match item.kind:
        case "choice" | "choices":
            order = shuffled(range(len(item.options)), key)
            return tuple([_option(item, number, names) for number in order]), (), ()
        case "order":
            order = _out_of_order(len(item.sequence), len(item.sequence), key)
            shown = tuple([Option(render(item.sequence[number], names)) for number in order])
            return shown, (), tuple([order.index(number) + 1 for number in range(len(order))])
        case "match":
            right = [*(pair[1] for pair in item.pairs), *item.extra]
            order = _out_of_order(len(right), len(item.pairs), key)
            left = tuple([Option(render(pair[0], names)) for pair in item.pairs])
            matches = tuple([render(right[number], names) for number in order])
            return left, matches, tuple([order.index(number) + 1 for number in range(len(item.pairs))])
    return (), (), ()


def _option(item: Item, number: int, names: Names) -> Option:
    option = item.options[number]
    return Option(render(option.text, names), option.correct, render(option.tell, names), option.mistake)


def _out_of_order(count: int, told: int, key: int) -> list[int]:
    """Numbers from 0 to `count`, shuffled, and never with the first `told` already in their places."""
    order = shuffled(range(count), key)
    return order if order[:told] != list(range(told)) else [*order[1:], order[0]]
