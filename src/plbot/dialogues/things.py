"""Buttons of things: a request on the board, a result, a reassessment that may begin. Valid in any scene while the thing is open."""

from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.access import belongs, may_in_class
from plbot.core.duty import DUTY, Duty, may_answer
from plbot.core.events import Chose
from plbot.core.letters import Decides, HomeAgain
from plbot.core.pages import AnswersPage
from plbot.core.talk import Talk
from plbot.core.wall_letters import Claps
from plbot.dialogues import cheer, doors

DECISIONS = frozenset(
    {"admit", "admit_all", "turn_away", "approve", "approve_all", "approve_week", "send_back", "mastered", "not_yet"}
    | {"board", "confirm_all", "talked", "talked_with", "talk_first", "copy_given", "looked"}
)


def press(talk: Talk, thing: str, move: Chose) -> None:
    """A thing of one's own opens a door; a class's thing is decided by the class, if this person teaches it."""
    if thing == talk.person.id:
        _own(talk, move)
    elif thing == DUTY:
        _page(talk, move)
    elif move.verb == "clap" and belongs(talk.person, thing):
        talk.send(thing, Claps(talk.person.id, move.rest))
        talk.toast = talk.words("common", "toast_clapped")
    elif not may_in_class(talk.person, thing):
        talk.tell("common", "not_yours")
        talk.enter(talk.person.scene)
    elif move.verb in DECISIONS:
        talk.send(thing, Decides(talk.person.id, move.verb, move.rest))
        talk.toast = talk.words("common", "toast_done")
        if talk.person.home:
            talk.send(talk.person.id, HomeAgain())  # stepped behind the decision, so that the page shows it
    elif move.verb == "forget":
        talk.enter(s.ConfirmingForget(thing, move.rest))
    elif move.verb == "one_by_one":
        talk.enter(s.ApprovingOneByOne(thing, move.rest))
    elif move.verb == "read_help":
        talk.enter(ps.OverseeingHelp(thing, move.rest))
    elif move.verb == "read_words":
        talk.enter(s.ReadingWorry(thing, move.rest))
    elif move.verb == "mark":
        talk.enter(s.MarkingAnswer(thing, move.rest))
    else:
        talk.enter(s.LookingAtClass(thing))


def _page(talk: Talk, move: Chose) -> None:
    """A page of the duty desk: acknowledged, or opened to read, by who was paged and is still to look after it."""
    duty = talk.world.record(DUTY)
    if not isinstance(duty, Duty) or not may_answer(duty, talk.person.id, move.rest):
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
    elif move.verb == "read_report":
        talk.enter(s.ReadingReport(move.rest))
    else:
        talk.send(DUTY, AnswersPage(talk.person.id, "acknowledge", move.rest))
        talk.toast = talk.words("common", "toast_done")


def _own(talk: Talk, move: Chose) -> None:
    if move.verb == "cheer_thanks":
        cheer.share_thanks(talk)
        return
    state = talk.person.standing(move.rest).state
    if move.verb == "reassess" and state not in ("scheduled", "reassessing"):
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
    elif not doors.open_door(talk, move):
        doors.go_home(talk)
