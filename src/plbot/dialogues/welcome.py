"""Welcome: a code, a name, why it works like this, interests, a goal. Every step can be skipped and changed later."""

import msgspec

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, pages
from plbot.core import scenes as s
from plbot.core.access import belongs
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.library import PLAIN, Theme
from plbot.core.records import Classroom, Membership
from plbot.core.talk import Talk
from plbot.core.world import CodesRest
from plbot.dialogues import linking, place
from plbot.limits import HOUR, limits

WelcomeScene = s.AskingCode | s.AskingName | s.KnockingAtDoor | s.PickingInterests | s.SettingGoal
GOALS = ("goal_understand", "goal_ahead", "goal_catch_up")


def ask(talk: Talk, scene: WelcomeScene) -> None:
    match scene:
        case s.AskingCode() if talk.person.on_duty:
            talk.tell("safety/duty", "standing_by")
            talk.ask([])
        case s.AskingCode(greeted):
            talk.tell("welcome", "ask_code" if greeted else "greeting")
            talk.stay(s.AskingCode(greeted=True))
            talk.ask([])
        case s.AskingName(classroom):
            found = talk.world.record(classroom)
            if isinstance(found, Classroom):
                talk.tell("welcome", "ask_name", classroom=found.name, teacher=found.teacher)
                talk.ask([])
            else:
                talk.enter(s.AskingCode(greeted=True))
        case s.KnockingAtDoor(classroom):
            _waiting(talk, classroom)
        case s.PickingInterests(picked):
            themes = _themes(talk)
            talk.tell("welcome", "interests", picked=[theme.label for theme in themes if theme.name in picked])
            shown = [
                _theme_choice(place, theme.label, on=theme.name in picked) for place, theme in enumerate(themes, 1)
            ]
            talk.ask([*shown, talk.choice("done" if picked else "skip", "done")])
        case s.SettingGoal():
            talk.tell("welcome", "goal")
            talk.ask(
                [*(talk.choice(goal, f"reach:{goal}") for goal in GOALS), talk.choice("skip")],
                writes="write_goal",
                longest=limits.goal_longest,
            )


def _themes(talk: Talk) -> list[Theme]:
    """What one may like: the everyday theme is for those who pick none."""
    return [theme for theme in talk.world.library.themes.values() if theme.name != PLAIN.name]


def _theme_choice(place: int, label: str, *, on: bool) -> Choice:
    return Choice(f"✓ {label}" if on else label, f"interest:{place}", f"theme:{place}")


def _waiting(talk: Talk, classroom: str) -> None:
    """The class has the request; its answer comes by letter."""
    room = talk.world.record(classroom)
    if isinstance(room, Classroom):
        talk.tell("welcome", "waiting", classroom=room.name, teacher=room.teacher)
        talk.ask([])
    else:
        talk.enter(s.AskingCode(greeted=True))


def hear(talk: Talk, scene: WelcomeScene, move: Move) -> None:
    match scene, move:
        case s.AskingCode(), Wrote(text):
            _first_words(talk, scene, text)
        case s.AskingName(), Wrote(text):
            _name(talk, scene, text)
        case s.PickingInterests(), Chose("done"):
            _keep_interests(talk, scene)
        case s.PickingInterests(), _:
            _toggle(talk, scene, move)
        case s.SettingGoal(), Chose("skip"):
            _goal_done(talk, scene)
        case s.SettingGoal(), Chose() if move.verb == "reach":
            talk.note(f.SetGoal(), talk.words("labels", move.rest))
            _goal_done(talk, scene)
        case s.SettingGoal(), Wrote(text):
            talk.note(f.SetGoal(), names.tidy_words(text, limits.goal_longest))
            talk.tell("welcome", "goal_kept")
            _goal_done(talk, scene)
        case _:
            talk.enter(scene)


# the code


def _first_words(talk: Talk, scene: s.AskingCode, text: str) -> None:
    if _code_in(text):
        try_code(talk, text)
    elif not scene.greeted or talk.person.on_duty:
        talk.enter(scene)
    else:
        talk.tell("welcome", "not_a_code")
        talk.ask([])


