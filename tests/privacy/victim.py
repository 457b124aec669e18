"""A school with a victim: Zed has words, results, a talk and a report that others must not see, and around him is everybody who might."""

from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import msgspec
from tests.stage import Stage

from plbot.core.forgetting import without

NAME = "Zed Canary"
WORDS = "canary words of a victim"
CRY = "canary cry of a victim"  # in the report of danger
TALK = "canary talk of a victim"  # in the reported talk with a classmate
PARTNER = "canary words of a partner"  # of whom the helper helps
SECRETS = (NAME, "Canary", WORDS, CRY, TALK, PARTNER)
KNOWN = "6.RP.A.1"


class Foreign(NamedTuple):
    """Ids of somebody else's: a person, a request of theirs, their class, an open report of danger about them, a talk of theirs."""

    person: str
    request: str
    classroom: str
    alarm: str
    session: str


NOWHERE = Foreign("p0000000nobody", "rnothing", "c0000000nowhere", "anothing", "snothing")


@lru_cache
def school() -> tuple[Stage, Foreign]:
    """Two classes. In the other one Zed has a request with words, an own evidence, asked for a copy, reported a talk, may be in danger.

    In it a helper is in the middle of a talk with somebody else. Two people are on duty; the lead was paged about Zed.
    """
    stage = Stage()
    own = stage.found_class("Room 12")
    other = stage.found_class("Room 13", teacher="Mr Ode")
    stage.write("teacher", own.teacher_code)
    stage.write("ode", other.teacher_code)
    for name in ("lead", "on-duty"):
        stage.put_on_duty(name, name, lead=name == "lead")
    for who, room in (("student", own), *((who, other) for who in ("mate", "zed", "pal", "helper", "partner"))):
        for text in (room.code, NAME if who == "zed" else who, "skip", "skip", "menu"):
            stage.write(who, text)
    for text in (other.code, "former-teacher", "skip", "skip", "menu"):
        stage.write("former-teacher", text)
    for text in ("binder", "add my own evidence", f"{PARTNER}: a poster", "menu"):
        stage.write("partner", text)
    talks(stage)
    for text in (f"practise {KNOWN}", "1:2", "reassess", f"{WORDS}: a request", "binder", "add my own evidence", f"{WORDS}: a poster",
                 "my data", "ask for a copy", f"my uncle hits me, {CRY}"):  # fmt: skip
        stage.write("zed", text)
    close(stage, other.id)
    for text in (other.code, "Waiting Kim"):
        stage.write("waiting", text)
    stage.write("stranger", "hello")
    make_former_teacher(stage, other.id)
    zed, room = stage.person("zed"), stage.classroom(other.id)
    [request], [session] = room.requests, room.help.reports
    assert zed.alarm
    return stage, Foreign(zed.id, request, other.id, zed.alarm, session)


def talks(stage: Stage) -> None:
    """Pal helped Zed, who reported what was written; the helper is still talking with the partner."""
    for text in ("menu", "Room 13", "record a result", "pal", KNOWN, "mastered", "menu", "Room 13", "record a result", "helper", KNOWN,
                 "mastered"):  # fmt: skip
        stage.write("ode", text)
    for asker, helper in (("zed", "pal"), ("partner", "helper")):
        for text in ("result", "be a helper", "let's do it", "go on", "which colour comes first?", "skip", "i'd like to help"):  # fmt: skip
            stage.write(helper, text)
        for text in (KNOWN, "find a helper", "yes"):
            stage.write(asker, text)
        stage.tap(helper, "accept")
        stage.write(asker, f"{TALK}: which comes first?" if asker == "zed" else "which comes first?")
        if asker == "zed":
            stage.tap(asker, "report")
            stage.write(helper, "be a helper")
            stage.tap(helper, "stop_helping")
    assert stage.person("helper").helping


def close(stage: Stage, classroom: str) -> None:
    stage.docs[classroom] = msgspec.json.encode(msgspec.structs.replace(stage.classroom(classroom), admit="approve"))


def make_former_teacher(stage: Stage, classroom: str) -> None:
    """Somebody whose own record still says that they teach the class, which knows nothing of it."""
    former = stage.person("former-teacher")
    membership = msgspec.structs.replace(former.memberships[0], role="teacher")
    stage.docs[former.id] = msgspec.json.encode(msgspec.structs.replace(former, memberships=(membership,)))
    stage.docs[classroom] = msgspec.json.encode(without(stage.classroom(classroom), former.id))


def fork(stage: Stage) -> Stage:
    """The same school, in which what happens now happens to no other."""
    kept = {
        name: copy(getattr(stage, name))
        for name in ("docs", "addresses", "facts", "codes", "buttons", "letters", "audit")
    }
    kept["facts"] = {person: list(facts) for person, facts in stage.facts.items()}
    return replace(stage, said=[], **kept)
