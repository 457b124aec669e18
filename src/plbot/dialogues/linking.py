"""Linking: one person in two apps. A code that counts once, typed in the other app, leads it to the same record."""

import msgspec

from plbot.core import letters as n
from plbot.core import names
from plbot.core.cards import Choice
from plbot.core.records import LinkCode, Place
from plbot.core.talk import Move, Talk
from plbot.limits import MINUTE, limits


def open_room(talk: Talk) -> None:
    """`link`: give a code for the other app."""
    person = talk.person
    if not person.memberships:
        talk.tell("linking", "join_first")
        talk.enter(person.scene)
        return
    code = names.new_code(talk.world.chance)
    until = talk.world.now + limits.link_code_minutes * MINUTE
    here = {talk.via: Place(talk.platform)} if talk.via else {}
    talk.become(linking=LinkCode(code, until), places={**here, **person.places})
    talk.codes.append((code, "link"))
    talk.tell("linking", "code", code=code, minutes=limits.link_code_minutes)
    talk.enter(person.scene)


def knock(talk: Talk, code: str, owner: str) -> None:
    """A link code was typed here. Only somebody without a record of their own may become its owner; the owner decides."""
    person = talk.person
    if owner == person.id:
        talk.tell("linking", "other_app")
        talk.enter(person.scene)
    elif person.memberships or person.facts:
        for membership in person.memberships:
            talk.send(membership.classroom, n.LinkRefused(person.id))
        talk.tell("linking", "has_record")
        talk.enter(person.scene)
    else:
        talk.send(owner, n.WantsLink(person.id, talk.via, talk.platform, code))


def open_mail(talk: Talk, note: n.WantsLink | n.NotLinked) -> None:
    match note:
        case n.NotLinked():
            talk.tell("linking", "expired")
            talk.enter(talk.person.scene)
        case n.WantsLink(person, place, platform, code):
            linking = talk.person.linking
            if linking is None or linking.code != code or talk.world.now >= linking.until:
                talk.send(person, n.NotLinked())
            else:
                _link(talk, note.person, place, platform)


def _link(talk: Talk, gone: str, place: str, platform: str) -> None:
    """From now on `place` is this person's too: both places are told, and the talk goes on at the new one."""
    talk.become(linking=None, places={**talk.person.places, place: Place(platform)})
    talk.moves.append(Move("link", place, gone))
    talk.tell("linking", "linked_there", platform=platform)
    talk.notice()
    talk.via = place
    talk.tell("linking", "linked", name=talk.person.name)
    talk.enter(talk.person.scene)


def ways(talk: Talk) -> list[Choice]:
    """What can be done about the places one is written to; taking one away is possible from another."""
    if len(talk.person.places) < 2 or talk.via not in talk.person.places:  # noqa: PLR2004 # a single place needs no order
        return [talk.choice("link")]
    others = {place: known.platform for place, known in talk.person.places.items() if place != talk.via}
    return [
        talk.choice("link"),
        talk.choice("prefer"),
        *(talk.choice("unlink", f"unlink:{place}", platform=platform) for place, platform in others.items()),
    ]


def prefer(talk: Talk) -> None:
    """What is no reply is written here from now on."""
    if talk.via in talk.person.places:
        talk.moves.append(Move("prefer", talk.via))
    talk.tell("linking", "preferred")
    talk.enter(talk.person.scene)


def take_away(talk: Talk, place: str) -> None:
    """Let go of another place; whoever speaks there next begins anew."""
    person = talk.person
    known = person.places.get(place)
    if known and place != talk.via:
        rest = {each: where for each, where in person.places.items() if each != place}
        talk.become(places=rest if len(rest) > 1 else {}, home="" if person.home == place else person.home)
        talk.moves += [Move("prefer", talk.via), Move("drop", place)]
        talk.tell("linking", "unlinked", platform=known.platform)
    talk.enter(talk.person.scene)


def lose(talk: Talk) -> None:
    """The place spoken from cannot be reached any more. Where it was the last one, the classes are told, once."""
    _mark(talk, reachable=False)
    if any(place.reachable for place in talk.person.places.values()) or not talk.person.reachable:
        return
    talk.become(reachable=False)
    for membership in talk.person.memberships:
        if membership.role == "student":
            talk.send(membership.classroom, n.NotReachable(talk.person.id))


def find_again(talk: Talk) -> None:
    """Whoever speaks can be reached."""
    _mark(talk, reachable=True)
    if not talk.person.reachable:
        talk.become(reachable=True)


def _mark(talk: Talk, *, reachable: bool) -> None:
    known = talk.person.places.get(talk.via)
    if known and known.reachable != reachable:
        changed = msgspec.structs.replace(known, reachable=reachable)
        talk.become(places={**talk.person.places, talk.via: changed})
