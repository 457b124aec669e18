"""The versions of an item: all ways to set its parameters that its `where` allows, and a shuffled walk over them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple
from zlib import crc32

from plbot.core.expressions import compiled, holds, template
from plbot.core.functions import Value, Written
from plbot.core.library import Item, Parameter
from plbot.core.permutation import place

STEPS = 4096  # settings looked at for one that `where` allows: about 10 ms at worst; the content check asks for 1 in 64
SCANNED = 65_536  # settings looked at when versions are counted: enough to know that there are plenty
RECIPES = 2048  # items kept ready: a school with five grades has about 1,000
LONGEST_NUMBER = 20  # characters of a number among choices; longer ones are words
THEME = "theme."


class DrawError(ValueError):
    """An item that cannot be drawn: its author has to change it. `plbot content check` finds these beforehand."""


class Recipe(NamedTuple):
    """An item, made ready to draw. `parameters`: name, the values it takes, how many they are."""

    parameters: tuple[tuple[str, Sequence[Value], int], ...]
    size: int
    where: tuple[str, ...]
    theme_words: tuple[str, ...]
    salt: int


@lru_cache(RECIPES)
def recipe_of(item: Item) -> Recipe:
    """Make an item ready: read its parameters and find its theme words. Raises ExpressionError."""
    read = [(parameter.name, _values(parameter)) for parameter in item.params]
    parameters = tuple((name, values, len(values)) for name, values in read)
    for condition in item.where:
        compiled(condition)
    names = (name for text in texts_of(item) for name, _ in template(text).names)
    theme_words = tuple(dict.fromkeys(name for name in names if name.startswith(THEME)))
    size = prod(count for _, _, count in parameters)
    return Recipe(parameters, size, item.where, theme_words, crc32(item.id.encode()))


def settle(recipe: Recipe, cursor: int, key: int) -> tuple[int, dict[str, Value]]:
    """The first version at or after `cursor` in the order of `key`, and its numbers. Raises ValueError."""
    for version in range(cursor, cursor + min(recipe.size, STEPS)):
        names = _names(recipe, place(version, recipe.size, key))
        if _allowed(recipe, names):
            return version, names
    raise DrawError("no numbers that 'where' allows were found")


def count_versions(item: Item, limit: int) -> int:
    """How many versions an item has, counted up to `limit`. Raises ExpressionError."""
    count = 0
    for _ in versions(item):
        count += 1
        if count >= limit:
            break
    return count


def versions(item: Item) -> Iterator[Mapping[str, Value]]:
    """The numbers of every version (of a shuffled sample, where an item has very many). Raises ExpressionError."""
    recipe = recipe_of(item)
    for number in range(min(recipe.size, SCANNED)):
        names = _names(recipe, place(number, recipe.size, recipe.salt))
        if _allowed(recipe, names):
            yield names


def texts_of(item: Item) -> Iterator[str]:
    """Every text of an item that may hold `{{ }}`."""
    yield item.ask
    yield item.solution
    yield from (*item.answers, *item.hints, *item.sequence, *item.extra)
    for option in item.options:
        yield from (option.text, option.tell)
    for mistake in item.mistakes:
        yield from (*mistake.answers, mistake.tell)
    for pair in item.pairs:
        yield from pair
    for criterion in item.rubric:
        yield criterion.look_for


def _names(recipe: Recipe, number: int) -> dict[str, Value]:
    names: dict[str, Value] = {}
    for name, values, count in recipe.parameters:
        number, index = divmod(number, count)
        names[name] = values[index]
    return names


def _allowed(recipe: Recipe, names: Mapping[str, Value]) -> bool:
    for condition in recipe.where:  # noqa: SIM110 # a loop is a third quicker than all(), and this is the hot one
        if not holds(condition, names):
            return False
    return True


def _values(parameter: Parameter) -> Sequence[Value]:
    """The values of a parameter. Choices that all read as numbers are numbers, shown as they were written."""
    if not parameter.choices:
        return range(parameter.low, parameter.high + 1, parameter.step)
    numbers = tuple(_number(text) for text in parameter.choices)
    read = tuple(number for number in numbers if number is not None)
    return read if len(read) == len(numbers) else parameter.choices


def _number(text: str) -> Value | None:
    """A plain number such as `12`, `-3`, `0.50` or `3/4`; None for all else."""
    body = text.removeprefix("-")
    top, slash, bottom = body.partition("/")
    if len(text) > LONGEST_NUMBER or not body.isascii():
        return None
    if slash:
        return Written(text) if top.isdecimal() and bottom.isdecimal() and bottom.strip("0") else None
    units, point, decimals = top.partition(".")
    if not units.isdecimal() or (point and not decimals.isdecimal()):
        return None
    return Written(text) if point or str(int(text)) != text else int(text)
