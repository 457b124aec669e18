"""Guessing codes: a school that is guessed at takes no codes for the rest of the hour, and says so."""

from tests.schoolhouse import Schoolhouse

from plbot.core.events import Inbound
from plbot.limits import HOUR, limits
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Store


async def memory() -> Store:
    return MemoryStore()


async def type_code(house: Schoolhouse, who: str, code: str) -> str:
    house.said.clear()
    await house.hear(Inbound(f"{who} at {house.desk.clock.now()}", house.address_of(who), "text", text=f"join {code}"))
    return house.said[-1].card.to_text()


async def test_a_school_that_is_guessed_at_takes_no_codes_until_the_hour_is_over() -> None:
    house = Schoolhouse(memory)
    await house.open()
    await house.found_class("Room 12", admit="approve", path="ratios-6", teacher="Ms Li")
    code = (await house.classes())[0].code
    for guess in range(limits.school_code_misses_an_hour):
        assert "don't know that code" in await type_code(house, f"stranger-{guess}", "AAAAAAAA")
    assert "taking no codes just now" in await type_code(house, "ana", code)
    await house.advance(HOUR, "an hour later")
    assert "Room 12" in await type_code(house, "ana", code)
    await house.close()
