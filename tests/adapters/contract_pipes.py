"""The two ways in that have no platform behind them: the bridge over its lines, the terminal over what is typed and shown."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from io import StringIO
from typing import Any, Literal

from rich.console import Console, Group
from rich.text import Text
from tests.adapters.contract_ways import ALL, Way
from tests.platforms import WITHIN, Shown

from plbot.school import School
from plbot_bridge.limits import LINE_BYTES
from plbot_bridge.serve import Bridge
from plbot_terminal.serve import Terminal

_FOR = re.compile(r"--- for (?P<name>.*) ---")
_CHOICE = re.compile(r"(?P<how>/?\d+) (?P<label>.+)|\[(?P<beside>[^\]]+)\]")


class Bell:
    """Rings when something is written; who waits looks again."""

    def __init__(self) -> None:
        self._rings = asyncio.Event()

    def ring(self) -> None:
        self._rings.set()
        self._rings = asyncio.Event()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(WITHIN):
            while not true():
                await self._rings.wait()


class BridgeWay(Way):
    """A program that drives the bridge: what is not done, or could not be kept, it sends again."""

    platform = "bridge"
    can = ALL - {"serve"}
    longest = LINE_BYTES - 200

    async def open(self) -> None:
        self._bell = Bell()
        self._asked: dict[str, dict[str, str]] = {}  # by id, all that was ever asked
        self._done: list[str] = []
        self._messages: dict[str, dict[str, dict[str, Any]]] = {}  # by person and key, as they stand now

    @property
    def made(self) -> Bridge:
        return self._made

    def adapter(self) -> Bridge:
        self._pipe: asyncio.Queue[bytes] = asyncio.Queue()
        self._lines: list[str] = []  # ids by line
        self._answered = 0  # of these lines
        self._reads = False
        self._made = Bridge(self._pieces(self._pipe), self._write)
        for id_ in self._asked:
            if id_ not in self._done:
                self._put(id_)
        return self._made

    async def enter(self, school: School) -> None:
        await super().enter(school)
        await self.until(lambda: self._reads)

    def stop(self) -> None:
        self._made.stop()

    async def _pieces(self, pipe: asyncio.Queue[bytes]) -> AsyncIterator[bytes]:
        self._reads = True
        self._bell.ring()
        while True:
            yield await pipe.get()

    def _put(self, id_: str) -> None:
        self._lines.append(id_)
        self._pipe.put_nowait(json.dumps(self._asked[id_]).encode() + b"\n")

    def _write(self, wire: bytes) -> None:
        line = json.loads(wire)
        if "done" in line:
            self._done.append(line["done"])
            self._answered += 1
        elif "error" in line:
            self._put(self._lines[line["line"] - 1])
            self._answered += 1
        else:
            said = self._messages.setdefault(line["to"], {})
            assert line["revises"] == (line["key"] in said), "a message is changed only where it was said"
            said[line["key"]] = line
        self._bell.ring()

    # people

    def address_of(self, who: str) -> str:
        return f"bridge:{who}"

    def name_of(self, address: str) -> str:
        return address.removeprefix("bridge:")

    def _ask(self, who: str, **what: str) -> None:
        id_ = f"u{len(self._asked) + 1}"
        self._asked[id_] = {"id": id_, "from": who, **what}
        self._put(id_)

    def types(self, who: str, text: str) -> None:
        self._ask(who, text=text)

    def presses(self, who: str, label: str) -> None:
        values = [
            button["value"]
            for message in self._messages[who].values()
            for button in message["buttons"]
            if button["label"] == label
        ]
        self.forges(who, values[-1])

    def forges(self, who: str, value: str) -> None:
        self._ask(who, press=value)

    def sends(self, who: str, kind: Literal["photo", "file"]) -> None:
        self._ask(who, kind=kind)

    def again(self) -> None:
        self._put(list(self._asked)[-1])

    # what is seen

    def shown(self, who: str) -> Sequence[Shown]:
        said = self._messages.get(who, {}).values()
        return [Shown(line["text"], tuple(button["label"] for button in line["buttons"])) for line in said]

    def acknowledged(self) -> bool:
        return self._answered == len(self._lines)

    async def until(self, true: Callable[[], object]) -> None:
        await self._bell.until(true)


class Paper(Console):
    """A console that keeps apart what was said to whom. `speaker` is whose words the terminal takes now."""

    def __init__(self, speaker: Callable[[], str], bell: Bell) -> None:
        super().__init__(file=StringIO(), width=80)
        self.said: dict[str, list[Shown]] = {}
        self.typed_for: dict[tuple[str, str], str] = {}  # what takes the choice of that label, by person
        self.notes: list[str] = []  # the terminal's own words
        self._speaker = speaker
        self._for = ""
        self._bell = bell

    def print(self, *objects: Any, **how: Any) -> None:
        super().print(*objects, **how)
        for each in objects:
            if isinstance(each, Group):
                self._keep(self._for or self._speaker(), each)
                self._for = ""
            else:
                marked = _FOR.fullmatch(str(each))
                self._for = marked["name"] if marked else ""
                self.notes.append(str(each))
        self._bell.ring()

    def _keep(self, who: str, message: Group) -> None:
        lines = [line for line in message.renderables if isinstance(line, Text)]
        pressed = [found for line in lines if line.style == "cyan" for found in _CHOICE.finditer(line.plain)]
        typed_for = {found["label"] or found["beside"]: found["how"] or found["beside"] for found in pressed}
        read = "\n".join(line.plain for line in lines if line.style != "cyan")
        self.said.setdefault(who, []).append(Shown(read, tuple(typed_for)))
        self.typed_for |= {(who, label): typed for label, typed in typed_for.items()}


class TerminalWay(Way):
    """Somebody at a keyboard who speaks for all in turn."""

    platform = "terminal"
    can = frozenset({"forget"})
    longest = 10_000  # one line; more would be pasted

    async def open(self) -> None:
        self._bell = Bell()
        self._papers: list[Paper] = []

    @property
    def made(self) -> Terminal:
        return self._made

    @property
    def notes(self) -> list[str]:
        return self._papers[-1].notes

    def adapter(self) -> Terminal:
        self._typed: asyncio.Queue[str | None] = asyncio.Queue()
        self._speaker = "me"
        self._waits = False
        self._papers.append(Paper(lambda: self._made.name, self._bell))
        self._made = Terminal(self._lines, self._papers[-1], "me")
        return self._made

    async def enter(self, school: School) -> None:
        await super().enter(school)
        await self.until(self.acknowledged)

    def stop(self) -> None:
        self._typed.put_nowait(None)

    async def _lines(self, prompt: Callable[[], str]) -> AsyncIterator[str]:
        while True:
            assert prompt()
            self._waits = self._typed.empty()
            self._bell.ring()
            line = await self._typed.get()
            self._waits = False
            if line is None:
                return
            yield line

    # people

    def address_of(self, who: str) -> str:
        return f"terminal:{who}"

    def name_of(self, address: str) -> str:
        return address.removeprefix("terminal:")

    def types(self, who: str, text: str) -> None:
        if who != self._speaker:
            self._typed.put_nowait(f"/as {who}")
            self._speaker = who
        self._typed.put_nowait(text)
        self._waits = False

    def presses(self, who: str, label: str) -> None:
        """Type what stands before the choice; where nothing does, the choice itself."""
        self.types(who, self._papers[-1].typed_for[who, label])

    def forges(self, who: str, value: str) -> None:
        self.types(who, f"/{next(n for n, each in self.made._things.items() if each == value)}")

    # what is seen

    def shown(self, who: str) -> Sequence[Shown]:
        return [shown for paper in self._papers for shown in paper.said.get(who, [])]

    def acknowledged(self) -> bool:
        return self._waits

    async def until(self, true: Callable[[], object]) -> None:
        await self._bell.until(true)
