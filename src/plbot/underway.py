"""What is under way: counted, so that whoever ends can wait until nothing is."""

import asyncio


class UnderWay:
    """`with` it while something is under way, which makes it true; `over` waits for the moment when nothing is."""

    def __init__(self) -> None:
        self._count = 0
        self._nothing = asyncio.Event()
        self._nothing.set()

    def __enter__(self) -> None:
        self._count += 1
        self._nothing.clear()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._nothing.set()

    def __bool__(self) -> bool:
        return self._count > 0

    async def over(self) -> None:
        await self._nothing.wait()
