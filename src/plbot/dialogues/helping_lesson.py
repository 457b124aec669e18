"""How to help without giving the answer: two minutes in chat, with a rehearsal in which the bot plays the classmate."""

import msgspec

from plbot.core import peer_scenes as ps
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.facts import LearnedToHelp
from plbot.core.talk import Talk

INTRO, TIPS, REHEARSAL, TYPED = range(4)
REPLIES = ("tells", "asks", "easy")  # what a helper might say; the second one helps
GIVEN_AWAY = ("2:3", "2 : 3", "2 to 3", "2/3")  # the answer that the typed rehearsal is about


def ask(talk: Talk, scene: ps.LearningToHelp) -> None:
    match scene.step:
        case 0:
            talk.tell("be_helper", "lesson_intro")
            talk.ask([talk.choice("yes", label=talk.words("labels", "start_lesson")), talk.choice("menu")])
        case 1:
            talk.tell("be_helper", "lesson_tips")
            talk.ask([talk.choice("done", label=talk.words("labels", "go_on")), talk.choice("menu")])
        case 2:
            talk.tell("be_helper", "rehearsal")
            talk.ask([*_replies(talk), talk.choice("menu")])
        case _:
            talk.tell("be_helper", "rehearsal_typed")
            talk.ask([talk.choice("skip"), talk.choice("menu")], numbered=False, writes="write")


def _replies(talk: Talk) -> list[Choice]:
    said = [(reply, talk.words("be_helper", f"reply_{reply}")) for reply in REPLIES]
    return [Choice(text, f"answer:{place}", f"reply:{reply}") for place, (reply, text) in enumerate(said, 1)]


def hear(talk: Talk, scene: ps.LearningToHelp, move: Move) -> None:
    match scene.step, move:
        case 0, Chose("yes"):
            _step(talk, scene)
        case 1, Chose("done"):
            _step(talk, scene)
        case 2, Chose("reply:asks"):
            talk.tell("be_helper", "rehearsed_asks")
            _step(talk, scene)
        case 2, Chose() if move.verb == "reply" and move.rest in REPLIES:
            reply = move.rest
            talk.tell("be_helper", f"rehearsed_{reply}")
            talk.enter(scene)
        case 3, Wrote(text):
            _rehearsed(talk, scene, text)
        case 3, Chose("skip"):
            _finish(talk, scene)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _step(talk: Talk, scene: ps.LearningToHelp) -> None:
    talk.enter(msgspec.structs.replace(scene, step=scene.step + 1))


def _rehearsed(talk: Talk, scene: ps.LearningToHelp, text: str) -> None:
    if any(answer in text for answer in GIVEN_AWAY):
        talk.tell("be_helper", "gave_away")
        talk.enter(scene)
        return
    talk.tell("be_helper", "rehearsed_well" if "?" in text else "rehearsed")
    _finish(talk, scene)


def _finish(talk: Talk, scene: ps.LearningToHelp) -> None:
    if not scene.rehearsing:
        talk.note(LearnedToHelp())
        talk.become(helper=msgspec.structs.replace(talk.person.helper, trained=talk.world.now))
        talk.tell("be_helper", "trained")
    talk.enter(ps.Volunteering())
