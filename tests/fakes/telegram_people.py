"""The people and groups on the other side: what they do becomes updates for the bot."""

import re
from collections.abc import Sequence
from typing import Any

from tests.fakes.telegram_chats import Chat, Look, Post, Wire, counting
from tests.fakes.telegram_html import Entity, units
from tests.fakes.telegram_limits import CAPTION, PAYLOAD, TEXT, photo
from tests.fakes.telegram_world import Press, World

PNG = bytes.fromhex(  # two by two points
    "89504e470d0a1a0a0000000d494844520000000200000002080000000057dd52f80000000e49444154789c63f8cfc0c0f01f"
    "00060001ff785cb6810000000049454e44ae426082"
)
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")


class Group(Chat):
    """A group, or a supergroup. The bot is in it from the start and hears what Telegram's privacy mode lets through."""

    def __init__(self, world: World, chat_id: int, name: str, members: Sequence["Person"], *, topics: bool) -> None:
        big = chat_id < -1_000_000_000_000
        super().__init__(chat_id, "supergroup" if big else "group", name, counting(1) if big else world.ids, world.bell)
        self.members = list(members)
        self.topics = topics
        self.private = True  # privacy mode: the bot hears commands, mentions and replies to it
        self._world = world

    def wire(self) -> Wire:
        return super().wire() | ({"is_forum": True} if self.topics else {})

    def migrates(self) -> "Group":
        """Become a supergroup, which has another id."""
        world = self._world
        grown = Group(world, -1_002_000_000_000 - self.id, self.name, self.members, topics=False)
        world.chats[grown.id] = grown
        world.moved[self.id] = grown.id
        by = self.members[0].wire_user() if self.members else world.me
        for chat, more in ((self, {"migrate_to_chat_id": grown.id}), (grown, {"migrate_from_chat_id": self.id})):
            post = chat.put(by, world.now(), Look(), more)
            world.updates.add("message", post.wire(), f"chat {chat.id}")
        return grown

    def kicks(self) -> None:
        """Throw the bot out."""
        self._world.shut[self.id] = "kicked"
        _tell_membership(self._world, self, self.members[0], "member", "kicked")

    def invites(self) -> None:
        """Let the bot in again."""
        self._world.shut.pop(self.id, None)
        _tell_membership(self._world, self, self.members[0], "left", "member")


