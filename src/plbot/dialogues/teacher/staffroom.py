"""Which of a teacher's dialogues hears what, and asks what."""

from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.events import Move
from plbot.core.talk import Talk
from plbot.dialogues.teacher import (
    announcing,
    approving,
    classes,
    current,
    forgetting,
    goal,
    helping,
    marking,
    newclass,
    recording,
)

TeachingScene = (
    s.NamingClass
    | s.LookingAtClass
    | s.ApprovingOneByOne
    | s.RecordingResult
    | s.MarkingAnswer
    | s.SettingCurrent
    | s.Announcing
    | s.SettingClassGoal
    | s.ConfirmingForget
    | ps.OverseeingHelp
)


def hear(talk: Talk, scene: TeachingScene, move: Move) -> None:
    """What a teacher does in the scenes of teaching."""
    match scene:
        case s.NamingClass():
            newclass.hear(talk, scene, move)
        case s.LookingAtClass():
            classes.hear(talk, scene, move)
        case s.ApprovingOneByOne():
            approving.hear(talk, scene, move)
        case s.RecordingResult():
            recording.hear(talk, scene, move)
        case s.MarkingAnswer():
            marking.hear(talk, scene, move)
        case s.SettingCurrent():
            current.hear(talk, scene, move)
        case s.Announcing():
            announcing.hear(talk, scene, move)
        case s.SettingClassGoal():
            goal.hear(talk, scene, move)
        case s.ConfirmingForget():
            forgetting.hear(talk, scene, move)
        case ps.OverseeingHelp():
            helping.hear(talk, scene, move)


def ask(talk: Talk, scene: TeachingScene) -> None:
    """What the scenes of teaching ask."""
    match scene:
        case s.NamingClass():
            newclass.ask(talk, scene)
        case s.LookingAtClass():
            classes.ask(talk, scene)
        case s.ApprovingOneByOne():
            approving.ask(talk, scene)
        case s.RecordingResult():
            recording.ask(talk, scene)
        case s.MarkingAnswer():
            marking.ask(talk, scene)
        case s.SettingCurrent():
            current.ask(talk, scene)
        case s.Announcing():
            announcing.ask(talk, scene)
        case s.SettingClassGoal():
            goal.ask(talk, scene)
        case s.ConfirmingForget():
            forgetting.ask(talk, scene)
        case ps.OverseeingHelp():
            helping.ask(talk, scene)
