"""Every action, by every role, upon everything foreign: nothing of it is shown, nothing of it changes, and nothing tells whether it exists.

What there is to try is read from the code: every scene, every verb of a button, every kind of event. A new one is tried
the day it is written; a new field of a scene fails until it is said here what of somebody else's could stand in it.
"""

import re
from typing import get_args

import msgspec
import pytest
from tests.privacy.intrusions import FIELDS, PLAIN, Intruder, pressed, scenes, tried, verbs
from tests.privacy.victim import CRY, NAME, NOWHERE, PARTNER, SECRETS, TALK, WORDS, Foreign, fork, school

from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.duty import DUTY
from plbot.core.events import Inbound, InboundKind
from plbot.core.letters import AnyNote

ROLES = ("stranger", "waiting", "mate", "helper", "student", "teacher", "former-teacher", "on-duty")

# What everybody in a class may do to it, and so a classmate of the victim: clap for the day's good news, thank for it.
OF_ALL_IN_THE_CLASS = ("clap", "cheer_thanks", "cheer")
CLASSMATES = ("mate", "helper")


def test_every_field_of_every_scene_is_classified() -> None:
    """A scene that can name somebody says so here, and is tried with somebody else's."""
    named = {field.name for kind in get_args(s.Scene) for field in msgspec.structs.fields(kind) if field.type is str}
    assert named - FIELDS.keys() - PLAIN == set()


def test_what_is_tried_is_what_there_is() -> None:
    assert {"approve", "forget", "student", "mark", "older", "who", "my_data", "class"} <= set(verbs())
    assert {"help_report", "meet_yes", "offer_yes", "read_help", "close_report", "read_report"} <= set(verbs())
    _, foreign = school()
    kinds = {type(scene) for scene in scenes(foreign)}
    assert {s.ReadingBinder, s.MarkingAnswer, s.ConfirmingForget, s.LookingAtClass, s.Announcing} <= kinds
    assert {ps.OverseeingHelp, s.ReadingReport, s.ReadingWorry} <= kinds


def test_there_is_something_to_find() -> None:
    """Whoever may read the victim's secrets reads them here; so a matrix that finds none of them has looked."""
    base, foreign = school()
    teacher, lead, partner = Intruder("ode", foreign), Intruder("lead", foreign), base.person("partner").id
    binder = s.ReadingBinder(foreign.person, classroom=foreign.classroom)
    assert WORDS in teacher.does("", Inbound("", teacher.who, "photo"), binder).told
    assert (
        PARTNER
        in teacher.does(
            "", Inbound("", teacher.who, "photo"), s.ReadingBinder(partner, classroom=foreign.classroom)
        ).told
    )
    assert TALK in teacher.presses(foreign.classroom, f"read_help:{foreign.session}").told
    assert CRY in lead.presses(DUTY, f"read_report:{foreign.alarm}").told
    assert lead.presses(DUTY, f"acknowledge:{foreign.alarm}").touched


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_changes_or_finds_out_what_is_not_theirs(role: str) -> None:
    """Zero leaks, over every action there is; and no answer tells whether something foreign exists."""
    _, foreign = school()
    outcomes = tried(role, foreign)
    leaks = [
        each.what
        for each in outcomes
        if any(secret in each.told for secret in SECRETS) or (each.touched and not _is_of_all(role, each.what))
    ]
    assert (len(leaks), leaks[:20]) == (0, [])
    assert len(outcomes) > 8_000
    assert _differently_told(role, foreign, {each.what: each.told for each in outcomes}) == []


def _is_of_all(role: str, what: str) -> bool:
    return role in CLASSMATES and what.partition(" on ")[0].partition(":")[0] in OF_ALL_IN_THE_CLASS


