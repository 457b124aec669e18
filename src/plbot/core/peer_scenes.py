"""Where somebody is who helps a classmate, or is helped."""

from typing import Literal

from plbot.core.scene import SceneBase


class SeekingHelp(SceneBase, frozen=True, tag="seeking-help"):
    """Is about to ask for a classmate's help, or waits for one."""

    standard: str


class InHelp(SceneBase, frozen=True, tag="in-help"):
    """Talks with a classmate; with whom stands in the person's record. `placing`: is asked where the two could meet."""

    placing: bool = False


class LookingBackOnHelp(SceneBase, frozen=True, tag="after-help"):
    """Says whether help did help; `thanking`: may add a sentence for the helper."""

    standard: str = ""
    thanking: bool = False


class LearningToHelp(SceneBase, frozen=True, tag="learning-to-help"):
    """Takes the short lesson on helping; `rehearsing`: only its last part once more."""

    step: int = 0
    rehearsing: bool = False


class Volunteering(SceneBase, frozen=True, tag="volunteering"):
    """Says with what, and when, they would help."""

    view: Literal["", "standards", "hours", "days", "quiet", "hints"] = ""
    start: int = 0


class LeavingHint(SceneBase, frozen=True, tag="leaving-hint"):
    """Writes a hint for whoever asks when nobody is there."""

    standard: str


class OverseeingHelp(SceneBase, frozen=True, tag="helping"):
    """A teacher looks at who helped whom, or reads one `session`."""

    classroom: str
    session: str = ""
    start: int = 0


PeerScene = SeekingHelp | InHelp | LookingBackOnHelp | LearningToHelp | Volunteering | LeavingHint | OverseeingHelp

REACHES_PEERS: tuple[type, ...] = (InHelp, LookingBackOnHelp, LeavingHint)
"""Scenes whose typed words reach a classmate."""
