"""Be a helper: with what, when, and never more than one likes; offers that come, and a hint left for later."""

from typing import TypeVar

import msgspec

from plbot.core import facts as f
from plbot.core import matching
from plbot.core import peer_letters as p
from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.access import belongs
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.talk import Talk
from plbot.dialogues import passing
from plbot.dialogues.find_helper import in_form
from plbot.limits import HOUR, limits

WHENS = ("any", "lessons", "now", "days")
QUIETS = (15, 16, 17, 18, 19)  # o'clock: from the end of school to the class's own quiet hours
NO_QUIET = 24
ONWARD = ("with_what", "when", "quiet_hours", "leave_hint", "rehearse", "menu")

_Pick = TypeVar("_Pick")


def open_room(talk: Talk) -> None:
    """`be_helper`: what one may help with opens it, the short lesson stands before it."""
    if not talk.person.learns_in:
        talk.enter(s.AtMenu() if talk.person.teaches else talk.person.scene)
    elif not matching.helps_with(talk.person, talk.world.library):
        _nothing_yet(talk)
    elif not talk.person.helper.trained:
        talk.enter(ps.LearningToHelp())
    else:
        talk.enter(ps.Volunteering())


def _nothing_yet(talk: Talk) -> None:
    cold = matching.to_warm_up(talk.person, talk.world.library)
    if cold:
        talk.tell("be_helper", "warm_up", title=talk.world.library.standards[cold[0]].title)
        talk.stay(s.Learning(cold[0]))
        talk.ask([talk.choice("practise", f"practise:{cold[0]}"), talk.choice("menu")])
    else:
        talk.tell("be_helper", "later")
        talk.enter(s.AtMenu())


# with what, and when


def ask(talk: Talk, scene: ps.Volunteering | ps.LeavingHint) -> None:
    match scene:
        case ps.LeavingHint(standard):
            talk.tell("be_helper", "write_hint", title=talk.world.library.standards[standard].title)
            back = talk.choice("no", label=talk.words("labels", "not_now"))
            talk.ask([back], numbered=False, writes="write", longest=limits.peer_longest)
        case ps.Volunteering(""):
            _home(talk)
        case ps.Volunteering("standards" | "hints"):
            _standards(talk, scene)
        case ps.Volunteering("hours"):
            talk.tell("be_helper", "when")
            talk.ask([*(talk.choice(f"when_{when}", f"when:{when}") for when in WHENS), talk.choice("done")])
        case ps.Volunteering("days"):
            days = talk.person.helper.hours.days
            names = [talk.words("be_helper", "day", day=day) for day in range(7)]
            talk.tell("be_helper", "days")
            talk.ask(
                [
                    *(_ticked(name, f"day:{d}", on=d in days) for d, name in enumerate(names)),
                    talk.choice("done"),
                ]
            )
        case ps.Volunteering("quiet"):
            talk.tell("be_helper", "quiet")
            hours = [
                Choice(talk.words("be_helper", "from_hour", hour=hour), "pick", f"quiet:{hour}") for hour in QUIETS
            ]
            talk.ask([*hours, talk.choice("no_quiet", f"quiet:{NO_QUIET}")])


def _home(talk: Talk) -> None:
    helper = talk.person.helper
    codes = offered(talk)
    titles = [talk.world.library.standards[code].title for code in codes[: limits.page]]
    hours = talk.words("be_helper", f"hours_{helper.hours.when}")
    asks = talk.person.policy.help_asks_a_day
    talk.tell(
        "be_helper",
        "home_on" if helper.on else "home_off",
        titles=titles,
        hours=hours,
        more=len(codes) - len(titles),
        asks=asks,
    )
    switch = talk.choice("stop_helping") if helper.on else talk.choice("start_helping")
    talk.ask([switch, *(talk.choice(onward) for onward in ONWARD)])


