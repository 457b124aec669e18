"""A second opinion on every call: aiogram's models of the Bot API, with unknown fields refused at every depth."""

import json
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from tests.fakes.aiogram_models import BufferedInputFile, TelegramMethod, methods

Method = TelegramMethod[Any]
Files = Mapping[str, tuple[str, bytes]]  # by the name of its part: the file's name, its bytes


def _models() -> Iterator[tuple[str, type[Method]]]:
    for model in vars(methods).values():
        if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod:
            yield str(model.__api_method__).lower(), model


MODELS = dict(_models())  # Telegram does not mind the case of a method's name


class ObjectedError(Exception):
    """The call is not of the Bot API's form."""


def understand(name: str, raw: Mapping[str, Any], files: Files) -> Method:
    """Read a call as the Bot API documents it. Raises ObjectedError that names each field that is not of its form."""
    model = MODELS[name.lower()]
    model.model_rebuild()  # nothing to do from the second time on
    values = {key: _read(model, key, value) for key, value in raw.items()}
    values |= {
        key: BufferedInputFile(data, called) for key, (called, data) in files.items() if key in model.model_fields
    }
    try:
        call = model.model_validate(values)
    except ValidationError as error:
        raise ObjectedError(f"{name}: {'; '.join(map(_wrong, error.errors()))}") from error
    if unknown := [*_unknown(call, "")]:
        raise ObjectedError(f"{name}: unknown {', '.join(unknown)}")
    return call


def _read(model: type[Method], key: str, value: object) -> object:
    """Undo the text that a form makes of everything, as far as the documented type asks for it."""
    field = model.model_fields.get(key)
    if not isinstance(value, str) or field is None:
        return value
    if key in {"chat_id", "from_chat_id"} and value.lstrip("-").isdecimal():
        return int(value)
    if _admits_text(field.annotation):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _admits_text(annotation: object) -> bool:
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return any(map(_admits_text, typing.get_args(annotation)))
    return annotation is str


def _wrong(error: Mapping[str, Any]) -> str:
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"


def _unknown(thing: object, where: str) -> Iterator[str]:
    if isinstance(thing, BaseModel):
        yield from (f"{where}{key}" for key in thing.model_extra or {})
        for key in thing.model_fields_set:
            yield from _unknown(getattr(thing, key), f"{where}{key}.")
    elif isinstance(thing, list):
        for place, item in enumerate(thing):
            yield from _unknown(item, f"{where}{place}.")


def plain(thing: object) -> Any:
    """A model as the JSON it was read from."""
    if isinstance(thing, BaseModel):
        return thing.model_dump(mode="json", exclude_none=True, exclude_unset=True)
    return [plain(item) for item in thing] if isinstance(thing, list) else thing
