"""From a validated file to what the engine reads: `core.library`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from plbot.content.files import PathFile, ReassessModel, ResourceModel, StandardFile, ThemesFile
from plbot.content.items import ItemModel, MistakeModel, OptionModel, ParameterModel
from plbot.core import library
from plbot.core.library import Item, MistakeTemplate, OptionTemplate, Parameter, Reassessment, Resource, Standard, Theme
from plbot.core.questions import Criterion, Unit
from plbot.limits import Policy


class Pictures(NamedTuple):
    """The pictures that stand in a file's folder, by the names the file may use."""

    folder: Path
    names: frozenset[str]

    def place(self, name: str | None) -> str:
        """Where that picture is on this machine; nothing when it is not there, and its `alt` is read instead."""
        return str(self.folder / name) if name and name in self.names else ""


def standard(file: StandardFile, framework: str, pictures: Pictures) -> Standard:
    """The standard of a file."""
    items = tuple(item(model, pictures) for model in file.items)
    return Standard(
        code=file.code,
        framework=file.framework or framework,
        title=file.title,
        i_can=file.i_can,
        why=file.why or "",
        prerequisites=tuple(dict.fromkeys(file.prerequisites)),
        tags=tuple(file.tags),
        resources=tuple(resource(model, pictures) for model in file.resources),
        items=items,
        reflect_before=file.reflect.before or "",
        reflect_after=tuple(file.reflect.after),
        reassess=reassessment(file.reassess, items),
        licence=file.licence or "",
        authors=tuple(file.authors),
    )


def resource(model: ResourceModel, pictures: Pictures) -> Resource:
    return Resource(
        mode=model.mode,
        title=model.title,
        minutes=model.minutes,
        text=model.text,
        image=pictures.place(model.image),
        alt=model.alt or "",
        link=model.link or "",
    )


def item(model: ItemModel, pictures: Pictures) -> Item:
    """An item. What its kind does not have stays empty."""
    answer: str | list[str] = getattr(model, "answer", [])
    tolerance = getattr(model, "tolerance", None)
    return Item(
        id=model.id,
        kind=getattr(model, "kind"),  # noqa: B009 # every kind of item has it, each its own
        use=tuple(dict.fromkeys(model.use)),
        level=model.level,
        ask=model.ask,
        params=tuple(parameter(name, given) for name, given in model.params.items()),
        where=tuple(model.where),
        answers=(answer,) if isinstance(answer, str) else tuple(answer),
        pattern=getattr(model, "pattern", None) or "",
        typos=getattr(model, "typos", 0),
        tolerance_abs=tolerance.abs if tolerance else 0.0,
        tolerance_rel=tolerance.rel if tolerance else 0.0,
        unit=_unit(getattr(model, "unit", None)),
        form=getattr(model, "form", "any"),
        options=tuple(_option(option) for option in getattr(model, "options", [])),
        sequence=tuple(getattr(model, "sequence", [])),
        pairs=tuple(getattr(model, "pairs", {}).items()),
        extra=tuple(getattr(model, "extra", [])),
        hints=tuple(model.hints),
        mistakes=tuple(_mistake(mistake) for mistake in getattr(model, "mistakes", [])),
        solution=model.solution or "",
        rubric=tuple(Criterion(line.points, line.look_for) for line in getattr(model, "rubric", [])),
        image=pictures.place(model.image),
        alt=model.alt or "",
    )


def parameter(name: str, model: ParameterModel) -> Parameter:
    if model.whole:
        return Parameter(name, low=model.whole[0], high=model.whole[1], step=model.step)
    return Parameter(name, choices=tuple(model.choice or ()))


def _unit(model: Any) -> Unit | None:
    return Unit(model.symbol, tuple(model.accept), model.required) if model else None


def _option(model: OptionModel) -> OptionTemplate:
    return OptionTemplate(model.text, model.correct, model.tell or "", model.mistake or "")


def _mistake(model: MistakeModel) -> MistakeTemplate:
    return MistakeTemplate(model.id, tuple(model.answer), model.tell)


def reassessment(model: ReassessModel | None, items: tuple[Item, ...]) -> Reassessment:
    """How the standard is reassessed; a file that does not say gets 5 questions over its levels, 4 of them right."""
    model = model or ReassessModel()
    levels = sorted({item.level for item in items if "reassess" in item.use and item.kind != "open"})
    if model.by == "teacher" or not levels:
        opened = model.item or next((item.id for item in items if item.kind == "open"), "")
        return Reassessment(by="teacher", passing=model.passing or 0, item=opened, before=tuple(model.before))
    policy = Policy()
    form = dict(sorted(model.form.items())) if model.form else spread(policy.form_questions, levels)
    passing = model.passing or -(-sum(form.values()) * policy.form_passing // policy.form_questions)
    return Reassessment(by="bot", form=form, passing=passing, before=tuple(model.before))


def spread(questions: int, levels: list[int]) -> dict[int, int]:
    """So many questions over the levels, evenly, the higher levels first where it does not come out."""
    each, rest = divmod(questions, len(levels))
    return {level: each + (place >= len(levels) - rest) for place, level in enumerate(levels)}


def path(name: str, file: PathFile, spelled: dict[str, str]) -> library.Path:
    """The path of a file, its codes in their full spelling."""
    units = tuple(library.PathUnit(unit.title, canonical(unit.standards, spelled)) for unit in file.units)
    extra = {spelled.get(code.lower(), code): canonical(codes, spelled) for code, codes in file.extra.items()}
    return library.Path(name, file.title, units, file.framework or "", file.grade or "", extra)


def canonical(codes: Iterable[str], spelled: dict[str, str]) -> tuple[str, ...]:
    """Codes in their full spelling; one that nobody knows stays as it was written."""
    return tuple(dict.fromkeys(spelled.get(code.lower(), code) for code in codes))


def themes(file: ThemesFile) -> dict[str, Theme]:
    return {theme.name: Theme(theme.name, theme.label, theme.words) for theme in file.themes}