def _standards(talk: Talk, scene: ps.Volunteering) -> None:
    """Tick some, or pick one to leave a hint for."""
    codes, only = matching.helps_with(talk.person, talk.world.library), talk.person.helper.only
    talk.tell("be_helper", "hint_for" if scene.view == "hints" else "with_what", all=not only)
    shown = codes[scene.start : scene.start + limits.page]
    rows = [
        _ticked(talk.world.library.standards[code].title, f"pick:{code}", on=code in only and scene.view != "hints")
        for code in shown
    ]
    left = scene.start + limits.page < len(codes)
    more = [talk.choice("more", f"more:{scene.start + limits.page}")] if left else []
    talk.ask([*rows, *more, talk.choice("done")])


def _ticked(label: str, do: str, *, on: bool) -> Choice:
    return Choice(f"✓ {label}" if on else label, "pick", do)


def offered(talk: Talk) -> tuple[str, ...]:
    """The standards that this person offers help with now."""
    only = talk.person.helper.only
    return tuple(code for code in matching.helps_with(talk.person, talk.world.library) if not only or code in only)


def hear(talk: Talk, scene: ps.Volunteering | ps.LeavingHint, move: Move) -> None:
    match scene, move:
        case ps.LeavingHint(standard), Wrote(text):
            _keep_hint(talk, standard, text)
        case ps.LeavingHint(), _:
            talk.enter(ps.Volunteering())
        case ps.Volunteering(), Chose():
            _chose(talk, scene, move)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _chose(talk: Talk, scene: ps.Volunteering, move: Chose) -> None:
    helper = talk.person.helper
    match move.verb, scene.view:
        case (("start_helping" | "stop_helping"), _):
            _change(talk, on=move.verb == "start_helping")
            talk.enter(ps.Volunteering())
        case "with_what", _:
            talk.enter(ps.Volunteering("standards"))
        case "leave_hint", _:
            talk.enter(ps.Volunteering("hints"))
        case "quiet_hours", _:
            talk.enter(ps.Volunteering("quiet"))
        case "rehearse", _:
            talk.enter(ps.LearningToHelp(2, rehearsing=True))
        case "pick", "hints" if talk.standard(move.rest):
            talk.enter(ps.LeavingHint(move.rest))
        case "pick", "standards":
            _change(talk, only=_toggled(helper.only, move.rest))
            talk.tick(scene)
        case "more", _:
            talk.enter(msgspec.structs.replace(scene, start=move.number))
        case "day", "days":
            days = tuple(sorted(_toggled(helper.hours.days, move.number)))
            _change(talk, hours=msgspec.structs.replace(helper.hours, days=days))
            talk.tick(scene)
        case "quiet", "quiet":
            _change(talk, hours=msgspec.structs.replace(helper.hours, quiet_from=move.number))
            talk.enter(ps.Volunteering())
        case "when", _ if move.rest:
            _pick_when(talk, move.rest)
        case "when", _:
            talk.enter(ps.Volunteering("hours"))
        case _:
            talk.enter(ps.Volunteering())


def _toggled(there: tuple[_Pick, ...], one: _Pick) -> tuple[_Pick, ...]:
    return tuple(each for each in there if each != one) if one in there else (*there, one)


def _pick_when(talk: Talk, picked: str) -> None:
    hours = talk.person.helper.hours
    match picked:
        case "any" | "lessons" | "days":
            _change(talk, hours=msgspec.structs.replace(hours, when=picked))
        case "now":
            until = talk.world.now + limits.peer_now_hours * HOUR
            _change(talk, hours=msgspec.structs.replace(hours, when="now", until=until))
        case _:
            pass  # no such time
    talk.enter(ps.Volunteering("days" if picked == "days" else ""))


def _change(talk: Talk, **changes: object) -> None:
    """Change how this person helps, and let the class know."""
    talk.become(helper=msgspec.structs.replace(talk.person.helper, **changes))
    _tell_class(talk)