def _code_in(text: str) -> str:
    words = text.replace("/", " ").split()
    if words and words[0].casefold() in ("join", "start"):
        words = words[1:]
    return names.as_code("".join(words)) or next((code for word in words if (code := names.as_code(word))), "")


def try_code(talk: Talk, text: str) -> None:
    """Go through the door that a code opens. Only so many tries an hour; what a code leads to is not told before."""
    now = talk.world.now
    tries = tuple(at for at in talk.person.tries if now - at < HOUR)
    if len(tries) >= limits.code_tries_an_hour:
        talk.tell("welcome", "too_many_tries")
        talk.ask([])
        return
    code = _code_in(text)
    found = talk.world.code(code)
    if isinstance(found, CodesRest):
        talk.tell("welcome", "codes_rest")
        talk.ask([])
        return
    if found is None:
        talk.become(tries=(*tries, now))
        talk.tell("welcome", "unknown_code")
        if isinstance(talk.person.scene, s.AskingCode):
            talk.stay(s.AskingCode(greeted=True))
            talk.ask([])
        else:
            talk.enter(talk.person.scene)
        return
    talk.become(tries=())
    if found.role == "link":
        linking.knock(talk, code, found.record)
        return
    if found.role == "duty":
        talk.send(found.record, pages.JoinsDuty(talk.person.id, code, talk.person.language))
        return
    room = talk.world.record(found.record)
    if isinstance(room, Classroom):
        _knock(talk, room, code, teaching=found.role == "teacher")


def _knock(talk: Talk, room: Classroom, code: str, *, teaching: bool) -> None:
    """The class decides; but what it would refuse for sure is said before a name is asked for."""
    person = talk.person
    if not teaching and belongs(person, room.id):
        talk.tell("welcome", "already_in")
        talk.enter(s.AtMenu())
    elif code != room.teacher_code if teaching else code != room.code or talk.world.now >= room.code_until:
        _turned_away(talk, room.id, "code")
    elif not teaching and room.consent is None:
        _turned_away(talk, room.id, "consent")
    elif person.name or (teaching and not room.teachers):
        talk.stay(s.KnockingAtDoor(room.id))
        _ask_in(talk, room.id, code, teaching=teaching)
    else:
        talk.enter(s.AskingName(room.id, code, teaching))


def _ask_in(talk: Talk, classroom: str, code: str, *, teaching: bool) -> None:
    person, name = talk.person.id, talk.person.name
    talk.send(classroom, n.ClaimsToTeach(person, code, name) if teaching else n.WantsIn(person, name, code))


def _name(talk: Talk, scene: s.AskingName, text: str) -> None:
    name = names.tidy_name(text)
    if not name:
        talk.tell("welcome", "bad_name", longest=limits.name_longest)
        talk.ask([])
        return
    talk.become(name=name)
    talk.stay(s.KnockingAtDoor(scene.classroom))
    _ask_in(talk, scene.classroom, scene.code, teaching=scene.teaching)


# interests and a goal


def _toggle(talk: Talk, scene: s.PickingInterests, move: Move) -> None:
    themes = [theme.name for theme in _themes(talk)]
    places = _places(move)
    if not places or any(place < 1 or place > len(themes) for place in places):
        talk.tell("common", "pick_one")
        talk.enter(scene)
        return
    picked = scene.picked
    for name in (themes[number - 1] for number in places):
        picked = tuple(one for one in picked if one != name) if name in picked else (*picked, name)
    now = msgspec.structs.replace(scene, picked=picked)
    if isinstance(move, Wrote):
        _keep_interests(talk, now)
    else:
        talk.tick(now)


def _places(move: Move) -> list[int]:
    """The numbers that were tapped or typed; none where anything else was."""
    if isinstance(move, Chose):
        return [move.number] if move.verb == "theme" else []
    words = move.text.replace(",", " ").split()
    plain = all(word.isascii() and word.isdecimal() and len(word) <= limits.number_longest for word in words)
    return [int(word) for word in words] if plain else []


