"""The pictures that Slack holds for us: uploaded once, shown in any message. No message fails for want of one."""

import asyncio
from collections.abc import AsyncIterator, Callable

import structlog

from plbot.core import cards, maths
from plbot.pictures import Picture, Pictures
from plbot_slack.blocks import Capabilities, Held, formulas_of
from plbot_slack.limits import PICTURE_TRIES, PICTURES_KEPT
from plbot_slack.transport import LostError, RefusedError, Web

log = structlog.get_logger()


class Album:
    """Files by the key of their picture, the oldest forgotten first. After a restart they are uploaded anew.

    `open_pictures` makes what draws them, when the first is asked for.
    """

    def __init__(self, web: Web, open_pictures: Callable[[], Pictures]) -> None:
        self._web = web
        self._open = open_pictures
        self._pictures: Pictures | None = None
        self._is_closed = False
        self._files: dict[str, str] = {}
        self._uploads: dict[str, asyncio.Task[str]] = {}
        self._refused: dict[str, int] = {}  # how often Slack would not take a picture (key), or show one (file)

    def open(self) -> None:
        """Draw from now on."""
        self._is_closed = False

    async def close(self) -> None:
        """Draw no more: what is still to be said is said in words."""
        self._is_closed = True
        pictures, self._pictures = self._pictures, None
        if pictures:
            await pictures.close()
        await asyncio.gather(*self._uploads.values(), return_exceptions=True)

    async def of(self, card: cards.Card) -> Capabilities:
        """The card's pictures, as far as they can be shown."""
        images = {path: held async for path, held in self._images(card)}
        formulas = {tex: held async for tex, held in self._formulas(card)}
        return Capabilities(images, formulas)

    def refuse(self, can: Capabilities) -> bool:
        """Slack would not show these yet. True: it is worth another try; in the end the words must do."""
        for held in (*can.images.values(), *can.formulas.values()):
            self._refused[held.file] = self._refused.get(held.file, 0) + 1
        return bool(can.images or can.formulas)

    async def _images(self, card: cards.Card) -> AsyncIterator[tuple[str, Held]]:
        for block in card.blocks:
            if isinstance(block, cards.Image):
                held = await self._held(await self._file(block.path))
                if held:
                    yield block.path, held

    async def _formulas(self, card: cards.Card) -> AsyncIterator[tuple[str, Held]]:
        tall = (tex for block in card.blocks for tex in formulas_of(block) if not maths.flat(f"${tex}$"))
        for tex in dict.fromkeys(tall):
            held = await self._held(await self._formula(tex))
            if held:
                yield tex, held

    async def _file(self, path: str) -> Picture | None:
        pictures = self._drawing()
        return await pictures.file(path) if pictures else None

    async def _formula(self, tex: str) -> Picture | None:
        pictures = self._drawing()
        return await pictures.formula(tex) if pictures else None

    def _drawing(self) -> Pictures | None:
        if self._pictures is None and not self._is_closed:
            self._pictures = self._open()
        return self._pictures

    async def _held(self, picture: Picture | None) -> Held | None:
        if picture is None or self._refused.get(picture.key, 0) >= PICTURE_TRIES:
            return None
        file = self._files.get(picture.key) or await self._one_upload(picture)
        if not file or self._refused.get(file, 0) >= PICTURE_TRIES:
            return None
        return Held(file, picture.alt)

    async def _one_upload(self, picture: Picture) -> str:
        """Upload it once, however many wait for it: a whole class begins the same question at the same time."""
        upload = self._uploads.get(picture.key)
        if upload is None:
            upload = self._uploads[picture.key] = asyncio.create_task(self._upload(picture))
        return await asyncio.shield(upload)

    async def _upload(self, picture: Picture) -> str:
        try:
            file = await self._web.upload(picture.png, f"{picture.key[:16]}.png", picture.alt)
        except (RefusedError, LostError) as error:
            log.warning("picture-not-uploaded", reason=str(error))
            self._refused[picture.key] = self._refused.get(picture.key, 0) + 1
            return ""
        finally:
            del self._uploads[picture.key]
        while len(self._files) >= PICTURES_KEPT:
            self._refused.pop(self._files.pop(next(iter(self._files))), None)
        self._files[picture.key] = file
        return file
