r"""A transcript: Markdown whose fenced blocks are conversations. This file reads and writes the text; `player.py` plays it.

In a fence, a line is what somebody does; what the bot says to it stands below, up to the next such line:

    class "Room 12" admit open          a class is there; its codes are {code} and {teacher code}
    ana learns here                     she is in that (open) class, at the menu; ms-li teaches here: so is its teacher
    (consent of "Room 12" withdrawn)    an admin: nobody authorises the class any more; (... by parent): somebody does again
    mr-bell is on duty last lead        an admin put him on the duty list; he types his code and is told so
    content plants                      the content to use, from tests/conversations/content (before any class)
    ana: text                           ana types this; {code} and {link code} are filled in
    ana: (text "a\u0000b" x 3)         ana types this JSON text, three times over in one message
    ana: [Menu]   [Menu](2)   [#menu]   ana presses the newest such button: by label, the second one, by intent
    ana: (old [Hint])                   the same, in an earlier message than her newest
    ben: (press ana [Hint])             ben presses ana's button
    ana@circus: text                    ana types this in another app; `ana` and `ana@circus` are two until they are linked
    ms-li in garden-chat: here          the same, in a chat group
    ana: (20h ago) text                 she typed this twenty hours ago, and it arrives only now
    ana: (home)                         she opens her home page, which changes from now on with what she does
    ana: (photo)   (same again)         a photo; the very event of before is delivered once more
    ana: (right)   (miss)   (mistake)   she answers the question before her so; what she answered is written behind it
    ana: (right 3 times)                the same, three questions long; only the last reply is shown
    --- two days later ---   --- 3h --- time passes
    (restart)                           whatever was only in memory is gone
"""

from dataclasses import dataclass, field
from pathlib import Path

FENCE = "```"
_REPLY = ("bot -> ", "   ")


@dataclass
class Step:
    """One line of a script, and what came of it."""

    line: str
    number: int  # of the line in the file
    replies: list[str] = field(default_factory=list)


@dataclass
class Prose:
    lines: list[str]


@dataclass
class Transcript:
    """`parts` in the order of the file: prose as it stands, and the steps of each fence."""

    path: Path
    parts: list[Prose | list[Step]]

    @property
    def steps(self) -> list[Step]:
        return [step for part in self.parts if isinstance(part, list) for step in part]

    def text(self) -> str:
        lines: list[str] = []
        for part in self.parts:
            lines += part.lines if isinstance(part, Prose) else [FENCE, *_written(part), FENCE]
        return "\n".join(lines) + "\n"


def read(path: Path) -> Transcript:
    parts: list[Prose | list[Step]] = [Prose([])]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        part = parts[-1]
        if line == FENCE:
            parts.append([] if isinstance(part, Prose) else Prose([]))
        elif isinstance(part, Prose):
            part.lines.append(line)
        elif line.strip() and not line.startswith(_REPLY):
            part.append(Step(line, number))
    return Transcript(path, [part for part in parts if not isinstance(part, Prose) or part.lines])


def _written(steps: list[Step]) -> list[str]:
    """The steps with their replies; a blank line goes before each that follows a reply."""
    lines: list[str] = []
    for place, step in enumerate(steps):
        if place and steps[place - 1].replies:
            lines.append("")
        lines += [step.line, *step.replies]
    return lines
