"""Find a helper: ask whether a classmate has time, hear at once when nobody has, and get the next best thing."""

from plbot.core import facts as f
from plbot.core import names
from plbot.core import peer_letters as p
from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.cards import Choice, Literal
from plbot.core.events import Chose, Move
from plbot.core.helpdesk import Seeking
from plbot.core.records import Person
from plbot.core.talk import Talk


def in_form(person: Person) -> bool:
    """Whether a reassessment is open: nobody helps, or is helped, beside it."""
    return any(standing.state == "reassessing" for standing in person.standings.values())


def classmate(talk: Talk, code: str) -> list[Choice]:
    """The way to a classmate, where one may be asked."""
    return [talk.choice("help", f"find_helper:{code}")]


def teacher(talk: Talk, code: str) -> list[Choice]:
    """The way to the teacher, unless they were asked already."""
    snag = talk.person.standing(code).snag
    if snag and snag.asked:
        return []
    label = talk.words("labels", "tell_teacher", teacher=talk.person.teacher)
    return [talk.choice("ask_teacher", f"ask_teacher:{code}", label=label)]


def open_room(talk: Talk, code: str) -> None:
    """`find_helper`: for one standard."""
    person = talk.person
    if in_form(person):
        talk.tell("find_helper", "in_form")
        talk.enter(s.AtMenu())
    elif person.helping:
        talk.enter(ps.InHelp())
    else:
        talk.enter(ps.SeekingHelp(person.seeking.standard if person.seeking else code))


def ask(talk: Talk, scene: ps.SeekingHelp) -> None:
    title = talk.world.library.standards[scene.standard].title
    if talk.person.seeking:
        talk.tell("find_helper", "looking", title=title)
        talk.ask([*meanwhile(talk, scene.standard), talk.choice("cancel_help"), talk.choice("menu")])
        return
    talk.tell("find_helper", "offer", title=title, teacher=talk.person.teacher)
    send = talk.choice("yes", label=talk.words("labels", "ask_classmate"))
    talk.ask([send, talk.choice("no", label=talk.words("labels", "not_now"))])


def meanwhile(talk: Talk, code: str) -> list[Choice]:
    """What can be done without a helper."""
    standard = talk.world.library.standards[code]
    drill = [talk.choice("practise", f"practise:{code}")] if standard.items_for("practice") else []
    return [*([talk.choice("another_way", f"learn:{code}")] if standard.resources else []), *drill]


def hear(talk: Talk, scene: ps.SeekingHelp, move: Move) -> None:
    match move:
        case Chose("yes") if talk.person.seeking is None and talk.person.learns_in:
            _seek(talk, scene.standard, talk.person.learns_in.classroom)
        case Chose("no"):
            talk.enter(s.Learning(scene.standard))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _seek(talk: Talk, code: str, classroom: str) -> None:
    """The class answers at once: somebody is asked, or nobody is there."""
    ask_id = names.request_id(talk.world.chance)
    talk.note(f.AskedClassmate(code))
    talk.become(seeking=Seeking(ask_id, classroom, code))
    talk.send(classroom, p.SeeksHelper(talk.person.id, ask_id, code))


def cancel(talk: Talk, _: str) -> None:
    """The ask is taken back; whoever was asked hears that it is settled."""
    seeking = talk.person.seeking
    if seeking is None:
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    drop(talk)
    talk.tell("find_helper", "cancelled")
    talk.enter(s.Learning(seeking.standard) if isinstance(talk.person.scene, ps.SeekingHelp) else talk.person.scene)


def drop(talk: Talk) -> None:
    """Take back the ask that is under way, if there is one."""
    seeking = talk.person.seeking
    if seeking:
        talk.send(seeking.classroom, p.SeeksNoMore(talk.person.id, seeking.ask))
        talk.become(seeking=None)


def open_mail(talk: Talk, note: p.HelperSought | p.NoHelper) -> None:
    seeking = talk.person.seeking
    if seeking is None or seeking.ask != note.ask:
        return
    match note:
        case p.HelperSought() if isinstance(talk.person.scene, ps.SeekingHelp):
            talk.enter(talk.person.scene)
        case p.HelperSought():
            talk.tell("find_helper", "looking", title=talk.world.library.standards[note.standard].title)
            talk.notice([talk.choice("cancel_help")])
        case p.NoHelper(why="gone"):
            talk.become(seeking=None)
        case p.NoHelper():
            _nobody(talk, note)


def _nobody(talk: Talk, note: p.NoHelper) -> None:
    talk.become(seeking=None)
    lack = note.why
    talk.tell("find_helper", f"none_{lack}", teacher=talk.person.teacher)
    if note.hint:
        talk.tell("find_helper", "hint", name=note.by)
        talk.show(Literal(f"“{note.hint}”"))
    close_with(
        talk, note.standard, [*teacher(talk, note.standard), *meanwhile(talk, note.standard), talk.choice("menu")]
    )


def close_with(talk: Talk, code: str, choices: list[Choice]) -> None:
    """End a letter's message: in the rooms of peer help it is what is asked now, elsewhere it breaks into nothing."""
    if isinstance(talk.person.scene, ps.SeekingHelp | ps.InHelp):
        talk.stay(s.Learning(code))
        talk.ask(choices)
    else:
        talk.notice(choices)
