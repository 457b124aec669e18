"""A strict Telegram on this machine: `async with TelegramFake() as fake`, or a program of its own for tests that kill the bot.

    python tests/fakes/telegram.py --port 0 [--token TOKEN] [--limits] [--no-rich]

prints its port; people are moved over HTTP under /control (see telegram_control).
"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(
        Path(__file__).parents[2]
    )  # run as a program, its folder would hide python-telegram-bot's `telegram`

from tests.fakes.telegram_chats import Post
from tests.fakes.telegram_control import TelegramRemote, routes
from tests.fakes.telegram_intake import Call
from tests.fakes.telegram_people import PNG, Group, Person
from tests.fakes.telegram_refusals import RefusedError
from tests.fakes.telegram_server import TOKEN, TelegramFake
from tests.fakes.telegram_world import Press

__all__ = ["PNG", "TOKEN", "Call", "Group", "Person", "Post", "Press", "RefusedError", "TelegramFake", "TelegramRemote"]


async def serve(port: int, fake: TelegramFake) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await fake.open(port, routes(fake))
    sys.stdout.write(f"{fake.url.rsplit(':', 1)[1]}\n")
    sys.stdout.flush()
    await stop.wait()
    await fake.close()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="keep Telegram's real pace")
    parser.add_argument("--no-rich", action="store_true", help="a server that does not know sendRichMessage")
    asked = parser.parse_args()
    await serve(asked.port, TelegramFake(token=asked.token, rich=not asked.no_rich, paced=asked.limits))


if __name__ == "__main__":
    asyncio.run(main())
