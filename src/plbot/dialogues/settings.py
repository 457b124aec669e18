"""Settings: name, interests, goal, another class, leaving one."""

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.talk import Talk
from plbot.dialogues import linking, welcome
from plbot.limits import limits


def ask(talk: Talk, scene: s.ChangingSettings) -> None:
    person = talk.person
    match scene.field:
        case "name":
            talk.tell("settings", "ask_name", name=person.name)
            talk.ask([talk.choice("settings", label=talk.words("labels", "back"))])
        case "joining":
            talk.tell("settings", "ask_code")
            talk.ask([talk.choice("settings", label=talk.words("labels", "back"))])
        case "leaving":
            name = next((m.name for m in person.memberships if m.classroom == scene.classroom), "")
            talk.tell("settings", "sure_to_leave", classroom=name)
            talk.ask([talk.choice("yes"), talk.choice("no")])
        case _:
            themes = [theme.label for name in person.interests if (theme := talk.world.library.themes.get(name))]
            talk.tell(
                "settings", "all", name=person.name, interests=themes, classes=[m.name for m in person.memberships]
            )
            own = [talk.choice("interests"), talk.choice("goal")] if person.learns_in else []
            more = [
                talk.choice("join_class"),
                *_classes(talk),
                *linking.ways(talk),
                talk.choice("my_data"),
                talk.choice("menu"),
            ]
            talk.ask([talk.choice("change_name"), *own, *more])


def _classes(talk: Talk) -> list[Choice]:
    """Go over to another of one's classes, or leave one."""
    joined = [m for m in talk.person.memberships if m.role == "student" and not m.waiting]
    elsewhere = [
        talk.choice("switch", f"switch:{m.classroom}", label=talk.words("labels", "switch_class", classroom=m.name))
        for m in joined
        if m != talk.person.learns_in
    ]
    leaving = [
        talk.choice("leave", f"leave:{m.classroom}", label=talk.words("labels", "leave_class", classroom=m.name))
        for m in joined
    ]
    return elsewhere + leaving


def hear(talk: Talk, scene: s.ChangingSettings, move: Move) -> None:
    match scene.field, move:
        case _, Chose("change_name"):
            talk.enter(s.ChangingSettings("name"))
        case _, Chose("join_class"):
            talk.enter(s.ChangingSettings("joining"))
        case _, Chose("prefer"):
            linking.prefer(talk)
        case _, Chose() if move.verb == "unlink":
            linking.take_away(talk, move.rest)
        case _, Chose() if move.verb == "leave":
            talk.enter(s.ChangingSettings("leaving", move.rest))
        case _, Chose() if move.verb == "switch":
            _switch(talk, move.rest)
        case "leaving", Chose("yes"):
            _leave(talk, scene.classroom)
        case "leaving", Chose("no"):
            talk.enter(s.ChangingSettings())
        case "name", Wrote(text):
            _rename(talk, text)
        case "joining", Wrote(text) if names.as_code(text):
            welcome.try_code(talk, text)
        case "joining", Wrote():
            talk.tell("welcome", "not_a_code")
            talk.enter(scene)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _rename(talk: Talk, text: str) -> None:
    name = names.tidy_name(text)
    if not name:
        talk.tell("welcome", "bad_name", longest=limits.name_longest)
        talk.enter(s.ChangingSettings("name"))
        return
    talk.become(name=name)
    for membership in talk.person.memberships:
        talk.send(membership.classroom, n.Renamed(talk.person.id, name))
    talk.tell("settings", "renamed", name=name)
    talk.enter(s.ChangingSettings())


def _switch(talk: Talk, classroom: str) -> None:
    """The class that stands last is the one a person learns in."""
    chosen = tuple(m for m in talk.person.memberships if m.classroom == classroom)
    talk.become(memberships=tuple(m for m in talk.person.memberships if m.classroom != classroom) + chosen)
    talk.enter(s.AtMenu())


def _leave(talk: Talk, classroom: str) -> None:
    """The class forgets what was asked of it, so the requests are taken back here, too."""
    left = [m for m in talk.person.memberships if m.classroom == classroom and m.role == "student"]
    if left:
        for code, standing in talk.person.standings.items():
            if standing.asked_in == classroom and standing.state in ("requested", "scheduled"):
                talk.note(f.Withdrew(code))
        talk.become(memberships=tuple(m for m in talk.person.memberships if m not in left))
        talk.note(f.Left(classroom=classroom))
        talk.send(classroom, n.Leaves(talk.person.id))
        talk.tell("settings", "left", classroom=left[0].name)
    talk.enter(s.AtMenu() if talk.person.learns_in or talk.person.teaches else s.AskingCode(greeted=True))