def _keep_interests(talk: Talk, scene: s.PickingInterests) -> None:
    if scene.picked != talk.person.interests:
        talk.note(f.PickedInterests(themes=scene.picked))
        talk.become(interests=scene.picked)
    talk.enter(s.SettingGoal() if scene.first else s.ChangingSettings())


def _goal_done(talk: Talk, scene: s.SettingGoal) -> None:
    if scene.first:
        talk.become(welcomed=True)
        place.offer(talk)
    else:
        talk.enter(s.ChangingSettings())


# mail from a class


def open_mail(talk: Talk, note: n.Admitted | n.NotAdmitted | n.MustWait | n.ClassChanged | n.ClassIsReady) -> None:
    match note:
        case n.Admitted(membership):
            _come_in(talk, _as_it_is_now(talk, membership))
        case n.MustWait(membership):
            _keep(talk, membership)
            _waiting(talk, membership.classroom)
        case n.ClassChanged(membership):
            known = _membership(talk, membership)
            if known:  # who is let in hears it from the letter that says so
                _keep(talk, msgspec.structs.replace(membership, waiting=known.waiting))
        case n.ClassIsReady(membership, code):
            _keep(talk, membership)
            talk.tell("teacher/newclass", "ready", classroom=membership.name, code=code)
            talk.enter(s.AtMenu())
        case n.NotAdmitted(classroom, why):
            _turned_away(talk, classroom, why)


def _membership(talk: Talk, like: Membership) -> Membership | None:
    """The one in the same class and role, whether it waits or not."""
    same = (m for m in talk.person.memberships if (m.classroom, m.role) == (like.classroom, like.role))
    return next(same, None)


def _as_it_is_now(talk: Talk, membership: Membership) -> Membership:
    """The letter that lets somebody in may have waited for the morning; who waits has heard of all that changed meanwhile."""
    known = _membership(talk, membership)
    return msgspec.structs.replace(known, waiting=False) if known and known.waiting else membership


def _keep(talk: Talk, membership: Membership) -> None:
    """A membership that is known keeps its place; a new one comes last, where the class of today stands."""
    known = any(
        m.classroom == membership.classroom and m.waiting == membership.waiting for m in talk.person.memberships
    )
    kept = tuple(membership if m.classroom == membership.classroom else m for m in talk.person.memberships)
    others = tuple(m for m in talk.person.memberships if m.classroom != membership.classroom)
    talk.become(memberships=kept if known else (*others, membership))


def _come_in(talk: Talk, membership: Membership) -> None:
    first = talk.person.learns_in is None and not talk.person.welcomed
    known = belongs(talk.person, membership.classroom)
    _keep(talk, membership)
    if membership.role == "student" and not membership.consented:
        return  # consent was taken back meanwhile: nothing else is kept, and nobody is welcomed to what is not theirs
    if not known:
        talk.note(f.Joined(classroom=membership.classroom, role=membership.role))
    if membership.role == "teacher":
        if not talk.person.name:
            talk.become(name=membership.teacher)
        talk.tell("welcome", "teacher_in", name=talk.person.name, classroom=membership.name)
        talk.enter(s.LookingAtClass(membership.classroom))
    elif first:
        talk.tell("welcome", "in", name=talk.person.name, classroom=membership.name)
        talk.enter(s.PickingInterests())
    else:
        talk.tell("welcome", "in_again", classroom=membership.name)
        if isinstance(talk.person.scene, s.KnockingAtDoor):
            talk.enter(s.AtMenu())
        else:
            talk.notice()


def _turned_away(talk: Talk, classroom: str, why: str) -> None:
    talk.become(memberships=tuple(m for m in talk.person.memberships if m.classroom != classroom))
    if why == "consent" and not talk.person.memberships and not talk.person.facts:
        talk.become(name="")  # nothing is kept of somebody for whom nobody agreed
    talk.tell("welcome", f"not_in_{why}")
    if isinstance(talk.person.scene, s.KnockingAtDoor):
        if talk.person.learns_in or talk.person.teaches:
            talk.enter(s.AtMenu())
        else:
            talk.stay(s.AskingCode(greeted=True))
            talk.ask([])
    else:
        talk.notice()
