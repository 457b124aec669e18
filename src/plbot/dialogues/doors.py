"""Doors: choices that lead somewhere from any scene (`practise`, `menu` ...), and the global words that may be typed anywhere."""

from collections.abc import Callable

from plbot.core import facts as f
from plbot.core import path, quiz
from plbot.core import scenes as s
from plbot.core.events import Chose
from plbot.core.letters import Decides
from plbot.core.talk import Talk
from plbot.dialogues import (
    be_helper,
    choose,
    explain,
    explaining,
    find_helper,
    linking,
    parking,
    peers,
    place,
    question,
    readiness,
    reassess,
    recheck,
    result,
    several,
    stuck,
    week,
)
from plbot.dialogues.teacher import announcing


def standard_of(scene: s.Scene) -> str:
    """The standard that a scene is about, or ''."""
    return getattr(scene, "standard", "")


def open_door(talk: Talk, move: Chose) -> bool:
    """Go through the door that this choice is, if it is one. Doors to a standard take its code, or the scene's own."""
    if move.verb in peers.DEEDS:
        peers.DEEDS[move.verb](talk, move.rest)
        return True
    if move.verb == "find_helper" and isinstance(talk.person.scene, s.Reassessing):
        talk.tell("find_helper", "in_form")
        talk.enter(talk.person.scene)
        return True
    if move.verb in _ROOMS:
        leave(talk)
        _ROOMS[move.verb](talk)
        return True
    if move.verb == "why" and talk.standard(move.rest):
        explaining.tell_why(talk, move.rest)
        talk.enter(talk.person.scene)
        return True
    if move.verb not in _STANDARD_ROOMS or not at_home(talk):
        return False
    code = move.rest or standard_of(talk.person.scene) or _under_way(talk)
    if talk.standard(code) is None:
        go_home(talk)
        return True
    leave(talk)
    _STANDARD_ROOMS[move.verb](talk, code)
    return True


def _under_way(talk: Talk) -> str:
    """The standard that this person works on, or would next."""
    return path.at_work(talk.person, talk.world.library)


def at_home(talk: Talk) -> bool:
    return talk.person.learns_in is not None


def leave(talk: Talk) -> None:
    """Close what is open in the scene that is left: a form's question is not asked again with the same numbers."""
    if isinstance(talk.person.scene, s.Reassessing):
        question.put_aside(talk, talk.person.scene)


def go_home(talk: Talk) -> None:
    """To the place that this person starts from."""
    person = talk.person
    if person.learns_in or person.teaches:
        talk.enter(s.AtMenu())
    elif person.waits_for:
        talk.enter(s.KnockingAtDoor(person.waits_for.classroom))
    elif isinstance(person.scene, s.AskingName | s.KnockingAtDoor):
        talk.enter(person.scene)
    else:
        talk.enter(s.AskingCode(greeted=True))


def command(talk: Talk, word: str, rest: str = "") -> None:
    """Do what a global word says; `rest` was typed behind it. Before somebody is in a class, few mean anything."""
    scene = talk.person.scene
    match word:
        case "help":
            tag = scene.__struct_config__.tag
            talk.tell("help", str(tag).replace("-", "_"))
            talk.enter(scene)
        case "why":
            _why(talk)
        case "stop":
            leave(talk)
            talk.tell("common", "stopped")
            go_home(talk)
        case "board" if talk.person.teaches:
            for membership in talk.person.teaches:
                talk.send(membership.classroom, Decides(talk.person.id, "board"))
        case "announce" if talk.person.teaches:
            announcing.begin(talk)
        case "here" if talk.person.teaches:
            announcing.gather(talk, rest)
        case "end":
            helping = talk.person.helping
            if helping:
                peers.DEEDS["help_end"](talk, helping.session)
            else:
                talk.enter(scene)
        case "privacy":
            talk.tell("common", "privacy")
            talk.enter(scene)
        case "result":
            unseen = [code for code, standing in talk.person.standings.items() if standing.unseen]
            if not open_door(talk, Chose(f"result:{next(iter(unseen), standard_of(scene))}")):
                talk.enter(scene)
        case "stuck" if isinstance(scene, s.Reassessing):
            talk.tell("stuck", "in_form")
            talk.enter(scene)
        case "hint" if isinstance(scene, s.Practising):
            talk.tell("practise", "no_more_hints")  # while hints are left, the word picks the button
            talk.enter(scene)
        case _:
            if not open_door(talk, Chose(word)):
                talk.enter(scene)


def _why(talk: Talk) -> None:
    """Why this standard, this question, these locks: whatever the scene shows."""
    scene = talk.person.scene
    explaining.tell_why(talk, standard_of(scene))
    if isinstance(scene, s.Choosing) and scene.wide:
        explaining.tell_locked(talk, choose.on_page(talk, scene.start))
    talk.enter(scene)


