"""The files of a content folder: a standard, its overlay in another language, a path, the themes."""

from typing import Annotated, Literal

from pydantic import Field

from plbot.content.fields import ADDRESS, MANY, Code, Line, Model, Name, Short, Shorts, Template, Text, Whole
from plbot.content.items import AnyItem
from plbot.core.library import Mode

Format = Annotated[Whole, Field(ge=1, le=1)]
Minutes = Annotated[Whole, Field(ge=1, le=240)]
Before = Literal["corrected_mistake", "resource", "talk"]


class ResourceModel(Model):
    """One way into the standard, complete in itself: text, or our picture with `alt`. A `link` is only an addition."""

    mode: Mode
    title: Line
    minutes: Minutes = 5
    text: Text
    image: Line | None = None
    alt: Text | None = None
    link: Annotated[Line, Field(pattern=ADDRESS)] | None = None


class ReflectModel(Model):
    before: Text | None = None
    after: list[Text] = Field(default=[], max_length=6)


class ReassessModel(Model):
    """A form of objective items (`form: {level: how many}`, `pass`), or `by: teacher` with an open `item`."""

    by: Literal["bot", "teacher"] = "bot"
    form: Annotated[dict[Whole, Annotated[Whole, Field(ge=1, le=20)]], Field(min_length=1, max_length=4)] | None = None
    passing: Annotated[Whole, Field(ge=1, le=100)] | None = Field(default=None, alias="pass")
    item: Name | None = None
    before: list[Before] = Field(default=[])


class StandardFile(Model):
    """One standard. A bare one has only `code`, `title` and `i_can`, and is assessed by the teacher."""

    format: Format = 1
    code: Code
    framework: Name | None = None
    title: Line
    licence: Line | None = None
    authors: list[Line] = Field(default=[], max_length=MANY)
    i_can: Text
    why: Text | None = None
    prerequisites: list[Code] = Field(default=[], max_length=MANY)
    tags: list[Line] = Field(default=[], max_length=MANY)
    resources: list[ResourceModel] = Field(default=[], max_length=MANY)
    items: list[AnyItem] = Field(default=[], max_length=MANY)
    reflect: ReflectModel = ReflectModel()
    reassess: ReassessModel | None = None


class UnitOfPath(Model):
    title: Line
    standards: Annotated[list[Code], Field(min_length=1, max_length=100)]


class PathFile(Model):
    """A road for a class. `extra` adds prerequisites on this path alone: `{code: [codes]}`."""

    format: Format = 1
    title: Line
    framework: Name | None = None
    grade: Annotated[Line, Field(max_length=20)] | None = None
    units: Annotated[list[UnitOfPath], Field(min_length=1, max_length=100)]
    extra: dict[Code, list[Code]] = Field(default={})


class ThemeModel(Model):
    name: Name
    label: Line
    words: Annotated[dict[Name, Line], Field(min_length=1, max_length=MANY)]


class ThemesFile(Model):
    format: Format = 1
    themes: Annotated[list[ThemeModel], Field(min_length=1, max_length=100)]


class ResourceOverlay(Model):
    title: Line
    text: Text
    alt: Text | None = None


class OptionOverlay(Model):
    text: Short
    tell: Template | None = None


class ItemOverlay(Model):
    """An item's words in another language. Lists run in the order of the original; `mistakes` goes by mistake id."""

    ask: Template
    answer: Shorts | None = None
    hints: list[Template] | None = None
    solution: Template | None = None
    mistakes: dict[Name, Template] = Field(default={})
    options: list[OptionOverlay] | None = None
    sequence: list[Short] | None = None
    pairs: dict[Short, Short] | None = None
    extra: list[Short] | None = None
    rubric: list[Template] | None = None
    alt: Text | None = None


class OverlayFile(Model):
    """A standard's words in another language: `4.NF.A.1.es.yaml` beside `4.NF.A.1.yaml`, items by their id."""

    format: Format = 1
    title: Line | None = None
    i_can: Text | None = None
    why: Text | None = None
    resources: list[ResourceOverlay] | None = None
    items: dict[Name, ItemOverlay] = Field(default={})
    reflect: ReflectModel | None = None
