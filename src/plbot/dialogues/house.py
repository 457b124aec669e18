"""Which dialogue hears what: presses and typed words become moves, global words work everywhere, mail finds its reader."""

import msgspec

from plbot.core import letters as n
from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.calendar import day
from plbot.core.engine import House
from plbot.core.events import Chose, Inbound, Move, Wrote
from plbot.core.names import as_code, straight
from plbot.core.talk import Talk, for_somebody_else
from plbot.dialogues import (
    backlog,
    binder,
    check,
    cheer,
    choose,
    consent,
    doors,
    explain,
    home,
    learn,
    linking,
    mailroom,
    mydata,
    peers,
    place,
    practise,
    readiness,
    reassess,
    recheck,
    reflect,
    result,
    settings,
    several,
    stuck,
    things,
    wall,
    week,
    welcome,
)
from plbot.dialogues.safety import care, hearing, paging, reading
from plbot.dialogues.teacher import staffroom
from plbot.limits import limits

_SPOKEN = {
    intent: intent.replace("_", " ")
    for intent in ("hint", "drop", "another_way", "yes", "no", "skip", "done", "correct", "start", "stop")
}  # buttons that may also be pressed by their stable English word


def hear(talk: Talk, inbound: Inbound) -> None:
    """Take what a person did to its end: one message back, and always a way on."""
    before = talk.person
    if inbound.kind == "blocked":
        linking.lose(talk)
        return
    linking.find_again(talk)
    _sign_in(talk)
    if hearing.heeded(talk, inbound):
        pass  # answered already: danger goes before everything
    elif talk.person.silenced:
        _take_silenced(talk, inbound)
    elif not backlog.met(talk, inbound):
        _take(talk, inbound)
    _settle(talk)
    peers.keep(talk, before)
    home.keep(talk, before)


def _sign_in(talk: Talk) -> None:
    """Once a day, the classes of a student hear that they are here."""
    zone, now = talk.person.zone, talk.world.now
    classes = [m.classroom for m in talk.person.memberships if m.role == "student" and not m.waiting]
    if classes and day(talk.person.seen, zone) != day(now, zone):
        talk.become(seen=now)
        for classroom in classes:
            talk.send(classroom, n.SignsIn(talk.person.id))


def _take(talk: Talk, inbound: Inbound) -> None:
    match inbound.kind:
        case "edited" | "reaction" | "moved" | "blocked":
            pass  # an answer is taken once; a reaction asks for nothing; the rest is no talk
        case "home":
            home.opened(talk)
        case "text" if inbound.choice and (talk.person.asked is None or talk.person.asked.mid != inbound.choice):
            _too_late(talk)
        case "choice":
            _press(talk, inbound.choice)
        case "photo" | "file" if isinstance(talk.person.scene, ps.InHelp):
            peers.text_only(talk)
        case "photo" | "file":
            talk.tell("common", "photo" if inbound.kind == "photo" else "file")
            talk.enter(talk.person.scene)
        case "text":
            _words(talk, inbound.text)
        case "join" | "unblocked":
            if inbound.text.strip():
                _words(talk, inbound.text)
            else:
                talk.enter(talk.person.scene)


def _take_silenced(talk: Talk, inbound: Inbound) -> None:
    """Nothing of this person may be kept: only what is about just that is heard, and all else is answered with it."""
    scene, asked = talk.person.scene, talk.person.asked
    reading = isinstance(scene, s.Silenced | s.SeeingData)
    if len(inbound.text) > limits.text_longest:
        inbound = msgspec.structs.replace(inbound, text="")
    typed = _typed_choice(talk, inbound.text) if inbound.kind == "text" and reading else None
    if inbound.kind in ("edited", "reaction", "moved"):
        return
    if inbound.kind == "home":
        home.opened(talk)
    elif inbound.kind == "choice" and reading and asked and inbound.choice.startswith(f"{asked.mid}:"):
        _press(talk, inbound.choice)
    elif typed:
        _move(talk, typed)
    elif (word := talk.world.words.command(talk.person.language, inbound.text)) in ("my_data", "forget_me"):
        doors.open_door(talk, Chose(word))
    elif talk.person.silenced == "class" and _is_code(talk, inbound.text):
        welcome.try_code(talk, inbound.text)
    else:
        talk.enter(s.Silenced())


