"""The binder: a student's own record as a readable timeline. A teacher of the class may read it too, and that is noted."""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from plbot.core import facts as f
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.access import may
from plbot.core.calendar import local
from plbot.core.cards import Block, Heading, Literal, Paragraph
from plbot.core.events import Chose, Move, Wrote
from plbot.core.library import Library
from plbot.core.records import Classroom, Person
from plbot.core.talk import Talk
from plbot.limits import limits


def ask(talk: Talk, scene: s.ReadingBinder) -> None:
    owner = talk.person if scene.person == talk.person.id else talk.world.record(scene.person)
    classroom = talk.world.record(scene.classroom) if scene.classroom else None
    home = classroom if isinstance(classroom, Classroom) else None
    if not isinstance(owner, Person) or not may(talk.person, "see binder", scene.person, home):
        talk.tell("common", "not_yours")
        talk.enter(s.AtMenu())
        return
    if scene.adding:
        talk.tell("binder", "ask_evidence")
        talk.ask([talk.choice("binder", label=talk.words("labels", "back"))])
        return
    if owner is not talk.person and not scene.before:
        talk.note(f.Looked(at=owner.id, what="binder"))
    _page(talk, scene, owner)


def _page(talk: Talk, scene: s.ReadingBinder, owner: Person) -> None:
    mine = owner.id == talk.person.id
    facts = talk.world.facts(owner.id, scene.before, limits.binder_read)
    zone = owner.learns_in.zone if owner.learns_in else "UTC"
    if not scene.before:
        _summary(talk, owner, mine=mine)
    shown = False
    for day, of_day in groupby(facts, key=lambda kept: local(kept.at, zone).date()):
        lines = _lines(talk, tuple(of_day))
        if lines:
            talk.show(Heading(talk.words("binder", "day", day=day)), *lines)
            shown = True
    if not shown:
        talk.tell("binder", "empty" if not scene.before else "no_older")
    older = (
        [talk.choice("older", f"older:{facts[-1].seq}")]
        if len(facts) == limits.binder_read and facts[-1].seq > 1
        else []
    )
    own = [talk.choice("add_evidence")] if mine else [talk.choice("back_to_class", f"class:{scene.classroom}")]
    talk.ask([*older, *own, talk.choice("menu")])


def _summary(talk: Talk, owner: Person, *, mine: bool) -> None:
    library = talk.world.library
    mastered = [_title(library, code) for code, standing in owner.standings.items() if standing.mastered_at]
    working = [
        _title(library, code)
        for code, standing in owner.standings.items()
        if not standing.mastered_at and not standing.untouched
    ]
    came_back = sum(standing.attempts > 1 for standing in owner.standings.values())
    talk.tell(
        "binder", "mine" if mine else "theirs", name=owner.name, mastered=mastered, working=working, came_back=came_back
    )


def _title(library: Library, code: str) -> str:
    return library.standards[code].title if code in library.standards else code


def _lines(talk: Talk, facts: tuple[f.Kept, ...]) -> list[Block]:
    """One day's facts, newest first: a list, and under an entry the words that belong to it."""
    blocks: list[Block] = []
    entries: list[str] = []
    for sentence, said in _entries(talk, facts):
        entries.append(f"- {sentence}")
        if said:
            blocks += [Paragraph("\n".join(entries)), Literal(f"“{said}”")]
            entries = []
    return [*blocks, Paragraph("\n".join(entries))] if entries else blocks


def _entries(talk: Talk, facts: tuple[f.Kept, ...]) -> Iterator[tuple[str, str]]:
    """(sentence, own words); answers to one standard in a row become one entry."""
    for (kind, standard), run in groupby(facts, key=lambda kept: (type(kept.fact), kept.fact.standard)):
        same = tuple(run)
        title = _title(talk.world.library, standard)
        if kind is f.Answered:
            right = sum(isinstance(kept.fact, f.Answered) and kept.fact.right for kept in same)
            yield talk.words("binder", "answered", title=title, count=len(same), right=right), ""
            continue
        for kept in same:
            block = str(kept.fact.__struct_config__.tag).replace("-", "_")
            if block in _TOLD:
                yield talk.words("binder", f"fact_{block}", title=title, fact=kept.fact), kept.text


_TOLD = frozenset(
    {"joined", "chose", "opened", "ready", "asked", "form_ended", "mastered", "not_yet", "corrected", "wrote_openly", "marked",
     "goal", "reflected", "evidence"}
)  # fmt: skip


def hear(talk: Talk, scene: s.ReadingBinder, move: Move) -> None:
    match move:
        case Chose() if move.verb == "older":
            talk.enter(msgspec.structs.replace(scene, before=move.number))
        case Chose("add_evidence") if scene.person == talk.person.id:
            talk.enter(msgspec.structs.replace(scene, adding=True))
        case Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(move.rest))
        case Wrote(text) if scene.adding and scene.person == talk.person.id:
            talk.note(f.AddedEvidence(), names.tidy_words(text, limits.sentence_longest))
            talk.tell("binder", "evidence_kept")
            talk.enter(s.AtMenu())
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)
