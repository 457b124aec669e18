"""Peer help beside everything else: its buttons, which stay valid in any scene, and what each turn means for it."""

from collections.abc import Callable, Mapping

from plbot.core import facts as f
from plbot.core import matching
from plbot.core import peer_letters as p
from plbot.core import peer_scenes as ps
from plbot.core.cards import Choice
from plbot.core.events import Move
from plbot.core.records import Person
from plbot.core.talk import Talk
from plbot.dialogues import after_help, be_helper, find_helper, helping_lesson, relay

PeerNote = (
    p.HelpWanted | p.OfferOver | p.HelperSought | p.NoHelper | p.HelpBegins | p.Relayed | p.MeetAsked | p.MeetAnswered
    | p.HelpOver | p.AwayCheck | p.Thanked
)  # fmt: skip

DEEDS: Mapping[str, Callable[[Talk, str], None]] = {
    "help_end": relay.end,
    "help_report": relay.report,
    "help_block": relay.block,
    "to_partner": relay.back,
    "meet_yes": relay.meet,
    "meet_no": relay.stay_here,
    "still_here": relay.still_here,
    "offer_yes": be_helper.accept,
    "offer_no": be_helper.decline,
    "cancel_help": find_helper.cancel,
    "helped": after_help.rate,
}


PeerScene = ps.SeekingHelp | ps.InHelp | ps.LookingBackOnHelp | ps.LearningToHelp | ps.Volunteering | ps.LeavingHint


def hear(talk: Talk, scene: PeerScene, move: Move) -> None:
    match scene:
        case ps.SeekingHelp():
            find_helper.hear(talk, scene, move)
        case ps.InHelp():
            relay.hear(talk, scene, move)
        case ps.LookingBackOnHelp():
            after_help.hear(talk, scene, move)
        case ps.LearningToHelp():
            helping_lesson.hear(talk, scene, move)
        case ps.Volunteering() | ps.LeavingHint():
            be_helper.hear(talk, scene, move)


def ask(talk: Talk, scene: PeerScene) -> None:
    match scene:
        case ps.SeekingHelp():
            find_helper.ask(talk, scene)
        case ps.InHelp():
            relay.ask(talk, scene)
        case ps.LookingBackOnHelp():
            after_help.ask(talk, scene)
        case ps.LearningToHelp():
            helping_lesson.ask(talk, scene)
        case ps.Volunteering() | ps.LeavingHint():
            be_helper.ask(talk, scene)


def text_only(talk: Talk) -> None:
    """A photo, or a file, for a classmate: it goes nowhere."""
    talk.tell("relay", "text_only")
    talk.enter(talk.person.scene)


def open_mail(talk: Talk, note: PeerNote) -> None:
    match note:
        case p.HelpWanted() | p.OfferOver():
            be_helper.open_mail(talk, note)
        case p.HelperSought() | p.NoHelper():
            find_helper.open_mail(talk, note)
        case p.HelpOver() | p.Thanked():
            after_help.open_mail(talk, note)
        case _:
            relay.open_mail(talk, note)


def ways(talk: Talk) -> list[Choice]:
    """What the menu offers: back to the partner, and helping for those who may."""
    partner = [talk.choice("to_partner")] if talk.person.helping else []
    helps = matching.helps_with(talk.person, talk.world.library)
    return [*partner, *([talk.choice("be_helper")] if helps else [])]


def keep(talk: Talk, before: Person) -> None:
    """After a turn: a form ends help, answers tell what came of it, and what one may help with may have grown."""
    if any(isinstance(kept.fact, f.FormStarted) for kept in talk.facts):
        relay.leave_for_form(talk)
        find_helper.drop(talk)
    if talk.person.aftermath:
        after_help.keep(talk)
    if talk.person.standings is not before.standings or talk.person.memberships != before.memberships:
        be_helper.keep(talk)