def _settle(talk: Talk) -> None:
    """Have the scene that was entered ask its question; entering one may lead on to another."""
    for _ in range(limits.rooms_a_turn):
        if not talk.entered:
            return
        talk.entered = False
        ask(talk, talk.person.scene)
    raise RuntimeError("scenes lead to each other in a circle")


def _press(talk: Talk, value: str) -> None:
    mid, _, number = value.partition(":")
    place = int(number) - 1 if number.isascii() and number.isdecimal() and len(number) <= limits.number_longest else -1
    asked = talk.person.asked
    if asked and asked.mid == mid and 0 <= place < len(asked.choices):
        _move(talk, Chose(asked.choices[place].action))
        return
    if for_somebody_else(mid, talk.person.id, talk.world.salt) and not _for_a_class_of(talk, mid):
        talk.tell("common", "not_yours")
        talk.toast = talk.words("common", "toast_not_yours")
        talk.enter(talk.person.scene)
        return
    found = talk.world.button(mid)
    if found and 0 <= place < len(found.actions):
        things.press(talk, found.things[place], Chose(found.actions[place]))
        return
    _too_late(talk)


def _for_a_class_of(talk: Talk, mid: str) -> bool:
    """Whether this message was made for a class of theirs: it stands in the class's chat group, where all may press."""
    return any(
        not for_somebody_else(mid, m.classroom, talk.world.salt) for m in talk.person.memberships if not m.waiting
    )


def _too_late(talk: Talk) -> None:
    """A button, or a form, of a question that is not asked any more: nothing is counted, and the talk goes on where it is."""
    talk.tell("common", "old_button")
    talk.toast = talk.words("common", "toast_old")
    talk.enter(talk.person.scene)


def _words(talk: Talk, text: str) -> None:
    if len(text) > limits.text_longest:
        talk.tell("common", "too_long", length=len(text))
        talk.enter(talk.person.scene)
        return
    if not text.strip():
        talk.enter(talk.person.scene)
        return
    chosen = _typed_choice(talk, text)
    if chosen:
        _move(talk, chosen)
        return
    command = "" if _is_the_answer(talk, text) else talk.world.words.command(talk.person.language, text)
    if _to_a_peer(talk, text) and command not in ("help", "stop", "menu"):
        _move(talk, Wrote(text))
    elif command and (command in ("help", "stop", "menu") or not isinstance(talk.person.scene, s.AskingName)):
        doors.command(talk, command)
    elif talk.group and (rest := _behind_here(talk, text)):
        doors.command(talk, "here", rest)
    elif named := _named_deed(talk, text):
        _move(talk, named)
    elif _is_code(talk, text):
        welcome.try_code(talk, text)
    elif text.lstrip().startswith("/") and not isinstance(talk.person.scene, s.AskingCode):
        talk.tell("common", "unknown_command")
        talk.enter(talk.person.scene)
    else:
        _move(talk, Wrote(text))


def _typed_choice(talk: Talk, text: str) -> Chose | None:
    """The choice on show that was typed: by its label, its word, or (where numbers are no answers) its number."""
    asked = talk.person.asked
    if asked is None:
        return None
    word = " ".join(straight(text).casefold().split())
    at_question = hasattr(talk.person.scene, "question")
    for choice in asked.choices:
        if at_question and choice.intent.startswith("answer:"):
            continue  # typed words at a question are marked: `2` may be the second option, or the one that says 2
        if word == choice.label.casefold().removeprefix("✓ ") or word == _SPOKEN.get(choice.intent):
            return Chose(choice.action)
    number = word.rstrip(".)")
    if asked.numbered and number.isascii() and number.isdecimal() and len(number) <= limits.number_longest:
        place = int(number) - 1
        return Chose(asked.choices[place].action) if 0 <= place < len(asked.choices) else None
    return None


