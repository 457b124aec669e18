"""A look back at the week: how I am, my goal, one thing I am proud of. Offered from Friday on, once a week; the teacher may answer."""

import msgspec

from plbot.core import facts as f
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.calendar import day, local
from plbot.core.cards import Choice, Literal
from plbot.core.events import Chose, Move, Wrote
from plbot.core.letters import AnswersReflection
from plbot.core.talk import Talk
from plbot.dialogues import quiet, reflect, welcome
from plbot.limits import limits

FRIDAY = 4  # as `weekday()` counts: from here on a week has something to look back at
TAPS = {
    "week": ("week_good", "week_mixed", "week_hard"),
    "goal": ("goal_keep", *welcome.GOALS),
    "proud": ("proud_tried", "proud_came_back", "proud_helped", "proud_got_it"),
}


def ways(talk: Talk) -> list[Choice]:
    """The look back as a choice, from Friday on until it was begun; said aloud once a day at most."""
    person, now = talk.person, talk.world.now
    if not _is_due(talk):
        return []
    if day(person.week_offered, person.zone) != day(now, person.zone):
        talk.become(week_offered=now)
        talk.tell("week", "offer")
    return [talk.choice("week")]


def _is_due(talk: Talk) -> bool:
    """Whether a week has something in it, is about over and was not looked back at; and no other prompt was put today."""
    person, now = talk.person, talk.world.now
    worked = any(standing.answered or standing.practised for standing in person.standings.values())
    if not worked or not reflect.is_due(talk) or local(now, person.zone).weekday() < FRIDAY:
        return False
    return _week_of(person.week_seen, person.zone) != _week_of(now, person.zone)


def _week_of(moment: int, zone: str) -> tuple[int, int]:
    return local(moment, zone).isocalendar()[:2]


def open_room(talk: Talk) -> None:
    """`week`: also when it is not offered, whoever likes may look back."""
    talk.enter(s.LookingAtWeek() if talk.person.learns_in else s.AtMenu())


def ask(talk: Talk, scene: s.LookingAtWeek) -> None:
    talk.become(reflected=talk.world.now, week_seen=talk.world.now)
    step = scene.step
    if scene.tap:
        talk.tell("week", "sentence_proud" if step == "proud" else "sentence_week")
        enough = talk.choice("no", label=talk.words("labels", "no_sentence"))
        talk.ask([enough], writes="write_sentence", longest=limits.sentence_longest)
        return
    talk.tell("week", step, name=talk.person.name)
    taps = [talk.choice(tap, f"tap:{tap}") for tap in TAPS[step]]
    longest = limits.goal_longest if step == "goal" else limits.sentence_longest
    writes = "write_goal" if step == "goal" else "write"
    talk.ask([*taps, talk.choice("skip", "no")], writes=writes, longest=longest)


def hear(talk: Talk, scene: s.LookingAtWeek, move: Move) -> None:
    match move:
        case Chose("no") if scene.tap:
            _keep(talk, scene, "")
        case Chose("no"):
            _go_on(talk, scene)
        case Chose() if move.verb == "tap" and scene.step == "goal":
            if move.rest != "goal_keep":
                talk.note(f.SetGoal(), talk.words("labels", move.rest))
            _go_on(talk, scene)
        case Chose() if move.verb == "tap":
            talk.enter(msgspec.structs.replace(scene, tap=move.rest))
        case Wrote(text):
            _keep(talk, scene, text)
        case _:
            talk.enter(scene)


def _keep(talk: Talk, scene: s.LookingAtWeek, text: str) -> None:
    if scene.step == "goal":
        talk.note(f.SetGoal(), names.tidy_words(text, limits.goal_longest))
    else:
        talk.note(f.Reflected(when=scene.step, tap=scene.tap), names.tidy_words(text, limits.sentence_longest))
    _go_on(talk, scene)


def _go_on(talk: Talk, scene: s.LookingAtWeek) -> None:
    match scene.step:
        case "week":
            talk.enter(s.LookingAtWeek("goal"))
        case "goal":
            talk.enter(s.LookingAtWeek("proud"))
        case "proud":
            talk.tell("week", "thanks", teacher=talk.person.teacher)
            talk.enter(s.AtMenu())


def open_mail(talk: Talk, note: AnswersReflection) -> None:
    """The teacher's answer: kept in the binder, told once, not in quiet hours."""
    if quiet.put_off(talk, note):
        return
    talk.note(f.HeardBack(about=note.about, by=note.by), note.text)
    talk.tell("week", "answer", teacher=talk.person.teacher)
    talk.show(Literal(f"“{note.text}”"))
    talk.notice([talk.choice("binder")])
