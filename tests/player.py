"""Plays a transcript: each line is done at a real desk, and what the bot says to it is written below the line."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from tests import replies
from tests.schoolhouse import Schoolhouse
from tests.transcript import Step, Transcript

from plbot.adapters import Sending
from plbot.core import maths
from plbot.core.cards import Choice, Choices
from plbot.core.events import Inbound, InboundKind
from plbot.core.facts import AnyFact, Kept, Missed
from plbot.core.questions import Question
from plbot.core.scenes import AskingName
from plbot.durations import read_duration
from plbot.limits import DAY, HOUR, MINUTE

_CONTENTS = Path(__file__).parent / "conversations" / "content"
_UNSAID = {
    "classroom",
    "cursor",
    "request",
    "by",
    "promise",
    "at",
    "session",
    "expected",
}  # ids, and figures that tell a reader nothing
_LONGEST_WORDS = 60  # characters of a person's own words beside a fact
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_UNITS = {"minute": MINUTE, "hour": HOUR, "day": DAY, "week": 7 * DAY}
_ANSWERS: dict[str, Callable[[Question], str]] = {
    "right": replies.right,
    "miss": replies.missed,
    "mistake": replies.mistaken,
}

_CLASS = re.compile(
    r'class "(?P<name>[^"]+)"(?: admit (?P<admit>open|approve))?(?: path (?P<path>\S+))?(?: teacher "(?P<teacher>[^"]+)")?'
)
_CONSENT = re.compile(r'\(consent of "(?P<name>[^"]+)" (?:by (?P<by>school|parent)|withdrawn)\)')
_ON_DUTY = re.compile(r"(?P<who>[a-z][a-z-]*) is on duty(?P<marks>( last| lead)*)")
_COMES_IN = re.compile(r"(?P<who>[a-z][a-z-]*) (?P<how>learns|teaches) here")
_BUTTON = re.compile(r"\[(?P<what>[^\]]+)\](?:\((?P<nth>\d+)\))?")
_SPOKEN = re.compile(r"(?P<who>[a-z][a-z-]*(?:@[a-z]+)?)(?: in (?P<group>[a-z-]+))?: (?P<what>.*)")
_AGO = re.compile(r"\((?P<length>\d+[hd]) ago\) (?P<what>.*)")
_ANSWER = re.compile(r"\((?P<how>right|miss|mistake)(?: (?P<times>\d+) times)?\)( .*)?")
_ODD_TEXT = re.compile(r'\(text (?P<json>".*")(?: x (?P<times>\d+))?\)')
_TIME = re.compile(r"--- (?P<what>.+) ---")
_LATER = re.compile(r"(?P<many>\w+) (?P<unit>minute|hour|day|week)s?(?: later)?")
_CODE = re.compile(r"\{(?P<teacher>teacher )?code(?: (?P<name>[^}]+))?\}")


class ScriptError(AssertionError):
    """A line that cannot be done; the sentence says why."""


class Player:
    """One performance of one transcript. `heard` is every message each person got, oldest first."""

    def __init__(self, house: Schoolhouse, transcript: Transcript) -> None:
        self.house = house
        self.transcript = transcript
        self.heard: dict[str, list[Sending]] = {}
        self.newest_class = ""
        self._seen: dict[str, int] = {}  # facts that were written down already
        self._events = 0
        self._last: dict[str, Inbound] = {}
        self._is_open = False
        self._link_code = ""  # the newest one
        self._group = ""  # the chat group that this line is said in

    async def play(self) -> str:
        """The whole text of the transcript, as it should stand there."""
        try:
            for step in self.transcript.steps:
                await self._do(step)
        finally:
            if self._is_open:
                await self.house.close()
        return self.transcript.text()

    async def _do(self, step: Step) -> None:
        if step.line.startswith("content "):
            self.house.content = _CONTENTS / step.line.split()[1]
            return
        await self._be_open()
        actor = ""
        found: re.Match[str] | None
        if found := _CLASS.fullmatch(step.line):
            self.newest_class = found["name"]
            await self.house.found_class(
                found["name"],
                admit="open" if found["admit"] == "open" else "approve",
                path=found["path"] or "ratios-6",
                teacher=found["teacher"] or "Ms Li",
            )
        elif found := _COMES_IN.fullmatch(step.line):
            await self._come_in(found["who"], teaches=found["how"] == "teaches")
            return
        elif found := _CONSENT.fullmatch(step.line):
            self._events += 1
            await self.house.set_consent(found["name"], _by(found["by"]), f"c{self._events}")
        elif found := _ON_DUTY.fullmatch(step.line):
            actor = found["who"]
            code = await self.house.put_on_duty(actor.replace("-", " ").title(), found["marks"].split())
            await self._hear(actor, "text", code)
        elif step.line == "(restart)":
            await self.house.close()
            await self.house.open()
            await self.house.delivery.flush()
        elif found := _TIME.fullmatch(step.line):
            self._events += 1
            await self.house.advance(_length(found["what"]), f"t{self._events}")
        elif found := _SPOKEN.fullmatch(step.line):
            actor = found["who"]
            self._group = f"stage:{found['group']}" if found["group"] else ""
            await self._act(step, actor, found["what"])
        else:
            raise ScriptError(f"line {step.number}: nobody can do {step.line!r}")
        step.replies = [*self._messages(actor), *await self._facts(actor)]
        await self._name_codes(step)

    async def _be_open(self) -> None:
        if not self._is_open:
            await self.house.open()
            self._is_open = True

    async def _come_in(self, who: str, *, teaches: bool) -> None:
        """In the newest class, up to the menu or the board; an open class, for a student. Nothing of it is written down."""
        code = await self.house.invite(self.newest_class) if teaches else await self._filled_in("{code}")
        await self._hear(who, "text", f"join {code}")
        name = who.replace("-", " ").title()
        if not teaches:
            steps = [name, "skip", "skip", "menu"]
        else:
            person = await self.house.person(who)
            asked = person is not None and isinstance(person.scene, AskingName)
            steps = [name] if asked else []  # a second teacher of the class is asked for theirs
        for text in steps:
            await self._hear(who, "text", text)
        self._messages(who)
        await self._facts(who)

    # people act

    async def _act(self, step: Step, who: str, what: str) -> None:
        self.heard.setdefault(who, [])
        if found := _ANSWER.fullmatch(what):
            given = []
            for _ in range(int(found["times"] or 1)):
                self._messages(who)
                given.append(await self._answer(step, who, found["how"]))
            step.line = f"{who}: {what[: what.index(')') + 1]} {' | '.join(given)}"
        elif what == "(same again)":
            await self.house.hear(self._last[who])
        else:
            at = 0
            if ago := _AGO.fullmatch(what):
                at, what = self.house.desk.clock.now() - read_duration(ago["length"]), ago["what"]
            kind, text = await self._meant(step, who, what)
            await self._hear(who, kind, text, at)

    async def _meant(self, step: Step, who: str, what: str) -> tuple[InboundKind, str]:
        if found := _BUTTON.fullmatch(what):
            return "choice", self._button(step, self.heard[who], found)
        if what.startswith("(old ") and (found := _BUTTON.fullmatch(what[5:-1])):
            shown = [place for place, sending in enumerate(self.heard[who]) if sending.card.choices]
            return "choice", self._button(step, self.heard[who][: shown[-1]], found)
        if what.startswith("(press ") and (found := _BUTTON.fullmatch(what[7:-1].partition(" ")[2])):
            return "choice", self._button(step, self.heard[what[7:].partition(" ")[0]], found)
        if found := _ODD_TEXT.fullmatch(what):
            return "text", json.loads(found["json"]) * int(found["times"] or 1)
        kind: InboundKind
        for kind in ("photo", "file", "join", "blocked", "unblocked", "home"):
            if what == f"({kind})":
                return kind, ""
        if what.startswith("("):
            raise ScriptError(f"line {step.number}: nobody can do {what!r}")
        return "text", await self._filled_in(what)

    async def _hear(self, who: str, kind: InboundKind, text: str, at: int = 0) -> None:
        self._events += 1
        inbound = Inbound(f"e{self._events}", self.house.address_of(who), kind, at, where=self._group)
        field = "choice" if kind == "choice" else "text"
        self._last[who] = msgspec.structs.replace(inbound, **{field: text})
        await self.house.hear(self._last[who])

    async def _answer(self, step: Step, who: str, how: str) -> str:
        """Answer the question of the stored scene; returns what was answered, as a reader sees it."""
        person = await self.house.person(who)
        question = getattr(person.scene, "question", None) if person else None
        if person is None or not isinstance(question, Question):
            last = "\n".join(self._messages(who))
            raise ScriptError(f"line {step.number}: {who} has no question before them; said last:\n{last}")
        text = _ANSWERS[how](question)
        if question.kind != "choice" or person.asked is None:
            await self._hear(who, "text", text)
            return text
        place, choice = next((p, c) for p, c in enumerate(person.asked.choices, 1) if c.intent == f"answer:{text}")
        await self._hear(who, "choice", f"{person.asked.mid}:{place}")
        return f"[{maths.plain(choice.label)}]"

    def _button(self, step: Step, shown: list[Sending], wanted: re.Match[str]) -> str:
        for sending in reversed(shown):
            choices = sending.card.choices
            found = (
                [place for place, choice in enumerate(choices.choices, 1) if _is(choice, wanted["what"])]
                if choices
                else []
            )
            if choices and len(found) >= int(wanted["nth"] or 1):
                return f"{choices.mid}:{found[int(wanted['nth'] or 1) - 1]}"
        last = "\n".join(_written("them", shown[-1])) if shown else "nothing"
        raise ScriptError(f"line {step.number}: there is no button {wanted[0]}; said last:\n{last}")

    # codes

    async def _filled_in(self, text: str) -> str:
        """The text with the codes that it names; `{code}` alone is that of the class made last."""
        text = text.replace("{link code}", self._link_code)
        if "code}" not in text and "code " not in text:
            return text
        classes = {room.name: room.code for room in await self.house.classes()}

        def code(found: re.Match[str]) -> str:
            name = found["name"] or self.newest_class
            return self.house.teacher_codes[name] if found["teacher"] else classes[name]

        return _CODE.sub(code, text)

    async def _name_codes(self, step: Step) -> None:
        """Write `{code}` for codes, so that a class may be renamed in a transcript without a change elsewhere."""
        rooms = await self.house.classes()
        self.newest_class = self.newest_class or (rooms[-1].name if rooms else "")
        for room in rooms:
            named = "{code}" if len(rooms) == 1 else f"{{code {room.name}}}"
            step.replies = [line.replace(room.code, named) for line in step.replies]
        for person in (await self.house.people(self.heard)).values():
            if person.linking:
                self._link_code = person.linking.code
                step.replies = [line.replace(self._link_code, "{link code}") for line in step.replies]

    # what came of it

    def _messages(self, actor: str) -> list[str]:
        """What was said meanwhile, to whoever acted first."""
        said, self.house.said = self.house.said, []
        people = [actor, *self.heard, *(self.house.name_of(sending.address) for sending in said)]
        said.sort(key=lambda sending: people.index(self.house.name_of(sending.address)))
        lines: list[str] = []
        for sending in said:
            who = self.house.name_of(sending.address)
            self.heard.setdefault(who, []).append(sending)
            lines += _written(who, sending)
        return lines

    async def _facts(self, actor: str) -> list[str]:
        lines = []
        everybody = [who for who in dict.fromkeys([actor, *self.heard]) if who]
        for who, new in (await self.house.facts_since({who: self._seen.get(who, 0) for who in everybody})).items():
            whose = "" if who == actor else f"{who}: "
            lines += [f"   * {whose}{_told(kept)}" for kept in new]
            self._seen[who] = new[-1].seq if new else self._seen.get(who, 0)
        return lines


def _by(text: str | None) -> Literal["school", "parent"] | None:
    return "parent" if text == "parent" else "school" if text else None


def _is(choice: Choice, what: str) -> bool:
    return choice.intent == what[1:] if what.startswith("#") else maths.plain(choice.label) == what


def _length(what: str) -> int:
    found = _LATER.fullmatch(what)
    if not found:
        return read_duration(what)
    many = found["many"]
    return (int(many) if many.isdecimal() else _NUMBERS[many]) * _UNITS[found["unit"]]


def _written(who: str, sending: Sending) -> list[str]:
    """The whole message: a line a block, the buttons last."""
    lines = [
        line
        for block in sending.card.blocks
        if not isinstance(block, Choices)
        for line in block.to_text().split("\n")
        if line
    ]
    choices = sending.card.choices
    if choices:
        lines.append(" ".join(f"[{maths.plain(choice.label)}]" for choice in choices.choices))
    how = " (home)" if sending.lane == "home" else " (revised)" if sending.revises and sending.ids is not None else ""
    head = f"bot -> {who}{how}: "
    return [(head if place == 0 else "    ") + _visible(line) for place, line in enumerate(lines)]


def _visible(line: str) -> str:
    """Signs that a reader would not see, written out."""
    return "".join(ascii(sign)[1:-1] if unicodedata.category(sign) in ("Cc", "Cf") else sign for sign in line)


def _told(kept: Kept) -> str:
    """A fact as a reader needs it: only what is not the default, no ids; and the words that belong to it."""
    words = kept.text if len(kept.text) <= _LONGEST_WORDS else f"{kept.text[:_LONGEST_WORDS]}..."
    return f"{_named(kept.fact)} “{_visible(words)}”" if words else _named(kept.fact)


def _named(fact: AnyFact) -> str:
    defaults = {field.name: field.default for field in msgspec.structs.fields(fact)}
    values = {name: getattr(fact, name) for name in defaults if name not in _UNSAID}
    shown = [f"{name}={_plain(value)}" for name, value in values.items() if value != defaults[name]]
    return f"{type(fact).__name__}({', '.join(shown)})"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_plain(one) for one in value)}]"
    return f"{value.item} {value.mistake}".strip() if isinstance(value, Missed) else repr(value)
