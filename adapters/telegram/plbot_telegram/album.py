"""Pictures for cards: found, checked, and uploaded only once."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

from plbot.pictures import Picture, Pictures
from plbot_telegram.limits import FILE_IDS, PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES
from plbot_telegram.say import Wanted


class Album:
    """Knows by which file id Telegram has a picture. `open_pictures` makes what draws them, anew after each `close`."""

    def __init__(self, open_pictures: Callable[[], Pictures]) -> None:
        self._open = open_pictures
        self._pictures: Pictures | None = None
        self._file_ids: OrderedDict[str, str] = OrderedDict()

    async def find(self, wanted: Iterable[Wanted]) -> dict[Wanted, Picture]:
        """Those of the pictures that there are, and that Telegram takes."""
        found: dict[Wanted, Picture] = {}
        for want in wanted:
            pictures = self._pictures = self._pictures or self._open()
            look = pictures.file if want.kind == "file" else pictures.formula
            picture = await look(want.what)
            if picture and acceptable(picture):
                found[want] = picture
        return found

    def file_id(self, picture: Picture) -> str:
        return self._file_ids.get(picture.key, "")

    def keep(self, picture: Picture, file_id: str) -> None:
        self._file_ids[picture.key] = file_id
        self._file_ids.move_to_end(picture.key)
        if len(self._file_ids) > FILE_IDS:
            self._file_ids.popitem(last=False)

    async def close(self) -> None:
        pictures, self._pictures = self._pictures, None
        if pictures:
            await pictures.close()

    def forget(self, picture: Picture) -> None:
        self._file_ids.pop(picture.key, None)


def acceptable(picture: Picture) -> bool:
    """Whether Telegram takes it as a photo."""
    short, long = sorted((picture.width, picture.height))
    return len(picture.png) <= PHOTO_BYTES and short + long <= PHOTO_SIDES and long <= PHOTO_RATIO * short