def test_who_helps_sees_nothing_of_whom_they_help_but_the_talk() -> None:
    """Neither the partner's binder, nor what else they wrote, whatever a helper's buttons might say."""
    base, victim = school()
    partner, session = (
        base.person("partner").id,
        base.classroom(victim.classroom).help.session_of(base.person("partner").id),
    )
    near = victim._replace(person=partner, session=session)
    helper = Intruder("helper", near)
    told = [each.told for thing in (victim.classroom, DUTY) for each in pressed(helper, thing, (partner, session))]
    for scene in scenes(near):
        told += [helper.does("", Inbound("", helper.who, kind), scene).told for kind in get_args(InboundKind)]
        told += [helper.chooses(scene, verb, verb).told for verb in verbs()]
    assert not any(PARTNER in each for each in told)


def test_who_was_paged_reads_the_report_and_nothing_else() -> None:
    """The lead knows who may be in danger and what was written then: no binder, no request, no talk."""
    _, foreign = school()
    told = [each.told for each in tried("lead", foreign)]
    assert any(CRY in each for each in told)
    assert not any(secret in each for each in told for secret in (WORDS, TALK, PARTNER))


def _differently_told(role: str, foreign: Foreign, told: dict[str, str]) -> list[str]:
    """What is answered with other words where it is somebody's than where it is nobody's. `told`: what was answered to each act."""
    nobody = Intruder(role, NOWHERE)
    different = []
    for thing, nothing in ((foreign.classroom, NOWHERE.classroom), (foreign.person, NOWHERE.person)):
        known = {each.what: each.told for each in pressed(nobody, nothing, NOWHERE)}
        for verb in verbs():
            for one, two in zip(foreign, NOWHERE, strict=True):
                of_foreign = told.get(f"{verb}:{one} on {thing}", told[f"{verb} on {thing}"])
                of_nobody = known.get(f"{verb}:{two} on {nothing}", known[f"{verb} on {nothing}"])
                if _plain(of_foreign, foreign) != _plain(of_nobody, NOWHERE):
                    different.append(verb)
    for scene, empty in zip(scenes(foreign), scenes(NOWHERE), strict=True):
        of_nobody = nobody.does("", Inbound("", nobody.who, "join"), empty).told
        if _plain(told[f"join in {scene}"], foreign) != _plain(of_nobody, NOWHERE):
            different.append(type(scene).__name__)
    return [each for each in different if not _is_known_to(role, each)]


def _plain(text: str, which: Foreign) -> str:
    return re.sub("|".join(which), "ID", text)


def _is_known_to(role: str, what: str) -> bool:
    """Scenes of the own class of those who are in it or at its door: there it is no secret that it exists."""
    known = what in ("AskingName", "KnockingAtDoor", "ChangingSettings") or role == "former-teacher"
    return known or (role in CLASSMATES and what in OF_ALL_IN_THE_CLASS)


def test_a_class_does_as_it_is_told_by_its_teachers_only() -> None:
    """Whatever letter claims to come from a teacher: the class asks its own list."""
    base, foreign = school()
    liar = base.person("teacher").id
    values = {"teacher": liar, "verb": "approve", "what": foreign.request, "student": foreign.person, "code": "NEWCODE3",
              "standard": "6.RP.A.1", "mastered": True, "text": "hello", "goal": 3, "place": "x", "sealed": "00"}  # fmt: skip
    notes = [
        kind for kind in get_args(AnyNote) if "teacher" in kind.__struct_fields__ and kind.__name__ != "FoundClass"
    ]
    assert len(notes) >= 4
    for kind in notes:
        for verb in verbs() if "verb" in kind.__struct_fields__ else ("",):
            fields = {field.name for field in msgspec.structs.fields(kind)} & values.keys()
            note = kind(**{name: verb if name == "verb" else values[name] for name in fields})
            stage = fork(base)
            stage.letters.append((stage.now, 0, foreign.classroom, note))
            stage.settle()
            assert stage.docs[foreign.classroom] == base.docs[foreign.classroom], note
            assert not any(NAME in owed.card.to_text() for owed in stage.to("teacher"))
