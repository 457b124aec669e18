"""The binder: a student's own record as a readable timeline. A teacher of the class may read it too, and that is noted."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

import msgspec

from plbot.core import facts as f
from plbot.core import names, worked
from plbot.core import scenes as s
from plbot.core.access import has_student, may
from plbot.core.calendar import local
from plbot.core.cards import Block, Choice, Heading, Literal, Paragraph
from plbot.core.events import Chose, Move, Wrote
from plbot.core.letters import AnswersReflection
from plbot.core.library import Library
from plbot.core.records import Classroom, Person
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import explaining
from plbot.limits import limits


def ask(talk: Talk, scene: s.ReadingBinder) -> None:
    owner = talk.person if scene.person == talk.person.id else talk.world.record(scene.person)
    classroom = talk.world.record(scene.classroom) if scene.classroom else None
    home = classroom if isinstance(classroom, Classroom) else None
    if not isinstance(owner, Person) or not may(talk.person, "see binder", scene.person, home):
        talk.tell("common", "not_yours")
        talk.enter(s.AtMenu())
        return
    if scene.answering:
        talk.tell("binder", "ask_answer", name=owner.name)
        back = talk.choice("back_to_class", f"class:{scene.classroom}")
        talk.ask([back], writes="write", longest=limits.sentence_longest)
        return
    if scene.adding:
        talk.tell("binder", "ask_evidence")
        back = talk.choice("binder", label=talk.words("labels", "back"))
        talk.ask([back], writes="write", longest=limits.sentence_longest)
        return
    _page(talk, scene, owner)


def _page(talk: Talk, scene: s.ReadingBinder, owner: Person) -> None:
    mine = owner.id == talk.person.id
    facts = talk.world.facts(owner.id, scene.before, limits.binder_read)
    if not scene.before:
        _summary(talk, owner, mine=mine)
    told = [entry for entry in _entries(talk, owner, facts) if not (mine and _is_sealed(owner, entry.kept.fact))]
    shown = _that_fit(told)
    for date, of_day in groupby(shown, key=lambda entry: local(entry.kept.at, owner.zone).date()):
        talk.show(Heading(talk.words("binder", "day", day=date)), *_listed(of_day))
    if not shown:
        talk.tell("binder", "no_older" if scene.before else "empty")
    last = shown[-1].kept.seq if len(shown) < len(told) else facts[-1].seq if facts else 0
    left = len(shown) < len(told) or len(facts) == limits.binder_read
    older = [talk.choice("older", f"older:{last}")] if left and last > 1 else []
    own = [talk.choice("add_evidence")] if mine else _of_teacher(talk, scene, owner, facts)
    talk.ask([*older, *own, talk.choice("menu")])


def _of_teacher(talk: Talk, scene: s.ReadingBinder, owner: Person, facts: tuple[f.Kept, ...]) -> list[Choice]:
    """Answer how the student looked back last, where that was not answered yet; or go back."""
    answered = max((kept.fact.about for kept in facts if isinstance(kept.fact, f.HeardBack)), default=0)
    newest = max((kept.seq for kept in facts if isinstance(kept.fact, f.Reflected)), default=0)
    do = f"answer_reflection:{newest}"
    answer = [talk.choice("answer_reflection", do, name=owner.name)] if newest > answered else []
    return [*answer, talk.choice("back_to_class", f"class:{scene.classroom}")]


def _is_sealed(owner: Person, fact: f.AnyFact) -> bool:
    """A verdict that its owner has not opened yet: the binder does not give it away."""
    return isinstance(fact, f.Mastered | f.NotYet) and owner.standing(fact.standard).unseen


def _summary(talk: Talk, owner: Person, *, mine: bool) -> None:
    library = talk.world.library
    known = owner.standings.items()
    mastered = [_title(library, code) for code, standing in known if standing.mastered_at and not standing.unseen]
    working = [_title(library, code) for code, standing in known if not standing.mastered_at and not standing.untouched]
    came_back = sum(standing.attempts > 1 for standing in owner.standings.values())
    talk.tell(
        "binder", "mine" if mine else "theirs", name=owner.name, mastered=mastered, working=working, came_back=came_back
    )
    if not mine:
        _stands(talk, owner)
    _what_works(talk, owner)


def _stands(talk: Talk, owner: Person) -> None:
    """Why the student stands where they stand, for the teacher: of what is under way, the latest few."""
    under_way = [
        code
        for code, standing in owner.standings.items()
        if code in talk.world.library.standards and not standing.mastered_at and (standing.answered or standing.snag)
    ]
    lines = [explaining.of_student(talk, owner, code) for code in under_way[-limits.binder_stands :]]
    talk.show(*blocks_of("\n".join(f"- {line}" for line in lines)))


def _what_works(talk: Talk, owner: Person) -> None:
    """Right answers after each way beside those expected, once there are enough; and what the student said helped."""
    standings = owner.standings.values()
    ways = worked.together(standing.after_ways for standing in standings)
    said = Counter[str]()
    for standing in standings:
        said.update(standing.helped)
    if not ways and not said:
        return
    lines = [
        talk.words("binder", "way_worked", mode=mode, after=after, expected=round(after.expected))
        for mode, after in worked.told(ways).items()
    ]
    helped = [talk.words("labels", tap) for tap, _ in said.most_common()]
    talk.tell("binder", "what_works", lines=lines, early=bool(ways), helped=helped)


def _title(library: Library, code: str) -> str:
    return library.standards[code].title if code in library.standards else code


class _Entry(NamedTuple):
    """One line of the timeline: the (oldest) fact that it tells, its sentence, and the person's own words."""

    kept: f.Kept
    sentence: str
    said: str


