"""Saying one message: anew, in place of what was said, or on the Home tab. It is tried once."""

from collections.abc import Sequence
from typing import Any

import msgspec

from plbot.adapters import Retry, Sending, SendOutcome, Sent
from plbot_slack.album import Album
from plbot_slack.allowance import Allowance
from plbot_slack.blocks import Capabilities
from plbot_slack.limits import A_MINUTE, BEGUN_KEPT, TIDIES_A_MINUTE
from plbot_slack.outcomes import GONE, blames_blocks, outcome
from plbot_slack.say import Payload, home, say
from plbot_slack.transport import LostError, RefusedError, Web

_LITERALLY = {"parse": "none", "link_names": False}  # chat.update would otherwise look for names and links
_PERSON = ("U", "W")  # ids of people begin so
_QUIETLY = {**_LITERALLY, "unfurl_links": False, "unfurl_media": False}


class Said(msgspec.Struct, frozen=True, array_like=True):
    """Where a message stands: its conversation, and each part of it."""

    channel: str
    parts: tuple[str, ...]


class Speaker:
    """`begun`: messages of several parts that broke off, so that the next try goes on behind what was said.

    `tidies`: how many old buttons may be taken off; the rest stay, and do no harm.
    """

    def __init__(self, web: Web, album: Album) -> None:
        self._web = web
        self._album = album
        self._begun: dict[tuple[str, str], Said] = {}
        self._tidies = Allowance(TIDIES_A_MINUTE, A_MINUTE)

    async def say(self, sending: Sending) -> SendOutcome:
        """Say it. Raises RefusedError or LostError."""
        if sending.lane == "tidy":
            return await self._tidy(sending)
        can = await self._album.of(sending.card)
        try:
            return await self._shown(sending, can)
        except RefusedError as error:
            if blames_blocks(error.code) and self._album.refuse(can):
                return Retry("a picture is not ready yet")
            raise

    async def _shown(self, sending: Sending, can: Capabilities) -> SendOutcome:
        if sending.lane == "home":
            return await self._publish(sending, can)
        payloads = say(sending.card, can)
        before = _stands(sending.ids) if sending.revises else None
        return await (self._change(sending, before, payloads) if before else self._anew(sending, payloads))

    async def _publish(self, sending: Sending, can: Capabilities) -> SendOutcome:
        person = _place(sending.address)
        if person.startswith(_PERSON):  # a channel has no Home tab
            await self._web.call("views.publish", {"user_id": person, "view": home(sending.card, can)})
        return Sent()

    async def _anew(self, sending: Sending, payloads: Sequence[Payload]) -> SendOutcome:
        """Say all parts; the first tells which conversation it is."""
        name = (sending.address, sending.key)
        said = self._begun.pop(name, Said("", ()))
        try:
            for payload in payloads[len(said.parts) :]:
                said = await self._post(said.channel or _place(sending.address), said, payload)
        except (RefusedError, LostError):
            self._remember(name, said)
            raise
        return _sent(said)

    async def _change(self, sending: Sending, before: Said, payloads: Sequence[Payload]) -> SendOutcome:
        """Change what was said, part by part. Where it is gone, say it anew."""
        try:
            for part, payload in zip(before.parts, payloads, strict=False):
                await self._update(before.channel, part, payload)
        except RefusedError as error:
            if error.code in GONE:
                return await self._anew(sending, payloads)
            raise
        said = Said(before.channel, before.parts[: len(payloads)])
        for part in before.parts[len(payloads) :]:
            await self._delete(before.channel, part)
        for payload in payloads[len(before.parts) :]:
            said = await self._post(before.channel, said, payload)
        return _sent(said)

    async def _tidy(self, sending: Sending) -> SendOutcome:
        """Take the buttons off. It is a courtesy: a message that is gone needs none, and nothing is ever said anew."""
        before = _stands(sending.ids)
        if before is None or not say(sending.card) or not self._tidies.take():
            return Sent(sending.ids or b"")
        payloads = say(sending.card, await self._album.of(sending.card))
        last = min(len(before.parts), len(payloads)) - 1  # above it nothing changes
        try:
            await self._update(before.channel, before.parts[last], payloads[last])
            for part in before.parts[len(payloads) :]:
                await self._delete(before.channel, part)
        except RefusedError as error:
            if error.code not in GONE and not blames_blocks(error.code):
                return outcome(error)
        return Sent(sending.ids or b"")

    # calls

    async def _post(self, channel: str, said: Said, payload: Payload) -> Said:
        done = await self._web.call("chat.postMessage", {"channel": channel, **_body(payload), **_QUIETLY})
        return Said(str(done["channel"]), (*said.parts, str(done["ts"])))

    async def _update(self, channel: str, part: str, payload: Payload) -> None:
        await self._web.call("chat.update", {"channel": channel, "ts": part, **_body(payload), **_LITERALLY})

    async def _delete(self, channel: str, part: str) -> None:
        try:
            await self._web.call("chat.delete", {"channel": channel, "ts": part})
        except RefusedError as error:
            if error.code not in GONE:
                raise

    def _remember(self, name: tuple[str, str], said: Said) -> None:
        if said.parts:
            self._begun[name] = said
        while len(self._begun) > BEGUN_KEPT:
            del self._begun[next(iter(self._begun))]


def _body(payload: Payload) -> dict[str, Any]:
    return {"text": payload.text, "blocks": payload.blocks}


def _place(address: str) -> str:
    """The user or channel of an address like `slack:T1:U1`; Slack opens the conversation with a user by itself."""
    return address.rpartition(":")[2]


def _sent(said: Said) -> Sent:
    return Sent(msgspec.json.encode(said) if said.parts else b"")


def _stands(ids: bytes | None) -> Said | None:
    """Where a message stands; None where it was never said, or cannot be changed."""
    if not ids:
        return None
    try:
        said = msgspec.json.decode(ids, type=Said)
    except msgspec.DecodeError:
        return None
    return said if said.parts else None