class Person(Chat):
    """Somebody, and the private chat with them; `to` says a group instead."""

    def __init__(self, world: World, user_id: int, name: str, language: str | None, *, is_bot: bool = False) -> None:
        super().__init__(user_id, "private", name, world.ids, world.bell)
        self.language = language
        self.is_bot = is_bot
        self._world = world

    @property
    def toasts(self) -> list[str]:
        """What the bot answered to this person's presses with words, oldest first."""
        answers = [press.answer for press in self._world.presses.values() if press.by == self.id]
        return [answer.text for answer in answers if answer and answer.text]

    def wire_user(self) -> Wire:
        language = {"language_code": self.language} if self.language else {}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.name, **language}

    # writing

    def types(self, text: str, to: Group | None = None, thread: int | None = None) -> Post:
        """Send a text; what is too long for one message goes in several, as apps send it."""
        pieces = (
            [text[start : start + TEXT // 2] for start in range(0, len(text), TEXT // 2)]
            if units(text) > TEXT
            else [text]
        )
        return [self._says(Look(piece.strip(), _commands(piece)), to, _threaded(thread)) for piece in pieces][-1]

    def starts(self, payload: str = "") -> Post:
        """Press START, or open a deep link."""
        if not PAYLOAD.fullmatch(payload):
            raise ValueError(f"Telegram opens no link with the payload {payload!r}: 64 of A-Za-z0-9_- at most.")
        return self.types(f"/start {payload}".strip())

    def replies(self, post: Post, text: str, to: Group | None = None) -> Post:
        return self._says(Look(text, _commands(text)), to, {"reply_to_message": post.wire()})

    def forwards(self, text: str, to: Group | None = None) -> Post:
        """Send on what somebody else wrote."""
        origin = {"type": "hidden_user", "date": int(self._world.now()), "sender_user_name": "Somebody"}
        return self._says(Look(text, _commands(text)), to, {"forward_origin": origin})

    def edits(self, post: Post, text: str) -> Post:
        post.change(Look(text, _commands(text)))
        self._tell("edited_message", post)
        return post

    def deletes(self, post: Post) -> None:
        """Take a message away, for both; bots are not told."""
        post.deleted = True
        self.bell.ring()

    # things

    def sends_photo(
        self, data: bytes = PNG, caption: str = "", to: Group | None = None, more: Wire | None = None
    ) -> Post:
        if units(caption) > CAPTION:
            raise ValueError("A caption has 1024 characters at most.")
        return self._says(Look(caption, photo=self._world.store(data, photo(data))), to, more)

    def sends_album(self, n: int = 2, caption: str = "") -> list[Post]:
        """Send several photos at once: as many messages, of one group, the caption at the first."""
        together = {"media_group_id": str(13_000_000_000_000_000 + next(self._world.serial))}
        return [self.sends_photo(caption=caption if place == 0 else "", more=together) for place in range(n)]

    def sends_voice(self, to: Group | None = None) -> Post:
        return self._sends("voice", {"duration": 3, "mime_type": "audio/ogg"}, to)

    def sends_sticker(self, to: Group | None = None) -> Post:
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._sends("sticker", kind | {"emoji": "👍"}, to)

    def sends_document(self, name: str = "homework.pdf", to: Group | None = None) -> Post:
        return self._sends("document", {"file_name": name, "mime_type": "application/pdf", "file_size": 1000}, to)

    def sends_location(self) -> Post:
        return self._says(Look(), None, {"location": {"latitude": 52.5, "longitude": 13.4}})

    # buttons and reactions

    def presses(self, label: str, on: Post | None = None, *, late: bool = False, data: str | None = None) -> Press:
        """Press the button of that label on the newest message that has it (`on`: on that one).

        `late`: the app did not hear yet that the button is gone. `data`: an app of their own that sends what it likes.
        """
        post, button = (
            (on or self.last, {"callback_data": data}) if data is not None else self._button(label, on, late=late)
        )
        press = self._world.press(post, self.id, str(button["callback_data"]))
        where: Wire = {"message": post.wire()}
        if post.deleted:
            where = {"message": {"chat": post.chat.wire(), "message_id": post.id, "date": 0}}
        told = {"id": press.id, "from": self.wire_user(), "chat_instance": str(post.chat.id * 7), "data": press.data}
        self._world.updates.add("callback_query", told | where, f"presses of {self.id}")
        return press

    def reacts(self, post: Post, emoji: str = "👍") -> None:
        """React to a message; an empty emoji takes the reaction back."""
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        told = {
            "chat": post.chat.wire(),
            "message_id": post.id,
            "user": self.wire_user(),
            "date": int(self._world.now()),
        }
        told |= {"old_reaction": [], "new_reaction": reaction}
        self._world.updates.add("message_reaction", told, f"chat {post.chat.id}")

    # coming and going

    def blocks(self) -> None:
        self._world.shut[self.id] = "blocked"
        _tell_membership(self._world, self, self, "member", "kicked")

    def unblocks(self) -> None:
        """Only who blocked can; anybody else goes on as before."""
        if self._world.shut.get(self.id) == "blocked":
            del self._world.shut[self.id]
            _tell_membership(self._world, self, self, "kicked", "member")

    def deactivates(self) -> None:
        """Delete the account; bots are not told."""
        self._world.shut[self.id] = "deactivated"

    # how it is told

    def _button(self, label: str, on: Post | None, *, late: bool) -> tuple[Post, Wire]:
        posts = [on] if on else [*reversed(self.messages)]
        for post in posts:
            looks = [post.look, *reversed(post.earlier)] if late else [post.look]
            for button in (button for look in looks for row in look.keyboard for button in row):
                if button["text"] == label and "callback_data" in button:
                    return post, button
        raise LookupError(f"{self.name} sees no button {label!r}, only {[post.buttons for post in posts[:3]]}.")

    def _sends(self, kind: str, about: Wire, to: Group | None) -> Post:
        named = f"file-{kind}-{next(self._world.serial)}"
        return self._says(Look(), to, {kind: {"file_id": named, "file_unique_id": named, **about}})

    def _says(self, look: Look, to: Group | None, more: Wire | None = None) -> Post:
        if to is None:
            self._opens_chat()
        post = (to or self).put(self.wire_user(), self._world.now(), look, more)
        if self._reaches_bot(post, to):
            self._tell("message", post)
        return post

    def _opens_chat(self) -> None:
        """Whoever writes to the bot lets it answer."""
        self.unblocks()
        if self._world.shut.get(self.id) == "not started":
            del self._world.shut[self.id]

    def _reaches_bot(self, post: Post, to: Group | None) -> bool:
        """Privacy mode: of a group, bots hear commands, their name, and replies to them."""
        if to is None or not to.private:
            return True
        to_bot: Any = post.more.get("reply_to_message", {}).get("from", {}).get("id") == self._world.me["id"]
        named = f"@{self._world.me['username']}" in post.text
        return bool(to_bot or named or any(entity["type"] == "bot_command" for entity in post.look.entities))

    def _tell(self, kind: str, post: Post) -> None:
        self._world.updates.add(kind, post.wire(), f"chat {post.chat.id}")


def _commands(text: str) -> list[Entity]:
    """Apps mark commands; the bot need not look for them."""
    found = COMMAND.finditer(text)
    return [{"type": "bot_command", "offset": units(text[: m.start()]), "length": units(m[0])} for m in found]


def _threaded(thread: int | None) -> Wire:
    return {"message_thread_id": thread, "is_topic_message": True} if thread else {}


def _tell_membership(world: World, chat: Chat, by: Person, was: str, now: str) -> None:
    until = {"until_date": 0}
    states = [{"user": world.me, "status": status, **(until if status == "kicked" else {})} for status in (was, now)]
    told = {"chat": chat.wire(), "from": by.wire_user(), "date": int(world.now())}
    told |= {"old_chat_member": states[0], "new_chat_member": states[1]}
    world.updates.add("my_chat_member", told, f"standing in {chat.id}")
