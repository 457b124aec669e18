"""What a file must also fulfil although every field of it is well formed, said of the place in the file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import re2

from plbot.content.files import ReassessModel, ResourceModel, StandardFile
from plbot.content.folder import PICTURES
from plbot.content.items import ItemModel, TextModel
from plbot.content.positions import Where
from plbot.core.expressions import ExpressionError, template
from plbot.core.library import Item, Standard
from plbot.core.versions import THEME, count_versions

Finding = tuple[Where, str]

_NOT_FILLED = {"params", "pattern", "unit", "image", "alt"}  # fields whose text is taken as it stands
_RESERVED = frozenset({"and", "or", "not", "mod"})


def findings(file: StandardFile, standard: Standard) -> Iterator[Finding]:
    """All that is wrong with one standard."""
    yield from _twice([item.id for item in file.items], "items")
    for index, resource in enumerate(file.resources):
        yield from _picture(resource, ("resources", index))
    for index, (model, item) in enumerate(zip(file.items, standard.items, strict=True)):
        where = ("items", index)
        yield from _picture(model, where)
        yield from _names(model, where)
        yield from _options(item, where)
        yield from _numbers(item, where)
        if isinstance(model, TextModel) and model.pattern:
            yield from _pattern(model.pattern, (*where, "pattern"))
    if file.reassess:
        yield from _reassess(file.reassess, standard)


def _twice(names: list[str], field: str) -> Iterator[Finding]:
    for name, times in Counter(names).items():
        if times > 1:
            last = len(names) - 1 - names[::-1].index(name)
            yield (field, last, "id"), f"the id '{name}' is used {times} times; expected an id of its own for each"


def _picture(model: ResourceModel | ItemModel, where: Where) -> Iterator[Finding]:
    if not model.image:
        return
    if not model.alt:
        yield (*where, "image"), "this picture has no 'alt'; expected words for those who cannot see it"
    path = PurePosixPath(model.image)
    if path.is_absolute() or ".." in path.parts or "\\" in model.image:
        yield (*where, "image"), f"'{model.image}' leads out of the folder; expected a file beside this one"
    elif path.suffix not in PICTURES:
        yield (*where, "image"), f"'{model.image}' is no picture; expected {', '.join(sorted(PICTURES))}"


def missing_pictures(file: StandardFile, there: frozenset[str]) -> Iterator[Finding]:
    """Pictures that the file names and that are not in its folder; the student reads their `alt` instead."""
    parts: list[tuple[str, int, ResourceModel | ItemModel]] = [
        *(("resources", index, model) for index, model in enumerate(file.resources)),
        *(("items", index, model) for index, model in enumerate(file.items)),
    ]
    for field, index, model in parts:
        if model.image and model.image not in there:
            yield (field, index, "image"), f"there is no file '{model.image}' here, so its 'alt' is read out instead"


def _names(model: ItemModel, where: Where) -> Iterator[Finding]:
    """Every name in a sum must be a parameter of the item or a theme word."""
    for name in model.params:
        if name in _RESERVED:
            yield (*where, "params", name), f"'{name}' has a meaning in sums; expected another name"
    for place, text in _templates(model.model_dump(exclude=_NOT_FILLED, by_alias=True), where):
        condition = len(place) > len(where) and place[len(where)] == "where"
        for name, _ in template(f"{{{{{text}}}}}" if condition else text).names:
            if name not in model.params and not name.startswith(THEME):
                known = ", ".join(model.params) or "none here"
                yield place, f"'{name}' is not a parameter of this item; expected one of: {known}"


def _templates(value: object, where: Where) -> Iterator[tuple[Where, str]]:
    """Every text within a value, with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _templates(inner, (*where, str(key)))
            if "{{" in str(key):
                yield (*where, str(key)), str(key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _templates(inner, (*where, index))


def _options(item: Item, where: Where) -> Iterator[Finding]:
    correct = sum(option.correct for option in item.options)
    if item.kind == "choice" and correct != 1:
        yield (*where, "options"), f"{correct} options are correct; expected exactly one in a 'choice'"
    if item.kind == "choices" and not 0 < correct < len(item.options):
        yield (*where, "options"), f"{correct} options are correct; expected at least one, and at least one that is not"


def _numbers(item: Item, where: Where) -> Iterator[Finding]:
    try:
        if not count_versions(item, 1):
            yield (*where, "where"), "no numbers meet all these conditions; expected at least one setting that does"
    except ExpressionError as fault:
        yield (*where, "where"), fault.message


def _pattern(pattern: str, where: Where) -> Iterator[Finding]:
    quietly = re2.Options()
    quietly.log_errors = False
    try:
        re2.compile(pattern, quietly)
    except re2.error as error:
        yield where, f"this pattern cannot be read: {error}; expected an RE2 pattern"


def _reassess(model: ReassessModel, standard: Standard) -> Iterator[Finding]:
    if model.by == "teacher":
        yield from _by_teacher(model, standard)
        return
    if model.item:
        yield ("reassess", "item"), "'item' belongs to 'by: teacher'; expected 'form'"
    levels = {item.level for item in standard.items_for("reassess") if item.kind != "open"}
    for level in model.form or {}:
        if level not in levels:
            yield ("reassess", "form", str(level)), f"no item of level {level} has 'reassess' among its 'use'"
    total = sum((model.form or {}).values())
    if model.passing and total and model.passing > total:
        yield ("reassess", "pass"), f"{model.passing} right answers of {total} questions; expected at most {total}"
    if not levels:
        yield ("reassess",), "no item has 'reassess' among its 'use'; expected such items, or 'by: teacher'"


def _by_teacher(model: ReassessModel, standard: Standard) -> Iterator[Finding]:
    if model.form:
        yield ("reassess", "form"), "'form' belongs to a reassessment by the bot; expected 'item'"
    found = next((item for item in standard.items if item.id == model.item), None)
    if model.item and (found is None or found.kind != "open"):
        yield ("reassess", "item"), f"'{model.item}' is not an open item of this standard; expected the id of one"
    points = sum(line.points for line in found.rubric) if found else 0
    if found and model.passing and model.passing > points:
        yield ("reassess", "pass"), f"the rubric has {points} points; expected at most that many to pass"
