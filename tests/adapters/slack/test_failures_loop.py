"""One loop serves everybody: nothing that may take its time is done on it."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.adapters.slack.slackhouse import Mode, running
from tests.fakes.slack import SlackFake
from tests.schoolhouse import CONTENT

from plbot.adapters import Sending, Sent
from plbot.core.cards import Card, Image, Paragraph

SLOW = ("open", "sqlite3.connect", "socket.getaddrinfo", "socket.gethostbyname", "os.listdir", "shutil.copyfile")


class Watch:
    """What one thread does that may take its time. An audit hook stays for good, so there is one, and it is off mostly."""

    def __init__(self) -> None:
        self.thread = 0
        self.seen: list[str] = []
        self._is_set = False

    def hook(self, event: str, args: tuple[object, ...]) -> None:
        if self.thread and event in SLOW and threading.get_ident() == self.thread and args[:1] != (os.devnull,):
            self.seen.append(f"{event} {args[0]}")

    @contextmanager
    def on_this_thread(self) -> Iterator[None]:
        if not self._is_set:
            sys.addaudithook(self.hook)
            self._is_set = True
        self.thread = threading.get_ident()
        try:
            yield
        finally:
            self.thread = 0


WATCH = Watch()


def told(who: str, number: int) -> Sending:
    """A message with a picture of the content and a formula that stands high."""
    blocks = (
        Image(str(CONTENT / "standards/ccss-math/ratio-tape.svg"), "a bar"),
        Paragraph(rf"$\frac{{x+{number}}}{{2y}}$"),
    )
    return Sending(f"slack:T0SCHOOL:{who}", "p", f"k{number}", False, None, Card(blocks), "own")


async def test_case_23_no_file_is_read_and_nothing_is_drawn_on_the_loop(mode: Mode, tmp_path: Path) -> None:
    """Every way in and out, on a database on the disk; the first round loads what is loaded once."""
    async with SlackFake(mode) as slack, running(slack, tmp_path) as (adapter, _):
        for number in range(2):
            WATCH.seen.clear()
            with WATCH.on_this_thread():
                await a_bit_of_everything(slack, number)
                assert isinstance(await adapter.say(told(slack.user("Ana").id, number)), Sent)
        assert slack.user("Ana").messages[-1].pictures
        assert WATCH.seen == []
        with WATCH.on_this_thread():
            Path(__file__).read_bytes()  # noqa: ASYNC240 # that is what must not happen
        assert len(WATCH.seen) == 1, "the watch is awake"
    assert slack.objections == []


async def a_bit_of_everything(slack: SlackFake, number: int) -> None:
    """By somebody new each time, so that nobody has to wait for the next second."""
    people = [slack.user(f"{name} {number}") for name in ("Ana", "Ben", "Cleo", "Dora")]
    people[0].types("hello")
    people[1].opens_home("messages")
    people[2].commands("/plbot", "help")
    people[3].shortcut("plbot_menu")
    for person in people:
        await person.hears()
        await person.opens_home()
