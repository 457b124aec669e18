"""A schoolhouse whose people live on a platform: they act there, our real adapter hears and says, and all is compared."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import islice
from pathlib import Path
from typing import Any, cast

from tests.platforms import WITHIN, Shown, Stage
from tests.schoolhouse import CONTENT, PLATFORMS, OpenStore, Schoolhouse

from plbot.adapters import Adapter, Sending, SendOutcome, Sent, ServedAdapter, Window
from plbot.core import maths
from plbot.core.cards import Card, Choices, Field, Image
from plbot.core.events import Inbound
from plbot.desk import Desk
from plbot.receipts import Entry, Receipt, root_of
from plbot.school import School
from plbot.storage.store import EventKey
from plbot.web.app import make_app
from plbot.web.server import answering, open_door, url_of
from plbot.web.status import Status


class Witness:
    """The desk, and what the adapter handed in at it. Chance decides by the name that the transcript gives an event."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._handed_in: asyncio.Queue[Receipt] = asyncio.Queue()
        self.event = ""

    def hear(self, inbound: Inbound) -> Receipt:
        key = EventKey(inbound.platform, inbound.bot, inbound.event_id)
        root = root_of(EventKey(PLATFORMS[0], "", self.event))
        receipt = self._desk._take(Entry(key, root, Receipt(asyncio.get_running_loop()), inbound))
        self._handed_in.put_nowait(receipt)
        return receipt

    async def next(self) -> Receipt:
        return await asyncio.wait_for(self._handed_in.get(), WITHIN)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)


class Mirror:
    """The adapter, without a pace; each message is compared with what its reader then sees. `different`: what is not the same."""

    tidies = False

    def __init__(self, house: "PlatformHouse", adapter: ServedAdapter) -> None:
        self.platform = adapter.platform
        self.different: list[str] = []
        self._house = house
        self._adapter = adapter

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # tests do not wait
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        outcome = await self._adapter.say(sending)
        if not isinstance(outcome, Sent):
            self.different.append(f"{outcome} for {sending.card.to_text()!r}")
        elif sending.lane != "home":
            self._house.said.append(sending)
            self._compare(sending)
        return outcome

    async def serve(self, school: School) -> int:
        return await self._adapter.serve(school)

    def _compare(self, sending: Sending) -> None:
        stage = self._house.stage
        who = stage.name_of(sending.address)
        seen = stage.newest(who)
        if any(isinstance(block, Image) for block in sending.card.blocks):
            last_two = [*islice(seen, 2)]  # the picture may stand apart
            seen = iter([Shown("".join(each.text for each in reversed(last_two)), last_two[0].buttons)])
        if not any(_means(shown, sending.card) for shown in seen):
            last = next(stage.newest(who), "nothing")
            self.different.append(f"should be seen:\n{sending.card.to_text()}\nis seen:\n{last}")


class PlatformHouse(Schoolhouse):
    """As a schoolhouse, on a stage that is open."""

    def __init__(self, open_store: OpenStore, stage: Stage, content: Path = CONTENT) -> None:
        super().__init__(open_store, content)
        self.stage = stage

    @property
    def platform(self) -> str:
        return self.stage.platform

    def adapters(self) -> Mapping[str, Adapter]:
        self.adapter = self.stage.adapter()
        self.mirror = Mirror(self, self.adapter)
        return {self.platform: self.mirror}

    def address_of(self, who: str) -> str:
        return self.stage.address_of(who)

    def name_of(self, address: str) -> str:
        return self.stage.name_of(address)

    async def open(self) -> None:
        await super().open()
        self.witness = Witness(self.desk)
        self._around = AsyncExitStack()
        url = ""
        if self.stage.called:
            door = open_door("127.0.0.1", 0)
            status = Status(self.store, [], {}, lambda text: text)
            await self._around.enter_async_context(answering(make_app(status, self.adapter.routes), door))
            url = url_of(door)
        school = School(cast("Desk", self.witness), self.delivery)
        self._serving = asyncio.create_task(self.adapter.serve(school))
        await self.stage.meet(url)

    async def close(self) -> None:
        self.adapter.stop()
        await asyncio.wait_for(self._serving, WITHIN)
        await self._around.aclose()
        await super().close()

    async def hear(self, inbound: Inbound) -> None:
        self.witness.event = inbound.event_id
        self.stage.act(inbound)
        receipt = await self.witness.next()
        await receipt.settled
        await self.delivery.flush()


def _means(shown: Shown, card: Card) -> bool:
    """Whether this is that card: the same blocks in the same order, and the same buttons. Long labels may stand in full below."""
    read = [block.to_text() for block in card.blocks if not isinstance(block, Choices | Image)]
    labels = [maths.plain(choice.label) for choice in card.choices.choices] if card.choices else []
    buttons = [button for button in shown.buttons if not any(_is_field(button, block) for block in card.blocks)]
    same = len(buttons) == len(labels) and all(map(_labelled, buttons, labels))
    pattern = ".*?".join(re.escape("".join(text.split())) for text in read)
    return same and re.search(pattern, "".join(shown.text.split())) is not None


def _labelled(button: str, label: str) -> bool:
    """A label may be cut."""
    label = " ".join(label.split())
    return button == label or (button.endswith("…") and label.startswith(button[:-1]))


def _is_field(button: str, block: object) -> bool:
    return isinstance(block, Field) and button == block.label
