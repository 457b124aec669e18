"""Cheer: the class hears that somebody moved up only after they said yes to the very words."""

import msgspec

from plbot.core import facts as f
from plbot.core import path
from plbot.core import scenes as s
from plbot.core import wall_letters as w
from plbot.core.cards import Literal
from plbot.core.events import Chose, Move
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.dialogues import reflect
from plbot.limits import limits


def is_due(talk: Talk, code: str) -> bool:
    """Whether to ask: not asked about this standard yet, and there is a class to cheer."""
    return not talk.person.standing(code).cheer_asked and has_an_audience(talk)


def has_an_audience(talk: Talk) -> bool:
    """Whether the class cheers at all, and is large enough for it."""
    home = talk.person.learns_in
    if home is None or not talk.person.policy.cheers:
        return False
    room = talk.world.record(home.classroom)
    others = sum(not member.waiting for member in room.members.values()) - 1 if isinstance(room, Classroom) else 0
    return others >= limits.cheer_classmates


def ask(talk: Talk, scene: s.OfferingCheer) -> None:
    if scene.asked:
        talk.tell("cheer", "hear_others")
        talk.ask([talk.choice("yes"), talk.choice("no", label=talk.words("labels", "not_now"))])
        return
    plain = _words(talk)
    named = _words(talk, scene.standard) if _may_be_named(talk, scene.standard) else ""
    talk.tell("cheer", "offer")
    talk.show(Literal(f"“{named or plain}”"))
    shorter = [talk.choice("cheer_plain", label=f"“{plain}”")] if named else []
    talk.ask([talk.choice("cheer"), *shorter, talk.choice("no", label=talk.words("labels", "no_cheer"))])


def _words(talk: Talk, standard: str = "") -> str:
    """The sentence that the class would read."""
    title = talk.world.library.standards[standard].title if standard else ""
    return talk.words("cheer", "moved_up", name=talk.person.name, title=title)


def _may_be_named(talk: Talk, code: str) -> bool:
    """Only what is on the class's own path: a standard of an earlier year would give somebody away."""
    return any(standard.code == code for standard in path.on_path(talk.person, talk.world.library))


def hear(talk: Talk, scene: s.OfferingCheer, move: Move) -> None:
    match move:
        case Chose("yes" | "no") if scene.asked:
            listen(talk, wants=move == Chose("yes"))
            _go_on(talk, scene.standard)
        case Chose("cheer") if not scene.asked:
            _share(talk, scene, "named" if _may_be_named(talk, scene.standard) else "plain")
        case Chose("cheer_plain") if not scene.asked:
            _share(talk, scene, "plain")
        case Chose("no"):
            talk.note(f.OfferedCheer(scene.standard, "no"))
            talk.tell("cheer", "kept_quiet")
            _ask_about_others(talk, scene)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _share(talk: Talk, scene: s.OfferingCheer, how: str) -> None:
    home = talk.person.learns_in
    talk.note(f.OfferedCheer(scene.standard, "named" if how == "named" else "plain"))
    if home:
        standard = scene.standard if how == "named" else ""
        talk.send(home.classroom, w.Cheer(talk.person.id, talk.person.name, standard))
    talk.tell("cheer", "shared")
    _ask_about_others(talk, scene)


def _ask_about_others(talk: Talk, scene: s.OfferingCheer) -> None:
    """Once: whether to be told of others, where no chat group tells everybody."""
    room = talk.world.record(talk.person.learns_in.classroom) if talk.person.learns_in else None
    if talk.person.asked_cheers or not isinstance(room, Classroom) or room.group:
        _go_on(talk, scene.standard)
    else:
        talk.become(asked_cheers=True)
        talk.enter(msgspec.structs.replace(scene, asked=True))


def listen(talk: Talk, *, wants: bool) -> None:
    """Be told when classmates move up, or no longer."""
    talk.become(asked_cheers=True)
    for membership in talk.person.memberships:
        if membership.role == "student":
            talk.send(membership.classroom, w.WantsCheers(talk.person.id, wants))
    talk.tell("cheer", "will_hear" if wants else "will_not_hear")


def _go_on(talk: Talk, code: str) -> None:
    talk.enter(s.Reflecting(code, "after") if reflect.is_due(talk) else s.Choosing())


def offer_thanks(talk: Talk) -> None:
    """Ask a helper whether the class may hear that they helped; a message of its own, answered whenever they like."""
    words = Literal(f"“{talk.words('cheer', 'helped', name=talk.person.name)}”")
    talk.owe([*talk.written("cheer", "offer_thanks"), words], [talk.choice("cheer", "cheer_thanks")], lane="help")


def share_thanks(talk: Talk) -> None:
    home = talk.person.learns_in
    if home:
        talk.send(home.classroom, w.Cheer(talk.person.id, talk.person.name, helped=True))
        talk.send(home.classroom, w.SawGoodNews(talk.person.id))
        talk.tell("cheer", "shared")
    talk.enter(talk.person.scene)
