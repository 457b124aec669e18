"""Puts messages into chats: says them, changes what was said, and finds another form where one is refused."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple, assert_never

from telegram import InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from plbot.core.cards import Card
from plbot_telegram.album import Album
from plbot_telegram.client import Client
from plbot_telegram.keyboard import keyboards, markup
from plbot_telegram.limits import BEGUN, RICH_REFUSALS
from plbot_telegram.outcomes import about_chat, is_gone, is_same, is_stale_file
from plbot_telegram.rich import wants_rich
from plbot_telegram.said import Part, part
from plbot_telegram.say import Capabilities, Payload, Photo, Rich, Words, body, say, wanted
from plbot_telegram.transport import UnknownMethodError

_PLAIN = Capabilities()


class Place(NamedTuple):
    """Where a message goes, and the name it has with us."""

    chat: int
    key: str


class Post:
    """`rich`: whether this server is thought to know rich messages; it shows with the first one."""

    def __init__(self, client: Client, album: Album, *, rich: bool) -> None:
        self.rich = rich
        self._client = client
        self._album = album
        self._refusals = 0
        self._begun: OrderedDict[Place, list[tuple[Payload, Part]]] = OrderedDict()

    async def put(self, place: Place, card: Card, said: Sequence[Part] | None) -> list[Part]:
        """Say a card, or change what was said into it. Raises TelegramError."""
        refused: TelegramError | None = None
        async for form in self._forms(card):
            try:
                parts = await self._lay(place, say(card, form), said)
            except (BadRequest, UnknownMethodError) as error:
                if about_chat(error) or form == _PLAIN:
                    raise
                refused = error
                self._learn(form, refused)
            else:
                self._learn(form, None)
                return parts
        raise refused or TelegramError("no form of the message was tried")

    async def take_buttons(self, place: Place, card: Card, said: Sequence[Part]) -> list[Part]:
        """Leave only the buttons that the card still has; the words stay as they are, and what is gone stays gone."""
        pressable = [old for old in said if old.pressable]
        left: dict[int, bool] = {}
        for old, board in zip_longest(pressable, keyboards(card.choices)[: len(pressable)], fillvalue=()):
            if isinstance(old, Part):
                buttons = {"reply_markup": markup(board)} if board else {}
                await self._change("editMessageReplyMarkup", place.chat, old, buttons, gone_is_fine=True)
                left[old.id] = bool(board)
        return [Part(old.id, old.kind, left.get(old.id, False), old.picture) for old in said]

    # forms

    async def _forms(self, card: Card) -> AsyncIterator[Capabilities]:
        """How a card may be said here, the best form first; the last is plain text, which no server refuses."""
        wants = wanted(card)
        if self.rich and wants_rich(card):
            files = await self._album.find(want for want in wants if want.kind == "file")
            yield Capabilities(rich=True, pictures=files)
        if pictures := await self._album.find(wants):
            yield Capabilities(pictures=pictures)
        yield _PLAIN

    def _learn(self, form: Capabilities, refused: TelegramError | None) -> None:
        """Remember a server that knows no rich messages, or only those of an older kind."""
        if not form.rich:
            return
        self._refusals = self._refusals + 1 if refused else 0
        if isinstance(refused, UnknownMethodError) or self._refusals >= RICH_REFUSALS:
            self.rich = False

    # laying

    async def _lay(self, place: Place, payloads: Sequence[Payload], said: Sequence[Part] | None) -> list[Part]:
        if not said:
            return await self._send_all(place, payloads)
        changed: list[Part] = []
        for old, payload in zip(said, payloads, strict=False):
            if not old.becomes(payload):
                break
            if not await self._edit(place.chat, old, payload):
                changed.clear()  # it is gone: all of it is said anew
                break
            changed.append(part(old.id, payload))
        more = await self._send_all(place, payloads[len(changed) :])
        for old in said[len(changed) :]:
            await self._remove(place.chat, old)
        return changed + more

    async def _send_all(self, place: Place, payloads: Sequence[Payload]) -> list[Part]:
        """Send them in order; where an earlier try stopped half-way, only the rest."""
        begun = self._begun.pop(place, [])
        done: list[tuple[Payload, Part]] = []
        for (before, sent), payload in zip(begun, payloads, strict=False):
            if before != payload:
                break
            done.append((before, sent))
        stray = begun[len(done) :]
        try:
            for _, sent in stray:
                await self._remove(place.chat, sent)
            for payload in payloads[len(done) :]:
                sent = await self._send(place.chat, payload)
                done.append((payload, sent))
        except BaseException:
            self._remember(place, done)
            raise
        return [sent for _, sent in done]

    def _remember(self, place: Place, done: list[tuple[Payload, Part]]) -> None:
        if done:
            self._begun[place] = done
        if len(self._begun) > BEGUN:
            self._begun.popitem(last=False)

    # one message

    async def _send(self, chat: int, payload: Payload) -> Part:
        match payload:
            case Words():
                message = await self._client.call("sendMessage", {"chat_id": chat, **body(payload)})
            case Rich():
                message = await self._client.call("sendRichMessage", {"chat_id": chat, **body(payload)})
            case Photo():
                message = await self._send_photo(chat, payload)
            case _:
                assert_never(payload)
        return part(_message_id(message), payload)

    async def _send_photo(self, chat: int, photo: Photo) -> Any:
        known = self._album.file_id(photo.picture)
        try:
            message = await self._client.call("sendPhoto", {"chat_id": chat, **body(photo, known)})
        except BadRequest as error:
            if not known or not is_stale_file(error):
                raise
            self._album.forget(photo.picture)
            return await self._send_photo(chat, photo)
        if file_id := _file_id(message):
            self._album.keep(photo.picture, file_id)
        return message

    async def _edit(self, chat: int, old: Part, payload: Payload) -> bool:
        """Change a message; False where it is gone."""
        found = body(payload)
        match payload:
            case Words() | Rich():
                return await self._change("editMessageText", chat, old, found)
            case Photo(picture) if picture.key == old.picture:
                found.pop("photo")
                return await self._change("editMessageCaption", chat, old, found)
            case Photo(picture, html):
                media = self._album.file_id(picture) or picture.png
                board = {"reply_markup": found["reply_markup"]} if payload.keyboard else {}
                shown = InputMediaPhoto(media, caption=html, parse_mode="HTML", filename="picture.png")
                return await self._change("editMessageMedia", chat, old, {"media": shown, **board})

    async def _change(
        self, method: str, chat: int, old: Part, what: dict[str, Any], *, gone_is_fine: bool = False
    ) -> bool:
        try:
            await self._client.call(method, {"chat_id": chat, "message_id": old.id, **what})
        except BadRequest as error:
            if is_same(error):
                return True
            if is_gone(error):
                return gone_is_fine
            raise
        return True

    async def _remove(self, chat: int, old: Part) -> None:
        """Delete a message that is said elsewhere now; where that is too late, at least its buttons go."""
        for method in ("deleteMessage", "editMessageReplyMarkup"):
            try:
                await self._client.call(method, {"chat_id": chat, "message_id": old.id})
            except TelegramError:  # a retry of all that was said for this would say it twice
                if not old.pressable:
                    return
            else:
                return


def _message_id(message: Any) -> int:
    if isinstance(message, dict) and isinstance(message.get("message_id"), int):
        return int(message["message_id"])
    raise TelegramError("an answer that is not Telegram's")


def _file_id(message: Any) -> str:
    sizes = message.get("photo") if isinstance(message, dict) else None
    return str(sizes[-1].get("file_id", "")) if isinstance(sizes, list) and sizes else ""
