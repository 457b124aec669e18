"""The terminal: meet the bot without an account, as one person or as several in turn."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from plbot.adapters import Sending, SendOutcome, Sent, Window
from plbot.core.names import tidy_name
from plbot.receipts import Unavailable
from plbot_terminal.hear import PLATFORM, Order, hear
from plbot_terminal.limits import COLUMNS
from plbot_terminal.say import say

if TYPE_CHECKING:
    from plbot.school import School

_HELP = """Type to talk. A number in front of a choice picks it, and so does the label.
/1     press a button of that number
/as N  be somebody else, for example a teacher
/who   who you are, and who else was here
/quit  leave (or Ctrl-D)"""


def adapter(name: str = "me") -> "Terminal":
    """Make the terminal of this process; `name` is who speaks first."""
    console = Console()
    console.width = min(console.width, COLUMNS)
    return Terminal(_typed if sys.stdin.isatty() else _piped, console, name)


class Terminal:
    """`lines` gives what is typed, under a prompt that it may ask for; `name` is who speaks now."""

    platform = PLATFORM
    tidies = False

    def __init__(self, lines: Callable[[Callable[[], str]], AsyncIterator[str]], console: Console, name: str) -> None:
        self._lines = lines
        self._console = console
        self.name = name
        self._here = {name: None}
        self._things: dict[int, str] = {}

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # a terminal sets no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        """Show a message; one for somebody else is marked with their name. There is no home page here."""
        if sending.lane == "home":
            return Sent()
        name = sending.address.partition(":")[2]
        if name != self.name:
            self._tell(f"--- for {name} ---")
        self._console.print(say(sending.card, self._number))
        return Sent()

    async def serve(self, school: "School") -> int:
        """Talk until the person leaves."""
        await school.desk.quiet()
        await school.delivery.flush()
        self._tell(f"You speak as {self.name}. Say hello; /help shows what else can be typed.")
        async with aclosing(self._lines(lambda: f"{self.name}> ")) as lines:  # type: ignore[type-var] # both are generators
            async for line in lines:
                if not await self._take(line, school):
                    break
        self._tell("Bye! Everything you did is kept.")
        return 0

    async def _take(self, line: str, school: "School") -> bool:
        """Do what was typed; False to leave."""
        heard = hear(line, self.name, self._things)
        if isinstance(heard, Order):
            return self._obey(heard)
        try:
            await school.desk.hear(heard).settled
        except Unavailable as error:
            self._tell(f"That could not be kept ({error}). Please type it again.")
            return True
        await school.delivery.caught_up()
        return True

    def _obey(self, order: Order) -> bool:
        match order.verb:
            case "quit":
                return False
            case "as":
                self._become(tidy_name(order.rest))
            case "who":
                others = ", ".join(name for name in self._here if name != self.name)
                self._tell(f"You speak as {self.name}." + (f" Also here: {others}." if others else ""))
            case _:
                self._tell(_HELP)
        return True

    def _become(self, name: str) -> None:
        if not name:
            self._tell("Say who: /as NAME")
            return
        self.name = name
        self._here[name] = None
        self._tell(f"You speak as {name} now. Type menu to begin.")

    def _number(self, value: str) -> int:
        number = len(self._things) + 1
        self._things[number] = value
        return number

    def _tell(self, text: str) -> None:
        self._console.print(Text(text, style="dim"))


async def _typed(prompt: Callable[[], str]) -> AsyncIterator[str]:
    """Lines typed at a terminal; what the bot says meanwhile appears above the prompt."""
    from prompt_toolkit import PromptSession  # noqa: PLC0415 # takes a tenth of a second that pipes need not wait
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 # see above

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            with patch_stdout(raw=True):
                line = await session.prompt_async(prompt())
        except (EOFError, KeyboardInterrupt):
            return
        yield line


async def _piped(prompt: Callable[[], str]) -> AsyncIterator[str]:
    """Lines from a file or another program, shown as if they were typed."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        sys.stdout.write(f"{prompt()}{line.rstrip()}\n")
        sys.stdout.flush()
        yield line.rstrip("\n")