def _is_the_answer(talk: Talk, text: str) -> bool:
    """Whether a word that is also a command is what the question at hand asks for."""
    question = getattr(talk.person.scene, "question", None)
    return question is not None and text.strip().casefold() in (answer.casefold() for answer in question.answers)


def _to_a_peer(talk: Talk, text: str) -> bool:
    """Whether these words go to a classmate: then `why` and `next` are words like any others."""
    scene = talk.person.scene
    written = isinstance(scene, ps.REACHES_PEERS) and scene != ps.LookingBackOnHelp(getattr(scene, "standard", ""))
    return written and not text.lstrip().startswith("/")


def _behind_here(talk: Talk, text: str) -> str:
    """The name of the class in `here Room 12`, said in a group: elsewhere a sentence may begin so."""
    first, _, rest = text.strip().partition(" ")
    return rest.strip() if talk.world.words.command(talk.person.language, first) == "here" else ""


def _named_deed(talk: Talk, text: str) -> Chose | None:
    """`practise 4.NF.1`: a door and the standard it leads to, by its code or title."""
    first, _, rest = text.strip().partition(" ")
    verb = talk.world.words.command(talk.person.language, first) if rest else ""
    if verb not in doors.TYPED:
        return None
    code = choose.named(talk, rest)
    return Chose(f"{verb}:{code}") if code else None


def _is_code(talk: Talk, text: str) -> bool:
    """Whether these words are a code to go through, said outside the place that asks for one: `join CODE`, or a link's code."""
    words = text.replace("/", "").split()
    asking = isinstance(talk.person.scene, s.AskingCode)
    return (
        not asking and len(words) > 1 and words[0].casefold() in ("join", "start") and bool(as_code("".join(words[1:])))
    )


def _move(talk: Talk, move: Move) -> None:
    if isinstance(move, Chose) and doors.open_door(talk, move):
        return
    listen(talk, talk.person.scene, move)


def listen(talk: Talk, scene: s.Scene, move: Move) -> None:  # two lines a dialogue
    """Let the scene's dialogue hear the move."""
    match scene:
        case s.AskingCode() | s.AskingName() | s.KnockingAtDoor() | s.PickingInterests() | s.SettingGoal():
            welcome.hear(talk, scene, move)
        case s.OfferingPlacement() | s.Placing():
            place.hear(talk, scene, move)
        case s.ShowingSeveral() | s.ShownSeveral():
            several.hear(talk, scene, move)
        case s.AtMenu() | s.Choosing() | s.AtPathEnd():
            choose.hear(talk, scene, move)
        case s.Learning():
            learn.hear(talk, scene, move)
        case s.Practising() | s.Pausing():
            practise.hear(talk, scene, move)
        case s.Checking():
            check.hear(talk, scene, move)
        case s.SeeingReadiness():
            readiness.hear(talk, scene, move)
        case s.GettingUnstuck():
            stuck.hear(talk, scene, move)
        case s.Requesting() | s.Reassessing():
            reassess.hear(talk, scene, move)
        case s.SeeingResult() | s.Correcting():
            result.hear(talk, scene, move)
        case s.AnsweringOpenly():
            explain.hear(talk, scene, move)
        case s.Rechecking() | s.WarmingUp():
            recheck.hear(talk, scene, move)
        case s.Reflecting():
            reflect.hear(talk, scene, move)
        case s.LookingAtWeek():
            week.hear(talk, scene, move)
        case s.OfferingCheer():
            cheer.hear(talk, scene, move)
        case s.AtWall():
            wall.hear(talk, scene, move)
        case s.ReadingBinder():
            binder.hear(talk, scene, move)
        case s.ChangingSettings():
            settings.hear(talk, scene, move)
        case s.SeeingData():
            mydata.hear(talk, scene, move)
        case s.Silenced():
            consent.hear(talk, scene, move)
        case (
            ps.SeekingHelp()
            | ps.InHelp()
            | ps.LookingBackOnHelp()
            | ps.LearningToHelp()
            | ps.Volunteering()
            | ps.LeavingHint()
        ):
            peers.hear(talk, scene, move)
        case s.InCare():
            care.hear(talk, scene, move)
        case s.ReadingReport() | s.ReadingWorry():
            reading.hear(talk, scene, move)
        case _:
            staffroom.hear(talk, scene, move)


