"""The parameters that a school uses: kept with the school, with those before them, so that a refit can be undone."""

import msgspec

from plbot.core.calendar import local
from plbot.core.model import DEFAULTS, Parameters
from plbot.readiness.files import parameters_fields
from plbot.readiness.verdict import Verdict
from plbot.storage.store import Changes, Store

NOTE = "readiness"  # the name it is kept under
KEPT = 6  # refits that can be undone: a year of them, every other month


class Refit(msgspec.Struct, frozen=True):
    """Parameters, since when they are in force (ms), why, and how many reassessments their calibration saw."""

    parameters: Parameters
    since: int
    verdict: Verdict
    reassessments: int = 0


class Shelf(msgspec.Struct, frozen=True):
    """The refits of a school, the one in force last; empty: plbot's own parameters."""

    refits: tuple[Refit, ...] = ()

    @property
    def in_force(self) -> Parameters:
        return self.refits[-1].parameters if self.refits else DEFAULTS


def figures(shelf: Shelf) -> dict[str, object]:
    """What is in force, for programs: `since` in ms (0: plbot's own parameters), and how good they were measured to be."""
    if not shelf.refits:
        return {"parameters": "plbot", "since": 0, "undo": 0}
    last = shelf.refits[-1]
    return {
        "parameters": "refitted",
        "since": last.since,
        **msgspec.to_builtins(last.verdict),
        "reassessments": last.reassessments,
        "undo": len(shelf.refits),
    }


def sentence(shelf: Shelf, zone: str) -> str:
    """The same in words."""
    if not shelf.refits:
        return "plbot's own parameters are in force. Refit them on your school's answers with: plbot readiness fit --from-data"
    last = shelf.refits[-1]
    said = last.verdict
    return (
        f"Parameters refitted on {local(last.since, zone):%Y-%m-%d} are in force: {said.why} "
        f"({said.answers} answers of {said.students} students, {last.reassessments} reassessments). "
        "Go back with: plbot readiness undo"
    )


async def shelf_of(store: Store, school: str) -> Shelf:
    """The school's shelf; an empty one where nothing was refitted yet."""
    async with store.batch(school) as batch:
        text = await batch.note(NOTE)
    return msgspec.json.decode(text, type=Shelf) if text else Shelf()


async def put(store: Store, school: str, refit: Refit) -> None:
    """Take a refit into force."""
    shelf = await shelf_of(store, school)
    await _keep(store, school, Shelf((*shelf.refits, refit)[-KEPT:]))


async def undo(store: Store, school: str) -> Shelf | None:
    """Go back to what was in force before the last refit. None: there was none."""
    shelf = await shelf_of(store, school)
    if not shelf.refits:
        return None
    before = Shelf(shelf.refits[:-1])
    await _keep(store, school, before)
    return before


async def _keep(store: Store, school: str, shelf: Shelf) -> None:
    refits = [
        {
            **{name: getattr(each, name) for name in each.__struct_fields__},
            "parameters": parameters_fields(each.parameters),
        }
        for each in shelf.refits
    ]
    async with store.batch(school) as batch:
        await batch.keep(Changes(notes={NOTE: msgspec.json.encode({"refits": refits}).decode()}))