def _tell_class(talk: Talk) -> None:
    helper, here = talk.person.helper, talk.person.learns_in
    codes = offered(talk) if helper.on and here else ()
    if helper.classroom and (here is None or here.classroom != helper.classroom):
        talk.send(helper.classroom, p.Volunteers(talk.person.id))
    if here:
        talk.send(here.classroom, p.Volunteers(talk.person.id, codes, helper.hours))
    talk.become(helper=msgspec.structs.replace(helper, told=codes, classroom=here.classroom if here else ""))


def keep(talk: Talk) -> None:
    """After a turn: what one may help with may have grown, or wants warming up."""
    helper, here = talk.person.helper, talk.person.learns_in
    if helper.on and (offered(talk) != helper.told or helper.classroom != (here.classroom if here else "")):
        _tell_class(talk)


def _keep_hint(talk: Talk, standard: str, text: str) -> None:
    here = talk.person.learns_in
    passed = passing.passed(talk, text[: limits.peer_longest])
    if here and matching.may_help(talk.person, talk.world.library, standard):
        said = talk.note(f.LeftHint(standard), passed.text)
        talk.send(here.classroom, p.LeavesHint(talk.person.id, standard, said))
    talk.tell("be_helper", "hint_kept_without" if passed.taken else "hint_kept", teacher=talk.person.teacher)
    talk.enter(ps.Volunteering())


# offers


def open_mail(talk: Talk, note: p.HelpWanted | p.OfferOver) -> None:
    match note:
        case p.HelpWanted():
            _offer(talk, note)
        case p.OfferOver(late=True):
            talk.tell("be_helper", "late")
            talk.owe(talk.blocks, [], lane="help")
            talk.blocks = []
        case p.OfferOver(ask, taken):
            over = talk.written("be_helper", "offer_taken" if taken else "offer_over")
            talk.owe(over, [], f"offer:{ask}", lane="help", revises=True)


def _offer(talk: Talk, note: p.HelpWanted) -> None:
    """Ask, unless it would disturb: then the class hears at once, and the next one is asked."""
    person = talk.person
    able = person.helper.on and matching.may_help(person, talk.world.library, note.standard)
    if not able or in_form(person) or person.helping:
        talk.send(note.classroom, p.AnswersOffer(person.id, note.ask, yes=False, busy=True))
        return
    title, longest = talk.world.library.standards[note.standard].title, person.policy.help_session_minutes
    offer = talk.written(
        "be_helper", "offer", name=note.name, title=title, minutes=note.minutes, longest=longest, teacher=person.teacher
    )
    yes = talk.choice("accept", f"offer_yes:{note.classroom} {note.ask}")
    no = talk.choice("decline", f"offer_no:{note.classroom} {note.ask}")
    talk.owe(offer, [yes, no], f"offer:{note.ask}", lane="help")


def accept(talk: Talk, offer: str) -> None:
    """Yes: whoever says it first helps."""
    classroom, _, ask_id = offer.partition(" ")
    if not belongs(talk.person, classroom):
        _settled(talk)
        return
    if in_form(talk.person) or talk.person.helping:
        talk.tell("be_helper", "not_beside")
        talk.enter(talk.person.scene)
        return
    talk.toast = talk.words("common", "toast_done")
    talk.send(classroom, p.AnswersOffer(talk.person.id, ask_id, yes=True))


def decline(talk: Talk, offer: str) -> None:
    """Not now. Nobody is told."""
    classroom, _, ask_id = offer.partition(" ")
    if not belongs(talk.person, classroom):
        _settled(talk)
        return
    talk.send(classroom, p.AnswersOffer(talk.person.id, ask_id, yes=False))
    talk.owe(talk.written("be_helper", "declined"), [], f"offer:{ask_id}", lane="help", revises=True)


def _settled(talk: Talk) -> None:
    talk.tell("common", "settled")
    talk.enter(talk.person.scene)