def ask(talk: Talk, scene: s.Scene) -> None:  # two lines a dialogue
    """Let the scene's dialogue ask its question (again)."""
    match scene:
        case s.AskingCode() | s.AskingName() | s.KnockingAtDoor() | s.PickingInterests() | s.SettingGoal():
            welcome.ask(talk, scene)
        case s.OfferingPlacement() | s.Placing():
            place.ask(talk, scene)
        case s.ShowingSeveral() | s.ShownSeveral():
            several.ask(talk, scene)
        case s.AtMenu() | s.Choosing() | s.AtPathEnd():
            choose.ask(talk, scene)
        case s.Learning():
            learn.ask(talk, scene)
        case s.Practising() | s.Pausing():
            practise.ask(talk, scene)
        case s.Checking():
            check.ask(talk, scene)
        case s.SeeingReadiness():
            readiness.ask(talk, scene)
        case s.GettingUnstuck():
            stuck.ask(talk, scene)
        case s.Requesting() | s.Reassessing():
            reassess.ask(talk, scene)
        case s.SeeingResult() | s.Correcting():
            result.ask(talk, scene)
        case s.AnsweringOpenly():
            explain.ask(talk, scene)
        case s.Rechecking() | s.WarmingUp():
            recheck.ask(talk, scene)
        case s.Reflecting():
            reflect.ask(talk, scene)
        case s.LookingAtWeek():
            week.ask(talk, scene)
        case s.OfferingCheer():
            cheer.ask(talk, scene)
        case s.AtWall():
            wall.ask(talk, scene)
        case s.ReadingBinder():
            binder.ask(talk, scene)
        case s.ChangingSettings():
            settings.ask(talk, scene)
        case s.SeeingData():
            mydata.ask(talk, scene)
        case s.Silenced():
            consent.ask(talk, scene)
        case (
            ps.SeekingHelp()
            | ps.InHelp()
            | ps.LookingBackOnHelp()
            | ps.LearningToHelp()
            | ps.Volunteering()
            | ps.LeavingHint()
        ):
            peers.ask(talk, scene)
        case s.InCare():
            care.ask(talk, scene)
        case s.ReadingReport() | s.ReadingWorry():
            reading.ask(talk, scene)
        case _:
            staffroom.ask(talk, scene)


def open_mail(talk: Talk, note: n.AnyNote) -> None:
    """A letter for a person: the dialogue it belongs to reads it."""
    before = talk.person
    if not consent.may_arrive(before, note):
        return
    mailroom.hand_over(talk, note)
    consent.react(talk, before)
    _settle(talk)
    peers.keep(talk, before)
    home.keep(talk, before)


def apologise(talk: Talk, inbound: Inbound, plainly: bool) -> None:
    """After a turn of ours failed: say so, lose nothing, and offer the menu. Words of danger are heeded all the same."""
    if not hearing.heeded_after_all(talk, inbound, plainly=plainly):
        talk.tell("common", "trouble")
        doors.go_home(talk)
    _settle(talk)


HOUSE = House(hear, open_mail, mailroom.decide, apologise, paging.page, paging.page_plainly)