def _entries(talk: Talk, owner: Person, facts: tuple[f.Kept, ...]) -> list[_Entry]:
    """The facts worth telling, newest first; answers to one standard in a row become one entry."""
    entries: list[_Entry] = []
    known = [kept for kept in facts if _tag(kept.fact) in _TOLD]
    for (kind, standard), run in groupby(known, key=lambda kept: (type(kept.fact), kept.fact.standard)):
        same = tuple(run)
        title = _title(talk.world.library, standard)
        if kind is f.Answered:
            right = sum(isinstance(kept.fact, f.Answered) and kept.fact.right for kept in same)
            sentence = talk.words("binder", "fact_answered", title=title, count=len(same), right=right)
            entries.append(_Entry(same[-1], sentence, ""))
        else:
            entries += [
                _Entry(kept, _told(talk, kept.fact, title), kept.text or _thanks(talk, owner, kept.fact))
                for kept in same
            ]
    return entries


def _thanks(talk: Talk, owner: Person, fact: f.AnyFact) -> str:
    """What who was helped wrote, as long as it is kept, and without their name: others may read this binder."""
    room = (
        talk.world.record(owner.learns_in.classroom) if isinstance(fact, f.ThankedForHelp) and owner.learns_in else None
    )
    if not isinstance(fact, f.ThankedForHelp) or not isinstance(room, Classroom):
        return ""
    session = room.help.sessions.get(fact.session)
    if session is None or session.helper != owner.id or not has_student(room, session.helped):
        return ""
    found = talk.world.facts(session.helped, fact.said + 1, 1)
    text = next(
        (kept.text for kept in found if isinstance(kept.fact, f.WroteToPeer) and kept.fact.session == fact.session), ""
    )
    return names.without_name(text, room.members[session.helped].name, talk.words("binder", "somebody"))


def _told(talk: Talk, fact: f.AnyFact, title: str) -> str:
    return talk.words("binder", f"fact_{_tag(fact)}", title=title, fact=fact)


def _tag(fact: f.AnyFact) -> str:
    return str(fact.__struct_config__.tag).replace("-", "_")


def _that_fit(entries: list[_Entry]) -> list[_Entry]:
    """As many as one message holds, at least one."""
    length = 0
    for place, entry in enumerate(entries):
        length += len(entry.sentence) + len(entry.said)
        if length > limits.binder_letters and place:
            return entries[:place]
    return entries


def _listed(entries: Iterable[_Entry]) -> list[Block]:
    """A list, and under an entry the words that belong to it."""
    blocks: list[Block] = []
    lines: list[str] = []
    for entry in entries:
        lines.append(f"- {entry.sentence}")
        if entry.said:
            blocks += [Paragraph("\n".join(lines)), Literal(f"“{entry.said}”")]
            lines = []
    return [*blocks, Paragraph("\n".join(lines))] if lines else blocks


_TOLD = frozenset(
    {"joined", "chose", "opened", "answered", "ready", "asked", "form_ended", "mastered", "not_yet", "corrected",
     "wrote_openly", "got_stuck", "asked_teacher", "unstuck", "marked", "goal", "reflected", "evidence",
     "rechecked", "warmed_up", "parked", "heard_back", "learned_to_help", "helped", "thanked_for_help"}
)  # fmt: skip


def hear(talk: Talk, scene: s.ReadingBinder, move: Move) -> None:
    match move:
        case Chose() if move.verb == "older":
            talk.enter(msgspec.structs.replace(scene, before=move.number))
        case Chose("add_evidence") if scene.person == talk.person.id:
            talk.enter(msgspec.structs.replace(scene, adding=True))
        case Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(move.rest))
        case Chose() if move.verb == "answer_reflection" and scene.classroom:
            talk.enter(msgspec.structs.replace(scene, answering=move.number))
        case Wrote(text) if scene.answering:
            _answer(talk, scene, names.tidy_words(text, limits.sentence_longest))
        case Wrote(text) if scene.adding and scene.person == talk.person.id:
            talk.note(f.AddedEvidence(), names.tidy_words(text, limits.sentence_longest))
            talk.tell("binder", "evidence_kept")
            talk.enter(s.AtMenu())
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _answer(talk: Talk, scene: s.ReadingBinder, text: str) -> None:
    """Send a teacher's words about a reflection, if this person (still) teaches its writer."""
    found = talk.world.record(scene.classroom)
    classroom = found if isinstance(found, Classroom) else None
    if classroom is None or not may(talk.person, "see binder", scene.person, classroom):
        talk.tell("common", "not_yours")
        talk.enter(s.AtMenu())
        return
    talk.send(scene.person, AnswersReflection(talk.person.id, scene.answering, text))
    talk.tell("binder", "answered", name=classroom.members[scene.person].name)
    talk.enter(s.LookingAtClass(scene.classroom))