def _member_only(scene: s.Scene) -> Callable[[Talk], None]:
    def go(talk: Talk) -> None:
        if talk.person.learns_in or talk.person.teaches:
            talk.enter(scene)
        else:
            go_home(talk)

    return go


def _student_only(scene: s.Scene) -> Callable[[Talk], None]:
    def go(talk: Talk) -> None:
        if talk.person.learns_in:
            talk.enter(scene)
        else:
            go_home(talk)

    return go


def _learner(room: Callable[[Talk], None]) -> Callable[[Talk], None]:
    def go(talk: Talk) -> None:
        if talk.person.learns_in:
            room(talk)
        else:
            go_home(talk)

    return go


def _binder(talk: Talk) -> None:
    if talk.person.learns_in or talk.person.standings:
        talk.enter(s.ReadingBinder(talk.person.id))
    else:
        go_home(talk)


def _my_data(talk: Talk) -> None:
    talk.enter(s.SeeingData())


def _forget_me(talk: Talk) -> None:
    talk.enter(s.SeeingData("" if talk.person.teaches or talk.person.leaving else "forget"))


def _interests(talk: Talk) -> None:
    if talk.person.learns_in:
        talk.enter(s.PickingInterests(talk.person.interests, first=False))
    else:
        go_home(talk)


def _learn(talk: Talk, code: str) -> None:
    talk.enter(s.Learning(code))


def _practise(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    first = quiz.next_question(talk.person, talk.world, standard)
    if first is None:
        talk.tell("practise", "nothing", title=standard.title)
        talk.enter(s.Learning(code))
        return
    warm_up = first.why == "level" and code in path.warm_ups(talk.person, talk.world.library)
    talk.enter(s.Practising(code, *first.drawn, since=talk.world.now, why="warm_up" if warm_up else first.why))


def _challenge(talk: Talk, code: str) -> None:
    drawn = quiz.challenge(talk.person, talk.world, talk.world.library.standards[code])
    if drawn is None:
        _practise(talk, code)
        return
    talk.tell("practise", "challenge")
    talk.enter(s.Practising(code, *drawn, since=talk.world.now, why="challenge"))


def _check(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    if talk.person.standing(code).state == "ready":
        talk.tell("check", "not_needed", title=standard.title)
        talk.enter(s.SeeingReadiness(code))
        return
    drawn = quiz.check(talk.person, talk.world, standard, ())
    if drawn is None:
        talk.tell("practise", "nothing", title=standard.title)
        talk.enter(s.Learning(code))
        return
    talk.tell("check", "begins", title=standard.title, count=talk.person.policy.check_questions)
    talk.enter(s.Checking(code, *drawn))


def _choose(talk: Talk, code: str) -> None:
    locked = path.state_of(talk.person, talk.world.library, code) == "locked"
    talk.note(f.ChoseStandard(code, anyway=locked))
    talk.enter(s.Learning(code))


TYPED = frozenset(
    {"practise", "check", "learn", "ready", "stuck", "reassess", "why"}
)  # may be typed with a standard behind them

_ROOMS: dict[str, Callable[[Talk], None]] = {
    "menu": go_home,
    "path": _student_only(s.Choosing(wide=True)),
    "next": _student_only(s.Choosing()),
    "binder": _binder,
    "settings": _member_only(s.ChangingSettings()),
    "wall": _member_only(s.AtWall()),
    "goal": _student_only(s.SettingGoal(first=False)),
    "interests": _interests,
    "link": linking.open_room,
    "my_data": _my_data,
    "forget_me": _forget_me,
    "be_helper": be_helper.open_room,
    "week": week.open_room,
    "place": _learner(place.open_room),
    "beginning": _learner(place.begin_at_the_beginning),
    "show": _student_only(s.Choosing(wide=True, show=True)),
    "show_several": _learner(several.open_room),
}

_STANDARD_ROOMS: dict[str, Callable[[Talk, str], None]] = {
    "choose": _choose,
    "learn": _learn,
    "another_way": _learn,
    "practise": _practise,
    "challenge": _challenge,
    "check": _check,
    "ready": readiness.open_room,
    "stuck": stuck.open_room,
    "ask_teacher": stuck.ask_teacher,
    "reassess": reassess.open_room,
    "result": result.open_room,
    "explain": explain.open_room,
    "find_helper": find_helper.open_room,
    "look_back": recheck.open_room,
    "with_teacher": reassess.ask_teacher,
    "park": parking.park,
    "take_up": parking.take_up,
}
