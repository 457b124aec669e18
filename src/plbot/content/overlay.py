"""A standard in another language: its overlay laid over it, item by item."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from plbot.content.files import ItemOverlay, OverlayFile, ResourceOverlay
from plbot.content.positions import Where
from plbot.content.sense import Finding
from plbot.core.expressions import template
from plbot.core.library import Item, MistakeTemplate, OptionTemplate, Resource, Standard
from plbot.core.questions import Criterion
from plbot.core.versions import THEME

_LISTS = ("hints", "options", "sequence", "pairs", "extra", "rubric")


def mismatches(file: OverlayFile, standard: Standard) -> Iterator[Finding]:
    """Where an overlay does not fit its standard."""
    items = {item.id: item for item in standard.items}
    for name, model in file.items.items():
        if name not in items:
            yield ("items", name), f"'{name}' is not an item of {standard.code}; expected one of: {', '.join(items)}"
            continue
        yield from _item_mismatches(model, items[name], ("items", name))
    if file.resources is not None and len(file.resources) != len(standard.resources):
        there = len(standard.resources)
        yield ("resources",), f"{len(file.resources)} resources stand here; expected {there}, as in the original"


def _item_mismatches(model: ItemOverlay, item: Item, where: Where) -> Iterator[Finding]:
    for field in _LISTS:
        given, original = getattr(model, field), getattr(item, field)
        if given is not None and len(given) != len(original):
            yield (*where, field), f"{len(given)} stand here; expected {len(original)}, as in the original"
    known = {mistake.id for mistake in item.mistakes}
    for name in model.mistakes:
        if name not in known:
            yield (
                (*where, "mistakes", name),
                f"'{name}' is not a mistake of this item; expected one of: {sorted(known)}",
            )
    names = {parameter.name for parameter in item.params}
    for text in _texts(model.model_dump(exclude={"alt"})):
        for name, _ in template(text).names:
            if name not in names and not name.startswith(THEME):
                yield where, f"'{name}' is not a parameter of this item; expected one of: {sorted(names)}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts([key, inner])
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def untranslated(file: OverlayFile, standard: Standard) -> list[str]:
    """The items that the overlay leaves out; they are shown in the original language."""
    return [item.id for item in standard.items if item.id not in file.items]


def laid_over(file: OverlayFile, standard: Standard) -> Standard:
    """The standard with the overlay's words. What the overlay leaves out stays as it is."""
    reflect = file.reflect
    words: dict[str, Any] = {"title": file.title, "i_can": file.i_can, "why": file.why}
    if reflect:
        words |= {"reflect_before": reflect.before, "reflect_after": tuple(reflect.after) or None}
    if file.resources:
        words["resources"] = tuple(map(_resource, file.resources, standard.resources))
    items = tuple(_item(file.items[item.id], item) if item.id in file.items else item for item in standard.items)
    return msgspec.structs.replace(standard, items=items, **_given(words))


def _given(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if value is not None}


def _resource(model: ResourceOverlay, resource: Resource) -> Resource:
    return msgspec.structs.replace(resource, **_given({"title": model.title, "text": model.text, "alt": model.alt}))


def _item(model: ItemOverlay, item: Item) -> Item:
    words: dict[str, Any] = {
        "ask": model.ask,
        "solution": model.solution,
        "alt": model.alt,
        "answers": _tuple(model.answer),
        "hints": _tuple(model.hints),
        "sequence": _tuple(model.sequence),
        "extra": _tuple(model.extra),
        "pairs": tuple(model.pairs.items()) if model.pairs else None,
        "mistakes": tuple(_mistake(model, mistake) for mistake in item.mistakes),
        "options": tuple(map(_option, model.options, item.options)) if model.options else None,
        "rubric": tuple(map(_criterion, model.rubric, item.rubric)) if model.rubric else None,
    }
    return msgspec.structs.replace(item, **_given(words))


def _tuple(texts: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(texts)


def _mistake(model: ItemOverlay, mistake: MistakeTemplate) -> MistakeTemplate:
    return msgspec.structs.replace(mistake, tell=model.mistakes.get(mistake.id, mistake.tell))


def _option(model: Any, option: OptionTemplate) -> OptionTemplate:
    return msgspec.structs.replace(option, text=model.text, tell=model.tell or option.tell)


def _criterion(look_for: str, criterion: Criterion) -> Criterion:
    return Criterion(criterion.points, look_for)
