"""What a bot may ask for: its updates, by asking or by webhook. And how a request's body is read."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from tests.fakes.aiogram_models import methods as m
from tests.fakes.telegram_hook import Hook
from tests.fakes.telegram_methods import verb
from tests.fakes.telegram_oracle import Files
from tests.fakes.telegram_refusals import bad
from tests.fakes.telegram_updates import LONGEST_POLL
from tests.fakes.telegram_world import World


@dataclass
class Call:
    """One call of the bot, and what it was answered: `code` is 0 as long as it waits, or when nothing was answered."""

    at: float
    method: str
    payload: dict[str, Any]
    files: Files
    code: int = 0
    description: str = ""
    result: Any = field(default=None, repr=False)

    @property
    def chat(self) -> object:
        return self.payload.get("chat_id")


async def read_body(request: web.Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """Arguments and files: from the address, and from a form, a form with files, or JSON."""
    payload: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        try:
            payload |= json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
    elif request.can_read_body:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[key] = (value.filename, value.file.read())
            elif isinstance(value, bytes | bytearray):
                files[key] = (key, bytes(value))
            else:
                payload[key] = value
    try:
        json.dumps(payload, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a pair of UTF-16 units, as cutting a text at the wrong place leaves it
        raise bad("strings must be encoded in UTF-8") from None
    return {key: value for key, value in payload.items() if value is not None}, files


@verb(m.GetUpdates)
async def get_updates(world: World, call: m.GetUpdates, _: Files) -> list[Any]:
    world.updates.allow(call.allowed_updates)
    limit = call.limit if call.limit is not None else 100
    timeout = min(max(call.timeout or 0, 0), LONGEST_POLL)
    return await world.updates.poll(call.offset or 0, min(max(limit, 1), 100), timeout)


@verb(m.SetWebhook)
def set_webhook(world: World, call: m.SetWebhook, _: Files) -> bool:
    """As a server in local mode takes it, which allows HTTP and any port."""
    if not call.url:
        return _delete(world, drop=bool(call.drop_pending_updates))
    if not re.match(r"https?://[^/\s]+", call.url):
        raise bad("bad webhook: invalid URL")
    if call.secret_token and len(call.secret_token) > 256:
        raise bad("secret token is too long")
    if call.secret_token and not re.fullmatch(r"[A-Za-z0-9_-]+", call.secret_token):
        raise bad("secret token contains unallowed characters")
    world.updates.allow(call.allowed_updates)
    if call.drop_pending_updates:
        world.updates.drop(world.updates.waiting)
    world.deliveries.set(Hook(call.url, call.secret_token or "", call.max_connections or 40))
    world.bell.ring()
    return True


@verb(m.DeleteWebhook)
def delete_webhook(world: World, call: m.DeleteWebhook, _: Files) -> bool:
    return _delete(world, drop=bool(call.drop_pending_updates))


def _delete(world: World, *, drop: bool) -> bool:
    if drop:
        world.updates.drop(world.updates.waiting)
    world.deliveries.set(None)
    return True


@verb(m.GetWebhookInfo)
def get_webhook_info(world: World, _: m.GetWebhookInfo, __: Files) -> Any:
    return world.deliveries.info()
