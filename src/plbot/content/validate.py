"""From a page to a model: every fault of the file at once, in an author's words, with its line and column."""

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from plbot.content.faults import Fault
from plbot.content.phrases import sentence
from plbot.content.positions import Page, Tree, Where

MOST = 200  # faults told of one file: more than anyone mends before checking again

File = TypeVar("File", bound=BaseModel)
_KEY = "[key]"  # how pydantic marks a fault in the key of a mapping


def validated(page: Page, kind: type[File]) -> tuple[File | None, list[Fault]]:
    """The page as a file of that kind, or all the reasons why it is not one."""
    try:
        return kind.model_validate(page.tree), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST]
        return None, [_fault(page, kind, detail) for detail in details]


def _fault(page: Page, kind: type[BaseModel], detail: ErrorDetails) -> Fault:
    where = _where(page.tree, detail["loc"])
    name = str(detail["loc"][-1]) if detail["loc"] else "this file"
    at_key = detail["type"] == "extra_forbidden" or name == _KEY
    return page.fault(where, sentence(detail, name, _fields(kind, detail["loc"][:-1])), at_key=at_key)


def _where(tree: Tree, loc: tuple[str | int, ...]) -> Where:
    """The place in the file that pydantic means; it also names the kind of an item, which is no place."""
    where: Where = ()
    for step in loc:
        if isinstance(tree, dict) and step in tree:
            tree = tree[str(step)]
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            continue
        where = (*where, step)
    return where


def _fields(kind: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The names that may stand at that place, as an author writes them."""
    models = [kind]
    for step in loc:
        tagged = [model for model in models if step in _tags(model)]
        inner = [found for model in models if step in (names := _by_name(model)) for found in _models(names[str(step)])]
        models = tagged or inner or models
    return list(_by_name(models[0])) if len(models) == 1 else []


def _by_name(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    kind = model.model_fields.get("kind")
    return get_args(kind.annotation) if kind else ()


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models named anywhere in a type such as `dict[Name, ItemOverlay] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models(inner)]
